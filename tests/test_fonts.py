"""Faces: made on demand, the same whatever else is in the cache, whole whoever makes them."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pylopdf_fonts_zh_cn
import pytest
from fontTools.ttLib import TTFont

from docgen import fonts
from docgen.cache import folder as cache_folder
from docgen.errors import OutputError
from docgen.fonts import machine
from docgen.fonts.outlines import convert, repertoire
from docgen.fonts.substitution import FACES, Face, SourceFont

RARE = "喆堃䶮㛃𬭎𠅤"
OFFICIAL = ("仿宋", "楷体", "黑体", "宋体", "方正小标宋简体")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def faces(cache: Path) -> fonts.FontSet:
    return fonts.prepare(["共勉协议书", RARE, "☐☑☒"], cache)


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.postscript)
def test_every_face_draws_rare_names_boxes_and_leaders(faces: fonts.FontSet, face: Face) -> None:
    with TTFont(faces.folder / face.file) as font:
        known = font.getBestCmap()
        for character in f"共{RARE}☐☑☒_·…—.〔〕０①":
            assert font["glyf"][known[ord(character)]].numberOfContours > 0, character


def test_a_tick_is_more_than_a_box(faces: fonts.FontSet) -> None:
    with TTFont(faces.faces["Docgen Song"]) as font:
        contours = {c: font["glyf"][font.getBestCmap()[ord(c)]].numberOfContours for c in "☐☑☒"}
    assert contours["☐"] == 2
    assert contours["☑"] == contours["☒"] == 4


def test_a_bold_face_is_heavier_than_the_plain_one(faces: fonts.FontSet) -> None:
    for family in ("Docgen Song", "Docgen Hei"):
        with TTFont(faces.faces[family]) as plain, TTFont(faces.faces[f"{family}:bold"]) as bold:
            name = plain.getBestCmap()[ord("共")]
            assert bold["glyf"][name].xMax > plain["glyf"][name].xMax
            assert bold["hmtx"][name][0] == plain["hmtx"][name][0]


@pytest.mark.parametrize("family", OFFICIAL)
def test_every_official_family_has_a_face(faces: fonts.FontSet, family: str) -> None:
    assert faces.family(family) in faces.faces
    assert f"<string>{family}</string>" in faces.config.read_text("utf-8")


def test_families_of_one_role_share_a_face_whatever_they_are_called(faces: fonts.FontSet) -> None:
    assert {faces.family(name) for name in ("仿宋_GB2312", "FangSong", "simsun", "@宋体", "Times New Roman")} == {
        "Docgen Song"
    }
    assert faces.family("SIMHEI") == faces.family("微软雅黑") == "Docgen Hei"
    assert faces.family("华文中宋") == "Docgen Title"
    assert faces.family("No Such Font") == "Docgen Song"


def test_a_character_that_no_face_covers_is_named(cache: Path) -> None:
    assert fonts.prepare(["共\ue000勉\U0003fff0"], cache).missing == {"\ue000", "\U0003fff0"}


def test_white_space_is_never_missing(cache: Path) -> None:
    assert fonts.prepare("\t\n\u200b\ufeff", cache).missing == frozenset()


def test_what_is_covered_is_not_made_again(cache: Path, faces: fonts.FontSet) -> None:
    before = sorted((path, path.stat().st_mtime_ns) for path in faces.folder.iterdir())
    again = fonts.prepare("共勉", cache)
    assert set(again.faces) == set(fonts.prepare("共勉", cache).faces)
    assert sorted((path, path.stat().st_mtime_ns) for path in faces.folder.iterdir()) == before


def test_growing_leaves_the_set_in_use_as_it_is(tmp_path: Path) -> None:
    old = fonts.prepare("共勉", tmp_path)
    before = {path.name: path.read_bytes() for path in old.folder.iterdir()}
    new = fonts.prepare("影视", tmp_path)
    assert new.folder != old.folder
    assert {path.name: path.read_bytes() for path in old.folder.iterdir()} == before
    with TTFont(new.faces["Docgen Hei:bold"]) as font:
        assert {ord(c) for c in "共勉影视"} <= set(font.getBestCmap())


@pytest.mark.slow
def test_a_face_has_the_same_shape_whatever_is_in_it(tmp_path: Path) -> None:
    small = fonts.prepare("共", tmp_path / "a")
    large = fonts.prepare(map(chr, range(0x4E00, 0x4F00)), tmp_path / "b")
    for key, path in small.faces.items():
        with TTFont(path) as one, TTFont(large.faces[key]) as other:
            assert one.getGlyphID("A") == other.getGlyphID("A")
            for tag in ("hhea", "maxp", "OS/2", "post", "name"):
                assert one.reader[tag] == other.reader[tag], tag
            assert one.reader["head"][12:] == other.reader["head"][12:]  # all but the checksum
            name = one.getBestCmap()[ord("A")]
            assert one["glyf"][name] == other["glyf"][name]
            assert one["hmtx"][name] == other["hmtx"][name]


def test_no_two_characters_share_a_glyph() -> None:
    # 手 and ⼿ share one in the sources: text would come out of a PDF with the wrong one.
    for source in SourceFont:
        ids = repertoire(source).ids
        assert len(set(ids.values())) == len(ids)
        assert ids[ord("手")] != ids[0x2F3F]


def test_the_points_in_a_face_are_those_of_the_outline(faces: fonts.FontSet) -> None:
    with TTFont(faces.faces["Docgen Song"]) as font:
        for code, outline in convert(SourceFont.SERIF, map(ord, "䶮☑A勉 ")).items():
            name = font.getBestCmap()[code]
            points, _ends, flags = font["glyf"][name].getCoordinates(font["glyf"])
            drawn = [point for contour in outline.contours for point in contour]
            assert [(x, y, bool(flag & 1)) for (x, y), flag in zip(points, flags, strict=True)] == drawn


def test_widths_are_those_of_the_face_file(faces: fonts.FontSet) -> None:
    metrics = faces.metrics("Docgen Song")
    assert metrics.width("共") == 1
    assert 0.4 < metrics.width("2") < 0.7
    assert metrics.ascent + metrics.descent == pytest.approx(1.3)


def test_two_processes_may_grow_the_cache_at_once(tmp_path: Path) -> None:
    wanted = ["甲乙丙丁" + RARE, "子丑寅卯"]
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        made = list(pool.map(fonts.prepare, wanted, [tmp_path] * 2))
    for text, faces in zip(wanted, made, strict=True):
        for path in faces.faces.values():
            with TTFont(path) as font:
                assert set(map(ord, text)) <= set(font.getBestCmap())


def test_a_set_that_was_being_made_when_the_process_died_is_swept_in_time(tmp_path: Path) -> None:
    shelf = fonts.prepare("共", tmp_path).folder.parent
    left = shelf / ".making-dead"
    left.mkdir()
    (left / "half.ttf").write_bytes(b"x")
    long_ago = time.time() - 90 * 86400
    os.utime(left, (long_ago, long_ago))
    fonts.prepare("勉", tmp_path)
    assert not left.exists()


def test_a_set_of_faces_goes_to_worker_processes(faces: fonts.FontSet) -> None:
    assert pickle.loads(pickle.dumps(faces)) == faces


def test_a_font_is_known_by_what_is_in_it_not_by_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = fonts.origin()
    same, other = tmp_path / "0.2.0-serif.otf", tmp_path / "other.otf"
    content = pylopdf_fonts_zh_cn.serif_path().read_bytes()
    same.write_bytes(content)
    other.write_bytes(content[:-1] + b"\1")
    monkeypatch.setattr(pylopdf_fonts_zh_cn, "serif_path", lambda: same)
    assert fonts.origin() == before
    monkeypatch.setattr(pylopdf_fonts_zh_cn, "serif_path", lambda: other)
    assert fonts.origin() != before


def test_a_cache_that_cannot_be_written_is_an_output_error(tmp_path: Path) -> None:
    blocked = tmp_path / "cache"
    blocked.write_text("a file where the folder should be")
    with pytest.raises(OutputError, match="cache") as caught:
        fonts.prepare("共", blocked)
    assert "DOCGEN_CACHE" in caught.value.hint
    assert "-o" not in caught.value.hint


@pytest.fixture
def nobodys_home(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", none)
    for name in ("DOCGEN_CACHE", "XDG_CACHE_HOME", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("nobodys_home")
def test_a_service_without_a_home_keeps_its_faces_among_temporary_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert cache_folder().parent == tmp_path
    assert cache_folder() == cache_folder()
    assert all(place.is_absolute() for place in machine.folders())


@pytest.mark.skipif(os.name != "posix" or not hasattr(os, "chown"), reason="owners are POSIX")
@pytest.mark.usefixtures("nobodys_home")
def test_faces_that_another_user_laid_there_are_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    cache_folder()
    monkeypatch.setattr(os, "getuid", lambda: 4711)
    (tmp_path / "docgen-4711").mkdir()
    with pytest.raises(OutputError) as caught:
        cache_folder()
    assert "DOCGEN_CACHE" in caught.value.hint


@pytest.mark.skipif(os.name != "posix", reason="fontconfig's program is a script here")
def test_the_families_of_the_machine_are_read_as_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    program = tmp_path / "fc-list"
    program.write_bytes("#!/bin/sh\nprintf '仿宋,FangSong\\n\\377\\n'\n".encode())
    program.chmod(0o755)
    plain = {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "LC_ALL": "C", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-c", "from docgen import fonts; print(ascii(sorted(fonts.installed())))"],
        capture_output=True,
        text=True,
        env={**os.environ, **plain, "PYTHONCOERCECLOCALE": "0"},
    )
    assert ascii("仿宋") in done.stdout, done.stderr
