"""个人材料汇总表: what the workbooks of an activity say of one person, semester by semester, and the papers made of them.

Of any activity: it goes by what columns say of themselves. Rows that are about the person are told whole; of a row about
somebody else that names them only what is open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from pydantic import Field

from docgen.documents.kind import Document, DocumentKind, Paper, Per, plain
from docgen.documents.shared_parts import digits
from docgen.field import Programme, Row, Semester, SheetKind
from docgen.field.column import Column, Privacy, Role
from docgen.field.columns import columns_of, names_of, numbers_in
from docgen.messages import N_


class RecordFact(Paper):
    """What the workbook says of the person themselves."""

    name: str = Field(alias="名称", description=N_("Column title"))
    text: str = Field(alias="内容", description=N_("What stands there"))


class RecordPaper(Paper):
    """A paper that was made of the person."""

    title: str = Field(alias="题名", description=N_("Title of the paper"))
    number: str = Field("", alias="文号", description=N_("Number of the paper"))
    dated: date | None = Field(None, alias="日期", description=N_("Day of the paper"))
    state: str = Field(alias="状态", description=N_("Signed, or a draft"))


class RecordLine(Paper):
    """A row of a sheet that is about the person, or names them."""

    sheet: str = Field(alias="类别", description=N_("Sheet that the row stands on"))
    dated: date | None = Field(None, alias="日期", description=N_("Its first day"))
    text: str = Field(alias="内容", description=N_("What the row says"))


class RecordTerm(Paper):
    """One semester: what is new in it."""

    term: str = Field(alias="学年学期", description=N_("Academic year and term"))
    papers: tuple[RecordPaper, ...] = Field((), alias="文件", description=N_("Papers of the person"))
    lines: tuple[RecordLine, ...] = Field((), alias="记录", description=N_("Rows that the semester added or changed"))


class PersonalRecord(Paper):
    """A person and their semesters, the oldest first."""

    general_branch: str = Field(alias="党组织", description=N_("Party general branch"))
    activity: str = Field(alias="活动名称", description=N_("Name of the activity"))
    id: str = Field(alias="编号", description=N_("Student or staff number"))
    name: str = Field(alias="姓名", description=N_("Full name"))
    facts: tuple[RecordFact, ...] = Field((), alias="基本情况", description=N_("What the newest workbook says of them"))
    terms: tuple[RecordTerm, ...] = Field(alias="学期", min_length=1, description=N_("The semesters, the oldest first"))
    papers: int = Field(alias="文件总数", description=N_("Papers of all semesters"))
    lines: int = Field(alias="记录总数", description=N_("Rows of all semesters"))


def compose(
    who: SheetKind,
    number: str,
    semesters: Sequence[Semester],
    sheets: tuple[SheetKind, ...],
    papers: Mapping[str, Sequence[RecordPaper]],
) -> Document:
    """Compose the record of who has a number on the sheet ``who``; ``papers`` by term.

    ``semesters`` stand oldest first, and the last that knows the person says what they are. Rows that stand in several
    workbooks are told once.
    """
    known = [one for one in semesters if _own(who, number, one) is not None]
    newest, row = known[-1], _own(who, number, known[-1])
    assert row is not None and newest.programme is not None
    told: set[tuple[str, str]] = set()
    terms = []
    for semester in semesters:
        assert semester.programme is not None
        made = papers.get(semester.programme.term.slug, ())
        lines = [
            line
            for line in _lines(who, number, semester, sheets)
            if (line.sheet, line.text) not in told and not told.add((line.sheet, line.text))  # type: ignore[func-returns-value]
        ]
        if made or lines or semester in known:
            terms.append(RecordTerm(term=semester.programme.term_name, papers=tuple(made), lines=tuple(lines)))
    names = names_of(newest, sheets)
    facts = tuple(
        RecordFact(name=column.title, text=text)
        for column in _sound(row)[1:]
        if not column.called and (text := _text(column, row, names))
    )
    record = PersonalRecord.of(
        newest.programme,
        id=number,
        name=names.get(who.title, {}).get(number) or number,
        facts=facts,
        terms=tuple(terms),
        papers=sum(len(one.papers) for one in terms),
        lines=sum(len(one.lines) for one in terms),
    )
    return Document(KIND, f"{number}{record.name}", record.name, plain(record))


def is_about(row: Row, column: Column, sheet: str) -> bool:
    """Whether a column of a row says whom it is about: its key, or any that names one where no key does."""
    keys = [one for one in columns_of(type(row)) if one.sheet == sheet and one.key]
    return column.sheet == sheet and (column.key or not keys)


def _sound(row: Row) -> list[Column]:
    """Return the columns of a row that say what the clerk wrote: what was refused has something else in its place."""
    return [column for column in columns_of(type(row)) if column.title not in row.broken]


def _own(who: SheetKind, number: str, semester: Semester) -> Row | None:
    key = columns_of(who.model)[0].attribute
    return next((row for row in semester.rows(who) if getattr(row, key) == number), None)


def _lines(who: SheetKind, number: str, semester: Semester, sheets: tuple[SheetKind, ...]) -> Iterator[RecordLine]:
    names = names_of(semester, sheets)
    for kind in sheets:
        if kind.title in (Programme.SHEET, who.title):
            continue
        found = [line for row in semester.rows(kind) for line in _line(who, number, kind.title, row, names)]
        yield from sorted(found, key=lambda line: line.dated or date.min)


def _line(
    who: SheetKind, number: str, sheet: str, row: Row, names: Mapping[str, Mapping[str, str]]
) -> Iterator[RecordLine]:
    columns = _sound(row)
    naming = [one for one in columns if one.sheet == who.title and number in numbers_in(row, one)]
    if not naming:
        return
    is_whole = any(is_about(row, one, who.title) for one in naming)
    days = [one for one in columns if one.role is Role.DATE and isinstance(getattr(row, one.attribute), date)]
    first = next((one for one in days if is_whole or one.private is Privacy.NO), None)
    said = [
        f"{one.title}：{text}"
        for one in columns
        if one is not first
        and not (one in naming and numbers_in(row, one) == (number,) and is_about(row, one, who.title))
        and (is_whole or one.private is Privacy.NO or one in naming or one.key)
        and (text := _text(one, row, names))
    ]
    yield RecordLine(
        sheet=sheet,
        dated=getattr(row, first.attribute) if first is not None else None,
        text="；".join(said) or "—",
    )


def _text(column: Column, row: Row, names: Mapping[str, Mapping[str, str]]) -> str:
    value: object = getattr(row, column.attribute)
    if column.role is Role.REFERENCE:
        known = names.get(column.sheet, {})
        return "、".join(known.get(one, one) for one in numbers_in(row, column) if one)
    match value:
        case None | ():
            return ""
        case date():
            return f"{value.year}年{value.month}月{value.day}日"
        case Decimal():
            return digits(value)
        case tuple():
            return "、".join(map(str, value))
        case _:
            return str(value).rstrip("。")


KIND = DocumentKind("personal_record", "个人材料汇总表", Per.PERSON, 96, PersonalRecord, pages=(1, 60), is_inside=True)
"""Of any activity, on request: ``docgen dossier``."""
