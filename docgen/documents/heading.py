"""What stands at the head of papers: the activity and the term, the department, its Party branch, the school.

A model inherits the head it needs and is composed with ``Model.of(programme, …)``.
"""

from __future__ import annotations

from pydantic import Field

from docgen.documents.kind import Paper
from docgen.messages import N_


class Heading(Paper):
    """A paper of an activity in a term."""

    activity: str = Field(alias="活动名称", description=N_("Name of the activity"))
    term: str = Field(alias="学年学期", description=N_("Academic year and term"))


class DepartmentHeading(Heading):
    """A paper of a department."""

    department: str = Field(alias="院系", description=N_("Department"))


class BranchHeading(DepartmentHeading):
    """A paper on which the department's Party branch has a say."""

    general_branch: str = Field(alias="党组织", description=N_("Party general branch"))


class SchoolHeading(BranchHeading):
    """A paper that is issued in the name of branch and school, and says what the activity is about."""

    theme: str = Field("", alias="活动主题", description=N_("Theme"))
    school: str = Field("", alias="学校", description=N_("School"))
    issuer: str = Field("", alias="发文机关", description=N_("The general branch with the school, named once"))
