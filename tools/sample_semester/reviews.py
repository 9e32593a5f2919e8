"""The sheet 自查互评: own check in May, the half-way check, and what partners say in June."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from docgen.field import Goal, GoalKind, GroupState, Membership, Review, ReviewKind
from tools.sample_semester.groups import Grouping
from tools.sample_semester.people import Roster, Student
from tools.sample_semester.tables import document


def reviews(grouping: Grouping, people: Roster, goals: list[Goal]) -> list[Review]:
    """Build the reviews of every group that goes on, leaders' half-way check first."""
    words = document("reviews.toml")
    unmet = {(goal.person, goal.kind): goal for goal in goals if goal.met is not True}
    found: list[Review] = []
    serial = 0
    for group in grouping.groups:
        if group.state is not GroupState.ACTIVE:
            continue
        rows = [row for row in grouping.memberships if row.group == group.id and row.left_on is None]
        found.append(_half_way(group.id, group.leader, words["half_way"][group.id]))
        for row in rows:
            if row.person not in people.students:
                continue
            student = people.students[row.person]
            serial += 1
            verdicts = words["own"][group.form.value]
            found.append(
                Review(
                    group=group.id,
                    person=row.person,
                    kind=ReviewKind.SELF,
                    reviewed_on=date(2009, 5, 8 + serial % 5),
                    verdict=_say(verdicts[serial % len(verdicts)], student, row),
                    gap=_gap(words["gap"], student, serial),
                )
            )
            verdicts = words["partner"][group.form.value]
            found.append(
                Review(
                    group=group.id,
                    person=row.person,
                    kind=ReviewKind.PARTNER,
                    reviewed_on=date(2009, 6, 15 + serial % 5),
                    verdict=_say(verdicts[serial * 3 % len(verdicts)], student, row),
                    gap="；".join(_still(goal) for goal in _open(unmet, row.person)),
                )
            )
    return found


def _half_way(group: str, leader: str, text: str) -> Review:
    verdict, _, gap = text.partition("|")
    return Review(
        group=group,
        person=leader,
        kind=ReviewKind.HALF_WAY,
        reviewed_on=date(2009, 5, 6 + int(group[1:]) % 4),
        verdict=verdict,
        gap=gap,
    )


def _open(unmet: dict[tuple[str, GoalKind], Goal], person: str) -> Iterator[Goal]:
    for kind in GoalKind:
        if (person, kind) in unmet:
            yield unmet[person, kind]


def _still(goal: Goal) -> str:
    wanted = f"{goal.indicator}目标{goal.target}{goal.unit}"
    return f"{wanted}，尚无结果" if not goal.achieved else f"{wanted}，期末前须再努力"


def _say(text: str, student: Student, row: Membership) -> str:
    return text.format(n=student.given, trait=student.trait, share=row.share.split("、")[0], want=student.rank.target)


def _gap(texts: list[str], student: Student, serial: int) -> str:
    level = student.certificate_level
    return texts[serial % len(texts)].format(
        ranks=student.ranks,
        want=student.rank.target,
        cert=student.certificate_goal,
        now=level.baseline if level.baseline != "无" else "尚未取证",
    )
