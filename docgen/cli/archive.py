"""Seals a semester: ``docgen archive``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.root import FILE, docgen, engine, jobs, quiet, templates, workbooks
from docgen.cli.terminal import colleges, show
from docgen.cli.terminal.words import common, option
from docgen.errors import ArchiveError
from docgen.messages import N_, _

if TYPE_CHECKING:
    from docgen.pipeline import Order


PASSWORD = "DOCGEN_SIGN_PASSWORD"
"""Where the password of --sign may stand, so that it need not be typed nor seen in a list of processes."""


@docgen.command(
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
@common
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

    from docgen import pipeline
    from docgen.archives import Credential
    from docgen.cli.terminal import outcomes

    credential = None
    if sign is not None:
        password = os.environ.get(PASSWORD)
        if password is None:
            password = click.prompt(_("Password of {file}").format(file=sign.name), hide_input=True, err=True)
        credential = Credential(sign, password, sign_visible)
    elif sign_visible:
        raise click.UsageError(_("--sign-visible needs --sign"))

    chosen = pipeline.workbooks(workbooks)
    order = pipeline.Order(workbook=chosen[0], out=out, engine=engine, jobs=jobs, templates=templates)
    seal = partial(pipeline.seal, supplement=supplement, leave_out=leave_out, lost=lost, credential=credential)
    if dry_run:
        from dataclasses import replace

        _try_out(
            [replace(order, workbook=book) for book in chosen], quiet=quiet, supplement=supplement, leave_out=leave_out
        )
        return
    if len(chosen) > 1:
        colleges.make(order, chosen, quiet=quiet, seal=seal)
        return
    with show.progress(quiet=quiet) as progress:
        sealed = seal(order, progress)
    outcomes.archived(sealed)
    if not sealed.verdict.is_sound:
        raise ArchiveError(_("the archive in force is not sound"), hint=_("docgen verify says what is wrong."))


def _try_out(orders: Sequence[Order], *, quiet: bool, supplement: bool, leave_out: bool) -> None:
    from docgen import pipeline
    from docgen.cli.terminal import outcomes

    stopped = 0
    for order in orders:
        with show.progress(quiet=quiet) as progress:
            found = pipeline.trial(order, progress, supplement=supplement, leave_out=leave_out)
        click.echo(_("{workbook}: a trial; nothing is archived and no number is given").format(workbook=order.workbook))
        boxes = "；".join(
            _("{year} {retention}: {n} items").format(year=year, retention=retention, n=count)
            for (year, retention), count in found.boxes.items()
        )
        click.echo(
            _("Would be sealed: {n} items, each with a number ({boxes})").format(n=found.items, boxes=boxes or "0")
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
