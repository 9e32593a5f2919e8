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
            ("活动地点", "{{ 地点 | 空白 }}"),
            ("负 责 人", "{{ 负责人 | 空白 }}"),
            height=480,
        ),
        row(
            [
                Cell("参加人数", "TableHead"),
                Cell("{% if 应到 %}应到{{ 应到 }}人，{% endif %}实到{{ 实到 | 空白(2) }}人", "TableText", span=3),
            ],
            grid,
            height=480,
        ),
        rows_when("成员 and not 参加人员", grid, _named(grid, "应到成员", "成员")),
        rows_when("参加人员", grid, _named(grid, "参加人员", "参加人员")),
        rows_when("缺席人员", grid, _named(grid, "缺席人员", "缺席人员")),
        told(grid, "预期成效", "预期成效", 700),
        margin=80,
    )


def _named(grid: list[int], title: str, field: str) -> str:
    names = Cell(f"{{{{ {field} | 顿号 }}}}", "TableText", span=len(grid) - 1)
    return row([Cell(title, "TableHead"), names], grid, height=480)


def _course() -> str:
    grid = _OPINION
    return table(
        grid,
        told(grid, "活动准备", "准备", 1300),
        told(grid, "活动过程", "过程", 2300),
        told(grid, "活动效果", "效果", 1300),
        rows_when("not 参加人员", grid, row([Cell("签　　到", "TableHead"), Cell("")], grid, height=1300)),
        opinion(grid, ("负 责 人",), "签名：", height=1200),
        margin=80,
    )
