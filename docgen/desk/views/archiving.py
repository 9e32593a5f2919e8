"""Archiving: tried out first, then done; what was archived, verified."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import docgen
from docgen.desk.incoming import Form, posted
from docgen.desk.runs import Run
from docgen.desk.views import building, common
from docgen.desk.window import Window


def routes(_window: Window) -> list[Route]:
    """Return the addresses of these pages."""
    return [
        Route("/s/{semester}/archive", archive),
        Route("/s/{semester}/archive/{what}", posted(begin), methods=["POST"]),
    ]


def archive(request: Request) -> Response:
    """Show the editions that were sealed, and the way to a new one."""
    book = common.book(request)
    book.wait()
    editions = docgen.editions(book.workbook)
    return common.page(request, "archive.html", {"book": book, "editions": editions})


def begin(request: Request, form: Form) -> Response:
    """Try an archiving out, archive, or verify what was archived."""
    book = common.book(request)
    supplement, leave_out = bool(form.text("supplement")), bool(form.text("leave_out"))
    engine = common.window(request).engine

    def tried(run: Run) -> docgen.Trial:
        return docgen.trial(book.workbook, supplement=supplement, leave_out=leave_out, progress=run, stop=run.halt)

    def archived(run: Run) -> docgen.Archived:
        try:
            return docgen.archive(
                book.workbook, supplement=supplement, leave_out=leave_out, engine=engine, progress=run, stop=run.halt
            )
        finally:
            book.forget()

    def verified(run: Run) -> docgen.Verdict:
        run.step("verify")
        return docgen.verify(book.folder.archive, expect=form.text("expect"))

    work = {"trial": tried, "seal": archived, "verify": verified}.get(request.path_params["what"])
    if work is None:
        raise HTTPException(404)
    return building.begun(request, book, request.path_params["what"], work, supplement=supplement, leave_out=leave_out)
