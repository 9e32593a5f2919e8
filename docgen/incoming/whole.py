"""A file as a whole: an ordinary one that may be read, of a size that its kind can have."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

from docgen.errors import InputError
from docgen.incoming import limits
from docgen.messages import _


class Why(StrEnum):
    """Why something is not let in, for the rooms that treat one reason apart."""

    ABSENT = "absent"
    UNREADABLE = "unreadable"
    NO_FILE = "no file"
    TOO_LARGE = "too large"
    DAMAGED = "damaged"


class Refused(InputError):
    """Something from outside that is not let in; ``reason`` is what is said of it after its name."""

    def __init__(self, name: str | Path, why: Why, reason: str, *, hint: str = "") -> None:
        super().__init__(_("{path}: {reason}").format(path=name, reason=reason), hint=hint)
        self.why, self.reason = why, reason


def content(path: Path, most: int) -> bytes:
    """Return what stands in an ordinary file of at most so many bytes. Raise Refused."""
    with _opened(path, most) as file:
        try:
            found = file.read(most + 1)  # a file may grow while it is read
        except OSError as error:
            raise _unreadable(path, error) from error
    if len(found) > most:
        raise _too_large(path, most)
    return found


def record(path: Path, most: int = limits.RECORD) -> Any:
    """Return what an ordinary file of at most so many bytes says in JSON. Raise Refused."""
    try:
        return json.loads(content(path, most))
    except (ValueError, RecursionError) as error:
        reason = _("this is no JSON that can be read: {reason}").format(reason=error)
        raise Refused(path, Why.DAMAGED, reason, hint=_("Use a backup copy.")) from error


def require(path: Path, most: int) -> None:
    """Refuse what is no ordinary file of at most so many bytes, for a reader that opens it by its name. Raise Refused."""
    with _opened(path, most):
        pass


@contextmanager
def _opened(path: Path, most: int) -> Iterator[IO[bytes]]:
    try:
        # Not blocking: a pipe that nobody writes into would be waited for without end.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (FileNotFoundError, NotADirectoryError) as error:
        hint = _("Check the name and the folder.")
        raise Refused(path, Why.ABSENT, _("there is no such file"), hint=hint) from error
    except OSError as error:
        # Windows refuses to open a folder as it refuses what one may not read.
        raise (_no_file(path) if path.is_dir() else _unreadable(path, error)) from error
    known = os.fstat(handle)
    if not stat.S_ISREG(known.st_mode) or known.st_size > most:
        os.close(handle)
        raise _too_large(path, most) if stat.S_ISREG(known.st_mode) else _no_file(path)
    with os.fdopen(handle, "rb") as file:
        yield file


def _too_large(path: Path, most: int) -> Refused:
    size = _("{size} MB").format(size=most >> 20) if most >> 20 else _("{size} KB").format(size=most >> 10)
    return Refused(
        path,
        Why.TOO_LARGE,
        _("is larger than {limit}, and no honest file of its kind is").format(limit=size),
        hint=_("Look whether the right file was chosen."),
    )


def text(path: Path, most: int) -> str:
    """Return the text of an ordinary file in UTF-8, with or without a mark in front. Raise Refused."""
    try:
        return content(path, most).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise Refused(
            path,
            Why.DAMAGED,
            _("is not saved as UTF-8"),
            hint=_("Open it in Notepad, choose Save as, and choose UTF-8 as its encoding."),
        ) from error


def _no_file(path: Path) -> Refused:
    return Refused(
        path, Why.NO_FILE, _("is a folder or a device, not an ordinary file"), hint=_("Name an ordinary file.")
    )


def _unreadable(path: Path, error: OSError) -> Refused:
    return Refused(
        path,
        Why.UNREADABLE,
        _("cannot be read: {reason}").format(reason=error.strerror or error),
        hint=_("Look whether it is a file and you may read it."),
    )
