"""Copies for other eyes: what a public copy and an inspector's copy leave out, out of the data, before anything is filled.

Nothing is blackened: a value that is left out was never in the file. 《个人信息保护法》 and 教财厅函〔2017〕28号 ask that what
is published carries no number, phone or birth date of a person; what was said in a talk concerns its two sides alone.
Fields are known by their titles, which are the same in every kind of paper, a clerk's own kinds included; texts are
searched for the numbers of the semester's people and for whatever reads like a phone, an identity card or a birth date.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from docgen.documents.kind import Document, Plain
from docgen.field.column import Privacy
from docgen.field.columns import private_titles, published_titles
from docgen.marks import Copy
from docgen.markup import LEFT_OUT

_SHORTEST = 5
"""Characters of a number that is looked for in texts: a shorter one would be found in every date and count."""

_ASCII = {0xFF01 + at: 0x21 + at for at in range(94)} | {0x3000: 0x20, 0x2013: 0x2D, 0x2014: 0x2D, 0x2212: 0x2D}
"""Full-width signs and dashes, one for one, so that places stay the same."""

_PHONE = (
    r"(?<![0-9A-Za-z])(?:\+?86[- ]?)?1[3-9]\d[- .]?\d{4}[- .]?\d{4}(?!\d)",
    r"(?<!\d)(?:\(0\d{2,3}\)|0\d{2,3}[- ])[ ]?\d{7,8}(?:-\d{1,5})?(?!\d)",
    r"(?<=电话)(?:号码)?[: ]*\d[\d-]{4,}",
    r"(?:(?<=手机)|(?<=座机)|(?<=短号))(?:号码?)?[: ]*\d[\d-]{4,}",
)
_IDENTITY = (
    r"(?<![0-9A-Za-z])[1-9]\d{5}[ -]?(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])[ -]?\d{3}[0-9Xx](?![0-9A-Za-z])",
    r"(?<![0-9A-Za-z])[1-9]\d{7}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}(?![0-9A-Za-z])",
)
_PERSONAL = (
    r"(?:(?<=学号)|(?<=工号))[: ]*[A-Za-z]{0,3}\d[\dA-Za-z-]{3,}",
    r"(?<=生于)(?<!诞生于)(?<!产生于)\d{4}(?:年(?:\d{1,2}月(?:\d{1,2}日)?)?|[-./]\d{1,2}(?:[-./]\d{1,2})?)",
    r"\d{4}(?:年(?:\d{1,2}月(?:\d{1,2}日)?)?|[-./]\d{1,2}(?:[-./]\d{1,2})?)(?=(?:出)?生(?![产活效成源物态]))",
)
_HOLLOW = re.compile(r"[（(【\[][\s、，,;；:：]*[）)】\]]")


@dataclass(frozen=True, slots=True)
class Private:
    """What is known to be private of a semester's people: their numbers and their phones."""

    numbers: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()

    def kept_out(self, copy: Copy) -> tuple[str, ...]:
        """Return the values none of which may stand anywhere in a copy."""
        if copy is Copy.DRAFT:
            return ()
        known = (*self.phones, *self.numbers) if copy is Copy.PUBLIC else self.phones
        return tuple(dict.fromkeys(value for value in known if len(value) >= _SHORTEST))


def copies(papers: Sequence[Document], copy: Copy, private: Private) -> tuple[Document, ...]:
    """Return papers as a copy has them; the file name of each says what it is.

    A public copy has the papers that are for everybody; a kind says of itself when it is not, and whether it stays. A talk
    concerns its two sides: an inspector's copy says that it was held. Where a number is part of a paper's key, an ordinal
    stands for it.
    """
    if copy is Copy.DRAFT:
        return tuple(papers)
    clean = _cleaner(copy, private)
    ordinals = {number: f"人员{at:03}" for at, number in enumerate(private.numbers, 1)} if copy is Copy.PUBLIC else {}
    kept = [paper for paper in papers if not paper.kind.stays and (copy is not Copy.PUBLIC or not paper.kind.is_inside)]
    return tuple(_copied(paper, copy, clean, ordinals) for paper in kept)


def _copied(paper: Document, copy: Copy, clean: _Cleaner, ordinals: Mapping[str, str]) -> Document:
    out = private_titles(Privacy.OUTSIDE, paper.kind.rows)
    out |= frozenset(paper.kind.outside)
    if copy is Copy.PUBLIC:
        out |= private_titles(Privacy.IN_PUBLIC)
        if paper.kind.public:
            out |= paper.data.keys() - set(paper.kind.public)
    data = _without(paper.data, out, clean)
    assert isinstance(data, dict)
    if paper.kind.public or paper.kind.outside:  # its template prints numbers as they are, and says what is empty
        data = {
            title: LEFT_OUT if title in out and type(paper.data[title]) in (str, int, float) else one
            for title, one in data.items()
        }
    key = paper.key
    for number, ordinal in ordinals.items():
        key = key.replace(number, ordinal)
    return replace(
        paper,
        kind=replace(paper.kind, title=f"{paper.kind.title}（{copy}）"),
        key=key,
        title=clean(paper.title),
        by=clean(paper.by),
        data=data,
    )


def _without(value: Plain, out: Collection[str], clean: _Cleaner) -> Plain:
    """Leave out the values of these titles, and what is private in every text."""
    match value:
        case dict():
            return {
                title: _empty(inner) if title in out else _of_title(title, inner, out, clean)
                for title, inner in value.items()
            }
        case list():
            return [_without(inner, out, clean) for inner in value]
        case str():
            return clean(value)
        case _:
            return value


def _of_title(title: str, value: Plain, out: Collection[str], clean: _Cleaner) -> Plain:
    # A number that stays is no text to be searched: eleven digits of a student number may look like a phone. Nor is the
    # telephone of an office, which is there to be called.
    stays = private_titles(Privacy.IN_PUBLIC) | published_titles()
    return value if title in stays and isinstance(value, str) else _without(value, out, clean)


def _empty(value: Plain) -> Plain:
    """Return what stands for a value that is left out: nothing of its sort."""
    match value:
        case str():
            return ""
        case list():
            return []
        case dict():
            return {title: _empty(inner) for title, inner in value.items()}
        case _:
            return None


class _Cleaner:
    """Leaves out of a text what one of the patterns finds; digits may be full-width, phones set apart by dashes."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._pattern = re.compile("|".join(patterns))

    def __call__(self, text: str) -> str:
        plain = text.translate(_ASCII)
        spans = [found.span() for found in self._pattern.finditer(plain)]
        if not spans:
            return text
        kept, at = [], 0
        for start, end in spans:
            kept.append(text[at:start])
            at = end
        kept.append(text[at:])
        return _HOLLOW.sub("", "".join(kept)).strip()


def _cleaner(copy: Copy, private: Private) -> _Cleaner:
    known = sorted(private.kept_out(copy), key=len, reverse=True)
    exact = [rf"(?<![0-9A-Za-z]){re.escape(value.translate(_ASCII))}(?![0-9A-Za-z])" for value in known]
    return _Cleaner([*exact, *_IDENTITY, *_PHONE, *(_PERSONAL if copy is Copy.PUBLIC else ())])
