"""Kinds of paper that a clerk adds: found beside her templates, and composed from the rows of their sheets.

The rest of docgen meets them as a :class:`~docgen.documents.kind.DocumentKind`, a
:class:`~docgen.field.SheetKind` and composed papers, like those it was born with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from pydantic import ValidationError

from docgen.documents import faults, own_model, own_schema
from docgen.documents.compose import kind_called
from docgen.documents.kind import Document, DocumentKind, Paper, Per, plain
from docgen.documents.kinds import KINDS
from docgen.documents.own_schema import OwnSchema, Property, ValueSource
from docgen.errors import TemplateError
from docgen.field import SHEETS, Row, Semester, SheetKind, Summary
from docgen.messages import _, typed

STAND_IN = "？"
"""What the workbook room puts in the place of a required reference that names nothing."""


@dataclass(frozen=True, slots=True)
class OwnKind:
    """A kind that a clerk added: what it is, its sheet, what its schema says."""

    kind: DocumentKind
    sheet: SheetKind
    schema: OwnSchema


@dataclass(frozen=True, slots=True)
class OwnPaper:
    """A paper as composed, the numbers of its rows, and what is wrong with it beside its cells."""

    document: Document
    rows: tuple[int, ...]
    is_broken: bool
    """one of its cells was refused"""
    faults: tuple[str, ...] = ()


def find(folders: Sequence[Path]) -> tuple[OwnKind, ...]:
    """Return the kinds whose schema lies in one of the folders; the first folder that has one counts.

    Raise TemplateError for a schema that does not read, has no template beside it, or has the name of something of docgen's
    own.
    """
    paths: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.glob(f"*{own_schema.ENDING}")):
            paths.setdefault(path.name, path)
    found = [load(path) for path in sorted(paths.values(), key=lambda path: path.name)]
    titles = [one.kind.title for one in found]
    for one in found:
        if titles.count(one.kind.title) > 1 or one.kind.title in {kind.title for kind in KINDS.values()}:
            raise TemplateError(
                _("two kinds of paper are called {title}").format(title=one.kind.title),
                hint=_("Give it another title in its x-docgen block."),
            )
    return tuple(found)


def load(path: Path) -> OwnKind:
    """Read the kind of one schema file. Raise TemplateError."""
    stem = path.name.removesuffix(own_schema.ENDING)
    if stem in KINDS or stem in {sheet.title for sheet in SHEETS}:
        raise TemplateError(
            _("{path}: {name} is a name of docgen's own").format(path=path, name=stem),
            hint=_("Call its three files and sheet otherwise; a template alone replaces an official one."),
        )
    if not path.with_name(f"{stem}.docx").is_file():
        raise TemplateError(
            _("{path}: there is no {name} beside it").format(path=path, name=f"{stem}.docx"),
            hint=_("docgen template new {path} makes one to begin with.").format(path=typed(path)),
        )
    return read(path)


def read(path: Path) -> OwnKind:
    """Read a schema file, whether or not it has a template yet. Raise TemplateError."""
    stem = path.name.removesuffix(own_schema.ENDING)
    schema, text = own_schema.read(path)
    block = schema.block
    kind = DocumentKind(
        stem,
        block.title or stem,
        Per(block.per),
        block.order,
        Paper,
        pages=block.pages,
        retention=block.retention,
        schema=text,
        sums_up=block.per is Per.SEMESTER,
        is_inside=True,  # nobody here knows what is private in it
        day=next((f"{stem}!{name}" for name, one in schema.properties.items() if one.format == "date"), ""),
    )
    try:
        own_model.model_of(kind)
        model = own_model.row_model(stem, schema)
    except ValueError as error:
        raise TemplateError(
            _("{path}: a pattern that does not read: {reason}").format(path=path, reason=error)
        ) from error
    return OwnKind(kind, SheetKind(stem, model, once=_once(schema)), schema)


def called(name: str) -> DocumentKind:
    """Return the kind of a stem, a title or a schema file; raise InputError, TemplateError."""
    return read(Path(name)).kind if name.endswith(own_schema.ENDING) else kind_called(name)


def _once(schema: OwnSchema) -> tuple[tuple[str, ...], ...]:
    """Return the columns that tell papers apart, where each paper has one row."""
    if schema.lines or schema.block.per == Per.ROW:
        return ()
    return (tuple(filter(None, (_key_column(schema),))),)


def _key_column(schema: OwnSchema) -> str:
    source = {Per.GROUP: ValueSource.GROUP, Per.PERSON: ValueSource.PERSON}.get(Per(schema.block.per))
    return schema.reference(source) if source else ""


def compose(own: OwnKind, semester: Semester, numbers: Mapping[str, str]) -> tuple[OwnPaper, ...]:
    """Compose the papers of a kind from the rows of its sheet, in the order of the rows."""
    rows = semester.own.get(own.sheet.title, ())
    key = _key_column(own.schema)
    papers: dict[str, list[Row]] = {}
    for row in rows:
        per_row = own.kind.per is Per.ROW
        lost = key in row.broken and _values(row)[key] == STAND_IN
        papers.setdefault(str(row.row) if per_row or lost else str(_values(row)[key]) if key else "", []).append(row)
    counted: dict[str, int] = {}
    return tuple(_paper(own, semester, numbers, found, counted) for found in papers.values())


def _paper(
    own: OwnKind, semester: Semester, numbers: Mapping[str, str], rows: Sequence[Row], counted: dict[str, int]
) -> OwnPaper:
    values = _values(rows[0])
    for row in rows[1:]:
        values = {name: value or new for (name, value), new in zip(values.items(), _values(row).values(), strict=True)}
    column = own.schema.reference(ValueSource.GROUP)
    group = str(values.get(column, "")) if column and own.kind.per is not Per.SEMESTER else ""
    if group in (Summary.DEPARTMENT, STAND_IN):
        group = ""
    key, title = _called(own, semester, values, group, counted)
    if key.startswith(STAND_IN) or not key:
        key = f"第{rows[0].row}行"
    made = _Maker(semester, numbers)
    data: dict[str, object] = {}
    for name, one in own.schema.properties.items():
        if name == own.schema.lines:
            data[name] = [made.record(one.one.properties, _values(row)) for row in rows]
        else:
            data[name] = made.value(name, one, values.get(name))
    dated = next((value for value in data.values() if isinstance(value, date)), None)
    document = Document(own.kind, key, title, {}, group, "", dated)
    broken = any(row.broken for row in rows)
    lines = tuple(row.row for row in rows)
    try:
        whole = plain(own_model.model_of(own.kind).model_validate(data))
    except ValidationError as error:
        said = () if broken else tuple(map(str, faults.problems(error.errors(include_url=False), own.kind)))
        return OwnPaper(document, lines, broken, (*made.missing, *said))
    return OwnPaper(
        Document(own.kind, key, title, whole, group, "", dated), lines, broken, () if broken else tuple(made.missing)
    )


def _called(
    own: OwnKind, semester: Semester, values: Mapping[str, object], group: str, counted: dict[str, int]
) -> tuple[str, str]:
    """Return key and title of a paper."""
    title = own.kind.title
    of_group = found.name if (found := semester.group_by_id.get(group)) else ""
    match own.kind.per:
        case Per.GROUP:
            return group, f"{of_group}{title}"
        case Per.PERSON:
            number = str(values[_key_column(own.schema)])
            person = semester.person_by_id.get(number)
            return f"{number}{person.name if person else ''}", f"{person.name if person else ''}{title}"
        case Per.ROW:
            place = group or Summary.DEPARTMENT
            counted[place] = counted.get(place, 0) + 1
            return f"{place}-{counted[place]}", f"{of_group}{title}（{counted[place]}）"
    programme = semester.programme
    return Summary.DEPARTMENT, f"{programme.term_name}“{programme.activity}”{title}" if programme else title


def _values(row: Row) -> dict[str, object]:
    return {field.alias or name: getattr(row, name) for name, field in type(row).model_fields.items()}


class _Maker:
    """Makes a paper's values from a row's: references become what the other sheet has."""

    def __init__(self, semester: Semester, numbers: Mapping[str, str]) -> None:
        self._semester, self._numbers = semester, numbers
        self.missing: list[str] = []

    def record(self, properties: Mapping[str, Property], values: Mapping[str, object]) -> dict[str, object]:
        """Return the values of a record."""
        return {name: self.value(name, one, values.get(name)) for name, one in properties.items()}

    def value(self, name: str, one: Property, value: object) -> object:
        """Return one value of a paper as the paper's model wants it."""
        source = one.origin
        if source is ValueSource.PROGRAMME:
            return self._plain(one, self._shown(_by_title(self._semester.programme, name)))
        if source is None or one.one.type != "object":
            return self._plain(one, value)
        if isinstance(value, tuple):
            return [self._of(source, one.one, str(number)) for number in value]
        return self._of(source, one, str(value)) if value else None

    def _of(self, source: ValueSource, one: Property, number: str) -> dict[str, object]:
        semester = self._semester
        row: Row | None
        match source:
            case ValueSource.PERSON:
                row = semester.person_by_id.get(number)
            case ValueSource.GROUP:
                row = semester.group_by_id.get(number)
            case _:
                row = semester.project_by_id.get(number)
        if row is None:
            said = _("{number} on the sheet {sheet} has an error of its own")
            self.missing.append(said.format(number=number, sheet=source.value))
            return {}
        found = {name: self._plain(inner, self._shown(_by_title(row, name))) for name, inner in one.properties.items()}
        if source is ValueSource.GROUP and "备案号" in found:
            found["备案号"] = self._numbers.get(number, "")
        return found

    def _plain(self, one: Property, value: object) -> object:
        if one.type == "boolean":
            return value == own_model.YES
        if value is None and one.type == "string" and not one.format:
            return ""
        return value.value if isinstance(value, StrEnum) else value

    def _shown(self, value: object) -> object:
        """Return a value of another sheet, people named by their names."""
        if isinstance(value, tuple):
            return [self._shown(one) for one in value]
        if isinstance(value, str) and (person := self._semester.person_by_id.get(value)):
            return person.name
        return value.value if isinstance(value, StrEnum) else value


def _by_title(row: Row | None, title: str) -> object:
    for name, field in type(row).model_fields.items() if row is not None else ():
        if field.alias == title:
            return getattr(row, name)
    return None
