"""The sheet 总结: what each group says of itself; its figures are counted from the other sheets."""

from __future__ import annotations

from docgen.field import Goal, Group, GroupState, Honour, Level, PairingForm, ProjectState, Summary
from tools.sample_semester.groups import Grouping
from tools.sample_semester.people import Roster
from tools.sample_semester.projects import Works

_FORM_TEXT = {
    PairingForm.MUTUAL_HELP: "以项目为载体",
    PairingForm.MUTUAL_ENCOURAGEMENT: "以谈心谈话为载体",
    PairingForm.HAND_IN_HAND: "以一对一结对为载体",
}


def group_summary(
    group: Group, grouping: Grouping, made: Works, won: list[Honour], goals: list[Goal], people: Roster
) -> Summary:
    """Write a group's row; the told parts come from its TOML table."""
    raw = grouping.raw[group.id]
    return Summary(
        group=group.id,
        situation=_situation(group, grouping, people),
        practice=raw["practice"],
        results=_results(group, grouping, made, won, goals),
        cases=raw["case"],
        difficulties=raw["difficulty"],
        next_steps=raw["next"],
    )


def _situation(group: Group, grouping: Grouping, people: Roster) -> str:
    rows = [row for row in grouping.memberships if row.group == group.id]
    founders = [row for row in rows if row.joined_on is None]
    classes = dict.fromkeys(
        people.students[row.person].person.class_name for row in founders if row.person in people.students
    )
    first = (
        f"{group.name}于2009年3月成立，成员{len(founders)}人，来自{'、'.join(classes)}，"
        f"{_FORM_TEXT[group.form]}，组长{people.name(group.leader)}，指导教师{people.name(group.guiding_teacher)}。"
    )
    later = [row for row in rows if row.joined_on is not None]
    left = [row for row in rows if row.left_on is not None]
    if group.state is GroupState.MERGED:
        return first + f"5月6日整体并入{group.merged_into}。"
    if group.state is GroupState.WITHDRAWN:
        return first + "4月20日撤销。"
    if later:
        first += f"5月6日原影棚灯光互助小组{len(later)}人并入。"
    if left:
        first += f"期间{'、'.join(people.name(row.person) for row in left)}因外出实习退出。"
    return first


def _results(group: Group, grouping: Grouping, made: Works, won: list[Honour], goals: list[Goal]) -> str:
    if group.state is not GroupState.ACTIVE:
        return "小组未单独考核，成员目标随新的安排继续落实。"
    members = {row.person for row in grouping.memberships if row.group == group.id and row.left_on is None}
    own = [goal for goal in goals if goal.person in members]
    met = sum(goal.met is True for goal in own)
    pending = sum(goal.met is None for goal in own)
    text = f"成员共订目标{len(own)}项，完成{met}项"
    text += f"，未完成{len(own) - met - pending}项（原因见目标表）"
    text += f"，尚无结果{pending}项。" if pending else "。"
    projects = [project for project in made.projects if project.group == group.id]
    done = [project for project in projects if project.state is ProjectState.DONE]
    if projects:
        text += f"承担项目、课题{len(projects)}个，完成并通过鉴定{len(done)}个。"
    prizes = [honour for honour in won if honour.group == group.id]
    if prizes:
        best = min(prizes, key=lambda honour: (list(Level).index(honour.level), honour.id))
        text += f"获系级以上奖项{len(prizes)}项，其中最高为{best.level}（{best.name}{best.grade}）。"
    return text
