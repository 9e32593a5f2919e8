"""dxpdf itself: loaded, called, and its noise and panics kept from the user."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from contextlib import nullcontext, suppress
from typing import IO, TYPE_CHECKING

from docgen.embedded.errors import RefusedError, UnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable

_NOISE = (b"reset-dirs", b"Fontconfig warning: no <cachedir>")
"""What dxpdf's own fontconfig (2.14) says of newer system files at each conversion; it concerns nobody."""
_PANIC = b"panicked at"


def draw(docx: bytes, *, quietly: bool) -> bytes:
    """Return the PDF of a normalised .docx; ``quietly`` holds back what fontconfig says of this machine's files.

    Raise RefusedError when dxpdf gives up, UnavailableError when it is not there.
    """
    convert = _loaded()
    try:
        with _hush if quietly else nullcontext():
            return convert(docx)
    except (RuntimeError, ValueError, OSError) as error:
        raise RefusedError(str(error)) from error
    except BaseException as error:
        # A panic in Rust arrives as pyo3_runtime.PanicException, which is not an Exception and cannot be imported.
        if type(error).__module__ != "pyo3_runtime":
            raise
        raise RefusedError(str(error)) from error


def _loaded() -> Callable[[bytes], bytes]:
    if sys.platform == "win32":
        # msvc-runtime puts Microsoft's C++ runtime there. In a virtual environment Windows would not look for it.
        os.add_dll_directory(sys.prefix)
    try:
        import dxpdf
    except ImportError as error:
        raise UnavailableError(str(error)) from error
    convert: Callable[[bytes], bytes] = dxpdf.convert
    return convert


class _Hush:
    """Holds back what native code writes to stderr while anyone converts, then passes on all but the noise.

    The file descriptor belongs to the whole process: of several threads that convert at once the first turns it away and
    the last turns it back.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self._kept = -1
        self._said: IO[bytes] | None = None

    def __enter__(self) -> None:
        with self._lock:
            self._inside += 1
            if self._inside == 1:
                with suppress(OSError):  # closed: nobody would see the noise
                    self._kept = os.dup(2)
                    self._said = tempfile.TemporaryFile()
                    os.dup2(self._said.fileno(), 2)

    def __exit__(self, *_exception: object) -> None:
        with self._lock:
            self._inside -= 1
            if self._inside or self._said is None:
                return
            os.dup2(self._kept, 2)
            os.close(self._kept)
            self._said.seek(0)
            for line in self._said:
                if _PANIC in line:  # what follows is a stack; the paper's error says what there is to say
                    break
                if not any(noise in line for noise in _NOISE):
                    os.write(2, line)
            self._said.close()
            self._said = None


_hush = _Hush()
