"""The engine that needs nothing but pip: dxpdf, with a normaliser in front and our own faces behind.

Papers of one template are laid end to end (:mod:`docgen.convert.joining`), drawn in one go and cut apart
(:mod:`docgen.convert.cutting`). dxpdf takes fonts from fontconfig where there is one (Linux); elsewhere it is handed the
faces inside the document. The PDFs repeat byte for byte for the same .docx, whatever else the cache of faces holds and
whatever other papers are converted with it.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from contextlib import nullcontext, suppress
from importlib.metadata import PackageNotFoundError, version
from typing import IO, TYPE_CHECKING

from docgen.errors import ConversionError, MissingDependencyError
from docgen.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from docgen.convert.engine import Source
    from docgen.convert.normalise import Package
    from docgen.fonts import FontSet

_NOISE = (b"reset-dirs", b"Fontconfig warning: no <cachedir>")
"""What dxpdf's own fontconfig (2.14) says of newer system files at each conversion; it concerns nobody."""


_PANIC = b"panicked at"


class Embedded:
    """Implements :class:`~docgen.convert.engine.Engine` with dxpdf; may be pickled to worker processes."""

    name = "embedded"

    def __init__(self, fonts: FontSet) -> None:
        self._fonts = fonts
        self._carry = not sys.platform.startswith("linux")
        """The faces travel inside the document: no fontconfig on this system."""

    @property
    def version(self) -> str:
        """``dxpdf`` with its version."""
        try:
            return f"dxpdf {version('dxpdf')}"
        except PackageNotFoundError as error:
            raise MissingDependencyError(
                _("no PDF can be made on this machine: there is neither LibreOffice nor the embedded engine"),
                hint=_(
                    "Install LibreOffice, or the embedded engine: pip install dxpdf. Word files are made with --to docx."
                ),
            ) from error

    def convert(self, papers: Sequence[Source]) -> list[bytes | ConversionError]:
        """Convert papers, those of one template in one go; see :meth:`Engine.convert`."""
        # dxpdf reads it anew at each call, so two engines in one process do not get in each other's way.
        os.environ["FONTCONFIG_FILE"] = os.fspath(self._fonts.config)
        from docgen.convert import joining
        from docgen.convert.normalise import normalised

        results: dict[int, bytes | ConversionError] = {}
        groups: dict[object, list[tuple[int, Package]]] = {}
        for place, paper in enumerate(papers):
            try:
                package = normalised(paper.docx, self._fonts)
            except ConversionError as error:
                error.message = _("{name}: {reason}").format(name=paper.name, reason=error.message)
                results[place] = error
            else:
                groups.setdefault(joining.key(package) or place, []).append((place, package))
        for group in groups.values():
            if len(group) == 1:
                ((place, package),) = group
                results[place] = self._alone(papers[place].name, package)
                continue
            for (place, _used_up), piece in zip(
                group, self._together([package for _place, package in group]), strict=True
            ):
                paper = papers[place]
                results[place] = piece or self._alone(paper.name, normalised(paper.docx, self._fonts))
        return [results[place] for place in range(len(papers))]

    def _together(self, papers: Sequence[Package]) -> Sequence[bytes | None]:
        """Convert papers in one go; None for each that must be converted alone."""
        from docgen.convert import cutting, joining

        try:
            drawn = self._drawn(joining.join(papers, self._fonts, carry_faces=self._carry))
        except _RefusedError:
            return [None] * len(papers)
        return cutting.cut(drawn, len(papers))

    def _alone(self, name: str, package: Package) -> bytes | ConversionError:
        from docgen.convert import cutting

        try:
            drawn = self._drawn(package.packed(self._fonts, carry_faces=self._carry))
        except _RefusedError as error:
            return ConversionError(
                _("{name}: the embedded engine cannot convert it ({reason})").format(name=name, reason=error),
                hint=_("Open and save the .docx in Word or WPS, or convert with --engine libreoffice."),
            )
        return cutting.cut(drawn, 1)[0] or drawn

    def _drawn(self, docx: bytes) -> bytes:
        convert = _loaded()
        try:
            with nullcontext() if self._carry else _hush:
                pdf = convert(docx)
        except (RuntimeError, ValueError, OSError) as error:
            raise _RefusedError(str(error)) from error
        except BaseException as error:
            # A panic in Rust arrives as pyo3_runtime.PanicException, which is not an Exception and cannot be imported.
            if type(error).__module__ != "pyo3_runtime":
                raise
            raise _RefusedError(str(error)) from error
        return pdf


def _loaded() -> Callable[[bytes], bytes]:
    """Load dxpdf. Raise MissingDependencyError when what it stands on is not on this machine."""
    if sys.platform == "win32":
        # msvc-runtime puts Microsoft's C++ runtime there. In a virtual environment Windows would not look for it.
        os.add_dll_directory(sys.prefix)
    try:
        import dxpdf
    except ImportError as error:
        if sys.platform == "win32":
            message = _(
                "the embedded engine needs Microsoft's C++ runtime (MSVCP140.dll), which is not on this machine"
            )
            hint = _(
                "Install the Visual C++ Redistributable (x64) from Microsoft, or without an administrator: pip install "
                "msvc-runtime. The bundle for Windows brings it along."
            )
        else:
            message = _("the embedded engine cannot be loaded on this machine ({reason})").format(reason=error)
            hint = _("Install LibreOffice and convert with --engine libreoffice.")
        raise MissingDependencyError(message, hint=hint) from error
    convert: Callable[[bytes], bytes] = dxpdf.convert
    return convert


class _RefusedError(Exception):
    """dxpdf gave up; its words are the message."""


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
