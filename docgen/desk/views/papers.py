"""The papers: a table of groups and kinds, and one paper with its pages, its state and why."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import docgen
from docgen.desk import places
from docgen.desk.books import Book
from docgen.desk.views import common
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
    book = common.book(request)
    book.wait()
    return common.page(request, "papers.html", {"book": book, "table": _table(book)})


def _table(book: Book) -> PapersTable:
    standing = book.standing
    cells: dict[tuple[str, str], list[docgen.PaperStanding]] = {}
    kinds: dict[str, str] = {}
    for one in standing.papers if standing else ():
        cells.setdefault((one.group, one.stem), []).append(one)
        kinds.setdefault(one.stem, one.title)
    groups = {**(standing.groups if standing else {}), "": ""}
    there = {group for group, _stem in cells}
    return PapersTable({one: name for one, name in groups.items() if one in there}, kinds, cells)


def paper(request: Request) -> Response:
    """Show one paper: pages, state, what happened to it."""
    book = common.book(request)
    book.wait()
    found = _paper(request, book)
    happened = docgen.history(book.workbook, found.name) if found.pages else ()
    return common.page(request, "paper.html", {"book": book, "paper": found, "happened": happened})


def pdf(request: Request) -> Response:
    """Give the paper's PDF."""
    return _file(request, "pdf")


def word(request: Request) -> Response:
    """Give the paper's Word file."""
    return _file(request, "word")


def picture(request: Request) -> Response:
    """Give the picture of one page."""
    book = common.book(request)
    book.look()
    found = _paper(request, book)
    if found.pdf is None:
        raise HTTPException(404)
    path = places.inside(common.window(request).root, found.pdf)
    pages = common.window(request).pictures.of(path)
    number = request.path_params["number"]
    if not 1 <= number <= len(pages):
        raise HTTPException(404)
    return Response(pages[number - 1], media_type="image/png", headers={"Cache-Control": "private, max-age=3600"})


def _file(request: Request, what: str) -> Response:
    book = common.book(request)
    found = _paper(request, book)
    path = found.pdf if what == "pdf" else found.word
    if path is None:
        raise HTTPException(404)
    return common.file(request, path)


def _paper(request: Request, book: Book) -> docgen.PaperStanding:
    found = book.paper(request.path_params["name"])
    if found is None:
        raise HTTPException(404)
    return found
