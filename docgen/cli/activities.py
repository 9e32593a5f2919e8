"""Says which activities there are: ``docgen activities``."""

from __future__ import annotations

import click

import docgen
from docgen.cli.root import program
from docgen.messages import N_


@program.command(help=N_("Which activities docgen can be used for: built in, installed, or in a folder here."))
def activities() -> None:
    for one in docgen.known_activities():
        about = f"  {one.about}" if one.about else ""
        click.echo(f"{one.name}{about}")
        if one.folder is not None:
            click.echo(f"    {one.folder}")
