"""Finds papers over all semesters: ``docgen find``."""

from __future__ import annotations

from pathlib import Path

import click

import docgen
from docgen.cli.root import as_json, at, program
from docgen.cli.terminal import show, streams
from docgen.cli.terminal.translated import argument, option
from docgen.errors import ExitCode
from docgen.messages import N_, _


@program.command(help=N_("Find papers by name, number, group, class or any text, over all semesters in the ledger."))
@argument("text", nargs=-1, required=True)
@as_json
@option("--most", type=click.IntRange(1, 10000), default=50, help=N_("How many papers at most (default: 50)."))
@at
def find(text: tuple[str, ...], as_json: bool, most: int, workbook: Path) -> None:
    hits = docgen.find(workbook, " ".join(text), most=most)
    if as_json:
        streams.write_json([_plain(hit) for hit in hits])
    for hit in () if as_json else hits:
        paper = hit.paper
        page = _("page {page} of {pages}").format(page=hit.page, pages=paper.pages) if hit.page else ""
        marks = " · ".join(filter(None, (paper.number, page, hit.state)))
        click.echo(f"{paper.term}  {paper.name}  {marks}".rstrip())
        where = (
            str(show.near(hit.path))
            if hit.path
            else _("(its file is gone; docgen build makes it again, unless the workbook has no such paper any more)")
        )
        click.echo(f"    {where}")
    if not hits:
        show.say(_("Nothing in the ledger says this."))
        raise click.exceptions.Exit(ExitCode.DATA)
    if len(hits) == most:
        show.say(_("There may be more; add a word, or raise --most."))


def _plain(hit: docgen.Hit) -> dict[str, object]:
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
