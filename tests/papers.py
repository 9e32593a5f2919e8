"""Small Word papers built in code, and where a PDF's characters stand: for the tests of fonts and engines."""

from __future__ import annotations

import ctypes
import io
import zipfile
from dataclasses import dataclass
from html import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NS = f'xmlns:w="{W}" xmlns:r="{R}"'
MARGINS = (
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1588" '
    'w:header="851" w:footer="992" w:gutter="0"/>'
)
"""A4 by GB/T 9704-2012, 5.2: 37 mm above, 28 mm to the left, a type area of 156 mm × 225 mm."""
LEFT, WIDTH = 1588 / 20, (11906 - 1588 - 1474) / 20
"""Points: where the type area begins, how wide it is."""
FIXED = '<w:spacing w:line="578" w:lineRule="exact"/>'


def run(text: str, look: str = "", *, family: str = "仿宋", size: int = 32) -> str:
    """A run; ``size`` in half-points."""
    fonts = f'<w:rFonts w:ascii="{family}" w:hAnsi="{family}" w:eastAsia="{family}"/>'
    return (
        f'<w:r><w:rPr>{fonts}{look}<w:sz w:val="{size}"/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    )


def paragraph(runs: str, layout: str = "") -> str:
    """A paragraph of runs, or of plain text."""
    return f"<w:p><w:pPr>{layout}</w:pPr>{runs if runs.startswith('<') or not runs else run(runs)}</w:p>"


def cell(content: str, width: int, settings: str = "") -> str:
    """A table cell; ``width`` in twips."""
    inside = content if content.startswith("<w:p>") else paragraph(run(content, size=24))
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{settings}</w:tcPr>{inside}</w:tc>'


def row(*cells: str, settings: str = "") -> str:
    """A table row."""
    return f"<w:tr><w:trPr>{settings}</w:trPr>{''.join(cells)}</w:tr>"


def table(grid: list[int], *rows: str, settings: str = "") -> str:
    """A ruled table."""
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(grid)}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/>{settings}</w:tblPr><w:tblGrid>'
        + "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
        + f"</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def field(code: str, shown: str = "9") -> str:
    """A complex field."""
    mark = '<w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        mark.format("begin")
        + f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        + mark.format("separate")
        + run(shown, size=28)
        + mark.format("end")
    )


def docx(
    body: str,
    *,
    styles: str = "",
    numbering: str = "",
    footers: tuple[str, ...] = (),
    modern: bool = True,
    ending: str = "",
) -> bytes:
    """A .docx; footers are those of odd and even pages; ``modern`` is compatibility mode 15.

    ``ending`` stands behind the margins of the last section.
    """
    setting = (
        '<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    )
    settings = "<w:evenAndOddHeaders/>" * (len(footers) > 1) + setting * modern
    parts = {
        "styles": f"<w:styles {_NS}>{styles}</w:styles>",
        "settings": f"<w:settings {_NS}>{settings}</w:settings>",
        "numbering": f"<w:numbering {_NS}>{numbering}</w:numbering>",
    }
    kinds = {name: name for name in parts}
    section = MARGINS
    for index, (footer, when) in enumerate(zip(footers, ("default", "even"), strict=False), 1):
        parts[f"footer{index}"] = f"<w:ftr {_NS}>{footer}</w:ftr>"
        kinds[f"footer{index}"] = "footer"
        section = f'<w:footerReference w:type="{when}" r:id="footer{index}"/>{section}'
    parts["document"] = f"<w:document {_NS}><w:body>{body}<w:sectPr>{section}{ending}</w:sectPr></w:body></w:document>"
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kinds.get(name, "document.main")}+xml"/>'
        for name in parts
    )
    links = "".join(
        f'<Relationship Id="{name}" Type="{R}/{kind}" Target="{name}.xml"/>' for name, kind in kinds.items()
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="d" Type="{R}/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
        )
        archive.writestr(
            "word/_rels/document.xml.rels", f'<Relationships xmlns="{package}/relationships">{links}</Relationships>'
        )
        for name, xml in parts.items():
            archive.writestr(f"word/{name}.xml", f'<?xml version="1.0" encoding="UTF-8"?>{xml}')
    return out.getvalue()


@dataclass(frozen=True)
class Mark:
    """A character on a page: its origin in points from the upper left corner."""

    page: int
    x: float
    y: float
    text: str


def marks(pdf: bytes) -> list[Mark]:
    """Every visible character of a PDF in the order of its text."""
    import pypdfium2
    import pypdfium2.raw as raw

    found: list[Mark] = []
    high = ""
    document = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(document):
        text = page.get_textpage()
        for index in range(text.count_chars()):
            x, y = ctypes.c_double(), ctypes.c_double()
            raw.FPDFText_GetCharOrigin(text.raw, index, x, y)
            character = chr(raw.FPDFText_GetUnicode(text.raw, index))
            if "\ud800" <= character < "\udc00":  # beyond the basic plane pdfium gives halves
                high = character
                continue
            if "\udc00" <= character < "\ue000":
                character = (high + character).encode("utf-16", "surrogatepass").decode("utf-16")
            if character.strip() and not raw.FPDFText_IsGenerated(text.raw, index):
                found.append(Mark(number, x.value, page.get_height() - y.value, character))
        text.close()
        page.close()
    document.close()
    return found


def lines(pdf: bytes) -> list[tuple[int, float, float, float, str]]:
    """Lines of a PDF: page, height of the baseline, x of the first and of the last character, text."""
    found: list[tuple[int, float, float, float, str]] = []
    for mark in marks(pdf):
        if found:
            page, y, first, last, text = found[-1]
            if page == mark.page and abs(y - mark.y) < 1.5 and -1 < mark.x - last < 60:
                found[-1] = (page, y, first, mark.x, text + mark.text)
                continue
        found.append((mark.page, mark.y, mark.x, mark.x, mark.text))
    return found


def texts(pdf: bytes) -> list[str]:
    """The lines' text alone."""
    return [line[-1] for line in lines(pdf)]
