"""Counts a semester, as a table, as JSON, as a workbook: ``docgen stats``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

import docgen
from docgen.cli.root import FILE, overwrite, program, workbook
from docgen.cli.terminal import show, streams
from docgen.cli.terminal.help_layout import columns
from docgen.cli.terminal.translated import option
from docgen.messages import N_, _

if TYPE_CHECKING:
    from docgen import Counted


_GAP, _WIDEST = 2, 36
"""Blanks between columns; columns of a name that the numbers stand behind: a longer name pushes its own aside."""


@program.command(
    help=N_(
        """Count the semester: people, groups, goals, honours, certificates, projects, talks; or what another activity counts.

        Distinct people and distinct prizes are counted. The semester before stands beside it where the ledger has it.
        """
    )
)
@workbook
@option("--json", "as_json", is_flag=True, help=N_("All counts as JSON, for programs."))
@option("--xlsx", type=FILE, help=N_("Also write the table into this .xlsx file."))
@overwrite
def stats(workbook: Path, as_json: bool, xlsx: Path | None, force: bool) -> None:
    counted = docgen.stats(workbook, table=xlsx, force=force)
    if as_json:
        streams.write_json(counted.as_dict())
    else:
        _table(counted)
    errors = sum(one.is_error for one in counted.problems)
    if errors:
        show.say(
            _("The workbook has {n} errors: rows with a fault are not counted.").format(n=errors)
            if counted.now is not None
            else _("The workbook has {n} errors: what rests on a cell that was refused is not counted (—).").format(
                n=errors
            )
        )
    if counted.unread:
        show.say(counted.unread)
    if xlsx is not None:
        show.say(_("Table: {path}").format(path=xlsx))


def _table(counted: Counted) -> None:
    """Write the figures section by section; numbers stand right, a Chinese character being two columns wide."""
    heads = [_("now")]
    if counted.before_term:
        heads += [_("before"), _("change")]
    cells = [
        [one.said, *(["" if one.before is None else str(one.before), one.change] if counted.before_term else [])]
        for one in counted.figures
    ]
    if not cells:
        show.say(_("The activity has no figures."))
        return
    first = min(max(columns(one.name) for one in counted.figures), _WIDEST) + _GAP
    widths = [max(columns(row[at]) for row in (heads, *cells)) + _GAP for at in range(len(heads))]

    def line(name: str, row: list[str]) -> str:
        numbers = "".join(" " * (width - columns(cell)) + cell for cell, width in zip(row, widths, strict=True))
        return f"  {name}{' ' * max(_GAP, first - columns(name))}{numbers}".rstrip()

    click.echo(counted.term + (_(", beside {term}").format(term=counted.before_term) if counted.before_term else ""))
    click.echo(line("", heads))
    section = ""
    for one, row in zip(counted.figures, cells, strict=True):
        if one.section != section:
            section = one.section
            click.echo(section)
        click.echo(line(one.name, row))
    for roll in counted.rolls:
        click.echo(f"{roll.name}（{len(roll.lines)}）")
        for texts in roll.lines:
            click.echo(
                "  " + "　".join(f"{title} {cell}" for title, cell in zip(roll.columns, texts, strict=True) if cell)
            )
    if counted.proposed:
        click.echo(
            _("Proposed as exemplary (the meeting decides): {groups}").format(groups="、".join(counted.proposed))
        )
