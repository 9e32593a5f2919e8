"""Templates: which is in force, another one looked at, previewed and put in its place."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

import docgen
from docgen import resources
from docgen.desk import handlers
from docgen.desk.sent import FILE, SentForm, posted, uploaded
from docgen.desk.window import Window
from docgen.errors import InputError
from docgen.messages import _


@dataclass(frozen=True, slots=True)
class _Draft:
    """A template that was sent, for a kind of paper."""

    file: Path
    called: str
    stem: str


def routes(window: Window) -> list[Route]:
    """Return the addresses of these pages."""
    return [
        Route("/s/{semester}/templates", templates),
        Route("/s/{semester}/template/{stem}", template),
        Route("/s/{semester}/template/{stem}/file", file),
        Route("/s/{semester}/template/{stem}/new", uploaded(_new, window.scratch / "sent", FILE), methods=["POST"]),
        Route("/s/{semester}/template/{stem}/use", posted(use), methods=["POST"]),
        Route("/s/{semester}/template/{stem}/{number:int}.png", picture),
    ]


def templates(request: Request) -> Response:
    """List the templates in force."""
    book = handlers.book(request)
    return handlers.page(request, "templates.html", {"book": book, "layouts": docgen.layouts(book.workbook)})


def template(request: Request) -> Response:
    """Show one kind's template, or the one that was sent for it: what lint says, and how a paper of it looks."""
    token = request.query_params.get("draft", "")
    layout, draft = _layout(request), _draft(request, token)
    book = handlers.book(request)
    findings = docgen.lint_layout(book.workbook, layout.stem, draft.file if draft else layout.path)
    book.look()
    papers = [one.name for one in book.papers if one.stem == layout.stem]
    error, pages = None, 0
    if not any(one.is_error for one in findings):
        try:
            pages = len(_pictures(request, layout, draft))
        except docgen.DocgenError as trouble:
            error = trouble
    values = {
        "book": book,
        "layout": layout,
        "draft": draft,
        "token": token,
        "findings": findings,
        "papers": papers,
        "paper": request.query_params.get("paper", ""),
        "with_sample": _sample(layout.stem) is not None,
        "pages": pages,
        "error": error,
    }
    return handlers.page(request, "template.html", values)


def file(request: Request) -> Response:
    """Give the template in force, to be changed in Word."""
    layout = _layout(request)
    answer = Response(layout.path.read_bytes(), media_type="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="{layout.stem}.docx"'
    return answer


def _new(request: Request, path: Path, called: str) -> Response:
    if path.suffix != ".docx":
        raise InputError(_("{name} is no .docx").format(name=called), hint=_("Save it as .docx in Word or WPS."))
    stem = _layout(request).stem
    token = handlers.window(request).keep(_Draft(path, called, stem))
    book = handlers.book(request)
    return JSONResponse({"next": f"/s/{handlers.quoted(book.name)}/template/{handlers.quoted(stem)}?draft={token}"})


def use(request: Request, form: SentForm) -> Response:
    """Put the template that was sent in force."""
    layout, book = _layout(request), handlers.book(request)
    sent = handlers.there(_draft(request, form.text("draft")))
    docgen.use_template(book.workbook, layout.stem, sent.file)
    book.forget()
    return handlers.to("s", book.name, "template", layout.stem)


def picture(request: Request) -> Response:
    """Give the picture of a page of the preview."""
    draft = _draft(request, request.query_params.get("draft", ""))
    pages = _pictures(request, _layout(request), draft)
    return handlers.picture(pages, request.path_params["number"])


def _pictures(request: Request, layout: docgen.Layout, draft: _Draft | None) -> tuple[bytes, ...]:
    """Fill the sample, or the paper that was asked for, with a template and return its pages; made once for each template."""
    window, book = handlers.window(request), handlers.book(request)
    path = draft.file if draft else layout.path
    paper, sample = request.query_params.get("paper", ""), _sample(layout.stem)
    if not paper and sample is None:
        return ()
    made_of = sample if sample and not paper else book.workbook
    marks = (layout.stem, paper, str(path), path.stat().st_mtime_ns, made_of.stat().st_mtime_ns)
    target = window.scratch / "previews" / f"{hashlib.sha256(repr(marks).encode()).hexdigest()}.pdf"
    with window.making:
        if not target.exists():
            target.parent.mkdir(exist_ok=True)
            # The embedded engine: a second, and no other program.
            if paper:
                docgen.try_template(book.workbook, layout.stem, path, paper, target, engine="embedded")
            else:
                docgen.fill(layout.stem, made_of, target, template=path, engine="embedded")
    return window.pictures.of(target)


def _sample(stem: str) -> Path | None:
    path = resources.samples() / f"{stem}.yaml"
    return path if path.is_file() else None


def _layout(request: Request) -> docgen.Layout:
    layouts = docgen.layouts(handlers.book(request).workbook)
    return handlers.there(next((one for one in layouts if one.stem == request.path_params["stem"]), None))


def _draft(request: Request, token: str) -> _Draft | None:
    """Return the template that was sent for this kind of paper, None without a token."""
    found = handlers.waiting(request, token, _Draft)
    return handlers.there(found if found.stem == request.path_params["stem"] else None) if found else None
