"""How much a workbook may hold, and the collector by which every reader keeps to it.

A file of a few kilobytes can claim millions of cells. Reading is bounded by a child's deadline and memory; what comes out
of it is bounded here, so that judging it, which takes time in proportion, is bounded too: 10,000 people in 2,500 groups
have some 700,000 cells and 6 million characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from docgen.errors import WorkbookError
from docgen.incoming import limits
from docgen.messages import _
from docgen.workbook.cells import Cell, CellForm, Merge, NonText, Sheet, letters, shown

FARTHEST_COLUMN = 1000
"""A value beyond this column belongs to no table that people made."""
LAST_ROW = 1 << 20
"""What Excel and WPS count to."""
MOST_ROWS = 200_000
"""Rows with values in one sheet; a department has some thousands."""
MOST_CELLS = 2_000_000
"""Cells in all sheets that are read, empty ones between others included."""
MOST_CHARACTERS = 20_000_000
"""Characters in all cells, those of a text that stands in many cells counted in each."""
_MOST_STRAY = 100


class Budget:
    """What a workbook holds so far; its sheets share one."""

    def __init__(self) -> None:
        self.cells = self.characters = 0


class Collected:
    """The rows and stray values of one sheet as they are read; :meth:`sheet` gives the whole."""

    def __init__(self, path: Path, title: str, budget: Budget) -> None:
        self.path, self.title, self.budget = path, title, budget
        self.rows: list[tuple[int, tuple[Cell, ...]]] = []
        self._stray: list[str] = []
        self._unseen_rows: list[range] = []
        self._unseen_columns: set[int] = set()

    def add(self, number: int, cells: Sequence[Cell], times: int = 1) -> None:
        """Keep a row, or ``times`` equal ones; one without values is no row. Raise WorkbookError past the bounds."""
        width = len(cells)
        while width and cells[width - 1] == "":
            width -= 1
        if not width:
            return
        if len(self.rows) + times > MOST_ROWS:
            raise WorkbookError(
                _("{path}: sheet {sheet} has more than {most} rows").format(
                    path=self.path, sheet=self.title, most=MOST_ROWS
                ),
                hint=_("Delete the rows that do not belong there, then save it again."),
            )
        kept = tuple(cells[:width])
        budget = self.budget
        budget.cells += width * times
        budget.characters += sum([len(cell) for cell in kept if cell.__class__ is str]) * times
        if budget.cells > MOST_CELLS or budget.characters > MOST_CHARACTERS:
            raise WorkbookError(
                _("{path}: holds more than any workbook of a semester: over {most} cells").format(
                    path=self.path, most=min(budget.cells, MOST_CELLS)
                )
                if budget.cells > MOST_CELLS
                else _("{path}: holds more text than any workbook of a semester").format(path=self.path),
                hint=_("Copy the tables as values into a fresh workbook made by docgen init."),
            )
        self.rows.extend((number + more, kept) for more in range(times))

    def stray(self, column: int, row: int) -> None:
        """Note a value far outside any table, both counted from 1."""
        if len(self._stray) < _MOST_STRAY:
            self._stray.append(f"{letters(column)}{row}")

    def hide_rows(self, first: int, times: int = 1) -> None:
        """Note that rows, counted from 1, are not shown."""
        self._unseen_rows.append(range(first, first + times))

    def hide_columns(self, first: int, last: int) -> None:
        """Note that columns, counted from 1, are not shown."""
        self._unseen_columns.update(range(first, min(last, FARTHEST_COLUMN) + 1))

    def sheet(self, merges: tuple[Merge, ...], hidden: str) -> Sheet:
        """Return what was read."""
        filled = {number for number, _cells in self.rows}
        rows = sorted(number for some in self._unseen_rows for number in some if number in filled)
        widest = max((len(cells) for _number, cells in self.rows), default=0)
        columns = sorted(number for number in self._unseen_columns if number <= widest)
        return Sheet(self.title, tuple(self.rows), merges, hidden, tuple(self._stray), tuple(rows), tuple(columns))


def bounded(text: str) -> Cell:
    """Return a text as a cell; one longer than a cell can be is named as such, and only its beginning kept."""
    return text if len(text) <= limits.CELL else NonText(CellForm.OVERLONG, shown(text[:200]))
