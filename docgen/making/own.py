"""The activity of a workbook, and its papers that are made from rows: of kinds that a clerk added, above all.

A faulty row on the sheet of such a kind holds back the papers it goes into, and nothing else: the figures of the
semester do not rest on it.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from docgen import activities, paired
from docgen.activity import Activity, Composed
from docgen.documents import Document, DocumentKind, own
from docgen.errors import InputError
from docgen.field import Semester
from docgen.folder import Folder
from docgen.making.order import Result, State
from docgen.messages import _
from docgen.problems import Problem


@dataclass(frozen=True, slots=True)
class OwnPapers:
    """Papers that can be made, and those held back with their reasons."""

    papers: tuple[Document, ...]
    held_back: tuple[Result, ...]


def template_folders(workbook: Path, chosen: Path | None = None) -> tuple[Path, ...]:
    """Return where templates may be beside the official ones: as --templates says, as docgen.toml says, the activity's.

    Raise InputError for one that somebody named and that is not there: the papers would be made from other templates.
    """
    at = Folder(workbook)
    described = activities.folder_of(at.settings.activity, at.home)
    is_meant = "templates" in at.settings.path.model_fields_set or os.path.lexists(at.templates)
    for named in (chosen, at.templates if is_meant else None):
        if named is not None and not named.is_dir():
            raise InputError(
                _("{path}: there is no such folder of templates").format(path=named),
                hint=_("Correct the name where it stands: behind --templates, or in docgen.toml."),
            )
    return tuple(folder for folder in (chosen, at.templates, described) if folder and folder.is_dir())


def activity_of(workbook: Path, chosen: Path | None = None) -> Activity:
    """Return the activity of a workbook, with the kinds of paper that the clerk added.

    Raise TemplateError for a schema of such a kind that does not do.
    """
    at = Folder(workbook)
    described = activities.folder_of(at.settings.activity, at.home)
    if described is not None:
        return activities.named(at.settings.activity, at.home, at.settings.setting)
    return paired.with_kinds(own.find(template_folders(workbook, chosen)))


def compose(
    activity: Activity,
    semester: Semester,
    numbers: Mapping[str, str],
    errors: Sequence[Problem],
    *,
    wanted: Sequence[DocumentKind],
    units: Collection[str],
    unsound: Collection[str],
    everything: bool,
) -> OwnPapers:
    """Compose the papers that are made from rows, of the kinds that are ``wanted``, called as they are called there.

    ``everything``: those that belong to no unit too, and of units that are no more; else only those of ``units``.
    Papers of units that are ``unsound`` are held back, whatever their own rows say.
    """
    titled = {kind.stem: kind for kind in wanted}
    papers: list[Document] = []
    held: list[Result] = []
    for paper in activity.compose(semester, numbers):
        kind, group = paper.document.kind, paper.document.group
        if kind.stem not in titled or (group not in units and not everything):
            continue
        called = titled[kind.stem]
        document = replace(paper.document, kind=called, title=paper.document.title.replace(kind.title, called.title))
        at_fault = (
            paper.is_broken or paper.faults or {group, *paper.units} & set(unsound) or (paper.rests_on_all and errors)
        )
        if not at_fault:
            papers.append(document)
        else:
            reasons = (*_reasons(paper, activity, errors), *paper.faults)
            held.append(Result(document.name, kind.stem, State.HELD_BACK, reason="\n".join(reasons)))
    return OwnPapers(tuple(papers), tuple(held))


def _reasons(paper: Composed, activity: Activity, errors: Sequence[Problem]) -> list[str]:
    """Return the errors that hold a paper back: at its rows, or, where it has none of its own, on their sheet."""
    concerned, rows = {paper.document.group, *paper.units} - {""}, set(paper.rows)
    sheets = {sheet for sheet, _row in rows}
    reasons = [
        str(error)
        for error in errors
        if (error.sheet, error.row) in rows or (concerned & set(error.groups) and error.sheet not in activity.aside)
    ]
    return reasons or [str(error) for error in errors if paper.rests_on_all or error.sheet in sheets]


def ordered(papers: Sequence[Document], groups: Sequence[str]) -> tuple[Document, ...]:
    """Put papers in the order of the bundle: by group as the workbook has them, each by the place of its kind."""
    place = {group: number for number, group in enumerate(groups)}
    return tuple(sorted(papers, key=lambda one: (place.get(one.group, len(place)), one.kind.order)))
