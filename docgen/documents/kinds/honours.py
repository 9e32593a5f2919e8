"""荣誉证书: one for each honour that the department itself gives, a page for each who won it.

The rule: an honour of 级别 系级 whose 授予单位 is the department, the general branch, or empty; what a 团总支, a company or
the college awards is certified there. Winners that are not named are the group as a whole.

作品评选评分汇总表: the marks of both juries, weighted; works in the order of their results, ties shown.

The rule: each jury's average of a work, the highest and the lowest mark left out where ``[jury] drop_extremes`` says so and
the jury gave three marks or more; then the two averages by their weights. Where only one jury gave marks in the whole
contest, its average is the result. Averages and results are rounded half up to two places; equal results share a place, and
the next place is left out. A work that lacks one jury's marks has no result.

A prize is proposed by place: ``[jury] prizes`` says how many per cent of the works with a result get each, rounded up; works that
share the last place of a prize all get it. The jury decides. A semester may have several contests, told apart by 评选名称.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from pydantic import Field

from docgen.documents.heading import BranchHeading, Heading
from docgen.documents.kind import Document, DocumentKind, Paper, Per, Source
from docgen.documents.shared_parts import day_of, digits, of_department
from docgen.field import Honour, JudgeKind, Level, Mark, Summary
from docgen.messages import N_
from docgen.settings import Jury


class Recipient(Paper):
    """Whom a page of the certificate is for."""

    name: str = Field(alias="姓名", description=N_("Full name, or the name of the group"))
    address: str = Field("", alias="称谓", description=N_("How they are addressed: 同学, 老师; empty for a group"))
    class_name: str = Field("", alias="班级", description=N_("Class, or the office of a teacher"))


class Certificate(Heading):
    """An honour given by the department."""

    number: str = Field(alias="荣誉编号", description=N_("Number of the honour"))
    school: str = Field("", alias="学校", description=N_("School"))
    general_branch: str = Field(alias="党组织", description=N_("Party general branch"))
    issuer: str = Field(alias="发文机关", description=N_("The general branch with the school, named once"))
    name: str = Field(alias="荣誉名称", description=N_("Name of the honour"))
    grade: str = Field("", alias="等次", description=N_("Grade"))
    awarded_by: str = Field(alias="授予单位", description=N_("Awarded by"))
    awarded_on: date | None = Field(None, alias="授予日期", description=N_("Day of the award"))
    recipients: tuple[Recipient, ...] = Field(alias="获奖者", min_length=1, description=N_("A page for each"))


def certificates(source: Source) -> Iterator[Document]:
    """Compose a certificate for each honour of the department that somebody has won."""
    programme = source.programme
    for honour in source.semester.honours:
        recipients = _recipients(source, honour)
        if not recipients or not _is_ours(source, honour):
            continue
        paper = Certificate.of(
            programme,
            honour,
            name=honour.name,
            awarded_by=honour.awarded_by or programme.general_branch,
            awarded_on=honour.awarded_on,
            recipients=recipients,
        )
        made = of_department(CERTIFICATE, source, paper, key=honour.id, dated=honour.awarded_on)
        yield replace(made, title=f"{honour.name}{honour.grade}{CERTIFICATE.title}")


def _is_ours(source: Source, honour: Honour) -> bool:
    ours = ("", source.programme.department, source.programme.general_branch, source.programme.issuer)
    return honour.level is Level.DEPARTMENT and honour.awarded_by in ours


def _recipients(source: Source, honour: Honour) -> tuple[Recipient, ...]:
    people = [source.semester.person_by_id[one] for one in honour.winners if one in source.semester.person_by_id]
    if people or honour.group not in source.semester.group_by_id:
        return tuple(
            Recipient.of(
                person, address="同学" if person.standing.is_student else "老师", class_name=person.class_or_office
            )
            for person in people
        )
    return (Recipient(name=source.semester.group_by_id[honour.group].name),)


CERTIFICATE = DocumentKind(
    "certificate",
    "荣誉证书",
    Per.HONOUR,
    82,
    Certificate,
    pages=(1, 1),
    each="获奖者",
    of_all=certificates,
    signers=("党组织",),
    goes_out=True,
    day="荣誉!日期",
)


_HUNDREDTH = Decimal("0.01")
_ENOUGH = 3
"""From so many marks on extremes are dropped."""


class JuryLine(Paper):
    """One work and what it was given."""

    place: int | None = Field(None, alias="名次", description=N_("Place; empty: no result"))
    id: str = Field(alias="作品编号", description=N_("Number of the work"))
    name: str = Field(alias="作品名称", description=N_("Name of the work"))
    authors: tuple[str, ...] = Field((), alias="作者", description=N_("Authors' names"))
    professional: tuple[str, ...] = Field((), alias="专业评分", description=N_("Professional marks, in judges' order"))
    professional_average: str = Field("", alias="专业均分", description=N_("Average of the professional jury"))
    popular: tuple[str, ...] = Field((), alias="大众评分", description=N_("Popular marks, in judges' order"))
    popular_average: str = Field("", alias="大众均分", description=N_("Average of the popular jury"))
    result: str = Field("", alias="总分", description=N_("Weighted result"))
    proposed: str = Field("", alias="建议等次", description=N_("Prize proposed by place; the jury decides"))
    remark: str = Field("", alias="备注", description=N_("Tied, or marks missing"))


class JurySummary(BranchHeading):
    """The marks of a contest."""

    contest: str = Field("", alias="评选名称", description=N_("Name of the contest; empty: the only one"))
    professionals: tuple[str, ...] = Field((), alias="专业评委", description=N_("Judges of the professional jury"))
    populars: tuple[str, ...] = Field((), alias="大众评委", description=N_("Judges of the popular jury"))
    professional_weight: int = Field(alias="专业权重", description=N_("Weight of the professional jury, per cent"))
    popular_weight: int = Field(alias="大众权重", description=N_("Weight of the popular jury, per cent"))
    extremes_dropped: bool = Field(alias="去掉极值", description=N_("Whether highest and lowest marks were left out"))
    lines: tuple[JuryLine, ...] = Field(alias="作品", description=N_("One line a work, best first"))


@dataclass(frozen=True, slots=True)
class _Work:
    """A work with its marks by jury."""

    rows: tuple[Mark, ...]

    def marks(self, kind: JudgeKind) -> tuple[Decimal, ...]:
        return tuple(row.mark for row in self.rows if row.judge_kind is kind)

    def average(self, kind: JudgeKind, *, drop: bool) -> Decimal | None:
        marks = sorted(self.marks(kind))
        if drop and len(marks) >= _ENOUGH:
            marks = marks[1:-1]
        return _rounded(sum(marks, Decimal()) / len(marks)) if marks else None


def jury_summaries(source: Source) -> Iterator[Document]:
    """Compose the summary of each contest of the semester; without marks there is none."""
    contests: dict[str, list[Mark]] = {}
    for row in source.semester.marks:
        contests.setdefault(row.contest, []).append(row)
    for contest, marks in contests.items():
        key = f"{Summary.DEPARTMENT}-{contest}" if contest else ""
        paper = _summary(source, contest, marks)
        yield of_department(JURY, source, paper, key=key, dated=day_of(source.semester, contest or "评选"))


def _summary(source: Source, contest: str, marks: Sequence[Mark]) -> JurySummary:
    jury = _in_force(source.settings.jury, marks)
    by_work: dict[str, list[Mark]] = {}
    for row in marks:
        by_work.setdefault(row.work_id, []).append(row)
    works = [_Work(tuple(rows)) for rows in by_work.values()]
    return JurySummary.of(
        source.programme,
        contest=contest,
        professionals=_judges(marks, JudgeKind.PROFESSIONAL),
        populars=_judges(marks, JudgeKind.POPULAR),
        professional_weight=jury.professional,
        popular_weight=jury.popular,
        extremes_dropped=jury.drop_extremes and any(_drops(work) for work in works),
        lines=_lines(source, works, jury),
    )


def _in_force(jury: Jury, marks: Sequence[Mark]) -> Jury:
    """Return the weights as they apply: a jury that did not sit leaves its weight to the other."""
    kinds = {row.judge_kind for row in marks}
    if len(kinds) == len(JudgeKind):
        return jury
    alone = 100 if JudgeKind.PROFESSIONAL in kinds else 0
    return jury.model_copy(update={"professional": alone, "popular": 100 - alone})


def _drops(work: _Work) -> bool:
    return any(len(work.marks(kind)) >= _ENOUGH for kind in JudgeKind)


def _judges(marks: Sequence[Mark], kind: JudgeKind) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.judge for row in marks if row.judge_kind is kind))


def _result(work: _Work, jury: Jury) -> Decimal | None:
    total = Decimal()
    for kind, weight in ((JudgeKind.PROFESSIONAL, jury.professional), (JudgeKind.POPULAR, jury.popular)):
        average = work.average(kind, drop=jury.drop_extremes)
        if weight and average is None:
            return None
        total += weight * (average or Decimal())
    return _rounded(total / 100)


def _lines(source: Source, works: Sequence[_Work], jury: Jury) -> tuple[JuryLine, ...]:
    results = [(work, _result(work, jury)) for work in works]
    ranked = sorted((value for _work, value in results if value is not None), reverse=True)
    # Sorting is stable: tied works stand as in the workbook, those without a result last.
    ordered = sorted(results, key=lambda pair: ranked.index(pair[1]) if pair[1] is not None else len(ranked))
    return tuple(_line(source, work, jury, value, ranked) for work, value in ordered)


def _line(source: Source, work: _Work, jury: Jury, value: Decimal | None, ranked: Sequence[Decimal]) -> JuryLine:
    first = work.rows[0]
    tied = value is not None and ranked.count(value) > 1

    def average(kind: JudgeKind) -> str:
        found = work.average(kind, drop=jury.drop_extremes)
        return f"{found:.2f}" if found is not None else ""

    def marks(kind: JudgeKind) -> tuple[str, ...]:
        return tuple(map(digits, work.marks(kind)))

    return JuryLine.of(
        first,
        place=ranked.index(value) + 1 if value is not None else None,
        authors=tuple(filter(None, map(source.name, first.authors))),
        professional=marks(JudgeKind.PROFESSIONAL),
        professional_average=average(JudgeKind.PROFESSIONAL),
        popular=marks(JudgeKind.POPULAR),
        popular_average=average(JudgeKind.POPULAR),
        result=f"{value:.2f}" if value is not None else "",
        proposed=_proposed(ranked.index(value) + 1, len(ranked), jury) if value is not None else "",
        remark="评分不全" if value is None else "并列" if tied else "",
    )


def _proposed(place: int, works: int, jury: Jury) -> str:
    upto = 0
    for prize, share in jury.prizes.items():
        upto += -(-works * share // 100)
        if place <= upto:
            return prize
    return ""


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(_HUNDREDTH, ROUND_HALF_UP)


JURY = DocumentKind(
    "jury_summary",
    "作品评选评分汇总表",
    Per.CONTEST,
    80,
    JurySummary,
    pages=(1, 40),
    of_all=jury_summaries,
    signers=("专业评委", "大众评委"),
    day="活动!实际日期（全系，内容写明“评选”或评选名称）",
)
