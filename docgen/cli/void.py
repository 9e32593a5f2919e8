"""Withdraws a filing number: ``docgen void``."""

from __future__ import annotations

from pathlib import Path

import click

import docgen
from docgen.cli.root import at, program
from docgen.cli.terminal import show
from docgen.cli.terminal.translated import argument, option
from docgen.messages import N_, _


@program.command(help=N_("Withdraw a number for good: it stays on the register, and another is given in its place."))
@argument("number")
@option("--why", required=True, metavar="TEXT", help=N_("The reason, for the register."))
@at
def void(number: str, why: str, workbook: Path) -> None:
    done = docgen.void(workbook, number, why)
    gone = done.filing
    click.echo(
        _("Void: {number} ({term}, {whose}): {why}").format(
            number=gone.text, term=gone.term, whose=gone.group, why=gone.void_because
        )
    )
    show.say(_("The next docgen build gives a new number in its place, unless its papers are no longer made."))
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
