"""What the engine asks of the faces it draws with; :class:`docgen.fonts.FontSet` answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Metrics(Protocol):
    """A face's advances and line metrics, in ems."""

    @property
    def ascent(self) -> float:
        """From the base line up."""

    @property
    def descent(self) -> float:
        """From the base line down."""

    @property
    def advances(self) -> Mapping[str, float]:
        """Character → advance; what is not in it is not in the face."""

    def width(self, character: str) -> float:
        """Return the advance of a character, one em where the face does not have it."""


class Faces(Protocol):
    """TrueType faces on disk, one regular and one bold for each family."""

    @property
    def folder(self) -> Path:
        """Where they are; another folder holds other faces."""

    @property
    def config(self) -> Path:
        """The fontconfig file that knows them and nothing else."""

    @property
    def faces(self) -> Mapping[str, Path]:
        """``family`` or ``family:bold`` → the file that bears that name."""

    def family(self, asked: str) -> str:
        """Return the family of the face drawn for one a document asks for; every name has one."""

    def metrics(self, family: str, *, bold: bool = False) -> Metrics:
        """Return the widths and line metrics of one of the faces."""
