"""The styles of the official layouts: real Word styles, in the faces and sizes of GB/T 9704-2012.

Body: 3号 (16 pt) 仿宋, lines of exactly 28.9 pt, 22 of them a page, 28 characters each, two characters' indent (5.2.2–5.2.4,
7.3.3). A character pitch of 15.75 pt is set as spacing of −0.25 pt, because a document grid is laid out differently by
every program. For the same reason every line height is exact, and no space is added between Chinese and Latin.
Tables: 小四 (12 pt) on 20 pt, or 5号 (10.5 pt) on 16 pt: in cells the body's pitch would clip.
"""

from __future__ import annotations

from dataclasses import dataclass

FANGSONG, KAI, HEI, SONG, TITLE = "仿宋", "楷体", "黑体", "宋体", "方正小标宋简体"

_BODY_LINE = 578
_PITCH = -5
"""Twips: 28 characters of 3号 need 28 × 320 − 27 × 5 = 8825 of the 8848 between the margins (at −4 they need 8852)."""


@dataclass(frozen=True, slots=True)
class _Style:
    id: str
    name: str
    face: str = FANGSONG
    half_points: int = 32
    line: int = _BODY_LINE
    align: str = "both"
    first_line: int = 0
    """Characters of first-line indent."""
    left: int = 0
    """Characters of left indent."""
    hanging: int = 0
    """Characters the first line stands out to the left."""
    right: int = 0
    before: int = 0
    after: int = 0
    outline: int = -1
    page_break: bool = False
    keep_next: bool = False
    pitch: int = 0
    """Spacing between characters, twips."""
    color: str = ""
    based_on: str = "Normal"
    next: str = ""
    builtin: bool = True


_STYLES = (
    _Style("Title", "Title", TITLE, 44, 640, "center", after=0, next="Body", outline=-1),
    _Style("Subtitle", "Subtitle", KAI, 32, align="center", next="Body"),
    _Style("Heading1", "heading 1", HEI, first_line=2, outline=0, keep_next=True, pitch=_PITCH, next="Body"),
    _Style("Heading2", "heading 2", KAI, first_line=2, outline=1, keep_next=True, pitch=_PITCH, next="Body"),
    _Style("Heading3", "heading 3", first_line=2, outline=2, keep_next=True, pitch=_PITCH, next="Body"),
    _Style("Body", "公文正文", first_line=2, pitch=_PITCH, builtin=False),
    _Style("Flush", "公文顶格", pitch=_PITCH, builtin=False),
    _Style("DocumentNumber", "发文字号", align="center", builtin=False),
    _Style("RightLine", "右侧行", align="right", builtin=False),
    _Style("Centred", "居中行", align="center", builtin=False),
    _Style("BodyKept", "公文末段", first_line=2, pitch=_PITCH, keep_next=True, based_on="Body", builtin=False),
    _Style("BlankKept", "落款前空行", keep_next=True, builtin=False),
    _Style("AnnexNote", "附件说明", first_line=2, pitch=_PITCH, keep_next=True, builtin=False),
    _Style("AnnexNoteNext", "附件说明续行", left=5, pitch=_PITCH, keep_next=True, builtin=False),
    _Style("AnnexMark", "附件标记", HEI, align="left", page_break=True, keep_next=True, builtin=False),
    _Style(
        "AnnexTitle",
        "附件标题",
        TITLE,
        44,
        640,
        "center",
        after=240,
        outline=0,
        keep_next=True,
        based_on="Normal",
        builtin=False,
    ),
    _Style("SignatureLine", "签名行", half_points=28, line=520, align="left", keep_next=True, builtin=False),
    _Style("SignatureLast", "签名末行", half_points=28, line=520, align="left", builtin=False),
    _Style("SignatureHead", "签名栏题", HEI, 28, 520, "left", keep_next=True, builtin=False),
    _Style("FormTitle", "表单标题", TITLE, 44, 640, "center", builtin=False),
    _Style("FormLine", "表单题下行", half_points=24, line=440, align="left", builtin=False),
    _Style("FormLineRight", "表单题下行右", half_points=24, line=440, align="right", builtin=False),
    _Style("Gap", "表间", half_points=10, line=120, builtin=False),
    # Behind a table there is always a paragraph: on a full page a line of usual height would ask for another one.
    _Style("End", "文末", half_points=2, line=2, builtin=False),
    _Style("TableText", "表格文字", half_points=24, line=400, align="left", builtin=False),
    _Style("TableCentre", "表格居中", half_points=24, line=400, align="center", builtin=False),
    _Style("TableHead", "表格栏目", HEI, 24, 400, "center", builtin=False),
    _Style("TableCaption", "表格分栏题", HEI, 24, 400, "left", outline=0, builtin=False),
    _Style("TableIndent", "表格段落", half_points=24, line=420, align="both", first_line=2, builtin=False),
    _Style("OpinionSigned", "意见签名", half_points=24, line=440, align="left", left=14, builtin=False),
    _Style("SmallText", "小表文字", half_points=21, line=320, align="left", builtin=False),
    _Style("SmallCentre", "小表居中", half_points=21, line=320, align="center", builtin=False),
    _Style("SmallHead", "小表栏目", HEI, 21, 320, "center", builtin=False),
    _Style("TableName", "表名", HEI, 28, 440, "center", before=80, keep_next=True, builtin=False),
    _Style("CoverTitle", "封面标题", TITLE, 72, 1200, "center", builtin=False),
    _Style("CoverName", "封面单位", TITLE, 44, 800, "center", builtin=False),
    _Style("CoverLine", "封面行", KAI, 36, 640, "center", builtin=False),
    _Style("CoverText", "封面栏", half_points=32, line=500, align="left", builtin=False),
    _Style("CoverLabel", "封面栏目", HEI, 32, 500, "center", builtin=False),
    _Style("NewPage", "另起一页", half_points=10, line=20, page_break=True, builtin=False),
    _Style("AwardTitle", "证书标题", TITLE, 104, 2000, "center", builtin=False),
    _Style("AwardName", "证书姓名", KAI, 60, 1000, "left", builtin=False),
    _Style("AwardText", "证书正文", KAI, 60, 1000, first_line=2, builtin=False),
    _Style("AwardSigned", "证书落款", KAI, 44, 760, "right", right=2, builtin=False),
    _Style("AwardTitleSmall", "证书标题（紧）", TITLE, 84, 1400, "center", builtin=False),
    _Style("AwardNameSmall", "证书姓名（紧）", KAI, 44, 720, "left", builtin=False),
    _Style("AwardTextSmall", "证书正文（紧）", KAI, 40, 680, first_line=2, builtin=False),
    _Style("AwardSignedSmall", "证书落款（紧）", KAI, 36, 600, "right", right=2, builtin=False),
    _Style("AwardNumber", "证书编号", half_points=24, line=400, align="left", builtin=False),
    _Style("Control", "填写控制", SONG, 16, 240, "left", color="808080", builtin=False),
    _Style("FooterOdd", "footer", SONG, 28, 360, "right", right=1),
    _Style("FooterEven", "页脚双页", SONG, 28, 360, "left", left=1, based_on="FooterOdd", builtin=False),
)


def _fonts(face: str) -> str:
    return f'<w:rFonts w:ascii="{face}" w:eastAsia="{face}" w:hAnsi="{face}" w:cs="{face}"/>'


def _style(style: _Style) -> str:
    size = style.half_points * 10  # a character is as wide as it is high: half points to twips
    paragraph = "<w:keepNext/>" * style.keep_next + "<w:pageBreakBefore/>" * style.page_break
    paragraph += (
        f'<w:spacing w:before="{style.before}" w:after="{style.after}" w:line="{style.line}" w:lineRule="exact"/>'
    )
    indent = ""
    if style.left or style.based_on != "Normal":
        indent += f' w:leftChars="{100 * style.left}" w:left="{size * style.left}"'
    if style.right or style.based_on != "Normal":
        indent += f' w:rightChars="{100 * style.right}" w:right="{size * style.right}"'
    if style.first_line:
        indent += f' w:firstLineChars="{100 * style.first_line}" w:firstLine="{size * style.first_line}"'
    paragraph += f"<w:ind{indent}/>" if indent else ""
    paragraph += f'<w:jc w:val="{style.align}"/>'
    if style.outline >= 0:
        paragraph += f'<w:outlineLvl w:val="{style.outline}"/>'
    run = _fonts(style.face)
    run += f'<w:color w:val="{style.color}"/>' if style.color else ""
    run += f'<w:spacing w:val="{style.pitch}"/>' if style.pitch else ""
    run += f'<w:sz w:val="{style.half_points}"/><w:szCs w:val="{style.half_points}"/>'
    custom = "" if style.builtin else ' w:customStyle="1"'
    following = f'<w:next w:val="{style.next}"/>' if style.next else ""
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="{style.based_on}"/>{following}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


_CHARACTER_STYLES = (
    ("Hei", "黑体字", _fonts(HEI)),
    ("Kai", "楷体字", _fonts(KAI)),
)

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def styles() -> str:
    """Return ``word/styles.xml``."""
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_fonts(FANGSONG)}"
        '<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        '<w:pPr><w:widowControl w:val="0"/><w:overflowPunct w:val="0"/>'
        f'<w:spacing w:line="{_BODY_LINE}" w:lineRule="exact"/><w:jc w:val="both"/></w:pPr>'
        f"<w:rPr>{_fonts(FANGSONG)}</w:rPr></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style>"
    )
    characters = "".join(
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{id_}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/><w:rPr>{run}</w:rPr></w:style>'
        for id_, name, run in _CHARACTER_STYLES
    )
    return f"<w:styles {NAMESPACE}>{defaults}{normal}{''.join(map(_style, _STYLES))}{characters}</w:styles>"
