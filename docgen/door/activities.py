"""Activities: which there are, and what is wrong with one that is described in files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.door.places import Place

if TYPE_CHECKING:
    from docgen.activities import Known
    from docgen.described import Fault


def known_activities(folder: Place | None = None) -> tuple[Known, ...]:
    """Return the activities there are: built in, installed, or in a folder of ``folder`` (default: the current one)."""
    from docgen import activities

    return activities.known(Path(folder) if folder is not None else Path())


def lint_activity(folder: Place) -> tuple[Fault, ...]:
    """Return everything that is wrong with an activity's file, and with its templates where the file does.

    Raise InputError when there is no such file.
    """
    from docgen import described
    from docgen.documents import schemas
    from docgen.errors import TemplateError
    from docgen.template import find
    from docgen.template.lint import lint

    path = Path(folder)
    declared, faults = described.examine(path / described.FILE_NAME)
    if declared is None or faults:
        return faults
    found: list[described.Fault] = []
    for kind in described.kinds(declared):
        try:
            template = find(kind.stem, (path,))
        except TemplateError as error:
            found.append(described.Fault(f"{kind.stem}.docx", error.message))
            continue
        for one in lint(template, json.loads(schemas.schema(kind))):
            found.append(described.Fault(template.name, str(one)))
    return tuple(found)
