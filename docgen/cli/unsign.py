"""Takes back a mistaken signature: ``docgen unsign``."""

from __future__ import annotations

from pathlib import Path

import click

import docgen
from docgen.cli.root import at, program
from docgen.cli.terminal import show
from docgen.cli.terminal.translated import argument, option
from docgen.messages import N_, _


@program.command(
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
def unsign(no: str, kind: str, why: str, workbook: Path) -> None:
    aside = docgen.unsign(workbook, f"{no}-{kind}", why)
    click.echo(_("Not signed any more. Its files and scan are put aside: {path}").format(path=aside))
    show.say(_("The next docgen build makes it anew where the workbook has changed."))
