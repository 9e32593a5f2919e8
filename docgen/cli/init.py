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
    from docgen import door

    wanted = _term(term)
    if wanted is None and old is None:
        raise click.UsageError(
            _("which semester is it? Say --semester 2009-2010-1, or --from and the last semester's folder"), context
        )
    begun = door.begin(folder, wanted, school=school, department=department, roster=roster, old=old)
    if begun.roster is not None:
        rosters.understood(begun.roster)
    if (kept := begun.taken_over) is not None:
        click.echo(
            _("Taken over: {people} people, {groups} groups, {projects} unfinished projects").format(
                people=len(kept.people), groups=len(kept.groups), projects=len(kept.projects)
            )
        )
    _say_questions(begun.questions)
    click.echo(_("Semester: {term}").format(term=begun.term))
    click.echo(_("Workbook: {path}").format(path=begun.workbook))
    click.echo(_("Settings: {path}").format(path=begun.settings))
    if begun.ledger is not None:
        click.echo(_("Ledger: {path}; the numbers of both semesters run on in it").format(path=begun.ledger))
    show.say(_("Fill in the workbook, then: docgen check {path}").format(path=typed(begun.workbook)))


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
