"""What of an activity's papers never leaves: told from the columns that their values rest on.

Nobody has to say it twice: a column that is ``private = "outside"`` makes private whatever is reckoned from it, and one that
is ``"secret"`` keeps the whole paper in the department. What is reckoned from such a column and may be known all the same
(the day on which something was done) is named under ``open`` of its sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from docgen.described.declared import Declared, Listed, PaperSaid, Prose, Value
from docgen.described.figures import CHARTS, FIGURES, sources_of
from docgen.described.rows import LINES, line_titles
from docgen.described.world import AT, BATCH, ROW, UNIT, VALUE, gathered
from docgen.template.tracing import Traced, trace

OUTSIDE = frozenset(("outside", "secret"))
SECRET = frozenset(("secret",))


class Secrets:
    """The columns of an activity that are private, and what rests on them."""

    def __init__(self, declared: Declared) -> None:
        self._declared = declared
        self._gathered = gathered(declared)
        self._private: dict[tuple[str, str], str] = {
            (title, name): one.private for title, said in declared.sheet.items() for name, one in said.columns.items()
        }
        self._private |= {(title, name): "outside" for title, said in declared.sheet.items() for name in said.inside}
        self._reckoned: dict[tuple[str, str], Traced] = {}

    def of(self, said: PaperSaid, degrees: frozenset[str]) -> tuple[str, ...]:
        """Return the names in a paper's data that rest on what is private in one of these degrees."""
        if said.private in degrees:
            return tuple(said.data)
        return tuple(dict.fromkeys(self._in(said.data, RowNames(self, said.per), degrees)))

    def rests_on(self, source: str, sheet: str, degrees: frozenset[str], *, is_text: bool = False) -> list[str]:
        """Return the private columns that a value rests on, as ``表.列``; ``sheet``: of whose rows it is said."""
        traced = trace(source, RowNames(self, sheet), is_text=is_text)
        return sorted(f"{title}.{name}" for title, name in traced.on if self._private.get((title, name)) in degrees)

    def member(self, sheet: str, name: str) -> Traced | None:
        """Return what a row of a sheet has under a name."""
        if sheet in (FIGURES, CHARTS):
            return self._figures(sheet, name)
        said = self._declared.sheet.get(sheet)
        if said is not None and name in said.columns:
            one = said.columns[name]
            return Traced(one.to, frozenset(((sheet, name),)), None if one.many else ((sheet, name),))
        if said is not None and name in said.values:
            return self._value(sheet, name, is_open=name in said.open)
        for title, other in self._declared.sheet.items():
            backs = [one for one in other.columns.values() if one.back == name and one.to == sheet]
            if backs:
                return Traced(title)
        if (name, sheet) in self._gathered:
            return Traced(name)
        if sheet == LINES and name in line_titles():
            return Traced(path=((LINES, name),))
        return None

    def anywhere(self, name: str) -> Traced:
        """Return what a name stands for of which only the name is known: whatever column is called so."""
        return Traced("", frozenset(key for key in self._private if key[1] == name))

    @property
    def sheets(self) -> Mapping[str, object]:
        """The sheets by title."""
        return self._declared.sheet

    @property
    def unit(self) -> str:
        """The sheet by whose rows papers are filed."""
        return self._declared.activity.unit

    def _figures(self, owner: str, name: str) -> Traced:
        """Return what a figure rests on, or the chart of a section."""
        asked = [one for one in self._declared.figure if name == (one.section if owner == CHARTS else one.name)]
        found = (trace(source, RowNames(self, "")) for one in asked for source in sources_of(one))
        is_number = owner == FIGURES and not any(one.by or one.of for one in asked)
        return Traced("", frozenset(key for one in found for key in one.on), is_number=is_number)

    def _value(self, sheet: str, name: str, *, is_open: bool) -> Traced:
        key = (sheet, name)
        if key not in self._reckoned:
            self._reckoned[key] = Traced()  # what is reckoned from itself is refused elsewhere
            self._reckoned[key] = trace(self._declared.sheet[sheet].values[name], RowNames(self, sheet))
        found = self._reckoned[key]
        if name in self._declared.sheet[sheet].inside:
            return Traced(found.sheet, found.on | {key})
        return Traced(found.sheet) if is_open else found

    def _in(self, data: Mapping[str, Value], names: RowNames, degrees: frozenset[str]) -> Iterator[str]:
        def is_private(source: str, *, is_text: bool = False) -> bool:
            on = trace(source, names, is_text=is_text).on
            return any(self._private.get(key) in degrees for key in on)

        for name, value in data.items():
            match value:
                case str():
                    if is_private(value):
                        yield name
                case Prose():
                    if any(is_private(one, is_text=True) for one in (value.text, value.none, value.one) if one):
                        yield name
                case Listed():
                    if is_private(value.of):
                        yield name
                    entry = trace(value.of, names).sheet
                    yield from self._in(value.each, RowNames(self, entry, names), degrees)
                case _:
                    yield from self._in(value, names, degrees)


class RowNames:
    """The names of an expression that is said of each row of a sheet (``""``: of the whole semester)."""

    def __init__(self, secrets: Secrets, sheet: str, outer: RowNames | None = None) -> None:
        self._secrets, self._sheet, self._outer = secrets, sheet, outer
        self.member = secrets.member

    def named(self, name: str) -> Traced:
        """Return what a name stands for."""
        if self._sheet and (found := self._secrets.member(self._sheet, name)) is not None:
            return found
        if self._outer is not None:
            return self._outer.named(name)
        if name in (ROW, BATCH):
            return Traced(self._sheet, path=() if name == ROW else None)
        if name == UNIT:
            return Traced(self._secrets.unit)
        if name == AT:
            return Traced(is_number=True)
        if name == LINES:
            return Traced(name, path=())
        if name in (FIGURES, CHARTS) or name in self._secrets.sheets:
            return Traced(name)
        return self._secrets.anywhere(name) if name != VALUE else Traced()
