"""Plays the sample semester, from workbook to archive: ``docgen demo``."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.root import FILE, docgen, engine, jobs, quiet
from docgen.cli.terminal import show
from docgen.cli.terminal.words import argument, common
from docgen.messages import N_, _


@docgen.command(
    help=N_("The sample semester, from workbook to sealed and verified archive (default folder: out/demo).")
)
@argument("folder", type=FILE, default=Path("out/demo"))
@engine
@jobs
@quiet
@common
def demo(folder: Path, engine: str, jobs: int, quiet: bool) -> None:
    import time

    from docgen import door, files, outgoing, resources, settings
    from docgen.cli.terminal import outcomes
    from docgen.folder import WORKBOOK, Folder
    from docgen.pipeline import Target

    began = time.monotonic()
    outgoing.folder(folder)
    sample = resources.samples() / "2008-2009-2"
    for name in (WORKBOOK, settings.FILE_NAME):
        if not (folder / name).exists():
            files.write(folder / name, (sample / name).read_bytes())
    book = folder / WORKBOOK
    with show.progress(quiet=quiet) as progress:
        # The archive holds the bundle.
        made = door.build(book, to=Target.PDF, engine=engine, jobs=jobs, progress=progress)
        sealed = door.archive(book, engine=engine, jobs=jobs, progress=progress)
    click.echo(_("Workbook: {path}").format(path=book))
    outcomes.outcome(made, Folder(book).output)
    outcomes.archived(sealed)
    show.say(_("Done in {seconds} s.").format(seconds=f"{time.monotonic() - began:.1f}"))
