"""``docgen dossier``: one person over all semesters of the ledger, as Word and PDF."""

from __future__ import annotations

import difflib
from pathlib import Path

from docgen import documents
from docgen.documents import Document
from docgen.documents.dossier import KIND, compose_dossier
from docgen.errors import InputError
from docgen.field import SHEETS, Semester
from docgen.folder import Folder
from docgen.ledger import Rows
from docgen.messages import _
from docgen.pipeline import single
from docgen.pipeline.registry import shelf


def dossier(workbook: Path, person: str, folder: Path | None = None, engine: str = "auto") -> tuple[Path, Path]:
    """Write a person's dossier into ``folder`` (beside the workbook by default); return the .docx and the PDF.

    ``person`` is a number, or a name that one person has. Raise InputError when no semester of the ledger knows them.
    """
    ledger = shelf(workbook)
    semesters = [semester_of(rows) for at, rows in ledger.latest_rows() if at.branch == ledger.branch]
    number = _number(person, semesters)
    numbers = {(one.term, one.group): one.text for one in ledger.register() if one.void_by != "clerk"}
    found = compose_dossier(number, semesters, numbers)
    assert found is not None  # _number has seen them
    paper = Document(KIND, f"{number}{found.name}", found.name, documents.plain(found))
    target = folder or Folder(workbook).dossiers
    word, pdf = target / f"{paper.name}.docx", target / f"{paper.name}.pdf"
    single.make_one(paper, (word, pdf), engine=engine)
    return word, pdf


def semester_of(rows: Rows) -> Semester:
    """Return the semester whose rows the ledger kept."""
    found = {
        kind.attribute: tuple(
            kind.model.model_validate_strings(cells).at_row(number) for number, cells in rows.get(kind.title, [])
        )
        for kind in SHEETS
    }
    programme = next(iter(found.pop("programme")), None)
    return Semester(programme=programme, **found)  # type: ignore[arg-type]  # SHEETS pairs each attribute with its model


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
