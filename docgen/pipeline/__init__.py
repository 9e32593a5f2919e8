"""The ten steps in their order, in parallel and resumable: the only room that knows the order.

Steps 1 and 2 (read, check) are in :mod:`~docgen.pipeline.sound`, 3 and 4 (number, compose) in :mod:`~docgen.pipeline.draft`, 5
in :mod:`~docgen.pipeline.filling`, 6 and 7 (convert, gate) in :mod:`~docgen.pipeline.converting`, 8 in
:mod:`~docgen.pipeline.bundling`, 9 in :mod:`~docgen.pipeline.sealing`. :mod:`~docgen.pipeline.building` and
:mod:`~docgen.pipeline.archiving` are the order; :mod:`~docgen.pipeline.college` follows it for many workbooks. What happens to
papers later is in :mod:`~docgen.pipeline.life`, :mod:`~docgen.pipeline.finding` and :mod:`~docgen.pipeline.rebuilding`.

What is offered here is imported when it is asked for: each child at work begins with this package, and most of a short
child's time would be spent on rooms that it never enters.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docgen.pipeline.archiving import Archived, seal
    from docgen.pipeline.beginning import Begun, begin
    from docgen.pipeline.building import build
    from docgen.pipeline.college import College, Department, run, workbooks
    from docgen.pipeline.counting import Counted, stats
    from docgen.pipeline.dossiers import dossier
    from docgen.pipeline.examining import examine, verify
    from docgen.pipeline.finding import Hit, find
    from docgen.pipeline.fitting import findings
    from docgen.pipeline.life import SignedPaper, VoidedNumber, sign, unsign, void
    from docgen.pipeline.missing import missing_of
    from docgen.pipeline.order import Missing, Order, Outcome, Result, State, Target
    from docgen.pipeline.own import activity_of
    from docgen.pipeline.pile import Matched, Pile, match, sign_many, sign_papers
    from docgen.pipeline.planning import plan
    from docgen.pipeline.preview import pictures_of
    from docgen.pipeline.printing import Printed, print_pack
    from docgen.pipeline.progress import STEPS, Progress, Silent, Stop, Stoppable
    from docgen.pipeline.rebuilding import Rebuilt, rebuild, write_back
    from docgen.pipeline.registry import desk, shelf
    from docgen.pipeline.single import fill_one
    from docgen.pipeline.standing import PaperStanding, Standing, standing
    from docgen.pipeline.trial import Trial, trial

__all__ = [
    "STEPS",
    "Archived",
    "Begun",
    "College",
    "Counted",
    "Department",
    "Hit",
    "Matched",
    "Missing",
    "Order",
    "Outcome",
    "PaperStanding",
    "Pile",
    "Printed",
    "Progress",
    "Rebuilt",
    "Result",
    "SignedPaper",
    "Silent",
    "Standing",
    "State",
    "Stop",
    "Stoppable",
    "Target",
    "Trial",
    "VoidedNumber",
    "activity_of",
    "begin",
    "build",
    "desk",
    "dossier",
    "examine",
    "fill_one",
    "find",
    "findings",
    "match",
    "missing_of",
    "pictures_of",
    "plan",
    "print_pack",
    "rebuild",
    "run",
    "seal",
    "shelf",
    "sign",
    "sign_many",
    "sign_papers",
    "standing",
    "stats",
    "trial",
    "unsign",
    "verify",
    "void",
    "workbooks",
    "write_back",
]

_HOMES: dict[str, tuple[str, ...]] = {
    "missing": ("missing_of",),
    "beginning": (
        "Begun",
        "begin",
    ),
    "archiving": ("Archived", "seal"),
    "building": ("build",),
    "college": ("College", "Department", "run", "workbooks"),
    "counting": ("Counted", "stats"),
    "dossiers": ("dossier",),
    "examining": ("examine", "verify"),
    "finding": ("Hit", "find"),
    "fitting": ("findings",),
    "life": ("SignedPaper", "VoidedNumber", "sign", "unsign", "void"),
    "order": ("Missing", "Order", "Outcome", "Result", "State", "Target"),
    "own": ("activity_of",),
    "planning": ("plan",),
    "pile": ("Matched", "Pile", "match", "sign_many", "sign_papers"),
    "printing": ("Printed", "print_pack"),
    "progress": ("STEPS", "Progress", "Silent", "Stop", "Stoppable"),
    "rebuilding": ("Rebuilt", "rebuild", "write_back"),
    "registry": ("desk", "shelf"),
    "preview": ("pictures_of",),
    "single": ("fill_one",),
    "standing": ("PaperStanding", "Standing", "standing"),
    "trial": ("Trial", "trial"),
}


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            found: object = getattr(import_module(f"{__name__}.{home}"), name)
            globals()[name] = found
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
