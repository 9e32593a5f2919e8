"""Rules 2, 3, 8 and 11: numbers are unique, filing numbers without gaps, nobody stands twice in a group, 身份 and 政治面貌 agree.

Of rule 8 here is what the workbook alone tells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from docgen.field import Group, Row
from docgen.messages import _
from docgen.problems import Problem
from docgen.rules.faults import JudgedSemester, error, warning
from docgen.settings import patterns

R = TypeVar("R", bound=Row)
_FORBIDDEN = re.compile(r'[\\/:*?"<>|]')
_PHONE = re.compile(r"\+?\d[\d ()（）\-—]{4,19}(?:转\d{1,6})?(?:[、/,，; ；]+\+?\d[\d ()（）\-—]{4,19}(?:转\d{1,6})?)*")
_RESERVED = frozenset(("CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in "123456789¹²³")))
"""Names of devices, with any ending (Microsoft, "Naming Files, Paths, and Namespaces")."""
_LONGEST = 60
"""Bytes in UTF-8; with the title of a paper behind it a file name still stays below 255."""


def _repeats(rows: Iterable[R], key: Callable[[R], str | None]) -> Iterator[tuple[R, R]]:
    """Yield each row whose key an earlier row has, with that row."""
    seen: dict[str, R] = {}
    for row in rows:
        value = key(row)
        if value is None:
            continue
        first = seen.setdefault(value, row)
        if first is not row:
            yield row, first


def numbers_are_unique(case: JudgedSemester) -> Iterator[Problem]:
    """Rule 2: no two people with one number; the same for groups, projects and honours."""
    semester = case.semester
    hint = _("give each a number of its own, or delete the row that is there twice")
    for person, first in _repeats(semester.people, lambda row: row.id):
        yield error(
            person,
            "编号",
            "duplicate-number",
            2,
            _("the number already belongs to {name} in row {row}").format(name=first.name, row=first.row),
            hint,
            value=person.id,
            # Who refers to one of the two by name is known by that name alone (workbook.references).
            groups=tuple(
                dict.fromkeys(
                    group
                    for known in (person.id, person.name, first.name)
                    for group in case.groups_by_person.get(known, ())
                )
            ),
        )
    for group, first_group in _repeats(semester.groups, lambda row: row.id):
        yield error(
            group,
            "小组编号",
            "duplicate-number",
            2,
            _("the number already stands in row {row}").format(row=first_group.row),
            hint,
            value=group.id,
            groups=(group.id,),
        )
    for project, first_project in _repeats(semester.projects, lambda row: row.id):
        yield error(
            project,
            "项目编号",
            "duplicate-number",
            2,
            _("the number already stands in row {row}").format(row=first_project.row),
            hint,
            value=project.id,
            groups=tuple(dict.fromkeys((first_project.group, project.group))),
        )
    for honour, first_honour in _repeats(semester.honours, lambda row: row.id):
        yield error(
            honour,
            "荣誉编号",
            "duplicate-number",
            2,
            _("the number already stands in row {row}").format(row=first_honour.row),
            hint,
            value=honour.id,
            groups=(honour.group,) if honour.group else (),
        )


def numbers_can_name_files(case: JudgedSemester) -> Iterator[Problem]:
    """Rule 2: papers, scans and enclosures lie under these numbers, on any system: none is reserved or differs by case."""
    semester = case.semester
    for column, rows in (
        ("小组编号", [(row, row.id, (row.id,)) for row in semester.groups]),
        ("项目编号", [(row, row.id, (row.group,)) for row in semester.projects]),
        ("编号", [(row, row.id, case.groups_by_person.get(row.id, ())) for row in semester.people]),
    ):
        first: dict[str, str] = {}
        for row, number, groups in rows:
            said = _no_file_name(number)
            alike = first.setdefault(number.casefold(), number)
            if not said and alike != number:
                said = _("differs from {other} only in capital and small letters").format(other=alike)
            if said and column not in row.broken:
                hint = _("choose another number of letters, digits and -, such as G01")
                yield error(row, column, "no-file-name", 2, said, hint, value=number, groups=groups)


def _no_file_name(number: str) -> str:
    """Say why no file or folder of Windows can have this name, "" when one can."""
    if found := _FORBIDDEN.search(number):
        return _("no file name may hold {character}").format(character=found[0])
    if number.partition(".")[0].strip().upper() in _RESERVED:
        return _("Windows keeps this name for itself: no file can have it")
    if number.endswith((".", " ")) or number.startswith("."):
        return _("no file name begins or ends with a full stop")
    if number.startswith(("-", "~$")):
        return _("programs take a file that begins with {sign} for something else").format(sign=number[0])
    return _("is too long for a file name") if len(number.encode()) > _LONGEST else ""


def nobody_stands_twice(case: JudgedSemester) -> Iterator[Problem]:
    """Rule 3: no person twice in one group, in one project, or twice marked by one judge."""
    semester = case.semester
    hint = _("delete one of the two rows")
    for row, first in _repeats(semester.memberships, lambda row: f"{row.group}\n{row.person}"):
        yield error(
            row,
            "编号",
            "person-twice",
            3,
            _("is in this group already, in row {row}").format(row=first.row),
            hint,
            value=row.person,
            groups=(row.group,),
        )
    for member, earlier in _repeats(semester.project_members, lambda row: f"{row.project}\n{row.person}"):
        project = semester.project_by_id.get(member.project)
        yield error(
            member,
            "编号",
            "person-twice",
            3,
            _("is in this project already, in row {row}").format(row=earlier.row),
            hint,
            value=member.person,
            groups=(project.group,) if project else (),
        )
    for summary, first_summary in _repeats(semester.summaries, lambda row: row.group):
        yield error(
            summary,
            "小组编号",
            "duplicate-summary",
            3,
            _("has a summary already, in row {row}").format(row=first_summary.row),
            hint,
            value=summary.group,
            groups=(summary.group,),
        )
    for mark, first_mark in _repeats(semester.marks, lambda row: f"{row.contest}\n{row.work_id}\n{row.judge}"):
        yield error(
            mark,
            "评委",
            "duplicate-mark",
            3,
            _("has marked this work already, in row {row}").format(row=first_mark.row),
            hint,
            value=mark.judge,
        )


def standing_and_status_agree(case: JudgedSemester) -> Iterator[Problem]:
    """Rule 11: who is a Party member by 身份 is one by 政治面貌, and nobody else."""
    for person in case.semester.people:
        if person.broken & {"身份", "政治面貌"} or person.standing.is_member == person.political_status.is_member:
            continue
        yield error(
            person,
            "政治面貌",
            "standing-and-status",
            11,
            _("does not go with 身份 {standing}").format(standing=person.standing),
            _("a 学生党员 or 教师党员 is 中共党员 or 中共预备党员, nobody else is: correct one of the two"),
            value=person.political_status,
            groups=case.groups_by_person.get(person.id, ()),
        )


def classes_are_written_alike(case: JudgedSemester) -> Iterator[Problem]:
    """Students have a class, written as docgen.toml says ([check] class_pattern): a warning."""
    pattern = case.settings.check.class_pattern
    for person in case.semester.people:
        if "班级" in person.broken or "身份" in person.broken:
            continue
        if person.class_name and not patterns.search(pattern, person.class_name):
            yield warning(
                person,
                "班级",
                "class-form",
                0,
                _("is not written as a class is here"),
                _("docgen.toml asks for {pattern}").format(pattern=pattern),
                value=person.class_name,
            )
        elif not person.class_name and person.standing.is_student:
            yield warning(
                person, "班级", "class-missing", 0, _("a student without a class"), _("fill in the class"), value=""
            )


def phones_read_like_phones(case: JudgedSemester) -> Iterator[Problem]:
    """A phone is digits, with the signs usual between them; what else is printed as one is a warning (rule 18)."""
    for person in case.semester.people:
        phone = person.phone
        if not phone or "联系电话" in person.broken or _PHONE.fullmatch(phone):
            continue
        yield warning(
            person,
            "联系电话",
            "phone-form",
            18,
            _("does not read like a phone, and is printed as it stands"),
            _("write digits only, for example 13900000001, or leave the cell empty"),
            value=phone,
        )


def filing_numbers_are_unique(case: JudgedSemester) -> Iterator[Problem]:
    """Rule 8: no two groups with one filing number."""
    seen: dict[str, Group] = {}
    for group in case.semester.groups:
        if not group.filing_number or "备案号" in group.broken:
            continue
        first = seen.setdefault(group.filing_number, group)
        if first is not group:
            yield error(
                group,
                "备案号",
                "duplicate-filing-number",
                8,
                _("the filing number already belongs to {group}").format(group=first.id),
                _("leave the cell empty and docgen issues the next number"),
                value=group.filing_number,
                groups=(first.id, group.id),
            )


def filing_numbers_have_no_gaps(case: JudgedSemester) -> Iterator[Problem]:
    """Rule 8: of the numbers typed by hand none is skipped, but for those that empty cells will still take up."""
    numbered: dict[int, Group] = {}
    empty = 0
    pattern = _pattern(case)
    for group in case.semester.groups:
        if "备案号" in group.broken or not group.filing_number:
            empty += 1
        elif found := pattern.fullmatch(group.filing_number):
            numbered.setdefault(int(found[1]), group)
        else:
            yield warning(
                group,
                "备案号",
                "filing-number-form",
                8,
                _("is not written as filing numbers are in docgen.toml"),
                _("leave the cell empty and docgen issues the next number"),
                value=group.filing_number,
                groups=(group.id,),
            )
    last = 0
    for no, group in sorted(numbered.items(), key=lambda item: item[0]):
        skipped = no - last - 1
        last = no
        if skipped > empty:
            yield error(
                group,
                "备案号",
                "filing-number-gap",
                8,
                _("{count} numbers before it are left out").format(count=skipped),
                _("number without gaps, or leave the cells empty and docgen issues the numbers"),
                value=group.filing_number,
                groups=(group.id,),
            )
        empty -= min(max(skipped, 0), empty)


def _pattern(case: JudgedSemester) -> re.Pattern[str]:
    """Return a pattern for filing numbers of this semester, whatever spelling of brackets was typed."""
    programme = case.semester.programme
    return case.settings.number.form.pattern(prefix=programme.filing_prefix if programme is not None else "")
