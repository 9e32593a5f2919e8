"""The bundle: order, bookmarks, labels, links, marks; what of a part comes over and what stays behind."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Stream
from pypdf import PdfReader

from docgen.bundle import (
    Item,
    MergedFile,
    Metadata,
    Stamp,
    catalogue_lines,
    merge,
    stamp_place,
)
from docgen.bundle.headings import headings, headings_of, page_texts
from docgen.errors import ConversionError, InputError, OutputError
from tests import paper_pdfs

TERM = "2008—2009学年第二学期"
METADATA = Metadata("合订本", "影视艺术系党总支", TERM, ("共勉", "归档"), date(2009, 7, 10))


@pytest.fixture(scope="session")
def face(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return paper_pdfs.face(tmp_path_factory.mktemp("faces"))


def stamp(number: int, pages: int) -> Stamp:
    return Stamp("Z109", "2009", f"{number:04}", "DQ11", "30年", str(pages))


def an_item(folder: Path, face: Path, group: str, label: str, pages: int, number: int = 0) -> Item:
    name = f"{group}-{label}"
    sheets = [[label, f"{group} 张喆"], *([f"第{page}页"] for page in range(2, pages + 1))]
    path = paper_pdfs.paper(folder / f"{name}.pdf", sheets, face)
    return Item(
        name,
        f"{group}{label}",
        (TERM, group),
        label,
        (path,),
        pages,
        headings_of(page_texts(path), [(1, label), (2, "张喆")]),
        dated=date(2009, 3, 2),
        stamp=stamp(number, pages) if number else None,
    )


@pytest.fixture(scope="session")
def items(tmp_path_factory: pytest.TempPathFactory, face: Path) -> tuple[Item, ...]:
    folder = tmp_path_factory.mktemp("items")
    made: list[Item] = []
    for group in ("G01", "G02", "G03"):
        made.append(an_item(folder, face, group, "共勉协议书", 3, len(made) + 1))
        made.append(an_item(folder, face, group, "共勉计划备案表", 1, len(made) + 1))
    return tuple(made)


@pytest.fixture(scope="session")
def front(tmp_path_factory: pytest.TempPathFactory, face: Path, items: tuple[Item, ...]) -> list[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("front")
    rows = [f"{line.number}\t{line.title}（𬭚𬱖）\t{line.first_page}" for line in catalogue_lines(items)]
    head = "序号\t题名\t起始页"
    wide = (841.89, 595.28)
    return [
        ("封面", paper_pdfs.paper(folder / "cover.pdf", [["封面"]], face)),
        (
            "归档文件目录",
            paper_pdfs.paper(folder / "list.pdf", [[head, *rows[:4]], [head, *rows[4:]]], face, size=wide, gap=220),
        ),
    ]


@pytest.fixture(scope="session")
def bundle(
    tmp_path_factory: pytest.TempPathFactory, face: Path, items: tuple[Item, ...], front: list[tuple[str, Path]]
) -> tuple[Path, MergedFile]:
    folder = tmp_path_factory.mktemp("bundle")
    back = [("备考表", paper_pdfs.paper(folder / "back.pdf", [["备考表"]], face))]
    target = folder / "合订本.pdf"
    return target, merge(target, front=front, items=items, back=back, metadata=METADATA, face=face, edition="归档")


def texts(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def tree(reader: PdfReader, entries: Sequence[Any] | None = None) -> list[object]:
    result: list[object] = []
    outline: Sequence[Any] = reader.outline if entries is None else entries
    for entry in outline:
        if isinstance(entry, list):
            result.append(tree(reader, entry))
        else:
            result.append((entry.title, reader.get_destination_page_number(entry)))
    return result


def test_a_row_of_the_catalogue_says_on_which_page_of_the_bundle_its_item_begins(items: tuple[Item, ...]) -> None:
    lines = catalogue_lines(items)
    assert [line.first_page for line in lines] == [1, 4, 5, 8, 9, 12]
    assert [line.number for line in lines] == [1, 2, 3, 4, 5, 6]
    assert lines[0].dated == "20090302"


def test_pages_stand_in_order_and_are_counted(bundle: tuple[Path, MergedFile]) -> None:
    path, merged = bundle
    assert (merged.pages, merged.front, merged.first_pages) == (16, 3, (1, 4, 5, 8, 9, 12))
    found = texts(path)
    assert "封面" in found[0] and "备考表" in found[-1]
    assert "共勉协议书" in found[3] and "共勉计划备案表" in found[6] and "G02" in found[7]


def test_bookmarks_are_nested_semester_group_paper_heading(bundle: tuple[Path, MergedFile]) -> None:
    found = tree(PdfReader(bundle[0]))
    assert found[:3] == [("封面", 0), ("归档文件目录", 1), (TERM, 3)]
    assert found[4] == ("备考表", 15)
    groups = found[3]
    assert isinstance(groups, list)
    assert groups[:2] == [
        ("G01", 3),
        [
            ("共勉协议书", 3),
            [("共勉协议书", 3), [("张喆", 3)]],
            ("共勉计划备案表", 6),
            [("共勉计划备案表", 6), [("张喆", 6)]],
        ],
    ]
    assert [entry[0] for entry in groups if isinstance(entry, tuple)] == ["G01", "G02", "G03"]


def test_page_labels_are_roman_arabic_roman(bundle: tuple[Path, MergedFile]) -> None:
    labels = PdfReader(bundle[0]).page_labels
    assert labels == ["i", "ii", "iii", *map(str, range(1, 13)), "iv"]


def test_the_running_number_stands_at_the_outer_upper_corner(bundle: tuple[Path, MergedFile]) -> None:
    document = pypdfium2.PdfDocument(bundle[0])
    try:
        for running in range(1, 13):
            page = document[2 + running]
            width, height = page.get_size()
            text = page.get_textpage()
            searcher = text.search(str(running), match_whole_word=True)
            places = []
            while (hit := searcher.get_next()) is not None:
                places.append(text.get_charbox(hit[0]))
            outer = [
                box for box in places if box[1] > height - 60 and (box[0] > width - 60 if running % 2 else box[2] < 60)
            ]
            assert outer, running
    finally:
        document.close()


def test_the_rows_of_the_catalogue_are_links_to_their_items(
    bundle: tuple[Path, MergedFile], items: tuple[Item, ...]
) -> None:
    path, merged = bundle
    assert merged.links == len(items)
    with pikepdf.open(path) as pdf:
        pages = [page.obj.objgen for page in pdf.pages]
        targets = [
            pages.index(annotation.Dest[0].objgen)
            for page in pdf.pages[1:3]
            for annotation in page.obj.get("/Annots", [])
        ]
    assert targets == [merged.front + first - 1 for first in merged.first_pages]


def test_a_catalogue_without_a_page_column_gets_no_links_and_the_report_says_so(
    tmp_path: Path, face: Path, items: tuple[Item, ...]
) -> None:
    plain = paper_pdfs.paper(tmp_path / "list.pdf", [["题名", "G01"]], face)
    merged = merge(tmp_path / "b.pdf", front=[("目录", plain)], items=items[:1], metadata=METADATA, face=face)
    assert merged.links == 0
    assert len(merged.remarks) == 1


def test_the_stamp_says_its_six_cells_at_the_top_centre_of_the_first_page_only(bundle: tuple[Path, MergedFile]) -> None:
    found = texts(bundle[0])
    assert {"Z109", "2009", "0003", "DQ11", "30年", "3"} <= set(found[7].split())
    assert "Z109" not in found[8]
    document = pypdfium2.PdfDocument(bundle[0])
    try:
        page = document[3]
        bitmap = page.render(scale=1, crop=(0, page.get_height() - 105, 0, 0))
        picture = bytes(bitmap.buffer)
        red = [
            (index // 3 % bitmap.width, index // bitmap.stride)
            for index in range(0, len(picture) - 3, 3)
            if picture[index + 2] > picture[index] + 60
        ]
    finally:
        document.close()
    across = [x for x, _y in red]
    assert abs((min(across) + max(across)) / 2 - 297.6) < 3
    assert 120 < max(across) - min(across) < 132  # 45 mm are 127.6 pt


def test_a_stamp_leaves_its_place_rather_than_stand_on_writing(tmp_path: Path) -> None:
    in_the_middle = paper_pdfs.scan(tmp_path / "a.pdf", ink=[(250, 20, 350, 80)])
    place = stamp_place.place(in_the_middle)
    assert place is not None and place.moved
    assert place.x + 45 * 72 / 25.4 * place.scale <= 250 or place.x >= 350 or 841.89 - place.y <= 20
    free = stamp_place.place(paper_pdfs.scan(tmp_path / "b.pdf"))
    assert free is not None and not free.moved and free.scale == 1


@pytest.mark.parametrize("size", [(3, 3), (40, 842), (595, 12), (100, 100)])
def test_a_page_that_is_smaller_than_a_stamp_has_no_place_for_one(tmp_path: Path, size: tuple[int, int]) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=size)
        pdf.save(tmp_path / "a.pdf")
    place = stamp_place.place(tmp_path / "a.pdf")
    assert place is None or place.scale < 1


def test_a_stamp_that_finds_no_room_is_left_out_and_the_report_says_so(tmp_path: Path, face: Path) -> None:
    full = paper_pdfs.scan(tmp_path / "full.pdf", ink=[(x, 0, x + 8, 400) for x in range(0, 595, 16)])
    item = Item("G01-扫描", "扫描", (TERM,), "扫描", (full,), 1, stamp=stamp(1, 1))
    merged = merge(tmp_path / "b.pdf", items=[item], metadata=METADATA, face=face)
    assert len(merged.remarks) == 1 and "G01-扫描" in merged.remarks[0]
    assert "Z109" not in texts(tmp_path / "b.pdf")[0]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_marks_stand_upright_on_a_turned_page(tmp_path: Path, face: Path, rotate: int) -> None:
    path = paper_pdfs.paper(tmp_path / "turned.pdf", [["张喆"]], face, rotate=rotate, top=400)
    item = Item("G01-扫描", "扫描", (TERM,), "扫描", (path,), 1, stamp=stamp(7, 1))
    merge(tmp_path / "b.pdf", items=[item], metadata=METADATA, face=face)
    document = pypdfium2.PdfDocument(tmp_path / "b.pdf")
    try:
        page = document[0]
        width, _height = page.get_size()
        bitmap = page.render(scale=1)
        picture, stride = bytes(bitmap.buffer), bitmap.stride
        red = [
            (x, y)
            for y in range(bitmap.height)
            for x in range(bitmap.width)
            if picture[y * stride + 3 * x + 2] > picture[y * stride + 3 * x] + 60
        ]
    finally:
        document.close()
    across, down = [x for x, _y in red], [y for _x, y in red]
    assert abs((min(across) + max(across)) / 2 - width / 2) < 3
    assert max(down) < 100 and max(across) - min(across) > max(down) - min(down)


def test_a_page_that_leaves_its_graphics_state_changed_does_not_move_the_marks(tmp_path: Path, face: Path) -> None:
    path = paper_pdfs.paper(tmp_path / "a.pdf", [["张喆"]], face)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        page.Contents = Stream(pdf, b"0.1 0 0 0.1 300 5 cm\n" + page.Contents.read_bytes())
        pdf.save(path)
    merge(tmp_path / "b.pdf", items=[Item("a", "a", (), "a", (path,), 1)], metadata=METADATA, face=face)
    document = pypdfium2.PdfDocument(tmp_path / "b.pdf")
    try:
        text = document[0].get_textpage()
        left, bottom, *_rest = text.get_charbox(text.count_chars() - 1)
        assert left > 535 and bottom > 780
    finally:
        document.close()


def test_scripts_forms_attachments_and_launches_of_strangers_stay_behind(tmp_path: Path, face: Path) -> None:
    path = paper_pdfs.paper(tmp_path / "a.pdf", [["张喆"]], face)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        script = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
        page = pdf.pages[0]
        box = Array([0, 0, 9, 9])
        page.obj.AA = Dictionary(O=script)
        page.obj.Annots = Array(
            pdf.make_indirect(entry)
            for entry in (
                Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=box, A=Dictionary(S=Name.Launch, F="evil.exe")),
                Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=box, FT=Name.Tx, AA=Dictionary(K=script)),
                Dictionary(
                    Type=Name.Annot, Subtype=Name.Link, Rect=box, A=Dictionary(S=Name.URI, URI="https://example.org/")
                ),
                Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=box, A=Dictionary(S=Name.URI, URI="javascript:x")),
            )
        )
        pdf.Root.OpenAction = script
        pdf.Root.AcroForm = Dictionary(Fields=Array([page.obj.Annots[1]]))
        pdf.attachments["evil.exe"] = b"MZ"
        pdf.save(path)
    merge(tmp_path / "b.pdf", items=[Item("a", "a", (), "a", (path,), 1)], metadata=METADATA, face=face)
    raw = (tmp_path / "b.pdf").read_bytes()
    for sign in (b"JavaScript", b"Launch", b"AcroForm", b"EmbeddedFile", b"evil", b"/AA", b"javascript"):
        assert sign not in raw, sign
    with pikepdf.open(tmp_path / "b.pdf") as pdf:
        (kept,) = pdf.pages[0].obj.Annots
        assert str(kept.A.URI) == "https://example.org/"


def test_a_locked_or_broken_part_is_refused_by_name(tmp_path: Path, face: Path) -> None:
    sound = paper_pdfs.paper(tmp_path / "a.pdf", [["张喆"]], face)
    locked, broken = tmp_path / "锁.pdf", tmp_path / "坏.pdf"
    with pikepdf.open(sound) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="o", user="u"))
    broken.write_bytes(sound.read_bytes()[:300])
    for path in (locked, broken, tmp_path / "无.pdf"):
        with pytest.raises(InputError) as caught:
            merge(tmp_path / "b.pdf", items=[Item("G07-扫描", "", (), "", (path,), 1)], metadata=METADATA, face=face)
        assert "G07-扫描" in str(caught.value) and path.name in str(caught.value)
    assert not (tmp_path / "b.pdf").exists()


def test_an_item_with_other_pages_than_it_says_is_refused(tmp_path: Path, face: Path, items: tuple[Item, ...]) -> None:
    wrong = Item("G01", "", (), "", items[0].parts, 2)
    with pytest.raises(InputError, match="G01"):
        merge(tmp_path / "b.pdf", items=[wrong], metadata=METADATA, face=face)


def test_a_scan_stands_before_its_text_version_as_one_item(tmp_path: Path, face: Path, items: tuple[Item, ...]) -> None:
    signed = paper_pdfs.scan(tmp_path / "scan.pdf", pages=2)
    both = Item(
        "G01",
        "",
        (),
        "共勉协议书",
        (signed, *items[0].parts),
        5,
        headings_of(page_texts(items[0].parts[0]), [(1, "张喆")]),
    )
    merged = merge(tmp_path / "b.pdf", items=[both], metadata=METADATA, face=face)
    assert merged.pages == 5
    found = texts(tmp_path / "b.pdf")
    assert "张喆" not in found[0] and "张喆" in found[2]


def test_fonts_of_separate_papers_are_kept_once(tmp_path: Path, face: Path) -> None:
    """Each engine file brings its own copy of the same subset."""
    same = [
        Item(f"G{n}", "", (), "", (paper_pdfs.paper(tmp_path / f"{n}.pdf", [["共勉协议书", "张喆"]], face),), 1)
        for n in range(20)
    ]
    merge(tmp_path / "b.pdf", items=same, metadata=METADATA, face=face)
    with pikepdf.open(tmp_path / "b.pdf") as pdf:
        programs = {
            one.FontFile2.objgen
            for one in pdf.objects
            if isinstance(one, Dictionary) and one.get("/FontFile2") is not None
        }
        pages = len({page.obj.objgen for page in pdf.pages})
    assert len(programs) == 2  # the papers' and the marks'
    assert pages == 20
    assert all("张喆" in text for text in texts(tmp_path / "b.pdf"))


def test_a_bundle_within_a_bundle_keeps_its_own_letters(
    tmp_path: Path, face: Path, bundle: tuple[Path, MergedFile]
) -> None:
    merge(
        tmp_path / "b.pdf",
        items=[Item("a", "", (), "a", (bundle[0],), 16)],
        metadata=METADATA,
        face=face,
        edition="草稿",
    )
    assert "归档" in texts(tmp_path / "b.pdf")[3]


def test_the_bundle_says_what_it_is(bundle: tuple[Path, MergedFile]) -> None:
    found = PdfReader(bundle[0])
    assert found.metadata is not None
    assert (found.metadata.title, found.metadata.author, found.metadata.subject) == ("合订本", "影视艺术系党总支", TERM)
    assert str(found.metadata["/Keywords"]) == "共勉; 归档"
    assert str(found.metadata["/CreationDate"]).startswith("D:20090710")


def test_poppler_reads_the_bundle_without_complaint(bundle: tuple[Path, MergedFile]) -> None:
    pdfinfo = subprocess.run(["pdfinfo", bundle[0]], capture_output=True, text=True, check=False)
    assert (pdfinfo.returncode, pdfinfo.stderr) == (0, "")


@pytest.mark.slow
def test_the_same_items_give_the_same_bytes_whatever_the_hash_seed(
    tmp_path: Path, face: Path, items: tuple[Item, ...], bundle: tuple[Path, MergedFile]
) -> None:
    script = (
        "import pickle, sys; from docgen.bundle import merge; from pathlib import Path;"
        "a = pickle.load(sys.stdin.buffer); merge(Path(sys.argv[1]), **a)"
    )
    import pickle

    arguments = pickle.dumps({"items": items, "metadata": METADATA, "face": face, "edition": "草稿"})
    found = set()
    for seed in ("1", "2"):
        target = tmp_path / f"{seed}.pdf"
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", script, target], input=arguments, env=environment, check=True)
        found.add(target.read_bytes())
    assert len(found) == 1


def test_a_target_that_cannot_be_written_leaves_nothing_behind(
    tmp_path: Path, face: Path, items: tuple[Item, ...]
) -> None:
    with pytest.raises(OutputError):
        merge(tmp_path / "no" / "b.pdf", items=items, metadata=METADATA, face=face)
    (tmp_path / "b.pdf").mkdir()
    with pytest.raises(OutputError):
        merge(tmp_path / "b.pdf", items=items, metadata=METADATA, face=face)
    assert [path.name for path in tmp_path.iterdir()] == ["b.pdf"]


def test_a_face_without_a_character_is_refused_with_the_character(
    tmp_path: Path, face: Path, items: tuple[Item, ...]
) -> None:
    with pytest.raises(ConversionError, match="☃"):
        merge(tmp_path / "b.pdf", items=items, metadata=METADATA, face=face, edition="☃")


def test_headings_come_from_styles_and_outline_levels(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_heading("一、双方", 1)
    document.add_paragraph("甲")
    document.add_heading("（一）目标", 2)
    based = document.styles.add_style("自定", 1)
    based.base_style = document.styles["Heading 3"]
    document.add_paragraph("1. 措施", style="自定")
    document.add_heading("  ", 1)
    document.save(str(tmp_path / "a.docx"))
    assert headings((tmp_path / "a.docx").read_bytes()) == ((1, "一、双方"), (2, "（一）目标"), (3, "1. 措施"))


def test_a_level_that_is_no_number_makes_no_heading(tmp_path: Path) -> None:
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document()
    document.add_heading("一、双方", 1)
    for properties in (document.styles["Heading 1"].element, document.add_paragraph("甲")._p):
        properties.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="auto"/>'))
    document.styles["Heading 1"].element.pPr.remove(document.styles["Heading 1"].element.pPr[-2])
    document.save(str(tmp_path / "a.docx"))
    assert headings((tmp_path / "a.docx").read_bytes()) == ()


def test_a_heading_is_found_on_its_page_even_when_the_same_words_stood_before(tmp_path: Path, face: Path) -> None:
    path = paper_pdfs.paper(tmp_path / "a.pdf", [["目标", "一、目 标"], ["二、措", "施"], ["目标"]], face)
    found = headings_of(page_texts(path), [(1, "一、目标"), (1, "二、措施"), (2, "目标"), (1, "三、无此")])
    assert [(one.title, one.page) for one in found] == [("一、目标", 0), ("二、措施", 1), ("目标", 2)]
