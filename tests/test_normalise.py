"""What the embedded engine draws once the normaliser has been at a document: positions on real pages."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from docgen import fonts
from docgen.convert import WordFile
from docgen.convert.embedded import Embedded
from docgen.embedded.normalise.numbering import chinese_number
from tests.papers import FIXED, LEFT, MARGINS, WIDTH, cell, docx, field, lines, marks, paragraph, row, run, table, texts

Draw = Callable[..., bytes]

RIGHT = LEFT + WIDTH


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def draw(cache: Path) -> Draw:
    def draw(body: str, **parts: Any) -> bytes:
        paper = docx(body, **parts)
        (result,) = Embedded(fonts.prepare(fonts.characters(paper), cache)).convert([WordFile("paper", paper)])
        assert isinstance(result, bytes), result
        return result

    return draw


BOTH = '<w:jc w:val="both"/>'


# -- lines ---------------------------------------------------------------------------------------------------------------


def test_a_narrow_gap_stands_between_chinese_and_latin(draw: Draw) -> None:
    found = marks(draw(paragraph("自2009年（A）")))
    gaps = {a.text + b.text: b.x - a.x for a, b in pairwise(found)}
    assert gaps["自2"] == pytest.approx(16 * 1.2, abs=0.1)
    assert gaps["9年"] - gaps["20"] == pytest.approx(16 * 0.2, abs=0.1)
    assert gaps["年（"] == pytest.approx(16, abs=0.1)


def test_there_is_no_gap_where_the_paragraph_wants_none(draw: Draw) -> None:
    found = marks(draw(paragraph("自2009年", '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>')))
    assert found[1].x - found[0].x == pytest.approx(16, abs=0.1)


@pytest.mark.parametrize(("grid", "characters"), [(-849, 28), (0, 27), (2048, 26)])
def test_a_grid_of_characters_sets_them_closer_or_apart(draw: Draw, grid: int, characters: int) -> None:
    ending = f'<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="{grid}"/>'
    _page, _y, first, last, text = lines(draw(paragraph("共勉" * 28), ending=ending))[0]
    assert len(text) == characters
    assert (last - first) / (characters - 1) == pytest.approx(16 + grid / 4096, abs=0.02)


@pytest.mark.parametrize("layout", ["paragraph", "run"])
def test_what_does_not_obey_the_grid_of_characters_is_as_wide_as_it_is(draw: Draw, layout: str) -> None:
    off = '<w:snapToGrid w:val="0"/>'
    body = paragraph("共勉" * 5, off) if layout == "paragraph" else paragraph(run("共勉" * 5, off))
    ending = '<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="2048"/>'
    ((_page, _y, first, last, _text),) = lines(draw(body, ending=ending))
    assert (last - first) / 9 == pytest.approx(16, abs=0.02)


def test_both_edges_of_a_chinese_paragraph_are_straight_but_for_its_last_line(draw: Draw) -> None:
    found = lines(draw(paragraph("共勉" * 50, BOTH)))
    assert [round(last - RIGHT + 16) for _page, _y, _x, last, _text in found[:-1]] == [0] * (len(found) - 1)
    assert found[-1][3] < RIGHT - 60


BROKEN = "<w:r><w:br/></w:r>"


def test_a_line_broken_by_hand_is_as_long_as_the_others_of_a_justified_paragraph(draw: Draw) -> None:
    body = paragraph(run("共勉携手") + BROKEN + run("末行"), BOTH)
    places = {mark.text: mark.x for mark in marks(draw(body))}
    assert places["手"] == pytest.approx(RIGHT - 16, abs=1)
    assert places["行"] < RIGHT - 60


def test_text_behind_a_tab_is_justified_up_to_the_margin(draw: Draw) -> None:
    stop = '<w:tabs><w:tab w:val="left" w:pos="1000"/></w:tabs><w:ind w:left="1000" w:hanging="1000"/>'
    found = lines(draw(paragraph(run("一、") + "<w:r><w:tab/></w:r>" + run("共勉" * 40), stop + BOTH)))
    assert [round(last - RIGHT + 16) for _page, _y, _x, last, _text in found[:-1]] == [0] * (len(found) - 1)
    assert found[1][2] == pytest.approx(LEFT + 50, abs=0.5)


def test_a_line_neither_begins_with_a_closing_nor_ends_with_an_opening_mark(draw: Draw) -> None:
    text = "共勉，（协议）“书”；"
    for line in texts(draw(paragraph(text * 30, BOTH))):
        assert line[0] not in "，）”；"
        assert line[-1] not in "（“"


def test_a_comma_stays_within_the_margin_whatever_a_paragraph_says(draw: Draw) -> None:
    text = "共" * 27 + "，" + "共" * 5
    for said in ("", "<w:overflowPunct/>", '<w:overflowPunct w:val="0"/>'):
        found = lines(draw(paragraph(text, said + BOTH)))
        assert found[0][-1] == "共" * 26
        assert found[1][-1].startswith("共，")


def test_quotation_marks_do_not_glue_a_line_together(draw: Draw) -> None:
    assert texts(draw(paragraph("共勉" * 13 + "，“末”。", BOTH)))[1].startswith("“末")


def test_28_characters_of_the_body_stand_in_a_line_when_set_a_little_closer(draw: Draw) -> None:
    close = run("共" * 28 + "勉", '<w:spacing w:val="-5"/>')
    assert [len(text) for text in texts(draw(paragraph(close, BOTH)))] == [28, 1]


def test_a_page_of_28_point_9_lines_holds_22(draw: Draw) -> None:
    found = lines(draw("".join(paragraph(f"第{n}行", FIXED) for n in range(23))))
    assert [line[0] for line in found].count(0) == 22
    assert found[1][1] - found[0][1] == pytest.approx(28.9, abs=0.05)


def test_text_stands_at_four_fifths_of_an_exact_line(draw: Draw) -> None:
    # As LibreOffice puts it; dxpdf alone would put it at the top.
    (_page, y, *_rest), *_others = lines(draw(paragraph("共勉", FIXED)))
    assert y == pytest.approx(2098 / 20 + 0.8 * 28.9, abs=0.3)


def test_text_of_another_size_keeps_the_same_baseline(draw: Draw) -> None:
    found = marks(draw(paragraph(run("大") + run("小", size=21), FIXED)))
    assert found[0].y == pytest.approx(found[1].y, abs=0.01)


def test_lines_closer_than_single_are_closer(draw: Draw) -> None:
    found = lines(draw(paragraph("共勉" * 30, '<w:spacing w:line="192" w:lineRule="auto"/>')))
    assert found[1][1] - found[0][1] == pytest.approx(16 * 1.3 * 0.8, abs=0.2)


GRID = '<w:docGrid w:type="lines" w:linePitch="312"/>'
"""What Word gives a Chinese page: lines of 15.6 points."""
GRID_TOP = 2098 / 20 + (16838 - 2098 - 1985) % 312 / 40
"""Points: where LibreOffice begins such a grid, with what is left of the page above and below alike."""


def _heights(pdf: bytes) -> list[float]:
    return [round(line[1] - GRID_TOP, 1) for line in lines(pdf)]


def _set(line: int, rule: str = "auto") -> str:
    return f'<w:spacing w:line="{line}" w:lineRule="{rule}"/>'


def test_text_stands_in_the_middle_of_the_lines_of_a_grid_that_it_takes(draw: Draw) -> None:
    small = _heights(draw(paragraph(run("共勉", size=21)) * 3, ending=GRID))
    assert small == pytest.approx([11.6, 27.2, 42.8], abs=0.2)
    large = _heights(draw(paragraph(run("共勉", size=32)) * 2, ending=GRID))
    assert large == pytest.approx([21.3, 52.5], abs=0.2)


def test_lines_on_a_grid_are_further_apart_by_what_a_paragraph_asks_and_its_first_stands_on_the_grid(
    draw: Draw,
) -> None:
    found = _heights(draw(paragraph(run("共勉" * 40, size=24), _set(360)), ending=GRID))
    assert found == pytest.approx([12.1, 35.5, 58.9], abs=0.2)


def test_exact_lines_and_wide_ones_at_least_are_not_on_the_grid(draw: Draw) -> None:
    for rule in ("exact", "atLeast"):
        found = _heights(draw(paragraph(run("共勉", size=24), _set(400, rule)) * 3, ending=GRID))
        assert found[2] - found[0] == pytest.approx(40, abs=0.1)
    narrow = _heights(draw(paragraph(run("共勉", size=24), _set(240, "atLeast")) * 3, ending=GRID))
    assert narrow[2] - narrow[0] == pytest.approx(31.2, abs=0.1)


def test_text_in_a_cell_stands_on_the_grid(draw: Draw) -> None:
    inside = paragraph(run("共勉", size=21)) * 3
    found = _heights(draw(table([4000], row(cell(inside, 4000))), ending=GRID))
    assert found[2] - found[0] == pytest.approx(31.2, abs=0.1)


def test_as_many_lines_as_the_grid_has_fill_a_page(draw: Draw) -> None:
    single = draw(paragraph(run("共勉", size=24)) * 100, ending=GRID)
    assert [line[0] for line in lines(single)].count(0) == 40
    wide = draw(paragraph(run("共勉" * 4000, size=24), _set(480)), ending=GRID)  # the last one needs no room below
    assert [line[0] for line in lines(wide)].count(0) == 20


def test_an_empty_paragraph_takes_one_line_of_the_grid_or_what_it_is_marked_as(draw: Draw) -> None:
    mark = '<w:rPr><w:sz w:val="44"/></w:rPr>'
    for layout, lines_of_grid in (("", 1), (BOTH, 2)):
        found = _heights(draw(paragraph("上") + paragraph("", layout + mark) + paragraph("下"), ending=GRID))
        assert found[1] - found[0] == pytest.approx(31.2 + 15.6 * lines_of_grid, abs=0.1)


# -- pages ---------------------------------------------------------------------------------------------------------------

SPACED = '<w:spacing w:before="400"/>'


def test_the_space_above_a_paragraph_stands_where_a_section_begins_and_not_where_a_page_ends_by_itself(
    draw: Draw,
) -> None:
    section = f"<w:p><w:pPr><w:sectPr>{MARGINS}</w:sectPr></w:pPr></w:p>"
    plain = lines(draw(paragraph("天")))[0][1]
    found = lines(draw(paragraph("天", SPACED) + section + paragraph("天", SPACED) * 20))
    first = [next(line[1] for line in found if line[0] == page) for page in (0, 1, 2)]
    assert first == pytest.approx([plain + 20, plain + 20, plain], abs=0.1)
    assert found[2][1] - found[1][1] == pytest.approx(40.8, abs=0.1)


def test_the_space_above_a_paragraph_stands_behind_a_break_of_its_author(draw: Draw) -> None:
    plain = lines(draw(paragraph("天")))[0][1]
    found = lines(draw(paragraph("天") + paragraph("地", "<w:pageBreakBefore/>" + SPACED)))
    assert found[1][1] == pytest.approx(plain + 20, abs=0.1)


def test_a_paragraph_leaves_out_its_own_spaces_towards_its_like_alone(draw: Draw) -> None:
    layout = '<w:pPr><w:spacing w:before="100" w:after="200"/><w:contextualSpacing/></w:pPr>'
    style = f'<w:style w:type="paragraph" w:styleId="L"><w:name w:val="L"/>{layout}</w:style>'
    looks = [
        ("", ""),
        *[('<w:pStyle w:val="L"/>', off) for off in ("", '<w:contextualSpacing w:val="0"/>', "", "")],
        ("", ""),
    ]
    found = lines(draw("".join(paragraph(run("共勉"), look + off) for look, off in looks), styles=style))
    gaps = [after[1] - before[1] - 20.8 for before, after in pairwise(found)]
    assert gaps == pytest.approx([5, 5, 10, 0, 10], abs=0.1)


# -- blanks --------------------------------------------------------------------------------------------------------------


def _inked(pdf: bytes, left: float, right: float, top: float, bottom: float) -> float:
    """Return the share of columns between two edges that have ink in them, in points from the upper left corner."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    bitmap = document[0].render(scale=2, grayscale=True)
    width = bitmap.stride
    rows = [bytes(bitmap.buffer)[y * width : (y + 1) * width] for y in range(int(2 * top), int(2 * bottom))]
    columns = range(int(2 * left), int(2 * right))
    document.close()
    return sum(any(row[x] < 220 for row in rows) for x in columns) / len(columns)


def test_underlined_spaces_are_a_ruled_blank(draw: Draw) -> None:
    pdf = draw(paragraph(run("甲方：") + run(" " * 20, '<w:u w:val="single"/>') + run("（签名）")))
    found = marks(pdf)
    blank = (found[2].x + 17, found[3].x - 1)
    assert blank[1] - blank[0] > 60
    assert _inked(pdf, *blank, found[0].y, found[0].y + 6) > 0.95


def test_an_underlined_tab_is_a_ruled_blank_up_to_its_stop(draw: Draw) -> None:
    tab = '<w:r><w:rPr><w:u w:val="single"/><w:sz w:val="32"/></w:rPr><w:tab/></w:r>'
    pdf = draw(paragraph(run("甲方：") + tab + run("末"), '<w:tabs><w:tab w:val="left" w:pos="6000"/></w:tabs>'))
    found = marks(pdf)
    assert found[-1].x == pytest.approx(LEFT + 300, abs=0.5)
    assert _inked(pdf, found[2].x + 17, found[3].x - 1, found[0].y, found[0].y + 6) > 0.95


@pytest.mark.parametrize(("kind", "edge"), [("left", 0.0), ("right", 16.0), ("center", 8.0)])
def test_a_leader_stands_on_the_text_s_own_line(draw: Draw, kind: str, edge: float) -> None:
    tabs = f'<w:tabs><w:tab w:val="{kind}" w:leader="underscore" w:pos="6000"/></w:tabs>'
    found = marks(draw(paragraph(run("甲") + "<w:r><w:tab/></w:r>" + run("末"), tabs + FIXED)))
    assert {round(mark.y, 1) for mark in found} == {round(found[0].y, 1)}
    assert found[-1].x == pytest.approx(LEFT + 300 - edge, abs=0.5)
    assert sum(mark.text == "_" for mark in found) > 20


@pytest.mark.parametrize("leader", ["", ' w:leader="dot"'])
def test_text_in_the_middle_stays_there_before_text_at_the_right(draw: Draw, leader: str) -> None:
    tabs = f'<w:tabs><w:tab w:val="center" w:pos="4000"/><w:tab w:val="right"{leader} w:pos="8000"/></w:tabs>'
    tab = "<w:r><w:tab/></w:r>"
    found = {mark.text: mark.x for mark in marks(draw(paragraph(run("左") + tab + run("中") + tab + run("右"), tabs)))}
    assert found["中"] == pytest.approx(LEFT + 200 - 8, abs=0.5)
    assert found["右"] == pytest.approx(LEFT + 400 - 16, abs=0.5)


# -- what stays together -------------------------------------------------------------------------------------------------

KEEP = "<w:keepNext/>"


def _pages(pdf: bytes) -> dict[str, int]:
    return {text: page for page, *_place, text in lines(pdf)}


def _filler(count: int) -> str:
    return "".join(paragraph(run("占位", size=32), FIXED) for _ in range(count))


def test_a_signature_block_stays_together(draw: Draw) -> None:
    block = "".join(paragraph(f"签名{n}", (KEEP if n < 3 else "") + FIXED) for n in range(4))
    pages = _pages(draw(_filler(20) + block))
    assert {pages[f"签名{n}"] for n in range(4)} == {1}


def test_a_heading_takes_the_first_lines_of_its_text_along_not_all_of_it(draw: Draw) -> None:
    long = paragraph(run("共勉" * 60), FIXED + BOTH)
    pdf = draw(_filler(18) + paragraph("标题", KEEP + FIXED) + long)
    found = lines(pdf)
    assert next(line for line in found if line[-1] == "标题")[0] == 0
    assert [line[0] for line in found[19:]] == [0, 0, 0, 1, 1]


def test_a_heading_never_stands_alone_at_the_foot_of_a_page(draw: Draw) -> None:
    long = paragraph(run("共勉" * 60), FIXED + BOTH)
    pdf = draw(_filler(21) + paragraph("标题", KEEP + FIXED) + long)
    assert _pages(pdf)["标题"] == 1


def _rows(count: int, keep: range = range(0), settings: str = "") -> list[str]:
    return [
        row(
            cell(paragraph(run(f"行{n}", size=24), KEEP * (n in keep) + '<w:spacing w:line="600" w:lineRule="exact"/>'), 4400),
            cell(f"值{n}", 4400),
            settings="<w:cantSplit/>" + (settings if n == 0 else ""),
        )
        for n in range(count)
    ]  # fmt: skip


def test_rows_that_are_kept_with_the_next_stay_on_one_page(draw: Draw) -> None:
    pages = _pages(draw(_filler(17) + table([4400, 4400], *_rows(8, range(2, 5)))))
    assert pages["行1"] == 0
    assert {pages[f"行{n}"] for n in range(2, 6)} == {1}


def test_a_header_row_is_not_left_alone_and_is_repeated(draw: Draw) -> None:
    pdf = draw(_filler(20) + table([4400, 4400], *_rows(40, settings="<w:tblHeader/>")))
    assert [line[0] for line in lines(pdf) if line[-1] == "行0"] == [1, 2, 3]
    assert _pages(pdf)["行1"] == 1


def test_the_joint_that_keeps_rows_is_not_seen(draw: Draw) -> None:
    plain = draw(table([4400, 4400], *_rows(4)))
    kept = draw(table([4400, 4400], *_rows(4, range(3))))
    for (_page, y, x, _last, text), (_, wanted_y, wanted_x, _, wanted) in zip(lines(kept), lines(plain), strict=True):
        assert text == wanted and (x, y) == pytest.approx((wanted_x, wanted_y), abs=0.3)
    assert _inked(kept, RIGHT - 5, RIGHT + 20, 110, 200) == pytest.approx(
        _inked(plain, RIGHT - 5, RIGHT + 20, 110, 200), abs=0.05
    )


# -- tables --------------------------------------------------------------------------------------------------------------


def test_cells_have_the_usual_margins_where_none_are_given(draw: Draw) -> None:
    found = marks(draw(table([4400, 4400], row(cell("左", 4400), cell("右", 4400)))))
    assert found[0].x == pytest.approx(LEFT + 5.4, abs=0.5)
    assert found[1].x == pytest.approx(LEFT + 220 + 5.4, abs=0.5)


def test_margins_of_nothing_are_nothing(draw: Draw) -> None:
    none = '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
    found = marks(draw(table([4400, 4400], row(cell("左", 4400), cell("右", 4400)), settings=none)))
    assert found[0].x == pytest.approx(LEFT, abs=0.5)


def test_tables_of_old_documents_stand_out_by_their_margin(draw: Draw) -> None:
    found = marks(draw(table([4400, 4400], row(cell("左", 4400), cell("右", 4400))), modern=False))
    assert found[0].x == pytest.approx(LEFT, abs=0.5)


@pytest.mark.parametrize("style", ["Unknown", "Mark"])
def test_a_style_that_is_none_of_paragraphs_is_overlooked(draw: Draw, style: str) -> None:
    styles = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="28"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="character" w:styleId="Mark"><w:name w:val="Mark"/><w:rPr><w:sz w:val="60"/></w:rPr></w:style>'
    )
    plain = f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>甲乙</w:t></w:r></w:p>'
    first, second = marks(draw(plain, styles=styles))
    assert second.x - first.x == pytest.approx(14, abs=0.1)


def test_a_style_makes_text_small_in_a_table_too(draw: Draw) -> None:
    styles = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="32"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Small"><w:name w:val="Small"/><w:basedOn w:val="Normal"/>'
        '<w:rPr><w:sz w:val="20"/></w:rPr></w:style>'
    )
    small = '<w:p><w:pPr><w:pStyle w:val="Small"/></w:pPr><w:r><w:t>共勉</w:t></w:r></w:p>'
    found = marks(draw(small + table([4400], row(cell(small, 4400))), styles=styles))
    assert [round(b.x - a.x) for a, b in (found[0:2], found[2:4])] == [10, 10]


def test_the_least_height_of_a_row_includes_its_line(draw: Draw) -> None:
    height = '<w:trHeight w:val="800" w:hRule="atLeast"/>'
    found = lines(draw(table([8800], *(row(cell(f"行{n}", 8800), settings=height) for n in range(6)))))
    assert found[5][1] - found[0][1] == pytest.approx(5 * 40, abs=0.3)


def test_vertical_text_is_stacked_in_the_middle_of_its_cell(draw: Draw) -> None:
    upright = '<w:textDirection w:val="tbRlV"/><w:vAlign w:val="center"/>'
    centred = paragraph(run("党总支意见", size=24), '<w:jc w:val="center"/>')
    height = '<w:trHeight w:val="3000" w:hRule="atLeast"/>'
    found = marks(draw(table([800, 8000], row(cell(centred, 800, upright), cell("同意", 8000), settings=height))))
    stack = [mark for mark in found if mark.text in "党总支意见"][:5]
    assert "".join(mark.text for mark in stack) == "党总支意见"
    assert len({round(mark.x, 1) for mark in stack}) == 1
    assert stack[0].x == pytest.approx(LEFT + 20 - 6, abs=0.6)
    middle = (stack[0].y + stack[-1].y) / 2 - 4
    assert middle == pytest.approx(2098 / 20 + 75, abs=4)


def _merged(count: int) -> str:
    first, other = (f'<w:vMerge w:val="{kind}"/><w:vAlign w:val="center"/>' for kind in ("restart", "continue"))
    label, blank = cell("组名", 2000, first), cell(paragraph(""), 2000, other)
    return table([2000, 6800], *(row(blank if n else label, cell(f"第{n}行", 6800)) for n in range(count)))


def test_no_row_of_a_merged_group_longer_than_a_page_is_lost(draw: Draw) -> None:
    found = lines(draw(_merged(60)))
    assert [text for *_place, text in found if text.startswith("第")] == [f"第{n}行" for n in range(60)]
    assert sum(text == "组名" for *_place, text in found) == 1


def test_a_long_merged_group_fills_the_page_it_begins_on(draw: Draw) -> None:
    pages = _pages(draw(_filler(10) + _merged(30)))
    assert pages["第0行"] == 0
    assert pages["第29行"] == 1


def test_a_long_merged_group_shows_no_lines_within(draw: Draw) -> None:
    pdf = draw(_merged(20))
    rows = [y for _page, y, _x, _last, text in lines(pdf) if text.startswith("第")]
    assert _inked(pdf, LEFT + 2, LEFT + 30, rows[2] + 2, rows[7] + 2) == 0
    assert _inked(pdf, LEFT + 150, LEFT + 180, rows[2] + 2, rows[3] + 2) == 1


def test_a_short_merged_group_is_centred_over_its_rows(draw: Draw) -> None:
    found = {text: y for _page, y, _x, _last, text in lines(draw(_merged(5)))}
    assert found["组名"] == pytest.approx(found["第2行"], abs=0.5)


# -- numbers, fields, symbols --------------------------------------------------------------------------------------------

_LEVEL = (
    '<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:suff w:val="nothing"/>'
    '<w:lvlText w:val="{text}"/><w:pPr><w:ind w:left="0" w:firstLine="640"/></w:pPr></w:lvl>'
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    + _LEVEL.format(level=0, format="chineseCountingThousand", text="%1、")
    + _LEVEL.format(level=1, format="chineseCountingThousand", text="（%2）")
    + _LEVEL.format(level=2, format="decimal", text="%3.")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
    "</w:lvlOverride></w:num>"
)


def _listed(text: str, level: int, list_id: int = 1) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def test_headings_are_numbered_in_chinese(draw: Draw) -> None:
    levels = [("目标", 0), ("学习", 1), ("排名", 2), ("证书", 2), ("守纪", 1), ("措施", 0), ("自律", 1)]
    found = texts(draw("".join(_listed(text, level) for text, level in levels), numbering=NUMBERING))
    assert found == ["一、目标", "（一）学习", "1.排名", "2.证书", "（二）守纪", "二、措施", "（一）自律"]


def test_a_list_told_to_start_anew_starts_anew(draw: Draw) -> None:
    body = _listed("甲", 0) + _listed("乙", 0) + _listed("丙", 0, 2) + _listed("丁", 0, 2)
    assert texts(draw(body, numbering=NUMBERING)) == ["一、甲", "二、乙", "一、丙", "二、丁"]


def test_a_numbered_paragraph_takes_the_indent_of_its_level(draw: Draw) -> None:
    assert marks(draw(_listed("目标", 0), numbering=NUMBERING))[0].x == pytest.approx(LEFT + 32, abs=0.5)


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (100, "一百"), (105, "一百零五"),
     (110, "一百一十"), (1001, "一千零一"), (1010, "一千零一十"), (2300, "二千三百"), (0, "零")],
)  # fmt: skip
def test_numbers_are_written_as_in_chinese(number: int, written: str) -> None:
    assert chinese_number(number) == written


def test_page_numbers_are_left_to_the_engine_odd_pages_right_even_pages_left(draw: Draw) -> None:
    footers = tuple(
        paragraph(run("— ", size=28) + field("PAGE") + run(" —", size=28), f'<w:jc w:val="{side}"/>')
        for side in ("right", "left")
    )
    found = {line[0]: line for line in lines(draw(_filler(50), footers=footers)) if "—" in line[-1]}
    assert [found[page][-1] for page in range(3)] == ["—1—", "—2—", "—3—"]
    assert found[0][3] > RIGHT - 30
    assert found[1][2] == pytest.approx(LEFT, abs=0.5)


def test_boxes_from_symbol_fonts_become_characters(draw: Draw) -> None:
    symbols = "".join(f'<w:r><w:sym w:font="Wingdings" w:char="{code}"/></w:r>' for code in ("F0A8", "F0FE", "F0FD"))
    assert texts(draw(paragraph(symbols + run("互助")))) == ["□☑☒互助"]


def test_a_run_of_mixed_families_is_drawn_with_both(draw: Draw) -> None:
    mixed = (
        '<w:r><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="仿宋"/><w:sz w:val="32"/></w:rPr>'
        "<w:t>共勉2009年</w:t></w:r>"
    )
    pdf = draw(paragraph(mixed))
    assert texts(pdf) == ["共勉2009年"]
    assert b"DocgenHei-Regular" in pdf
    assert b"DocgenSong-Regular" in pdf


def test_a_theme_says_which_family_is_meant(cache: Path) -> None:
    paper = docx('<w:p><w:r><w:rPr><w:rFonts w:asciiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia"/></w:rPr>'
                 "<w:t>共勉</w:t></w:r></w:p>")  # fmt: skip
    theme = (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements><a:fontScheme>'
        '<a:majorFont><a:latin typeface="Arial"/><a:ea typeface=""/></a:majorFont><a:minorFont>'
        '<a:latin typeface="Calibri"/><a:ea typeface=""/><a:font script="Hans" typeface="黑体"/></a:minorFont>'
        "</a:fontScheme></a:themeElements></a:theme>"
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(paper)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("word/theme/theme1.xml", theme)
    (pdf,) = Embedded(fonts.prepare("共勉", cache)).convert([WordFile("theme", packed.getvalue())])
    assert isinstance(pdf, bytes)
    assert b"DocgenHei-Regular" in pdf


def test_text_in_links_and_content_controls_is_drawn_in_its_place(draw: Draw) -> None:
    body = (
        f'<w:p><w:hyperlink w:anchor="x">{run("链接")}</w:hyperlink>{run("之后")}'
        f"<w:sdt><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt></w:p>"
    )
    assert texts(draw(body)) == ["链接之后控件"]
