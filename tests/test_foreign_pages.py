"""Forms of upper offices, as Word, WPS and LibreOffice leave them, through both engines: a character stands where it stands."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from docgen import convert, fonts, gate
from docgen.convert import WordFile
from tests.constructs.combined import entry, level, levels
from tests.constructs.paper import Construct, reference, running
from tests.papers import Mark, cell, field, marks, paragraph, row, run, table

NEAR = 2 / 25.4 * 72
"""Points: 2 mm."""
SHARE = 0.95
GRID = '<w:cols w:space="425"/><w:docGrid w:type="lines" w:linePitch="312"/>'
"""What Word in Chinese gives every page."""
_TEXT = "为进一步规范学生活动管理，落实立德树人根本任务，根据《普通高等学校学生管理规定》（教育部令第41号）制定本办法。"
_JUSTIFIED, _CENTRED, _RIGHT = (f'<w:jc w:val="{kind}"/>' for kind in ("both", "center", "right"))
_MIDDLE = '<w:vAlign w:val="center"/>'


def _spaced(line: int, rule: str = "auto", indent: int = 480) -> str:
    return f'<w:spacing w:line="{line}" w:lineRule="{rule}"/><w:ind w:firstLine="{indent}"/>{_JUSTIFIED}'


def _short(text: str, width: int, settings: str = "") -> str:
    return cell(paragraph(run(text, size=21), _CENTRED), width, settings + _MIDDLE)


def _label(text: str, width: int, merged: str = "") -> str:
    return _short(text, width, f'{merged}<w:textDirection w:val="tbRl"/>')


def _filing_form() -> Construct:
    grid, high = [700, 1500, 2300, 1500, 2300], '<w:trHeight w:val="567"/>'
    people = [
        row(
            _label("家庭成员" * first, 700, f"<w:vMerge{first * chr(32) + first * restart}/>"),
            *map(_short, ("称谓", "周文远", "单位", "绍兴三中"), grid[1:]),
            settings=high,
        )
        for first, restart in ((1, 'w:val="restart"'), (0, ""), (0, ""), (0, ""))
    ]
    opinions = [
        row(
            _label(label, 700),
            cell(
                paragraph(run(_TEXT, size=21), _spaced(360, indent=420))
                + paragraph(run("年　月　日", size=21), _RIGHT),
                7600,
                '<w:gridSpan w:val="4"/><w:vAlign w:val="bottom"/>',
            ),
            settings='<w:trHeight w:val="1900"/>',
        )
        for label in ("个人申请", "院系意见", "审批意见")
    ]
    title = paragraph(run("学生活动备案登记表", size=44), f'<w:spacing w:before="156" w:after="156"/>{_CENTRED}')
    return Construct(title + table(grid, *people, *opinions), ending=GRID)


def _report() -> Construct:
    heads = [(1, "一、基本情况"), (2, "（一）组织建设"), (2, "（二）思想教育"), (1, "二、主要做法")] * 2
    begin, part, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    code = r'<w:r><w:instrText xml:space="preserve"> TOC \o "1-3" \h \z \u </w:instrText></w:r>'
    tab = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9000"/></w:tabs>'
    numbers = '<w:pgNumType w:start="1"/>'
    page = Construct("").page
    listed = "".join(
        paragraph(
            (begin + code + part) * (not number) + run(text, size=24) + "<w:r><w:tab/></w:r>" + run("1", size=24)
            + end * (number == len(heads) - 1),
            f'<w:pStyle w:val="TOC{of}"/>{tab}',
        )
        for number, (of, text) in enumerate(heads)
    )  # fmt: skip
    body = "".join(
        paragraph(run(text, size=32), f'<w:pStyle w:val="Heading{of}"/>')
        + paragraph(run(_TEXT * 3, size=24), _spaced(400, "exact")) * 4
        for of, text in heads
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="TOC{of}"><w:name w:val="toc {of}"/><w:pPr><w:ind w:left="{420 * of - 420}"/>'
        "</w:pPr></w:style>"
        for of in (1, 2)
    )
    head = (
        '<w:keepNext/><w:spacing w:before="260" w:after="260" w:line="415" w:lineRule="auto"/><w:outlineLvl w:val="1"/>'
    )
    styles += (
        f'<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:pPr>{head}</w:pPr></w:style>'
    )
    first = paragraph(run("学生工作总结", size=72), f'<w:spacing w:before="3120"/>{_CENTRED}')
    return Construct(
        f"{first}<w:p><w:pPr><w:sectPr>{page}{GRID}</w:sectPr></w:pPr></w:p>{listed}"
        f"<w:p><w:pPr><w:sectPr>{page}{GRID}</w:sectPr></w:pPr></w:p>{body}",
        styles=styles,
        section=reference("footer"),
        parts=running("footer", paragraph(field("PAGE"), _CENTRED)),
        ending=numbers + GRID,
    )


def _contract() -> Construct:
    own = levels(level(0, "chineseCountingThousand", "第%1条"), level(1, "chineseCountingThousand", "（%2）"))
    terms = "".join(
        entry(text) + entry(_TEXT, 1) + paragraph(run(_TEXT * 2, size=24), _spaced(400, "atLeast"))
        for text in ("租赁物", "租期", "租金", "违约责任", "争议解决")
    )
    return Construct(terms, numbering=own, ending=GRID)


def _approval() -> Construct:
    inner = table([1500, 2000, 1500], *[row(*map(_short, ("场地", "租赁费", "860.50"), (1500, 2000, 1500)))] * 3)
    grid, wide = [1600, 6900], 6900
    rows = [
        row(_short(label, 1600), cell(inside, wide, _MIDDLE), settings='<w:trHeight w:val="900"/>')
        for label, inside in (
            ("事由", paragraph(run(_TEXT, size=24), _spaced(360))),
            ("意见", paragraph(run("（盖章）", size=24), _RIGHT) * 2),
        )
    ]
    nested = f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/></w:tcPr>{inner}{paragraph("")}</w:tc>'
    return Construct(table(grid, rows[0], row(_short("预算", 1600), nested), rows[1]), ending=GRID)


def _roster() -> Construct:
    widths = [900, 1900, 2600, 3200, 4400]
    head = row(*map(_short, ("序号", "姓名", "学号", "电话", "备注"), widths), settings="<w:tblHeader/>")
    people = [
        row(*map(_short, (str(number), "周砚秋", f"2006010{number:03}", "13800000000", _TEXT[:13]), widths))
        for number in range(1, 80)
    ]
    page = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1800" w:right="1440" w:bottom="1800" '
    page += 'w:left="1440" w:header="851" w:footer="992" w:gutter="0"/>'
    return Construct(table(widths, head, *people), page=page, ending=GRID)


def _list() -> Construct:
    style = '<w:style w:type="paragraph" w:styleId="ListBullet"><w:name w:val="List Bullet"/><w:basedOn w:val="Normal"/><w:pPr>'
    style += '<w:spacing w:before="200" w:after="200"/><w:contextualSpacing/></w:pPr></w:style>'
    points = paragraph(run("组织例会", size=24), '<w:pStyle w:val="ListBullet"/>') * 3
    return Construct((paragraph(run(_TEXT, size=24), '<w:spacing w:before="400"/>') + points) * 8, styles=style)


PAGES = {
    "a filing form with vertical cells": _filing_form(),
    "a report with a contents page": _report(),
    "a speech with wide lines": Construct(
        paragraph(run(_TEXT * 2, size=36), _spaced(360, indent=720)) * 9, ending=GRID
    ),
    "a notice with exact lines": Construct(
        paragraph(run(_TEXT * 2, size=32), _spaced(560, "exact", 640)) * 9, ending=GRID
    ),
    "a contract with numbered terms": _contract(),
    "an approval form with a table in a cell": _approval(),
    "a roster over several pages": _roster(),
    "a list without spaces": _list(),
}


def _share(ours: list[Mark], theirs: list[Mark]) -> float:
    """The share of characters of one engine that stand within 2 mm of the like of the other's; leaders do not count."""
    waiting: dict[tuple[int, str], list[Mark]] = defaultdict(list)
    for mark in theirs:
        waiting[mark.page, mark.text].append(mark)
    near, seen = 0, [mark for mark in ours if mark.text not in "._…·"]
    for mark in seen:
        for other in waiting[mark.page, mark.text]:
            if max(abs(mark.x - other.x), abs(mark.y - other.y)) <= NEAR:
                waiting[mark.page, mark.text].remove(other)
                near += 1
                break
    return near / max(len(seen), sum(mark.text not in "._…·" for mark in theirs))


@pytest.mark.slow
@pytest.mark.libreoffice
def test_a_foreign_form_looks_alike_whichever_engine_draws_it(tmp_path: Path) -> None:
    papers = [WordFile(name, page.docx()) for name, page in PAGES.items()]
    faces = fonts.prepare(frozenset().union(*(fonts.characters(paper.docx) for paper in papers)), tmp_path)
    drawn = [convert.choose(name, faces).convert(papers) for name in (convert.EMBEDDED, convert.LIBREOFFICE)]
    shares = {}
    for paper, ours, theirs in zip(papers, *drawn, strict=True):
        assert isinstance(ours, bytes) and isinstance(theirs, bytes), (paper.name, ours, theirs)
        shares[paper.name] = round(_share(marks(ours), marks(theirs)), 3)
        for pdf in (ours, theirs):
            # The entries of contents are brought up to date before a paper is drawn; here they are as their author left them.
            found = [one.message for one in gate.check(paper.docx, pdf) if one.kind != "contents"]
            assert found == [], paper.name
    assert {name: share for name, share in shares.items() if share < SHARE} == {}
