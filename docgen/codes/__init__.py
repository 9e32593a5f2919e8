"""A small code in the bottom margin of each page of a paper, so that its scan can be filed by itself; and what a code says.

:mod:`docgen.codes.drawing` puts codes on the pages of a PDF where nothing stands, :mod:`docgen.codes.finding` finds them again
on scans and lays the pages of a paper together. Which papers have one, and what becomes of scans, is the pipeline's to say.

A code says whose page it is, of which text of the paper, and which page of how many:
29 characters of the alphabet that QR codes pack best, so that the code stays small: ``DG1``, then 130 bits in base 32. Semester,
paper and text are hashes: no name stands in the open, and a name may have any length. One misreading
in a million would pass the check (20 bits), and it must still name a paper that there is.
"""

from __future__ import annotations

import hashlib
from base64 import b32decode, b32encode
from binascii import Error
from dataclasses import dataclass

SCHEME = "DG1"
"""Begins every code; another way of writing them begins otherwise."""
LENGTH = len(SCHEME) + 26
_SEMESTER, _PAPER, _TEXT, _PAGE, _CHECK = 25, 40, 25, 10, 20
_WIDTHS = (_SEMESTER, _PAPER, _TEXT, _PAGE, _PAGE)
MOST_PAGES = (1 << _PAGE) - 1


@dataclass(frozen=True, slots=True)
class Owner:
    """The paper that a page belongs to: its semester (of one department), and itself."""

    semester: int
    paper: int


@dataclass(frozen=True, slots=True)
class Code:
    """What the code of one page says; ``text`` tells the paper from an older or newer text of it."""

    owner: Owner
    text: int
    page: int
    pages: int

    def __str__(self) -> str:
        """As it is written."""
        bits = 0
        for value, width in zip(self._values, _WIDTHS, strict=True):
            bits = bits << width | value
        bits = bits << _CHECK | _hash(_CHECK, SCHEME, str(bits))
        packed = (bits << 6).to_bytes(17, "big")  # 130 bits and 6 to fill the last byte: the padding is left out
        return SCHEME + b32encode(packed).decode()[: LENGTH - len(SCHEME)]

    @property
    def _values(self) -> tuple[int, ...]:
        return self.owner.semester, self.owner.paper, self.text, self.page, self.pages

    @classmethod
    def parse(cls, written: str) -> Code | None:
        """Read a code; None for a stranger's, and for one that was misread."""
        if len(written) != LENGTH or not written.startswith(SCHEME):
            return None
        try:
            packed = b32decode(f"{written.removeprefix(SCHEME)}AA====")
        except (Error, ValueError):
            return None
        rest = int.from_bytes(packed, "big") >> len(packed) * 8 - sum(_WIDTHS) - _CHECK
        values: list[int] = []
        rest >>= _CHECK
        for width in reversed(_WIDTHS):
            values.insert(0, rest & (1 << width) - 1)
            rest >>= width
        semester, paper, text, page, pages = values
        code = cls(Owner(semester, paper), text, page, pages)
        return code if str(code) == written and 1 <= page <= pages else None


def semester(branch: str, term: str) -> int:
    """Return what stands for a branch's semester in its codes."""
    return _hash(_SEMESTER, branch, term)


def owner(branch: str, term: str, name: str) -> Owner:
    """Return what stands for a paper, which has one name in its semester."""
    return Owner(semester(branch, term), _hash(_PAPER, branch, term, name))


def text(words: str) -> int:
    """Return what stands for what a paper says."""
    return _hash(_TEXT, words)


def _hash(bits: int, *parts: str) -> int:
    digest = hashlib.sha256("\0".join(parts).encode()).digest()
    return int.from_bytes(digest, "big") >> len(digest) * 8 - bits
