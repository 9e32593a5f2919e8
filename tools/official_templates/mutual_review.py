"""自查互评表: own check, partners' check, half-way check, each only where it was made; every member signs."""

from __future__ import annotations

from tools.official_templates.forms import caption, end, fields, head, heads
from tools.official_templates.package import package
from tools.official_templates.wordml import Cell, each, paragraph, row, rows_each, shares, table, when

_BASIC = shares(15, 35, 15, 35)
_LINES = shares(15, 22, 36, 27)
_SIGNED = shares(10, 20, 24, 26, 20)


def template() -> bytes:
    """Return the template."""
    gap = paragraph(style="Gap")
    body = (
        head("自查互评表")
        + _basic()
        + _lines("自查", "自查（自律）")
        + _lines("互评", "互评（互律）")
        + _lines("中期检查", "中期检查")
        + gap
        + _signatures()
        + end()
    )
    return package(body, title="{{ 小组名称 }}自查互评表", subject="{{ 活动名称 }} {{ 学年学期 }}")


def _basic() -> str:
    grid = _BASIC
    return table(
        grid,
        fields(grid, ("小组名称", "{{ 小组名称 }}（{{ 形式 }}）"), ("小组编号", "{{ 小组编号 }}"), height=440),
        fields(grid, ("组　　长", "{{ 组长 }}"), ("指导教师", '{{ 指导教师 | 无("—") }}'), height=440),
        margin=80,
    )


def _lines(field: str, title: str) -> str:
    grid = _LINES
    who = "姓名" if field != "中期检查" else "检查对象"
    return when(
        field,
        paragraph(style="Gap"),
        table(
            grid,
            caption(title, grid),
            heads((who, "日期", "评价", "差距和改进"), grid),
            rows_each(
                f"行 in {field}",
                grid,
                row(
                    [
                        Cell("{{ 行.姓名 }}", "SmallCentre"),
                        Cell("{{ 行.日期 | 日期 }}", "SmallCentre"),
                        Cell(content=_text("行.评价")),
                        Cell(content=_text("行.差距")),
                    ],
                    grid,
                    height=440,
                ),
            ),
            margin=60,
        ),
    )


def _text(field: str) -> str:
    return each(f"段 in {field} | 段落", paragraph("{{ 段 }}", "SmallText")) + when(
        f"not {field}", paragraph("—", "SmallCentre")
    )


def _signatures() -> str:
    grid = _SIGNED
    return table(
        grid,
        caption("成员签名", grid),
        heads(("序号", "姓名", "单位/班级", "签名", "日期"), grid),
        rows_each(
            "人 in 成员",
            grid,
            row(
                [
                    Cell("{{ loop.index }}", "SmallCentre"),
                    Cell("{{ 人.姓名 }}", "SmallCentre"),
                    Cell('{{ 人.班级 | 无("—") }}', "SmallCentre"),
                    Cell(""),
                    Cell(""),
                ],
                grid,
                height=520,
            ),
        ),
        margin=60,
    )
