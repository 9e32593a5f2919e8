"""学分认定汇总表: A4 landscape, a row for each project of a student; opinions of department and academic office."""

from __future__ import annotations

from tools.official_templates.package import package
from tools.official_templates.wordml import (
    LANDSCAPE,
    LANDSCAPE_WIDTH,
    Cell,
    paragraph,
    row,
    rows_each,
    section,
    shares,
    table,
)

_GRID = shares(5, 9.5, 13, 13, 28, 18, 14, 8, 19, 6.5, 6.5, width=LANDSCAPE_WIDTH)
_OPINIONS = shares(1, 1, 1, width=LANDSCAPE_WIDTH)
_SIGNS = (("系（院）意见", "负责人"), ("教务处意见", "经办人"), ("教务处审核", "负责人"))


def template() -> bytes:
    """Return the template."""
    grid = _GRID
    titles = (
        "序号", "姓名", "学号", "班级", "项目（课题）", "承担工作", "鉴定教研室", "鉴定等级", "鉴定日期", "学分", "合计",
    )  # fmt: skip
    cells = [
        Cell("{% if loop.first %}{{ 人.序号 }}{% endif %}", "SmallCentre"),
        Cell("{{ 人.姓名 }}", "SmallCentre"),
        Cell("{{ 人.编号 }}", "SmallCentre"),
        Cell('{{ 人.班级 | 无("—") }}', "SmallCentre"),
        Cell("{{ 项.项目名称 }}", "SmallText"),
        Cell('{{ 项.分工 | 无("—") }}', "SmallText"),
        Cell('{{ 项.教研室 | 无("—") }}', "SmallCentre"),
        Cell('{{ 项.鉴定等级 | 无("—") }}', "SmallCentre"),
        Cell('{{ 项.鉴定日期 | 日期("—") }}', "SmallCentre"),
        Cell("{{ 项.学分 }}", "SmallCentre"),
        Cell("{% if loop.last %}{{ 人.合计 }}{% endif %}", "SmallCentre"),
    ]
    body = (
        paragraph("学分认定汇总表", "FormTitle")
        + paragraph(
            "{{ 院系 }}“{{ 活动名称 }}”活动　{{ 学年学期 }}　学生{{ 学生 | length }}名，经鉴定的项目（课题）{{ 项目数 }}项，"
            "学分合计{{ 总学分 }}",
            "FormLine",
        )
        + table(
            grid,
            row([Cell(title, "SmallHead", shaded=True) for title in titles], grid, header=True, height=480),
            rows_each("人 in 学生", grid, rows_each("项 in 人.项目", grid, row(cells, grid, height=400))),
            margin=40,
        )
        + paragraph(style="Gap")
        + table(
            _OPINIONS,
            row(
                [
                    _opinion(who, sign)
                    for who, sign in (("系（院）意见", "负责人"), ("教务处意见", "经办人"), ("教务处审核", "负责人"))
                ],
                _OPINIONS,
                height=1500,
            ),
        )
        + paragraph(style="End")
        + section(landscape=True, margins=LANDSCAPE)
    )
    return package(body, title="{{ 院系 }}学分认定汇总表", subject="{{ 活动名称 }} {{ 学年学期 }}")


def _opinion(who: str, signs: str) -> Cell:
    return Cell(
        content=paragraph(f"{who}：", "TableText")
        + paragraph(style="TableText")
        + paragraph(f"{signs}（签名）：　　　　（盖章）", "TableText")
        + paragraph("　　　　　　年　　月　　日", "TableText"),
        align="top",
    )
