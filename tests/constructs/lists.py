"""Lists, numbered in every way."""

from __future__ import annotations

from tests.constructs.paper import add
from tests.papers import paragraph

# --- lists --------------------------------------------------------------------------------------------------------------


def numbering(kind: str, words: str = "%1、", more: str = "", look: str = "") -> str:
    """A list of one level."""
    return (
        f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{words}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="840" '
        f'w:hanging="840"/></w:pPr>{look}</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )


_ITEM = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
_ITEMS = "".join(paragraph(name, _ITEM) for name in ("一项", "二项", "三项", "四项"))
NUMBERS = (
    *("decimal", "decimalZero", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "ordinal", "cardinalText"),
    *("chineseCounting", "chineseCountingThousand", "chineseLegalSimplified", "ideographDigital", "japaneseCounting"),
    *(
        "taiwaneseCountingThousand",
        "ideographTraditional",
        "ideographZodiac",
        "ideographEnclosedCircle",
        "decimalFullWidth",
    ),
    *("decimalEnclosedCircle", "decimalEnclosedCircleChinese", "decimalEnclosedParen", "decimalEnclosedFullstop"),
    *("numberInDash", "none", "hex", "ordinalText", "koreanDigital", "aiueo", "thaiNumbers", "hebrew1", "chicago"),
)
for _kind in NUMBERS:
    add(f"list {_kind}", _ITEMS, numbering=numbering(_kind))
add("list with bullets", _ITEMS, numbering=numbering("bullet", "•"))
add("list with dashes", _ITEMS, numbering=numbering("bullet", "—"))
add(
    "list with Wingdings bullets",
    _ITEMS,
    numbering=numbering(
        "bullet", "\uf06c", look='<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings" w:hint="default"/></w:rPr>'
    ),
)
add(
    "list with Symbol bullets",
    _ITEMS,
    numbering=numbering(
        "bullet", "\uf0b7", look='<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol" w:hint="default"/></w:rPr>'
    ),
)
add(
    "list with a ticked box as bullet",
    _ITEMS,
    numbering=numbering(
        "bullet", "\uf0fe", look='<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings" w:hint="default"/></w:rPr>'
    ),
)
add("list with a space behind", _ITEMS, numbering=numbering("decimal", "%1.", '<w:suff w:val="space"/>'))
add("list with nothing behind", _ITEMS, numbering=numbering("decimal", "%1.", '<w:suff w:val="nothing"/>'))
add("list numbered in brackets", _ITEMS, numbering=numbering("chineseCounting", "（%1）"))
add(
    "list with pictures",
    _ITEMS,
    numbering='<w:numPicBullet w:numPicBulletId="0"><w:pict><v:shape style="width:9pt;height:9pt"/></w:pict></w:numPicBullet>'
    + numbering("bullet", "•", '<w:lvlPicBulletId w:val="0"/>'),
)
add(
    "list of levels",
    "".join(
        paragraph(name, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')
        for name, level in (("章", 0), ("节", 1), ("节", 1), ("章", 0), ("节", 1))
    ),
    numbering='<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>'
    + "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{words}"/>'
        '<w:lvlJc w:val="left"/></w:lvl>'
        for level, words in enumerate(("%1", "%1.%2"))
    )
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
)
