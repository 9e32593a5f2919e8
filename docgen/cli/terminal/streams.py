"""What docgen writes on: UTF-8 for programs, for people whatever code page their console or file has.

Windows gives a pipe or a file the system's code page, 936 (GBK) in China, where not every sign has a place.
"""

from __future__ import annotations

import codecs
import sys

import click

__all__ = ["let_everything_through", "write_json"]

_STAND_INS = {"✓": ("√", "+"), "✗": ("×", "x"), "⏎": ("\\n",)}
"""Signs of docgen's own and what is written for them where they have no place: the first that has one."""
_LOST = "?"


def let_everything_through() -> None:
    """Write a stand-in where the code page has no place for a sign: a sign lost beats a crash."""
    codecs.register_error("docgen", _instead)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="docgen")


def write_json(value: object) -> None:
    """Write a value on stdout for a program: JSON in UTF-8, as RFC 8259 asks, whatever the code page."""
    import json

    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8")
    click.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def _instead(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    signs = error.object[error.start : error.end]
    return "".join(_stand_in(sign, error.encoding) for sign in signs), error.end


def _stand_in(sign: str, encoding: str) -> str:
    for other in _STAND_INS.get(sign, ()):
        try:
            other.encode(encoding)
        except UnicodeEncodeError:
            continue
        return other
    return _LOST
