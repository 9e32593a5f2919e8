"""Starts a semester, blank, from a roster, or from the last one: ``docgen init``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

import docgen
from docgen.cli.root import FILE, program
from docgen.cli.terminal import show
from docgen.cli.terminal.translated import argument, option
from docgen.messages import N_, _, typed

if TYPE_CHECKING:
    from docgen.semester import Term


_MOST_ASKED = 20
_ASKED_ONE_BY_ONE = frozenset(
    ("graduate", "left", "became-activist", "promoted-class", "no-leader", "project-without-group", "not-carried")
)
"""Kinds of question whose people or groups are named; of the others only how many there are."""


@program.command(help=N_("Start a semester: a folder with a blank 台账.xlsx and docgen.toml."))
@argument("folder", type=FILE)
@option("--semester", "term", help=N_("Such as 2008-2009-2, or 2009春 (default: the one after --from)."))
@option("--school", default="", help=N_("学校, to begin with."))
@option("--department", default="", help=N_("院系, to begin with."))
@option("--roster", type=FILE, help=N_("Take people from an export of the student system (.xlsx, .xls, .ods, .csv)."))
@option("--from", "old", type=FILE, help=N_("Take over the last semester: its folder or workbook."))
@option("--activity", default="", help=N_("Of another activity: a name from docgen activities, or its folder."))
@click.pass_context
def init(
    context: click.Context,
    folder: Path,
    term: str | None,
    school: str,
    department: str,
    roster: Path | None,
    old: Path | None,
    activity: str,
) -> None:
    wanted = _term(term)
    if activity and (old is not None or wanted is None):
        raise click.UsageError(_("with --activity say --semester, and no --from"), context)
    if wanted is None and old is None:
        raise click.UsageError(
            _("which semester is it? Say --semester 2009-2010-1, or --from and the last semester's folder"), context
        )
    done = docgen.begin(folder, wanted, school=school, department=department, roster=roster, old=old, activity=activity)
    if done.roster is not None:
        show.roster(done.roster)
    if (kept := done.taken_over) is not None:
        if kept.own:
            rows = "，".join(f"{sheet} {len(ones)}" for sheet, ones in kept.own.items())
            click.echo(_("Rows taken over: {rows}").format(rows=rows))
        else:
            click.echo(
                _("Taken over: {people} people, {groups} groups, {projects} unfinished projects").format(
                    people=len(kept.people), groups=len(kept.groups), projects=len(kept.projects)
                )
            )
    _say_questions(done)
    click.echo(_("Semester: {term}").format(term=done.term))
    click.echo(_("Workbook: {path}").format(path=done.workbook))
    click.echo(_("Settings: {path}").format(path=done.settings))
    if done.ledger is not None:
        click.echo(_("Ledger: {path}; the numbers of both semesters run on in it").format(path=done.ledger))
    show.say(_("Fill in the workbook, then: docgen check {path}").format(path=typed(done.workbook)))


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


def _say_questions(done: docgen.Begun) -> None:
    if not done.questions:
        return
    click.echo(_("To be confirmed ({count}, sheet {sheet}):").format(count=len(done.questions), sheet=done.SHEET))
    for matter, asked in done.matters:
        click.echo(f"  {matter}：{len(asked)}")
        if asked[0].kind in _ASKED_ONE_BY_ONE:
            for question in asked[:_MOST_ASKED]:
                click.echo(f"    {question.about} {question.stands}：{question.ask}")
