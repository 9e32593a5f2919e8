"""Who cultivates an activist (培养联系人), and the activists that papers tell of."""

from __future__ import annotations

from collections import Counter

from docgen.field import Person, PoliticalStatus, Semester

_MOST = 2
"""培养联系人 of an activist: one or two (《中国共产党发展党员工作细则》第八条)."""


def activists(semester: Semester) -> tuple[Person, ...]:
    """Return the activists, 发展对象 included, in the order of 人员."""
    return tuple(person for person in semester.people if person.standing.is_activist)


def cultivators(semester: Semester, person: Person) -> tuple[Person, ...]:
    """Return the full members who are paired with an activist or lead talks with them: those who talk most, two at most."""
    led = Counter(talk.talker for talk in semester.talks_by_person.get(person.id, ()) if person.id in talk.partners)
    for group in semester.groups_by_participant.get(person.id, ()):
        for row in semester.participants_by_group[group.id]:
            if row.left_on is None and (person.id in row.partners or row.person == person.id):
                led.update(dict.fromkeys(row.partners if row.person == person.id else (row.person,), 0))
    people = (semester.person_by_id[one] for one in led if one in semester.person_by_id and one != person.id)
    full = [one for one in people if one.political_status is PoliticalStatus.FULL_MEMBER]
    return tuple(sorted(full, key=lambda one: -led[one.id])[:_MOST])
