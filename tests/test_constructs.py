"""What a Word paper may hold: each construct is drawn rightly by an engine, or refused by a name that an author knows."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from math import dist
from pathlib import Path
from random import Random

import pikepdf
import pytest

from docgen import convert, fonts, gate, messages, resources
from docgen.cli import run
from docgen.convert import EMBEDDED, LIBREOFFICE, WordFile, repertoire
from docgen.convert.repertoire import DRAWN
from docgen.errors import ExitCode
from tests.constructs import CONSTRUCTS, Construct
from tests.constructs.outcomes import BOTH, BY_THE_GATE, EMBEDDED_ONLY, LIBREOFFICE_ONLY, NONE
from tests.constructs.paper import LONG
from tests.papers import marks, paragraph, texts
from tests.papers import run as word

ENGINES = {
    **{key: {EMBEDDED, LIBREOFFICE} for key in BOTH},
    **{key: {EMBEDDED} for key in EMBEDDED_ONLY},
    **{key: {LIBREOFFICE} for key in LIBREOFFICE_ONLY},
    **{key: set[str]() for key in NONE},
}
"""By construct, the engines that draw it rightly."""
TWO_MM = 2 / 25.4 * 72


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    messages.set_language("en")
    yield
    messages.set_language("zh")


def parts(docx: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_constructs_are_more_than_three_hundred_and_each_has_its_outcome() -> None:
    assert len(CONSTRUCTS) > 300
    assert set(CONSTRUCTS) == set(ENGINES)
    assert len(CONSTRUCTS) == len(BOTH) + len(EMBEDDED_ONLY) + len(LIBREOFFICE_ONLY) + len(NONE)


def test_an_engine_draws_what_it_is_known_to_draw_and_nothing_else() -> None:
    found = {}
    for name, construct in CONSTRUCTS.items():
        drawn = set(DRAWN)
        for one in repertoire.undrawn(parts(construct.docx())):
            drawn &= set(one.engines)
        found[name] = drawn
    assert {name: drawn for name, drawn in found.items() if drawn != ENGINES[name]} == {}


def test_what_is_refused_has_a_name_and_a_cure_that_an_author_understands() -> None:
    wrong = [
        (name, one.name)
        for name, construct in CONSTRUCTS.items()
        for one in repertoire.undrawn(parts(construct.docx()))
        if "does not know" in one.name or not one.cure or re.search(r"\bw:|\{", one.name)
    ]
    assert wrong == []


def test_what_nobody_has_looked_at_is_refused() -> None:
    strange = CONSTRUCTS["text bold"].docx()
    told = parts(strange)
    told["word/document.xml"] = told["word/document.xml"].replace(b"<w:b/>", b"<w:unheardOf/>")
    (one,) = repertoire.undrawn(told)
    assert one.engines == ()
    assert "w:unheardOf" in one.name


def test_what_is_defined_and_not_used_does_not_count() -> None:
    told = parts(CONSTRUCTS["text bold"].docx())
    unused = (
        b'<w:style w:type="paragraph" w:styleId="X"><w:name w:val="X"/><w:rPr><w:em w:val="dot"/></w:rPr></w:style>'
    )
    told["word/styles.xml"] = told["word/styles.xml"].replace(b"</w:styles>", unused + b"</w:styles>")
    assert repertoire.undrawn(told) == ()
    told["word/document.xml"] = told["word/document.xml"].replace(b"<w:pPr>", b'<w:pPr><w:pStyle w:val="X"/>', 1)
    assert [one.name for one in repertoire.undrawn(told)] == ["emphasis marks"]


def test_a_switch_that_is_off_does_not_count() -> None:
    told = parts(CONSTRUCTS["text struck through"].docx())
    told["word/document.xml"] = told["word/document.xml"].replace(b"<w:strike/>", b'<w:strike w:val="0"/>')
    assert repertoire.undrawn(told) == ()


@pytest.mark.parametrize("path", sorted(resources.templates().glob("*.docx")), ids=lambda path: path.stem)
def test_both_engines_draw_the_official_templates(path: Path) -> None:
    assert repertoire.undrawn(parts(path.read_bytes())) == ()


@pytest.mark.slow
@pytest.mark.parametrize("engine", [EMBEDDED, LIBREOFFICE])
def test_what_an_engine_draws_passes_the_gate(engine: str, tmp_path: Path) -> None:
    names = [name for name, engines in ENGINES.items() if engine in engines]
    papers = [WordFile(str(number), CONSTRUCTS[name].docx()) for number, name in enumerate(names)]
    faces = fonts.prepare(frozenset().union(*(fonts.characters(paper.docx) for paper in papers)))
    found = {}
    for name, paper, pdf in zip(names, papers, convert.choose(engine, faces).convert(papers), strict=True):
        found[name] = [one.message for one in gate.check(paper.docx, pdf)] if isinstance(pdf, bytes) else [str(pdf)]
    assert {name: said for name, said in found.items() if said and name not in BY_THE_GATE} == {}
    assert {name for name in BY_THE_GATE if name in found and not found[name]} == set()


SHOWN = {
    "list chineseLegalSimplified": "壹、",
    "list ideographZodiac": "子、",
    "list ideographEnclosedCircle": "㊀、",
    "list decimalEnclosedParen": "⑴、",
    "list with Wingdings bullets": "●",
    "list with a letter of Wingdings as bullet": "☑",
    "symbol: Wingdings ticked box": "甲☑乙",
    "symbol: Wingdings circled one": "甲①乙",
    "symbol: Symbol plus minus": "±",
    "symbol: Symbol alpha": "α",
    "character: hyphen that does not break": "甲-乙",
    "character: zero width space": "甲乙",
    "character: soft hyphen typed": "甲乙",
    "character: variation selector": "甲乙",
}
"""What must be read where it was blank, a box, or apart."""


def test_labels_and_signs_that_do_not_stand_in_the_text_are_drawn() -> None:
    assert wrongly_shown(EMBEDDED, SHOWN) == {}


@pytest.mark.slow
def test_labels_and_signs_are_drawn_by_libreoffice_too() -> None:
    drawn = {name: text for name, text in SHOWN.items() if LIBREOFFICE in ENGINES[name]}
    assert wrongly_shown(LIBREOFFICE, drawn) == {}


def wrongly_shown(engine: str, wanted: dict[str, str]) -> dict[str, str]:
    papers = [WordFile(str(number), CONSTRUCTS[name].docx()) for number, name in enumerate(wanted)]
    faces = fonts.prepare(frozenset().union(*(fonts.characters(paper.docx) for paper in papers)))
    found = {}
    for name, pdf in zip(wanted, convert.choose(engine, faces).convert(papers), strict=True):
        assert isinstance(pdf, bytes)
        text = "".join(texts(pdf)).replace("\u2011", "-").replace("\x02", "-").replace("\ufe00", "")
        if wanted[name] not in text:
            found[name] = text
    return found


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A kind of the clerk's own, without a template."""
    schema = {
        "x-docgen": {"title": "测试表", "per": "row", "order": 40, "pages": [1, 60]},
        "type": "object",
        "properties": {"姓名": {"type": "string"}},
        "required": ["姓名"],
    }
    (tmp_path / "测试.schema.json").write_text(json.dumps(schema), encoding="utf-8")
    (tmp_path / "数据.yaml").write_text("姓名: 周砚秋\n", encoding="utf-8")
    return tmp_path


def filled(own: Path, construct: str, target: str, engine: str = "auto") -> int:
    paper = CONSTRUCTS[construct]
    paper = replace(paper, body=paper.body + paragraph("{{ 姓名 }}"))
    (own / "测试.docx").write_bytes(paper.docx())
    kind, data = own / "测试.schema.json", own / "数据.yaml"
    return run(["--lang", "en", "fill", str(kind), str(data), "-o", str(own / target), "--engine", engine])


@pytest.mark.slow
def test_a_paper_that_no_engine_draws_is_refused_before_it_is_filled_and_its_word_file_is_not(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert filled(own, "field TIME", "a.pdf") == ExitCode.TEMPLATE
    said = capsys.readouterr().err
    assert "正文" in said
    assert "the day on which the paper is printed" in said
    assert "placeholder" in said
    assert not (own / "a.pdf").exists()
    assert filled(own, "field TIME", "a.docx") == ExitCode.OK


@pytest.mark.slow
def test_a_character_that_no_face_has_is_a_matter_of_fonts(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert filled(own, "character: rare name", "a.pdf", EMBEDDED) == ExitCode.CONVERSION
    said = capsys.readouterr().err
    assert "no font here has a shape for: " in said
    assert "DOCGEN_FONTS" in said


@pytest.mark.slow
def test_a_value_that_the_template_does_not_print_is_a_matter_of_the_template(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (own / "测试.docx").write_bytes(Construct(paragraph("{姓名}")).docx())
    kind, data, target = own / "测试.schema.json", own / "数据.yaml", own / "a.pdf"
    assert run(["--lang", "en", "fill", str(kind), str(data), "-o", str(target)]) == ExitCode.CONVERSION
    said = capsys.readouterr().err
    assert "“周砚秋” of the data is not in the document" in said
    assert "Write the placeholder into the template" in said
    assert "Shorten" not in said


def test_the_engine_that_is_asked_for_is_not_exchanged_silently(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert filled(own, "text struck through", "a.pdf", EMBEDDED) == ExitCode.TEMPLATE
    assert "only LibreOffice draws" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize(
    ("construct", "engine"), [("text struck through", "LibreOffice"), ("list numberInDash", "Skia")]
)
def test_auto_takes_the_engine_that_draws_the_template(own: Path, construct: str, engine: str) -> None:
    assert filled(own, construct, "a.pdf") == ExitCode.OK
    with pikepdf.open(own / "a.pdf") as pdf:
        assert engine in str(pdf.docinfo.get("/Producer", ""))


def test_lint_says_what_is_not_drawn_where_and_what_to_do(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    filled(own, "text struck through", "a.docx")
    capsys.readouterr()
    template = str(own / "测试.docx")
    assert run(["--lang", "en", "template", "lint", "--kind", str(own / "测试.schema.json"), template]) == ExitCode.OK
    said = capsys.readouterr().out
    assert "W 正文“左边甲乙丙丁右边”: text struck through, which only LibreOffice draws rightly." in said
    assert "take this formatting away" in said


def drawn_by_the_embedded_engine(docx: bytes) -> bytes:
    (pdf,) = convert.choose(EMBEDDED, fonts.prepare(fonts.characters(docx))).convert([WordFile("paper", docx)])
    assert isinstance(pdf, bytes)
    return pdf


@pytest.mark.parametrize(
    "construct", ["field NUMPAGES", "field SEQ 表 \\* ARABIC", "field SEQ 图", "field PAGE in a circle"]
)
def test_a_number_in_the_text_that_was_right_once_is_found(construct: str) -> None:
    docx = CONSTRUCTS[construct].docx()
    assert [one.kind for one in gate.check(docx, drawn_by_the_embedded_engine(docx))] == ["lost"]


@pytest.mark.parametrize("construct", ["field PAGE between dashes", "field PAGE \\* ArabicDash in a footer"])
def test_a_page_number_between_dashes_is_drawn_so_and_one_without_is_found(construct: str) -> None:
    docx, plain = CONSTRUCTS[construct].docx(), CONSTRUCTS["field PAGE in a footer"].docx()
    pdf = drawn_by_the_embedded_engine(docx)
    assert texts(pdf)[-1] == "-1-"
    assert gate.check(docx, pdf) == []
    assert {one.kind for one in gate.check(docx, drawn_by_the_embedded_engine(plain))} == {"lost"}


@pytest.mark.parametrize(
    ("construct", "form", "other"),
    [
        ("list chineseCounting", "chineseCounting", "decimal"),
        ("list chineseLegalSimplified", "chineseLegalSimplified", "chineseCounting"),
        ("list ideographTraditional", "ideographTraditional", "ideographZodiac"),
        ("list decimalEnclosedCircle", "decimalEnclosedCircle", "decimalEnclosedParen"),
    ],
)
def test_a_list_that_is_numbered_in_another_form_is_found(construct: str, form: str, other: str) -> None:
    paper = CONSTRUCTS[construct]
    wrong = replace(paper, numbering=paper.numbering.replace(f'"{form}"', f'"{other}"'))
    pdf = drawn_by_the_embedded_engine(paper.docx())
    assert gate.check(paper.docx(), pdf) == []
    assert "lost" in {one.kind for one in gate.check(wrong.docx(), pdf)}


@pytest.mark.parametrize(
    ("construct", "found"),
    [
        ("picture PNG", []),
        ("picture TIFF", ["picture"]),
        ("old picture (VML)", ["picture"]),
        ("PNG picture in a header", []),
        ("TIFF picture in a header", ["picture"]),
    ],
)
def test_a_picture_that_an_engine_leaves_out_is_found(construct: str, found: list[str]) -> None:
    docx = CONSTRUCTS[construct].docx()
    assert [one.kind for one in gate.check(docx, drawn_by_the_embedded_engine(docx))] == found


@pytest.mark.parametrize("said", ["auto", "10.5", "", "9" * 5000])
def test_a_measure_that_is_no_number_or_out_of_all_bounds_ends_no_look_at_a_paper(said: str) -> None:
    for construct in CONSTRUCTS.values():
        told = parts(construct.docx())
        part = told["word/document.xml"]
        repertoire.undrawn({**told, "word/document.xml": re.sub(rb'="\d+"', f'="{said}"'.encode(), part)})


@pytest.mark.slow
def test_a_filing_form_with_vertical_labels_stands_alike_in_both_engines() -> None:
    docx = CONSTRUCTS["filing form with vertical labels"].docx()
    faces = fonts.prepare(fonts.characters(docx))
    places: list[dict[str, list[tuple[float, float]]]] = []
    for engine in (EMBEDDED, LIBREOFFICE):
        (pdf,) = convert.choose(engine, faces).convert([WordFile("form", docx)])
        assert isinstance(pdf, bytes)
        assert gate.check(docx, pdf) == []
        places.append({})
        for mark in marks(pdf):
            places[-1].setdefault(mark.text, []).append((mark.x, mark.y))
    own, others = places
    far = [
        text for text, found in own.items() for one in found if min(dist(one, other) for other in others[text]) > TWO_MM
    ]
    assert len(far) <= 0.05 * sum(map(len, own.values()))


@pytest.mark.slow
def test_a_paper_that_the_gate_refuses_of_one_engine_is_drawn_by_the_other_and_that_is_said(
    own: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tab, stop = "<w:r><w:tab/></w:r>", '<w:tabs><w:tab w:val="right" w:pos="8000"/></w:tabs><w:jc w:val="both"/>'
    body = paragraph(word(LONG[:12]) + tab + word("乙方") + tab + word(LONG), stop)
    monkeypatch.setitem(CONSTRUCTS, "text longer than its line behind a right tab", Construct(body))
    monkeypatch.setattr("docgen.convert.available", lambda name: (EMBEDDED, LIBREOFFICE))
    assert filled(own, "text longer than its line behind a right tab", "a.pdf") == ExitCode.OK
    with pikepdf.open(own / "a.pdf") as pdf:
        assert "LibreOffice" in str(pdf.docinfo.get("/Producer", ""))
    assert "the embedded engine did not draw it rightly, LibreOffice did." in capsys.readouterr().err


@pytest.mark.slow
def test_a_page_number_in_a_box_as_wide_as_its_text_stands_in_the_middle() -> None:
    docx = CONSTRUCTS["field PAGE in a text box of the footer"].docx()
    (pdf,) = convert.choose(LIBREOFFICE, fonts.prepare(fonts.characters(docx))).convert([WordFile("page", docx)])
    assert isinstance(pdf, bytes)
    assert gate.check(docx, pdf) == []
    assert gate.check(CONSTRUCTS["field PAGE between dashes"].docx(), pdf) != []
    (number,) = (mark for mark in marks(pdf) if mark.text == "1")
    assert abs(number.x - 595.3 / 2) < 2 * TWO_MM


def side_by_side(*cells: str) -> bytes:
    """A row low on its page, so that the break tears its cells."""
    row = "".join(f'<w:tc><w:tcPr><w:tcW w:w="4500" w:type="dxa"/></w:tcPr>{paragraph(text)}</w:tc>' for text in cells)
    table = f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="4500"/><w:gridCol w:w="4500"/></w:tblGrid><w:tr>{row}</w:tr></w:tbl>'
    return Construct(paragraph("上文") * 18 + table).docx()


def test_a_long_cell_beside_a_short_one_is_followed_over_the_page_and_what_is_wrong_in_either_is_found() -> None:
    signs = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面"
    drawn = Random(3)
    long, short = ("".join(drawn.choices(signs, k=length)) for length in (500, 30))
    docx = side_by_side(long, short)
    pdf = drawn_by_the_embedded_engine(docx)
    assert gate.check(docx, pdf) == []
    for wrong in (
        (long, short[:-1]),
        (long[:250] + "新" + long[250:], short),
        (long[250:] + long[:250], short),
        (long + short[-5:], short[:-5]),
    ):
        assert gate.check(side_by_side(*wrong), pdf) != []
