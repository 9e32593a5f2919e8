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
    from docgen.making.fitting import findings
    from docgen.making.layouts import Layout, findings_for, layouts, put_in_force
    from docgen.making.order import Missing, Order, Outcome, Result, State, Target
    from docgen.making.own import activity_of
    from docgen.making.preview import pictures_of
    from docgen.making.progress import STEPS, Progress, Silent, Stop, Stoppable
    from docgen.making.single import fill_one
    from docgen.making.sketching import Sketch, sketch
    from docgen.pipeline.archiving import Archived, seal, with_list
    from docgen.pipeline.building import build
    from docgen.pipeline.college import College, Department, run
    from docgen.pipeline.planning import plan
    from docgen.pipeline.printing import Printed, print_pack
    from docgen.pipeline.standings import PaperStanding, Standing, missing_of, standing
    from docgen.pipeline.trials import Trial, trial
    from docgen.pipeline.trying import try_template
    from docgen.sealing.examining import examine, verify
    from docgen.sealing.handing import hand_over
    from docgen.semesters.beginning import Begun, begin
    from docgen.semesters.counting import Counted, stats
    from docgen.semesters.dossiers import dossier
    from docgen.semesters.finding import Hit, find
    from docgen.semesters.rebuilding import Rebuilt, rebuild, write_back
    from docgen.semesters.registry import built_semester, ledger_of
    from docgen.signing.piles import Pile, is_pile, sign_many, sign_papers, sign_scans
    from docgen.signing.signatures import SignedPaper, VoidedNumber, sign, unsign, void
    from docgen.signing.sorting import LeftBecause, LeftPage, ScanPage, SortedPaper, Sorting, sort_scans

__all__ = [
    "STEPS",
    "Archived",
    "Begun",
    "College",
    "Counted",
    "Department",
    "Hit",
    "Layout",
    "LeftBecause",
    "LeftPage",
    "Missing",
    "Order",
    "Outcome",
    "PaperStanding",
    "Pile",
    "Printed",
    "Progress",
    "Rebuilt",
    "Result",
    "ScanPage",
    "SignedPaper",
    "Silent",
    "Sketch",
    "SortedPaper",
    "Sorting",
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
    "built_semester",
    "dossier",
    "examine",
    "fill_one",
    "find",
    "findings",
    "findings_for",
    "hand_over",
    "is_pile",
    "layouts",
    "ledger_of",
    "missing_of",
    "pictures_of",
    "plan",
    "print_pack",
    "put_in_force",
    "rebuild",
    "run",
    "seal",
    "sign",
    "sign_many",
    "sign_papers",
    "sign_scans",
    "sketch",
    "sort_scans",
    "standing",
    "stats",
    "trial",
    "try_template",
    "unsign",
    "verify",
    "void",
    "with_list",
    "write_back",
]

_HOMES: dict[str, tuple[str, ...]] = {
    "semesters.beginning": (
        "Begun",
        "begin",
    ),
    "pipeline.archiving": ("Archived", "seal", "with_list"),
    "pipeline.building": ("build",),
    "pipeline.college": ("College", "Department", "run"),
    "semesters.counting": ("Counted", "stats"),
    "semesters.dossiers": ("dossier",),
    "sealing.examining": ("examine", "verify"),
    "sealing.handing": ("hand_over",),
    "semesters.finding": ("Hit", "find"),
    "making.fitting": ("findings",),
    "signing.signatures": ("SignedPaper", "VoidedNumber", "sign", "unsign", "void"),
    "making.order": ("Missing", "Order", "Outcome", "Result", "State", "Target"),
    "making.layouts": ("Layout", "findings_for", "layouts", "put_in_force"),
    "making.own": ("activity_of",),
    "pipeline.planning": ("plan",),
    "signing.piles": ("Pile", "is_pile", "sign_many", "sign_papers", "sign_scans"),
    "signing.sorting": ("LeftBecause", "LeftPage", "ScanPage", "SortedPaper", "Sorting", "sort_scans"),
    "pipeline.printing": ("Printed", "print_pack"),
    "making.progress": ("STEPS", "Progress", "Silent", "Stop", "Stoppable"),
    "semesters.rebuilding": ("Rebuilt", "rebuild", "write_back"),
    "semesters.registry": ("built_semester", "ledger_of"),
    "making.preview": ("pictures_of",),
    "making.single": ("fill_one",),
    "making.sketching": ("Sketch", "sketch"),
    "pipeline.standings": ("PaperStanding", "Standing", "missing_of", "standing"),
    "pipeline.trials": ("Trial", "trial"),
    "pipeline.trying": ("try_template",),
}


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            found: object = getattr(import_module(f"docgen.{home}"), name)
            globals()[name] = found
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
