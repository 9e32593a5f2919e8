"""Many workbooks: what became of each department, and what stands over all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.terminal import show
from docgen.errors import DocgenError, ExitCode, PartialFailure
from docgen.messages import _

if TYPE_CHECKING:
    from docgen import College, Department, Outcome


def foreseen(chosen: Sequence[Path], foresee: Callable[[Path], Outcome]) -> None:
    """Say of each department what would be made."""
    from docgen.cli.terminal import outcomes

    codes = []
    for path in chosen:
        click.echo(f"{path}：")
        try:
            outcomes.foreseen(foresee(path).results)
            codes.append(ExitCode.OK)
        except DocgenError as error:
            show.error(error)
            codes.append(error.exit_code)
    _end(codes)


def made(done: College) -> None:
    """Say what stands over all departments, and end as they did."""
    click.echo(_("Over all departments: {path}").format(path=done.folder))
    if done.index is not None:
        click.echo(_("Index page, opened by a double click: {path}").format(path=done.index))
    _end([one.code for one in done.departments])


def tell(one: Department) -> None:
    """Say in a few lines what became of a department."""
    from docgen.cli.terminal import outcomes

    if one.outcome is not None:
        click.echo(f"{one.name}（{one.order.workbook}）：{outcomes.counted(one.outcome)}")
        for result in one.outcome.broken:
            click.echo(f"  {result.name}：{result.reason.split(chr(10))[0]}")
    else:
        click.echo(f"{one.name}（{one.order.workbook}）")
    if one.archived is not None:
        click.echo(_("  Archive: {path}").format(path=one.archived.edition))
    if one.error is not None:
        show.error(one.error)


def _end(codes: Sequence[ExitCode]) -> None:
    """End as the departments did: all well, some not, or none."""
    failed = [code for code in codes if code is not ExitCode.OK]
    if not failed:
        return
    if len(failed) == len(codes) and ExitCode.PARTIAL not in failed:
        raise click.exceptions.Exit(max(failed))
    raise PartialFailure(
        _("{n} of {all} departments are not whole; the others are").format(n=len(failed), all=len(codes)),
        hint=_("Mend what is listed above and run the same command again: only what is missing is made."),
    )
