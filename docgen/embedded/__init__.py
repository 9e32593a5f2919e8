"""A typesetter of Chinese .docx that needs nothing but pip: dxpdf, with a normaliser in front and our own faces behind.

The door is :func:`convert`: papers in, PDFs out, those of one template laid end to end, drawn in one go and cut apart. Who it
is among docgen's engines, and what a user is told, stands in :mod:`docgen.convert.embedded`; README.md beside this file says
what is in the room.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from contextlib import nullcontext, suppress
from typing import IO, TYPE_CHECKING

from docgen.embedded import cutting, joining
from docgen.embedded.errors import DamagedError, RefusedError, UnavailableError, UnreadableError
from docgen.embedded.faces import Faces
from docgen.embedded.normalise import normalised

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from docgen.embedded.normalise import Package

__all__ = ["DamagedError", "Faces", "RefusedError", "UnavailableError", "UnreadableError", "convert"]


def convert(papers: Sequence[bytes], faces: Faces, *, carry: bool) -> list[bytes | RefusedError]:
    """Convert .docx to .pdf; return for each, in the same order, its PDF or why it cannot be drawn.

    ``carry`` puts the faces inside each document, for systems without fontconfig. The PDFs repeat byte for byte for the
    same .docx, whatever other papers are converted with it. Raise UnavailableError when dxpdf is not there.
    """
    # dxpdf reads it anew at each call, so two sets of faces in one process do not get in each other's way.
    os.environ["FONTCONFIG_FILE"] = os.fspath(faces.config)
    results: dict[int, bytes | RefusedError] = {}
    groups: dict[object, list[tuple[int, Package]]] = {}
    for place, paper in enumerate(papers):
        try:
            package = normalised(paper, faces)
        except RefusedError as error:
            results[place] = error
        else:
            groups.setdefault(joining.key(package) or place, []).append((place, package))
    for key, group in groups.items():
        if len(group) == 1 or key in _apart:
            for place, package in group:
                results[place] = _alone(package, faces, carry)
            continue
        pieces = _together(key, [package for _place, package in group], faces, carry)
        for (place, _used_up), piece in zip(group, pieces, strict=True):
            results[place] = piece or _alone(normalised(papers[place], faces), faces, carry)
    return [results[place] for place in range(len(papers))]


_apart: set[object] = set()
"""What papers have in common that could not be cut apart once they were drawn together: the next ones are not tried."""
_MANY = 64


def _together(key: object, papers: Sequence[Package], faces: Faces, carry: bool) -> Sequence[bytes | None]:
    """Convert papers in one go; None for each that must be converted alone."""
    titles = [paper.title for paper in papers]
    try:
        drawn = _draw(joining.join(papers, faces, carry_faces=carry), quietly=not carry)
    except RefusedError:
        return [None] * len(papers)
    pieces = cutting.cut(drawn, len(papers), titles)
    if not any(pieces):
        if len(_apart) >= _MANY:
            _apart.clear()
        _apart.add(key)
    return pieces


def _alone(package: Package, faces: Faces, carry: bool) -> bytes | RefusedError:
    try:
        drawn = _draw(package.packed(faces, carry_faces=carry), quietly=not carry)
    except RefusedError as error:
        return error
    return cutting.cut(drawn, 1, [package.title])[0] or drawn


_NOISE = (b"reset-dirs", b"Fontconfig warning: no <cachedir>")
"""What dxpdf's own fontconfig (2.14) says of newer system files at each conversion; it concerns nobody."""
_PANIC = b"panicked at"


def _draw(docx: bytes, *, quietly: bool) -> bytes:
    """Return the PDF of a normalised .docx; ``quietly`` holds back what fontconfig says of this machine's files.

    Raise RefusedError when dxpdf gives up, UnavailableError when it is not there.
    """
    drawn = _loaded()
    try:
        with _hush if quietly else nullcontext():
            return drawn(docx)
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
    drawn: Callable[[bytes], bytes] = dxpdf.convert
    return drawn


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
