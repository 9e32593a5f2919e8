"""What happened: the sheets 活动, 项目, 项目成员, 荣誉, 证书, 交流, 自查互评, 评选, 变更 and 总结."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field

from docgen.field.column import APART, CALLED, CLERKS, CODE, KEY, LONG, OPEN, SAID, TOLD, WHOSE
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


def _hour(text: str) -> str:
    """Return an hour as it is read: Excel keeps 19:30 as 0.8125 of a day, and shows that in a cell of text."""
    if not re.fullmatch(r"0?\.\d+", text):
        return text
    minutes = round(float(text) * 24 * 60)
    return f"{minutes // 60}:{minutes % 60:02}"


class Activity(Row):
    """活动: planned and held activities; the rows of a group are its schedule."""

    SHEET: ClassVar[str] = "活动"
    NOTICE: ClassVar[str] = "公示"
    """形式 of a notice on the board"""

    group: Annotated[GroupRef, APART] = Field(
        "", alias="小组编号", description=N_("Group; empty: the whole department"), examples=["G01"]
    )
    planned_on: Annotated[Day | None, APART] = Field(
        None, alias="计划日期", description=N_("Planned day"), examples=["2009-04-10"]
    )
    content: Annotated[Required, replace(APART, called=True, long=True)] = Field(
        alias="内容", description=N_("What is done"), examples=["剧本初稿讨论"]
    )
    form: Annotated[Text, OPEN] = Field("", alias="形式", description=N_("In what form"), examples=["讨论会"])
    organiser: Annotated[Text, OPEN] = Field(
        "", alias="负责人", description=N_("Who is responsible"), examples=["周砚秋"]
    )
    expected: Annotated[Text, LONG] = Field(
        "", alias="预期成效", description=N_("Expected result"), examples=["形成二稿"]
    )
    held_on: Annotated[Day | None, OPEN] = Field(
        None, alias="实际日期", description=N_("Day it was held"), examples=["2009-04-11"]
    )
    attendance: Annotated[Count | None, OPEN] = Field(
        None, alias="参加人数", description=N_("How many came"), examples=["6"]
    )
    place: Annotated[Text, OPEN] = Field("", alias="地点", description=N_("Place"), examples=["编导教研室"])
    preparation: Annotated[Text, LONG] = Field("", alias="准备", description=N_("How it was prepared"))
    course: Annotated[Text, LONG] = Field("", alias="过程", description=N_("How it went"))
    outcome: Annotated[Text, LONG] = Field("", alias="效果", description=N_("What came of it"))
    present: Annotated[PersonRefs, OPEN] = Field(
        (), alias="参加人员", description=N_("Who came, by name"), examples=["0810130101 周砚秋、0810130102 林知远"]
    )
    absent: Annotated[PersonRefs, OPEN] = Field(
        (), alias="缺席人员", description=N_("Who should have come and did not"), examples=["0810130103 宋知予"]
    )


class Project(Row):
    """项目: a project or research topic of a group."""

    SHEET: ClassVar[str] = "项目"

    id: Annotated[Required, CODE] = Field(
        alias="项目编号", description=N_("Number of the project, unique"), examples=["P01"]
    )
    group: Annotated[GroupRef, OPEN] = Field(alias="小组编号", min_length=1, description=N_("Group"), examples=["G01"])
    name: Annotated[Required, CALLED] = Field(alias="名称", description=N_("Name"), examples=["校园短片《归途》"])
    type: Annotated[ProjectType, OPEN] = Field(
        ProjectType.PROJECT, alias="类型", description=N_("Project or topic"), examples=["项目"]
    )
    office: Annotated[Text, OPEN] = Field(
        "", alias="教研室", description=N_("Teaching-research office"), examples=["编导教研室"]
    )
    begins_on: Annotated[Day | None, OPEN] = Field(
        None, alias="开始日期", description=N_("First day"), examples=["2009-03-16"]
    )
    ends_on: Annotated[Day | None, OPEN] = Field(
        None, alias="结束日期", description=N_("Last day"), examples=["2009-06-30"]
    )
    state: Annotated[ProjectState, OPEN] = Field(
        ProjectState.UNDER_WAY, alias="状态", description=N_("State"), examples=["进行中"]
    )
    result_form: Annotated[Text, OPEN] = Field(
        "", alias="成果形式", description=N_("Kind of result"), examples=["短片"]
    )
    result_name: Annotated[Text, OPEN] = Field(
        "", alias="成果名称", description=N_("Name of the result"), examples=["《归途》"]
    )
    appraiser: Annotated[Text, CLERKS] = Field(
        "", alias="鉴定人", description=N_("Who appraised it"), examples=["许南屏"]
    )
    grade: Annotated[Text, CLERKS] = Field("", alias="鉴定等级", description=N_("Grade"), examples=["优秀"])
    appraised_on: Annotated[Day | None, CLERKS] = Field(
        None, alias="鉴定日期", description=N_("Day of appraisal"), examples=["2009-06-25"]
    )
    evidence: Annotated[Text, OPEN] = Field("", alias="佐证", description=N_("Evidence"), examples=["成片光盘"])
    base: Annotated[Text, OPEN] = Field(
        "", alias="实践基地", description=N_("Practice base where it is done"), examples=["横店影视城实践基地"]
    )

    @property
    def titled(self) -> str:
        """Its name in book-title marks, unless it has marks of its own: 《归途》, but 校园短片《归途》."""
        return self.name if "《" in self.name else f"《{self.name}》"


class ProjectMember(Row):
    """项目成员: one row a person in a project."""

    SHEET: ClassVar[str] = "项目成员"

    project: Annotated[ProjectRef, KEY] = Field(
        alias="项目编号", min_length=1, description=N_("Project"), examples=["P01"]
    )
    person: Annotated[PersonRef, WHOSE] = Field(
        alias="编号", min_length=1, description=N_("Person"), examples=["0810130101 周砚秋"]
    )
    share: Annotated[Text, OPEN] = Field("", alias="分工", description=N_("Share of the work"), examples=["导演"])
    credit: Annotated[Amount | None, CLERKS] = Field(
        None, alias="学分", description=N_("Academic credit"), examples=["1.5"]
    )


class Honour(Row):
    """荣誉: one row a prize or honour, whoever shares it."""

    SHEET: ClassVar[str] = "荣誉"

    id: Annotated[Required, CODE] = Field(
        alias="荣誉编号", description=N_("Number of the honour, unique"), examples=["H01"]
    )
    winners: Annotated[PersonRefs, OPEN] = Field(
        (),
        alias="获奖者",
        description=N_("Who won it; several are separated by 、"),
        examples=["0810130101 周砚秋"],
    )
    group: Annotated[GroupRef, OPEN] = Field(
        "", alias="小组编号", description=N_("Group, if the group won it"), examples=["G01"]
    )
    name: Annotated[Required, CALLED] = Field(alias="名称", description=N_("Name"), examples=["全省大学生短片大赛"])
    level: Annotated[Level, OPEN] = Field(alias="级别", description=N_("Level"), examples=["省级"])
    grade: Annotated[Text, OPEN] = Field("", alias="等次", description=N_("Grade"), examples=["二等奖"])
    awarded_by: Annotated[Text, OPEN] = Field("", alias="授予单位", description=N_("Awarded by"), examples=["省教育厅"])
    awarded_on: Annotated[Day | None, OPEN] = Field(None, alias="日期", description=N_("Day"), examples=["2009-06-12"])


class Certificate(Row):
    """证书: one row a certificate obtained."""

    SHEET: ClassVar[str] = "证书"

    person: Annotated[PersonRef, WHOSE] = Field(
        alias="编号", min_length=1, description=N_("Person"), examples=["0810130101 周砚秋"]
    )
    name: Annotated[Required, replace(APART, called=True)] = Field(
        alias="名称", description=N_("Name"), examples=["普通话等级证"]
    )
    level: Annotated[Text, OPEN] = Field("", alias="等级", description=N_("Grade"), examples=["二级甲等"])
    issued_by: Annotated[Text, OPEN] = Field(
        "", alias="发证单位", description=N_("Issued by"), examples=["省语言文字工作委员会"]
    )
    issued_on: Annotated[Day | None, OPEN] = Field(None, alias="日期", description=N_("Day"), examples=["2009-05-20"])


class Talk(Row):
    """交流: one row a talk."""

    SHEET: ClassVar[str] = "交流"

    held_on: Annotated[Day, APART] = Field(alias="日期", description=N_("Day"), examples=["2009-04-02"])
    place: Annotated[Text, OPEN] = Field("", alias="地点", description=N_("Place"), examples=["教学楼301"])
    talker: Annotated[PersonRef, APART] = Field(
        alias="谈话人", min_length=1, description=N_("Who talks"), examples=["0710130105 沈青禾"]
    )
    partners: Annotated[PersonRefs, APART] = Field(
        alias="谈话对象", min_length=1, description=N_("Whom with"), examples=["0810130101 周砚秋"]
    )
    group: Annotated[GroupRef, APART] = Field("", alias="小组编号", description=N_("Group"), examples=["G01"])
    way: Annotated[Text, OPEN] = Field("", alias="方式", description=N_("Way"), examples=["面谈"])
    topic: Annotated[Text, APART] = Field("", alias="主题", description=N_("Topic"), examples=["入党动机"])
    thinking: Annotated[Text, replace(SAID, long=True)] = Field(
        "", alias="思想动态", description=N_("Where their thinking stands")
    )
    content: Annotated[Text, replace(SAID, long=True)] = Field("", alias="内容", description=N_("What was said"))
    follow_up: Annotated[Text, SAID] = Field("", alias="跟进", description=N_("What follows from it"))
    recorded_on: Annotated[Day | None, OPEN] = Field(
        None, alias="记录日期", description=N_("Day of writing it down"), examples=["2009-04-03"]
    )
    hour: Annotated[Text, AfterValidator(_hour), OPEN] = Field(
        "", alias="时间", description=N_("Hour of the talk"), examples=["19:00—19:40"]
    )
    kind: Annotated[Text, OPEN] = Field("", alias="谈话类型", description=N_("Kind of talk"), examples=["定期谈话"])
    recorder: Annotated[Text, OPEN] = Field(
        "", alias="记录人", description=N_("Who wrote it down, if not the talker"), examples=["林知远"]
    )


class Review(Row):
    """自查互评: own check (自律), partners' check (互律), half-way check."""

    SHEET: ClassVar[str] = "自查互评"

    group: Annotated[GroupRef, KEY] = Field(alias="小组编号", min_length=1, description=N_("Group"), examples=["G01"])
    person: Annotated[PersonRef, WHOSE] = Field(
        alias="编号", min_length=1, description=N_("Person"), examples=["0810130101 周砚秋"]
    )
    kind: Annotated[ReviewKind, APART] = Field(alias="类型", description=N_("Kind of review"), examples=["自查"])
    reviewed_on: Annotated[Day | None, APART] = Field(
        None, alias="日期", description=N_("Day"), examples=["2009-05-10"]
    )
    verdict: Annotated[Text, LONG] = Field("", alias="评价", description=N_("Verdict"), examples=["目标进度过半"])
    gap: Annotated[Text, LONG] = Field(
        "", alias="差距", description=N_("What is still missing"), examples=["英语四级词汇量不足"]
    )


class Mark(Row):
    """评选: one row a mark that a judge gave to a work."""

    SHEET: ClassVar[str] = "评选"

    work_id: Annotated[Required, CODE] = Field(alias="作品编号", description=N_("Number of the work"), examples=["W01"])
    work_name: Annotated[Required, OPEN] = Field(
        alias="作品名称", description=N_("Name of the work"), examples=["《归途》"]
    )
    authors: Annotated[PersonRefs, OPEN] = Field(
        (), alias="作者", description=N_("Authors"), examples=["0810130101 周砚秋"]
    )
    judge: Annotated[Required, KEY] = Field(alias="评委", description=N_("Judge"), examples=["许南屏"])
    judge_kind: Annotated[JudgeKind, OPEN] = Field(
        alias="评委类别", description=N_("Professional or popular jury"), examples=["专业"]
    )
    mark: Annotated[Amount, OPEN] = Field(alias="分数", le=100, description=N_("Mark, 0 to 100"), examples=["88.5"])
    contest: Annotated[Text, APART] = Field(
        "",
        alias="评选名称",
        description=N_("Which contest, where a semester has several; empty: the one there is"),
        examples=["作品展映周作品评选"],
    )


class Change(Row):
    """变更: a change to a paper that was already signed or filed."""

    SHEET: ClassVar[str] = "变更"

    group: Annotated[GroupRef, KEY] = Field(alias="小组编号", min_length=1, description=N_("Group"), examples=["G01"])
    changed_on: Annotated[Day, OPEN] = Field(alias="日期", description=N_("Day"), examples=["2009-05-06"])
    matter: Annotated[Required, OPEN] = Field(alias="事项", description=N_("What is changed"), examples=["调整目标值"])
    before: Annotated[Text, OPEN] = Field("", alias="原内容", description=N_("Before"), examples=["班级第8名"])
    after: Annotated[Text, OPEN] = Field("", alias="新内容", description=N_("After"), examples=["班级第10名"])
    reason: Annotated[Text, OPEN] = Field("", alias="原因", description=N_("Why"), examples=["转专业后课程增加"])
    approved_by: Annotated[Text, OPEN] = Field("", alias="批准人", description=N_("Approved by"), examples=["方书记"])


class Summary(Row):
    """总结: what a group, or the department (全系), says of its semester."""

    SHEET: ClassVar[str] = "总结"

    group: Annotated[GroupRef, KEY] = Field(
        alias="小组编号", min_length=1, description=N_("Group, or 全系 for the department"), examples=["G01"]
    )
    situation: Annotated[Text, LONG] = Field("", alias="基本情况", description=N_("Situation"))
    practice: Annotated[Text, LONG] = Field("", alias="主要做法", description=N_("What was done"))
    results: Annotated[Text, LONG] = Field("", alias="取得成效", description=N_("What was reached"))
    cases: Annotated[Text, LONG] = Field("", alias="典型事例", description=N_("Cases worth telling"))
    difficulties: Annotated[Text, LONG] = Field("", alias="存在问题", description=N_("Difficulties"))
    next_steps: Annotated[Text, LONG] = Field("", alias="下一步打算", description=N_("Next steps"))
    abstract: Annotated[Text, TOLD] = Field(
        "", alias="摘要", description=N_("Of 全系: abstract of the innovation case, 1,500 characters at most")
    )
    background: Annotated[Text, TOLD] = Field(
        "", alias="背景", description=N_("Of 全系: why the activity was begun, for the innovation case")
    )
    discussion: Annotated[Text, TOLD] = Field(
        "",
        alias="探讨",
        description=N_("Of 全系: what may be learnt from it and what is open, for the innovation case"),
    )

    DEPARTMENT: ClassVar[str] = "全系"
