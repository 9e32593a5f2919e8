"""The department's papers: what each says of a semester, computed from its rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from docgen import documents
from docgen.documents import Copy, Document, Lack, Plain, Private, Withdrawn
from docgen.documents.kinds.dossier import compose_dossier
from docgen.errors import InputError
from docgen.field import (
    Activity,
    GoalKind,
    GroupState,
    Honour,
    Level,
    Membership,
    PoliticalStatus,
    ProjectState,
    Review,
    ReviewKind,
    Semester,
    Standing,
    Summary,
)
from docgen.rules import judge
from docgen.settings import Jury, Settings, load
from tests.edges import TWELVE, VOID, bare, contest, crowded, every, papers, reported
from tests.semesters import a_programme, a_semester, changed


def of(semester: Semester, stem: str, *, void: bool = False, settings: Settings | None = None) -> list[Document]:
    return [one for one in papers(semester, void=void, settings=settings) if one.kind.stem == stem]


def unreported(semester: Semester) -> Semester:
    goals = tuple(goal.model_copy(update={"achieved": ""}) for goal in semester.goals)
    return replace(semester, goals=goals)


def rows(paper: Document, title: str) -> list[dict[str, Plain]]:
    found = paper.data[title]
    assert isinstance(found, list)
    return [row for row in found if isinstance(row, dict)]


def test_the_register_has_every_number_ever_given_and_says_which_are_void() -> None:
    semester = changed(a_semester(4), "groups", 3, state=GroupState.MERGED, merged_into="G01")
    (register,) = of(semester, "register", void=True)
    lines = rows(register, "登记")
    assert [(row["备案号"], row["作废"], row["备注"]) for row in lines] == [
        ("影艺共勉〔2009〕1号", False, ""),
        ("影艺共勉〔2009〕2号", False, ""),
        ("影艺共勉〔2009〕3号", False, ""),
        (VOID.number, True, "作废：号码重复登记"),
        ("影艺共勉〔2009〕4号", True, "作废：并入G01"),
    ]
    assert (register.data["有效数"], register.data["作废数"]) == (3, 2)
    assert lines[1]["项目"]


def test_a_void_number_stands_in_its_place_on_the_register_and_the_group_at_its_new_one() -> None:
    numbers = {"G01": "影艺共勉〔2009〕10号", "G02": "影艺共勉〔2009〕2号", "G03": "影艺共勉〔2009〕9号"}
    gone = (Withdrawn("影艺共勉〔2009〕1号", "G01", "编号有误"),)
    made = documents.compose(a_semester(3), numbers, (), department=True, withdrawn=gone)
    lines = rows(next(one for one in made if one.kind.stem == "register"), "登记")
    assert [(row["序号"], row["备案号"], row["小组编号"], row["作废"]) for row in lines] == [
        (1, "影艺共勉〔2009〕1号", "G01", True),
        (2, "影艺共勉〔2009〕2号", "G02", False),
        (3, "影艺共勉〔2009〕9号", "G03", False),
        (4, "影艺共勉〔2009〕10号", "G01", False),
    ]


def test_the_register_counts_the_people_of_a_group_as_of_signing() -> None:
    (register,) = of(crowded(), "register")
    assert rows(register, "登记")[0]["人数"] == 8
    assert rows(register, "登记")[0]["组长"] == TWELVE
    assert rows(of(bare(), "register")[0], "登记")[0]["项目"] == ""


def test_the_scheme_has_the_guidance_team_and_the_calendar_and_the_day_it_was_adopted() -> None:
    semester = a_semester(2)
    (before,) = of(semester, "scheme")
    assert before.data["印发日期"] is None
    assert before.data["日程"] == []
    adopted = Activity(content="党总支会议：审议实施方案", planned_on=date(2009, 3, 5), held_on=date(2009, 3, 6))
    later = Activity(content="中期检查", planned_on=date(2009, 5, 6))
    (scheme,) = of(replace(semester, activities=(later, adopted, *semester.activities)), "scheme")
    assert scheme.data["印发日期"] == scheme.dated == date(2009, 3, 6)
    assert [row["内容"] for row in rows(scheme, "日程")] == ["党总支会议：审议实施方案", "中期检查"]
    assert scheme.data["指导小组成员"] == ["许南屏", "陆一苇"]


def test_promises_are_made_public_at_the_start_and_results_once_there_are_any() -> None:
    semester = unreported(a_semester(2))
    (start,) = of(semester, "public_notice")
    assert start.name == "全系-期初-公示表"
    index = next(i for i, goal in enumerate(semester.goals) if goal.kind is GoalKind.DISCIPLINE)
    reported = changed(semester, "goals", index, achieved="3", reason_unmet="因病请假")
    start, end = of(reported, "public_notice")
    assert end.name == "全系-期末-公示表"
    line = rows(end, "人员")[0]
    assert (line["设定"], line["完成"]) == (4, 0)
    assert reported.goals[index].indicator not in str(end.data), "what somebody failed in is not for the board"
    assert line["已完成"] == []
    assert "因病请假" not in str(end.data), "why somebody failed is not for the board"


def test_a_public_notice_has_each_person_once_and_no_number_or_phone() -> None:
    semester = a_semester(3)
    first = semester.memberships[0].person
    more = tuple(Membership(group=group, person=first) for group in ("G02", "G03"))
    for notice in of(replace(semester, memberships=(*semester.memberships, *more)), "public_notice"):
        lines = rows(notice, "人员")
        names = [row["姓名"] for row in lines]
        assert len(names) == len(set(names)) == 6
        assert lines[0]["小组"] == ["第1共勉小组", "第2共勉小组", "第3共勉小组"]
        assert not any(person.id in str(notice.data) for person in semester.people)
        assert not any(person.phone and person.phone in str(notice.data) for person in semester.people)


@pytest.mark.parametrize(("target", "said"), [("10", "10名"), ("前10名", "前10名"), ("三", "三名"), ("通过", "通过")])
def test_a_promise_has_its_unit_once(target: str, said: str) -> None:
    semester = changed(a_semester(1), "goals", 0, indicator="班级排名", unit="名", target=target)
    (start,) = of(unreported(semester), "public_notice")
    assert f"班级排名：{said}" in str(start.data).replace("'", " ").split()


def test_a_public_notice_is_dated_by_the_departments_own_activity() -> None:
    day = Activity(content="公开承诺", form="公示", planned_on=date(2009, 3, 25))
    semester = reported(a_semester(2))
    start, end = of(replace(semester, activities=(day, *semester.activities)), "public_notice")
    assert (start.dated, end.dated) == (date(2009, 3, 25), None)
    shown = Activity(content="结果公示", form="公示", planned_on=date(2009, 7, 3))
    start, end = of(replace(semester, activities=(shown, *semester.activities)), "public_notice")
    assert (start.dated, end.dated) == (None, date(2009, 7, 3)), "promises have not the day of their results"


def juried(points: dict[str, tuple[str, str]]) -> Semester:
    return replace(a_semester(2), marks=contest(points))


def test_marks_of_both_juries_are_weighted_and_the_best_work_stands_first() -> None:
    semester = juried({"W1": ("80 90", "70 71"), "W2": ("90 91 92", "100")})
    (summary,) = of(semester, "jury_summary")
    assert [
        (row["名次"], row["作品编号"], row["专业均分"], row["大众均分"], row["总分"]) for row in rows(summary, "作品")
    ] == [
        (1, "W2", "91.00", "100.00", "93.70"),
        (2, "W1", "85.00", "70.50", "80.65"),
    ]
    (even,) = of(semester, "jury_summary", settings=Settings(jury=Jury(professional=50, popular=50)))
    assert rows(even, "作品")[0]["总分"] == "95.50"


def test_highest_and_lowest_mark_are_dropped_where_that_is_asked_and_three_are_there() -> None:
    semester = juried({"W1": ("60 80 90 100", "50 90")})
    dropping = Settings(jury=Jury(drop_extremes=True))
    (kept,), (dropped,) = of(semester, "jury_summary"), of(semester, "jury_summary", settings=dropping)
    assert rows(kept, "作品")[0]["专业均分"] == "82.50"
    line = rows(dropped, "作品")[0]
    assert (line["专业均分"], line["大众均分"]) == ("85.00", "70.00")
    assert line["专业评分"] == ["60", "80", "90", "100"], "what was given stays to be read"


def test_works_of_equal_result_share_a_place_and_the_next_place_is_left_out() -> None:
    (summary,) = of(
        juried({"W1": ("80", "80"), "W2": ("90", "90"), "W3": ("80", "80"), "W4": ("70", "70")}), "jury_summary"
    )
    assert [(row["名次"], row["作品编号"], row["备注"]) for row in rows(summary, "作品")] == [
        (1, "W2", ""),
        (2, "W1", "并列"),
        (2, "W3", "并列"),
        (4, "W4", ""),
    ]


def test_a_work_that_one_jury_did_not_mark_has_no_place_and_a_jury_that_did_not_sit_weighs_nothing() -> None:
    (summary,) = of(juried({"W1": ("80", ""), "W2": ("70", "70")}), "jury_summary")
    assert [(row["名次"], row["总分"], row["备注"]) for row in rows(summary, "作品")] == [
        (1, "70.00", ""),
        (None, "", "评分不全"),
    ]
    (alone,) = of(juried({"W1": ("80 85", "")}), "jury_summary")
    assert (alone.data["专业权重"], rows(alone, "作品")[0]["总分"]) == (100, "82.50")
    assert of(a_semester(2), "jury_summary") == []


def test_weights_of_the_juries_that_do_not_sum_to_a_hundred_are_refused(tmp_path: Path) -> None:
    (tmp_path / "docgen.toml").write_text("[jury]\nprofessional = 60\npopular = 30\n", encoding="utf-8")
    with pytest.raises(InputError, match="jury"):
        load(tmp_path)


def test_the_department_certifies_its_own_honours_and_no_others() -> None:
    semester = a_semester(3)
    first, second = (row.person for row in semester.memberships[:2])
    rows_ = (
        Honour(
            id="H1", winners=(first, second), name="系“共勉之星”", level=Level.DEPARTMENT, awarded_by="影视艺术系党总支"
        ),
        Honour(id="H2", winners=(first,), name="系优秀团员", level=Level.DEPARTMENT, awarded_by="影视艺术系团总支"),
        Honour(id="H3", winners=(first,), name="短片比赛", level=Level.PROVINCIAL, awarded_by="省教育厅"),
        Honour(id="H4", group="G02", name="优秀小组", level=Level.DEPARTMENT),
    )
    made = of(replace(semester, honours=rows_), "certificate")
    assert [one.key for one in made] == ["H1", "H4"]
    assert [row["姓名"] for row in rows(made[0], "获奖者")] == [
        semester.person_by_id[one].name for one in (first, second)
    ]
    assert rows(made[1], "获奖者") == [{"姓名": "第2共勉小组", "称谓": "", "班级": ""}]


def verdicts(line: dict[str, Plain]) -> dict[str, str]:
    conditions = {title: value for title, value in line.items() if isinstance(value, dict)}
    return {title: str(value["结论"]) for title, value in conditions.items()}


def test_each_condition_of_a_candidate_stands_by_itself_with_what_it_rests_on() -> None:
    semester = reported(a_semester(3, talks=True))
    numbers = [person.id for person in semester.people]
    youth = next(person.id for person in semester.people if person.standing is Standing.YOUTH)
    activists = [person.id for person in semester.people if person.standing is Standing.ACTIVIST]
    semester = changed(semester, "people", numbers.index(youth), applied_on=None)
    semester = changed(semester, "people", numbers.index(activists[0]), activist_since=date(2008, 7, 20))
    semester = changed(semester, "people", numbers.index(activists[1]), activist_since=date(2008, 7, 21))
    broken = next(
        i for i, goal in enumerate(semester.goals) if goal.person == activists[2] and goal.kind is GoalKind.DISCIPLINE
    )
    (listed,) = of(changed(semester, "goals", broken, achieved="5"), "selection_list")
    lines = {str(row["编号"]): row for row in rows(listed, "候选人")}
    assert verdicts(lines[youth]) == {
        "入党申请": "不符合",
        "培养期": "—",
        "守纪目标": "符合",
        "小组成效": "符合",
        "考核": "符合",
        "谈话": "—",
    }
    assert lines[activists[0]]["培养期"] == {"情况": ["2008年", "7月20日起"], "结论": "符合"}
    assert lines[activists[1]]["培养期"] == {"情况": ["2008年", "7月21日起"], "结论": "不符合"}, (
        "the term ends on 20 July"
    )
    assert lines[activists[2]]["守纪目标"] == {"情况": ["0/1项"], "结论": "不符合"}
    assert list(lines) == [youth, activists[0], activists[1], activists[2]], "fewer open conditions stand first"
    assert not any(word in str(listed.data) for word in ("达到条件", "True", "False"))


def test_who_is_not_talked_with_every_month_or_assessed_in_the_lowest_band_is_told_so() -> None:
    semester = reported(a_semester(1, talks=True))
    (listed,) = of(replace(semester, talks=semester.talks[1:]), "selection_list")
    (line,) = rows(listed, "候选人")
    assert line["谈话"] == {"情况": ["4/5月"], "结论": "不符合"}
    strict = Settings(bands={"优秀": 99, "不合格": 0})
    (listed,) = of(semester, "selection_list", settings=strict)
    assert verdicts(rows(listed, "候选人")[0])["考核"] == "不符合"


def test_candidates_are_assessed_as_in_their_own_paper_and_a_发展对象_is_put_forward_no_more() -> None:
    semester = reported(a_semester(3))
    (listed,) = of(semester, "selection_list")
    assessed = {one.data["编号"]: (one.data["总分"], one.data["等次"]) for one in of(semester, "assessment")}
    lines = rows(listed, "候选人")
    assert all((row["考核得分"], row["考核等次"]) == assessed[row["编号"]] for row in lines)
    assert of(unreported(semester), "selection_list") == [], "before results there is nothing to compare"
    index = next(i for i, one in enumerate(semester.people) if one.standing is Standing.ACTIVIST)
    (fewer,) = of(changed(semester, "people", index, standing=Standing.CANDIDATE), "selection_list")
    assert len(rows(fewer, "候选人")) == len(lines) - 1


def test_a_person_with_forty_honours_and_a_group_without_any_are_counted_alike() -> None:
    honoured = crowded().honours[0].winners[0]
    semester = changed(crowded(), "people", 1, standing=Standing.ACTIVIST)
    (listed,) = of(semester, "selection_list")
    assert {row["荣誉数"] for row in rows(listed, "候选人") if row["编号"] == honoured} == {40}
    assert {row["荣誉数"] for row in rows(listed, "候选人") if row["编号"] != honoured} == {0}
    assert len(of(semester, "certificate")) == 40


SCHOOL = "浙江横店影视职业学院"
LONG_SCHOOL = "内蒙古自治区锡林郭勒盟职业技术师范学院"


def test_a_title_parts_a_long_branch_behind_its_department() -> None:
    department = "人工智能与海洋工程装备技术创新创业学院"
    programme = a_programme().model_copy(update={"department": department, "general_branch": f"{department}党总支"})
    assert programme.issuer_lines == (SCHOOL, department, "党总支")
    one = programme.model_copy(update={"department": "影视艺术系", "general_branch": f"{department}党总支"})
    assert one.issuer_lines == (SCHOOL, f"{department}党总支"), "the department that is known does not stand in it"


@pytest.mark.parametrize(
    ("school", "branch", "issuer", "lines"),
    [
        (SCHOOL, "影视艺术系党总支", f"{SCHOOL}影视艺术系党总支", 1),
        (SCHOOL, f"中共{SCHOOL}影视艺术系总支部委员会", f"中共{SCHOOL}影视艺术系总支部委员会", 2),
        (SCHOOL, "中共影视艺术系总支部委员会", f"中共{SCHOOL}影视艺术系总支部委员会", 2),
        (SCHOOL, f"{SCHOOL}影视艺术系党总支", f"{SCHOOL}影视艺术系党总支", 1),
        (LONG_SCHOOL, "护理与健康管理学院党总支", f"{LONG_SCHOOL}护理与健康管理学院党总支", 2),
        (f"{SCHOOL}暨附属中专部", f"中共{SCHOOL}影视艺术系总支部委员会", f"中共{SCHOOL}影视艺术系总支部委员会", 2),
    ],
)
def test_the_issuer_is_named_with_its_school_once_whatever_the_workbook_calls_it(
    school: str, branch: str, issuer: str, lines: int
) -> None:
    semester = reported(a_semester(3))
    assert semester.programme
    programme = semester.programme.model_copy(update={"school": school, "general_branch": branch})
    honour = Honour(id="H1", group="G02", name="优秀小组", level=Level.DEPARTMENT)
    made = every(replace(semester, programme=programme, honours=(honour,)))
    named = [one for one in made if "发文机关" in one.data]
    assert {one.kind.stem for one in named} == {"agreement", "scheme", "certificate", "work_report"}
    assert {one.data["发文机关"] for one in named} == {issuer}
    set_titles: list[Any] = [one.data.get("发文机关标题") for one in named]
    titles = {tuple(title) for title in set_titles if isinstance(title, list)}
    assert [len(title) for title in titles] == [lines]
    assert {"".join(title) for title in titles} == {issuer}
    assert not any(len(line) > 20 for title in titles for line in title)


def test_the_roll_has_every_activist_those_put_forward_first_and_only_full_members_cultivate() -> None:
    semester = a_semester(3, talks=True)
    last = max(i for i, person in enumerate(semester.people) if person.standing is Standing.ACTIVIST)
    semester = changed(semester, "people", last, standing=Standing.CANDIDATE)
    (roll,) = of(semester, "activist_roll")
    lines = rows(roll, "人员")
    assert [row["身份"] for row in lines] == ["发展对象", "入党积极分子", "入党积极分子"]
    assert roll.data["发展对象数"] == 1
    assert "许南屏" in str(lines[1]["培养联系人"])
    member = next(i for i, person in enumerate(semester.people) if person.standing is Standing.STUDENT_MEMBER)
    assert semester.people[member].name in str(lines[1]["培养联系人"])
    probationary = changed(semester, "people", member, political_status=PoliticalStatus.PROBATIONARY_MEMBER)
    assert rows(of(probationary, "activist_roll")[0], "人员")[1]["培养联系人"] == ["许南屏"]


def test_each_class_has_the_members_who_look_after_it_and_a_member_without_one_is_named() -> None:
    semester = a_semester(3, talks=True)
    (listed,) = of(changed(semester, "people", 1, contact_classes=()), "class_contacts")
    lines = {row["班级"]: row for row in rows(listed, "班级一览")}
    assert set(lines) == {"影视081班", "影视082班", "影视083班"}
    assert "许南屏" in str(lines["影视081班"]["联系党员"])
    assert lines["影视082班"]["联系党员"] == []
    assert listed.data["未联系班级党员"] == [semester.people[1].name]


def test_credit_is_summed_for_each_student_of_appraised_projects_only() -> None:
    semester = a_semester(2)
    done = {"state": ProjectState.DONE, "grade": "优秀", "appraiser": "许南屏", "appraised_on": date(2009, 6, 25)}
    semester = changed(changed(semester, "projects", 0, **done), "project_members", 0, credit=Decimal("1.5"))
    (summary,) = of(semester, "credit_summary")
    (student,) = rows(summary, "学生")
    assert (student["合计"], summary.data["总学分"], summary.data["项目数"]) == ("1.5", "1.5", 1)
    assert of(changed(semester, "projects", 0, appraised_on=None), "credit_summary") == []


def test_an_activist_s_record_tells_each_quarter_and_nothing_that_was_said_in_a_talk() -> None:
    semester = reported(a_semester(1, talks=True))
    semester = changed(semester, "talks", 0, topic="入党动机", content="家里的难处", thinking="有些犹豫")
    (record,) = of(semester, "cultivation_record")
    assert [row["时段"] for row in rows(record, "考察")] == ["2009年第一季度", "2009年第二季度", "2009年第三季度"]
    first, _second, third = rows(record, "考察")
    assert first["谈话"] == ["3月12日，许南屏谈话：入党动机"]
    assert "学期目标4项，完成4项" in str(third["表现"])
    assert "家里的难处" not in str(record.data)
    assert "有些犹豫" not in str(record.data)
    assert of(a_semester(1), "cultivation_record") == [], "nothing is told of anybody yet"


def test_what_came_of_a_notice_is_reported_with_its_five_working_days() -> None:
    shown = Activity(content="公开承诺", form="公示", held_on=date(2009, 3, 25), place="系公告栏", outcome="未收到异议")
    later = Activity(content="结果公示", form="公示", held_on=date(2009, 7, 3))
    semester = reported(a_semester(2))
    semester = replace(semester, activities=(shown, later, *semester.activities))
    (report,) = of(semester, "notice_report")
    assert report.name == "全系-期初-公示情况报告"
    assert (report.data["公示起日"], report.data["公示止日"]) == (date(2009, 3, 25), date(2009, 3, 31))
    assert (report.data["人数"], report.data["反映情况"]) == (4, "未收到异议。")
    start, _end = of(semester, "public_notice")
    assert start.data["公示止日"] == date(2009, 3, 31)
    assert len(rows(start, "人员")) == report.data["人数"], "one figure"


def test_a_gathering_of_the_department_has_a_sheet_to_sign_in_and_a_notice_has_none() -> None:
    meeting = Activity(content="启动大会", form="大会", planned_on=date(2009, 3, 9), held_on=date(2009, 3, 10))
    notice = Activity(content="公开承诺", form="公示", held_on=date(2009, 3, 25))
    own = Activity(group="G01", content="讨论", held_on=date(2009, 3, 12))
    semester = changed(a_semester(2), "memberships", 0, left_on=date(2009, 5, 6), leaving_reason="外出实习")
    (sheet,) = of(replace(semester, activities=(meeting, notice, own)), "sign_in_sheet")
    assert sheet.name == "全系-20090309启动大会-签到表", "its name stays when the day it was held is filled in"
    gone = semester.people[1].name
    lines = sheet.data["行"]
    assert isinstance(lines, list)
    names = [person["姓名"] for pair in lines if isinstance(pair, list) for person in pair if isinstance(person, dict)]
    assert len(names) == sheet.data["应到"] == 3
    assert gone not in names, "who left is not expected"


def test_each_month_in_which_anything_happened_has_a_numbered_bulletin() -> None:
    semester = a_semester(2, talks=True)
    opened = Activity(content="启动大会", held_on=date(2009, 3, 9), attendance=5, outcome="目标明确")
    later = Activity(content="中期检查", planned_on=date(2009, 5, 6))
    own = Activity(group="G01", content="讨论", held_on=date(2009, 5, 12))
    talks = tuple(talk for talk in semester.talks if talk.held_on.month != 4)
    issues = of(replace(semester, activities=(opened, later, own), talks=talks, honours=()), "bulletin")
    assert [(issue.data["期号"], issue.data["月"]) for issue in issues] == [(1, 3), (2, 5), (3, 6), (4, 7)]
    first, second, *_rest = issues
    assert [(row["内容"], row["实到"], row["效果"]) for row in rows(first, "全系活动")] == [
        ("启动大会", 5, ["目标明确。"])
    ]
    assert [row["单位"] for row in rows(second, "小组活动")] == ["第1共勉小组"]
    assert sum(int(str(issue.data["交流次数"])) for issue in issues) == len(talks)
    assert issues[-1].data["编印日期"] == date(2009, 7, 20), "the last one is of the semester's last day"


def applied(semester: Semester, **told: str) -> Semester:
    """The semester of a department that applies with an innovation case."""
    assert semester.programme
    programme = semester.programme.model_copy(update={"case_title": "结对成长", "exemplary": ("G02",)})
    rest = tuple(row for row in semester.summaries if row.group != Summary.DEPARTMENT)
    return replace(semester, programme=programme, summaries=(Summary(group=Summary.DEPARTMENT, **told), *rest))


def test_an_innovation_case_is_made_with_its_form_once_it_has_a_title_and_its_figures_are_the_report_s() -> None:
    semester = reported(a_semester(2))
    assert of(semester, "innovation_case") == of(semester, "case_application") == []
    semester = applied(semester, background="为什么做", discussion="还要探讨什么", cases="一件小事。")
    (case,), (form,), (report,) = (
        of(semester, stem) for stem in ("innovation_case", "case_application", "work_report")
    )
    assert case.data["统计"] == report.data["统计"]
    assert (case.data["背景"] or [""])[0] == "为什么做"  # type: ignore[index]
    assert case.data["探讨"] == ["还要探讨什么"]
    assert [row["段落"] for row in rows(case, "典型事例")] == [["一件小事。"]]
    assert form.data["摘要"] == case.data["摘要"]
    assert f"{form.data['参加人数']}人结成2个小组" in str(form.data["摘要"])


def test_an_innovation_case_takes_as_many_of_the_groups_cases_as_it_has_room_for_exemplary_groups_first() -> None:
    semester = applied(reported(a_semester(3)))
    told = tuple(Summary(group=f"G0{number}", cases="长" * 2_500) for number in (1, 2, 3))
    (case,) = of(replace(semester, summaries=(*semester.summaries, *told)), "innovation_case")
    assert [row["小组"] for row in rows(case, "典型事例")] == ["第2共勉小组"]
    assert int(str(case.data["字数"])) <= 5_000
    assert case.kind.lacking is not None
    assert case.kind.lacking(case.data) is None
    (long,) = of(applied(semester, abstract="长" * 1_501), "innovation_case")
    assert case.kind.lacking(long.data) is Lack.LENGTH


def test_what_is_told_for_an_innovation_case_beyond_its_room_is_a_warning_at_its_cell() -> None:
    semester = applied(a_semester(2), abstract="长" * 1_501, cases="事" * 5_001)
    found = {one.column: one.message for one in judge(semester, Settings()) if one.kind == "case-too-long"}
    assert set(found) == {"摘要", "典型事例"}
    assert not [
        one for one in judge(applied(a_semester(2), cases="事" * 4_000), Settings()) if one.kind == "case-too-long"
    ]


def test_the_public_notice_says_whom_to_call_in_its_public_copy_too() -> None:
    semester = a_semester(1)
    assert semester.programme
    semester = replace(semester, programme=semester.programme.model_copy(update={"office_phone": "0579-80000000"}))
    (notice, *_rest) = documents.copies(of(semester, "public_notice"), Copy.PUBLIC, Private(phones=("0579-80000000",)))
    assert notice.data["办公电话"] == "0579-80000000"


def test_each_contest_has_a_summary_of_its_own_that_proposes_prizes_by_place_equal_results_alike() -> None:
    points = {f"W{number}": (str(mark), str(mark)) for number, mark in enumerate((95, 90, 90, 85, 80, 75), 1)}
    shown = tuple(row.model_copy(update={"contest": "作品展映"}) for row in contest(points))
    made_up = tuple(row.model_copy(update={"contest": "化妆造型"}) for row in contest({"W1": ("80", "80")}))
    semester = replace(a_semester(2), marks=(*shown, *made_up))
    first, second = of(semester, "jury_summary")
    assert (first.name, second.name) == ("全系-作品展映-作品评选评分汇总表", "全系-化妆造型-作品评选评分汇总表")
    given = [(row["名次"], row["建议等次"]) for row in rows(first, "作品")]
    assert given == [(1, "一等奖"), (2, "二等奖"), (2, "二等奖"), (4, "三等奖"), (5, "三等奖"), (6, "")]
    assert not [one for one in judge(semester, Settings()) if one.sheet == "评选"], "W1 of either is another work"
    (tenth, *_rest) = of(semester, "jury_summary", settings=Settings(jury=Jury(prizes={"金奖": 10})))
    assert [row["建议等次"] for row in rows(tenth, "作品")] == ["金奖", "", "", "", "", ""]


def test_the_report_counts_what_projects_came_to_by_its_kind_and_names_practice_bases() -> None:
    semester = a_semester(6)
    done = {"state": ProjectState.DONE, "result_form": "短片", "base": "影视城实践基地"}
    semester = changed(changed(semester, "projects", 0, **done), "projects", 1, **done)
    (report,) = of(semester, "work_report")
    assert "形成成果：短片2项。依托实践基地1个（影视城实践基地）。" in str(report.data["取得成效"])
    bare = of(a_semester(6), "work_report")[0]
    assert "形成成果" not in str(bare.data)
    assert "实践基地" not in str(bare.data["取得成效"])


def test_a_talk_s_record_has_hour_kind_and_who_wrote_it_down() -> None:
    semester = a_semester(1, talks=True)
    told = {"hour": "19:00", "kind": "定期谈话", "recorded_on": date(2009, 3, 12)}
    semester = changed(changed(semester, "talks", 0, **told), "talks", 1, **told, recorder="林知远")
    first, second, third, *_rest = [one for one in every(semester) if one.kind.stem == "contact_record"]
    assert (first.data["时间"], first.data["谈话类型"], first.data["记录人"]) == ("19:00", "定期谈话", "许南屏")
    assert second.data["记录人"] == "林知远"
    assert third.data["记录人"] == "", "nobody has written it down yet"


def test_a_dossier_has_score_reviews_thinking_and_how_the_standing_changed() -> None:
    spring = reported(a_semester(1, talks=True))
    person = spring.people[2]
    spring = changed(spring, "people", 2, standing=Standing.YOUTH, activist_since=None)
    spring = changed(spring, "talks", 0, thinking="求进步的愿望强")
    review = Review(group="G01", person=person.id, kind=ReviewKind.SELF, verdict="按时完成。", gap="英语")
    assert spring.programme
    autumn = spring.programme.model_copy(update={"term_name": "2009—2010学年第一学期"})
    later = replace(spring, programme=autumn, talks=(), reviews=(review,))
    later = changed(later, "people", 2, standing=Standing.ACTIVIST, activist_since=date(2009, 9, 20))
    found = compose_dossier(person.id, [spring, later], {}, Settings())
    assert found
    assert [(one.since, one.standing.partition("（")[0]) for one in found.history] == [
        ("2008—2009学年第二学期", "优秀青年"),
        ("2009年9月20日", "入党积极分子"),
    ]
    first, second = found.terms
    assert [line.text for line in first.thinking] == ["求进步的愿望强"]
    assert [line.detail for line in second.reviews] == ["按时完成；差距：英语"]
    (assessed,) = [one for one in every(spring) if one.kind.stem == "assessment" and one.data["编号"] == person.id]
    assert (first.score, first.band) == (assessed.data["总分"], assessed.data["等次"])
