"""Adds the people of a roster to a workbook in use: ``docgen roster``."""

from __future__ import annotations

from pathlib import Path

import click

import docgen
from docgen.cli.root import FILE, overwrite, program, target, workbook_first
from docgen.cli.terminal import show
from docgen.cli.terminal.words import argument
from docgen.messages import N_, _, ngettext


@program.command(
    help=N_(
        """Add the people of a roster (.xlsx, .xls, .ods, .csv) to a workbook in use.

        Who is there by number stays as they are, new ones come below; where the roster says otherwise, that is said.
        """
    )
)
@workbook_first
@argument("roster", type=FILE)
@target
@overwrite
def roster(workbook: Path, roster: Path, target: Path | None, force: bool) -> None:
    done = docgen.add_people(workbook, roster, target=target, force=force)
    understood(done.roster)
    for line in done.differing:
        click.echo(f"  {line}")
    if done.target is None:
        click.echo(_("Nobody new: the workbook was left as it is."))
        return
    click.echo(ngettext("{n} person added.", "{n} people added.", len(done.new)).format(n=len(done.new)))
    show.written(done)


def understood(roster: docgen.Roster) -> None:
    """Show how the columns were understood: a wrong match must be seen before it is worked with."""
    click.echo(
        _("Roster: {path}, sheet {sheet}, {count} people").format(
            path=roster.path, sheet=roster.sheet, count=len(roster.people)
        )
    )
    for match in roster.matches:
        how = _("by its content") if match.by_content else _("by its title")
        click.echo(
            _("  {title} ← column {letter} “{header}” ({how})").format(
                title=match.title, letter=match.letter, header=match.header, how=how
            )
        )
    for (title, said, word), count in roster.understood.items():
        click.echo(
            _("  {title} “{typed}” read as {word}: {count}").format(title=title, typed=said, word=word, count=count)
        )
    if roster.unused:
        click.echo(_("  not used: {columns}").format(columns="、".join(roster.unused)))
    for title in roster.missing:
        if title != "身份":
            click.echo(_("  not found: {column}; fill it in in the workbook").format(column=title))
    for standing, count in roster.derived.items():
        if standing:
            click.echo(_("  身份 {standing}: {count}, from 政治面貌").format(standing=standing, count=count))
        else:
            click.echo(_("  身份 left open for {count} people: choose it in the workbook").format(count=count))
    show.problems(roster.problems)
