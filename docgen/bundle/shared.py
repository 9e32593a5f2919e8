"""Fonts and pictures that many parts bring along, kept once.

Each converted paper carries its own copy of the same fonts. Before a page is cloned, what its resources name is compared
by content with what the bundle has already; equal things are replaced by a reference into the bundle, so they are neither
cloned nor written again (a page of the sample shrinks to a sixth, and merging gets faster for it).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    PdfObject,
    StreamObject,
)

_KINDS = ("/Font", "/XObject", "/ColorSpace", "/ExtGState", "/Pattern", "/Shading")
_DEEPEST = 8
"""Forms within forms that are looked into."""


class Shared:
    """What the bundle has, by content. Only for fonts and pictures, which nobody changes afterwards."""

    def __init__(self, writer: PdfWriter) -> None:
        self._writer = writer
        self._known: dict[bytes, IndirectObject] = {}
        self._digests: dict[int, bytes] = {}

    def next_part(self) -> None:
        """Forget what was looked at in the part before: object numbers are a part's own."""
        self._digests = {}

    def replace(self, resources: PdfObject | None) -> dict[tuple[str, ...], bytes]:
        """Point a page's resources at what is known already; return path → digest of what is new."""
        new = {}
        for path, holder, key in _entries(resources, (), 0):
            raw = holder.raw_get(key)
            if not isinstance(raw, IndirectObject) or raw.pdf is self._writer:
                continue
            digest = self._digests.get(raw.idnum) or self._digests.setdefault(raw.idnum, _digest(raw))
            known = self._known.get(digest)
            if known is None:
                new[path] = digest
            else:
                holder[NameObject(key)] = known
        return new

    def learn(self, new: dict[tuple[str, ...], bytes], resources: PdfObject | None) -> None:
        """Remember where the new things of a cloned page went."""
        for path, holder, key in _entries(resources, (), 0) if new else ():
            raw = holder.raw_get(key)
            if path in new and isinstance(raw, IndirectObject):
                self._known.setdefault(new[path], raw)


def value(holder: DictionaryObject, key: str) -> PdfObject | None:
    """Return an entry's value, references followed; None when it is missing or null."""
    raw = holder.raw_get(key) if key in holder else None
    found = raw.get_object() if raw is not None else None
    return None if isinstance(found, NullObject) else found


def _entries(
    resources: PdfObject | None, above: tuple[str, ...], depth: int
) -> Iterator[tuple[tuple[str, ...], DictionaryObject, str]]:
    """Yield path, dictionary and key of each thing that resources name, those of forms included."""
    if not isinstance(resources, DictionaryObject) or depth > _DEEPEST:
        return
    for kind in _KINDS:
        held = value(resources, kind)
        if not isinstance(held, DictionaryObject):
            continue
        for key in list(held):
            path = (*above, kind, key)
            yield path, held, key
            form = value(held, key) if kind == "/XObject" else None
            if isinstance(form, DictionaryObject) and form.get("/Subtype") == "/Form":
                yield from _entries(value(form, "/Resources"), path, depth + 1)


def _digest(start: IndirectObject) -> bytes:
    """Return a digest of an object and all that it refers to, in a fixed order."""
    digest = hashlib.sha256()
    numbers: dict[tuple[int, int], int] = {}
    waiting: list[PdfObject] = [start]
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            key = (id(one.pdf), one.idnum)
            is_first = key not in numbers
            digest.update(b"R%d" % numbers.setdefault(key, len(numbers)))
            target = one.get_object() if is_first else None
            if target is not None:
                waiting.append(target)
        elif isinstance(one, DictionaryObject):
            names = sorted(one)
            digest.update(repr(names).encode())
            if isinstance(one, StreamObject):
                digest.update(b"S%d" % len(one._data))
                digest.update(one._data)
            waiting.extend(one.raw_get(name) for name in reversed(names))
        elif isinstance(one, ArrayObject):
            digest.update(b"A%d" % len(one))
            waiting.extend(reversed(one))
        else:
            digest.update(f"{type(one).__name__}{one!r};".encode())
    return digest.digest()
