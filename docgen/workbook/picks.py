"""What drop-downs offer: lists without gaps and without the example row, on a hidden sheet of formulas.

Why a sheet of its own: rows of 人员 are deleted, inserted and sorted, and formulas beside them would go with them. Each
line finds the next row that holds something, so blank rows between people cost nothing and hide nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.workbook.cells import letters
from docgen.workbook.rows import EXAMPLE

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

PICKS = "下拉"
_LAST = 20_000
"""The last row that is looked at."""


@dataclass(frozen=True, slots=True)
class Pick:
    """A list: the sheet whose first column it offers, what stands there now, whether names (column B) go with it."""

    sheet: str
    labels: Sequence[str]
    named: bool = False
    spare: int = 300


def write_picks(book: Workbook, sheet: Worksheet, picks: Sequence[Pick], head: Format) -> None:
    """Write the lists, two columns each, and give each the name that drop-downs call it by: 人员名单."""
    sheet.hide()
    for index, pick in enumerate(picks):
        row, label = letters(2 * index + 1), letters(2 * index + 2)
        lines = len(pick.labels) + pick.spare
        sheet.write_string(0, 2 * index, f"{pick.sheet}（行）", head)
        sheet.write_string(0, 2 * index + 1, f"{pick.sheet}名单", head)
        sheet.set_column(2 * index, 2 * index + 1, 18)
        numbers = f"{pick.sheet}!$A:$A"
        top = f"ROW({pick.sheet}!$A$1)"
        for line in range(1, lines + 1):
            here = f"{row}{line + 1}"
            if line == 1:
                # The header may have moved down, and an example may stand below it.
                before = f'({top}+(LEFT(INDEX({numbers},{top}+1),{len(EXAMPLE)})="{EXAMPLE}"))'
                found = _next(pick.sheet, numbers, before)
            else:
                found = f'IF({row}{line}="","",{_next(pick.sheet, numbers, f"{row}{line}")})'
            name = f'&" "&INDEX({pick.sheet}!$B:$B,{here})' if pick.named else ""
            known = line <= len(pick.labels)
            sheet.write_formula(line, 2 * index, f"={found}", None, line + 1 if known else "")
            text = pick.labels[line - 1] if known else ""
            sheet.write_formula(line, 2 * index + 1, f'=IF({here}="","",INDEX({numbers},{here}){name})', None, text)
        count = f"MAX(1,COUNT({PICKS}!${row}$2:${row}${lines + 1}))"
        book.define_name(f"{pick.sheet}名单", f"=OFFSET({PICKS}!${label}$2,0,0,{count},1)")


def _next(sheet: str, numbers: str, before: str) -> str:
    """The row of the next text behind a row, "" when there is none."""
    return f'IFERROR(MATCH("?*",INDEX({numbers},{before}+1):{sheet}!$A${_LAST},0)+{before},"")'
