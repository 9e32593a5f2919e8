"""A second college and another year, made in code: what our own sample is not.

A three-year nursing programme in autumn 2025, student numbers of twelve digits, the branch under its full name, other names of
offices, two of one name in one group, a 发展对象, a probationary member, a group that was merged and one that began late, one
who left and three who joined. Everybody is made up. The same every time.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from docgen.field import (
    Activity,
    Certificate,
    Change,
    Direction,
    Gender,
    Goal,
    GoalKind,
    Group,
    GroupState,
    Honour,
    JudgeKind,
    Level,
    Mark,
    Membership,
    PairingForm,
    Person,
    PoliticalStatus,
    Programme,
    Project,
    ProjectMember,
    ProjectState,
    Review,
    ReviewKind,
    Row,
    Semester,
    Standing,
    Summary,
    Talk,
)
from tests.semesters import R

SCHOOL = "江南现代健康职业技术学院"
BRANCH = f"中共{SCHOOL}护理与健康管理学院总支部委员会"
MERGED, TARGET, LATE = "H05", "H02", "H12"
MERGED_ON, LATE_ON = date(2025, 10, 27), date(2025, 11, 3)
_TEACHERS = ("沈若谷", "欧阳明月", "韩松", "阿依古丽·买买提", "唐一鸣", "苏南")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙"
_GIVEN = ("敏", "晓彤", "子涵", "雨桐", "浩然", "思远", "静怡", "文博", "梦琪", "嘉豪")
_CLASSES = ("2023级护理1班", "2024级护理2班", "2024级助产（母婴健康方向）1班", "2025级健康管理1班")
_MONTHS = (date(2025, 9, 18), date(2025, 10, 16), date(2025, 11, 13), date(2025, 12, 11), date(2026, 1, 8))
_FORMS = (PairingForm.MUTUAL_ENCOURAGEMENT, PairingForm.MUTUAL_HELP, PairingForm.HAND_IN_HAND)
_STANDINGS = {
    PairingForm.MUTUAL_ENCOURAGEMENT: (Standing.STUDENT_MEMBER, Standing.ACTIVIST, Standing.ACTIVIST),
    PairingForm.MUTUAL_HELP: (Standing.ACTIVIST, Standing.ACTIVIST, Standing.CANDIDATE),
    PairingForm.HAND_IN_HAND: (Standing.ACTIVIST, Standing.YOUTH),
}


@dataclass
class _Rows:
    """Rows by sheet, in the order in which they are made."""

    by_sheet: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, *rows: Row) -> None:
        for row in rows:
            self.by_sheet.setdefault(row.SHEET, []).append(row)

    def of(self, model: type[R]) -> tuple[R, ...]:
        found = (row for row in self.by_sheet.get(model.SHEET, ()) if isinstance(row, model))
        return tuple(row.at_row(number) for number, row in enumerate(found, start=2))


def programme() -> Programme:
    """Autumn 2025."""
    return Programme(
        school=SCHOOL,
        department="护理与健康管理学院",
        general_branch=BRANCH,
        term_name="2025—2026学年第一学期",
        activity="携手共勉",
        theme="以德润心，以技立身",
        begins_on=date(2025, 9, 1),
        ends_on=date(2026, 1, 16),
        secretary="沈若谷",
        team_leader="沈若谷",
        team_members=("欧阳明月", "韩松"),
        fonds="J208",
        fonds_name=SCHOOL,
        filing_prefix="护理共勉",
        addressee="学院党委组织部",
        document_number="护理党〔2026〕3号",
        archivist="苏南",
        inspector="韩松",
        reported_on=date(2026, 1, 14),
    )


def semester(groups: int = 12) -> Semester:
    """The whole of it; fewer groups for what is to be quick, from six on with all that is said above but the late group."""
    rows = _Rows()
    for number, name in enumerate(_TEACHERS, 1):
        rows.add(_teacher(number, name))
    for number in range(1, groups + 1):
        _add_group(rows, number)
    _add_department(rows)
    made = Semester(
        programme=programme(),
        people=rows.of(Person),
        groups=rows.of(Group),
        memberships=rows.of(Membership),
        goals=rows.of(Goal),
        activities=rows.of(Activity),
        projects=rows.of(Project),
        project_members=rows.of(ProjectMember),
        honours=rows.of(Honour),
        certificates=rows.of(Certificate),
        talks=rows.of(Talk),
        reviews=rows.of(Review),
        marks=rows.of(Mark),
        changes=rows.of(Change),
        summaries=rows.of(Summary),
    )
    return _merged(made) if groups >= int(MERGED[1:]) else made


def _teacher(number: int, name: str) -> Person:
    return Person(
        id=f"1998{number:04d}",
        name=name,
        gender=Gender.FEMALE if number % 2 else Gender.MALE,
        standing=Standing.TEACHER_MEMBER,
        political_status=PoliticalStatus.FULL_MEMBER,
        post="书记" if number == 1 else "",
        phone=f"1390000{number:04d}",
        contact_classes=(_CLASSES[number % len(_CLASSES)],),
        office="护理教研中心" if number % 2 else "健康管理教研中心",
        title="副教授",
    )


def _student(group: int, place: int, standing: Standing) -> Person:
    index = 3 * group + place
    class_name = _CLASSES[index % len(_CLASSES)]
    year = int(class_name[:4])
    surname, given = _SURNAMES[group % len(_SURNAMES)], _GIVEN[index % len(_GIVEN)]
    # Two of one name in the second group, told apart by class and number only.
    name = "王敏" if group == 2 and place in (0, 1) else f"{surname}{given}"
    early = standing in (Standing.CANDIDATE, Standing.STUDENT_MEMBER) or group % 2
    applied = date(2023, 10, 9) + timedelta(days=index) if early else date(2025, 3, 3) + timedelta(days=index)
    if standing is Standing.YOUTH:
        applied = date(2025, 9, 8) + timedelta(days=index)
    member = standing is Standing.STUDENT_MEMBER
    probationary = member and group == 4
    status = PoliticalStatus.PROBATIONARY_MEMBER if probationary else PoliticalStatus.FULL_MEMBER
    return Person(
        id=f"{year}0301{group:02d}{place + 1:02d}",
        name=name,
        gender=Gender.MALE if index % 3 == 0 else Gender.FEMALE,
        standing=standing,
        political_status=status if member else PoliticalStatus.LEAGUE_MEMBER,
        class_name=class_name,
        post="学习委员" if place == 0 else "",
        phone=f"1391000{index:04d}",
        contact_classes=(class_name,) if member else (),
        applied_on=applied,
        activist_since=applied + timedelta(days=70) if standing.is_activist or member else None,
    )


def _add_group(rows: _Rows, number: int) -> None:
    group, form = f"H{number:02d}", _FORMS[(number - 1) % 3]
    signed = LATE_ON if group == LATE else date(2025, 9, 15) + timedelta(days=number % 3)
    teacher = f"1998{(number - 1) % len(_TEACHERS) + 1:04d}"
    people = [_student(number, place, standing) for place, standing in enumerate(_STANDINGS[form])]
    rows.add(*people)
    rows.add(
        Group(
            id=group,
            name=f"{'同心晨读技能互促'[number % 4 * 2 : number % 4 * 2 + 2]}第{number}共勉小组",
            form=form,
            leader=people[0].id,
            guiding_teacher=teacher,
            founded_on=signed - timedelta(days=7),
            agreed_on=signed,
            meeting="1. 每周晨读两次；2. 每月谈心一次",
            aim="练好基础护理操作，人人过关",
            measures="1. 互查操作录像；2. 期中对照目标自查互评；3. 一起参加社区志愿服务",
            filed_on=signed + timedelta(days=4),
        )
    )
    for place, person in enumerate(people):
        partner = people[0] if place else people[1]
        rows.add(
            Membership(
                group=group,
                person=person.id,
                partners=(partner.id,) if form is not PairingForm.MUTUAL_HELP else (),
                share=("统筹", "资料整理", "影像记录")[place % 3],
                reason="操作考核班级前五",
                signed_on=signed,
            ),
            *_goals(person, number + place),
        )
        if person.standing.is_activist:
            rows.add(*(_talk(day, teacher, person.id, group) for day in _MONTHS if day >= signed))
        kinds = (ReviewKind.SELF, ReviewKind.PARTNER)
        rows.add(*(_review(group, person.id, kind, signed + timedelta(days=45)) for kind in kinds))
    rows.add(
        Activity(
            group=group,
            planned_on=signed + timedelta(days=25),
            content="心肺复苏操作互练",
            form="技能训练",
            organiser=people[0].name,
            expected="人人操作达标",
            held_on=signed + timedelta(days=28),
            place="护理实训中心302",
            preparation="提前借好模型，分成两组。",
            course="先看示范录像，再两人一组互练，最后交叉打分。",
            outcome="全部达标，薄弱环节记入下次练习。",
            present=tuple(person.id for person in people),
        ),
        Activity(group=group, planned_on=signed + timedelta(days=60), content="社区血压义诊", form="志愿服务"),
    )
    if form is PairingForm.MUTUAL_HELP:
        _add_project(rows, number, group, people, teacher)


def _goals(person: Person, turn: int) -> list[Goal]:
    achieved = (
        ("5", "0", "1", "425分"),
        ("7", "无", "未获奖", "已取得"),
        ("4", "0", "两项", "英语四级"),
        ("", "零", "", ""),
    )[turn % 4]
    reasons = ("", "", "名额有限" if achieved[2] == "未获奖" else "", "")
    facts = (
        (GoalKind.STUDY, "班级排名", "名", Direction.LOWER, "9", "7"),
        (GoalKind.DISCIPLINE, "旷课", "次", None, "0", "0"),
        (GoalKind.HONOUR, "院级以上奖励", "项", None, "0", "1"),
        (GoalKind.PROFESSION, "大学英语四级", "", None, "未通过", "英语四级"),
    )
    return [
        Goal(
            person=person.id,
            kind=kind,
            indicator=indicator,
            unit=unit,
            direction=direction,
            baseline=baseline,
            target=target,
            achieved=reached,
            reason_unmet=why,
        )
        for (kind, indicator, unit, direction, baseline, target), reached, why in zip(
            facts, achieved, reasons, strict=True
        )
    ]


def _talk(day: date, talker: str, partner: str, group: str) -> Talk:
    return Talk(
        held_on=day,
        place="学生社区党员之家",
        talker=talker,
        partners=(partner,),
        group=group,
        way="面谈",
        topic="学习和实习准备",
        thinking="态度端正，愿意承担班级工作。",
        content="谈了操作考核的准备，也谈了入党以后怎样带动同学。",
        follow_up="下月看操作录像。",
        recorded_on=day,
    )


def _review(group: str, person: str, kind: ReviewKind, day: date) -> Review:
    return Review(group=group, person=person, kind=kind, reviewed_on=day, verdict="目标进度过半", gap="英语词汇量不足")


def _add_project(rows: _Rows, number: int, group: str, people: list[Person], teacher: str) -> None:
    project, done = f"X{number:02d}", number % 2 == 0
    rows.add(
        Project(
            id=project,
            group=group,
            name="社区健康微课《护心》" if done else "长期照护案例集",
            office="护理教研中心",
            begins_on=date(2025, 9, 22),
            ends_on=date(2025, 12, 19),
            state=ProjectState.DONE if done else ProjectState.UNDER_WAY,
            result_form="微课" if done else "案例集",
            result_name="《护心》" if done else "",
            appraiser=_TEACHERS[int(teacher[-1]) - 1] if done else "",
            grade="优秀" if done else "",
            appraised_on=date(2025, 12, 24) if done else None,
            evidence="微课成片" if done else "",
        ),
        *(
            ProjectMember(project=project, person=one.id, share="脚本与拍摄", credit=Decimal("1.5") if done else None)
            for one in people
        ),
    )
    if done:
        rows.add(
            Honour(
                id=f"R{number:02d}",
                winners=tuple(one.id for one in people),
                group=group,
                name="全省大学生健康科普微课大赛",
                level=Level.PROVINCIAL,
                grade="二等奖",
                awarded_by="省教育厅",
                awarded_on=date(2025, 12, 20),
            ),
            Certificate(
                person=people[0].id,
                name="养老护理员证",
                level="中级",
                issued_by="省人社厅",
                issued_on=date(2025, 12, 1),
            ),
            *(
                Mark(work_id=project, work_name="《护心》", judge=judge, judge_kind=kind, mark=Decimal(mark))
                for judge, kind, mark in (
                    ("韩松", JudgeKind.PROFESSIONAL, "91"),
                    ("唐一鸣", JudgeKind.PROFESSIONAL, "88.5"),
                    ("学生代表", JudgeKind.POPULAR, "93"),
                )
            ),
        )


def _add_department(rows: _Rows) -> None:
    rows.add(
        Activity(
            content="党总支会议：审议实施方案", planned_on=date(2025, 9, 4), held_on=date(2025, 9, 4), attendance=6
        ),
        Activity(
            content="公开承诺", form="公示", planned_on=date(2025, 9, 24), held_on=date(2025, 9, 24), outcome="无异议"
        ),
        Activity(content="期末公示", form="公示", planned_on=date(2026, 1, 9), held_on=date(2026, 1, 9)),
        Honour(
            id="R99",
            group="H01",
            name="共勉示范小组",
            level=Level.DEPARTMENT,
            awarded_by=BRANCH,
            awarded_on=date(2026, 1, 12),
        ),
        Summary(
            group=Summary.DEPARTMENT,
            situation="本学期实习与教学交叉，活动多安排在晚间和周末。",
            practice="一是抓晨读。\n二是抓操作。",
            results="操作考核通过率有提高。",
            cases="三名同学把社区义诊做成了每周一次的固定服务。",
            difficulties="实习期间集中困难。",
            next_steps="把线上交流记录纳入归档。",
        ),
        Summary(group="H01", practice="每周晨读两次。", results="人人过关。"),
    )


def _merged(made: Semester) -> Semester:
    """Merge a group into another with its people; let one leave who had signed."""
    went = [row for row in made.memberships if row.group == MERGED]
    later = [
        row.model_copy(update={"group": TARGET, "partners": (), "joined_on": MERGED_ON, "signed_on": MERGED_ON})
        for row in went
    ]
    ended = {"left_on": MERGED_ON, "leaving_reason": f"小组并入{TARGET}"}
    gone = next(row for row in made.memberships if row.group == "H03" and row.partners)
    left = {"left_on": date(2025, 11, 20), "leaving_reason": "转学"}
    rows = [
        row.model_copy(update=ended) if row in went else row.model_copy(update=left) if row is gone else row
        for row in made.memberships
    ]
    numbered = tuple(row.at_row(number) for number, row in enumerate((*rows, *later), start=2))
    groups = tuple(
        group.model_copy(update={"state": GroupState.MERGED, "merged_into": TARGET}).at_row(group.row)
        if group.id == MERGED
        else group
        for group in made.groups
    )
    change = Change(
        group=MERGED,
        changed_on=MERGED_ON,
        matter="小组并入",
        before="独立开展活动",
        after=f"并入{TARGET}",
        reason="两组项目相近",
        approved_by="沈若谷",
    )
    projects = tuple(
        project.model_copy(update={"group": TARGET}).at_row(project.row) if project.group == MERGED else project
        for project in made.projects
    )
    return replace(made, memberships=numbered, groups=groups, changes=(change.at_row(2),), projects=projects)
