"""``sign``, ``void``, ``find``, ``dossier``: papers after they were made."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli import show, streams
from docgen.cli.root import FILE, at, docgen, engine, overwrite
from docgen.cli.words import argument, common, option
from docgen.errors import ExitCode, PartialFailure
from docgen.messages import N_, _, typed


@docgen.command(
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
    from docgen import pipeline

    if source is not None and (no or scan):
        raise click.UsageError(_("--from signs what it names: no NO, KIND or --scan beside it"))
    if source is not None:
        _sign_many(workbook, source)
        return
    if not (no and kind):
        raise click.UsageError(_("which paper? Name NO and KIND, such as G01 共勉协议书, or many with --from"))
    done = pipeline.sign(workbook, no, kind, scan)
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
    from docgen import pipeline

    done = pipeline.sign_many(workbook, source)
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


@docgen.command(
    help=N_(
        """Take back that a paper was signed, such as a mistaken docgen sign: it may be made anew from now on.

        What was kept of it and its scan are put aside, not deleted; that it was signed stays in the ledger, with the reason.
        """
    )
)
@argument("no")
@argument("kind")
@option("--why", required=True, metavar="TEXT", help=N_("The reason, for the ledger."))
@at
@common
def unsign(no: str, kind: str, why: str, workbook: Path) -> None:
    from docgen import pipeline

    aside = pipeline.unsign(workbook, no, kind, why)
    click.echo(_("Not signed any more. Its files and scan are put aside: {path}").format(path=aside))
    show.say(_("The next docgen build makes it anew where the workbook has changed."))


@docgen.command(help=N_("Withdraw a filing number for good: it stays on the register, its group gets the next one."))
@argument("number")
@option("--why", required=True, metavar="TEXT", help=N_("The reason, for the register."))
@at
@common
def void(number: str, why: str, workbook: Path) -> None:
    from docgen import pipeline

    done = pipeline.void(workbook, number, why)
    gone = done.filing
    click.echo(
        _("Void: {number} ({term}, group {group}): {why}").format(
            number=gone.text, term=gone.term, group=gone.group, why=gone.void_because
        )
    )
    show.say(_("The next docgen build gives the group a new number, unless 小组 says that it is merged or withdrawn."))
    if done.signed:
        show.say(
            _("Signed under this number, and staying as they were signed: {papers}.").format(
                papers="、".join(done.signed)
            )
        )
        show.say(
            _("What to do: {hint}").format(
                hint=_(
                    "Build, then write a row in 变更 with {number} under 原内容 and the new number under 新内容; "
                    "until then these papers are held back."
                ).format(number=gone.text)
            )
        )


@docgen.command(help=N_("Find papers by name, number, group, class or any text, over all semesters in the ledger."))
@argument("text", nargs=-1, required=True)
@option("--json", "as_json", is_flag=True, help=N_("For programs: JSON on stdout."))
@option("--most", type=click.IntRange(1, 10000), default=50, help=N_("How many papers at most (default: 50)."))
@at
@common
def find(text: tuple[str, ...], as_json: bool, most: int, workbook: Path) -> None:
    from docgen import door

    hits = door.find(workbook, " ".join(text), most=most)
    if as_json:
        streams.write_json([_plain(hit) for hit in hits])
    for hit in () if as_json else hits:
        paper = hit.paper
        page = _("page {page} of {pages}").format(page=hit.page, pages=paper.pages) if hit.page else ""
        marks = " · ".join(filter(None, (paper.number, page, hit.state)))
        click.echo(f"{paper.term}  {paper.name}  {marks}".rstrip())
        where = str(show.near(hit.path)) if hit.path else _("(its file is gone; docgen build makes it again)")
        click.echo(f"    {where}")
    if not hits:
        show.say(_("Nothing in the ledger says this."))
        raise click.exceptions.Exit(ExitCode.DATA)
    if len(hits) == most:
        show.say(_("There may be more; add a word, or raise --most."))


def _plain(hit: object) -> dict[str, object]:
    from docgen.pipeline import Hit

    assert isinstance(hit, Hit)
    paper = hit.paper
    return {
        "term": paper.term,
        "name": paper.name,
        "title": paper.title,
        "number": paper.number,
        "page": hit.page,
        "pages": paper.pages,
        "signed": paper.is_signed,
        "path": str(hit.path) if hit.path else "",
    }


@docgen.command(help=N_("One person over all semesters in the ledger, by number or name, as Word and PDF."))
@argument("person")
@option("-o", "--out", type=FILE, help=N_("Folder (default: 个人成长档案 beside the workbook)."))
@at
@overwrite
@engine
@common
def dossier(person: str, out: Path | None, workbook: Path, force: bool, engine: str) -> None:
    from docgen import pipeline

    for path in pipeline.dossier(workbook, person, out, engine, show.say, force=force):
        click.echo(path)
