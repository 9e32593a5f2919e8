"""Makes pictures of a paper's pages: ``docgen preview``."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import click

import docgen
from docgen.cli.root import FILE, at, overwrite, program
from docgen.cli.terminal.translated import argument, option
from docgen.errors import InputError
from docgen.messages import N_, _


@program.command(
    help=N_(
        """Make pictures of a paper's pages, as it was last made.

        NAME is the paper's, such as G01-共勉协议书.
        """
    )
)
@argument("name")
@option("-o", "--out", type=FILE, help=N_("Folder for the pictures (default: preview in the output folder)."))
@option("--width", type=click.IntRange(100, 4000), default=620, help=N_("Width of a picture in pixels (default: 620)."))
@at
@overwrite
def preview(name: str, out: Path | None, width: int, workbook: Path, force: bool) -> None:
    from docgen import files, outgoing

    output = docgen.Folder(workbook).output
    pdf = output.pdf_of(name)
    if Path(name).name != name or not pdf.is_file():
        raise InputError(
            _("no paper {name} was made").format(name=name),
            hint=_("docgen ledger list names what was made."),
        )
    folder = out or output.pictures
    outgoing.folder(folder)
    pages = docgen.pictures(pdf, width=width)
    for number, picture in enumerate(pages, 1):
        path = folder / f"{name}-{number}.png"
        with outgoing.file(path, force=force) as target:
            files.write(target, picture)
        click.echo(path)
    # A paper that got shorter leaves no page of before behind.
    outgoing.clear(folder / f"{name}-{number}.png" for number in count(len(pages) + 1))
