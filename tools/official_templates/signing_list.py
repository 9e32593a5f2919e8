"""签字清单: goes out with the print pack, a line a paper, a box to tick when it has come back signed."""

from __future__ import annotations

from tools.official_templates.package import package
from tools.official_templates.wordml import Cell, paragraph, row, rows_each, section, shares, table

_GRID = shares(7, 37, 7, 7, 30, 12)


def template() -> bytes:
    """Return the template."""
    grid = _GRID
    titles = ("序号", "文件", "份数", "页数", "签字人", "已收回")
    body = (
        paragraph("签字清单", "FormTitle")
        + paragraph("{{ 党组织 }}“{{ 活动名称 }}”活动　{{ 学年学期 }}　共{{ 清单 | length }}件", "FormLine")
        + table(
            grid,
            row([Cell(title, "SmallHead", shaded=True) for title in titles], grid, header=True, height=440),
            rows_each(
                "件 in 清单",
                grid,
                row(
                    [
                        Cell("{{ 件.序号 }}", "SmallCentre"),
                        Cell("{{ 件.文件 }}", "SmallText"),
                        Cell("{{ 件.份数 }}", "SmallCentre"),
                        Cell("{{ 件.页数 }}", "SmallCentre"),
                        Cell('{{ 件.签字人 | 顿号 or "—" }}', "SmallText"),
                        Cell("{{ 件.已签 | 勾选 }}", "SmallCentre"),
                    ],
                    grid,
                    height=380,
                ),
            ),
            margin=50,
        )
        + paragraph("经办人：{{ 经办人 | 空白(8) }}　　　　　收齐日期：　　　　年　　月　　日", "FormLine")
        + section()
    )
    return package(body, title="签字清单", subject="{{ 活动名称 }} {{ 学年学期 }}")
