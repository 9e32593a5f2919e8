"""Makes a print pack: ``docgen print``."""

from __future__ import annotations

from pathlib import Path

import click

import docgen
from docgen.cli.root import engine, groups, jobs, kinds, program, quiet, templates, workbook
from docgen.cli.terminal import show
from docgen.errors import PartialFailure
from docgen.messages import N_, _


@program.command(
    "print",
    help=N_(
        """Make a print pack: one PDF a kind, each copy of each paper beginning on an odd page, and a 签字清单.

        Copies: [copies] in docgen.toml, else what an agreement says of itself, two of a plan and of an amendment.
        """
    ),
)
@workbook
@kinds
@groups
@engine
@jobs
@templates
@quiet
def print_(
    workbook: Path,
    kinds: tuple[str, ...],
    groups: tuple[str, ...],
    engine: str,
    jobs: int,
    templates: Path | None,
    quiet: bool,
) -> None:
    with show.progress(quiet=quiet) as progress:
        done = docgen.print_papers(
            workbook,
            kinds=kinds,
            groups=groups,
            engine=engine,
            jobs=jobs,
            templates=templates,
            progress=progress,
        )
    for one in done.packs:
        click.echo(
            _("{path}: {papers} papers, {pages} pages").format(path=one.path, papers=one.papers, pages=one.pages)
        )
    click.echo(_("To be signed: {path}").format(path=done.signing_list))
    if done.outcome.broken:
        raise PartialFailure(
            _("{n} papers were not made; the others are whole").format(n=len(done.outcome.broken)),
            tuple(f"{one.name}：{one.reason.splitlines()[0]}" for one in done.outcome.broken if one.reason),
            hint=show.what_is_missing_is_made(),
        )
