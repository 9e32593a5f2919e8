"""A new semester's folder: its workbook, blank, from a roster or from the last one, and its settings.

One that follows another goes on with its ledger, so that the numbers run on (domain.md §5 rule 16).
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docgen import files, incoming, ledger, outgoing, settings
from docgen import workbook as workbooks
from docgen.errors import InputError
from docgen.folder import WORKBOOK, Folder
from docgen.incoming import bounds
from docgen.messages import _
from docgen.semesters import of_activity
from docgen.semesters.registry import refuse_lost
from docgen.workbook.beginning import QUESTIONS, matter

if TYPE_CHECKING:
    from docgen.field import Semester
    from docgen.semester import Term
    from docgen.workbook.beginning import Question
    from docgen.workbook.roster import Roster

_LINE = re.compile(r"(?m)^(\s*ledger\s*=\s*)(\"[^\"\n]*\"|'[^'\n]*')")


@dataclass(frozen=True, slots=True)
class Begun:
    """A semester that was begun: its files, what the roster gave, what was taken over and is to be confirmed.

    ``ledger`` is the book whose numbers run on in it, None where it begins one of its own.
    """

    SHEET: ClassVar[str] = QUESTIONS
    """The sheet of the workbook on which the questions stand, too."""

    term: Term
    workbook: Path
    settings: Path
    roster: Roster | None
    taken_over: Semester | None
    questions: tuple[Question, ...]
    ledger: Path | None

    @property
    def matters(self) -> tuple[tuple[str, tuple[Question, ...]], ...]:
        """The questions by their kind, each with what it is called."""
        kinds = dict.fromkeys(one.kind for one in self.questions)
        return tuple((matter(kind), tuple(one for one in self.questions if one.kind == kind)) for kind in kinds)


def begin(
    folder: Path,
    term: Term | None,
    *,
    school: str = "",
    department: str = "",
    roster: Path | None = None,
    columns: Mapping[str, str] | None = None,
    old: Path | None = None,
    activity: str = "",
) -> Begun:
    """Begin a semester in a folder; without ``term`` it is the one after ``old``, a workbook or its folder.

    ``columns`` says which column of the roster (``"C"``) is which of 人员 where docgen would take another one. It is of the
    ``activity``, by name or folder, or of the old one's. Raise InputError where a workbook is already, or nothing tells which
    semester it is.
    """
    previous = old / WORKBOOK if old is not None and old.is_dir() and (old / WORKBOOK).exists() else old
    asked = of_activity.asked(folder, activity, previous)
    outgoing.folder(folder)
    book, toml = folder / WORKBOOK, folder / settings.FILE_NAME
    if book.exists():
        raise InputError(
            _("{path}: is there already and was left as it is").format(path=book),
            hint=_("Choose another folder for the new semester."),
        )
    people = workbooks.read_roster(roster, columns, asked.value) if roster else None
    handover = None
    if previous is not None:
        handover = workbooks.take_over(previous, settings.load(previous.parent), term, asked.value)
        term = handover.term
    if term is None:
        raise InputError(
            _("{path}: does not tell which semester it is").format(path=old or folder),
            hint=_("Say the new one: --semester 2009-2010-1"),
        )
    lines = {"term_name": str(term), "school": school, "department": department}
    if asked.folder is not None:
        lines["activity"] = asked.value.name
    # Before the workbook: a run that is cut short can be run again.
    book_in_use = carry_ledger_on(previous, folder) if previous is not None else None
    asked.copy_into(folder)
    questions = workbooks.begin(book, lines, people, handover, asked.value)
    if not toml.exists():
        text = of_activity.settings_of(asked) if activity else settings.STARTER
        if previous is not None and (theirs := previous.parent / settings.FILE_NAME).exists():
            text = settings_for(previous, folder, incoming.text(theirs, bounds.SETTINGS))
            text = asked.named_in(text)
        elif previous is not None:
            text = settings_for(previous, folder, text)
        files.write(toml, text.encode())
    return Begun(
        term, book, toml, people, handover.carried.semester if handover else None, tuple(questions), book_in_use
    )


def carry_ledger_on(old: Path, new: Path) -> Path | None:
    """Let the folder ``new`` go on with the ledger of the workbook ``old``; return it, None when the old never had one.

    A ledger of the old folder's own is carried on into the new folder's; one that several folders share stays where it
    is, and :func:`settings_for` names it. Raise LedgerError when the new folder has another ledger already,
    or the old folder's is lost.
    """
    folder = Folder(old)
    source = folder.ledger
    if not source.exists():
        refuse_lost(folder, ledger.Ledger(source, "", ""))
        if not (folder.home / settings.FILE_NAME).exists():
            return None  # a workbook that docgen never worked with
    if _is_shared(old):
        return ledger.in_use(source)
    target = new / folder.settings.path.ledger
    ledger.carry_on(source, target)
    return target


def settings_for(old: Path, new: Path, text: str) -> str:
    """Return the old ``docgen.toml`` for the new folder: a shared ledger is named as it is seen from there."""
    if not _is_shared(old):
        return text
    try:
        place = Path(os.path.relpath(Folder(old).ledger.resolve(), new.resolve())).as_posix()
    except ValueError:  # another drive
        place = Folder(old).ledger.resolve().as_posix()
    return _LINE.sub(lambda found: f'{found[1]}"{place}"', text, count=1)


def _is_shared(old: Path) -> bool:
    return not Folder(old).ledger.resolve().is_relative_to(Folder(old).home.resolve())
