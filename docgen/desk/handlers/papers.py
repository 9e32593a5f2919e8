"""The papers: a table of groups and kinds, and one paper with its pages, its state and why."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import docgen
from docgen.desk import handlers, resolving
from docgen.desk.books import Book
from docgen.desk.window import Window


def routes(_window: Window) -> list[Route]:
    """Return the addresses of these pages."""
    return [
        Route("/s/{semester}/papers", papers),
        Route("/s/{semester}/paper/{name}", paper),
        Route("/s/{semester}/paper/{name}/pdf", pdf),
        Route("/s/{semester}/paper/{name}/word", word),
        Route("/s/{semester}/paper/{name}/{number:int}.png", picture),
    ]


@dataclass(frozen=True, slots=True)
class PapersTable:
    """Groups (number → name, "" the department) by kinds (stem → title)."""

    groups: dict[str, str]
    kinds: dict[str, str]
    cells: dict[tuple[str, str], list[docgen.PaperStanding]]


def papers(request: Request) -> Response:
    """Show all papers as a table."""
    book = handlers.known_book(request)
    return handlers.page(request, "papers.html", {"book": book, "table": _table(book)})


def _table(book: Book) -> PapersTable:
    cells: dict[tuple[str, str], list[docgen.PaperStanding]] = {}
    kinds: dict[str, str] = {}
    for one in book.papers:
        cells.setdefault((one.group, one.stem), []).append(one)
        kinds.setdefault(one.stem, one.title)
    groups = {**(book.standing.groups if book.standing else {}), "": ""}
    there = {group for group, _stem in cells}
    return PapersTable({one: name for one, name in groups.items() if one in there}, kinds, cells)


def paper(request: Request) -> Response:
    """Show one paper: pages, state, what happened to it."""
    book = handlers.known_book(request)
    found = _paper(request, book)
    happened = docgen.history(book.workbook, found.name) if found.pages else ()
    return handlers.page(request, "paper.html", {"book": book, "paper": found, "happened": happened})


def pdf(request: Request) -> Response:
    """Give the paper's PDF."""
    return handlers.file(request, handlers.there(_paper(request, handlers.book(request)).pdf))


def word(request: Request) -> Response:
    """Give the paper's Word file."""
    return handlers.file(request, handlers.there(_paper(request, handlers.book(request)).word))


def picture(request: Request) -> Response:
    """Give the picture of one page."""
    book = handlers.book(request)
    book.look()
    window, pdf = handlers.window(request), handlers.there(_paper(request, book).pdf)
    pages = window.pictures.of(resolving.inside(window.root, pdf))
    return handlers.picture(pages, request.path_params["number"], **{"Cache-Control": "private, max-age=3600"})


def _paper(request: Request, book: Book) -> docgen.PaperStanding:
    return handlers.there(book.paper(request.path_params["name"]))
