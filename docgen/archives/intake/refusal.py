"""Why a file is not taken in: raised where it is seen, given the file's name and a cure at the door."""

from __future__ import annotations

from docgen.errors import InputError
from docgen.messages import _


class Refusal(Exception):
    """A file that is not taken in; its text is the reason, ``cure`` what to do."""

    def __init__(self, why: str, cure: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.cure = cure or _("Scan it again, or open it in a reader, print it anew as PDF, and put it in its place.")

    def of(self, name: str) -> InputError:
        """Return the error that names the file."""
        return InputError(_("{file}: cannot be taken in: {why}").format(file=name, why=self.why), hint=self.cure)
