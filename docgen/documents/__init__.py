"""The kinds of paper and how each is composed from a semester's rows.

Owns :data:`KINDS` (all kinds by stem), the models of their data and :func:`compose`. What a paper looks like is its
template's business, what it is made into is convert's and bundle's.
"""

from docgen.documents.compose import compose, from_mapping, kind_called, require_known
from docgen.documents.copies import Private, copies
from docgen.documents.kept import kept
from docgen.documents.kind import Document, DocumentKind, Paper, Per, Plain, Source, Withdrawn, plain
from docgen.documents.kinds import KINDS
from docgen.marks import Copy, Lack

__all__ = [
    "KINDS",
    "Copy",
    "Document",
    "DocumentKind",
    "Lack",
    "Paper",
    "Per",
    "Plain",
    "Private",
    "Source",
    "Withdrawn",
    "compose",
    "copies",
    "from_mapping",
    "kept",
    "kind_called",
    "plain",
    "require_known",
]
