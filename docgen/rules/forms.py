"""Rules 3, 4 and 5: a group has its people and a leader, its form fits them as of signing, and they signed."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.field import Group, GroupState, Membership, PairingForm, Person, Standing
from docgen.messages import _
from docgen.problems import Problem
from docgen.rules.faults import JudgedSemester, error, warning


def groups_are_groups(case: JudgedSemester) -> Iterator[Problem]:
    """Rule 3: two or more people as of signing, and a leader from among them."""
    for group, parties in _judged(case):
        people = {row.person for row in parties}
        if len(people) < 2:
            yield error(
                group,
                "小组编号",
                "too-few-members",
                3,
                _("the group has {count} members as of signing, it needs two or more").format(count=len(people)),
                _("add its members to sheet 组员"),
                value=group.id,
                groups=(group.id,),
            )
        if "组长" not in group.broken and people and group.leader not in people:
            yield error(
                group,
                "组长",
                "leader-not-a-member",
                3,
                _("the leader is not one of the group's members as of signing"),
                _("add the leader to sheet 组员, or name another one"),
                value=group.leader,
                groups=(group.id,),
            )


def form_fits_people(case: JudgedSemester) -> Iterator[Problem]:
    """Rule 4: 互勉 has a Party member and an activist; 互助 two activists and a teacher who is a Party member."""
    for group, parties in _judged(case):
        standings = _standings(case, parties)
        if "形式" in group.broken or standings is None or not standings:
            continue
        if group.form is PairingForm.MUTUAL_ENCOURAGEMENT:
            if not any(standing.is_member for standing in standings):
                yield _unfit(group, "form-needs-member", _("互勉 needs a Party member, and the group has none"))
            if not any(standing.is_activist for standing in standings):
                yield _unfit(group, "form-needs-activist", _("互勉 needs an activist, and the group has none"))
        elif group.form is PairingForm.MUTUAL_HELP and sum(one.is_activist for one in standings) < 2:
            yield _unfit(group, "form-needs-activists", _("互助 needs two or more activists"))
        elif group.form is PairingForm.HAND_IN_HAND:
            if Standing.YOUTH not in standings:
                yield _unfit(group, "form-needs-youth", _("携手 needs a youth, and the group has none"))
            if not any(standing is not Standing.YOUTH for standing in standings):
                yield _unfit(group, "form-needs-answerer", _("携手 needs a Party member or an activist"))


def project_teams_are_guided(case: JudgedSemester) -> Iterator[Problem]:
    """Rule 4: the guiding teacher of a 互助 group is a teacher who is a Party member."""
    for group in case.semester.active_groups:
        if group.form is not PairingForm.MUTUAL_HELP or group.broken & {"形式", "指导教师"}:
            continue
        teacher = case.semester.person_by_id.get(group.guiding_teacher)
        if not group.guiding_teacher:
            message = _("互助 needs a guiding teacher who is a Party member")
        elif teacher is not None and "身份" not in teacher.broken and teacher.standing is not Standing.TEACHER_MEMBER:
            message = _("the guiding teacher must be a 教师党员, {name} is {standing}").format(
                name=teacher.name, standing=teacher.standing
            )
        else:
            continue
        yield error(
            group,
            "指导教师",
            "guiding-teacher",
            4,
            message,
            _("name a 教师党员 as guiding teacher"),
            value=group.guiding_teacher,
            groups=(group.id,),
        )


def youths_are_paired(case: JudgedSemester) -> Iterator[Problem]:
    """Rule 4: in 携手 each member or activist answers for one youth, and no youth is left out."""
    for group, parties in _judged(case):
        if group.form is not PairingForm.HAND_IN_HAND or "形式" in group.broken:
            continue
        if any("联系对象" in row.broken for row in parties):
            continue
        people = {row.person: case.known(row.person) for row in parties}
        if None in people.values():
            continue
        yield from _pairing(group, parties, {key: person for key, person in people.items() if person})


def _pairing(group: Group, parties: tuple[Membership, ...], people: dict[str, Person]) -> Iterator[Problem]:
    youths = {key for key, person in people.items() if person.standing is Standing.YOUTH}
    answerers = people.keys() - youths
    if not youths or not answerers:
        return  # said by form_fits_people
    paired: dict[str, set[str]] = {}
    for row in parties:
        for partner in row.partners:
            paired.setdefault(row.person, set()).add(partner)
            paired.setdefault(partner, set()).add(row.person)
    if len(youths) == 1 and len(answerers) == 1:
        return  # there is only one way to pair them
    for row in parties:
        if row.person in youths:
            count = len(paired.get(row.person, set()) & answerers)
            message = _("nobody answers for this youth")
            wrong = count == 0
        else:
            count = len(paired.get(row.person, set()) & youths)
            message = _("answers for {count} youths, in 携手 it is one each").format(count=count)
            wrong = count != 1
        if wrong:
            yield error(
                row,
                "联系对象",
                "pairing",
                4,
                message,
                _("name in 联系对象 the one person this one is paired with"),
                value="、".join(row.partners),
                groups=(group.id,),
            )


def partners_are_members(case: JudgedSemester) -> Iterator[Problem]:
    """Rule 4: whom a member is paired with is another member of the same group."""
    people: dict[str, set[str]] = {}
    for row in case.semester.memberships:
        people.setdefault(row.group, set()).add(row.person)
    for row in case.semester.memberships:
        group = case.semester.group_by_id.get(row.group)
        if case.lacks("组员", row.group) or (group is not None and group.state is not GroupState.ACTIVE):
            continue
        members = people[row.group]
        for partner in row.partners:
            if partner == row.person:
                message = _("is paired with themselves")
            elif partner not in members:
                message = _("is paired with somebody outside the group")
            else:
                continue
            yield error(
                row,
                "联系对象",
                "partner-not-a-member",
                4,
                message,
                _("name a member of group {group}").format(group=row.group),
                value=partner,
                groups=(row.group,),
            )


def nobody_talks_with_themselves(case: JudgedSemester) -> Iterator[Problem]:
    """Rule 3: who leads a talk is not one of those it is held with."""
    for talk in case.semester.talks:
        if talk.talker in talk.partners and not talk.broken & {"谈话人", "谈话对象"}:
            yield error(
                talk,
                "谈话对象",
                "talks-with-themselves",
                3,
                _("is held with the person who leads it"),
                _("name who was talked with, and in 谈话人 who led the talk"),
                value=talk.talker,
                groups=(talk.group,) if talk.group else case.groups_by_person.get(talk.talker, ()),
            )


def signed_by_all(case: JudgedSemester) -> Iterator[Problem]:
    """Rule 5: once somebody signed a group's agreement, every party has a signing date; W where its day passed unsigned."""
    for group in case.semester.active_groups:
        parties = case.parties.get(group.id, ())
        if not any(row.signed_on for row in parties):
            known = not case.lacks("组员", group.id) and not any("签署日期" in row.broken for row in parties)
            if known and group.agreed_on and case.semester.horizon and group.agreed_on <= case.semester.horizon:
                yield warning(
                    group,
                    "协议日期",
                    "agreed-not-signed",
                    5,
                    _("nobody has a 签署日期: the agreement does not count as signed"),
                    _("fill in 签署日期 in sheet 组员 once the members have signed"),
                    value=group.agreed_on,
                    groups=(group.id,),
                )
            continue
        for row in parties:
            if row.signed_on is None and "签署日期" not in row.broken:
                yield error(
                    row,
                    "签署日期",
                    "not-signed",
                    5,
                    _("the agreement of {group} is signed, and this party has no signing date").format(group=group.id),
                    _("fill in the day on which this person signed"),
                    groups=(group.id,),
                )


def reasons_are_given(case: JudgedSemester) -> Iterator[Problem]:
    """Rule 5: 择优, a student is recommended for a reason (warning)."""
    for row in case.semester.memberships:
        person = case.known(row.person)
        if row.reason or "推荐理由" in row.broken or (person is not None and not person.standing.is_student):
            continue
        yield warning(
            row,
            "推荐理由",
            "no-recommendation",
            5,
            _("no reason of recommendation"),
            _("say why (择优)"),
            groups=(row.group,),
        )


def merged_groups_point_on(case: JudgedSemester) -> Iterator[Problem]:
    """A merged group names the one it went to, another group that goes on (domain.md §4)."""
    for group in case.semester.groups:
        if group.broken & {"状态", "并入"}:
            continue
        target = case.semester.group_by_id.get(group.merged_into)
        if group.state is GroupState.MERGED and not group.merged_into:
            message = _("a merged group must say where it went")
        elif group.merged_into and (group.merged_into == group.id or group.state is not GroupState.MERGED):
            message = _("only a group whose 状态 is 已并入 names another one here")
        elif target is not None and target.state is not GroupState.ACTIVE:
            message = _("the group it went to is not active itself")
        else:
            continue
        yield error(
            group,
            "并入",
            "merged-into",
            3,
            message,
            _("name the number of the group that goes on, or correct 状态"),
            value=group.merged_into,
            groups=(group.id,),
        )


def _judged(case: JudgedSemester) -> Iterator[tuple[Group, tuple[Membership, ...]]]:
    """Active groups whose members can all be read."""
    seen: set[str] = set()
    for group in case.semester.active_groups:
        if group.id not in seen and not case.lacks("组员", group.id):
            seen.add(group.id)
            yield group, case.parties.get(group.id, ())


def _standings(case: JudgedSemester, parties: tuple[Membership, ...]) -> list[Standing] | None:
    """身份 of the parties; None when one of them is not known."""
    people = [case.known(row.person) for row in parties]
    known = [person.standing for person in people if person is not None]
    return known if len(known) == len(people) else None


def _unfit(group: Group, kind: str, message: str) -> Problem:
    hint = _("correct 形式, the members in sheet 组员, or their 身份 in sheet 人员")
    return error(group, "形式", kind, 4, message, hint, value=group.form, groups=(group.id,))
