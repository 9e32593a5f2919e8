"""Records that papers were signed: ``docgen sign``."""

from __future__ import annotations

from pathlib import Path

import click

import docgen
from docgen.cli.root import FILE, at, program
from docgen.cli.terminal import show
from docgen.cli.terminal.words import argument, common, option
from docgen.errors import PartialFailure
from docgen.messages import N_, _, typed


@program.command(
    help=N_(
        """Record that a paper was signed: from now on it is kept as it stands.

        NO is the group's number, or 全系; KIND the kind of paper, by stem or title. The scan may come with it, or later.

        Many at once: --from a folder of scans whose names begin with the papers', such as G01-共勉协议书.pdf, or a list (.xlsx,
        .csv) with the titles 文件, 小组编号, 扫描件, of which the last two may be left out.
        """
    )
)
@argument("no", required=False)
@argument("kind", required=False)
@option("--scan", type=FILE, help=N_("The scan of the signed paper: PDF, JPEG or PNG."))
@option("--from", "source", type=FILE, help=N_("Sign many papers: a folder of their scans, or a list of them."))
@at
@common
def sign(no: str | None, kind: str | None, scan: Path | None, source: Path | None, workbook: Path) -> None:
    if source is not None and (no or scan):
        raise click.UsageError(_("--from signs what it names: no NO, KIND or --scan beside it"))
    if source is not None:
        _sign_many(workbook, source)
        return
    if not (no and kind):
        raise click.UsageError(_("which paper? Name NO and KIND, such as G01 共勉协议书, or many with --from"))
    done = docgen.sign_one(workbook, no, kind, scan=scan)
    if not done.was_signed:
        click.echo(_("Signed: {name}, kept as {path}").format(name=done.name, path=done.pdf))
    if done.scan is not None:
        click.echo(_("Scan: {path}").format(path=done.scan))
    elif not done.was_signed:
        show.say(
            _("When the scan comes back: docgen sign {no} {kind} --scan FILE").format(no=typed(no), kind=typed(kind))
        )
    if done.undated:
        show.say(
            _(
                "No 签署日期 in sheet 组员 yet: {people}. Fill it in: until then this agreement counts as not signed."
            ).format(people="、".join(done.undated))
        )


def _sign_many(workbook: Path, source: Path) -> None:
    done = docgen.sign_from(workbook, source)
    new = sum(not one.was_signed for one in done.signed)
    scans = sum(one.scan is not None for one in done.signed)
    click.echo(_("Signed: {n} papers; scans taken in: {scans}").format(n=new, scans=scans))
    for one in done.signed:
        if one.undated:
            show.say(_("{name}: no 签署日期 yet of {people}").format(name=one.name, people="、".join(one.undated)))
    if done.refused:
        failures = tuple(f"{shown}：{reason}" for shown, reason in done.refused)
        raise PartialFailure(
            _("{n} could not be signed").format(n=len(failures)),
            failures,
            hint=_("Mend what is listed and run the same command again: what is signed already stays so."),
        )
