"""The bundle's own pages: cover, 归档文件目录 (A4 landscape, its header row repeats), 备考表 (DA/T 22-2015)."""

from __future__ import annotations

from tools.official_templates.package import package
from tools.official_templates.wordml import (
    LANDSCAPE,
    LANDSCAPE_WIDTH,
    TWIPS_PER_MM,
    Cell,
    each,
    paragraph,
    row,
    rows_each,
    rows_when,
    section,
    shares,
    table,
    when,
)

_COVER = shares(36, 64, width=6600)
_CATALOGUE = shares(4.2, 20, 14.5, 12.5, 30.5, 8, 4, 4.2, 4.2, 5.5, width=LANDSCAPE_WIDTH)
_STRIPS = [round(millimetres * TWIPS_PER_MM) for millimetres in (20, 30, 40, 50)]
"""The spines that boxes have (DA/T 22-2015: 20, 30, 40 or 50 mm); the clerk cuts out the one that fits."""
_NARROW = (850, 1134, 567, 1134)


def cover() -> bytes:
    """Return the template of the cover: 全宗号 全宗名称 年度 保管期限 机构（问题）, and what the bundle holds."""

    def line(label: str, value: str, condition: str = "") -> str:
        made = row([Cell(label, "CoverLabel"), Cell(value, "CoverText")], _COVER, height=560)
        return rows_when(condition, _COVER, made) if condition else made

    body = (
        paragraph("{{ 版本 }}", "RightLine")
        + paragraph()
        + paragraph("{{ 学校 }}", "CoverName")
        + paragraph("{{ 院系 }}", "CoverName")
        + paragraph()
        + paragraph("“{{ 活动名称 }}”活动", "CoverName")
        + paragraph("{% if 版本 == '归档' %}归 档 文 件{% else %}文 件 汇 编{% endif %}", "CoverTitle")
        + paragraph("（{{ 学年学期 }}）", "CoverLine")
        + paragraph()
        + table(
            _COVER,
            line("全 宗 号", "{{ 全宗号 }}"),
            line("全宗名称", "{{ 全宗名称 }}"),
            line("年　　度", "{{ 年度 }}"),
            line("保管期限", "{{ 保管期限 }}"),
            line("机构（问题）", "{{ 机构问题 }}"),
            line("件数、页数", "共{{ 件数 }}件、{{ 页数 }}页"),
            line("起止件号", "{{ 起件号 }}—{{ 止件号 }}", "起件号 and 止件号"),
            line("盒　　号", "{{ 盒号 }}", "盒号"),
            margin=140,
        )
        + paragraph("{{ 党组织 }}", "CoverLine")
        + section(numbered=False)
    )
    return package(body, title="{{ 院系 }}“{{ 活动名称 }}”文件（{{ 版本 }}）", subject="{{ 学年学期 }}", numbered=False)


def catalogue() -> bytes:
    """Return the template of the catalogue: 序号 档号 文号 责任者 题名 日期 密级 页数 备注, and the page it starts on."""
    grid = _CATALOGUE
    titles = ("序号", "档号", "文号", "责任者", "题名", "日期", "密级", "页数", "起页", "备注")
    body = (
        paragraph("{% if 版本 == '归档' %}归档{% endif %}文件目录", "FormTitle")
        + paragraph("{{ 党组织 }}“{{ 活动名称 }}”活动　{{ 学年学期 }}（{{ 版本 }}）", "FormLine")
        + table(
            grid,
            row([Cell(title, "SmallHead", shaded=True) for title in titles], grid, header=True, height=480),
            rows_each(
                "件 in 文件",
                grid,
                row(
                    [
                        Cell("{{ 件.序号 }}", "SmallCentre"),
                        Cell("{{ 件.档号 }}", "SmallCentre"),
                        Cell("{{ 件.文号 }}", "SmallCentre"),
                        Cell("{{ 件.责任者 }}", "SmallCentre"),
                        Cell("{{ 件.题名 }}", "SmallText"),
                        Cell("{{ 件.日期 }}", "SmallCentre"),
                        Cell("{{ 件.密级 }}", "SmallCentre"),
                        Cell("{{ 件.页数 }}", "SmallCentre"),
                        Cell("{{ 件.起始页 }}", "SmallCentre"),
                        Cell("{{ 件.备注 }}", "SmallText"),
                    ],
                    grid,
                    height=420,
                ),
            ),
            margin=40,
        )
        + paragraph(style="Gap")
        + section(landscape=True, numbered=False, margins=LANDSCAPE)
    )
    return package(
        body,
        title="{% if 版本 == '归档' %}归档{% endif %}文件目录",
        subject="{{ 活动名称 }} {{ 学年学期 }}",
        numbered=False,
    )


def remarks() -> bytes:
    """Return the template of the 备考表: 盒内文件情况说明 整理人 整理日期 检查人 检查日期."""
    one = shares(1)
    signing = shares(15, 35, 15, 35)
    body = (
        paragraph("备　考　表", "FormTitle")
        + paragraph("{{ 党组织 }}“{{ 活动名称 }}”活动　{{ 学年学期 }}", "FormLine")
        + paragraph(style="Gap")
        + table(
            one,
            row(
                [
                    Cell(
                        content=paragraph("盒内文件情况说明：", "TableCaption")
                        + each("段 in 情况说明", paragraph("{{ 段 }}", "TableIndent")),
                        align="top",
                    )
                ],
                one,
                height=8200,
            ),
            margin=140,
        )
        + paragraph(style="Gap")
        + table(
            signing,
            row(
                [
                    Cell("整 理 人", "TableHead"),
                    Cell("{{ 整理人 }}", "TableCentre"),
                    Cell("整理日期", "TableHead"),
                    Cell("{{ 整理日期 | 日期 }}", "TableCentre"),
                ],
                signing,
                height=700,
            ),
            row(
                [
                    Cell("检 查 人", "TableHead"),
                    Cell("{{ 检查人 }}", "TableCentre"),
                    Cell("检查日期", "TableHead"),
                    Cell("{{ 检查日期 | 日期 }}", "TableCentre"),
                ],
                signing,
                height=700,
            ),
        )
        + paragraph(style="Gap")
        + section(numbered=False)
    )
    return package(body, title="备考表", subject="{{ 活动名称 }} {{ 学年学期 }}", numbered=False)


def spine() -> bytes:
    """Return the template of the label on a box's spine: 全宗号 年度 保管期限 机构（问题） 起止件号 盒号, a page each box."""

    def part(label: str, *values: str) -> str:
        inside = "".join(paragraph(value, "TableCentre") for value in values)
        return row([Cell(label, "SmallCentre", shaded=True)] * len(_STRIPS), _STRIPS, height=440) + row(
            [Cell(content=inside)] * len(_STRIPS), _STRIPS, height=1900
        )

    strips = table(
        _STRIPS,
        part("全宗号", "{{ 盒.全宗号 }}"),
        part("年度", "{{ 盒.年度 }}"),
        part("保管期限", "{{ 盒.保管期限 }}"),
        part("机构（问题）", "{{ 盒.机构问题 }}"),
        part("起止件号", "{{ 盒.起件号 }}", "—", "{{ 盒.止件号 }}"),
        part("盒号", "{{ 盒.盒号 }}"),
        margin=20,
    )
    body = each(
        "盒 in 盒",
        when("not loop.first", paragraph(raw='<w:r><w:br w:type="page"/></w:r>', style="Gap")),
        paragraph("盒脊标签：{{ 盒.保管期限 }} 第{{ 盒.盒号 }}盒（选与盒厚相同的一条，沿线裁下）", "SmallCentre"),
        strips,
        paragraph(style="Gap"),
    ) + section(numbered=False, margins=_NARROW)
    return package(body, title="盒脊标签", subject="{{ 活动名称 }} {{ 学年学期 }}", numbered=False)
