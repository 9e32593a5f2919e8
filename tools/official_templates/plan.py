"""共勉计划备案表: a ruled form; whether its goals are reached is not written here but in the group's summary."""

from __future__ import annotations

from tools.official_templates.forms import leader, under_title
from tools.official_templates.package import package
from tools.official_templates.wordml import (
    TAB,
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

_BASIC = shares(13, 21, 10, 24, 13, 19)
_MEMBERS = shares(6, 17, 18, 18, 17, 24)
_PROJECTS = shares(11, 33, 9, 16, 31)
_GOALS = shares(19, 18, 29, 17, 17)
_SCHEDULE = shares(7, 22, 26, 12.5, 13, 19.5)
_ONE = shares(1)
_REVIEW = shares(15, 35, 15, 35)
_PADDING = 30


def template() -> bytes:
    """Return the template."""
    gap = paragraph(style="Gap")
    body = (
        paragraph("共勉计划备案表", "FormTitle")
        + under_title()
        + paragraph(["备案号：{{ 备案号 }}", TAB, "申报日期：{{ 申报日期 | 日期 }}"], "FormLine", tabs=[(5400, "")])
        + gap.join((_basic(), _members(), _projects(), _goals(), _schedule(), _measures(), _review()))
        + paragraph(style="End")
        + section(margins=(1701, 1471, 1701, 1587))
    )
    return package(body, title="{{ 小组名称 }}共勉计划备案表", subject="{{ 活动名称 }} {{ 学年学期 }}")


def _caption(text: str, grid: list[int]) -> str:
    # Repeated, too: the header rows of a table are its first ones, and the heads of the columns are wanted on every page.
    return row([Cell(text, "TableCaption", span=len(grid), shaded=True)], grid, header=True)


def _heads(titles: tuple[str, ...], grid: list[int]) -> str:
    return row([Cell(title, "TableHead") for title in titles], grid, header=True)


def _basic() -> str:
    grid = _BASIC
    forms = '{{ 形式 | 勾选("互勉") }}互勉　{{ 形式 | 勾选("互助") }}互助　{{ 形式 | 勾选("携手") }}携手'
    return table(
        grid,
        _caption("一、基本情况", grid),
        row(
            [
                Cell("小组名称", "TableHead"),
                Cell("{{ 小组名称 }}", "TableCentre", span=3),
                Cell("小组编号", "TableHead"),
                Cell("{{ 小组编号 }}", "TableCentre"),
            ],
            grid,
        ),
        row([Cell("结对形式", "TableHead"), Cell(forms, "TableCentre", span=5)], grid),
        row(
            [
                Cell("组　　长", "TableHead"),
                Cell("{{ 组长.姓名 }}", "TableCentre"),
                Cell("班级", "TableHead"),
                Cell("{{ 组长.班级 }}", "TableCentre"),
                Cell("联系电话", "TableHead"),
                Cell("{{ 组长.联系电话 }}", "SmallCentre"),
            ],
            grid,
        ),
        rows_when(
            "指导教师",
            grid,
            row(
                [
                    Cell("指导教师", "TableHead"),
                    Cell("{{ 指导教师.姓名 }}{% if 指导教师.职称 %}（{{ 指导教师.职称 }}）{% endif %}", "TableCentre"),
                    Cell("教研室", "TableHead"),
                    Cell("{{ 指导教师.教研室 }}", "TableCentre"),
                    Cell("联系电话", "TableHead"),
                    Cell("{{ 指导教师.联系电话 }}", "SmallCentre"),
                ],
                grid,
            ),
        ),
        row(
            [
                Cell("总体目标", "TableHead"),
                Cell(
                    span=5,
                    content=each("段 in 总体目标 | 段落", paragraph("{{ 段 }}", "TableIndent"))
                    + when("not 总体目标", paragraph("见各成员目标。", "TableText")),
                ),
            ],
            grid,
        ),
        margin=60,
    )


def _members() -> str:
    grid = _MEMBERS
    return table(
        grid,
        _caption("二、小组成员和分工", grid),
        _heads(("序号", "姓名", "学号/工号", "单位/班级", "身份", "分工"), grid),
        rows_each(
            "人 in 成员",
            grid,
            row(
                [
                    Cell("{{ loop.index }}", "SmallCentre"),
                    Cell(content=leader("人")),
                    Cell("{{ 人.编号 }}", "SmallCentre"),
                    Cell("{{ 人.班级 }}", "SmallCentre"),
                    Cell(
                        content=paragraph("{{ 人.身份 }}", "SmallCentre")
                        + paragraph("{{ 人.政治面貌 }}", "SmallCentre")
                    ),
                    Cell('{{ 人.分工 | 无("—") }}', "SmallText"),
                ],
                grid,
            ),
        ),
        rows_when(
            '成员 | selectattr("推荐理由") | list',
            grid,
            row(
                [
                    Cell("推荐理由（择优）", "SmallHead", span=2),
                    Cell(
                        content=each(
                            '人 in 成员 | selectattr("推荐理由") | list',
                            paragraph("{{ 人.署名 }}：{{ 人.推荐理由 }}。", "SmallText"),
                        ),
                        span=len(grid) - 2,
                    ),
                ],
                grid,
            ),
        ),
        margin=60,
        padding=_PADDING,
    )


def _projects() -> str:
    grid = _PROJECTS
    return table(
        grid,
        _caption("三、项目（课题）", grid),
        rows_when(
            "项目",
            grid,
            _heads(("编号", "名称", "类型", "成果形式", "起止时间"), grid),
        ),
        rows_each(
            "项 in 项目",
            grid,
            row(
                [
                    Cell("{{ 项.项目编号 }}", "SmallCentre"),
                    Cell("{{ 项.名称 }}", "SmallText"),
                    Cell("{{ 项.类型 }}", "SmallCentre"),
                    Cell('{{ 项.成果形式 | 无("—") }}', "SmallCentre"),
                    Cell(
                        "{% if 项.开始日期 %}{{ 项.开始日期 | 年月 }}{% endif %}"
                        "{% if 项.结束日期 %}至{{ 项.结束日期 | 年月 }}{% endif %}"
                        "{% if not 项.开始日期 and not 项.结束日期 %}本学期{% endif %}",
                        "SmallCentre",
                    ),
                ],
                grid,
            ),
        ),
        rows_when("not 项目", grid, row([Cell("无", "TableCentre", span=len(grid))], grid)),
        margin=60,
        padding=_PADDING,
    )


def _goals() -> str:
    grid = _GOALS
    return table(
        grid,
        _caption("四、共勉目标", grid),
        _heads(("姓名", "目标类别", "指标", "现状", "目标"), grid),
        rows_each(
            "方 in 目标",
            grid,
            rows_each(
                "项 in 方.目标",
                grid,
                _goal(),
            ),
        ),
        rows_when("not 目标", grid, row([Cell("无", "TableCentre", span=len(grid))], grid)),
        margin=60,
        padding=_PADDING,
    )


def _schedule() -> str:
    grid = _SCHEDULE
    return table(
        grid,
        _caption("五、进度安排", grid),
        _heads(("序号", "时间", "内容", "形式", "负责人", "预期成效"), grid),
        rows_each(
            "行 in 日程",
            grid,
            row(
                [
                    Cell("{{ 行.序号 }}", "SmallCentre"),
                    Cell('{{ 行.计划日期 | 日期("待定") }}', "SmallCentre"),
                    Cell("{{ 行.内容 }}", "SmallText"),
                    Cell("{{ 行.形式 }}", "SmallCentre"),
                    Cell("{{ 行.负责人 }}", "SmallCentre"),
                    Cell("{{ 行.预期成效 }}", "SmallText"),
                ],
                grid,
            ),
        ),
        rows_when("not 日程", grid, row([Cell("随系部活动安排进行", "TableCentre", span=len(grid))], grid)),
        margin=60,
        padding=_PADDING,
    )


def _measures() -> str:
    check = (
        "{% if 中期检查日期 %}定于{{ 中期检查日期 | 日期 }}进行中期检查，{% else %}中期检查时间由系部统一安排，{% endif %}"
        "对照目标自查互评，查进展、查措施、找差距，及时改进。"
    )
    return table(
        _ONE,
        _caption("六、主要措施和中期检查", _ONE),
        row(
            [
                Cell(
                    content=each("条 in 措施", paragraph("{{ loop.index }}. {{ 条 }}", "TableIndent"))
                    + when("not 措施", paragraph("自律、互律、他律相结合，定期交流，互相督促。", "TableIndent"))
                    + paragraph(check, "TableIndent")
                    + paragraph("组长签名：　　　　　　　　　年　　月　　日", "OpinionSigned"),
                )
            ],
            _ONE,
        ),
        margin=100,
    )


def _review() -> str:
    grid = _REVIEW

    def opinion(title: str, field: str, signature: str, *, kept: bool = False) -> str:
        return row(
            [
                Cell(content=paragraph(title, "TableHead") + paragraph("意见", "TableHead")),
                Cell(
                    span=3,
                    content=each(f"段 in {field} | 段落", paragraph("{{ 段 }}", "TableIndent"))
                    + when(f"not {field}", paragraph(), paragraph(style="TableIndent"))
                    + paragraph(signature, "OpinionSigned")
                    + paragraph("　　　　年　　月　　日", "OpinionSigned"),
                    align="bottom",
                ),
            ],
            grid,
            height=1620,
            kept=kept,
        )

    return table(
        grid,
        _caption("七、审核意见", grid),
        rows_when("指导教师", grid, opinion("指导教师", "指导教师意见", "签名：")),
        opinion("教 研 室", "教研室意见", "{{ 教研室 }}负责人签名："),
        # One page with the stamp: a page with nothing but a filing number says nothing of what was filed.
        opinion("党 总 支", "党总支意见", "负责人签名（盖章）：", kept=True),
        row(
            [
                Cell("备 案 号", "TableHead"),
                Cell("{{ 备案号 }}", "TableCentre"),
                Cell("备案日期", "TableHead"),
                Cell("{{ 备案日期 | 日期 }}", "TableCentre"),
            ],
            grid,
            kept=True,
        ),
        row(
            [
                Cell("经 办 人", "TableHead"),
                Cell("{{ 经办人 | 空白 }}", "TableCentre"),
                Cell("备案章", "TableHead"),
                Cell("", "TableCentre"),
            ],
            grid,
            height=1100,
            kept=True,
        ),
        row([Cell("本表一式两份，小组留存一份，报{{ 党组织 }}备案一份。", span=len(grid))], grid),
        margin=80,
    )


def _goal() -> str:
    # LibreOffice 7.4 loses rows at a page's end when cells are merged, hence the name in every row; and when, below header
    # rows, no row may be parted (seen in one plan of 37), hence the leave to part them: most are one line.
    return row(
        [
            Cell("{{ 方.姓名 }}", "SmallCentre"),
            Cell("{{ 项.类别 }}", "SmallCentre"),
            Cell("{{ 项.指标 }}{% if 项.单位 %}（{{ 项.单位 }}）{% endif %}", "SmallText"),
            Cell('{{ 项.现状 | 无("—") }}', "SmallCentre"),
            Cell("{{ 项.目标值 }}", "SmallCentre"),
        ],
        _GOALS,
        breaks=True,
    )
