"""活动简报: a page or two; the issue's number, who edits it and its day under the name, then the month by sections."""

from __future__ import annotations

from tools.official_templates.package import package
from tools.official_templates.wordml import (
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

_IMPRINT = shares(74, 26)
_GROUPS = shares(22, 28, 41, 9)
_HELD = (
    "{{ 项.日期 | 日期 }}，{{ 项.内容 }}{% if 项.实到 %}，{{ 项.实到 }}人参加{% endif %}。"
    "{% for 句 in 项.效果 %}{{ 句 }}{% endfor %}"
)


def template() -> bytes:
    """Return the template."""
    body = (
        paragraph("“{{ 活动名称 }}”活动简报", "Title")
        + paragraph("（{{ 年 }}年{{ 月 }}月　第{{ 期号 }}期）", "Subtitle")
        + _imprint()
        + paragraph(style="Gap")
        + _section("全系活动", "全系活动", _HELD)
        + when("小组活动", paragraph("小组活动", "Heading1"), _groups())
        + when(
            "交流次数",
            paragraph("交流谈话", "Heading1"),
            paragraph("本月交流谈话{{ 交流次数 }}次，谈话对象{{ 谈话人数 }}人。", "Body"),
        )
        + _section("成果鉴定", "成果", "{{ 项.日期 | 日期 }}，{{ 项.单位 }}{{ 项.内容 }}。")
        + _section("获得荣誉", "荣誉", "{{ 项.日期 | 日期 }}，{{ 项.单位 }}获{{ 项.内容 }}。")
        + _section("下月安排", "下月安排", "{{ 项.日期 | 日期 }}，{{ 项.内容 }}。")
        + when("主送", paragraph(style="Gap"), together(paragraph("报送：{{ 主送 }}", "TableText")))
        + paragraph(style="Gap")
        + section()
    )
    return package(body, title="“{{ 活动名称 }}”活动简报第{{ 期号 }}期", subject="{{ 院系 }} {{ 学年学期 }}")


def _imprint() -> str:
    editor = Cell(one_line('发文机关 ~ "编"', _IMPRINT[0], 12), "TableText")
    day = Cell(content=paragraph("{{ 编印日期 | 日期 }}", "FormLineRight"))
    return table(_IMPRINT, row([editor, day], _IMPRINT), ruled=False, margin=0)


def _section(title: str, field: str, line: str) -> str:
    return when(field, paragraph(title, "Heading1"), each(f"项 in {field}", paragraph(line, "Body")))


def _groups() -> str:
    grid = _GROUPS
    cells = [
        Cell("{{ 项.日期 | 日期 }}", "SmallCentre"),
        Cell("{{ 项.单位 }}", "SmallText"),
        Cell("{{ 项.内容 }}", "SmallText"),
        Cell('{{ 项.实到 or "—" }}', "SmallCentre"),
    ]
    titles = ("日期", "小组", "活动内容", "人数")
    ruled = table(
        grid,
        row([Cell(title, "SmallHead", shaded=True) for title in titles], grid, header=True, height=400),
        listed("项 in 小组活动", grid, row(cells, grid, height=360)),
        margin=50,
    )
    return ruled + paragraph(style="Gap")
