"""Which papers have a code on their pages, and what it names them by.

Those that people sign, for their scans come back, and those of kinds that a clerk added, of which nobody here knows. What
is handed over for good, a certificate, has one only where the school wants it.
"""

from __future__ import annotations

from dataclasses import dataclass

from docgen import codes
from docgen.documents import Document, DocumentKind
from docgen.making import reasons
from docgen.settings import Codes


@dataclass(frozen=True, slots=True)
class Coder:
    """Names the papers of a branch's term; ``wanted`` is what the school's settings say."""

    branch: str
    term: str
    wanted: Codes

    def has_code(self, kind: DocumentKind) -> bool:
        """Whether the papers of a kind have codes."""
        is_signed = bool(kind.signers) or kind.is_own
        return self.wanted.papers and is_signed and (self.wanted.going_out or not kind.goes_out)

    def causes(self, kind: DocumentKind) -> tuple[tuple[str, str], ...]:
        """Return what goes into papers of a kind because of it, by name."""
        return ((reasons.CODE, codes.SCHEME),) if self.has_code(kind) else ()

    def owner(self, document: Document) -> codes.Owner | None:
        """Return what the code of a paper names it by; None when it has no code."""
        return codes.owner(self.branch, self.term, document.name) if self.has_code(document.kind) else None


NOBODY = Coder("", "", Codes(papers=False))
"""Gives no paper a code: copies for other eyes are not signed."""
