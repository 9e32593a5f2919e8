"""Faults as people read them: one line a fault, faults alike in one line, and what each holds back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from docgen.cli.terminal import words
from docgen.messages import _
from docgen.problems import Alike, Problem, alike


def lines(found: Sequence[Problem]) -> Iterator[str]:
    """Yield a line for each fault, or for several of one sort in one column: place, what is wrong, what to do.

    Where all is to be told, each fault has its own.
    """
    return map(_line, (Alike((one,)) for one in found) if words.is_everything_told() else alike(found))


def _line(one: Alike) -> str:
    mark = click.style("E", fg="red") if one.first.is_error else click.style("W", fg="yellow")
    count = _(" ({n} times)").format(n=len(one.problems)) if len(one.problems) > 1 else ""
    rule = _(" (rule {number})").format(number=one.first.rule) if one.first.rule else ""
    hint = f" → {one.hint}" if one.hint else ""
    held = f" [{one.held_back}]" if one.held_back else ""
    more = _(" (-v lists each)") if one.is_mixed else ""
    return f"{mark} {one.place}{count}：{one.message}{rule}{hint}{more}{held}"
