"""A report with a contents page as Word writes it: a cover, contents numbered i, ii, a text numbered from 1, three levels."""

from __future__ import annotations

from tests.papers import MARGINS, docx, field, paragraph, run

LEVELS = ("chineseCounting:%1、", "chineseCounting:（%2）", "decimal:%3.")
SOUND = "本校图书馆年度工作围绕读者服务展开，各部门按计划完成了采编、流通、阅览与数字资源建设等任务，并对存在的问题作了分析。"


def styles(*, entries: tuple[int, ...] = (1, 2, 3)) -> str:
    """Headings that are numbered by their styles, and 目录 1 to 3 with their tab stops."""
    heading = "".join(
        f'<w:style w:type="paragraph" w:styleId="{level}"><w:name w:val="heading {level}"/><w:basedOn w:val="a"/><w:pPr>'
        f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="{level - 1}"/></w:pPr>'
        "</w:style>"
        for level in (1, 2, 3)
    )
    listed = "".join(
        f'<w:style w:type="paragraph" w:styleId="TOC{level}"><w:name w:val="toc {level}"/><w:basedOn w:val="a"/><w:pPr>'
        f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="8834"/></w:tabs><w:ind w:left="{420 * (level - 1)}"/></w:pPr>'
        "</w:style>"
        for level in entries
    )
    return (
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:rPr><w:rFonts w:ascii="仿宋" '
        f'w:hAnsi="仿宋" w:eastAsia="仿宋"/><w:sz w:val="28"/></w:rPr></w:style>{heading}{listed}'
    )


def numbering() -> str:
    """一、（一）1."""
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{one.partition(":")[0]}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{one.partition(":")[2]}"/><w:lvlJc w:val="left"/></w:lvl>'
        for at, one in enumerate(LEVELS)
    )
    return f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'


def heading(level: int, text: str) -> str:
    """A heading."""
    return f'<w:p><w:pPr><w:pStyle w:val="{level}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


def text(count: int) -> str:
    """Some paragraphs of text."""
    return paragraph(run(SOUND * 3, size=28), '<w:ind w:firstLine="560"/>') * count


def entry(level: int, said: str, page: str, bookmark: str = "_Toc1", before: str = "", after: str = "") -> str:
    """An entry as Word writes it."""
    number = field(f"PAGEREF {bookmark} \\h", page)
    return (
        f'<w:p><w:pPr><w:pStyle w:val="TOC{level}"/></w:pPr>{before}<w:hyperlink w:anchor="{bookmark}" w:history="1">'
        f"<w:r><w:t>{said}</w:t></w:r><w:r><w:tab/></w:r>{number}</w:hyperlink>{after}</w:p>"
    )


def mark(kind: str) -> str:
    """A mark of a field."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def toc(code: str = 'TOC \\o "1-3" \\h \\z \\u', *entries: tuple[int, str, str]) -> str:
    """A contents page as Word keeps it in a control, with entries of an old text."""
    begin = f'{mark("begin")}<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>{mark("separate")}'
    old = entries or ((1, "旧的标题", "7"), (2, "又一个", "9"))
    title = paragraph(run("目  录", size=32), '<w:jc w:val="center"/>')
    lines = "".join(entry(*one, before="" if index else begin) for index, one in enumerate(old))
    return (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{title}{lines}"
        f"<w:p>{mark('end')}</w:p></w:sdtContent></w:sdt>"
    )


def shapes() -> dict[str, str]:
    """How programs and people leave a contents field behind: bodies of papers with the same two headings."""
    whole, end = toc(), mark("end")
    bare = whole.partition("<w:sdtContent>")[2].partition(f"<w:p>{end}</w:p>")[0]
    first = f'<w:p><w:pPr><w:pStyle w:val="1"/><w:pageBreakBefore/></w:pPr>{{}}{run("总则")}</w:p>'
    apart, broken = first.format(""), '<w:r><w:br w:type="page"/></w:r>'
    following = text(9) + heading(2, "范围")
    width = '<w:tcPr><w:tcW w:w="8844" w:type="dxa"/></w:tcPr>'
    in_table = (
        '<w:tbl><w:tblPr><w:tblW w:w="8844" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol w:w="8844"/></w:tblGrid>'
        f"<w:tr><w:tc>{width}{bare}<w:p>{end}</w:p></w:tc></w:tr></w:tbl>"
    )
    cut = whole.replace(" TOC ", " TO</w:instrText></w:r><w:r><w:instrText>C ")
    said = paragraph(run("范围", size=28))
    return {
        "ended in its own paragraph": whole + apart + following,
        "ended in a heading": bare + first.format(end) + following,
        "ended before a page break": f"{bare}<w:p>{end}{broken}</w:p>{heading(1, '总则')}{following}",
        "ended in its last entry": bare.removesuffix("</w:p>") + end + "</w:p>" + apart + following,
        "ended with a section": f"{bare}{section().replace('</w:pPr>', '</w:pPr>' + end)}{heading(1, '总则')}{following}",
        "in a cell": in_table + apart + following,
        "its code cut up": cut + apart + following,
        "words of a heading in the text": whole + apart + said + following + said,
    }


def section(numbers: str = "", footer: str = '<w:footerReference w:type="default" r:id="footer1"/>') -> str:
    """The end of a section, in a paragraph of its own."""
    return f"<w:p><w:pPr><w:sectPr>{footer}{MARGINS}{numbers}</w:sectPr></w:pPr></w:p>"


def chapters(count: int, *, paragraphs: int = 4) -> str:
    """Chapters with two sections each, the first of which has two points."""
    return "".join(
        heading(1, f"第{number}项工作")
        + text(paragraphs)
        + heading(2, "基本情况")
        + text(paragraphs)
        + heading(3, "人员")
        + text(1)
        + heading(3, "经费")
        + text(paragraphs)
        + heading(2, "存在的问题")
        + text(paragraphs)
        for number in range(1, count + 1)
    )


FOOTER = f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{field("PAGE")}</w:p>'


def simple(contents: str, body: str) -> bytes:
    """A paper of one section: a contents page, a page break, a text."""
    following = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    return docx(contents + following + body, styles=styles(), numbering=numbering(), footers=(FOOTER,))


def report(numbers: str = '<w:pgNumType w:fmt="upperRoman" w:start="1"/>', count: int = 4) -> bytes:
    """A cover, contents with numbers of their own, a text of three pages a chapter that begins with page 1."""
    cover = paragraph(run("图书馆工作报告", size=52), '<w:spacing w:before="3000"/><w:jc w:val="center"/>') + section(
        "", ""
    )
    text_of = chapters(count)
    made = cover + toc() + section(numbers) + text_of
    ending = '<w:pgNumType w:start="1"/>'
    return docx(made, styles=styles(), numbering=numbering(), footers=(FOOTER,), ending=ending)
