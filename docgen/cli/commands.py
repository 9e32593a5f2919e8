"""The commands of the contract (design.md), each a few lines: parse, call, print."""

from __future__ import annotations

from pathlib import Path

import click

from docgen import __version__
from docgen.cli import show
from docgen.cli.words import Group, common, option
from docgen.errors import DataError, ExitCode, PartialFailure
from docgen.messages import N_, _

_FILE = click.Path(path_type=Path)
_ENGINES = click.Choice(["auto", "embedded", "libreoffice"])


@click.group(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=N_("A semester's paperwork from one workbook: checked, filled into Word, turned into PDF, bundled, archived."),
)
@click.version_option(__version__, message="docgen %(version)s")
@common
def docgen() -> None: ...


workbook = click.argument("workbook", type=_FILE)
quiet = option("--quiet", is_flag=True, help=N_("Say nothing but errors and results."))
jobs = option(
    "--jobs", type=click.IntRange(0, 64), default=0, help=N_("Processes at once (default: one for each core).")
)
engine = option(
    "--engine", type=_ENGINES, default="auto", help=N_("What makes the PDFs (default: LibreOffice if it is there).")
)
templates = option("--templates", type=_FILE, help=N_("Folder with your own .docx templates."))


@docgen.command(
    help=N_(
        """Make papers: Word files, PDFs, one draft bundle.

        What has not changed since the last run is kept. Papers whose data is faulty are held back, the others are made.
        """
    )
)
@workbook
@option("-o", "--out", type=_FILE, help=N_("Output folder (default: out beside the workbook)."))
@option(
    "--only",
    "kinds",
    multiple=True,
    metavar="KIND",
    help=N_("Only this kind of paper, by stem or title; may be repeated."),
)
@option("--group", "groups", multiple=True, metavar="NO", help=N_("Only this group; may be repeated."))
@option(
    "--to", type=click.Choice(["docx", "pdf", "bundle"]), default="bundle", help=N_("How far to go (default: bundle).")
)
@engine
@jobs
@templates
@option("--dry-run", is_flag=True, help=N_("Only say what would be done."))
@option("--force", is_flag=True, help=N_("Make everything anew, files edited by hand too."))
@quiet
@common
def build(
    workbook: Path,
    out: Path | None,
    kinds: tuple[str, ...],
    groups: tuple[str, ...],
    to: str,
    engine: str,
    jobs: int,
    templates: Path | None,
    dry_run: bool,
    force: bool,
    quiet: bool,
) -> None:
    from docgen import pipeline

    order = pipeline.Order(
        workbook=workbook,
        out=out,
        kinds=kinds,
        groups=groups,
        to=pipeline.Target(to),
        engine=engine,
        jobs=jobs,
        templates=templates,
        dry_run=dry_run,
        force=force,
    )
    with show.progress(quiet=quiet) as progress:
        done = pipeline.plan(order, progress) if dry_run else pipeline.build(order, progress)
    show.problems([one for one in done.problems if one.is_error], err=True)
    if dry_run:
        for result in done.results:
            click.echo(f"{result.name}  {_(show.STATE_WORDS[result.state])}")
        return
    show.outcome(done, order.folder)
    _say_warnings(done.problems, workbook)
    if done.broken:
        raise PartialFailure(
            _("{n} papers were not made; the others are whole").format(n=len(done.broken)),
            hint=_("Mend what is listed above and run the same command again: only what is missing is made."),
        )


def _say_warnings(problems: tuple[object, ...], workbook: Path) -> None:
    from docgen.problems import Problem

    warnings = sum(isinstance(one, Problem) and not one.is_error for one in problems)
    if warnings:
        show.say(_("{n} warnings: docgen check {workbook} lists them.").format(n=warnings, workbook=workbook))


@docgen.command(help=N_("Check a workbook: every problem with sheet, cell, value and what to do."))
@workbook
@option("--json", "as_json", is_flag=True, help=N_("For programs: JSON on stdout."))
@common
def check(workbook: Path, as_json: bool) -> None:
    from docgen import settings
    from docgen import workbook as workbooks

    found = workbooks.check(workbook, settings.load(workbook.parent)).problems
    if as_json:
        click.echo(show.problems_json(workbook, found))
    else:
        show.problems(found)
        click.echo(show.tally(found) if found else _("No problem found."))
    if any(one.is_error for one in found):
        raise click.exceptions.Exit(ExitCode.DATA)


@docgen.command(help=N_("Fill one paper from one data file (YAML or JSON); .docx or .pdf by the ending of FILE."))
@click.argument("kind")
@click.argument("data", type=_FILE)
@option("-o", "--out", type=_FILE, help=N_("File to write (default: beside the data, as .docx)."))
@option("--template", type=_FILE, help=N_("Another template than the official one."))
@engine
@common
def fill(kind: str, data: Path, out: Path | None, template: Path | None, engine: str) -> None:
    from docgen import pipeline

    target = out or data.with_suffix(".docx")
    pipeline.fill_one(kind, data, target, template, engine)
    click.echo(target)


@docgen.group(cls=Group, help=N_("The JSON Schemas of the papers."))
@common
def schema() -> None: ...


@schema.command(help=N_("Write schemas/<stem>.schema.json from the models."))
@click.argument("folder", type=_FILE, required=False)
@option("--check", "only_check", is_flag=True, help=N_("Write nothing; exit 3 when a file has drifted."))
@common
def export(folder: Path | None, only_check: bool) -> None:
    from docgen import resources
    from docgen.documents import schemas

    target = folder or resources.schemas()
    stale = schemas.drifted(target) if only_check else schemas.export(target)
    for path in stale:
        click.echo(path)
    if only_check and stale:
        raise DataError(_("the schemas differ from the models"), hint=_("Run docgen schema export."))
