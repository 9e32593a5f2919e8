"""What workers of a cluster need beside the papers: templates and faces, which travel once to each.

The run lays copies into a folder of the output that every worker reaches, named by their content; a worker takes each over
into its own per-user cache at its first batch and works from there. Without a cluster everything stays where it is.
"""

from __future__ import annotations

import contextlib
import platform
import shutil
from collections.abc import Iterator
from pathlib import Path

from docgen import cache, files
from docgen.errors import OutputError
from docgen.fonts.face_cache import FontSet, adopt
from docgen.messages import _
from docgen.template import blocks

_FOLDER = "docgen-kit"


class Shipment:
    """The copies that travel; ``folder`` None when nothing has to."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder / _FOLDER if folder else None
        self._sent: dict[Path, Path] = {}

    def template(self, path: Path) -> Path:
        """Return where workers find a template."""
        if self._folder is None:
            return path
        if path not in self._sent:
            self._sent[path] = self._folder / blocks.sources(path)[:32] / path.name
            files.write(self._sent[path], blocks.joined(path).raw)
        return self._sent[path]

    def faces(self, faces: FontSet) -> FontSet:
        """Return faces as workers find them."""
        if self._folder is None:
            return faces
        target = self._folder / faces.folder.parent.name / faces.folder.name
        if not target.exists():
            shutil.copytree(faces.folder, target, ignore=shutil.ignore_patterns("fontconfig"))
        return faces.at(target)


def near_template(path: Path) -> Path:
    """Return a template where this worker has it, taken over at the first call. Raise OutputError when it cannot be reached."""
    if path.parent.parent.name != _FOLDER:
        return path
    own = cache.folder() / "templates" / path.parent.name / path.name
    if not own.exists():
        with _reached(path):
            files.write(own, path.read_bytes())
    return own


def near_faces(faces: FontSet) -> FontSet:
    """Return faces where this worker has them, taken over at the first call. Raise OutputError likewise."""
    if faces.folder.parent.parent.name != _FOLDER:
        return faces
    with _reached(faces.folder):
        return adopt(faces)


@contextlib.contextmanager
def _reached(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise OutputError(
            _("{host}: this worker does not see {path}").format(host=platform.node(), path=path),
            hint=_("Workers need the output folder under the same path as here: put it on a share."),
        ) from error
