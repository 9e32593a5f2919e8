"""Pictures that come from data: a photo or a seal in a file beside it, a value as a QR code, numbers as the bar of a chart.

Owns what a file must be to be printed, and how it becomes a picture of an asked size: turned upright, on white, in the
colours of screens, with as many dots as its size in print needs and nothing said about where and with what it was taken.
The same file and size give the same bytes. Where a picture stands in a paper is the business of :mod:`docgen.template`.
"""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePosixPath, PureWindowsPath

from docgen import incoming
from docgen.errors import DataError
from docgen.images.drawn import Drawn, Size, TooLong, bar, qr
from docgen.incoming import Refused, limits
from docgen.messages import _

__all__ = ["Album", "Drawn", "Size", "Sketches", "Unfit", "digests"]


class Unfit(DataError):
    """A picture that the data names cannot be printed; ``name`` is the value that names it, ``field`` whose it is."""

    def __init__(self, name: str, reason: str, *, field: str = "", hint: str = "") -> None:
        said = _("the picture {name}: {reason}").format(name=name, reason=reason)
        super().__init__(_("{where}: {message}").format(where=field, message=said) if field else said, hint=hint)
        self.name, self.reason, self.field = name, reason, field

    def at(self, field: str) -> Unfit:
        """Return the same error with the place of the value."""
        return Unfit(self.name, self.reason, field=field, hint=self.hint)


class Album:
    """The pictures of one paper: files of one folder, each read once."""

    def __init__(self, folder: Path | None = None) -> None:
        """``folder`` is where the paths in the data begin; without one no file is read."""
        self._folder = folder
        self._drawn: dict[tuple[str, str, Size], Drawn] = {}
        self.used: dict[str, str] = {}
        """The files that were read, by the values that name them, with the SHA-256 of each."""

    def photo(self, name: str, size: Size) -> Drawn:
        """Return the picture in a file of the folder. Raise Unfit."""
        from docgen.images import photo

        key = ("photo", name, size)
        if key not in self._drawn:
            try:
                data = incoming.content(_path(self._folder, name), limits.PHOTO)
                self.used[name] = hashlib.sha256(data).hexdigest()
                self._drawn[key] = photo.drawn(data, size, PurePosixPath(name).stem)
            except Refused as error:
                if error.why is incoming.Why.ABSENT:
                    where = "" if self._folder is None else self._folder.name
                    raise Unfit(
                        name,
                        _("there is no such file in the folder {folder}").format(folder=where),
                        hint=_("Put the picture there, or correct what the data says; case and ending count."),
                    ) from error
                raise Unfit(name, error.reason, hint=error.hint) from error
            except photo.NoPicture as error:
                raise Unfit(name, str(error), hint=error.hint) from error
        return self._drawn[key]

    def code(self, value: str, size: Size) -> Drawn:
        """Return a QR code of a value. Raise Unfit when it is too long for its size."""
        key = ("code", value, size)
        if key not in self._drawn:
            try:
                self._drawn[key] = qr(value, size)
            except TooLong as error:
                raise Unfit(
                    value[:40],
                    _("it is too long for a QR code of this size"),
                    hint=_("Ask for a larger size in the template, or for a shorter value."),
                ) from error
        return self._drawn[key]

    def bar(self, parts: tuple[float, ...], whole: float, size: Size) -> Drawn:
        """Return numbers as one bar of a chart."""
        return bar(parts, whole, size)


class Sketches(Album):
    """Pictures for a paper that is only looked at: in the place of each file a grey field of its size."""

    def photo(self, name: str, size: Size) -> Drawn:
        """Return a grey field."""
        from docgen.images import photo

        return photo.field(size, name)


def digests(folder: Path, names: tuple[str, ...]) -> dict[str, str]:
    """Return the SHA-256 of pictures as they are now, empty for one that cannot be read."""
    found = {}
    for name in names:
        try:
            found[name] = hashlib.sha256(incoming.content(_path(folder, name), limits.PHOTO)).hexdigest()
        except (Refused, Unfit):
            found[name] = ""
    return found


def _path(folder: Path | None, name: str) -> Path:
    """Return the file that a value names, which lies in the folder whatever the value or a link says. Raise Unfit."""
    said = name.strip().replace("\\", "/")
    parts = PurePosixPath(said).parts
    outside = not parts or ".." in parts or said.startswith("/") or PureWindowsPath(said).drive
    path = None if folder is None or outside or "\0" in said else folder.joinpath(*parts)
    if path is None or folder is None or not path.resolve().is_relative_to(folder.resolve()):
        raise Unfit(
            name,
            _("it does not lie in the folder of the data"),
            hint=_("Copy the picture there, and write its path from there, such as 照片/周砚秋.jpg."),
        )
    return path
