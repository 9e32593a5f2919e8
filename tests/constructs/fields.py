"""Fields, old forms, content controls, notes, changes, marks, settings."""

from __future__ import annotations

from tests.constructs.paper import LONG, NAMESPACES, PAGE, Part, add, reference, running, word
from tests.papers import field as complex_field
from tests.papers import paragraph, run

# --- fields -------------------------------------------------------------------------------------------------------------

for _code in (
    *(
        "PAGE",
        "NUMPAGES",
        "SECTION",
        "SECTIONPAGES",
        "SEQ 表 \\* ARABIC",
        "SEQ 图",
        "DATE \\@ &quot;yyyy&quot;",
        "TIME",
        "CREATEDATE",
    ),
    *("SAVEDATE", "PRINTDATE", "TITLE", "AUTHOR", "SUBJECT", "KEYWORDS", "COMMENTS", "DOCPROPERTY Company", "FILENAME"),
    *(
        "USERNAME",
        "LASTSAVEDBY",
        'IF 1 = 1 "合格" "不合格"',
        "= 1 + 2",
        "EQ \\f(1,2)",
        "EQ \\o\\ac(○,印)",
        "REF 处 \\h",
    ),
    *(
        "PAGEREF 处",
        "NOTEREF 处",
        "STYLEREF 1",
        "QUOTE 文",
        "SYMBOL 177",
        "ADVANCE \\u6",
        "LISTNUM",
        "AUTONUM",
        "SET 处 值",
    ),
    *("MERGEFIELD 姓名", "NUMWORDS", "NUMCHARS", "COMPARE 1 = 1", "BOOKMARK", "INDEX", "XE 词", "TC 目"),
):
    add(f"field {_code.split('|')[0]}", f"<w:p>{run('甲')}{complex_field(_code)}{run('乙')}</w:p>")
add(
    "field PAGE in a footer",
    paragraph("正文"),
    parts=running("footer", f"<w:p>{complex_field('PAGE')}</w:p>"),
    section=reference("footer"),
)
add(
    "field NUMPAGES in a footer",
    paragraph("正文"),
    parts=running("footer", f"<w:p>{complex_field('NUMPAGES')}</w:p>"),
    section=reference("footer"),
)
add(
    "field PAGE in Chinese",
    paragraph("正文"),
    parts=running("footer", f"<w:p>{complex_field('PAGE')}</w:p>"),
    section=reference("footer"),
    ending='<w:pgNumType w:fmt="chineseCounting" w:start="3"/>',
)
add(
    "field PAGE in Roman",
    paragraph("正文"),
    parts=running("footer", f"<w:p>{complex_field('PAGE')}</w:p>"),
    section=reference("footer"),
    ending='<w:pgNumType w:fmt="upperRoman"/>',
)
add(
    "field PAGE in small Roman",
    paragraph("正文"),
    parts=running("footer", f"<w:p>{complex_field('PAGE')}</w:p>"),
    section=reference("footer"),
    ending='<w:pgNumType w:fmt="lowerRoman" w:start="4"/>',
)
add("page of lines from left to right", paragraph("正文"), ending='<w:textDirection w:val="lrTb"/>')
add(
    "field PAGE between dashes",
    paragraph("正文"),
    parts=running("footer", f"<w:p>{complex_field('PAGE')}</w:p>"),
    section=reference("footer"),
    ending='<w:pgNumType w:fmt="numberInDash"/>',
)
for _name, _form in {"in a circle": "decimalEnclosedCircle", "in wide digits": "decimalFullWidth"}.items():
    add(
        f"field PAGE {_name}",
        paragraph("正文"),
        parts=running("footer", f"<w:p>{complex_field('PAGE')}</w:p>"),
        section=reference("footer"),
        ending=f'<w:pgNumType w:fmt="{_form}"/>',
    )
add(
    "field PAGE between dashes in one section of two",
    f"<w:p><w:pPr><w:sectPr>{PAGE}</w:sectPr></w:pPr>{run('封面')}</w:p>",
    parts=running("footer", f"<w:p>{complex_field('PAGE')}</w:p>"),
    section=reference("footer"),
    ending='<w:pgNumType w:fmt="numberInDash"/>',
)
_SPACE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_GALLERY = (
    '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="114300" '
    'distR="114300" simplePos="0" relativeHeight="251659264" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
    '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="margin"><wp:align>center</wp:align></wp:positionH>'
    '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV><wp:extent cx="1828800" cy="1828800"/>'
    '<wp:wrapNone/><wp:docPr id="1" name="文本框 1"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData '
    f'uri="{_SPACE}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1828800" cy="1828800"/>'
    '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr><wps:txbx>'
    f"<w:txbxContent><w:p>{complex_field('PAGE')}</w:p></w:txbxContent></wps:txbx>"
    '<wps:bodyPr vert="horz" wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"><a:prstTxWarp prst="textNoShape">'
    "<a:avLst/></a:prstTxWarp><a:spAutoFit/></wps:bodyPr></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
    "</mc:Choice></mc:AlternateContent></w:r></w:p>"
)
add(
    "field PAGE in a text box of the footer",
    paragraph("正文"),
    parts=running("footer", _GALLERY),
    section=reference("footer"),
)
_ENTRY = (
    '<w:p><w:pPr><w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9026"/></w:tabs></w:pPr>{begin}'
    f"{run('标题', size=28)}<w:r><w:tab/></w:r>{complex_field('PAGEREF _Toc1 ' + chr(92) + 'h', '1')}{{end}}</w:p>"
    '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:bookmarkStart w:id="1" w:name="_Toc1"/>'
    f'{run("标题")}<w:bookmarkEnd w:id="1"/></w:p>'
)
for _name, _code in (
    ("field TOC", "TOC \\o &quot;1-3&quot; \\h \\z \\u"),
    ("field TOC of pictures", "TOC \\h \\z \\c &quot;图&quot;"),
    ("field TOC of a part", "TOC \\o &quot;1-3&quot; \\b 第一部分"),
    ("field TOC of marked entries", "TOC \\f"),
):
    _begin, _end = complex_field(_code, "\0").split(run("\0", size=28))
    add(_name, _ENTRY.format(begin=_begin, end=_end))
add(
    "field REF to a place that is there",
    f'<w:p><w:bookmarkStart w:id="1" w:name="处"/>{run("此处")}<w:bookmarkEnd w:id="1"/>{complex_field("REF 处", "此处")}</w:p>',
)
add("field HYPERLINK", f"<w:p>{complex_field('HYPERLINK &quot;https://example.org&quot;', '链接')}</w:p>")
add("link", f'<w:p><w:hyperlink w:anchor="处">{run("链接")}</w:hyperlink></w:p>')


def form(settings: str, code: str, shown: str = "") -> str:
    """A field of an old form."""
    inside = run(shown) if shown else ""
    return (
        f'<w:p>{run("甲")}<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="F"/><w:enabled/>{settings}</w:ffData>'
        f"</w:fldChar></w:r><w:r><w:instrText> {code} </w:instrText></w:r><w:r>"
        f'<w:fldChar w:fldCharType="separate"/></w:r>{inside}<w:r><w:fldChar w:fldCharType="end"/></w:r>{run("乙")}</w:p>'
    )


add("form: box to tick", form('<w:checkBox><w:sizeAuto/><w:default w:val="1"/></w:checkBox>', "FORMCHECKBOX"))
add(
    "form: list to choose from",
    form(
        '<w:ddList><w:result w:val="1"/><w:listEntry w:val="一"/><w:listEntry w:val="二"/></w:ddList>', "FORMDROPDOWN"
    ),
)
add("form: text to fill in", form("<w:textInput/>", "FORMTEXT", "填写"))

# --- content controls ---------------------------------------------------------------------------------------------------

for _name, _settings in {
    "of text": "<w:text/>",
    "of a list": '<w:dropDownList><w:listItem w:displayText="一" w:value="1"/></w:dropDownList>',
    "of a combo box": '<w:comboBox><w:listItem w:displayText="一" w:value="1"/></w:comboBox>',
    "of a date": '<w:date><w:dateFormat w:val="yyyy年M月d日"/></w:date>',
    "of a box to tick": '<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>',
    "that shows what to fill in": "<w:showingPlcHdr/>",
    "bound to the title": '<w:dataBinding w:xpath="/ns1:coreProperties[1]/ns0:title[1]" w:storeItemID="{6C3C8BC8-F283-45AE-878A-BAB7291924A1}"/><w:text/>',
    "of a picture": "<w:picture/>",
    "that repeats": "<w15:repeatingSection/>",
    "of a building block": '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>',
}.items():
    add(
        f"control {_name}",
        f"<w:p>{run('甲')}<w:sdt><w:sdtPr>{_settings}</w:sdtPr><w:sdtContent>{run('值')}</w:sdtContent></w:sdt></w:p>",
    )
add(
    "control of a paragraph",
    f"<w:sdt><w:sdtPr><w:richText/></w:sdtPr><w:sdtContent>{paragraph('值')}</w:sdtContent></w:sdt>",
)

# --- notes, changes, marks ----------------------------------------------------------------------------------------------


def _notes(kind: str) -> dict[str, Part]:
    special = "".join(
        f'<w:{kind} w:type="{name}" w:id="{number}"><w:p><w:r><w:{mark}/></w:r></w:p></w:{kind}>'
        for number, (name, mark) in enumerate(
            (("separator", "separator"), ("continuationSeparator", "continuationSeparator"))
        )
    )
    note = f'<w:{kind} w:id="2"><w:p><w:r><w:{kind}Ref/></w:r>{run("注文")}</w:p></w:{kind}>'
    return {f"{kind}s.xml": Part(f"<w:{kind}s {NAMESPACES}>{special}{note}</w:{kind}s>", word(f"{kind}s"), f"{kind}s")}


for _kind in ("footnote", "endnote"):
    add(
        f"note: {_kind}",
        f'<w:p>{run("文")}<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:{_kind}Reference w:id="2"/></w:r></w:p>',
        parts=_notes(_kind),
    )
_WHO = 'w:id="1" w:author="甲" w:date="2009-03-01T00:00:00Z"'
for _name, _xml in {
    "inserted": f"<w:ins {_WHO}>{run('新')}</w:ins>",
    "deleted": f"<w:del {_WHO}><w:r><w:delText>旧</w:delText></w:r></w:del>",
    "moved away": f"<w:moveFrom {_WHO}>{run('旧')}</w:moveFrom>",
    "moved here": f"<w:moveTo {_WHO}>{run('新')}</w:moveTo>",
    "looked otherwise": f"<w:r><w:rPr><w:b/><w:rPrChange {_WHO}><w:rPr/></w:rPrChange></w:rPr><w:t>字</w:t></w:r>",
}.items():
    add(f"change: {_name}", f"<w:p>{run('甲')}{_xml}{run('乙')}</w:p>")
add("change: a paragraph's layout", f"<w:p><w:pPr><w:pPrChange {_WHO}><w:pPr/></w:pPrChange></w:pPr>{run('字')}</w:p>")
for _name, _xml in {
    "bookmark": f'<w:bookmarkStart w:id="1" w:name="处"/>{run("字")}<w:bookmarkEnd w:id="1"/>',
    "spelling": f'<w:proofErr w:type="spellStart"/>{run("字")}<w:proofErr w:type="spellEnd"/>',
    "editing allowed": f'<w:permStart w:id="1" w:edGrp="everyone"/>{run("字")}<w:permEnd w:id="1"/>',
    "smart tag": f'<w:smartTag w:uri="urn:x" w:element="date">{run("字")}</w:smartTag>',
    "custom element": f'<w:customXml w:uri="urn:x" w:element="date">{run("字")}</w:customXml>',
    "direction": f'<w:bdo w:val="rtl">{run("abc")}</w:bdo>',
    "of a later Word": '<w:r><mc:AlternateContent><mc:Choice Requires="w99" xmlns:w99="urn:later"><w99:new/></mc:Choice>'
    "<mc:Fallback><w:t>旧</w:t></mc:Fallback></mc:AlternateContent></w:r>",
}.items():
    add(f"mark: {_name}", f"<w:p>{run('甲')}{_xml}{run('乙')}</w:p>")
for _name, _xml in {
    "hyphenation": "<w:autoHyphenation/>",
    "mirrored margins": "<w:mirrorMargins/>",
    "a book fold": "<w:bookFoldPrinting/>",
    "tracked changes": "<w:trackRevisions/>",
    "two pages a sheet": "<w:printTwoOnOne/>",
}.items():
    add(f"setting: {_name}", paragraph(LONG), settings=_xml)
