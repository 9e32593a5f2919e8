"""The ten steps in their order, in parallel and resumable: the only room that knows the order.

:mod:`~docgen.pipeline.draft` has steps 1–4 (read, check, number, compose), :mod:`~docgen.pipeline.making` 5–7 (fill,
convert, gate), :mod:`~docgen.pipeline.bundling` 8, :mod:`~docgen.pipeline.archiving` 9, :mod:`~docgen.pipeline.build`
puts them together and records (10).
"""

from docgen.pipeline.archiving import Archived, seal
from docgen.pipeline.build import build, plan
from docgen.pipeline.order import STEPS, Order, Outcome, Progress, Result, Silent, State, Target
from docgen.pipeline.single import fill_one

__all__ = [
    "STEPS",
    "Archived",
    "Order",
    "Outcome",
    "Progress",
    "Result",
    "Silent",
    "State",
    "Target",
    "build",
    "fill_one",
    "plan",
    "seal",
]
