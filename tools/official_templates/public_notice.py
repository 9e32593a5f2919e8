"""公示表: for the board; names, classes and groups, what was promised at the start or kept at the end, and where to object."""

from __future__ import annotations

from tools.official_templates.forms import signed_by
from tools.official_templates.package import package
from tools.official_templates.wordml import (
    WIDTH,
    Cell,
    each,
    listed,
    one_line,
    paragraph,
    row,
    section,
    shares,
    table,
    together,
    when,
)

_PROMISES = shares(6, 11, 14, 21, 48)
_RESULTS = shares(6, 11, 14, 19, 11, 18, 21)
_COUNTED = (
    '院系 ~ "　" ~ 学年学期 ~ "　共勉小组" ~ 小组数 ~ "个，参加活动" ~ 参加人数 ~ "人，公示" ~ 人员 | length ~ "人"'
)
_MARGINS = (1701, 1471, 1701, 1587)
_SIGNATURE = 4640


def template() -> bytes:
    """Return the template."""
    body = (
        paragraph('“{{ 活动名称 }}”活动{{ "承诺" if 阶段 == "期初" else "结果" }}公示表', "FormTitle")
        + paragraph(one_line(_COUNTED, WIDTH, 12), "TableCentre")
        + when(
            '阶段 == "期初"',
            paragraph(
                "根据“{{ 活动名称 }}”活动的安排，现将各小组成员的共勉目标公示如下，请全系师生监督。",
                "TableIndent",
            ),
            paragraph(style="Gap"),
            _promises(),
        )
        + when(
            '阶段 != "期初"',
            paragraph(
                "根据“{{ 活动名称 }}”活动的安排，现将各小组成员共勉目标的完成情况公示如下，请全系师生监督。",
                "TableIndent",
            ),
            paragraph(style="Gap"),
            _results(),
        )
        + paragraph(style="Gap")
        + together(
            paragraph(
                "公示期为5个工作日{% if 公示日期 and 公示止日 %}（{{ 公示日期 | 日期 }}至{{ 公示止日 | 日期 }}，节假日顺延）"
                "{% endif %}。公示期内对公示内容有异议的，请以书面或口头形式向{{ 党组织 }}反映"
                "{% if 办公电话 %}（联系电话：{{ 办公电话 }}）{% endif %}；反映情况应实事求是，"
                "{{ 党组织 }}对反映人的情况予以保密。",
                "TableIndent",
            ),
        )
        + paragraph(style="Gap")
        + signed_by("党组织", "公示日期", "TableCentre")
        + paragraph(style="Gap")
        + section(margins=_MARGINS)
    )
    return package(body, title="“{{ 活动名称 }}”活动{{ 阶段 }}公示表", subject="{{ 院系 }} {{ 学年学期 }}")


def _heads(grid: list[int], *titles: str) -> str:
    return row([Cell(title, "SmallHead", shaded=True) for title in titles], grid, header=True, height=440)


def _who() -> list[Cell]:
    return [
        Cell("{{ 人.序号 }}", "SmallCentre"),
        Cell("{{ 人.姓名 }}", "SmallCentre"),
        Cell('{{ 人.班级 | 无("—") }}', "SmallCentre"),
        Cell("{{ 人.小组 | 顿号 }}", "SmallText"),
    ]


def _promises() -> str:
    grid = _PROMISES
    goals = each("项 in 人.承诺", paragraph("{{ loop.index }}. {{ 项 }}", "SmallText"))
    return table(
        grid,
        _heads(grid, "序号", "姓名", "班级", "小组", "承诺的目标"),
        listed("人 in 人员", grid, row([*_who(), Cell(content=goals)], grid, height=400)),
        margin=50,
    )


def _results() -> str:
    grid = _RESULTS
    return table(
        grid,
        _heads(grid, "序号", "姓名", "班级", "小组", "目标完成", "已完成的目标", "所获荣誉"),
        listed(
            "人 in 人员",
            grid,
            row(
                [
                    *_who(),
                    Cell("{{ 人.完成 }}／{{ 人.设定 }}项", "SmallCentre"),
                    Cell('{{ 人.已完成 | 顿号 or "—" }}', "SmallText"),
                    Cell('{{ 人.荣誉 | 顿号 or "—" }}', "SmallText"),
                ],
                grid,
                height=400,
            ),
        ),
        margin=50,
    )
