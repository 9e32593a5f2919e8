"""Looking things up: papers by what they say, one person's dossier, the figures of the semester, the register of numbers."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

import docgen
from docgen.desk import handlers
from docgen.desk.sent import SentForm, posted
from docgen.desk.window import Window

_MOST = 100


def routes(_window: Window) -> list[Route]:
    """Return the addresses of these pages."""
    return [
        Route("/s/{semester}/find", find),
        Route("/s/{semester}/person", posted(person), methods=["POST"]),
        Route("/s/{semester}/statistics", statistics),
        Route("/s/{semester}/statistics.xlsx", sheet),
        Route("/s/{semester}/numbers", numbers),
        Route("/s/{semester}/void", posted(void), methods=["POST"]),
    ]


def find(request: Request) -> Response:
    """Find papers by a name, a number, a class, any text; over all semesters of the ledger."""
    book = handlers.book(request)
    asked = request.query_params.get("q", "").strip()
    hits = docgen.find(book.workbook, asked, most=_MOST) if asked else ()
    return handlers.page(request, "find.html", {"book": book, "asked": asked, "hits": hits, "most": _MOST})


def person(request: Request, form: SentForm) -> Response:
    """Make one person's dossier and give it."""
    book = handlers.book(request)
    engine = handlers.window(request).engine
    word, pdf = docgen.dossier(book.workbook, form.text("person"), engine=engine)
    return handlers.file(request, word if form.text("form") == "word" else pdf)


def statistics(request: Request) -> Response:
    """Show the figures, section by section, as tables with bars."""
    book = handlers.book(request)
    counted = docgen.stats(book.workbook)
    sections: dict[str, list[object]] = {}
    for one in counted.figures:
        sections.setdefault(one.section, []).append(one)
    return handlers.page(request, "statistics.html", {"book": book, "counted": counted, "sections": sections})


def sheet(request: Request) -> Response:
    """Give the figures as a workbook."""
    book = handlers.book(request)
    folder = handlers.window(request).scratch / "statistics"
    folder.mkdir(exist_ok=True)
    path = folder / f"{book.workbook.stem}-统计.xlsx"
    path.write_bytes(docgen.stats(book.workbook).as_xlsx())
    return FileResponse(path, filename=path.name, media_type="application/octet-stream")


def numbers(request: Request) -> Response:
    """Show every filing number, with the way to withdraw one."""
    book = handlers.book(request)
    return handlers.page(request, "numbers.html", {"book": book, "filings": docgen.register(book.workbook)})


def void(request: Request, form: SentForm) -> Response:
    """Withdraw a number for good, with the reason."""
    book = handlers.book(request)
    with book.changed():
        docgen.void(book.workbook, form.text("number"), form.text("why"))
    return handlers.back(request, form)
