"""Writes the JSON Schemas of the papers: ``docgen schema``."""

from __future__ import annotations

from pathlib import Path

import click

import docgen
from docgen.cli.root import FILE, program
from docgen.cli.terminal.translated import argument, option
from docgen.errors import DataError
from docgen.messages import N_, _


@program.group(help=N_("The JSON Schemas of the papers."))
def schema() -> None: ...


@schema.command(help=N_("Write schemas/<stem>.schema.json from the models."))
@argument("folder", type=FILE, required=False)
@option("--check", "only_check", is_flag=True, help=N_("Write nothing; exit 3 when a file has drifted."))
def export(folder: Path | None, only_check: bool) -> None:
    stale = docgen.export_schemas(folder, only_check=only_check)
    for path in stale:
        click.echo(path)
    if only_check and stale:
        raise DataError(_("the schemas differ from the models"), hint=_("Run docgen schema export."))
