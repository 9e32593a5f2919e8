"""The settings that are safe to change: none of them moves a file or renames what was issued."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from docgen.desk import handlers
from docgen.desk.sent import SentForm, posted
from docgen.desk.window import Window
from docgen.errors import InputError
from docgen.messages import _


def routes(_window: Window) -> list[Route]:
    """Return the addresses of these pages."""
    return [
        Route("/s/{semester}/settings", settings, methods=["GET"]),
        Route("/s/{semester}/settings", posted(change), methods=["POST"]),
    ]


def settings(request: Request) -> Response:
    """Show what is in force."""
    book = handlers.book(request)
    return handlers.page(request, "settings.html", {"book": book, "settings": book.folder.settings})


def change(request: Request, form: SentForm) -> Response:
    """Write what was changed into docgen.toml."""
    from docgen.settings.toml_file import write

    book = handlers.book(request)
    talks = form.text("talks_per_month")
    if not talks.isdecimal():
        raise InputError(_("{text} is no number").format(text=talks), hint=_("Fill in a whole number, such as 1."))
    if form.text("talks") not in ("each", "group"):
        raise InputError(_("the form cannot be read"), hint=_("Load the page again."))
    write(
        book.folder.home,
        {
            ("check", "talks_per_month"): int(talks[:3]),
            ("check", "youth_each"): form.text("youth_each") == "yes",
            ("archive", "talks"): form.text("talks"),
        },
    )
    book.forget()
    return handlers.back(request, form)
