"""Checksums of a bag and of an edition: every file accounted for, every byte as it was."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from docgen.archive.verdict import Notes, Quality
from docgen.files import write
from docgen.messages import _

EDITION = "edition.json"
"""Lists an edition's loose files and its bags' tag manifests with checksums, as a tag manifest does for a bag."""
_SEALS = "tagmanifest-"
SEAL = f"{_SEALS}sha256.txt"
"""A bag's last checksums: they stand for all else in it."""
_BLOCK = 1 << 20


def is_bag(folder: Path) -> bool:
    """Whether a folder claims to be a bag."""
    return (folder / "bagit.txt").is_file()


def bags(edition: Path) -> tuple[Path, ...]:
    """Return an edition's bags, by name."""
    return tuple(folder for folder in sorted(edition.iterdir()) if is_bag(folder))


def check_bag(folder: Path, notes: Notes) -> bool:
    """Note each missing, extra or changed file of a bag; return whether it could be read at all."""
    import bagit

    try:
        bag = bagit.Bag(str(folder))
    except (bagit.BagError, OSError, UnicodeError, ValueError) as error:
        notes.error(Quality.AUTHENTIC, "bagit.txt", _("is no readable bag: {reason}").format(reason=error))
        return False
    missing, extra = bag.compare_manifests_with_fs()
    for name in sorted(missing):
        notes.error(Quality.COMPLETE, _slashes(name), _("is missing"))
    for name in sorted(extra):
        notes.error(Quality.SAFE, _slashes(name), _("does not belong to the bag"))
    for name, sums in sorted(bag.entries.items()):
        path = folder / name
        if not path.is_file():
            if name not in missing:
                notes.error(Quality.COMPLETE, _slashes(name), _("is missing"))
            continue
        notes.count("files")
        for algorithm, digest in _digests(path, sorted(sums)).items():
            if digest != sums[algorithm].lower():
                notes.error(
                    Quality.AUTHENTIC,
                    _slashes(name),
                    _("was changed after archiving ({algorithm} differs)").format(algorithm=algorithm),
                )
                break
    _check_tags(folder, bag, notes)
    return True


def _check_tags(folder: Path, bag: object, notes: Notes) -> None:
    """Note tag files that no tag manifest covers, and an Oxum that does not fit the payload."""
    covered = set(getattr(bag, "entries", {}))
    for path in sorted(folder.iterdir()):
        if path.name != "data" and not path.name.startswith("tagmanifest-") and path.name not in covered:
            notes.error(Quality.SAFE, path.name, _("does not belong to the bag"))
    if not list(folder.glob("tagmanifest-*.txt")):
        notes.error(Quality.COMPLETE, SEAL, _("is missing"))
    said = str(getattr(bag, "info", {}).get("Payload-Oxum", ""))
    files = [path for path in (folder / "data").rglob("*") if path.is_file()]
    real = f"{sum(path.stat().st_size for path in files)}.{len(files)}"
    if said != real:
        notes.error(
            Quality.COMPLETE,
            "bag-info.txt",
            _("says {said} (bytes.files), there are {real}").format(said=said or "—", real=real),
        )


def register(edition: Path) -> None:
    """Write ``edition.json`` over an edition's bags and loose files; nothing is added to it afterwards."""
    write(edition / EDITION, (json.dumps(_registered(edition), ensure_ascii=False, indent=1) + "\n").encode())


def _registered(edition: Path) -> dict[str, str]:
    """Return the checksum of each loose file and of each bag's tag manifests, which stand for all else in the bag."""
    bags = {path.name for path in edition.iterdir() if is_bag(path)}
    found = {}
    for path in sorted(edition.rglob("*")):
        inside = path.relative_to(edition)
        stands = inside.parts[0] not in bags or (len(inside.parts) == 2 and path.name.startswith(_SEALS))
        if path.is_file() and stands and inside.name != EDITION:
            found[inside.as_posix()] = _digests(path, ["sha256"])["sha256"]
    return found


def check_edition(edition: Path, notes: Notes) -> None:
    """Note bags and loose files of an edition that are missing, extra or changed against ``edition.json``."""
    try:
        said = dict(json.loads((edition / EDITION).read_bytes()))
    except FileNotFoundError:
        notes.error(Quality.COMPLETE, EDITION, _("is missing"))
        return
    except (OSError, ValueError, TypeError) as error:
        notes.error(Quality.AUTHENTIC, EDITION, _("cannot be read: {reason}").format(reason=error))
        return
    real = _registered(edition)
    for name in sorted(said.keys() - real.keys()):
        notes.error(Quality.COMPLETE, name, _("is missing"))
    for name in sorted(real.keys() - said.keys()):
        notes.error(Quality.SAFE, name, _("does not belong to the edition"))
    for name in sorted(said.keys() & real.keys()):
        if said[name] != real[name]:
            notes.error(
                Quality.AUTHENTIC,
                name,
                _("was changed after archiving ({algorithm} differs)").format(algorithm="sha256"),
            )


def _digests(path: Path, algorithms: list[str]) -> dict[str, str]:
    hashes = {algorithm: hashlib.new(algorithm) for algorithm in algorithms}
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            for one in hashes.values():
                one.update(block)
    return {algorithm: one.hexdigest() for algorithm, one in hashes.items()}


def _slashes(name: str) -> str:
    return name.replace("\\", "/")
