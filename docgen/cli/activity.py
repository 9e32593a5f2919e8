"""Describes an activity in files: ``docgen activity``."""

from __future__ import annotations

from pathlib import Path

import click

import docgen
from docgen.cli.root import FILE, program
from docgen.cli.terminal.words import Group, argument, common
from docgen.errors import ExitCode
from docgen.messages import N_, _


@program.group(cls=Group, help=N_("An activity described in files: one activity.toml and its templates."))
@common
def activity() -> None: ...


@activity.command(help=N_("Check an activity's file and templates: everything that is wrong, each at its place."))
@argument("folder", type=FILE)
@common
def lint(folder: Path) -> None:
    found = docgen.lint_activity(folder)
    for fault in found:
        click.echo(str(fault))
    if found:
        raise click.exceptions.Exit(ExitCode.DATA)
    click.echo(_("No problem found."))
