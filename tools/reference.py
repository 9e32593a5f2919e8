"""Writes docs/reference.md and docs/reference.zh-CN.md: ``python -m tools.reference`` (``--check``: only say whether they hold).

Commands come from click's own help, sheets, settings, exit codes and placeholders from the models and enums, kinds of
problem from the calls that make them: what stands in the reference is what the program does. The sentences around them
are in ``reference.toml``; a setting, an exit code or a key without its sentence stops this tool.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from docgen import cli
from docgen.cli.terminal import translated
from docgen.cli.terminal.help_layout import Context
from docgen.documents.kind import DocumentKind, Paper
from docgen.documents.kinds import KINDS
from docgen.errors import ExitCode
from docgen.field import SHEETS
from docgen.field.column import Column, Role
from docgen.field.columns import columns_of
from docgen.messages import _, faults
from docgen.settings import Settings
from docgen.template import filters

PROGRAM = cli.commands()
ROOT = Path(__file__).resolve().parent.parent
FILES = {"en": ROOT / "docs/reference.md", "zh": ROOT / "docs/reference.zh-CN.md"}
SENTENCES: dict[str, dict[str, dict[str, str]]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_WIDTH = 100
_HELP = ["-h", "--help"]
_SLUG = re.compile(r"[a-z]+(-[a-z]+)*")


def reference(language: str) -> str:
    """Return the whole reference in one language."""
    translated.speak(language)
    say = SENTENCES["texts"][language]
    parts = [
        f"# {say['title']}\n\n{say['generated']}",
        f"## {say['commands']}\n\n{say['commands.intro']}",
        *_commands(),
        f"## {say['workbook']}\n\n{say['workbook.intro']}",
        *_sheets(language),
        f"## {say['settings']}\n\n{say['settings.intro']}\n\n{_settings(language)}",
        f"## {say['environment']}\n\n{say['environment.intro']}\n\n{_environment(language)}",
        f"## {say['exit']}\n\n{say['exit.intro']}\n\n{_exit_codes(language)}",
        f"## {say['json']}\n\n{say['json.intro']}\n\n{_json(language)}",
        f"## {say['problems']}\n\n{say['problems.intro']}\n\n{_problems(language)}",
        f"## {say['kinds']}\n\n{say['kinds.intro']}\n\n{_kinds(language)}",
        f"## {say['placeholders']}\n\n{say['placeholders.intro']}",
        *_placeholders(language),
        f"## {say['filters']}\n\n{say['filters.intro']}\n\n{_filters(language)}",
    ]
    return "\n\n".join(parts) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = [[*head], ["---"] * len(head), *([str(cell) for cell in row] for row in rows)]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in lines
    )


def command_paths(
    group: click.Group = PROGRAM, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command that is not hidden, with the words that lead to it."""
    for name, command in sorted(group.commands.items()):
        if not command.hidden:
            yield (*path, name), command
            if isinstance(command, click.Group):
                yield from command_paths(command, (*path, name))


def _commands() -> Iterator[str]:
    for path, command in [((), PROGRAM), *command_paths()]:
        context: click.Context | None = None
        for name in ("docgen", *path[:-1]):
            context = Context(PROGRAM, info_name=name, parent=context, terminal_width=_WIDTH, help_option_names=_HELP)
        if path:
            context = Context(command, info_name=path[-1], parent=context, terminal_width=_WIDTH)
        assert context is not None
        shown = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
        yield f"### {' '.join(('docgen', *path))}\n\n```text\n{shown}\n```"


def _sheets(language: str) -> Iterator[str]:
    say = SENTENCES["texts"][language]
    for sheet in SHEETS:
        note = say["sheet.lines"] if sheet.title == "学期" else ""
        kind = say["sheet.core"] if sheet.core else say["sheet.optional"]
        rows = (
            (
                column.title,
                say["yes"] if column.required else "",
                _type(column, language),
                _(column.description) if column.description else "",
                column.example,
            )
            for column in columns_of(sheet.model)
        )
        head = (say["line" if note else "column"], say["required"], say["type"], say["meaning"], say["example"])
        yield f"### {sheet.title}\n\n{kind}{note}\n\n{table(head, rows)}"


def _type(column: Column, language: str) -> str:
    say = SENTENCES["types"][language]
    if column.role is Role.REFERENCE:
        return say["references" if column.many else "reference"].format(sheet=column.sheet)
    if column.role is Role.WORD:
        return say["word"].format(words=" · ".join(column.words))
    return say["words" if column.many else column.role.value]


def _settings(language: str) -> str:
    rows = []
    for name, field in Settings.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            rows += [
                (
                    f"`[{name}]` `{key}`",
                    f"`{_toml(one.get_default(call_default_factory=True))}`",
                    SENTENCES["settings"][f"{name}.{key}"][language],
                )
                for key, one in inner.model_fields.items()
            ]
        else:
            key = f"`{name}`" if inner is str else f"`[{name}]`"
            rows.append((key, "", SENTENCES["settings"][name][language]))
    say = SENTENCES["texts"][language]
    return table((say["setting"], say["default"], say["meaning"]), rows)


def _toml(value: object) -> str:
    if isinstance(value, dict):
        entries = ", ".join(f'"{key}" = {_toml(inner)}' for key, inner in value.items())
        return f"{{ {entries} }}"
    return f"'{value}'" if isinstance(value, str) else str(value)


def _environment(language: str) -> str:
    say = SENTENCES["texts"][language]
    unknown = variables() - SENTENCES["environment"].keys()
    if unknown:
        raise SystemExit(f"without a sentence in tools/reference.toml: {', '.join(sorted(unknown))}")
    rows = ((f"`{name}`", meaning[language]) for name, meaning in SENTENCES["environment"].items())
    return table((say["variable"], say["meaning"]), rows)


def variables() -> set[str]:
    """Return the environment variables of docgen's own that its sources name."""
    named = re.compile(r"\bDOCGEN_[A-Z]+(?:_[A-Z]+)*\b")
    return {name for path in (ROOT / "docgen").rglob("*.py") for name in named.findall(path.read_text("utf-8"))}


def _exit_codes(language: str) -> str:
    say = SENTENCES["texts"][language]
    rows = ((code.value, f"`{code.name}`", SENTENCES["exit_codes"][code.name][language]) for code in ExitCode)
    return table((say["code"], say["name"], say["meaning"]), rows)


def _json(language: str) -> str:
    say = SENTENCES["texts"][language]
    rows = ((f"`{key}`", meaning[language]) for key, meaning in SENTENCES["json"].items())
    return table((say["key"], say["meaning"]), rows)


def _problems(language: str) -> str:
    say = SENTENCES["texts"][language]
    rows = (
        (f"`{kind}`", "/".join(sorted(found.severities)), "、".join(map(str, sorted(found.rules))) or "", _said(found))
        for kind, found in sorted(problem_kinds().items())
    )
    return table((say["kind"], "E/W", say["rule"], say["message"]), rows)


class Found:
    """What the sources say of one kind of problem."""

    def __init__(self) -> None:
        self.severities: set[str] = set()
        self.rules: set[int] = set()
        self.messages: dict[str, None] = {}


def _said(found: Found) -> str:
    return "；".join(_(message) for message in found.messages)


def problem_kinds() -> dict[str, Found]:
    """Return every kind of problem that ``check`` can report, read off the calls that make them."""
    kinds: dict[str, Found] = {}
    for room in ("workbook", "rules"):
        for path in sorted((ROOT / "docgen" / room).glob("*.py")):
            _collect(ast.parse(path.read_text(encoding="utf-8")), kinds)
    for kind, message, _hint in (faults.TABLE[name] for name in sorted(faults.TABLE)):
        found = kinds.setdefault(kind, Found())
        found.severities.add("E")
        found.messages.setdefault(message)
    return kinds


class _Maker:
    """A function that makes problems: where it takes the kind and the rule, and what it makes of them."""

    def __init__(self, kind: int, rule: int | None, severities: str, fixed_rule: int = 0) -> None:
        self.kind, self.rule, self.severities, self.fixed_rule = kind, rule, severities, fixed_rule


_MAKERS = {
    "Problem": _Maker(0, 8, ""),
    "Fault": _Maker(0, None, "E"),
    "error": _Maker(2, 3, "E"),
    "warning": _Maker(2, 3, "W"),
}


def _collect(tree: ast.Module, kinds: dict[str, Found]) -> None:
    """Add the kinds of one module: what its own functions take as ``kind``, and what the makers everybody uses do."""
    own = ((node.name, _own(node)) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    makers = _MAKERS | {name: maker for name, maker in own if maker is not None}
    for call in ast.walk(tree):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in makers):
            continue
        maker = makers[call.func.id]
        kind = _constant(call, maker.kind)
        if not isinstance(kind, str) or not _SLUG.fullmatch(kind):
            continue
        found = kinds.setdefault(kind, Found())
        found.severities.update(maker.severities or _severities(call))
        rule = maker.fixed_rule or _rule(call, maker.rule)
        found.rules |= {rule} if rule else set()
        for message in _messages(call)[:1]:
            found.messages.setdefault(message)


def _own(function: ast.FunctionDef) -> _Maker | None:
    """Return what a module's own function makes, by the call inside it; None when it makes no problem of a given kind."""
    names = [one.arg for one in function.args.args]
    calls = (call for call in ast.walk(function) if isinstance(call, ast.Call) and isinstance(call.func, ast.Name))
    inner = next((call for call in calls if call.func.id in _MAKERS), None)  # type: ignore[attr-defined]
    if inner is None or "kind" not in names or function.name in _MAKERS:
        return None
    maker = _MAKERS[inner.func.id]  # type: ignore[attr-defined]
    rule = names.index("rule") if "rule" in names else None
    return _Maker(names.index("kind"), rule, maker.severities or "E", _rule(inner, maker.rule))


def _constant(call: ast.Call, index: int | None) -> object:
    argument = call.args[index] if index is not None and index < len(call.args) else None
    return argument.value if isinstance(argument, ast.Constant) else None


def _rule(call: ast.Call, index: int | None) -> int:
    named = [one.value.value for one in call.keywords if one.arg == "rule" and isinstance(one.value, ast.Constant)]
    value = named[0] if named else _constant(call, index)
    return value if isinstance(value, int) else 0


def _severities(call: ast.Call) -> str:
    names = {
        node.attr[0] for node in ast.walk(call) if isinstance(node, ast.Attribute) and node.attr in ("ERROR", "WARNING")
    }
    return "".join(names) or "E"


def _messages(call: ast.Call) -> list[str]:
    """Return the messages in a call as the source has them: what is wrong first, what to do after it."""
    found = [
        node
        for node in ast.walk(call)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "N_", "ngettext")
    ]
    in_order = sorted(found, key=lambda node: (node.lineno, node.col_offset))
    arguments = (node.args[0] for node in in_order)
    return [one.value for one in arguments if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def _kinds(language: str) -> str:
    say = SENTENCES["texts"][language]
    rows = (
        (f"`{kind.stem}`", kind.title, SENTENCES["per"][kind.per.value][language], "–".join(map(str, kind.pages)))
        for kind in KINDS.values()
    )
    return table((say["stem"], say["paper"], say["per"], say["pages"]), rows)


def _placeholders(language: str) -> Iterator[str]:
    say = SENTENCES["texts"][language]
    for kind in KINDS.values():
        rows = list(placeholders(kind, language))
        yield f"### {kind.title} (`{kind.stem}`)\n\n{table((say['placeholder'], say['type'], say['meaning']), rows)}"


def placeholders(kind: DocumentKind, language: str) -> Iterator[tuple[str, str, str]]:
    """Yield each placeholder of a kind: its path, what it holds, what it means."""
    yield from _fields(kind.model, "", language)


def _fields(model: type[Paper], path: str, language: str) -> Iterator[tuple[str, str, str]]:
    for name, field in model.model_fields.items():
        title = f"{path}{field.alias or name}"
        many, inner, said = _holds(field, language)
        yield f"`{title}`", said, _(field.description) if field.description else ""
        if inner is not None:
            yield from _fields(inner, f"{title}[]." if many else f"{title}.", language)


def _holds(field: FieldInfo, language: str) -> tuple[bool, type[Paper] | None, str]:
    """Return whether a field is a list, the part it holds, and both in words."""
    say = SENTENCES["types"][language]
    types = list(_types(field.annotation))
    many = tuple in types
    part = next((one for one in types if issubclass(one, Paper)), None)
    name = next((one.__name__ for one in types if one.__name__ in ("date", "int", "bool", "Decimal")), "str")
    said = say["part"] if part else say[f"value.{name}"]
    return many, part, say["list"].format(of=said) if many else said


def _types(annotation: object) -> Iterator[type]:
    origin = getattr(annotation, "__origin__", None)
    if isinstance(origin, type):
        yield origin
    elif isinstance(annotation, type):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        if inner is not Ellipsis:
            yield from _types(inner)


def _filters(language: str) -> str:
    say = SENTENCES["texts"][language]
    for name in filters.FILTERS:
        assert f"``{name}``" in (inspect.getdoc(filters) or ""), name
    said = SENTENCES["filters"]
    rows = ((f"`{name}`", said[name][language], said[name]["written"]) for name in filters.FILTERS)
    return table((say["filter"], say["meaning"], say["written"]), rows)


def main() -> int:
    """Write both files, or check them."""
    stale = [
        path for language, path in FILES.items() if not path.exists() or path.read_text("utf-8") != reference(language)
    ]
    if "--check" in sys.argv[1:]:
        for path in stale:
            print(f"out of date: {path.relative_to(ROOT)}")
        return 1 if stale else 0
    for language, path in FILES.items():
        path.write_text(reference(language), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
