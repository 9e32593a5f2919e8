"""The whole sample as a :class:`docgen.field.Semester`."""

from __future__ import annotations

from typing import Any

from docgen.field import Change, Programme, Semester, Summary
from tools.sample_semester.goals import certificates, goals
from tools.sample_semester.groups import grouping
from tools.sample_semester.people import roster
from tools.sample_semester.projects import honours, marks, works
from tools.sample_semester.reviews import reviews
from tools.sample_semester.summaries import group_summary
from tools.sample_semester.tables import document, must_day
from tools.sample_semester.talks import talks


def sample() -> Semester:
    """Build the sample semester; the same every time."""
    department = document("department.toml")
    people = roster()
    groups = grouping(people)
    made = works(groups, people)
    won = honours(made, people)
    wanted = goals(people, won)
    proved = certificates(people)
    own = [group_summary(group, groups, made, won, wanted, people) for group in groups.groups]
    return Semester(
        programme=Programme.model_validate_strings(department["programme"]),
        people=people.people,
        groups=tuple(groups.groups),
        memberships=tuple(groups.memberships),
        goals=tuple(wanted),
        activities=tuple(groups.activities),
        projects=tuple(made.projects),
        project_members=tuple(made.members),
        honours=tuple(won),
        certificates=tuple(proved),
        talks=tuple(talks(groups, people, made)),
        reviews=tuple(reviews(groups, people, wanted)),
        marks=tuple(marks(made)),
        changes=tuple(_change(item) for item in department["change"]),
        summaries=(_department(department["summary"]), *own),
    )


def _change(item: dict[str, Any]) -> Change:
    return Change(
        group=item["group"],
        changed_on=must_day(item["on"]),
        matter=item["matter"],
        before=item["before"],
        after=item["after"],
        reason=item["reason"],
        approved_by="方秉文",
    )


def _department(texts: dict[str, str]) -> Summary:
    return Summary(
        group=Summary.DEPARTMENT,
        situation=texts["situation"].strip(),
        practice=texts["practice"].strip(),
        results=texts["results"].strip(),
        cases=texts["cases"].strip(),
        difficulties=texts["difficulties"].strip(),
        next_steps=texts["next_steps"].strip(),
        background=texts["background"].strip(),
        discussion=texts["discussion"].strip(),
    )
