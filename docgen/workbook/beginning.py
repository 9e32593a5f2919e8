"""The workbook a semester begins with: blank, or with people from a roster and what the last semester hands over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from docgen import files
from docgen.activity import Activity
from docgen.field import Semester
from docgen.field.carried import Carried, Question
from docgen.field.columns import columns_of, titles
from docgen.messages import N_, _
from docgen.problems import Problem
from docgen.semester import Term
from docgen.settings import Settings
from docgen.workbook import check, usual
from docgen.workbook.layout import Entries, Entry, lay_out
from docgen.workbook.roster import Roster
from docgen.workbook.writing import entries_of, labels_of

__all__ = ["QUESTIONS", "Handover", "Question", "begin", "matter", "take_over"]

QUESTIONS = "待确认"
"""The sheet of what only the clerk can say; her own from then on: docgen does not read it."""

_MATTERS = {
    "term": N_("fill in"),
    "line": N_("line"),
    "offices": N_("offices"),
    "class-year": N_("class"),
    "promoted-class": N_("promoted class"),
    "graduate": N_("graduate?"),
    "left": N_("left every group"),
    "became-activist": N_("became an activist"),
    "probationary": N_("probationary member"),
    "no-leader": N_("group without a leader"),
    "too-few-members": N_("group too small"),
    "continues": N_("group"),
    "partner-left": N_("partner"),
    "project": N_("unfinished project"),
    "project-without-group": N_("project not carried over"),
    "not-carried": N_("row not carried over"),
    "not-in-roster": N_("not in the roster"),
    "updated": N_("changed by the roster"),
    "other-name": N_("another name"),
    "new-people": N_("new people"),
}


@dataclass(frozen=True, slots=True)
class Handover:
    """The last semester as it is taken over: its term, what is carried, and the problems of rows that were not."""

    term: Term | None
    carried: Carried
    problems: tuple[Problem, ...]


def take_over(old: Path, settings: Settings, term: Term | None, activity: Activity | None = None) -> Handover:
    """Read the last semester's workbook and carry over what stays, for ``term`` or the one after; raise WorkbookError.

    ``term`` of the result is None when neither was said nor can be read from the old workbook.
    """
    activity = usual(activity)
    checked = check(old, settings, activity)
    programme = checked.semester.programme
    wanted = term or (programme.term.next() if programme is not None else None)
    problems = tuple(problem for problem in checked.problems if problem.is_error)
    if wanted is None:
        return Handover(None, Carried({}, Semester(), ()), problems)
    return Handover(wanted, activity.carry(checked.semester, wanted, settings), problems)


def begin(
    path: Path,
    programme: Mapping[str, str],
    roster: Roster | None = None,
    handover: Handover | None = None,
    activity: Activity | None = None,
) -> tuple[Question, ...]:
    """Write the new 台账.xlsx and return what is to be confirmed, which also stands on its sheet 待确认.

    ``programme`` fills lines of 学期 by attribute; it goes before what is handed over. Raise OutputError.
    """
    activity = usual(activity)
    first, *others = activity.sheets
    titles = {column.attribute: column.title for column in columns_of(first.model)}
    lines = (handover.carried.lines if handover else {}) | {name: text for name, text in programme.items() if text}
    rows: dict[str, list[Entries]] = {first.title: [{titles[name]: text for name, text in lines.items()}]}
    questions: tuple[Question, ...] = ()
    if handover is not None:
        semester, questions = handover.carried.semester, handover.carried.questions
        labels = labels_of(semester, activity.sheets)
        for kind in others:
            rows[kind.title] = [entries_of(row, labels) for row in semester.rows(kind)]
        questions += tuple(
            Question("not-carried", problem.place, problem.value, f"{problem.message} · {_not_carried()}")
            for problem in handover.problems
        )
    if roster is not None:
        rows["人员"], more = _joined(rows.get("人员", []), roster, asked=handover is not None)
        questions += more
    notes = {QUESTIONS: _sheet(questions)} if questions else {}
    files.write(path, lay_out(rows, examples=True, notes=notes, sheets=activity.sheets))
    return questions


def _not_carried() -> str:
    return _("a row with a faulty cell was not carried over: add it if it is needed")


def _sheet(questions: tuple[Question, ...]) -> list[tuple[str, ...]]:
    head = (_("What"), _("Whom it concerns"), _("What stands there"), _("Please confirm"), _("Settled"))
    return [head, *((matter(q.kind), q.about, q.stands, q.ask, "") for q in questions)]


def matter(kind: str) -> str:
    """Return a kind of question in words."""
    return _(_MATTERS[kind])


def _joined(known: list[Entries], roster: Roster, *, asked: bool) -> tuple[list[Entries], tuple[Question, ...]]:
    """Join people handed over with those of the roster; what the roster knows better is updated and asked about."""
    fresh = {str(person.get("编号", "")): person for person in roster.people if person.get("编号")}
    merged: list[Entries] = []
    questions: list[Question] = []
    renewed = titles(lambda column: column.renewed)
    for person in known:
        number = str(person["编号"])
        label = f"{number} {person.get('姓名', '')}"
        now = fresh.pop(number, None)
        if now is None:
            if person.get("班级"):
                questions.append(
                    Question(
                        "not-in-roster", label, str(person["班级"]), _("is not in the roster: has the student left?")
                    )
                )
            merged.append(person)
            continue
        changed: dict[str, Entry] = {
            title: now[title] for title in renewed if title in now and now[title] != person.get(title, "")
        }
        questions.extend(
            Question(
                "updated",
                label,
                f"{title}：{person.get(title, '')} → {value}",
                _("taken from the roster: is it right?"),
            )
            for title, value in changed.items()
        )
        if str(now.get("姓名", person.get("姓名"))) != str(person.get("姓名")):
            ask = _("the roster has another name for this number: whose is it?")
            questions.append(Question("other-name", label, str(now["姓名"]), ask))
        merged.append({**person, **changed})
    new = [person for person in roster.people if str(person.get("编号", "")) in fresh or not person.get("编号")]
    if asked and new:
        questions.append(
            Question("new-people", roster.path.name, str(len(new)), _("new in the roster: choose their 身份"))
        )
    return [*merged, *new], tuple(questions)
