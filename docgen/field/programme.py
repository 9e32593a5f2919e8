"""The semester's own particulars: the sheet 学期, one line an item."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from docgen.field.column import DEPARTMENTS, NUMBER, OPEN, Role
from docgen.field.row import Day, OfficialNumber, Required, Row, Text, Words
from docgen.messages import N_
from docgen.semester import Term


def _term(text: object) -> object:
    if not isinstance(text, str):
        return text
    try:
        return str(Term.parse(text))
    except ValueError:
        raise PydanticCustomError("term", "not a term") from None


def _prefix(text: str) -> str:
    # docgen adds the year itself; a prefix that has it, or the whole number, would be registered so for good.
    if re.search(r"\d{4}|[〔〕\[\]［］【】]|号$", text):
        raise PydanticCustomError("prefix", "prefix with a year")
    return text


RETENTIONS = {"Y": "永久", "D30": "30年", "D10": "10年"}
"""保管期限 by code (DA/T 22-2015)."""


def _retention(text: object) -> object:
    """Accept 永久/30年/10年 beside the codes."""
    plain = re.sub(r"\s", "", text) if isinstance(text, str) else text
    codes = {title: code for code, title in RETENTIONS.items()}
    return {**codes, "定期30年": "D30", "定期10年": "D10"}.get(str(plain), plain)


_PARTY = ("中国共产党", "中共")
_TITLE_LINE = 20
"""Characters of 2号 in a line of the title (GB/T 9704-2012 7.3.1)."""


class Programme(Row):
    """学期: who holds the activity, when, and under which archive numbers.

    ``fonds``, ``archive_class`` and ``retention`` follow DA/T 22-2015 (全宗号 4 characters; retention Y, D30 or D10).
    """

    SHEET: ClassVar[str] = "学期"

    school: Annotated[Required, OPEN] = Field(alias="学校", description=N_("School"), examples=["浙江横店影视职业学院"])
    department: Annotated[Required, OPEN] = Field(alias="院系", description=N_("Department"), examples=["影视艺术系"])
    general_branch: Annotated[Required, OPEN] = Field(
        alias="党组织", description=N_("Party general branch"), examples=["影视艺术系党总支"]
    )
    term_name: Annotated[Annotated[Required, BeforeValidator(_term)], OPEN] = Field(
        alias="学年学期", description=N_("Academic year and term"), examples=["2008—2009学年第二学期"]
    )
    activity: Annotated[Required, OPEN] = Field(
        alias="活动名称", description=N_("Name of the activity"), examples=["携手共勉"]
    )
    theme: Annotated[Text, OPEN] = Field(
        "", alias="活动主题", description=N_("Theme"), examples=["彰显办学特色，践行科学管理，提高办学质量"]
    )
    begins_on: Annotated[Day, OPEN] = Field(alias="开始日期", description=N_("First day"), examples=["2009-03-02"])
    ends_on: Annotated[Day, OPEN] = Field(alias="结束日期", description=N_("Last day"), examples=["2009-07-10"])
    secretary: Annotated[Required, DEPARTMENTS] = Field(
        alias="书记", description=N_("Secretary of the general branch"), examples=["方秉文"]
    )
    team_leader: Annotated[Text, DEPARTMENTS] = Field(
        "", alias="指导小组组长", description=N_("Head of the guidance team"), examples=["方秉文"]
    )
    team_members: Annotated[Words, DEPARTMENTS] = Field(
        (), alias="指导小组成员", description=N_("Guidance team"), examples=["许南屏、陆一苇"]
    )
    overall_plan: Annotated[Text, OPEN] = Field(
        "",
        alias="列入计划",
        description=N_("The department's overall work plan that has the activity; empty: nothing is said of one"),
        examples=["影视艺术系2009年工作总计划"],
    )
    fonds: Annotated[Annotated[Text, Field(pattern=r"^([A-Z0-9]{4})?$")], DEPARTMENTS] = Field(
        "", alias="全宗号", description=N_("Fonds number, 4 characters"), examples=["Z109"]
    )
    fonds_name: Annotated[Text, DEPARTMENTS] = Field(
        "", alias="全宗名称", description=N_("Name of the fonds"), examples=["浙江横店影视职业学院"]
    )
    archive_class: Annotated[Text, DEPARTMENTS] = Field(
        "DQ11", alias="分类号", description=N_("Class of the archive"), examples=["DQ11"]
    )
    retention: Annotated[Annotated[str, BeforeValidator(_retention), Field(pattern="^(Y|D30|D10)$")], DEPARTMENTS] = (
        Field("D30", alias="保管期限", description=N_("Retention: Y, D30 or D10"), examples=["D30"])
    )
    filing_prefix: Annotated[Text, AfterValidator(_prefix), OPEN] = Field(
        "",
        alias="备案号前缀",
        description=N_("What stands before the year in a filing number"),
        examples=["影艺共勉"],
    )
    addressee: Annotated[Text, DEPARTMENTS] = Field(
        "", alias="主送", description=N_("Whom the report goes to"), examples=["学院党委组织部"]
    )
    office_phone: Annotated[Text, replace(DEPARTMENTS, role=Role.PHONE, published=True)] = Field(
        "",
        alias="办公电话",
        description=N_("Telephone of the office: on the public notice for who objects, and on applications"),
        examples=["0579-80000000"],
    )
    document_number: Annotated[OfficialNumber, NUMBER] = Field(
        "", alias="文号", description=N_("Number of the work report"), examples=["影艺党〔2009〕6号"]
    )
    archivist: Annotated[Text, OPEN] = Field(
        "", alias="整理人", description=N_("Who puts the archive in order"), examples=["江以宁"]
    )
    inspector: Annotated[Text, DEPARTMENTS] = Field(
        "", alias="检查人", description=N_("Who checks it"), examples=["许南屏"]
    )
    reported_on: Annotated[Day | None, OPEN] = Field(
        None, alias="报告日期", description=N_("Day of the report"), examples=["2009-07-08"]
    )
    exemplary: Annotated[Words, DEPARTMENTS] = Field(
        (),
        alias="先进小组",
        description=N_("Exemplary groups by 小组编号, once the meeting has decided (docgen stats proposes)"),
        examples=["G01、G09"],
    )
    decided_by: Annotated[Text, DEPARTMENTS] = Field(
        "", alias="表彰会议", description=N_("Meeting that decided on them"), examples=["系党总支会议"]
    )
    decided_on: Annotated[Day | None, DEPARTMENTS] = Field(
        None, alias="表彰日期", description=N_("Day of that decision"), examples=["2009-06-30"]
    )
    case_title: Annotated[Text, DEPARTMENTS] = Field(
        "",
        alias="案例名称",
        description=N_("Title of the innovation case that the department applies with; empty: none is made"),
        examples=["携手共勉：党员与青年学生结对成长的实践"],
    )

    @property
    def unit(self) -> str:
        """What papers call the department in a sentence: a 学院 is not a 系."""
        return "学院" if self.department.endswith("学院") else "系"

    @property
    def issuer(self) -> str:
        """The general branch as papers to the outside name it: with the school, once.

        党组织 may be the short name (影视艺术系党总支), or the full one by the Party's rules (中共…学院影视艺术系总支部委员会).
        What stands before the department in it is the school, be it in its short name.
        """
        before, department, _rest = self.general_branch.partition(self.department)
        if self.school in self.general_branch or (department and before not in ("", *_PARTY)):
            return self.general_branch
        party = next((word for word in _PARTY if self.general_branch.startswith(word)), "")
        return f"{party}{self.school}{self.general_branch.removeprefix(party)}"

    @property
    def issuer_lines(self) -> tuple[str, ...]:
        """The issuer as the first lines of a title: a long one parts behind the school, else the department, not in a word."""
        whole = self.issuer
        at = whole.find(self.school) + len(self.school) if self.school in whole else whole.find(self.department)
        if len(whole) <= _TITLE_LINE or not whole[at:]:
            return (whole,)
        school, rest = whole[:at], whole[at:]
        before, department, branch = rest.partition(self.department)
        if len(rest) <= _TITLE_LINE or not branch:
            return school, rest
        return school, before + department, branch

    @property
    def term(self) -> Term:
        """The term as a value that sorts."""
        return Term.parse(self.term_name)
