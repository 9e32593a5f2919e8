"""The clerk's own workbook, marked and given back: what is marked, what is kept, and how the marks go away again."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from docgen import workbook
from docgen.errors import WorkbookError
from docgen.settings import Settings
from tests.semesters import a_semester


def sheet(book: openpyxl.Workbook, title: str) -> Worksheet:
    found = book[title]
    assert isinstance(found, Worksheet)
    return found


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A workbook with three errors and a warning, a comment of hers, a sheet of her own, and an open tab."""
    path = tmp_path / "台账.xlsx"
    workbook.write(path, a_semester(2))
    book = openpyxl.load_workbook(path)
    people = sheet(book, "人员")
    people["D3"], people["A4"], people["B5"] = "党员", 810130012, None
    people["B5"].comment = Comment("她自己的批注", "张")
    sheet(book, "组员")["F3"] = None
    own = book.create_sheet("我的草稿")
    own["A1"], own["A2"] = 5, "=A1*2"
    own.print_area = "A1:B2"
    own.column_dimensions["A"].width = 33
    book.active = len(book.sheetnames) - 1
    book.save(path)
    return path


def marked(source: Path) -> Path:
    target = source.with_name("标注.xlsx")
    workbook.annotate(source, target, workbook.check(source, Settings()).problems)
    return target


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_faulty_cell_is_coloured_and_commented(faulty: Path) -> None:
    book = openpyxl.load_workbook(marked(faulty))
    people = sheet(book, "人员")
    for at in ("D3", "A4"):
        comment = people[at].comment
        assert comment is not None
        assert comment.text.startswith("【docgen】E ")
    coloured = {
        " ".join(sorted(str(block.sqref).split())): [rule.dxf.fill.bgColor.rgb for rule in block.rules]
        for title in ("人员", "组员")
        for block in sheet(book, title).conditional_formatting
    }
    assert coloured == {"A4 B5 D3": ["FFFFC7CE"], "F3": ["FFFFEB9C"]}


def test_a_comment_of_hers_is_kept_and_ours_added_below(faulty: Path) -> None:
    comment = sheet(openpyxl.load_workbook(marked(faulty)), "人员")["B5"].comment
    assert comment is not None
    assert comment.text.startswith("她自己的批注\n【docgen】E 姓名")
    assert comment.author == "张"


def test_the_first_sheet_links_to_every_fault(faulty: Path) -> None:
    book = openpyxl.load_workbook(marked(faulty))
    assert book.sheetnames[:2] == ["检查结果", "说明"]
    assert book.active is not None
    assert book.active.title == "检查结果"
    results = sheet(book, "检查结果")
    links = [(cell.value, cell.hyperlink.location) for cell in results["B"] if cell.hyperlink]
    assert links == [
        (f"{s}!{c}", f"'{s}'!{c}") for s, c in (("人员", "D3"), ("人员", "A4"), ("人员", "B5"), ("组员", "F3"))
    ]
    assert results["D3"].value == "党员"


def test_all_parts_that_carry_no_mark_stay_byte_for_byte(faulty: Path) -> None:
    before, after = parts(faulty), parts(marked(faulty))
    assert set(before) <= set(after)
    changed = {name for name in before if before[name] != after[name]}
    carriers = ("xl/worksheets/", "xl/comments", "xl/drawings/comments", "xl/styles.xml")
    # A sheet more is also one more in the lists of sheets.
    lists = {"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"}
    assert {name for name in changed if not name.startswith(carriers)} == lists
    own = next(name for name in before if b"A1*2" in before[name])
    assert before[own].replace(b' tabSelected="1"', b"").count(b"<") == after[own].count(b"<")


def test_names_that_count_sheets_follow_when_one_is_put_before_them(faulty: Path) -> None:
    book = openpyxl.load_workbook(marked(faulty))
    assert sheet(book, "我的草稿").print_area == "'我的草稿'!$A$1:$B$2"
    assert all(not sheet(book, title).print_area for title in ("检查结果", "总结"))


def test_a_marked_workbook_is_judged_as_before(faulty: Path) -> None:
    assert workbook.check(marked(faulty), Settings()).problems == workbook.check(faulty, Settings()).problems


def test_marking_twice_is_marking_once(faulty: Path) -> None:
    once = marked(faulty)
    twice = once.with_name("再标.xlsx")
    workbook.annotate(once, twice, workbook.check(once, Settings()).problems)
    before, after = parts(once), parts(twice)
    assert set(before) == set(after)
    for name in before:
        if name.endswith((".xml", ".vml", ".rels")):
            assert etree.tostring(etree.fromstring(before[name]), method="c14n") == etree.tostring(
                etree.fromstring(after[name]), method="c14n"
            ), name


@pytest.mark.slow
def test_the_corrected_workbook_loses_its_marks(faulty: Path) -> None:
    book = openpyxl.load_workbook(marked(faulty))
    sound = a_semester(2)
    people = sheet(book, "人员")
    first, second, third = sound.people[1:4]
    people["D3"], people["A4"], people["B5"] = first.standing.value, second.id, third.name
    sheet(book, "组员")["F3"] = "专业成绩班级前三"
    corrected = faulty.with_name("改好.xlsx")
    book.save(corrected)
    checked = workbook.check(corrected, Settings())
    assert checked.problems == ()
    clean = faulty.with_name("干净.xlsx")
    workbook.annotate(corrected, clean, checked.problems)
    cleaned = openpyxl.load_workbook(clean)
    assert "检查结果" not in cleaned.sheetnames
    people = sheet(cleaned, "人员")
    assert not list(people.conditional_formatting)
    assert people["D3"].comment is None
    assert people["B5"].comment is not None
    assert people["B5"].comment.text == "她自己的批注"
    assert sheet(cleaned, "我的草稿").print_area == "'我的草稿'!$A$1:$B$2"


def test_a_workbook_without_comments_gets_them_and_loses_them_again(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    workbook.write(path, a_semester(2))
    book = openpyxl.load_workbook(path)
    for each in book:
        for row in each.iter_rows(max_row=1):
            for cell in row:
                cell.comment = None
    sheet(book, "人员")["D3"] = "党员"
    book.save(path)
    target = marked(path)
    comment = sheet(openpyxl.load_workbook(target), "人员")["D3"].comment
    assert comment is not None
    clean = tmp_path / "干净.xlsx"
    workbook.annotate(target, clean, ())
    assert set(parts(clean)) == set(parts(path))


@pytest.mark.slow
def test_marked_and_unmarked_a_workbook_is_what_it_was_down_to_its_formats(faulty: Path) -> None:
    clean = faulty.with_name("干净.xlsx")
    workbook.annotate(marked(faulty), clean, ())
    before, after = parts(faulty), parts(clean)
    assert set(before) == set(after)
    for name in before:
        if name.endswith((".xml", ".vml", ".rels")) and before[name] != after[name]:
            one, other = (etree.tostring(etree.fromstring(each[name]), method="c14n") for each in (before, after))
            open_tab = b' tabSelected="1"'  # the list was opened first, and which tab was open before is not kept
            shown = b' activeTab="%d"' % (len(openpyxl.load_workbook(faulty).sheetnames) - 1)
            no_formats = b'<dxfs count="0"></dxfs>'
            other = other.replace(b' activeTab="0"', b"").replace(no_formats, b"")
            assert one.replace(open_tab, b"").replace(shown, b"") == other, name


def test_a_sound_workbook_without_marks_comes_back_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    workbook.write(path, a_semester(2))
    workbook.annotate(path, tmp_path / "标注.xlsx", ())
    assert (tmp_path / "标注.xlsx").read_bytes() == path.read_bytes()


def test_only_an_xlsx_can_be_marked(tmp_path: Path) -> None:
    (tmp_path / "人员.csv").write_text("编号,姓名\n", "utf-8")
    with pytest.raises(WorkbookError) as caught:
        workbook.annotate(tmp_path, tmp_path / "标注.xlsx", ())
    assert caught.value.hint


@pytest.mark.libreoffice
@pytest.mark.slow
def test_libreoffice_shows_the_marks_and_keeps_them_removable(faulty: Path, tmp_path: Path) -> None:
    target = marked(faulty)
    profile = (tmp_path / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to"]
    subprocess.run(
        [*command, "xlsx", "--outdir", tmp_path / "lo", target], check=True, capture_output=True, timeout=120
    )
    saved = tmp_path / "lo" / target.name
    people = sheet(openpyxl.load_workbook(saved), "人员")
    assert people["D3"].comment is not None
    assert [sorted(str(block.sqref).split()) for block in people.conditional_formatting] == [["A4", "B5", "D3"]]
    clean = tmp_path / "干净.xlsx"
    workbook.annotate(saved, clean, ())
    book = openpyxl.load_workbook(clean)
    assert "检查结果" not in book.sheetnames
    people = sheet(book, "人员")
    assert people["D3"].comment is None
    assert people["B5"].comment is not None
    assert people["B5"].comment.text == "她自己的批注"
    assert not list(people.conditional_formatting)


@pytest.mark.libreoffice
@pytest.mark.slow
def test_the_marks_are_seen_in_a_picture_of_the_sheets(faulty: Path, tmp_path: Path) -> None:
    import pypdfium2

    profile = (tmp_path / "profile").as_uri()
    shown = {}
    for source in (faulty, marked(faulty)):
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
        subprocess.run([*command, "--outdir", tmp_path, source], check=True, capture_output=True, timeout=120)
        colours: set[tuple[int, ...]] = set()
        document = pypdfium2.PdfDocument(source.with_suffix(".pdf"))
        for page in document:
            colours.update(colour for _count, colour in page.render(scale=0.6).to_pil().getcolors(1 << 20))
        document.close()
        shown[source.stem] = colours
    red, yellow = (0xFF, 0xC7, 0xCE), (0xFF, 0xEB, 0x9C)
    assert not {red, yellow} & shown["台账"]
    assert {red, yellow} <= shown["标注"]


def respelt(path: Path, part: str, old: bytes, new: bytes) -> Path:
    """A copy of a workbook with some bytes of a part exchanged."""
    there = parts(path)
    assert old in there[part]
    target = path.with_name("异样.xlsx")
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in there.items():
            archive.writestr(name, content.replace(old, new) if name == part else content)
    return target


def test_a_sheet_without_its_name_space_is_marked_or_refused_in_words(faulty: Path) -> None:
    """tests/fuzz, workbook 1036 and 1119."""
    spaced = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    for number in (1, 3):
        odd = respelt(faulty, f"xl/worksheets/sheet{number}.xml", spaced, b'xmlns=""')
        problems = workbook.check(faulty, Settings()).problems
        try:
            workbook.annotate(odd, odd.with_name("标注.xlsx"), problems)
        except WorkbookError as error:
            assert error.hint


def test_a_packed_part_that_is_damaged_is_refused_in_words(faulty: Path) -> None:
    problems = workbook.check(faulty, Settings()).problems
    with zipfile.ZipFile(faulty) as archive:
        at = archive.getinfo("xl/worksheets/sheet3.xml").header_offset
    raw = bytearray(faulty.read_bytes())
    raw[at + 200 : at + 260] = bytes(range(60))
    odd = faulty.with_name("损坏.xlsx")
    odd.write_bytes(raw)
    with pytest.raises(WorkbookError) as caught:
        workbook.annotate(odd, odd.with_name("标注.xlsx"), problems)
    assert caught.value.hint
