"""签到表: two people a line, room to sign beside each."""

from __future__ import annotations

from tools.official_templates.forms import end, fields, head
from tools.official_templates.package import package
from tools.official_templates.wordml import Cell, listed, one_line, paragraph, row, shares, table

_FACTS = shares(15, 35, 15, 35)
_GRID = shares(6, 13, 17, 14, 6, 13, 17, 14)


def template() -> bytes:
    """Return the template."""
    grid = _GRID
    titles = ("序号", "姓名", "班级", "签名") * 2
    first = _person("对[0]")
    second = (
        Cell("{% if 对 | length > 1 %}{{ 对[1].序号 }}{% endif %}", "SmallCentre"),
        Cell(one_line('对[1].姓名 if 对 | length > 1 else ""', grid[5]), "SmallCentre"),
        Cell(one_line('对[1].班级 if 对 | length > 1 else ""', grid[6]), "SmallCentre"),
        Cell("", "SmallCentre"),
    )
    body = (
        head("签到表")
        + table(
            _FACTS,
            row([Cell("活动内容", "TableHead"), Cell("{{ 内容 }}", "TableText", span=3)], _FACTS, height=480),
            fields(_FACTS, ("日　　期", "{{ 日期 | 日期 }}"), ("地　　点", "{{ 地点 | 空白 }}"), height=480),
            fields(_FACTS, ("负 责 人", "{{ 负责人 | 空白 }}"), ("应到人数", "{{ 应到 }}人"), height=480),
            margin=60,
        )
        + paragraph(style="Gap")
        + table(
            grid,
            row([Cell(title, "SmallHead", shaded=True) for title in titles], grid, header=True, height=420),
            listed(
                "对 in 行",
                grid,
                row([*first, *second], grid, height=460),
                closing=paragraph("实到　　　　人　　　　　　　　　　　　　　　　负责人签名：", "FormLine"),
            ),
            margin=40,
        )
        + paragraph(style="End")
        + end()
    )
    return package(body, title="{{ 内容 }}签到表", subject="{{ 活动名称 }} {{ 学年学期 }}")


def _person(one: str) -> tuple[Cell, ...]:
    return (
        Cell(f"{{{{ {one}.序号 }}}}", "SmallCentre"),
        Cell(f"{{{{ {one}.姓名 }}}}", "SmallCentre"),
        Cell(f"{{{{ {one}.班级 }}}}", "SmallCentre"),
        Cell("", "SmallCentre"),
    )
