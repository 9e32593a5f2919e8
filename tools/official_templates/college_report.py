"""全院活动工作总结: text after GB/T 9704-2012, then one row a department and what is lacking."""

from __future__ import annotations

from tools.official_templates.package import package
from tools.official_templates.wordml import (
    WIDTH,
    Cell,
    each,
    paragraph,
    row,
    rows_each,
    section,
    shares,
    table,
    together,
    when,
)

_DEPARTMENTS = shares(7, 25, 8, 9, 15, 8, 8, 9, 11)
_LACKING = shares(30, 70)
_CHART = shares(28, 52, 20)
_SIGNATURE = 5200
"""Twips: GB/T 9704-2012, 7.3.5: at the right, the date under the name."""


def template() -> bytes:
    """Return the template."""
    body = (
        paragraph("{{ 学校 }}", "Title")
        + paragraph("“{{ 活动名称 }}”活动工作总结", "Title")
        + paragraph("（{{ 学年学期 }}）", "Centred")
        + paragraph(style="Gap")
        + _told("一、基本情况", "基本情况")
        + when("主题", paragraph("活动以“{{ 主题 }}”为主题。", "Body"))
        + _told("二、取得成效", "取得成效")
        + _told("三、存在问题", "存在问题")
        + together(
            paragraph(),
            paragraph("{{ 学校 }}", "Centred"),
            paragraph("{{ 报告日期 | 日期 }}", "Centred"),
            width=_SIGNATURE,
            indent=WIDTH - _SIGNATURE,
        )
        + paragraph("附表一　各院系情况一览", "TableName")
        + _departments()
        + when("合计.目标设定", paragraph("图　各院系目标完成情况（■完成　▲未完成或未报）", "TableName"), _chart())
        + when("未齐院系", paragraph("附表二　文件未齐的院系", "TableName"), _lacking())
        + paragraph(style="Gap")
        + section()
    )
    return package(body, title="{{ 学校 }}“{{ 活动名称 }}”活动工作总结", subject="{{ 学年学期 }}")


def _told(heading: str, field: str) -> str:
    return paragraph(heading, "Heading1") + each(f"段 in {field}", paragraph("{{ 段 }}", "Body"))


def _line(grid: list[int], *texts: str | Cell) -> str:
    return row([text if isinstance(text, Cell) else Cell(text, "SmallCentre") for text in texts], grid, height=360)


def _heads(grid: list[int], *titles: str) -> str:
    return row([Cell(title, "SmallHead", shaded=True) for title in titles], grid, header=True, height=440)


def _departments() -> str:
    grid = _DEPARTMENTS
    fields = ("小组数", "参加人数")
    rest = ("项目数", "荣誉数", "交流次数", "文件数")

    def line(name: str, number: str) -> str:
        return _line(
            grid,
            number,
            Cell(f"{{{{ {name}.院系 }}}}", "SmallText"),
            *(f"{{{{ {name}.{field} }}}}" for field in fields),
            f"{{{{ {name}.目标完成 }}}}／{{{{ {name}.目标设定 }}}}",
            *(f"{{{{ {name}.{field} }}}}" for field in rest),
        )

    return table(
        grid,
        _heads(grid, "序号", "院系", "小组", "人数", "目标完成", "项目", "荣誉", "谈话", "文件"),
        rows_each("行 in 院系一览", grid, line("行", "{{ 行.序号 }}")),
        line("合计", ""),
        margin=50,
    )


def _chart() -> str:
    grid = _CHART
    return table(
        grid,
        rows_each(
            "行 in 院系一览 if 行.目标设定",
            grid,
            _line(
                grid,
                Cell("{{ 行.院系 }}", "SmallText"),
                Cell("{{ 行.图示 }}", "SmallText"),
                "{{ 行.目标完成 }}／{{ 行.目标设定 }}",
            ),
        ),
    )


def _lacking() -> str:
    grid = _LACKING
    return table(
        grid,
        _heads(grid, "院系", "原因"),
        rows_each(
            "行 in 未齐院系", grid, _line(grid, Cell("{{ 行.院系 }}", "SmallText"), Cell("{{ 行.原因 }}", "SmallText"))
        ),
    )
