"""The per-user cache of faces: made on demand, grown by what is needed, never changed under a reader's feet.

A set of faces is a folder that, once visible, never changes again; its name is derived from what is in it. Growing means
a new folder beside it, with the outlines of the last one taken over. Two processes that grow at once make two folders,
each whole; neither can take characters away from the other. Since a face's shape does not depend on which outlines are in
it (:mod:`docgen.fonts.face`), any folder that covers a document gives the same PDF.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from docgen import cache as user_cache
from docgen.files import rename
from docgen.fonts import machine
from docgen.fonts.basis import basis
from docgen.fonts.face import FaceMetrics, build, metrics, read_glyphs
from docgen.fonts.outlines import HEAVY, Outline, convert, rare_outlines, real_advances, real_outlines, repertoire
from docgen.fonts.substitution import DEFAULT, FACES, SUBSTITUTES, Design, Face, SourceFont, substitute

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docgen.fonts.machine import Installed

FORMAT = 2
"""Raised whenever a face would come out differently: other outlines, weights, metrics, names."""

ALWAYS = frozenset(
    {*map(chr, range(0x20, 0x7F)), *map(chr, range(0xA0, 0x100))}
    | set("　、。〃〈〉《》「」『』【】〔〕〖〗！（），．：；？［］｛｝～＂＃＄％＆＇＊＋－／＜＝＞＠＼＾＿｀｜￥")
    | set("０１２３４５６７８９")
    | set("–—―‘’“”…‥•·‧※‰′″×÷±≤≥≠√∞→←↑↓□■○●◎◇◆△▲☆★✓☐☑☒∙℃№①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
    | set("〇零一二三四五六七八九十百千万年月日第章节条款项附件表页共")
)
"""In every set: what is typed everywhere, and what the engines themselves draw (numbers, leaders, bullets)."""

BLANK = frozenset("\t\n\r\u200b\u200c\u200d\u2060\ufeff\u00ad") | frozenset(map(chr, range(0xF000, 0xF100)))
"""Never drawn, so never missing: marks without shape, and the codes of symbol fonts, which engines replace."""

_KEEP = 2 * 86400
"""Seconds after which a set that was grown past is swept; no run lasts that long."""


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
        plain = asked.strip().lstrip("@")
        if f"{plain}:bold" in self.faces:
            return plain  # one of ours already
        return self.substitutes.get(plain) or self.substitutes.get(plain.casefold()) or substitute(asked)

    def metrics(self, family: str, *, bold: bool = False) -> FaceMetrics:
        """Return the widths and line metrics of one of the faces."""
        return metrics(self.faces[f"{family}:bold" if bold else family])


def prepare(characters: Iterable[str], cache: Path | None = None) -> FontSet:
    """Make or extend the per-user cache of faces so that it covers ``characters``.

    ``cache`` replaces the per-user folder. Several processes may call it at once: every file is written aside, fsynced
    and moved into place. Raise :class:`~docgen.errors.MissingDependencyError` when the source fonts are not installed
    and :class:`~docgen.errors.OutputError` when the cache cannot be written.
    """
    shelf = (cache or user_cache.folder()) / f"faces-{origin()}"
    # Not every character of the repertoires is in both; what one lacks is only missing where that face is asked for,
    # but a paper may put any text in any role: count as covered what all of them have.
    wanted = (frozenset("".join(characters)) | ALWAYS) - BLANK
    try:
        best = _largest(shelf)
        if best is not None and wanted <= (known := _covered(best) | _refused(best)):
            return _fontset(best, wanted & _refused(best))
        known = frozenset() if best is None else known
        folder = _grow(shelf, best, wanted | known)
        _sweep(shelf, folder)
    except OSError as error:
        raise user_cache.unusable(error, shelf) from error
    return _fontset(folder, wanted & _refused(folder))


def adopt(faces: FontSet) -> FontSet:
    """Take faces that another machine made over into the per-user cache, once; return them there.

    Raise FileNotFoundError when they cannot be reached, :class:`~docgen.errors.OutputError` when the cache cannot be
    written.
    """
    source = faces.folder
    final = user_cache.folder() / source.parent.name / source.name
    if not final.is_dir():
        if not source.is_dir():
            raise FileNotFoundError(source)
        try:
            final.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=final.parent, prefix=".making-") as making:
                folder = Path(making) / "set"
                shutil.copytree(source, folder)
                _write(folder / "fonts.conf", fontconfig(final, faces.substitutes).encode())
                _publish(folder, final)
        except OSError as error:
            raise user_cache.unusable(error, final) from error
    return faces.at(final)


def origin() -> str:
    """Return what the faces are made from: their format and their sources; part of what a PDF was made from.

    Raise :class:`~docgen.errors.MissingDependencyError` when the source fonts are not installed.
    """
    digest = hashlib.sha256()
    for source in SourceFont:
        digest.update(f"{source} {basis(source).digest}\n".encode())
    for design, font in machine.real().items():
        digest.update(f"{design.family} {font.digest}\n".encode())
    for font in machine.rare()[len(machine.real()) :]:
        digest.update(f"rare {font.digest}\n".encode())
    return f"{FORMAT}-{digest.hexdigest()[:12]}"


def _sets(shelf: Path) -> Iterator[Path]:
    if shelf.is_dir():
        yield from (folder for folder in shelf.iterdir() if folder.name.startswith("set-"))


def _largest(shelf: Path) -> Path | None:
    """Return the set with the most characters; any that covers would do, the largest covers most often."""
    return max(_sets(shelf), key=lambda folder: (folder.name.split("-")[1], folder.name), default=None)


def _covered(folder: Path) -> frozenset[str]:
    return frozenset((folder / "covered.txt").read_text("utf-8"))


def _refused(folder: Path) -> frozenset[str]:
    return frozenset((folder / "missing.txt").read_text("utf-8"))


def _grow(shelf: Path, old: Path | None, wanted: frozenset[str]) -> Path:
    """Make a set that holds ``wanted`` (as far as the sources have it), taking outlines over from ``old``."""
    ids = {source: repertoire(source).ids for source in SourceFont}
    lacking = frozenset(c for c in wanted if not all(ord(c) in known for known in ids.values()))
    rare = rare_outlines(machine.rare(), map(ord, lacking))
    missing = frozenset(c for c in lacking if ord(c) not in rare)
    shelf.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256("".join(sorted(wanted)).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    final = shelf / f"set-{len(wanted):06d}-{name}"
    with tempfile.TemporaryDirectory(dir=shelf, prefix=".making-") as making:
        folder = Path(making) / "set"
        folder.mkdir()
        for face, data in _faces(old, {ord(c) for c in wanted}, rare):
            _write(folder / face.file, data)
        _write(folder / "covered.txt", "".join(sorted(wanted - missing)).encode())
        _write(folder / "missing.txt", "".join(sorted(missing)).encode("utf-8", "replace"))
        _write(folder / "fonts.conf", fontconfig(final, _drawn()).encode())
        _publish(folder, final)
    return final


def _publish(folder: Path, final: Path) -> None:
    """Move a finished set into place; another process may have been faster: its folder has the same name and content."""
    try:
        rename(folder, final)
    except OSError:
        if not final.is_dir():
            raise


def _faces(old: Path | None, codes: set[int], rare: Mapping[int, Outline]) -> Iterator[tuple[Face, bytes]]:
    for source in SourceFont:
        ids = {0: 0} | {code: index for code, index in repertoire(source).ids.items() if code in codes}
        faces = [face for face in FACES if face.source is source]
        plain, bold = (next(face for face in faces if face.heavy is heavy) for heavy in (False, True))
        light: dict[int, bytes] = {}
        heavy: dict[int, bytes] = {}
        if old is not None:
            before = {ord(c) for c in _covered(old)} | {0}
            taken = {code: index for code, index in ids.items() if code in before}
            light = read_glyphs((old / plain.file).read_bytes(), taken)
            heavy = read_glyphs((old / bold.file).read_bytes(), taken)
        for code, outline in convert(source, sorted(ids.keys() - light.keys())).items():
            light[code] = outline.glyf()
            heavy[code] = outline.heavier(HEAVY[source]).glyf() if code else light[code]
        for code in rare.keys() - ids.keys():
            light[code], heavy[code] = rare[code].glyf(), rare[code].heavier(HEAVY[source]).glyf()
        for face in faces:
            yield face, build(face, heavy if face.heavy else light)
        for design, font in machine.real().items():
            if design.source is source:
                yield from _real_faces(design, font, old, ids, light, heavy)


def _real_faces(
    design: Design,
    font: Installed,
    old: Path | None,
    ids: dict[int, int],
    light: dict[int, bytes],
    heavy: dict[int, bytes],
) -> Iterator[tuple[Face, bytes]]:
    """Make the faces of a design from the real font, what that lacks filled in from what is drawn instead of it."""
    before = {ord(c) for c in _covered(old)} if old is not None else set()
    taken = {code: index for code, index in ids.items() if code in before}
    own = {False: dict(light), True: dict(heavy)}
    if old is not None:
        for face in design.faces:
            own[face.heavy] |= read_glyphs((old / face.file).read_bytes(), taken)
    for code, outline in real_outlines(font, sorted(light.keys() - taken.keys() - {0})).items():
        own[False][code] = outline.glyf()
        own[True][code] = outline.heavier(HEAVY[design.source]).glyf()
    advances = real_advances(font, design.source)
    for face in design.faces:
        yield face, build(face, own[face.heavy], advances)


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sweep(shelf: Path, current: Path) -> None:
    """Remove sets that were grown past long ago, and what a killed process left half made."""
    for folder in shelf.iterdir():
        with suppress(OSError):
            if folder != current and folder.stat().st_mtime < time.time() - _KEEP:
                shutil.rmtree(folder)


def _fontset(folder: Path, missing: frozenset[str]) -> FontSet:
    real = [face for design in machine.real() for face in design.faces]
    faces = {(f"{face.family}:bold" if face.bold else face.family): folder / face.file for face in (*FACES, *real)}
    return FontSet(folder, folder / "fonts.conf", faces, _drawn(), missing)


def _drawn() -> dict[str, str]:
    """Return the family of the face drawn for each family that is known, with the real faces of this machine."""
    real = {name: design.family for design in machine.real() for name in design.names}
    return SUBSTITUTES | real | {name.casefold(): family for name, family in real.items()}


def fontconfig(folder: Path, drawn: Mapping[str, str]) -> str:
    """Return a fontconfig file that knows the faces of one folder and nothing else, with every substitute spelled out."""
    from xml.sax.saxutils import escape

    aliases = "".join(
        f'<match target="pattern"><test name="family" compare="eq"><string>{escape(name)}</string></test>'
        f'<edit name="family" mode="assign" binding="same"><string>{escape(family)}</string></edit></match>\n'
        for name, family in drawn.items()
    )
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        f"<dir>{escape(str(folder))}</dir>\n<cachedir>{escape(str(folder / 'fontconfig'))}</cachedir>\n{aliases}"
        f'<match target="pattern"><edit name="family" mode="append_last"><string>{DEFAULT}</string></edit></match>\n'
        "</fontconfig>\n"
    )
