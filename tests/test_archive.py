"""The archive: numbers, seal, bags, editions; and that no tampering stays unnamed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import bagit
import pikepdf
import pytest
from pikepdf import pdfa

from docgen import archives
from docgen.archives import ArchiveReference, Quality, Verdict, verify
from docgen.archives.bag import make_bag
from docgen.errors import ArchiveError, InputError, OutputError
from tests import made_archives, paper_pdfs

BAG = "2009-07-10/2009-D30"


@pytest.fixture(scope="session")
def face(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return paper_pdfs.face(tmp_path_factory.mktemp("faces"))


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, face: Path) -> Path:
    return made_archives.make(tmp_path_factory.mktemp("made"), face)


@pytest.fixture
def kept(made: Path, tmp_path: Path) -> Path:
    """A copy to be tampered with."""
    return Path(shutil.copytree(made, tmp_path / "archive"))


def errors(verdict: Verdict) -> str:
    return "\n".join(map(str, verdict.findings))


def reseal(kept: Path) -> None:
    """Do what a careful forger does: make all checksums anew."""
    bag = bagit.Bag(str(kept / BAG))
    bag.save(manifests=True)
    edition = kept / "2009-07-10"
    (edition / "edition.json").unlink()
    from docgen.archives.edition_contents import register

    register(edition)


def change_json(path: Path, change: Callable[[dict[str, object]], None]) -> None:
    value = json.loads(path.read_text(encoding="utf-8"))
    change(value)
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def change_pdf(path: Path, change: Callable[[pikepdf.Pdf], None]) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        change(pdf)
        pdf.save(path)


@pytest.mark.skipif(os.name != "posix", reason="pipes with a name are POSIX")
@pytest.mark.parametrize(
    "name", ["current", "*/edition.json", "*/*/data/catalogue.json", "*/*/bag-info.txt", "index.html"]
)
@pytest.mark.parametrize("hostile", ["a pipe", "very deep", "no text"])
def test_what_docgen_wrote_for_itself_is_read_like_anything_from_outside(kept: Path, name: str, hostile: str) -> None:
    for path in list(kept.glob(name)):
        path.unlink()
        if hostile == "a pipe":
            os.mkfifo(path)
        else:
            path.write_bytes(b"[" * 200_000 if hostile == "very deep" else b"\xff\xfe\x00")
    try:
        assert not verify(kept).is_sound or name == "index.html"
    except ArchiveError as error:
        assert name == "current" and error.hint


# ---- 档号


def test_an_archive_number_is_written_as_the_standard_shows_it() -> None:
    text = archives.reference("Z109", 2009, "D30", "DQ11", 1)
    assert text == "Z109-WS·2009-D30-DQ11-0001"
    assert ArchiveReference.parse(text) == ArchiveReference("Z109", 2009, "D30", "DQ11", 1)
    assert ArchiveReference.parse(text).box == "2009-D30"


@pytest.mark.parametrize(
    ("fonds", "year", "retention", "number"),
    [
        ("Z10", 2009, "D30", 1),
        ("Z109", 99999, "D30", 1),
        ("Z109", 2009, "D20", 1),
        ("Z109", 2009, "Y", 0),
        ("Z109", 2009, "Y", 10000),
    ],
)
def test_an_archive_number_that_breaks_the_standard_is_refused(
    fonds: str, year: int, retention: str, number: int
) -> None:
    with pytest.raises(ArchiveError):
        archives.reference(fonds, year, retention, "DQ11", number)


def test_missing_item_numbers_are_named() -> None:
    assert archives.gaps([1, 2, 5, 6]) == (3, 4)
    assert archives.gaps([]) == ()


# ---- seal


def test_a_sealed_bundle_is_proven_pdfa_and_still_has_bookmarks_labels_and_text(made: Path) -> None:
    path = made / BAG / "data" / "合订本.pdf"
    assert pdfa.validate_written(path, "2b").verdict == "pass"
    with pikepdf.open(path) as pdf:
        assert str(pdf.open_metadata()["pdfaid:part"]) == "2"
        assert [str(page.label) for page in pdf.pages][:3] == ["i", "1", "2"]
        with pdf.open_outline() as outline:
            assert [entry.title for entry in outline.root][1] == made_archives.TERM


def test_sealing_the_same_bundle_twice_gives_the_same_bytes(tmp_path: Path, face: Path) -> None:
    made_archives.bundle(tmp_path / "a.pdf", tmp_path, face)
    first = (tmp_path / "a.pdf").read_bytes()
    time.sleep(1.1)  # the seconds of xmp:MetadataDate
    made_archives.bundle(tmp_path / "a.pdf", tmp_path, face)
    assert (tmp_path / "a.pdf").read_bytes() == first


def test_a_scan_is_sealed_with_the_rest(tmp_path: Path, face: Path) -> None:
    from docgen.bundle import Item, Metadata, merge

    path = paper_pdfs.scan(tmp_path / "scan.pdf")
    merge(tmp_path / "b.pdf", items=[Item("a", "a", (), "a", (path,), 1)], metadata=Metadata("a"), face=face)
    assert archives.seal(tmp_path / "b.pdf", on=made_archives.DAY).pages == 1


@pytest.mark.parametrize("kilobytes", [4, 40, 200])
def test_a_disk_that_is_full_is_said_and_the_old_file_kept(
    tmp_path: Path, small_disk: Callable[[int], Path], kilobytes: int
) -> None:
    place = small_disk(kilobytes)
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        page.Contents = pikepdf.Stream(pdf, b"% " + os.urandom(200_000).hex().encode() + b"\n")
        pdf.save(tmp_path / "a.pdf")
    (place / "合订本.pdf").write_bytes(b"old")
    with pytest.raises(OutputError, match=r"合订本\.pdf"):
        archives.seal(tmp_path / "a.pdf", place / "合订本.pdf", on=made_archives.DAY)
    assert [(one.name, one.read_bytes()) for one in place.iterdir()] == [("合订本.pdf", b"old")]


def test_what_cannot_be_pdfa_is_refused_and_the_old_file_kept(tmp_path: Path, face: Path) -> None:
    path = paper_pdfs.paper(tmp_path / "a.pdf", [["张喆"]], face)
    helvetica = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)

    def not_embedded(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources.Font.H = helvetica
        pdf.pages[0].Contents = pikepdf.Stream(pdf, b"BT /H 9 Tf 9 9 Td (x) Tj ET")

    change_pdf(path, not_embedded)
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match="PDF/A"):
        archives.seal(path, on=made_archives.DAY)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["a.pdf"]


# ---- bags


def test_a_bag_is_valid_for_the_bagit_program_itself(made: Path) -> None:
    found = subprocess.run([sys.executable, "-m", "bagit", "--validate", made / BAG], capture_output=True, check=False)
    assert found.returncode == 0, found.stderr
    assert "BagIt-Version: 1.0" in (made / BAG / "bagit.txt").read_text(encoding="utf-8")
    assert bagit.Bag(str(made / BAG)).info["Item-Count"] == "6"


def test_two_bags_of_the_same_content_are_the_same_to_the_byte(tmp_path: Path) -> None:
    payload = {"乙.txt": b"2", "a/甲.txt": b"1", "100.txt": b"3"}
    for name in ("one", "two"):
        make_bag(tmp_path / name / "bag", payload, {"Bagging-Date": "2009-07-10"})
    first, second = (
        {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
        for root in (tmp_path / "one", tmp_path / "two")
    )
    assert first == second and len(first) == 9
    assert b"Bagging-Date: 2009-07-10" in first["bag/bag-info.txt"]


@pytest.mark.skipif(os.name != "posix", reason="the umask is POSIX")
@pytest.mark.parametrize("umask", [0o077, 0o002])
def test_a_bag_is_as_open_to_colleagues_as_the_umask_says(umask: int, tmp_path: Path) -> None:
    before = os.umask(umask)
    try:
        make_bag(tmp_path / "bag", {"a": b"1"}, {"Bagging-Date": "2009-07-10"})
    finally:
        os.umask(before)
    modes = {path.is_dir(): path.stat().st_mode & 0o777 for path in [tmp_path / "bag", *(tmp_path / "bag").rglob("*")]}
    assert modes == {True: 0o777 & ~umask, False: 0o666 & ~umask}


def test_a_bag_is_never_written_over(tmp_path: Path) -> None:
    make_bag(tmp_path / "bag", {"a": b"1"}, {})
    with pytest.raises(ArchiveError):
        make_bag(tmp_path / "bag", {"a": b"2"}, {})
    assert (tmp_path / "bag/data/a").read_bytes() == b"1"


@pytest.mark.parametrize("name", ["../a", "/a", "a/../b", "a:b", "c ", "a\nb", "100%", ""])
def test_a_payload_name_that_would_leave_the_bag_or_not_survive_windows_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ArchiveError):
        make_bag(tmp_path / "bag", {name: b"1"}, {})
    assert not list(tmp_path.iterdir())


# ---- editions


def test_a_new_edition_stands_beside_the_old_one_and_current_names_it(made: Path, kept: Path) -> None:
    with archives.staged(kept, "2009-09-01") as stage:
        make_bag(stage / "2009-D30", {"a": b"1"}, {})
    assert archives.editions(kept) == ("2009-07-10", "2009-09-01")
    assert archives.current(kept) == kept / "2009-09-01"
    assert verify(kept / "2009-07-10").is_sound


def test_an_edition_is_never_written_over(kept: Path) -> None:
    with pytest.raises(ArchiveError), archives.staged(kept, "2009-07-10"):
        pytest.fail("no work is done for it")
    assert verify(kept).is_sound


def test_work_that_fails_leaves_no_edition_and_the_old_one_in_force(kept: Path) -> None:
    with pytest.raises(ZeroDivisionError), archives.staged(kept, "2009-09-01") as stage:
        (stage / "half").write_bytes(b"1")
        raise ZeroDivisionError
    assert sorted(path.name for path in kept.iterdir()) == ["2009-07-10", "current"]


def test_what_a_killed_run_left_is_swept_after_a_day_and_not_before(kept: Path) -> None:
    old, young = kept / ".staged-old", kept / ".staged-young"
    for folder in (old, young):
        folder.mkdir()
    os.utime(old, (time.time() - 2 * 24 * 3600,) * 2)
    with archives.staged(kept, "2009-09-01") as stage:
        (stage / "index.html").write_bytes(b"")
    assert not old.exists() and young.exists()


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="kill -9")
@pytest.mark.parametrize("after", [0.0, 0.05, 0.12, 0.2, 0.3, 0.45])
def test_a_kill_at_any_moment_leaves_a_whole_edition_in_force(kept: Path, after: float) -> None:
    script = (
        "import sys; from pathlib import Path; from docgen import archives\n"
        "print('ready', flush=True)\n"
        "for number in range(1000):\n"
        "    with archives.staged(Path(sys.argv[1]), f'late-{number:04}') as stage:\n"
        "        archives.make_bag(stage / 'bag', {f'{n}.txt': b'x' * 1000 for n in range(20)}, {})\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script, kept], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    edition = archives.current(kept)
    assert edition is not None
    if edition.name == "2009-07-10":
        assert verify(edition).is_sound
    else:
        assert bagit.Bag(str(edition / "bag")).is_valid()


def supplemented(kept: Path, face: Path, work: Path, first: int) -> Path:
    """Publish an edition that carries the old bag over and adds one whose item numbers begin with ``first``."""
    catalogue, data = made_archives.bundle(work / "合订本.pdf", work, face, first=first)
    with archives.staged(kept, "2009-09-01") as stage:
        shutil.copytree(kept / BAG, stage / "2009-D30")
        payload = made_archives.payload(work / "合订本.pdf", catalogue, data)
        make_bag(stage / "2009-D30-b2", payload, archives.bag_information(catalogue, made_archives.DAY))
        made_archives.loose(stage, face)
    return kept / "2009-09-01"


def test_a_supplement_goes_on_with_the_next_numbers_and_leaves_the_first_bag_as_it_was(
    kept: Path, face: Path, tmp_path: Path
) -> None:
    before = {path.name: path.read_bytes() for path in (kept / BAG).iterdir() if path.is_file()}
    edition = supplemented(kept, face, tmp_path, 7)
    assert errors(verify(kept)) == ""
    assert {path.name: path.read_bytes() for path in (edition / "2009-D30").iterdir() if path.is_file()} == before
    added = archives.catalogue_of(edition / "2009-D30-b2").lines
    assert [archives.ArchiveReference.parse(line.reference).number for line in added] == [7, 8, 9, 10, 11, 12]


@pytest.mark.parametrize(("first", "named"), [(8, "0007"), (6, "0006")])
def test_a_supplement_that_skips_or_repeats_a_number_is_named(
    kept: Path, face: Path, tmp_path: Path, first: int, named: str
) -> None:
    supplemented(kept, face, tmp_path, first)
    assert f"Z109-WS·2009-D30-DQ11-{named}" in errors(verify(kept))


@pytest.mark.slow
@pytest.mark.libreoffice
def test_scans_and_papers_of_both_engines_are_sealed_together_with_stamps_and_bookmarks(
    tmp_path: Path, face: Path
) -> None:
    import docx

    from docgen import convert, fonts
    from docgen.bundle import Item, Metadata, Stamp, merge
    from docgen.bundle.headings import headings, headings_of, page_texts
    from docgen.convert import WordFile

    document = docx.Document()
    document.add_heading("一、共勉目标", 1)
    document.add_paragraph("张喆 李䶮 0081001")
    document.save(str(tmp_path / "a.docx"))
    word = (tmp_path / "a.docx").read_bytes()
    faces = fonts.prepare("一、共勉目标张喆李䶮0123456789年ZDQ-归档", tmp_path / "faces")
    items = []
    for number, engine in enumerate((convert.EMBEDDED, convert.LIBREOFFICE), 1):
        (made,) = convert.choose(engine, faces).convert([WordFile("a", word)])
        assert isinstance(made, bytes), made
        path = tmp_path / f"{engine}.pdf"
        path.write_bytes(made)
        signed = paper_pdfs.scan(tmp_path / f"{engine}-scan.pdf")
        where = headings_of(page_texts(path), headings(word))
        assert [one.title for one in where] == ["一、共勉目标"]
        mark = Stamp("Z109", "2009", f"{number:04}", "DQ11", "30年", "2")
        items.append(Item(engine, engine, ("学期",), engine, (signed, path), 2, where, stamp=mark))
    target = tmp_path / "合订本.pdf"
    merged = merge(target, items=items, metadata=Metadata("合订本"), face=face, edition="归档")
    assert merged.remarks == ()
    assert archives.seal(target, on=made_archives.DAY).pages == 4
    assert pdfa.validate_written(target, "2b").verdict == "pass"
    texts = archives.texts_of(target)
    assert all("张喆" in texts[page] and "李䶮" in texts[page] for page in (1, 3))


def test_a_pointer_to_nowhere_is_said(kept: Path) -> None:
    (kept / "current").write_text("2010-01-01\n", encoding="utf-8")
    verdict = verify(kept)
    assert not verdict.is_sound and "2010-01-01" in errors(verdict)


@pytest.mark.parametrize("moved", [True, False], ids=["moved", "not yet moved"])
def test_an_edition_that_was_moved_into_place_but_not_named_is_adopted(tmp_path: Path, moved: bool) -> None:
    shelf = tmp_path / "archive"
    (shelf / ("1" if moved else ".staged-1")).mkdir(parents=True)
    (shelf / ".publishing").write_text("1\n", encoding="utf-8")
    assert archives.adopt(shelf) == (shelf / "1" if moved else None)
    assert archives.current(shelf) == (shelf / "1" if moved else None)
    assert not (shelf / ".publishing").exists()
    assert archives.adopt(shelf) is None


def test_an_older_edition_that_somebody_put_back_in_force_stays_so(kept: Path) -> None:
    shutil.copytree(kept / "2009-07-10", kept / "2010-07-10")
    assert archives.adopt(kept) is None
    assert archives.current(kept) == kept / "2009-07-10"


# ---- verify


def test_a_sound_archive_has_no_findings_and_says_what_was_looked_at(made: Path) -> None:
    verdict = verify(made)
    assert errors(verdict) == ""
    assert verdict.checked == {"bags": 1, "editions": 1, "files": 15, "items": 6, "pages": 14, "words": 18}
    assert json.dumps(verdict.as_json())


def test_a_folder_that_is_no_archive_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        verify(tmp_path)


def test_a_flipped_byte_is_named(kept: Path) -> None:
    path = kept / BAG / "data" / "合订本.pdf"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert any(
        finding.file == f"{BAG}/data/合订本.pdf" and finding.quality is Quality.AUTHENTIC
        for finding in verify(kept).findings
    )


def test_a_flipped_byte_in_any_file_is_named(kept: Path) -> None:
    for path in sorted(path for path in kept.rglob("*") if path.is_file() and path.name != "current"):
        before = path.read_bytes()
        path.write_bytes(bytes([before[0] ^ 1]) + before[1:])
        assert path.name in errors(verify(kept)), path
        path.write_bytes(before)
    assert verify(kept).is_sound


def test_a_missing_file_is_named(kept: Path) -> None:
    (kept / BAG / "data" / "data.json").unlink()
    assert any(f.quality is Quality.COMPLETE and f.file.endswith("data/data.json") for f in verify(kept).findings)


def test_a_missing_index_page_is_named(kept: Path) -> None:
    (kept / "2009-07-10" / "index.html").unlink()
    assert "index.html" in errors(verify(kept))


def test_a_missing_bag_is_named(kept: Path) -> None:
    shutil.copytree(kept / BAG, kept / "2009-07-10" / "2009-Y")
    shutil.rmtree(kept / BAG)
    assert "2009-D30" in errors(verify(kept))


@pytest.mark.parametrize("where", ["2009-D30/data/私货.exe", "2009-D30/私货.txt", "私货.txt", "2009-D30/data/sub/私货"])
def test_an_extra_file_is_named(kept: Path, where: str) -> None:
    path = kept / "2009-07-10" / where
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"1")
    assert any(f.quality is Quality.SAFE and "私货" in f.file for f in verify(kept).findings)


def test_a_truncated_bundle_is_named(kept: Path) -> None:
    path = kept / BAG / "data" / "合订本.pdf"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    found = verify(kept)
    assert {Quality.AUTHENTIC, Quality.USABLE} <= {f.quality for f in found.findings if f.file.endswith("合订本.pdf")}


@pytest.mark.parametrize("forged", [False, True], ids=["plain", "checksums made anew"])
def test_a_removed_page_is_named_with_its_item(kept: Path, forged: bool) -> None:
    change_pdf(kept / BAG / "data" / "合订本.pdf", lambda pdf: pdf.pages.__delitem__(4))
    if forged:
        reseal(kept)
    found = errors(verify(kept))
    assert "G01-共勉计划备案表" in found and "13" in found and "14" in found


@pytest.mark.parametrize("forged", [False, True], ids=["plain", "checksums made anew"])
def test_a_swapped_item_is_named(kept: Path, forged: bool) -> None:
    def swap(pdf: pikepdf.Pdf) -> None:
        third, fourth = pdf.pages[5].obj, pdf.pages[9].obj
        pdf.pages[5], pdf.pages[9] = pikepdf.Page(fourth), pikepdf.Page(third)

    change_pdf(kept / BAG / "data" / "合订本.pdf", swap)
    if forged:
        reseal(kept)
    found = errors(verify(kept))
    assert "G02-共勉协议书" in found and "G03-共勉协议书" in found and "0081002" in found


@pytest.mark.parametrize("forged", [False, True], ids=["plain", "checksums made anew"])
def test_a_changed_name_in_the_data_is_named(kept: Path, forged: bool) -> None:
    path = kept / BAG / "data" / "data.json"
    path.write_text(path.read_text(encoding="utf-8").replace("欧阳王堃", "王李"), encoding="utf-8")
    if forged:
        reseal(kept)
    found = errors(verify(kept))
    assert forged or "data.json" in found
    assert "王李" in found and "G02-共勉协议书" in found


def test_one_changed_cell_of_the_data_is_named(kept: Path) -> None:
    def one_cell(value: dict[str, object]) -> None:
        value["文件"]["G03-共勉协议书"]["数据"]["成员"][0]["编号"] = "0081999"  # type: ignore[index]

    change_json(kept / BAG / "data" / "data.json", one_cell)
    reseal(kept)
    found = errors(verify(kept))
    assert "0081999" in found and "0081003" in found and "G03-共勉协议书" in found


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("序号", 7),
        ("档号", "Z109-WS·2009-D30-DQ11-0007"),
        ("档号", "Z109-WS·2009-Y-DQ11-0003"),
        ("起始页", 9),
        ("页数", 3),
        ("档号", ""),
    ],
)
def test_a_changed_row_of_the_catalogue_is_named(kept: Path, column: str, value: object) -> None:
    def third_row(catalogue: dict[str, object]) -> None:
        catalogue["文件"][2][column] = value  # type: ignore[index]

    change_json(kept / BAG / "data" / "catalogue.json", third_row)
    reseal(kept)
    found = errors(verify(kept))
    assert "G02-共勉协议书" in found or "0003" in found


def test_a_row_that_was_taken_out_is_named_by_its_number(kept: Path) -> None:
    change_json(kept / BAG / "data" / "catalogue.json", lambda catalogue: catalogue["文件"].__delitem__(3))  # type: ignore[attr-defined]
    reseal(kept)
    found = errors(verify(kept))
    assert "0004" in found and "G02-共勉计划备案表" in found


def test_a_script_that_was_put_in_is_named(kept: Path) -> None:
    def script(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="x")
        pdf.attachments["a.exe"] = b"MZ"

    change_pdf(kept / BAG / "data" / "合订本.pdf", script)
    reseal(kept)
    found = [str(f) for f in verify(kept).of(Quality.SAFE)]
    assert any("OpenAction" in one for one in found) and any("EmbeddedFiles" in one for one in found)


def test_an_encrypted_bundle_is_named(kept: Path) -> None:
    path = kept / BAG / "data" / "合订本.pdf"
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="o", user="u"))
    reseal(kept)
    assert any(f.file.endswith("合订本.pdf") for f in verify(kept).of(Quality.USABLE))


def test_a_bundle_that_is_no_longer_pdfa_is_named(kept: Path) -> None:
    def stripped(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.OutputIntents
        del pdf.Root.Metadata

    change_pdf(kept / BAG / "data" / "合订本.pdf", stripped)
    reseal(kept)
    assert any("PDF/A" in str(f) for f in verify(kept).of(Quality.USABLE))


@pytest.fixture
def shelf(kept: Path, face: Path) -> Path:
    """Two editions, 1 and 2; the second carries the first one's bag over and is in force."""
    (kept / "2009-07-10").rename(kept / "1")
    with archives.staged(kept, "2") as stage:
        shutil.copytree(kept / "1/2009-D30", stage / "2009-D30")
        made_archives.loose(stage, face)
    return kept


def test_older_editions_that_are_whole_are_looked_at_and_leave_the_archive_sound(shelf: Path) -> None:
    (shelf / "Thumbs.db").write_bytes(b"1")
    (shelf / ".staged-x").mkdir()
    verdict = verify(shelf)
    assert verdict.is_sound
    assert [one.file for one in verdict.findings] == [".staged-x", "Thumbs.db"]
    assert verdict.checked["editions"] == 2
    assert verdict.checked["items"] == 6, "what was carried over is looked into once"


@pytest.mark.parametrize(
    ("harm", "named"),
    [
        (lambda at: (at / "1/2009-D30/data/合订本.pdf").write_bytes(b"%PDF-1.7"), "1/2009-D30/data/合订本.pdf"),
        (lambda at: (at / "1/index.html").write_text("<!doctype html> "), "1/index.html"),
        (lambda at: shutil.rmtree(at / "1/2009-D30"), "1/2009-D30/tagmanifest-sha256.txt"),
        (lambda at: shutil.rmtree(at / "1"), "1："),
        (lambda at: (at / "说明.docx").write_bytes(b"1"), "说明.docx"),
        (lambda at: (at / "备份").mkdir(), "备份"),
        (lambda at: (at / "current").unlink(), "current"),
    ],
    ids=["altered", "page altered", "bag deleted", "deleted", "stray file", "stray folder", "no pointer"],
)
def test_an_altered_or_missing_older_edition_and_stray_files_are_named(
    shelf: Path, harm: Callable[[Path], object], named: str
) -> None:
    harm(shelf)
    verdict = verify(shelf)
    assert not verdict.is_sound
    assert named in errors(verdict)


def test_an_older_edition_forged_with_all_its_checksums_is_caught_by_its_content(shelf: Path) -> None:
    path = shelf / "1/2009-D30/data" / archives.DATA
    path.write_text(path.read_text(encoding="utf-8").replace("张喆", "李四"), encoding="utf-8")
    bagit.Bag(str(shelf / "1/2009-D30")).save(manifests=True)
    (shelf / "1/edition.json").unlink()
    archives.register(shelf / "1")
    assert "1/2009-D30/data/合订本.pdf：G01-共勉协议书" in errors(verify(shelf))


def test_every_fault_is_reported_in_one_go(kept: Path) -> None:
    data = kept / BAG / "data"
    (data / "data.json").unlink()
    (data / "extra.txt").write_bytes(b"1")
    change_pdf(data / "合订本.pdf", lambda pdf: pdf.pages.__delitem__(4))
    found = verify(kept)
    assert {f.quality for f in found.findings} >= {Quality.AUTHENTIC, Quality.COMPLETE, Quality.SAFE}


def test_a_word_that_a_template_leaves_out_is_recorded_not_refused(face: Path, tmp_path: Path) -> None:
    document = made_archives.documents()[0]
    entry = archives.filed_data(document, "张喆")
    assert entry.shown == ("张喆",)
    assert entry.hidden == ("0081001", "影艺〔2009〕1号")


def test_dates_are_written_as_days() -> None:
    assert archives.dump({"日": date(2009, 7, 10)}) == '{\n "日": "2009-07-10"\n}\n'.encode()
