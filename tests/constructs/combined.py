"""Constructs that an engine draws or not by what stands around them, or by a value that few write."""

from __future__ import annotations

from tests.constructs.paper import LONG, NAMESPACES, PAGE, Part, add, reference, running, word
from tests.papers import cell, paragraph, row, run, table
from tests.papers import field as complex_field

# --- vertical cells -----------------------------------------------------------------------------------------------------


def beside(label: str, *, height: int = 1800, width: int = 700) -> str:
    """A table with a vertical label, of a text or of paragraphs, at its left."""
    settings = '<w:textDirection w:val="tbRlV"/><w:vAlign w:val="center"/>'
    first = row(
        cell(label, width, settings), cell("内容", 4000), settings=f'<w:trHeight w:val="{height}"/>' * bool(height)
    )
    return table([width, 4000], first, row(cell("乙", width), cell("丙", 4000)))


def small(text: str) -> str:
    """A paragraph of a cell."""
    return paragraph(run(text, size=24))


add("vertical label of one column", beside("家庭成员情况"))
add("vertical label of two columns", beside("主要家庭成员及社会关系", width=1200))
add("vertical label of two paragraphs", beside(small("学习") + small("经历"), width=1200))
add("vertical label with digits and brackets", beside("备注（12）"))
add("vertical label longer than its cell", beside("家庭成员情况", height=900))
add("vertical label in a row without a height", beside("学习经历", height=0))
_MERGED = '<w:vMerge{}/><w:textDirection w:val="tbRlV"/>'
add(
    "vertical label over several rows",
    table(
        [700, 4000],
        row(cell("家庭成员", 700, _MERGED.format(' w:val="restart"')), cell("甲", 4000)),
        *[row(cell("", 700, _MERGED.format("")), cell("乙", 4000)) for _ in range(4)],
    ),
)

_SIDES = [700, 1600, 2300, 1600, 2300]
_TALL = '<w:trHeight w:val="567" w:hRule="atLeast"/>'


def _centred(text: str, width: int, settings: str) -> str:
    return cell(paragraph(run(text, size=24), '<w:jc w:val="center"/>'), width, f'{settings}<w:vAlign w:val="center"/>')


def _part(label: str, rows: int) -> list[str]:
    """Rows of a form beside a vertical label."""
    down = '<w:textDirection w:val="tbRlV"/>'
    fields = [
        _centred(text, width, "")
        for text, width in zip(("称谓", "周砚秋", "单位", "影视公司"), _SIDES[1:], strict=True)
    ]
    first = _centred(label, 700, f'<w:vMerge w:val="restart"/>{down}')
    after = cell("", 700, f"<w:vMerge/>{down}")
    return [row(after if number else first, *fields, settings=_TALL) for number in range(rows)]


def _opinion(label: str, text: str, height: int) -> str:
    wide = cell(paragraph(run(text, size=24), '<w:ind w:firstLine="480"/>'), 7800, '<w:gridSpan w:val="4"/>')
    return row(
        _centred(label, 700, '<w:textDirection w:val="tbRlV"/>'),
        wide,
        settings=f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>',
    )


add(
    "filing form with vertical labels",
    table(
        _SIDES,
        *(*_part("家庭主要成员", 4), *_part("学习工作简历", 4)),
        _opinion("本人申请", "本人自愿申请参加活动，遵守各项规定，按期完成所定目标，接受监督。", 2200),
        _opinion("班级意见", "经班级讨论，同意推荐。", 2000),
        _opinion("备注", "无", 900),
    ),
)

# --- lists --------------------------------------------------------------------------------------------------------------


def level(number: int, form: str, text: str, more: str = "") -> str:
    """A level of a list."""
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
        '<w:lvlJc w:val="left"/></w:lvl>'
    )


def entry(text: str, at: int = 0, of: int = 1) -> str:
    """An entry of a list."""
    return paragraph(run(text), f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{of}"/></w:numPr>')


def levels(*each: str, more: str = "") -> str:
    """The numbering part of one list, with further lists of the same levels."""
    return (
        f'<w:abstractNum w:abstractNumId="1">{"".join(each)}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/>'
        f"</w:num>{more}"
    )


_CHAPTERS = entry("总则") + entry("目的", 1) + entry("附则") + entry("解释", 1)
add(
    "list whose upper numbers are shown as 1, 2, 3",
    _CHAPTERS,
    numbering=levels(level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2", "<w:isLgl/>")),
)
add(
    "list of which a level does not begin anew",
    _CHAPTERS,
    numbering=levels(level(0, "chineseCounting", "第%1章"), level(1, "decimal", "第%2条", '<w:lvlRestart w:val="0"/>')),
)
add(
    "list that goes on behind another that began anew",
    entry("甲方") + entry("乙方") + entry("丙方", of=2) + entry("丁方"),
    numbering=levels(
        level(0, "decimal", "%1."),
        more='<w:num w:numId="2"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
        "</w:lvlOverride></w:num>",
    ),
)
add(
    "list that numbers the rows of a table",
    table(
        [900, 3000], *[row(cell(entry("").replace(run(""), ""), 900), cell(name, 3000)) for name in ("甲", "乙", "丙")]
    ),
    numbering=levels(level(0, "decimal", "%1")),
)
_STYLED = '<w:style w:type="paragraph" w:styleId="{0}"><w:name w:val="{0}"/><w:basedOn w:val="{1}"/><w:pPr><w:numPr>{2}</w:numPr></w:pPr></w:style>'
add(
    "list of styles",
    "".join(
        paragraph(run(text), f'<w:pStyle w:val="{style}"/>')
        for text, style in (("总则", "Chapter"), ("条", "Article"), ("附则", "Chapter"), ("条", "Article"))
    ),
    styles=_STYLED.format("Chapter", "Normal", '<w:numId w:val="1"/>')
    + _STYLED.format("Article", "Chapter", '<w:ilvl w:val="1"/>'),
    numbering=levels(level(0, "chineseCounting", "第%1章"), level(1, "chineseCounting", "第%2条")),
)
add(
    "list numbered in a form of its own",
    entry("甲方"),
    numbering=levels(
        level(0, "decimal", "%1.").replace(
            '<w:numFmt w:val="decimal"/>',
            '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002"/></mc:Choice>'
            '<mc:Fallback><w:numFmt w:val="decimalZero"/></mc:Fallback></mc:AlternateContent>',
        )
    ),
)
add(
    "list with hidden numbers",
    entry("甲方"),
    numbering=levels(level(0, "decimal", "%1.", "").replace("</w:lvl>", "<w:rPr><w:vanish/></w:rPr></w:lvl>")),
)

# --- notes --------------------------------------------------------------------------------------------------------------


def note(mark: str = "", shown: str = "") -> str:
    """A reference to the footnote."""
    return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"{mark}/>{shown}</w:r>'


def notes() -> dict[str, Part]:
    """The part with the footnote."""
    special = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for number, kind in enumerate(("separator", "continuationSeparator"))
    )
    own = f'<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>{run("注文")}</w:p></w:footnote>'
    content = f"<w:footnotes {NAMESPACES}>{special}{own}</w:footnotes>"
    return {"footnotes.xml": Part(content, word("footnotes"), "footnotes")}


_NOTED = f"<w:p>{run('正文')}{note()}</w:p>"
for _name, _settings in {
    "numbered ①": '<w:numFmt w:val="decimalEnclosedCircleChinese"/>',
    "numbered from 5": '<w:numStart w:val="5"/>',
    "numbered by page": '<w:numRestart w:val="eachPage"/>',
    "directly below the text": '<w:pos w:val="beneathText"/>',
}.items():
    add(f"footnote {_name}", _NOTED, parts=notes(), section=f"<w:footnotePr>{_settings}</w:footnotePr>")
add(
    "footnotes of all sections numbered ①",
    _NOTED,
    parts=notes(),
    settings='<w:footnotePr><w:numFmt w:val="decimalEnclosedCircle"/></w:footnotePr>',
)
add(
    "footnote with a mark of its own",
    f"<w:p>{run('正文')}{note(' w:customMarkFollows=' + chr(34) + '1' + chr(34), '<w:t>*</w:t>')}</w:p>",
    parts=notes(),
)
add(
    "footnote in a cell",
    table([3000, 3000], row(cell(f"<w:p>{run('甲')}{note()}</w:p>", 3000), cell("乙", 3000))),
    parts=notes(),
)
add("footnote on the page before the last", _NOTED + paragraph("次页", "<w:pageBreakBefore/>"), parts=notes())

# --- how text and paragraphs look ---------------------------------------------------------------------------------------

add(
    "bold of a style within a bold style",
    paragraph(run("标题") + run("强调", '<w:rStyle w:val="Strong"/>'), '<w:pStyle w:val="Heading1"/>'),
    styles='<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>',
)
add(
    "text hidden by its style",
    paragraph(run("见") + run("藏", '<w:rStyle w:val="Off"/>')),
    styles=('<w:style w:type="character" w:styleId="Off"><w:name w:val="Off"/><w:rPr><w:vanish/></w:rPr></w:style>'),
)
_OFF = "<w:rPr><w:vanish/></w:rPr>"
add("paragraph hidden", paragraph("见") + paragraph(run("藏", "<w:vanish/>"), _OFF))
add("paragraph whose end is hidden", paragraph(run("见"), _OFF) + paragraph("接着"))
add("text of no colour on black", paragraph(run("深底"), '<w:shd w:val="clear" w:color="auto" w:fill="1F3864"/>'))
add(
    "text of a colour on black",
    paragraph(run("深底", '<w:color w:val="FFFFFF"/>'), '<w:shd w:val="clear" w:color="auto" w:fill="1F3864"/>'),
)
add(
    "text of no colour on a black cell",
    table([3000], row(cell("深底", 3000, '<w:shd w:val="clear" w:color="auto" w:fill="000000"/>'))),
)
add("cell shaded solid", table([3000], row(cell("底", 3000, '<w:shd w:val="solid" w:color="00FF00" w:fill="auto"/>'))))
add("text underlined in red", paragraph(run("红线", '<w:u w:val="single" w:color="FF0000"/>')))
add(
    "text in two versions for two programs",
    '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="w14"><w:t>新</w:t>'
    "</mc:Choice><mc:Fallback><w:t>旧</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>",
)
add(
    "underlined tabs",
    f'<w:p>{run("姓名：")}<w:r><w:rPr><w:u w:val="single"/></w:rPr><w:tab/><w:tab/></w:r>{run("完")}</w:p>',
)
_BELOW = '<w:pBdr><w:bottom w:val="single" w:sz="8" w:space="1" w:color="auto"{}/></w:pBdr>'
add(
    "two paragraphs with a line below",
    paragraph(run("甲"), _BELOW.format("")) + paragraph(run("乙"), _BELOW.format("")),
)
add(
    "two paragraphs of a style with a line below",
    paragraph(run("甲"), '<w:pStyle w:val="Lined"/>') + paragraph(run("乙"), '<w:pStyle w:val="Lined"/>'),
    styles='<w:style w:type="paragraph" w:styleId="Lined"><w:name w:val="Lined"/>'
    f"<w:pPr>{_BELOW.format('')}</w:pPr></w:style>",
)
add("paragraph with a line that has a shadow", paragraph(run("影"), _BELOW.format(' w:shadow="1"')))

# --- pages and fields ---------------------------------------------------------------------------------------------------

add(
    "page with characters snapped to a grid",
    paragraph(LONG),
    ending='<w:docGrid w:type="snapToChars" w:linePitch="579" w:charSpace="2000"/>',
)
add(
    "columns that end on one height",
    f"{paragraph('头')}<w:p><w:pPr><w:sectPr>{PAGE}</w:sectPr></w:pPr>{run('前节')}</w:p>{paragraph(LONG)}<w:p><w:pPr><w:sectPr>"
    f'<w:type w:val="continuous"/>{PAGE}<w:cols w:num="2" w:space="425"/></w:sectPr></w:pPr>{run(LONG)}</w:p>',
    section='<w:type w:val="continuous"/>',
)
add("page with hyphenated words", paragraph("hyphenation " * 20), settings="<w:autoHyphenation/>")
for _code in ("PAGE \\* CHINESENUM3", "PAGE \\* ArabicDash", "NUMPAGES \\* roman"):
    add(
        f"field {_code} in a footer",
        paragraph("正文"),
        parts=running("footer", f"<w:p>{complex_field(_code)}</w:p>"),
        section=reference("footer"),
    )
for _code in ("SEQ 表 \\* CHINESENUM3", "SEQ 表 \\h", "SEQ 表 \\r 5", "PAGE \\* CHINESENUM3"):
    add(f"field {_code}", f"<w:p>{run('甲')}{complex_field(_code)}{run('乙')}</w:p>")
add(
    "field REF to a place's number",
    f'<w:p><w:bookmarkStart w:id="1" w:name="处"/>{run("此处")}<w:bookmarkEnd w:id="1"/>'
    + complex_field("REF 处 \\r")
    + "</w:p>",
)
_LOCKED = ('w:fldCharType="begin"', 'w:fldCharType="begin" w:fldLock="1"')
add(
    "field that is locked",
    paragraph("正文"),
    parts=running("footer", f"<w:p>{complex_field('NUMPAGES').replace(*_LOCKED)}</w:p>"),
    section=reference("footer"),
)
add(
    "field within a field's code",
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "</w:instrText></w:r>'
    f'{complex_field("PAGE")}<w:r><w:instrText>" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    f'{run("链接")}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
)
add("altChunk", '<w:altChunk r:id="chunk"/>', parts={"chunk.html": Part("<html>外来</html>", "text/html", "aFChunk")})
add(
    "object of another program",
    '<w:p><w:r><w:object><o:OLEObject Type="Embed" ProgID="Equation.3"/></w:object></w:r></w:p>',
)
