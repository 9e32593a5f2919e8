"""Reads what a BagIt bag says is in it (RFC 8493): the checksums of each file by its path, and how much it should be.

Whether the files are as it says is :mod:`docgen.archives.checksums`' concern.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from docgen import incoming
from docgen.incoming import bounds
from docgen.messages import _

Sums = dict[str, dict[str, str]]
"""By path (NFC, ``/`` between folders), then by algorithm, in small letters."""

_VERSION = re.compile(r"([0-9]{1,3})\.([0-9]{1,3})")
_KNOWN = (0, 96), (1, 99)
"""Earlier versions name their files otherwise; a later one may mean something else by the same words."""
_LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+\*?(.+)")
"""A checksum and a path; md5sum and its kin put a star before the path of a file read as binary."""
_END = re.compile(r"\r\n|\r|\n")
_SHOWN = 80
"""Characters of a faulty line that a message shows."""
_ESCAPED = re.compile(r"%(0[AaDd]|25)")


class MalformedError(Exception):
    """A tag file that does not say what the standard asks of it; only this room sees it."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(reason)
        self.file = file


@dataclass(frozen=True, slots=True)
class Bag:
    """What a bag says of itself."""

    payload: Sums
    """From the manifests."""
    tags: Sums
    """From the tag manifests: files that are about the payload."""
    algorithms: frozenset[str]
    """Of the manifests; each of them names every file of the payload."""
    oxum: str
    """``bytes.files`` of the payload, empty where that is not said."""


def read(folder: Path) -> Bag:
    """Read a bag's tag files; raise MalformedError when one of them cannot be understood."""
    declared = _labels(folder / "bagit.txt", "utf-8")
    said = declared.get("bagit-version", "")
    version = _VERSION.fullmatch(said)
    if version is None or not _KNOWN[0] <= (int(version[1]), int(version[2])) <= _KNOWN[1]:
        raise MalformedError("bagit.txt", _("the version of BagIt is not known: {version}").format(version=said or "—"))
    encoding = declared.get("tag-file-character-encoding", "")
    about = folder / "bag-info.txt"
    info = _labels(about, encoding) if about.is_file() else {}
    manifests = _manifests(folder, "manifest-", encoding)
    if not manifests:
        raise MalformedError("manifest-sha256.txt", _("is missing"))
    payload = _turned(manifests)
    for path in payload:
        if not path.startswith("data/"):
            raise MalformedError(path, _("is no part of the payload, and a manifest names it"))
    return Bag(
        payload,
        _turned(_manifests(folder, "tagmanifest-", encoding)),
        frozenset(manifests),
        info.get("payload-oxum", ""),
    )


def _lines(path: Path, encoding: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a tag file that are not empty, with their numbers."""
    try:
        text = incoming.content(path, bounds.RECORD).decode(encoding)
    except incoming.Refused as refused:
        raise MalformedError(path.name, _("cannot be read: {reason}").format(reason=refused.reason)) from refused
    except (LookupError, ValueError) as error:
        raise MalformedError(
            path.name, _("is not text in the encoding that bagit.txt names: {name}").format(name=encoding or "—")
        ) from error
    for number, line in enumerate(_END.split(text), 1):
        if line.strip():
            yield number, line


def _labels(path: Path, encoding: str) -> dict[str, str]:
    """Return a tag file's values by label, in small letters; of a label that is repeated, the first (RFC 8493, 2.2.2)."""
    found: list[tuple[str, str]] = []
    for number, line in _lines(path, encoding):
        label, colon, value = line.partition(":")
        if line[0] in " \t" and found:
            found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}")
        elif colon and label.strip():
            found.append((label.strip().lower(), value.strip()))
        else:
            raise MalformedError(
                path.name, _("line {number} has no label: {line}").format(number=number, line=line[:_SHOWN])
            )
    return dict(reversed(found))


def _manifests(folder: Path, kind: str, encoding: str) -> dict[str, dict[str, str]]:
    """Return the checksums by algorithm and path; a checksum that this Python cannot make says nothing."""
    return {
        path.stem.removeprefix(kind): _sums(folder, path, encoding)
        for path in sorted(folder.glob(f"{kind}*.txt"))
        if _can_make(path.stem.removeprefix(kind))
    }


def _can_make(algorithm: str) -> bool:
    try:
        return hashlib.new(algorithm).digest_size > 0
    except ValueError:
        return False


def _sums(folder: Path, manifest: Path, encoding: str) -> dict[str, str]:
    found: dict[str, str] = {}
    root = folder.resolve()
    for number, line in _lines(manifest, encoding):
        entry = _LINE.fullmatch(line)
        if entry is None:
            raise MalformedError(
                manifest.name,
                _("line {number} is no checksum with a path: {line}").format(number=number, line=line[:_SHOWN]),
            )
        written = _ESCAPED.sub(lambda escaped: chr(int(escaped[1], 16)), entry[2])
        path = str(PurePosixPath(unicodedata.normalize("NFC", written)))
        if not _can_hold(root, path):
            raise MalformedError(
                manifest.name,
                _("line {number} names what no bag can hold: {path}").format(number=number, path=path[:_SHOWN]),
            )
        if path in found:
            raise MalformedError(
                manifest.name, _("line {number} names a file again: {path}").format(number=number, path=path)
            )
        found[path] = entry[1].lower()
    return found


def _can_hold(bag: Path, path: str) -> bool:
    """Whether a path leads to a place in the bag, there or not; past links, too."""
    try:
        (bag / path).is_file()
        return (bag / path).resolve().is_relative_to(bag)
    except (OSError, ValueError, RuntimeError):  # too long, a zero in it, links in a circle
        return False


def _turned(manifests: dict[str, dict[str, str]]) -> Sums:
    by_path: Sums = {}
    for algorithm, sums in manifests.items():
        for path, digest in sums.items():
            by_path.setdefault(path, {})[algorithm] = digest
    return by_path
