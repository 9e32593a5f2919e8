"""Word templates, the fonts they ask for, the schemas of the papers, and the machine all of it runs on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docgen import convert, documents, files, fonts, incoming, isolate, outgoing, resources
from docgen.documents import own, own_schema, schemas
from docgen.door import Place, path_of
from docgen.errors import InputError, TemplateError
from docgen.incoming import limits
from docgen.messages import _

if TYPE_CHECKING:
    from docgen.convert.typefaces import EmbeddedFonts
    from docgen.doctor import Check
    from docgen.documents import DocumentKind
    from docgen.making.layouts import Layout
    from docgen.making.sketching import Sketch
    from docgen.template.comparing import PlaceholderChange
    from docgen.template.fields import Placeholder
    from docgen.template.lint import Finding


@dataclass(frozen=True, slots=True)
class Typeface:
    """A font family that a template names: whether this machine has it (None: it cannot be told), what is drawn for it."""

    family: str
    is_installed: bool | None
    drawn_with: str
    """the face that PDFs draw instead, ``""`` for none"""
    is_known: bool
    """whether docgen knows a likeness of it"""


def official_templates() -> tuple[Path, ...]:
    """Return the templates that come with docgen, in the order of the kinds. Raises nothing."""
    return tuple(resources.templates() / f"{one.stem}.docx" for one in documents.KINDS.values())


def lint_template(template: Place, *, kind: str = "") -> tuple[Finding, ...]:
    """Check a template against the data of its kind: each finding with its part and the words that stand there.

    ``kind`` is a stem, a title or a schema file; without it, the schema beside the template or its name tells. Raise
    TemplateError when checking breaks down.
    """
    from docgen.making import fitting

    path = Path(template)
    return fitting.findings(path, _called(kind) if kind else _kind_of(path))


def annotate_template(template: Place, target: Place, findings: Sequence[Finding], *, force: bool = False) -> Path:
    """Write a template once more with a Word comment at each finding, where it stands; return ``target``.

    Without a finding it comes back as it is, free of comments of ours. Raise TemplateError for what Word could not show.
    """
    from docgen.template.annotating import annotated

    source, wanted = Path(template), Path(target)
    with outgoing.file(wanted, [source], force=force) as place:
        try:
            files.write(
                place, isolate.call(annotated, source, tuple(findings), deadline=limits.seconds(), memory=limits.MEMORY)
            )
        except isolate.IsolationError as error:
            raise TemplateError(
                _("{name}: it cannot be checked: {why}").format(name=source.name, why=error.message),
                hint=_("Copy its text into a new Word document and save that as .docx."),
            ) from error
    return wanted


def preview_template(
    template: Place,
    *,
    kind: str = "",
    data: Place | None = None,
    engine: str = convert.AUTO,
    width: int = 0,
) -> Sketch:
    """Fill a template, draw it and return its pages as PNG pictures; nothing is written.

    ``data`` is a data file of the kind, as for :func:`fill`. Without it the values are those of the kind's sample, else made up
    from its schema, or from the tags of a template whose kind nobody knows. Raise TemplateError where it cannot be filled.
    """
    from docgen.making import sketching

    path, given = Path(template), path_of(data)
    try:
        known = _called(kind) if kind else _kind_of(path)
    except InputError:
        if kind or given:
            raise
        known = None
    return sketching.sketch(path, known, given, engine, width)


def layouts(workbook: Place) -> tuple[Layout, ...]:
    """Return the template in force for each kind of paper that is made from a workbook.

    Raise TemplateError for a template or a kind of the clerk's own that cannot be read.
    """
    from docgen.making import layouts

    return layouts.layouts(Path(workbook))


def lint_layout(workbook: Place, stem: str, template: Place) -> tuple[Finding, ...]:
    """Check a template against the data of a kind of paper of a workbook, one that the clerk added too.

    Raise InputError when there is no such kind, TemplateError when checking breaks down.
    """
    from docgen.making import layouts

    return layouts.findings_for(Path(workbook), stem, Path(template))


def try_template(
    workbook: Place, stem: str, template: Place, paper: str, target: Place, *, engine: str = convert.AUTO
) -> Path:
    """Make the PDF of one of the workbook's papers with a template that need not be in force; return ``target``.

    No number is given and nothing else is written. Raise InputError when the workbook makes no such paper.
    """
    from docgen.pipeline import trials

    with outgoing.file(Path(target), [Path(workbook), Path(template)]) as place:
        trials.try_template(Path(workbook), stem, Path(template), paper, place, engine)
    return Path(target)


def use_template(workbook: Place, stem: str, template: Place) -> Path:
    """Put a template in force for a kind of paper, beside the workbook; return where. Raise TemplateError for one unfit."""
    from docgen.making import layouts

    return layouts.put_in_force(Path(workbook), stem, Path(template))


def placeholders(kind: Place) -> tuple[Placeholder, ...]:
    """Return every placeholder of a kind of paper, with its meaning and an example.

    Raise InputError when there is no such kind, TemplateError for a schema that does not read.
    """
    from docgen.template.fields import placeholders as listed

    return listed(json.loads(schemas.schema(_called(str(kind)))))


def begin_template(kind: Place, *, target: Place | None = None, force: bool = False) -> Path:
    """Write a template to begin with, every placeholder in a plain form; return where (default: where the kind is described).

    Raise InputError when there is no such kind, TemplateError for a schema that does not read, OutputError.
    """
    from docgen.template.starter import starter

    found = _called(str(kind))
    beside = Path(kind).parent  # of a schema, or of a template to be in the folder of an activity
    path = path_of(target) or beside / f"{found.stem}.docx"
    with outgoing.file(path, [Path(kind)], force=force) as place:
        files.write(place, starter(found.title, json.loads(schemas.schema(found))))
    return path


def compare_templates(old: Place, new: Place) -> tuple[PlaceholderChange, ...]:
    """Return which placeholders came, went or moved from one template to another. Raise TemplateError."""
    from docgen.template import load
    from docgen.template.comparing import compare

    return compare(load(Path(old)), load(Path(new)))


def typefaces_of(template: Place) -> tuple[Typeface, ...]:
    """Return every font family that a template names, and what is done about it. Raise TemplateError."""
    from docgen.template import blocks

    raw, here = blocks.joined(Path(template)).raw, fonts.installed()
    drawn = fonts.substitutes(fonts.families(raw))
    return tuple(
        Typeface(
            family,
            None if here is None else family in here,
            drawn.get(family, ""),
            fonts.is_known(family),
        )
        for family in fonts.families(raw)
    )


def embedded_fonts(templates: Sequence[Place] = (), *, engine: str = convert.AUTO) -> list[EmbeddedFonts]:
    """Convert templates (default: the official ones) as they stand, and return which fonts their PDFs embed.

    Raise InputError for a file that is not there, MissingDependencyError when the engine or docgen's fonts are not here.
    """
    from docgen.convert.typefaces import examine

    paths = [Path(one) for one in templates] or sorted(resources.templates().glob("*.docx"))
    return examine({path.name: incoming.content(path, limits.TEMPLATE.packed) for path in paths}, engine)


def export_schemas(folder: Place | None = None, *, only_check: bool = False) -> tuple[Path, ...]:
    """Write the JSON Schemas of the papers; return those that were missing or not as they are now.

    ``only_check`` writes nothing. Raise OutputError.
    """
    target = path_of(folder) or resources.schemas()
    if only_check:
        return schemas.drifted(target)
    outgoing.folder(target)
    return schemas.export(target)


def diagnose(folder: Place | None = None) -> list[Check]:
    """Try everything that docgen stands on; ``folder`` is where it would write (default: the current one).

    Raises nothing: what does not work is in the result, with what to install.
    """
    from docgen import doctor

    return doctor.examine(path_of(folder))


def _kind_of(path: Path) -> DocumentKind:
    """Return the kind of a template: by the schema beside it, else by its name."""
    from docgen.template import load

    if not path.is_file():
        load(path)  # says what it is instead
    beside = path.with_name(f"{path.stem}{own_schema.ENDING}")
    return own.called(str(beside)) if beside.is_file() else _called(str(path), path.stem)


def _called(name: str, otherwise: str = "") -> DocumentKind:
    """Return the kind of a stem, a title, a schema file, or a template of an activity in files. Raise InputError."""
    from docgen import described

    path = Path(name)
    if not (path.parent / described.FILE_NAME).is_file():
        return own.called(otherwise or name)
    kinds = described.kinds(described.read(path.parent))
    found = next((kind for kind in kinds if path.stem in (kind.stem, kind.title)), None)
    if found is None:
        raise InputError(
            _("the activity has no paper {name}").format(name=path.stem),
            hint=_("There are: {known}").format(known="、".join(kind.stem for kind in kinds)),
        )
    return found
