"""The ledger after twenty semesters: how fast papers are found in 100,000, and what a build costs that changes nothing.

    python benchmarks/ledger.py [--papers 100000] [--semesters 20] [--semester-papers 5000] [--no-sample] [--keep FOLDER]

The papers are made up and recorded through the ledger as a build does; each holds the names, numbers, goals and sentences
of a group of eight (some 1,300 characters). The big semester is filled for real; its PDFs are stand-ins, because a build
that changes nothing only hashes them. Its time is that of the whole process, a second and a third run.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BRANCH = "影视艺术系党总支"
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = "砚秋知远青禾南屏一苇嘉树明轩子墨清越望舒怀瑾映雪听澜云帆若水景行思齐安然"
TEXTS = (
    "每两周面谈一次，互相检查学习笔记，按时完成剧本作业并交流心得体会",
    "本学期专业课平均成绩不低于八十五分，不旷课、不违纪，宿舍卫生优秀",
    "参加院级以上比赛并获得奖项，完成校园短片的拍摄、剪辑和配音工作",
    "取得普通话二级甲等证书和计算机一级证书，通过英语等级考试",
)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=100_000)
    parser.add_argument("--semesters", type=int, default=20)
    parser.add_argument("--semester-papers", type=int, default=5_000)
    parser.add_argument("--no-sample", action="store_true")
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        place = asked.keep or Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        if asked.papers:
            search(place / "ledger.db", asked.papers, asked.semesters)
        if asked.semester_papers:
            unchanged(place / "semester", asked.semester_papers)
        if not asked.no_sample:
            sample(place / "sample")


def search(path: Path, papers: int, semesters: int) -> None:
    from docgen.ledger import Ledger

    chance = random.Random(2009)
    each = papers // semesters
    began = time.perf_counter()
    for number in range(semesters):
        term = f"{2008 + number // 2}-{2009 + number // 2}-{number % 2 + 1}"
        made = [_paper(chance, index) for index in range(each)]
        Ledger(path, BRANCH, term).record(made)
    sample, other, *_rest = json.loads(made[each // 2].data)["成员"]
    name = sample["姓名"]
    print(
        f"{semesters * each} papers recorded in {time.perf_counter() - began:.0f} s, {path.stat().st_size >> 20} MB",
        flush=True,
    )
    ledger = Ledger(path, BRANCH, "2008-2009-1")
    for what, text in (
        ("a person's name", name),
        ("a name of two characters", name[:2]),
        ("two characters of a name", name[1:3]),
        ("a student number", sample["编号"]),
        ("a filing number", "影艺共勉〔2012〕77号"),
        ("two words", f"{name} {other['姓名']}"),
        ("words in every paper", "互相检查学习笔记"),
        ("two characters in every paper", "面谈"),
        ("what nobody says", "量子色动力学"),
    ):
        times, work = [], []
        for _turn in range(7):
            start, cpu = time.perf_counter(), time.process_time()
            found = ledger.find(text)
            times.append(time.perf_counter() - start)
            work.append(time.process_time() - cpu)
        median, worst = statistics.median(times) * 1000, max(times) * 1000
        said = f"{median:7.1f} ms (worst {worst:.1f}; CPU {statistics.median(work) * 1000:.1f})"
        print(f"find {what:32} {said}, {len(found)} shown", flush=True)
    start = time.perf_counter()
    faults = ledger.verify()
    print(f"verify {time.perf_counter() - start:.1f} s, {len(faults)} faults")


def _paper(chance: random.Random, index: int):  # type: ignore[no-untyped-def]
    from docgen.ledger import PaperRecord, as_json

    people = [chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, 2)) for _person in range(8)]
    group = f"G{index // 2:04}"
    data = {
        "小组编号": group,
        "备案号": f"影艺共勉〔{2009 + chance.randrange(10)}〕{index // 2}号",
        "成员": [
            {
                "姓名": name,
                "编号": f"{chance.randrange(10**9, 10**10)}",
                "班级": f"影视{chance.randrange(80, 180):03}班",
            }
            for name in people
        ],
        "目标": [
            {"姓名": name, "目标": [f"{text}（{chance.randrange(100)}）" for text in chance.sample(TEXTS, 3)]}
            for name in people
        ],
    }
    kind = ("agreement", "plan")[index % 2]
    name = f"{group}-{('共勉协议书', '共勉计划备案表')[index % 2]}"
    return PaperRecord(name, kind, "k", "w", "k", "p", 4, title=f"负责人：{people[0]}", group=group, data=as_json(data))


def unchanged(folder: Path, papers: int) -> None:
    sys.path.insert(0, str(ROOT))
    from unittest import mock

    from docgen import workbook
    from docgen.making.order import Order, Target
    from docgen.making.progress import Silent
    from docgen.pipeline import building
    from tests.semesters import a_semester

    book = folder / "台账.xlsx"
    folder.mkdir(parents=True, exist_ok=True)
    workbook.write(book, a_semester(papers // 2))
    order = Order(book, engine="embedded", to=Target.PDF)
    start = time.perf_counter()
    with mock.patch("docgen.making.batches.pdfs", _stand_ins):
        made = building.build(order, Silent())
    print(f"{len(made.results)} papers filled (PDFs stand in) in {time.perf_counter() - start:.0f} s")
    for turn in ("second", "third"):
        seconds, said = _build(book, "--to", "pdf")
        print(f"{turn} run, nothing changed: {seconds:.1f} s as a whole process ({said})")


def sample(folder: Path) -> None:
    """The sample semester, every paper and the bundle for real, and then five times with nothing changed."""
    shutil.copytree(ROOT / "samples/2008-2009-2", folder)
    seconds, said = _build(folder / "台账.xlsx")
    print(f"the sample: {seconds:.1f} s ({said})")
    again = sorted(_build(folder / "台账.xlsx")[0] for _turn in range(5))
    print(f"nothing changed: {again[0]:.2f} to {again[-1]:.2f} s as a whole process")


def _build(book: Path, *more: str) -> tuple[float, str]:
    """Build as the clerk does, with an installed program's bytecode; return seconds and the first line it says."""
    command = [sys.executable, "-m", "docgen", "build", str(book), "--engine", "embedded", "--quiet", *more]
    start = time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": ""}
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    seconds = time.perf_counter() - start
    return seconds, done.stdout.splitlines()[0] if done.stdout else done.stderr[-300:]


def _stand_ins(_executor, _maker, tasks, _progress):  # type: ignore[no-untyped-def]
    from docgen import files
    from docgen.making.batches import Pdf

    for task in tasks:
        task.pdf.parent.mkdir(parents=True, exist_ok=True)
        task.pdf.write_bytes(b"%PDF-1.4\n" + task.name.encode() * 2000)
    return [Pdf(files.sha256(task.pdf), 1, ()) for task in tasks]


if __name__ == "__main__":
    main()
