"""What else the world sends: .ods and .xls, as other programs write them, and as broken or hostile as they come."""

from __future__ import annotations

import random
import struct
from datetime import date
from pathlib import Path

import pytest

from docgen import workbook
from docgen.errors import WorkbookError
from docgen.field import SHEETS
from docgen.paired import PAIRED
from docgen.workbook import cells
from docgen.workbook.checking import check_workbook
from docgen.workbook.reading import read_here
from tests.old_formats import (
    Cell,
    Raw,
    Record,
    formula,
    string_result,
    write_ods,
    write_ods_parts,
    write_xls,
)
from tests.semesters import PAIRED_OTHERWISE, a_semester

TITLES = tuple(kind.title for kind in SHEETS)
Table = list[list[Cell]]
NOTHING = bytes((3, 0, 0, 0, 0, 0, 0xFF, 0xFF))
"""A formula's stored result: none."""
TEXT = bytes(6) + b"\xff\xff"
TO_C1 = b"\x44\x00\x00\x02\xc0"
"""=C1 in the tokens of BIFF 8."""


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Table]:
    """The cells of a valid workbook."""
    path = tmp_path_factory.mktemp("valid") / "台账.xlsx"
    workbook.write(path, a_semester(3))
    return {
        title: [list(map(plain, row)) for _number, row in sheet.rows]
        for title, sheet in read_here(path, TITLES).sheets.items()
    }


def plain(cell: cells.Cell) -> Cell:
    if isinstance(cell, str):
        return cell
    return date.fromisoformat(cell.text) if cell.form is cells.CellForm.DATE else cell.serial


def changed(tables: dict[str, Table], title: str, at: str, cell: Cell) -> dict[str, Table]:
    """The same tables with another cell."""
    letters, row = at.rstrip("0123456789"), int(at.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) - 1
    rows = [list(row) for row in tables[title]]
    column = cells.column_number(letters) - 1
    rows[row].extend([None] * (column + 1 - len(rows[row])))
    rows[row][column] = cell
    return tables | {title: rows}


def checked(path: Path) -> workbook.Checked:
    return check_workbook(read_here(path, TITLES), PAIRED_OTHERWISE, PAIRED)


def places(path: Path) -> list[tuple[str, str, str]]:
    return [(p.kind, p.sheet, p.cell) for p in checked(path).problems]


class TestOds:
    def test_a_semester_reads_the_same(self, tables: dict[str, Table], tmp_path: Path) -> None:
        write_ods(tmp_path / "台账.ods", tables)
        found = checked(tmp_path / "台账.ods")
        assert (found.problems, found.semester) == ((), a_semester(3))

    @pytest.mark.parametrize(
        ("cell", "kind"),
        [
            # As LibreOffice, as older ones, as Excel, and as pasted values are saved.
            (
                Raw(
                    'table:formula="of:=[.#REF!]" office:value-type="string" office:string-value="" '
                    'calcext:value-type="error"',
                    "<text:p>#REF!</text:p>",
                ),
                "error-cell",
            ),
            (
                Raw('table:formula="of:=1/0" office:value-type="float" office:value="0"', "<text:p>Err:502</text:p>"),
                None,
            ),
            (Raw('table:formula="msoxl:=NA()" office:value-type="string"', "<text:p>#N/A</text:p>"), "error-cell"),
            (Raw('office:value-type="string"', "<text:p>#DIV/0!</text:p>"), "error-cell"),
            (Raw('table:formula="of:=[.A3]"'), "formula-without-result"),
            (Raw('office:value-type="boolean" office:boolean-value="true"', "<text:p>WAHR</text:p>"), "boolean-cell"),
            (
                Raw('office:value-type="date" office:date-value="2009-03-04"', "<text:p>4/3</text:p>"),
                "date-in-text-column",
            ),
            ("字" * 40000, "too-long"),
        ],
    )
    def test_what_is_no_value_is_named_and_not_read_as_empty(
        self, tables: dict[str, Table], tmp_path: Path, cell: Cell, kind: str | None
    ) -> None:
        write_ods(tmp_path / "台账.ods", changed(tables, "人员", "G3", cell))
        assert places(tmp_path / "台账.ods") == [(kind or "error-cell", "人员", "G3")]

    def test_a_formula_that_gives_no_text_is_an_empty_cell(self, tables: dict[str, Table], tmp_path: Path) -> None:
        for inside in ('"&quot;&quot;"', '"of:=IF([.A1]=&quot;&quot;;&quot;&quot;;1)"'):
            cell = Raw(f"table:formula={inside}")
            write_ods(tmp_path / "台账.ods", changed(tables, "人员", "G3", cell))
            assert places(tmp_path / "台账.ods") == []

    def test_a_picture_a_note_and_a_reading_guide_are_not_the_cells_value(
        self, tables: dict[str, Table], tmp_path: Path
    ) -> None:
        picture = (
            '<draw:frame draw:name="图片 1"><draw:text-box><text:p>照片说明</text:p></draw:text-box></draw:frame>'
            "<office:annotation><text:p>她的批注</text:p></office:annotation>"
            "<draw:custom-shape><text:p>箭头</text:p></draw:custom-shape>"
        )
        ruby = "<text:ruby><text:ruby-base>团支书</text:ruby-base><text:ruby-text>tuan</text:ruby-text></text:ruby>"
        attributes = 'office:value-type="string"'
        for inside in (f"{picture}<text:p>团支书</text:p>", f"<text:p>{ruby}</text:p>{picture}"):
            write_ods(tmp_path / "台账.ods", changed(tables, "人员", "G3", Raw(attributes, inside)))
            found = checked(tmp_path / "台账.ods")
            assert found.problems == ()
            assert found.semester.people[1].post == "团支书"

    def test_numbers_look_as_they_are_shown_and_lines_stay_lines(
        self, tables: dict[str, Table], tmp_path: Path
    ) -> None:
        percent = Raw('office:value-type="percentage" office:value="0.85"', "<text:p>85.0%</text:p>")
        lines = Raw(
            'office:value-type="string"',
            "<text:p>一<text:s text:c='2'/>二<text:line-break/>三</text:p><text:p>四<text:span>五</text:span></text:p>",
        )
        write_ods(tmp_path / "台账.ods", changed(changed(tables, "目标", "H2", percent), "小组", "J2", lines))
        found = checked(tmp_path / "台账.ods").semester
        assert (found.goals[0].target, found.groups[0].measures) == ("85%", "一  二\n三\n四五")

    def test_repeated_cells_and_rows_count_as_often_as_they_say(self, tables: dict[str, Table], tmp_path: Path) -> None:
        content = (
            '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
            'xmlns:x="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
            '<t:table t:name="人员"><t:table-row><t:table-cell t:number-columns-repeated="2"/><t:table-cell><x:p>a</x:p>'
            '</t:table-cell></t:table-row><t:table-row t:number-rows-repeated="3"><t:table-cell '
            't:number-columns-repeated="2"><x:p>b</x:p></t:table-cell></t:table-row>'
            '<t:table-row t:number-rows-repeated="1000000"><t:table-cell t:number-columns-repeated="16384"/>'
            "</t:table-row><t:table-row><t:table-cell t:number-columns-repeated='16383'/><t:table-cell><x:p>z</x:p>"
            "</t:table-cell></t:table-row></t:table></office:spreadsheet></office:body></office:document-content>"
        )
        write_ods_parts(tmp_path / "台账.ods", content)
        sheet = read_here(tmp_path / "台账.ods", TITLES).sheets["人员"]
        assert sheet.rows == ((1, ("", "", "a")), *((n, ("b", "b")) for n in (2, 3, 4)))
        assert sheet.stray == ("XFD1000005",)

    def test_merged_cells_hidden_sheets_and_the_date_system_are_known(
        self, tables: dict[str, Table], tmp_path: Path
    ) -> None:
        merged = Raw('office:value-type="string" table:number-rows-spanned="2"', "<text:p>G01</text:p>")
        two = changed(changed(tables, "组员", "A2", merged), "组员", "A3", None)
        null = (
            '<table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings>'
        )
        serial = changed(two, "小组", "G2", 39888 - 1462)
        write_ods(tmp_path / "台账.ods", serial, null, {"项目": 'table:style-name="ta2"'})
        found = checked(tmp_path / "台账.ods")
        assert [(p.kind, p.sheet) for p in found.problems] == [("hidden-sheet", "项目")]
        assert found.semester.memberships[1].group == "G01"
        assert found.semester.groups[0].agreed_on == date(2009, 3, 16)

    def test_a_password_is_named_as_the_reason(self, tmp_path: Path) -> None:
        write_ods_parts(tmp_path / "台账.ods", "\x01\x02", "<m:manifest><m:encryption-data/></m:manifest>")
        with pytest.raises(WorkbookError, match=r"密码|password"):
            workbook.check(tmp_path / "台账.ods", PAIRED_OTHERWISE)


class TestXls:
    def test_a_semester_reads_the_same(self, tables: dict[str, Table], tmp_path: Path) -> None:
        write_xls(tmp_path / "台账.xls", tables)
        found = checked(tmp_path / "台账.xls")
        assert (found.problems, found.semester) == ((), a_semester(3))

    @pytest.mark.parametrize(
        ("cell", "kind"),
        [
            (Record(0x205, b"\x17\x01"), "error-cell"),
            (formula(struct.pack("<BBBBBBH", 2, 0, 0x2A, 0, 0, 0, 0xFFFF), TO_C1), "error-cell"),
            (formula(NOTHING, TO_C1), "formula-without-result"),
            (formula(struct.pack("<BBBBBBH", 1, 0, 1, 0, 0, 0, 0xFFFF), TO_C1), "boolean-cell"),
            (Record(0x205, b"\x01\x00"), "boolean-cell"),
            (date(2009, 3, 4), "date-in-text-column"),
        ],
    )
    def test_what_is_no_value_is_named_and_not_read_as_empty(
        self, tables: dict[str, Table], tmp_path: Path, cell: Cell, kind: str
    ) -> None:
        write_xls(tmp_path / "台账.xls", changed(tables, "人员", "G3", cell))
        assert places(tmp_path / "台账.xls") == [(kind, "人员", "G3")]

    def test_formulas_count_by_their_stored_results(self, tables: dict[str, Table], tmp_path: Path) -> None:
        post = formula(TEXT, TO_C1, string_result("团支书䶮"))
        empty = formula(NOTHING, TO_C1 + b"\x17\x00\x00")  # one that holds "" may well give nothing
        write_xls(tmp_path / "台账.xls", changed(changed(tables, "人员", "G3", post), "人员", "G4", empty))
        found = checked(tmp_path / "台账.xls")
        assert found.problems == ()
        assert [person.post for person in found.semester.people[1:3]] == ["团支书䶮", ""]

    def test_numbers_look_as_they_are_shown(self, tables: dict[str, Table], tmp_path: Path) -> None:
        percent = Record(0x203, struct.pack("<d", 0.85), "percent")
        write_xls(tmp_path / "台账.xls", changed(tables, "目标", "H2", percent))
        assert checked(tmp_path / "台账.xls").semester.goals[0].target == "85%"

    def test_a_number_of_a_person_that_was_stored_as_a_number_is_refused(
        self, tables: dict[str, Table], tmp_path: Path
    ) -> None:
        write_xls(tmp_path / "台账.xls", changed(tables, "人员", "A3", 810130011.0))
        assert places(tmp_path / "台账.xls") == [("number-cell", "人员", "A3")]

    def test_hidden_sheets_are_told_from_very_hidden_ones(self, tables: dict[str, Table], tmp_path: Path) -> None:
        write_xls(tmp_path / "台账.xls", tables, {"项目": 1, "人员": 2})
        found = checked(tmp_path / "台账.xls").problems
        assert [(p.kind, p.sheet, str(p.severity)) for p in found] == [
            ("hidden-sheet", "人员", "E"),
            ("hidden-sheet", "项目", "W"),
        ]

    def test_a_password_is_named_as_the_reason(self, tables: dict[str, Table], tmp_path: Path) -> None:
        path = tmp_path / "台账.xls"
        write_xls(path, tables)
        data = path.read_bytes()
        place = data.index(struct.pack("<HHH", 0x42, 2, 1200))
        path.write_bytes(data[:place] + struct.pack("<HHH", 0x2F, 2, 1) + data[place + 6 :])
        with pytest.raises(WorkbookError, match=r"密码|password"):
            workbook.check(path, PAIRED_OTHERWISE)


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_however_it_is_bent_it_is_read_or_refused(tables: dict[str, Table], tmp_path: Path, ending: str) -> None:
    sound = tmp_path / f"台账.{ending}"
    few = {title: rows[:3] for title, rows in tables.items() if title in ("人员", "小组", "目标")}
    if ending == "xls":
        write_xls(sound, few)
    else:
        write_ods(sound, few)
    data, chance = sound.read_bytes(), random.Random(7)
    refused = 0
    for _time in range(60):
        bent = bytearray(data)
        for _change in range(chance.choice((1, 3, 40))):
            bent[chance.randrange(8, len(bent))] = chance.randrange(256)
        if chance.random() < 0.3:
            del bent[chance.randrange(600, len(bent)) :]
        sound.write_bytes(bytes(bent))
        try:
            check_workbook(read_here(sound, TITLES), PAIRED_OTHERWISE, PAIRED)
        except WorkbookError:
            refused += 1
    assert 0 < refused <= 60


def test_an_error_in_a_csv_is_no_text(tables: dict[str, Table], tmp_path: Path) -> None:
    folder = tmp_path / "表"
    folder.mkdir()
    for title, rows in tables.items():
        lines = [",".join('"' + str("" if cell is None else cell) + '"' for cell in row) for row in rows]
        (folder / f"{title}.csv").write_text("\n".join(lines), "utf-8")
    people = folder / "人员.csv"
    people.write_text(people.read_text("utf-8").replace("影视082班", "#N/A", 1), "utf-8")
    assert places(folder) == [("error-cell", "人员", "F3")]


@pytest.mark.parametrize("ending", ["ods", "xls"])
def test_rows_that_are_filtered_out_are_read_and_said_in_the_old_formats_too(
    tables: dict[str, Table], tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"台账.{ending}"
    (write_ods if ending == "ods" else write_xls)(path, {"人员": tables["人员"]}, unseen={2, 3, 5})
    book = read_here(path, TITLES)
    assert book.sheets["人员"].unseen_rows == (2, 3, 5)
    found = [one for one in check_workbook(book, PAIRED_OTHERWISE, PAIRED).problems if one.kind == "hidden-rows"]
    assert [(one.sheet, one.severity) for one in found] == [("人员", "W")]
    assert "2–3、5" in found[0].message
