"""The sheets 小组, 组员 and 活动, from the three ``groups_*.toml`` files and the department's own activities."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from docgen.field import Activity, Group, GroupState, Membership, PairingForm, Standing
from tools.sample_semester.people import Roster
from tools.sample_semester.tables import cells, day, document, pairs

_FILES = (
    ("groups_help.toml", PairingForm.MUTUAL_HELP),
    ("groups_encourage.toml", PairingForm.MUTUAL_ENCOURAGEMENT),
    ("groups_hand.toml", PairingForm.HAND_IN_HAND),
)
_DUTIES = {
    Standing.TEACHER_MEMBER: "联系班级、谈话指导，掌握思想动态",
    Standing.STUDENT_MEMBER: "带头示范、按月谈话、整理谈话记录",
    Standing.ACTIVIST: "定期汇报思想，完成目标，互相督促",
    Standing.YOUTH: "主动请教，按承诺卡落实学习与纪律要求",
}
_HAND_DUTIES = {
    Standing.STUDENT_MEMBER: "一对一联系青年，同学习、同实践、常谈心",
    Standing.ACTIVIST: "一对一联系青年，以身作则，及时向党员反映情况",
}
_LEAVERS = {
    ("G05", "楼天翔"): (date(2009, 5, 18), "随剧组外出实习至七月，无法参加排练与录制，本人申请，小组同意"),
    ("G39", "樊星"): (date(2009, 4, 20), "因家庭原因转学"),
    ("G39", "司徒嘉树"): (date(2009, 4, 20), "结对青年转学，小组撤销"),
}
MERGER = date(2009, 5, 6)


@dataclass(frozen=True)
class Grouping:
    """Groups with their members and schedules; ``raw`` keeps the TOML table of each group for texts and projects."""

    groups: list[Group] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    raw: dict[str, dict[str, Any]] = field(default_factory=dict)


def grouping(people: Roster) -> Grouping:
    """Build all groups in the order of their numbers; members of a merged group follow in the group it went to."""
    result = Grouping()
    for file, form in _FILES:
        for raw in document(file)["group"]:
            result.raw[raw["id"]] = raw
            result.groups.append(_group(raw, form, people, len(result.groups)))
            result.memberships.extend(_members(raw, form, people))
            result.activities.extend(_activity(raw["id"], line, people) for line in raw["schedule"])
    for group in result.groups:
        if group.state is GroupState.MERGED:
            _merge(result, group)
    order = [group.id for group in result.groups]
    result.memberships.sort(key=lambda row: order.index(row.group))
    department = [_activity("", line, people) for line in document("department.toml")["activities"]["rows"]]
    result.activities[:0] = department
    return result


def _agreed_on(form: PairingForm, position: int) -> date:
    """Help groups signed on 16–18 March, the others later that week."""
    first = {PairingForm.MUTUAL_HELP: 16, PairingForm.MUTUAL_ENCOURAGEMENT: 16, PairingForm.HAND_IN_HAND: 17}[form]
    return date(2009, 3, first + position % 3)


def _group(raw: dict[str, Any], form: PairingForm, people: Roster, position: int) -> Group:
    opinions = document("opinions.toml")
    # A third of the forms still waits for the pens of the office and the branch.
    written = position % 3 != 1
    office, branch = opinions["office"][form], opinions["branch"][form]
    agreed = _agreed_on(form, position)
    return Group(
        id=raw["id"],
        name=raw["name"],
        form=form,
        leader=people.number(raw["leader"]),
        guiding_teacher=people.number(raw["teacher"]),
        founded_on=date(2009, 3, 10 + position % 4),
        agreed_on=agreed,
        meeting=raw["meeting"],
        aim=raw["aim"],
        measures="\n".join(raw["measures"]),
        filed_on=agreed + timedelta(days=5),
        teacher_opinion=opinions["teacher"].get(raw["id"], ""),
        office_opinion=office[position % len(office)] if written else "",
        branch_opinion=branch[position % len(branch)] if written else "",
        state=GroupState(raw.get("state", "正常")),
        merged_into=raw.get("merged_into", ""),
    )


def _members(raw: dict[str, Any], form: PairingForm, people: Roster) -> list[Membership]:
    shares = dict(pairs(raw.get("members", [])))
    contacts: dict[str, list[str]] = {}
    for left, right in pairs(raw.get("pairs", [])):
        for other in right.split("、"):
            contacts.setdefault(left, []).append(other)
            contacts.setdefault(other, []).append(left)
    rows = []
    for name in shares or sorted(contacts, key=lambda name: name not in dict(pairs(raw["pairs"]))):
        number = people.number(name)
        standing = next(person.standing for person in people.people if person.id == number)
        duty = _HAND_DUTIES.get(standing, _DUTIES[standing]) if form is PairingForm.HAND_IN_HAND else _DUTIES[standing]
        student = people.students.get(number)
        left_on, why = _LEAVERS.get((raw["id"], name), (None, ""))
        rows.append(
            Membership(
                group=raw["id"],
                person=number,
                partners=tuple(map(people.number, contacts.get(name, ()))),
                share=shares.get(name, duty),
                reason=student.trait if student else _teacher_reason(people, number),
                signed_on=None,
                left_on=left_on,
                leaving_reason=why,
            )
        )
    agreed = _agreed_on(form, _position(raw["id"]))
    return [row.model_copy(update={"signed_on": agreed}) for row in rows]


def _position(number: str) -> int:
    return int(number[1:]) - 1


def _teacher_reason(people: Roster, number: str) -> str:
    person = next(person for person in people.people if person.id == number)
    return f"教师党员，{person.title}，联系{'、'.join(person.contact_classes)}，熟悉学生情况"


def _activity(group: str, line: str, people: Roster) -> Activity:
    planned, content, form, organiser, expected, held, attendance = cells(line)
    if organiser.isdigit():
        organiser = people.name(organiser)
    return Activity(
        group=group,
        planned_on=day(planned),
        content=content,
        form=form,
        organiser=organiser,
        expected=expected,
        held_on=day(held),
        attendance=int(attendance) if attendance else None,
        **_held(group, content, form, organiser, expected) if held else {},
    )


_PLACES = ("编导教研室", "实训楼208", "党员活动室", "图书馆研讨间", "系排练厅")
_PREPARATION = (
    "{organiser}提前一周通知全组，列出“{content}”要用的材料，分头准备。",
    "会前由{organiser}收齐各人的书面意见，汇总成一页纸，当天发到每人手里。",
    "提前三天定好场地和分工，{organiser}逐项核对，缺的当天补齐。",
)
_COURSE = (
    "{organiser}先说明这次{form}的要求，成员逐一发言，对照分工查进度；意见不一致的地方当场议定，记录在案。",
    "按计划分两段进行：先看各人完成的部分，再一起商量怎样改；高年级同学带着低年级同学做了一遍。",
    "全程由{organiser}主持，每人都讲到、做到，临时出现的问题由指导教师点拨后当场解决。",
)
_OUTCOME = (
    "预期的“{expected}”基本达到，没有做完的部分写进了下一次的安排。",
    "达到了“{expected}”的要求，成员之间更熟悉彼此的长处，愿意互相请教。",
    "“{expected}”已经落实，留下了文字和影像资料，由组长归档。",
)


def _held(group: str, content: str, form: str, organiser: str, expected: str) -> dict[str, Any]:
    """Return what a record tells of an activity: the department's own are told in the report, and written down by hand."""
    if not group:
        shown = {"place": "系公告栏", "outcome": "公示期间未收到异议。"}
        return shown if form == "公示" else {"place": "学院报告厅"}
    turn = len(content) + int(group[1:])
    facts = {"content": content, "form": form or "活动", "organiser": organiser, "expected": expected}
    return {
        "place": _PLACES[turn % len(_PLACES)],
        "preparation": _PREPARATION[turn % 3].format_map(facts),
        "course": _COURSE[turn // 2 % 3].format_map(facts),
        "outcome": _OUTCOME[turn // 3 % 3].format_map(facts) if expected else "",
    }


def _merge(result: Grouping, group: Group) -> None:
    """End the memberships of a merged group and go on in the group it went to."""
    for position, row in enumerate(result.memberships):
        if row.group == group.id:
            ended = {"left_on": MERGER, "leaving_reason": f"小组并入{group.merged_into}"}
            result.memberships[position] = row.model_copy(update=ended)
            moved = {"group": group.merged_into, "joined_on": MERGER, "signed_on": MERGER}
            result.memberships.append(row.model_copy(update=moved))
