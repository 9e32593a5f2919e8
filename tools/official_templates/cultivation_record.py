"""积极分子培养考察登记表: a form by quarter; what was found stands in it, the opinions are room to write."""

from __future__ import annotations

from tools.official_templates.forms import end, fields, head, opinion
from tools.official_templates.package import package
from tools.official_templates.wordml import Cell, each, paragraph, row, rows_each, shares, table, when

_GRID = shares(16, 19, 14, 17, 14, 20)
_ENTRY = shares(20, 13, 67)
_HEADS = ("时　段", "项　目", "培养教育和考察情况")
_OPINION = shares(16, 28, 28, 28)


def template() -> bytes:
    """Return the template."""
    gap = paragraph(style="Gap")
    body = (
        head("积极分子培养考察登记表") + gap.join((_person(), _entries(), _opinions())) + paragraph(style="End") + end()
    )
    return package(body, title="{{ 姓名 }}培养考察登记表", subject="{{ 活动名称 }} {{ 学年学期 }}")


def _person() -> str:
    grid = _GRID
    wide = shares(16, 33, 18, 33)
    return (
        table(
            grid,
            fields(
                grid,
                ("姓　　名", "{{ 姓名 }}"),
                ("性　　别", "{{ 性别 | 空白 }}"),
                ("学　　号", "{{ 编号 }}"),
                height=460,
            ),
            fields(
                grid,
                ("班　　级", "{{ 班级 | 空白 }}"),
                ("政治面貌", "{{ 政治面貌 }}"),
                ("职　　务", '{{ 职务 | 无("—") }}'),
                height=460,
            ),
            margin=50,
        )
        + paragraph(style="End")
        + table(
            wide,
            fields(
                wide,
                ("入党申请日期", "{{ 入党申请日期 | 日期 }}"),
                ("确定积极分子日期", "{{ 确定积极分子日期 | 日期 }}"),
                height=460,
            ),
            fields(wide, ("身　　份", "{{ 身份 }}"), ("培养联系人", "{{ 培养联系人 | 顿号 | 空白 }}"), height=460),
            row([Cell("所在小组", "TableHead"), Cell("{{ 小组 | 顿号 }}", "TableText", span=3)], wide, height=460),
            margin=50,
        )
    )


def _told(name: str, field: str) -> str:
    lines = each(f"条 in 次.{field}", paragraph("{{ 条 }}", "SmallText")) + when(
        f"not 次.{field}", paragraph("—", "SmallText")
    )
    return row([Cell("{{ 次.时段 }}", "SmallCentre"), Cell(name, "SmallHead"), Cell(content=lines)], _ENTRY, height=420)


def _entries() -> str:
    grid = _ENTRY
    return table(
        grid,
        row(
            [Cell(title, "SmallHead", shaded=True) for title in ("时　段", "项　目", "培养教育和考察情况")],
            grid,
            header=True,
            height=440,
        ),
        rows_each(
            "次 in 考察",
            grid,
            _told("谈　　话", "谈话"),
            _told("自查互评", "自查互评"),
            _told("表　　现", "表现"),
        ),
        margin=60,
    )


def _opinions() -> str:
    grid = _OPINION
    return table(
        grid,
        opinion(grid, ("培养联系人", "考察意见"), "签名：", height=1380),
        opinion(grid, ("党支部意见",), "支部书记签名：", height=1380),
        opinion(grid, ("{{ 党组织 }}", "意　　见"), "负责人签名（盖章）：", height=1380),
        margin=80,
    )
