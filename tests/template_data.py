"""Papers' data built in code for the template tests: the smallest and the fullest of each kind."""

from __future__ import annotations

from datetime import date

from docgen.documents import Plain, plain
from docgen.documents.figures import (
    CountLine,
    Figures,
    FormLine,
    GoalLine,
    GroupLine,
    HonourLevelLine,
    ReportHonour,
    ReportProject,
)
from docgen.documents.kinds.agreement import Agreement
from docgen.documents.kinds.bundle_pages import Catalogue, CatalogueLine, Cover, Remarks
from docgen.documents.kinds.filing import Plan
from docgen.documents.kinds.work_report import WorkReport
from docgen.documents.report_prose import Case
from docgen.documents.shared_parts import Party, PartyGoals, ProjectLine, ScheduleLine, Target, Teacher
from tests import edges

FREE = "".join(map(chr, range(0xFDD0, 0xFDF0)))
"""What Unicode keeps free for programs, and no paper can show."""
LONG_NAME = "阿卜杜拉·买买提艾力江"
_NAMES = ("方秉文", "欧阳喆", "李堃", "䶮小雨", "陈思远", "周一帆", LONG_NAME, "林可")
_PROGRAMME = {
    "activity": "携手共勉",
    "term": "2008—2009学年第二学期",
    "department": "影视艺术系",
    "general_branch": "影视艺术系党总支",
}
_ISSUER = "浙江横店影视职业学院影视艺术系党总支"


def parties(count: int, form: str = "互助") -> tuple[Party, ...]:
    """The leader first; the longest name stands seventh."""
    return tuple(
        Party(
            name=_NAMES[index],
            id=f"0809{index + 1:06d}",
            gender="男" if index % 2 else "女",
            class_name="影视081班" if index % 2 else "播音与主持艺术082班",
            standing=("学生党员", "入党积极分子", "优秀青年")[min(index % 3, 1 if form == "互勉" else 2)],
            political_status="中共预备党员" if index == 0 else "共青团员",
            post="团支部书记" if index == 1 else "",
            phone=f"1380000{index:04d}",
            share="剧本统筹、现场调度和后期剪辑" if index % 2 else "",
            partners=(_NAMES[1], _NAMES[2]) if index == 0 and form != "互助" else (),
            is_leader=index == 0,
            signed_on=date(2009, 3, 16) if count > 2 else None,
        )
        for index in range(count)
    )


def goals(signing: tuple[Party, ...]) -> tuple[PartyGoals, ...]:
    """Four kinds for each."""
    return tuple(
        PartyGoals(
            name=party.name,
            id=party.id,
            goals=(
                Target(kind="学习目标", indicator="期末班级排名", unit="名", baseline="15", target="10"),
                Target(kind="守纪目标", indicator="旷课", unit="次", baseline="1", target="0"),
                Target(kind="荣誉获取目标", indicator="院级以上荣誉", unit="项", baseline="", target="1"),
                Target(kind="专业成就目标", indicator="普通话水平测试", baseline="二级甲等", target="一级乙等"),
            ),
        )
        for party in signing
    )


TEACHER = Teacher(name="许南屏", id="T0031", office="影视编导教研室", title="副教授", phone="13800001111")
PROJECTS = (
    ProjectLine(
        id="X01",
        name="纪录短片《老街》拍摄与展映",
        type="项目",
        office="影视编导教研室",
        begins_on=date(2009, 3, 16),
        ends_on=date(2009, 6, 30),
        result_form="影片",
    ),
    ProjectLine(id="X02", name="横店群众演员生存状况调查", type="课题", result_form="调查报告"),
)


def agreement(count: int = 8, form: str = "互助", *, bare: bool = False, aim: str = "") -> dict[str, Plain]:
    """``bare`` leaves every optional field empty."""
    signing = parties(count, form)
    common = {**_PROGRAMME, "school": "浙江横店影视职业学院", "issuer": _ISSUER}
    rest = (
        {}
        if bare
        else {
            "theme": "彰显办学特色，践行科学管理，提高办学质量",
            "teacher": TEACHER,
            "teacher_signs": True,
            "projects": PROJECTS,
            "aim": aim or "共同完成一部纪录短片，人人有进步，个个有收获。",
            "goals": goals(signing),
            "meeting": "每两周集中一次，每月至少谈心一次，平时通过QQ群随时交流。",
            "measures": ("每周二晚集体自习。", "互相检查出勤，月底小结。", "期中对照目标自查互评。"),
            "agreed_on": date(2009, 3, 16),
        }
    )
    return plain(
        Agreement.model_validate(
            {
                **common,
                "number": "影艺共勉〔2009〕7号",
                "group_id": "G07",
                "group_name": "老街纪录片小组",
                "form": form,
                "parties": signing,
                "begins_on": date(2009, 3, 16),
                "ends_on": date(2009, 7, 10),
                "copies": count + 2,
                **rest,
            }
        )
    )


def plan(count: int = 8, form: str = "互助", *, bare: bool = False, opinion: str = "") -> dict[str, Plain]:
    """``opinion`` is what the three opinions say."""
    signing = parties(count, form)
    rest = (
        {}
        if bare
        else {
            "filed_on": date(2009, 3, 20),
            "applied_on": date(2009, 3, 9),
            "teacher": TEACHER,
            "office": "影视编导教研室",
            "projects": PROJECTS,
            "aim": "共同完成一部纪录短片，人人有进步，个个有收获。",
            "goals": goals(signing),
            "schedule": tuple(
                ScheduleLine(
                    number=index,
                    planned_on=date(2009, 3 + index // 2, 5 + index) if index != 3 else None,
                    content="走访老街，确定拍摄对象，撰写拍摄提纲" if index % 2 else "中期检查",
                    form="集体活动",
                    organiser="欧阳喆",
                    expected="完成提纲并经指导教师认可",
                )
                for index in range(1, 7)
            ),
            "measures": ("每周二晚集体自习。", "互相检查出勤，月底小结。", "期中对照目标自查互评。"),
            "half_way_on": date(2009, 5, 8),
            "handled_by": "江以宁",
            "teacher_opinion": opinion,
            "office_opinion": opinion,
            "branch_opinion": opinion,
        }
    )
    return plain(
        Plan.model_validate(
            {
                **_PROGRAMME,
                "filing_number": "影艺共勉〔2009〕7号",
                "group_id": "G07",
                "group_name": "老街纪录片小组",
                "form": form,
                "leader": signing[0],
                "members": signing,
                **rest,
            }
        )
    )


def work_report(*, bare: bool = False, groups: int = 34) -> dict[str, Plain]:
    """A whole semester's report, or one without projects, honours, cases, number and addressee."""
    counts = (CountLine(name="影视081班", count=32), CountLine(name="播音082班", count=28))
    none = GoalLine(kind="合计", set=0, met=0, not_met=0, unreported=0)
    figures = Figures(
        participants=112,
        groups=groups,
        by_standing=(CountLine(name="教师党员", count=9), CountLine(name="入党积极分子", count=41)),
        by_grade=(CountLine(name="2007级", count=40), CountLine(name="2008级", count=63)),
        by_class=counts,
        forms=tuple(FormLine(form=form, groups=groups // 3, people=40) for form in ("互勉", "互助", "携手")),
        goals=tuple(
            GoalLine(kind=kind, set=100, met=91, not_met=6, unreported=3)
            for kind in ("学习目标", "守纪目标", "荣誉获取目标", "专业成就目标")
        ),
        goals_total=none if bare else GoalLine(kind="合计", set=400, met=364, not_met=24, unreported=12),
        honours=tuple(
            HonourLevelLine(level=level, honours=0 if bare else 3, winners=0 if bare else 7)
            for level in ("国家级", "省级", "市级", "院级", "系级")
        ),
        certificates=() if bare else (CountLine(name="普通话等级证", count=21),),
        projects=() if bare else (CountLine(name="已完成", count=18), CountLine(name="进行中", count=12)),
        talks=0 if bare else 236,
        talks_by_month=() if bare else (CountLine(name="3月", count=60), CountLine(name="4月", count=176)),
    )
    told = (
        "本学期，影视艺术系党总支按照上级党组织关于加强党员队伍和入党积极分子队伍建设的要求，以“彰显办学特色，践行科学管理，提高办学质量”"
        "为主题，在影视艺术系组织开展了“携手共勉”活动。",
    ) * 2
    rest = (
        {}
        if bare
        else {
            "theme": "彰显办学特色，践行科学管理，提高办学质量",
            "document_number": "影艺党〔2009〕6号",
            "addressee": "学院党委组织部",
            "cases": (
                Case(group="老街纪录片小组", paragraphs=told),
                Case(group="晨读互勉小组", paragraphs=told[:1]),
            ),
            "reported_on": date(2009, 7, 8),
            "projects": tuple(
                ReportProject(
                    number=index,
                    name=f"纪录短片《老街》之{index}",
                    type="项目",
                    group="老街纪录片小组",
                    state="已完成",
                    result="影片",
                    grade="优秀",
                )
                for index in range(1, 31)
            ),
            "honours": tuple(
                ReportHonour(
                    number=index,
                    name="全省大学生多媒体作品设计竞赛",
                    level="省级",
                    grade="二等奖",
                    winners=("欧阳喆", "李堃", LONG_NAME),
                    awarded_by="浙江省教育厅",
                    awarded_on=date(2009, 6, 12),
                )
                for index in range(1, 13)
            ),
        }
    )
    return plain(
        WorkReport.model_validate(
            {
                **_PROGRAMME,
                "issuer": _ISSUER,
                "issuer_lines": (_ISSUER,),
                "school": "浙江横店影视职业学院",
                "situation": told,
                "leadership": told[:1],
                "practice": told,
                "results": told,
                "difficulties": told[:1],
                "next_steps": told[:1],
                "figures": figures,
                "groups": tuple(
                    GroupLine(
                        number=index,
                        id=f"G{index:02d}",
                        name="老街纪录片小组",
                        form="互助",
                        leader=LONG_NAME if index == 5 else "欧阳喆",
                        teacher="" if index % 3 else "许南屏",
                        people=4,
                        filing_number=f"影艺共勉〔2009〕{index}号",
                    )
                    for index in range(1, groups + 1)
                ),
                **rest,
            }
        )
    )


def cover(*, bare: bool = False) -> dict[str, Plain]:
    """A draft's cover is bare: archive numbers are not given yet."""
    rest = (
        {}
        if bare
        else {
            "fonds": "Z109",
            "fonds_name": "浙江横店影视职业学院",
            "archive_class": "党务综合",
            "first_item": "0001",
            "last_item": "0069",
            "box": "1",
        }
    )
    return plain(
        Cover.model_validate(
            {
                **_PROGRAMME,
                "edition": "草稿" if bare else "归档",
                "school": "浙江横店影视职业学院",
                "year": 2009,
                "retention": "30年",
                "items": 69,
                "pages": 214,
                **rest,
            }
        )
    )


def catalogue(lines: int = 60, *, bare: bool = False) -> dict[str, Plain]:
    """As many lines as asked for."""
    return plain(
        Catalogue(
            edition="草稿",
            general_branch="影视艺术系党总支",
            activity="携手共勉",
            term="2008—2009学年第二学期",
            lines=tuple(
                CatalogueLine(
                    number=index,
                    reference="" if bare else f"Z109-WS·2009-D30-DQ11-{index:04d}",
                    document_number=f"影艺共勉〔2009〕{index}号",
                    responsible="影视艺术系党总支",
                    title="老街纪录片小组共勉协议书",
                    dated="20090316",
                    pages=3,
                    first_page=3 * index,
                    remark="" if index % 4 else "附扫描件",
                )
                for index in range(1, lines + 1)
            ),
        )
    )


def remarks(*, bare: bool = False) -> dict[str, Plain]:
    """With and without names."""
    rest = (
        {}
        if bare
        else {
            "archivist": "江以宁",
            "arranged_on": date(2009, 7, 10),
            "inspector": "许南屏",
            "inspected_on": date(2009, 7, 12),
        }
    )
    return plain(
        Remarks.model_validate(
            {
                "general_branch": "影视艺术系党总支",
                "activity": "携手共勉",
                "term": "2008—2009学年第二学期",
                "explanation": ("本盒共有文件69件、214页。", "扫描件齐全，无缺页。"),
                **rest,
            }
        )
    )


RECORDS: dict[str, tuple[dict[str, Plain], ...]] = {
    "agreement": (
        agreement(),
        agreement(2, "互勉", bare=True),
        agreement(3, "携手"),
        agreement(2, "互勉", aim="\n".join(["同心同德，" * 30] * 4)),
    ),
    "plan": (plan(), plan(2, "互勉", bare=True), plan(3, "携手", opinion="同意。\n希望小组按计划落实。")),
    "work_report": (work_report(), work_report(bare=True, groups=1)),
    "cover": (cover(), cover(bare=True)),
    "catalogue": (catalogue(), catalogue(1, bare=True)),
    "remarks": (remarks(), remarks(bare=True)),
    **edges.records(),
}
"""Several papers' data for each official template."""
