"""The families documents ask for, and what is drawn for each: the one place where a substitute is decided.

None of the official families may be shipped. Two free designs stand in for them, both from PyPI
(``pylopdf-fonts-zh-cn``, SIL Open Font License): Noto Serif SC for the brush-derived and Song faces, Noto Sans SC for
Hei. A heavier cut of the serif stands in for 小标宋, the face of official titles (GB/T 9704-2012, 7.3.1).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from docgen.messages import N_


class SourceFont(StrEnum):
    """A design that ships."""

    SERIF = "Noto Serif SC"
    SANS = "Noto Sans SC"


@dataclass(frozen=True, slots=True)
class Face:
    """One font file: its own family name (never one of a real font), the design, whether it is made heavier."""

    family: str
    source: SourceFont
    heavy: bool
    """The outlines are emboldened."""
    bold: bool
    """It is the bold style of its family."""

    @property
    def file(self) -> str:
        """Its file name."""
        return f"{self.postscript}.ttf"

    @property
    def postscript(self) -> str:
        """Its PostScript name: ASCII, what a PDF shows as the embedded font."""
        return f"{self.family.replace(' ', '')}-{'Bold' if self.bold else 'Regular'}"


SONG = "Docgen Song"
HEI = "Docgen Hei"
TITLE = "Docgen Title"

FACES = (
    Face(SONG, SourceFont.SERIF, heavy=False, bold=False),
    Face(SONG, SourceFont.SERIF, heavy=True, bold=True),
    Face(HEI, SourceFont.SANS, heavy=False, bold=False),
    Face(HEI, SourceFont.SANS, heavy=True, bold=True),
    # Already heavy; a bold run in it stays as it is instead of being smeared by the engine.
    Face(TITLE, SourceFont.SERIF, heavy=True, bold=False),
    Face(TITLE, SourceFont.SERIF, heavy=True, bold=True),
)

WORDS: dict[str, str] = {
    SONG: N_("Noto Serif SC"),
    HEI: N_("Noto Sans SC"),
    TITLE: N_("Noto Serif SC, heavier"),
}
"""The faces as a user knows them; message ids."""

DEFAULT = SONG
"""What a family that is not in the table is drawn with."""


@dataclass(frozen=True, slots=True)
class Design:
    """A design that official papers ask for by one of its names; any font of these names is the real thing."""

    family: str
    """The face's own name when it is made from a real font of this machine."""
    instead: str
    """What is drawn where there is none."""
    names: tuple[str, ...]
    """As Windows, macOS, Linux and the foundries call it, the first looked for first."""

    @property
    def source(self) -> SourceFont:
        """The design that fills in characters the real font lacks."""
        return SourceFont.SANS if self.instead == HEI else SourceFont.SERIF

    @property
    def faces(self) -> tuple[Face, Face]:
        """The faces made from the real font: plain, and bold."""
        plain = Face(self.family, self.source, heavy=False, bold=False)
        return plain, replace(plain, heavy=True, bold=True)


DESIGNS = (
    # body of official papers
    Design(
        "Docgen Real FangSong",
        SONG,
        (
            *("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "方正仿宋_GBK", "方正仿宋简体", "方正仿宋_GB2312"),
            *("华文仿宋", "STFangsong", "CESI仿宋-GB2312", "CESI仿宋-GB13000", "朱雀仿宋"),
        ),
    ),
    # second headings
    Design(
        "Docgen Real Kai",
        SONG,
        (
            *("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "方正楷体_GBK", "方正楷体简体", "华文楷体", "STKaiti"),
            *("Kaiti SC", "CESI楷体-GB2312", "CESI楷体-GB13000", "霞鹜文楷", "LXGW WenKai"),
        ),
    ),
    # tables, page numbers
    Design(
        "Docgen Real Song",
        SONG,
        (
            *("宋体", "SimSun", "新宋体", "NSimSun", "宋体-PUA", "方正书宋_GBK", "方正书宋简体", "华文宋体", "STSong"),
            *("Songti SC", "CESI宋体-GB2312", "CESI宋体-GB13000"),
        ),
    ),
    Design(
        "Docgen Real Hei",
        HEI,
        (
            *("黑体", "SimHei", "方正黑体_GBK", "方正黑体简体", "华文黑体", "STHeiti", "Heiti SC"),
            *("CESI黑体-GB2312", "CESI黑体-GB13000"),
        ),
    ),
    Design(
        "Docgen Real Title",
        TITLE,
        (
            *("方正小标宋简体", "方正小标宋_GBK", "方正小标宋_GB2312", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05"),
            *("小标宋体", "小标宋", "CESI小标宋-GB2312", "CESI小标宋-GB13000"),
        ),
    ),
)

STAND_INS: dict[SourceFont, tuple[str, ...]] = {
    SourceFont.SERIF: (
        *("Noto Serif SC", "Noto Serif CJK SC", "思源宋体", "Source Han Serif SC", "Source Han Serif CN", "宋体"),
        *("SimSun", "新宋体", "NSimSun", "方正书宋_GBK", "方正书宋简体", "华文宋体", "STSong", "Songti SC"),
        *("CESI宋体-GB13000", "CESI宋体-GB2312", "AR PL UMing CN", "FandolSong"),
    ),
    SourceFont.SANS: (
        *("Noto Sans SC", "Noto Sans CJK SC", "思源黑体", "Source Han Sans SC", "Source Han Sans CN", "黑体", "SimHei"),
        *("方正黑体_GBK", "方正黑体简体", "华文黑体", "STHeiti", "Heiti SC", "CESI黑体-GB13000", "CESI黑体-GB2312"),
        *("微软雅黑", "Microsoft YaHei", "等线", "DengXian", "PingFang SC", "文泉驿微米黑", "WenQuanYi Micro Hei"),
        *("文泉驿正黑", "WenQuanYi Zen Hei", "FandolHei"),
    ),
}
"""What is drawn with on a machine where docgen's own fonts are not installed, the likest first."""

RARE = (
    *(
        "SimSun-ExtB",
        "宋体-ExtB",
        "SimSun-ExtG",
        "宋体-ExtG",
        "CESI宋体-GB18030",
        "CESI仿宋-GB18030",
        "方正宋体-人口信息",
    ),
    *(
        "宋体-方正超大字符集",
        "Simsun (Founder Extended)",
        "MingLiU-ExtB",
        "花园明朝A",
        "HanaMinA",
        "花园明朝B",
        "HanaMinB",
    ),
    *("BabelStone Han", "遍黑体 P1", "Plangothic P1", "遍黑体 P2", "Plangothic P2", "天珩全字库", "TH-Tshyn-P2"),
)
"""Fonts of a machine that have ideographs of names and places which others lack, in the order in which they are asked."""

_LIKE: dict[str, tuple[str, ...]] = {
    SONG: (
        *("SimSun-ExtB", "思源宋体", "Source Han Serif SC", "Source Han Serif CN", "Noto Serif SC"),
        *("Noto Serif CJK SC", "serif", "Times New Roman", "Times", "Cambria", "Georgia", "Liberation Serif"),
    ),
    HEI: (
        *("华文细黑", "STXihei", "微软雅黑", "Microsoft YaHei", "Microsoft YaHei UI", "等线", "DengXian", "等线 Light"),
        *("幼圆", "YouYuan", "思源黑体", "Source Han Sans SC", "Source Han Sans CN", "Noto Sans SC"),
        *("Noto Sans CJK SC", "文泉驿微米黑", "PingFang SC", "sans-serif", "Arial", "Calibri", "Helvetica"),
        *("Verdana", "Tahoma", "Liberation Sans", "DejaVu Sans"),
    ),
    TITLE: ("华文中宋", "STZhongsong", "方正大标宋简体", "方正大标宋_GBK"),
}
"""Families that are drawn with a face like them, whatever is installed."""

SUBSTITUTES: dict[str, str] = {name: design.instead for design in DESIGNS for name in design.names} | {
    name: family for family, names in _LIKE.items() for name in names
}
"""Family a document may ask for → family of the face drawn for it where the real one is not there."""


def substitute(family: str) -> str:
    """Return the face family drawn for a family a document asks for; every name has one."""
    plain = family.strip().lstrip("@")
    return SUBSTITUTES.get(plain) or _FOLDED.get(plain.casefold(), DEFAULT)


_FOLDED = {name.casefold(): family for name, family in SUBSTITUTES.items()} | {
    family.casefold(): family for family in (SONG, HEI, TITLE)
}


def is_known(family: str) -> bool:
    """Whether the table names a family."""
    plain = family.strip().lstrip("@")
    return plain in SUBSTITUTES or plain.casefold() in _FOLDED
