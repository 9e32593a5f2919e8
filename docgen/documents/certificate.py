"""荣誉证书: one for each honour that the department itself gives, a page for each who won it.

The rule: an honour of 级别 系级 whose 授予单位 is the department, the general branch, or empty; what a 团总支, a company or
the college awards is certified there. Winners that are not named are the group as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from pydantic import Field

from docgen.documents.heading import Heading
from docgen.documents.kind import Document, DocumentKind, Paper, Per, Source, of_department
from docgen.field import Honour, Level
from docgen.messages import N_


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
        made = of_department(KIND, source, paper, key=honour.id, dated=honour.awarded_on)
        yield replace(made, title=f"{honour.name}{honour.grade}{KIND.title}")


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


KIND = DocumentKind(
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
