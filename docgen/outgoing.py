"""Where a user lets docgen write: nothing is lost by it, and nothing that is sealed is touched.

One guard stands before every file and folder that a command line names for output. It refuses what the run itself reads,
what lies in a sealed archive, what is no ordinary file, and a file that docgen did not make or that somebody changed since:
for that one there is ``--force``. What docgen made it knows again by place and content, noted in the cache; a note that is
lost costs the user a ``--force``, never a file.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from docgen import cache, files
from docgen.errors import OutputError
from docgen.messages import _

_SEALED = ("bagit.txt", "edition.json")
"""What a bag and an edition of an archive have in their folder."""


@contextlib.contextmanager
def file(path: Path, reads: Iterable[Path | None] = (), *, force: bool = False) -> Iterator[Path]:
    """Give the place of a file that is to be written, and note what stands there when the block ends well.

    ``reads`` are the files that the run reads. Raise OutputError where writing would lose something.
    """
    target = path.resolve() if path.is_symlink() else path  # a link stays a link
    _refuse_sealed(target)
    if target.exists():
        if any(one is not None and one.exists() and target.samefile(one) for one in reads):
            raise OutputError(
                _("{path}: is what this command reads, and would be written over").format(path=path),
                hint=_("Name another file to write."),
            )
        if not target.is_file():
            raise OutputError(
                _("{path}: is a folder or a device, not an ordinary file").format(path=path),
                hint=_("Name another file to write."),
            )
        if not force and not _is_ours(target):
            raise OutputError(
                _("{path}: is there already, and docgen did not make it, or somebody changed it since").format(
                    path=path
                ),
                hint=_("Name another file to write, or write over it with --force."),
            )
    yield target
    _note(target)


def clear(paths: Iterable[Path]) -> None:
    """Take away what docgen made at these places before, from the first on, as long as nobody changed it since."""
    for path in paths:
        if not _is_ours(path):
            return
        _refuse_sealed(path)
        path.unlink()


def folder(path: Path) -> None:
    """Refuse a folder in which nothing may be written. Raise OutputError."""
    _refuse_sealed(path)
    if path.exists() and not path.is_dir():
        raise OutputError(
            _("{path}: is a file, and a folder is wanted").format(path=path), hint=_("Name another folder with -o.")
        )


def _refuse_sealed(path: Path) -> None:
    for above in (path.resolve(), *path.resolve().parents):
        if any((above / name).is_file() for name in _SEALED):
            raise OutputError(
                _("{path}: lies in a sealed archive ({archive}), in which nothing is ever written").format(
                    path=path, archive=above
                ),
                hint=_("Copy out of the archive what you need, and name a place outside it."),
            )


def _is_ours(path: Path) -> bool:
    try:
        return _place(path).read_text(encoding="ascii") == files.sha256(path)
    except (OSError, ValueError):
        return False


def _note(path: Path) -> None:
    digest = files.sha256(path)
    if digest:
        with contextlib.suppress(OutputError):  # a cache that cannot be written costs a --force
            files.write(_place(path), digest.encode())


def _place(path: Path) -> Path:
    return cache.folder() / "made" / hashlib.sha256(str(path.resolve()).encode("utf-8", "surrogatepass")).hexdigest()
