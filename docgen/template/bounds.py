"""The time and the room that the expressions of one run have, all of them together."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps

from jinja2.exceptions import TemplateRuntimeError

from docgen.messages import _

SECONDS = 60.0
"""Of the processor's time: on a busy machine a sound activity is not stopped."""
_SELDOM = 32
"""To look costs as much as a short expression."""
ROOM = 50_000_000
"""Characters of texts and entries of lists that are made. Both are for all expressions of one run together."""


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
