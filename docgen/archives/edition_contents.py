"""What an edition holds: every bag and loose file, each with its checksum, accounted for and as it was."""

from __future__ import annotations

import json
import re
from pathlib import Path

from docgen import incoming
from docgen.archives.bag import SEALS, is_bag
from docgen.archives.verdict import Notes, Quality
from docgen.files import sha256, write
from docgen.messages import _

EDITION = "edition.json"
"""Lists an edition's loose files and its bags' tag manifests with checksums, as a tag manifest does for a bag."""


def bags(edition: Path) -> tuple[Path, ...]:
    """Return an edition's bags, by name; the tenth box comes after the ninth."""
    return tuple(sorted((folder for folder in edition.iterdir() if is_bag(folder)), key=_in_order))


def _in_order(folder: Path) -> list[tuple[int, str]]:
    return [(int(part) if part.isdecimal() else 0, part) for part in re.split(r"([0-9]+)", folder.name)]


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
        stands = inside.parts[0] not in bags or (len(inside.parts) == 2 and path.name.startswith(SEALS))
        if (path.is_file() or path.is_symlink()) and stands and inside.name != EDITION:
            found[inside.as_posix()] = "" if path.is_symlink() else sha256(path)
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
        notes.stray(name, _("does not belong to the edition"))
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
