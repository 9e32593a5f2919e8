"""A new semester: its name, a roster with the match shown and corrected, or the last semester taken over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

import docgen
from docgen.desk import handlers, resolving
from docgen.desk.sent import FILE, STRANGE, SentForm, posted, uploaded
from docgen.desk.window import Window
from docgen.errors import InputError
from docgen.messages import _
from docgen.problems import alike
from docgen.semester import Term

_SHOWN = 5
_COLUMN = "column "


@dataclass(frozen=True, slots=True)
class _Sent:
    """A roster that was sent: where it lies, what it is called."""

    file: Path
    called: str


def routes(window: Window) -> list[Route]:
    """Return the addresses of these pages."""
    return [
        Route("/new", new, methods=["GET"]),
        Route("/new", posted(begin), methods=["POST"]),
        Route("/new/roster", uploaded(_roster, window.scratch / "sent", FILE), methods=["POST"]),
    ]


def new(request: Request) -> Response:
    """Ask what the semester is called and where its people come from."""
    return _page(request, request.query_params.get("roster", ""), {}, {})


def _roster(request: Request, file: Path, called: str) -> Response:
    docgen.read_roster(file)  # one that cannot be read is refused at once
    return JSONResponse({"next": f"/new?roster={handlers.window(request).keep(_Sent(file, called))}"})


def begin(request: Request, form: SentForm) -> Response:
    """Begin the semester, or show once more how the roster is understood with the columns that were chosen."""
    fields = {name: form.text(name) for name in ("name", "term", "school", "department", "old")}
    columns, token = form.beginning(_COLUMN), form.text("roster")
    if form.text("do") != "begin":
        return _page(request, token, columns, fields)
    sent = handlers.waiting(request, token, _Sent)
    window = handlers.window(request)
    term = _term(fields["term"])
    old = window.books().get(fields["old"])
    if term is None and old is None:
        raise InputError(_("which semester is it?"), hint=_("Fill in the semester, such as 2009-2010-1."))
    folder = _folder(window.root, fields["name"] or (term or Term.parse(_of(old))).slug)
    docgen.begin(
        folder,
        term,
        school=fields["school"],
        department=fields["department"],
        roster=sent.file if sent else None,
        columns=columns,
        old=old.workbook if old else None,
    )
    return handlers.to("s", folder.name)


def _of(book: object) -> str:
    standing = getattr(book, "standing", None)
    return str(Term.parse(standing.term).next()) if standing else ""


def _page(request: Request, token: str, columns: Mapping[str, str], fields: Mapping[str, str]) -> Response:
    sent = handlers.waiting(request, token, _Sent)
    roster = docgen.read_roster(sent.file, columns=columns) if sent else None
    letters = {one.title: one.letter for one in roster.matches} if roster else {}
    values = {
        "fields": fields,
        "roster": roster,
        "called": sent.called if sent else "",
        "token": token if sent else "",
        "letters": letters,
        "guessed": {one.title for one in roster.matches if one.by_content} if roster else set(),
        "shown": roster.people[:_SHOWN] if roster else (),
        "faults": list(alike(roster.problems)) if roster else [],
        "books": handlers.window(request).books(),
    }
    return handlers.page(request, "new.html", values)


def _term(text: str) -> Term | None:
    if not text:
        return None
    try:
        return Term.parse(text)
    except ValueError:
        raise InputError(
            _("{term} is not an academic year and term").format(term=text),
            hint=_("Fill in the semester, such as 2009-2010-1."),
        ) from None


def _folder(root: Path, name: str) -> Path:
    """Return the new semester's folder in the window's. Raise InputError for what is no name of a folder, or leads out."""
    if STRANGE.search(name) or name.startswith(".") or name.endswith((" ", ".")) or not name:
        raise InputError(
            _("{name} cannot be the name of a folder").format(name=name),
            hint=_("Use letters, digits and characters, such as 2009-2010-1."),
        )
    folder = root / name
    if folder.exists():
        resolving.inside(root, folder)
    return folder
