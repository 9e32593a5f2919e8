"""What a window is: the folder it was opened on, the semesters in it, what runs, and which pages are open."""

from __future__ import annotations

import asyncio
import secrets
import threading
import time
from collections import OrderedDict
from pathlib import Path

from starlette.exceptions import HTTPException

import docgen
from docgen.desk import resolving
from docgen.desk.books import Book
from docgen.desk.runs import Runs

PATIENCE = 90.0
"""Seconds after its last page was closed: going from one page to the next takes one."""
_BEGINNING = 600.0
"""Seconds for a first page to be opened."""
_AWAY = 12 * 3600.0
"""Seconds that a page may lie behind others without a word."""
_KEPT = 24
"""PDFs whose pictures are kept: some hundred KB each."""


class Pictures:
    """The pictures of the PDFs that were looked at last."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Path, int, int], tuple[bytes, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, path: Path) -> tuple[bytes, ...]:
        """Return the pages of a PDF as PNG. Raise ConversionError when none can be made."""
        state = path.stat()
        key = path, state.st_mtime_ns, state.st_size
        with self._lock:  # a page asks for all its pictures at once; they are made together
            if key not in self._kept:
                self._kept[key] = docgen.pictures(path)
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key]


class Window:
    """The window on one folder; ``scratch`` takes what was sent and is not yet in its place."""

    def __init__(self, root: Path, scratch: Path, engine: str = "auto", patience: float = PATIENCE) -> None:
        self.root, self.scratch, self.engine = root, scratch, engine
        self._patience = patience
        self.runs = Runs(self.changed)
        self.pictures = Pictures()
        self.making = threading.Lock()
        self.version = 0
        self.stopping = asyncio.Event()
        self.kept: dict[str, object] = {}
        """What waits for the next page: a roster or a template that was sent, a pile that is to be confirmed."""
        self._books: dict[Path, Book] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._change = asyncio.Event()
        self._open: dict[str, int] = {}
        self._away: dict[str, float] = {}
        self._until = time.monotonic() + _BEGINNING
        """Until when somebody is taken to be there, though no page is open."""

    def keep(self, value: object) -> str:
        """Keep something for the next page; return the token that this page asks for it by."""
        token = secrets.token_hex(8)
        self.kept[token] = value
        return token

    def begin(self) -> None:
        """Note the loop that pages are served in."""
        self._loop = asyncio.get_running_loop()

    def changed(self) -> None:
        """Tell every open page, from whatever thread."""
        self.version += 1
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._tell)

    def _tell(self) -> None:
        self._change.set()
        self._change = asyncio.Event()

    async def news(self, patience: float) -> bool:
        """Wait until something has changed; False when nothing has for so long."""
        waiting = [asyncio.ensure_future(self._change.wait()), asyncio.ensure_future(self.stopping.wait())]
        done, left = await asyncio.wait(waiting, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        for one in left:
            one.cancel()
        return bool(done)

    def books(self) -> dict[str, Book]:
        """Return the semesters of the folder by name, as they are there now."""
        found = {}
        for name, workbook in resolving.semesters(self.root).items():
            found[name] = self._books.setdefault(workbook, Book(name, workbook, self.engine, self.changed))
        return found

    def book(self, name: str) -> Book:
        """Return a semester. Raise HTTPException (404) when there is none of that name."""
        known = next((one for one in self._books.values() if one.name == name and one.workbook.is_file()), None)
        found = known or self.books().get(name)
        if found is None:
            raise HTTPException(404)
        resolving.inside(self.root, found.workbook)
        return found

    def asked(self) -> None:
        """Somebody asks for something, so somebody is there."""
        self._until = max(self._until, time.monotonic() + self._patience)

    def opened(self, page: str) -> None:
        """A page is open."""
        self._away.pop(page, None)
        self._open[page] = self._open.get(page, 0) + 1

    def closed(self, page: str) -> None:
        """A page was closed, unless it said that it only lies behind others."""
        self._open[page] = self._open.get(page, 1) - 1
        if self._open[page] <= 0:
            del self._open[page]
        self.asked()

    def away(self, page: str) -> None:
        """A page lies behind others, and listens no longer."""
        self._away[page] = time.monotonic()

    def stays(self) -> float:
        """Return for how many seconds somebody will be there for certain; 0 when nobody is any more.

        As long as a page is open or something runs, it is as long as the window is patient.
        """
        now = time.monotonic()
        self._away = {page: since for page, since in self._away.items() if now - since < _AWAY}
        if self._open or self._away or self.runs.under_way is not None:
            self.asked()
        return max(0.0, self._until - now)

    def seen(self, name: str) -> Book | None:
        """Return a semester that a page has shown, None when none has."""
        return next((one for one in self._books.values() if one.name == name), None)

    def stop(self) -> None:
        """End the window, from whatever thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self.stopping.set)
