"""What docgen reads and a clerk does not see: hidden sheets, rows and columns, filtered rows, values far outside the table."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.messages import _
from docgen.problems import Problem, Severity, ranges
from docgen.workbook.cells import Sheet, letters

_MOST_STRAY = 20
_MOST_NAMED = 8


def overlooked(title: str, sheet: Sheet, *, core: bool) -> Iterator[Problem]:
    """Yield a problem for each such thing in a sheet: only a sheet that Excel's own menus do not show is an error.

    One in a ``core`` sheet holds back all papers.
    """
    if sheet.hidden:
        very = sheet.hidden == "veryHidden"
        yield Problem(
            "hidden-sheet",
            Severity.ERROR if very else Severity.WARNING,
            title,
            0,
            "",
            _("the sheet is hidden, and is read all the same"),
            _("show it, so that what is in it can be seen"),
            everything=very and core,
        )
    if sheet.unseen_rows:
        yield Problem(
            "hidden-rows",
            Severity.WARNING,
            title,
            0,
            "",
            _("{n} rows are hidden or filtered out, and are read all the same: {rows}").format(
                n=len(sheet.unseen_rows), rows=_ranges(sheet.unseen_rows)
            ),
            _("clear the filter or show them, so that what is in them can be seen; delete what is not meant"),
        )
    if sheet.unseen_columns:
        yield Problem(
            "hidden-columns",
            Severity.WARNING,
            title,
            0,
            "",
            _("these columns are hidden, and are read all the same: {columns}").format(
                columns="、".join(map(letters, sheet.unseen_columns[:_MOST_NAMED]))
            ),
            _("show them, so that what is in them can be seen"),
        )
    for cell in sheet.stray[:_MOST_STRAY]:
        row = int("".join(filter(str.isdigit, cell)))
        yield Problem(
            "stray-cell",
            Severity.WARNING,
            title,
            row,
            "",
            _("a value far outside the table"),
            _("delete it, and save the workbook"),
            cell=cell,
        )


def _ranges(rows: tuple[int, ...]) -> str:
    """Return rows in words, those that follow each other as one: ``5–8、12``."""
    named = [f"{first}–{last}" if last > first else str(first) for first, last in ranges(rows)]
    return "、".join(named[:_MOST_NAMED]) + ("…" if len(named) > _MOST_NAMED else "")
