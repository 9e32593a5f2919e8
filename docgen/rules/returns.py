"""What a group has on its form, and what does not belong there, of the sheets that name people or projects and no group."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from docgen.field import Certificate, Goal, Membership, Project, ProjectMember, Review, Row, Semester
from docgen.messages import _
from docgen.problems import Problem, Severity

SAYS_WHOSE = {"荣誉": "获奖者"}
"""Where this column is filled, an honour is theirs and needs no group."""


def share(semester: Semester, group: str) -> dict[str, tuple[Row, ...]]:
    """Return a group's rows by sheet: its own, and goals of its members that are for all their groups or name it."""
    members = dict.fromkeys(row.person for row in semester.members_by_group.get(group, ()))
    projects = semester.projects_by_group.get(group, ())
    numbers = {project.id for project in projects}
    found = semester.group_by_id.get(group)
    return {
        "小组": (found,) if found is not None else (),
        "组员": semester.members_by_group.get(group, ()),
        "目标": tuple(goal for person in members for goal in semester.goals_of(person, group)),
        "活动": semester.activities_by_group.get(group, ()),
        "项目": projects,
        "项目成员": tuple(row for row in semester.project_members if row.project in numbers),
        "荣誉": tuple(
            row for row in semester.honours if row.group == group or (not row.group and members.keys() & {*row.winners})
        ),
        "证书": tuple(row for row in semester.certificates if row.person in members),
        "交流": tuple(row for row in semester.talks if row.group == group),
        "自查互评": tuple(row for row in semester.reviews if row.group == group),
        "总结": tuple(row for row in semester.summaries if row.group == group),
    }


def stray(rows: Mapping[str, Sequence[Row]], broken: Collection[str]) -> Iterator[Problem]:
    """Yield what belongs to somebody else; no sheet that others rest on and that has ``broken`` rows is gone by."""
    members = {row.person for row in rows.get("组员", ()) if isinstance(row, Membership)}
    projects = {row.id for row in rows.get("项目", ()) if isinstance(row, Project)}
    for title, ones in rows.items():
        for row in ones:
            if isinstance(row, (Certificate, Goal, Review)) and row.person not in members and "组员" not in broken:
                message, hint = _("is not a member of this group"), _("add them to sheet 组员, or take the row out")
                kind, column, value = "not-a-member", "编号", row.person
            elif isinstance(row, ProjectMember) and row.project not in projects and "项目" not in broken:
                message = _("is no project of this group")
                hint = _("take the row out, or give the number of this group")
                kind, column, value = "another-project", "项目编号", row.project
            else:
                continue
            yield Problem(kind, Severity.ERROR, title, row.row, column, message, hint, value, 3)
