"""Constructs that came out wrong though each part of them is drawn rightly elsewhere: what is not seen in the text alone."""

from __future__ import annotations

import io

from PIL import Image

from tests.constructs.combined import entry, level, levels, note, notes
from tests.constructs.drawings import anchored, inline, media, picture, shape
from tests.constructs.paper import LONG, Part, add, reference, running
from tests.papers import cell, paragraph, row, run, table

# --- lists --------------------------------------------------------------------------------------------------------------

_WINGDINGS = '<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr>'
_ITEMS = entry("甲项") + entry("乙项")


def _bullet(sign: str, look: str = "") -> str:
    return levels(level(0, "bullet", sign).replace("</w:lvl>", f"{look}</w:lvl>"))


add(
    "list whose label shows an upper number that is not drawn",
    entry("子", 1),
    numbering=levels(level(0, "hebrew1", "%1."), level(1, "decimal", "%1.%2")),
)
add(
    "list whose label shows a lower number",
    _ITEMS,
    numbering=levels(level(0, "decimal", "%1.%2、"), level(1, "decimal", "%2")),
)
add("list with a letter of Wingdings as bullet", _ITEMS, numbering=_bullet("þ", _WINGDINGS))
add("list with two signs as bullet", _ITEMS, numbering=_bullet("--"))
add(
    "list whose bullet has its font from a style",
    _ITEMS,
    numbering=_bullet("ü", '<w:rPr><w:rStyle w:val="Tick"/></w:rPr>'),
    styles=f'<w:style w:type="character" w:styleId="Tick"><w:name w:val="Tick"/>{_WINGDINGS}</w:style>',
)
add(
    "list in a header",
    entry("甲"),
    parts=running("header", entry("眉")),
    section=reference("header"),
    numbering=levels(level(0, "decimal", "%1、")),
)

# --- text ---------------------------------------------------------------------------------------------------------------


def _typed(text: str, look: str) -> str:
    return f"<w:p><w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


add(
    "symbol: Wingdings typed by a style",
    _typed("þ", '<w:rStyle w:val="Tick"/>'),
    styles=f'<w:style w:type="character" w:styleId="Tick"><w:name w:val="Tick"/>{_WINGDINGS}</w:style>',
)
for _font in ("Free 3 of 9", "Code 128", "IDAutomationHC39M"):
    add(f"bar code in {_font}", _typed("*20230012*", f'<w:rFonts w:ascii="{_font}" w:hAnsi="{_font}"/>'))
add("text on a black marker", paragraph(run("黑底", '<w:highlight w:val="black"/>')))
add(
    "text of a colour on a black marker",
    paragraph(run("黑底", '<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>')),
)
add(
    "paragraph with a line far above",
    paragraph("文", '<w:pBdr><w:top w:val="single" w:sz="8" w:space="20" w:color="auto"/></w:pBdr>'),
)

_SHADED = '<w:shd w:val="clear" w:color="auto" w:fill="FFFF00"/>'
add("two shaded paragraphs", paragraph("甲", _SHADED) + paragraph("乙", _SHADED))
add("two shaded paragraphs apart", paragraph("甲", f'{_SHADED}<w:spacing w:after="400"/>') + paragraph("乙", _SHADED))
add(
    "footnotes behind words",
    f"<w:p>{run('正文')}{note()}</w:p>",
    parts={
        name: Part(str(part.content).replace("<w:r><w:separator/></w:r>", run("脚注如下")), part.type, part.kind)
        for name, part in notes().items()
    },
)

# --- tables -------------------------------------------------------------------------------------------------------------

_CELLS = [cell(name, 2000) for name in ("甲", "乙", "丙")]
_PLAIN = table([2000] * 3, row(*_CELLS), row(*_CELLS))


def _own(settings: str, first: str = "") -> str:
    """A table of which the last row has something of its own."""
    return table(
        [2000] * 3,
        row(*_CELLS),
        row(*_CELLS).replace("<w:trPr>", f"<w:tblPrEx>{settings}</w:tblPrEx><w:trPr>"),
        settings=first,
    )


_MARGIN = '<w:tblCellMar><w:left w:w="{}" w:type="dxa"/></w:tblCellMar>'
add("row with margins of its own", _own(_MARGIN.format(800)))
add("row with the margins of its table", _own(_MARGIN.format(800), _MARGIN.format(800)))
add("row with the usual margins", _own(_MARGIN.format(108)))
add("row with the usual margins in a table of others", _own(_MARGIN.format(108), _MARGIN.format(800)))
add("row with an indent of its own", _own('<w:tblInd w:w="1000" w:type="dxa"/>'))
add("row without borders", _own('<w:tblBorders><w:left w:val="nil"/></w:tblBorders>'))
add("row that ends before its table", table([2000] * 3, row(*_CELLS[:2]), row(*_CELLS)))
_LINE_BELOW = '<w:pPr><w:pBdr><w:bottom w:val="single" w:sz="8" w:space="1" w:color="auto"/></w:pBdr></w:pPr>'
_STYLE = '<w:style w:type="table" {} w:styleId="{}"><w:name w:val="{}"/>{}</w:style>'
_HEAD = '<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="DDDDDD"/></w:tcPr></w:tblStylePr>'
_STYLED = _PLAIN.replace("<w:tblW", '<w:tblStyle w:val="Own"/><w:tblW')
add(
    "table with a style based on another",
    _STYLED,
    styles=_STYLE.format("", "Own", "Own", '<w:basedOn w:val="Head"/>') + _STYLE.format("", "Head", "Head", _HEAD),
)
add("table with the style of all tables", _PLAIN, styles=_STYLE.format('w:default="1"', "Own", "Own", _HEAD))
_PART = '<w:tblStylePr w:type="{}">{}</w:tblStylePr>'
for _name, _look in {
    "shades all cells": '<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="DDDDDD"/></w:tcPr>',
    "colours all text": '<w:rPr><w:color w:val="C00000"/></w:rPr>',
    "makes all text small": '<w:rPr><w:sz w:val="18"/></w:rPr>',
    "rules all paragraphs": _LINE_BELOW,
    "puts it in the middle": '<w:tblPr><w:jc w:val="center"/></w:tblPr>',
    "indents it": '<w:tblPr><w:tblInd w:w="900" w:type="dxa"/></w:tblPr>',
    "has broad bands": '<w:tblPr><w:tblStyleRowBandSize w:val="2"/></w:tblPr>',
    "has a look of the whole": _PART.format("wholeTable", "<w:rPr><w:b/></w:rPr>"),
    "gives its head margins": _PART.format(
        "firstRow", '<w:tcPr><w:tcMar><w:left w:w="600" w:type="dxa"/></w:tcMar></w:tcPr>'
    ),
    "turns its head": _PART.format("firstRow", '<w:tcPr><w:textDirection w:val="tbRlV"/></w:tcPr>'),
}.items():
    add(f"table whose style {_name}", _STYLED, styles=_STYLE.format("", "Own", "Own", _look))
_BREAK = '<w:r><w:br w:type="page"/></w:r>'
add("page break in a cell", table([3000], row(cell(f"<w:p>{run('甲')}{_BREAK}{run('乙')}</w:p>", 3000))))
add("new page in a cell", table([3000], row(cell(paragraph(run("甲"), "<w:pageBreakBefore/>"), 3000))))

# --- pictures -----------------------------------------------------------------------------------------------------------


def _file(form: str = "PNG", **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), (200, 30, 30)).save(out, form, **more)
    return out.getvalue()


_PNG = media("i1.png", _file(), "png")
_TURNED = Image.Exif()
_TURNED[0x0112] = 6
_INLINE = inline(picture("i1"))


def _alone(name: str, drawing: str, parts: object = _PNG, look: str = "", layout: str = "") -> None:
    body = f"<w:p><w:pPr>{layout}</w:pPr><w:r><w:rPr>{look}</w:rPr>{drawing}</w:r></w:p>"
    add(name, body, parts=parts)


_alone("picture of its own paragraph", _INLINE)
_alone("picture that is hidden", _INLINE.replace("<wp:docPr ", '<wp:docPr hidden="1" '))
_alone("picture in hidden text", _INLINE, look="<w:vanish/>")
_alone("picture that is missing", _INLINE, {})
_alone("picture cut short", _INLINE, media("i1.png", _file()[:-20], "png"))
_FILM = bytes(range(256)) * 32
_alone("photo with a film behind it", _INLINE, media("i1.jpeg", _file("JPEG") + _FILM, "jpeg"))
_alone("photo with a second one behind it", _INLINE, media("i1.jpeg", _file("JPEG") + _file("JPEG") + _FILM, "jpeg"))
_alone("picture with something behind it", _INLINE, media("i1.png", _file() + _FILM, "png"))
_alone("photo cut short, with a film behind it", _INLINE, media("i1.jpeg", _file("JPEG")[:-20] + _FILM, "jpeg"))
_alone("photo on its side", _INLINE, media("i1.jpeg", _file("JPEG", exif=_TURNED), "jpeg"))
_alone("picture set into its frame", _INLINE.replace("<a:fillRect/>", '<a:fillRect l="20000" r="20000"/>'))
_alone(
    "picture on a ground",
    _INLINE.replace("</pic:spPr>", '<a:solidFill><a:srgbClr val="00FF00"/></a:solidFill></pic:spPr>'),
)
_alone("picture higher than its line", _INLINE, layout='<w:spacing w:line="240" w:lineRule="exact"/>')
_alone("picture larger than the page", _INLINE.replace('cx="900000" cy="600000"', 'cx="9000000" cy="6000000"'))
_alone("picture wider than the text", _INLINE.replace('cx="900000" cy="600000"', 'cx="6500000" cy="600000"'))
_FLOATING = anchored(picture("i1"), "<wp:wrapTopAndBottom/>")
_alone(
    "picture at a height of the page",
    _FLOATING.replace('relativeFrom="paragraph"><wp:posOffset>0', 'relativeFrom="page"><wp:posOffset>1100000'),
)
_alone(
    "picture far below its paragraph",
    _FLOATING.replace('relativeFrom="paragraph"><wp:posOffset>0', 'relativeFrom="paragraph"><wp:posOffset>720000'),
)
_WHITE = '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'
_CELL = "<w:p><w:r>{}</w:r></w:p>"
add(
    "picture that floats in a cell",
    table([3000, 3000], row(cell(_CELL.format(_FLOATING), 3000), cell("乙", 3000))),
    parts=_PNG,
)
add(
    "picture wider than its cell",
    table([800, 3000], row(cell(_CELL.format(_INLINE), 800), cell("乙", 3000))),
    parts=_PNG,
)
add(
    "picture beside a sign",
    f'<w:p><w:r>{_INLINE}</w:r><w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r></w:p>',
    parts=_PNG,
)
add(
    "shape over text",
    f"<w:p><w:r>{anchored(shape('rect', fill=_WHITE))}</w:r>{run('盖住的文字')}</w:p>",
)
add("lines of large text far too low", paragraph(run(LONG, size=52), '<w:spacing w:line="200" w:lineRule="exact"/>'))
