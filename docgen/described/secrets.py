"""What of an activity's papers never leaves the department: told from the columns that their expressions ask for.

Nobody has to say it twice: a column that is ``private = "outside"`` makes private whatever is reckoned from it. Where a title is
private on one sheet and open on another, the column of the paper's own row counts; elsewhere whatever goes through the sheet
that has it private is private. Better a copy too empty than one too full.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from docgen.described.declared import Declared, Listed, PaperSaid, Prose, Value
from docgen.template.expressions import Expression, Text, expression


class Secrets:
    """The names of an activity that stand for what is private."""

    def __init__(self, declared: Declared) -> None:
        self._declared = declared
        sheets = declared.sheet
        private = {
            title: {name for name, one in said.columns.items() if one.private == "outside"}
            for title, said in sheets.items()
        }
        open_ = {name for title, said in sheets.items() for name in said.columns if name not in private[title]}
        everywhere = {name for names in private.values() for name in names}
        self._through = {title for title, names in private.items() if names & open_}
        self._names = everywhere - open_
        reckoned = [(title, name, source) for title, said in sheets.items() for name, source in said.values.items()]
        while more := {
            name
            for title, name, source in reckoned
            if name not in self._names and self._asks(expression(source), title)
        }:
            self._names |= more

    def of(self, said: PaperSaid) -> tuple[str, ...]:
        """Return the names in a paper's data that no copy which leaves the department has."""
        return tuple(dict.fromkeys(self._in(said.data, said.per)))

    def _in(self, data: Mapping[str, Value], sheet: str) -> Iterator[str]:
        for name, value in data.items():
            match value:
                case str():
                    if self._asks(expression(value), sheet):
                        yield name
                case Prose():
                    texts = [Text(one) for one in (value.text, value.none, value.one) if one]
                    if any(self._asks(one, sheet) for one in texts):
                        yield name
                case Listed():
                    if self._asks(expression(value.of), sheet):
                        yield name
                    yield from self._in(value.each, "")
                case _:
                    yield from self._in(value, sheet)

    def _asks(self, one: Expression | Text, sheet: str) -> bool:
        said = self._declared.sheet.get(sheet)
        own = said.columns if said is not None else {}
        mine = {name for name in one.names if name in own}
        if any(own[name].private == "outside" for name in mine):
            return True
        others = (one.names - mine) | one.inner_names | one.members
        return not others.isdisjoint(self._names | self._through)
