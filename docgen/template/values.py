"""What a template gets to see: plain values, each checked once, each knowing its path when it is missing; rows as records.

Altering a value silently is the one thing that filling must never do, so what Word cannot show is refused with its
field: control characters, half surrogate pairs. Line ends of every system become one line feed, which filling shows as
a line break.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined
from jinja2.exceptions import TemplateRuntimeError, UndefinedError

from docgen.errors import TemplateError
from docgen.markup import UNSHOWABLE
from docgen.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_LINE_END = re.compile("\r\n|[\r\x85\u2028\u2029]")
_DEPTH = 20


class Empty(UndefinedError):
    """Something was to be done with a value, and there is none."""


class Nothing(StrictUndefined):
    """A field that the data leaves empty: false in a condition, refused wherever it would print ``None``."""

    __slots__ = ()

    def __init__(self, path: str) -> None:
        super().__init__(
            hint=_("{field} has no value").format(field=path),
            name=path,
            exc=Empty,
        )

    def __bool__(self) -> bool:  # type: ignore[override]
        return False

    def __eq__(self, other: object) -> bool:  # type: ignore[override]
        return other is None or isinstance(other, Nothing)

    def __ne__(self, other: object) -> bool:  # type: ignore[override]
        return not self == other

    __hash__ = None  # type: ignore[assignment]  # like the value it stands for, it is no key

    def __getattr__(self, name: str) -> object:
        if name[:2] == "__":
            raise AttributeError(name)
        raise self._undefined_exception(self._undefined_message)

    def __getitem__(self, name: object) -> object:  # type: ignore[override]
        raise self._undefined_exception(self._undefined_message)


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


def checked(data: Mapping[str, object]) -> dict[str, object]:
    """Return the data as a template sees it; raise TemplateError naming the field and the character."""
    return _record(data, "", 0)


def _record(data: Mapping[str, object], path: str, depth: int) -> dict[str, object]:
    # Most values are plain texts and numbers: they need no call, and no path to be told by.
    return {
        key: value
        if (type(value) is str and value.isprintable()) or type(value) is int
        else _checked(value, f"{path}{key}", depth)
        for key, value in data.items()
    }


def _checked(value: object, path: str, depth: int) -> object:
    if isinstance(value, (dict, list, tuple)):
        if depth > _DEPTH:
            raise TemplateError(_("{field} is nested too deeply").format(field=path))
        if isinstance(value, dict):
            return _record(value, f"{path}.", depth + 1)
        return [
            item
            if (type(item) is str and item.isprintable()) or type(item) is int
            else _checked(item, f"{path}[{index}]", depth + 1)
            for index, item in enumerate(value, 1)
        ]
    if isinstance(value, str):
        return _text(value, path)
    if value is None:
        return Nothing(path)
    if isinstance(value, (bool, int, float, date)):
        return value
    raise TypeError(f"{path}: {type(value).__name__}")


def _text(value: str, path: str) -> str:
    if not value.isprintable():
        if found := UNSHOWABLE.search(value):
            raise TemplateError(
                _("{field} holds a character that no paper can show (U+{code}, at place {place})").format(
                    field=path, code=f"{ord(found.group()):04X}", place=found.start() + 1
                ),
                hint=_("Type the value again by hand: such characters come from copying out of other programs."),
            )
        if "\r" in value or "\x85" in value or "\u2028" in value or "\u2029" in value:
            value = _LINE_END.sub("\n", value)
    # A plain str, whatever subclass came in: a StrEnum would print, a Markup would pass unescaped.
    return value if type(value) is str else str.__str__(value)
