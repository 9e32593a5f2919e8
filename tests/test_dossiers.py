"""One person over all semesters, of an activity in files: what is told, and what is not."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest

import docgen
from docgen import workbook
from docgen.documents.kinds import personal_record
from docgen.errors import InputError
from docgen.field.columns import subject
from docgen.ledger import Ledger, PaperRecord
from docgen.making.changes import rows_of
from docgen.making.own import activity_of
from tests.membership import CONTACTS, full, the_lines
from tests.membership import rows_of as rows_of_lives
from tests.test_described import LINES, SERVICES, a_folder

LATER = {**LINES, "学年学期": "2009—2010学年第一学期"}


@pytest.mark.slow
def test_a_row_that_two_semesters_have_is_told_once_and_by_its_first(tmp_path: Path) -> None:
    book = a_folder(tmp_path)
    of = activity_of(book)
    first = docgen.check(book).semester
    assert first.programme
    changed = ({**SERVICES[0], "小时": 2}, *SERVICES[1:])
    people = [{"编号": "0810130011", "姓名": "周砚秋", "班级": "影视091班"}]
    workbook.write_rows(book, of, {"学期": [LATER], "人员": people, "服务": changed})
    papers = {"2008-2009-2": [personal_record.RecordPaper(title="周砚秋志愿服务证明", state="已签署")]}
    who = subject(of.sheets, of.unit)
    made = personal_record.compose(who, "0810130011", [first, docgen.check(book).semester], of.sheets, papers)
    assert made.name == "0810130011周砚秋-个人材料汇总表"
    assert made.data["基本情况"] == [{"名称": "班级", "内容": "影视091班"}]
    told = [
        (term.term, [one.title for one in term.papers], [one.text for one in term.lines])
        for term in personal_record.PersonalRecord.model_validate(made.data).terms
    ]
    assert told == [
        (
            "2008—2009学年第二学期",
            ["周砚秋志愿服务证明"],
            ["内容：校园清扫；小时：1.5", "内容：敬老院慰问演出；小时：3；状态：已完成"],
        ),
        ("2009—2010学年第一学期", [], ["内容：敬老院慰问演出；小时：2；状态：已完成"]),
    ]


@pytest.mark.slow
def test_a_dossier_of_发展党员_has_rows_and_papers_and_nothing_secret(tmp_path: Path) -> None:
    (tmp_path / "docgen.toml").write_text('activity = "发展党员"\n', encoding="utf-8")
    book = tmp_path / "台账.xlsx"
    of = activity_of(book)
    life = full("024101", "许知遥", CONTACTS)
    workbook.write_rows(book, of, rows_of_lives([life], the_lines()))
    semester = docgen.check(book).semester
    assert semester.programme
    ledger = Ledger(tmp_path / "ledger.db", semester.programme.general_branch, semester.programme.term.slug)
    ledger.remember(book, "0" * 64, tmp_path / "out", lambda: rows_of(semester))
    composed = [one.document for one in of.compose(semester, {})]
    ledger.record(
        [
            PaperRecord(one.name, one.kind.stem, "", "", "", "", 1, title=one.title, group=one.group, data="{}")
            for one in composed
        ]
    )
    said: list[str] = []
    word, pdf = docgen.dossier(book, "许知遥", engine="embedded", tell=said.append)
    assert pdf.is_file() and said == []
    tables = [
        [tuple(cell.text for cell in row.cells) for row in table.rows] for table in docx.Document(str(word)).tables
    ]
    assert tables[0][0][:2] == ("姓　　名", "许知遥")
    papers = [row[0] for row in tables[1][1:]]
    assert "许知遥发展党员全程纪实表" in papers
    stays = {one.title for one in composed if one.kind.stays}
    assert stays and not stays & set(papers), "vetting and votes are not even named"
    lines = tables[2][1:]
    assert next(day for sheet, day, _text in lines if sheet == "会议") == "2024年1月10日"
    assert "政审" not in {sheet for sheet, _day, _text in lines}
    text = "\n".join(text for _sheet, _day, text in lines)
    assert "联系人：林书衡；角色：培养联系人" in text
    assert "发出票" not in text and "不同意" not in text
    # Of rows about others that name a person only what is open is told: 周映 talked, and what was said is not theirs.
    word, _pdf = docgen.dossier(book, "T0002", engine="embedded")
    told = "\n".join(cell.text for row in docx.Document(str(word)).tables[2].rows for cell in row.cells)
    assert "许知遥" in told and "谈入党动机" not in told
    with pytest.raises(InputError, match="许之遥") as refused:
        docgen.dossier(book, "许之遥", engine="embedded")
    assert "许知遥" in refused.value.hint


@pytest.mark.slow
def test_a_paper_that_names_王敏华_is_none_of_王敏(tmp_path: Path) -> None:
    (tmp_path / "docgen.toml").write_text('activity = "发展党员"\n', encoding="utf-8")
    book = tmp_path / "台账.xlsx"
    of = activity_of(book)
    lives = [full("024101", "王敏", CONTACTS), full("024102", "王敏华", CONTACTS, year=2024)]
    workbook.write_rows(book, of, rows_of_lives(lives, the_lines()))
    semester = docgen.check(book).semester
    assert semester.programme
    ledger = Ledger(tmp_path / "ledger.db", semester.programme.general_branch, semester.programme.term.slug)
    ledger.remember(book, "0" * 64, tmp_path / "out", lambda: rows_of(semester))
    batches = {
        one.document.name: json.dumps(one.document.data, ensure_ascii=False, default=str)
        for one in of.compose(semester, {})
        if one.document.kind.stem in ("filing", "request")
    }
    ledger.record(
        [PaperRecord(name, "filing", "", "", "", "", 1, title=name, data=data) for name, data in batches.items()]
    )
    own, others = (
        {name.removeprefix("全系-") for name, data in batches.items() if ('"王敏华"' in data) is longer}
        for longer in (False, True)
    )
    word, _pdf = docgen.dossier(book, "024101", engine="embedded")
    told = {row.cells[0].text for row in docx.Document(str(word)).tables[1].rows}
    assert own and others and own <= told and not others & told
