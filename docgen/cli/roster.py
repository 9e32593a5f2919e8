"""Adds the people of a roster to a workbook in use: ``docgen roster``."""

from __future__ import annotations

from pathlib import Path

import click

import docgen
from docgen.cli.root import FILE, overwrite, program, target, workbook_first
from docgen.cli.terminal import show
from docgen.cli.terminal.translated import argument
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
    show.roster(done.roster)
    for line in done.differing:
        click.echo(f"  {line}")
    if done.target is None:
        click.echo(_("Nobody new: the workbook was left as it is."))
        return
    click.echo(ngettext("{n} person added.", "{n} people added.", len(done.new)).format(n=len(done.new)))
    show.written(done)
