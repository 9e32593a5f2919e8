"""The .docx as a file: is it fit to be opened, and how it is written again with a few parts changed.

A template comes from anywhere, so nothing in it is believed before it was looked at: size and ratio of every part here,
what the parts are in :mod:`~docgen.template.inspection`. Writing copies unchanged parts as the raw bytes they are in the
template, in the template's order, with one fixed date: the same input gives the same bytes.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

from docgen.errors import TemplateError
from docgen.incoming import Refused, Why, content, limits, packed
from docgen.markup import TYPES
from docgen.messages import _
from docgen.template.inspection import admitted, fault_of, unfit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CORE = "docProps/core.xml"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
"""How a file of Office before 2007 begins, and one that a password protects."""

_LEVEL = 3
"""Of deflate: a third of the time of the usual 6 for 7 % more of a paper's size."""

_LOCAL = struct.Struct("<4sHHHHHLLLHH")
_CENTRAL = struct.Struct("<4sBBHHHHHLLLHHHHHLL")
_END = struct.Struct("<4sHHHHLLH")
_DATE = 1 << 5 | 1
"""1980-01-01, the earliest a zip can say."""
_UTF8 = 0x800


def read(name: str, raw: bytes) -> tuple[bytes, dict[str, bytes]]:
    """Return a .docx that is fit to be opened, and its parts in their order.

    It is ``raw`` itself where all in it is usual, else a copy without what does not belong into a paper. ``name`` is what
    messages call the file. Raise TemplateError, with what to do, for anything else.
    """
    if len(raw) > limits.TEMPLATE.packed:
        raise unfit(name, _("the file is larger than {limit} MB").format(limit=limits.TEMPLATE.packed >> 20))
    if raw.startswith(OLE):
        raise TemplateError(
            _("{name}: this is an old .doc or an encrypted file, not a .docx").format(name=name),
            hint=_("Open it in Word or WPS and save it as .docx, without a password."),
        )
    try:
        parts = packed.parts(name, raw, limits.TEMPLATE)
    except Refused as error:
        if isinstance(error.__cause__, packed.BROKEN):
            raise TemplateError(
                _("{name}: this is no Word file, or it is damaged").format(name=name),
                hint=_("Open it in Word or WPS and save it as .docx, without a password."),
            ) from error
        raise unfit(name, error.reason) from error
    if TYPES not in parts:
        raise unfit(name, _("there is no document in it"))
    if any(part.startswith("xl/") for part in parts):
        raise TemplateError(
            _("{name}: this is a workbook, not a Word file").format(name=name),
            hint=_("Save it as .xlsx in Excel or WPS: a form is filled with --template FORM.xlsx -o FILE.xlsx."),
        )
    usual = admitted(name, parts)
    return (raw, parts) if usual == parts else (Repacker.of(usual), usual)


def require_openable(path: Path) -> None:
    """Refuse a .docx that somebody edited and Word could not open, or that would burst. Raise Refused."""
    parts = packed.parts(path, content(path, limits.TEMPLATE.packed), limits.TEMPLATE)
    try:
        reason = fault_of(path.name, parts) if TYPES in parts else _("there is no document in it")
    except TemplateError as error:
        reason = error.message
    if reason:
        hint = _("Open it in Word or WPS and save it again; or delete it, and docgen makes it anew.")
        raise Refused(path, Why.DAMAGED, reason, hint=hint)


class Repacker:
    """Writes a package again and again with some parts changed; what does not change is prepared once."""

    def __init__(self, raw: bytes, changing: frozenset[str]) -> None:
        """Prepare the package ``raw``, already read by :func:`read`; ``changing`` are names of parts."""
        self._pieces: list[tuple[str, bytes, bytes]] = []
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            for entry in archive.infolist():
                if entry.is_dir():
                    continue
                if entry.filename in changing:
                    self._pieces.append((entry.filename, b"", b""))
                    continue
                start = entry.header_offset
                name_length, extra_length = struct.unpack_from("<HH", raw, start + 26)
                start += _LOCAL.size + name_length + extra_length
                packed = raw[start : start + entry.compress_size]
                head, record = _headers(entry.filename, entry.compress_type, entry.CRC, len(packed), entry.file_size)
                self._pieces.append((entry.filename, head + packed, record))

    @classmethod
    def of(cls, parts: Mapping[str, bytes]) -> bytes:
        """Return a package of these parts, in their order."""
        empty = BytesIO()
        with zipfile.ZipFile(empty, "w") as archive:
            for name in parts:
                archive.writestr(zipfile.ZipInfo(name), b"")
        return cls(empty.getvalue(), frozenset(parts)).write(parts)

    def write(self, parts: Mapping[str, bytes]) -> bytes:
        """Return the package with these contents for the changing parts; parts that it has not come last."""
        out: list[bytes] = []
        directory: list[bytes] = []
        offset = 0
        known = {name for name, _piece, _record in self._pieces}
        pieces = [*self._pieces, *((name, b"", b"") for name in parts if name not in known)]
        for name, piece, record in pieces:
            if not piece:
                content = parts[name]
                method, packed = _packed(name, content)
                head, record = _headers(name, method, zlib.crc32(content), len(packed), len(content))
                piece = head + packed
            out.append(piece)
            # The place of the local header is the last word of the fixed part of a directory record.
            directory += (record[: _CENTRAL.size - 4], struct.pack("<L", offset), record[_CENTRAL.size :])
            offset += len(piece)
        index = b"".join(directory)
        count = len(pieces)
        return b"".join((*out, index, _END.pack(b"PK\5\6", 0, 0, count, count, len(index), offset, 0)))


def _packed(name: str, content: bytes) -> tuple[int, bytes]:
    if name.startswith("word/media/"):  # a picture, which is packed already
        return zipfile.ZIP_STORED, content
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    return zipfile.ZIP_DEFLATED, packer.compress(content) + packer.flush()


def _headers(name: str, method: int, crc: int, packed: int, size: int) -> tuple[bytes, bytes]:
    encoded = name.encode()
    flag = 0 if name.isascii() else _UTF8
    return (
        _LOCAL.pack(b"PK\3\4", 20, flag, method, 0, _DATE, crc, packed, size, len(encoded), 0) + encoded,
        _CENTRAL.pack(
            b"PK\1\2", 20, 3, 20, flag, method, 0, _DATE, crc, packed, size, len(encoded), 0, 0, 0, 0, 0o600 << 16, 0
        )
        + encoded,
    )
