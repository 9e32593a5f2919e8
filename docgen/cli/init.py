"""Starts a semester, blank, from a roster, or from the last one: ``docgen init``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.root import FILE, docgen
from docgen.cli.terminal import rosters, show
from docgen.cli.terminal.words import argument, common, option
from docgen.errors import InputError
from docgen.messages import N_, _, typed

if TYPE_CHECKING:
    from docgen.semester import Term
    from docgen.workbook.beginning import Question


_MOST_ASKED = 20


@docgen.command(help=N_("Start a semester: a folder with a blank 台账.xlsx and docgen.toml."))
@argument("folder", type=FILE)
@option("--semester", "term", help=N_("Such as 2008-2009-2, or 2009春 (default: the one after --from)."))
@option("--school", default="", help=N_("学校, to begin with."))
@option("--department", default="", help=N_("院系, to begin with."))
@option("--roster", type=FILE, help=N_("Take people from an export of the student system (.xlsx, .xls, .ods, .csv)."))
@option("--from", "old", type=FILE, help=N_("Take over the last semester: its folder or workbook."))
@common
@click.pass_context
def init(
    context: click.Context,
    folder: Path,
    term: str | None,
    school: str,
    department: str,
    roster: Path | None,
    old: Path | None,
) -> None:
    from docgen import files, outgoing, settings
    from docgen import workbook as workbooks
    from docgen.folder import WORKBOOK
    from docgen.pipeline import beginning

    wanted = _term(term)
    if wanted is None and old is None:
        raise click.UsageError(
            _("which semester is it? Say --semester 2009-2010-1, or --from and the last semester's folder"), context
        )
    outgoing.folder(folder)
    book, toml = folder / WORKBOOK, folder / settings.FILE_NAME
    if book.exists():
        raise InputError(
            _("{path}: is there already and was left as it is").format(path=book),
            hint=_("Choose another folder for the new semester."),
        )
    people = workbooks.read_roster(roster) if roster else None
    handover = None
    if old is not None:
        previous = old / WORKBOOK if old.is_dir() and (old / WORKBOOK).exists() else old
        handover = workbooks.take_over(previous, settings.load(previous.parent), wanted)
        wanted = handover.term
    if wanted is None:
        raise InputError(
            _("{path}: does not tell which semester it is").format(path=old),
            hint=_("Say the new one: --semester 2009-2010-1"),
        )
    lines = {"term_name": str(wanted), "school": school, "department": department}
    # Before the workbook: a run that is cut short can be run again.
    book_in_use = beginning.carry_ledger_on(previous, folder) if old is not None else None
    questions = workbooks.begin(book, lines, people, handover)
    if not toml.exists():
        theirs = previous.parent / settings.FILE_NAME if old is not None else toml
        text = theirs.read_text(encoding="utf-8-sig") if theirs.exists() else settings.STARTER
        files.write(toml, (beginning.settings_for(previous, folder, text) if old is not None else text).encode())
    if people is not None:
        rosters.understood(people)
    if handover is not None:
        kept = handover.carried.semester
        click.echo(
            _("Taken over: {people} people, {groups} groups, {projects} unfinished projects").format(
                people=len(kept.people), groups=len(kept.groups), projects=len(kept.projects)
            )
        )
    _say_questions(questions)
    click.echo(_("Semester: {term}").format(term=wanted))
    click.echo(_("Workbook: {path}").format(path=book))
    click.echo(_("Settings: {path}").format(path=toml))
    if book_in_use is not None:
        click.echo(_("Ledger: {path}; the numbers of both semesters run on in it").format(path=book_in_use))
    show.say(_("Fill in the workbook, then: docgen check {path}").format(path=typed(book)))


def _term(text: str | None) -> Term | None:
    from docgen.semester import Term

    if not text:
        return None
    try:
        return Term.parse(text)
    except ValueError:
        raise click.BadParameter(
            _("{term} is not an academic year and term").format(term=text), param_hint="--semester"
        ) from None


def _say_questions(questions: Sequence[Question]) -> None:
    from docgen.workbook.beginning import QUESTIONS, matter

    if not questions:
        return
    click.echo(_("To be confirmed ({count}, sheet {sheet}):").format(count=len(questions), sheet=QUESTIONS))
    for kind, count in Counter(question.kind for question in questions).items():
        click.echo(f"  {matter(kind)}：{count}")
        if kind in (
            "graduate",
            "became-activist",
            "promoted-class",
            "no-leader",
            "project-without-group",
            "not-carried",
        ):
            for question in [one for one in questions if one.kind == kind][:_MOST_ASKED]:
                click.echo(f"    {question.about} {question.stands}：{question.ask}")
