"""BagIt bags (RFC 8493): a payload, its checksums, who made it.

Written and read here rather than by the ``bagit`` library, which has no wheel, writes version 0.97, lists tag files in the
order of the folder (not the same everywhere) and changes the process's working folder while it does so. Tests hold what is
written and read against it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import unicodedata
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import docgen
from docgen.archives.checksums import check_bag
from docgen.archives.disk import sync_folder
from docgen.archives.verdict import Notes
from docgen.errors import ArchiveError, output_error
from docgen.files import beside, rename
from docgen.messages import _

ALGORITHMS = ("sha256", "sha512")
_BLOCK = 1 << 20


def make_bag(folder: Path, payload: Mapping[str, Path | bytes], info: Mapping[str, str]) -> None:
    """Write a bag: ``payload`` by path below ``data/`` (``/`` between folders), ``info`` for bag-info.txt.

    ``info`` brings its own Bagging-Date; no other time is written, so the same content gives the same bytes. The bag is
    written aside, read back and moved into place whole. Raise ArchiveError when the folder exists, a payload path is not
    usable everywhere or a file vanished; OutputError when it cannot be written.
    """
    if folder.exists():
        raise ArchiveError(
            _("{path}: already exists; a bag is never changed").format(path=folder),
            hint=_("Archive again into a new edition."),
        )
    names = {_safe(name): name for name in payload}
    aside: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        aside = beside(folder)
        aside.mkdir()
        manifest = {name: _store(aside / "data" / name, payload[key]) for name, key in sorted(names.items())}
        tags = {
            "bagit.txt": "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
            "bag-info.txt": _info(info, sum(size for _digests, size in manifest.values()), len(manifest)),
        }
        for index, algorithm in enumerate(ALGORITHMS):
            lines = (f"{digests[index]}  data/{name}\n" for name, (digests, _size) in manifest.items())
            tags[f"manifest-{algorithm}.txt"] = "".join(lines)
        sums = {name: _store(aside / name, text.encode()) for name, text in sorted(tags.items())}
        for index, algorithm in enumerate(ALGORITHMS):
            lines = (f"{digests[index]}  {name}\n" for name, (digests, _size) in sums.items())
            _store(aside / f"tagmanifest-{algorithm}.txt", "".join(lines).encode())
        for path, _folders, _files in os.walk(aside):
            sync_folder(Path(path))
        _prove(aside)
        rename(aside, folder)
        sync_folder(folder.parent)
    except OSError as error:
        raise output_error(error, folder) from error
    finally:
        if aside is not None:
            shutil.rmtree(aside, ignore_errors=True)


def _safe(name: str) -> str:
    """Return a payload path in NFC; refuse one that would not survive on every system, or in bagit 1.9 (``%``)."""
    path = PurePosixPath(unicodedata.normalize("NFC", name))
    bad = [
        part for part in path.parts if part in ("..", "/") or set(part) & set('<>:"\\|?*%') or part.endswith((".", " "))
    ]
    if bad or not path.parts or path.is_absolute() or any(ord(character) < 32 for character in name):
        raise ArchiveError(_("{name}: this file name cannot be archived").format(name=name))
    return str(path)


def _store(path: Path, content: Path | bytes) -> tuple[tuple[str, ...], int]:
    """Write a file to disk; return its checksums and size."""
    hashes = [hashlib.new(algorithm) for algorithm in ALGORITHMS]
    size = 0
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        if isinstance(content, bytes):
            blocks = [content]
            for block in blocks:
                size += _feed(file.write, hashes, block)
        else:
            with content.open("rb") as source:
                while block := source.read(_BLOCK):
                    size += _feed(file.write, hashes, block)
        file.flush()
        os.fsync(file.fileno())
    return tuple(one.hexdigest() for one in hashes), size


def _feed(write: object, hashes: list[hashlib._Hash], block: bytes) -> int:
    assert callable(write)
    write(block)
    for one in hashes:
        one.update(block)
    return len(block)


def _info(info: Mapping[str, str], size: int, count: int) -> str:
    """Write bag-info.txt: names sorted, each value on one line (RFC 8493, 2.2.2)."""
    every = {
        "Bag-Software-Agent": f"docgen {docgen.__version__}",
        **info,
        "Payload-Oxum": f"{size}.{count}",
    }
    return "".join(f"{name}: {' '.join(str(value).split())}\n" for name, value in sorted(every.items()))


def _prove(folder: Path) -> None:
    notes = Notes()
    check_bag(folder, notes)
    for finding in notes.verdict().findings:
        raise ArchiveError(_("the bag that was just written is not valid: {reason}").format(reason=finding))
