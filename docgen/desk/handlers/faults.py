"""Faults of the workbook, those alike together, by sheet or by group; and the workbook given back marked."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

import docgen
from docgen.desk import handlers
from docgen.desk.window import Window
from docgen.messages import _
from docgen.problems import Alike, Problem, alike, groups_of


def routes(_window: Window) -> list[Route]:
    """Return the addresses of these pages."""
    return [Route("/s/{semester}/faults", faults), Route("/s/{semester}/marked", marked)]


def faults(request: Request) -> Response:
    """List every fault."""
    book = handlers.known_book(request)
    by = "group" if request.query_params.get("by") == "group" else "sheet"
    found: dict[str, list[Alike]] = {}
    if by == "sheet":
        for one in alike(book.problems):
            found.setdefault(one.first.sheet, []).append(one)
    else:
        concerned: dict[str, list[Problem]] = {group: [] for group in groups_of(book.problems)}
        for problem in book.problems:
            for group in problem.groups or (_("the whole semester"),):
                concerned.setdefault(group, []).append(problem)
        found = {group: list(alike(problems)) for group, problems in concerned.items()}
    return handlers.page(request, "faults.html", {"book": book, "found": found, "by": by})


def marked(request: Request) -> Response:
    """Give back the workbook with every fault marked where it stands."""
    book = handlers.known_book(request)
    folder = handlers.window(request).scratch / "marked"
    target = folder / _("{workbook}-marked.xlsx").format(workbook=book.workbook.stem)
    docgen.annotate(book.workbook, target, book.problems)
    return FileResponse(target, filename=target.name, media_type="application/octet-stream")
