"""Seals a semester: ``docgen archive``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import click

import docgen
from docgen.cli.root import FILE, engine, jobs, program, quiet, templates, workbooks
from docgen.cli.terminal import show
from docgen.cli.terminal.translated import option
from docgen.errors import ArchiveError
from docgen.messages import N_, _

PASSWORD = "DOCGEN_SIGN_PASSWORD"
"""Where the password of --sign may stand, so that it need not be typed nor seen in a list of processes."""


@program.command(
    help=N_(
        """Archive a semester: item numbers once and for all, stamps, PDF/A-2b, BagIt, verified.

        What is archived is never changed; papers that come later are added with --supplement under the next numbers.
        Of several workbooks, or a folder of departments, each is built and archived by itself.
        """
    )
)
@workbooks
@option("-o", "--out", type=FILE, help=N_("Output folder of the papers (default: out beside the workbook)."))
@option("--supplement", is_flag=True, help=N_("Add the papers that came after the semester was archived."))
@option(
    "--leave-out",
    is_flag=True,
    help=N_("Archive without the scans and attachments that cannot be taken in; the 备考表 names each."),
)
@option("--lost", metavar="REASON", default="", help=N_("An edition is gone for good: seal it anew under its numbers."))
@option("--dry-run", is_flag=True, help=N_("Only say what would be sealed, what stands in the way, what is missing."))
@option("--sign", type=FILE, help=N_("Sign what is archived with this PKCS#12 file (.p12, .pfx)."))
@option("--sign-visible", is_flag=True, help=N_("Let the signature show on the cover."))
@engine
@jobs
@templates
@quiet
def archive(
    workbooks: tuple[Path, ...],
    out: Path | None,
    supplement: bool,
    leave_out: bool,
    lost: str,
    dry_run: bool,
    sign: Path | None,
    sign_visible: bool,
    engine: str,
    jobs: int,
    templates: Path | None,
    quiet: bool,
) -> None:
    import os
    from functools import partial

    from docgen.cli.terminal import outcomes

    credential = None
    if sign is not None:
        password = os.environ.get(PASSWORD)
        if password is None:
            password = click.prompt(_("Password of {file}").format(file=sign.name), hide_input=True, err=True)
        credential = docgen.Credential(sign, password, sign_visible)
    elif sign_visible:
        raise click.UsageError(_("--sign-visible needs --sign"))

    if dry_run:
        _try_out(
            workbooks,
            partial(
                docgen.trial,
                out=out,
                supplement=supplement,
                leave_out=leave_out,
                engine=engine,
                jobs=jobs,
                templates=templates,
            ),
            quiet=quiet,
        )
        return
    seal = partial(
        docgen.archive,
        supplement=supplement,
        leave_out=leave_out,
        lost=lost,
        credential=credential,
        engine=engine,
        jobs=jobs,
        templates=templates,
    )
    with show.progress(quiet=quiet) as progress:
        if len(workbooks) > 1:
            over_all = docgen.archive_all(
                workbooks, out=out, tell=outcomes.department, progress=progress, **seal.keywords
            )
        else:
            sealed = seal(*workbooks, out=out, progress=progress)
    if len(workbooks) > 1:
        outcomes.departments(over_all)
        return
    outcomes.archived(sealed)
    if not sealed.verdict.is_sound:
        raise ArchiveError(_("the archive in force is not sound"), hint=_("docgen verify says what is wrong."))


def _try_out(workbooks: Sequence[Path], attempt: Callable[..., docgen.Trial], *, quiet: bool) -> None:
    from docgen.cli.terminal import outcomes

    stopped = 0
    for workbook in workbooks:
        with show.progress(quiet=quiet) as progress:
            found = attempt(workbook, progress=progress)
        click.echo(_("{workbook}: a trial; nothing is archived and no number is given").format(workbook=workbook))
        boxes = "；".join(
            _("{year} {retention}: {n} items").format(year=year, retention=retention, n=count)
            for (year, retention), count in found.boxes.items()
        )
        if boxes:
            click.echo(_("Would be sealed: {n} items, each with a number ({boxes})").format(n=found.items, boxes=boxes))
        else:
            click.echo(
                _("Nothing would be sealed") if found.in_the_way else _("Nothing would be sealed: nothing is new")
            )
        click.echo(
            _("With them: {scans} scans, {attachments} attachments").format(
                scans=found.scans, attachments=found.attachments
            )
        )
        for remark in found.remarks:
            click.echo(f"  {remark}")
        if found.in_the_way:
            stopped += 1
            click.echo(_("In the way ({n}):").format(n=len(found.in_the_way)))
            for line in found.in_the_way:
                click.echo(f"  {line}")
        outcomes.still_missing(found.missing)
    if stopped:
        raise ArchiveError(
            _("it could not be archived as it is"), hint=_("Mend what is listed as in the way, and try again.")
        )
