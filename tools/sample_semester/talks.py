"""The sheet 交流: every Party member talks with the activists they answer for, month by month from March to June."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle
from typing import Any

from docgen.field import GroupState, PairingForm, Standing, Talk
from tools.sample_semester.groups import Grouping
from tools.sample_semester.people import Roster, Student
from tools.sample_semester.projects import Works
from tools.sample_semester.tables import document

_MONTHS = (3, 4, 5, 6)
_FIRST_DAYS = {3: 19, 4: 7, 5: 11, 6: 2}
"""March begins after the agreements were signed; May after the holiday and the half-way check."""

_PLACES = ("党员活动室", "教学楼301", "实训楼走廊", "操场", "图书馆一楼", "系办公室", "学生公寓值班室", "机房208")
_HOURS = ("12:20", "16:30", "18:40", "19:30", "20:15")
_WAYS = ("面谈", "面谈", "散步谈心", "面谈", "座谈", "面谈")
_AWAY = ("楼天翔", date(2009, 5, 18))
"""On location with a film crew: talked with by telephone."""


@dataclass(frozen=True, slots=True)
class _Pair:
    group: str
    talker: str
    partners: tuple[str, ...]


def talks(grouping: Grouping, people: Roster, made: Works) -> list[Talk]:
    """Build all talks in order of the day."""
    facts = _Facts(people, made)
    words = document("talks.toml")
    cards = {month: cycle([card for card in words["card"] if card["month"] == month]) for month in _MONTHS}
    found: list[Talk] = []
    for serial, (month, pair) in enumerate(_meetings(grouping, people)):
        talk = _talk(pair, month, serial, next(cards[month]), people, facts)
        if len(pair.partners) > 1:
            talk = _with_second(talk, serial, words, people.students[pair.partners[1]], facts)
        found.append(talk)
    found += _youth_talks(grouping, people, facts, words["youth"])
    return sorted(found, key=lambda talk: (talk.held_on, talk.group, talk.talker, talk.partners))


def _meetings(grouping: Grouping, people: Roster) -> Iterator[tuple[int, _Pair]]:
    """Yield who talks with whom in each month: alone or two together, in turn."""
    for month in _MONTHS:
        for group in grouping.groups:
            if group.form is not PairingForm.MUTUAL_ENCOURAGEMENT:
                continue
            for row in grouping.memberships:
                is_member = row.person not in people.students or _is_member(people, row.person)
                if row.group != group.id or not is_member:
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


def _talk(pair: _Pair, month: int, serial: int, card: dict[str, str], people: Roster, facts: _Facts) -> Talk:
    """Write a talk with its first partner in mind; days are spread over the month without chance."""
    first_day = _FIRST_DAYS[month]
    days = (28 if month == 5 else 29) - first_day
    held = date(2009, month, first_day + serial * 11 % days)
    away = held >= _AWAY[1] and any(people.name(number) == _AWAY[0] for number in pair.partners)
    student = people.students[pair.partners[0]]
    return Talk(
        held_on=held,
        hour=_HOURS[serial % len(_HOURS)],
        kind="定期谈话",
        place="党员活动室（电话）" if away else _PLACES[serial % len(_PLACES)],
        talker=pair.talker,
        partners=pair.partners,
        group=pair.group,
        way="电话" if away else _WAYS[serial % len(_WAYS)],
        topic=card["topic"],
        thinking=facts.say(card["thinking"], student),
        content=facts.say(card["content"], student),
        follow_up=facts.say(card["follow"], student),
        recorded_on=held + timedelta(days=serial % 3),
    )


def _with_second(talk: Talk, serial: int, words: dict[str, Any], student: Student, facts: _Facts) -> Talk:
    """Add what is said of the second of two who are talked with together."""
    content, thinking = words["second"], words["second_thinking"]
    return talk.model_copy(
        update={
            "content": talk.content + facts.say(content[serial % len(content)], student),
            "thinking": talk.thinking + facts.say(thinking[serial % len(thinking)], student),
        }
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
        return text.format(
            n=student.given,
            trait=student.trait,
            project=project,
            share=share,
            rank=student.rank.baseline,
            want=student.rank.target,
            cert=student.certificate_goal,
            post=student.person.post,
            ranks=student.ranks,
        )


def _youth_talks(grouping: Grouping, people: Roster, facts: _Facts, topics: list[dict[str, str]]) -> Iterator[Talk]:
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
            card = topics[turn]
            student = people.students[row.person]
            held = date(2009, month, min(_FIRST_DAYS[month] + 4 + position, 29))
            yield Talk(
                held_on=held,
                hour=_HOURS[(position + turn) % len(_HOURS)],
                kind="结对谈话",
                place=_PLACES[(position + turn) % len(_PLACES)],
                talker=row.partners[0],
                partners=(row.person,),
                group=group.id,
                way=_WAYS[(position + turn) % len(_WAYS)],
                topic=card["topic"],
                thinking=facts.say(card["thinking"], student),
                content=facts.say(card["content"], student),
                follow_up=card["follow"],
                recorded_on=held + timedelta(days=1),
            )
