"""Resolves what a cell names: a number, ``number name``, or a name that only one person has (domain.md §5 rule 3).

Known are all numbers that stand in the sheets, faulty rows included: a person whose row has another fault is still
there, so nothing that refers to them is reported again. Numbers that were stored as numbers are recognised without their
lost zeros and digits for the same reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from docgen import meant
from docgen.field.lists import entries
from docgen.messages import _
from docgen.messages.faults import Fault
from docgen.workbook.texts import narrow, person_name

_SEPARATORS = re.compile(r"[、；;，,\n]")
_MOST_COMPARED = 600_000
"""Numbers and names looked through for close matches: 10,000 take some 20 ms; a column pasted wrongly must not take minutes."""
_AND, _SPACE = re.compile(r"[/和与及]"), re.compile(r"\s+")
_VARIANTS = str.maketrans("喆堃昇陞犇淼甯祐濬煇峯頴璿", "哲坤升升奔渺宁佑浚辉峰颖璇")
"""Characters of names that sound like, and stand for, a usual one, which is what input methods and rosters write instead."""
_MOST_SLIPS = 2
"""Digits in which a mistyped number differs; two that changed places are two."""
_MOST_OFFERED = 3
_MOST_NAMED = 6
_MOST_MEANT = 200


class NotResolved(Exception):
    """A reference that names nothing, or more than one; ``near`` are numbers it may mean, ``number`` the unknown one."""

    def __init__(self, fault: Fault, near: tuple[str, ...] = (), number: str = "") -> None:
        super().__init__(fault.message)
        self.fault = fault
        self.near = near
        self.number = number


def split(text: str) -> list[str]:
    """Return the words of a cell that may hold several."""
    return [part for part in map(str.strip, _SEPARATORS.split("\n".join(entries(text)))) if part]


def _bare(number: str) -> str:
    return re.sub(r"[\W_]+", "", number).casefold().lstrip("0")


def _skeleton(number: str) -> str:
    """``G-07``, ``g7`` and ``G07`` alike: letters and digits, zeros before digits left out."""
    return re.sub(r"0+(?=\d)", "", re.sub(r"[\W_]+", "", number)).casefold()


def _closest(number: str, found: list[str]) -> list[str]:
    """Return those of the like numbers that are nearest: one with a digit wrong leaves no doubt that asks for another."""

    def slips(other: str) -> int:
        if len(other) != len(number):
            return 1 + abs(len(other) - len(number))
        return sum(one != two for one, two in zip(number, other, strict=True))

    least = min(map(slips, found), default=0)
    return [one for one in found if slips(one) == least <= _MOST_SLIPS]


@dataclass
class Directory:
    """The numbers of one sheet and the names that go with them; resolves references to it."""

    sheet: str
    missing: bool = False
    """the sheet cannot be read: that is said once, and every reference passes"""
    names: dict[str, str] = field(default_factory=dict)
    by_name: dict[str, list[str]] = field(default_factory=dict)
    _damaged: dict[str, str] = field(default_factory=dict)
    _nameless: dict[str, str] = field(default_factory=dict)
    _resolved: dict[str, str] = field(default_factory=dict)
    _skeletons: dict[str, list[str]] | None = None
    _compared: int = 0

    def add(self, number: str, name: str, damaged: bool = False) -> None:
        """Make a row known; a ``damaged`` number is one that lost zeros or digits, or is missing."""
        if damaged:
            if number:
                self._damaged[_bare(number)[:15]] = number
            if name:
                self._nameless[name] = number or name
            return
        if not number:
            return
        if (first := self.names.setdefault(number, name)) != name:
            # The number stands twice: who refers to either by name means a row at fault.
            self._nameless[name] = name
            self._nameless.setdefault(first, number)
        elif name and number not in (same := self.by_name.setdefault(name, [])):
            same.append(number)

    def resolve(self, text: str) -> str:
        """Return the number that a reference means; raise NotResolved."""
        if text in self.names:
            return text
        if self.missing:
            return text.partition(" ")[0]
        known = self._resolved.get(text)
        if known is None:
            known = self._resolved[text] = self._resolve(text)
        return known

    def one_of(self, text: str) -> str:
        """Resolve a reference where only one belongs; raise NotResolved, saying so when the cell names several."""
        try:
            return self.resolve(text.replace("\n", " "))
        except NotResolved as error:
            known = self._several(text)
            if not known:
                raise
            fault = Fault(
                "several-named",
                _("names {count}, and only one belongs here: {which}").format(
                    count=len(known), which="、".join(map(self.label, known))
                ),
                _("keep one, and give each of the others a row of its own"),
            )
            raise NotResolved(fault, known) from error

    def _several(self, text: str) -> tuple[str, ...]:
        """Return the numbers that a text names, however they are separated; nothing unless there are two or more."""
        for separator in (_SEPARATORS, _AND, _SPACE):
            parts = [part for part in map(str.strip, separator.split(text)) if part]
            if separator is _SPACE and len(parts) == 2 and parts[0] in self.names and parts[1] not in self.names:
                continue  # a number and a name that do not go together
            known = dict.fromkeys(number for part in parts[:_MOST_MEANT] if (number := self._known(part)))
            if len(known) > 1:
                return tuple(known)
        return ()

    def _known(self, text: str) -> str:
        try:
            return self.resolve(text)
        except NotResolved:
            return ""

    def spelt_otherwise(self, number: str) -> bool:
        """Whether a number is known in another spelling, such as G-07 for G07."""
        return bool(self._skeletons_of(number))

    def _skeletons_of(self, number: str) -> list[str]:
        if self._skeletons is None:
            self._skeletons = {}
            for key in self.names:
                self._skeletons.setdefault(_skeleton(key), []).append(key)
        return self._skeletons.get(_skeleton(number), [])

    def near(self, text: str) -> tuple[str, ...]:
        """Return known numbers that look or sound like a reference, the likeliest first, at most three."""
        number, _space, name = text.partition(" ")
        found = list(self._skeletons_of(number))
        found += self.by_name.get(person_name(name or text), ())
        if not found and self._compared < _MOST_COMPARED:
            self._compared += len(self.names) + len(self.by_name)
            found = meant.near(number, self.names, 0.6 if len(number) < 6 else 0.8, 3)
            found = _closest(number, found)
            if not found:
                for name in self._names_like(person_name(text)):
                    found += self.by_name[name]
        return tuple(dict.fromkeys(found))[:_MOST_OFFERED]

    def _names_like(self, name: str) -> list[str]:
        """Return known names that a name may be a slip for; of two characters one is half, so all that share it count."""
        usual = name.translate(_VARIANTS)
        found = [one for one in self.by_name if one.translate(_VARIANTS) == usual]
        found = found or meant.near(name, self.by_name, meant.PERSON, 3)
        if not found and len(name) == 2:
            found = [one for one in self.by_name if len(one) == 2 and (one[0] == name[0] or one[1] == name[1])]
        return found if len(found) <= _MOST_OFFERED else []

    def label(self, number: str) -> str:
        """``number name``, or the number alone."""
        return f"{number} {self.names.get(number, '')}".strip()

    def _resolve(self, text: str) -> str:
        number, _space, rest = text.partition(" ")
        name = person_name(rest)
        if (joined := re.sub(r"\s+", "", text)) in self.names:
            return joined  # spaces inside a number do not count, here as in its own column
        if rest and number in self.names:
            if not self.names[number] or self.names[number] == name:
                return number
            if name in self._nameless:
                return self._nameless[name]
            raise self._disagree(number, name)
        glued = re.fullmatch(r"([A-Za-z0-9-]+)(\D+)", text)
        if glued and self.names.get(glued[1]) == person_name(glued[2]):
            return glued[1]
        whole = person_name(text)
        same = self.by_name.get(whole, [])
        if len(same) == 1 and whole not in self._nameless:
            return same[0]
        if len(same) > 1:
            raise NotResolved(
                Fault(
                    "ambiguous-name",
                    _("{count} people have this name: {people}").format(
                        count=len(same),
                        people="、".join(map(self.label, same[:_MOST_NAMED])) + "…" * (len(same) > _MOST_NAMED),
                    ),
                    _("write the number, or number and name"),
                ),
                tuple(same[:_MOST_MEANT]),
            )
        for word, table in ((_bare(number)[:15], self._damaged), (name or whole, self._nameless)):
            if word in table and (not same or table is self._damaged):
                return table[word]
        raise self._unknown(text)

    def _disagree(self, number: str, name: str) -> NotResolved:
        others = [self.label(other) for other in self.by_name.get(name, ())[:_MOST_NAMED]]
        hint = _("write {label}").format(label=self.label(number))
        if others:
            hint = _("write {label}, or {others}").format(label=self.label(number), others="、".join(others))
        return NotResolved(
            Fault(
                "number-and-name-disagree",
                _("number {number} belongs to {name}").format(number=number, name=self.names[number]),
                hint,
            ),
            (number, *self.by_name.get(name, ())[:_MOST_MEANT]),
        )

    def _unknown(self, text: str) -> NotResolved:
        near = self.near(text)
        hint = _("add it to sheet {sheet}, or correct it here").format(sheet=self.sheet)
        if near:
            hint = _("is it {near}?").format(near="、".join(map(self.label, near)))
        return NotResolved(
            Fault(
                "unknown-reference",
                _("sheet {sheet} has no {number}").format(sheet=self.sheet, number=narrow(text)),
                hint,
            ),
            near,
            number=narrow(text.partition(" ")[0]),
        )
