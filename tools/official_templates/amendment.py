"""变更备案表: one page; what was and what is stand side by side, so that the difference is seen at once."""

from __future__ import annotations

from tools.official_templates.forms import under_title
from tools.official_templates.package import package
from tools.official_templates.wordml import TAB, Cell, each, paragraph, row, rows_when, section, shares, table, when

_BASIC = shares(15, 35, 15, 35)
_SIDES = shares(50, 50)
_OPINION = shares(15, 85)
_FILING = shares(15, 35, 15, 35)


def template() -> bytes:
    """Return the template."""
    gap = paragraph(style="Gap")
    body = (
        paragraph("变更备案表", "FormTitle")
        + under_title()
        + paragraph(["原备案号：{{ 备案号 }}", TAB, "变更日期：{{ 变更日期 | 日期 }}"], "FormLine", tabs=[(5400, "")])
        + gap.join((_basic(), _sides(), _opinions(), _filing()))
        + paragraph(
            "原签署、备案文件不作更改，与本表一并归档。本表一式两份，小组留存一份，报{{ 党组织 }}备案一份。", "FormLine"
        )
        + section(margins=(1701, 1471, 1701, 1587))
    )
    return package(body, title="{{ 小组名称 }}变更备案表", subject="{{ 活动名称 }} {{ 学年学期 }}")


def _basic() -> str:
    grid = _BASIC
    return table(
        grid,
        row(
            [
                Cell("小组名称", "TableHead"),
                Cell("{{ 小组名称 }}（{{ 形式 }}）", "TableCentre"),
                Cell("小组编号", "TableHead"),
                Cell("{{ 小组编号 }}", "TableCentre"),
            ],
            grid,
        ),
        row(
            [
                Cell("组　　长", "TableHead"),
                Cell("{{ 组长 }}", "TableCentre"),
                Cell("指导教师", "TableHead"),
                Cell('{{ 指导教师 | 无("—") }}', "TableCentre"),
            ],
            grid,
        ),
        row(
            [
                Cell("变更事项", "TableHead"),
                Cell("{{ 事项 }}", "TableCentre"),
                Cell("变更序号", "TableHead"),
                Cell("本组第{{ 变更序号 }}次变更", "TableCentre"),
            ],
            grid,
        ),
        rows_when(
            "小组去向", grid, row([Cell("小组去向", "TableHead"), Cell("{{ 小组去向 }}", "TableText", span=3)], grid)
        ),
        margin=60,
    )


def _text(field: str) -> str:
    return each(f"段 in {field} | 段落", paragraph("{{ 段 }}", "TableIndent")) + when(
        f"not {field}", paragraph("—", "TableCentre")
    )


def _sides() -> str:
    return table(
        _SIDES,
        row([Cell("原　内　容", "TableHead"), Cell("新　内　容", "TableHead")], _SIDES, header=True),
        row([Cell(content=_text("原内容")), Cell(content=_text("新内容"))], _SIDES, height=1700),
        row([Cell("变　更　原　因", "TableHead", span=2)], _SIDES),
        row([Cell(content=_text("原因"), span=2)], _SIDES, height=1200),
        margin=100,
    )


def _opinions() -> str:
    def opinion(title: str, signature: str) -> str:
        return row(
            [
                Cell(title, "TableHead"),
                Cell(
                    content=paragraph()
                    + paragraph(signature, "OpinionSigned")
                    + paragraph("　　　　年　　月　　日", "OpinionSigned"),
                    align="bottom",
                ),
            ],
            _OPINION,
            height=1350,
        )

    return table(
        _OPINION,
        opinion("组长签名", "签名："),
        rows_when("指导教师", _OPINION, opinion("指导教师意见", "签名：")),
        opinion("党总支意见", "负责人签名（盖章）："),
        margin=100,
    )


def _filing() -> str:
    grid = _FILING
    return table(
        grid,
        row(
            [
                Cell("批 准 人", "TableHead"),
                Cell("{{ 批准人 | 空白 }}", "TableCentre"),
                Cell("经 办 人", "TableHead"),
                Cell("{{ 经办人 | 空白 }}", "TableCentre"),
            ],
            grid,
        ),
        margin=60,
    )
