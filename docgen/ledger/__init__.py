"""What was issued: filing numbers, papers, archive numbers, and the chain of events that says when and why.

Owns ``ledger.db`` (SQLite). Everything that gives a number or records a paper goes through one IMMEDIATE transaction,
so that several clerks may work at once and a power cut leaves either all of it or nothing (measured:
600 of 600 writes by 4 processes). Times stand only in the events.
"""

from docgen.ledger.carrying import carry_on as carry_on
from docgen.ledger.carrying import copy as copy
from docgen.ledger.carrying import in_use as in_use
from docgen.ledger.carrying import link as link
from docgen.ledger.carrying import take_back as take_back
from docgen.ledger.content import Json as Json
from docgen.ledger.content import Rows as Rows
from docgen.ledger.content import as_json as as_json
from docgen.ledger.content import from_json as from_json
from docgen.ledger.events import Event as Event
from docgen.ledger.events import Head as Head
from docgen.ledger.items import Elsewhere as Elsewhere
from docgen.ledger.items import ItemNumber as ItemNumber
from docgen.ledger.neighbours import others as others
from docgen.ledger.neighbours import successor as successor
from docgen.ledger.numbers import Filing as Filing
from docgen.ledger.numbers import Series as Series
from docgen.ledger.numbers import Wanted as Wanted
from docgen.ledger.numbers import series_of as series_of
from docgen.ledger.papers import KeptRows as KeptRows
from docgen.ledger.papers import Origin as Origin
from docgen.ledger.papers import PaperRecord as PaperRecord
from docgen.ledger.papers import TermRecord as TermRecord
from docgen.ledger.search import Found as Found
from docgen.ledger.signed import Signed as Signed
from docgen.ledger.store import Ledger as Ledger
