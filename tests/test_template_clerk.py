"""The clerk's own templates: made in WPS, begun from a schema, compared with a new form, held to the data before filling."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import docx
import pytest
from lxml import etree

from docgen import isolate, messages, resources, workbook
from docgen.cli import run
from docgen.documents import KINDS, schemas
from docgen.errors import ExitCode, TemplateError
from docgen.making.order import Order, State, Target
from docgen.making.progress import Silent
from docgen.making.single import fill_one
from docgen.pipeline import building
from docgen.template import load
from docgen.template.comparing import compare
from docgen.template.lint import lint
from docgen.template.starter import starter
from tests.semesters import a_semester
from tests.test_template import text


@pytest.fixture(autouse=True)
def _english():  # type: ignore[no-untyped-def]
    before = messages.language()
    messages.set_language("en")
    yield
    messages.set_language(before)


def as_wps_writes(path: Path, target: Path) -> Path:
    """A template as WPS Writer saves it: every run cut into pieces with proofing marks between, styles of its own."""
    cut = re.compile(r'<w:r>(<w:rPr>.*?</w:rPr>)?<w:t xml:space="preserve">([^<]*)</w:t></w:r>')

    def pieces(found: re.Match[str]) -> str:
        look = found[1] or '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
        marks = '<w:proofErr w:type="spellStart"/>'
        return marks.join(f'<w:r>{look}<w:t xml:space="preserve">{sign}</w:t></w:r>' for sign in _signs(found[2]))

    out = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                content = cut.sub(pieces, content.decode()).encode()
            archive.writestr(name, content)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(out.getvalue())
    return target


def _signs(words: str) -> list[str]:
    """Every sign a run of its own, entities whole."""
    return re.findall(r"&\w+;|.", words) or [""]


@pytest.mark.slow
def test_a_template_saved_by_wps_in_split_runs_is_sound_and_fills_as_the_official_one(tmp_path: Path) -> None:
    official = resources.templates() / "plan.docx"
    own = as_wps_writes(official, tmp_path / "templates/plan.docx")
    assert lint(own, json.loads(schemas.schema(KINDS["plan"]))) == ()
    book = tmp_path / "台账.xlsx"
    workbook.write(book, a_semester(2))
    building.build(Order(book, kinds=("plan",), to=Target.DOCX), Silent())
    mine = (tmp_path / "out/word/G01-共勉计划备案表.docx").read_bytes()
    (tmp_path / "templates/plan.docx").rename(tmp_path / "templates/别的.docx")
    building.build(Order(book, kinds=("plan",), to=Target.DOCX), Silent())
    theirs = (tmp_path / "out/word/G01-共勉计划备案表.docx").read_bytes()
    assert words(mine) == words(theirs)
    with zipfile.ZipFile(io.BytesIO(mine)) as archive:
        assert archive.read("word/document.xml").count(b"<w:proofErr") > 100


def words(package: bytes) -> list[str]:
    """The words of every paragraph, those in tables too."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return ["".join(text.text or "" for text in one.iter(f"{{{W}}}t")) for one in root.iter(f"{{{W}}}p")]


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.mark.parametrize("stem", sorted(KINDS))
def test_a_starter_from_any_schema_is_sound_and_the_same_every_time(tmp_path: Path, stem: str) -> None:
    schema = json.loads(schemas.schema(KINDS[stem]))
    raw = starter(KINDS[stem].title, schema)
    assert raw == starter(KINDS[stem].title, schema)
    (tmp_path / f"{stem}.docx").write_bytes(raw)
    assert lint(tmp_path / f"{stem}.docx", schema) == ()


@pytest.mark.parametrize("stem", ["agreement", "plan", "work_report", "dossier"])
def test_a_starter_fills_with_the_sample_of_its_kind(tmp_path: Path, stem: str) -> None:
    from docgen.documents import datafile

    (tmp_path / "x.docx").write_bytes(starter("题", json.loads(schemas.schema(KINDS[stem]))))
    paper = datafile.read(resources.samples() / f"{stem}.yaml", KINDS[stem])
    there = "".join(words(load(tmp_path / "x.docx").fill(paper.data)))
    assert all(name in there for name in paper.names)
    assert "{" not in there


def test_template_new_overwrites_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["template", "new", "plan"]) == ExitCode.OK
    assert run(["template", "lint", "plan.docx"]) == ExitCode.OK
    Path("plan.docx").write_bytes(Path("plan.docx").read_bytes() + b" ")  # the clerk has changed it
    assert run(["template", "new", "plan"]) == ExitCode.OUTPUT


def a_form(path: Path, *paragraphs: str, rows: tuple[tuple[str, ...], ...] = ()) -> Path:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if rows:
        grid = document.add_table(len(rows), len(rows[0]))
        for row, cells in enumerate(rows):
            for column, words_ in enumerate(cells):
                grid.cell(row, column).text = words_
    document.save(str(path))
    return path


def test_a_new_form_is_told_by_what_came_what_went_and_what_moved(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = a_form(
        tmp_path / "old.docx",
        "{{ 编号 }}",
        "{{ 备注 }}",
        rows=(
            ("姓名", "电话"),
            ("{%tr for 人 in 成员 %}", ""),
            ("{{ 人.姓名 }}", "{{ 人.电话 }}"),
            ("{%tr endfor %}", ""),
        ),
    )
    new = a_form(
        tmp_path / "new.docx",
        "编号：{{ 编号 }}。",
        rows=(
            ("班级", "姓名"),
            ("{%tr for 每人 in 成员 %}", ""),
            ("{{ 每人.班级 }}", "{{ 每人.姓名 }}"),
            ("{%tr endfor %}", ""),
        ),
    )
    found = {one.path: one for one in compare(load(old), load(new))}
    assert {path: str(one.change) for path, one in found.items()} == {
        "成员[].班级": "came",
        "成员[].姓名": "moved",
        "备注": "went",
        "成员[].电话": "went",
    }
    (was,), (now,) = found["成员[].姓名"].before, found["成员[].姓名"].after
    assert (was.cell.row, was.cell.cell, now.cell.cell) == (3, 1, 2)
    assert run(["template", "diff", str(old), str(new)]) == ExitCode.OK
    assert "成员[].班级" in capsys.readouterr().out
    assert run(["template", "diff", str(old), str(old)]) == ExitCode.OK
    assert compare(load(old), load(old)) == ()


def broken_plan(folder: Path) -> Path:
    layout = docx.Document(str(resources.templates() / "plan.docx"))
    layout.add_paragraph("{{ 小组名乘 }}")
    folder.mkdir(parents=True, exist_ok=True)
    layout.save(str(folder / "plan.docx"))
    return folder / "plan.docx"


@pytest.mark.slow
def test_build_holds_a_template_to_its_data_before_it_fills_and_makes_the_other_kinds(tmp_path: Path) -> None:
    broken_plan(tmp_path / "templates")
    book = tmp_path / "台账.xlsx"
    workbook.write(book, a_semester(2))
    outcome = building.build(Order(book, to=Target.DOCX), Silent())
    failed = [one for one in outcome.broken]
    assert [one.name for one in failed] == ["G01-共勉计划备案表", "G02-共勉计划备案表"]
    assert "小组名乘" in failed[0].reason
    assert "docgen template lint" in failed[0].reason
    assert failed[0].code is ExitCode.TEMPLATE


def test_fill_holds_a_template_to_its_data_before_it_fills(tmp_path: Path) -> None:
    path = broken_plan(tmp_path)
    with pytest.raises(TemplateError, match="小组名乘"):
        fill_one("plan", resources.samples() / "plan.yaml", tmp_path / "x.docx", path)


@pytest.mark.slow
def test_an_unchanged_template_is_looked_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    as_wps_writes(resources.templates() / "agreement.docx", tmp_path / "templates/agreement.docx")
    book = tmp_path / "台账.xlsx"
    workbook.write(book, a_semester(2))
    looked: list[object] = []
    call = isolate.call

    def counted(work, *given, **bounds):  # type: ignore[no-untyped-def]
        if work.__name__ == "_lint":
            looked.append(given)
        return call(work, *given, **bounds)

    monkeypatch.setattr(isolate, "call", counted)
    order = Order(book, kinds=("agreement",), to=Target.DOCX)
    building.build(order, Silent())
    assert len(looked) == 1
    (tmp_path / "out/word/G01-共勉协议书.docx").unlink()
    again = building.build(order, Silent())
    assert State.MADE in {one.state for one in again.results}
    assert len(looked) == 1
    layout = docx.Document(str(tmp_path / "templates/agreement.docx"))
    layout.add_paragraph("新版")
    layout.save(str(tmp_path / "templates/agreement.docx"))
    building.build(order, Silent())
    assert len(looked) == 2


@pytest.mark.slow
def test_a_folder_named_with_templates_stands_before_the_one_beside_the_workbook(tmp_path: Path) -> None:
    for place in ("templates", "新版"):
        layout = docx.Document(str(resources.templates() / "agreement.docx"))
        layout.add_paragraph(f"来自{place}")
        (tmp_path / place).mkdir()
        layout.save(str(tmp_path / place / "agreement.docx"))
    book = tmp_path / "台账.xlsx"
    workbook.write(book, a_semester(2))
    paper = tmp_path / "out/word/G01-共勉协议书.docx"
    building.build(Order(book, kinds=("agreement",), to=Target.DOCX), Silent())
    assert text(paper.read_bytes())[-1] == "来自templates"
    building.build(Order(book, kinds=("agreement",), to=Target.DOCX, templates=tmp_path / "新版"), Silent())
    assert text(paper.read_bytes())[-1] == "来自新版"


def test_a_template_of_the_clerks_own_that_leads_nowhere_is_not_passed_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "台账.xlsx"
    workbook.write(book, a_semester(2))
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/agreement.docx").symlink_to(tmp_path / "共享盘/agreement.docx")
    run(["build", str(book), "--only", "agreement", "--to", "docx", "--lang", "en"])
    assert "agreement.docx: the template cannot be read (there is no such file)" in capsys.readouterr().err
    assert not list((tmp_path / "out").rglob("G01-*.docx"))


@pytest.mark.parametrize("ending", ["doc", "wps", "rtf"])
def test_a_template_of_the_clerks_own_that_is_saved_otherwise_is_not_passed_over(
    ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "台账.xlsx"
    workbook.write(book, a_semester(2))
    (tmp_path / "templates").mkdir()
    start = b"{\\rtf1 " if ending == "rtf" else bytes.fromhex("d0cf11e0a1b11ae1")
    (tmp_path / f"templates/agreement.{ending}").write_bytes(start + bytes(600))
    run(["build", str(book), "--only", "agreement", "--to", "docx", "--lang", "en"])
    said = capsys.readouterr().out
    assert f"agreement.{ending}: this is " in said
    assert "Open it in Word or WPS and save it as .docx, without a password." in said
    assert not list((tmp_path / "out").rglob("G01-*.docx"))


def test_what_is_no_template_is_told_with_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = tmp_path / "协议书.doc"
    old.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    cure = "Open it in Word or WPS and save it as .docx, without a password."
    assert run(["--lang", "en", "template", "lint", str(old), "--kind", "agreement"]) == ExitCode.TEMPLATE
    assert cure in capsys.readouterr().out
    data = resources.samples() / "agreement.yaml"
    assert run(["--lang", "en", "fill", "agreement", str(data), "--template", str(old), "-o", str(tmp_path / "a.docx")])
    assert cure in capsys.readouterr().err


def test_a_form_that_is_no_xlsx_is_told_to_be_saved_as_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = str(resources.samples() / "agreement.yaml")
    locked = tmp_path / "汇总表.xlsx"
    locked.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    filled = ["--lang", "en", "fill", "agreement", data, "-o", str(tmp_path / "a.xlsx"), "--template"]
    assert run([*filled, str(locked)]) == ExitCode.TEMPLATE
    said = capsys.readouterr().err
    assert "汇总表.xlsx: this is an old .xls or an encrypted file, not an .xlsx" in said
    assert "Open it in Excel or WPS and save it as .xlsx, without a password." in said
    workbook.write(tmp_path / "汇总表.xlsx", a_semester(2))
    with_macros = locked.rename(tmp_path / "汇总表.xlsm")
    assert run(["--lang", "en", "template", "lint", str(with_macros), "--kind", "agreement"]) == ExitCode.TEMPLATE
    said = capsys.readouterr().out
    assert "汇总表.xlsm: this is a workbook, not a Word file" in said
    assert "Save it as .xlsx in Excel or WPS" in said


@pytest.mark.parametrize("place", ["--templates", "docgen.toml"])
def test_a_folder_of_templates_that_is_named_and_not_there_is_refused(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "台账.xlsx"
    workbook.write(book, a_semester(2))
    named = ["--templates", str(tmp_path / "新版")]
    if place == "docgen.toml":
        (tmp_path / "docgen.toml").write_text("[path]\ntemplates = '新版'\n", encoding="utf-8")
        named = []
    assert run(["build", str(book), *named, "--dry-run", "--lang", "en"]) == ExitCode.DATA
    said = capsys.readouterr().err
    assert "新版: there is no such folder of templates" in said.replace(f"{tmp_path}/", "")
    assert place in said


def test_lint_says_of_each_font_whether_this_machine_has_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    layout = docx.Document(str(resources.templates() / "plan.docx"))
    run_ = layout.add_paragraph().add_run("花体")
    fonts = run_._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(f"{{{W}}}eastAsia", "某某手写体")
    layout.save(str(tmp_path / "plan.docx"))
    assert run(["--lang", "en", "template", "lint", str(tmp_path / "plan.docx")]) == ExitCode.OK
    said = capsys.readouterr().out
    assert re.search("font 仿宋: .*PDFs draw Noto Serif SC", said)
    assert re.search("font 某某手写体: .*no likeness", said)
    assert run(["--lang", "en", "template", "lint", "--json", str(tmp_path / "plan.docx")]) == ExitCode.OK
    told = [one for one in json.loads(capsys.readouterr().out) if one["slug"] == "font"]
    assert any("某某手写体" in one["message"] for one in told) and {one["severity"] for one in told} == {"I"}
