"""Which activities there are: the one built in, those that ship as files, those of other packages, and folders beside a workbook.

A package offers its own by an entry point of the group ``docgen.activities`` whose value is a module: the activity's files lie
beside that. The language of activities in files is loaded where there is one: the one built in does without.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path

from docgen import incoming, meant, paired, resources, toml
from docgen.activity import Activity
from docgen.errors import InputError
from docgen.incoming import limits
from docgen.messages import _

GROUP = "docgen.activities"


@dataclass(frozen=True, slots=True)
class KnownActivity:
    """An activity that can be asked for: its name, and its folder where it is made of files."""

    name: str
    folder: Path | None = None
    about: str = ""


def known(home: Path | None = None) -> tuple[KnownActivity, ...]:
    """Return the activities there are, those in folders of ``home`` too; the first of a name counts."""
    found = {paired.PAIRED.name: KnownActivity(paired.PAIRED.name)}
    for folder in _folders(home):
        head = _head(folder)
        name = str(head.get("name") or folder.name)
        found.setdefault(name, KnownActivity(name, folder, str(head.get("about") or "")))
    return tuple(found.values())


def folder_of(name: str, home: Path) -> Path | None:
    """Return the folder of an activity, None for the one built in. Raise InputError when there is no such activity."""
    if name in ("", paired.PAIRED.name):
        return None
    from docgen import described

    there = (home / name).resolve()  # the home may be about to be made
    if (there / described.FILE_NAME).is_file():
        return there
    every = known(home)
    for one in every:
        if one.folder is not None and name in (one.name, one.folder.name):
            return one.folder
    names = [one.name for one in every]
    raise InputError(
        _("there is no activity {name}").format(name=name),
        hint=meant.offered(name, names) or _("There are: {known}").format(known="、".join(names)),
    )


def named(name: str, home: Path, setting: Mapping[str, bool | int | str]) -> Activity:
    """Return an activity by name or folder. Raise InputError."""
    folder = folder_of(name, home)
    if folder is None:
        return paired.PAIRED
    from docgen import described

    return described.activity(folder, setting)


def _folders(home: Path | None) -> Iterator[Path]:
    from docgen import described

    places = [resources.activities(), *_offered(), *([home] if home is not None else [])]
    for place in places:
        if (place / described.FILE_NAME).is_file():
            yield place
        elif place.is_dir():
            yield from (path.parent for path in sorted(place.glob(f"*/{described.FILE_NAME}")))


def _offered() -> Iterator[Path]:
    for point in metadata.entry_points(group=GROUP):
        spec = util.find_spec(point.value.partition(":")[0])
        if spec is not None and spec.origin:
            yield Path(spec.origin).parent


def _head(folder: Path) -> Mapping[str, object]:
    from docgen import described

    try:
        found = toml.loads(incoming.text(folder / described.FILE_NAME, limits.ACTIVITY)).get("activity", {})
    except (InputError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
