"""The server: on the loopback address alone, with a secret of this start, until it is stopped or left.

It answers every address of the window, tells pages what is new, and says what went wrong.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import secrets
import socket
import threading
import webbrowser
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from types import FrameType

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from docgen import files, interruption, messages, resources
from docgen.desk import handlers, sent
from docgen.desk.guard import KEY, Guard
from docgen.desk.sent import SentForm, posted
from docgen.desk.window import PATIENCE, Window
from docgen.errors import DocgenError, OutputError, output_error
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


class _Server(uvicorn.Server):
    """uvicorn, told when to end: by itself it wakes ten times a second to look whether it should (0.54)."""

    def __init__(self, config: uvicorn.Config, window: Window) -> None:
        super().__init__(config)
        self._window, self._ending = window, asyncio.Event()

    async def main_loop(self) -> None:
        """Serve until it ends."""
        await self._ending.wait()

    def end(self) -> None:
        """Take no more requests, and end."""
        self.should_exit = True
        self._ending.set()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Do what a signal asks for (Ctrl-C): the window stops."""
        super().handle_exit(sig, frame)
        self._window.stop()


def serve(
    folder: Path,
    *,
    tell: Callable[[str], None],
    port: int = 0,
    engine: str = "auto",
    browser: bool = True,
    patience: float = PATIENCE,
) -> None:
    """Serve the window on a folder until it is stopped, or nobody was there for as many seconds as it is patient.

    ``tell`` is given the address, with the secret in it. Raise OutputError when the port is taken.
    """
    with files.scratch() as scratch, _listening(port) as listening:
        chosen = listening.getsockname()[1]
        key = secrets.token_urlsafe(32)
        window = Window(folder, scratch, engine, patience)
        settings = uvicorn.Config(
            _application(window, chosen, key),
            log_config=None,  # its own would ask whether standard output is a terminal, where there may be none
            log_level="error",
            access_log=False,
            server_header=False,
            date_header=False,
            proxy_headers=False,
            ws="none",
            http="h11",
            loop="asyncio",
            timeout_graceful_shutdown=2,
            h11_max_incomplete_event_size=1 << 16,
        )
        address = f"http://127.0.0.1:{chosen}/?{KEY}={key}"
        # raised in the midst of the loop it would be told as a fault of a task
        with interruption.put_off() as interrupted:
            asyncio.run(_run(settings, window, interrupted, listening, address, tell, browser=browser))


async def _run(
    settings: uvicorn.Config,
    window: Window,
    interrupted: interruption.Interruption,
    listening: socket.socket,
    address: str,
    tell: Callable[[str], None],
    *,
    browser: bool,
) -> None:
    loop = asyncio.get_running_loop()

    def stop() -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(window.stopping.set)

    interrupted.ends(stop)
    server = _Server(settings, window)
    serving = asyncio.ensure_future(server.serve([listening]))
    while not server.started and not serving.done():
        await asyncio.sleep(0.01)
    tell(address)
    threading.Thread(target=_warm, name="docgen-warm", daemon=True).start()
    if browser:
        await asyncio.to_thread(webbrowser.open, address)
    while not serving.done() and (stays := window.stays()):
        # Nothing wakes up meanwhile: nobody can have left before.
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(window.stopping.wait(), stays)
            break
    window.stopping.set()
    await asyncio.sleep(0.1)  # so that pages hear of it
    server.end()
    await serving


def _warm() -> None:
    """Import what the first look at a semester needs while the browser still starts."""
    import docgen

    _ = docgen.standing


@contextlib.contextmanager
def _listening(port: int):  # type: ignore[no-untyped-def]
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        try:
            listening.bind(("127.0.0.1", port))
        except OSError as error:
            raise OutputError(
                _("port {port} of this machine is taken").format(port=port),
                hint=_("Leave --port away, and docgen takes one that is free."),
            ) from error
        yield listening
    finally:
        listening.close()


def _application(window: Window, port: int, key: str) -> ASGIApp:
    """Return what answers for a window."""

    @contextlib.asynccontextmanager
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
            *handlers.routes(window),
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
    return FileResponse(handlers.there(_LOOKS.get(request.path_params["name"])))


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


def _language(request: Request, form: SentForm) -> Response:
    if form.text("language") in messages.LANGUAGES:
        messages.set_language(form.text("language"))
    return handlers.back(request, form)


def _stop(request: Request, _form: SentForm) -> Response:
    window: Window = request.app.state.window
    if (run := window.runs.under_way) is not None:
        run.stop()
    answer = handlers.page(request, "stopped.html", {})
    window.stop()
    return answer


async def _trouble(request: Request, error: Exception) -> Response:
    if isinstance(error, OSError):
        error = output_error(error)
    status = 413 if isinstance(error, sent.TooLarge) else 409
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
    return handlers.page(request, "error.html", {"error": error}, status)
