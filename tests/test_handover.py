"""The folder for an archive office: opened with nothing but a text editor, a PDF reader and the schemas that lie in it."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from docgen import archives
from docgen.archives.handover import FORM, LIST, PROOF, hand_over, handover_list
from docgen.archives.seal import faults
from docgen.errors import ExitCode, OutputError
from tests import made_archives, paper_pdfs


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small archive whose rows have all that a catalogue must have."""
    work = tmp_path_factory.mktemp("handover")
    return made_archives.make(work, paper_pdfs.face(work / "faces"), "1")


@pytest.fixture(scope="module")
def handed(shelf: Path) -> Path:
    made = hand_over(shelf / "1", shelf.parent / "移交-1", archives.inspect(shelf / "1"))
    assert (made.items, made.pages) == (6, 12)
    return made.folder


def test_the_folder_has_the_four_parts_that_offices_ask_for(handed: Path, shelf: Path) -> None:
    assert sorted(path.name for path in handed.iterdir()) == ["其他", "文件目录.XML", "电子档案", "说明文件.TXT"]
    about = (handed / "说明文件.TXT").read_bytes()
    assert about.startswith(b"\xef\xbb\xbf") and b"\r\n" in about
    assert archives.digest(shelf / "1") in about.decode("utf-8-sig")
    form = (handed / "其他" / FORM).read_text(encoding="utf-8-sig")
    assert "6件，12页" in form and archives.digest(shelf / "1") in form and form.count("签名") == 2
    assert "真实性：通过" in (handed / "其他" / PROOF).read_text(encoding="utf-8-sig")


def test_catalogue_and_metadata_are_valid_by_the_schemas_that_lie_beside_them(handed: Path) -> None:
    for schema, found in (
        ("文件目录.xsd", [handed / LIST]),
        ("元数据.xsd", sorted((handed / "电子档案").rglob("*.XML"))),
    ):
        rules = etree.XMLSchema(etree.parse(handed / "其他" / schema))
        assert found
        for path in found:
            assert rules.validate(etree.parse(path)), (path.name, rules.error_log)
    broken = etree.parse(handed / LIST)
    next(broken.iter("档号")).text = "Z1"
    assert not etree.XMLSchema(etree.parse(handed / "其他/文件目录.xsd")).validate(broken)


def test_each_item_is_a_pdfa_of_its_own_named_by_its_number(handed: Path) -> None:
    listed = etree.parse(handed / LIST).getroot()
    assert len(listed) == 6
    for row in listed:
        path = handed / str(row.findtext("电子档案名称"))
        number = str(row.findtext("档号"))
        assert path.name == f"{number}.PDF" and not faults(path)
        with pikepdf.open(path) as pdf:
            assert len(pdf.pages) == 2
            assert pdf.docinfo.Title == row.findtext("题名") and pdf.Root.Lang == "zh-CN"
            with pdf.open_outline() as outline:
                assert len(outline.root) == 1 and outline.root[0].title
        metadata = etree.parse(path.with_suffix(".XML")).getroot()
        assert metadata.findtext("电子属性/数字摘要") == hashlib.sha256(path.read_bytes()).hexdigest()
        assert number[-4:] in "".join(archives.texts_of(path))


def test_the_list_to_be_signed_says_each_box_with_its_code_and_the_digest_of_all(shelf: Path) -> None:
    listed = handover_list(shelf / "1")
    (box,) = listed.boxes
    assert (box.items, box.pages, listed.items, listed.pages) == (6, 12, 6, 12)
    assert (box.first_item, box.last_item, listed.edition) == ("0001", "0006", "1")
    assert "".join(listed.digest.split()) == archives.digest(shelf / "1")
    assert box.code == archives.code_of(archives.bags(shelf / "1")[0])


@pytest.mark.slow
def test_the_list_to_be_signed_goes_along_in_two_copies(shelf: Path, tmp_path: Path) -> None:
    import docgen

    made = docgen.hand_over(shelf, folder=tmp_path / "移交")
    texts = archives.texts_of(made.folder / "其他/归档材料移交清册-1.pdf")
    assert sum(archives.digest(shelf / "1") in text for text in texts) == 2
    assert all(word in texts[0] for word in ("移交方", "接收方", "经手人（签字）"))
    assert "归档材料移交清册-1.pdf" in (made.folder / "其他/校验值.TXT").read_text(encoding="utf-8-sig")


def test_every_file_stands_in_the_list_of_checksums(handed: Path) -> None:
    lines = (handed / "其他/校验值.TXT").read_text(encoding="utf-8-sig").splitlines()
    there = {path.relative_to(handed).as_posix() for path in handed.rglob("*") if path.is_file()}
    assert {line.split("  ", 1)[1] for line in lines} == there - {"其他/校验值.TXT"}
    for line in lines:
        digest, name = line.split("  ", 1)
        assert hashlib.sha256((handed / name).read_bytes()).hexdigest() == digest


@pytest.mark.slow
def test_nothing_is_written_over_and_nothing_unsound_is_handed_over(
    handed: Path, shelf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from docgen.cli import run

    with pytest.raises(OutputError):
        hand_over(shelf / "1", handed, archives.inspect(shelf / "1"))
    kept = Path(shutil.copytree(shelf, tmp_path / "archive"))
    (kept / "1/盒脊标签.pdf").unlink()
    assert run(["handover", str(kept)]) == ExitCode.ARCHIVE
    assert "盒脊标签.pdf" in capsys.readouterr().err
    assert not list(tmp_path.glob("移交*"))
