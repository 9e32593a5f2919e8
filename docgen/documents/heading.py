"""What stands at the head of papers: the activity and the term, the department, its Party branch, the school.

A model inherits the head it needs and is composed with ``Model(**Model.heading(programme), …)``.
"""

from __future__ import annotations

from typing import TypedDict

from pydantic import Field

from docgen.documents.kind import Paper
from docgen.field import Programme
from docgen.messages import N_


class _Words(TypedDict):
    activity: str
    term: str


class _DepartmentWords(_Words):
    department: str


class _BranchWords(_DepartmentWords):
    general_branch: str


class _SchoolWords(_BranchWords):
    theme: str
    school: str
    issuer: str


class Heading(Paper):
    """A paper of an activity in a term."""

    activity: str = Field(alias="活动名称", description=N_("Name of the activity"))
    term: str = Field(alias="学年学期", description=N_("Academic year and term"))

    @staticmethod
    def heading(programme: Programme) -> _Words:
        """Return what the sheet 学期 says for the head."""
        return {"activity": programme.activity, "term": programme.term_name}


class DepartmentHeading(Heading):
    """A paper of a department."""

    department: str = Field(alias="院系", description=N_("Department"))

    @staticmethod
    def heading(programme: Programme) -> _DepartmentWords:
        """Return what the sheet 学期 says for the head."""
        return {**Heading.heading(programme), "department": programme.department}


class BranchHeading(DepartmentHeading):
    """A paper on which the department's Party branch has a say."""

    general_branch: str = Field(alias="党组织", description=N_("Party general branch"))

    @staticmethod
    def heading(programme: Programme) -> _BranchWords:
        """Return what the sheet 学期 says for the head."""
        return {**DepartmentHeading.heading(programme), "general_branch": programme.general_branch}


class SchoolHeading(BranchHeading):
    """A paper that is issued in the name of branch and school, and says what the activity is about."""

    theme: str = Field("", alias="活动主题", description=N_("Theme"))
    school: str = Field("", alias="学校", description=N_("School"))
    issuer: str = Field("", alias="发文机关", description=N_("The general branch with the school, named once"))

    @staticmethod
    def heading(programme: Programme) -> _SchoolWords:
        """Return what the sheet 学期 says for the head."""
        return {
            **BranchHeading.heading(programme),
            "theme": programme.theme,
            "school": programme.school,
            "issuer": programme.issuer,
        }
