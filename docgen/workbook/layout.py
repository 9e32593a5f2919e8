"""How a 台账.xlsx looks: a sheet per table with frozen header, notes, drop-downs, text and date formats.

Number-like columns have the text format, so that leading zeros survive typing. Row 2 of a blank table is an example,
each cell marked by 例：, which reading passes over.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeAlias

from docgen.field import SHEETS, SheetKind
from docgen.field.column import Column, Filled, Role
from docgen.field.columns import columns_of, directories
from docgen.messages import _
from docgen.workbook.cells import letters
from docgen.workbook.picks import PICKS, Pick, write_picks
from docgen.workbook.rows import EXAMPLE, example_of
from docgen.workbook.table import LINES

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Entry: TypeAlias = str | int | float | date
Entries: TypeAlias = Mapping[str, Entry]

GUIDE = "说明"
_SPARE_ROWS = 1000
"""Rows below the last one that still have drop-downs."""
_SPARE_NAMES = 300
"""Rows below the last one that still show the name beside a number; Excel goes on by itself where rows are filled in turn."""
NAME_TITLE = "（姓名）"
NAME = "姓名"
_EPOCH = datetime(2000, 1, 1)


def begun(target: io.BytesIO | str, title: str = "") -> Workbook:
    """Begin a .xlsx without the time of its making: the same rows give the same bytes. On disk no row is kept in memory."""
    from xlsxwriter import Workbook

    book = Workbook(target, {"in_memory": True} if isinstance(target, io.BytesIO) else {"constant_memory": True})
    book.set_properties({"created": _EPOCH, "author": "docgen", **({"title": title} if title else {})})
    return book


def lay_out(
    rows: Mapping[str, Sequence[Entries]],
    *,
    examples: bool,
    notes: Mapping[str, Sequence[Sequence[str]]] | None = None,
    sheets: tuple[SheetKind, ...] = SHEETS,
) -> bytes:
    """Return a workbook with all sheets and these rows in them, by sheet title; ``examples`` for empty tables.

    ``notes`` are more sheets of plain text, title and lines, the first of them a header; they come behind 说明.
    """
    stream = io.BytesIO()
    with begun(stream) as book:
        styles = CellFormats(book)
        pages = {
            title: book.add_worksheet(title)
            for title in (GUIDE, *(notes or ()), *(kind.title for kind in sheets), PICKS)
        }
        names = {str(person.get("编号", "")): str(person.get("姓名", "")) for person in rows.get("人员", ())}
        _write_guide(pages[GUIDE], sheets, styles)
        for title, lines in (notes or {}).items():
            _write_note(pages[title], lines, styles)
        for kind in sheets:
            if kind.title == LINES:
                write_lines(pages[kind.title], kind, next(iter(rows.get(kind.title, ())), {}), styles)
            else:
                write_table(pages[kind.title], kind, rows.get(kind.title, ()), styles, example=examples, names=names)
        write_picks(
            book,
            pages[PICKS],
            [_pick(title, number, name, rows.get(title, ())) for title, (number, name) in directories(sheets).items()],
            styles.head_filled,
        )
        pages[LINES].activate()
    return stream.getvalue()


class CellFormats:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        edge = {"font_name": "宋体", "font_size": 11, "valign": "top"}
        head = edge | {"bold": True, "border": 1, "valign": "vcenter", "text_wrap": True}
        self.head: Format = book.add_format(head | {"bg_color": "#D9E1F2"})
        self.head_required: Format = book.add_format(head | {"bg_color": "#F8CBAD"})
        self.head_filled: Format = book.add_format(head | {"bg_color": "#E2EFDA", "italic": True})
        self.text: Format = book.add_format(edge | {"num_format": "@"})
        self.wrapped: Format = book.add_format(edge | {"num_format": "@", "text_wrap": True})
        self.date: Format = book.add_format(edge | {"num_format": "yyyy-mm-dd", "align": "left"})
        self.number: Format = book.add_format(edge)
        self.derived: Format = book.add_format(edge | {"font_color": "#7F7F7F", "italic": True})
        self.example: Format = book.add_format(edge | {"num_format": "@", "font_color": "#7F7F7F", "italic": True})
        self.title: Format = book.add_format({"font_name": "黑体", "font_size": 16})
        self.body: Format = book.add_format({"font_name": "宋体", "font_size": 11, "text_wrap": True, "valign": "top"})

    def of(self, column: Column) -> Format:
        """Return the format of a column's cells."""
        if column.role is Role.DATE:
            return self.date
        if column.role is Role.NUMBER:
            return self.number
        return self.wrapped if column.long else self.text


def write_table(
    sheet: Worksheet,
    kind: SheetKind,
    rows: Sequence[Entries],
    styles: CellFormats,
    *,
    example: bool = False,
    only: Collection[str] = (),
    names: Mapping[str, str] | None = None,
) -> None:
    """Write a table: header, notes, formats, drop-downs, and its rows or an example; ``only`` some of its columns.

    With ``names``, by number, each person's number has the name beside it.
    """
    columns = tuple(column for column in columns_of(kind.model) if not only or column.title in only)
    places = tuple(_placed(columns, named=names is not None))
    sheet.freeze_panes(1, 2)
    sheet.set_row(0, 32)
    for index, column in places:
        sheet.set_column(index, index, _width(column), styles.of(column))
        sheet.write_string(0, index, column.title, _head(column, styles))
        sheet.write_comment(0, index, note(column), {"x_scale": 1.6, "y_scale": 1.2, "author": "docgen"})
        _offer(sheet, column, len(rows) + _SPARE_ROWS, index)
        if names is not None and _is_number(column):
            _write_name(sheet, index + 1, rows, names, styles)
    for number, entries in enumerate(rows, start=1):
        for index, column in places:
            if column.title in entries:
                write_entry(sheet, number, index, entries[column.title], styles.of(column))
    if example and not rows:
        for index, column in places:
            if column.example or index == 0:
                sheet.write_string(1, index, example_of(column), styles.example)
    sheet.autofilter(0, 0, max(1, len(rows)), places[-1][0])


def _is_number(column: Column) -> bool:
    return column.title == "编号" and column.role is Role.REFERENCE


def _placed(columns: Sequence[Column], *, named: bool) -> Iterator[tuple[int, Column]]:
    """Yield columns with their places, counted from 0; behind a person's number one is left for the name."""
    index = 0
    for column in columns:
        yield index, column
        index += 2 if named and _is_number(column) else 1


def write_lines(sheet: Worksheet, kind: SheetKind, entries: Entries, styles: CellFormats) -> None:
    """Write the sheet of 项目 | 内容 lines, with what belongs there in a third column."""
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 18, styles.text)
    sheet.set_column(1, 1, 50, styles.text)
    sheet.set_column(2, 2, 70, styles.derived)
    for index, title in enumerate(("项目", "内容", "填写说明")):
        sheet.write_string(0, index, title, styles.head)
    for row, column in enumerate(columns_of(kind.model), start=1):
        sheet.write_string(row, 0, column.title, _head(column, styles))
        sheet.write_string(row, 2, note(column).replace("\n", "；"), styles.derived)
        if column.title in entries:
            write_entry(sheet, row, 1, entries[column.title], styles.of(column))
        else:
            sheet.write_blank(row, 1, None, styles.of(column))


def write_entry(sheet: Worksheet, row: int, index: int, value: Entry, style: Format) -> None:
    """Write one cell as what it is: text stays text, whatever it looks like."""
    if isinstance(value, date):
        sheet.write_datetime(row, index, datetime(value.year, value.month, value.day), style)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, index, value, style)
    else:
        sheet.write_string(row, index, value, style)


def note(column: Column) -> str:
    """Return what belongs in a column, as its header's note says it."""
    lines = [_(column.description)] if column.description else []
    lines.append(_("required") if column.required else _("may stay empty"))
    if column.words:
        lines.append(_("one of: {words}").format(words="、".join(column.words)))
    if column.example:
        lines.append(_("for example: {example}").format(example=column.example))
    return "\n".join(lines)


def _head(column: Column, styles: CellFormats) -> Format:
    if column.filled is Filled.BY_DOCGEN:
        return styles.head_filled
    return styles.head_required if column.required else styles.head


def _offer(sheet: Worksheet, column: Column, last: int, index: int) -> None:
    """Give a column its drop-down. References may also be typed, and hold several: nothing is refused there."""
    if column.words:
        sheet.data_validation(
            1,
            index,
            last,
            index,
            {
                "validate": "list",
                "source": list(column.words),
                "error_title": column.title,
                "error_message": _("Choose one of the list.")[:255],
            },
        )
    elif column.role is Role.REFERENCE:
        sheet.data_validation(
            1, index, last, index, {"validate": "list", "source": f"={column.sheet}名单", "show_error": False}
        )


def _pick(title: str, number: str, name: str, rows: Sequence[Entries]) -> Pick:
    """Return what is offered for cells that refer to a sheet: people by number and name, other rows by number."""
    if name != NAME:
        return Pick(title, [str(row.get(number, "")) for row in rows])
    labels = [f"{row.get(number, '')} {row.get(name, '')}".strip() for row in rows]
    return Pick(title, labels, named=True, spare=_SPARE_ROWS)


def _write_name(
    sheet: Worksheet, index: int, rows: Sequence[Entries], names: Mapping[str, str], styles: CellFormats
) -> None:
    """Write the name that goes with the number left of it, as the clerk types: or that nobody has such a number."""
    sheet.set_column(index, index, 10, styles.derived)
    sheet.write_string(0, index, NAME_TITLE, styles.head_filled)
    sheet.write_comment(0, index, _("filled in by docgen: whose number this is"), {"author": "docgen"})
    cell = letters(index)
    for number in range(1, len(rows) + _SPARE_NAMES):
        at = f"{cell}{number + 1}"
        typed = f'LEFT({at},FIND(" ",{at}&" ")-1)'
        known = f'IFERROR(VLOOKUP({typed},人员!$A:$B,2,FALSE),IF(COUNTIF(人员!$B:$B,{at})=1,{at},"查无此人"))'
        text = str(rows[number - 1].get("编号", "")) if number <= len(rows) else ""
        name = names.get(text.partition(" ")[0], "查无此人") if text else ""
        empty = f'OR({at}="",LEFT($A{number + 1},{len(EXAMPLE)})="{EXAMPLE}")'
        sheet.write_formula(number, index, f'=IF({empty},"",{known})', styles.derived, name)


def _width(column: Column) -> float:
    if column.long:
        return 36
    if column.role in (Role.REFERENCE, Role.PERSON_NUMBER):
        return 24 if column.many else 20
    return max(12, len(column.title) * 2.4, len(column.example) * 1.6)


def _write_note(sheet: Worksheet, lines: Sequence[Sequence[str]], styles: CellFormats) -> None:
    sheet.freeze_panes(1, 0)
    for column, width in enumerate((20, 30, 36, 60, 24)):
        sheet.set_column(column, column, width, styles.wrapped)
    for row, line in enumerate(lines):
        for column, text in enumerate(line):
            sheet.write_string(row, column, text, styles.wrapped if row else styles.head)
    sheet.autofilter(0, 0, max(1, len(lines) - 1), len(lines[0]) - 1)


def _write_guide(sheet: Worksheet, sheets: Sequence[SheetKind], styles: CellFormats) -> None:
    core = "".join(f"“{kind.title}”" for kind in sheets[1:] if kind.core)
    first = _("Fill in the sheet 学期 first, then {sheets}; the other sheets as things happen.").format(
        sheets=core or "…"
    )
    lines = [
        first,
        _("Titles on orange must be filled in, those on green are filled in by docgen."),
        _("Rest the mouse on a column title to see what belongs there."),
        _("Numbers of people are text: type 0810130101, and the zero stays."),
        _("A person is written as number, as “number name”, or as a name that only one person has."),
        _("Several words in one cell are separated by 、 or ； or a new line."),
        _("Grey rows that begin with 例： are examples; they are not read and may be deleted."),
        _("Columns and sheets of your own are welcome; docgen leaves them alone."),
        _("Then run: docgen check 台账.xlsx"),
    ]
    write_page(sheet, _("How this workbook is filled in"), lines, styles)


def write_page(sheet: Worksheet, title: str, lines: Sequence[str], styles: CellFormats) -> None:
    """Write a sheet of numbered sentences."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 100, styles.body)
    sheet.write_string(0, 0, title, styles.title)
    for row, line in enumerate(lines, start=1):
        sheet.write_string(row, 0, f"{row}. {line}", styles.body)
