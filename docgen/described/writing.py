"""A guessed activity written out: its ``activity.toml`` with the reason of each guess, and the schema of each first paper."""

from __future__ import annotations

import json
from collections.abc import Iterator

from docgen.described.guessing import Guess, Guessed, GuessedSheet, stems
from docgen.described.rows import LINES

_HEAD = """\
# {name}：由 {source} 推测而成。每栏后面写着推测的依据；不对的，直接改。
# 改后运行 docgen activity lint 检查；键的含义见 docgen 文档“用文件描述一个活动”。

[activity]
name = {quoted}
unit = {unit}            # 文书按这张表的行归集
about = ""
"""
_RULE = """
# ---------------------------------------------------------------- 规则
# 去掉行首的 #，改成自己的规则：
# [[rule]]
# no = "R1"
# sheet = "{sheet}"
# column = "{column}"
# must = "{column}"                # 写成立的条件；只写栏名，就是“必须填”
# message = "没有填"
"""


def written(guessed: Guessed, name: str, source: str) -> str:
    """Return the text of the file."""
    quoted, unit = _quoted(name), _quoted(guessed.unit.title)
    parts = [_HEAD.format(name=name, source=source, quoted=quoted, unit=unit)]
    parts += [_sheet(one, guessed) for one in guessed.sheets]
    rule_at = next((one for one in guessed.unit.kept if not one.said.get("required")), guessed.unit.kept[-1])
    parts.append(_RULE.format(sheet=guessed.unit.title, column=rule_at.title))
    parts.append("\n# ---------------------------------------------------------------- 文书\n")
    parts += [_paper(stem, title, sheet, guessed) for stem, title, sheet in stems(guessed)]
    parts.append(_figures(guessed))
    return "".join(parts)


def schemas(guessed: Guessed) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Yield stem, title and schema of each paper: what its first template is made of."""
    for stem, title, sheet in stems(guessed):
        properties: dict[str, object] = {name: {"type": "string"} for name in ("党组织", "学年学期")}
        if sheet is guessed.unit:
            properties = {one.title: _property(one) for one in sheet.shown()}
            for other in guessed.sheets:
                if other.about:
                    properties[other.title] = _listed(other, without=other.about)
        else:
            properties["名单"] = _listed(sheet)
        yield stem, title, {"type": "object", "properties": properties, "required": list(properties)}


def _listed(sheet: GuessedSheet, without: str = "") -> dict[str, object]:
    inner: dict[str, object] = {"序号": {"type": "integer"}}
    inner |= {one.title: _property(one) for one in sheet.shown() if one.title != without}
    return {"type": "array", "items": {"type": "object", "properties": inner, "required": ["序号"]}}


def _property(one: Guess) -> dict[str, object]:
    named = {"count": "integer", "number": "number"}.get(str(one.said.get("type")), "string")
    form = {"format": "date"} if one.said.get("type") == "date" else {}
    return {"type": named if one.said.get("required") else [named, "null"], **form}


def _sheet(sheet: GuessedSheet, guessed: Guessed) -> str:
    lines = [f"\n[sheet.{sheet.title}]", f"key = [{_quoted(sheet.key)}]"]
    if sheet is guessed.unit or any(sheet.title == one.said.get("to") for one in guessed.columns):
        lines.append(f"name = {_quoted(sheet.name)}")
    if sheet is guessed.unit:
        lines.append("core = true")
    lines.append(f"\n[sheet.{sheet.title}.columns]")
    for one in sheet.columns:
        was = f"原为“{one.was}”；" if one.was != one.title else ""
        if one.is_left_out:
            lines.append(f"# {one.was}：没有列入，{one.why}")
        else:
            lines.append(f"{one.title} = {_table(one)}  # {was}{one.why}")
    return "\n".join(lines) + "\n"


def _table(one: Guess) -> str:
    said = ", ".join(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in one.said.items())
    return f"{{ {said} }}" if said else "{ }"


def _paper(stem: str, title: str, sheet: GuessedSheet, guessed: Guessed) -> str:
    is_unit = sheet is guessed.unit
    lines = ["", "[[paper]]", f'stem = "{stem}"', f"title = {_quoted(title)}"]
    lines.append(f"per = {_quoted(sheet.title if is_unit else LINES)}")
    if is_unit:
        lines += [f"data.{one.title} = {_quoted(_value(one, guessed))}" for one in sheet.shown()]
        lines += [
            f"data.{other.title} = {_list(other, guessed, other.about)}" for other in guessed.sheets if other.about
        ]
    else:
        lines += ['data.党组织 = "党组织"', 'data.学年学期 = "学年学期"', f"data.名单 = {_list(sheet, guessed)}"]
    return "\n".join(lines) + "\n"


def _list(sheet: GuessedSheet, guessed: Guessed, without: str = "") -> str:
    inner = ["序号 = " + _quoted("序号")]
    inner += [f"{one.title} = {_quoted(_value(one, guessed))}" for one in sheet.shown() if one.title != without]
    return f"{{ of = {_quoted(sheet.title)}, each = {{ {', '.join(inner)} }} }}"


def _value(one: Guess, guessed: Guessed) -> str:
    if to := one.said.get("to"):
        return f"{one.title}.{guessed.sheet(str(to)).name}"
    return f"'是' if {one.title} else '否'" if one.said.get("type") == "yes" else one.title


def _figures(guessed: Guessed) -> str:
    lines = ["\n# ---------------------------------------------------------------- 数字\n"]
    for sheet in guessed.sheets:
        lines.append(f'[[figure]]\nsection = "总数"\nname = {_quoted(sheet.title)}\nvalue = "{sheet.title} | 个数"\n')
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
