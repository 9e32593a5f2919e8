"""WordprocessingML in pieces: paragraphs, tables and sections as strings, elements in the order the schema asks for.

Measures are twips (1/20 pt) unless a name says otherwise. In every text, a placeholder becomes a run of its own, so that
a clerk can click it in Word or WPS and change it whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise

TWIPS_PER_MM = 1440 / 25.4

PAGE = (11906, 16838)
"""A4."""
MARGINS = (2098, 1471, 1984, 1587)
"""Top 37, right 26, bottom 35, left 28 mm (GB/T 9704-2012 5.1); the right one gives 28 characters of 15.8 pt a line."""
WIDTH = PAGE[0] - MARGINS[1] - MARGINS[3]
"""Width of the type area: 8848 twips."""
LANDSCAPE = (1587, 1134, 1134, 1134)
"""Margins of tables laid across: the binding edge above, room for the 归档章 in it."""
LANDSCAPE_WIDTH = PAGE[1] - LANDSCAPE[1] - LANDSCAPE[3]
FOOTER = 1240
"""Page number 7 mm below the type area (7.5): distance of the footer from the page's lower edge."""

_FOOTER_LINE = 400
"""The page number's own line: it stays below the text where the margin is narrow."""

_TAG = re.compile(r"({{.*?}}|{%.*?%})")


@dataclass(frozen=True, slots=True)
class Run:
    """Text with a look of its own; ``style`` is a character style."""

    text: str
    style: str = ""
    tab: bool = False


Text = str | Sequence["str | Run"]
TAB = Run("", tab=True)


def runs(text: Text) -> str:
    """Return runs; every placeholder in one of its own."""
    pieces = [text] if isinstance(text, str) else text
    out = []
    for piece in pieces:
        run = Run(piece) if isinstance(piece, str) else piece
        properties = f'<w:rPr><w:rStyle w:val="{run.style}"/></w:rPr>' if run.style else ""
        if run.tab:
            out.append(f"<w:r>{properties}<w:tab/></w:r>")
        out += [
            f'<w:r>{properties}<w:t xml:space="preserve">{escape(part, quote=False)}</w:t></w:r>'
            for part in _TAG.split(run.text)
            if part
        ]
    return "".join(out)


def field(instruction: str, shown: str = "1") -> str:
    """Return a field that Word computes, such as ``PAGE``."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r><w:t>{shown}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def paragraph(text: Text = "", style: str = "", *, tabs: Sequence[tuple[int, str]] = (), raw: str = "") -> str:
    """Return a paragraph. ``tabs`` are (position, leader); ``raw`` replaces the text by ready runs."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if tabs:
        stops = "".join(
            f'<w:tab w:val="left"{f" w:leader={chr(34)}{leader}{chr(34)}" if leader else ""} w:pos="{position}"/>'
            for position, leader in tabs
        )
        properties += f"<w:tabs>{stops}</w:tabs>"
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{raw or runs(text)}</w:p>"


def control(tag: str) -> str:
    """Return a paragraph that only steers filling: ``{%p … %}``; it is gone from the paper."""
    return paragraph(tag, "Control")


def when(condition: str, *content: str) -> str:
    """Return content that a paper has only when the condition holds."""
    return control(f"{{%p if {condition} %}}") + "".join(content) + control("{%p endif %}")


def each(loop: str, *content: str) -> str:
    """Return content repeated: ``loop`` is such as ``段 in 基本情况``."""
    return control(f"{{%p for {loop} %}}") + "".join(content) + control("{%p endfor %}")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: paragraphs ready made, or a text in a style. ``span`` counts grid columns."""

    text: Text = ""
    style: str = "TableText"
    span: int = 1
    content: str = ""
    shaded: bool = False
    bare: bool = False
    """without a rule at the sides and below: what closes a table"""
    align: str = "center"


_SIZES = {"SmallCentre": 10.5, "SmallText": 10.5, "TableCentre": 12, "TableText": 12}
"""Points of the styles in which a value may stand that no line may part."""
_VALUE = re.compile(r"{{ ((?:(?!}}).)*) }}")
_LIST = re.compile(r"{{ ((?:(?!}}|\|).)*) \| 顿号(?: or \"(.*?)\"| \| 无\(\"(.*?)\"\))? }}")
_INSIDE = 200
"""Twips of a cell's width that are not for text: its margins and its rules."""


def one_line(expression: str, width: int, points: float = 10.5) -> str:
    """Return a placeholder whose value no line parts, in a cell so wide; ``expression`` as in ``{{ … }}``."""
    value = f"({expression})" if re.search(r" (?:if|or|~) ", expression) else expression
    size = "" if points == 10.5 else f", {points:g}"
    return f"{{{{r {value} | 一行({(width - _INSIDE) / 20 / points:.1f}{size}) }}}}"


def _kept_whole(cell: Cell, width: int) -> Cell:
    """Keep whole what a line may not part: one value in a centred cell, and each entry of a list."""
    listed = _LIST.fullmatch(cell.text) if isinstance(cell.text, str) and cell.style in _SIZES else None
    if listed:
        room = (width - _INSIDE) / 20 / _SIZES[cell.style]
        lines = each(f"词 in {listed[1]} | 分行({room:.1f})", paragraph("{{ 词 }}", cell.style))
        nothing = listed[2] or listed[3] or ""
        return replace(cell, content=lines + when(f"not {listed[1]}", paragraph(nothing, cell.style)))
    found = _VALUE.fullmatch(cell.text) if isinstance(cell.text, str) and cell.style in _CENTRED else None
    if found and found[1].startswith("loop."):
        return cell
    return replace(cell, text=one_line(found[1], width, _SIZES[cell.style])) if found else cell


_CENTRED = ("SmallCentre", "TableCentre")


def row(
    cells: Sequence[Cell | str],
    grid: Sequence[int],
    *,
    header: bool = False,
    height: int = 0,
    exact: bool = False,
    breaks: bool = False,
    kept: bool = False,
) -> str:
    """Return a row, never broken across pages unless it ``breaks``; ``header`` rows are repeated on every page.

    A row that is ``kept`` stands on one page with the next.
    """
    properties = "" if breaks else "<w:cantSplit/>"
    if height:
        properties += f'<w:trHeight w:val="{height}" w:hRule="{"exact" if exact else "atLeast"}"/>'
    if header:
        properties += "<w:tblHeader/>"
    out = []
    column = 0
    for item in cells:
        cell = Cell(item) if isinstance(item, str) else item
        width = sum(grid[column : column + cell.span])
        cell = _kept_whole(cell, width)
        column += cell.span
        inside = f'<w:tcW w:w="{width}" w:type="dxa"/>'
        if cell.span > 1:
            inside += f'<w:gridSpan w:val="{cell.span}"/>'
        if cell.bare:
            sides = "".join(f'<w:{side} w:val="nil"/>' for side in ("left", "bottom", "right"))
            inside += f"<w:tcBorders>{sides}</w:tcBorders>"
        if cell.shaded:
            inside += '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>'
        inside += f'<w:vAlign w:val="{cell.align}"/>'
        content = cell.content or paragraph(cell.text, cell.style)
        if kept:
            content = re.sub(r"(<w:pStyle [^>]*/>)", r"\1<w:keepNext/>", content)
        out.append(f"<w:tc><w:tcPr>{inside}</w:tcPr>{content}</w:tc>")
    assert column == len(grid), (column, len(grid), cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(out)}</w:tr>"


def rows_each(loop: str, grid: Sequence[int], *content: str) -> str:
    """Return rows repeated; the ``{%tr … %}`` stand in rows of their own."""
    return _steering(f"{{%tr for {loop} %}}", grid) + "".join(content) + _steering("{%tr endfor %}", grid)


def listed(loop: str, grid: Sequence[int], content: str, *, closing: str = "") -> str:
    """Return the rows of a list; no page has the last alone, nor what is ``closing`` without the last two."""
    held = re.sub(r"(<w:pStyle [^>]*/>)", r"\1<w:keepNext/>", content)
    which = "loop.revindex <= 2" if closing else "loop.revindex == 2"
    rows = rows_each(loop, grid, rows_when(which, grid, held), rows_when(f"not {which}", grid, content))
    end = row([Cell(content=closing, span=len(grid), bare=True, align="top")], grid, kept=True) if closing else ""
    return rows + end


def rows_when(condition: str, grid: Sequence[int], *content: str) -> str:
    """Return rows that a paper has only when the condition holds."""
    return _steering(f"{{%tr if {condition} %}}", grid) + "".join(content) + _steering("{%tr endif %}", grid)


def _steering(tag: str, grid: Sequence[int]) -> str:
    return row([Cell(tag, "Control", span=len(grid))], grid)


def table(
    grid: Sequence[int],
    *content: str,
    ruled: bool = True,
    margin: int = 85,
    padding: int = 0,
    alternative: str = "",
) -> str:
    """Return a table as wide as its grid, centred in the type area.

    ``margin`` is left and right of a cell's text, ``padding`` above and below. Rows that have their height from padding rather
    than from a least height keep LibreOffice 7.4 from leaving a page half empty where a table with header rows goes on.
    ``alternative`` says in words what a table that is a drawing shows: read out by those programs that read pages aloud.
    """
    borders = ""
    if ruled:
        sides = "".join(f'<w:{side} w:val="single" w:sz="8" w:space="0" w:color="auto"/>' for side in _OUTER)
        sides += "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in _INNER)
        borders = f"<w:tblBorders>{sides}</w:tblBorders>"
    rooms = {"top": padding, "left": margin, "bottom": padding, "right": margin}
    around = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in rooms.items() if width or side in _LEVEL
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    described = f'<w:tblDescription w:val="{escape(alternative)}"/>' if alternative else ""
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(grid)}" w:type="dxa"/><w:jc w:val="center"/>{borders}'
        '<w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{around}</w:tblCellMar>"
        f"{described}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(content)}</w:tbl>"
    )


_OUTER = ("top", "left", "bottom", "right")
_INNER = ("insideH", "insideV")
_LEVEL = ("left", "right")


def together(*content: str, width: int = WIDTH, indent: int = 0) -> str:
    """Return paragraphs that no page break may part, whatever the engine makes of keep-with-next: one unruled row."""
    grid = [indent, width] if indent else [width]
    cells = [Cell()] * bool(indent) + [Cell(content="".join(content), align="top")]
    return table(grid, row(cells, grid), ruled=False, margin=0)


def shares(*parts: float, width: int = WIDTH) -> list[int]:
    """Return whole column widths in these proportions that sum to ``width``."""
    edges = [round(width * sum(parts[:index]) / sum(parts)) for index in range(len(parts) + 1)]
    return [right - left for left, right in pairwise(edges)]


def section(*, landscape: bool = False, numbered: bool = True, margins: Sequence[int] = MARGINS) -> str:
    """Return the section's properties: paper, margins, page numbers at the outer side."""
    top, right, bottom, left = margins
    width, height = PAGE[::-1] if landscape else PAGE
    footers, foot = "", FOOTER
    if numbered:
        foot = min(FOOTER, bottom - _FOOTER_LINE)
        footers = '<w:footerReference w:type="even" r:id="rId11"/><w:footerReference w:type="default" r:id="rId10"/>'
    return (
        f"<w:sectPr>{footers}"
        f'<w:pgSz w:w="{width}" w:h="{height}"{" w:orient=" + chr(34) + "landscape" + chr(34) if landscape else ""}/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
        f'w:header="851" w:footer="{foot}" w:gutter="0"/></w:sectPr>'
    )
