"""The sentences of the work report: composed from figures, zero and one worded as an official paper would, or told by the branch.

Prose of a Chinese paper is part of the document, not of docgen's messages, so it is Chinese in every language.
"""

from __future__ import annotations

from pydantic import Field

from docgen.documents.kind import Paper
from docgen.field import GoalKind, Programme, ProjectState, Semester, Summary
from docgen.messages import N_
from docgen.statistics import Count, Statistics

Paragraphs = tuple[str, ...]


class Case(Paper):
    """A case worth telling."""

    group: str = Field("", alias="小组", description=N_("Group; empty: told by the department"))
    paragraphs: tuple[str, ...] = Field(alias="段落", description=N_("The story"))


def listing(parts: list[str]) -> str:
    """Join as Chinese prose does: 、 between, 和 before the last of three or more is not needed."""
    return "、".join(parts)


def _counted(row: Count, unit: str) -> str:
    """Return such as 短片2项; after a name that ends in a figure the count stands apart: CET4：21人次."""
    return f"{row.name}{'：' if row.name[-1:].isdigit() else ''}{row.count}{unit}"


def situation(semester: Semester, programme: Programme, counts: Statistics) -> Paragraphs:
    """基本情况: who, when, under which theme, how many."""
    begins, ends = programme.begins_on, programme.ends_on
    span = f"{begins.year}年{begins.month}月" + (
        f"至{ends.month}月" if ends.year == begins.year else f"至{ends.year}年{ends.month}月"
    )
    theme = f"，以“{programme.theme}”为主题" if programme.theme else ""
    opening = (
        f"{programme.term_name}（{span}），{programme.general_branch}按照上级党组织关于加强党员队伍和入党积极分子队伍建设的要求"
        f"{theme}，在{programme.department}组织开展了“{programme.activity}”活动。"
    )
    standings = listing([f"{row.name}{row.count}人" for row in counts.by_standing if row.count])
    grades = listing([f"{row.name}{row.count}人" for row in counts.by_grade])
    who = f"本学期共有{counts.participants}人参加活动，其中{standings}"
    if len(counts.by_class) > 1:
        who += f"；学生来自{len(counts.by_class)}个班级（{grades}）"
    forms = listing([f"{row.form}小组{row.groups}个" for row in counts.forms if row.groups])
    groups = (
        f"共结成共勉小组{counts.groups}个，其中{forms}。"
        if counts.groups > 1
        else f"结成共勉小组1个，形式为{_only_form(counts)}。"
    )
    return (opening, f"{who}。{groups}{_signed(counts, programme.unit)}")


def _signed(counts: Statistics, unit: str) -> str:
    """Say how many groups have signed and filed, as far as the workbook has their days."""
    if counts.groups_signed == counts.groups_filed == counts.groups:
        return (
            f"各小组均签订了共勉协议书，并将计划和目标报{unit}备案。"
            if counts.groups > 1
            else f"小组签订了共勉协议书，并将计划和目标报{unit}备案。"
        )
    if counts.groups == 1:
        signed = "已签订共勉协议书" if counts.groups_signed else "尚未签订共勉协议书"
        filed = f"计划已报{unit}备案" if counts.groups_filed else f"计划尚未报{unit}备案"
        return f"小组{signed}，{filed}。"
    return f"其中已签订共勉协议书的小组{counts.groups_signed}个，计划已报{unit}备案的小组{counts.groups_filed}个。"


def _only_form(counts: Statistics) -> str:
    return next((row.form.value for row in counts.forms if row.groups), "")


def leadership(programme: Programme) -> Paragraphs:
    """组织领导: the guidance team, from the workbook."""
    if not (programme.team_leader or programme.team_members):
        planned = f"，列入{programme.overall_plan}" if programme.overall_plan else ""
        return (f"活动由{programme.general_branch}统一领导，书记{programme.secretary}同志负总责{planned}。",)
    team = "活动成立指导小组"
    if programme.team_leader:
        team += f"，由{programme.team_leader}同志任组长"
    if programme.team_members:
        team += f"，成员为{listing(list(programme.team_members))}"
    planned = f"把活动列入{programme.overall_plan}，" if programme.overall_plan else ""
    return (f"{programme.general_branch}{planned}制订了实施方案。{team}，负责活动的动员部署、过程检查和成果鉴定。",)


def aims() -> Paragraphs:
    """组织领导, second paragraph: the rule of pairing and the aims (domain.md §1)."""
    return (
        "活动坚持择优、自愿、互助、共勉的原则，优优联合、优势互补，做到有载体、有措施，做出成果、形成榜样，"
        "以期树立典型、打造骨干队伍、形成氛围。",
    )


def practice(counts: Statistics, *, more: bool) -> Paragraphs:
    """主要做法: agreements, goals, activities, talks; numbered in words, unless the clerk tells ``more``, numbered so."""
    kinds = listing([f"{row.kind}{row.set}项" for row in counts.goals if row.set])
    found = [("以协议为载体，明确目标。", "本学期尚未设定目标。")]
    if counts.goals_set:
        named = f"，其中{kinds}" if "、" in kinds else f"，均为{kinds.rstrip('0123456789项')}"
        told = f"参加活动的学生共确立目标{counts.goals_set}项{named}，通过自律、互律、他律保证落实。"
        found = [("以协议为载体，明确目标。", told)]
    if counts.activities_held:
        who = "各小组和党总支" if counts.groups > 1 else "小组和党总支"
        found.append(("精心组织，注重过程。", f"{who}共开展活动{counts.activities_held}次。"))
    if counts.talks:
        months = listing([f"{row.name}{row.count}次" for row in counts.talks_by_month])
        when = f"（{months}）" if "、" in months else f"，在{months.removesuffix(f'{counts.talks}次')}"
        recorded = "，次次有记录" if counts.talks_recorded == counts.talks else f"，有记录的{counts.talks_recorded}次"
        told = f"全学期交流谈话{counts.talks}次{when}{recorded if counts.talks > 1 else _recorded_once(counts)}。"
        found.append(("经常交流，掌握思想动态。", told))
    if more or len(found) == 1:
        return tuple(f"{head}{told}" for head, told in found)
    return tuple(f"{which}是{head}{told}" for which, (head, told) in zip("一二三", found, strict=False))


def _recorded_once(counts: Statistics) -> str:
    return "，有记录" if counts.talks_recorded else "，尚无记录"


def decided(semester: Semester, programme: Programme) -> Paragraphs:
    """取得成效, last: the exemplary groups, with the meeting that decided and its day; nothing without all three.

    The figures propose (:func:`docgen.statistics.proposed`), the general branch's meeting decides, the report says so.
    """
    groups = {group.id: group.name for group in semester.active_groups}
    names = [groups[one] for one in programme.exemplary if one in groups]
    if not (names and programme.decided_by and programme.decided_on):
        return ()
    day = programme.decided_on
    which = f"{listing(names)}{f'等{len(names)}个小组' if len(names) > 1 else ''}"
    return (
        f"表彰先进：经{programme.decided_by}（{day.year}年{day.month}月{day.day}日）研究决定，{which}为先进共勉小组。",
    )


def results(counts: Statistics) -> Paragraphs:
    """取得成效: goals, discipline, projects, honours, certificates."""
    found = []
    if counts.goals_set:
        reported = counts.goals_met + counts.goals_not_met
        line = f"目标完成情况：设定目标{counts.goals_set}项，已有结果{reported}项，完成{counts.goals_met}项"
        line += f"，占已有结果的{_percent(counts.goals_met, reported)}。" if reported else "。"
        found.append(line)
    found.append(_discipline(counts))
    if projects := sum(row.count for row in counts.projects):
        states = {row.name: row.count for row in counts.projects}
        line = f"项目与课题：共开展项目和课题{projects}项，参加{counts.people_in_projects}人"
        if done := states.get(ProjectState.DONE, 0):
            line += f"，已完成{done}项"
        line += (
            f"，经教研室鉴定{counts.projects_appraised}项。" if counts.projects_appraised else "，成果鉴定尚在进行。"
        )
        if counts.results:
            line += f"形成成果：{listing([_counted(row, '项') for row in counts.results])}。"
        if counts.bases:
            line += f"依托实践基地{len(counts.bases)}个（{listing([row.name for row in counts.bases])}）。"
        found.append(line)
    else:
        found.append("项目与课题：本学期没有开展项目和课题。")
    if counts.honours_total:
        levels = listing([f"{row.level}{row.honours}项" for row in counts.honours if row.honours])
        found.append(
            f"荣誉：获得各级荣誉{counts.honours_total}项，其中{levels}。"
            if len([1 for r in counts.honours if r.honours]) > 1
            else f"荣誉：获得{levels}荣誉。"
        )
    else:
        found.append("荣誉：本学期暂无获奖情况。")
    if certificates := sum(row.count for row in counts.certificates):
        names = listing([_counted(row, "人次") for row in counts.certificates])
        found.append(f"证书：取得各类证书{certificates}人次，其中{names}。")
    return tuple(found)


def _discipline(counts: Statistics) -> str:
    row = next(row for row in counts.goals if row.kind is GoalKind.DISCIPLINE)
    if not row.set:
        return "遵守纪律：本学期未设守纪目标。"
    if row.met == row.set:
        violations = "，本学期无违纪情况" if counts.free_of_violations else ""
        return f"遵守纪律：守纪目标{row.set}项全部达到{violations}。"
    if not row.met + row.not_met:
        return f"遵守纪律：守纪目标{row.set}项，尚无认定的结果。"
    rest = listing(
        [f"{said}{number}项" for said, number in (("待认定", row.unclear), ("未报", row.unreported)) if number]
    )
    not_met = f"，有{row.not_met}项未达到" if row.not_met else ""
    return f"遵守纪律：守纪目标{row.set}项，达到{row.met}项{not_met}{f'，{rest}' if rest else ''}。"


def difficulties(counts: Statistics) -> Paragraphs:
    """存在问题, where the clerk tells none: what the figures themselves show."""
    not_met = counts.goals_not_met
    unreported = sum(row.unreported for row in counts.goals)
    unclear = sum(row.unclear for row in counts.goals)
    found = []
    if not_met:
        found.append(f"尚有{not_met}项目标未完成，目标的制订和措施的落实还需加强。")
    if unreported:
        found.append(f"尚有{unreported}项目标未报结果，过程记录和材料收集还不够及时。")
    if unclear:
        found.append(f"尚有{unclear}项目标的完成情况待认定，目标和结果的表述还不够一致。")
    return tuple(found) or ("活动的覆盖面还需进一步扩大，过程材料的整理还需进一步规范。",)


def next_steps(counts: Statistics) -> Paragraphs:
    """下一步打算, where the clerk tells none."""
    found = ["认真总结本学期的经验，修订实施方案，在更大范围内开展结对共勉。"]
    if any(row.name == ProjectState.UNDER_WAY and row.count for row in counts.projects):
        found.append("继续推进尚在进行的项目和课题，成果及时报教研室鉴定。")
    return tuple(found)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%"


def told_by_department(semester: Semester) -> Summary:
    """Return what the department says of its semester, all of it empty where it says nothing."""
    return semester.summary_by_group.get(Summary.DEPARTMENT) or Summary(group=Summary.DEPARTMENT)


def paragraphs(text: str) -> tuple[str, ...]:
    """Return what is told, a line a paragraph."""
    return tuple(filter(None, map(str.strip, text.split("\n"))))


def told_cases(semester: Semester) -> tuple[Case, ...]:
    """The cases that the department tells; where it tells none, those of the active groups, in workbook order."""
    if cases := told_by_department(semester).cases:
        return (Case(paragraphs=paragraphs(cases)),)
    names = {group.id: group.name for group in semester.active_groups}
    rows = [row for row in semester.summaries if row.cases and row.group in names]
    return tuple(Case(group=names[row.group], paragraphs=paragraphs(row.cases)) for row in rows)
