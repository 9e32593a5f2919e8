"""Adds the people of a roster to a workbook in use: ``docgen roster``."""

from __future__ import annotations

from pathlib import Path

import click

import docgen
from docgen.cli.root import FILE, overwrite, program, workbook_first
from docgen.cli.terminal import rosters, show
from docgen.cli.terminal.words import argument, common, option
from docgen.messages import N_, _, ngettext, typed


@program.command(
    help=N_(
        """Add the people of a roster (.xlsx, .xls, .ods, .csv) to a workbook in use.

        Who is there by number stays as they are, new ones come below; where the roster says otherwise, that is said.
        """
    )
)
@workbook_first
@argument("roster", type=FILE)
@option("-o", "--out", "target", type=FILE, help=N_("Write a new workbook instead (default: in place, with a backup)."))
@overwrite
@common
def roster(workbook: Path, roster: Path, target: Path | None, force: bool) -> None:
    done = docgen.add_people(workbook, roster, target=target, force=force)
    rosters.understood(done.roster)
    for line in done.differing:
        click.echo(f"  {line}")
    if done.target is None:
        click.echo(_("Nobody new: the workbook was left as it is."))
        return
    click.echo(ngettext("{n} person added.", "{n} people added.", len(done.new)).format(n=len(done.new)))
    click.echo(_("Workbook: {path}").format(path=done.target))
    if done.backup:
        click.echo(_("As it was before: {path}").format(path=done.backup))
    show.say(_("Then: docgen check {path}").format(path=typed(done.target)))
