"""A template tried out on a paper of the workbook: what a build would make of it, were that template in force."""

from __future__ import annotations

from pathlib import Path

from docgen.errors import InputError
from docgen.making.order import Order, Target
from docgen.making.progress import Silent
from docgen.making.single import make_one
from docgen.messages import _
from docgen.pipeline.composing import draft


def try_template(workbook: Path, stem: str, template: Path, name: str, target: Path, engine: str) -> None:
    """Make the PDF of one paper with a template; no number is given, nothing else is written.

    Raise InputError when the workbook makes no such paper, and what the step that fails raises.
    """
    made = draft(Order(workbook, kinds=(stem,), to=Target.PDF, dry_run=True, engine=engine), Silent())
    paper = next((one for one in made.papers if one.name == name), None)
    if paper is None:
        raise InputError(
            _("{name} cannot be made from the workbook as it is").format(name=name),
            hint=_("Choose another paper, or the sample."),
        )
    make_one(paper, (target,), template, engine)
