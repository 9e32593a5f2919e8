"""The field as rows: people, groups, goals, talks, projects, as the workbook has them.

Owns the models of the sheets (Pydantic, Chinese aliases), the closed lists of words, and :class:`Semester`, the whole of
a semester's rows with references resolved to numbers. Reading cells is ``workbook``'s, judging rows ``rules``'s.
"""

from docgen.field.happenings import (
    Activity,
    Certificate,
    Change,
    Honour,
    Mark,
    Project,
    ProjectMember,
    Review,
    Summary,
    Talk,
)
from docgen.field.people import Goal, Group, Membership, Person
from docgen.field.programme import Programme
from docgen.field.row import Reference, Row
from docgen.field.semester import SHEETS, Semester, SheetKind, Unit
from docgen.field.words import (
    Direction,
    Gender,
    GoalKind,
    GoalResult,
    GroupState,
    JudgeKind,
    Level,
    PairingForm,
    PoliticalStatus,
    ProjectState,
    ProjectType,
    ReviewKind,
    Standing,
)

__all__ = [
    "SHEETS",
    "Activity",
    "Certificate",
    "Change",
    "Direction",
    "Gender",
    "Goal",
    "GoalKind",
    "GoalResult",
    "Group",
    "GroupState",
    "Honour",
    "JudgeKind",
    "Level",
    "Mark",
    "Membership",
    "PairingForm",
    "Person",
    "PoliticalStatus",
    "Programme",
    "Project",
    "ProjectMember",
    "ProjectState",
    "ProjectType",
    "Reference",
    "Review",
    "ReviewKind",
    "Row",
    "Semester",
    "SheetKind",
    "Standing",
    "Summary",
    "Talk",
    "Unit",
]
