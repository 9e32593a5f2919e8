"""共勉考核登记表: one person's semester in points, each with its evidence; the branch's verdict is left to be signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from pydantic import Field

from docgen.documents.heading import BranchHeading
from docgen.documents.kind import Document, DocumentKind, Paper, Per, Source, plain
from docgen.documents.parts import came_and_went
from docgen.documents.scoring import Score, score
from docgen.field import Group, Membership, Person
from docgen.messages import N_

_MOST = 12
"""Evidence that stands in one row: a row does not break across pages."""


class AssessedGroup(Paper):
    """A group the person is or was in."""

    id: str = Field(alias="小组编号", description=N_("Number of the group"))
    name: str = Field(alias="小组名称", description=N_("Name of the group"))
    form: str = Field(alias="形式", description=N_("Form of pairing"))
    role: str = Field(alias="职责", description=N_("Leader or member, share of the work"))
    remark: str = Field("", alias="备注", description=N_("Joined later, or left, and why"))


class ScoreLine(Paper):
    """One part of the assessment; where it rests on much, lines without points follow it."""

    name: str = Field(alias="考核项目", description=N_("What is assessed"))
    full: str = Field("", alias="满分", description=N_("Full points"))
    points: str = Field("", alias="得分", description=N_("Points reached"))
    evidence: tuple[str, ...] = Field((), alias="依据", description=N_("What the points rest on"))


class Assessment(BranchHeading):
    """One person, assessed once, over all their groups."""

    name: str = Field(alias="姓名", description=N_("Full name"))
    id: str = Field(alias="编号", description=N_("Student number"))
    gender: str = Field("", alias="性别", description=N_("Gender"))
    class_name: str = Field("", alias="班级", description=N_("Class"))
    standing: str = Field(alias="身份", description=N_("What the person is to the Party"))
    political_status: str = Field(alias="政治面貌", description=N_("Political status"))
    groups: tuple[AssessedGroup, ...] = Field(alias="小组", min_length=1, description=N_("Groups of the person"))
    lines: tuple[ScoreLine, ...] = Field(alias="考核", description=N_("The parts of the assessment"))
    total: str = Field(alias="总分", description=N_("Sum of the points"))
    band: str = Field(alias="等次", description=N_("Band that the score reaches"))
    left_out: tuple[str, ...] = Field((), alias="不计项目", description=N_("Parts that were not open to the person"))
    bands: str = Field("", alias="等次标准", description=N_("What the bands are, in words"))


def assessments(source: Source) -> Iterator[Document]:
    """Compose an assessment of each student who takes part, in the order of 人员, once the first result is reported."""
    semester = source.semester
    if not any(goal.achieved for goal in semester.goals):
        return
    rows: dict[str, list[tuple[Group, Membership]]] = {}
    for one in semester.active_groups:
        for row in semester.participants_by_group.get(one.id, ()):
            rows.setdefault(row.person, []).append((one, row))
    for person in semester.people:
        if person.id in rows and person.standing.is_student:
            data = plain(_assessment(source, person, rows[person.id]))
            dated = source.programme.reported_on or source.programme.ends_on
            yield Document(KIND, f"{person.id}-{person.name}", f"{person.name}{KIND.title}", data, dated=dated)


def _assessment(source: Source, person: Person, rows: list[tuple[Group, Membership]]) -> Assessment:
    rules = source.settings
    scored = score(source, person, [group for group, _row in rows])
    return Assessment.of(
        source.programme,
        person,
        groups=tuple(_group(group, row) for group, row in rows),
        lines=_lines(scored),
        total=_points(scored.total),
        band=rules.band(scored.total),
        left_out=scored.left_out,
        bands=_bands(rules.bands),
    )


def _group(group: Group, row: Membership) -> AssessedGroup:
    role = "组长" if group.leader == row.person else "组员"
    said = "，".join(dict.fromkeys(filter(None, (role, row.share))))
    return AssessedGroup.of(group, role=said, remark=came_and_went(row))


def _lines(scored: Score) -> tuple[ScoreLine, ...]:
    found = []
    for part in scored.parts:
        first, rest = part.evidence[:_MOST], part.evidence[_MOST:]
        found.append(ScoreLine(name=part.name, full=_points(part.full), points=_points(part.points), evidence=first))
        more = [rest[start : start + _MOST] for start in range(0, len(rest), _MOST)]
        found += [ScoreLine(name=f"{part.name}（续）", evidence=lines) for lines in more]
    return tuple(found)


def _points(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _bands(bands: Mapping[str, int]) -> str:
    """Say the bands in words: 85分及以上为优秀 …, 60分以下为不合格."""
    falling = sorted(bands.items(), key=lambda band: -band[1])
    said = [f"{least}分及以上为{name}" for name, least in falling[:-1]]
    said += [f"{above[1]}分以下为{lowest[0]}" for above, lowest in list(pairwise(falling))[-1:]]
    return "，".join(said)


KIND = DocumentKind(
    "assessment",
    "共勉考核登记表",
    Per.PERSON,
    80,
    Assessment,
    pages=(1, 6),
    of_all=assessments,
    sums_up=True,
    signers=("党组织",),
    is_inside=True,
)
