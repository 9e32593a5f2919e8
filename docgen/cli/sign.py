"""Records that papers were signed: ``docgen sign``."""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

import click

import docgen
from docgen.cli.root import FILE, at, program
from docgen.cli.terminal import show
from docgen.cli.terminal.translated import argument, option
from docgen.errors import PartialFailure
from docgen.messages import N_, _, typed


@program.command(
    help=N_(
        """Record that a paper was signed: from now on it is kept as it stands.

        NO is what stands before the kind in the paper's name: a number, 全系 or, where there are several, 全系-T001; KIND the
        kind of paper, by stem or title. The scan may come with it, or later.

        Many at once: --from a pile of scans, a PDF of many papers or a folder of PDFs and pictures, however the pages lie. They
        are sorted by the code in their bottom margin; a file without codes belongs to the paper that its name begins with,
        such as G01-共勉协议书.pdf. Or --from a list (.xlsx, .csv) with the titles 文件, 小组编号, 扫描件, of which the last two
        may be left out.
        """
    )
)
@argument("no", required=False)
@argument("kind", required=False)
@option("--scan", type=FILE, help=N_("The scan of the signed paper: PDF, JPEG or PNG."))
@option("--from", "source", type=FILE, help=N_("Sign many papers: a pile of their scans, or a list of them."))
@option("--dry-run", is_flag=True, help=N_("Only say which page of a pile belongs to which paper; with --from."))
@at
def sign(
    no: str | None, kind: str | None, scan: Path | None, source: Path | None, dry_run: bool, workbook: Path
) -> None:
    if source is not None and (no or scan):
        raise click.UsageError(_("--from signs what it names: no NO, KIND or --scan beside it"))
    if dry_run and (source is None or not docgen.is_pile(source)):
        raise click.UsageError(
            _("--dry-run is for a pile of scans that --from names, not for a list or a single paper")
        )
    if source is not None:
        if docgen.is_pile(source):
            _sign_pile(workbook, source, dry_run=dry_run)
        else:
            with show.progress() as progress:
                done = docgen.sign_from(workbook, source, progress=progress)
            _report(done)
        return
    if not (no and kind):
        raise click.UsageError(_("which paper? Name NO and KIND, such as G01 共勉协议书, or many with --from"))
    one = docgen.sign_one(workbook, no, kind, scan=scan)
    if not one.was_signed:
        click.echo(_("Signed: {name}, kept as {path}").format(name=one.name, path=one.pdf))
    if one.scan is not None:
        click.echo(_("Scan: {path}").format(path=one.scan))
    elif not one.was_signed:
        show.say(
            _("When the scan comes back: docgen sign {no} {kind} --scan FILE").format(no=typed(no), kind=typed(kind))
        )
    if one.undated:
        show.say(
            _(
                "No 签署日期 in sheet 组员 yet: {people}. Fill it in: until then this agreement counts as not signed."
            ).format(people="、".join(one.undated))
        )


def _sign_pile(workbook: Path, source: Path, *, dry_run: bool) -> None:
    with show.progress() as progress:
        sorting = docgen.sort_scans(workbook, [source], progress=progress)
    if dry_run:
        _show(sorting)
        return
    if sys.stdin.isatty():
        sorting = _asked(sorting)
    with show.progress() as progress:
        done = docgen.sign_scans(workbook, sorting, progress=progress)
    _report(done)


def _show(sorting: docgen.Sorting) -> None:
    """Say of a pile what would become of each of its pages."""
    for paper in sorting.papers:
        click.echo(f"{paper.name}  {_state(paper)}")
        for file, pages in groupby(paper.pages, key=lambda pair: pair[1].file):
            show.say(
                "    "
                + _("{file}, pages {pages}").format(
                    file=file.name, pages="、".join(str(one.page) for _no, one in pages)
                )
            )
    for one in sorting.left:
        if one.why is not docgen.LeftBecause.BLANK:
            click.echo(f"{one.shown}  {one.said}")
    show.say(
        _(
            "{ready} of {papers} papers would be signed; pages left: {left}, of them blank: {blank}. Nothing was changed."
        ).format(
            ready=sum(paper.is_ready for paper in sorting.papers),
            papers=len(sorting.papers),
            left=len(sorting.left),
            blank=len(sorting.of(docgen.LeftBecause.BLANK)),
        )
    )


def _state(paper: docgen.SortedPaper) -> str:
    if paper.missing:
        listed = "、".join(map(str, paper.missing))
        return _("of {total} pages these are missing: {pages}").format(total=paper.total, pages=listed)
    return paper.hindrance or (
        _("complete, {n} pages").format(n=paper.total) if paper.total else _("the whole file, by its name")
    )


def _asked(sorting: docgen.Sorting) -> docgen.Sorting:
    """Ask of each page without a code whether it is the one that it seems to be."""
    for one in sorting.of(docgen.LeftBecause.UNREAD):
        if one.name and click.confirm(f"{one.shown}：{one.said}。" + _("Is it?"), err=True):
            sorting = sorting.placed(one)
    return sorting


def _report(done: docgen.Pile) -> None:
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
