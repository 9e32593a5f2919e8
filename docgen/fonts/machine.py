"""The real faces on this machine: 仿宋, 楷体, 黑体, 宋体, 小标宋 as Windows, macOS, WPS or the clerk brought them.

Only the names of font files are read here, straight from their ``name`` and ``OS/2`` tables (ISO/IEC 14496-22): a system may
have a thousand. A file whose maker forbids embedding (``fsType`` bit 1) is passed over.
"""

from __future__ import annotations

import hashlib
import os
import struct
import subprocess
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING

from docgen.fonts.substitution import DESIGNS, RARE, STAND_INS, Design

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

VARIABLE = "DOCGEN_FONTS"
"""Folders to look in instead of the system's, as PATH separates them."""
_ENDINGS = frozenset((".ttf", ".ttc", ".otf", ".otc"))
_FAMILY, _TYPOGRAPHIC_FAMILY = 1, 16
_RESTRICTED, _ITALIC = 0x0002, 0x0001
_REGULAR = 400
_LARGEST = 1 << 20
"""Bytes of a table that is still looked at."""
_MOST = 100
"""Faces in a collection that is still looked at."""


@dataclass(frozen=True, slots=True)
class Installed:
    """A face on this machine: the file, its place in a collection, what it calls itself, how heavy it is."""

    path: Path
    index: int
    families: frozenset[str]
    weight: int

    @property
    def digest(self) -> str:
        """A hash of the file and the place in it."""
        return _digest(self.path, self.index)


@lru_cache(maxsize=16)
def _digest(path: Path, index: int) -> str:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    digest.update(bytes([index]))
    return digest.hexdigest()


def folders() -> tuple[Path, ...]:
    """Return where fonts are on this machine, or where ``DOCGEN_FONTS`` says."""
    if (chosen := os.environ.get(VARIABLE)) is not None:
        return tuple(Path(one) for one in chosen.split(os.pathsep) if one)
    return (*_own_folders(), *_common_folders())


def _own_folders() -> Iterator[Path]:
    """Yield where the user's own fonts are; nothing for one without a home, such as a service."""
    try:
        home = Path.home()
    except RuntimeError:
        return
    if sys.platform == "win32":
        yield Path(os.environ.get("LOCALAPPDATA") or home / "AppData/Local") / "Microsoft/Windows/Fonts"
    elif sys.platform == "darwin":
        yield home / "Library/Fonts"
    else:
        yield home / ".fonts"
        yield Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share") / "fonts"


def _common_folders() -> tuple[Path, ...]:
    if sys.platform == "win32":
        return (Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts",)
    if sys.platform == "darwin":
        return (Path("/Library/Fonts"), Path("/System/Library/Fonts"))
    return (Path("/usr/local/share/fonts"), Path("/usr/share/fonts"))


def real() -> Mapping[Design, Installed]:
    """Return the real face of each design that has one here."""
    here = known()
    found: dict[Design, Installed] = {}
    for design in DESIGNS:
        first = next((here[name.casefold()] for name in design.names if name.casefold() in here), None)
        if first is not None:
            found[design] = first
    return found


def rare() -> tuple[Installed, ...]:
    """Return the fonts of this machine that are asked for an ideograph which docgen's own lack, each once."""
    here = known()
    more = (here[name.casefold()] for name in RARE if name.casefold() in here)
    return tuple(dict.fromkeys((*real().values(), *more)))


def known() -> Mapping[str, Installed]:
    """Return every font of this machine that docgen knows a use for, by each of its names in lower case."""
    return _known(folders())


@lru_cache(maxsize=4)
def _known(places: tuple[Path, ...]) -> Mapping[str, Installed]:
    used = (*(design.names for design in DESIGNS), *STAND_INS.values(), RARE)
    wanted = {name.casefold() for names in used for name in names}
    known: dict[str, Installed] = {}
    for path in _files(places):
        for face in _faces(path):
            for name in face.families & wanted:
                known.setdefault(name, face)
                if abs(face.weight - _REGULAR) < abs(known[name].weight - _REGULAR):
                    known[name] = face
    return known


def _files(places: tuple[Path, ...]) -> Iterator[Path]:
    for place in places:
        if place.is_dir():
            yield from sorted(path for path in place.rglob("*") if path.suffix.lower() in _ENDINGS and path.is_file())


def _faces(path: Path) -> Iterator[Installed]:
    """Yield the upright faces of a file that may be embedded; nothing of one that cannot be read.

    Of the file only the directory and two tables are read, some kilobytes of many megabytes.
    """
    try:
        with path.open("rb") as file:
            for index, start in enumerate(_starts(file)):
                (count,) = struct.unpack(">H", _read(file, start + 4, 2))
                directory = struct.iter_unpack(">4sIII", _read(file, start + 12, 16 * count))
                tables = {
                    tag: _read(file, offset, length)
                    for tag, _sum, offset, length in directory
                    if tag in (b"name", b"OS/2") and length <= _LARGEST
                }
                about = tables[b"OS/2"]
                weight, kind = struct.unpack_from(">H", about, 4)[0], struct.unpack_from(">H", about, 8)[0]
                if not kind & _RESTRICTED and not struct.unpack_from(">H", about, 62)[0] & _ITALIC:
                    yield Installed(path, index, frozenset(_families(tables[b"name"])), weight)
    except (OSError, struct.error, KeyError):
        return


def _starts(file: IO[bytes]) -> tuple[int, ...]:
    """Return where the faces of a file begin: one, or those of a collection."""
    if _read(file, 0, 4) != b"ttcf":
        return (0,)
    (count,) = struct.unpack(">I", _read(file, 8, 4))
    return struct.unpack(f">{count}I", _read(file, 12, 4 * min(count, _MOST)))


def _read(file: IO[bytes], at: int, length: int) -> bytes:
    file.seek(at)
    return file.read(length)


def _families(table: bytes) -> Iterator[str]:
    """Yield the family names of a ``name`` table in all languages, case folded."""
    count, strings = struct.unpack_from(">HH", table, 2)
    for at in range(6, 6 + 12 * count, 12):
        platform, encoding, _language, name, length, offset = struct.unpack_from(">6H", table, at)
        if name not in (_FAMILY, _TYPOGRAPHIC_FAMILY):
            continue
        raw = table[strings + offset : strings + offset + length]
        if platform in (0, 3):
            code = "gb18030" if (platform, encoding) == (3, 3) else "utf-16-be"
        else:
            code = "gb18030" if encoding == 25 else "latin-1"  # a Macintosh's simplified Chinese
        yield raw.decode(code, "replace").strip("\0 ").casefold()


def installed() -> frozenset[str] | None:
    """Return the families that this machine has for Word or WPS to show, None where it cannot be told."""
    try:
        said = subprocess.run(
            ["fc-list", "--format", "%{family}\n"], capture_output=True, timeout=20, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    # fontconfig keeps names in UTF-8, whatever the locale.
    return frozenset(name.strip() for line in said.decode("utf-8", "replace").splitlines() for name in line.split(","))
