"""Tables, pages, sections, headers."""

from __future__ import annotations

from tests.constructs.paper import LONG, PAGE, add, reference, running
from tests.papers import cell, paragraph, row, run, table

# --- tables -------------------------------------------------------------------------------------------------------------

_GRID = [2000, 2000, 2000]
_THREE = [cell(name, 2000) for name in ("甲", "乙", "丙")]


def grid(*, settings: str = "", of_row: str = "", of_cell: str = "", words: str = "乙") -> str:
    """A table of two rows."""
    first = row(cell("甲", 2000), cell(words, 2000, of_cell), cell("丙", 2000), settings=of_row)
    return table(_GRID, first, row(*_THREE), settings=settings)


def sides(kind: str) -> str:
    """The borders of a cell."""
    return (
        "<w:tcBorders>"
        + "".join(
            f'<w:{side} w:val="{kind}" w:sz="12" w:space="0" w:color="auto"/>'
            for side in ("top", "left", "bottom", "right")
        )
        + "</w:tcBorders>"
    )


add("table", grid())
for _kind in (
    "double",
    "dashed",
    "dotted",
    "thick",
    "nil",
    "none",
    "wave",
    "triple",
    "dotDash",
    "inset",
    "thinThickSmallGap",
):
    add(f"table with a border {_kind}", grid(of_cell=sides(_kind)))
for _name, _settings in {
    "with a slash": '<w:tcBorders><w:tr2bl w:val="single" w:sz="4" w:space="0" w:color="auto"/></w:tcBorders>',
    "with a backslash": '<w:tcBorders><w:tl2br w:val="single" w:sz="4" w:space="0" w:color="auto"/></w:tcBorders>',
    "shaded": '<w:shd w:val="clear" w:color="auto" w:fill="D9D9D9"/>',
    "shaded with a pattern": '<w:shd w:val="pct25" w:color="auto" w:fill="auto"/>',
    "hatched": '<w:shd w:val="diagStripe" w:color="auto" w:fill="auto"/>',
    "with vertical text": '<w:textDirection w:val="tbRlV"/>',
    "with text turned right": '<w:textDirection w:val="tbRl"/>',
    "with text turned left": '<w:textDirection w:val="btLr"/>',
    "set to the bottom": '<w:vAlign w:val="bottom"/>',
    "set to the middle": '<w:vAlign w:val="center"/>',
    "that does not wrap": "<w:noWrap/>",
    "fitted to its cell": "<w:tcFitText/>",
    "with margins of its own": '<w:tcMar><w:left w:w="400" w:type="dxa"/></w:tcMar>',
}.items():
    add(f"cell {_name}", grid(of_cell=_settings, of_row='<w:trHeight w:val="900" w:hRule="atLeast"/>'))
add("cell over two columns", table(_GRID, row(cell("甲", 4000, '<w:gridSpan w:val="2"/>'), _THREE[2]), row(*_THREE)))
add(
    "cell over two rows",
    table(
        _GRID,
        row(cell("甲", 2000, '<w:vMerge w:val="restart"/>'), *_THREE[1:]),
        row(cell("", 2000, "<w:vMerge/>"), *_THREE[1:]),
    ),
)
add(
    "cell over two columns of old",
    table(
        _GRID,
        row(cell("甲", 2000, '<w:hMerge w:val="restart"/>'), cell("", 2000, "<w:hMerge/>"), _THREE[2]),
        row(*_THREE),
    ),
)
for _name, _settings in {
    "of fixed height": '<w:trHeight w:val="600" w:hRule="exact"/>',
    "of least height": '<w:trHeight w:val="900" w:hRule="atLeast"/>',
    "repeated": "<w:tblHeader/>",
    "kept whole": "<w:cantSplit/>",
    "that is hidden": "<w:hidden/>",
    "that begins a column later": '<w:gridBefore w:val="1"/><w:wBefore w:w="600" w:type="dxa"/>',
    "in the middle": '<w:jc w:val="center"/>',
    "with cells apart": '<w:tblCellSpacing w:w="60" w:type="dxa"/>',
    "that was deleted": '<w:del w:id="1" w:author="甲" w:date="2009-03-01T00:00:00Z"/>',
    "that was inserted": '<w:ins w:id="1" w:author="甲" w:date="2009-03-01T00:00:00Z"/>',
}.items():
    add(f"row {_name}", grid(of_row=_settings))
add("row too low for its text", grid(of_row='<w:trHeight w:val="400" w:hRule="exact"/>', words=LONG))
for _name, _settings in {
    "in the middle": '<w:jc w:val="center"/>',
    "to the right": '<w:jc w:val="right"/>',
    "indented": '<w:tblInd w:w="600" w:type="dxa"/>',
    "past the margin": '<w:tblInd w:w="-500" w:type="dxa"/>',
    "that floats": '<w:tblpPr w:leftFromText="180" w:rightFromText="180" w:vertAnchor="text" w:horzAnchor="page" w:tblpX="4000" w:tblpY="200"/>',
    "with cells apart": '<w:tblCellSpacing w:w="60" w:type="dxa"/>',
    "from right to left": "<w:bidiVisual/>",
    "with a caption": '<w:tblCaption w:val="表"/>',
}.items():
    add(f"table {_name}", grid(settings=_settings))
add("table as wide as its text", grid().replace('w:type="fixed"', 'w:type="autofit"'))
add("table of half the width", grid().replace('<w:tblW w:w="6000" w:type="dxa"/>', '<w:tblW w:w="2500" w:type="pct"/>'))
add(
    "table within a table",
    table([6000], row(cell(f"{paragraph('外')}", 6000).replace("</w:tc>", grid() + paragraph("内") + "</w:tc>"))),
)
add(
    "table with a style of its own",
    grid(settings='<w:tblStyle w:val="Own"/><w:tblLook w:val="0420" w:firstRow="1" w:noVBand="1" w:noHBand="0"/>'),
    styles='<w:style w:type="table" w:styleId="Own"><w:name w:val="Own"/><w:tblPr><w:tblStyleRowBandSize w:val="1"/></w:tblPr>'
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="BFBFBF"/></w:tcPr>'
    "</w:tblStylePr></w:style>",
)

# --- pages --------------------------------------------------------------------------------------------------------------

for _name, _ending in {
    "two columns": '<w:cols w:num="2" w:space="425"/>',
    "two columns with a line between": '<w:cols w:num="2" w:sep="1" w:space="425"/>',
    "numbered lines": '<w:lnNumType w:countBy="1"/>',
    "a border": "<w:pgBorders>"
    + "".join(
        f'<w:{side} w:val="single" w:sz="12" w:space="10" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right")
    )
    + "</w:pgBorders>",
    "text in the middle of its height": '<w:vAlign w:val="center"/>',
    "a grid of lines": '<w:docGrid w:type="lines" w:linePitch="579"/>',
    "a grid of characters": '<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-849"/>',
    "vertical text": '<w:textDirection w:val="tbRl"/>',
    "text from right to left": "<w:bidi/>",
    "no footnotes of its own": "<w:noEndnote/>",
    "protected forms": '<w:formProt w:val="0"/>',
}.items():
    add(f"page with {_name}", paragraph(LONG), ending=_ending)
add(
    "page on its side",
    paragraph(LONG),
    page='<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" '
    'w:left="1440" w:header="851" w:footer="992" w:gutter="0"/>',
)
for _kind in ("continuous", "nextPage", "oddPage", "evenPage", "nextColumn"):
    add(
        f"section {_kind}",
        f"<w:p><w:pPr><w:sectPr>{PAGE}</w:sectPr></w:pPr>{run('前节')}</w:p>",
        section=f'<w:type w:val="{_kind}"/>',
    )
add(
    "page of a colour",
    paragraph(LONG),
    before='<w:background w:color="FFF2CC"/>',
    settings="<w:displayBackgroundShape/>",
)


add("header", paragraph("正文"), parts=running("header", paragraph("页眉文字")), section=reference("header"))
add(
    "header of another name",
    paragraph("正文"),
    parts=running("header", paragraph("页眉文字"), "headerFirst"),
    section=reference("header", name="headerFirst"),
)
add(
    "header of the first page",
    paragraph("正文"),
    parts=running("header", paragraph("首页页眉")),
    section=reference("header", "first"),
    ending="<w:titlePg/>",
)
add(
    "header of even pages",
    paragraph("正文") + paragraph("次页", "<w:pageBreakBefore/>"),
    parts=running("header", paragraph("偶数页眉")),
    section=reference("header", "even"),
    settings="<w:evenAndOddHeaders/>",
)
