"""Activities: which there are, and what is wrong with one that is described in files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.door import Place
from docgen.messages import _, typed

if TYPE_CHECKING:
    from docgen.activities import KnownActivity
    from docgen.described import FileFault
    from docgen.semesters.new_activity import NewActivity


def known_activities(folder: Place | None = None) -> tuple[KnownActivity, ...]:
    """Return the activities there are: built in, installed, or in a folder of ``folder`` (default: the current one).

    Raises nothing: one whose file cannot be read is called as its folder.
    """
    from docgen import activities

    return activities.known(Path(folder) if folder is not None else Path())


def begin_activity(folder: Place, workbook: Place, *, name: str = "") -> NewActivity:
    """Begin to describe an activity: ``activity.toml`` and a first template a sheet, guessed from a workbook that is there.

    The result says what each column was taken for, and why. Raise InputError where the folder has such a file already or the
    workbook has no table, WorkbookError when it cannot be read.
    """
    from docgen.semesters import new_activity

    return new_activity.begin_activity(Path(folder), Path(workbook), name)


def describe_activity(folder: Place, *, target: Place | None = None, force: bool = False) -> str:
    """Return the reference of an activity in files as Markdown, in the language in use; write it to ``target``, too.

    Raise InputError for a faulty activity, OutputError.
    """
    from docgen import described, files, outgoing

    text = described.reference(described.read(Path(folder)))
    if target is not None:
        with outgoing.file(Path(target), [Path(folder) / described.FILE_NAME], force=force) as path:
            files.write(path, text.encode())
    return text


def lint_activity(folder: Place) -> tuple[FileFault, ...]:
    """Return everything that is wrong with an activity's file, and with its templates where the file does; and remarks.

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
    found = [described.FileFault(*one, is_remark=True) for one in described.remarks(declared)]
    for kind in described.kinds(declared):
        try:
            template = find(kind.stem, (path,))
        except TemplateError as error:
            found.append(described.FileFault(f"{kind.stem}.docx", f"{error.message}（{_begun(path, kind.stem)}）"))
            continue
        for one in lint(template, json.loads(schemas.schema(kind))):
            found.append(described.FileFault(template.name, str(one)))
    return tuple(found)


def _begun(folder: Path, stem: str) -> str:
    return _("docgen template new {path} writes one to begin with").format(path=typed(folder / f"{stem}.docx"))
