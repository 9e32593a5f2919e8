"""A folder that describes an activity, begun from a workbook that a clerk already has."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from docgen import described, files, outgoing, workbook
from docgen.described import FILE_NAME, Guess
from docgen.errors import InputError
from docgen.messages import _
from docgen.template.starter import starter


@dataclass(frozen=True, slots=True)
class NewActivity:
    """What was begun: the folder, how each column was understood, the templates that were made."""

    folder: Path
    name: str
    unit: str
    columns: tuple[Guess, ...]
    templates: tuple[str, ...]


def begin_activity(folder: Path, source: Path, name: str = "") -> NewActivity:
    """Write ``activity.toml`` and a first template for each sheet into a folder. Raise InputError where one is already."""
    path = folder / FILE_NAME
    if path.exists():
        raise InputError(
            _("{path}: is there already and was left as it is").format(path=path),
            hint=_("Choose another folder for the new activity."),
        )
    guessed = described.guess(workbook.survey(source))
    if guessed is None:
        raise InputError(
            _("{path}: no sheet has a line of titles with rows below").format(path=source),
            hint=_("Each table needs one line with the titles of its columns."),
        )
    name = name or folder.resolve().name
    outgoing.folder(folder)
    made = []
    for stem, title, schema in described.schemas(guessed):
        files.write(folder / f"{stem}.docx", starter(title, schema))
        made.append(f"{stem}.docx")
    files.write(path, described.written(guessed, name, source.name).encode())
    return NewActivity(folder, name, guessed.unit.title, guessed.columns, tuple(made))
