"""A semester of an activity in files: its blank workbook, and a docgen.toml that names it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from docgen import activities, described, files, outgoing, settings, workbook
from docgen.errors import InputError
from docgen.folder import WORKBOOK
from docgen.messages import _
from docgen.semester import Term
from docgen.semesters.beginning import Begun
from docgen.workbook.layout import Entries


def begin(
    folder: Path,
    term: Term,
    name: str,
    *,
    school: str = "",
    department: str = "",
    roster: Path | None = None,
    columns: Mapping[str, str] | None = None,
) -> Begun:
    """Begin a semester of an activity that is described in files. Raise InputError where a workbook is already."""
    name = _as_seen_from(folder, name)
    where = activities.folder_of(name, folder)
    if where is None:
        raise InputError(_("{name} needs no --activity").format(name=name))
    outgoing.folder(folder)
    book, toml = folder / WORKBOOK, folder / settings.FILE_NAME
    if book.exists():
        raise InputError(
            _("{path}: is there already and was left as it is").format(path=book),
            hint=_("Choose another folder for the new semester."),
        )
    activity = described.activity(where, {})
    lines = {"学校": school, "院系": department, "学年学期": str(term), "活动名称": activity.name}
    people = workbook.read_roster(roster, columns, activity) if roster is not None else None
    rows: dict[str, Sequence[Entries]] = {"学期": [{title: text for title, text in lines.items() if text}]}
    if people is not None:
        rows["人员"] = people.people
    workbook.write_rows(book, activity, rows)
    if not toml.exists():
        files.write(toml, _settings(name, where).encode())
    return Begun(term, book, toml, people, None, (), None)


def _as_seen_from(folder: Path, name: str) -> str:
    """Return an activity's folder, said from where one stands, as the new folder names it; a name stays as it is."""
    if not (Path(name) / described.FILE_NAME).is_file() or Path(name).is_absolute():
        return name
    there = Path(name).resolve()
    try:
        return Path(os.path.relpath(there, folder.resolve())).as_posix()
    except ValueError:  # another drive
        return there.as_posix()


def _settings(name: str, where: Path) -> str:
    """Return a docgen.toml with the activity's own settings, at their defaults, above the others."""
    own = described.defaults(where)
    said = "".join(f"# {key} = {_toml(value)}\n" for key, value in own.items())
    table = f"\n[setting]                        # 本活动允许学校自定的事项；去掉行首的 # 即生效\n{said}" if own else ""
    head, _empty, rest = settings.STARTER.partition("\n\n")
    return f"{head}\n\nactivity = {json.dumps(name, ensure_ascii=False)}\n{table}\n{rest}"


def _toml(value: bool | int | str) -> str:
    return str(value).lower() if isinstance(value, bool) else f'"{value}"' if isinstance(value, str) else str(value)
