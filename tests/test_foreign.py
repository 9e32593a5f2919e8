"""Strangers' files of more than a hundred kinds: each is taken in as it looks and can be sealed, or is refused by name."""

from __future__ import annotations

import resource
import shutil
import time
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat

from docgen import archives, isolate
from docgen.archives import take_in
from docgen.errors import DocgenError, InputError
from docgen.sealing import enclosures
from tests import foreign

QUICK = {
    "jpeg-colour.jpg", "jpeg-turned-6.jpg", "png-clear.png", "tiff-g4.tif", "tiff-pages.tif", "jpeg2000.jp2",
    "pillow-1.pdf", "font-helvetica.pdf", "owner-password-256.pdf", "picture-smooth.pdf", "picture-soft-mask.pdf",
    "inherited.pdf", "rotate-words.pdf", "cropped-outside.pdf", "box-tiny.pdf", "no-resources.pdf", "version-2.0.pdf",
    "state-open.pdf", "acting.pdf", "appended.pdf", "locked.pdf", "no-pages.pdf", "empty.pdf", "empty.png", "words.pdf",
    "gif-called.jpg", "photo.heic", "word.docx", "png-line.png", "picture-bomb.pdf",
}  # fmt: skip
"""What the first tier tries; all others are the second tier's."""
UNLIKE = ("note-", "field-", "cid-", "font-of-nobody", "box-", "cropped-outside", "card", "gif", "png-palette", "photo")
"""Kinds of which the reader that is asked shows less than is taken in, or on another sheet."""


def kinds(names: dict[str, foreign.Maker]) -> list[object]:
    return [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in names]


def test_the_kinds_are_more_than_a_hundred() -> None:
    assert len(foreign.KINDS) + len(foreign.REFUSED) > 150 and {*foreign.KINDS, *foreign.REFUSED} >= QUICK


@pytest.mark.parametrize("name", kinds(foreign.KINDS))
def test_a_foreign_file_is_taken_in_as_it_looks_and_can_be_sealed(tmp_path: Path, name: str) -> None:
    path, taken, sealed = tmp_path / name, tmp_path / "taken.pdf", tmp_path / "sealed.pdf"
    foreign.KINDS[name](path)
    pages = take_in(path, taken).pages
    shutil.copyfile(taken, sealed)
    archives.seal(sealed, on=date(2009, 7, 10))
    with pikepdf.open(sealed) as pdf:
        assert len(pdf.pages) == pages
        assert not pdf.get_warnings()
    if not name.startswith(UNLIKE):
        assert _alike(path, sealed), "it looks otherwise"


@pytest.mark.parametrize("name", kinds(foreign.REFUSED))
def test_what_nobody_could_take_in_is_refused_by_name_and_nothing_is_left_behind(tmp_path: Path, name: str) -> None:
    path, taken = tmp_path / name, tmp_path / "taken.pdf"
    foreign.REFUSED[name](path)
    with pytest.raises(InputError) as caught:
        take_in(path, taken)
    assert name in str(caught.value) and caught.value.hint
    assert [one.name for one in tmp_path.iterdir()] == [name]


@pytest.mark.slow
def test_forms_that_draw_each_other_without_end_cost_half_a_minute_and_are_refused_by_name(tmp_path: Path) -> None:
    small, endless = tmp_path / "小.pdf", tmp_path / "无尽.pdf"
    foreign.KINDS["readable.pdf"](small)
    with foreign.nested(9, 20) as pdf:
        pdf.save(endless)
    before = time.monotonic()
    made, kilobytes = isolate.call(_taken, (small, endless), deadline=120)
    assert time.monotonic() - before < 90  # once together, once each alone
    assert isinstance(made[0], enclosures.Sheetful) and isinstance(made[1], InputError)
    assert kilobytes < (1 << 20) * 1.1


def _taken(paths: tuple[Path, ...]) -> tuple[list[enclosures.Sheetful | DocgenError], int]:
    """Take files in; return what became of them, and the memory of the largest child.

    In a small process of its own: what Linux says of a child begins with its parent's peak.
    """
    made = enclosures.take(
        [enclosures.Task(path, path.with_name(f"{number}.pdf"), path.name) for number, path in enumerate(paths)]
    )
    return made, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


def _alike(path: Path, sealed: Path) -> bool:
    """Whether the first page of what was sealed looks like that of the file, a step back."""
    shown = _small(_first_page(sealed))
    if path.suffix == ".pdf":
        return _far(_small(_first_page(path)), shown) < 6
    with Image.open(path) as picture:
        flat = ImageOps.exif_transpose(picture)
        clear = flat.convert("RGBA")
        ground = Image.new("RGBA", clear.size, "white")
        ground.alpha_composite(clear)
        if flat.mode.startswith("I"):
            ground = flat.convert("F").point(lambda tone: tone / 257).convert("L")
    return _far(_small(ground.convert("L")), shown) < 14


def _first_page(path: Path) -> Image.Image:
    document = pypdfium2.PdfDocument(path)
    try:
        if document.get_formtype():
            document.init_forms()
        picture: Image.Image = document[0].render(scale=1).to_pil()
        return picture.convert("L")
    finally:
        document.close()


def _small(picture: Image.Image) -> Image.Image:
    return picture.resize((60, 84), Image.Resampling.BOX)


def _far(one: Image.Image, other: Image.Image) -> float:
    return float(ImageStat.Stat(ImageChops.difference(one, other)).mean[0])


@pytest.mark.slow
@pytest.mark.chromium
def test_a_page_saved_from_the_browser_is_taken_in(tmp_path: Path) -> None:
    path, taken = tmp_path / "网页.pdf", tmp_path / "taken.pdf"
    foreign.chromium(path)
    take_in(path, taken)
    archives.seal(taken, on=date(2009, 7, 10))
    assert _alike(path, taken)


@pytest.mark.slow
@pytest.mark.libreoffice
def test_what_an_office_program_saves_as_pdf_is_taken_in_whatever_it_was_told(tmp_path: Path) -> None:
    source = tmp_path / "a.fodt"
    source.write_text(foreign.DOCUMENT, encoding="utf-8")
    made = foreign.libreoffice(tmp_path, source)
    assert len(made) == len(foreign.OPTIONS)
    for path in made:
        taken = tmp_path / "taken.pdf"
        if path.parent.name.endswith("locked"):
            with pytest.raises(InputError, match=r"a\.pdf"):
                take_in(path, taken)
            continue
        take_in(path, taken)
        archives.seal(taken, on=date(2009, 7, 10))
        assert _alike(path, taken), path.parent.name
