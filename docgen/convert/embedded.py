"""The engine that needs nothing but pip, as docgen's pipeline knows engines; the work is :mod:`docgen.embedded`'s."""

from __future__ import annotations

import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from docgen.errors import ConversionError, MissingDependencyError
from docgen.messages import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docgen.convert import WordFile
    from docgen.embedded import Faces, RefusedError, UnavailableError


class Embedded:
    """Implements :class:`~docgen.convert.Engine` with dxpdf; may be pickled to worker processes."""

    name = "embedded"

    def __init__(self, faces: Faces) -> None:
        self._faces = faces
        self._carry = not sys.platform.startswith("linux")
        """The faces travel inside the document: no fontconfig on this system."""

    @property
    def version(self) -> str:
        """``dxpdf`` with its version."""
        return _version()

    def convert(self, papers: Sequence[WordFile]) -> list[bytes | ConversionError]:
        """Convert papers, those of one template in one go; see :meth:`Engine.convert`."""
        from docgen import embedded

        try:
            made = embedded.convert([paper.docx for paper in papers], self._faces, carry=self._carry)
        except embedded.UnavailableError as error:
            raise _missing(error) from error
        return [
            one if isinstance(one, bytes) else _told(paper.name, one) for paper, one in zip(papers, made, strict=True)
        ]


@cache  # asked for each kind of paper, and looked for among all that is installed
def _version() -> str:
    try:
        return f"dxpdf {version('dxpdf')}"
    except PackageNotFoundError as error:
        raise MissingDependencyError(
            _("no PDF can be made on this machine: there is neither LibreOffice nor the embedded engine"),
            hint=_(
                "Install LibreOffice, or the embedded engine: pip install dxpdf. Word files are made with --to docx."
            ),
        ) from error


def _told(name: str, error: RefusedError) -> ConversionError:
    from docgen.embedded import DamagedError, UnreadableError

    match error:
        case DamagedError(part=part):
            reason = _("its part {part} is damaged ({reason})").format(part=part, reason=error)
        case UnreadableError():
            reason = _("it is not a .docx file ({reason})").format(reason=error)
        case _other:
            return ConversionError(
                _("{name}: the embedded engine cannot convert it ({reason})").format(name=name, reason=error),
                hint=_("Open and save the .docx in Word or WPS, or convert with --engine libreoffice."),
            )
    return ConversionError(_("{name}: {reason}").format(name=name, reason=reason))


def _missing(error: UnavailableError) -> MissingDependencyError:
    if sys.platform == "win32":
        message = _("the embedded engine needs Microsoft's C++ runtime (MSVCP140.dll), which is not on this machine")
        hint = _(
            "Install the Visual C++ Redistributable (x64) from Microsoft, or without an administrator: pip install "
            "msvc-runtime. The bundle for Windows brings it along."
        )
    else:
        message = _("the embedded engine cannot be loaded on this machine ({reason})").format(reason=error)
        hint = _("Install LibreOffice and convert with --engine libreoffice.")
    return MissingDependencyError(message, hint=hint)
