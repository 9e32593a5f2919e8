"""What one semester hands to the next, and what about it only the clerk can say."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.field.semester import Semester


@dataclass(frozen=True, slots=True)
class Question:
    """Something to be confirmed: ``kind`` a slug, ``about`` whom or what, then what stands there and what to do."""

    kind: str
    about: str
    stands: str
    ask: str


@dataclass(frozen=True, slots=True)
class Carried:
    """The new semester's rows (its programme is None: it has no dates yet), lines of 学期 by attribute, and questions."""

    lines: dict[str, str]
    semester: Semester
    questions: tuple[Question, ...]
