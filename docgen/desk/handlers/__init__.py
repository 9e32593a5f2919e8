"""What each address answers, one module for each thing a clerk does; and what these share.

That is the page around a page, the semester that an address names, what was sent and waits, the way back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TypeVar
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from docgen import messages
from docgen.desk import resolving
from docgen.desk.books import Book
from docgen.desk.guard import PDF_POLICY
from docgen.desk.sent import SentForm
from docgen.desk.window import Window
from docgen.messages import words

T = TypeVar("T")

_PAGES = Path(__file__).parent.parent / "pages"
_TYPES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_SHOWN = frozenset((".pdf", ".png", ".jpg", ".jpeg"))
"""What a browser shows; everything else is saved."""


def _environment() -> Environment:
    """Return the templates' surroundings: what a file, a name or a cell says is escaped, an unknown name is an error."""
    made = Environment(
        loader=FileSystemLoader(_PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(_=messages._, ngettext=messages.ngettext, language=messages.language, words=words)
    made.filters["part"] = lambda text: quote(str(text), safe="")
    return made


_ENVIRONMENT = _environment()


def routes(window: Window) -> list[Route]:
    """Return every address of the window: a module beside this one says which it answers."""
    modules = (import_module(f"{__name__}.{one.name}") for one in iter_modules(__path__))
    return [route for module in modules for route in module.routes(window)]


def window(request: Request) -> Window:
    """Return the window that a request belongs to."""
    found: Window = request.app.state.window
    return found


def book(request: Request) -> Book:
    """Return the semester that the address names; what changes from now on is news to the page."""
    request.state.version = window(request).version
    return window(request).book(request.path_params["semester"])


def known_book(request: Request) -> Book:
    """Return the semester that the address names, once it is known how it stands."""
    found = book(request)
    found.wait()
    return found


def there(found: T | None) -> T:
    """Return what was looked for. Raise HTTPException (404) where it is not there."""
    if found is None:
        raise HTTPException(404)
    return found


def waiting(request: Request, token: str, kind: type[T]) -> T | None:
    """Return what was sent and waits under a token, None without one. Raise HTTPException (404) when nothing waits there."""
    if not token:
        return None
    found = window(request).kept.get(token)
    return there(found if isinstance(found, kind) else None)


def page(request: Request, name: str, values: Mapping[str, object], status: int = 200) -> Response:
    """Return a page in the user's language, with what stands around every page."""
    here = window(request)
    around = {
        "root": here.root.name or str(here.root),
        "under_way": here.runs.under_way,
        "here": request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        "book": None,
        "run": None,
        "version": getattr(request.state, "version", here.version),
    }
    return HTMLResponse(_ENVIRONMENT.get_template(name).render({**around, **values}), status)


def quoted(text: str) -> str:
    """Return a name as it stands in an address."""
    return quote(text, safe="")


def to(*parts: str | int) -> RedirectResponse:
    """Lead to an address of ours."""
    return RedirectResponse("/" + "/".join(quote(str(part), safe="") for part in parts), 303)


def back(request: Request, form: SentForm) -> RedirectResponse:
    """Lead back to the page that a form stands on; never anywhere else."""
    said = urlsplit(form.text("here"))
    path = said.path if said.path.startswith("/") and not said.path.startswith("//") else "/"
    return RedirectResponse(quote(path, safe="/%") + (f"?{said.query}" if said.query else ""), 303)


def picture(pages: Sequence[bytes], number: int, **headers: str) -> Response:
    """Return a page's picture, counted from 1. Raise HTTPException (404) where there is none."""
    chosen = there(pages[number - 1] if 1 <= number <= len(pages) else None)
    return Response(chosen, media_type="image/png", headers=headers)


def file(request: Request, path: Path, called: str = "") -> Response:
    """Return a file of the folder: shown where a browser can, saved otherwise."""
    real = resolving.inside(window(request).root, path)
    ending = real.suffix.lower()
    answer = FileResponse(
        real,
        media_type=_TYPES.get(ending, "application/octet-stream"),
        filename=called or path.name,
        content_disposition_type="inline" if ending in _SHOWN else "attachment",
    )
    if ending == ".pdf":
        answer.headers["Content-Security-Policy"] = PDF_POLICY
    return answer
