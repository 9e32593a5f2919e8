"""A packed file, such as .docx, .xlsx and .ods: its directory is held against bounds before a part is unpacked.

A directory may lie about sizes, places and names. ``zipfile`` never unpacks more of a part than the directory says, so what it
says is what a file can cost.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.incoming.whole import Refused, Why
from docgen.messages import _

if TYPE_CHECKING:
    from docgen.incoming.limits import Packed

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,  # a directory whose places lie before the file's beginning
    KeyError,
    struct.error,
)
"""What comes of a packed file that is none, is damaged, or is locked."""
_ALWAYS_LOOKED_AT = 1 << 20
"""Bytes of a part, unpacked, up to which it may be packed as well as it likes."""


@contextmanager
def opened(name: str | Path, source: Path | bytes, bounds: Packed) -> Iterator[zipfile.ZipFile]:
    """Open a packed file whose directory keeps within its bounds; ``name`` is what messages call it. Raise Refused."""
    try:
        archive = zipfile.ZipFile(BytesIO(source) if isinstance(source, bytes) else source)
    except BROKEN as error:
        raise _damaged(name) from error
    with archive:
        _judge(name, archive, bounds)
        yield archive


def parts(name: str | Path, source: bytes, bounds: Packed) -> dict[str, bytes]:
    """Return the parts of a packed file in their order, each read to its end and held against its checksum. Raise Refused."""
    with opened(name, source, bounds) as archive:
        try:
            return {one.filename: archive.read(one) for one in archive.infolist() if not one.is_dir()}
        except BROKEN as error:
            raise _damaged(name) from error


def _judge(name: str | Path, archive: zipfile.ZipFile, bounds: Packed) -> None:
    entries = archive.infolist()
    if len(entries) > bounds.parts or sum(one.file_size for one in entries) > bounds.unpacked:
        raise _too_much(name, _("it unpacks to more than {limit} MB").format(limit=bounds.unpacked >> 20))
    seen: set[str] = set()
    for one in entries:
        is_bomb = one.file_size > _ALWAYS_LOOKED_AT and one.file_size > bounds.ratio * max(1, one.compress_size)
        if one.file_size > bounds.part or is_bomb:
            raise _too_much(name, _("{part} unpacks to too much").format(part=one.filename))
        called = one.filename.replace("\\", "/").casefold()  # whoever unpacks it, and Word, may tell apart no more
        if called in seen or one.filename.startswith("/") or ".." in one.filename.split("/"):
            raise _damaged(name, _("{part} is no proper name of a part").format(part=one.filename))
        if one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _damaged(name, _("{part} is packed in an unusual way").format(part=one.filename))
        seen.add(called)


def _too_much(name: str | Path, reason: str) -> Refused:
    return Refused(name, Why.TOO_LARGE, reason, hint=_("Look whether the right file was chosen."))


def _damaged(name: str | Path, reason: str = "") -> Refused:
    return Refused(
        name,
        Why.DAMAGED,
        reason or _("the file is damaged"),
        hint=_("Open it in the program it was made with and save it again, or use a backup copy."),
    )
