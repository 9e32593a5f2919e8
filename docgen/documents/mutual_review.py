"""自查互评表: own check (自律), partners' check (互律), and the half-way check of a group (domain.md §1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pydantic import Field

from docgen.documents.heading import DepartmentHeading
from docgen.documents.kind import Document, DocumentKind, Paper, Per, Source, plain
from docgen.documents.parts import labels, leader, members
from docgen.field import Group, Review, ReviewKind
from docgen.messages import N_


class ReviewLine(Paper):
    """What was found of one person."""

    name: str = Field(alias="姓名", description=N_("Full name"))
    reviewed_on: date | None = Field(None, alias="日期", description=N_("Day"))
    verdict: str = Field("", alias="评价", description=N_("Verdict; empty: room to write"))
    gap: str = Field("", alias="差距", description=N_("What is still missing"))


class Signer(Paper):
    """A member who signs the review."""

    name: str = Field(alias="姓名", description=N_("Full name"))
    class_name: str = Field("", alias="班级", description=N_("Class, or the office of a teacher"))


class MutualReview(DepartmentHeading):
    """The checks of one group; a kind of check that nobody made has no lines."""

    group_id: str = Field(alias="小组编号", description=N_("Number of the group"))
    group_name: str = Field(alias="小组名称", description=N_("Name of the group"))
    form: str = Field(alias="形式", description=N_("Form of pairing"))
    leader: str = Field(alias="组长", description=N_("Leader"))
    teacher: str = Field("", alias="指导教师", description=N_("Guiding teacher, if any"))
    own: tuple[ReviewLine, ...] = Field((), alias="自查", description=N_("Own checks (自律)"))
    partners: tuple[ReviewLine, ...] = Field((), alias="互评", description=N_("Partners' checks (互律)"))
    half_way: tuple[ReviewLine, ...] = Field((), alias="中期检查", description=N_("Half-way check"))
    members: tuple[Signer, ...] = Field(alias="成员", description=N_("Members, who sign"))


def mutual_reviews(source: Source, group: Group) -> Iterator[Document]:
    """Compose a group's reviews when there are any."""
    rows = [row for row in source.semester.reviews if row.group == group.id]
    if not rows:
        return
    last = max((row.reviewed_on for row in rows if row.reviewed_on), default=None)
    data = plain(_review(source, group, rows))
    number = source.numbers[group.id]
    yield Document(KIND, group.id, f"{group.name}{KIND.title}", data, group.id, number, last)


def _review(source: Source, group: Group, rows: list[Review]) -> MutualReview:
    named = labels(source.semester, group)

    def lines(kind: ReviewKind) -> tuple[ReviewLine, ...]:
        return tuple(
            ReviewLine.of(row, name=named.get(row.person, source.name(row.person))) for row in rows if row.kind is kind
        )

    return MutualReview.of(
        source.programme,
        group,
        leader=leader(source.semester, group),
        teacher=source.name(group.guiding_teacher),
        own=lines(ReviewKind.SELF),
        partners=lines(ReviewKind.PARTNER),
        half_way=lines(ReviewKind.HALF_WAY),
        members=tuple(
            Signer(name=named[person.id], class_name=person.class_or_office)
            for row, person in members(source.semester, group)
            if row.left_on is None
        ),
    )


KIND = DocumentKind(
    "mutual_review",
    "自查互评表",
    Per.GROUP,
    50,
    MutualReview,
    pages=(1, 10),
    of_each=mutual_reviews,
    signers=("成员.姓名",),
    is_inside=True,
    day="自查互评!日期",
)
