"""活动记录表: one page; plan and fact side by side, room to tell how it went, room to sign in."""

from __future__ import annotations

from tools.official_templates.forms import end, fields, head, opinion, told
from tools.official_templates.package import package
from tools.official_templates.wordml import Cell, paragraph, row, rows_when, shares, table

_GRID = shares(15, 35, 15, 35)
_OPINION = shares(15, 85)


def template() -> bytes:
    """Return the template."""
    gap = paragraph(style="Gap")
    body = head("活动记录表") + gap.join((_facts(), _course())) + end()
    return package(body, title="{{ 内容 }}活动记录表", subject="{{ 活动名称 }} {{ 学年学期 }}")


def _facts() -> str:
    grid = _GRID
    whose = "{% if 小组编号 %}{{ 小组编号 }} {{ 小组名称 }}{% else %}{{ 党组织 }}{% endif %}"
    return table(
        grid,
        row([Cell("活动内容", "TableHead"), Cell("{{ 内容 }}", "TableText", span=3)], grid, height=560),
        fields(grid, ("组织单位", whose), ("活动形式", "{{ 形式 | 空白 }}"), height=480),
        fields(
            grid, ("计划日期", '{{ 计划日期 | 日期("未列入计划") }}'), ("实际日期", "{{ 实际日期 | 日期 }}"), height=480
        ),
        fields(
            grid,
            ("负 责 人", "{{ 负责人 | 空白 }}"),
            ("参加人数", "{{ 参加人数 | 空白(2) }}人"),
            height=480,
        ),
        rows_when("成员", grid, told(grid, "应到成员", "成员 | 顿号", 480)),
        told(grid, "预期成效", "预期成效", 700),
        margin=80,
    )


def _course() -> str:
    grid = _OPINION
    title = paragraph("活动准备", "TableHead")
    return table(
        grid,
        row([Cell(content=title), Cell("")], grid, height=1300),
        row([Cell("活动过程", "TableHead"), Cell("")], grid, height=2300),
        row([Cell("活动效果", "TableHead"), Cell("")], grid, height=1300),
        row([Cell("签　　到", "TableHead"), Cell("")], grid, height=1300),
        opinion(grid, ("负 责 人",), "签名：", height=1200),
        margin=80,
    )
