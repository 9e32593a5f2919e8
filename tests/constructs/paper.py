"""A Word paper with one construct in it, and the register of all."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.papers import paragraph

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
TYPE = "application/vnd.openxmlformats-officedocument"
SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": f"{_OFFICE}/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "m": f"{_OFFICE}/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w10": "urn:schemas-microsoft-com:office:word",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "wpc": "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas",
}
NAMESPACES = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in SPACES.items())
PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="851" w:footer="992" w:gutter="0"/>'
)


@dataclass(frozen=True)
class Part:
    """A part beside the document: what is in it, its content type, its kind of relationship."""

    content: str | bytes
    type: str
    kind: str


@dataclass(frozen=True)
class Construct:
    """A paper with one construct in it."""

    body: str
    parts: Mapping[str, Part] = field(default_factory=dict)
    """By their names below ``word/``; the relationship's id is the name without its ending."""
    styles: str = ""
    settings: str = ""
    numbering: str = ""
    section: str = ""
    """In front of the page's size."""
    page: str = PAGE
    ending: str = ""
    """Behind the page's margins."""
    before: str = ""
    """In front of the body's tag."""

    def docx(self) -> bytes:
        """The paper as a .docx, a line of text before the construct and one behind it."""
        own = {
            "styles.xml": Part(f"<w:styles {NAMESPACES}>{_STYLES}{self.styles}</w:styles>", word("styles"), "styles"),
            "settings.xml": Part(
                f"<w:settings {NAMESPACES}>{self.settings}<w:compat>{_MODERN}</w:compat></w:settings>",
                word("settings"),
                "settings",
            ),
        }
        if self.numbering:
            own["numbering.xml"] = Part(
                f"<w:numbering {NAMESPACES}>{self.numbering}</w:numbering>", word("numbering"), "numbering"
            )
        parts = own | dict(self.parts)
        body = f"{paragraph('前一行')}{self.body}{paragraph('后一行')}"
        document = (
            f'<w:document {NAMESPACES} mc:Ignorable="w14 w15">{self.before}<w:body>{body}'
            f"<w:sectPr>{self.section}{self.page}{self.ending}</w:sectPr></w:body></w:document>"
        )
        types = "".join(
            f'<Override PartName="/word/{name}" ContentType="{part.type}"/>' for name, part in parts.items()
        )
        links = "".join(
            f'<Relationship Id="{name.rpartition("/")[2].partition(".")[0]}" Type="{_OFFICE}/relationships/{part.kind}" '
            f'Target="{name}"/>'
            for name, part in parts.items()
            if part.kind
        )
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(
                "[Content_Types].xml",
                f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.'
                'openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
                f'ContentType="{word("document.main")}"/>{types}</Types>',
            )
            archive.writestr(
                "_rels/.rels",
                f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="d" '
                f'Type="{_OFFICE}/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
            )
            archive.writestr(
                "word/_rels/document.xml.rels",
                f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>',
            )
            archive.writestr("word/document.xml", document)
            for name, part in parts.items():
                archive.writestr(f"word/{name}", part.content)
        return out.getvalue()


def word(name: str) -> str:
    return f"{TYPE}.wordprocessingml.{name}+xml"


_MODERN = '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
_STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="仿宋" w:hAnsi="仿宋" w:eastAsia="仿宋"/><w:sz w:val="28"/>'
    '</w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
    '<w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>'
    '<w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
)

CONSTRUCTS: dict[str, Construct] = {}


def add(name: str, body: str, **more: object) -> None:
    """Put a construct into the corpus."""
    assert name not in CONSTRUCTS, name
    CONSTRUCTS[name] = Construct(body, **more)  # type: ignore[arg-type]


def running(kind: str, content: str, name: str = "") -> dict[str, Part]:
    """A header or footer."""
    tag = "hdr" if kind == "header" else "ftr"
    named = name or f"{kind}1"
    return {f"{named}.xml": Part(f"<w:{tag} {NAMESPACES}>{content}</w:{tag}>", word(kind), kind)}


def reference(kind: str, when: str = "default", name: str = "") -> str:
    return f'<w:{kind}Reference w:type="{when}" r:id="{name or kind + "1"}"/>'


LONG = "天地玄黄宇宙洪荒日月盈昃辰宿列张" * 4
