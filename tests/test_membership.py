"""发展党员, an activity in files: each of the rules M1–M31 at its cell, and nothing else said."""

from __future__ import annotations

import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest

import docgen
from docgen import activities, workbook
from docgen.activity import Activity
from docgen.described import examine
from docgen.problems import Problem
from docgen.resources import activities as folder
from docgen.settings import Settings
from tests.membership import Life, Rows, day, full, lives, rows_of, sound, the_lines

Place = tuple[str, str, str, str]


@pytest.fixture(scope="session")
def membership() -> Activity:
    return activities.named("发展党员", Path(), {})


def found(rows: Rows, activity: Activity, home: Path) -> tuple[Problem, ...]:
    book = home / "台账.xlsx"
    workbook.write_rows(book, activity, rows)
    return workbook.check(book, Settings(), activity).problems


def places(problems: tuple[Problem, ...]) -> list[Place]:
    return [
        (one.kind, one.severity.value, one.groups[0] if one.groups else "", f"{one.sheet}.{one.column}")
        for one in problems
    ]


SAMPLE: list[Place] = [
    ("M28", "W", "", "学期.年度发展计划数"),
    ("M17", "W", "023109", "人员.预计离校日期"),
    ("M30", "E", "023102", "人员.政治面貌"),
    ("M9", "W", "024102", "进程.编号"),
    ("M2", "E", "024102", "进程.申请日期"),
    ("M6", "E", "024103", "进程.推荐方式"),
    ("M7", "E", "024104", "进程.编号"),
    ("M9", "W", "024104", "进程.编号"),
    ("M31", "W", "024106", "进程.转入材料"),
    ("M13", "W", "024107", "进程.编号"),
    ("M14", "E", "024107", "进程.预审日期"),
    ("M15", "E", "024108", "进程.预审日期"),
    ("M21", "E", "024110", "进程.审批谈话日期"),
    ("M20", "E", "024110", "进程.审批党委"),
    ("M20", "E", "024110", "进程.审批日期"),
    ("M23", "W", "024110", "进程.宣誓日期"),
    ("M24", "W", "023101", "进程.编号"),
    ("M21", "W", "023101", "进程.审批日期"),
    ("M27", "W", "023101", "进程.转正审批日期"),
    ("M29", "E", "023102", "进程.志愿书编号"),
    ("M29", "W", "023102", "进程.志愿书编号"),
    ("M7", "E", "024103", "联系.联系人"),
    ("M13", "E", "024107", "联系.联系人"),
    ("M13", "W", "024107", "联系.联系人"),
    ("M3", "W", "024102", "考察.日期"),
    ("M3", "W", "024103", "考察.日期"),
    ("M5", "W", "024102", "会议.日期"),
    ("M4", "E", "024103", "会议.日期"),
    ("M9", "E", "024104", "会议.日期"),
    ("M10", "E", "024104", "会议.事项"),
    ("M8", "E", "024105", "会议.日期"),
    ("M16", "W", "023109", "会议.日期"),
    ("M19", "E", "023109", "会议.结果"),
    ("M18", "E", "024110", "会议.实到"),
    ("M19", "E", "024110", "会议.收回票"),
    ("M19", "E", "024110", "会议.结果"),
    ("M25", "E", "023101", "会议.日期"),
    ("M26", "E", "023102", "会议.事项"),
    ("M14", "W", "024108", "政审.发函单位"),
    ("M14", "W", "024108", "政审.发函日期"),
    ("M11", "E", "024105", "公示.开始日期"),
    ("M12", "E", "024106", "公示.结束日期"),
]
"""What the page of the sample says of each of its twelve people, at the cell where it is said."""


def test_the_file_of_the_activity_has_no_fault() -> None:
    assert examine(folder() / "membership" / "activity.toml")[1] == ()


def test_the_sample_of_twelve_breaks_what_its_page_says_and_nothing_else(
    said_by_rules: tuple[list[Place], ...],
) -> None:
    assert [(kind.partition("/")[0], *rest) for kind, *rest in said_by_rules[1]] == SAMPLE


def test_a_sound_life_is_silent(membership: Activity, tmp_path: Path) -> None:
    assert found(rows_of([sound()]), membership, tmp_path) == ()


Change = Callable[[Life], None]
Said = list[tuple[str, str, str]]


def cell(sheet: str, at: int, **cells: object) -> Change:
    """A change of one row of a sheet, counted as the life has them."""
    return lambda life: life.rows[sheet][at].update(cells)


def progress(**cells: object) -> Change:
    """A change of the row of 进程; None empties a cell."""

    def change(life: Life) -> None:
        life.progress = {name: value for name, value in (life.progress | cells).items() if value is not None}

    return change


def gone(sheet: str, *places: int) -> Change:
    """Rows that are not there."""

    def change(life: Life) -> None:
        life.rows[sheet] = [row for at, row in enumerate(life.rows[sheet]) if at not in places]

    return change


def person(**cells: object) -> Change:
    return lambda life: life.person.update(cells)


def also(sheet: str, **cells: object) -> Change:
    return lambda life: life.rows[sheet].append({**life.rows[sheet][0], **cells})


def both(*changes: Change) -> Change:
    def change(life: Life) -> None:
        for one in changes:
            one(life)

    return change


def listed(on: str, notice: tuple[str, str] | None, consent: str = "2026-5-11") -> Change:
    """Proposed, consented to and listed on other days."""

    def change(life: Life) -> None:
        life.rows["会议"][1]["日期"] = life.rows["会议"][2]["日期"] = day("2026-4-28")
        for row in life.rows["考察"][3:]:
            row["日期"] = day("2026-4-20")
        life.rows["公示"] = []
        life.progress["上级同意日期"] = day(consent)
        life.listed(on, notice)

    return change


def only_applied(then: Change) -> Change:
    """Nothing but the application and the talk has happened."""

    def change(life: Life) -> None:
        life.progress = {name: life.progress[name] for name in ("编号", "申请日期", "推荐方式")}
        life.rows = {"考察": life.rows["考察"][:1]}
        life.person["政治面貌"] = "共青团员"
        then(life)

    return change


NOT_APPROVED = both(
    progress(审批谈话日期=None, 审批谈话人=None, 审批党委=None, 审批日期=None, 宣誓日期=None),
    person(政治面貌="共青团员"),
)
"""Nothing after the assembly has been done."""


# 联系 0-1 contacts, 2-3 introducers; 考察 0 talk, 1-2 reviews, 3-5 opinions; 会议 0 确定, 1 拟列, 2 总支, 3 审查, 4 大会, 5 总支
MUTATIONS: list[tuple[str, Change, Said]] = [
    (
        "M1 before the rules of 2014",
        both(progress(申请日期=day("2013-9-20")), person(出生日期=day("1995-3-1"))),
        [("M1", "W", "进程.申请日期"), ("M3", "W", "考察.日期")],
    ),
    (
        "M1 listed before the rules of 2026 were published",
        both(listed("2026-5-14", None), cell("会议", 0, 日期=day("2025-4-10"))),
        [("M1", "W", "进程.列为发展对象日期")],
    ),
    (
        "文号 on two papers",
        both(cell("会议", 0, 文号="影视党总支〔2026〕1号"), cell("会议", 1, 文号="影视党总支〔2026〕1号")),
        [("文号", "E", "会议.文号"), ("文号", "E", "会议.文号")],
    ),
    ("M2 too young", person(出生日期=day("2006-9-21")), [("M2", "E", "进程.申请日期")]),
    ("M2 on the birthday", person(出生日期=day("2006-9-20")), [("M2", "W", "进程.申请日期")]),
    ("M3 talk late", cell("考察", 0, 日期=day("2024-10-21")), [("M3", "W", "考察.日期")]),
    ("M3 talk on the last day", cell("考察", 0, 日期=day("2024-10-20")), []),
    ("M3 by whom", cell("考察", 0, 谈话人="T0005"), [("M3", "W", "考察.谈话人")]),
    ("M3 before it was received", progress(收到日期=day("2024-10-13")), [("M3", "W", "考察.日期")]),
    ("M3 no talk yet", only_applied(gone("考察", 0)), [("M3", "W", "进程.申请日期")]),
    ("M4 talk before the application", cell("考察", 0, 日期=day("2024-9-19")), [("M4", "E", "考察.日期")]),
    ("M4 no talk", gone("考察", 0), [("M4", "E", "会议.日期")]),
    ("M4 filed before decided", progress(积极分子备案日期=day("2025-4-9")), [("M4", "E", "进程.积极分子备案日期")]),
    ("M4 general branch first", cell("会议", 2, 日期=day("2026-5-19")), [("M4", "E", "会议.日期")]),
    (
        "M4 review before listing",
        cell("会议", 3, 日期=day("2026-6-2")),
        [("M4", "E", "会议.日期"), ("M14", "W", "政审.日期")],
    ),
    ("M4 examined before the review", cell("会议", 3, 日期=day("2026-9-19")), [("M4", "E", "进程.预审日期")]),
    ("M4 after the day of the check", progress(宣誓日期=day("2026-12-1")), [("M4", "E", "进程.宣誓日期")]),
    (
        "M4 chosen before the application",
        both(gone("考察", 0), progress(申请日期=day("2025-4-11"))),
        [("M4", "E", "会议.日期"), ("M4", "E", "会议.日期"), ("M5", "W", "会议.日期")],
    ),
    ("M4 filed, never chosen", gone("会议", 0), [("M4", "E", "进程.积极分子备案日期"), ("M4", "E", "会议.日期")]),
    (
        "M4 consent before the general branch",
        progress(上级同意日期=day("2026-5-20")),
        [("M4", "E", "进程.上级同意日期")],
    ),
    ("M4 listed, never proposed", gone("会议", 1, 2), [("M4", "E", "进程.列为发展对象日期")]),
    (
        "M4 reviewed, never listed",
        progress(列为发展对象日期=None),
        [("M9", "W", "进程.编号"), ("M4", "E", "进程.预审日期"), ("M4", "E", "会议.日期")],
    ),
    ("M4 examined, never reviewed", gone("会议", 3), [("M4", "E", "进程.预审日期"), ("M16", "E", "会议.日期")]),
    ("M4 adopted before the examination", cell("会议", 4, 日期=day("2026-9-17")), [("M4", "E", "会议.日期")]),
    ("M4 deliberated before the assembly", cell("会议", 5, 日期=day("2026-10-12")), [("M4", "E", "会议.日期")]),
    (
        "M4 approved before the deliberation",
        progress(审批日期=day("2026-10-14"), 审批谈话日期=day("2026-10-14")),
        [("M20", "E", "进程.审批日期"), ("M4", "E", "进程.审批日期"), ("M23", "W", "进程.宣誓日期")],
    ),
    ("M4 approved, never adopted", gone("会议", 4), [("M16", "W", "进程.预审日期"), ("M4", "E", "进程.审批日期")]),
    ("M4 oath, never approved", progress(审批日期=None), [("M30", "E", "人员.政治面貌"), ("M4", "E", "进程.宣誓日期")]),
    (
        "M4 applied for more, never approved",
        progress(审批日期=None, 宣誓日期=None, 转正申请日期=day("2026-11-20")),
        [("M30", "E", "人员.政治面貌"), ("M4", "E", "进程.转正申请日期")],
    ),
    ("M4 a talk to come", also("考察", 日期=day("2026-12-1")), [("M4", "E", "考察.日期")]),
    (
        "M4 a meeting to come",
        also("会议", 日期=day("2026-12-1"), 事项="审查发展对象", 结果="未通过"),
        [("M4", "E", "会议.日期")],
    ),
    (
        "M4 a contact to come",
        also("联系", 联系人="T0005", 开始日期=day("2026-12-1"), 角色="入党介绍人"),
        [("M4", "E", "联系.开始日期")],
    ),
    ("M4 vetting to come", cell("政审", 0, 日期=day("2026-12-1")), [("M4", "E", "政审.日期")]),
    ("M4 a course to come", also("培训", 类别="预备党员", 结束日期=day("2026-12-1")), [("M4", "E", "培训.结束日期")]),
    (
        "M4 a notice to come",
        also("公示", 公示号="N", 事项="接收预备党员", 开始日期=day("2026-12-1"), 结束日期=day("2026-12-9")),
        [("M4", "E", "公示.开始日期")],
    ),
    (
        "M5 too soon",
        both(progress(申请日期=day("2025-1-20")), cell("考察", 0, 日期=day("2025-2-12"))),
        [("M5", "W", "会议.日期")],
    ),
    ("M6 no recommendation", progress(推荐方式=None), [("M6", "E", "进程.推荐方式")]),
    ("M6 not by the League", progress(推荐方式="党员推荐"), [("M6", "W", "进程.推荐方式")]),
    ("M6 lapsed", progress(推荐日期=day("2023-4-9")), [("M6", "W", "进程.推荐日期")]),
    ("M7 nobody", gone("联系", 0, 1), [("M13", "W", "进程.编号"), ("M7", "E", "进程.编号")]),
    ("M7 three", also("联系", 联系人="T0005"), [("M7", "E", "进程.编号")]),
    (
        "M7 the person",
        lambda life: life.rows["联系"][1].update(联系人=life.number),
        [("M7", "E", "联系.联系人"), ("M7", "E", "联系.联系人")],
    ),
    ("M7 a third after the listing", also("联系", 联系人="T0005", 开始日期=day("2026-6-10")), []),
    ("M7 under watch", cell("联系", 1, 联系人="T0013"), [("M7", "E", "联系.联系人")]),
    ("M7 another branch", cell("联系", 1, 联系人="T0014"), [("M7", "W", "联系.联系人")]),
    ("M7 a relative", cell("联系", 0, 亲属="是"), [("M7", "W", "联系.亲属")]),
    (
        "M7 named late",
        both(*(cell("联系", at, 开始日期=day("2025-5-29")) for at in (0, 1))),
        [("M7", "W", "联系.开始日期")] * 2,
    ),
    (
        "M7 named where somebody moved to",
        both(
            progress(转入日期=day("2025-9-1"), 起算日期=day("2025-4-10"), 转入材料="申请书、登记表"),
            *(cell("联系", at, 开始日期=day("2025-10-1")) for at in (0, 1)),
        ),
        [],
    ),
    (
        "M7 a gap",
        both(*(cell("联系", at, 结束日期=day("2025-9-1")) for at in (0, 1))),
        [("M7", "E", "联系.结束日期")] * 2,
    ),
    (
        "M8 less than a year",
        both(cell("会议", 0, 日期=day("2025-5-21")), progress(积极分子备案日期=day("2025-5-21"))),
        [("M8", "E", "会议.日期")],
    ),
    ("M8 by the day of filing", progress(积极分子备案日期=day("2025-5-21")), [("M8", "W", "会议.日期")]),
    ("M8 moved in, counted on", progress(起算日期=day("2025-4-10"), 积极分子备案日期=day("2025-5-21")), []),
    ("M9 late", cell("考察", 1, 日期=day("2025-11-10")), [("M9", "W", "考察.日期")]),
    ("M9 early", cell("考察", 1, 日期=day("2025-4-10")), [("M9", "W", "考察.日期")]),
    ("M9 thirty days of grace", cell("考察", 1, 日期=day("2025-11-9")), []),
    ("M9 one missing", gone("考察", 2), [("M9", "W", "进程.编号"), ("M9", "E", "会议.日期")]),
    ("M9 no opinion", cell("考察", 1, 意见=""), [("M9", "W", "考察.意见")]),
    ("M10 the masses not heard", gone("考察", 5), [("M10", "E", "会议.事项")]),
    ("M10 members not heard", gone("考察", 4), [("M10", "E", "会议.事项")]),
    ("M10 heard afterwards", cell("考察", 3, 日期=day("2026-5-21")), [("M10", "E", "会议.事项")]),
    ("M10 the group, where there is one", person(党小组="第一党小组"), [("M10", "E", "会议.事项")]),
    ("M11 no consent", progress(上级同意日期=None), [("M11", "E", "进程.上级同意日期")]),
    ("M11 notice before the consent", progress(上级同意日期=day("2026-5-27")), [("M11", "E", "公示.开始日期")]),
    (
        "M11 consent before the proposal",
        both(gone("会议", 2), progress(上级同意日期=day("2026-5-19"))),
        [("M11", "E", "进程.上级同意日期")],
    ),
    ("M11 under the rules of 2014", listed("2026-5-10", None), [("M11", "E", "进程.列为发展对象日期")]),
    ("M12 no notice", gone("公示", 0), [("M12", "E", "进程.列为发展对象日期")]),
    ("M12 four days", cell("公示", 0, 结束日期=day("2026-5-29")), [("M12", "E", "公示.结束日期")]),
    ("M12 five days with the first", cell("公示", 0, 结束日期=day("2026-6-1")), [("M12", "W", "公示.结束日期")]),
    (
        "M12 three days, then once more",
        also("公示", 公示号="第一次", 开始日期=day("2026-5-25"), 结束日期=day("2026-5-25")),
        [],
    ),
    ("M12 two days, under the rules of 2014", listed("2026-5-8", ("2026-4-29", "2026-4-30"), "2026-4-29"), []),
    (
        "M12 two days, listed under those of 2026",
        listed("2026-5-18", ("2026-5-11", "2026-5-12")),
        [("M12", "E", "公示.结束日期")],
    ),
    ("M12 listed on the last day", cell("公示", 0, 结束日期=day("2026-6-3")), [("M12", "E", "进程.列为发展对象日期")]),
    ("M12 without result", cell("公示", 0, 结果=""), [("M12", "E", "公示.结果")]),
    ("M12 objections, nothing done", cell("公示", 0, 结果="有异议不影响"), [("M12", "E", "公示.处理")]),
    ("M12 barred", cell("公示", 0, 结果="有异议影响", 处理="不列为。"), [("M12", "E", "进程.列为发展对象日期")]),
    ("M13 one introducer", gone("联系", 3), [("M13", "E", "会议.事项")]),
    ("M13 under a penalty", cell("联系", 3, 联系人="T0004"), [("M13", "W", "联系.联系人")]),
    ("M13 under watch", cell("联系", 3, 联系人="T0013"), [("M13", "E", "联系.联系人")]),
    ("M13 a relative", cell("联系", 3, 亲属="是"), [("M13", "W", "联系.亲属")]),
    ("M13 no full member", cell("联系", 3, 联系人="T0012"), [("M13", "E", "联系.联系人")]),
    ("M14 not passed", cell("政审", 2, 结果="不合格"), [("M14", "E", "进程.预审日期")]),
    (
        "M14 passed first, then not",
        also("政审", 对象="结论", 结果="不合格", 日期=day("2026-6-27")),
        [("M14", "E", "进程.预审日期")],
    ),
    ("M14 before the listing", cell("政审", 2, 日期=day("2026-6-2")), [("M14", "W", "政审.日期")]),
    ("M14 no row of the person", gone("政审", 0), [("M14", "W", "进程.预审日期")]),
    ("M14 no row of the family", gone("政审", 1), [("M14", "W", "进程.预审日期")]),
    ("M15 sixteen hours", cell("培训", 0, 天数=2, 学时=16), [("M15", "E", "进程.预审日期")]),
    ("M15 special circumstances", cell("培训", 0, 天数=2, 学时=16, 特殊情况="住院"), [("M15", "W", "进程.预审日期")]),
    ("M15 before the listing", cell("培训", 0, 开始日期=day("2026-6-1")), [("M15", "W", "培训.开始日期")]),
    (
        "M15 a year ago",
        cell("培训", 0, 开始日期=day("2025-10-10"), 结束日期=day("2025-10-12")),
        [("M15", "W", "会议.日期"), ("M15", "W", "培训.开始日期")],
    ),
    (
        "M15 a year to the day",
        cell("培训", 0, 开始日期=day("2025-10-10"), 结束日期=day("2025-10-13")),
        [("M15", "W", "培训.开始日期")],
    ),
    ("M16 not passed", progress(预审结论="不合格"), [("M29", "E", "进程.志愿书编号"), ("M16", "E", "会议.日期")]),
    ("M16 more than a month", progress(预审日期=day("2026-9-12")), [("M16", "W", "会议.日期")]),
    ("M16 no assembly yet", both(gone("会议", 4, 5), NOT_APPROVED), [("M16", "W", "进程.预审日期")]),
    ("M16 a month to the day", progress(预审日期=day("2026-9-13")), []),
    ("M17 leaves", person(预计离校日期=day("2027-1-12")), [("M17", "W", "人员.预计离校日期")]),
    ("M17 three months on", person(预计离校日期=day("2027-1-13")), []),
    (
        "M18 half came",
        cell("会议", 4, 实到=5, 发出票=5, 收回票=5, 同意=5, 不同意=0, 书面同意=1, 书面意见日期=day("2026-10-12")),
        [("M18", "E", "会议.实到")],
    ),
    ("M18 another number", cell("会议", 4, 应到=12), [("M18", "W", "会议.应到")]),
    ("M18 an unknown branch", cell("会议", 0, 支部="影视第一支部"), [("M18", "W", "会议.支部")]),
    ("M18 one of three", cell("会议", 0, 实到=1), [("M18", "E", "会议.实到")]),
    ("M19 hands", cell("会议", 4, 方式="其他"), [("M19", "E", "会议.方式")]),
    ("M19 five for", cell("会议", 4, 同意=5, 不同意=4), [("M19", "E", "会议.结果")]),
    ("M19 adopted and not said so", both(cell("会议", 4, 结果="未通过"), NOT_APPROVED), [("M19", "E", "会议.结果")]),
    ("M19 does not add up", cell("会议", 4, 弃权=1), [("M19", "E", "会议.收回票")]),
    ("M19 more ballots than people", cell("会议", 4, 发出票=10), [("M19", "E", "会议.发出票")]),
    (
        "M19 more written than absent",
        cell("会议", 4, 书面同意=3, 书面意见日期=day("2026-10-12")),
        [("M19", "E", "会议.书面同意")],
    ),
    (
        "M19 written afterwards",
        cell("会议", 4, 书面同意=1, 书面意见日期=day("2026-10-13")),
        [("M19", "E", "会议.书面意见日期")],
    ),
    ("M19 introducers away", cell("会议", 4, 介绍人到会="无"), [("M19", "W", "会议.介绍人到会")]),
    ("M20 no deliberation", gone("会议", 5), [("M20", "E", "进程.审批日期")]),
    ("M20 by the general branch", progress(审批党委="影视艺术系党总支"), [("M20", "E", "进程.审批党委")]),
    ("M21 no talk", progress(审批谈话日期=None), [("M21", "E", "进程.审批谈话日期")]),
    ("M21 by whom", progress(审批谈话人="林书衡"), [("M21", "E", "进程.审批谈话人")]),
    ("M21 by nobody", progress(审批谈话人=None), [("M21", "E", "进程.审批谈话人")]),
    ("M23 oath before approval", progress(宣誓日期=day("2026-11-4")), [("M23", "E", "进程.宣誓日期")]),
    (
        "M23 oath late",
        progress(审批日期=day("2026-10-22"), 宣誓日期=day("2026-11-23")),
        [("M23", "W", "进程.宣誓日期")],
    ),
    ("M23 oath a month to the day", progress(审批日期=day("2026-10-22"), 宣誓日期=day("2026-11-22")), []),
    ("M29 another year", progress(志愿书编号="浙2025-999999"), [("M29", "W", "进程.志愿书编号")]),
    ("M30 another status", person(政治面貌="共青团员"), [("M30", "E", "人员.政治面貌")]),
    (
        "M30 a member before the approval",
        only_applied(person(政治面貌="中共预备党员")),
        [("M30", "E", "人员.政治面貌")],
    ),
    ("M31 moved in", progress(转入日期=day("2025-9-1"), 转入材料="申请书"), [("M31", "W", "进程.转入材料")]),
    ("M31 ended", progress(终止日期=day("2026-11-29")), [("M31", "W", "进程.终止原因")]),
]


def extended(on: str, months: int, approved: str = "") -> Change:
    """Probation that was extended."""

    def change(life: Life) -> None:
        life.meet(on, "延长预备期", level="支部大会", yes=10, 延长月数=months)
        if approved:
            life.progress["延长审批日期"] = day(approved)

    return change


def taken_away(on: str) -> Change:
    """Probationary membership that the assembly took away."""

    def change(life: Life) -> None:
        life.meet(on, "取消预备党员资格", level="支部大会", yes=10)

    return change


def ended(on: str) -> Change:
    return progress(终止日期=day(on), 终止原因="取消预备党员资格")


NOT_FULL = both(gone("会议", 6, 7), progress(转正申请日期=None, 转正审批日期=None), person(政治面貌="中共预备党员"))
"""Nothing of the last step has been done."""
# 考察 6-7 probation, 8-9 opinions; 会议 6 转正 in the committee, 7 转正 in the assembly; the rest as above
FULL_MUTATIONS: list[tuple[str, int, Change, Said]] = [
    ("a full life", 2025, progress(), []),
    ("M22 over a year after the assembly", 2025, cell("会议", 7, 日期=day("2026-10-13")), []),
    ("M22 a day less", 2025, cell("会议", 7, 日期=day("2026-10-12")), [("M25", "E", "会议.日期")]),
    ("M21 open", 2025, both(NOT_FULL, NOT_APPROVED, gone("考察", 6, 7, 8, 9)), [("M21", "W", "进程.审批日期")]),
    ("M21 after six months", 2025, progress(审批日期=day("2026-4-14"), 宣誓日期=None), [("M21", "E", "进程.审批日期")]),
    ("M21 three months with a reason", 2025, progress(审批日期=day("2026-4-13"), 宣誓日期=None, 延迟原因="换届"), []),
    (
        "M4 assembly before the application",
        2025,
        progress(转正申请日期=day("2026-10-21")),
        [("M25", "W", "进程.转正申请日期"), ("M4", "E", "会议.日期")],
    ),
    (
        "M4 approved before the assembly",
        2025,
        progress(转正审批日期=day("2026-10-19")),
        [("M4", "E", "进程.转正审批日期")],
    ),
    ("M4 full, no assembly", 2025, gone("会议", 7), [("M4", "E", "进程.转正审批日期")]),
    (
        "M4 full, never approved as probationary",
        2025,
        progress(审批日期=None, 宣誓日期=None),
        [
            ("M30", "E", "人员.政治面貌"),
            ("M21", "W", "进程.审批日期"),
            ("M4", "E", "进程.转正申请日期"),
            ("M4", "E", "会议.事项"),
        ],
    ),
    ("M24 one entry only", 2025, gone("考察", 7), [("M24", "W", "进程.编号")]),
    ("M25 no application", 2025, progress(转正申请日期=None), [("M25", "E", "进程.转正申请日期")]),
    ("M25 members not heard", 2025, gone("考察", 8), [("M25", "E", "会议.事项")]),
    ("M25 the masses not heard", 2025, gone("考察", 9), [("M25", "E", "会议.事项")]),
    (
        "M25 the group, where there is one",
        2025,
        person(党小组="第一党小组"),
        [("M10", "E", "会议.事项"), ("M25", "E", "会议.事项")],
    ),
    ("M25 no review by the committee", 2025, gone("会议", 6), [("M25", "E", "会议.事项")]),
    ("M25 reviewed afterwards", 2025, cell("会议", 6, 日期=day("2026-10-21")), [("M25", "E", "会议.事项")]),
    (
        "M25 not passed when it was over, then extended",
        2025,
        both(
            cell("会议", 7, 结果="未通过", 同意=4, 不同意=7),
            progress(转正审批日期=None),
            person(政治面貌="中共预备党员"),
            extended("2026-10-20", 6, "2026-10-30"),
        ),
        [],
    ),
    (
        "M25 applied when it was over",
        2025,
        progress(转正申请日期=day("2026-10-14")),
        [("M25", "W", "进程.转正申请日期")],
    ),
    (
        "M25 a month late",
        2025,
        both(cell("会议", 7, 日期=day("2026-11-14")), progress(转正审批日期=day("2026-11-20"))),
        [("M25", "W", "会议.日期")],
    ),
    (
        "M26 five months",
        2025,
        both(NOT_FULL, extended("2026-10-14", 5, "2026-10-30")),
        [("M26", "E", "会议.延长月数")],
    ),
    ("M26 six months", 2025, both(NOT_FULL, extended("2026-10-14", 6, "2026-10-30")), []),
    ("M26 thirteen", 2025, both(NOT_FULL, extended("2026-10-14", 13, "2026-10-30")), [("M26", "E", "会议.延长月数")]),
    ("M26 not approved yet", 2025, both(NOT_FULL, extended("2026-10-14", 6)), []),
    (
        "M26 not approved in three months",
        2024,
        both(NOT_FULL, extended("2025-10-14", 12)),
        [("M26", "E", "进程.延长审批日期")],
    ),
    (
        "M26 twice",
        2024,
        both(NOT_FULL, extended("2025-10-14", 6, "2025-10-30"), extended("2026-4-13", 6)),
        [("M26", "E", "会议.事项")],
    ),
    (
        "M26 approved, never decided",
        2025,
        both(NOT_FULL, progress(延长审批日期=day("2026-10-30"))),
        [("M26", "E", "进程.延长审批日期")],
    ),
    ("M26 taken away, not approved", 2024, both(NOT_FULL, taken_away("2025-10-14")), [("M26", "E", "进程.终止日期")]),
    ("M26 taken away without an assembly", 2025, both(NOT_FULL, ended("2026-10-30")), [("M26", "E", "进程.终止原因")]),
    ("M26 taken away", 2025, both(NOT_FULL, taken_away("2026-10-14"), ended("2026-10-30")), []),
    (
        "M26 full before the extension is over",
        2025,
        extended("2026-10-14", 6, "2026-10-16"),
        [("M25", "E", "会议.日期")],
    ),
    ("M27 late", 2024, progress(转正审批日期=day("2026-1-21")), [("M27", "W", "进程.转正审批日期")]),
    ("M27 three months to the day", 2024, progress(转正审批日期=day("2026-1-20")), []),
    (
        "M27 open",
        2024,
        both(progress(转正审批日期=None), person(政治面貌="中共预备党员")),
        [("M27", "W", "进程.转正审批日期")],
    ),
    ("M30 another status", 2025, person(政治面貌="中共预备党员"), [("M30", "E", "人员.政治面貌")]),
]


@pytest.fixture(scope="session")
def numbered(tmp_path_factory: pytest.TempPathFactory) -> Activity:
    """The activity with its rules told apart: the fourth of M9 is M9/4."""
    home = tmp_path_factory.mktemp("numbered") / "membership"
    shutil.copytree(folder() / "membership", home)
    path, counted = home / "activity.toml", Counter[str]()

    def told_apart(found: re.Match[str]) -> str:
        counted[found[1]] += 1
        return f'no = "{found[1]}/{counted[found[1]]}"'

    text = re.sub(r'^no = "([^"]+)"', told_apart, path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")
    return activities.named(str(home), home.parent, {})


@pytest.fixture(scope="session")
def said_by_rules(numbered: Activity, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Place], ...]:
    """What is said of the mutated lives, of each by which rule; of the sample; and of lives under other settings."""
    home = tmp_path_factory.mktemp("mutations")
    workbooks = mutated(), rows_of(lives()), other_settings()
    return tuple(places(found(rows, numbered, home)) for rows in workbooks)


def other_settings() -> Rows:
    """Six lives with the same two contacts; a school that counts from the filing, and a notice without its first day."""
    six = [sound(f"0241{at:02}", f"某{at}") for at in range(1, 7)]
    six[0].progress["积极分子备案日期"] = day("2025-5-21")
    six[1].rows["公示"][0]["结束日期"] = day("2026-6-1")
    in_vacation = {"公示号": "N2", "事项": "拟列发展对象", "开始日期": day("2027-1-14"), "结束日期": day("2027-1-22")}
    six[2].rows["公示"].append(six[2].rows["公示"][0] | in_vacation)
    lines = the_lines() | {"检查日期": day("2027-2-28"), "培养起算": "备案", "公示计首日": "否", "年度发展计划数": 9}
    return rows_of(six, lines)


def mutated() -> Rows:
    """Return the mutated lives: all of them stand in one workbook, each with two members of its own."""
    several: list[Life] = []
    people: list[str] = []

    def take(number: str, change: Change, made: Callable[[str, str, tuple[str, str]], Life]) -> None:
        two = (f"S{number}1", f"S{number}2")
        life = made(number, f"某{number}", two)
        change(life)
        several.append(life)
        people.extend(two)

    for at, (_name, change, _expected) in enumerate(MUTATIONS):
        take(f"1{at:05}", change, sound)
    for at, (_name, year, change, _expected) in enumerate(FULL_MUTATIONS):
        take(f"2{at:05}", change, partial(full, year=year))
    rows = rows_of(several, {name: value for name, value in the_lines().items() if name != "年度发展计划数"})
    like = rows["人员"][0]
    like = like | {"党内职务": "", "不计应到": "外出"}
    rows["人员"] += [like | {"编号": one, "姓名": one} for one in people]
    rows["人员"].append(like | {"编号": "T0013", "姓名": "留某", "处分": "留党察看"})
    nobody = {"编号": "T0016", "对象": "T0016"}
    rows["人员"].append(like | {"编号": "T0016", "姓名": "无某"})
    for sheet, own in (("考察", {}), ("会议", {}), ("政审", {"对象": "本人"}), ("培训", {}), ("公示", {"公示号": "N"})):
        rows[sheet].append(rows[sheet][0] | nobody | own)
    rows["人员"].append(like | {"编号": "T0014", "姓名": "外某", "支部": "摄影学生党支部"})
    return rows


@pytest.fixture(scope="session")
def said_of_mutations(said_by_rules: tuple[list[Place], ...]) -> defaultdict[str, Said]:
    said: defaultdict[str, Said] = defaultdict(list)
    for kind, severity, number, place in said_by_rules[0]:
        said[number].append((kind.partition("/")[0], severity, place))
    return said


@pytest.mark.parametrize("at", range(len(MUTATIONS)), ids=[name for name, _change, _expected in MUTATIONS])
def test_one_irregularity_in_a_sound_life_is_found_at_its_cell(
    at: int, said_of_mutations: defaultdict[str, Said]
) -> None:
    assert said_of_mutations[f"1{at:05}"] == MUTATIONS[at][2]


@pytest.mark.parametrize(
    "at", range(len(FULL_MUTATIONS)), ids=[name for name, _year, _change, _expected in FULL_MUTATIONS]
)
def test_one_irregularity_in_the_rest_of_a_life_is_found_at_its_cell(
    at: int, said_of_mutations: defaultdict[str, Said]
) -> None:
    assert said_of_mutations[f"2{at:05}"] == FULL_MUTATIONS[at][3]


def test_who_is_developed_stands_in_progress(said_of_mutations: defaultdict[str, Said]) -> None:
    places = [place for kind, _severity, place in said_of_mutations["T0016"] if kind == "M4"]
    assert places == ["考察.编号", "会议.编号", "政审.编号", "培训.编号", "公示.对象"]


def test_a_school_may_count_otherwise(said_by_rules: tuple[list[Place], ...]) -> None:
    said = [(kind.partition("/")[0], severity, number, place) for kind, severity, number, place in said_by_rules[2]]
    assert said == [
        ("M12", "E", "024103", "进程.列为发展对象日期"),
        *(("M7", "W", f"0241{at:02}", "联系.联系人") for at in range(1, 7) for _contact in "12"),
        ("M8", "E", "024101", "会议.日期"),
        ("M12", "E", "024102", "公示.结束日期"),
        ("M12", "W", "024103", "公示.开始日期"),
        ("M12", "W", "024103", "公示.结束日期"),
    ]


@pytest.mark.parametrize(("plan", "said"), [(1, [("M28", "W", "", "学期.年度发展计划数")]), (2, [])])
def test_more_people_than_the_years_plan_has_is_said(
    plan: int, said: list[Place], membership: Activity, tmp_path: Path
) -> None:
    lives = [sound(), sound("024111", "沈一舟")]
    assert places(found(rows_of(lives, the_lines() | {"年度发展计划数": plan}), membership, tmp_path)) == said


def test_every_rule_has_a_mutation_of_its_own() -> None:
    """M22 is reckoned, M28 is of the whole year; both have a test of their name or above."""
    declared, _faults = examine(folder() / "membership" / "activity.toml")
    assert declared is not None
    names = [name for name, *_rest in MUTATIONS] + [name for name, *_rest in FULL_MUTATIONS]
    mutated = {name.partition(" ")[0] for name in names}
    assert {rule.no for rule in declared.rule} - {"M28"} <= mutated
    assert {f"M{at}" for at in range(1, 32)} - {"M28"} <= mutated


def test_a_rule_that_is_taken_out_is_missed(said_by_rules: tuple[list[Place], ...]) -> None:
    """What is said of mutations and sample is compared to the last problem, so each rule that says one of them is needed."""
    declared, _faults = examine(folder() / "membership" / "activity.toml")
    assert declared is not None
    counted = Counter(rule.no for rule in declared.rule)
    every = {f"{no}/{at}" for no, several in counted.items() for at in range(1, several + 1)}
    assert every - {kind for said in said_by_rules for kind, *_place in said} == set()


MORE = '寝室长 = { words = ["是", "否"], note = "是否寝室长" }\n'


def with_a_column_more(tmp_path: Path) -> Path:
    """The activity with a column more of 人员; return its folder."""
    home = tmp_path / "membership"
    shutil.copytree(folder() / "membership", home)
    path = home / "activity.toml"
    line = "党小组 = { }\n"
    text = path.read_text(encoding="utf-8")
    assert line in text
    path.write_text(text.replace(line, line + MORE, 1), encoding="utf-8")
    return home


@pytest.mark.slow
def test_a_column_more_is_on_the_paper_once_its_layout_asks_for_it(tmp_path: Path) -> None:
    """A line for the column, a line of what the paper is given, a placeholder in the layout; then it is in the PDF."""
    home = with_a_column_more(tmp_path)
    path = home / "activity.toml"
    text, paper = path.read_text(encoding="utf-8"), 'title = "发展党员全程纪实表"\n'
    path.write_text(text.replace(paper, paper + 'data.寝室长 = "本人.寝室长"\n', 1), encoding="utf-8")
    layout = docx.Document(str(home / "progress_record.docx"))
    layout.paragraphs[0].add_run("（寝室长：{{ 寝室长 }}）")
    layout.save(str(home / "progress_record.docx"))
    rows = rows_of([sound()])
    rows["人员"][-1]["寝室长"] = "是"
    book = tmp_path / "台账.xlsx"
    workbook.write_rows(book, activities.named(str(home), tmp_path, {}), rows)
    (tmp_path / "docgen.toml").write_text('activity = "membership"\n', encoding="utf-8")
    made = docgen.build(book, engine="embedded", to=docgen.Target.PDF, kinds=("progress_record",))
    (paper_made,) = made.results
    assert paper_made.pdf is not None
    assert "寝室长：是" in pypdf.PdfReader(paper_made.pdf).pages[0].extract_text().replace(" ", "")


def test_a_column_more_is_one_line_of_the_file(tmp_path: Path) -> None:
    """It is in the blank workbook with its note and drop-down, read, judged, and known to every paper."""
    activity = activities.named(str(with_a_column_more(tmp_path)), tmp_path, {})
    rows = rows_of([sound()])
    rows["人员"][-1]["寝室长"] = "也许"
    problems = found(rows, activity, tmp_path)
    assert [(one.kind, one.sheet, one.column) for one in problems] == [("not-allowed", "人员", "寝室长")]
    sheet = openpyxl.load_workbook(tmp_path / "台账.xlsx")["人员"]
    at = [cell.value for cell in sheet[1]].index("寝室长")
    assert "是否寝室长" in sheet[1][at].comment.text
    assert '"是,否"' in {one.formula1 for one in sheet.data_validations.dataValidation}
