"""What every engine looks like from outside, so that the pipeline can take any of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docgen.errors import ConversionError


@dataclass(frozen=True, slots=True)
class WordFile:
    """One paper to be converted."""

    name: str
    """For messages and file names, such as ``G01-共勉协议书``."""
    docx: bytes


class Engine(Protocol):
    """Turns papers into PDFs."""

    @property
    def name(self) -> str:
        """``embedded`` or ``libreoffice``."""

    @property
    def version(self) -> str:
        """The program behind it with its version, such as ``dxpdf 0.8.1``; part of a paper's provenance."""

    def convert(self, papers: Sequence[WordFile]) -> list[bytes | ConversionError]:
        """Convert papers; return one result for each, in the same order.

        A paper that cannot be converted yields a :class:`~docgen.errors.ConversionError` in its place and never spoils
        the others. Whatever concerns all of them (the program is missing) is raised.
        """
