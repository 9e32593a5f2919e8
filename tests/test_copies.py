"""Copies for other eyes: what they leave out was never in the file, and each says on every page what it is."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from docgen import documents, messages, resources, workbook
from docgen.archives import texts_of
from docgen.cli import run
from docgen.cli.terminal import translated
from docgen.documents import KINDS, Copy, Document, DocumentKind, Private
from docgen.field import Change
from docgen.making.order import Order, Target
from docgen.making.progress import Silent
from docgen.pipeline import building
from docgen.signing import signatures
from docgen.template import load
from tests.edges import every, reported
from tests.semesters import a_semester, changed

PRIVATE = Private(("0810130101", "T0012", "17"), ("13900000001", "60123456"))
TALK = KINDS["contact_record"]


def copied(data: dict[str, object], copy: Copy = Copy.PUBLIC, kind: DocumentKind = KINDS["plan"]) -> Document:
    paper = Document(kind, "G01", "题名", data, "G01")  # type: ignore[arg-type]
    (found,) = documents.copies([paper], copy, PRIVATE)
    return found


def text(said: str, copy: Copy = Copy.PUBLIC) -> object:
    return copied({"总体目标": said}, copy).data["总体目标"]


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("联系周砚秋（13900000001）。", "联系周砚秋。"),
        ("手机 139-0000-0002，白天可打", "手机，白天可打"),
        ("１３９ ０００００００３", ""),
        ("+86 13900000004", ""),
        ("座机0579-86543210转", "座机转"),
        ("（0579）86543210", ""),
        ("电话：6543210", "电话"),
        ("内线60123456", "内线"),
        ("0810130101 周砚秋", "周砚秋"),
        ("由T0012许南屏指导", "由许南屏指导"),
        ("学号：0810130199的同学", "学号的同学"),
        ("身份证330782199005031234", "身份证"),
        ("33078219900503123Ｘ", ""),
        ("330782900503123", ""),
        ("出生于1990年5月3日，浙江人", "出生于，浙江人"),
        ("1990年5月生，浙江人", "生，浙江人"),
    ],
)
def test_numbers_phones_identity_cards_and_birth_dates_are_found_in_texts(said: str, left: str) -> None:
    assert text(said) == left


@pytest.mark.parametrize(
    "said",
    [
        "2009年3月16日成立，第17组，完成30项，影艺共勉〔2009〕3号",
        "2009年生活补助、诞生于2009年3月的项目、3月生产实习",
        "得分 85.5，排名 12/45，电话访谈 3 次",
        "拍摄 2009-03-16 至 2009-06-30，预算 139000 元",
    ],
)
def test_dates_counts_and_filing_numbers_stay(said: str) -> None:
    assert text(said) == said


def test_values_are_left_out_by_the_title_they_stand_under_however_deep() -> None:
    found = copied(
        {
            "成员": [{"姓名": "周砚秋", "编号": "0810130101", "联系电话": "13900000001", "出生日期": date(1990, 5, 3)}],
            "备案号": "影艺共勉〔2009〕1号",
            "项目": [{"项目编号": "P01"}],
        }
    )
    assert found.data == {
        "成员": [{"姓名": "周砚秋", "编号": "", "联系电话": "", "出生日期": None}],
        "备案号": "影艺共勉〔2009〕1号",
        "项目": [{"项目编号": "P01"}],
    }
    assert found.name == "G01-共勉计划备案表（公开副本）"


def test_a_copy_for_inspectors_keeps_numbers_and_loses_phones() -> None:
    found = copied(
        {"编号": "13012345678", "联系电话": "13900000001", "措施": ["0810130101可问13900000001"]}, Copy.INSPECTION
    )
    assert found.data == {"编号": "13012345678", "联系电话": "", "措施": ["0810130101可问"]}


def test_what_was_said_in_a_talk_is_in_no_copy_and_a_public_one_has_no_paper_of_it() -> None:
    data: dict[str, object] = {
        "日期": date(2009, 4, 2),
        "主题": "学习",
        "思想动态": "有顾虑",
        "内容": "谈了家事",
        "跟进": "再谈",
    }
    found = copied(data, Copy.INSPECTION, TALK).data
    assert found == {"日期": date(2009, 4, 2), "主题": "学习", "思想动态": "", "内容": "", "跟进": ""}
    talk = Document(TALK, "G01", "题名", data, "G01")  # type: ignore[arg-type]
    assert documents.copies([talk], Copy.PUBLIC, PRIVATE) == ()
    assert copied({"日程": [{"内容": "剧本讨论"}]}).data == {"日程": [{"内容": "剧本讨论"}]}


def test_a_number_in_a_file_name_becomes_an_ordinal() -> None:
    papers = [Document(KINDS["certificate"], number, "考核", {}, "") for number in PRIVATE.numbers[:2]]
    found = documents.copies(papers, Copy.PUBLIC, PRIVATE)
    assert [paper.key for paper in found] == ["人员001", "人员002"]


def test_a_draft_is_no_copy() -> None:
    paper = Document(KINDS["plan"], "G01", "题名", {"编号": "0810130101"}, "G01")
    assert documents.copies([paper], Copy.DRAFT, PRIVATE) == (paper,)


PUBLIC = {
    "agreement", "plan", "activity_record", "appraisal", "scheme", "register", "public_notice", "jury_summary", "certificate",
    "work_report", "class_contacts", "credit_summary", "notice_report", "bulletin", "innovation_case", "case_application",
}  # fmt: skip
"""What everybody may see; everything else stays inside: talks, judgements, what was not reached and why."""


def test_of_each_kind_it_is_decided_whether_a_public_copy_has_it() -> None:
    semester = reported(a_semester(6, talks=True))
    unmet = changed(semester, "goals", 1, achieved="5", reason_unmet="因病请假")
    papers = documents.copies(every(unmet), Copy.PUBLIC, Private())
    assert {paper.kind.stem for paper in papers} <= PUBLIC
    assert {"agreement", "public_notice", "work_report"} <= {paper.kind.stem for paper in papers}
    assert {kind.stem for kind in KINDS.values() if kind.is_composed and not kind.is_inside} == PUBLIC
    for paper in papers:
        assert "因病请假" not in str(paper.data), paper.name
        assert not any(
            path.rpartition(".")[2] in ("考核得分", "考核等次", "总分") and paper.kind.stem != "jury_summary" and said
            for path, said in paper.entries
        ), paper.name


def test_the_guiding_teacher_signs_the_public_copy_of_an_agreement_as_the_agreement() -> None:
    semester = a_semester(1)
    (draft,) = [one for one in every(semester) if one.kind.stem == "agreement"]
    numbers = tuple(person.id for person in semester.people)
    (copy,) = documents.copies([draft], Copy.PUBLIC, Private(numbers))
    for paper in (draft, copy):
        filled = load(resources.templates() / "agreement.docx").fill(paper.data)
        with zipfile.ZipFile(io.BytesIO(filled)) as archive:
            said = re.sub("<[^>]*>", "", archive.read("word/document.xml").decode())
        assert said.count("指导教师（签名）：") == 1


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    before = messages.language()
    yield
    translated.speak(before)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A semester whose free texts hold what must not be published, and its public copy."""
    folder = tmp_path_factory.mktemp("copies") / "term"
    folder.mkdir()
    aim = "共同进步，找周砚秋（13900000001，学号0810130011）"
    workbook.write(folder / "台账.xlsx", changed(a_semester(2), "groups", 0, aim=aim))
    building.build(Order(folder / "台账.xlsx", engine="embedded", copy=Copy.PUBLIC), Silent())
    return folder


def test_nothing_of_what_was_left_out_is_anywhere_in_the_public_copy(made: Path) -> None:
    semester = a_semester(2)
    secrets = [value for one in semester.people for value in (one.id, one.phone)]
    files = sorted((made / "out/公开副本").iterdir())
    there = [path.name for path in files]
    assert {"G01-共勉协议书（公开副本）.pdf", "全系-活动工作总结（公开副本）.pdf", "公开副本-合订本.pdf"} <= set(there)
    assert all("公开副本" in name for name in there)
    for path in files:
        plain = (
            subprocess.run(
                ["qpdf", "--qdf", "--object-streams=disable", str(path), "-"], capture_output=True, check=True
            ).stdout
            if shutil.which("qpdf")
            else path.read_bytes()
        )
        document = pypdfium2.PdfDocument(path)
        text = "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
        title = document.get_metadata_dict()["Title"]
        document.close()
        assert "周砚秋" not in text or "共同进步，找周砚秋" in text
        assert not [secret for secret in secrets if secret in text or secret.encode() in plain], path
        assert "公开副本" in title
    assert not list((made / "out").glob("word/*")) and not (made / "out/report.json").exists()


def test_every_page_of_a_paper_says_that_it_is_a_public_copy_and_none_calls_itself_an_archive(made: Path) -> None:
    document = pypdfium2.PdfDocument(made / "out/公开副本/公开副本-合订本.pdf")
    texts = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    titles = [bookmark.get_title() for bookmark in document.get_toc()]
    document.close()
    assert all("公开副本" in page for page in texts)
    assert not any("归档文件" in page for page in texts)
    assert "归档文件目录" not in titles and "文件目录" in titles


@pytest.mark.slow
def test_a_template_that_holds_a_phone_itself_is_found_out(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from docx import Document as Word

    folder = Path(shutil.copytree(made, tmp_path / "term"))
    (folder / "templates").mkdir()
    word = Word(str(Path(__file__).parent.parent / "templates/plan.docx"))
    word.add_paragraph("有事请打 13900000001")
    word.save(str(folder / "templates/plan.docx"))
    arguments = ["--lang", "en", "build", str(folder / "台账.xlsx"), "--inspection", "--group", "G01"]
    assert run([*arguments, "--engine", "embedded", "--quiet"]) == 10
    assert "must not show 13900000001" in capsys.readouterr().out
    there = sorted(path.name for path in (folder / "out/检查副本（部分）").iterdir())
    assert there == ["G01-共勉协议书（检查副本）.pdf", "检查副本（部分）-合订本.pdf"]
    assert (folder / "out/公开副本").is_dir()


def test_a_copy_is_made_as_pdf_and_never_only_foreseen(made: Path) -> None:
    for more in (["--to", "docx"], ["--dry-run"]):
        assert run(["build", str(made / "台账.xlsx"), "--public", *more]) == 2


@pytest.mark.parametrize("copy", [Copy.PUBLIC, Copy.INSPECTION])
@pytest.mark.slow
def test_a_paper_that_was_signed_and_then_amended_goes_into_a_copy_as_it_was_signed(tmp_path: Path, copy: Copy) -> None:
    book = tmp_path / "台账.xlsx"
    workbook.write(book, a_semester(1))
    order = Order(book, kinds=("agreement",), engine="embedded", to=Target.PDF)
    building.build(order, Silent())
    signatures.sign(book, "G01", "agreement")
    row = Change(group="G01", changed_on=date(2009, 5, 6), matter="调整目标值", before="8", after="5")
    workbook.write(book, replace(changed(a_semester(1), "goals", 0, target="5"), changes=(row.at_row(2),)))
    (made,) = building.build(replace(order, copy=copy), Silent()).results
    assert not made.reason
    assert made.pdf is not None
    said = "".join("".join(texts_of(made.pdf)).split())
    assert "2009年3月16日" in said
