"""A file as a whole: an ordinary one that may be read, of a size that its kind can have."""

from __future__ import annotations

import os
import stat
from enum import StrEnum
from pathlib import Path

from docgen.errors import InputError
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
    try:
        # Not blocking: a pipe that nobody writes into would be waited for without end.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (FileNotFoundError, NotADirectoryError) as error:
        hint = _("Check the name and the folder.")
        raise Refused(path, Why.ABSENT, _("there is no such file"), hint=hint) from error
    except IsADirectoryError as error:
        raise _no_file(path) from error
    except OSError as error:
        raise _unreadable(path, error) from error
    known = os.fstat(handle)
    if not stat.S_ISREG(known.st_mode):
        os.close(handle)
        raise _no_file(path)
    with os.fdopen(handle, "rb") as file:
        try:
            # A file may grow while it is read, and some say they have no size.
            found = file.read(most + 1) if known.st_size <= most else b""
        except OSError as error:
            raise _unreadable(path, error) from error
    if known.st_size > most or len(found) > most:
        size = _("{size} MB").format(size=most >> 20) if most >> 20 else _("{size} KB").format(size=most >> 10)
        raise Refused(
            path,
            Why.TOO_LARGE,
            _("is larger than {limit}, and no honest file of its kind is").format(limit=size),
            hint=_("Look whether the right file was chosen."),
        )
    return found


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
