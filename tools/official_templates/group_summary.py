"""共勉小组总结: what was promised and what was reached side by side, then the group's own words, then two signatures."""

from __future__ import annotations

from tools.official_templates.forms import caption, end, fields, head, heads, lines, opinion
from tools.official_templates.package import package
from tools.official_templates.wordml import Cell, paragraph, row, rows_each, rows_when, shares, table, when

_BASIC = shares(15, 35, 15, 35)
_GOALS = shares(15, 16, 19, 10, 11, 11, 9, 19)
_PROJECTS = shares(11, 34, 11, 12, 20, 12)
_HONOURS = shares(31, 11, 11, 24, 23)
_TOLD = shares(15, 85)
_OPINION = shares(15, 85)


def template() -> bytes:
    """Return the template."""
    gap = paragraph(style="Gap")
    body = (
        head("共勉小组总结")
        + gap.join((_basic(), _goals()))
        + when("项目", gap, _projects())
        + when("荣誉", gap, _honours())
        + gap.join(("", _told(), _opinions()))
        + end()
    )
    return package(body, title="{{ 小组名称 }}共勉小组总结", subject="{{ 活动名称 }} {{ 学年学期 }}")


def _basic() -> str:
    grid = _BASIC
    leavers = (
        "{% for 人 in 退出成员 %}{{ 人.姓名 }}（{{ 人.退出日期 | 日期 }}"
        "{% if 人.退出原因 %}，{{ 人.退出原因 }}{% endif %}）{% if not loop.last %}；{% endif %}{% endfor %}"
    )
    return table(
        grid,
        fields(grid, ("小组名称", "{{ 小组名称 }}（{{ 形式 }}）"), ("小组编号", "{{ 小组编号 }}")),
        fields(grid, ("备 案 号", "{{ 备案号 }}"), ("指导教师", '{{ 指导教师 | 无("—") }}')),
        fields(grid, ("组　　长", "{{ 组长 }}"), ("成员人数", "{{ 成员 | length }}人")),
        row([Cell("成　　员", "TableHead"), Cell("{{ 成员 | 顿号 }}", "TableText", span=3)], grid),
        rows_when("退出成员", grid, row([Cell("中途退出", "TableHead"), Cell(leavers, "TableText", span=3)], grid)),
        rows_when(
            "总体目标", grid, row([Cell("总体目标", "TableHead"), Cell(content=lines("总体目标"), span=3)], grid)
        ),
        margin=80,
    )


def _goals() -> str:
    grid = _GOALS
    sum_up = (
        "共确立目标{{ 目标 | length }}项，"
        "{% if 完成数 == 目标 | length %}全部完成。{% else %}完成{{ 完成数 }}项"
        "{% if 未完成数 %}，未完成{{ 未完成数 }}项{% endif %}"
        "{% if 待认定数 %}，待认定{{ 待认定数 }}项{% endif %}"
        "{% if 未报数 %}，未报{{ 未报数 }}项{% endif %}。{% endif %}"
    )
    remark = '{% if 项.结果 == \'未完成\' %}{{ 项.未完成原因 | 无("—") }}{% else %}{{ 项.佐证 | 无("—") }}{% endif %}'
    return table(
        grid,
        caption("目标完成情况", grid),
        rows_when(
            "目标", grid, heads(("姓名", "目标类别", "指标", "现状", "目标", "完成", "结果", "佐证/未完成原因"), grid)
        ),
        rows_each(
            "项 in 目标",
            grid,
            row(
                [
                    Cell("{{ 项.姓名 }}", "SmallCentre"),
                    Cell("{{ 项.类别 }}", "SmallCentre"),
                    Cell("{{ 项.指标 }}{% if 项.单位 %}（{{ 项.单位 }}）{% endif %}", "SmallText"),
                    Cell('{{ 项.现状 | 无("—") }}', "SmallCentre"),
                    Cell("{{ 项.目标值 }}", "SmallCentre"),
                    Cell("{{ 项.完成值 | 空白(1) }}", "SmallCentre"),
                    Cell("{{ 项.结果 }}", "SmallCentre"),
                    Cell(remark, "SmallText"),
                ],
                grid,
                height=380,
            ),
        ),
        rows_when("目标", grid, row([Cell(sum_up, "TableText", span=len(grid))], grid)),
        rows_when("not 目标", grid, row([Cell("本小组成员未设个人目标。", "TableCentre", span=len(grid))], grid)),
        margin=50,
    )


def _projects() -> str:
    grid = _PROJECTS
    return table(
        grid,
        caption("项目（课题）", grid),
        heads(("编号", "名称", "类型", "状态", "成果", "鉴定等级"), grid),
        rows_each(
            "项 in 项目",
            grid,
            row(
                [
                    Cell("{{ 项.项目编号 }}", "SmallCentre"),
                    Cell("{{ 项.名称 }}", "SmallText"),
                    Cell("{{ 项.类型 }}", "SmallCentre"),
                    Cell("{{ 项.状态 }}", "SmallCentre"),
                    Cell('{{ 项.成果 | 无("—") }}', "SmallCentre"),
                    Cell('{{ 项.鉴定等级 | 无("—") }}', "SmallCentre"),
                ],
                grid,
                height=380,
            ),
        ),
        margin=50,
    )


def _honours() -> str:
    grid = _HONOURS
    return table(
        grid,
        caption("获得荣誉", grid),
        heads(("名称", "级别", "等次", "获奖者", "日期"), grid),
        rows_each(
            "项 in 荣誉",
            grid,
            row(
                [
                    Cell("{{ 项.名称 }}", "SmallText"),
                    Cell("{{ 项.级别 }}", "SmallCentre"),
                    Cell('{{ 项.等次 | 无("—") }}', "SmallCentre"),
                    Cell('{{ 项.获奖者 | 顿号 | 无("小组") }}', "SmallText"),
                    Cell('{{ 项.日期 | 日期("—") }}', "SmallCentre"),
                ],
                grid,
                height=380,
            ),
        ),
        margin=50,
    )


def _told() -> str:
    grid = _TOLD
    sections = ("基本情况", "主要做法", "取得成效", "典型事例", "存在问题", "下一步打算")
    titles = {"下一步打算": ("下 一 步", "打　　算")}

    def one(section: str) -> str:
        title = "".join(paragraph(line, "TableHead") for line in titles.get(section, (section,)))
        return rows_when(
            section, grid, row([Cell(content=title), Cell(content=lines(section), align="top")], grid, breaks=True)
        )

    return table(
        grid,
        caption("小组自述", grid),
        *map(one, sections),
        rows_when(
            " and ".join(f"not {section}" for section in sections),
            grid,
            row([Cell("总　　结", "TableHead"), Cell("")], grid, height=4000),
        ),
        margin=80,
    )


def _opinions() -> str:
    grid = _OPINION
    return table(
        grid,
        opinion(grid, ("组长签名",), "签名：", height=1200),
        rows_when("指导教师", grid, opinion(grid, ("指导教师", "意　　见"), "签名：", height=1700)),
        margin=80,
    )
