"""Which template each kind of paper is made with, and whether another one would do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from docgen import files, resources
from docgen.documents import DocumentKind
from docgen.errors import InputError, TemplateError
from docgen.folder import Folder
from docgen.making import fitting, own
from docgen.messages import _
from docgen.template import blocks, find
from docgen.template.lint import Finding


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of paper and the template in force for it; ``is_own``: the clerk's, not the official one."""

    stem: str
    title: str
    path: Path
    is_own: bool


def layouts(workbook: Path) -> tuple[Layout, ...]:
    """Return the template in force for each kind of paper that is made from a workbook."""
    folders = (*own.template_folders(workbook), *own.activity_of(workbook).templates)
    titles = Folder(workbook).settings.titles
    found = []
    for kind in _kinds(workbook):
        path = find(kind.stem, folders)
        title = titles.get(kind.stem, kind.title)
        found.append(Layout(kind.stem, title, path, path.parent.resolve() != resources.templates().resolve()))
    return tuple(found)


def findings_for(workbook: Path, stem: str, template: Path) -> tuple[Finding, ...]:
    """Return what lint finds in a template for papers of a kind."""
    return fitting.findings(template, _kind(workbook, stem))


def put_in_force(workbook: Path, stem: str, template: Path) -> Path:
    """Put a template beside the workbook as its own for a kind; return where. Raise TemplateError when it does not fit."""
    kind = _kind(workbook, stem)
    errors = [str(one) for one in fitting.findings(template, kind) if one.is_error]
    if errors:
        raise TemplateError(
            _("{name} does not fit its data: {findings}").format(name=template.name, findings="；".join(errors)),
            hint=_("Correct it in Word, and drop it here once more."),
        )
    target = Folder(workbook).templates / f"{kind.stem}.docx"
    for block in blocks.joined(template).blocks:
        beside = target.parent / block.relative_to(template.absolute().parent.resolve())
        if not beside.exists():  # one that is there is shared by other templates
            files.write(beside, block.read_bytes())
    files.write(target, template.read_bytes())
    return target


def _kinds(workbook: Path) -> tuple[DocumentKind, ...]:
    activity = own.activity_of(workbook)
    return (*(kind for kind in activity.kinds if kind.is_composed), *activity.added)


def _kind(workbook: Path, stem: str) -> DocumentKind:
    found = next((kind for kind in _kinds(workbook) if kind.stem == stem), None)
    if found is None:
        raise InputError(_("there is no kind of paper called {kind}").format(kind=stem))
    return found
