"""Bags are read as RFC 8493 has them: what the bagit program finds sound or faulty is found so here, and by name."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

import bagit
import pytest

from docgen.archives.bag import check_bag, make_bag
from docgen.archives.verdict import Notes
from docgen.errors import ArchiveError

PAYLOAD = {"甲.txt": "张喆".encode(), "附件/乙.txt": b"2"}


def faults(folder: Path) -> list[str]:
    notes = Notes()
    check_bag(folder, notes)
    return [str(finding) for finding in notes.verdict().findings]


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    make_bag(tmp_path / "bag", PAYLOAD, {"Bagging-Date": "2009-07-10", "External-Description": "第一学期"})
    return tmp_path / "bag"


def put(path: str, text: str) -> Callable[[Path], object]:
    return lambda bag: (bag / path).write_text(text, encoding="utf-8")


def change(path: str, old: str, new: str) -> Callable[[Path], object]:
    def at(bag: Path) -> None:
        text = (bag / path).read_text(encoding="utf-8")
        assert old in text
        (bag / path).write_text(text.replace(old, new), encoding="utf-8")

    return at


def seal(bag: Path) -> None:
    """Write the tag manifests anew, as a careful forger does."""
    files = sorted(path for path in bag.glob("*.txt") if not path.name.startswith("tagmanifest-"))
    for algorithm in ("sha256", "sha512"):
        lines = (f"{hashlib.new(algorithm, path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)
        (bag / f"tagmanifest-{algorithm}.txt").write_text("".join(lines), encoding="utf-8")


def resealed(harm: Callable[[Path], object]) -> Callable[[Path], object]:
    def at(bag: Path) -> None:
        harm(bag)
        seal(bag)

    return at


def add_line(path: str, line: str) -> Callable[[Path], object]:
    def at(bag: Path) -> None:
        with (bag / path).open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    return at


def without_manifests(bag: Path) -> None:
    for path in bag.glob("manifest-*.txt"):
        path.unlink()


LINE = "0" * 64 + "  "


@pytest.mark.parametrize(
    ("harm", "named"),
    [
        (put("data/甲.txt", "李四"), "data/甲.txt"),
        (lambda bag: (bag / "data/附件/乙.txt").unlink(), "data/附件/乙.txt"),
        (put("data/丙.txt", ""), "data/丙.txt"),
        (change("bag-info.txt", "第一学期", "第二学期"), "bag-info.txt"),
        (resealed(change("bag-info.txt", ".2\n", ".3\n")), "bag-info.txt"),
        (resealed(add_line("bag-info.txt", "一行无标签")), "bag-info.txt"),
        (lambda bag: (bag / "manifest-sha512.txt").unlink(), "manifest-sha512.txt"),
        (resealed(without_manifests), "manifest-sha256.txt"),
        (resealed(add_line("manifest-sha256.txt", LINE + "data/甲.txt")), "manifest-sha256.txt"),
        (resealed(add_line("manifest-sha256.txt", LINE + "../outside.txt")), "manifest-sha256.txt"),
        (resealed(add_line("manifest-sha256.txt", LINE + "/etc/passwd")), "manifest-sha256.txt"),
        (resealed(change("bagit.txt", "1.0", "3.0")), "bagit.txt"),
        (resealed(change("bagit.txt", "1.0", "one")), "bagit.txt"),
        (resealed(change("bagit.txt", "UTF-8", "utf-thing")), "bag-info.txt"),
        (resealed(change("bagit.txt", "Tag-File", "Tags")), "bag-info.txt"),
        (resealed(change("bagit.txt", "BagIt-Version", "\ufeffBagIt-Version")), "bagit.txt"),
        (put("bagit.txt", ""), "bagit.txt"),
    ],
)
def test_a_fault_that_the_bagit_program_finds_is_found_and_the_file_named(
    bag: Path, harm: Callable[[Path], object], named: str
) -> None:
    assert faults(bag) == [] and bagit.Bag(str(bag)).is_valid()
    harm(bag)
    with pytest.raises(bagit.BagError):
        bagit.Bag(str(bag)).validate()
    assert any(f" {named}：" in fault for fault in faults(bag)), faults(bag)


def drop_line(bag: Path) -> None:
    path = bag / "manifest-sha512.txt"
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[1:]), encoding="utf-8")


@pytest.mark.parametrize(
    "harm",
    [
        resealed(drop_line),
        resealed(add_line("manifest-sha512.txt", "no checksum")),
        resealed(add_line("manifest-sha512.txt", LINE + "bag-info.txt")),
        resealed(add_line("manifest-sha512.txt", LINE + "data/" + "长" * 5000)),
        resealed(add_line("manifest-sha512.txt", LINE + "data/a\0b")),
        resealed(lambda bag: (bag / "data/loop").symlink_to(bag / "data/loop")) if os.name == "posix" else put("a", ""),
        resealed(change("bagit.txt", "UTF-8", "a\0b")),
        resealed(change("bagit.txt", "UTF-8", "rot13")),
        lambda bag: (bag / "notes.txt").write_bytes(b"1"),
        lambda bag: (bag / "tagmanifest-sha256.txt").write_bytes(b"\xff"),
    ],
    ids=[
        "a file in one manifest only",
        "no checksum",
        "a tag file as payload",
        "a name too long",
        "a zero",
        "a link to itself",
        "a zero as encoding",
        "no encoding of text",
        "a file of nobody's",
        "not UTF-8",
    ],
)
def test_what_the_standard_forbids_is_found_though_the_bagit_program_may_let_it_pass(
    bag: Path, harm: Callable[[Path], object]
) -> None:
    harm(bag)
    assert faults(bag)


@pytest.mark.parametrize("algorithms", [["md5"], ["sha1", "sha256"], ["sha512", "blake2b", "sha3_256"]])
def test_a_bag_of_the_bagit_program_is_sound(tmp_path: Path, algorithms: list[str]) -> None:
    for name in ("甲 乙.txt", "folder/two\nlines.txt", "folder/*star.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name, encoding="utf-8")
    bagit.make_bag(str(tmp_path), {"Contact-Name": ["张喆", "李四"]}, checksums=algorithms)
    assert faults(tmp_path) == []


def test_a_tag_file_may_have_values_on_several_lines_labels_in_capitals_and_any_line_ends(bag: Path) -> None:
    info = bag / "bag-info.txt"
    text = (
        info.read_bytes()
        .replace("第一学期".encode(), "第一\n  学期".encode())
        .replace(b"Payload-Oxum", b"PAYLOAD-oxum")
    )
    info.write_bytes(b"Contact-Name: \r" + text.replace(b"\n", b"\r\n"))
    seal(bag)
    assert bagit.Bag(str(bag)).info["External-Description"].split() == ["第一", "学期"]
    assert faults(bag) == []


def test_a_name_that_a_file_system_spells_in_another_form_is_the_same_name(bag: Path, tmp_path: Path) -> None:
    make_bag(tmp_path / "other", {"Café.txt": b"1"}, {})
    path = tmp_path / "other/data" / "Café.txt"
    path.rename(path.with_name(unicodedata.normalize("NFD", path.name)))
    assert bagit.Bag(str(tmp_path / "other")).is_valid()
    assert faults(tmp_path / "other") == []


def test_a_bag_that_came_out_faulty_is_never_moved_into_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docgen.archives.bag.sync_folder", lambda folder: (folder / "extra.txt").write_bytes(b"1"))
    with pytest.raises(ArchiveError, match=r"extra\.txt"):
        make_bag(tmp_path / "bag", PAYLOAD, {})
    assert list(tmp_path.iterdir()) == []
