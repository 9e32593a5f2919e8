"""Runs: a build or an archiving with its progress, its end on request, and what came of it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import docgen
from docgen.desk import handlers
from docgen.desk.books import Book
from docgen.desk.runs import Run, Work
from docgen.desk.sent import SentForm, posted
from docgen.desk.window import Window
from docgen.messages import words


def routes(_window: Window) -> list[Route]:
    """Return the addresses of these pages."""
    return [
        Route("/s/{semester}/build", posted(build), methods=["POST"]),
        Route("/run/{number:int}", show),
        Route("/run/{number:int}/stop", posted(stop), methods=["POST"]),
    ]


def build(request: Request, form: SentForm) -> Response:
    """Begin a build."""
    book = handlers.book(request)
    engine, groups, force = handlers.window(request).engine, form.texts("group"), bool(form.text("force"))

    def work(run: Run) -> docgen.Outcome:
        with book.changed():
            return docgen.build(book.workbook, groups=groups, force=force, engine=engine, progress=run, stop=run.halt)

    return begun(request, book, "build", work)


def begun(request: Request, book: Book, kind: str, work: Work, **asked: str | bool) -> Response:
    """Begin a run and lead to its page."""
    run = handlers.window(request).runs.begin(kind, book.name, work, asked)
    return handlers.to("run", run.number)


def show(request: Request) -> Response:
    """Show a run: how far it is, or what came of it."""
    run = _run(request)
    book = handlers.window(request).seen(run.semester)
    return handlers.page(
        request,
        "run.html",
        {"run": run, "book": book, "steps": tuple(words.STEPS) if run.kind in ("build", "seal") else ()},
    )


def stop(request: Request, _form: SentForm) -> Response:
    """End a run at its next batch."""
    run = _run(request)
    run.stop()
    return handlers.to("run", run.number)


def _run(request: Request) -> Run:
    return handlers.there(handlers.window(request).runs.get(request.path_params["number"]))
