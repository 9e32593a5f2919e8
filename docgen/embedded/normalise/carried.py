"""Faces inside the document, for systems where dxpdf has no fontconfig to ask (Windows, macOS)."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING

from docgen.embedded.normalise.parts import R
from docgen.markup import WORD as W

if TYPE_CHECKING:
    from docgen.embedded.faces import Faces

_SCHEME = uuid.UUID("0b2f6f0e-52a4-5d0b-9a53-6f4d9d1f2c11")
_TABLE = "word/fontTable.xml"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument"


def carry(parts: dict[str, bytes], fonts: Faces) -> dict[str, bytes]:
    """Put the faces into a package, scrambled as ISO/IEC 29500-1, 17.8.1 asks, with a font table of their own."""
    parts = {name: data for name, data in parts.items() if not re.match(r"^word/(?:_rels/)?fontTable\.xml", name)}
    entries: dict[str, str] = {}
    links = ""
    for index, (key, path) in enumerate(sorted(fonts.faces.items()), 1):
        family, _colon, style = key.partition(":")
        guid = uuid.uuid5(_SCHEME, path.name)
        scramble = guid.bytes[::-1]
        face = path.read_bytes()
        head = bytes(byte ^ scramble[i % 16] for i, byte in enumerate(face[:32]))
        parts[f"word/fonts/face{index}.odttf"] = head + face[32:]
        links += f'<Relationship Id="rId{index}" Type="{R}/font" Target="fonts/face{index}.odttf"/>'
        kind = "embedBold" if style else "embedRegular"
        link = f'<w:{kind} r:id="rId{index}" w:fontKey="{{{str(guid).upper()}}}"/>'
        # Regular stands before bold in the schema, and in the sorted keys.
        entries[family] = entries.get(family, "") + link
    fonts_xml = "".join(f'<w:font w:name="{family}">{links_}</w:font>' for family, links_ in entries.items())
    start = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    parts[_TABLE] = f'{start}<w:fonts xmlns:w="{W}" xmlns:r="{R}">{fonts_xml}</w:fonts>'.encode()
    parts["word/_rels/fontTable.xml.rels"] = (
        f'{start}<Relationships xmlns="{_RELATIONS}">{links}</Relationships>'.encode()
    )
    _declare(parts)
    return parts


def _declare(parts: dict[str, bytes]) -> None:
    types = parts["[Content_Types].xml"].decode("utf-8")
    types = re.sub(r'<Override[^>]*"/word/fontTable\.xml"[^>]*/>', "", types)
    types = re.sub(r'<Default[^>]*"odttf"[^>]*/>', "", types)
    added = (
        f'<Default Extension="odttf" ContentType="{_TYPE}.obfuscatedFont"/>'
        f'<Override PartName="/{_TABLE}" ContentType="{_TYPE}.wordprocessingml.fontTable+xml"/>'
    )
    parts["[Content_Types].xml"] = types.replace("</Types>", f"{added}</Types>").encode()
    name = "word/_rels/document.xml.rels"
    relations = re.sub(r'<Relationship [^>]*relationships/fontTable"[^>]*/>', "", parts[name].decode("utf-8"))
    link = f'<Relationship Id="rIdFaces" Type="{R}/fontTable" Target="fontTable.xml"/>'
    parts[name] = relations.replace("</Relationships>", f"{link}</Relationships>").encode()
