"""The filters that print a picture, and what they leave in the text for it until the paper is put together.

=========  ==================================================================================================
``图片``     a picture in a file that the data names, at most so wide and high: ``{{ 照片 | 图片("25mm", "35mm") }}``; without a
           height this follows from the picture; nothing: nothing, or what comes behind ``or``
``二维码``    a value as a QR code so wide: ``{{ 编号 | 二维码("20mm") }}``
``条形``     a number, or a list of up to four parts, as one bar of a chart, the number in brackets being as long as the whole:
           ``{{ [行.完成, 行.未完成] | 条形(行.设定, "90mm", "4mm") }}``
=========  ==================================================================================================

A filter knows neither the part that it prints into nor the folder of the data. So it prints a mark, between two signs that no
value may hold, and :mod:`~docgen.template.drawing` puts the picture in its place.
"""

from __future__ import annotations

import json
import re
from contextvars import ContextVar
from dataclasses import dataclass
from html import escape
from math import isfinite
from typing import TYPE_CHECKING

from jinja2 import Undefined, nodes
from jinja2.exceptions import FilterArgumentError, UndefinedError

from docgen.images.drawn import MOST, Drawn, Size
from docgen.messages import _
from docgen.template.values import Nothing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.images import Album

__all__ = [
    "BAR",
    "BEGIN",
    "CODE",
    "END",
    "MARK",
    "PHOTO",
    "PICTURES",
    "SIZED",
    "Asked",
    "bar",
    "code",
    "faults_of_size",
    "photo",
]

PICTURES = PHOTO, CODE, BAR = "图片", "二维码", "条形"
"""The filters, by the names that a template uses."""
BEGIN, END = "\ufdd0", "\ufdd1"
MARK = re.compile(f"{BEGIN}([^{END}]*){END}")
"""What stands in a text where a picture goes."""
SKETCHED: ContextVar[bool] = ContextVar("the paper is only looked at", default=False)
"""Whether numbers may be made up, so that a bar shows no more than where it stands."""
_LENGTH = re.compile(r"\s*(\d{1,3}(?:\.\d{1,2})?)\s*(mm|cm|毫米|厘米)\s*")
_LEAST, _MOST = 2.0, 400.0
SIZED = {
    PHOTO: (1, 2, '{{ 照片 | 图片("25mm", "35mm") }}'),
    CODE: (1, 1, '{{ 编号 | 二维码("20mm") }}'),
    BAR: (2, 3, '{{ 行.数量 | 条形(最多, "90mm", "4mm") }}'),
}
"""By filter: how many arguments at least and at most (the last are lengths), an example."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A picture that a placeholder asks for: by which filter, of which value, how large."""

    kind: str
    value: str
    size: Size

    def __str__(self) -> str:
        said = json.dumps([self.kind, self.value, self.size.width, self.size.height], ensure_ascii=False)
        return f"{BEGIN}{said}{END}"

    def __html__(self) -> str:
        return escape(str(self))

    @classmethod
    def of(cls, mark: str) -> Asked:
        """Return what a mark asks for, read from between its two signs."""
        kind, value, width, height = json.loads(mark)
        return cls(kind, value, Size(width, height))

    def drawn(self, album: Album) -> Drawn:
        """Return the picture. Raise Unfit."""
        if self.kind == BAR:
            whole, *parts = map(float, self.value.split())
            return album.bar(tuple(parts), whole, self.size)
        return album.photo(self.value, self.size) if self.kind == PHOTO else album.code(self.value, self.size)


def length(said: object) -> float:
    """Return a length in millimetres, written as ``25mm`` or ``2.5cm``. Raise ValueError, saying what is wrong."""
    found = _LENGTH.fullmatch(said) if isinstance(said, str) else None
    if found is None:
        raise ValueError(_("{value} is no length: write it as {example}").format(value=said, example='"25mm"'))
    millimetres = float(found[1]) * (10 if found[2] in ("cm", "厘米") else 1)
    if not _LEAST <= millimetres <= _MOST:
        raise ValueError(
            _("{value}: a picture is {least} to {most} mm wide and high").format(
                value=said, least=f"{_LEAST:g}", most=f"{_MOST:g}"
            )
        )
    return millimetres


def photo(value: object, width: str, height: str = "") -> Asked | str:
    """图片."""
    return _asked(PHOTO, value, width, height)


def code(value: object, width: str) -> Asked | str:
    """二维码."""
    return _asked(CODE, value, width, "")


def bar(value: object, whole: object, width: str, height: str = "4mm") -> Asked | str:
    """条形."""
    try:
        size = Size(length(width), length(height))
    except ValueError as error:
        raise FilterArgumentError(str(error)) from error
    if SKETCHED.get():
        return Asked(BAR, "2.0 1.0", size)
    parts = [_number(one) for one in (value if isinstance(value, list) else [value])]
    full = _number(whole)
    if len(parts) > MOST or min(parts, default=0) < 0 or sum(parts) > full:
        raise FilterArgumentError(
            _("the filter {name} takes up to {most} numbers, none below 0, together no more than the whole").format(
                name=BAR, most=MOST
            )
        )
    return Asked(BAR, " ".join(map(repr, (full, *parts))), size) if sum(parts) else ""


def _number(value: object) -> float:
    if isinstance(value, Undefined):
        str(value)  # raises, naming the field
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise FilterArgumentError(_("the filter {name} needs numbers").format(name=BAR))
    return float(value)


def _asked(kind: str, value: object, width: str, height: str) -> Asked | str:
    if isinstance(value, Undefined) and not isinstance(value, Nothing):
        raise UndefinedError(value._undefined_message)
    try:
        size = Size(length(width), length(height) if height else 0.0)
    except ValueError as error:
        raise FilterArgumentError(str(error)) from error
    if isinstance(value, Nothing) or value is None or not str(value).strip():
        return ""
    numbers = kind == CODE and isinstance(value, int) and not isinstance(value, bool)
    if not isinstance(value, str) and not numbers:
        raise FilterArgumentError(_("the filter {name} needs a text").format(name=kind))
    return Asked(kind, str(value).strip(), size)


def faults_of_size(node: nodes.Filter) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the size that a filter is given, as slug and message."""
    least, most, example = SIZED[node.name]
    if node.kwargs or not least <= len(node.args) <= most:
        yield "wrong-argument", _("its size is missing or said otherwise: {example}").format(example=example)
        return
    for argument in node.args[least - 1 :]:
        try:
            if isinstance(argument, nodes.Const):
                length(argument.value)
        except ValueError as error:
            yield "wrong-argument", str(error)
