"""The sheet 交流: every Party member talks with the activists they answer for, month by month from March to June."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle

from docgen.field import GroupState, PairingForm, Standing, Talk
from tools.sample_semester.groups import Grouping
from tools.sample_semester.people import Roster, Student
from tools.sample_semester.projects import Works
from tools.sample_semester.tables import document

_MONTHS = (3, 4, 5, 6)
_FIRST_DAYS = {3: 19, 4: 7, 5: 11, 6: 2}
"""March begins after the agreements were signed; May after the holiday and the half-way check."""

_PLACES = ("党员活动室", "教学楼301", "实训楼走廊", "操场", "图书馆一楼", "系办公室", "学生公寓值班室", "机房208")
_WAYS = ("面谈", "面谈", "散步谈心", "面谈", "座谈", "面谈")
_AWAY = ("楼天翔", 6)
"""On location with a film crew: talked with by telephone."""

_YOUTH_TALKS = (
    ("学习习惯", "{n}愿意改进，自觉性还要培养。", "和{n}一起理了课表和自习时间。{n}说起{trait}，谈怎样把这股劲用到功课上，目标第{want}名要一周一周地走。", "每周一起自习两次。"),
    ("了解党组织", "{n}对党组织有向往，了解还不多。", "{n}问入党是不是要成绩很好。讲了自己写申请书的经过，说明先做好普通同学该做的事。", "一起参加一次支部开放日。"),
    ("守时守纪", "{n}纪律意识有提高，情绪稳定。", "对照承诺卡看考勤。{n}这个月没有迟到，讲了起早的小办法。互相提醒下月不能松。", "考勤由本人自己登记，月底核对。"),
    ("期末收获", "{n}自信心增强，表示要继续向组织靠拢。", "{n}说这学期最大的变化是有人会问“你今天怎么样”。一起看了目标完成情况，{cert}这一项按结果如实登记。", "暑期保持联系，九月再定新目标。"),
)


@dataclass(frozen=True, slots=True)
class _Pair:
    group: str
    talker: str
    partners: tuple[str, ...]


def talks(grouping: Grouping, people: Roster, made: Works) -> list[Talk]:
    """Build all talks in order of the day."""
    facts = _Facts(people, made)
    cards = {month: cycle([card for card in document("talks.toml")["card"] if card["month"] == month]) for month in _MONTHS}
    found: list[Talk] = []
    for serial, (month, pair) in enumerate(_meetings(grouping, people)):
        card = next(cards[month])
        students = [people.students[number] for number in pair.partners]
        found.append(_talk(pair, month, serial, card, students, facts))
    found += _youth_talks(grouping, people, facts)
    return sorted(found, key=lambda talk: (talk.held_on, talk.group, talk.talker, talk.partners))


def _meetings(grouping: Grouping, people: Roster) -> Iterator[tuple[int, _Pair]]:
    """Yield who talks with whom in each month: alone or two together, in turn."""
    for month in _MONTHS:
        for group in grouping.groups:
            if group.form is not PairingForm.MUTUAL_ENCOURAGEMENT:
                continue
            for row in grouping.memberships:
                if row.group != group.id or row.person in people.students and not _is_member(people, row.person):
                    continue
                for partners in _split(row.partners, month):
                    yield month, _Pair(group.id, row.person, partners)


def _is_member(people: Roster, number: str) -> bool:
    return people.students[number].person.standing is Standing.STUDENT_MEMBER


def _split(partners: tuple[str, ...], month: int) -> Iterator[tuple[str, ...]]:
    if len(partners) == 3:
        alone = month % 3  # each of the three has a talk of their own in turn
        yield (partners[alone],)
        yield tuple(other for other in partners if other != partners[alone])
    elif len(partners) == 2 and month % 2:
        yield partners
    else:
        for partner in partners:
            yield (partner,)


def _talk(
    pair: _Pair, month: int, serial: int, card: dict[str, str], students: list[Student], facts: _Facts
) -> Talk:
    held = date(2009, month, _FIRST_DAYS[month] + serial * 5 % (31 - _FIRST_DAYS[month] - (month != 3) - 2))
    away = month >= _AWAY[1] and any(student.person.name == _AWAY[0] for student in students)
    together = len(students) > 1
    return Talk(
        held_on=held,
        place="" if away else _PLACES[serial % len(_PLACES)],
        talker=pair.talker,
        partners=pair.partners,
        group=pair.group,
        way="电话" if away else _WAYS[serial % len(_WAYS)],
        topic=card["topic"],
        thinking="".join(facts.say(card["thinking"], student) for student in students[:1])
        + (_SECOND_THINKING[serial % len(_SECOND_THINKING)].format(n=students[1].given) if together else ""),
        content=facts.say(card["content"], students[0])
        + (facts.say(_SECOND[serial % len(_SECOND)], students[1]) if together else ""),
        follow_up=facts.say(card["follow"], students[0]),
        recorded_on=held + timedelta(days=serial % 3),
    )


_SECOND = (
    "同时谈了{n}的情况：{trait}，在{project}中承担“{share}”，要注意劳逸结合。",
    "{n}补充说，自己在排名上的目标是第{want}名，眼下差在一门课上，准备和同伴一起补。",
    "{n}也谈了看法，认为两个人互相提醒比一个人硬撑好，{cert}的复习打算结伴进行。",
    "接着听{n}讲近况。{n}话不多，讲到{project}时讲得很细，看得出是真上心。",
    "请{n}给同伴提一条意见，{n}想了想，当面说了，说得恳切。",
    "{n}表示{trait}是过去的事，这学期想把“{share}”做扎实。",
)
_SECOND_THINKING = (
    "{n}情绪饱满，求进步的愿望强。",
    "{n}思想稳定，遇事能和同学商量。",
    "{n}踏实，表达较少，需要多给机会。",
    "{n}对自己要求较严，有时过于紧张。",
    "{n}能接受意见，行动跟得上。",
)


class _Facts:
    """What may be said of a student, put into the blanks of a sentence."""

    def __init__(self, people: Roster, made: Works) -> None:
        self._shares: dict[str, tuple[str, str]] = {}
        names = {project.id: project.name for project in made.projects}
        for row in made.members:
            self._shares.setdefault(row.person, (names[row.project], row.share))
        self._people = people

    def say(self, text: str, student: Student) -> str:
        """Fill a sentence's blanks."""
        project, share = self._shares.get(student.person.id, ("小组活动", "联络"))
        level = student.certificate_level.target
        return text.format(
            n=student.given,
            trait=student.trait,
            project=project,
            share=share,
            rank=student.rank.baseline,
            want=student.rank.target,
            cert=f"{student.certificate}（{level}）",
            post=student.person.post,
        )


def _youth_talks(grouping: Grouping, people: Roster, facts: _Facts) -> Iterator[Talk]:
    """Each 携手 group writes down one or two of its talks a month, pair after pair in turn."""
    for position, group in enumerate(group for group in grouping.groups if group.form is PairingForm.HAND_IN_HAND):
        if group.state is GroupState.WITHDRAWN:
            continue
        youths = [
            row
            for row in grouping.memberships
            if row.group == group.id and people.students[row.person].person.standing is Standing.YOUTH
        ]
        for turn, month in enumerate(_MONTHS):
            row = youths[(turn + position) % len(youths)]
            topic, thinking, content, follow = _YOUTH_TALKS[turn]
            student = people.students[row.person]
            held = date(2009, month, min(_FIRST_DAYS[month] + 4 + position, 29))
            yield Talk(
                held_on=held,
                place=_PLACES[(position + turn) % len(_PLACES)],
                talker=row.partners[0],
                partners=(row.person,),
                group=group.id,
                way=_WAYS[(position + turn) % len(_WAYS)],
                topic=topic,
                thinking=facts.say(thinking, student),
                content=facts.say(content, student),
                follow_up=follow,
                recorded_on=held + timedelta(days=1),
            )
