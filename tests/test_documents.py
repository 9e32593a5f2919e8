"""Papers as data: what is composed, what a data file may hold, and schemas that follow the models."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from docgen import documents, resources, settings, workbook
from docgen.documents import KINDS, Document, Per, datafile, schemas
from docgen.documents.figures import length_bar, shares_bar
from docgen.documents.shared_parts import came_and_went
from docgen.errors import DataError, InputError
from docgen.field import (
    Certificate,
    GoalKind,
    GroupState,
    Membership,
    ProjectState,
    Review,
    ReviewKind,
    Semester,
    Summary,
)
from docgen.ledger import as_json, from_json
from tests.edges import DEPARTMENT, every, reported
from tests.semesters import a_semester, changed

NUMBERS = {f"G{n:02d}": f"影艺共勉〔2009〕{n}号" for n in range(1, 60)}


pytestmark = pytest.mark.usefixtures("english")


def composed(semester: Semester) -> dict[str, Document]:
    groups = [group.id for group in semester.active_groups]
    return {one.name: one for one in documents.compose(semester, NUMBERS, groups, department=True)}


def report(semester: Semester) -> dict[str, object]:
    return dict(composed(semester)["全系-活动工作总结"].data)


def said(semester: Semester, section: str) -> str:
    paragraphs = report(semester)[section]
    assert isinstance(paragraphs, list)
    return "\n".join(map(str, paragraphs))


def test_the_schemas_are_those_of_the_models() -> None:
    assert schemas.drifted(resources.schemas()) == (), "run: docgen schema export"


def test_a_schema_says_which_kind_it_is_of() -> None:
    schema = json.loads(schemas.schema(KINDS["agreement"]))
    assert schema["x-docgen"]["title"] == "共勉协议书"
    assert "成员" in schema["required"]


def test_each_active_group_has_an_agreement_and_a_plan_in_workbook_order() -> None:
    names = list(composed(a_semester(2)))
    assert names == [
        "G01-共勉协议书",
        "G01-共勉计划备案表",
        "G02-共勉协议书",
        "G02-共勉计划备案表",
        *DEPARTMENT,
    ]


def test_a_withdrawn_group_gets_no_papers_and_is_not_counted() -> None:
    semester = changed(a_semester(3), "groups", 2, state=GroupState.WITHDRAWN)
    assert not [name for name in composed(semester) if name.startswith("G03")]
    assert "共结成共勉小组2个" in said(semester, "基本情况")


def test_who_joined_after_the_signing_is_no_party_of_the_agreement() -> None:
    semester = a_semester(2)
    late = Membership(group="G01", person=semester.memberships[2].person, joined_on=date(2009, 5, 6))
    parties = composed(replace(semester, memberships=(*semester.memberships, late)))["G01-共勉协议书"].data["成员"]
    assert isinstance(parties, list)
    names = [party["编号"] for party in parties if isinstance(party, dict)]
    assert names == [row.person for row in semester.memberships[:2]]


def test_a_file_name_holds_nothing_that_windows_forbids() -> None:
    kind = KINDS["agreement"]
    assert Document(kind, 'G/0:1"?', "", {}).name == "G_0_1__-共勉协议书"


@pytest.mark.parametrize("key", ["-rf", "~$G01", "..", ".-~$"])
def test_a_file_name_begins_like_no_option_no_lock_and_nothing_hidden(key: str) -> None:
    name = Document(KINDS["agreement"], key, "", {}).name
    assert name.startswith("_")
    assert name.endswith("共勉协议书")


def test_a_long_name_of_a_person_makes_a_file_name_that_every_disk_takes_and_no_other_paper_has() -> None:
    names = [Document(KINDS["agreement"], f"{'长' * 300}{last}", "", {}).name for last in "甲乙"]
    assert all(len(f".{name}.pdf.4194304-00000000.part".encode()) <= 255 for name in names)
    assert len(set(names)) == 2
    assert all(name.endswith("-共勉协议书") for name in names)


def test_figures_of_the_report_are_counted_not_typed() -> None:
    semester = a_semester(3)
    text = said(semester, "基本情况")
    assert "本学期共有6人参加活动" in text
    assert "互勉小组1个、互助小组1个、携手小组1个" in text
    assert "目标24项" in said(semester, "主要做法")


def test_a_semester_without_honours_says_so_in_words() -> None:
    bare = replace(a_semester(2), honours=())
    assert "本学期暂无获奖情况" in said(bare, "取得成效")
    assert report(bare)["荣誉一览"] == []


def test_a_semester_without_violations_is_called_so_only_where_goals_against_them_were_set_and_met() -> None:
    semester = a_semester(2)
    for index, goal in enumerate(semester.goals):
        if goal.kind is GoalKind.DISCIPLINE:
            semester = changed(semester, "goals", index, achieved="0")
    assert "无违纪" not in said(semester, "取得成效"), "absences are not all there is to break"
    index = next(i for i, goal in enumerate(semester.goals) if goal.kind is GoalKind.DISCIPLINE)
    assert "无违纪情况" in said(changed(semester, "goals", index, indicator="违纪次数", achieved="0"), "取得成效")
    assert "有1项未达到" in said(changed(semester, "goals", index, indicator="违纪次数", achieved="2"), "取得成效")


def test_the_report_says_that_agreements_were_signed_only_where_the_workbook_has_their_days() -> None:
    semester = a_semester(2)
    assert "各小组均签订了共勉协议书" in said(semester, "基本情况")
    unsigned = changed(changed(semester, "groups", 0, filed_on=None), "memberships", 1, signed_on=None)
    assert "已签订共勉协议书的小组1个，计划已报系备案的小组1个" in said(unsigned, "基本情况"), (
        "协议日期 is no signature"
    )


def test_the_bars_of_a_chart_are_as_long_as_their_shares() -> None:
    assert shares_bar(15, 5, 0) == "■" * 15 + "▲" * 5
    assert shares_bar(117, 1, 1).count("▲") == 1, "what is there is seen"
    assert len(shares_bar(115, 2, 0)) == 20
    assert shares_bar(0, 0, 0) == ""
    assert [length_bar(count, 20) for count in (20, 10, 1, 0)] == ["■" * 20, "■" * 10, "■", ""]


def test_projects_without_appraisal_are_not_called_appraised() -> None:
    semester = changed(a_semester(2), "projects", 0, state=ProjectState.DONE)
    assert "成果鉴定尚在进行" in said(semester, "取得成效")
    done = changed(semester, "projects", 0, state=ProjectState.DONE, appraiser="许南屏", appraised_on=date(2009, 6, 25))
    assert "经教研室鉴定1项" in said(done, "取得成效")


def test_the_cases_that_the_department_tells_stand_for_those_of_the_groups() -> None:
    told = Summary(group="G01", cases="小组自己的事例")
    semester = replace(a_semester(2), summaries=(Summary(group="全系", cases="全系的事例"), told))
    assert report(semester)["典型事例"] == [{"小组": "", "段落": ["全系的事例"]}]
    assert report(replace(semester, summaries=(told,)))["典型事例"] == [
        {"小组": "第1共勉小组", "段落": ["小组自己的事例"]}
    ]


def test_certificates_are_counted_by_name() -> None:
    first, second = (row.person for row in a_semester(2).memberships[:2])
    rows = tuple(
        Certificate(person=person, name=name) for person, name in ((first, "普通话等级证"), (second, "普通话等级证"))
    )
    assert "普通话等级证2人次" in said(replace(a_semester(2), certificates=rows), "取得成效")
    figured = tuple(row.model_copy(update={"name": "CET4"}) for row in rows)
    assert "CET4：2人次" in said(replace(a_semester(2), certificates=figured), "取得成效")


@pytest.mark.parametrize("stem", [kind.stem for kind in KINDS.values() if kind.per is not Per.BUNDLE])
def test_the_sample_of_each_kind_can_be_read(stem: str) -> None:
    paper = datafile.read(resources.samples() / f"{stem}.yaml", KINDS[stem])
    assert paper.kind.stem == stem


def test_a_data_file_may_use_english_names_and_json(tmp_path: Path) -> None:
    path = tmp_path / "cover.json"
    fields = {
        "edition": "草稿",
        "school": "学校",
        "department": "系",
        "general_branch": "党总支",
        "activity": "携手共勉",
        "term": "2008—2009学年第二学期",
        "year": 2009,
        "retention": "30年",
        "items": 3,
        "pages": 9,
    }
    path.write_text(json.dumps(fields), encoding="utf-8")
    assert datafile.read(path, KINDS["cover"]).data["件数"] == 3


def test_a_data_file_in_the_code_page_of_chinese_windows_is_told_to_be_saved_as_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "封面.yaml"
    path.write_bytes("题名: 工作计划\n".encode("gbk"))
    with pytest.raises(InputError, match="UTF-8") as caught:
        datafile.read(path, KINDS["cover"])
    assert "UTF-8" in caught.value.hint


def test_a_number_in_a_data_file_keeps_its_zeros(tmp_path: Path) -> None:
    text = (resources.samples() / "agreement.yaml").read_text(encoding="utf-8")
    path = tmp_path / "one.yaml"
    path.write_text(text.replace("小组编号: G01", "小组编号: 0012"), encoding="utf-8")
    assert datafile.read(path, KINDS["agreement"]).data["小组编号"] == "0012"


@pytest.mark.parametrize("stem", ["agreement", "plan"])
def test_who_is_not_told_apart_in_a_data_file_signs_by_the_full_name(stem: str, tmp_path: Path) -> None:
    lines = (resources.samples() / f"{stem}.yaml").read_text(encoding="utf-8").splitlines()
    path = tmp_path / "one.yaml"
    path.write_text("\n".join(line for line in lines if "署名" not in line), encoding="utf-8")
    members = datafile.read(path, KINDS[stem]).data["成员"]
    assert isinstance(members, list) and members
    for one in members:
        assert isinstance(one, dict) and one["署名"] == one["姓名"] != ""


def test_every_fault_of_a_data_file_is_named_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text("备案号: 1号\n没有这一项: 1\n成员: []\n申报日期: 昨天\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        datafile.read(path, KINDS["plan"])
    found = {problem.column: problem.kind for problem in caught.value.problems}
    assert found["没有这一项"] == "unknown-name"
    assert found["成员"] == "empty"
    assert found["申报日期"] == "not-a-date"
    assert found["组长"] == "empty"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a: 1\na: 2\n", "twice"),
        ("a: &x 1\nb: *x\n", "not read"),
        ("- 1\n- 2\n", "no names"),
        ("a: [1\n", "line"),
        ("\x00", "cannot be read"),
    ],
)
def test_a_data_file_that_would_be_misread_is_refused(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "data.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        datafile.read(path, KINDS["cover"])


def test_a_missing_data_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.yaml"):
        datafile.read(tmp_path / "gone.yaml", KINDS["cover"])


def test_exemplary_groups_are_named_only_with_the_meeting_and_the_day_that_decided() -> None:
    semester = a_semester(2)
    assert semester.programme
    decision = {"exemplary": ("G01", "G02"), "decided_by": "系党总支会议", "decided_on": date(2009, 6, 30)}
    whole = replace(semester, programme=semester.programme.model_copy(update=decision))
    expected = "经系党总支会议（2009年6月30日）研究决定，第1共勉小组、第2共勉小组等2个小组为先进共勉小组"
    assert expected in said(whole, "取得成效")
    for missing in ({"exemplary": ()}, {"decided_by": ""}, {"decided_on": None}):
        part = replace(semester, programme=semester.programme.model_copy(update=decision | missing))
        assert "先进共勉小组" not in said(part, "取得成效")


def test_a_report_of_next_to_nothing_is_worded_as_one() -> None:
    bare = replace(a_semester(1), talks=(), activities=(), projects=(), honours=(), goals=())
    assert said(bare, "主要做法") == "以协议为载体，明确目标。本学期尚未设定目标。"
    text = said(bare, "取得成效")
    assert "本学期没有开展项目和课题" in text
    assert "本学期未设守纪目标" in text
    assert "结成共勉小组1个" in said(bare, "基本情况")
    assert "其中：" not in text
    one = replace(a_semester(1, talks=True), goals=a_semester(1).goals[:1])
    once = replace(one, talks=one.talks[:1])
    assert "共确立目标1项，均为学习目标，" in said(once, "主要做法")
    assert "全学期交流谈话1次，在2009年3月，尚无记录。" in said(once, "主要做法")


def test_what_is_kept_of_a_paper_as_text_comes_back_as_it_was_composed_days_as_days() -> None:
    folder = resources.samples() / "2008-2009-2"
    semester = workbook.check(folder / "台账.xlsx", settings.load(folder)).semester
    kinds = set()
    for paper in composed(semester).values():
        assert documents.kept(paper.kind, from_json(as_json(paper.data))) == paper.data
        kinds.add(paper.kind.stem)
    assert len(kinds) >= 15


def test_what_is_kept_of_a_paper_that_an_older_docgen_made_stays_where_the_kind_knows_it_no_more() -> None:
    data = {"协议日期": "2009-03-16", "早先的栏目": "2009-03-16", "成员": [{"签署日期": "待定"}]}
    said = documents.kept(KINDS["agreement"], data)
    assert said == {"协议日期": date(2009, 3, 16), "早先的栏目": "2009-03-16", "成员": [{"签署日期": "待定"}]}


def test_every_paper_says_alike_when_a_member_came_and_went() -> None:
    row = Membership(
        group="G01", person="1", joined_on=date(2009, 4, 1), left_on=date(2009, 5, 18), leaving_reason="外出实习"
    )
    assert came_and_went(row) == "4月1日加入，5月18日退出，外出实习"
    assert came_and_went(Membership(group="G01", person="1")) == ""


def test_two_of_one_name_in_a_group_are_told_apart_in_goals_signatures_and_reviews() -> None:
    semester = a_semester(2)
    first, second = (row.person for row in semester.memberships if row.group == "G02")
    numbers = [person.id for person in semester.people]
    for number in (first, second):
        semester = changed(semester, "people", numbers.index(number), name="王敏")
    reviews = tuple(Review(group="G02", person=one, kind=ReviewKind.SELF, verdict="过半") for one in (first, second))
    made = every(replace(reported(semester), reviews=reviews))
    papers: dict[str, Any] = {one.kind.stem: one.data for one in made if one.group == "G02"}
    told = {f"王敏（尾号{number[-2:]}）" for number in (first, second)}
    assert {row["姓名"] for row in papers["agreement"]["目标"]} == told
    assert {row["署名"] for row in papers["agreement"]["成员"]} == told
    assert {row["姓名"] for row in papers["mutual_review"]["自查"]} == told
    assert {row["姓名"] for row in papers["mutual_review"]["成员"]} == told
    assert {row["姓名"] for row in papers["group_summary"]["目标"]} == told


def test_that_the_activity_stands_in_the_overall_plan_is_said_only_where_the_workbook_says_so() -> None:
    semester = a_semester(1)
    assert semester.programme
    for plan in ("", "影视艺术系2009年工作总计划"):
        programme = semester.programme.model_copy(update={"overall_plan": plan})
        made = {one.kind.stem: one.data for one in every(replace(semester, programme=programme))}
        assert ("工作总计划" in str(made["work_report"]["组织领导"])) is bool(plan)
        assert made["scheme"]["列入计划"] == plan
        assert "整体工作计划" not in str(made)
