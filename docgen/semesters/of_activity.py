"""Which activity a new semester is of, and what of one in files goes with it: its folder, and a docgen.toml that names it."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

from docgen import activities, files, incoming, outgoing, settings
from docgen.activity import Activity
from docgen.errors import InputError
from docgen.folder import Folder
from docgen.incoming import bounds
from docgen.making.own import activity_of
from docgen.messages import _

_NAMED = re.compile(r"(?m)^(\s*activity\s*=\s*)(\"[^\"\n]*\"|'[^'\n]*')")

_OF_THE_FIRST = ("# activity", "[check]", "[assessment]", "[bands]", "[carry]", "[jury]", "[number]")
"""What of a docgen.toml is about groups, goals and talks: an activity in files has settings of its own instead."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The activity of a new semester; ``folder`` where it is made of files, and what the docgen.toml calls it.

    ``beside``: its files lie in the folder of the semester before, and are copied, so that the new one does not need that.
    """

    value: Activity
    folder: Path | None = None
    name: str = ""
    beside: Path | None = None

    def copy_into(self, home: Path) -> None:
        """Copy the activity's files into the new semester's folder, where they lay in the old one's."""
        if self.folder is None or self.beside is None:
            return
        inside = self.folder.relative_to(self.beside)
        found = self.folder.rglob("*") if inside.parts else (*self.folder.glob("*.toml"), *self.folder.glob("*.docx"))
        for source in sorted(found):
            target = home / inside / source.relative_to(self.folder)
            if source.is_file() and source.name != settings.FILE_NAME and not target.exists():
                outgoing.folder(target.parent)
                files.write(target, incoming.content(source, bounds.TEMPLATE.packed))

    def named_in(self, text: str) -> str:
        """Return a docgen.toml of the semester before, with the activity as the new folder calls it."""
        return _NAMED.sub(lambda found: f"{found[1]}{json.dumps(self.name, ensure_ascii=False)}", text, count=1)


def asked(home: Path, name: str, previous: Path | None) -> Asked:
    """Return the activity of a semester that begins in ``home``: the one named, else that of the workbook ``previous``.

    Raise InputError where there is none of that name.
    """
    if name:
        from docgen import described

        called = _as_seen_from(home, name)
        where = activities.folder_of(called, home)
        if where is None:
            raise InputError(_("{name} needs no --activity").format(name=name))
        return Asked(described.activity(where, {}), where, called)
    if previous is None:
        return Asked(activities.named("", home, {}))
    at = Folder(previous)
    where = activities.folder_of(at.settings.activity, at.home)
    if where is None:
        return Asked(activities.named("", home, {}))
    old = at.home.resolve()
    if where.resolve().is_relative_to(old):
        return Asked(activity_of(previous), where.resolve(), at.settings.activity, old)
    is_place = (at.home / at.settings.activity).resolve() == where.resolve()
    called = _from(home, where) if is_place else at.settings.activity
    return Asked(activity_of(previous), where, called)


def _as_seen_from(folder: Path, name: str) -> str:
    """Return an activity's folder, said from where one stands, as the new folder names it; a name stays as it is."""
    from docgen import described

    if not (Path(name) / described.FILE_NAME).is_file() or Path(name).is_absolute():
        return name
    return _from(folder, Path(name))


def _from(folder: Path, there: Path) -> str:
    try:
        return Path(os.path.relpath(there.resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive
        return there.resolve().as_posix()


def settings_of(one: Asked) -> str:
    """Return a docgen.toml with the activity's own settings, at their defaults, above the others."""
    from docgen import described

    own = described.defaults(one.folder) if one.folder is not None else {}
    said = "".join(f"# {key} = {_toml(value)}\n" for key, value in own.items())
    table = f"\n[setting]                        # 本活动允许学校自定的事项；去掉行首的 # 即生效\n{said}" if own else ""
    head, *parts = settings.STARTER.split("\n\n")
    named = f"activity = {json.dumps(one.name, ensure_ascii=False)}\n{table}"
    return "\n\n".join((head, named, *(part for part in parts if not part.startswith(_OF_THE_FIRST))))


def _toml(value: bool | int | str) -> str:
    return str(value).lower() if isinstance(value, bool) else f'"{value}"' if isinstance(value, str) else str(value)
