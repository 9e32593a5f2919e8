"""How papers look: where the words of a page stand, with names that are long and groups that are large."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from lxml import etree

from docgen import fonts, resources
from docgen.convert import EMBEDDED, WordFile, choose
from docgen.documents import Plain
from docgen.field import Semester
from docgen.template import load
from tests.edges import reported
from tests.papers import lines
from tests.semesters import a_semester
from tests.test_edges import W, filled, papers_of, text

NAMES = ("阿依古丽·买买提", "阿卜杜热西提·艾山江", "迪丽热巴", "欧阳明月", "司徒嘉树")
GROUPS = ("晨光影视剧本创作互助小组", "动画与特效联合创作互助小组", "青年志愿服务先锋携手小组")
WHOLE = ("入党", "积极分子", "发展对象", "学生党员", "互助小组", "携手小组", "买买提", "艾山江", *NAMES[2:])
"""What no line of a table may part."""


@pytest.fixture(scope="module")
def long_names() -> Semester:
    """Six groups with names of twelve characters; people with names of up to ten."""
    made = reported(a_semester(6, talks=True))
    people = tuple(
        one.model_copy(update={"name": NAMES[at] if at < len(NAMES) else one.name}).at_row(one.row)
        for at, one in enumerate(made.people)
    )
    groups = tuple(
        one.model_copy(update={"name": GROUPS[at % 3] + "甲" * (at // 3)}).at_row(one.row)
        for at, one in enumerate(made.groups)
    )
    return replace(made, people=people, groups=groups)


def pages(sources: Sequence[WordFile]) -> dict[str, bytes]:
    """The PDFs by the papers' names."""
    faces = fonts.prepare({sign for one in sources for sign in fonts.characters(one.docx)})
    made = choose(EMBEDDED, faces).convert(sources)
    return {source.name: pdf for source, pdf in zip(sources, made, strict=True) if isinstance(pdf, bytes)}


def kinds(semester: Semester, *stems: str) -> list[WordFile]:
    """Papers of some kinds, a few of each."""
    papers = [one for one in papers_of(semester) if one.kind.stem in stems]
    assert {one.kind.stem for one in papers} == set(stems)
    return [WordFile(paper.name, filled(paper)) for paper in papers]


def by_page(pdf: bytes) -> list[tuple[int, str]]:
    return [(one[0], one[-1]) for one in lines(pdf)]


@pytest.mark.slow
def test_no_table_parts_a_word_of_the_field_a_name_or_the_end_of_a_groups_name(long_names: Semester) -> None:
    for paper, pdf in pages(kinds(long_names, "selection_list", "register", "activist_roll", "group_summary")).items():
        said = [line for _page, line in by_page(pdf)]
        for word in WHOLE:
            assert "".join(said).count(word) == sum(line.count(word) for line in said), (
                f"{paper}: {word} is on two lines"
            )


def test_the_line_below_a_title_parts_at_the_semester_however_long_the_department_is_called() -> None:
    made = reported(a_semester(1))
    assert made.programme
    department = "人工智能与海洋工程装备技术创新创业学院"
    long = {"department": department, "general_branch": f"{department}党总支部委员会"}
    made = replace(made, programme=made.programme.model_copy(update=long))
    for paper, pdf in pages(kinds(made, "register", "plan", "activist_roll")).items():
        said = [line.replace(" ", "") for _page, line in by_page(pdf)[:4]]
        assert [line for line in said if line.startswith("2008—2009学年第二学期")], f"{paper}: {said}"


def test_the_opinions_of_a_record_stand_together(long_names: Semester) -> None:
    for paper, pdf in pages(kinds(long_names, "cultivation_record")).items():
        assert len([said for page, said in by_page(pdf) if page == 0 and "签名" in said]) == 3, paper


@pytest.mark.parametrize(("length", "parted"), [(80, False), (900, True)])
def test_a_groups_account_is_parted_by_a_page_only_if_it_is_long(length: int, parted: bool) -> None:
    (made, *_) = [one for one in papers_of(reported(a_semester(1))) if one.kind.stem == "group_summary"]
    data = {**made.data, "基本情况": "学" * length, "下一步打算": "做" * length}
    with zipfile.ZipFile(io.BytesIO(filled(replace(made, data=data)))) as archive:
        rows = etree.fromstring(archive.read("word/document.xml")).iter(f"{W}tr")
        told = [row for row in rows if "学学学" in (said := text(row)) or "做做做" in said]
    assert [row.find(f"{W}trPr/{W}cantSplit") is None for row in told] == [parted, parted]


def test_a_request_is_signed_on_the_page_of_its_last_names() -> None:
    names = [*NAMES, "王敏", "李堃"]
    days: dict[str, Plain] = dict.fromkeys(
        ("申请日期", "确定日期", "列为日期", "结业日期", "政审日期"), date(2026, 5, 20)
    )
    row: dict[str, Plain] = {
        "性别": "女",
        "民族": "汉族",
        "班级": "影视241班",
        "介绍人": ["林书衡", "周映"],
        "思想汇报": 4,
        **days,
    }
    data: dict[str, Plain] = {
        "标题": "关于发展对象预审的请示",
        "文号": "",
        "主送": "学院党委",
        "正文": "影视学生第一党支部审查了下列发展对象，认为合格，现将材料报上，请予预审。" * 2,
        "事项": "审查发展对象",
        "名单": [{"序号": at, "姓名": name, **row} for at, name in enumerate(names, 1)],
        "支部": "影视学生第一党支部",
        "日期": date(2026, 9, 10),
    }
    (pdf,) = pages([WordFile("请示", load(resources.activities() / "membership/request.docx").fill(data))]).values()
    (page,) = {at for at, line in by_page(pdf) if "支部书记（签名）" in line}
    said = "".join(line for at, line in by_page(pdf) if at == page)
    assert page > 0
    assert "李堃" in said
    assert "影视学生第一党支部" in said
