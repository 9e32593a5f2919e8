"""``collect``: forms out to the units (groups, people), returns in to the 台账.

A faulty return is named by file and cell and left out; the sound ones still go in. Two different returns of one unit are
both left out and named: which of them holds is not docgen's to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from docgen import files
from docgen.activity import Activity
from docgen.errors import DataError, InputError, WorkbookError
from docgen.field import Semester
from docgen.field.column import Column, Role
from docgen.field.columns import by_title
from docgen.folder import WORKBOOK
from docgen.messages import _, typed
from docgen.problems import Problem
from docgen.workbook import read, usual
from docgen.workbook.checking import SheetsInWork
from docgen.workbook.container import FileKind, kind_of
from docgen.workbook.forms import FormPlan, file_name, form_of
from docgen.workbook.layout import Entries, Entry, lay_out
from docgen.workbook.merging import MergedBook, ReturnChange, StandingRow, difference, merge
from docgen.workbook.patching import Patch, patched
from docgen.workbook.references import split
from docgen.workbook.returns import Return, read_return
from docgen.workbook.writing import Labels, entries_of, labels_of

_BEFORE = "-合并前"
"""What the copy of the 台账 before a merge is called behind its name."""
_ENDINGS = (".xlsx", ".xls", ".ods", ".xlsm", ".xlsb", ".et", ".ett", ".csv", ".numbers", ".zip", ".rar", ".7z")
"""As what a form may come back. What of it cannot be read is a faulty return, not none."""
_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class FaultyReturn:
    """A file that did not go in: what is wrong with it as a whole, or problems with their cells."""

    file: str
    reason: str
    problems: tuple[Problem, ...] = ()
    hint: str = ""
    """what to do where it is a file that cannot be read"""


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of a merge. ``target`` is None when nothing changed; ``backup`` where the 台账 of before is kept."""

    taken: tuple[str, ...]
    faulty: tuple[FaultyReturn, ...]
    missing: tuple[str, ...]
    """active units of which no return was taken"""
    added: dict[str, int]
    filled: dict[str, int]
    changed: tuple[ReturnChange, ...]
    removed: tuple[ReturnChange, ...]
    conflicts: tuple[ReturnChange, ...]
    emptied: tuple[ReturnChange, ...]
    """sheets that came back empty, whose rows were left (``before``: how many)"""
    target: Path | None
    backup: Path | None


def write_forms(
    workbook: Path, folder: Path, units: Sequence[str] = (), activity: Activity | None = None
) -> tuple[Path, ...]:
    """Write a fill-in workbook for each active unit (a group, a person), or the named ones; return their paths in order.

    Raise DataError when rows of the 台账 are faulty, InputError for a unit that is not there or a form that is there
    already, OutputError.
    """
    plan = FormPlan(usual(activity))
    work = _sound(workbook, plan)
    semester = work.semester(whole=True)
    known = {unit.id: unit for unit in semester.units if unit.is_active}
    if unknown := [unit for unit in units if unit not in known]:
        raise InputError(
            _("{workbook}: has no {units} on sheet {sheet} to which forms go").format(
                workbook=workbook, units="、".join(unknown), sheet=plan.unit
            ),
            hint=_("There are: {known}").format(known="、".join(known)),
        )
    written = []
    for unit in known.values():
        if not units or unit.id in units:
            target = folder / file_name(unit)
            if target.exists():
                raise InputError(
                    _("{path}: is there already and was left as it is").format(path=target),
                    hint=_("Choose another folder with -o: a form may have been filled in."),
                )
            written.append((target, form_of(unit, semester, plan)))
    for target, data in written:
        files.write(target, data)
    return tuple(target for target, _data in written)


def merge_returns(
    workbook: Path,
    folder: Path,
    target: Path | None = None,
    activity: Activity | None = None,
    *,
    overwrite: bool = False,
    take_out: bool = False,
) -> Merged:
    """Merge the returned forms of a folder into the 台账: in place, the one of before kept beside it, or into a new file.

    Three-way: what only the form changed goes in, what only the clerk changed stays, what both changed differently is
    a conflict, which ``overwrite`` decides for the return. Rows that were deleted on it are taken out; where a whole sheet came
    back empty they stay, unless ``take_out``. Faulty returns are named and left out. Raise DataError when rows of the 台账 are
    faulty, InputError when there is no return or the target exists, OutputError.
    """
    if target is not None and target.exists() and not target.samefile(workbook):
        raise InputError(
            _("{path}: is there already and was left as it is").format(path=target),
            hint=_("Choose another name with -o, or leave -o out: the 台账 of before is kept then."),
        )
    plan = FormPlan(usual(activity))
    work = _sound(workbook, plan)
    semester = work.semester(whole=True)
    paths = _returns_in(folder, workbook)
    returns, faulty = _read_all(paths, semester, plan)
    returns, contradicting = _apart(returns, plan)
    ledger = MergedBook(
        {
            title: [
                StandingRow(row.row, plan.texts_of(row), plan.texts_of(row), plan.holds_more(row))
                for row in work.rows.get(title, ())
            ]
            for title in plan.columns
        }
    )
    for returned in returns:
        merge(ledger, returned, plan, overwrite=overwrite, take_out=take_out)
    taken = {returned.unit for returned in returns}
    backup = None
    goal = target or workbook
    if ledger.is_changed:
        data = _written(workbook, work, ledger, semester, plan)
        if kind_of(workbook) is not FileKind.XLSX:
            goal = target or free(workbook.with_suffix(".xlsx") if workbook.is_file() else workbook / WORKBOOK)
        elif goal.exists():
            backup = free(goal.with_name(f"{goal.stem}{_BEFORE}{goal.suffix}"))
            files.sweep(goal)
            files.write(backup, goal.read_bytes())
        files.write(goal, data)
    return Merged(
        tuple(returned.path.name for returned in returns),
        tuple(sorted((*faulty, *contradicting), key=lambda one: one.file)),
        tuple(unit.id for unit in semester.units if unit.is_active and unit.id not in taken),
        ledger.added,
        ledger.filled,
        tuple(ledger.changed),
        tuple(ledger.removed),
        tuple(ledger.conflicts),
        tuple(ledger.emptied),
        goal if ledger.is_changed else None,
        backup,
    )


def _sound(workbook: Path, plan: FormPlan) -> SheetsInWork:
    """Read the 台账; a row with a faulty cell cannot be told from one that somebody changed on a form."""
    activity = plan.activity
    work = SheetsInWork(read(workbook, activity), sheets=activity.sheets, unit=activity.unit)
    work.read(activity.sheets)
    concerned = {*plan.columns, *plan.directories}
    if problems := [p for p in work.problems if p.is_error and p.sheet in concerned]:
        raise DataError(
            _("{path}: mend these cells first").format(path=workbook),
            work.ordered(problems),
            hint=_("Run docgen check {path}").format(path=typed(workbook)),
        )
    return work


def _returns_in(folder: Path, workbook: Path) -> list[Path]:
    if not folder.is_dir():
        raise InputError(
            _("{path}: there is no such folder").format(path=folder), hint=_("Name the folder with the returned forms.")
        )
    found = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in _ENDINGS and not path.name.startswith(("~$", ".")) and path.is_file()
    ]
    # The forms may lie beside the 台账, which may be a folder of tables, and the copies of it.
    found = [
        path
        for path in found
        if not path.samefile(workbook)
        and not (path.suffix.lower() == ".csv" and path.parent.samefile(workbook))
        and not path.stem.startswith(workbook.stem + _BEFORE)
    ]
    if not found:
        raise InputError(
            _("{path}: holds no returned form").format(path=folder),
            hint=_("Put the returned .xlsx files into it; docgen collect forms makes the forms."),
        )
    return found


def _read_all(paths: Sequence[Path], semester: Semester, plan: FormPlan) -> tuple[list[Return], list[FaultyReturn]]:
    def one(path: Path) -> Return | FaultyReturn:
        try:
            returned = read_return(path, semester, plan)
        except WorkbookError as error:
            return FaultyReturn(path.name, error.message, hint=error.hint)
        if returned.is_sound:
            return returned
        return FaultyReturn(path.name, "", tuple(problem for problem in returned.problems if problem.is_error))

    # Each is read in a child of its own, so that one hostile file takes no other with it.
    with ThreadPoolExecutor(_AT_ONCE) as executor:
        read_ones = list(executor.map(one, paths))
    return (
        [item for item in read_ones if isinstance(item, Return)],
        [item for item in read_ones if isinstance(item, FaultyReturn)],
    )


def _apart(returns: Iterable[Return], plan: FormPlan) -> tuple[list[Return], list[FaultyReturn]]:
    """Take out returns of one unit that differ; of equal ones the first stays."""
    by_unit: dict[str, list[Return]] = {}
    for returned in returns:
        by_unit.setdefault(returned.unit, []).append(returned)
    kept: list[Return] = []
    faulty: list[FaultyReturn] = []
    for unit, ones in by_unit.items():
        differing = next((found for other in ones[1:] if (found := difference(ones[0], other, plan))), None)
        if differing is None:
            kept.append(ones[0])
            continue
        place = f"{differing.sheet} {differing.key} {differing.column}".strip()
        for returned in ones:
            others = "、".join(other.path.name for other in ones if other is not returned)
            reason = _("contradicts {others}, both of {unit}: {place}: “{before}” and “{after}”").format(
                others=others, unit=unit, place=place, before=differing.before, after=differing.after
            )
            faulty.append(FaultyReturn(returned.path.name, reason))
    return kept, faulty


def _written(workbook: Path, work: SheetsInWork, ledger: MergedBook, semester: Semester, plan: FormPlan) -> bytes:
    labels = labels_of(semester, plan.activity.sheets)
    if kind_of(workbook) is FileKind.XLSX:
        return patched(workbook, _patches(work, ledger, labels, plan))
    rows: dict[str, list[Entries]] = {}
    for kind in plan.activity.sheets:
        if kind.title in ledger.rows:
            standing = [row for row in ledger.rows[kind.title] if not row.gone]
            old = {row.row: entries_of(row, labels) for row in work.rows.get(kind.title, ())}
            rows[kind.title] = [{**old.get(row.row, {}), **_entries(kind.title, row, labels, plan)} for row in standing]
        else:
            rows[kind.title] = [entries_of(row, labels) for row in work.rows.get(kind.title, ())]
    return lay_out(rows, examples=True, sheets=plan.activity.sheets)


def _patches(work: SheetsInWork, ledger: MergedBook, labels: Labels, plan: FormPlan) -> list[Patch]:
    patches = []
    for title, rows in ledger.rows.items():
        table = work.tables.get(title)
        places = table.places if table else {}
        end = max((number for number, _cells in table.rows), default=table.header_row) if table else 0
        model = max((row.row for row in rows), default=0)
        for row in rows:
            if row.gone:
                if row.row:
                    patches.append(Patch(title, row.row, dict.fromkeys(places.values())))
                continue
            changed = [name for name, text in row.texts.items() if text != row.was.get(name, "")]
            if lacking := [name for name in changed if name not in places]:
                raise InputError(
                    _("{path}: sheet {sheet} has no columns {columns} to take the returns").format(
                        path=work.workbook.path, sheet=title, columns="、".join(lacking)
                    ),
                    hint=_("add the sheet or the columns; docgen init makes a workbook with all of them"),
                )
            if changed:
                end += not row.row
                entries = _entries(title, row, labels, plan)
                cells = {places[name]: entries.get(name) for name in changed}
                patches.append(Patch(title, row.row or end, cells, model))
    return patches


def _entries(title: str, row: StandingRow, labels: Labels, plan: FormPlan) -> dict[str, Entry]:
    columns = by_title(plan.kind(title).model)
    return {name: _entry(text, columns[name], labels) for name, text in row.texts.items() if text}


def _entry(text: str, column: Column, labels: Labels) -> Entry:
    """Return a text as a clerk would have typed it: dates as dates, people as number and name."""
    if column.role is Role.DATE:
        return date.fromisoformat(text)
    if column.role is Role.NUMBER:
        number = float(text)
        return number if Decimal(repr(number)) == Decimal(text) else text
    if column.sheet in labels:
        return "、".join(labels[column.sheet].get(part, part) for part in (split(text) if column.many else [text]))
    return text


def free(path: Path) -> Path:
    """Return the path, or the first of its kind that is not taken: 台账-合并前.xlsx, then 台账-合并前2.xlsx."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}{number}{path.suffix}")
    return free
