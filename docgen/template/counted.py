"""Filters that count what they take and make: one that is written in C looks at no clock, and asks for no room by itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from docgen.template.records import look_at_the_clock, make_room

__all__ = ["counted", "sliced"]


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
