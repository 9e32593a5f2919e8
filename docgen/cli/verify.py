"""Reads an archive back: ``docgen verify``."""

from __future__ import annotations

from pathlib import Path

import click

import docgen
from docgen.cli.root import FILE, as_json, program
from docgen.cli.terminal import streams
from docgen.cli.terminal.translated import argument, option
from docgen.errors import ExitCode
from docgen.messages import N_


@program.command(help=N_("Verify an archive, an edition or a bag: says what is wrong, file by file."))
@argument("archive", type=FILE)
@option(
    "--expect",
    metavar="DIGEST",
    default="",
    help=N_("The digest that docgen archive printed: is it still that archive?"),
)
@as_json
def verify(archive: Path, expect: str, as_json: bool) -> None:
    from docgen.cli.terminal import outcomes

    verdict = docgen.verify(archive, expect=expect)
    if as_json:
        streams.write_json(verdict.as_json())
    else:
        outcomes.verdict(verdict)
    if not verdict.is_sound:
        raise click.exceptions.Exit(ExitCode.ARCHIVE)
