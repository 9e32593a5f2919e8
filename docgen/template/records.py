"""What expressions are evaluated over: rows as records, cells that could not be read, and the time and room there is."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any

from jinja2.exceptions import TemplateRuntimeError

from docgen.messages import _
from docgen.template.values import Empty, Nothing

SECONDS = 60.0
"""Of the processor's time: on a busy machine a sound activity is not stopped."""
_SELDOM = 32
"""To look costs as much as a short expression."""
ROOM = 50_000_000
"""Characters of texts and entries of lists that are made. Both are for all expressions of one run together."""


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


@dataclass(slots=True)
class _Bounds:
    until: float
    room: int
    asked: int = 0


_bounds: ContextVar[_Bounds | None] = ContextVar("what all expressions of a run may take", default=None)


@contextmanager
def within(seconds: float = SECONDS, room: int = ROOM) -> Iterator[None]:
    """Bound the time of all expressions that are evaluated inside, and what they make."""
    token = _bounds.set(_Bounds(time.thread_time() + seconds, room))
    try:
        yield
    finally:
        _bounds.reset(token)


def look_at_the_clock() -> None:
    """Raise TemplateRuntimeError when the time is over."""
    bounds = _bounds.get()
    if bounds is None:
        return
    bounds.asked += 1
    if bounds.asked % _SELDOM == 0 and time.thread_time() > bounds.until:
        raise TemplateRuntimeError(_("the expressions of this activity take too long"))


def make_room(value: object) -> None:
    """Count a text or list that is about to be copied, or was made. Raise TemplateRuntimeError when there is no more room."""
    bounds = _bounds.get()
    if bounds is None or not isinstance(value, (str, list, tuple)):
        return
    bounds.room -= len(value)
    if bounds.room < 0:
        raise TemplateRuntimeError(_("the expressions of this activity make too long texts and lists"))


def sliced(value: object) -> object:
    """Let pass what is about to be sliced, which Jinja2 leaves to Python."""
    look_at_the_clock()
    make_room(value)
    return value


def counted(call: Callable[..., object]) -> Callable[..., object]:
    """Return a filter that counts the texts and lists that it takes and makes."""

    @wraps(call)
    def counting(*args: object, **more: object) -> object:
        look_at_the_clock()
        for one in args:
            make_room(one)
        found = call(*args, **more)
        make_room(found)
        return found

    return counting
