"""Whose papers a faulty row holds back, where they are filed by groups and where by the rows of any one sheet.

By groups: those that it names, that the people it names are in, or that name them. A paper that names a person of
another group is about that person too: none is composed while the person's row is held back. Reckoned over the rows as typed,
so that a faulty row of 组员 still says which group it is about.

Elsewhere: the units (rows of the sheet by which papers are filed) that the row is about, and those of the rows that name it:
what is said of a juror stands in the papers of whom they judge.
"""

from __future__ import annotations

from collections.abc import Mapping

from docgen.field import SheetKind
from docgen.field.about import About
from docgen.field.column import Column, Role
from docgen.field.columns import by_title, columns_of
from docgen.workbook.rows import RawRow
from docgen.workbook.table import LINES


class Scope:
    """The groups of people and projects, and with them of every row."""

    def __init__(self, raws: Mapping[str, list[RawRow]], kinds: Mapping[str, SheetKind]) -> None:
        self._kinds = kinds
        self._by_person: dict[str, dict[str, None]] = {}
        self._by_project: dict[str, str] = {}
        for raw in raws.get("组员", ()):
            self._add(raw.texts.get("编号", ""), raw.texts.get("小组编号", ""))
        for raw in raws.get("小组", ()):
            for title in ("组长", "指导教师"):
                self._add(raw.texts.get(title, ""), raw.texts.get("小组编号", ""))
        for raw in raws.get("项目", ()):
            self._by_project[raw.texts.get("项目编号", "")] = raw.texts.get("小组编号", "")
        # Who is named by a group's rows without being in it: a talker, a partner, a member of its project.
        self._naming: dict[str, dict[str, None]] = {}
        for sheet, rows in raws.items():
            if sheet in kinds and sheet not in (LINES, "人员"):
                for raw in rows:
                    self._name(sheet, raw)

    def groups_of(self, sheet: str, raw: RawRow) -> tuple[tuple[str, ...], bool]:
        """Return the groups a row concerns, and whether it concerns everything."""
        if sheet == LINES:
            return (), True
        found: dict[str, None] = {}
        self._named(sheet, raw, found)
        if not found:
            for column in by_title(self._kinds[sheet].model).values():
                if column.role is Role.PERSON_NUMBER or column.sheet == "人员":
                    for person in raw.texts.get(column.title, "").split("、"):
                        found.update(self._by_person.get(person, {}))
            if sheet == "人员":
                found.update(self._by_person.get(raw.texts.get("姓名", ""), {}))
                found.update(self._naming.get(raw.texts.get("编号", ""), {}))
        named = bool(found)
        for fault in raw.faults:
            column = by_title(self._kinds[sheet].model)[fault.column]
            for near in fault.near:
                if column.sheet == "小组":
                    found[near] = None
                elif not named:  # whoever is meant, a row that names its group concerns that group alone
                    found.update(self._by_person.get(near, {}))
        found.pop("", None)
        # A member without a group, or a group without a number: any group's papers might lack it. A number that no group
        # has (and none nearly has) holds back nobody by itself: the group that lost a member says so.
        stranger = any(fault.fault.kind == "unknown-reference" for fault in raw.faults)
        return tuple(found), sheet in ("小组", "组员") and not found and not stranger

    def _named(self, sheet: str, raw: RawRow, found: dict[str, None]) -> None:
        if sheet == "项目成员":
            found[self._by_project.get(raw.texts.get("项目编号", ""), "")] = None
        if raw.texts.get("小组编号"):
            found[raw.texts["小组编号"]] = None
        elif raw.texts.get("适用小组"):
            found.update(dict.fromkeys(raw.texts["适用小组"].split("、")))
        elif not self._kinds[sheet].attribute:
            for column in by_title(self._kinds[sheet].model).values():
                if column.sheet == "小组":
                    found.update(dict.fromkeys(raw.texts.get(column.title, "").split("、")))
        found.pop("", None)

    def _name(self, sheet: str, raw: RawRow) -> None:
        groups: dict[str, None] = {}
        self._named(sheet, raw, groups)
        for column in columns_of(self._kinds[sheet].model) if groups else ():
            if column.sheet == "人员":
                for person in raw.texts.get(column.title, "").split("、"):
                    self._naming.setdefault(person, {}).update(groups)

    def _add(self, person: str, group: str) -> None:
        if person and group:
            self._by_person.setdefault(person, {})[group] = None


class Units:
    """The units that rows concern; of the same shape as :class:`~docgen.workbook.scope.Scope`."""

    def __init__(self, raws: Mapping[str, list[RawRow]], kinds: Mapping[str, SheetKind], unit: str) -> None:
        models = {title: kind.model for title, kind in kinds.items() if title != LINES}
        self._about = About(models, unit, raws, _numbers)

    def groups_of(self, sheet: str, raw: RawRow) -> tuple[tuple[str, ...], bool]:
        """Return the units a row concerns, and whether it concerns everything."""
        if sheet == LINES:
            return (), True
        found = {**self._about.units(sheet, raw), **self._about.units_naming(sheet, raw)}
        for fault in raw.faults:
            for near in fault.near:
                found.update(self._about.units_at(fault.sheet, near))
        return tuple(found), False


def _numbers(raw: RawRow, column: Column) -> list[str]:
    return [number for number in raw.texts.get(column.title, "").split("、") if number]
