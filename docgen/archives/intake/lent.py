"""Faces lent to the reader for what a PDF names and does not bring along: Chinese, Japanese and Korean text.

Where no such font is on the machine, the reader draws nothing at all in its place, without a word. It is given ours and
asked again. On Windows and macOS it takes those of the system, which are always there.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from docgen import fonts
from docgen.archives.intake.refusal import Refusal
from docgen.messages import _

if TYPE_CHECKING:
    import pypdfium2

_SHOWN = 10
_CODE_PAGES = 0b11111 << 17
"""Bits of OS/2.ulCodePageRange1: Japanese, simplified Chinese, Korean, traditional Chinese, Korean (Johab)."""
_CODE_PAGES_AT = 78


@contextmanager
def faces(characters: str, folder: Path) -> Iterator[frozenset[str]]:
    """Let the reader draw with our faces what is not embedded; give the characters that they lack.

    No document may be open; ``folder`` holds the faces.
    """
    import pypdfium2.raw as pdfium

    wanted = {one for one in characters if ord(one) > 0x2E80 and one.isprintable()}
    if not wanted:
        yield frozenset()
        return
    found = fonts.prepare(wanted)
    for family, name in (("宋体", "song.ttf"), ("黑体", "hei.ttf")):
        (folder / name).write_bytes(_for_all(found.faces[found.family(family)].read_bytes()))
    place = ctypes.create_string_buffer(str(folder).encode())
    paths = (ctypes.POINTER(ctypes.c_char) * 2)(ctypes.cast(place, ctypes.POINTER(ctypes.c_char)))  # ends with null
    _begin_anew(pdfium.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=paths))
    try:
        yield found.missing & wanted
    finally:
        _begin_anew(pdfium.FPDF_LIBRARY_CONFIG(version=2))


def _begin_anew(config: object) -> None:
    import pypdfium2.raw as pdfium

    pdfium.FPDF_DestroyLibrary()
    pdfium.FPDF_InitLibraryWithConfig(config)


def _for_all(face: bytes) -> bytes:
    """Return a face that says of itself that it is for each of the scripts."""
    data = bytearray(face)
    (count,) = struct.unpack_from(">H", data, 4)
    for at in range(12, 12 + 16 * count, 16):
        if data[at : at + 4] == b"OS/2":
            (start,) = struct.unpack_from(">I", data, at + 8)
            (pages,) = struct.unpack_from(">I", data, start + _CODE_PAGES_AT)
            struct.pack_into(">I", data, start + _CODE_PAGES_AT, pages | _CODE_PAGES)
    return bytes(data)


def require_drawn(page: pypdfium2.PdfPage, lacking: frozenset[str]) -> None:
    """Refuse a page on which text stands whose font is neither in the file nor here: it would be drawn as nothing."""
    import pypdfium2.raw as pdfium

    text = page.get_textpage()
    try:
        for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]) if lacking else ():
            font = pdfium.FPDFTextObj_GetFont(one)
            length = pdfium.FPDFTextObj_GetText(one, text, None, 0)
            written = ctypes.create_string_buffer(length)
            pdfium.FPDFTextObj_GetText(one, text, ctypes.cast(written, ctypes.POINTER(ctypes.c_ushort)), length)
            found = set(written.raw.decode("utf-16-le", "replace")) & lacking
            if found and not pdfium.FPDFFont_GetIsEmbedded(font):
                raise Refusal(
                    _("it has text in a font that is neither in it nor here: {characters}").format(
                        characters="".join(sorted(found))[:_SHOWN]
                    ),
                    _("Save it anew with its fonts embedded, or scan the paper, and put that in its place."),
                )
    finally:
        text.close()
