"""Lives of 发展党员 by the hundred: none that is regular is accused, and no irregularity is missed.

``LIVES`` says how many are tried; each as it is, and once more with one irregularity.
"""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path
from random import Random

import pytest

from docgen import activities, described, workbook
from docgen.activity import Activity
from docgen.resources import activities as folder
from docgen.settings import Settings
from docgen.template.reckoning import Calendar
from tests.lives import Generated, a_life, irregular
from tests.membership import Rows, rows_of, the_lines

LIVES = int(os.environ.get("LIVES", "120"))
TOGETHER = 120
"""In one workbook: more take longer than they are many, since who may vote is counted anew for each assembly."""


def rows(lives: list[Generated]) -> Rows:
    """The rows of a workbook; who accompanies somebody is a full member that is excused from the assemblies."""
    found = rows_of(
        [one.life for one in lives], {name: said for name, said in the_lines().items() if name != "年度发展计划数"}
    )
    like = {**found["人员"][4], "党内职务": "", "不计应到": "外出"}
    pairs = dict.fromkeys(member for one in lives for member in one.pair)
    found["人员"] += [{**like, "编号": number, "姓名": number} for number in pairs]
    return found


def said_of(lives: list[Generated], activity: Activity, home: Path) -> dict[str, list[tuple[str, str, str]]]:
    book = home / "台账.xlsx"
    workbook.write_rows(book, activity, rows(lives))
    said = defaultdict(list)
    for one in workbook.check(book, Settings(), activity).problems:
        for number in one.groups or ("",):
            said[number].append((one.kind, one.severity.value, f"{one.sheet}.{one.column} {one.message}"))
    return said


@pytest.mark.slow
def test_no_regular_life_is_accused_and_no_irregularity_is_missed(tmp_path: Path) -> None:
    activity = activities.named("发展党员", Path(), {})
    calendar: Calendar = described.calendar(described.read(folder() / "membership"))
    chance = Random(20261130)
    accused, missed, tried = [], [], set()
    for first in range(0, LIVES, TOGETHER):
        regular, wanted, wrong = [], {}, []
        for at in range(first, min(LIVES, first + TOGETHER)):
            pair = (f"S{at // 3:05}1", f"S{at // 3:05}2")
            life = a_life(chance, f"1{at:06}", pair, calendar)
            other, rule, level = irregular(life, f"2{at:06}", chance)
            other.pair = (f"R{at // 3:05}1", f"R{at // 3:05}2")
            for row in other.life.rows.get("联系", []):
                row["联系人"] = row["联系人"].replace("S", "R")
            regular.append(life)
            wrong.append(other)
            wanted[other.life.number] = (rule, level)
        said = said_of([*regular, *wrong], activity, tmp_path)
        accused += [(one.life.number, said[one.life.number]) for one in regular if said[one.life.number]]
        missed += [
            (number, want, said[number])
            for number, want in wanted.items()
            if want not in [(rule, level) for rule, level, _where in said[number]]
        ]
        tried |= {rule for rule, _level in wanted.values()}
    assert accused == []
    assert missed == []
    if LIVES >= 1000:
        assert len(tried) == 28  # all but M1, M22 and M28, which are not of one life
