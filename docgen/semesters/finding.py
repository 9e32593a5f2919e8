"""``docgen find``: which papers say this, on which page, in which file; over all semesters of the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from docgen import archives
from docgen.folder import Folder, Output
from docgen.ledger import Found
from docgen.messages import _
from docgen.semesters.registry import ledger_of

_MOST_OPENED = 20
"""PDFs that are opened to tell the page: some ten milliseconds each."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A paper that was found; ``page`` counts from 1, 0 when it cannot be told; ``path`` None when its file is gone."""

    paper: Found
    page: int
    path: Path | None

    @property
    def state(self) -> str:
        """Whether it is signed, in the user's language; ``""`` for a draft."""
        return _("signed") if self.paper.is_signed else ""


def find(workbook: Path, text: str, most: int = 50) -> tuple[Hit, ...]:
    """Return the papers that say every word of ``text``, the newest first. Raise InputError when there is no ledger."""
    hits = []
    for number, paper in enumerate(ledger_of(workbook).find(text, most)):
        path = _file(paper)
        readable = path is not None and path.suffix == ".pdf" and number < _MOST_OPENED
        page = _page(path, text.split()) if path is not None and readable else 0
        hits.append(Hit(paper, page, path))
    return tuple(hits)


def _file(paper: Found) -> Path | None:
    """Return the paper's PDF, the signed one first; its .docx where it was never converted."""
    places = []
    if paper.workbook and paper.is_signed:
        places.append(Folder(Path(paper.workbook)).signed / f"{paper.name}.pdf")
    if paper.folder:
        output = Output(Path(paper.folder))
        places += [output.pdf_of(paper.name), output.word_of(paper.name)]
    return next((path for path in places if path.is_file()), None)


def _page(path: Path, words: list[str]) -> int:
    """Return the first page that shows all words, else the first that shows one of them; 0 when none does."""
    pages = ["".join(page.split()).lower() for page in archives.texts_of(path)]
    wanted = [word.lower() for word in words]
    for fits in (all, any):
        for number, page in enumerate(pages, start=1):
            if fits(word in page for word in wanted):
                return number
    return 0
