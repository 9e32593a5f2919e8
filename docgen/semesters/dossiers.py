"""``docgen dossier``: one person over all semesters of the ledger, as Word and PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from docgen import meant, outgoing
from docgen.activity import Activity, Past
from docgen.documents import Per
from docgen.documents.kinds import personal_record
from docgen.documents.kinds.personal_record import RecordPaper, is_about
from docgen.errors import InputError
from docgen.field import Semester, SheetKind, Summary
from docgen.field.columns import columns_of, numbers_in, subject
from docgen.field.kept import read_back
from docgen.folder import Folder
from docgen.ledger import KeptRows, Ledger
from docgen.making import single
from docgen.making.own import activity_of, template_folders
from docgen.messages import _
from docgen.semesters.registry import ledger_of


def dossier(
    workbook: Path,
    person: str,
    folder: Path | None = None,
    engine: str = "auto",
    tell: Callable[[str], None] | None = None,
    *,
    force: bool = False,
) -> tuple[Path, Path]:
    """Write a person's dossier into ``folder`` (beside the workbook by default); return the .docx and the PDF.

    ``person`` is a number, or a name that one person has; ``tell`` is told of rows that this docgen cannot read any more.
    Raise InputError when no semester of the ledger knows the person, OutputError when a file stands there that docgen did not
    make, unless ``force``.
    """
    ledger, of, settings = ledger_of(workbook), activity_of(workbook), Folder(workbook).settings
    semesters = []
    for one in ledger.latest_rows():
        if one.at.branch == ledger.branch:
            kept = read_back(one.rows, one.titles, of.sheets)
            if kept.semester.programme is not None:
                semesters.append(kept.semester)
            if kept.unread and tell is not None:
                tell(unread(one, kept.unread))
    who = subject(of.sheets, of.unit)
    number = _number(person, who, semesters)
    if of.dossier is not None:
        numbers = {(one.term, one.group): one.text for one in ledger.register() if one.void_by != "clerk"}
        paper = of.dossier(Past(number, tuple(semesters), numbers, settings))
    else:
        papers = _papers(ledger, of, who, number, semesters)
        paper = personal_record.compose(who, number, semesters, of.sheets, papers)
    target = folder or Folder(workbook).dossiers
    word, pdf = target / f"{paper.name}.docx", target / f"{paper.name}.pdf"
    with outgoing.file(word, force=force) as docx, outgoing.file(pdf, force=force) as other:
        single.make_one(
            paper, (docx, other), engine=engine, beside=template_folders(workbook), pictures=Folder(workbook).home
        )
    return word, pdf


def _papers(
    ledger: Ledger, of: Activity, who: SheetKind, number: str, semesters: Sequence[Semester]
) -> dict[str, list[RecordPaper]]:
    """Return the papers of a person by term: those of their own units, and those made of several at once that name them.

    What stays in the department's safe is not listed.
    """
    units = {number} if who.title == of.unit else _units(of, who, number, semesters)
    names = [one for semester in semesters for one in _names(who, semester).items()]
    name = next((name for known, name in names if known == number and name), number)
    is_alone = {known for known, called in names if called == name} == {number}
    kinds = {kind.stem: kind for kind in of.added if not kind.stays}
    batches = [stem for stem, kind in kinds.items() if kind.per is Per.ROW]
    found: dict[str, list[RecordPaper]] = {}
    said, longer = (
        (name, {called for _known, called in names if name in called} - {name}) if is_alone else (f'"{number}"', ())
    )
    for one in ledger.of_person(units, said, batches, longer):
        if one.kind in kinds:
            day = date.fromisoformat(one.dated) if one.dated else None
            state = "已签署" if one.is_signed else "未签署"
            title = one.title if one.group else one.name.removeprefix(f"{Summary.DEPARTMENT}-")
            paper = RecordPaper(title=title, number=one.number, dated=day, state=state)
            found.setdefault(one.term, []).append(paper)
    return found


def _units(of: Activity, who: SheetKind, number: str, semesters: Sequence[Semester]) -> set[str]:
    """Return the units that rows about a person name."""
    return {
        unit
        for semester in semesters
        for kind in of.sheets
        for row in semester.rows(kind)
        if any(
            number in numbers_in(row, one) and is_about(row, one, who.title)
            for one in columns_of(kind.model)
            if one.sheet == who.title
        )
        for column in columns_of(kind.model)
        if column.sheet == of.unit
        for unit in numbers_in(row, column)
    }


def _names(who: SheetKind, semester: Semester) -> dict[str, str]:
    """Return what the rows of a sheet are called, by number."""
    columns = columns_of(who.model)
    key, called = columns[0].attribute, next((one.attribute for one in columns if one.called), columns[0].attribute)
    return {str(getattr(row, key)): str(getattr(row, called)) for row in semester.rows(who)}


def unread(kept: KeptRows, rows: Sequence[str]) -> str:
    """Say which rows of a semester this docgen could not read any more, and what follows."""
    return _("{term}: kept by an older docgen, and not read: {rows}. Its workbook, built again, is read whole.").format(
        term=kept.at.term, rows="、".join(rows)
    )


def _number(person: str, who: SheetKind, semesters: Sequence[Semester]) -> str:
    names: dict[str, dict[str, None]] = {}
    for semester in semesters:
        for number, name in _names(who, semester).items():
            for known in (number, name, f"{number} {name}"):
                names.setdefault(known, {})[number] = None
    found = list(names.get(person, ()))
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError(
            _("{name} is the name of several people: {numbers}").format(name=person, numbers="、".join(found)),
            hint=_("Name one of them by number."),
        )
    raise InputError(
        _("no semester in the ledger knows {person}").format(person=person),
        hint=meant.offered(person, names, meant.PERSON) or _("A semester is known from its first docgen build on."),
    )
