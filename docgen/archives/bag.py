"""BagIt bags (RFC 8493), written, read and checked: a payload, its checksums, who made it; every file accounted for.

Written and read here rather than by the ``bagit`` library, which has no wheel, writes version 0.97, lists tag files in the
order of the folder (not the same everywhere) and changes the process's working folder while it does so. Tests hold what is
written and read against it.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import docgen
from docgen import incoming
from docgen.archives.disk import sync_folder
from docgen.archives.verdict import Notes, Quality, is_of_the_system
from docgen.errors import ArchiveError, output_error
from docgen.files import beside, rename
from docgen.incoming import limits
from docgen.messages import _

ALGORITHMS = ("sha256", "sha512")
_BLOCK = 1 << 20
SEALS = "tagmanifest-"
SEAL = f"{SEALS}sha256.txt"
"""A bag's last checksums: they stand for all else in it."""
_TAGS = re.compile(r"bagit\.txt|bag-info\.txt|manifest-[a-z0-9_-]+\.txt")
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
        for block in _blocks(content):
            size += file.write(block)
            for one in hashes:
                one.update(block)
        file.flush()
        os.fsync(file.fileno())
    return tuple(one.hexdigest() for one in hashes), size


def _blocks(content: Path | bytes) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as source:
        while block := source.read(_BLOCK):
            yield block


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


def is_bag(folder: Path) -> bool:
    """Whether a folder claims to be a bag."""
    return (folder / "bagit.txt").is_file()


def check_bag(folder: Path, notes: Notes) -> None:
    """Note each missing, extra or changed file of a bag."""
    try:
        bag = _read(folder)
    except _MalformedError as error:
        notes.error(Quality.AUTHENTIC, error.file, str(error))
        return
    there = _payload(folder)
    for name in sorted(there.keys() - bag.payload.keys()):
        notes.stray(name, _("does not belong to the bag"))
    for name, sums in sorted((bag.payload | bag.tags).items()):
        path = there.get(name, folder / name)
        if not path.is_file():
            notes.error(Quality.COMPLETE, name, _("is missing"))
            continue
        notes.count("files")
        for algorithm, digest in _digests(path, sorted(sums)).items():
            if digest != sums[algorithm]:
                notes.error(Quality.AUTHENTIC, name, _("was changed after archiving"))
                break
    for name, sums in sorted(bag.payload.items()):
        for algorithm in sorted(bag.algorithms - sums.keys()):
            notes.error(Quality.AUTHENTIC, f"manifest-{algorithm}.txt", _("does not name {path}").format(path=name))
    _check_tags(folder, bag, notes)
    files = [
        path
        for name, path in there.items()
        if path.is_file() and (name in bag.payload or not is_of_the_system(path.name))
    ]
    real = f"{sum(path.stat().st_size for path in files)}.{len(files)}"
    if bag.oxum != real:
        said = _("says {said} (bytes.files), there are {real}").format(said=bag.oxum or "—", real=real)
        notes.error(Quality.COMPLETE, "bag-info.txt", said)


def _payload(folder: Path) -> dict[str, Path]:
    """Return what lies in a bag's payload, by path in NFC: some file systems spell names in another form."""
    found = (path for path in (folder / "data").rglob("*") if path.is_symlink() or not path.is_dir())
    return {unicodedata.normalize("NFC", path.relative_to(folder).as_posix()): path for path in found}


def _check_tags(folder: Path, bag: _Bag, notes: Notes) -> None:
    """Note tag files that no tag manifest covers."""
    for path in sorted(folder.iterdir()):
        if path.name == "data" or path.name.startswith(SEALS):
            continue
        if path.name not in bag.tags or not _TAGS.fullmatch(path.name):
            notes.stray(path.name, _("does not belong to the bag"))
    if not list(folder.glob(f"{SEALS}*.txt")):
        notes.error(Quality.COMPLETE, SEAL, _("is missing"))


def _digests(path: Path, algorithms: list[str]) -> dict[str, str]:
    hashes = {algorithm: hashlib.new(algorithm) for algorithm in algorithms}
    for block in _blocks(path):
        for one in hashes.values():
            one.update(block)
    return {algorithm: one.hexdigest() for algorithm, one in hashes.items()}


class _MalformedError(Exception):
    """A tag file that does not say what the standard asks of it; only this room sees it."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(reason)
        self.file = file


@dataclass(frozen=True, slots=True)
class _Bag:
    """What a bag says of itself."""

    payload: Sums
    """From the manifests."""
    tags: Sums
    """From the tag manifests: files that are about the payload."""
    algorithms: frozenset[str]
    """Of the manifests; each of them names every file of the payload."""
    oxum: str
    """``bytes.files`` of the payload, empty where that is not said."""


def _read(folder: Path) -> _Bag:
    """Read a bag's tag files; raise _MalformedError when one of them cannot be understood."""
    declared = _labels(folder / "bagit.txt", "utf-8")
    said = declared.get("bagit-version", "")
    version = _VERSION.fullmatch(said)
    if version is None or not _KNOWN[0] <= (int(version[1]), int(version[2])) <= _KNOWN[1]:
        raise _MalformedError(
            "bagit.txt", _("the version of BagIt is not known: {version}").format(version=said or "—")
        )
    encoding = declared.get("tag-file-character-encoding", "")
    about = folder / "bag-info.txt"
    info = _labels(about, encoding) if about.is_file() else {}
    manifests = _manifests(folder, "manifest-", encoding)
    if not manifests:
        raise _MalformedError("manifest-sha256.txt", _("is missing"))
    payload = _turned(manifests)
    for path in payload:
        if not path.startswith("data/"):
            raise _MalformedError(path, _("is no part of the payload, and a manifest names it"))
    return _Bag(
        payload,
        _turned(_manifests(folder, "tagmanifest-", encoding)),
        frozenset(manifests),
        info.get("payload-oxum", ""),
    )


def _lines(path: Path, encoding: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a tag file that are not empty, with their numbers."""
    try:
        text = incoming.content(path, limits.RECORD).decode(encoding)
    except incoming.Refused as refused:
        raise _MalformedError(path.name, _("cannot be read: {reason}").format(reason=refused.reason)) from refused
    except (LookupError, ValueError) as error:
        raise _MalformedError(
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
            raise _MalformedError(
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
            raise _MalformedError(
                manifest.name,
                _("line {number} is no checksum with a path: {line}").format(number=number, line=line[:_SHOWN]),
            )
        written = _ESCAPED.sub(lambda escaped: chr(int(escaped[1], 16)), entry[2])
        path = str(PurePosixPath(unicodedata.normalize("NFC", written)))
        if not _can_hold(root, path):
            raise _MalformedError(
                manifest.name,
                _("line {number} names what no bag can hold: {path}").format(number=number, path=path[:_SHOWN]),
            )
        if path in found:
            raise _MalformedError(
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
