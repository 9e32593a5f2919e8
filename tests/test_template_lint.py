"""Lint: whether a template fits its data is said before it is filled, at the right place."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import docx
import pytest
from pydantic import Field

from docgen import resources
from docgen.documents import KINDS
from docgen.documents.kind import Paper
from docgen.template.fields import placeholders
from docgen.template.lint import Finding, lint
from docgen.template.places import Cell
from tests.test_template import made, refusal


class Person(Paper):
    name: str = Field(alias="姓名")
    phone: str | None = Field(None, alias="电话")


class Form(Paper):
    """A small paper of every kind of value."""

    number: str = Field(alias="编号")
    people: tuple[Person, ...] = Field(alias="成员")
    teacher: Person | None = Field(None, alias="教师")
    done: bool = Field(False, alias="完成")


SCHEMA = Form.model_json_schema(by_alias=True)
WHOLE = "{{ 编号 }}{% for 人 in 成员 %}{{ 人.姓名 }}{% endfor %}"


def found(
    tmp_path: Path, *paragraphs: str, header: str = "", footnote: str = "", table: tuple[str, ...] = ()
) -> tuple[Finding, ...]:
    document = docx.Document()
    for paragraph in (WHOLE, *paragraphs):
        document.add_paragraph(paragraph)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    if table:
        grid = document.add_table(len(table), 1)
        for index, text in enumerate(table):
            grid.cell(index, 0).text = text
    path = tmp_path / "form.docx"
    document.save(str(path))
    if footnote:
        word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr(
                "word/footnotes.xml",
                f'<w:footnotes xmlns:w="{word}"><w:footnote><w:p><w:r><w:t>{footnote}</w:t></w:r></w:p></w:footnote>'
                "</w:footnotes>",
            )
    return lint(path, SCHEMA)


@pytest.mark.slow
@pytest.mark.parametrize("stem", sorted(KINDS))
def test_nothing_is_said_about_an_official_template(stem: str) -> None:
    schema = json.loads((resources.schemas() / f"{stem}.schema.json").read_text(encoding="utf-8"))
    assert lint(resources.templates() / f"{stem}.docx", schema) == ()


@pytest.mark.parametrize(
    "tag",
    ['{{ "”活动" ~ 编号 }}', '{{ "在“" ~ 编号 ~ "”中" }}', "{{ “《” ~ 编号 ~ ”》“ }}", '{{ 编号 ~ "“" }}{{ 编号 }}'],
)
def test_nothing_is_said_about_quotes_of_print_that_are_printed(tmp_path: Path, tag: str) -> None:
    assert found(tmp_path, tag) == ()


def test_a_sound_template_gives_no_finding(tmp_path: Path) -> None:
    assert (
        found(
            tmp_path,
            "{% if 教师 %}{{ 教师.姓名 }}{% endif %}{{ 完成 | 勾选 }}",
            '{{ 成员 | 各("姓名") | 顿号 }}{{ 成员 | length }}',
            "{% for 人 in 成员 if 人.电话 %}{{ 人.电话 }}{{ loop.index }}{% endfor %}",
            '{{ 教师.姓名 if 教师 else "无" }}',
            "{% if not 教师 %}无{% else %}{{ 教师.姓名 }}{% endif %}",
        )
        == ()
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("wrong", "slug", "part"),
    [
        ({"paragraphs": ("先生{{ 编好 }}",)}, "unknown", "正文"),
        ({"paragraphs": ("{% if 教师 %}{{ 教师.姓明 }}{% endif %}",)}, "unknown", "正文"),
        ({"paragraphs": ("{% for 人 in 成员 %}{{ 人.名字 }}{% endfor %}",)}, "unknown", "正文"),
        ({"paragraphs": ("{% for 人 in 成圆 %}{% endfor %}",)}, "unknown", "正文"),
        ({"paragraphs": ("{% if 完工 %}x{% endif %}",)}, "unknown", "正文"),
        ({"paragraphs": ('{{ 成员 | 各("名字") | 顿号 }}',)}, "unknown", "正文"),
        ({"paragraphs": ('{{ 成员 | selectattr("名字") | list | length }}',)}, "unknown", "正文"),
        ({"paragraphs": ("{{ 完成 | 勾选(编好) }}",)}, "unknown", "正文"),
        ({"table": ("{%tr for 人 in 成员 %}", "{{ 人.名字 }}", "{%tr endfor %}")}, "unknown", "正文"),
        ({"header": "{{ 编好 }}"}, "unknown", "页眉"),
        ({"footnote": "{{ 编好 }}"}, "unknown", "脚注"),
        ({"paragraphs": ("{{ 成员 }}",)}, "wrong-kind", "正文"),
        ({"paragraphs": ("{{ 成员[0] }}",)}, "wrong-kind", "正文"),
        ({"paragraphs": ("{{ 完成 }}",)}, "wrong-kind", "正文"),
        ({"paragraphs": ("{{ 编号 | 日期 }}",)}, "wrong-kind", "正文"),
        ({"paragraphs": ("{% for x in 编号 %}{% endfor %}",)}, "not-a-list", "正文"),
        ({"paragraphs": ("{{ 教师.姓名 }}",)}, "may-be-empty", "正文"),
        ({"paragraphs": ("{% for 人 in 成员 %}{{ 人.电话 }}{% endfor %}",)}, "may-be-empty", "正文"),
        ({"paragraphs": ("{% if not 教师 %}{{ 教师.姓名 }}{% endif %}",)}, "may-be-empty", "正文"),
        ({"paragraphs": ("｛｛编号｝｝",)}, "look-alike", "正文"),
        ({"paragraphs": ("{ { 编号 } }",)}, "look-alike", "正文"),
        ({"paragraphs": ("«编号»",)}, "look-alike", "正文"),
        ({"header": "{% if 编号 %}｛｛编号｝｝{% endif %}"}, "look-alike", "页眉"),
        ({"paragraphs": ("{{ 编号 | 没有 }}",)}, "unknown-filter", "正文"),
        ({"paragraphs": ("{{ 编号",)}, "unclosed-tag", "正文"),
        ({"header": "{{ 编号"}, "unclosed-tag", "页眉"),
        ({"paragraphs": ("{% if 编号 %}",)}, "unclosed-block", "正文"),
        ({"paragraphs": ("{% for 人 in 成员 %}",)}, "unclosed-block", "正文"),
        ({"paragraphs": ("{% endfor %}",)}, "stray-end", "正文"),
        ({"paragraphs": ("{{ 编", "号 }}")}, "tag-over-paragraphs", "正文"),
        ({"paragraphs": ("{{ 编号( }}",)}, "syntax", "正文"),
        ({"paragraphs": ("前{%p if 编号 %}", "{%p endif %}")}, "dropped-text", "正文"),
        ({"paragraphs": ("{{r 编号 }}",)}, "unreadable", "正文"),
        ({"paragraphs": ('{{ 编号 | 格式("加粗") }}',)}, "unreadable", "正文"),
        ({"paragraphs": ("{% include 'x' %}",)}, "unreadable", "正文"),
    ],
    ids=str,
)
def test_each_fault_is_found_once_in_its_part(tmp_path: Path, wrong: dict[str, object], slug: str, part: str) -> None:
    paragraphs = wrong.pop("paragraphs", ())
    findings = found(tmp_path, *paragraphs, **wrong)  # type: ignore[misc,arg-type]
    assert [(one.slug, one.part) for one in findings] == [(slug, part)]
    assert findings[0].is_error


@pytest.mark.parametrize(
    ("template", "tags"),
    [
        ("{% for 人 in 成员 %}{{ 人.电话 }}{% endfor %}", ["{% if 人.电话 %}"]),
        ("{{ 成员[0].电话 }}", []),
        ("{{ 教师.姓名 }}", ["{% if 教师 %}"]),
        ("{{ (成员 | first).电话 }}", []),
        ("{{ 编号.姓名 }}", []),
    ],
)
def test_what_a_finding_advises_can_be_typed_where_it_stands(tmp_path: Path, template: str, tags: list[str]) -> None:
    (finding,) = found(tmp_path, template)
    assert re.findall("{%.*?%}", finding.message) == tags
    assert not finding.message.strip().endswith((":", "："))


@pytest.mark.parametrize(
    ("rows", "slug", "place"),
    [
        (("编号", "{{ 编好 }}"), "unknown", (1, 2, 1)),
        (("{%tr for 人 in 成员 %}", "{{ 人.姓名 }}", "{{ 人.名字 }}", "{%tr endfor %}"), "unknown", (1, 3, 1)),
        (("编号", "{%tr for 人 in 成圆 %}", "{{ 人.姓名 }}", "{%tr endfor %}"), "unknown", (1, 2, 1)),
        (("编号", "{%tr if 教师 %}", "x", "{%tr endif %}", "{{ 教师.姓名 }}"), "may-be-empty", (1, 5, 1)),
        (("编号", "｛｛编号｝｝"), "look-alike", (1, 2, 1)),
        (("编号", "{%tr for 人 in 成员 %}", "{{ 人.姓名 }}"), "unclosed-block", (1, 2, 1)),
        (("编号", "编号", "{{ 编号"), "unclosed-tag", (1, 3, 1)),
        (("编号", "{% if 教师 %}", "{%tr endif %}"), "dtl204", (1, 3, 1)),
    ],
    ids=str,
)
def test_a_fault_in_a_table_is_placed_by_row_and_cell(
    tmp_path: Path, rows: tuple[str, ...], slug: str, place: tuple[int, int, int]
) -> None:
    finding = found(tmp_path, table=rows)[0]
    assert (finding.slug, finding.cell.table, finding.cell.row, finding.cell.cell) == (slug, *place)
    assert finding.words == rows[place[1] - 1].replace("{%tr for", "{% for") or finding.words == rows[place[1] - 1]
    assert finding.as_json()["row"] == place[1]


def test_several_broken_tags_are_all_named_at_once(tmp_path: Path) -> None:
    findings = found(tmp_path, "{% if 编号 %}", "{% endfor %}", header="{{ 编号")
    assert {(one.slug, one.part) for one in findings} == {
        ("unclosed-block", "正文"),
        ("stray-end", "正文"),
        ("unclosed-tag", "页眉"),
    }


def test_every_tag_that_cannot_be_read_is_named_in_one_run_each_once(tmp_path: Path) -> None:
    wrong = ("{{ 编号 教师 }}", "{{ 教师 | }}", "{% if 编号 == %}", "{{ 编号( }}", "{%p for 人 成员 %}")
    findings = found(
        tmp_path, wrong[0], wrong[1], wrong[2], "x", "{% endif %}", "{{ 编号 }}", header=wrong[3], table=(wrong[4],)
    )
    errors = [(one.part, one.words) for one in findings if one.is_error]
    assert sorted(errors) == sorted([*(("正文", one) for one in (*wrong[:3], wrong[4])), ("页眉", wrong[3])])


def test_a_fault_while_filling_is_placed_in_its_table_too(tmp_path: Path) -> None:
    template = made(tmp_path, table=("{%tr for 人 in 成员 %}", "{{ 人.电话 }}", "{%tr endfor %}"))
    said = refusal(template, {"成员": [{"电话": None}]})
    assert "成员[1].电话" in said
    assert str(Cell(1, 2, 1)) in said


def test_a_finding_has_the_words_around_it_and_the_names_that_may_be_meant(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, "报告编号：{{ 编好 }}，特此说明")
    assert finding.words == "报告编号：{{ 编好 }}，特此说明"
    assert "编号" in finding.message
    assert finding.as_json()["severity"] == "E"


def test_a_filter_that_only_the_last_number_of_a_calculation_goes_through_is_worth_a_look(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, "{{ 10 / 3 | round(1) }}")
    assert (finding.slug, finding.is_error) == ("last-alone", False)
    assert found(tmp_path, "{{ (10 / 3) | round(1) }}") == ()


def test_what_the_data_always_has_and_no_tag_names_is_listed(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("{% for 人 in 成员 %}{{ 人.姓名 }}{% endfor %}")
    document.save(str(tmp_path / "form.docx"))
    (finding,) = lint(tmp_path / "form.docx", SCHEMA)
    assert (finding.slug, finding.is_error) == ("unused", False)
    assert "编号" in finding.message


def test_every_placeholder_of_a_schema_can_be_pasted_and_is_sound(tmp_path: Path) -> None:
    tags = {one.path: one.tag for one in placeholders(SCHEMA)}
    assert list(tags) == ["编号", "成员", "成员[].姓名", "成员[].电话", "教师", "教师.姓名", "教师.电话", "完成"]
    people = tags["成员"].replace("%tr", "%").replace("…", tags["成员[].姓名"] + tags["成员[].电话"])
    teacher = tags["教师"].replace("…", tags["教师.姓名"] + tags["教师.电话"])
    assert found(tmp_path, tags["编号"], people, teacher, tags["完成"]) == ()
