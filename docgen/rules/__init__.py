"""The rules of domain.md §5, each a function of its own over a partly valid semester.

A rule never raises and never relies on another: whatever is valid is judged, so one fault hides no other. What a single
cell may hold is the models' and the workbook's business; whether people, groups and dates fit together is judged here.
Rule 12 (assessment weights) is a matter of ``settings``; the ledger's part of rule 8 and the scans of rule 10 are judged
where the ledger and the scans are known.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from inspect import isfunction, signature
from pkgutil import iter_modules

from docgen.field import Semester
from docgen.problems import Problem
from docgen.rules.coverage import Coverage, cover
from docgen.rules.faults import ALL, NOBODY, JudgedSemester, Rule
from docgen.settings import Settings

__all__ = ["ALL", "NOBODY", "RULES", "Coverage", "cover", "judge"]


def _rules() -> Iterator[Rule]:
    for one in iter_modules(__path__):
        for name, value in vars(import_module(f"{__name__}.{one.name}")).items():
            if isfunction(value) and not name.startswith("_") and [*signature(value).parameters] == ["case"]:
                yield value


RULES: tuple[Rule, ...] = tuple(_rules())
"""Every public function of the room's modules that takes a case: a rule is its function and nothing else."""


def judge(semester: Semester, settings: Settings, gaps: frozenset[tuple[str, str]] = frozenset()) -> list[Problem]:
    """Return everything that breaks a rule, without cells; ``gaps``: (sheet, key) of rows that could not be read."""
    case = JudgedSemester(semester, settings, gaps)
    return [problem for rule in RULES for problem in rule(case)]
