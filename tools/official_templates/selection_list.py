"""考察选拔一览表: A4 landscape, one row a candidate; the branch's decision is written by hand."""

from __future__ import annotations

from tools.official_templates.package import package
from tools.official_templates.wordml import (
    LANDSCAPE,
    LANDSCAPE_WIDTH,
    Cell,
    each,
    paragraph,
    row,
    rows_each,
    section,
    shares,
    table,
    together,
)

_GRID = shares(4, 9, 9.5, 9.5, 10.9, 18.6, 7.5, 7.5, 4, 4, 4, 4, 6, 6, 9, width=LANDSCAPE_WIDTH)


def template() -> bytes:
    """Return the template."""
    grid = _GRID
    titles = (
        "序号", "姓名", "学号", "班级", "考察方向", "所在小组", "本人目标", "小组目标", "荣誉", "证书", "项目", "谈话",
        "考核", "条件", "党总支意见",
    )  # fmt: skip
    cells = [
        Cell("{{ 人.序号 }}", "SmallCentre"),
        Cell("{{ 人.姓名 }}", "SmallCentre"),
        Cell("{{ 人.编号 }}", "SmallCentre"),
        Cell('{{ 人.班级 | 无("—") }}', "SmallCentre"),
        Cell("{{ 人.考察方向 }}", "SmallCentre"),
        Cell(content=each("组 in 人.小组", paragraph("{{ 组 }}", "SmallText"))),
        Cell("{{ 人.完成 }}／{{ 人.设定 }}", "SmallCentre"),
        Cell("{{ 人.小组完成 }}／{{ 人.小组设定 }}", "SmallCentre"),
        Cell("{{ 人.荣誉数 }}", "SmallCentre"),
        Cell("{{ 人.证书数 }}", "SmallCentre"),
        Cell("{{ 人.项目数 }}", "SmallCentre"),
        Cell("{{ 人.谈话数 }}", "SmallCentre"),
        Cell(content=paragraph("{{ 人.考核得分 }}", "SmallCentre") + paragraph("{{ 人.考核等次 }}", "SmallCentre")),
        Cell('{{ "达到" if 人.达到条件 else "未达到" }}', "SmallCentre"),
        Cell("", "SmallCentre"),
    ]
    body = (
        paragraph("考察选拔一览表", "FormTitle")
        + paragraph("{{ 党组织 }}“{{ 活动名称 }}”活动　{{ 学年学期 }}　候选人{{ 候选人 | length }}名", "FormLine")
        + table(
            grid,
            row([Cell(title, "SmallHead", shaded=True) for title in titles], grid, header=True, height=480),
            rows_each("人 in 候选人", grid, row(cells, grid, height=440)),
            margin=40,
        )
        + paragraph(style="Gap")
        + together(
            paragraph(
                "目标栏为完成／设定项数；荣誉、证书、项目、谈话栏为项（次）数；考核栏为共勉考核登记表的得分和等次。“达到”条件：本人守纪目标全部完成，且所在小组目标"
                "完成半数以上。优秀青年考察为入党积极分子，入党积极分子考察为发展对象。",
                "SmallText",
            ),
            paragraph(style="SmallText"),
            paragraph(
                "党总支书记（签名）：　　　　　　　　　　（盖章）　　　　　　　　　　年　　月　　日", "SignatureLast"
            ),
            width=LANDSCAPE_WIDTH,
        )
        + paragraph(style="Gap")
        + section(landscape=True, margins=LANDSCAPE)
    )
    return package(body, title="{{ 院系 }}考察选拔一览表", subject="{{ 活动名称 }} {{ 学年学期 }}")
