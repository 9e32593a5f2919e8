"""``check`` and ``demo``: a workbook judged, and the sample semester from workbook to archive."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli import findings, show, streams
from docgen.cli.root import FILE, docgen, engine, jobs, overwrite, quiet, workbook
from docgen.cli.words import argument, common, option
from docgen.errors import ExitCode
from docgen.messages import N_, _


@docgen.command(help=N_("Check a workbook: every problem with sheet, cell, value and what to do."))
@workbook
@option("--annotate", "marked", type=FILE, help=N_("Give back the workbook with every fault marked where it stands."))
@option(
    "--coverage", "table", is_flag=True, help=N_("Show the whole table of what is there and what is still to come.")
)
@option("--json", "as_json", is_flag=True, help=N_("For programs: JSON on stdout."))
@overwrite
@common
def check(workbook: Path, marked: Path | None, table: bool, as_json: bool, force: bool) -> None:
    from docgen import door, outgoing
    from docgen.workbook import annotate

    checked = door.check(workbook)
    found = checked.problems
    if marked is not None:
        with outgoing.file(marked, [workbook], force=force) as target:
            annotate(workbook, target, found)
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
    from docgen.cli import outcomes
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
