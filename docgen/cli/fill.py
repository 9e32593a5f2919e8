"""Fills one paper from one data file: ``docgen fill``."""

from __future__ import annotations

from pathlib import Path

import click

import docgen
from docgen.cli.root import FILE, engine, overwrite, program
from docgen.cli.terminal import show
from docgen.cli.terminal.translated import argument, option
from docgen.messages import N_


@program.command(
    help=N_(
        """Fill one paper from one data file (YAML or JSON); .docx or .pdf by the ending of FILE.

        An upper office's form is filled the same way: --template FORM.xlsx -o FILE.xlsx.
        """
    )
)
@argument("kind")
@argument("data", type=FILE)
@option("-o", "--out", type=FILE, help=N_("File to write (default: beside the data, as .docx)."))
@option("--template", type=FILE, help=N_("Another template than the official one."))
@overwrite
@engine
def fill(kind: str, data: Path, out: Path | None, template: Path | None, force: bool, engine: str) -> None:
    wanted = out or data.with_suffix(".docx")
    made = docgen.fill(kind, data, wanted, template=template, engine=engine, force=force, progress=show.Lines())
    click.echo(made)
