"""Makes papers: ``docgen build``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

import docgen
from docgen.cli.root import FILE, cluster, engine, groups, jobs, kinds, program, quiet, templates, workbooks
from docgen.cli.terminal import show
from docgen.cli.terminal.translated import option
from docgen.errors import ConversionError, ExitCode, PartialFailure
from docgen.messages import N_, _, typed

if TYPE_CHECKING:
    from docgen import Problem


@program.command(
    help=N_(
        """Make papers: Word files, PDFs, one draft bundle.

        What has not changed since the last run is kept. Papers whose data is faulty are held back, the others are made.
        Of several workbooks, or a folder of departments, each is made by itself, with a report and a page over all.
        """
    )
)
@workbooks
@option("-o", "--out", type=FILE, help=N_("Output folder (default: out beside the workbook, 全院 over departments)."))
@kinds
@groups
@option(
    "--to", type=click.Choice(["docx", "pdf", "bundle"]), default="bundle", help=N_("How far to go (default: bundle).")
)
@engine
@jobs
@cluster
@templates
@option(
    "--public",
    "copy",
    flag_value="public",
    default="",
    help=N_("A copy to publish instead: numbers, phones, birth dates and talks left out."),
)
@option(
    "--inspection",
    "copy",
    flag_value="inspection",
    help=N_("A copy for inspectors instead: phones and what was said in talks left out."),
)
@option("--preview", is_flag=True, help=N_("Also make pictures of the papers most likely to look wrong."))
@option("--dry-run", is_flag=True, help=N_("Only say what would be done."))
@option("--force", is_flag=True, help=N_("Make everything anew, files edited by hand too."))
@quiet
def build(
    workbooks: tuple[Path, ...],
    out: Path | None,
    kinds: tuple[str, ...],
    groups: tuple[str, ...],
    to: str,
    engine: str,
    jobs: int,
    cluster: str,
    templates: Path | None,
    copy: str,
    preview: bool,
    dry_run: bool,
    force: bool,
    quiet: bool,
) -> None:
    from functools import partial

    from docgen.cli.terminal import outcomes

    if copy and (dry_run or to == "docx"):
        raise click.UsageError(_("a copy is always made anew, as PDF"))
    make = partial(
        docgen.build,
        kinds=kinds,
        groups=groups,
        to=docgen.Target(to),
        copy=docgen.Copy[copy.upper()] if copy else docgen.Copy.DRAFT,
        engine=engine,
        jobs=jobs,
        cluster=cluster,
        templates=templates,
        preview=preview,
        force=force,
    )
    if len(workbooks) > 1 and dry_run:
        outcomes.departments_foreseen(workbooks, partial(make, dry_run=True))
        return
    with show.progress(quiet=quiet) as progress:
        if len(workbooks) > 1:
            over_all = docgen.build_all(
                workbooks, out=out, tell=outcomes.department, progress=progress, **make.keywords
            )
        else:
            (workbook,) = workbooks
            done = make(workbook, out=out, dry_run=dry_run, progress=progress)
    if len(workbooks) > 1:
        outcomes.departments(over_all)
        return
    show.problems([one for one in done.problems if one.is_error], err=True)
    if dry_run:
        outcomes.foreseen(done.results)
        return
    outcomes.outcome(done, docgen.Folder(workbook, out).output)
    _say_warnings(done.problems, workbook)
    if len(done.broken) == len(done.results):
        nothing = ConversionError(
            _("none of the {n} papers could be made").format(n=len(done.broken)),
            hint=_("Mend what is listed above and run the same command again."),
        )
        nothing.exit_code = max(result.code for result in done.broken) or ExitCode.DATA
        raise nothing
    if done.broken:
        raise PartialFailure(
            _("{n} papers were not made; the others are whole").format(n=len(done.broken)),
            hint=show.what_is_missing_is_made(),
        )


def _say_warnings(problems: tuple[Problem, ...], workbook: Path) -> None:
    warnings = sum(not one.is_error for one in problems)
    if warnings:
        show.say(_("{n} warnings: docgen check {workbook} lists them.").format(n=warnings, workbook=typed(workbook)))
