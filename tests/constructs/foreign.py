"""Constructs of templates as upper offices, Word and WPS leave them: what of a line, a section or a page is drawn in a way of its own."""

from __future__ import annotations

from tests.constructs.paper import LONG, PAGE, add, reference, running
from tests.papers import cell, field, paragraph, row, run, table

JUSTIFIED = '<w:jc w:val="both"/>'
_BREAK, _TAB = "<w:r><w:br/></w:r>", "<w:r><w:tab/></w:r>"

# --- lines --------------------------------------------------------------------------------------------------------------

_SHORT = "甲方承诺按期完成各项目标"
add("justified text with a line broken by hand", paragraph(run(_SHORT) + _BREAK + run("乙方督促 abc"), JUSTIFIED))
add(
    "justified text with a line broken by hand beside a tab",
    paragraph(run(_SHORT) + _BREAK + run("乙方") + _TAB + run("丙方"), JUSTIFIED),
)
add(
    "justified text with a line broken by hand beside a right tab",
    paragraph(
        run(_SHORT) + _BREAK + run("乙方") + _TAB + run("丙方"),
        f'<w:tabs><w:tab w:val="right" w:pos="8000"/></w:tabs>{JUSTIFIED}',
    ),
)
add(
    "justified text with a line broken by hand where Word is told not to stretch it",
    paragraph(run(_SHORT) + _BREAK + run("乙方") + _TAB + run("丙方"), JUSTIFIED),
    settings="<w:compat><w:doNotExpandShiftReturn/></w:compat>",
)
add(
    "justified text that hangs behind a tab",
    paragraph(
        run("一、") + _TAB + run(LONG),
        f'<w:tabs><w:tab w:val="left" w:pos="1000"/></w:tabs><w:ind w:left="1000" w:hanging="1000"/>{JUSTIFIED}',
    ),
)
add("justified text with a link", paragraph(run(LONG) + field('HYPERLINK "http://a.b"', "链接") + run(LONG), JUSTIFIED))
_SPREAD = '<w:jc w:val="distribute"/>'
add("letters spread over a line", paragraph(run("学号20230012"), _SPREAD))

# --- colours ------------------------------------------------------------------------------------------------------------

add("colour by the theme alone", paragraph(run("红", '<w:color w:val="auto" w:themeColor="accent1"/>')))
add("colour by the theme and by value", paragraph(run("红", '<w:color w:val="C00000" w:themeColor="accent1"/>')))
add("black by the theme", paragraph(run("黑", '<w:color w:val="auto" w:themeColor="text1"/>')))

# --- sections and pages -------------------------------------------------------------------------------------------------


def _section(paragraphs: str, page: str = PAGE) -> str:
    """A section that ends with an empty paragraph."""
    return f"{paragraphs}<w:p><w:pPr><w:sectPr>{page}</w:sectPr></w:pPr></w:p>"


_GOES_ON = '<w:type w:val="continuous"/>'
add("section on the same page behind an empty paragraph", _section(paragraph("前节")), section=_GOES_ON)
add(
    "section on the same page with other margins",
    f"<w:p><w:pPr><w:sectPr>{PAGE}</w:sectPr></w:pPr>{run('前节')}</w:p>",
    section=_GOES_ON,
    page=PAGE.replace('w:left="1440"', 'w:left="2880"'),
)
add(
    "page with two columns of different widths",
    paragraph(LONG),
    ending='<w:cols w:num="2" w:equalWidth="0"><w:col w:w="3000" w:space="400"/><w:col w:w="5600"/></w:cols>',
)
add(
    "page with two columns of justified text",
    paragraph(LONG * 2, JUSTIFIED),
    ending='<w:cols w:num="2" w:space="425"/>',
)
_NUMBERED = {"section": reference("footer"), "parts": running("footer", f"<w:p>{field('PAGE')}</w:p>")}
add("page numbers with the chapter's", paragraph("文"), ending='<w:pgNumType w:chapStyle="1"/>', **_NUMBERED)
add(
    "page number of a footer made by Word",
    paragraph("文"),
    section=reference("footer"),
    parts=running(
        "footer",
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Page Numbers (Bottom of Page)"/></w:docPartObj></w:sdtPr>'
        f'<w:sdtContent><w:p><w:pPr><w:jc w:val="center"/></w:pPr>{field("PAGE")}</w:p></w:sdtContent></w:sdt><w:p/>',
    ),
)
add(
    "page number in a frame",
    paragraph("文"),
    section=reference("footer"),
    parts=running(
        "footer",
        '<w:p><w:pPr><w:framePr w:wrap="around" w:vAnchor="text" w:hAnchor="margin" w:xAlign="center" w:y="1"/></w:pPr>'
        f"{field('PAGE')}</w:p><w:p/>",
    ),
)
add(
    "page whose text runs over its header",
    paragraph("文"),
    section=reference("header"),
    parts=running("header", paragraph("眉")),
    page=PAGE.replace('w:top="1440"', 'w:top="-1440"'),
)

# --- tables -------------------------------------------------------------------------------------------------------------

_TABLE = table([3000, 3000], row(cell("甲", 3000), cell("乙", 3000)))
add("table without widths of its columns", _TABLE.replace('<w:gridCol w:w="3000"/>', "<w:gridCol/>"))
add(
    "table whose style aligns a column",
    _TABLE.replace("<w:tblW", '<w:tblStyle w:val="Aligned"/><w:tblW'),
    styles='<w:style w:type="table" w:styleId="Aligned"><w:name w:val="Aligned"/><w:tblStylePr w:type="lastCol"><w:pPr>'
    '<w:jc w:val="right"/></w:pPr></w:tblStylePr></w:style>',
)
