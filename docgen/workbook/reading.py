"""Step 1, read: a workbook file becomes sheets of cells, in a child with a deadline and a bound on memory.

Nothing here imports Pydantic, so that the child starts fast.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar, TypeVarTuple

from docgen.errors import WorkbookError
from docgen.isolate import IsolationError, call
from docgen.messages import _
from docgen.workbook.cells import Workbook
from docgen.workbook.container import FileKind, damaged, kind_of

SECONDS = 25.0
"""For reading and judging together: with what comes before and after, the whole stays under 30 s."""
MEMORY = 1 << 30
"""Bytes of address space; 10,000 people in 2,500 groups take a quarter of it."""

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


def read_file(path: Path, wanted: tuple[str, ...]) -> Workbook:
    """Read the wanted sheets of a workbook in a child process; raise WorkbookError saying what to do."""
    kind_of(path)  # what can be refused without a child is refused at once
    with uncollected():
        return apart(path, read_here, path, wanted)


def apart(path: Path, function: Callable[[*Ts], T], *args: *Ts, seconds: float | None = None) -> T:
    """Do something with a workbook from outside in a child, bounded in time and memory; raise WorkbookError."""
    try:
        return call(function, *args, deadline=SECONDS if seconds is None else max(seconds, 1.0), memory=MEMORY)
    except IsolationError as error:
        if error.reason in ("time", "memory"):
            raise WorkbookError(
                _("{path}: reading it takes too long or too much memory").format(path=path),
                hint=_(
                    "Try again if the machine was busy; else copy the tables as values into a fresh workbook made by"
                    " docgen init."
                ),
            ) from error
        raise damaged(path) from error


def read_here(path: Path, wanted: tuple[str, ...]) -> Workbook:
    """Read the wanted sheets in this process; raise WorkbookError."""
    with uncollected():
        book = _reader(kind_of(path))(path, wanted)
    if twice := book.sheets.keys() & set(book.others):
        raise WorkbookError(
            _("{path}: two sheets are called {sheet}").format(path=path, sheet=min(twice)),
            hint=_("Give one of them another name, or delete it. A blank at the end of a name tells nothing apart."),
        )
    return book


def _reader(kind: FileKind) -> Callable[[Path, tuple[str, ...]], Workbook]:
    match kind:
        case FileKind.XLSX:
            from docgen.workbook.xlsx import read_xlsx

            return read_xlsx
        case FileKind.XLS:
            from docgen.workbook.xls import read_xls

            return read_xls
        case FileKind.ODS:
            from docgen.workbook.ods import read_ods

            return read_ods
        case FileKind.CSV_FOLDER:
            from docgen.workbook.csvs import read_csv_folder

            return read_csv_folder


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the garbage collector out while very many small values are made, all of which stay: it costs a quarter."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
