"""The forms of the activity, from rows to words on paper: what each says, and what it leaves room for."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from lxml import etree

from docgen import documents, resources
from docgen.documents import Document
from docgen.field import Activity, GroupState, ProjectState, Review, ReviewKind, Semester, Summary, Talk
from docgen.template import load
from tests.semesters import a_semester, changed

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def composed(semester: Semester, stem: str) -> dict[str, Document]:
    """The papers of one kind by file name."""
    numbers = {group.id: f"影艺共勉〔2009〕{n}号" for n, group in enumerate(semester.groups, start=1)}
    papers = documents.compose(semester, numbers, list(numbers), department=True)
    return {paper.name: paper for paper in papers if paper.kind.stem == stem}


def words(paper: Document) -> str:
    """All text of a filled paper's body, a line a paragraph."""
    filled = load(resources.templates() / f"{paper.kind.stem}.docx").fill(paper.data)
    with zipfile.ZipFile(io.BytesIO(filled)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return "\n".join("".join(text.text or "" for text in one.iter(f"{W}t")) for one in root.iter(f"{W}p"))


def a_talk(day: int, partners: Sequence[str] = ("0810130012",), **values: object) -> Talk:
    return Talk.model_validate(
        {"held_on": date(2009, 4, day), "talker": "T0012", "partners": tuple(partners), "group": "G01", **values}
    )


def test_a_talk_is_one_record_named_by_day_and_people_so_that_a_later_row_renames_none() -> None:
    first, late = a_talk(9, content="谈学习"), a_talk(2, content="谈入党动机")
    before = composed(replace(a_semester(2), talks=(first,)), "contact_record")
    after = composed(replace(a_semester(2), talks=(first, late)), "contact_record")
    assert list(before) == ["G01-20090409许南屏与陆砚秋-交流谈话记录表"]
    assert list(after) == ["G01-20090402许南屏与陆砚秋-交流谈话记录表", *before]
    assert after[next(iter(before))].data == before[next(iter(before))].data


def test_two_talks_of_the_same_people_on_one_day_and_one_with_many_have_names_of_their_own() -> None:
    people = tuple(person.id for person in a_semester(2).people[1:5])
    talks = (a_talk(2), a_talk(2, content="下午又谈"), a_talk(3, people))
    names = list(composed(replace(a_semester(2), talks=talks), "contact_record"))
    assert names[1] == names[0].replace("陆砚秋", "陆砚秋（2）")
    assert names[2].endswith("等4人-交流谈话记录表")


def test_a_record_says_who_talked_about_what_and_leaves_room_to_sign() -> None:
    talk = a_talk(2, content="谈学习\n谈生活", follow_up="月底再谈", topic="学习", recorded_on=date(2009, 4, 3))
    (paper,) = composed(replace(a_semester(2), talks=(talk,)), "contact_record").values()
    said = words(paper)
    for expected in ("许南屏", "陆砚秋", "0810130012", "2009年4月2日", "谈学习\n谈生活", "月底再谈", "G01 第1共勉小组"):
        assert expected in said
    assert said.count("签名：") == 2
    assert "记录日期：2009年4月3日" in said


def test_a_talk_of_no_group_is_the_departments_and_one_of_a_withdrawn_group_stays_on_record() -> None:
    semester = replace(a_semester(3), talks=(a_talk(2, group=""), a_talk(3)))
    names = composed(changed(semester, "groups", 0, state=GroupState.WITHDRAWN), "contact_record")
    assert sorted(names) == ["G01-20090403许南屏与陆砚秋-交流谈话记录表", "全系-20090402许南屏与陆砚秋-交流谈话记录表"]


def test_a_group_is_summed_up_once_there_is_something_to_sum_up() -> None:
    semester = a_semester(2)
    assert composed(semester, "group_summary") == {}
    assert list(composed(changed(semester, "goals", 0, achieved="7"), "group_summary")) == ["G01-共勉小组总结"]
    told = replace(semester, summaries=(Summary(group="G02", cases="一稿一议"),))
    assert list(composed(told, "group_summary")) == ["G02-共勉小组总结"]


def test_a_summary_holds_each_target_against_what_was_reached() -> None:
    semester = changed(a_semester(2), "goals", 0, achieved="7", evidence="成绩单")
    semester = changed(semester, "goals", 1, achieved="2", reason_unmet="病假未补")
    said = words(composed(semester, "group_summary")["G01-共勉小组总结"])
    assert "班级排名（名）\n12\n8\n7\n完成\n成绩单" in said
    assert "旷课（次）\n1\n0\n2\n未完成\n病假未补" in said
    assert "共确立目标8项，完成1项，未完成1项，未报6项。" in said
    assert "短片大赛第1届" in said
    assert "项目（课题）" not in said, "no heading without rows"
    assert "中途退出" not in said


def test_a_summary_in_which_all_is_reached_says_so_and_names_who_left() -> None:
    semester = a_semester(2)
    for index, goal in enumerate(semester.goals):
        semester = changed(semester, "goals", index, achieved=goal.target)
    semester = changed(semester, "memberships", 1, left_on=date(2009, 5, 18), leaving_reason="外出实习")
    said = words(composed(semester, "group_summary")["G01-共勉小组总结"])
    assert "共确立目标8项，全部完成。" in said
    assert "陆砚秋（2009年5月18日，外出实习）" in said


def test_a_review_has_the_checks_that_were_made_and_no_others() -> None:
    review = Review(
        group="G01", person="0810130012", kind=ReviewKind.SELF, reviewed_on=date(2009, 5, 9), verdict="进度过半"
    )
    semester = replace(a_semester(2), reviews=(review,))
    papers = composed(semester, "mutual_review")
    assert list(papers) == ["G01-自查互评表"]
    said = words(papers["G01-自查互评表"])
    assert "陆砚秋\n2009年5月9日\n进度过半\n—" in said
    assert "互评（互律）" not in said
    assert "中期检查" not in said
    assert "成员签名" in said


def test_what_was_held_has_a_record_what_was_only_planned_has_none() -> None:
    semester = changed(a_semester(2), "activities", 0, held_on=date(2009, 4, 11), attendance=1, expected="形成二稿")
    department = Activity(content="启动大会", held_on=date(2009, 3, 9), organiser="方秉文")
    papers = composed(replace(semester, activities=(*semester.activities, department)), "activity_record")
    assert list(papers) == ["G01-20090411剧本初稿讨论-活动记录表", "全系-20090309启动大会-活动记录表"]
    said, whole = map(words, papers.values())
    assert "2009年4月10日\n实际日期\n2009年4月11日" in said
    assert "\n应到2人，实到1人\n应到成员" in said
    assert "未列入计划" in whole
    assert "影视艺术系党总支" in whole
    assert "应到成员" not in whole


def test_an_appraisal_lists_shares_and_credit_and_ticks_the_grade() -> None:
    semester = a_semester(2)
    assert composed(semester, "appraisal") == {}, "a project under way is not appraised"
    done = changed(
        semester,
        "projects",
        0,
        state=ProjectState.DONE,
        appraiser="许南屏",
        grade="良好",
        appraised_on=date(2009, 6, 25),
    )
    done = changed(done, "project_members", 0, credit=Decimal("1.50"))
    done = changed(done, "project_members", 1, credit=Decimal(2))
    said = words(composed(done, "appraisal")["G02-P02-成果鉴定表"])
    assert "☐优秀　　☑良好" in said
    assert "学分合计\n3.5" in said
    assert "鉴定人（许南屏）签名：\n2009年6月25日" in said
    blank = words(
        composed(changed(semester, "projects", 0, state=ProjectState.DONE), "appraisal")["G02-P02-成果鉴定表"]
    )
    assert "☑" not in blank
    assert "学分合计" not in blank
    assert "鉴定人签名：\n　　　年　　月　　日" in blank


def test_an_activity_told_in_the_workbook_has_no_empty_box_and_who_came_stands_by_name() -> None:
    semester = a_semester(1)
    first, second = (row.person for row in semester.memberships)
    held = Activity(
        group="G01",
        content="剧本初稿讨论",
        held_on=date(2009, 4, 11),
        place="编导教研室",
        preparation="提前一周发稿。",
        course="逐段讨论。",
        outcome="形成二稿。",
        absent=(second,),
    )
    (said,) = map(words, composed(replace(semester, activities=(held,)), "activity_record").values())
    names = {person.id: person.name for person in semester.people}
    for told in ("编导教研室", "提前一周发稿。", "逐段讨论。", "形成二稿。", "应到2人，实到1人"):
        assert told in said
    assert f"参加人员\n{names[first]}\n缺席人员\n{names[second]}\n" in said
    assert "签　　到" not in said
    assert "应到成员" not in said


def test_whose_classes_are_whose_stands_in_the_agreement_and_why_somebody_was_chosen_in_the_plan() -> None:
    semester = a_semester(1)
    agreement = words(composed(semester, "agreement")["G01-共勉协议书"])
    plan = words(composed(semester, "plan")["G01-共勉计划备案表"])
    member = semester.person_by_id[semester.memberships[0].person]
    assert f"联系班级：{member.name}联系影视081班。" in agreement
    assert "推荐理由（择优）" in plan
    assert f"{member.name}：专业成绩班级前三。" in plan
