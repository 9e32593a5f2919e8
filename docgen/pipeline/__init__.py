"""The ten steps in their order, in parallel and resumable: the only room that knows the order.

Steps 1 and 2 (read, check) are in :mod:`~docgen.pipeline.checking`, 3 and 4 (number, compose) in
:mod:`~docgen.pipeline.composing`, 5 in :mod:`~docgen.pipeline.filling`, 6 and 7 (convert, gate) in
:mod:`~docgen.pipeline.converting`, 8 in :mod:`~docgen.making.bundling`, 9 in :mod:`~docgen.sealing.editions`.
:mod:`~docgen.pipeline.building` and :mod:`~docgen.pipeline.archiving` are the order; :mod:`~docgen.pipeline.college` follows
it for many workbooks. How one paper is made is the business of :mod:`docgen.making`, what people sign that of
:mod:`docgen.signing`, what a box holds that of :mod:`docgen.sealing`.

What is offered here is imported when it is asked for: each child at work begins with this package, and most of a short
child's time would be spent on rooms that it never enters.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docgen.making.order import Missing, Order, Outcome, Result, State, Target
    from docgen.making.progress import STEPS, Progress, Silent, Stop, Stoppable
    from docgen.pipeline.archiving import Archived, seal, with_list
    from docgen.pipeline.building import build
    from docgen.pipeline.college import College, Department, run
    from docgen.pipeline.copying import Printed, print_pack
    from docgen.pipeline.standings import PaperStanding, Standing, missing_of, plan, standing
    from docgen.pipeline.trials import Trial, trial, try_template

__all__ = [
    "STEPS",
    "Archived",
    "College",
    "Department",
    "Missing",
    "Order",
    "Outcome",
    "PaperStanding",
    "Printed",
    "Progress",
    "Result",
    "Silent",
    "Standing",
    "State",
    "Stop",
    "Stoppable",
    "Target",
    "Trial",
    "build",
    "missing_of",
    "plan",
    "print_pack",
    "run",
    "seal",
    "standing",
    "trial",
    "try_template",
    "with_list",
]

_HOMES: dict[str, tuple[str, ...]] = {
    "pipeline.archiving": ("Archived", "seal", "with_list"),
    "pipeline.building": ("build",),
    "pipeline.copying": ("Printed", "print_pack"),
    "pipeline.college": ("College", "Department", "run"),
    "making.order": ("Missing", "Order", "Outcome", "Result", "State", "Target"),
    "making.progress": ("STEPS", "Progress", "Silent", "Stop", "Stoppable"),
    "pipeline.standings": ("PaperStanding", "Standing", "missing_of", "plan", "standing"),
    "pipeline.trials": ("Trial", "trial", "try_template"),
}


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            found: object = getattr(import_module(f"docgen.{home}"), name)
            globals()[name] = found
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
