"""The application: every address of the window, what answers it, and what is said when something goes wrong."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from docgen import messages, resources
from docgen.desk import incoming, views
from docgen.desk.guard import Guard
from docgen.desk.incoming import Form, posted
from docgen.desk.window import Window
from docgen.errors import DocgenError, output_error
from docgen.messages import _

_STATIC = Path(__file__).parent / "static"
_LOOKS = {
    "index.css": resources.look(),
    "desk.css": _STATIC / "desk.css",
    "desk.js": _STATIC / "desk.js",
    "desk.svg": _STATIC / "desk.svg",
}
_BREATH = 2.0
"""Seconds between two looks at whether a file was saved, while a page is open."""


def application(window: Window, port: int, key: str) -> ASGIApp:
    """Return what answers for a window."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        window.begin()
        yield

    made = Starlette(
        routes=[
            Route("/static/{name}", _static),
            Route("/events", _events),
            Route("/away", _away, methods=["POST"]),
            Route("/language", posted(_language), methods=["POST"]),
            Route("/stop", posted(_stop), methods=["POST"]),
            *views.routes(window),
        ],
        exception_handlers={
            DocgenError: _trouble,
            OSError: _trouble,
            HTTPException: _refused,
            Exception: _fault,
        },
        lifespan=lifespan,
    )
    made.state.window = window
    return Guard(made, port, key, window.asked)


def _static(request: Request) -> Response:
    return FileResponse(views.there(_LOOKS.get(request.path_params["name"])))


async def _events(request: Request) -> Response:
    window: Window = request.app.state.window
    page = request.query_params.get("page", "")[:64]
    book = window.seen(request.query_params.get("semester", ""))
    wanted = request.query_params.get("run", "")[:9]
    run = window.runs.get(int(wanted)) if wanted.isdecimal() else None
    shown = request.query_params.get("version", "")[:9]

    async def stream() -> AsyncIterator[str]:
        window.opened(page)
        try:
            # Something may have changed between the page and its asking for news.
            seen = int(shown) if shown.isdecimal() else window.version
            yield f"retry: 1000\nevent: hello\ndata: {seen}\n\n"
            while not window.stopping.is_set():
                if run is not None:
                    yield f"event: run\ndata: {json.dumps(run.as_json())}\n\n"
                if window.version != seen:
                    seen = window.version
                    yield f"event: changed\ndata: {seen}\n\n"
                await window.news(_BREATH)
                if book is not None:
                    book.look()
            yield "event: stopped\ndata: 1\n\n"
        finally:
            window.closed(page)

    return StreamingResponse(stream(), media_type="text/event-stream")


def _away(request: Request) -> Response:
    request.app.state.window.away(request.query_params.get("page", "")[:64])
    return Response(status_code=204)


def _language(request: Request, form: Form) -> Response:
    if form.text("language") in messages.LANGUAGES:
        messages.set_language(form.text("language"))
    return views.back(request, form)


def _stop(request: Request, _form: Form) -> Response:
    window: Window = request.app.state.window
    if (run := window.runs.under_way) is not None:
        run.stop()
    answer = views.page(request, "stopped.html", {})
    window.stop()
    return answer


async def _trouble(request: Request, error: Exception) -> Response:
    if isinstance(error, OSError):
        error = output_error(error)
    status = 413 if isinstance(error, incoming.TooLarge) else 409
    return _said(request, error, status)


async def _refused(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 400
    if status == 404:
        return _said(request, DocgenError(_("there is no such page"), hint=_("Go back to the first page.")), status)
    return Response(status_code=status)


async def _fault(request: Request, error: Exception) -> Response:
    logging.getLogger("docgen.desk").error("%s %s", request.method, request.url.path, exc_info=error)
    said = DocgenError(
        _("docgen stopped at a fault of its own"), hint=_("Load the page again. What is in the folder is whole.")
    )
    return _said(request, said, 500)


def _said(request: Request, error: Exception, status: int) -> Response:
    assert isinstance(error, DocgenError)
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"message": error.message, "hint": error.hint}, status)
    return views.page(request, "error.html", {"error": error}, status)
