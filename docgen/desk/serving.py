"""The server: on the loopback address alone, with a secret of this start, until it is stopped or left."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import socket
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import uvicorn

from docgen import files, interruption
from docgen.desk.app import application
from docgen.desk.guard import KEY
from docgen.desk.window import PATIENCE, Window
from docgen.errors import OutputError
from docgen.messages import _


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
            application(window, chosen, key),
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
