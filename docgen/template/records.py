"""What expressions are evaluated over: rows as records, cells that could not be read, and the time there is."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from jinja2.exceptions import TemplateRuntimeError

from docgen.messages import _
from docgen.template.values import Empty, Nothing

SECONDS = 60.0
"""For all expressions of one run together."""


class Broken(Empty):
    """What is asked for was typed, and could not be read: nothing may be concluded from it."""


class Unreadable(Nothing):
    """A cell that was refused."""

    __slots__ = ()

    def __init__(self, path: str) -> None:
        super().__init__(path)
        object.__setattr__(self, "_undefined_exception", Broken)

    def _refused(self, *_others: object) -> Any:
        raise Broken(self._undefined_message)

    __bool__ = __eq__ = __ne__ = _refused
    __hash__ = None


class Record(dict[str, object]):
    """A row as expressions see it: its columns by title, and what is reckoned from them when it is asked for."""

    __slots__ = ("_reckoned", "_under_way")

    def __init__(self, values: Mapping[str, object], reckoned: Mapping[str, Callable[[Record], object]]) -> None:
        super().__init__(values)
        self._reckoned = reckoned
        self._under_way: set[str] = set()

    def __contains__(self, title: object) -> bool:
        return super().__contains__(title) or title in self._reckoned

    def __missing__(self, title: str) -> object:
        if title not in self._reckoned:
            raise KeyError(title)
        if title in self._under_way:
            raise TemplateRuntimeError(_("{name} is reckoned from itself").format(name=title))
        self._under_way.add(title)
        try:
            found = self._reckoned[title](self)
        finally:
            self._under_way.discard(title)
        self[title] = found
        return found


_until: ContextVar[float] = ContextVar("when all expressions must be done", default=0.0)


@contextmanager
def within(seconds: float = SECONDS) -> Iterator[None]:
    """Bound the time of all expressions that are evaluated inside."""
    token = _until.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _until.reset(token)


def look_at_the_clock() -> None:
    """Raise TemplateRuntimeError when the time is over."""
    until = _until.get()
    if until and time.monotonic() > until:
        raise TemplateRuntimeError(_("the expressions of this activity take too long"))
