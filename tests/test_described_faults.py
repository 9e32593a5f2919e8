"""Bad activity files: each fault is named at its place, and no expression reaches anything but data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from docgen.described import examine, read, remarks
from docgen.template.bounds import within
from docgen.template.expressions import Broken, Empty, NotRead, Record, Text, Unreadable, Wrong, expression

SOUND = """
[activity]
name = "试"
unit = "人员"
[words]
状态 = ["在", "不在"]
[settings]
上限 = 3
[sheet.人员]
key = ["编号"]
name = "姓名"
columns.编号 = { type = "id", required = true }
columns.姓名 = { type = "name", required = true }
values.次数 = "记录 | 个数"
[sheet.记录]
key = ["编号"]
columns.编号 = { to = "人员", required = true }
columns.日期 = { type = "date" }
columns.状态 = { list = "状态" }
[[rule]]
no = "R1"
sheet = "记录"
column = "日期"
must = "本人.次数 <= 设置.上限"
message = "太多：{{ 本人.次数 }}"
[[paper]]
stem = "list_of_records"
title = "记录表"
per = "人员"
public = ["姓名"]
data.姓名 = "姓名"
data.行 = { of = "记录 | 其中(\\"状态 == '在'\\")", by = "日期", each = { 日期 = "日期" } }
[[figure]]
section = "数"
name = "人"
value = "人员 | 个数"
[calendar.2026]
off = ["2026-01-01/2026-01-03"]
"""

BAD: list[tuple[str, str, str]] = [
    ("[sheet.记录]", f"[sheet.{'记' * 32}]", f"sheet.{'记' * 32}：Excel takes 31 characters at most"),
    ("[sheet.记录]", '[sheet."记/录"]', "sheet.记/录：a name has letters and digits only"),
    ("[sheet.记录]", "[sheet.说明]", "sheet.说明：is a name of docgen's own"),
    ("[sheet.记录]", '[sheet.a]\nkey=["x"]\ncolumns.x={}\n[sheet.A]', "sheet.a：two sheets have it"),
    (
        '"记录 | 个数"',
        '"甲 + 1"\nvalues.甲 = "乙"\nvalues.乙 = "次数"',
        "sheet.人员.values.次数：次数 is reckoned from itself",
    ),
    ("上限 = 3", "上限 = 0.5", "settings.上限：is a whole number, a text in quotes, true or false"),
    ("上限 = 3", "上限 = " + "9" * 5000, "a number in it has too many digits"),
    ("上限 = 3", "上限 = 3\n上限 = 4", "line 9：this stands there already: 上限 = 4"),
    ('list = "状态" }', 'words = ["在", "在"] }', "sheet.记录.columns.状态.words：a word stands twice"),
    ("2026-01-01/2026-01-03", "2026-02-30", "calendar.2026：cannot be written so, alone or together: 2026-02-30"),
    ('stem = "list', 'stem = "List', "paper 1 (List_of_records).stem：is made of small letters"),
    ("次数 <= 设", "次数 | 多少 <= 设", "rule 1 (R1).must：does not read: there is no filter “多少”"),
    ('must = "本人', 'must = "(本人', "rule 1 (R1).must：does not read: “)” is missing at its end"),
    (
        'per = "人员"\n',
        'per = "人员"\nseries = "{year}号"\n',
        "paper 1 (list_of_records).series：needs {year} and {no}, once each",
    ),
    ('data.姓名 = "姓名"', 'data.姓名 = "文号"', "paper 1 (list_of_records).data.姓名：文号 is not known here"),
    ('must = "本人', 'must = "同批 and 本人', "rule 1 (R1).must：同批 is not known here"),
    ('name = "试"\n', "", "activity.name：must be there"),
    ('unit = "人员"', 'unit = "人圆"', "activity.unit：there is no sheet 人圆; is 人员 meant?"),
    ('unit = "人员"', 'unt = "人员"', "activity.unt：no such key; is unit meant?"),
    ("[activity]", "[activty]", "activty：no such key; is activity meant?"),
    ("[activity]", "[activity", "line 2：this is no TOML: [activity"),
    ('["在", "不在"]', '["在", "在"]', "words.状态：a word stands twice"),
    ('["在", "不在"]', "[]", "words.状态：is empty"),
    ('["在", "不在"]', '"在"', "words.状态："),
    (
        '[sheet.人员]\nkey = ["编号"]',
        '[sheet.人员]\nkey = ["编好"]',
        "sheet.人员.key：the sheet 人员 has no column 编好; is 编号 meant?",
    ),
    ('[sheet.人员]\nkey = ["编号"]', "[sheet.人员]", "sheet.人员.key：must be there"),
    ('name = "姓名"\n', "", "sheet.人员.name：must be there"),
    ('name = "姓名"\n', 'name = "姓"\n', "sheet.人员.name：the sheet 人员 has no column 姓"),
    ('key = ["编号"]\ncolumns.编号 = { to', "columns.编号 = { to", "sheet.记录.key：must be there"),
    ('type = "id"', 'type = "idd"', "sheet.人员.columns.编号.type："),
    ('type = "id"', 'typ = "id"', "sheet.人员.columns.编号.typ：no such key; is type meant?"),
    ('to = "人员"', 'to = "人圆"', "sheet.记录.columns.编号.to：there is no sheet 人圆; is 人员 meant?"),
    ('list = "状态"', 'list = "壮态"', "sheet.记录.columns.状态.list：there is no list 壮态; is 状态 meant?"),
    (
        'list = "状态"',
        'list = "状态", type = "date"',
        "sheet.记录.columns.状态：cannot be written so, alone or together: type, words, list, to",
    ),
    (
        'type = "date"',
        'type = "date", zero = true',
        "sheet.记录.columns.日期：cannot be written so, alone or together: zero",
    ),
    (
        'type = "date"',
        'type = "date", many = true',
        "sheet.记录.columns.日期：cannot be written so, alone or together: many",
    ),
    (
        'type = "date"',
        'type = "date", back = "反"',
        "sheet.记录.columns.日期：cannot be written so, alone or together: back",
    ),
    (
        'type = "date"',
        'type = "date", private = "secret", filled = "unit"',
        "sheet.记录.columns.日期.filled：a form leaves the department",
    ),
    ("[[rule]]", '[sheet.变更]\nkey = ["名"]\ncolumns.名 = {}\n[[rule]]', "sheet.变更：every activity has this sheet"),
    ('type = "date"', 'type = "date", filled = "person"', "sheet.记录.columns.日期.filled："),
    (
        "[[rule]]",
        '[sheet.学期.columns]\n地点 = { filled = "unit" }\n[[rule]]',
        "sheet.学期.columns.地点.filled：the sheet 学期 is the clerk's",
    ),
    (
        "[[rule]]",
        '[sheet.场地]\nkey = ["名"]\ncolumns.名 = { filled = "unit" }\n[[rule]]',
        "sheet.场地.columns.名.filled：no column of the sheet refers to 人员: whose would a row be?",
    ),
    ('type = "date"', 'type = "date", private = "hidden"', "sheet.记录.columns.日期.private："),
    ("columns.日期 =", 'columns."日 期" =', "sheet.记录.columns.日 期：a name has letters and digits only"),
    ('"记录 | 个数"', '"记录 | 个书"', "sheet.人员.values.次数：does not read:"),
    ('"记录 | 个数"', '"纪录 | 个数"', "sheet.人员.values.次数：纪录 is not known here; is 记录 meant?"),
    ('"记录 | 个数"', '"记录 | 个数("', "sheet.人员.values.次数：does not read:"),
    ('no = "R1"\n', "", "rule 1.no：must be there"),
    ('sheet = "记录"', 'sheet = "纪录"', "rule 1 (R1).sheet：there is no sheet 纪录; is 记录 meant?"),
    ('column = "日期"', 'column = "日子"', "rule 1 (R1).column：the sheet 记录 has no column 日子; is 日期 meant?"),
    ("本人.次数 <= 设置.上限", "本人.次书 <= 设置.上限", "rule 1 (R1).must：nothing has a column 次书; is 次数 meant?"),
    (
        "本人.次数 <= 设置.上限",
        "本人.次数 <= 设置.上线",
        "rule 1 (R1).must：设置.上线 is not known here; there are: 上限",
    ),
    (
        '"记录 | 个数"',
        '"记录 | 数个"',
        "sheet.人员.values.次数：does not read: there is no filter “数个”; is 个数 meant?",
    ),
    ('must = "本人.次数 <= 设置.上限"', "must = 3", "rule 1 (R1).must：is not text（type it as text）"),
    (
        'data.姓名 = "姓名"',
        'data.姓名 = { text = "甲", one = "一" }',
        "paper 1 (list_of_records).data.姓名：cannot be written so, alone or together: none, one, count",
    ),
    ('value = "人员 | 个数"', 'value = "人员"', "figure 1 (人).value：it is a list of rows"),
    ('value = "人员 | 个数"', 'value = "人员 | 个数"\nof = "记录"', "figure 1 (人).of：it is a list of rows"),
    ("设置.上限", "设置.次数", "rule 1 (R1).must：设置.次数 is not known here; there are: 上限"),
    (
        'data.姓名 = "姓名"',
        'data.姓名 = "统计.数"',
        "paper 1 (list_of_records).data.姓名：统计.数 is not known here; there are: 人",
    ),
    (
        'data.姓名 = "姓名"',
        'data.姓名 = "图表.人"',
        "paper 1 (list_of_records).data.姓名：图表.人 is not known here; there are: none",
    ),
    ("本人.次数 <= 设置.上限", "本人.次数 =< 3", "rule 1 (R1).must：does not read:"),
    ("本人.次数 <= 设置.上限", "cycler.__init__", "rule 1 (R1).must：cycler is not known here"),
    ("本人.次数 <= 设置.上限", "本人.get('次数')", "rule 1 (R1).must：does not read:"),
    ("太多：{{ 本人.次数 }}", "太多：{{ 本人.次数 }", "rule 1 (R1).message：does not read:"),
    ('message = "', 'level = "F"\nmessage = "', "rule 1 (R1).level："),
    ('must = "本人.次数 <= 设置.上限"\n', "", "rule 1 (R1)：cannot be written so, alone or together: must, unique"),
    ('stem = "list_of_records"', 'stem = "记录"', "paper 1 (记录).stem："),
    ('stem = "list_of_records"', 'stem = "cover"', "paper 1 (cover).stem：is a name of docgen's own"),
    ('per = "人员"', 'per = "人"', "paper 1 (list_of_records).per：there is no sheet 人"),
    ('public = ["姓名"]', 'public = ["名"]', "paper 1 (list_of_records).public：the paper's data has no 名"),
    ("状态 == '在'", "壮态 == '在'", "paper 1 (list_of_records).data.行.of：壮态 is not known here; is 状态 meant?"),
    ("其中(\\\"状态 == '在'\\\")", "其中(上限)", "paper 1 (list_of_records).data.行.of：does not read:"),
    (
        'each = { 日期 = "日期" }',
        'each = { 日期 = "日子" }',
        "paper 1 (list_of_records).data.行.each.日期：日子 is not known here",
    ),
    ('value = "人员 | 个数"', 'value = "人元 | 个数"', "figure 1 (人).value：人元 is not known here; is 人员 meant?"),
    ("[calendar.2026]", "[calendar.今年]", "calendar.今年：is no year"),
    ("2026-01-01/2026-01-03", "2026-01-03/2026-01-01", "calendar.2026：cannot be written so, alone or together:"),
]


pytestmark = pytest.mark.usefixtures("english")


def said_of(text: str, folder: Path) -> list[str]:
    path = folder / "activity.toml"
    path.write_text(text, encoding="utf-8")
    return [str(one) for one in examine(path)[1]]


def test_the_file_that_is_spoilt_below_is_sound(tmp_path: Path) -> None:
    assert said_of(SOUND, tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "said"), BAD, ids=[f"{at} {said[:24]}" for at, (_o, _n, said) in enumerate(BAD)]
)
def test_a_fault_is_named_at_its_place(old: str, new: str, said: str, tmp_path: Path) -> None:
    assert old in SOUND
    found = said_of(SOUND.replace(old, new, 1), tmp_path)
    assert any(one.startswith(said) for one in found), found


@pytest.mark.parametrize(
    "source",
    [
        "().__class__.__bases__",
        "人.__class__",
        "人['__class__']",
        "''.format(1)",
        "人 | attr('__class__')",
        "range(10**9)",
        "9 ** 9 ** 9",
        "'a' * 10**9",
        "(" * 500 + "1" + ")" * 500,
        "人 | map('upper') | join('x' * 99999999)",
        "cycler.__init__.__globals__",
        "lipsum()",
        "人 | 其中('人 | 其中(\"人 | 其中(1 == 1)\")')",
        "self",
        "self.__class__",
        "caller()",
        "namespace()",
        "dict(a=1)",
        "{'a': 1}",
        "人 | tojson",
        "人 | xmlattr",
        "'%s' % 人",
        "'x' | format(1)",
        "'a' | center(10)",
        "true.real",
        "(1).real",
        "1.0.hex()",
        "人 | 按('__class__')",
        "人 | groupby('__class__')",
        "人 | sort(attribute='__len__')",
        "人 | selectattr('名.__class__') | list",
        "人 | 各('它.__class__')",
        "人[0]['名'].__class__",
        "loop.index",
        "'abc' | 某日",
        "'2026-1-1' | 加日(10 ** 9)",
        "人 | 合计('名')",
    ],
)
def test_an_expression_reaches_nothing_but_data(source: str) -> None:
    with pytest.raises((NotRead, Wrong)):
        expression(source).value({"人": [{"名": "甲"}, {"名": "乙"}]})


@pytest.mark.parametrize(
    "source",
    [
        "人 | 各('人 | list')",
        "人 | 各('人[:]')",
        "人 | 各('人 | reverse | list')",
        "人 | 各('人 | sort(attribute=\"名\")')",
        "人 | 各('人 | map(attribute=\"名\") | list')",
        "人 | 各('人 | unique(attribute=\"名\") | list')",
        "人 | 各('人 | groupby(\"名\")')",
        "人 | 各('人 | 不同')",
        "人 | 各('range(500)') | map('list') | map('list') | list | map('list') | list",
        f"人 | 各(\"'{'a' * 400}' | replace('a', '{'b' * 400}')\")",
        f"人 | 各(\"人 | join('{'b' * 400}', attribute='名')\")",
        f'人 | 各("{" ~ ".join(["它.长"] * 20)}")',
    ],
)
def test_an_expression_that_would_eat_memory_is_stopped(source: str) -> None:
    """Texts and lists are counted as they are made, over all expressions of a run."""
    many = [{"名": str(at), "长": "字" * 100} for at in range(400)]
    with within(60, room=100_000), pytest.raises(Wrong, match=r"too long|too often"):
        expression(source).value({"人": many})


def test_values_that_are_reckoned_from_values_without_end_are_stopped() -> None:
    def reckoned(at: int) -> Callable[[Record], object]:
        return lambda record: expression(f"值{at + 1}").value(record)

    chain = Record({}, {f"值{at}": reckoned(at) for at in range(2000)})
    for asked in (expression("值0").value, Text("{{ 值0 }}").said):
        with pytest.raises(Wrong):
            asked(chain)


def test_an_expression_that_would_go_on_is_stopped() -> None:
    many = [{"名": str(at)} for at in range(3000)]
    with pytest.raises(Wrong), within(30):
        expression("人 | 其中(\"人 | 任一('名 == 0')\")").value({"人": many})


def test_what_is_empty_says_nothing_and_what_was_refused_nothing_either() -> None:
    from docgen.template.expressions import Nothing

    rows = [{"票": 3}, {"票": Nothing("票")}]
    assert expression("行 | 其中('票 > 2') | 个数").value({"行": rows}) == 1
    with pytest.raises(Empty):
        expression("票 > 2").value({"票": Nothing("票")})
    with pytest.raises(Broken):
        expression("行 | 任一('票 > 5')").value({"行": [{"票": Unreadable("票")}]})


def test_a_filter_that_only_the_last_number_goes_through_is_remarked(tmp_path: Path) -> None:
    text = SOUND.replace('"记录 | 个数"', '"(记录 | 个数) / 3 | 四舍五入(1)"')
    (tmp_path / "activity.toml").write_text(text, encoding="utf-8")
    assert remarks(read(tmp_path)) == [
        (
            "sheet.人员.values.次数",
            "only the last number goes through 四舍五入: write brackets around the whole calculation",
        )
    ]
