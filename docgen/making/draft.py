"""A semester on its way to papers: checked, numbered and composed."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.activity import Activity
from docgen.documents import Document
from docgen.field import Programme, Semester
from docgen.ledger import Ledger
from docgen.making.coding import Coder
from docgen.making.order import Result
from docgen.making.reasons import Teller
from docgen.problems import Problem
from docgen.settings import Settings


@dataclass(frozen=True, slots=True)
class Draft:
    """A semester that was checked, numbered and composed."""

    semester: Semester
    programme: Programme
    settings: Settings
    activity: Activity
    problems: tuple[Problem, ...]
    numbers: dict[str, str]
    papers: tuple[Document, ...]
    held_back: tuple[Result, ...]
    ledger: Ledger
    tell: Teller
    locked: tuple[str, ...] = ()
    """papers that are locked from now on, because their scans were there"""

    @property
    def coder(self) -> Coder:
        """Says which of its papers have a code on their pages, and what it names them by."""
        return Coder(self.ledger.branch, self.ledger.term, self.settings.codes)
