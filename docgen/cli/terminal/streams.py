"""What docgen writes on: UTF-8 for programs, for people whatever code page their console or file has.

Windows gives a pipe or a file the system's code page, 936 (GBK) in China, where not every sign has a place.
"""

from __future__ import annotations

import codecs
import io
import os
import stat
import sys
from pathlib import Path
from typing import Any

import click

__all__ = ["go_on_unheard", "let_everything_through", "write_json"]

_STAND_INS = {"✓": ("√", "+"), "✗": ("×", "x"), "☑": ("■", "[x]"), "⏎": ("\\n",)}
"""Signs of docgen's own and what is written for them where they have no place: the first that has one."""
_LOST = "?"


def let_everything_through() -> None:
    """Write a stand-in where the code page has no place for a sign: a sign lost beats a crash."""
    codecs.register_error("docgen", _instead)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="docgen")


class _Outlet(io.FileIO):
    """A way out that swallows what cannot be heard, for the reasons that it is given."""

    def __init__(self, number: int, unheard: type[OSError]) -> None:
        super().__init__(number, "wb", closefd=False)
        self._unheard = unheard

    def write(self, content: Any, /) -> int:
        try:
            return super().write(content)
        except self._unheard:
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())
            return memoryview(content).nbytes


def go_on_unheard() -> None:
    """Let the work go on when what is said is not heard: its exit code and its papers are still wanted.

    A reader (head, less) may have gone, the disk of a log be full, a stream be closed. Of results only the reader may be missing.
    """
    while os.open(os.devnull, os.O_RDWR) <= 2:  # what is opened next must not take the place of a stream
        pass
    closed = [name for name in ("stdin", "stdout", "stderr") if getattr(sys, name) is None]
    for name, unheard in (("stdout", BrokenPipeError), ("stderr", OSError)):
        stream = getattr(sys, name)
        buffer = getattr(stream, "buffer", None)
        raw = getattr(buffer, "raw", buffer)  # PYTHONUNBUFFERED leaves nothing between
        if (
            isinstance(stream, io.TextIOWrapper)
            and isinstance(raw, io.FileIO)
            and not isinstance(raw, _Outlet)
            and (_is_pipe(raw.fileno()) or (name == "stderr" and not raw.isatty()))
        ):
            stream.flush()
            heard = io.TextIOWrapper(
                io.BufferedWriter(_Outlet(raw.fileno(), unheard)),
                stream.encoding,
                stream.errors,
                line_buffering=name == "stderr",
            )
            setattr(sys, name, heard)
    for name in closed:
        setattr(sys, name, Path(os.devnull).open("r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: SIM115


def _is_pipe(number: int) -> bool:
    mode = os.fstat(number).st_mode
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)


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
