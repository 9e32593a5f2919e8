"""Resolves what a cell names: a number, ``number name``, or a name that only one person has (domain.md §5 rule 3).

Known are all numbers that stand in the sheets, faulty rows included: a person whose row has another fault is still
there, so nothing that refers to them is reported again. Numbers that were stored as numbers are recognised without their
lost zeros and digits for the same reason.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field

from docgen.messages import _
from docgen.messages.faults import Fault
from docgen.workbook.texts import narrow, person_name

_SEPARATORS = re.compile(r"[、；;\n]")
_MOST_COMPARED = 600_000
"""Numbers and names looked through for close matches: 10,000 take some 20 ms; a column pasted wrongly must not take minutes."""
_MOST_NAMED = 6
_MOST_MEANT = 200


class NotResolved(Exception):
    """A reference that names nothing, or more than one; ``near`` are numbers it may mean."""

    def __init__(self, fault: Fault, near: tuple[str, ...] = ()) -> None:
        super().__init__(fault.message)
        self.fault = fault
        self.near = near


def split(text: str) -> list[str]:
    """Return the words of a cell that may hold several."""
    return [part for part in map(str.strip, _SEPARATORS.split(text)) if part]


def _bare(number: str) -> str:
    return re.sub(r"[\W_]+", "", number).casefold().lstrip("0")


def _skeleton(number: str) -> str:
    """``G-07``, ``g7`` and ``G07`` alike: letters and digits, zeros before digits left out."""
    return re.sub(r"0+(?=\d)", "", re.sub(r"[\W_]+", "", number)).casefold()


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
        if self.names.setdefault(number, name) != name:
            self._nameless[name] = name  # the number stands twice: who refers to the second means a row at fault
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

    def near(self, text: str) -> tuple[str, ...]:
        """Return known numbers that look or sound like a reference, the likeliest first, at most three."""
        number, _space, name = text.partition(" ")
        if self._skeletons is None:
            self._skeletons = {}
            for key in self.names:
                self._skeletons.setdefault(_skeleton(key), []).append(key)
        found = list(self._skeletons.get(_skeleton(number), ()))
        found += self.by_name.get(person_name(name or text), ())
        if not found and self._compared < _MOST_COMPARED:
            self._compared += len(self.names) + len(self.by_name)
            found = difflib.get_close_matches(number, self.names, 3, 0.6 if len(number) < 6 else 0.8)
            if not found:
                for name in difflib.get_close_matches(person_name(text), self.by_name, 3, 0.6):
                    found += self.by_name[name]
        return tuple(dict.fromkeys(found))[:3]

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
        )
