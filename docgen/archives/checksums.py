"""Checksums of a bag (RFC 8493) and of an edition: what they say is there, every file accounted for, every byte as it was."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from docgen import incoming
from docgen.archives.verdict import Notes, Quality
from docgen.files import sha256, write
from docgen.incoming import bounds
from docgen.messages import _

EDITION = "edition.json"
"""Lists an edition's loose files and its bags' tag manifests with checksums, as a tag manifest does for a bag."""
_SEALS = "tagmanifest-"
SEAL = f"{_SEALS}sha256.txt"
"""A bag's last checksums: they stand for all else in it."""
_TAGS = re.compile(r"bagit\.txt|bag-info\.txt|manifest-[a-z0-9_-]+\.txt")
_BLOCK = 1 << 20
_OF_THE_SYSTEM = frozenset(("thumbs.db", "desktop.ini", ".ds_store", ".directory"))


def is_of_the_system(name: str) -> bool:
    """Whether a file is one that a file manager leaves behind wherever it looks: it says nothing of an archive."""
    return name.lower() in _OF_THE_SYSTEM or name.startswith("._")


def stray(name: str, said: str, notes: Notes) -> None:
    """Note a file that nobody archived: harmless where the system left it, else a fault."""
    if is_of_the_system(name.rpartition("/")[2]):
        notes.warn(
            Quality.SAFE, name, _("was left there by the system; it is no part of the archive, and does no harm")
        )
    else:
        notes.error(Quality.SAFE, name, said)


def is_bag(folder: Path) -> bool:
    """Whether a folder claims to be a bag."""
    return (folder / "bagit.txt").is_file()


def bags(edition: Path) -> tuple[Path, ...]:
    """Return an edition's bags, by name; the tenth box comes after the ninth."""
    return tuple(sorted((folder for folder in edition.iterdir() if is_bag(folder)), key=_in_order))


def _in_order(folder: Path) -> list[tuple[int, str]]:
    return [(int(part) if part.isdecimal() else 0, part) for part in re.split(r"([0-9]+)", folder.name)]


def check_bag(folder: Path, notes: Notes) -> None:
    """Note each missing, extra or changed file of a bag."""
    try:
        bag = _read(folder)
    except _MalformedError as error:
        notes.error(Quality.AUTHENTIC, error.file, str(error))
        return
    there = _payload(folder)
    for name in sorted(there.keys() - bag.payload.keys()):
        stray(name, _("does not belong to the bag"), notes)
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
        notes.error(
            Quality.COMPLETE,
            "bag-info.txt",
            _("says {said} (bytes.files), there are {real}").format(said=bag.oxum or "—", real=real),
        )


def _payload(folder: Path) -> dict[str, Path]:
    """Return what lies in a bag's payload, by path in NFC: some file systems spell names in another form."""
    found = (path for path in (folder / "data").rglob("*") if path.is_symlink() or not path.is_dir())
    return {unicodedata.normalize("NFC", path.relative_to(folder).as_posix()): path for path in found}


def _check_tags(folder: Path, bag: _Bag, notes: Notes) -> None:
    """Note tag files that no tag manifest covers."""
    for path in sorted(folder.iterdir()):
        if path.name == "data" or path.name.startswith(_SEALS):
            continue
        if path.name not in bag.tags or not _TAGS.fullmatch(path.name):
            stray(path.name, _("does not belong to the bag"), notes)
    if not list(folder.glob(f"{_SEALS}*.txt")):
        notes.error(Quality.COMPLETE, SEAL, _("is missing"))


def register(edition: Path, before: Path | None = None) -> None:
    """Write ``edition.json`` over an edition's bags and loose files; nothing is added to it afterwards.

    It covers the edition ``before`` too, which stands beside it.
    """
    earlier = {f"../{before.name}/{EDITION}": digest(before)} if before else {}
    write(edition / EDITION, (json.dumps(earlier | _registered(edition), ensure_ascii=False, indent=1) + "\n").encode())


def digest(edition: Path) -> str:
    """Return the one checksum that stands for all of an edition and of those before it; ``""`` when it is missing."""
    return sha256(edition / EDITION)


def _registered(edition: Path) -> dict[str, str]:
    """Return the checksum of each loose file and of each bag's tag manifests, which stand for all else in the bag."""
    bags = {path.name for path in edition.iterdir() if is_bag(path)}
    found = {}
    for path in sorted(edition.rglob("*")):
        inside = path.relative_to(edition)
        stands = inside.parts[0] not in bags or (len(inside.parts) == 2 and path.name.startswith(_SEALS))
        if (path.is_file() or path.is_symlink()) and stands and inside.name != EDITION:
            found[inside.as_posix()] = "" if path.is_symlink() else _digests(path, ["sha256"])["sha256"]
    return found


def check_edition(edition: Path, notes: Notes) -> None:
    """Note bags and loose files of an edition that are missing, extra or changed against ``edition.json``."""
    try:
        said = dict(incoming.record(edition / EDITION))
    except incoming.Refused as refused:
        if refused.why is incoming.Why.ABSENT:
            notes.error(Quality.COMPLETE, EDITION, _("is missing"))
        else:
            notes.error(Quality.AUTHENTIC, EDITION, _("cannot be read: {reason}").format(reason=refused.reason))
        return
    except (ValueError, TypeError) as error:
        notes.error(Quality.AUTHENTIC, EDITION, _("cannot be read: {reason}").format(reason=error))
        return
    for name in [name for name in said if name.startswith("../")]:
        _check_earlier(edition.parent / name[3:], said.pop(name), notes)
    for path in sorted(edition.iterdir()):
        if path.is_symlink():
            notes.error(Quality.SAFE, path.name, _("is a link; an archive holds its files itself"))
    real = _registered(edition)
    for name in sorted(said.keys() - real.keys()):
        notes.error(Quality.COMPLETE, name, _("is missing"))
    for name in sorted(real.keys() - said.keys()):
        stray(name, _("does not belong to the edition"), notes)
    for name in sorted(said.keys() & real.keys()):
        if said[name] != real[name]:
            notes.error(Quality.AUTHENTIC, name, _("was changed after archiving"))


def _check_earlier(path: Path, said: str, notes: Notes) -> None:
    """Note an edition before this one that is not what it was; one that is not here says nothing of this one."""
    real = sha256(path)
    if not real:
        notes.warn(
            Quality.COMPLETE, EDITION, _("the edition {name} before it is not here").format(name=path.parent.name)
        )
    elif real != said:
        notes.error(
            Quality.AUTHENTIC,
            EDITION,
            _("the edition {name} before it is not what it was").format(name=path.parent.name),
        )


def _digests(path: Path, algorithms: list[str]) -> dict[str, str]:
    hashes = {algorithm: hashlib.new(algorithm) for algorithm in algorithms}
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            for one in hashes.values():
                one.update(block)
    return {algorithm: one.hexdigest() for algorithm, one in hashes.items()}


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
        text = incoming.content(path, bounds.RECORD).decode(encoding)
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
