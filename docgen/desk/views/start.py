"""The first page: the semesters of the folder; and a semester's own: where it stands and what comes next."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import docgen
from docgen.desk import opening
from docgen.desk.books import Book
from docgen.desk.incoming import Form, posted
from docgen.desk.views import common
from docgen.desk.window import Window


def routes(_window: Window) -> list[Route]:
    """Return the addresses of these pages."""
    return [
        Route("/", first),
        Route("/s/{semester}", overview),
        Route("/s/{semester}/open", posted(open_here), methods=["POST"]),
        Route("/s/{semester}/workbook", workbook),
    ]


def first(request: Request) -> Response:
    """Name the semesters; where there is one only, lead to it."""
    books = common.window(request).books()
    if len(books) == 1 and "all" not in request.query_params:
        return common.to("s", next(iter(books)))
    return common.page(request, "first.html", {"books": books})


def overview(request: Request) -> Response:
    """Say where the semester stands."""
    book = common.book(request)
    book.look()
    return common.page(request, "overview.html", {"book": book})


def workbook(request: Request) -> Response:
    """Give the workbook itself."""
    return common.file(request, common.book(request).workbook)


def _index(book: Book) -> Path | None:
    """Return the index page of the edition in force."""
    editions = docgen.editions(book.workbook)
    return next(editions[-1].glob("*.html"), None) if editions else None


def open_here(request: Request, form: Form) -> Response:
    """Open the workbook, the folder or a paper's file with the program that this machine has for it."""
    book = common.book(request)
    folder = book.folder
    name = form.text("paper")
    paper = book.paper(name) if name else None
    known = {
        "workbook": book.workbook,
        "folder": book.workbook.parent,
        "out": folder.output.path,
        "word": paper.word if paper else None,
        "pdf": paper.pdf if paper else None,
        "archive": folder.archive,
        "index": _index(book),
    }
    opening.open_with_its_program(common.window(request).root, known.get(form.text("what")) or folder.output.path)
    return common.back(request, form)
