"""PDFs for the tests of bundle and archive, made with pikepdf: real embedded fonts, text where it is said to be."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from docgen.bundle.lettering import Lettering, cut
from docgen.fonts.codes import unicode_map

A4 = (595.28, 841.89)


CHARACTERS = "".join(map(chr, range(0x20, 0x7F))) + (
    "共勉协议书计划备案表活动工作总结第一二三四五六组晨光剧本互助小甲乙双方目标措施姓名学号张喆堃䶮𬭚𬱖欧阳王李明封面归档文件目录序题"
    "起始页考草稿年永久影视艺术系党总支—学期（）〔〕号、，。扫描签字张贴内容被改了的人员登记簿"
)


def face(folder: Path) -> Path:
    """A TrueType face with all that the tests write."""
    from docgen.fonts import prepare

    return prepare(CHARACTERS, folder).faces["Docgen Song"]


@cache
def letters_of(face: Path) -> Lettering:
    return cut(face, CHARACTERS)


def paper(
    path: Path,
    pages: Sequence[Sequence[str]],
    face: Path,
    *,
    size: tuple[float, float] = A4,
    rotate: int = 0,
    top: float = 110,
    gap: float = 160,
) -> Path:
    """Write lines of text, one list a page, tabs ``gap`` points apart; the first line ``top`` points below the edge."""
    letters = letters_of(face)
    pdf = pikepdf.new()
    font = _font(pdf, letters)
    for lines in pages:
        drawn = []
        for row, line in enumerate(lines):
            for column, cell in enumerate(line.split("\t")):
                x, y = 80 + gap * column, size[1] - top - 24 * row
                drawn.append(f"BT /F 14 Tf {x:.2f} {y:.2f} Td {letters.code(cell)} Tj ET")
        page = pdf.add_blank_page(page_size=size)
        page.Contents = Stream(pdf, "\n".join(drawn).encode())
        page.Resources = Dictionary(Font=Dictionary(F=font))
        if rotate:
            page.Rotate = rotate
    pdf.save(path, deterministic_id=True)
    return path


def scan(path: Path, *, ink: Sequence[tuple[float, float, float, float]] = (), pages: int = 1) -> Path:
    """Write pages that are one grey picture each, dark in some boxes (points from the upper left corner)."""
    across, up = 298, 421
    dots = bytearray(b"\xe8" * (across * up))
    for x0, y0, x1, y1 in ink:
        for row in range(int(y0 / 2), int(y1 / 2)):
            dots[row * across + int(x0 / 2) : row * across + int(x1 / 2)] = b"\x20" * (int(x1 / 2) - int(x0 / 2))
    pdf = pikepdf.new()
    picture = Stream(pdf, bytes(dots))
    picture.update(
        Dictionary(
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=across,
            Height=up,
            BitsPerComponent=8,
            ColorSpace=Name.DeviceGray,
        )
    )
    for _each in range(pages):
        page = pdf.add_blank_page(page_size=A4)
        page.Resources = Dictionary(XObject=Dictionary(Im=pdf.make_indirect(picture)))
        page.Contents = Stream(pdf, f"q {A4[0]} 0 0 {A4[1]} 0 0 cm /Im Do Q".encode())
    pdf.save(path, deterministic_id=True)
    return path


def _font(pdf: pikepdf.Pdf, letters: Lettering) -> pikepdf.Object:
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name(f"/{letters.name}"),
        Flags=4,
        FontBBox=Array(list(letters.box)),
        ItalicAngle=0,
        Ascent=letters.ascent,
        Descent=letters.descent,
        CapHeight=letters.ascent,
        StemV=80,
        FontFile2=pdf.make_indirect(Stream(pdf, letters.program, Length1=len(letters.program))),
    )
    cid = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name(f"/{letters.name}"),
        CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=1000,
        W=Array([0, Array(list(letters.advances))]),
        CIDToGIDMap=Name.Identity,
    )
    texts = unicode_map({glyph: character for character, glyph in letters.glyphs.items()})
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name(f"/{letters.name}"),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(cid)]),
            ToUnicode=pdf.make_indirect(Stream(pdf, texts)),
        )
    )
