"""An activity in files against the one written in Python: the same paper from the same template and the same rows.

    python benchmarks/activities.py [--papers 40 240] [--rounds 2]

Both make 交流谈话记录表 of the same talks among the same people, by docgen's own template: 携手共勉 from its models and rules,
the other from an ``activity.toml`` that declares the same columns and the same data. Each run is a process of its own; what a
paper costs is the slope of its CPU time (children included; the least of the rounds) between a few talks and many, so that
starting counts for neither. The words of every paper must be equal. Measured up to the Word file, which is where the two
differ: what converts and binds takes a paper as it is.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docgen.field import Semester, Talk

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
WAYS = ("python", "files")
_GROUPS = 20
_SHEET = """
[activity]
name = "谈话"
unit = "人员"
[sheet.人员]
key = ["编号"]
name = "姓名"
core = true
columns.编号 = { type = "id", required = true, private = "public", watched = true }
columns.姓名 = { type = "name", required = true }
columns.性别 = { words = ["男", "女"] }
columns.身份 = { required = true }
columns.政治面貌 = { required = true }
columns.班级 = { }
columns.职务 = { }
columns.教研室 = { }
columns.职称 = { }
columns.联系电话 = { type = "phone", private = "outside" }
[sheet.小组]
key = ["小组编号"]
name = "小组名称"
columns.小组编号 = { type = "code", required = true }
columns.小组名称 = { required = true }
[sheet.交流]
key = ["日期", "谈话人"]
columns.日期 = { type = "date", required = true }
columns.地点 = { }
columns.谈话人 = { to = "人员", required = true }
columns.谈话对象 = { to = "人员", many = true, required = true }
columns.小组编号 = { to = "小组" }
columns.方式 = { }
columns.主题 = { }
columns.思想动态 = { type = "long", private = "outside" }
columns.内容 = { type = "long", private = "outside" }
columns.跟进 = { private = "outside" }
columns.记录日期 = { type = "date" }
columns.时间 = { }
columns.谈话类型 = { }
columns.记录人 = { }
[[paper]]
stem = "talk_record"
title = "交流谈话记录表"
per = "交流"
order = 40
pages = [1, 6]
dated = "日期"
signers = ["谈话人"]
data.院系 = "学期.院系"
data.学年学期 = "学期.学年学期"
data.活动名称 = "学期.活动名称"
data.小组编号 = "小组编号.小组编号"
data.小组名称 = "小组编号.小组名称 if 小组编号 else ''"
data.日期 = "日期"
data.时间 = "时间"
data.地点 = "地点"
data.谈话类型 = "谈话类型"
data.方式 = "方式"
data.谈话人.姓名 = "谈话人.姓名"
data.谈话人.编号 = "谈话人.编号"
data.谈话人.班级 = "谈话人.班级 or 谈话人.教研室"
data.谈话人.身份 = "谈话人.身份"
data.谈话人.职务 = "谈话人.职务 or 谈话人.职称"
data.谈话对象.of = "谈话对象"
data.谈话对象.each.姓名 = "姓名"
data.谈话对象.each.编号 = "编号"
data.谈话对象.each.班级 = "班级 or 教研室"
data.谈话对象.each.身份 = "身份"
data.谈话对象.each.职务 = "职务 or 职称"
data.主题 = "主题"
data.思想动态 = "思想动态"
data.内容 = "内容"
data.跟进 = "跟进"
data.记录日期 = "记录日期"
data.记录人 = "记录人 or (谈话人.姓名 if 记录日期 else '')"
"""


def main() -> None:
    """Time both ways and print what a paper costs in each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--papers", type=int, nargs=2, default=[40, 240])
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.way:
        print(json.dumps(made(asked.folder)))
        return
    few, many = asked.papers
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}; {few} and {many} papers")
    least = {(way, papers): float("inf") for way in WAYS for papers in asked.papers}
    texts: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        for number in range(asked.rounds):
            for way in WAYS:
                for papers in asked.papers:
                    folder = Path(temporary) / f"{way}-{papers}-{number}"
                    prepare(folder, way, papers)
                    least[way, papers] = min(least[way, papers], timed(folder, way))
                texts[way] = words(folder)
    assert len(texts["python"]) == many and texts["python"] == texts["files"], "the papers differ"
    best = {way: 1000 * (least[way, many] - least[way, few]) / (many - few) for way in WAYS}
    for way in WAYS:
        print(f"{way:7} {best[way]:6.2f} ms CPU a paper")
    print(f"files / python: {best['files'] / best['python']:.2f}; the words of all {many} papers are equal")


def prepare(folder: Path, way: str, papers: int) -> None:
    """Write the workbook of one way, with the same people and talks."""
    from docgen import workbook
    from docgen.making.own import activity_of
    from docgen.workbook.writing import entries_of, labels_of
    from tests.semesters import a_semester

    folder.mkdir()
    book = folder / "台账.xlsx"
    semester = a_semester(_GROUPS)
    semester = replace(semester, talks=talks(semester, papers))
    if way == "python":
        workbook.write(book, semester)
        return
    home = folder / "谈话"
    home.mkdir()
    (home / "activity.toml").write_text(_SHEET, encoding="utf-8")
    shutil.copy(ROOT / "templates" / "contact_record.docx", home / "talk_record.docx")
    (folder / "docgen.toml").write_text('activity = "谈话"\n', encoding="utf-8")
    activity = activity_of(book)
    programme = semester.programme
    assert programme is not None
    known = {
        kind.title: set(kind.model.model_fields[name].alias for name in kind.model.model_fields)
        for kind in activity.sheets
    }
    rows = {
        "学期": [entries_of(programme, labels_of(semester))],
        "人员": [entries_of(one, labels_of(semester)) for one in semester.people],
        "小组": [entries_of(one, labels_of(semester)) for one in semester.groups],
        "交流": [entries_of(one, labels_of(semester)) for one in semester.talks],
    }
    kept = {
        title: [{name: cell for name, cell in row.items() if name in known[title]} for row in found]
        for title, found in rows.items()
    }
    workbook.write_rows(book, activity, kept)


def talks(semester: Semester, papers: int) -> tuple[Talk, ...]:
    """Return so many talks, each group's in turn, each of another day."""
    from docgen.field import Talk

    pairs = [[row.person for row in semester.members_by_group[group.id]] for group in semester.groups]
    return tuple(
        Talk(
            held_on=date(2009, 3, 9) + timedelta(days=at // _GROUPS),
            place="教学楼301",
            talker=pairs[at % _GROUPS][0],
            partners=(pairs[at % _GROUPS][1],),
            group=semester.groups[at % _GROUPS].id,
            way="面谈",
            topic="入党动机",
            thinking="认识端正，态度积极。" * 3,
            content=f"第{at + 1}次谈话，谈学习，谈工作，谈生活。" * 4,
            follow_up="下月再谈。",
            recorded_on=date(2009, 3, 10) + timedelta(days=at // _GROUPS),
        )
        for at in range(papers)
    )


def timed(folder: Path, way: str) -> float:
    """Return the CPU seconds that making the papers took, in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--way", way, "--folder", str(folder)], capture_output=True, text=True, check=True
    )
    return float(json.loads(done.stdout.splitlines()[-1]))


def made(folder: Path) -> float:
    """Make the papers of a folder; return the CPU seconds of this process and its children."""
    import docgen

    outcome = docgen.build(folder / "台账.xlsx", kinds=("交流谈话记录表",), to=docgen.Target.DOCX, jobs=1)
    assert all(one.state.value == "made" for one in outcome.results), outcome.results
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def words(folder: Path) -> list[str]:
    """Return the words of each paper, in order."""
    import docx

    found = []
    for path in (folder / "out" / "word").glob("*.docx"):
        body = docx.Document(str(path)).element.body
        found.append("\n".join(node.text or "" for node in body.iter() if node.tag.endswith("}t")))
    return sorted(found)


if __name__ == "__main__":
    main()
