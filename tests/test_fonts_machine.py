"""The real faces of a machine: found by any of their names, used by both engines, what they lack filled in."""

from __future__ import annotations

import io
import json
import os
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.ttLib import TTCollection, TTFont

from docgen import convert, fonts, resources
from docgen.cli import run as docgen
from docgen.convert import WordFile
from docgen.convert.typefaces import fonts_of
from docgen.fonts import machine
from tests.papers import docx, paragraph, run, texts

SAID = "共勉协议书，AV 12"
LACKING = "䶮"


def a_face(
    name: str,
    *,
    said: str = SAID,
    em: int = 2048,
    restricted: bool = False,
    encoding: tuple[int, int, int] = (3, 1, 0x804),
) -> TTFont:
    """A made-up face of a few characters, all of them bars, under a name of a real one."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    letters = {ord(one): f"u{ord(one):04X}" for one in sorted(set(said))}
    order = [".notdef", *letters.values()]
    builder = FontBuilder(em, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(letters)
    glyphs = {}
    for index, glyph in enumerate(order):
        pen = TTGlyphPen(None)
        edge = em // 4 + index
        for place, point in enumerate(((0, 0), (0, edge), (edge, edge), (edge, 0))):
            pen.moveTo(point) if place == 0 else pen.lineTo(point)
        pen.closePath()
        glyphs[glyph] = pen.glyph()
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(
        {glyph: (em // 2 if len(glyph) == 5 and glyph < "u0100" else em, 0) for glyph in order}
    )
    builder.setupHorizontalHeader(ascent=em, descent=-em // 4)
    builder.setupNameTable({"familyName": "Nobody", "styleName": "Regular"})
    builder.font["name"].setName(name, 1, *encoding)
    builder.setupOS2(fsType=2 if restricted else 0, usWeightClass=400)
    builder.setupPost()
    return builder.font


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that is all the machine has."""
    place = tmp_path / "fonts"
    place.mkdir()
    monkeypatch.setenv(machine.VARIABLE, str(place))
    machine._known.cache_clear()
    yield place
    machine._known.cache_clear()


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


PAPER = docx(paragraph(run(SAID + LACKING)) + paragraph(run(SAID, family="宋体")) + paragraph(""))


@pytest.mark.parametrize("name", ["仿宋", "仿宋_GB2312", "FangSong", "STFangsong", "方正仿宋_GBK"])
def test_a_real_face_is_found_by_any_of_its_names(folder: Path, name: str) -> None:
    a_face(name).save(folder / "any.ttf")
    assert fonts.real("仿宋") == fonts.real("仿宋_GB2312") == folder / "any.ttf"
    assert fonts.substitutes(["仿宋", "宋体"]) == {"宋体": fonts.drawn_with("Docgen Song")}


def test_it_is_drawn_as_it_is_and_what_it_lacks_is_filled_in(folder: Path, cache: Path) -> None:
    a_face("FangSong", em=256).save(folder / "any.ttf")
    faces = fonts.prepare(fonts.characters(PAPER), cache)
    with TTFont(faces.faces[faces.family("仿宋")]) as made, TTFont(faces.faces[faces.family("楷体")]) as instead:
        known = made.getBestCmap()
        assert made["glyf"][known[ord("共")]].numberOfContours == 1
        assert made["hmtx"][known[ord("A")]][0] == 500
        assert made["glyf"][known[ord(LACKING)]] == instead["glyf"][known[ord(LACKING)]]
    pdf = convert.choose(convert.EMBEDDED, faces).convert([WordFile("甲", PAPER)])[0]
    assert isinstance(pdf, bytes)
    assert fonts_of(pdf) == (("DocgenRealFangSong-Regular", "DocgenSong-Regular"), ())
    assert "".join(texts(pdf)) == (SAID + LACKING + SAID).replace(" ", "")


@pytest.mark.parametrize("engine", [convert.EMBEDDED, pytest.param(convert.LIBREOFFICE, marks=pytest.mark.slow)])
def test_an_ideograph_that_only_a_font_of_the_machine_has_is_drawn_with_it(
    folder: Path, tmp_path: Path, engine: str
) -> None:
    rare, rarer = "\U0002b740\U0002b741"
    paper = docx(paragraph(run(f"某{rare}")) + paragraph(run(f"某{rare}", family="黑体")))
    assert fonts.prepare(fonts.characters(paper), tmp_path / "cache").missing == {rare}
    a_face("SimSun-ExtB", said=rare + rarer).save(folder / "any.ttf")
    machine._known.cache_clear()
    pdfs = []
    for place, more in (("cache", ""), ("another", rarer)):
        faces = fonts.prepare(fonts.characters(paper) | set(more), tmp_path / place)
        assert not faces.missing
        for family in ("仿宋", "黑体"):
            with TTFont(faces.faces[faces.family(family)]) as made:
                assert made["glyf"][made.getBestCmap()[ord(rare)]].numberOfContours == 1, "drawn, not blank"
        pdfs += convert.choose(engine, faces).convert([WordFile("甲", paper)])
    assert isinstance(pdfs[0], bytes)
    assert "".join(texts(pdfs[0])) == f"某{rare}" * 2
    assert pdfs[0] == pdfs[1], "whatever else is in the cache"


@pytest.mark.slow
def test_it_stays_as_it_is_when_the_cache_grows(folder: Path, tmp_path: Path) -> None:
    a_face("FangSong").save(folder / "any.ttf")
    fonts.prepare(SAID + LACKING, tmp_path / "cache")
    grown = fonts.prepare(SAID + LACKING + "喆", tmp_path / "cache")
    with TTFont(grown.faces[grown.family("仿宋")]) as made:
        assert made["glyf"][made.getBestCmap()[ord("共")]].numberOfContours == 1


def test_the_fonts_are_part_of_what_a_pdf_was_made_from(folder: Path) -> None:
    before = fonts.origin()
    a_face("KaiTi").save(folder / "any.ttf")
    machine._known.cache_clear()
    assert fonts.origin() != before


def test_of_a_file_of_hundreds_of_megabytes_only_the_names_are_read(folder: Path) -> None:
    a_face("仿宋").save(folder / "any.ttf")
    os.truncate(folder / "any.ttf", 438 << 20)
    tracemalloc.start()
    assert fonts.real("仿宋") == folder / "any.ttf"
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 1 << 20


def test_a_face_in_a_collection_is_found_by_its_name_from_a_macintosh(folder: Path) -> None:
    collection = TTCollection()
    collection.fonts = [a_face("Another"), a_face("楷体", encoding=(1, 25, 33))]
    collection.save(folder / "many.ttc")
    (face,) = (font for design, font in machine.real().items() if design.family == "Docgen Real Kai")
    assert (face.path.name, face.index) == ("many.ttc", 1)


def test_a_face_that_may_not_be_embedded_is_not_used(folder: Path) -> None:
    a_face("FangSong", restricted=True).save(folder / "any.ttf")
    assert fonts.real("仿宋") is None


def test_what_is_no_font_is_passed_over(folder: Path) -> None:
    whole = io.BytesIO()
    a_face("FangSong").save(whole)
    for name, data in (("empty.ttf", b""), ("text.ttf", b"not a font" * 9), ("half.ttf", whole.getvalue()[:200])):
        (folder / name).write_bytes(data)
    assert machine.real() == {}


def test_the_command_names_what_is_asked_given_and_embedded(
    folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    a_face("FangSong", em=256).save(folder / "any.ttf")
    monkeypatch.setenv("DOCGEN_CACHE", str(cache))
    template = resources.templates() / "amendment.docx"
    assert docgen(["fonts", str(template), "--engine", "embedded", "--lang", "en"]) == 0
    said = capsys.readouterr()
    assert f"仿宋 → {folder / 'any.ttf'}" in said.out
    assert "方正小标宋简体 → Noto Serif SC, heavier (substitute)" in said.out
    assert "DocgenRealFangSong-Regular" in said.out
    assert "DOCGEN_FONTS" in said.err
    assert docgen(["fonts", str(template), "--engine", "embedded", "--json"]) == 0
    (one,) = json.loads(capsys.readouterr().out)
    assert one["loose"] == [] and "DocgenHei-Regular" in one["embedded"]


@pytest.mark.libreoffice
@pytest.mark.slow
def test_libreoffice_draws_with_the_real_face_too(folder: Path, tmp_path: Path) -> None:
    a_face("仿宋").save(folder / "any.ttf")
    faces = fonts.prepare(fonts.characters(PAPER), tmp_path / "cache")
    pdf = convert.choose(convert.LIBREOFFICE, faces).convert([WordFile("甲", PAPER)])[0]
    assert isinstance(pdf, bytes)
    embedded, loose = fonts_of(pdf)
    assert "DocgenRealFangSong-Regular" in embedded and not loose
