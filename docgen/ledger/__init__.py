"""What was issued: filing numbers, papers, archive numbers, and the chain of events that says when and why.

Owns ``ledger.db`` (SQLite). Everything that gives a number or records a paper goes through one IMMEDIATE transaction,
so that several clerks may work at once and a power cut leaves either all of it or nothing (facts.md, "Merging and
archive": 600 of 600 writes by 4 processes). Times stand only in the events.
"""

from docgen.ledger.carrying import carry_on, copy, in_use, link, take_back
from docgen.ledger.content import Json, Rows, as_json, from_json
from docgen.ledger.events import Event, Head
from docgen.ledger.items import Elsewhere, ItemNumber
from docgen.ledger.neighbours import successor
from docgen.ledger.numbers import Filing, Series, Wanted, series_of
from docgen.ledger.papers import KeptRows, Origin, PaperRecord, TermRecord
from docgen.ledger.search import Found
from docgen.ledger.signed import Signed
from docgen.ledger.store import Ledger

__all__ = [
    "Elsewhere",
    "Event",
    "Filing",
    "Found",
    "Head",
    "ItemNumber",
    "Json",
    "KeptRows",
    "Ledger",
    "Origin",
    "PaperRecord",
    "Rows",
    "Series",
    "Signed",
    "TermRecord",
    "Wanted",
    "as_json",
    "carry_on",
    "copy",
    "from_json",
    "in_use",
    "link",
    "series_of",
    "successor",
    "take_back",
]
