"""积极分子和发展对象名册: A4 landscape, one row a person."""

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

_SIGNED = "党总支书记（签名）：　　　　　　　　　（盖章）　　　　　　　　　年　　月　　日"
_GRID = shares(5, 9.5, 14.5, 5, 14, 12.5, 17.5, 17.5, 12, 25.5, width=LANDSCAPE_WIDTH)


def template() -> bytes:
    """Return the template."""
    grid = _GRID
    titles = (
        "序号",
        "姓名",
        "学号",
        "性别",
        "班级",
        "身份",
        "入党申请日期",
        "确定积极分子日期",
        "培养联系人",
        "所在小组",
    )
    cells = [
        Cell("{{ 人.序号 }}", "SmallCentre"),
        Cell("{{ 人.姓名 }}", "SmallCentre"),
        Cell("{{ 人.编号 }}", "SmallCentre"),
        Cell("{{ 人.性别 }}", "SmallCentre"),
        Cell('{{ 人.班级 | 无("—") }}', "SmallCentre"),
        Cell("{{ 人.身份 }}", "SmallCentre"),
        Cell('{{ 人.入党申请日期 | 日期("—") }}', "SmallCentre"),
        Cell('{{ 人.确定积极分子日期 | 日期("—") }}', "SmallCentre"),
        Cell('{{ 人.培养联系人 | 顿号 or "—" }}', "SmallText"),
        Cell('{{ 人.小组 | 顿号 or "—" }}', "SmallText"),
    ]
    body = (
        paragraph("积极分子和发展对象名册", "FormTitle")
        + paragraph(
            "{{ 党组织 }}　{{ 学年学期 }}（截至{{ 截止日期 | 日期 }}）　共{{ 人员 | length }}名"
            "{% if 发展对象数 %}，其中发展对象{{ 发展对象数 }}名{% endif %}",
            "FormLine",
        )
        + table(
            grid,
            row([Cell(title, "SmallHead", shaded=True) for title in titles], grid, header=True, height=480),
            listed(
                "人 in 人员",
                grid,
                row(cells, grid, height=420),
                closing=paragraph(style="Gap") + paragraph(_SIGNED, "SignatureLast"),
            ),
            margin=40,
        )
        + paragraph(style="End")
        + section(landscape=True, margins=LANDSCAPE)
    )
    return package(body, title="{{ 院系 }}积极分子和发展对象名册", subject="{{ 活动名称 }} {{ 学年学期 }}")
