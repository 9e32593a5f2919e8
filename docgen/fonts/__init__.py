"""Which family a document asks for, which face stands behind it, and the font files both engines are given.

The official families (仿宋, 楷体, 黑体, 宋体, 方正小标宋简体) are not free to ship. What is free comes from PyPI:
Noto Sans SC and Noto Serif SC. Where the real ones are on the machine (:mod:`docgen.fonts.machine`), they are used, and
what they lack is filled in. :func:`prepare` turns them into TrueType faces with the characters needed now, and keeps
them in a per-user cache with a fontconfig file of its own, so that the embedded engine and LibreOffice draw with the same
files. Which face stands for which family is said in :mod:`docgen.fonts.table`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from docgen.fonts.asked import characters, families
from docgen.fonts.table import WORDS
from docgen.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from docgen.fonts.metrics import Metrics

__all__ = [
    "FontSet",
    "adopt",
    "blank",
    "characters",
    "drawn_with",
    "families",
    "installed",
    "is_known",
    "origin",
    "prepare",
    "substitutes",
]


@dataclass(frozen=True, slots=True)
class FontSet:
    """Faces on disk, ready for an engine; may be pickled to worker processes."""

    folder: Path
    """Where the face files are."""
    config: Path
    """The fontconfig file that knows them and nothing else."""
    faces: Mapping[str, Path] = field(default_factory=dict)
    """``family`` or ``family:bold`` → the file that bears that name."""
    substitutes: Mapping[str, str] = field(default_factory=dict)
    """Family a document may ask for → name of the source face drawn for it."""
    missing: frozenset[str] = frozenset()
    """Characters asked for that no face covers."""

    def at(self, folder: Path) -> FontSet:
        """Return the same faces in another folder."""
        faces = {name: folder / path.name for name, path in self.faces.items()}
        return replace(self, folder=folder, config=folder / self.config.name, faces=faces)

    def family(self, asked: str) -> str:
        """Return the family of the face drawn for one a document asks for; every name has one."""
        from docgen.fonts.table import substitute

        plain = asked.strip().lstrip("@")
        if f"{plain}:bold" in self.faces:
            return plain  # one of ours already
        return self.substitutes.get(plain) or self.substitutes.get(plain.casefold()) or substitute(asked)

    def metrics(self, family: str, *, bold: bool = False) -> Metrics:
        """Return the widths and line metrics of one of the faces."""
        from docgen.fonts.metrics import metrics

        return metrics(self.faces[f"{family}:bold" if bold else family])


def origin() -> str:
    """Return what the faces are made from: their format and their sources; part of what a PDF was made from.

    Raise :class:`~docgen.errors.MissingDependencyError` when the source fonts are not installed.
    """
    from docgen.fonts import store

    return f"{store.FORMAT}-{store.sources_key()}"


def substitutes(families: Iterable[str]) -> dict[str, str]:
    """Return which face is drawn for each family that is not on this machine."""
    from docgen.fonts.table import substitute

    return {family: substitute(family) for family in sorted(set(families)) if real(family) is None}


def real(family: str) -> Path | None:
    """Return the font file of this machine that is used for a family; None where a substitute is drawn."""
    from docgen.fonts import machine
    from docgen.fonts.table import DESIGNS

    plain = family.strip().lstrip("@").casefold()
    for design in DESIGNS:
        if design.family in machine.real() and plain in (name.casefold() for name in design.names):
            return machine.real()[design.family].path
    return None


def drawn_with(face: str) -> str:
    """Return what a face is drawn with, as a user knows it: a design by its name, a font of this machine by its file."""
    from docgen.fonts.basis import own, stand_in
    from docgen.fonts.table import FACES

    source = next((one.source for one in FACES if one.family == face), None)
    if source is None:
        return face
    likest = None if own(source) else stand_in(source)
    return _(WORDS[face]) if likest is None else likest.path.name


def is_known(family: str) -> bool:
    """Whether a likeness was chosen for a family, or it is drawn with the usual one for want of better."""
    from docgen.fonts.table import is_known

    return is_known(family)


def installed() -> frozenset[str] | None:
    """Return the families that this machine has for Word or WPS to show, None where it cannot be told."""
    import subprocess

    try:
        said = subprocess.run(
            ["fc-list", "--format", "%{family}\n"], capture_output=True, timeout=20, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    # fontconfig keeps names in UTF-8, whatever the locale.
    return frozenset(name.strip() for line in said.decode("utf-8", "replace").splitlines() for name in line.split(","))


def prepare(characters: Iterable[str], cache: Path | None = None) -> FontSet:
    """Make or extend the per-user cache of faces so that it covers ``characters``.

    ``cache`` replaces the per-user folder. Several processes may call it at once: every file is written aside, fsynced
    and moved into place. Raise :class:`~docgen.errors.MissingDependencyError` when the source fonts are not installed
    and :class:`~docgen.errors.OutputError` when the cache cannot be written.
    """
    from docgen.fonts import store

    return store.prepare(frozenset("".join(characters)), cache)


def adopt(faces: FontSet) -> FontSet:
    """Take faces that another machine made over into the per-user cache, once; return them there.

    Raise FileNotFoundError when they cannot be reached, :class:`~docgen.errors.OutputError` when the cache cannot be
    written.
    """
    from docgen.fonts import store

    return store.adopt(faces)


def blank() -> bytes:
    """Return a TrueType face of one glyph without area, an em wide and high: for text that is found and copied but not seen."""
    from docgen.fonts import unseen

    return unseen.blank()
