"""Archiving: tried out first, then done; what was archived, verified."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import docgen
from docgen.desk import handlers
from docgen.desk.handlers import building
from docgen.desk.runs import Run
from docgen.desk.sent import SentForm, posted
from docgen.desk.window import Window


def routes(_window: Window) -> list[Route]:
    """Return the addresses of these pages."""
    return [
        Route("/s/{semester}/archive", archive),
        Route("/s/{semester}/archive/{what}", posted(begin), methods=["POST"]),
    ]


def archive(request: Request) -> Response:
    """Show the editions that were sealed, and the way to a new one."""
    book = handlers.known_book(request)
    editions = docgen.editions(book.workbook)
    return handlers.page(request, "archive.html", {"book": book, "editions": editions})


def begin(request: Request, form: SentForm) -> Response:
    """Try an archiving out, archive, or verify what was archived."""
    book = handlers.book(request)
    supplement, leave_out = bool(form.text("supplement")), bool(form.text("leave_out"))
    engine = handlers.window(request).engine

    def tried(run: Run) -> docgen.Trial:
        return docgen.trial(book.workbook, supplement=supplement, leave_out=leave_out, progress=run, stop=run.halt)

    def archived(run: Run) -> docgen.Archived:
        with book.changed():
            return docgen.archive(
                book.workbook, supplement=supplement, leave_out=leave_out, engine=engine, progress=run, stop=run.halt
            )

    def verified(run: Run) -> docgen.Verdict:
        run.step("verify")
        return docgen.verify(book.folder.archive, expect=form.text("expect"))

    what = request.path_params["what"]
    work = handlers.there({"trial": tried, "seal": archived, "verify": verified}.get(what))
    return building.begun(request, book, what, work, supplement=supplement, leave_out=leave_out)
