"""PDFs written to disk, so that a full one is an error like any other.

qpdf goes on writing while an error of Python's is under way, and ends the process over it (pikepdf 10.17 and 10.18 with
qpdf 12.4: QPDFSystemError, exit code 134). So it is told that all is well, and the error is raised when it has left.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

if TYPE_CHECKING:
    import pikepdf


class _Patient:
    """A file that keeps the first error for later; what is written after it goes nowhere."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb", buffering=0)
        self.name = str(path)
        self.error: OSError | None = None
        self._at = 0

    def write(self, data: bytes | memoryview) -> int:
        """Write all of it."""
        rest = memoryview(data).cast("B")
        size = len(rest)
        self._at += size
        while len(rest) and self.error is None:
            try:
                rest = rest[self._file.write(rest) or 0 :]
            except OSError as error:
                self.error = error
        return size

    def tell(self) -> int:
        """Return where the next byte goes."""
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place counted from the beginning."""
        assert whence == os.SEEK_SET
        self._at = offset
        if self.error is None:
            self._file.seek(offset)
        return offset

    def seekable(self) -> bool:
        """Whether it can be gone to a place in it."""
        return True

    def writable(self) -> bool:
        """Whether it can be written."""
        return True

    def flush(self) -> None:
        """Do nothing: nothing is kept back."""

    def finish(self) -> None:
        """Bring it to disk. Raise the error that was kept."""
        try:
            if self.error is not None:
                raise self.error
            os.fsync(self._file.fileno())
        finally:
            self._file.close()


def save(document: pikepdf.Pdf, path: Path, **how: Any) -> None:
    """Write a document to disk, ``how`` as :meth:`pikepdf.Pdf.save` has it. Raise OSError, pikepdf.PdfError."""
    file = _Patient(path)
    try:
        document.save(cast(BinaryIO, file), **how)
    finally:
        file.finish()
