"""Plays the sample semester, from workbook to archive: ``docgen demo``."""

from __future__ import annotations

from pathlib import Path

import click

import docgen
from docgen.cli.root import FILE, engine, jobs, program, quiet
from docgen.cli.terminal import show
from docgen.cli.terminal.translated import argument
from docgen.messages import N_, _


@program.command(
    help=N_("The sample semester, from workbook to sealed and verified archive (default folder: out/demo).")
)
@argument("folder", type=FILE, default=Path("out/demo"))
@engine
@jobs
@quiet
def demo(folder: Path, engine: str, jobs: int, quiet: bool) -> None:
    import time

    from docgen.cli.terminal import outcomes

    began = time.monotonic()
    book = docgen.copy_sample(folder)
    with show.progress(quiet=quiet) as progress:
        # The archive holds the bundle.
        made = docgen.build(book, to=docgen.Target.PDF, engine=engine, jobs=jobs, progress=progress)
        sealed = docgen.archive(book, engine=engine, jobs=jobs, progress=progress)
    click.echo(_("Workbook: {path}").format(path=book))
    outcomes.outcome(made, docgen.Folder(book).output)
    outcomes.archived(sealed)
    show.say(_("Done in {seconds} s.").format(seconds=f"{time.monotonic() - began:.1f}"))
