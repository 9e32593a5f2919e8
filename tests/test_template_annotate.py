"""`template lint --annotate`: the author's own file back, with a comment of Word where each fault stands."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

import docgen
from docgen import messages
from docgen.cli import run
from docgen.errors import ExitCode, OutputError, TemplateError
from docgen.problems import Severity
from docgen.template.annotating import annotated
from docgen.template.lint import Finding
from docgen.template.places import Cell

SCHEMA = (
    '{"type": "object", "properties": {"姓名": {"type": "string"}}, "required": ["姓名"],'
    ' "x-docgen": {"title": "测试", "per": "semester"}}'
)


def a_template(folder: Path, *, header: str = "") -> Path:
    document = docx.Document()
    document.add_paragraph("登记表")
    paragraph = document.add_paragraph("同志 ")
    paragraph.add_run("{{ 姓名 }} ")
    paragraph.add_run("{{ 性别 }}")
    grid = document.add_table(2, 2)
    grid.cell(0, 0).text = grid.cell(1, 1).text = "{{ 住址 }}"
    if header:
        document.sections[0].header.paragraphs[0].text = header
    path = folder / "测试.docx"
    document.save(str(path))
    (folder / "测试.schema.json").write_text(SCHEMA, encoding="utf-8")
    return path


def finding(words: str, *, part: str = "正文", cell: Cell = Cell(), slug: str = "unknown", hint: str = "") -> Finding:  # noqa: B008
    return Finding(slug, Severity.ERROR, part, words, "没有这一项", cell, hint=hint)


def comments(path: Path) -> list[tuple[str, str]]:
    """What each comment stands around, and what it says."""
    document = docx.Document(str(path))
    said = {str(one.comment_id): "\n".join(p.text for p in one.paragraphs) for one in document.comments}
    found = []
    for begin in document.element.body.iter(qn("w:commentRangeStart")):
        number, words = begin.get(qn("w:id")), ""
        for after in begin.itersiblings():
            if after.tag == qn("w:commentRangeEnd") and after.get(qn("w:id")) == number:
                break
            words += "".join(text.text or "" for text in after.iter(qn("w:t")))
        found.append((words, said[number]))
    return found


@pytest.mark.slow
def test_every_fault_has_a_comment_at_its_words_and_the_rest_of_the_file_is_as_it_was(tmp_path: Path) -> None:
    path, target = a_template(tmp_path, header="{{ 班级 }}"), tmp_path / "批注.docx"
    before = path.read_bytes()
    assert run(["template", "lint", str(path), "--annotate", str(target)]) == ExitCode.TEMPLATE
    assert path.read_bytes() == before
    there = comments(target)
    assert [words for words, _said in there] == ["登记表", "同志 {{ 姓名 }} {{ 性别 }}", "{{ 住址 }}", "{{ 住址 }}"]
    said = [said for _words, said in there]
    assert "页眉" in said[0] and "班级" in said[0]  # Word has no comments in a header
    assert "性别" in said[1] and "住址" in said[2]
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target) as new:
        changed = {name for name in new.namelist() if name not in old.namelist() or old.read(name) != new.read(name)}
    assert changed == {"[Content_Types].xml", "word/document.xml", "word/_rels/document.xml.rels", "word/comments.xml"}


def test_a_fault_in_a_table_is_marked_in_its_own_cell_and_a_tag_alone_in_its_own_runs(tmp_path: Path) -> None:
    path, target = a_template(tmp_path), tmp_path / "批注.docx"
    docgen.annotate_template(path, target, [finding("{{ 住址 }}", cell=Cell(1, 2, 2)), finding("{{性别}}")])
    document = docx.Document(str(target))
    marks = ["commentRangeStart" in cell._tc.xml for row in document.tables[0].rows for cell in row.cells]
    assert marks == [False, False, False, True]
    assert comments(target)[0][0] == "{{ 性别 }}"


def test_a_fault_without_a_place_is_said_at_the_first_paragraph_with_what_to_do(tmp_path: Path) -> None:
    path, target = a_template(tmp_path), tmp_path / "批注.docx"
    docgen.annotate_template(path, target, [finding("", part="", hint="另存一次。")])
    assert comments(target) == [("登记表", "错误：没有这一项\n另存一次。")]


def test_comments_are_in_the_users_language(tmp_path: Path) -> None:
    messages.set_language("en")
    path, target = a_template(tmp_path), tmp_path / "批注.docx"
    docgen.annotate_template(path, target, [finding("{{ 性别 }}")])
    assert comments(target)[0][1].startswith("Error: ")
    assert "docgen template fields" in comments(target)[0][1]


def test_a_template_checked_again_loses_our_comments_and_keeps_a_colleagues(tmp_path: Path) -> None:
    path = a_template(tmp_path)
    document = docx.Document(str(path))
    document.add_comment(document.paragraphs[1].runs[0], "请核对", author="林可")
    document.save(str(path))
    marked, again = tmp_path / "一.docx", tmp_path / "二.docx"
    docgen.annotate_template(path, marked, [finding("{{ 性别 }}"), finding("登记表")])
    assert len(comments(marked)) == 3
    docgen.annotate_template(marked, again, [])
    assert [said for _words, said in comments(again)] == ["请核对"]
    assert docx.Document(str(again)).element.body.xml == document.element.body.xml
    assert annotated(path, []) == path.read_bytes()


def test_what_the_command_reads_is_never_written_over_and_what_is_no_word_file_is_refused(tmp_path: Path) -> None:
    path = a_template(tmp_path)
    with pytest.raises(OutputError, match="测试"):
        docgen.annotate_template(path, path, [finding("{{ 性别 }}")], force=True)
    assert run(["template", "lint", "--annotate", str(tmp_path / "x.docx")]) == ExitCode.USAGE
    other = tmp_path / "照片.docx"
    other.write_bytes(b"\xff\xd8\xff")
    with pytest.raises(TemplateError, match="照片"):
        annotated(other, [finding("")])


@pytest.mark.slow
@pytest.mark.libreoffice
def test_libreoffice_opens_the_marked_template_and_shows_its_comments(tmp_path: Path) -> None:
    path, target = a_template(tmp_path), tmp_path / "marked.docx"
    docgen.annotate_template(path, target, [finding("{{ 性别 }}"), finding("{{ 住址 }}", cell=Cell(1, 2, 2))])
    office = shutil.which("soffice")
    assert office
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", "fodt", "--outdir", str(tmp_path), str(target)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    assert (tmp_path / "marked.fodt").read_text(encoding="utf-8").count("没有这一项") == 2
