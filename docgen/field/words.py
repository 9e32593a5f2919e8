"""The closed lists of words that the field uses, each written as the clerk writes it.

Source: domain.md §1 and §3; 政治面貌 follows GB/T 4762-1984.
"""

from __future__ import annotations

from enum import StrEnum


class Standing(StrEnum):
    """身份: what a person is to the Party."""

    TEACHER_MEMBER = "教师党员"
    STUDENT_MEMBER = "学生党员"
    CANDIDATE = "发展对象"
    ACTIVIST = "入党积极分子"
    YOUTH = "优秀青年"

    @property
    def is_member(self) -> bool:
        """Whether this is a Party member, full or probationary."""
        return self in (Standing.TEACHER_MEMBER, Standing.STUDENT_MEMBER)

    @property
    def is_activist(self) -> bool:
        """Whether this is an activist: who was put forward as 发展对象 goes on being one until admitted."""
        return self in (Standing.ACTIVIST, Standing.CANDIDATE)

    @property
    def is_student(self) -> bool:
        """Whether goals of all four kinds are asked of them."""
        return self is not Standing.TEACHER_MEMBER


class PoliticalStatus(StrEnum):
    """政治面貌; 入党积极分子 is a 身份, not one of these."""

    FULL_MEMBER = "中共党员"
    PROBATIONARY_MEMBER = "中共预备党员"
    LEAGUE_MEMBER = "共青团员"
    MASSES = "群众"

    @property
    def is_member(self) -> bool:
        """Whether this is a Party member, full or probationary."""
        return self in (PoliticalStatus.FULL_MEMBER, PoliticalStatus.PROBATIONARY_MEMBER)


class Gender(StrEnum):
    """性别."""

    MALE = "男"
    FEMALE = "女"


class PairingForm(StrEnum):
    """形式: the three ways to pair (domain.md §1)."""

    MUTUAL_ENCOURAGEMENT = "互勉"
    MUTUAL_HELP = "互助"
    HAND_IN_HAND = "携手"


class GroupState(StrEnum):
    """状态 of a group; a merged or withdrawn one keeps its number as 作废."""

    ACTIVE = "正常"
    MERGED = "已并入"
    WITHDRAWN = "已撤销"


class GoalKind(StrEnum):
    """类别: the four kinds of goal that an agreement fixes."""

    STUDY = "学习目标"
    DISCIPLINE = "守纪目标"
    HONOUR = "荣誉获取目标"
    PROFESSION = "专业成就目标"


class GoalResult(StrEnum):
    """What came of a goal: one word each, in every paper."""

    MET = "完成"
    NOT_MET = "未完成"
    UNCLEAR = "待认定"
    """There is a 完成值, and it cannot be compared with the target."""
    UNREPORTED = "未报"


class Direction(StrEnum):
    """方向: which way an indicator is better (class rank: lower; grades: higher)."""

    HIGHER = "越高越好"
    LOWER = "越低越好"


class ProjectType(StrEnum):
    """类型: a project, or a research topic."""

    PROJECT = "项目"
    TOPIC = "课题"


class ProjectState(StrEnum):
    """状态 of a project."""

    UNDER_WAY = "进行中"
    DONE = "已完成"
    POSTPONED = "延期"
    STOPPED = "中止"


class Level(StrEnum):
    """级别 of an honour, highest first."""

    NATIONAL = "国家级"
    PROVINCIAL = "省级"
    CITY = "市级"
    COLLEGE = "院级"
    DEPARTMENT = "系级"


class ReviewKind(StrEnum):
    """类型 of a review: own check, partners' check, half-way check."""

    SELF = "自查"
    PARTNER = "互评"
    HALF_WAY = "中期检查"


class JudgeKind(StrEnum):
    """评委类别."""

    PROFESSIONAL = "专业"
    POPULAR = "大众"
