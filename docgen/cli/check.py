"""Judges a workbook: ``docgen check``."""

from __future__ import annotations

from pathlib import Path

import click

import docgen
from docgen.cli.root import FILE, overwrite, program, workbook
from docgen.cli.terminal import findings, show, streams
from docgen.cli.terminal.words import common, option
from docgen.errors import ExitCode
from docgen.messages import N_, _


@program.command(help=N_("Check a workbook: every problem with sheet, cell, value and what to do."))
@workbook
@option("--annotate", "marked", type=FILE, help=N_("Give back the workbook with every fault marked where it stands."))
@option(
    "--coverage", "table", is_flag=True, help=N_("Show the whole table of what is there and what is still to come.")
)
@option("--json", "as_json", is_flag=True, help=N_("For programs: JSON on stdout."))
@overwrite
@common
def check(workbook: Path, marked: Path | None, table: bool, as_json: bool, force: bool) -> None:
    checked = docgen.check(workbook)
    found = checked.problems
    if marked is not None:
        docgen.annotate(workbook, marked, found, force=force)
    if as_json:
        streams.write_json(findings.as_json(workbook, checked))
    else:
        show.problems(found)
        click.echo(show.tally(found) if found else _("No problem found."))
        if checked.coverage.groups or checked.coverage.alone:
            click.echo()
            (findings.whole if table else findings.compact)(checked.coverage)
    if marked is not None:
        said = _("Marked workbook: {path}") if found else _("Workbook without marks: {path}")
        show.say(said.format(path=marked))
    if any(one.is_error for one in found):
        raise click.exceptions.Exit(ExitCode.DATA)
