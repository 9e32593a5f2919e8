"""``docgen dossier``: one person over all semesters of the ledger, as Word and PDF."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from pathlib import Path

from docgen import documents, outgoing
from docgen.documents import Document
from docgen.documents.dossier import KIND, compose_dossier
from docgen.errors import InputError
from docgen.field import Semester
from docgen.field.kept import read_back
from docgen.folder import Folder
from docgen.ledger import KeptRows
from docgen.making import single
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
    ledger = ledger_of(workbook)
    semesters = []
    for one in ledger.latest_rows():
        if one.at.branch == ledger.branch:
            kept = read_back(one.rows, one.titles)
            if kept.semester.programme is not None:
                semesters.append(kept.semester)
            if kept.unread and tell is not None:
                tell(unread(one, kept.unread))
    number = _number(person, semesters)
    numbers = {(one.term, one.group): one.text for one in ledger.register() if one.void_by != "clerk"}
    found = compose_dossier(number, semesters, numbers, Folder(workbook).settings)
    assert found is not None  # _number has seen them
    paper = Document(KIND, f"{number}{found.name}", found.name, documents.plain(found))
    target = folder or Folder(workbook).dossiers
    word, pdf = target / f"{paper.name}.docx", target / f"{paper.name}.pdf"
    with outgoing.file(word, force=force) as docx, outgoing.file(pdf, force=force) as other:
        single.make_one(paper, (docx, other), engine=engine, pictures=Folder(workbook).home)
    return word, pdf


def unread(kept: KeptRows, rows: Sequence[str]) -> str:
    """Say which rows of a semester this docgen could not read any more, and what follows."""
    return _("{term}: kept by an older docgen, and not read: {rows}. Its workbook, built again, is read whole.").format(
        term=kept.at.term, rows="、".join(rows)
    )


def _number(person: str, semesters: list[Semester]) -> str:
    names: dict[str, dict[str, None]] = {}
    for semester in semesters:
        for one in semester.people:
            for known in (one.id, one.name, one.label):
                names.setdefault(known, {})[one.id] = None
    found = list(names.get(person, ()))
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError(
            _("{name} is the name of several people: {numbers}").format(name=person, numbers="、".join(found)),
            hint=_("Name one of them by number."),
        )
    close = difflib.get_close_matches(person, names, 1, 0.6)
    raise InputError(
        _("no semester in the ledger knows {person}").format(person=person),
        hint=_("Did you mean {close}?").format(close=close[0])
        if close
        else _("A semester is known from its first docgen build on."),
    )
