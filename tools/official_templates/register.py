"""共勉计划备案登记簿: A4 landscape, one line a filing number; its header row repeats on every page."""

from __future__ import annotations

from tools.official_templates.package import package
from tools.official_templates.wordml import (
    LANDSCAPE,
    LANDSCAPE_WIDTH,
    Cell,
    listed,
    paragraph,
    row,
    section,
    shares,
    table,
)

_GRID = shares(4, 18, 5.5, 15, 5, 8.5, 5, 9, 15, 17, 8, width=LANDSCAPE_WIDTH)


def template() -> bytes:
    """Return the template."""
    grid = _GRID
    titles = (
        "序号", "备案号", "编号", "小组名称", "形式", "组长", "人数", "指导教师", "项目（课题）", "备案日期", "备注",
    )  # fmt: skip
    body = (
        paragraph("共勉计划备案登记簿", "FormTitle")
        + paragraph(
            "{{ 党组织 }}“{{ 活动名称 }}”活动　{{ 学年学期 }}　共{{ 登记 | length }}号，有效{{ 有效数 }}号"
            "{% if 作废数 %}，作废{{ 作废数 }}号{% endif %}",
            "FormLine",
        )
        + table(
            grid,
            row([Cell(title, "SmallHead", shaded=True) for title in titles], grid, header=True, height=480),
            listed(
                "行 in 登记",
                grid,
                row(
                    [
                        Cell("{{ 行.序号 }}", "SmallCentre"),
                        Cell("{{ 行.备案号 }}", "SmallCentre"),
                        Cell("{{ 行.小组编号 }}", "SmallCentre"),
                        Cell("{{ 行.小组名称 }}", "SmallText"),
                        Cell('{{ 行.形式 | 无("—") }}', "SmallCentre"),
                        Cell('{{ 行.组长 | 无("—") }}', "SmallCentre"),
                        Cell('{{ 行.人数 or "—" }}', "SmallCentre"),
                        Cell('{{ 行.指导教师 | 无("—") }}', "SmallCentre"),
                        Cell('{{ 行.项目 | 无("—") }}', "SmallText"),
                        Cell('{{ 行.备案日期 | 日期("—") }}', "SmallCentre"),
                        Cell("{{ 行.备注 }}", "SmallText"),
                    ],
                    grid,
                    height=420,
                ),
                closing=paragraph("备案号一经编定不再改动；作废的号保留在册，不另作他用。", "FormLine")
                + paragraph("登记人：{{ 经办人 | 空白(8) }}　　　　　　登记日期：　　　　年　　月　　日", "FormLine"),
            ),
            margin=40,
        )
        + paragraph(style="End")
        + section(landscape=True, margins=LANDSCAPE)
    )
    return package(body, title="{{ 院系 }}共勉计划备案登记簿", subject="{{ 活动名称 }} {{ 学年学期 }}")
