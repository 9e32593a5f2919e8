"""What a compiled template gives is what docxtpl gives, byte for byte in the body: every feature of docxtpl, any data."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import docx
import docxtpl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment
from lxml import etree

from docgen.documents import Plain
from docgen.template import load
from docgen.template.filters import FILTERS
from docgen.template.source import Need
from tests.template_data import FREE

NAMES = ("甲", "乙 & <丙>", "“丁” 'x'")
DATA: dict[str, Plain] = {
    "名": NAMES[1],
    "空": "",
    "真": True,
    "数": 3,
    "文": "上\n下\t右",
    "色": "FF0000",
    "宽": 2,
    "成员": [{"姓名": name, "分": [1, 2], "性别": "女"} for name in NAMES],
    "栏": ["一", "二", "三", "四"],
    "无人": [],
}


def parts(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {
            name: archive.read(name)
            for name in archive.namelist()
            if re.match(r"word/(document|header\d|footer\d|footnotes)\.xml", name)
        }


def by_docxtpl(path: Path, data: dict[str, Plain]) -> dict[str, bytes]:
    environment = Environment(autoescape=True)
    environment.filters.update({name: one.call for name, one in FILTERS.items()})
    template = docxtpl.DocxTemplate(path)
    template.render(data, environment)
    out = io.BytesIO()
    template.save(out)
    return parts(out.getvalue())


def equal(path: Path, data: dict[str, Plain]) -> None:
    """Hold the body byte for byte, headers and footers by canonical XML (docxtpl writes them otherwise declared)."""
    ours, theirs = parts(load(path).fill(data)), by_docxtpl(path, data)
    assert ours["word/document.xml"] == theirs["word/document.xml"]
    assert {name: canonical(part) for name, part in ours.items()} == {
        name: canonical(part) for name, part in theirs.items()
    }


def canonical(part: bytes) -> str:
    return etree.tostring(etree.fromstring(part), method="c14n").decode()


Made = Callable[[docx.document.Document], Any]


def lines(*words: str) -> Made:
    return lambda document: [document.add_paragraph(one) for one in words]


def rows(*cells: tuple[str, ...]) -> Made:
    def make(document: docx.document.Document) -> None:
        grid = document.add_table(len(cells), len(cells[0]))
        for row, texts in zip(grid.rows, cells, strict=True):
            for cell, words in zip(row.cells, texts, strict=True):
                cell.text = words

    return make


def nested(document: docx.document.Document) -> None:
    cell = document.add_table(1, 2).cell(0, 1)
    inner = cell.add_table(3, 1)
    for row, words in zip(inner.rows, ("{%tr for 人 in 成员 %}", "{{ 人.姓名 }}", "{%tr endfor %}"), strict=True):
        row.cells[0].text = words


def header_and_footer(document: docx.document.Document) -> None:
    document.add_paragraph("{{ 名 }}")
    document.sections[0].header.paragraphs[0].text = "页眉 {{ 名 }}"
    document.sections[0].footer.paragraphs[0].text = "{% if 真 %}页脚 {{ 数 }}{% endif %}"
    document.sections[0].different_first_page_header_footer = True
    document.sections[0].first_page_header.paragraphs[0].text = "首页 {{ 名 }}"


def split_runs(document: docx.document.Document) -> None:
    paragraph = document.add_paragraph()
    for piece in ("前{", "{ 名", " }", "} {%", " if 真 %", "}中{% endif", " %}"):
        paragraph.add_run(piece).italic = "名" in piece


def drawing(document: docx.document.Document) -> None:
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(picture, "PNG")
    document.add_paragraph("{%p for 人 in 成员 %}")
    document.add_picture(io.BytesIO(picture.getvalue()))
    document.add_paragraph("{%p endfor %}")
    document.add_picture(io.BytesIO(picture.getvalue()))


FAST, EMPTY, TREE = Need.NEVER, Need.EMPTY_TABLE, Need.ALWAYS
FEATURES: dict[str, tuple[Made, Need]] = {
    "a variable": (lines("前{{ 名 }}后{{ 空 }}", "{{ 空 }}"), FAST),
    "a filter and a calculation": (lines("{{ 数 * 2 + 1 }}{{ 名 | upper }}{{ 成员 | length }}"), FAST),
    "a condition within a paragraph": (lines("{% if 真 %}是{% else %}否{% endif %}"), FAST),
    "a loop within a paragraph": (lines("{% for 人 in 成员 %}{{ loop.index }}{{ 人.姓名 }}、{% endfor %}"), FAST),
    "whole paragraphs in a loop": (lines("{%p for 人 in 成员 %}", "{{ 人.姓名 }}", "{%p endfor %}"), FAST),
    "whole paragraphs on a condition": (
        lines("{%p if not 真 %}", "{{ 名 }}", "{%p else %}", "另", "{%p endif %}"),
        FAST,
    ),
    "table rows in a loop": (rows(("头",), ("{%tr for 人 in 成员 %}",), ("{{ 人.姓名 }}",), ("{%tr endfor %}",)), FAST),
    "a table of nothing but a loop": (
        rows(("{%tr for 人 in 成员 %}",), ("{{ 人.姓名 }}",), ("{%tr endfor %}",)),
        EMPTY,
    ),
    "a loop over nothing": (rows(("{%tr for 人 in 无人 %}",), ("{{ 人.姓名 }}",), ("{%tr endfor %}",)), EMPTY),
    "table columns in a loop": (
        rows(
            ("{%tc for 列 in 栏 %}", "{{ 列 }}", "{%tc endfor %}"),
            ("{%tc for 列 in 栏 %}", "{{ 列 }}{{ 名 }}", "{%tc endfor %}"),
        ),
        TREE,
    ),
    "fewer columns than the grid has": (rows(("甲", "{%tc if not 真 %}", "乙", "{%tc endif %}", "丙")), TREE),
    "merging across": (
        rows(
            ("{% colspan 宽 %}{{ 名 }}", "x"),
        ),
        TREE,
    ),
    "merging down": (
        rows(
            ("头", "姓名"),
            ("{%tr for 人 in 成员 %}", ""),
            ("{% vm %}{{ 名 }}", "{{ 人.姓名 }}"),
            ("{%tr endfor %}", ""),
        ),
        FAST,
    ),
    "merging across in a loop": (
        rows(
            ("{%tc for 列 in 栏 %}", "{% hm %}题", "{%tc endfor %}"),
            ("{%tc for 列 in 栏 %}", "{{ 列 }}", "{%tc endfor %}"),
        ),
        TREE,
    ),
    "a background colour": (
        rows(
            ("{% cellbg 色 %}{{ 名 }}", "x"),
        ),
        FAST,
    ),
    "a table in a cell": (nested, TREE),
    "header, footer, first page": (header_and_footer, FAST),
    "tags split over runs": (split_runs, FAST),
    "line breaks and tabs in values": (lines("{{ 文 }}", "前{{ 文 }}后"), FAST),
    "comments": (lines("前{# 说明 #}后", "{#p 整段 #}", "{{ 名 }}"), FAST),
    "joined paragraphs": (lines("前{%- if 真 -%}", "中", "{%- endif -%}", "后"), FAST),
    "formatted text": (lines('前{{r 名 | 格式("加粗", "楷体") }}后', '{{r 数 | 格式("下划线") }}'), FAST),
    "drawings numbered": (drawing, FAST),
    "typographic quotes in a tag": (lines("{{ 成员 | 各(“姓名”) | 顿号 }}"), FAST),
    "assignments": (lines("{% set 和 = 数 + 1 %}{{ 和 }}", "{% with 甲 = 名 %}{{ 甲 }}{% endwith %}"), FAST),
    "a run emptied by a condition": (lines("{%r if not 真 %}x{%r endif %}", "前{%r if 真 %}y{%r endif %}"), FAST),
}


def template(folder: Path, made: Made) -> Path:
    document = docx.Document()
    made(document)
    path = folder / "feature.docx"
    document.save(str(path))
    return path


@pytest.mark.slow
@pytest.mark.parametrize("feature", FEATURES)
def test_every_feature_of_docxtpl_comes_out_as_docxtpl_has_it_on_the_path_that_is_safe_for_it(
    tmp_path: Path, feature: str
) -> None:
    made, need = FEATURES[feature]
    path = template(tmp_path, made)
    body = next(part for part in load(path).compiled.parts if part.name == "word/document.xml")
    assert body.analysis.tables is need, "the path chosen"
    equal(path, DATA)
    equal(path, DATA | {"真": False, "空": "x", "名": "甲", "宽": 1, "成员": DATA["成员"][:1], "栏": ["一"]})  # type: ignore[index]


plain = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\ufffe\uffff\u200b{}%#" + FREE),
    max_size=12,
)
contexts = st.fixed_dictionaries(
    {
        "名": plain,
        "空": st.just(""),
        "真": st.booleans(),
        "数": st.integers(0, 99),
        "文": st.lists(plain, max_size=3).map("\n".join),
        "色": st.sampled_from(["FF0000", "00FF00"]),
        "宽": st.integers(1, 2),
        "成员": st.lists(st.fixed_dictionaries({"姓名": plain}), max_size=4),
        "栏": st.lists(plain, min_size=1, max_size=5),
        "日": st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2030, 1, 1))),
    }
)


def everything(document: docx.document.Document) -> None:
    """One template with features beside each other, some needing docxtpl's own steps."""
    for name in (
        "a variable",
        "a condition within a paragraph",
        "whole paragraphs in a loop",
        "table rows in a loop",
        "a table of nothing but a loop",
        "merging down",
        "line breaks and tabs in values",
        "formatted text",
        "header, footer, first page",
    ):
        FEATURES[name][0](document)


def with_columns(document: docx.document.Document) -> None:
    everything(document)
    FEATURES["table columns in a loop"][0](document)
    FEATURES["merging across"][0](document)


@pytest.mark.slow
@pytest.mark.parametrize("made", [everything, with_columns], ids=lambda made: made.__name__)
def test_whatever_the_data_both_give_the_same(tmp_path_factory: pytest.TempPathFactory, made: Made) -> None:
    path = template(tmp_path_factory.mktemp("random"), made)

    @settings(max_examples=60)
    @given(context=contexts)
    def hold(context: dict[str, Plain]) -> None:
        equal(path, {"空": "", **context})

    hold()
