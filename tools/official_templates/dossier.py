"""个人成长档案: a table of the person, then one ruled table a semester; every row says what is there, nothing is graded."""

from __future__ import annotations

from tools.official_templates.package import package
from tools.official_templates.wordml import (
    Cell,
    each,
    paragraph,
    row,
    rows_each,
    rows_when,
    section,
    shares,
    table,
    when,
)

_PERSON = shares(14, 20, 14, 19, 15, 18)
_GROUPS = shares(28, 10, 30, 13, 19)
_GOALS = shares(19, 29, 13, 13, 13, 13)
_LINES = shares(14, 21, 33, 32)


def template() -> bytes:
    """Return the template."""
    body = (
        paragraph("个人成长档案", "FormTitle")
        + paragraph("{{ 党组织 }}“{{ 活动名称 }}”活动", "Centred")
        + _person()
        + paragraph(
            "共参加{{ 学期 | length }}个学期的活动，确立目标{{ 目标总数 }}项，完成{{ 完成总数 }}项，获得荣誉{{ 荣誉总数 }}项。",
            "FormLine",
        )
        + each("期 in 学期", _term())
        + section(margins=(1701, 1471, 1701, 1587))
    )
    return package(body, title="{{ 姓名 }}个人成长档案", subject="{{ 活动名称 }}")


def _person() -> str:
    grid = _PERSON

    def pair(*cells: tuple[str, str]) -> str:
        return row(
            [
                Cell(text, style)
                for title, value in cells
                for text, style in ((title, "TableHead"), (value, "TableCentre"))
            ],
            grid,
        )

    return table(
        grid,
        pair(("姓　　名", "{{ 姓名 }}"), ("学号/工号", "{{ 编号 }}"), ("性别", '{{ 性别 | 无("—") }}')),
        pair(("班级", '{{ 班级 | 无("—") }}'), ("政治面貌", "{{ 政治面貌 }}"), ("身份", "{{ 身份 }}")),
        row(
            [
                Cell("入党申请", "TableHead"),
                Cell('{{ 入党申请日期 | 日期("—") }}', "TableCentre", span=2),
                Cell("确定积极分子", "TableHead"),
                Cell('{{ 确定积极分子日期 | 日期("—") }}', "TableCentre", span=2),
            ],
            grid,
        ),
        row(
            [
                Cell("身份变化", "TableHead"),
                Cell(
                    content=each("变 in 身份变化", paragraph("{{ 变.起始 }}起　{{ 变.身份 }}", "SmallText"))
                    + when("not 身份变化", paragraph("—", "SmallText")),
                    span=5,
                ),
            ],
            grid,
        ),
        margin=60,
    )


def _term() -> str:
    gap = paragraph(style="Gap")
    score = "{% if 期.考核得分 %}　考核{{ 期.考核得分 }}分（{{ 期.考核等次 }}）{% endif %}"
    return (
        paragraph("{{ 期.学年学期 }}　{{ 期.班级 }}　{{ 期.身份 }}" + score, "FormLine")
        + _groups()
        + gap
        + _goals()
        + gap
        + _lines()
        + gap
    )


def _groups() -> str:
    grid = _GROUPS
    return table(
        grid,
        row([Cell(title, "TableHead") for title in ("共勉小组", "形式", "备案号", "职责", "备注")], grid, header=True),
        rows_each(
            "组 in 期.小组",
            grid,
            row(
                [
                    Cell("{{ 组.小组编号 }} {{ 组.小组名称 }}", "SmallText"),
                    Cell("{{ 组.形式 }}", "SmallCentre"),
                    Cell('{{ 组.备案号 | 无("—") }}', "SmallCentre"),
                    Cell("{{ 组.身份职责 }}", "SmallCentre"),
                    Cell('{{ 组.备注 | 无("—") }}', "SmallCentre"),
                ],
                grid,
            ),
        ),
        rows_when("not 期.小组", grid, row([Cell("未参加小组", "SmallCentre", span=len(grid))], grid)),
        margin=60,
    )


def _goals() -> str:
    grid = _GOALS
    return table(
        grid,
        row(
            [Cell(title, "TableHead") for title in ("目标类别", "指标", "现状", "目标", "完成", "结果")],
            grid,
            header=True,
        ),
        rows_each(
            "标 in 期.目标",
            grid,
            row(
                [
                    Cell("{{ 标.类别 }}", "SmallCentre"),
                    Cell("{{ 标.指标 }}", "SmallText"),
                    Cell('{{ 标.现状 | 无("—") }}', "SmallCentre"),
                    Cell("{{ 标.目标值 }}", "SmallCentre"),
                    Cell('{{ 标.完成值 | 无("—") }}', "SmallCentre"),
                    Cell("{{ 标.结果 }}", "SmallCentre"),
                ],
                grid,
            ),
        ),
        rows_when("not 期.目标", grid, row([Cell("未设目标", "SmallCentre", span=len(grid))], grid)),
        margin=60,
    )


def _lines() -> str:
    grid = _LINES

    def lines(title: str, field: str) -> str:
        return rows_each(
            f"行 in 期.{field}",
            grid,
            row(
                [
                    Cell(title, "SmallCentre"),
                    Cell('{{ 行.日期 | 日期("—") }}', "SmallCentre"),
                    Cell("{{ 行.内容 }}", "SmallText"),
                    Cell('{{ 行.说明 | 无("—") }}', "SmallText"),
                ],
                grid,
            ),
        )

    return table(
        grid,
        row([Cell(title, "TableHead") for title in ("类别", "日期", "内容", "说明")], grid, header=True),
        lines("项目课题", "项目"),
        lines("荣誉", "荣誉"),
        lines("证书", "证书"),
        lines("自查互评", "自查互评"),
        lines("交流谈话", "交流"),
        lines("思想动态", "思想动态"),
        rows_when(
            "not 期.项目 and not 期.荣誉 and not 期.证书 and not 期.自查互评 and not 期.交流",
            grid,
            row([Cell("无", "SmallCentre", span=len(grid))], grid),
        ),
        margin=60,
    )
