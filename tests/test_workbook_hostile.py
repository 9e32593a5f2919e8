"""Files that are broken or mean harm: a clear message, soon, and never a crash."""

from __future__ import annotations

import io
import os
import shutil
import signal
import time
import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pytest

from docgen import workbook
from docgen.errors import MachineError, WorkbookError
from docgen.workbook import reading
from tests.semesters import PAIRED_OTHERWISE, a_semester


@pytest.fixture(scope="module")
def valid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("valid") / "台账.xlsx"
    workbook.write(path, a_semester(2))
    return path


def repacked(source: Path, target: Path, changes: dict[str, bytes]) -> Path:
    """The same package with some parts replaced or added."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, data in changes.items():
            new.writestr(name, data)
    return target


def part(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def test_only_what_the_file_did_to_its_reader_is_laid_to_the_file(valid: Path) -> None:
    with pytest.raises(WorkbookError, match="损坏"):
        reading.apart(valid, os.abort)
    with pytest.raises(WorkbookError, match="内存过多"):
        reading.apart(valid, bytearray, 8 << 30)
    with pytest.raises(MachineError, match="系统或别的程序"):
        reading.apart(valid, signal.raise_signal, signal.SIGTERM)
    with pytest.raises(ValueError, match="invalid literal"):
        reading.apart(valid, int, "a bug")


PEOPLE = "xl/worksheets/sheet3.xml"


def refusal(path: Path) -> WorkbookError:
    start = time.monotonic()
    with pytest.raises(WorkbookError) as caught:
        workbook.check(path, PAIRED_OTHERWISE)
    assert time.monotonic() - start < 30
    assert path.name in str(caught.value)
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize(
    "content",
    [b"", b"not a workbook", b"%PDF-1.4\n", b"PK\x03\x04 and no more", b"<html><table></table></html>", b"\x00" * 5000],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(content)
    refusal(path)


def test_a_word_file_under_the_name_of_a_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")
    refusal(path)


@pytest.mark.parametrize(
    ("parts", "said", "hint"),
    [
        (("名单.xlsx",), "is a packed file", "Unpack it"),
        (("[Content_Types].xml", "xl/workbook.bin"), "is not a workbook", "save it as .xlsx"),
        (("[Content_Types].xml", "word/document.xml"), "is not a workbook", "another Office file"),
        (("mimetype", "content.xml"), "is not a workbook", "another Office file"),
    ],
    ids=["packed", "xlsb", "docx", "odt"],
)
@pytest.mark.usefixtures("english")
def test_a_packed_file_of_another_kind_is_told_what_it_is(
    tmp_path: Path, parts: tuple[str, ...], said: str, hint: str
) -> None:
    with zipfile.ZipFile(tmp_path / "名单.zip", "w") as packed:
        for name in parts:
            packed.writestr(name, b"")
    with pytest.raises(WorkbookError, match=said) as caught:
        reading.read_here(tmp_path / "名单.zip", ())
    assert hint in caught.value.hint


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_workbook_is_refused(valid: Path, tmp_path: Path, share: float) -> None:
    data = valid.read_bytes()
    path = tmp_path / "台账.xlsx"
    path.write_bytes(data[: int(len(data) * share)])
    refusal(path)


def test_a_workbook_with_a_bent_part_is_refused(valid: Path, tmp_path: Path) -> None:
    data = bytearray(valid.read_bytes())
    with zipfile.ZipFile(valid) as archive:
        start = archive.getinfo(PEOPLE).header_offset + 200
    data[start : start + 40] = bytes(40)
    path = tmp_path / "台账.xlsx"
    path.write_bytes(bytes(data))
    refusal(path)


def test_a_password_is_named_as_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
    path.write_bytes(header + "EncryptedPackage".encode("utf-16-le") + bytes(1000))
    assert "密码" in str(refusal(path)) or "password" in str(refusal(path))


def test_an_old_binary_workbook_that_is_broken_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "台账.xls"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "Workbook".encode("utf-16-le") + bytes(1000))
    refusal(path)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(valid: Path, tmp_path: Path) -> None:
    path = repacked(valid, tmp_path / "台账.xlsx", {"xl/media/image1.png": bytes(310 << 20)})
    refusal(path)


def test_a_bomb_in_the_part_that_names_the_type_is_not_unpacked_either(tmp_path: Path) -> None:
    path = tmp_path / "台账.ods"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("mimetype", "w") as part:
        for _block in range(300):
            part.write(b"0" * (1 << 20))
    tracemalloc.start()
    with pytest.raises(WorkbookError):
        workbook.read(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 << 20


def test_entities_are_not_expanded(valid: Path, tmp_path: Path) -> None:
    laughs = (
        b'<!DOCTYPE sst [<!ENTITY a "ha">'
        + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
        + b"]>"
    )
    strings = part(valid, "xl/sharedStrings.xml").replace(b"<sst", laughs + b"<sst", 1)
    refusal(repacked(valid, tmp_path / "台账.xlsx", {"xl/sharedStrings.xml": strings}))


def test_a_value_in_the_last_cell_of_all_is_named_and_the_rest_is_read(valid: Path, tmp_path: Path) -> None:
    far = b'<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row></sheetData>'
    sheet = part(valid, PEOPLE).replace(b"</sheetData>", far)
    path = repacked(valid, tmp_path / "台账.xlsx", {PEOPLE: sheet})
    checked = workbook.check(path, PAIRED_OTHERWISE)
    assert [(p.kind, p.sheet, p.cell) for p in checked.problems] == [("stray-cell", "人员", "XFD1048576")]
    assert len(checked.semester.people) == 5


def test_an_extent_that_lies_is_not_believed(valid: Path, tmp_path: Path) -> None:
    import re

    for extent in (b"A1:XFD1048576", b"A1"):
        sheet = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="' + extent + b'"', part(valid, PEOPLE))
        path = repacked(valid, tmp_path / "台账.xlsx", {PEOPLE: sheet})
        assert len(workbook.check(path, PAIRED_OTHERWISE).semester.people) == 5


@pytest.mark.slow
def test_a_million_formatted_empty_rows_are_passed_over(valid: Path, tmp_path: Path) -> None:
    rows = b"".join(
        b'<row r="%d" s="1" customFormat="1"><c r="A%d" s="1"/></row>' % (n, n) for n in range(2000, 1002000)
    )
    sheet = part(valid, PEOPLE).replace(b"</sheetData>", rows + b"</sheetData>")
    path = repacked(valid, tmp_path / "台账.xlsx", {PEOPLE: sheet})
    start = time.monotonic()
    checked = workbook.check(path, PAIRED_OTHERWISE)
    assert checked.problems == ()
    assert time.monotonic() - start < 30


@pytest.mark.slow
def test_more_rows_than_any_department_has_are_refused(valid: Path, tmp_path: Path) -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d" t="str"><v>x</v></c></row>' % (n, n) for n in range(2000, 203000))
    sheet = part(valid, PEOPLE).replace(b"</sheetData>", rows + b"</sheetData>")
    assert "200000" in str(refusal(repacked(valid, tmp_path / "台账.xlsx", {PEOPLE: sheet})))


def test_a_sheet_that_is_very_hidden_is_an_error_and_a_hidden_one_a_warning(valid: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(valid)
    book["人员"].sheet_state = "veryHidden"
    book["项目"].sheet_state = "hidden"
    book.save(tmp_path / "台账.xlsx")
    found = workbook.check(tmp_path / "台账.xlsx", PAIRED_OTHERWISE).problems
    assert [(p.kind, p.sheet, str(p.severity)) for p in found] == [
        ("hidden-sheet", "人员", "E"),
        ("hidden-sheet", "项目", "W"),
    ]


def test_a_very_hidden_sheet_before_all_others_changes_nothing(valid: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(valid)
    trap = book.create_sheet("机密", 0)
    trap["A1"] = "编号"
    trap.sheet_state = "veryHidden"
    book.save(tmp_path / "台账.xlsx")
    assert workbook.check(tmp_path / "台账.xlsx", PAIRED_OTHERWISE).problems == ()


def test_links_to_other_files_are_not_followed(valid: Path, tmp_path: Path) -> None:
    rels = part(valid, "xl/_rels/workbook.xml.rels").replace(
        b"</Relationships>",
        b'<Relationship Id="rId99" TargetMode="External" Target="file:///etc/passwd" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/></Relationships>',
    )
    path = repacked(valid, tmp_path / "台账.xlsx", {"xl/_rels/workbook.xml.rels": rels})
    assert workbook.check(path, PAIRED_OTHERWISE).problems == ()


def test_a_workbook_under_another_ending_is_read_for_what_it_is(valid: Path, tmp_path: Path) -> None:
    shutil.copy(valid, tmp_path / "台账.xls")
    assert workbook.check(tmp_path / "台账.xls", PAIRED_OTHERWISE).problems == ()


def test_the_strict_namespaces_and_prefixes_are_read_too(valid: Path, tmp_path: Path) -> None:
    import re

    changes = {}
    with zipfile.ZipFile(valid) as archive:
        for name in archive.namelist():
            if name.startswith("xl/") and name.endswith(".xml") and "drawing" not in name:
                data = archive.read(name).replace(
                    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                    b"http://purl.oclc.org/ooxml/spreadsheetml/main",
                )
                data = re.sub(rb"<(/?)(?=[a-zA-Z])(?![a-z0-9]+:)", rb"<\1x:", data)
                changes[name] = data.replace(b"xmlns=", b"xmlns:x=")
    checked = workbook.check(repacked(valid, tmp_path / "台账.xlsx", changes), PAIRED_OTHERWISE)
    assert checked.problems == ()
    assert checked.semester == a_semester(2)


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A99999" t="s"><v>9999999</v></c>',
        '<c r="7A" t="n"><v>1</v></c>',
        '<c r="A99999" t="x"><v>1</v></c>',
        '<c r="A9" t="n"><v>1</v></c>',  # of another row: one reader shows it here, another there
        '<c r="A99999" t="s"><v>-1</v></c>',
        '<c r="A99999" t="n"><v>1_000</v></c>',
        '<c r="A99999" t="n"><v>nan</v></c>',
        '<c r="A99999" t="n"><v>1e999</v></c>',
        '<c r="A99999" t="n"><v>1</v><v>2</v></c>',
        '<c r="A99999" t="n"><v>1</v></c></row><row r="1048577"><c t="n"><v>1</v></c>',
    ],
)
def test_cells_that_no_program_writes_are_refused(valid: Path, tmp_path: Path, cell: str) -> None:
    row = f'<row r="99999">{cell}</row></sheetData>'.encode()
    sheet = part(valid, PEOPLE).replace(b"</sheetData>", row)
    with pytest.raises(WorkbookError, match="损坏"):
        reading.read_here(repacked(valid, tmp_path / "台账.xlsx", {PEOPLE: sheet}), ("人员",))


def test_rows_that_no_program_shows_are_refused(valid: Path, tmp_path: Path) -> None:
    row = b'</sheetData><extLst><ext><row r="9999"><c t="n"><v>1</v></c></row></ext></extLst>'
    sheet = part(valid, PEOPLE).replace(b"</sheetData>", row)
    with pytest.raises(WorkbookError, match="损坏"):
        reading.read_here(repacked(valid, tmp_path / "台账.xlsx", {PEOPLE: sheet}), ("人员",))


def test_two_sheets_of_one_name_are_refused_whatever_stands_in_the_second(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("人员")
    book.create_sheet("人员 ")
    book.save(tmp_path / "台账.xlsx")
    with pytest.raises(WorkbookError, match="人员"):
        reading.read_here(tmp_path / "台账.xlsx", ("人员",))


@pytest.mark.slow
def test_an_ods_that_claims_a_million_columns_does_not_take_the_machine_down(tmp_path: Path) -> None:
    content = (
        '<?xml version="1.0"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        '<table:table table:name="人员"><table:table-row table:number-rows-repeated="1048576">'
        '<table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p>'
        "</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            "<manifest:manifest xmlns:manifest='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'/>",
        )
        archive.writestr("content.xml", content)
    path = tmp_path / "台账.ods"
    path.write_bytes(out.getvalue())
    refusal(path)


def test_more_cells_than_any_workbook_has_are_refused_before_they_are_judged(valid: Path, tmp_path: Path) -> None:
    rows = b"".join(b'<row r="%d"><c r="ALK%d" t="str"><v>x</v></c></row>' % (n, n) for n in range(2000, 4100))
    sheet = part(valid, PEOPLE).replace(b"</sheetData>", rows + b"</sheetData>")
    assert "2000000" in str(refusal(repacked(valid, tmp_path / "台账.xlsx", {PEOPLE: sheet})))


def test_one_long_text_in_very_many_cells_is_refused_before_it_is_judged(valid: Path, tmp_path: Path) -> None:
    long = "班、" * 15000
    strings = part(valid, "xl/sharedStrings.xml").replace("<t>许南屏</t>".encode(), f"<t>{long}</t>".encode(), 1)
    index = strings.split(long.encode())[0].count(b"<si>") - 1
    rows = b"".join(b'<row r="%d"><c r="B%d" t="s"><v>%d</v></c></row>' % (n, n, index) for n in range(2000, 2800))
    sheet = part(valid, PEOPLE).replace(b"</sheetData>", rows + b"</sheetData>")
    refusal(repacked(valid, tmp_path / "台账.xlsx", {PEOPLE: sheet, "xl/sharedStrings.xml": strings}))


@pytest.mark.slow
@pytest.mark.parametrize("what", ["strings", "merges", "rows that compare with rows"])
def test_whatever_takes_long_is_stopped_in_time_and_memory(valid: Path, tmp_path: Path, what: str) -> None:
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    match what:
        case "strings":
            changes = {
                "xl/sharedStrings.xml": b"<sst " + space + b">" + b"<si><t>abc</t></si>" * 15_000_000 + b"</sst>"
            }
        case "merges":
            merges = b"<mergeCells>" + b'<mergeCell ref="A2:A1048576"/>' * 3_000_000 + b"</mergeCells>"
            changes = {PEOPLE: part(valid, PEOPLE).replace(b"</sheetData>", b"</sheetData>" + merges)}
        case _:
            # Each group has all the goals of one person, who is in all groups.
            sheets = {"小组": 30_000, "组员": 30_000, "目标": 30_000}
            book = openpyxl.load_workbook(valid)
            for title, count in sheets.items():
                for n in range(count):
                    group = f"X{n}"
                    book[title].append(
                        [group, "组", "互助", "0810130012", "T0012"]
                        if title == "小组"
                        else [group, "0810130012"]
                        if title == "组员"
                        else ["0810130012", "学习目标", "排名", "名", "越低越好", "3", "1"]
                    )
            book.save(tmp_path / "台账.xlsx")
            refusal(tmp_path / "台账.xlsx")
            return
    refusal(repacked(valid, tmp_path / "台账.xlsx", changes))


def test_rows_and_columns_that_are_hidden_or_filtered_out_are_read_and_said(valid: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(valid)
    people = book["人员"]
    for row in (3, 4, 6, 5000):
        people.row_dimensions[row].hidden = True
    people.row_dimensions[2].height = 0.01
    people.column_dimensions["C"].hidden = True
    people.column_dimensions["D"].width = 0.01
    path = tmp_path / "台账.xlsx"
    book.save(path)
    checked = workbook.check(path, PAIRED_OTHERWISE)
    said = {one.kind: one.message for one in checked.problems if one.sheet == "人员" and one.kind.startswith("hidden")}
    assert set(said) == {"hidden-rows", "hidden-columns"}
    assert "2–4、6" in said["hidden-rows"] and "5000" not in said["hidden-rows"]
    assert said["hidden-columns"].endswith("C、D")
    assert len(checked.semester.people) == len(workbook.check(valid, PAIRED_OTHERWISE).semester.people)
