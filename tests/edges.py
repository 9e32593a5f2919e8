"""Semesters at the edge of what happens, and the department's papers of each: for the tests of templates and engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from docgen import documents, resources
from docgen.documents import KINDS, Document, Plain, Withdrawn, datafile
from docgen.field import (
    Activity,
    GroupState,
    Honour,
    JudgeKind,
    Level,
    Mark,
    Membership,
    Project,
    ProjectState,
    Review,
    ReviewKind,
    Semester,
    Summary,
    Talk,
)
from docgen.settings import Settings
from tests.semesters import a_semester, changed

TWELVE = "阿卜杜热西提阿卜杜热合曼"
"""A name of twelve characters."""
VOID = Withdrawn("影艺共勉〔2009〕3号", "G02", "号码重复登记")


def numbers(semester: Semester) -> dict[str, str]:
    """A filing number for each group, in workbook order."""
    return {group.id: f"影艺共勉〔2009〕{number}号" for number, group in enumerate(semester.groups, 1)}


def bare() -> Semester:
    """One group, no optional sheet, no optional cell: the least that papers are made of."""
    full = a_semester(1)
    assert full.programme
    programme = full.programme.model_copy(update={"theme": "", "team_leader": "", "team_members": (), "archivist": ""})
    group = full.groups[0].model_copy(update={"guiding_teacher": "", "filed_on": None})
    return Semester(
        programme=programme,
        people=full.people,
        groups=(group,),
        memberships=full.memberships,
        goals=full.goals,
    )


def reported(semester: Semester) -> Semester:
    """The same semester with every goal reached."""
    return replace(semester, goals=tuple(goal.model_copy(update={"achieved": goal.target}) for goal in semester.goals))


def contest(points: dict[str, tuple[str, str]]) -> tuple[Mark, ...]:
    """Works with professional and popular marks, each a list with blanks between."""
    kinds = (JudgeKind.PROFESSIONAL, JudgeKind.POPULAR)
    return tuple(
        Mark(work_id=work, work_name=f"《{work}》", judge=f"{kind}评委{number}", judge_kind=kind, mark=Decimal(one))
        for work, both in points.items()
        for kind, given in zip(kinds, both, strict=True)
        for number, one in enumerate(given.split(), 1)
    )


def crowded() -> Semester:
    """A group of eight, names of two and of twelve characters, forty honours of one person, a withdrawn group."""
    semester = a_semester(7)
    semester = changed(semester, "people", 1, name=TWELVE)
    semester = changed(semester, "groups", 6, state=GroupState.WITHDRAWN)
    own = [row.person for row in semester.memberships if row.group == "G01"]
    more = [row.person for row in semester.memberships if row.group in ("G02", "G04", "G05")][: 8 - len(own)]
    added = tuple(Membership(group="G01", person=person, share="排练与记录") for person in more)
    first = own[0]
    honours = tuple(
        Honour(
            id=f"H{number:02d}",
            winners=(first,),
            name=f"系学习之星（第{number}期）",
            level=Level.DEPARTMENT,
            awarded_by="影视艺术系党总支",
        )
        for number in range(1, 41)
    )
    marks = contest({"W1": ("80 85 90", "70 75 80 85 90 95"), "W2": ("85 85", ""), "W3": ("80 85 90", "82.5")})
    return replace(reported(semester), memberships=(*semester.memberships, *added), honours=honours, marks=marks)


def told() -> Semester:
    """The crowded semester with every form full: a talk of three pages, reviews of all, activities, projects, summaries."""
    semester = crowded()
    own = [row.person for row in semester.memberships if row.group == "G01"]
    talks = (
        Talk(
            held_on=date(2009, 4, 2),
            talker="T0012",
            partners=tuple(own),
            group="G01",
            content="谈学习，也谈入党动机。" * 220,
        ),
        Talk(held_on=date(2009, 4, 3), talker="T0012", partners=(own[0],), content="谈宿舍里的事。\n" * 90),
        Talk(held_on=date(2009, 4, 4), talker="T0012", partners=(own[1],), group="G01"),
    )
    reviews = tuple(
        Review(group="G01", person=person, kind=kind, reviewed_on=date(2009, 5, 9), verdict="目标进度过半，" * 6)
        for kind in ReviewKind
        for person in own
    )
    held = (
        Activity(group="G01", content="剧本" * 30, held_on=date(2009, 4, 11), attendance=8, organiser=TWELVE),
        Activity(content="启动大会", held_on=date(2009, 3, 9)),
    )
    projects = tuple(
        row.model_copy(
            update={
                "state": ProjectState.DONE,
                "grade": "优良",
                "appraiser": "许南屏",
                "appraised_on": date(2009, 6, 25),
            }
        )
        for row in semester.projects
    )
    summary = Summary(group="G01", practice="一稿一议，" * 120, results="人人有进步。\n" * 8, cases="改了五稿。" * 60)
    return replace(
        changed(semester, "memberships", 1, left_on=date(2009, 5, 18), leaving_reason="外出实习"),
        talks=talks,
        reviews=reviews,
        activities=(*semester.activities, *held),
        projects=projects,
        summaries=(*semester.summaries, summary),
    )


def empty_forms() -> Semester:
    """What the forms show when the sheets give the least: a project done without anybody, a talk and a review of no words."""
    semester = reported(bare())
    first, second = (row.person for row in semester.memberships[:2])
    return replace(
        semester,
        talks=(Talk(held_on=date(2009, 4, 2), talker=first, partners=(second,)),),
        reviews=(Review(group="G01", person=first, kind=ReviewKind.HALF_WAY),),
        activities=(Activity(content="会", held_on=date(2009, 4, 2)),),
        projects=(Project(id="P01", group="G01", name="归途", state=ProjectState.DONE),),
    )


def papers(semester: Semester, *, settings: Settings | None = None, void: bool = False) -> tuple[Document, ...]:
    """All papers of the department."""
    return documents.compose(
        semester,
        numbers(semester),
        (),
        department=True,
        settings=settings,
        withdrawn=(VOID,) if void else (),
    )


DEPARTMENT = (
    "全系-活动实施方案",
    "全系-共勉计划备案登记簿",
    "全系-党员联系班级一览表",
    "全系-期初-公示表",
    "全系-积极分子和发展对象名册",
    "全系-第1期-活动简报",
    "全系-活动工作总结",
)
"""Names of the department's papers of :func:`tests.semesters.a_semester`, where no goal has a result yet."""
STEMS = (
    "scheme", "register", "public_notice", "jury_summary", "certificate", "selection_list", "class_contacts", "activist_roll",
    "credit_summary", "notice_report", "bulletin", "sign_in_sheet", "innovation_case", "case_application",
    "amendment", "college_report", "dossier", "personal_record",
)  # fmt: skip


FORMS = (
    "contact_record", "activity_record", "mutual_review", "appraisal", "group_summary", "assessment", "cultivation_record",
)  # fmt: skip

_MOST = 6
"""Of one kind: enough to see the usual, the bare and the crowded one; not each of forty certificates."""


def records() -> dict[str, tuple[dict[str, Plain], ...]]:
    """Data of papers by stem: the department's of a usual, a bare and a crowded semester, the forms of full and empty ones."""
    made = (*papers(a_semester(3), void=True), *papers(bare()), *papers(crowded()))
    found = {stem: tuple(one.data for one in made if one.kind.stem == stem)[:_MOST] for stem in STEMS}
    forms = [one for semester in (told(), empty_forms()) for one in every(semester)]
    for stem in FORMS:
        own = [one.data for one in forms if one.kind.stem == stem]
        found[stem] = (*own[:3], *own[-2:]) if len(own) > 5 else tuple(own)
    samples = {stem: resources.samples() / f"{stem}.yaml" for stem, records in found.items() if not records}
    return found | {stem: (datafile.read(path, KINDS[stem]).data,) for stem, path in samples.items()}


def every(semester: Semester) -> tuple[Document, ...]:
    """All papers of a semester."""
    known = numbers(semester)
    return documents.compose(semester, known, list(known), department=True)
