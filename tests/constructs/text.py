"""How characters look, which there are, how paragraphs lie."""

from __future__ import annotations

from tests.constructs.paper import LONG, add
from tests.papers import paragraph, run


def text(inside: str, look: str = "") -> str:
    """A paragraph of which the middle run has a look."""
    return f"<w:p>{run('左边')}{run(inside, look)}{run('右边')}</w:p>"


# --- how characters look ------------------------------------------------------------------------------------------------

for _name, _look in {
    "bold": "<w:b/>",
    "italic": "<w:i/>",
    **{
        f"underline {kind}": f'<w:u w:val="{kind}"/>'
        for kind in (
            "single",
            "double",
            "wave",
            "thick",
            "dotted",
            "dash",
            "dotDash",
            "words",
            "wavyHeavy",
            "wavyDouble",
        )
    },
    "struck through": "<w:strike/>",
    "struck through twice": "<w:dstrike/>",
    "hidden": "<w:vanish/>",
    "coloured": '<w:color w:val="C00000"/>',
    "white": '<w:color w:val="FFFFFF"/>',
    "highlighted": '<w:highlight w:val="yellow"/>',
    "shaded": '<w:shd w:val="clear" w:color="auto" w:fill="D9D9D9"/>',
    "shaded by the theme alone": '<w:shd w:val="clear" w:color="auto" w:themeFill="accent1"/>',
    "shaded with a pattern": '<w:shd w:val="pct25" w:color="auto" w:fill="FFFFFF"/>',
    "raised as an exponent": '<w:vertAlign w:val="superscript"/>',
    "lowered as an index": '<w:vertAlign w:val="subscript"/>',
    "raised": '<w:position w:val="12"/>',
    "spaced out": '<w:spacing w:val="60"/>',
    "narrowed": '<w:w w:val="66"/>',
    "widened": '<w:w w:val="150"/>',
    "kerned": '<w:kern w:val="2"/>',
    "outlined": "<w:outline/>",
    "shadowed": "<w:shadow/>",
    "embossed": "<w:emboss/>",
    "engraved": "<w:imprint/>",
    **{f"emphasised with {kind}": f'<w:em w:val="{kind}"/>' for kind in ("dot", "comma", "circle", "underDot")},
    "boxed": '<w:bdr w:val="single" w:sz="4" w:space="0" w:color="auto"/>',
    "fitted to a width": '<w:fitText w:val="2400" w:id="1"/>',
    "two lines in one": '<w:eastAsianLayout w:id="1" w:combine="1"/>',
    "upright in vertical text": '<w:eastAsianLayout w:id="1" w:vert="1"/>',
    "animated": '<w:effect w:val="blinkBackground"/>',
    "glowing": '<w14:glow w14:rad="63500"><w14:srgbClr w14:val="FF0000"/></w14:glow>',
}.items():
    add(f"text {_name}", text("甲乙丙丁", _look))
add("text in capitals", text("Abcd", "<w:caps/>"))
add("text in small capitals", text("Abcd", "<w:smallCaps/>"))
add("text from right to left", text("abcd", "<w:rtl/>"))
add("text in another size", f"<w:p>{run('大', size=72)}{run('小', size=12)}</w:p>")
add(
    "text with its reading above",
    "<w:p>"
    '<w:r><w:ruby><w:rubyPr><w:rubyAlign w:val="center"/><w:hps w:val="14"/><w:hpsRaise w:val="26"/><w:hpsBaseText w:val="28"/>'
    f'<w:lid w:val="zh-CN"/></w:rubyPr><w:rt>{run("jiǎ", size=14)}</w:rt><w:rubyBase>{run("甲")}</w:rubyBase></w:ruby></w:r>'
    f"{run('之后')}</w:p>",
)

# --- characters ---------------------------------------------------------------------------------------------------------

for _name, _font, _code in (
    ("Wingdings tick", "Wingdings", "F0FC"),
    ("Wingdings ticked box", "Wingdings", "F0FE"),
    ("Wingdings box", "Wingdings", "F0A8"),
    ("Wingdings 2 ticked box", "Wingdings 2", "F052"),
    ("Wingdings smile", "Wingdings", "F04A"),
    ("Wingdings circled one", "Wingdings", "F081"),
    ("Webdings house", "Webdings", "F048"),
    ("Symbol plus minus", "Symbol", "F0B1"),
    ("Symbol alpha", "Symbol", "F061"),
    ("Symbol degree", "Symbol", "F0B0"),
    ("of a Chinese face", "宋体", "25A1"),
):
    add(f"symbol: {_name}", f'<w:p>{run("甲")}<w:r><w:sym w:font="{_font}" w:char="{_code}"/></w:r>{run("乙")}</w:p>')
add("symbol: Wingdings typed", f"<w:p>{run('甲')}{run(chr(0xF0FE), family='Wingdings')}{run('乙')}</w:p>")
add("symbol: Wingdings typed in latin", f"<w:p>{run('甲')}{run('J', family='Wingdings')}{run('乙')}</w:p>")
for _name, _xml in {
    "soft hyphen": "<w:softHyphen/>",
    "hyphen that does not break": "<w:noBreakHyphen/>",
    "tabulator": "<w:tab/>",
    "aligned tabulator": '<w:ptab w:relativeTo="margin" w:alignment="right" w:leader="none"/>',
    "carriage return": "<w:cr/>",
    "line break": "<w:br/>",
    "line break past a picture": '<w:br w:type="textWrapping" w:clear="all"/>',
    "page break": '<w:br w:type="page"/>',
    "column break": '<w:br w:type="column"/>',
    "page number of old": "<w:pgNum/>",
    "day of making": "<w:dayLong/>",
    "mark of a former page": "<w:lastRenderedPageBreak/>",
}.items():
    add(f"character: {_name}", f"<w:p>{run('甲')}<w:r>{_xml}</w:r>{run('乙')}</w:p>")
for _name, _text in {
    "zero width space": "甲\u200b乙",
    "soft hyphen typed": "甲\u00ad乙",
    "no-break space": "甲\u00a0乙",
    "ideographic space": "甲\u3000乙",
    "emoji": "甲😀乙",
    "rare name": "甲𠮷䶮乙",
    "circled number": "①②③",
    "combining accent": "e\u0301",
    "Arabic": "甲سلام乙",
    "variation selector": "甲\ufe00乙",
}.items():
    add(f"character: {_name}", f"<w:p>{run(_text)}</w:p>")

# --- paragraphs ---------------------------------------------------------------------------------------------------------

for _name, _layout in {
    **{
        f"aligned {how}": f'<w:jc w:val="{how}"/>'
        for how in ("left", "center", "right", "both", "distribute", "start", "end", "thaiDistribute", "mediumKashida")
    },
    "first line indented": '<w:ind w:firstLine="560"/>',
    "first line indented by characters": '<w:ind w:firstLineChars="200" w:firstLine="400"/>',
    "hanging": '<w:ind w:left="840" w:hanging="840"/>',
    "indented on both sides": '<w:ind w:left="840" w:right="840"/>',
    "indented by characters": '<w:ind w:leftChars="300" w:rightChars="300"/>',
    "indented past the margin": '<w:ind w:left="-500"/>',
    "spaced before and after": '<w:spacing w:before="480" w:after="480"/>',
    "spaced by lines": '<w:spacing w:beforeLines="100" w:afterLines="100"/>',
    "spaced by itself": '<w:spacing w:beforeAutospacing="1" w:afterAutospacing="1"/>',
    "lines of fixed height": '<w:spacing w:line="560" w:lineRule="exact"/>',
    "lines too low for their text": '<w:spacing w:line="160" w:lineRule="exact"/>',
    "lines of least height": '<w:spacing w:line="560" w:lineRule="atLeast"/>',
    "lines one and a half high": '<w:spacing w:line="360" w:lineRule="auto"/>',
    "with a line above": '<w:pBdr><w:top w:val="single" w:sz="8" w:space="1" w:color="auto"/></w:pBdr>',
    "with a line below": '<w:pBdr><w:bottom w:val="single" w:sz="8" w:space="1" w:color="auto"/></w:pBdr>',
    "with a double line below": '<w:pBdr><w:bottom w:val="double" w:sz="8" w:space="1" w:color="auto"/></w:pBdr>',
    "with a thick and a thin line below": '<w:pBdr><w:bottom w:val="thinThickSmallGap" w:sz="24" w:space="1" w:color="FF0000"/></w:pBdr>',
    "with a wave below": '<w:pBdr><w:bottom w:val="wave" w:sz="6" w:space="1" w:color="auto"/></w:pBdr>',
    "with a bar beside": '<w:pBdr><w:bar w:val="single" w:sz="8" w:space="1" w:color="auto"/></w:pBdr>',
    "in a frame of lines": "<w:pBdr>"
    + "".join(
        f'<w:{side} w:val="single" w:sz="8" w:space="4" w:color="auto"/>' for side in ("top", "left", "bottom", "right")
    )
    + "</w:pBdr>",
    "shaded": '<w:shd w:val="clear" w:color="auto" w:fill="D9D9D9"/>',
    "kept with the next": "<w:keepNext/>",
    "kept whole": "<w:keepLines/>",
    "on a new page": "<w:pageBreakBefore/>",
    "without single lines": "<w:widowControl/>",
    "spaced in its context only": "<w:contextualSpacing/>",
    "from right to left": "<w:bidi/>",
    "of a level": '<w:outlineLvl w:val="1"/>',
    "without a grid": '<w:snapToGrid w:val="0"/>',
    "set to the middle of its line": '<w:textAlignment w:val="center"/>',
    "in a frame": '<w:framePr w:w="2000" w:h="800" w:hSpace="180" w:wrap="around" w:vAnchor="text" w:hAnchor="page" w:x="7000" w:y="100"/>',
    "as a drop cap": '<w:framePr w:dropCap="drop" w:lines="2" w:wrap="around" w:vAnchor="text" w:hAnchor="text"/>',
    "with mirrored indents": "<w:mirrorIndents/>",
}.items():
    add(f"paragraph {_name}", paragraph(run(LONG if _name[-5:] != "frame" and "cap" not in _name else "框"), _layout))
for _kind in ("left", "center", "right", "decimal", "bar"):
    add(
        f"tabulator {_kind}",
        paragraph(
            f"{run('甲')}<w:r><w:tab/></w:r>{run('12.5')}", f'<w:tabs><w:tab w:val="{_kind}" w:pos="5000"/></w:tabs>'
        ),
    )
for _kind in ("dot", "hyphen", "underscore", "middleDot", "heavy"):
    add(
        f"tabulator with leader {_kind}",
        paragraph(
            f"{run('甲')}<w:r><w:tab/></w:r>{run('乙')}",
            f'<w:tabs><w:tab w:val="right" w:leader="{_kind}" w:pos="5000"/></w:tabs>',
        ),
    )
for _name, _switch, _text in (("letters", "DE", "甲A类"), ("digits", "DN", "自2009年")):
    add(f"Chinese without a gap beside {_name}", paragraph(_text, f'<w:autoSpace{_switch} w:val="0"/>'))
