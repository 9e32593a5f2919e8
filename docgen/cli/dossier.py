"""Writes one person's papers over all semesters: ``docgen dossier``."""

from __future__ import annotations

from pathlib import Path

import click

import docgen
from docgen.cli.root import FILE, at, engine, overwrite, program
from docgen.cli.terminal import show
from docgen.cli.terminal.translated import argument, option
from docgen.messages import N_


@program.command(help=N_("One person over all semesters in the ledger, by number or name, as Word and PDF."))
@argument("person")
@option("-o", "--out", type=FILE, help=N_("Folder (default: 个人成长档案 beside the workbook)."))
@at
@overwrite
@engine
def dossier(person: str, out: Path | None, workbook: Path, force: bool, engine: str) -> None:
    for path in docgen.dossier(workbook, person, folder=out, engine=engine, force=force, tell=show.say):
        click.echo(path)
