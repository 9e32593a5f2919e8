"""Help pages laid out for a terminal on which a Chinese character is two columns wide.

Click counts characters and breaks lines at spaces; Chinese has none, and its lines would run past the edge.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import click

_PIECES = re.compile(r"[!-~]+|\s+|.", re.DOTALL)
"""What is not torn: a run of ASCII; Chinese may break between any two characters."""
_NEVER_FIRST = frozenset("，。；：、！？）》”’…,.;:!?)")
_GAP = 2
_WIDEST_NAME = 30


def columns(text: str) -> int:
    """Return how many columns a text takes on a terminal (Unicode UAX 11: wide and full-width take two)."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def wrapped(text: str, width: int) -> list[str]:
    """Break one paragraph into lines of at most ``width`` columns; closing punctuation never begins a line."""
    lines, used = [""], 0
    for piece in _PIECES.findall(" ".join(text.split())):
        wide = columns(piece)
        if used + wide > width and lines[-1] and piece not in _NEVER_FIRST:
            lines[-1] = lines[-1].rstrip()
            lines.append("" if piece == " " else piece)
            used = 0 if piece == " " else wide
        elif lines[-1] or piece != " ":
            lines[-1] += piece
            used += wide
    return lines


class HelpPage(click.HelpFormatter):
    """Click's page, with widths in columns."""

    def write_text(self, text: str) -> None:
        """Write paragraphs, a blank line between them."""
        indent = " " * self.current_indent
        paragraphs = re.split(r"\n\s*\n", text.strip())
        written = ("\n".join(indent + line for line in wrapped(one, self.width - len(indent))) for one in paragraphs)
        self.write("\n\n".join(written) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = _WIDEST_NAME, col_spacing: int = _GAP) -> None:
        """Write names and what they mean, in two columns."""
        table = list(rows)
        first = min(max((columns(name) for name, _meaning in table), default=0), col_max) + col_spacing
        indent, hanging = " " * self.current_indent, " " * (self.current_indent + first)
        for name, meaning in table:
            lines = wrapped(meaning, max(self.width - len(hanging), 10)) if meaning else [""]
            if columns(name) + col_spacing > first:
                self.write(f"{indent}{name}\n{hanging}{lines[0]}".rstrip() + "\n")
            else:
                self.write(f"{indent}{name}{' ' * (first - columns(name))}{lines[0]}".rstrip() + "\n")
            for line in lines[1:]:
                self.write(f"{hanging}{line}\n")


class Context(click.Context):
    """A context whose help pages are such pages."""

    formatter_class = HelpPage
