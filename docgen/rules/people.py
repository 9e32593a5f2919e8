"""Rules 9, 14 and 15: who is forgotten, and who may be put forward.

Forgotten are teachers who guide nothing, members without a class, activists alone or not talked with. Put forward is who has
applied in writing, has been an activist for a year, and is led by full members of the Party.
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.field import GroupState, PairingForm, PoliticalStatus, Standing, Talk
from docgen.messages import _
from docgen.problems import Problem
from docgen.rules.faults import JudgedSemester, error, warning


def teachers_guide(case: JudgedSemester) -> Iterator[Problem]:
    """Rule 9: each teacher who is a Party member guides at least one project group (互助)."""
    if any(sheet == "小组" for sheet, _key in case.gaps):
        return
    if any("指导教师" in group.broken for group in case.semester.groups):
        return
    guides = {
        group.guiding_teacher
        for group in case.semester.groups
        if group.state is GroupState.ACTIVE and (group.form is PairingForm.MUTUAL_HELP or "形式" in group.broken)
    }
    for person in case.people:
        if person.standing is Standing.TEACHER_MEMBER and person.id not in guides:
            yield warning(
                person,
                "姓名",
                "teacher-guides-nothing",
                9,
                _("this 教师党员 guides no 互助 group"),
                _("name them as 指导教师 of a group"),
                value=person.name,
            )


def members_look_after_classes(case: JudgedSemester) -> Iterator[Problem]:
    """Rule 9: each Party member has a class."""
    for person in case.people:
        if "联系班级" in person.broken or not person.standing.is_member or person.contact_classes:
            continue
        yield warning(
            person, "联系班级", "member-without-class", 9, _("this Party member has no 联系班级"), _("fill in a class")
        )


def activists_are_in_groups(case: JudgedSemester) -> Iterator[Problem]:
    """Rule 9: each activist is in a group."""
    members = {row.person for row in case.semester.memberships if row.left_on is None}
    for person in case.people:
        if not person.standing.is_activist or person.id in members or case.lacks("组员", person.id):
            continue
        message, hint = _("this activist is in no group"), _("add them to a group in sheet 组员")
        if person.id in case.semester.left_for_good:
            message = _("this activist has left every group")
            hint = _("add them to another group in sheet 组员; nothing to do for one who is no longer here")
        yield warning(person, "姓名", "activist-without-group", 9, message, hint, value=person.name)


def each_answers_for_a_youth(case: JudgedSemester) -> Iterator[Problem]:
    """Rule 15: each Party member and each activist answers for one youth, whatever group they are in: one warning for all.

    It counts everybody, so it keeps quiet while a row of 人员 or 组员 is at fault: names and figures would not be true.
    """
    rows = (*case.semester.people, *case.semester.memberships)
    is_faulty = any(row.broken for row in rows) or any(sheet in ("人员", "组员") for sheet, _key in case.gaps)
    if is_faulty or not case.settings.check.youth_each:
        return
    every = [person for person in case.people if person.standing is not Standing.YOUTH]
    none = [person for person in every if person.id not in case.semester.answering]
    if none and len(every) < len(case.people):
        named = "、".join(person.name for person in none[:_NAMED]) + ("……" if len(none) > _NAMED else "")
        yield warning(
            none[0],
            "姓名",
            "answers-for-no-youth",
            15,
            _("{count} of {all} Party members and activists answer for no youth: {names}").format(
                count=len(none), all=len(every), names=named
            ),
            _(
                "pair each with a youth of the same group in sheet 组员, 联系对象; a youth of no group is first added to one;"
                " docgen stats counts those who are"
            ),
            value=none[0].name,
        )


_NAMED = 6
"""So many are named in a message."""


def activists_are_talked_with(case: JudgedSemester) -> Iterator[Problem]:
    """Rule 9: each activist is talked with as often a month as docgen.toml asks, in months that lie behind us."""
    wanted = case.settings.check.talks_per_month
    if not wanted or not case.semester.months_due or case.lacks("交流"):
        return
    talks = case.semester.talks_by_month
    undated = {person for talk in case.semester.talks if "日期" in talk.broken for person in talk.partners}
    for person in case.people:
        if not person.standing.is_activist or person.id in undated or case.lacks("交流", person.id):
            continue
        due = case.semester.months_due_for(person.id)
        missing = [month for month in due if talks[person.id, month] < wanted]
        if missing:
            yield warning(
                person,
                "姓名",
                "too-few-talks",
                9,
                _("was talked with fewer than {wanted} times a month in {months}").format(
                    wanted=wanted, months="、".join(f"{year}-{month:02d}" for year, month in missing)
                ),
                _("write the talks down in sheet 交流, or catch up on them"),
                value=person.name,
            )


def candidates_have_applied(case: JudgedSemester) -> Iterator[Problem]:
    """Rule 14: nobody is put forward without 入党申请日期 (warning); of a youth that is asked at the end of term."""
    for person in case.people:
        asked = person.standing.is_activist or (person.standing is Standing.YOUTH and case.is_over)
        if asked and person.applied_on is None and "入党申请日期" not in person.broken:
            yield warning(
                person,
                "入党申请日期",
                "not-applied",
                14,
                _("no day of the application to join: this {standing} cannot be put forward").format(
                    standing=person.standing
                ),
                _("fill in the day of the written application, or leave it empty until there is one"),
                value=person.name,
            )


def activists_know_since_when(case: JudgedSemester) -> Iterator[Problem]:
    """Rule 14: an activist has 确定积极分子日期 (warning); a 发展对象 became an activist a year ago (error)."""
    span = case.semester.span
    for person in case.people:
        if not person.standing.is_activist or "确定积极分子日期" in person.broken:
            continue
        if person.activist_since is None:
            yield warning(
                person,
                "确定积极分子日期",
                "activist-since-unknown",
                14,
                _("nothing says since when this person has been an activist: a year is asked before 发展对象"),
                _("fill in the day"),
                value=person.name,
            )
        elif (
            person.standing is Standing.CANDIDATE
            and span is not None
            and person.year_over_on is not None
            and person.year_over_on > span[1]
        ):
            yield error(
                person,
                "确定积极分子日期",
                "candidate-too-soon",
                14,
                _("has been an activist for less than a year at the end of the semester, and cannot be a 发展对象"),
                _("correct the day, or set 身份 to 入党积极分子"),
                value=person.activist_since,
                groups=case.groups_by_person.get(person.id, ()),
            )


def full_members_lead(case: JudgedSemester) -> Iterator[Problem]:
    """Rule 14: only a 正式党员 may be 培养联系人; where a probationary member leads talks with activists, a warning each."""
    led: dict[str, list[Talk]] = {}
    for talk in case.semester.talks:
        talker = case.known(talk.talker)
        if talker is None or "政治面貌" in talker.broken or talker.political_status is PoliticalStatus.FULL_MEMBER:
            continue
        partners = [case.known(one) for one in talk.partners]
        if talker.standing.is_member and any(one is not None and one.standing.is_activist for one in partners):
            led.setdefault(talker.id, []).append(talk)
    for number, talks in led.items():
        talker = case.semester.person_by_id[number]
        yield warning(
            talks[0],
            "谈话人",
            "probationary-leads",
            14,
            _(
                "{name} is 中共预备党员 and leads {count} talks with activists: only a full member may be 培养联系人"
            ).format(name=talker.name, count=len(talks)),
            _("have a full member lead them, or correct 政治面貌 in sheet 人员"),
            value=talker.label,
            groups=tuple(dict.fromkeys(talk.group for talk in talks if talk.group)),
        )
