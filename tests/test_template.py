"""Filling: what a clerk typed is what stands in the paper, or the paper is refused with the field named."""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import docx
import docxtpl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment

from docgen import resources
from docgen.documents import Plain
from docgen.errors import TemplateError
from docgen.images import Album
from docgen.markup import DOCUMENT
from docgen.template import Template, find, load
from docgen.template.drawing import Drawings
from docgen.template.filters import FILTERS
from tests.template_data import FREE, RECORDS

HOSTILE = "AT&T <甲> \"x\" {{ 7*7 }} {% if %} {_{ x }_} {_% y %_} 'q' &amp; ]]> ${a}"


def made(tmp_path: Path, *paragraphs: str, header: str = "", table: tuple[str, ...] = ()) -> Template:
    """A template of these paragraphs, saved by python-docx; ``table`` are rows of one cell each."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        grid = document.add_table(len(table), 1)
        for index, text in enumerate(table):
            grid.cell(index, 0).text = text
    if header:
        document.sections[0].header.paragraphs[0].text = header
    path = tmp_path / f"{hashlib.sha256(repr((paragraphs, header, table)).encode()).hexdigest()[:12]}.docx"
    document.save(str(path))
    return load(path)


def text(filled: bytes) -> list[str]:
    """The paragraphs of a filled paper."""
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(filled)).paragraphs]


def refusal(template: Template, data: dict[str, Plain]) -> str:
    with pytest.raises(TemplateError) as caught:
        template.fill(data)
    return str(caught.value)


def test_hostile_values_stand_literally_in_body_table_and_header(tmp_path: Path) -> None:
    template = made(tmp_path, "甲：{{ 名 }}。", header="页眉{{ 名 }}", table=("{{ 名 }}",))
    filled = docx.Document(io.BytesIO(template.fill({"名": HOSTILE})))
    assert filled.paragraphs[0].text == f"甲：{HOSTILE}。"
    assert filled.tables[0].cell(0, 0).text == HOSTILE
    assert filled.sections[0].header.paragraphs[0].text == f"页眉{HOSTILE}"


def test_a_value_is_not_evaluated_when_a_filled_paper_is_filled_again(tmp_path: Path) -> None:
    once = made(tmp_path, "{{ 名 }}").fill({"名": "{_{ 7*7 }_}"})
    (tmp_path / "once.docx").write_bytes(once)
    twice = load(tmp_path / "once.docx").fill({})
    assert text(twice) == ["{{ 7*7 }}"]  # what docxtpl's escape means in a template, never a calculation


def test_escaped_braces_of_a_template_become_braces(tmp_path: Path) -> None:
    assert text(made(tmp_path, "{_{ x }_} {_% y %_}").fill({})) == ["{{ x }} {% y %}"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x85"])
def test_every_kind_of_line_end_is_one_line_break(tmp_path: Path, end: str) -> None:
    filled = made(tmp_path, "{{ 文 }}").fill({"文": f"上{end}下\t右"})
    assert text(filled) == ["上\n下\t右"]


@pytest.mark.parametrize("bad", ["\x00", "\x01", "\x07", "\x0c", "\x1b", "\x9f", "\ud800", "\uffff"])
def test_a_character_that_no_paper_can_show_is_refused_with_its_field(tmp_path: Path, bad: str) -> None:
    said = refusal(made(tmp_path, "{{ 成员 }}"), {"成员": [{"姓名": "甲"}, {"姓名": f"乙{bad}"}]})
    assert "成员[2].姓名" in said
    assert f"U+{ord(bad):04X}" in said


def test_an_empty_field_never_prints_none_but_is_refused_by_name(tmp_path: Path) -> None:
    assert "甲.电话" in refusal(made(tmp_path, "{{ 甲.电话 }}"), {"甲": {"电话": None}})
    assert "教师" in refusal(made(tmp_path, "{{ 教师.姓名 }}"), {"教师": None})
    assert "甲.电话" in refusal(made(tmp_path, '{{ "电" ~ 甲.电话 }}'), {"甲": {"电话": None}})


def test_an_empty_field_may_be_asked_about_and_replaced(tmp_path: Path) -> None:
    template = made(tmp_path, "{% if 教师 %}有{% else %}没有{% endif %}{{ 教师 | 无 }}")
    assert text(template.fill({"教师": None})) == ["没有无"]


def test_a_name_that_the_data_does_not_have_is_refused_with_the_names_there_are(tmp_path: Path) -> None:
    said = refusal(made(tmp_path, "先生", "您好{{ 甲.姓明 }}！"), {"甲": {"姓名": "李堃", "学号": "1"}})
    assert "姓明" in said
    assert "姓名、学号" in said
    assert "您好{{ 甲.姓明 }}！" in said, "the words around the place"
    assert "没有" in refusal(made(tmp_path, "{% if 没有 %}x{% endif %}"), {})


@pytest.mark.parametrize(
    ("placeholder", "value"),
    [("{{ 值 }}", ["甲"]), ("{{ 值 }}", {"a": "b"}), ("{{ 值 }}", True), ("{{ 值 }}", date(2009, 3, 16))],
)
def test_what_would_print_as_python_is_refused(tmp_path: Path, placeholder: str, value: Plain) -> None:
    assert "{{ 值 }}" in refusal(made(tmp_path, placeholder), {"值": value})


def test_a_dict_has_its_fields_and_no_methods(tmp_path: Path) -> None:
    assert text(made(tmp_path, "{{ 表.items }}").fill({"表": {"items": "条目"}})) == ["条目"]
    assert "keys" in refusal(made(tmp_path, "{{ 表.keys }}"), {"表": {"items": "条目"}})


def test_rows_and_paragraphs_repeat_and_leave_nothing_behind(tmp_path: Path) -> None:
    template = made(
        tmp_path,
        "{%p for 人 in 成员 %}",
        "{{ loop.index }}. {{ 人 }}",
        "{%p endfor %}",
        table=("{%tr for 人 in 成员 %}", "{{ 人 }}", "{%tr endfor %}"),
    )
    filled = template.fill({"成员": ["甲", "乙"]})
    assert text(filled) == ["1. 甲", "2. 乙"]
    assert [row.cells[0].text for row in docx.Document(io.BytesIO(filled)).tables[0].rows] == ["甲", "乙"]


def test_a_tag_split_over_runs_is_one_tag(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    for piece in ("{", "{ 姓", "名 }", "}"):
        paragraph.add_run(piece).bold = piece == "{"
    document.save(str(tmp_path / "split.docx"))
    assert text(load(tmp_path / "split.docx").fill({"姓名": "欧阳喆"})) == ["欧阳喆"]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("{{ 姓", "名 }}"),
        ("{% if 甲 %}", "x"),
        ("{% endfor %}",),
        ("{{ 甲 | 没有这个 }}",),
        ("{{ 甲 + }}",),
        ("{% if 甲 %}x", "{%p endif %}"),
    ],
)
def test_a_tag_that_does_not_read_is_refused_when_the_template_is_opened(
    tmp_path: Path, paragraphs: tuple[str, ...]
) -> None:
    with pytest.raises(TemplateError) as caught:
        made(tmp_path, *paragraphs)
    assert "正文" in str(caught.value)


def test_a_block_that_begins_in_a_row_and_ends_outside_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="%tr"):
        made(tmp_path, table=("{% if 甲 %}x", "{%tr endif %}"))


def test_core_properties_are_filled_and_escaped_once(tmp_path: Path) -> None:
    document = docx.Document()
    document.core_properties.title = "{{ 名 }}协议"
    document.save(str(tmp_path / "core.docx"))
    filled = docx.Document(io.BytesIO(load(tmp_path / "core.docx").fill({"名": "A&B"})))
    assert filled.core_properties.title == "A&B协议"


@pytest.mark.slow
def test_the_same_template_and_data_give_the_same_bytes_in_another_process() -> None:
    code = (
        "import sys,hashlib;from tests.template_data import RECORDS;from docgen import resources;"
        "from docgen.template import load;"
        "papers=[load(resources.templates()/f'{s}.docx').fill(r) for s in RECORDS for r in RECORDS[s]];"
        "print([hashlib.sha256(paper).hexdigest() for paper in papers])"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            cwd=Path(__file__).parents[1],
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai"))
    }
    assert len(said) == 1


def test_a_template_goes_to_a_worker_process(tmp_path: Path) -> None:
    template = made(tmp_path, "{{ 名 }}")
    assert text(pickle.loads(pickle.dumps(template)).fill({"名": "甲"})) == ["甲"]


def test_the_clerks_own_template_stands_before_the_official_one(tmp_path: Path) -> None:
    assert find("plan", [tmp_path]) == resources.templates() / "plan.docx"
    (tmp_path / "plan.docx").write_bytes(b"")
    assert find("plan", [tmp_path]) == tmp_path / "plan.docx"
    with pytest.raises(TemplateError, match="nothing\\.docx"):
        find("nothing", [tmp_path])


def body(package: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return archive.read("word/document.xml")


def by_docxtpl(path: Path, data: dict[str, Plain]) -> bytes:
    """Fill with docxtpl alone. It makes each quote of print in a tag straight, so those are other signs meanwhile."""
    signs = {"“": "\ue123", "”": "\ue124"}
    environment = Environment(autoescape=True)
    environment.filters.update({name: one.call for name, one in FILTERS.items()})
    hidden = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(hidden, "w") as new:
        for part in old.namelist():
            new.writestr(part, swapped(old.read(part), signs) if part == "word/document.xml" else old.read(part))
    template = docxtpl.DocxTemplate(hidden)
    template.render(data, environment)
    out = io.BytesIO()
    template.save(out)
    return swapped(body(out.getvalue()), {other: sign for sign, other in signs.items()})


def swapped(content: bytes, signs: dict[str, str]) -> bytes:
    for sign, other in signs.items():
        content = content.replace(sign.encode(), other.encode())
    return content


@pytest.mark.parametrize("stem", sorted(RECORDS))
def test_official_templates_come_out_as_docxtpl_would_fill_them(stem: str) -> None:
    path = resources.templates() / f"{stem}.docx"
    for record in RECORDS[stem]:
        theirs = Drawings(Album(), {}).put(DOCUMENT, by_docxtpl(path, record))  # which leaves the marks of charts
        assert body(load(path).fill(record)) == theirs, "byte for byte"


def test_a_table_whose_columns_the_data_decides_comes_out_as_docxtpl_would_fill_it(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(2, 4)
    cells = ("{%tc for 列 in 栏 %}", "{{ 列 }}", "{%tc endfor %}", "尾")
    for row in table.rows:
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    path = tmp_path / "columns.docx"
    document.save(str(path))
    for count in (1, 2, 5):
        data: dict[str, Plain] = {"栏": [f"第{index}栏" for index in range(count)]}
        assert body(load(path).fill(data)) == by_docxtpl(path, data)


def test_quotes_and_breaks_in_a_text_of_one_line_come_out_as_docxtpl_would_write_them(tmp_path: Path) -> None:
    path = made(tmp_path, "{{r 名 | 一行(6) }}", "{{ 名 }}").path
    for name in ("“甲” & \"乙\" <'丙'>", '甲\n"乙"\n', "\n", "甲\t'乙'\n丙"):
        assert body(load(path).fill({"名": name})) == by_docxtpl(path, {"名": name})


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ('{{ "在“" ~ 名 ~ "”中" }}', "在“甲”中"),
        ("{{ '“' ~ 名 ~ '”' }}", "“甲”"),
        ("{{ “《” ~ 名 ~ ”》“ }}", "《甲》"),
        ("{{ ‘it’ ~ “ it's ” ~ “that's” }}", "it it's that's"),
        ('{{ "他说‘好’" }}{% if 名 == “甲" %}“是”{% endif %}', "他说‘好’“是”"),
    ],
)
def test_quotes_around_a_text_in_a_tag_may_be_typographic_and_those_within_it_are_printed(
    tmp_path: Path, written: str, printed: str
) -> None:
    filled = made(tmp_path, written).fill({"名": "甲"})
    assert [one.text for one in docx.Document(io.BytesIO(filled)).paragraphs] == [printed]


words = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters=f"\u2028\u2029\ufffe\uffff{FREE}"), max_size=30
)


@settings(max_examples=60)
@given(name=words, entries=st.lists(st.tuples(words, st.booleans()), max_size=5))
def test_random_values_come_out_whole(
    tmp_path_factory: pytest.TempPathFactory, name: str, entries: list[tuple[str, bool]]
) -> None:
    template = made(
        tmp_path_factory.getbasetemp(),
        "【{{ 名 }}】",
        "{%p for 项 in 表 %}",
        "<{% if 项.有 %}{{ 项.文 }}{% endif %}>",
        "{%p endfor %}",
    )
    filled = template.fill({"名": name, "表": [{"文": text, "有": there} for text, there in entries]})
    assert text(filled) == [f"【{name}】", *(f"<{text if there else ''}>" for text, there in entries)]


@pytest.mark.parametrize(
    ("expression", "value", "shown"),
    [
        ("日期", date(2009, 3, 6), "2009年3月6日"),
        ("日期", None, "　　　年　　月　　日"),
        ('日期("待定")', None, "待定"),
        ("年月", date(2009, 12, 1), "2009年12月"),
        ("数字日期", date(2009, 3, 6), "20090306"),
        ('数字日期("-")', date(2009, 3, 6), "2009-03-06"),
        ("大写日期", date(2009, 3, 16), "二〇〇九年三月十六日"),
        ("大写日期", date(2010, 10, 20), "二〇一〇年十月二十日"),
        *(
            ("中文数字", number, written)
            for number, written in (
                (0, "零"), (8, "八"), (10, "十"), (12, "十二"), (20, "二十"), (101, "一百零一"), (110, "一百一十"),
                (2009, "二千零九"), (10005, "一万零五"), (100000, "十万"), (1000500, "一百万零五百"), (20010000, "二千零一万"),
                (10**8 + 1, "一亿零一"),
            )
        ),
        ("大写数字", 1203, "壹仟贰佰零叁"),
        ("顿号", ["甲", "乙", "丙"], "甲、乙、丙"),
        ('顿号("和")', ["甲", "乙", "丙"], "甲、乙和丙"),
        ('各("姓名") | 顿号', [{"姓名": "甲"}, {"姓名": "乙"}], "甲、乙"),
        ("无", "", "无"),
        ('无("—")', None, "—"),
        ("无", "有", "有"),
        ("空白(3)", None, "　　　"),
        ("勾选", True, "☑"),
        ("勾选", None, "☐"),
        ('勾选("互勉")', "互勉", "☑"),
        ('勾选("互勉")', "携手", "☐"),
        ("遮盖", "13812345678", "138****5678"),
        ("遮盖(1, 0)", "王小明", "王**"),
        *(
            ("大写金额", amount, written)
            for amount, written in (
                ("1203.5", "壹仟贰佰零叁元伍角"), (100, "壹佰元整"), ("0.07", "柒分"), ("10.07", "壹拾元零柒分"), (0, "零元整"),
                ("12,000", "壹万贰仟元整"),
            )
        ),
        ("金额", 0.5, "0.50"),
        ("金额", "12,000", "12000.00"),
        ('段落 | join("/")', "一\n\n 二 ", "一/二"),
    ],
)  # fmt: skip
def test_filters_write_official_prose(tmp_path: Path, expression: str, value: Plain, shown: str) -> None:
    assert text(made(tmp_path, f"[{{{{ 值 | {expression} }}}}]").fill({"值": value})) == [f"[{shown}]"]


def test_formatted_text_is_a_run_of_its_own_with_its_value_as_it_is(tmp_path: Path) -> None:
    template = made(tmp_path, '前{{r 名 | 格式("加粗", "红色", "黑体") }}后')
    paragraph = docx.Document(io.BytesIO(template.fill({"名": HOSTILE}))).paragraphs[0]
    assert paragraph.text == f"前{HOSTILE}后"
    (bold,) = [run for run in paragraph.runs if run.bold]
    assert (bold.text, str(bold.font.color.rgb)) == (HOSTILE, "C00000")


@pytest.mark.parametrize(
    "tag",
    [
        "{{r 名 }}",
        "{{p 名 }}",
        "{{r 名 | 无 }}",
        '{{ 名 | 格式("加粗") }}',
        '{{r 名 | 格式("加粗") | 无 }}',
        '{{p 名 | 格式("加粗") }}',
        '{% set x = 名 | 格式("加粗") %}{{r x }}',
        '{{r 名 | 格式("闪烁") }}',
    ],
)
def test_a_tag_for_formatted_text_never_swallows_a_plain_value(tmp_path: Path, tag: str) -> None:
    with pytest.raises(TemplateError) as caught:
        made(tmp_path, f"前{tag}后").fill({"名": "值"})
    assert "正文" in str(caught.value)


@pytest.mark.parametrize("expression", ["日期", "中文数字", "顿号", '各("x")', "大写金额"])
def test_a_filter_given_the_wrong_kind_of_value_says_which(tmp_path: Path, expression: str) -> None:
    assert expression[:1] in refusal(made(tmp_path, f"{{{{ 值 | {expression} }}}}"), {"值": "三月"})


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ("0810130101", None),
        ("202403010612", 18),
        ("2025年10月13日", 14),
        ("王敏", None),
        ("", None),
    ],
)
def test_a_value_that_no_line_may_part_is_set_smaller_where_it_is_too_wide(
    tmp_path: Path, value: str, size: int | None
) -> None:
    template = made(tmp_path, "{{r 名 | 一行(6) }}")
    filled = docx.Document(io.BytesIO(template.fill({"名": value})))
    runs = [run for paragraph in filled.paragraphs for run in paragraph.runs if run.text]
    assert "".join(run.text for run in runs) == value
    assert [run.font.size and int(run.font.size.pt * 2) for run in runs] == ([size] if value else [])


def test_words_too_long_for_readable_type_break_and_a_number_does_not() -> None:
    assert "w:sz" not in str(FILTERS["一行"].call("阿卜杜热西提阿卜杜热合曼", 4))
    assert 'w:sz w:val="13"' in str(FILTERS["一行"].call("202403010612", 4.4))
    assert 'w:sz w:val="17"' in (named := str(FILTERS["一行"].call("阿依古丽·买买提", 4.1)))
    assert "阿依古丽·</w:t><w:br/>" in named, "a name is broken at its point, in readable type"


def test_a_list_is_packed_into_lines_that_part_no_word() -> None:
    packed = FILTERS["分行"].call(["欧阳明月", "王敏", "阿卜杜热西提", "李"], 8)
    assert packed == ["欧阳明月、王敏、", "阿卜杜热西提、", "李"]
    assert FILTERS["分行"].call(["王敏", "李堃", "周一"], 12) == ["王敏、李堃、周一"]
    assert FILTERS["分行"].call([], 12) == []


@pytest.mark.parametrize(
    ("value", "room", "lines"),
    [
        ("2025级健康管理1班", 6.2, ["2025级", "健康管理1班"]),
        ("2024级助产（母婴健康方向）1班", 6.0, ["2024级助产", "（母婴健康", "方向）1班"]),
        ("欧阳明月（尾号01）", 6.0, ["欧阳明月", "（尾号01）"]),
        ("2025年10月13日至2026年1月9日", 9.0, ["2025年10月13日", "至2026年1月9日"]),
        ("影艺共勉〔2009〕12号", 8.0, ["影艺共勉", "〔2009〕12号"]),
        ("智海装备创院共勉〔2026〕7号", 10.4, ["智海装备创院共勉", "〔2026〕7号"]),
        ("省级以上奖项、荣誉（项）", 8.5, ["省级以上奖项、", "荣誉（项）"]),
        ("测试90.4分，距一级乙等差1.6分", 9.5, ["测试90.4分，", "距一级乙等差1.6分"]),
        ("阿依古丽·买买提", 5.2, ["阿依古丽·", "买买提"]),
        ("Zoë Petrova-Müller", 7.2, ["Zoë Petrova-", "Müller"]),
        ("Zoë Petrova-Müller", 5.4, ["Zoë ", "Petrova-", "Müller"]),
        ("HSK-5级和CET-4级考试", 7.0, ["HSK-5级和", "CET-4级考试"]),
        ("阿卜杜热西提·艾山江", 4.1, ["阿卜杜热", "西提·", "艾山江"]),
        ("入党积极分子", 4.0, ["入党", "积极分子"]),
        ("字正腔圆台词互助小组", 6.0, ["字正腔圆台词", "互助小组"]),
    ],
)
def test_a_value_too_wide_for_a_line_is_broken_where_no_number_date_or_unit_is_parted(
    tmp_path: Path, value: str, room: float, lines: list[str]
) -> None:
    template = made(tmp_path, f"{{{{r 名 | 一行({room}) }}}}")
    (paragraph,) = docx.Document(io.BytesIO(template.fill({"名": value}))).paragraphs
    assert paragraph.text.split("\n") == lines
    assert all(run.font.size is None for run in paragraph.runs), "it is not set smaller, too"
