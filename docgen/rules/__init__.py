"""The rules of domain.md §5, each a function of its own over a partly valid semester.

A rule never raises and never relies on another: whatever is valid is judged, so one fault hides no other. What a single
cell may hold is the models' and the workbook's business; whether people, groups and dates fit together is judged here.
Rule 12 (assessment weights) is a matter of ``settings``; the ledger's part of rule 8 and the scans of rule 10 are judged
where the ledger and the scans are known.
"""

from __future__ import annotations

from docgen.field import Semester
from docgen.problems import Problem
from docgen.rules import dates, forms, goals, identity, people, results
from docgen.rules.coverage import Coverage, cover
from docgen.rules.faults import ALL, NOBODY, Case, Rule
from docgen.settings import Settings

__all__ = ["ALL", "NOBODY", "RULES", "Coverage", "cover", "judge"]

RULES: tuple[Rule, ...] = (
    *dates.RULES,
    *identity.RULES,
    *forms.RULES,
    *goals.RULES,
    *people.RULES,
    *results.RULES,
)


def judge(semester: Semester, settings: Settings, gaps: frozenset[tuple[str, str]] = frozenset()) -> list[Problem]:
    """Return everything that breaks a rule, without cells; ``gaps``: (sheet, key) of rows that could not be read."""
    case = Case(semester, settings, gaps)
    return [problem for rule in RULES for problem in rule(case)]
