"""成果鉴定表: the project and its result, who did what and what credit it is worth, the office's word and signatures."""

from __future__ import annotations

from tools.official_templates.forms import caption, end, fields, head, heads, opinion
from tools.official_templates.package import package
from tools.official_templates.wordml import Cell, paragraph, row, rows_each, rows_when, shares, table

_BASIC = shares(15, 35, 15, 35)
_MEMBERS = shares(8, 18, 20, 20, 22, 12)
_OPINION = shares(15, 85)


def template() -> bytes:
    """Return the template."""
    gap = paragraph(style="Gap")
    body = (
        head("成果鉴定表")
        + gap.join((_basic(), _members(), _verdict()))
        + paragraph("成果经教研室鉴定后，按本表记录参与者学分。", "FormLine")
        + end()
    )
    return package(body, title="{{ 名称 }}成果鉴定表", subject="{{ 活动名称 }} {{ 学年学期 }}")


def _basic() -> str:
    grid = _BASIC
    period = (
        "{% if 开始日期 or 结束日期 %}{% if 开始日期 %}{{ 开始日期 | 日期 }}{% endif %}"
        "{% if 结束日期 %}至{{ 结束日期 | 日期 }}{% endif %}{% else %}本学期{% endif %}"
    )
    return table(
        grid,
        row([Cell("{{ 类型 }}名称", "TableHead"), Cell("{{ 名称 }}", "TableText", span=3)], grid, height=480),
        fields(grid, ("编　　号", "{{ 项目编号 }}"), ("教 研 室", "{{ 教研室 | 空白 }}"), height=440),
        fields(grid, ("所属小组", "{{ 小组编号 }} {{ 小组名称 }}"), ("组　　长", "{{ 组长 }}"), height=440),
        fields(grid, ("指导教师", '{{ 指导教师 | 无("—") }}'), ("成果形式", "{{ 成果形式 | 空白 }}"), height=440),
        row([Cell("起止时间", "TableHead"), Cell(period, "TableCentre", span=3)], grid, height=440),
        row([Cell("成果名称", "TableHead"), Cell("{{ 成果名称 | 空白 }}", "TableText", span=3)], grid, height=440),
        rows_when(
            "实践基地",
            grid,
            row([Cell("实践基地", "TableHead"), Cell("{{ 实践基地 }}", "TableText", span=3)], grid, height=440),
        ),
        row([Cell("佐证材料", "TableHead"), Cell("{{ 佐证 | 空白 }}", "TableText", span=3)], grid, height=440),
        margin=80,
    )


def _members() -> str:
    grid = _MEMBERS
    return table(
        grid,
        caption("参与者、分工和学分", grid),
        rows_when("成员", grid, heads(("序号", "姓名", "学号/工号", "单位/班级", "分工", "学分"), grid)),
        rows_each(
            "人 in 成员",
            grid,
            row(
                [
                    Cell("{{ loop.index }}", "SmallCentre"),
                    Cell("{{ 人.姓名 }}", "SmallCentre"),
                    Cell("{{ 人.编号 }}", "SmallCentre"),
                    Cell('{{ 人.班级 | 无("—") }}', "SmallCentre"),
                    Cell('{{ 人.分工 | 无("—") }}', "SmallText"),
                    Cell("{{ 人.学分 | 空白(2) }}", "SmallCentre"),
                ],
                grid,
                height=400,
            ),
        ),
        rows_when(
            "学分合计",
            grid,
            row([Cell("学分合计", "SmallHead", span=5), Cell("{{ 学分合计 }}", "SmallCentre")], grid, height=400),
        ),
        rows_when("not 成员", grid, row([Cell("", span=len(grid))], grid, height=1600)),
        margin=60,
    )


def _verdict() -> str:
    grid = _OPINION
    choices = "　　".join(
        f'{{{{ 鉴定等级 | 勾选("{grade}") }}}}{grade}' for grade in ("优秀", "良好", "合格", "不合格")
    )
    other = "{% if 鉴定等级 not in ['', '优秀', '良好', '合格', '不合格'] %}　　☑{{ 鉴定等级 }}{% endif %}"
    return table(
        grid,
        caption("教研室鉴定", grid),
        row([Cell("鉴定等级", "TableHead"), Cell(choices + other, "TableCentre")], grid, height=480),
        _appraiser(grid),
        opinion(grid, ("教 研 室", "意　　见"), "负责人签名（盖章）：", height=1600),
        margin=80,
    )


def _appraiser(grid: list[int]) -> str:
    signature = "{% if 鉴定人 %}鉴定人（{{ 鉴定人 }}）签名：{% else %}鉴定人签名：{% endif %}"
    content = (
        paragraph(style="TableIndent")
        + paragraph(style="TableIndent")
        + paragraph(signature, "OpinionSigned")
        + paragraph("{{ 鉴定日期 | 日期 }}", "OpinionSigned")
    )
    return row([Cell("鉴定意见", "TableHead"), Cell(content=content, align="bottom")], grid, height=1900)
