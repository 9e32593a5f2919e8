"""The sheets 目标 and 证书: what each student set out to reach, what came of it, and the certificates that prove it."""

from __future__ import annotations

from docgen.field import Certificate, Direction, Goal, GoalKind, Honour, Level
from tools.sample_semester.people import Measure, Roster, Student
from tools.sample_semester.tables import must_day, table

_LEVELS = {"系": tuple(Level), "院": tuple(Level)[:4], "省": tuple(Level)[:2]}
"""Which levels count for a goal "at least at this level"."""

_ISSUERS = {
    "普通话等级证": ("浙江省语言文字工作委员会", "2009-06-05", "普通话水平测试成绩单"),
    "英语等级证": ("浙江省教育考试院", "2009-07-06", "英语等级考试成绩单"),
    "计算机等级证": ("浙江省教育考试院", "2009-05-25", "计算机等级考试成绩单"),
    "职业资格证": ("浙江省职业技能鉴定中心", "2009-06-22", "职业技能鉴定证书复印件"),
}
_CET_DAY = "2009-08-21"


def goals(people: Roster, won: list[Honour]) -> list[Goal]:
    """Build four goals a student; honours reached are counted from the honours won."""
    reasons = {(people.number(who), kind): why for who, kind, why in table("unmet.txt")}
    found: list[Goal] = []
    for number, student in people.students.items():
        for goal in (
            _study(number, student),
            _discipline(number, student),
            _honour(number, student, won),
            _profession(number, student),
        ):
            reason = reasons.pop((number, str(goal.kind)), "")
            found.append(goal.model_copy(update={"reason_unmet": reason}))
    if reasons:
        raise ValueError(f"reasons for goals that do not exist: {sorted(reasons)}")
    return found


def certificates(people: Roster) -> list[Certificate]:
    """Build 证书: one for each professional goal that was reached."""
    found = []
    for number, student in people.students.items():
        level = student.certificate_level
        if level.achieved != level.target or level.target == level.baseline:
            continue
        issuer, issued, _evidence = _ISSUERS[student.certificate]
        if level.target == "四级":
            issuer, issued = "全国大学英语四、六级考试委员会", _CET_DAY
        found.append(
            Certificate(
                person=number,
                name=student.certificate,
                level=level.target,
                issued_by=issuer,
                issued_on=must_day(issued),
            )
        )
    return found


def _study(number: str, student: Student) -> Goal:
    rank = student.rank
    return Goal(
        person=number,
        kind=GoalKind.STUDY,
        indicator="班级排名",
        unit="名",
        direction=Direction.LOWER,
        baseline=rank.baseline,
        target=rank.target,
        achieved=rank.achieved,
        evidence="学期成绩排名表" if rank.achieved else "",
    )


def _discipline(number: str, student: Student) -> Goal:
    absence = student.absence
    achieved = absence.achieved if student.rank.achieved else ""
    return Goal(
        person=number,
        kind=GoalKind.DISCIPLINE,
        indicator="旷课节数",
        unit="节",
        direction=Direction.LOWER,
        baseline=absence.baseline,
        target=absence.target,
        achieved=achieved,
        evidence="班级考勤登记" if achieved else "",
    )


def _honour(number: str, student: Student, won: list[Honour]) -> Goal:
    level, wanted = student.honour_target[0], student.honour_target[1:]
    counting = [honour for honour in won if number in honour.winners and honour.level in _LEVELS[level]]
    achieved = str(len(counting)) if student.rank.achieved else ""
    return Goal(
        person=number,
        kind=GoalKind.HONOUR,
        indicator=f"{level}级以上奖项、荣誉",
        unit="项",
        direction=Direction.HIGHER,
        baseline="0",
        target=wanted,
        achieved=achieved,
        evidence="、".join(honour.id for honour in counting),
    )


def _profession(number: str, student: Student) -> Goal:
    level: Measure = student.certificate_level
    return Goal(
        person=number,
        kind=GoalKind.PROFESSION,
        indicator=student.certificate,
        baseline=level.baseline,
        target=level.target,
        achieved=level.achieved,
        evidence=_ISSUERS[student.certificate][2] if level.achieved == level.target else "",
    )
