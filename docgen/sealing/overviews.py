"""The semester at a glance for the index page: figures, charts, groups, and what is unfinished with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from docgen import statistics
from docgen.archives import Chart, GroupEntry, Member, Overview, Unfinished
from docgen.documents import Lack
from docgen.field import Goal, GoalResult, Group, GroupState, ProjectState, Semester
from docgen.making.draft import Draft
from docgen.making.missing import missing
from docgen.making.order import Missing
from docgen.statistics import NO_REASON

_RESULTS = {GoalResult.UNREPORTED: "未填完成值", GoalResult.UNCLEAR: "完成值待认定"}
_NOT_APPRAISED = "未鉴定"
LACKS = {
    Lack.PAPER: "缺",
    Lack.OPINION: "未填意见",
    Lack.WORDS: "未写谈话内容",
    Lack.APPRAISAL: _NOT_APPRAISED,
    Lack.LENGTH: "超过字数",
    Lack.DATE: "未填日期",
    Lack.SIGNATURE: "未签字",
    Lack.SIGNING_DAY: "未填签署日期",
    Lack.SCAN: "缺扫描件",
}


def overview(
    made: Draft, edition: str, kinds: Sequence[str], items: int, pages: int, scanned: Collection[str]
) -> Overview:
    """Return what the index page shows.

    ``items`` and ``pages`` count what is in the archive, ``scanned`` are the papers in it that have a
    scan. Its words are the field's, Chinese in every language, as on the papers.
    """
    programme, lacks = made.programme, missing(made, scanned)
    whole = Overview(
        general_branch=programme.general_branch,
        activity=programme.activity,
        term=programme.term_name,
        edition=edition,
        figures=(("归档文件", f"{items} 件 {pages} 页"), ("签字扫描件", f"{len(scanned)} 件")),
        missing=_told(one for one in lacks if not one.group),
    )
    if made.semester.filed_under is None:
        return _of_groups(whole, made.semester, kinds, lacks)
    return _of_units(whole, made, lacks)


def _of_groups(whole: Overview, semester: Semester, kinds: Sequence[str], lacks: Iterable[Missing]) -> Overview:
    """Add what is counted of groups and their papers."""
    counts, lacks = statistics.count(semester), tuple(lacks)
    figures = (
        ("小组", str(counts.groups)),
        ("参与人员", str(counts.participants)),
        ("目标完成", f"{counts.goals_met} / {counts.goals_set}"),
        ("项目（课题）", str(sum(row.count for row in counts.projects))),
        ("荣誉", str(counts.honours_total)),
        ("交流谈话", str(counts.talks)),
    )
    charts = (
        Chart("各形式小组数", tuple((row.form.value, (row.groups,)) for row in counts.forms)),
        Chart(
            "各类目标",
            tuple((row.kind.value, (row.met, row.not_met, row.unclear, row.unreported)) for row in counts.goals),
            tuple(GoalResult),
        ),
        Chart("荣誉级别", tuple((row.level.value, (row.honours,)) for row in counts.honours)),
        Chart("各月交流谈话", tuple((row.name, (row.count,)) for row in counts.talks_by_month)),
    )
    return replace(
        whole,
        figures=(*figures, *whole.figures),
        charts=tuple(filter(_says_something, charts)),
        groups=tuple(_group(semester, group, lacks) for group in semester.groups),
        kinds=tuple(kinds),
        unfinished=tuple(unfinished(semester)),
    )


def _of_units(whole: Overview, made: Draft, lacks: Iterable[Missing]) -> Overview:
    """Add what an activity counts, and the papers of each of its units: of a person, say."""
    figures = made.activity.count(made.semester)
    charted: dict[str, list[tuple[str, tuple[int | float, ...]]]] = {}
    for one in figures:
        if one.is_charted and one.value is not None:
            charted.setdefault(one.section, []).append((one.name, (one.value,)))
    charts = (Chart(section, tuple(bars)) for section, bars in charted.items())
    kinds = {paper.kind.title: paper.kind.order for paper in made.papers if paper.group}
    return replace(
        whole,
        figures=(
            *((one.name, one.said) for one in figures if one.is_lasting and not one.is_charted),
            *whole.figures,
        ),
        charts=tuple(filter(_says_something, charts)),
        groups=_units(made, lacks),
        kinds=tuple(sorted(kinds, key=kinds.__getitem__)),
        unit=made.activity.unit,
    )


def _says_something(chart: Chart) -> bool:
    return any(sum(values) for _label, values in chart.bars)


def _units(made: Draft, lacks: Iterable[Missing]) -> tuple[GroupEntry, ...]:
    """Return the units that have papers, where these are no groups."""
    lacks, named = tuple(lacks), {paper.group for paper in made.papers}
    return tuple(
        GroupEntry(
            id=unit.id,
            name=unit.name,
            form="",
            leader="",
            teacher="",
            state=unit.fate,
            members=(),
            missing=_told(one for one in lacks if one.group == unit.id),
        )
        for unit in made.semester.filed_under or ()
        if unit.id in named
    )


def _told(lacks: Iterable[Missing]) -> tuple[str, ...]:
    """Say what is missing, a line a lack: 未签字：共勉协议书、交流谈话记录表×5."""
    titles: dict[Lack, Counter[str]] = {}
    for one in lacks:
        titles.setdefault(one.lack, Counter())[one.title] += 1
    return tuple(f"{LACKS[lack]}：{'、'.join(counted(counts))}" for lack, counts in titles.items())


def counted(counts: Mapping[str, int]) -> Iterator[str]:
    """Yield titles with how often each stands there: 共勉协议书, 交流谈话记录表×5."""
    return (f"{title}×{count}" if count > 1 else title for title, count in counts.items())


def _group(semester: Semester, group: Group, lacks: Iterable[Missing]) -> GroupEntry:
    people = semester.person_by_id
    names = {
        person: people[person].name if person in people else person for person in (group.leader, group.guiding_teacher)
    }
    members = [people[row.person] for row in semester.members_by_group.get(group.id, ()) if row.person in people]
    return GroupEntry(
        id=group.id,
        name=group.name,
        form=group.form.value,
        leader=names[group.leader],
        teacher=names[group.guiding_teacher],
        state="" if group.state is GroupState.ACTIVE else f"{group.state.value} {group.merged_into}".strip(),
        members=tuple(Member(person.name, person.id, person.class_name, person.standing.value) for person in members),
        missing=_told(one for one in lacks if one.group == group.id),
    )


def unfinished(semester: Semester) -> Iterator[Unfinished]:
    """Yield what was not brought to its end, group by group: goals, projects, members who left, groups given up.

    A goal counts once: it stands with the first group of its person that it applies to.
    """
    people = semester.person_by_id
    seen: set[int] = set()
    for group in semester.groups:
        if group.state is not GroupState.ACTIVE:
            yield Unfinished(group.id, "", "小组", reason=group.fate)
            continue
        for row in semester.members_by_group.get(group.id, ()):
            who = people[row.person].name if row.person in people else row.person
            if row.left_on is not None:
                yield Unfinished(
                    group.id, who, f"中途退出（{row.left_on.isoformat()}）", reason=row.leaving_reason or NO_REASON
                )
            for goal in semester.goals_by_person.get(row.person, ()):
                if id(goal) in seen or (goal.groups and group.id not in goal.groups):
                    continue
                seen.add(id(goal))
                if not goal.met:
                    yield _goal(group, who, goal)
        for project in semester.projects_by_group.get(group.id, ()):
            if project.state is not ProjectState.DONE:
                yield Unfinished(group.id, "", f"{project.type.value}{project.titled}", reason=project.state.value)
            elif not statistics.is_appraised(project):
                yield Unfinished(
                    group.id,
                    "",
                    f"{project.type.value}{project.titled}",
                    reached="已完成",
                    reason=_NOT_APPRAISED,
                )


def _goal(group: Group, who: str, goal: Goal) -> Unfinished:
    reason = goal.reason_unmet or (NO_REASON if goal.met is False else _RESULTS[goal.result])
    return Unfinished(
        group.id,
        who,
        f"{goal.kind.value}：{goal.indicator}",
        target=f"{goal.target}{goal.unit}",
        reached=f"{goal.achieved}{goal.unit}" if goal.achieved else "",
        reason=reason,
    )
