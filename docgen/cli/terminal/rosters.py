"""What was read of a roster, and how its columns were understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from docgen.cli.terminal import show
from docgen.messages import _

if TYPE_CHECKING:
    from docgen import Roster


def understood(roster: Roster) -> None:
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
