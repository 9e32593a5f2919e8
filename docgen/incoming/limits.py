"""How large what comes from outside may be. Every bound is several times the largest honest thing we know of its kind."""

from __future__ import annotations

from dataclasses import dataclass

KB, MB, GB = 1 << 10, 1 << 20, 1 << 30


@dataclass(frozen=True, slots=True)
class Packed:
    """Of a packed file: bytes packed, of one part and of all unpacked, how many parts, unpacked to packed of one."""

    packed: int
    part: int
    unpacked: int
    parts: int
    ratio: int


SETTINGS = 256 * KB
"""docgen.toml; as docgen init makes it, it has 2 KB."""
ACTIVITY = 1 * MB
"""activity.toml; the largest that ships has some 70 KB."""
DATA = 4 * MB
"""The data of one paper; the longest honest file has some 100 KB."""
RECORD = 128 * MB
"""What docgen wrote for itself as JSON or text, and somebody may have changed: 5,000 items of an archive are some 20 MB."""
LINE = 4 * KB
"""A file that docgen wrote one line into, such as an archive's edition in force."""
SCAN = 2 * GB
"""A PDF of scanned pages; read in pieces."""
CREDENTIAL = 1 * MB
"""A certificate with its key, and those that vouch for it; some 10 KB."""
PICTURE = 512 * MB
"""A photo or a scan as a picture, or many in one TIFF; read whole."""
PHOTO = 64 * MB
"""A picture that goes into a paper, as a telephone takes it; the largest have some 30 MB."""
TEMPLATE = Packed(packed=20 * MB, part=32 * MB, unpacked=64 * MB, parts=2000, ratio=300)
"""A .docx, as a template or edited by hand; Word's own XML packs about 1 : 20."""
WORKBOOK = Packed(packed=200 * MB, part=300 * MB, unpacked=GB, parts=10_000, ratio=2_000)
"""An .xlsx or .ods: 10,000 people in 2,500 groups are some 30 MB unpacked; rows of nothing pack 1 : 1000, the most there is."""
LISTING = Packed(packed=64 * MB, part=256 * MB, unpacked=512 * MB, parts=100, ratio=2_000)
"""The catalogue of an archive as a table; docgen wrote it, and whoever sends the archive may have changed it."""
CELL = 32_767
"""Characters of a cell: what Excel and WPS allow, and as many as a text of a data file may have."""

MEMORY = GB
"""Bytes that a child may take which reads what comes from outside."""


def seconds(size: int = 0) -> float:
    """Return how long such a child may take over so many bytes: a thick scan is large, a trap is small."""
    return 30.0 + 5.0 * size / MB
