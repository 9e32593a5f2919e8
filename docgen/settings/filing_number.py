"""How a filing number is written: text with a few named fields, read by a narrow rule of its own.

No format language of Python's is run over what a user wrote. A number is registered for good, so what it will look like is
known here: one line of signs that can be seen, short, with the year and the running number once each, neither padded
(GB/T 9704-2012, 7.2.5). So two numbers of one prefix never read alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast

Name = Literal["prefix", "year", "no"]
_FIELD = re.compile(r"\{(prefix|year|no)\}")
_ONCE: tuple[Name, ...] = ("year", "no")
_LONGEST = 60
"""Characters of a form."""
_RUNNING = r"0*([1-9]\d{0,6})"


@dataclass(frozen=True, slots=True)
class NumberForm:
    """A form for filing numbers, taken apart: text, field, text, field … text."""

    pieces: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> NumberForm:
        """Take a form apart. Raise ValueError with the form where it is none."""
        pieces = tuple(_FIELD.split(text))
        fields, plain = pieces[1::2], "".join(pieces[::2])
        is_fit = (
            len(text) <= _LONGEST
            and all(fields.count(name) == 1 for name in _ONCE)
            and fields.count("prefix") <= 1
            and plain.isprintable()
            and not set("{}") & set(plain)
            and text == text.strip()
        )
        if not is_fit:
            raise ValueError(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")
        return cls(pieces)

    def written(self, *, prefix: str, year: int, no: int) -> str:
        """Return a filing number."""
        values: dict[Name, str] = {"prefix": prefix, "year": str(year), "no": str(no)}
        return "".join(values[cast("Name", piece)] if at % 2 else piece for at, piece in enumerate(self.pieces))

    def pattern(self, *, prefix: str = "", year: int | None = None) -> re.Pattern[str]:
        """Return what matches a number of this form, its first group the running number; any prefix or year if none is said."""
        values: dict[Name, str] = {
            "prefix": re.escape(prefix) if prefix else ".*?",
            "year": str(year) if year else r"\d{4}",
            "no": _RUNNING,
        }
        return re.compile(
            "".join(values[cast("Name", one)] if at % 2 else re.escape(one) for at, one in enumerate(self.pieces))
        )
