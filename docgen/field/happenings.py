"""What happened: the sheets 活动, 项目, 项目成员, 荣誉, 证书, 交流, 自查互评, 评选, 变更 and 总结."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from docgen.field.row import (
    Amount,
    Count,
    Day,
    GroupRef,
    PersonRef,
    PersonRefs,
    ProjectRef,
    Required,
    Row,
    Text,
)
from docgen.field.words import JudgeKind, Level, ProjectState, ProjectType, ReviewKind
from docgen.messages import N_


class Activity(Row):
    """活动: planned and held activities; the rows of a group are its schedule."""

    SHEET: ClassVar[str] = "活动"

    group: GroupRef = Field(
        "", alias="小组编号", description=N_("Group; empty: the whole department"), examples=["G01"]
    )
    planned_on: Day | None = Field(None, alias="计划日期", description=N_("Planned day"), examples=["2009-04-10"])
    content: Required = Field(alias="内容", description=N_("What is done"), examples=["剧本初稿讨论"])
    form: Text = Field("", alias="形式", description=N_("In what form"), examples=["讨论会"])
    organiser: Text = Field("", alias="负责人", description=N_("Who is responsible"), examples=["周砚秋"])
    expected: Text = Field("", alias="预期成效", description=N_("Expected result"), examples=["形成二稿"])
    held_on: Day | None = Field(None, alias="实际日期", description=N_("Day it was held"), examples=["2009-04-11"])
    attendance: Count | None = Field(None, alias="参加人数", description=N_("How many came"), examples=["6"])


class Project(Row):
    """项目: a project or research topic of a group."""

    SHEET: ClassVar[str] = "项目"

    id: Required = Field(alias="项目编号", description=N_("Number of the project, unique"), examples=["P01"])
    group: GroupRef = Field(alias="小组编号", min_length=1, description=N_("Group"), examples=["G01"])
    name: Required = Field(alias="名称", description=N_("Name"), examples=["校园短片《归途》"])
    type: ProjectType = Field(ProjectType.PROJECT, alias="类型", description=N_("Project or topic"), examples=["项目"])
    office: Text = Field("", alias="教研室", description=N_("Teaching-research office"), examples=["编导教研室"])
    begins_on: Day | None = Field(None, alias="开始日期", description=N_("First day"), examples=["2009-03-16"])
    ends_on: Day | None = Field(None, alias="结束日期", description=N_("Last day"), examples=["2009-06-30"])
    state: ProjectState = Field(ProjectState.UNDER_WAY, alias="状态", description=N_("State"), examples=["进行中"])
    result_form: Text = Field("", alias="成果形式", description=N_("Kind of result"), examples=["短片"])
    result_name: Text = Field("", alias="成果名称", description=N_("Name of the result"), examples=["《归途》"])
    appraiser: Text = Field("", alias="鉴定人", description=N_("Who appraised it"), examples=["许南屏"])
    grade: Text = Field("", alias="鉴定等级", description=N_("Grade"), examples=["优秀"])
    appraised_on: Day | None = Field(
        None, alias="鉴定日期", description=N_("Day of appraisal"), examples=["2009-06-25"]
    )
    evidence: Text = Field("", alias="佐证", description=N_("Evidence"), examples=["成片光盘"])


class ProjectMember(Row):
    """项目成员: one row a person in a project."""

    SHEET: ClassVar[str] = "项目成员"

    project: ProjectRef = Field(alias="项目编号", min_length=1, description=N_("Project"), examples=["P01"])
    person: PersonRef = Field(alias="编号", min_length=1, description=N_("Person"), examples=["0810130101 周砚秋"])
    share: Text = Field("", alias="分工", description=N_("Share of the work"), examples=["导演"])
    credit: Amount | None = Field(None, alias="学分", description=N_("Academic credit"), examples=["1.5"])


class Honour(Row):
    """荣誉: one row a prize or honour, whoever shares it."""

    SHEET: ClassVar[str] = "荣誉"

    id: Required = Field(alias="荣誉编号", description=N_("Number of the honour, unique"), examples=["H01"])
    winners: PersonRefs = Field(
        (),
        alias="获奖者",
        description=N_("Who won it; several are separated by 、"),
        examples=["0810130101 周砚秋"],
    )
    group: GroupRef = Field("", alias="小组编号", description=N_("Group, if the group won it"), examples=["G01"])
    name: Required = Field(alias="名称", description=N_("Name"), examples=["全省大学生短片大赛"])
    level: Level = Field(alias="级别", description=N_("Level"), examples=["省级"])
    grade: Text = Field("", alias="等次", description=N_("Grade"), examples=["二等奖"])
    awarded_by: Text = Field("", alias="授予单位", description=N_("Awarded by"), examples=["省教育厅"])
    awarded_on: Day | None = Field(None, alias="日期", description=N_("Day"), examples=["2009-06-12"])


class Certificate(Row):
    """证书: one row a certificate obtained."""

    SHEET: ClassVar[str] = "证书"

    person: PersonRef = Field(alias="编号", min_length=1, description=N_("Person"), examples=["0810130101 周砚秋"])
    name: Required = Field(alias="名称", description=N_("Name"), examples=["普通话等级证"])
    level: Text = Field("", alias="等级", description=N_("Grade"), examples=["二级甲等"])
    issued_by: Text = Field("", alias="发证单位", description=N_("Issued by"), examples=["省语言文字工作委员会"])
    issued_on: Day | None = Field(None, alias="日期", description=N_("Day"), examples=["2009-05-20"])


class Talk(Row):
    """交流: one row a talk."""

    SHEET: ClassVar[str] = "交流"

    held_on: Day = Field(alias="日期", description=N_("Day"), examples=["2009-04-02"])
    place: Text = Field("", alias="地点", description=N_("Place"), examples=["教学楼301"])
    talker: PersonRef = Field(alias="谈话人", min_length=1, description=N_("Who talks"), examples=["0710130105 沈青禾"])
    partners: PersonRefs = Field(
        alias="谈话对象", min_length=1, description=N_("Whom with"), examples=["0810130101 周砚秋"]
    )
    group: GroupRef = Field("", alias="小组编号", description=N_("Group"), examples=["G01"])
    way: Text = Field("", alias="方式", description=N_("Way"), examples=["面谈"])
    topic: Text = Field("", alias="主题", description=N_("Topic"), examples=["入党动机"])
    thinking: Text = Field("", alias="思想动态", description=N_("Where their thinking stands"))
    content: Text = Field("", alias="内容", description=N_("What was said"))
    follow_up: Text = Field("", alias="跟进", description=N_("What follows from it"))
    recorded_on: Day | None = Field(
        None, alias="记录日期", description=N_("Day of writing it down"), examples=["2009-04-03"]
    )


class Review(Row):
    """自查互评: own check (自律), partners' check (互律), half-way check."""

    SHEET: ClassVar[str] = "自查互评"

    group: GroupRef = Field(alias="小组编号", min_length=1, description=N_("Group"), examples=["G01"])
    person: PersonRef = Field(alias="编号", min_length=1, description=N_("Person"), examples=["0810130101 周砚秋"])
    kind: ReviewKind = Field(alias="类型", description=N_("Kind of review"), examples=["自查"])
    reviewed_on: Day | None = Field(None, alias="日期", description=N_("Day"), examples=["2009-05-10"])
    verdict: Text = Field("", alias="评价", description=N_("Verdict"), examples=["目标进度过半"])
    gap: Text = Field("", alias="差距", description=N_("What is still missing"), examples=["英语四级词汇量不足"])


class Mark(Row):
    """评选: one row a mark that a judge gave to a work."""

    SHEET: ClassVar[str] = "评选"

    work_id: Required = Field(alias="作品编号", description=N_("Number of the work"), examples=["W01"])
    work_name: Required = Field(alias="作品名称", description=N_("Name of the work"), examples=["《归途》"])
    authors: PersonRefs = Field((), alias="作者", description=N_("Authors"), examples=["0810130101 周砚秋"])
    judge: Required = Field(alias="评委", description=N_("Judge"), examples=["许南屏"])
    judge_kind: JudgeKind = Field(alias="评委类别", description=N_("Professional or popular jury"), examples=["专业"])
    mark: Amount = Field(alias="分数", le=100, description=N_("Mark, 0 to 100"), examples=["88.5"])


class Change(Row):
    """变更: a change to a paper that was already signed or filed."""

    SHEET: ClassVar[str] = "变更"

    group: GroupRef = Field(alias="小组编号", min_length=1, description=N_("Group"), examples=["G01"])
    changed_on: Day = Field(alias="日期", description=N_("Day"), examples=["2009-05-06"])
    matter: Required = Field(alias="事项", description=N_("What is changed"), examples=["调整目标值"])
    before: Text = Field("", alias="原内容", description=N_("Before"), examples=["班级第8名"])
    after: Text = Field("", alias="新内容", description=N_("After"), examples=["班级第10名"])
    reason: Text = Field("", alias="原因", description=N_("Why"), examples=["转专业后课程增加"])
    approved_by: Text = Field("", alias="批准人", description=N_("Approved by"), examples=["方书记"])


class Summary(Row):
    """总结: what a group, or the department (全系), says of its semester."""

    SHEET: ClassVar[str] = "总结"

    group: GroupRef = Field(
        alias="小组编号", min_length=1, description=N_("Group, or 全系 for the department"), examples=["G01"]
    )
    situation: Text = Field("", alias="基本情况", description=N_("Situation"))
    practice: Text = Field("", alias="主要做法", description=N_("What was done"))
    results: Text = Field("", alias="取得成效", description=N_("What was reached"))
    cases: Text = Field("", alias="典型事例", description=N_("Cases worth telling"))
    difficulties: Text = Field("", alias="存在问题", description=N_("Difficulties"))
    next_steps: Text = Field("", alias="下一步打算", description=N_("Next steps"))

    DEPARTMENT: ClassVar[str] = "全系"
