"""Kinds of paper that a clerk added: which there are beside a workbook, and their papers among the others.

A faulty row on the sheet of such a kind holds back the papers it goes into, and nothing else: the figures of the
semester do not rest on it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from docgen.documents import Document, DocumentKind, own
from docgen.documents.own import OwnKind
from docgen.field import Semester, SheetKind
from docgen.folder import Folder
from docgen.pipeline.order import Result, State
from docgen.problems import Problem


@dataclass(frozen=True, slots=True)
class Composed:
    """Papers that can be made, and those held back with their reasons."""

    papers: tuple[Document, ...]
    held_back: tuple[Result, ...]


def template_folders(workbook: Path, chosen: Path | None = None) -> tuple[Path, ...]:
    """Return where the clerk's own templates may be: what --templates says, then the folder that docgen.toml names."""
    beside = Folder(workbook).templates
    return tuple(folder for folder in (chosen, beside) if folder and folder.is_dir())


def kinds(workbook: Path, chosen: Path | None = None) -> tuple[OwnKind, ...]:
    """Return the kinds that a clerk added to a workbook. Raise TemplateError for a schema that does not do."""
    return own.find(template_folders(workbook, chosen))


def own_sheets(workbook: Path) -> tuple[SheetKind, ...]:
    """Return the sheets that kinds which a clerk added have in the workbook."""
    return tuple(one.sheet for one in kinds(workbook))


def compose(
    added: Sequence[OwnKind],
    semester: Semester,
    numbers: Mapping[str, str],
    errors: Sequence[Problem],
    *,
    wanted: Sequence[DocumentKind],
    groups: Collection[str],
    unsound: Collection[str],
    everything: bool,
) -> Composed:
    """Compose the papers of the kinds that are ``wanted``, called as they are called there.

    ``everything``: those that belong to no group too, and of groups that are no more; else only those of ``groups``.
    Papers of groups that are ``unsound`` are held back, whatever their own sheet says.
    """
    titled = {kind.stem: kind for kind in wanted}
    papers: list[Document] = []
    held: list[Result] = []
    for one in added:
        if one.kind.stem not in titled:
            continue
        for paper in own.compose(one, semester, numbers):
            group = paper.document.group
            if group not in groups and not everything:
                continue
            document = replace(paper.document, kind=titled[one.kind.stem])
            title = paper.document.title.replace(one.kind.title, document.kind.title)
            document = replace(document, title=title)
            at_fault = paper.is_broken or bool(paper.faults)
            if not at_fault and group not in unsound:
                papers.append(document)
                continue
            reasons = [
                str(error)
                for error in errors
                if (error.sheet == one.sheet.title and (error.row in paper.rows or not paper.rows))
                or (group and group in error.groups and error.sheet not in {kind.sheet.title for kind in added})
            ]
            reasons = reasons or [str(error) for error in errors if error.sheet == one.sheet.title]
            held.append(
                Result(document.name, one.kind.stem, State.HELD_BACK, reason="\n".join((*reasons, *paper.faults)))
            )
    return Composed(tuple(papers), tuple(held))


def ordered(papers: Sequence[Document], groups: Sequence[str]) -> tuple[Document, ...]:
    """Put papers in the order of the bundle: by group as the workbook has them, each by the place of its kind."""
    place = {group: number for number, group in enumerate(groups)}
    return tuple(sorted(papers, key=lambda one: (place.get(one.group, len(place)), one.kind.order)))
