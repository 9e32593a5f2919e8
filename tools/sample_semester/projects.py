"""The sheets 项目, 项目成员, 荣誉 and 评选: what the groups made, and what it won."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from docgen.field import Honour, JudgeKind, Level, Mark, Project, ProjectMember, ProjectState, ProjectType
from tools.sample_semester.groups import Grouping
from tools.sample_semester.people import Roster
from tools.sample_semester.tables import day, must_day, pairs, table

_PROFESSIONAL = ("诸葛明远", "许南屏", "俞静姝", "卓远帆（校外）", "傅一鸣（校外）")
_POPULAR = (
    "观众代表金小禾",
    "观众代表胡渐鸿",
    "观众代表苗青",
    "观众代表严冬至",
    "观众代表葛小满",
    "观众代表陆思行",
    "观众代表裘乐",
    "观众代表骆一凡",
    "观众代表车安宁",
    "观众代表任远",
)


@dataclass(frozen=True)
class Works:
    """Projects with their members."""

    projects: list[Project] = field(default_factory=list)
    members: list[ProjectMember] = field(default_factory=list)

    def people_of(self, result: str) -> tuple[str, ...]:
        """Return the members of the project with this result."""
        number = self.by_result(result).id
        return tuple(row.person for row in self.members if row.project == number)

    def by_result(self, result: str) -> Project:
        """Return the project with this result."""
        return next(project for project in self.projects if project.result_name == result)


def works(grouping: Grouping, people: Roster) -> Works:
    """Build the projects in the order of their groups."""
    result = Works()
    for group, raw in grouping.raw.items():
        for item in raw.get("project", []):
            number = f"P{len(result.projects) + 1:02d}"
            begins, ends = item["span"].split()
            form, _, name = item["result"].partition("=")
            appraiser, grade, appraised = (item.get("appraisal") or "  ").split(" ")
            result.projects.append(
                Project(
                    id=number,
                    group=group,
                    name=item["name"],
                    type=ProjectType(item.get("type", "项目")),
                    office=item["office"],
                    begins_on=day(begins),
                    ends_on=day(ends),
                    state=ProjectState(item["state"]),
                    result_form=form,
                    result_name=name,
                    appraiser=appraiser,
                    grade=grade,
                    appraised_on=day(appraised),
                    evidence=item.get("evidence", ""),
                    base=item.get("base", ""),
                )
            )
            for who, rest in pairs(item["members"]):
                share, _, credit = rest.partition("=")
                result.members.append(
                    ProjectMember(
                        project=number,
                        person=people.number(who),
                        share=share,
                        credit=Decimal(credit) if credit else None,
                    )
                )
    return result


def honours(made: Works, people: Roster) -> list[Honour]:
    """Build 荣誉 in order of the day; ``@`` before a result stands for all who made it."""
    rows = sorted(table("honours.txt"), key=lambda row: row[-1])
    found = []
    for number, (who, group, name, level, grade, by, on) in enumerate(rows, start=1):
        winners = made.people_of(who[1:]) if who.startswith("@") else tuple(map(people.number, who.split("、")))
        found.append(
            Honour(
                id=f"H{number:02d}",
                winners=winners,
                group=group,
                name=name,
                level=Level(level),
                grade=grade,
                awarded_by=by,
                awarded_on=must_day(on),
            )
        )
    return found


def marks(made: Works) -> list[Mark]:
    """Build 评选: five professional and ten popular marks a work."""
    found = []
    for serial, (work, professional, popular) in enumerate(table("marks.txt"), start=1):
        juries = (
            (JudgeKind.PROFESSIONAL, _PROFESSIONAL, professional.split()),
            (JudgeKind.POPULAR, _POPULAR, popular.split()),
        )
        for kind, judges, given in juries:
            for judge, mark in zip(judges, given, strict=True):
                found.append(
                    Mark(
                        work_id=f"W{serial:02d}",
                        work_name=work,
                        authors=made.people_of(work),
                        judge=judge,
                        judge_kind=kind,
                        mark=Decimal(mark),
                    )
                )
    return found
