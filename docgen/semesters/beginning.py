"""A new semester's folder: its workbook, blank, from a roster or from the last one, its settings, the files of its activity.

One that follows another goes on with its ledger, so that the numbers run on (domain.md §5 rule 16).
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docgen import activities, files, incoming, ledger, outgoing, settings
from docgen import workbook as workbooks
from docgen.activity import Activity
from docgen.errors import InputError
from docgen.folder import WORKBOOK, Folder
from docgen.incoming import limits
from docgen.making.own import activity_of
from docgen.messages import _
from docgen.semesters.registry import refuse_lost
from docgen.workbook.beginning import QUESTIONS, matter

if TYPE_CHECKING:
    from docgen.field import Semester
    from docgen.semester import Term
    from docgen.workbook.beginning import Question
    from docgen.workbook.roster import Roster

_LINE = re.compile(r"(?m)^(\s*ledger\s*=\s*)(\"[^\"\n]*\"|'[^'\n]*')")
_NAMED = re.compile(r"(?m)^(\s*activity\s*=\s*)(\"[^\"\n]*\"|'[^'\n]*')")

_OF_THE_FIRST = (
    *("# activity", "[check]", "[assessment]", "[bands]", "[carry]", "[jury]", "[number]"),
    *("[titles]", "[copies]", "[retention]"),
)
"""What of a docgen.toml is about groups, goals and talks: an activity in files has settings and papers of its own instead."""
_TALKS = re.compile(r"(?m)^# talks = .*\n")
_OF_PAPERS = """\
[titles]
# {stem} = "{title}"

[copies]
# {stem} = 2                       # 打印份数（docgen print）

[retention]
# {stem} = "Y"                     # 保管期限：Y 永久，D30 三十年，D10 十年"""


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
    asked = _asked(folder, activity, previous)
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
        text = _settings_of(asked) if activity else settings.STARTER
        if previous is not None and (theirs := previous.parent / settings.FILE_NAME).exists():
            text = settings_for(previous, folder, incoming.text(theirs, limits.SETTINGS))
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


@dataclass(frozen=True, slots=True)
class AskedActivity:
    """The activity of a new semester; ``folder`` where it is made of files, and what the docgen.toml calls it.

    ``beside``: its files lie in the folder of the semester before, and are copied, so that the new one does not need that.
    """

    value: Activity
    folder: Path | None = None
    name: str = ""
    beside: Path | None = None

    def copy_into(self, home: Path) -> None:
        """Copy the activity's files into the new semester's folder, where they lay in the old one's."""
        if self.folder is None or self.beside is None:
            return
        inside = self.folder.relative_to(self.beside)
        found = self.folder.rglob("*") if inside.parts else (*self.folder.glob("*.toml"), *self.folder.glob("*.docx"))
        for source in sorted(found):
            target = home / inside / source.relative_to(self.folder)
            if source.is_file() and source.name != settings.FILE_NAME and not target.exists():
                outgoing.folder(target.parent)
                files.write(target, incoming.content(source, limits.TEMPLATE.packed))

    def named_in(self, text: str) -> str:
        """Return a docgen.toml of the semester before, with the activity as the new folder calls it."""
        return _NAMED.sub(lambda found: f"{found[1]}{json.dumps(self.name, ensure_ascii=False)}", text, count=1)


def _asked(home: Path, name: str, previous: Path | None) -> AskedActivity:
    """Return the activity of a semester that begins in ``home``: the one named, else that of the workbook ``previous``.

    Raise InputError where there is none of that name.
    """
    if name:
        from docgen import described

        called = _as_seen_from(home, name)
        where = activities.folder_of(called, home)
        if where is None:
            raise InputError(_("{name} needs no --activity").format(name=name))
        return AskedActivity(described.activity(where, {}), where, called)
    if previous is None:
        return AskedActivity(activities.named("", home, {}))
    at = Folder(previous)
    where = activities.folder_of(at.settings.activity, at.home)
    if where is None:
        return AskedActivity(activities.named("", home, {}))
    old = at.home.resolve()
    if where.resolve().is_relative_to(old):
        return AskedActivity(activity_of(previous), where.resolve(), at.settings.activity, old)
    is_place = (at.home / at.settings.activity).resolve() == where.resolve()
    called = _from(home, where) if is_place else at.settings.activity
    return AskedActivity(activity_of(previous), where, called)


def _as_seen_from(folder: Path, name: str) -> str:
    """Return an activity's folder, said from where one stands, as the new folder names it; a name stays as it is."""
    from docgen import described

    if not (Path(name) / described.FILE_NAME).is_file() or Path(name).is_absolute():
        return name
    return _from(folder, Path(name))


def _from(folder: Path, there: Path) -> str:
    try:
        return Path(os.path.relpath(there.resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive
        return there.resolve().as_posix()


def _settings_of(one: AskedActivity) -> str:
    """Return a docgen.toml with the activity's own settings, at their defaults, above the others."""
    from docgen import described

    own = described.defaults(one.folder) if one.folder is not None else {}
    said = "".join(f"\n# {key} = {_toml(value)}" for key, value in own.items())
    table = f"\n\n[setting]                        # 本活动允许学校自定的事项；去掉行首的 # 即生效{said}" if own else ""
    head, *parts = settings.STARTER.split("\n\n")
    named = f"activity = {json.dumps(one.name, ensure_ascii=False)}{table}"
    kept = (part for part in parts if not part.startswith(_OF_THE_FIRST))
    text = "\n\n".join((head, named, *kept)).rstrip("\n")
    papers = (_OF_PAPERS.format(stem=one.stem, title=one.title) for one in one.value.added[:1])
    return "\n\n".join((_TALKS.sub("", text), *papers)) + "\n"


def _toml(value: bool | int | str) -> str:
    return str(value).lower() if isinstance(value, bool) else f'"{value}"' if isinstance(value, str) else str(value)
