"""Writes an archive as archive offices take it over: ``docgen handover``."""

from __future__ import annotations

from pathlib import Path

import click

import docgen
from docgen.cli.root import FILE, program
from docgen.cli.terminal.translated import argument, option
from docgen.messages import N_


@program.command(
    help=N_("An archive as a folder for the archive office: each paper a PDF/A, catalogue and metadata as XML.")
)
@argument("archive", type=FILE)
@option("-o", "--out", type=FILE, help=N_("Folder (default: 移交-EDITION beside the archive)."))
def handover(archive: Path, out: Path | None) -> None:
    click.echo(docgen.hand_over(archive, folder=out).folder)
