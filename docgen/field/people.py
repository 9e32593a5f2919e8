"""People and groups: the sheets 人员, 小组, 组员 and 目标."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from docgen.field.column import (
    AFTERWARDS,
    APART,
    CLERKS,
    CODE,
    KEY,
    LONG,
    NAME,
    NUMBER,
    OPEN,
    OPINION,
    WHOSE,
    Column,
    Filled,
    Privacy,
    Role,
)
from docgen.field.measures import reaches
from docgen.field.row import (
    Day,
    GroupRef,
    GroupRefs,
    OfficialNumber,
    PersonRef,
    PersonRefs,
    Required,
    Row,
    Text,
    Words,
)
from docgen.field.words import (
    Direction,
    Gender,
    GoalKind,
    GoalResult,
    GroupState,
    PairingForm,
    PoliticalStatus,
    Standing,
)
from docgen.messages import N_


class Person(Row):
    """人员: one row a person, teacher or student."""

    SHEET: ClassVar[str] = "人员"

    id: Annotated[
        Required,
        replace(
            WHOSE,
            role=Role.PERSON_NUMBER,
            synonyms="学号 编号 学生学号 学籍号 工号 职工号 教工号 教职工号 人员编号 学工号 XH",
        ),
    ] = Field(
        alias="编号",
        description=N_("Student or staff number, as text: leading zeros count"),
        examples=["0810130101"],
    )
    name: Annotated[Required, replace(NAME, role=Role.NAME, synonyms="姓名 学生姓名 名字 学生 教师姓名 XM")] = Field(
        alias="姓名", description=N_("Full name"), examples=["周砚秋"]
    )
    gender: Annotated[Gender | None, replace(OPEN, synonyms="性别 XB")] = Field(
        None, alias="性别", description=N_("Gender"), examples=["女"]
    )
    standing: Annotated[Standing, replace(OPEN, synonyms="身份 人员身份 党内身份")] = Field(
        alias="身份", description=N_("What the person is to the Party"), examples=["入党积极分子"]
    )
    political_status: Annotated[
        PoliticalStatus, replace(OPEN, renewed=True, synonyms="政治面貌 政治面目 面貌 ZZMM")
    ] = Field(alias="政治面貌", description=N_("Political status (GB/T 4762)"), examples=["共青团员"])
    class_name: Annotated[
        Text, replace(OPEN, renewed=True, synonyms="班级 班级名称 专业班级 行政班 行政班级 所在班级 班 BJ BJMC")
    ] = Field("", alias="班级", description=N_("Class; empty for teachers"), examples=["影视081班"])
    post: Annotated[Text, replace(OPEN, synonyms="职务 担任职务 班级职务 学生职务 干部职务")] = Field(
        "", alias="职务", description=N_("Post held"), examples=["团支书"]
    )
    phone: Annotated[
        Text,
        Column(
            key=False,
            private=Privacy.OUTSIDE,
            afterwards=False,
            watched=False,
            role=Role.PHONE,
            renewed=True,
            synonyms="联系电话 手机 手机号 手机号码 移动电话 电话 本人电话 联系方式 电话号码 学生电话 本人联系电话 联系手机 "
            "LXDH SJH",
        ),
    ] = Field("", alias="联系电话", description=N_("Phone, as text"), examples=["13900000001"])
    contact_classes: Annotated[Words, OPEN] = Field(
        (),
        alias="联系班级",
        description=N_("Classes a Party member looks after; several are separated by 、"),
        examples=["影视081班、影视082班"],
    )
    office: Annotated[Text, replace(OPEN, synonyms="教研室 所在教研室 教研室名称")] = Field(
        "", alias="教研室", description=N_("Teaching-research office"), examples=["编导教研室"]
    )
    title: Annotated[Text, replace(OPEN, synonyms="职称 专业技术职务 职称名称")] = Field(
        "", alias="职称", description=N_("Academic title"), examples=["讲师"]
    )
    applied_on: Annotated[
        Day | None,
        replace(OPEN, synonyms="入党申请日期 申请入党时间 入党申请时间 申请入党日期 递交入党申请书时间 申请时间"),
    ] = Field(None, alias="入党申请日期", description=N_("Day of the application to join"), examples=["2008-10-08"])
    activist_since: Annotated[
        Day | None,
        replace(
            OPEN,
            synonyms="确定积极分子日期 确定积极分子时间 确定为积极分子时间 确定入党积极分子时间 列为积极分子时间 "
            "确定为入党积极分子时间 积极分子确定时间 列积时间 积极分子时间",
        ),
    ] = Field(None, alias="确定积极分子日期", description=N_("Day of becoming an activist"), examples=["2008-12-15"])

    @property
    def year_over_on(self) -> date | None:
        """The first day on which an activist may be put towards 发展对象: a year after 确定积极分子日期 (rule 14)."""
        since = self.activist_since
        if since is None or "确定积极分子日期" in self.broken:
            return None
        leap = (since.month, since.day) == (2, 29)
        return date(since.year + 1, 3, 1) if leap else since.replace(year=since.year + 1)

    @property
    def class_or_office(self) -> str:
        """The class of a student, the office of a teacher."""
        return self.class_name or self.office

    @property
    def label(self) -> str:
        """``number name``, as drop-downs offer it."""
        return f"{self.id} {self.name}"


class Group(Row):
    """小组: one row a 共勉小组."""

    SHEET: ClassVar[str] = "小组"

    id: Annotated[Required, CODE] = Field(
        alias="小组编号", description=N_("Number of the group, unique"), examples=["G01"]
    )
    name: Annotated[Required, NAME] = Field(
        alias="小组名称", description=N_("Name of the group"), examples=["晨光剧本互助小组"]
    )
    form: Annotated[PairingForm, OPEN] = Field(alias="形式", description=N_("Form of pairing"), examples=["互助"])
    leader: Annotated[PersonRef, OPEN] = Field(
        alias="组长",
        min_length=1,
        description=N_("Leader, one of the members"),
        examples=["0810130101 周砚秋"],
    )
    guiding_teacher: Annotated[PersonRef, OPEN] = Field(
        "", alias="指导教师", description=N_("Guiding teacher, a Party member"), examples=["T0012 许南屏"]
    )
    founded_on: Annotated[Day | None, OPEN] = Field(
        None, alias="成立日期", description=N_("Day the group was founded"), examples=["2009-03-09"]
    )
    agreed_on: Annotated[Day | None, OPEN] = Field(
        None, alias="协议日期", description=N_("Day the agreement is signed"), examples=["2009-03-16"]
    )
    meeting: Annotated[Text, OPEN] = Field(
        "", alias="交流方式", description=N_("How and how often they meet"), examples=["每两周面谈一次"]
    )
    aim: Annotated[Text, LONG] = Field(
        "", alias="总体目标", description=N_("Overall aim"), examples=["完成一部短片剧本并拍摄"]
    )
    measures: Annotated[Text, LONG] = Field(
        "", alias="措施", description=N_("Measures, one a line"), examples=["每周共同晨读三次"]
    )
    filing_number: Annotated[OfficialNumber, replace(NUMBER, filled=Filled.BY_DOCGEN)] = Field(
        "",
        alias="备案号",
        description=N_("Filing number; leave it empty and docgen issues it"),
        examples=["影艺共勉〔2009〕1号"],
    )
    filed_on: Annotated[Day | None, replace(AFTERWARDS, filled=Filled.BY_CLERK)] = Field(
        None, alias="备案日期", description=N_("Day of filing"), examples=["2009-03-20"]
    )
    teacher_opinion: Annotated[Text, OPINION] = Field(
        "", alias="指导教师意见", description=N_("Guiding teacher's opinion")
    )
    office_opinion: Annotated[Text, OPINION] = Field(
        "", alias="教研室意见", description=N_("Opinion of the teaching-research office")
    )
    branch_opinion: Annotated[Text, OPINION] = Field(
        "", alias="党总支意见", description=N_("Opinion of the general branch")
    )
    state: Annotated[GroupState, CLERKS] = Field(
        GroupState.ACTIVE, alias="状态", description=N_("State; empty means 正常"), examples=["正常"]
    )
    merged_into: Annotated[GroupRef, CLERKS] = Field(
        "", alias="并入", description=N_("Group this one was merged into"), examples=["G02"]
    )

    @property
    def fate(self) -> str:
        """What became of a group that is no more, such as 已并入G02; ``""`` for one that there is."""
        return "" if self.state is GroupState.ACTIVE else f"{self.state}{self.merged_into}"


class Membership(Row):
    """组员: one row a person in a group."""

    SHEET: ClassVar[str] = "组员"

    group: Annotated[GroupRef, KEY] = Field(alias="小组编号", min_length=1, description=N_("Group"), examples=["G01"])
    person: Annotated[PersonRef, WHOSE] = Field(
        alias="编号", min_length=1, description=N_("Person"), examples=["0810130101 周砚秋"]
    )
    partners: Annotated[PersonRefs, OPEN] = Field(
        (),
        alias="联系对象",
        description=N_("Whom this person is paired with"),
        examples=["0810130102 林知远"],
    )
    share: Annotated[Text, OPEN] = Field("", alias="分工", description=N_("Share of the work"), examples=["编剧"])
    reason: Annotated[Text, LONG] = Field(
        "", alias="推荐理由", description=N_("Reason of recommendation (择优)"), examples=["专业成绩班级前三"]
    )
    signed_on: Annotated[Day | None, AFTERWARDS] = Field(
        None, alias="签署日期", description=N_("Day of signing"), examples=["2009-03-16"]
    )
    joined_on: Annotated[Day | None, OPEN] = Field(None, alias="加入日期", description=N_("Day of joining, if later"))
    left_on: Annotated[Day | None, AFTERWARDS] = Field(None, alias="退出日期", description=N_("Day of leaving"))
    leaving_reason: Annotated[Text, AFTERWARDS] = Field("", alias="退出原因", description=N_("Reason of leaving"))


class Goal(Row):
    """目标: one row a goal of a person; counts once whichever groups they are in, unless it names groups."""

    SHEET: ClassVar[str] = "目标"

    person: Annotated[PersonRef, WHOSE] = Field(
        alias="编号", min_length=1, description=N_("Person"), examples=["0810130101 周砚秋"]
    )
    kind: Annotated[GoalKind, APART] = Field(alias="类别", description=N_("Kind of goal"), examples=["学习目标"])
    indicator: Annotated[Required, replace(APART, called=True)] = Field(
        alias="指标", description=N_("What is measured"), examples=["班级排名"]
    )
    unit: Annotated[Text, OPEN] = Field("", alias="单位", description=N_("Unit"), examples=["名"])
    direction: Annotated[Direction | None, OPEN] = Field(
        None, alias="方向", description=N_("Which way is better"), examples=["越低越好"]
    )
    baseline: Annotated[Text, OPEN] = Field("", alias="现状", description=N_("Where it stands now"), examples=["12"])
    target: Annotated[Required, OPEN] = Field(alias="目标值", description=N_("Target"), examples=["8"])
    achieved: Annotated[Text, OPEN] = Field(
        "", alias="完成值", description=N_("What was reached, at the end of term"), examples=["7"]
    )
    groups: Annotated[GroupRefs, APART] = Field(
        (), alias="适用小组", description=N_("Groups it belongs to; empty: all of theirs"), examples=["G01"]
    )
    evidence: Annotated[Text, OPEN] = Field("", alias="佐证", description=N_("Evidence"), examples=["教务处成绩单"])
    reason_unmet: Annotated[Text, LONG] = Field("", alias="未完成原因", description=N_("Why it was not met"))

    @property
    def met(self) -> bool | None:
        """Whether the goal was met; None while nothing is reported or the two values cannot be compared."""
        if not self.achieved:
            return None
        return reaches(self.achieved, self.target, lower_is_better=self.lower_is_better)

    @property
    def result(self) -> GoalResult:
        """What came of the goal, in the word that every paper has for it."""
        if not self.achieved:
            return GoalResult.UNREPORTED
        return {True: GoalResult.MET, False: GoalResult.NOT_MET, None: GoalResult.UNCLEAR}[self.met]

    @property
    def lower_is_better(self) -> bool:
        """方向, or what is usual for the kind where the cell is empty."""
        if self.direction is not None:
            return self.direction is Direction.LOWER
        return self.kind is GoalKind.DISCIPLINE

    def measured(self, text: str) -> str:
        """A value with its unit, but for one that ends in words, such as 通过 or 前10名."""
        return f"{text}{self.unit}" if text[-1:].isnumeric() else text
