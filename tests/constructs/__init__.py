"""What a Word paper may hold, one construct a file: each drawn rightly by an engine, or refused by name.

A construct's name says what an author would call it. The pages are made here; people are made up. What becomes of each
stands in :mod:`tests.constructs.outcomes`.
"""

from tests.constructs import combined, drawings, fields, foreign, lists, overlooked, tables, text
from tests.constructs.paper import CONSTRUCTS, Construct

__all__ = [
    "CONSTRUCTS",
    "Construct",
    "combined",
    "drawings",
    "fields",
    "foreign",
    "lists",
    "overlooked",
    "tables",
    "text",
]
