"""What each engine is known to draw rightly, by the keys of :mod:`docgen.convert.constructs`. What is not here is not drawn.

Each key was drawn by both engines on a page of its own and looked at (dxpdf 0.8.1, LibreOffice 7.4); ``tests/constructs.py``
makes these pages, and a test holds each of them to this table. What a paper holds besides is told before anything is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.convert.construct_names import cure, named
from docgen.convert.constructs import constructs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element as Element

__all__ = ["DRAWN", "Undrawn", "undrawn"]


def _named(space: str, names: str) -> frozenset[str]:
    return frozenset(f"{space}{name}" for name in names.split())


_STRUCTURE = _named(
    "w:",
    "body p r t tbl tr tc pPr rPr tblPr trPr tcPr tblGrid gridCol sectPr hdr ftr footnotes endnotes footnote tblPrEx "
    "sdt sdtContent sdtPr smartTag smartTagPr customXml customXmlPr hyperlink bookmarkStart bookmarkEnd proofErr permStart "
    "permEnd lastRenderedPageBreak drawing txbxContent rPrDefault pPrDefault tblStylePr noProof lang webHidden rsid",
)
_TEXT = _named(
    "w:",
    "rStyle rFonts b bCs i iCs color sz szCs highlight shd u kern spacing w vanish snapToGrid fldChar instrText fldSimple tab "
    "br cr softHyphen sym noBreakHyphen effect cs",
) | {
    "w:u single",
    "w:vertAlign superscript",
    "w:vertAlign subscript",
    "w:effect blinkBackground",
    "w:vertAlign",
    "w:em",
}
_BREAKS = {"w:br page", "w:br column", "w:br textWrapping"}
_PARAGRAPHS = _named(
    "w:",
    "pStyle keepNext keepLines pageBreakBefore widowControl numPr ilvl numId pBdr tabs suppressAutoHyphens kinsoku wordWrap "
    "overflowPunct topLinePunct autoSpaceDE autoSpaceDN adjustRightInd ind outlineLvl cnfStyle textAlignment "
    "suppressLineNumbers divId jc contextualSpacing",
) | _named("w:jc ", "left center right both distribute start end")
_TABS = _named("w:tab ", "left center right clear num start end") | _named("leader ", "dot hyphen underscore middleDot")
_LISTS = _named(
    "list ",
    "decimal decimalZero upperRoman lowerRoman upperLetter lowerLetter chineseCounting chineseCountingThousand "
    "chineseLegalSimplified ideographDigital japaneseCounting ideographTraditional ideographZodiac decimalFullWidth "
    "decimalEnclosedCircle decimalEnclosedCircleChinese none bullet",
) | {"w:suff tab", "w:suff space", "w:suff nothing", "w:lvlJc left", "w:lvlJc right", "w:lvlJc center", "w:lvlJc start"}
_TABLES = _named(
    "w:",
    "tblStyle tblW tblInd tblBorders tblLayout tblCellMar tblLook tblCaption tblDescription tblOverlap tblStyleRowBandSize "
    "tblStyleColBandSize tcW gridSpan vMerge tcBorders tcMar noWrap vAlign hideMark trHeight cantSplit tblHeader gridAfter "
    "wAfter gridBefore wBefore",
) | {
    "w:trHeight atLeast",
    "w:textDirection tbRl",
    "w:textDirection tbRlV",
    "w:textDirection lrTb",
    "w:textDirection lrTbV",
}
_EDGES = {"border single", "border nil", "border thick", "border none of a cell"}
_PAGES = _named(
    "w:",
    "headerReference footerReference footnotePr endnotePr pgSz pgMar paperSrc cols col formProt noEndnote titlePg docGrid",
) | {
    "section nextPage",
    "section continuous",
    "w:textDirection of a page lrTb",
    "w:vAlign",
    "w:printerSettings",
    "w:numFmt",
    "w:pos",
    "w:numRestart",
    "w:numStart",
}
_NUMBERS = {"numbers decimal", "numbers numberInDash"}
_NOTES = {"w:footnoteReference", "w:footnoteRef", "w:separator", "w:continuationSeparator"}
_FIELDS = _named("field ", "HYPERLINK FORMTEXT") | {
    "form textInput",
    "field PAGE in a header or footer",
    "field NUMPAGES in a header or footer",
    "field TOC",
    *_named("field TOC ", r"\o \u \t \h \n \p \z \w \x \*"),
}
_PICTURES = (
    {"wp:inline", "wp:anchor", "wp:simplePos", "graphic picture", "a:prstGeom", "a:srcRect"}
    | _named(
        "wp:",
        "positionH positionV posOffset align extent effectExtent docPr cNvGraphicFramePr wrapPolygon wrapTopAndBottom",
    )
    | _named("wp14:", "sizeRelH sizeRelV pctWidth pctHeight")
    | _named("a:", "graphic blip stretch fillRect xfrm off ext extLst avLst noFill ln picLocks")
    | _named("pic:", "pic nvPicPr cNvPr cNvPicPr blipFill spPr")
    | _named("picture ", "png jpeg gif bmp")
)
_HARMLESS = {"mc:AlternateContent", "mc:Choice", "w14:ligatures", "w14:cntxtAlts", "w:ffData"}

_BOTH = frozenset().union(
    *(_STRUCTURE, _TEXT, _BREAKS, _PARAGRAPHS, _TABS, _LISTS, _TABLES, _EDGES, _PAGES, _NUMBERS, _NOTES, _FIELDS),
    *(_PICTURES, _HARMLESS),
)
_EMBEDDED_ALONE = {
    *_named("list ", "numberInDash ideographEnclosedCircle decimalEnclosedParen decimalEnclosedFullstop"),
    *_named("field ", "TITLE AUTHOR SUBJECT KEYWORDS COMMENTS DOCPROPERTY"),
    "w:ptab",
    *("list bullet of several signs", "w:tr shorter than its table"),
    *("table style for all tables", "table style based on another", "table style of lines", "table style of a place"),
    *("table style of broad bands", "table style of the whole"),
    *("w:jc distribute of letters", "w:jc of a part of a table", "section continuous behind an empty paragraph"),
    *_named("w:", "isLgl lvlRestart"),
    *("w:docGrid of characters", "w:autoSpaceDE off", "w:autoSpaceDN off"),
}
_LIBREOFFICE_ALONE = (
    _named(
        "w:u ",
        "double wave thick dotted dash dotDash dotDotDash dashLong wavyHeavy wavyDouble words dottedHeavy dashedHeavy",
    )
    | _named(
        "w:", "strike dstrike position outline emboss imprint bdr eastAsianLayout ruby rubyPr rt rubyBase pgBorders"
    )
    | {"w:shd pattern", "w:br textWrapping", "accent apart", "w:textAlignment center", "w:textAlignment top"}
    | {"w:textAlignment bottom", "w:framePr as a drop cap", "w:trHeight exact", "w:hMerge", "w:textDirection btLr"}
    | _named(
        "border ", "double dashed dotted dotDash dotDotDash triple dashSmallGap thinThickSmallGap thickThinSmallGap"
    )
    | _named("list ", "taiwaneseCountingThousand")
    | {"w:spacing by lines alone", "w:cols with a line", "w:textDirection of a page tbRl", "w:background"}
    | {"field PAGE", "field NUMPAGES", "field SEQ", "field REF", "field PAGEREF", "form checkBox", "field FORMCHECKBOX"}
    | {"w:shadow", "w:pgMar with a gutter", "setting mirrorMargins", "v:shapetype"}
    | _named("numbers ", "upperRoman lowerRoman chineseCounting decimalEnclosedCircle decimalEnclosedCircleChinese")
    | _named("picture ", "tiff wmf emf")
    | {
        "picture beside text",
        "picture wider than its text",
        "wp:anchor in a cell",
        "w:shd of two paragraphs alike",
        "wp:wrapTopAndBottom elsewhere",
        "w:pBdr away from its text",
        "table style of text",
        "table style of cells",
        "table style of an indent",
        "table style of a part's cells",
        "picture turned",
        "picture cut",
        "anchor behind",
        "wp:wrapNone",
        "wp:wrapSquare",
        "w:textDirection tbRl of several columns or scripts",
        "w:textDirection tbRlV of several columns or scripts",
        "w:shd dark",
        "w:u coloured",
        "w:pBdr to the sides",
        "w:pBdr of two paragraphs alike",
        "w:cols of one height",
        "w:cols of different widths",
        "w:tab decimal",
        "w:pgMar over the header",
        "w:tbl without widths of columns",
        "w:framePr in a header or footer",
        "w:br in justified text with tabs",
        "w:br in justified text with a picture",
        "w:vanish of a paragraph",
        "w:footnoteReference in a cell",
        "w:numFmt decimalEnclosedCircle",
        "w:numFmt decimalEnclosedCircleChinese",
        "w:numStart other",
        "w:numRestart eachPage",
        "mc:Choice of text",
        "a:grayscl",
        "a:lum",
    }
    | {
        "graphic wordprocessingShape",
        *_named("shape ", "rect roundRect ellipse star5 line straightConnector1 rightArrow"),
    }
    | _named("wps:", "wsp cNvSpPr cNvCnPr spPr bodyPr txbx style")
    | _named(
        "a:", "solidFill srgbClr schemeClr lumMod lumOff alpha prstDash round tailEnd headEnd spAutoFit noAutofit lnRef"
    )
    | _named("a:", "fillRef effectRef fontRef shade miter bevel prstTxWarp")
    | _named("w:", "pict")
    | _named("v:", "shape rect line imagedata fill stroke path textpath shadow oval roundrect f formulas")
    | {"w10:wrap", "o:lock"}
)
DRAWN: dict[str, frozenset[str]] = {
    "embedded": _BOTH | _EMBEDDED_ALONE,
    "libreoffice": _BOTH | _LIBREOFFICE_ALONE,
}
"""By the engine's name."""


@dataclass(frozen=True, slots=True)
class Undrawn:
    """Something that not every engine draws."""

    name: str
    """In words that a template's author knows."""
    cure: str
    part: str
    element: Element
    engines: tuple[str, ...]
    """Those that draw it."""


def undrawn(parts: Mapping[str, bytes]) -> tuple[Undrawn, ...]:
    """Return what of a .docx not every engine draws, each by its name once, that of no engine first.

    The parts have the names that Word gives them. Raise lxml's XMLSyntaxError for a damaged one.
    """
    found: dict[tuple[str, tuple[str, ...]], Undrawn] = {}
    for one in constructs(parts):
        engines = tuple(engine for engine, drawn in DRAWN.items() if one.key in drawn)
        if len(engines) < len(DRAWN):
            name = named(one.key)
            found.setdefault((name, engines), Undrawn(name, cure(one.key), one.part, one.element, engines))
    return tuple(sorted(found.values(), key=lambda one: len(one.engines)))
