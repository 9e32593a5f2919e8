"""The first page: the semesters of the folder; and a semester's own: where it stands and what comes next."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import docgen
from docgen.desk import handlers, resolving
from docgen.desk.books import Book
from docgen.desk.sent import SentForm, posted
from docgen.desk.window import Window
from docgen.errors import InputError, MissingDependencyError
from docgen.messages import _

_ENDINGS = frozenset((".xlsx", ".docx", ".pdf", ".xls", ".ods", ".html"))
"""What people write, and an archive's index page: it is opened as a file, for nothing that lies in the folder may speak with
the window's own voice."""


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
    books = handlers.window(request).books()
    if len(books) == 1 and "all" not in request.query_params:
        return handlers.to("s", next(iter(books)))
    return handlers.page(request, "first.html", {"books": books})


def overview(request: Request) -> Response:
    """Say where the semester stands."""
    book = handlers.book(request)
    book.look()
    return handlers.page(request, "overview.html", {"book": book})


def workbook(request: Request) -> Response:
    """Give the workbook itself."""
    return handlers.file(request, handlers.book(request).workbook)


def _index(book: Book) -> Path | None:
    """Return the index page of the edition in force."""
    editions = docgen.editions(book.workbook)
    return next(editions[-1].glob("*.html"), None) if editions else None


def open_here(request: Request, form: SentForm) -> Response:
    """Open the workbook, the folder or a paper's file with the program that this machine has for it."""
    book = handlers.book(request)
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
    _open(handlers.window(request).root, known.get(form.text("what")) or folder.output.path)
    return handlers.back(request, form)


def _open(root: Path, path: Path) -> None:
    """Open a document or a folder of the window's folder. Raise InputError, MissingDependencyError."""
    real = resolving.inside(root, path)
    if not real.is_dir() and real.suffix.lower() not in _ENDINGS:
        raise InputError(_("{name} is no document").format(name=real.name))
    try:
        if sys.platform == "win32":
            os.startfile(real)
        else:
            program = "open" if sys.platform == "darwin" else "xdg-open"
            quiet = subprocess.DEVNULL
            subprocess.Popen(
                [program, str(real)], stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True, close_fds=True
            )
    except OSError as error:
        raise MissingDependencyError(
            _("this machine has no program to open {name} with").format(name=real.name),
            hint=_("Open it in its folder: {folder}").format(folder=real.parent),
        ) from error
