"""Rule 6, and the goals of rule 10: each student party has goals of all four kinds; at the end each is accounted for."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.field import Goal, GoalKind, GoalResult, Membership
from docgen.field.measures import falls_short, number
from docgen.messages import _
from docgen.problems import Problem
from docgen.rules.faults import NOBODY, JudgedSemester, error, warning


def parties_have_all_kinds(case: JudgedSemester) -> Iterator[Problem]:
    """Rule 6: each student party has at least one goal of each of the four kinds, in each of their groups."""
    said: dict[str, set[GoalKind]] = {}
    unclear = {goal.person for goal in case.semester.goals if goal.broken & {"类别", "适用小组"}}
    for group, parties in case.parties.items():
        for row in parties:
            person = case.known(row.person)
            if person is None or not person.standing.is_student or case.lacks("目标", row.person):
                continue
            if row.person in unclear:
                continue
            goals = case.semester.goals_of(row.person, group)
            missing = [kind for kind in GoalKind if all(goal.kind is not kind for goal in goals)]
            new = [kind for kind in missing if kind not in said.setdefault(row.person, set())]
            if new:
                said[row.person].update(new)
                yield _missing(row, person.name, missing, case)


def _missing(row: Membership, name: str, missing: list[GoalKind], case: JudgedSemester) -> Problem:
    kinds = "、".join(missing)
    groups = tuple(
        group
        for group in case.groups_by_person.get(row.person, ())
        if {goal.kind for goal in case.semester.goals_of(row.person, group)} & set(missing) != set(missing)
    )
    hint = _("add a row for {kinds} to sheet 目标").format(kinds=kinds)
    if case.lacks("目标", NOBODY):
        hint = _("add a row for {kinds} to sheet 目标, or correct the row there that names nobody known").format(
            kinds=kinds
        )
    return error(
        row,
        "编号",
        "goal-missing",
        6,
        _("{name} has no {kinds} in {group}").format(name=name, kinds=kinds, group=row.group),
        hint,
        value=row.person,
        groups=groups or (row.group,),
    )


def discipline_is_counted(case: JudgedSemester) -> Iterator[Problem]:
    """Rule 6: a discipline target is a number not below 0; a warning where it is not 0."""
    for goal in case.semester.goals:
        if goal.kind is not GoalKind.DISCIPLINE or goal.broken & {"类别", "目标值"}:
            continue
        target = number(goal.target)
        if target is None or target < 0:
            yield error(
                goal,
                "目标值",
                "discipline-target",
                6,
                _("the target of a 守纪目标 is a number not below 0"),
                _("write how many are allowed at most, usually 0"),
                value=goal.target,
                groups=_groups(case, goal),
            )
        elif target != 0:
            yield warning(
                goal,
                "目标值",
                "discipline-target-not-zero",
                6,
                _("the target of a 守纪目标 is usually 0"),
                _("check that so many are meant to be allowed"),
                value=goal.target,
                groups=_groups(case, goal),
            )


def goals_belong_to_own_groups(case: JudgedSemester) -> Iterator[Problem]:
    """Rule 6: a goal that names a group names one its person is in."""
    for goal in case.semester.goals:
        if case.lacks("组员", goal.person):
            continue
        own = case.memberships_by_person.get(goal.person, frozenset())
        for group in goal.groups:
            if group not in own and not case.lacks("组员", group):
                yield error(
                    goal,
                    "适用小组",
                    "goal-of-another-group",
                    6,
                    _("the person is not in group {group}").format(group=group),
                    _("name a group of theirs, or leave the cell empty for all of theirs"),
                    value=group,
                    groups=_groups(case, goal),
                )


def ranks_say_their_direction(case: JudgedSemester) -> Iterator[Problem]:
    """A rank is better when lower; without 方向 it would be taken the other way round (warning)."""
    for goal in case.semester.goals:
        if _is_a_rank_either_way(goal) and "方向" not in goal.broken:
            yield warning(
                goal,
                "方向",
                "rank-without-direction",
                6,
                _("a rank is better when lower, and the cell does not say so"),
                _("choose 越低越好"),
                groups=_groups(case, goal),
            )


def _is_a_rank_either_way(goal: Goal) -> bool:
    is_a_rank = "排名" in goal.indicator or "名次" in goal.indicator
    return goal.direction is None and goal.kind is GoalKind.STUDY and is_a_rank


def targets_ask_no_less_than_there_is(case: JudgedSemester) -> Iterator[Problem]:
    """A target that is worse than 现状 promises nothing, or 方向 is the wrong way round (warning)."""
    for goal in case.semester.goals:
        if goal.broken & {"类别", "方向", "现状", "目标值"} or goal.kind is GoalKind.DISCIPLINE:
            continue  # of a 守纪目标 its own rule says that 0 is usual
        if _is_a_rank_either_way(goal):
            continue  # as was said
        if falls_short(goal.target, goal.baseline, lower_is_better=goal.lower_is_better):
            yield warning(
                goal,
                "目标值",
                "target-worse-than-now",
                6,
                _("the target is worse than where it stands now, {baseline}").format(baseline=goal.baseline),
                _("correct 目标值 or 现状, or choose the 方向 that is meant"),
                value=goal.target,
                groups=_groups(case, goal),
            )


def goals_are_accounted_for(case: JudgedSemester) -> Iterator[Problem]:
    """Rule 10: at the end of term no goal without 完成值; at any time none unmet without its reason (warnings)."""
    over = case.is_over
    for goal in case.semester.goals:
        if goal.broken & {"完成值", "目标值", "未完成原因"}:
            continue
        if over and not goal.achieved:
            yield warning(
                goal,
                "完成值",
                "goal-not-reported",
                10,
                _("nothing says what was reached"),
                _("fill in what was reached, at the end of term"),
                groups=_groups(case, goal),
            )
        elif goal.result is GoalResult.UNCLEAR and not goal.broken & {"类别", "方向"}:
            yield warning(
                goal,
                "完成值",
                "result-unclear",
                10,
                _("cannot be compared with the target, {target}: it is printed as 待认定").format(target=goal.target),
                _("write it as the target is written, or say 完成 or 未完成 first, for example 完成（{value}）").format(
                    value=goal.achieved
                ),
                value=goal.achieved,
                groups=_groups(case, goal),
            )
        elif goal.met is False and not goal.reason_unmet:
            yield warning(
                goal,
                "未完成原因",
                "unmet-without-reason",
                10,
                _("the goal was not met, and nothing says why"),
                _("fill in the reason"),
                value=goal.achieved,
                groups=_groups(case, goal),
            )


def honours_that_were_goals_are_on_record(case: JudgedSemester) -> Iterator[Problem]:
    """Rule 10: who met a 荣誉获取目标 won something that stands in 荣誉; else the report tells of no honour."""
    if any(sheet == "荣誉" for sheet, _key in case.gaps):
        return
    won = {person for honour in case.semester.honours for person in case.semester.winners(honour)}
    for goal in case.semester.goals:
        if goal.kind is GoalKind.HONOUR and goal.met and goal.person not in won and not case.lacks("组员", goal.person):
            yield warning(
                goal,
                "完成值",
                "honour-not-on-record",
                10,
                _("the goal was met, and no honour of this person stands in sheet 荣誉"),
                _("add the honour to sheet 荣誉, or correct 完成值"),
                value=goal.achieved,
                groups=_groups(case, goal),
            )


def _groups(case: JudgedSemester, goal: Goal) -> tuple[str, ...]:
    return goal.groups or case.groups_by_person.get(goal.person, ())
