"""考察选拔一览表: A4 landscape, one row a candidate; the branch's decision is written by hand."""

from __future__ import annotations

from tools.official_templates.package import package
from tools.official_templates.wordml import (
    LANDSCAPE,
    LANDSCAPE_WIDTH,
    Cell,
    each,
    listed,
    one_line,
    paragraph,
    row,
    section,
    shares,
    table,
)

_GRID = shares(4, 8, 14.5, 12, 9, 13.5, 12, 12, 7.5, 9.5, 7, 7.5, 9.5, 8, 7, width=LANDSCAPE_WIDTH)


def _condition(name: str, width: int) -> Cell:
    """A condition: line by line what it rests on, and whether it is met."""
    return Cell(
        content=each(f"情 in 人.{name}.情况", paragraph(one_line("情", width), "SmallCentre"))
        + paragraph(f"{{{{ 人.{name}.结论 }}}}", "SmallCentre")
    )


def template() -> bytes:
    """Return the template."""
    grid = _GRID
    titles = (
        "序号", "姓名", "学号", "班级", "考察方向", "所在小组", "入党申请", "积极分子满一年", "守纪目标", "小组目标", "本人目标",
        "谈话", "荣誉／证书／项目", "考核", "党总支意见",
    )  # fmt: skip
    cells = [
        Cell("{{ 人.序号 }}", "SmallCentre"),
        Cell("{{ 人.姓名 }}", "SmallCentre"),
        Cell("{{ 人.编号 }}", "SmallCentre"),
        Cell('{{ 人.班级 | 无("—") }}', "SmallCentre"),
        Cell("{{ 人.考察方向 }}", "SmallCentre"),
        Cell(content=each("组 in 人.小组", paragraph("{{ 组 }}", "SmallText"))),
        _condition("入党申请", grid[6]),
        _condition("培养期", grid[7]),
        _condition("守纪目标", grid[8]),
        _condition("小组成效", grid[9]),
        Cell('{{ 人.完成 ~ "/" ~ 人.设定 ~ "项" }}', "SmallCentre"),
        _condition("谈话", grid[11]),
        Cell('{{ 人.荣誉数 ~ "/" ~ 人.证书数 ~ "/" ~ 人.项目数 }}', "SmallCentre"),
        _condition("考核", grid[13]),
        Cell("", "SmallCentre"),
    ]
    body = (
        paragraph("考察选拔一览表", "FormTitle")
        + paragraph("{{ 党组织 }}“{{ 活动名称 }}”活动　{{ 学年学期 }}　候选人{{ 候选人 | length }}名", "FormLine")
        + table(
            grid,
            row([Cell(title, "SmallHead", shaded=True) for title in titles], grid, header=True, height=480),
            listed("人 in 候选人", grid, row(cells, grid, height=440), closing=_closing()),
            margin=40,
        )
        + paragraph(style="End")
        + section(landscape=True, margins=LANDSCAPE)
    )
    return package(body, title="{{ 院系 }}考察选拔一览表", subject="{{ 活动名称 }} {{ 学年学期 }}")


def _closing() -> str:
    return (
        paragraph(style="Gap")
        + paragraph(
            "优秀青年考察为入党积极分子，入党积极分子考察为发展对象；各项条件分别列出，“—”为不作要求。条件：已递交入党申请书；确定为入党积极分子"
            "至学期末满一年；本人守纪目标全部完成；所在小组目标完成半数以上；共勉考核在最低等次以上；按月谈话。目标栏为完成／设定项数。",
            "SmallText",
        )
        + paragraph(style="SmallText")
        + paragraph(
            "党总支书记（签名）：　　　　　　　　　　（盖章）　　　　　　　　　　年　　月　　日", "SignatureLast"
        )
    )
