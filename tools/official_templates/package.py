"""The file around a layout: content types, relationships, settings, properties, footers; nothing that is not needed."""

from __future__ import annotations

import zipfile
from io import BytesIO

from tools.official_templates.styles import FANGSONG, HEI, KAI, NAMESPACE, SONG, TITLE, styles
from tools.official_templates.wordml import field, paragraph, runs

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONSHIPS = f'xmlns:r="{_OFFICE}/relationships"'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"

_OVERRIDES = {
    "/word/document.xml": f"{_WORD}.document.main+xml",
    "/word/styles.xml": f"{_WORD}.styles+xml",
    "/word/settings.xml": f"{_WORD}.settings+xml",
    "/word/fontTable.xml": f"{_WORD}.fontTable+xml",
    "/word/footer1.xml": f"{_WORD}.footer+xml",
    "/word/footer2.xml": f"{_WORD}.footer+xml",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
}

_SETTINGS = (
    f"<w:settings {NAMESPACE}>"
    '<w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
    '<w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    "</w:compat>"
    '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
    "</w:settings>"
)

# What Word falls back to where a family is not installed.
_ALTERNATIVES = {FANGSONG: "FangSong", KAI: "KaiTi", HEI: "SimHei", SONG: "SimSun", TITLE: "FZXiaoBiaoSong-B05S"}


def package(body: str, *, title: str, subject: str, numbered: bool = True) -> bytes:
    """Return the .docx of a body (with its section properties at the end).

    ``title`` and ``subject`` are its core properties, and may hold placeholders.
    """
    parts = {
        "[Content_Types].xml": _content_types(numbered),
        "_rels/.rels": _relationships(
            ("rId1", f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
            ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ("rId3", f"{_OFFICE}/relationships/extended-properties", "docProps/app.xml"),
        ),
        "word/document.xml": f"<w:document {NAMESPACE} {_RELATIONSHIPS}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relationships(
            ("rId1", f"{_OFFICE}/relationships/styles", "styles.xml"),
            ("rId2", f"{_OFFICE}/relationships/settings", "settings.xml"),
            ("rId3", f"{_OFFICE}/relationships/fontTable", "fontTable.xml"),
            *(
                (
                    ("rId10", f"{_OFFICE}/relationships/footer", "footer1.xml"),
                    ("rId11", f"{_OFFICE}/relationships/footer", "footer2.xml"),
                )
                if numbered
                else ()
            ),
        ),
        "word/styles.xml": styles(),
        "word/settings.xml": _SETTINGS,
        "word/fontTable.xml": _font_table(),
        "docProps/core.xml": (
            f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{title}</dc:title><dc:subject>{subject}</dc:subject><dc:creator>docgen</dc:creator>"
            "<dc:language>zh-CN</dc:language></cp:coreProperties>"
        ),
        "docProps/app.xml": f'<Properties xmlns="{_OFFICE}/extended-properties"><Application>docgen</Application></Properties>',
    }
    if numbered:
        # Odd pages are the outer right, even pages the outer left (GB/T 9704-2012 7.5).
        parts["word/footer1.xml"] = _footer("FooterOdd")
        parts["word/footer2.xml"] = _footer("FooterEven")
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, _XML + content)
    return out.getvalue()


def _content_types(numbered: bool) -> str:
    overrides = "".join(
        f'<Override PartName="{name}" ContentType="{type_}"/>'
        for name, type_ in _OVERRIDES.items()
        if numbered or "footer" not in name
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relationships(*rows: tuple[str, str, str]) -> str:
    inside = "".join(f'<Relationship Id="{id_}" Type="{type_}" Target="{target}"/>' for id_, type_, target in rows)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _font_table() -> str:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in _ALTERNATIVES.items()
    )
    return f"<w:fonts {NAMESPACE}>{fonts}</w:fonts>"


def _footer(style: str) -> str:
    number = paragraph(style=style, raw=runs("— ") + field("PAGE") + runs(" —"))
    return f"<w:ftr {NAMESPACE}>{number}</w:ftr>"
