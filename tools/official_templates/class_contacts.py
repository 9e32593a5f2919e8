"""党员联系班级一览表: A4 upright, one row a class."""

from __future__ import annotations

from tools.official_templates.forms import end, head
from tools.official_templates.package import package
from tools.official_templates.wordml import (
    WIDTH,
    Cell,
    listed,
    one_line,
    paragraph,
    row,
    shares,
    table,
    together,
    when,
)

_GRID = shares(7, 21, 32, 10, 10, 10, 10)


def template() -> bytes:
    """Return the template."""
    grid = _GRID
    titles = ("序号", "班级", "联系党员", "参加学生", "积极分子", "优秀青年", "谈话次数")
    cells = [
        Cell("{{ 行.序号 }}", "SmallCentre"),
        Cell("{{ 行.班级 }}", "SmallCentre"),
        Cell('{{ 行.联系党员 | 顿号 or "待安排" }}', "SmallText"),
        Cell("{{ 行.参加学生 }}人", "SmallCentre"),
        Cell("{{ 行.积极分子 }}人", "SmallCentre"),
        Cell("{{ 行.优秀青年 }}人", "SmallCentre"),
        Cell("{{ 行.谈话次数 }}次", "SmallCentre"),
    ]
    body = (
        head("党员联系班级一览表")
        + paragraph("联系班级的党员{{ 党员数 }}名，班级{{ 班级一览 | length }}个", "FormLine")
        + table(
            grid,
            row([Cell(title, "SmallHead", shaded=True) for title in titles], grid, header=True, height=480),
            listed("行 in 班级一览", grid, row(cells, grid, height=420)),
            margin=50,
        )
        + when(
            "未联系班级党员",
            paragraph(style="Gap"),
            paragraph("尚未安排联系班级的党员：{{ 未联系班级党员 | 顿号 }}。", "TableIndent"),
        )
        + paragraph(style="Gap")
        + together(paragraph(one_line('党组织 ~ "（盖章）　　　　　年　　月　　日"', WIDTH, 14), "SignatureLast"))
        + paragraph(style="End")
        + end()
    )
    return package(body, title="{{ 院系 }}党员联系班级一览表", subject="{{ 活动名称 }} {{ 学年学期 }}")
