"""Why a paper cannot be drawn; each is told in its reader's language by whoever asked."""

from __future__ import annotations


class RefusedError(Exception):
    """The paper cannot be drawn; the message is the drawing program's own."""


class UnreadableError(RefusedError):
    """It is no .docx; the message says what is missing or broken."""


class DamagedError(RefusedError):
    """A part of it is no XML."""

    def __init__(self, part: str, reason: str) -> None:
        super().__init__(reason)
        self.part = part


class UnavailableError(Exception):
    """The drawing program cannot be loaded on this machine, so that no paper can be drawn."""
