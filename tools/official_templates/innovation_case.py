"""创新案例 and its 申报表: the case as an official paper with the report's annexes; the form on one page, if no more is told."""

from __future__ import annotations

from tools.official_templates.forms import MARGINS, fields, told
from tools.official_templates.package import package
from tools.official_templates.wordml import Cell, each, paragraph, row, section, shares, table, when
from tools.official_templates.work_report import annex, honours, projects, statistics

_GRID = shares(16, 34, 16, 34)


def template() -> bytes:
    """Return the template of the case."""
    body = (
        paragraph("{{ 案例名称 }}", "Title")
        + each("行 in 发文机关标题", paragraph("{{ 行 }}", "Subtitle"))
        + paragraph()
        + _told("摘　要", "摘要")
        + _told("一、背景", "背景")
        + _told("二、做法", "做法")
        + _told("三、成效", "成效")
        + each(
            "例 in 典型事例",
            when("例.小组", paragraph("{{ 例.小组 }}", "Heading2")),
            each("段 in 例.段落", paragraph("{{ 段 }}", "Body")),
        )
        + _told("四、探讨", "探讨")
        + annex("1", "活动情况统计表", statistics())
        + when("项目一览", annex("2", "项目（课题）一览表", projects()))
        + when("荣誉一览", annex("{{ 3 if 项目一览 else 2 }}", "荣誉一览表", honours()))
        + paragraph(style="Gap")
        + section()
    )
    return package(body, title="{{ 案例名称 }}", subject="{{ 院系 }} {{ 学年学期 }}")


def _told(title: str, field: str) -> str:
    return paragraph(title, "Heading1") + each(f"段 in {field}", paragraph("{{ 段 }}", "Body"))


def application() -> bytes:
    """Return the template of the form."""
    grid = _GRID
    body = (
        paragraph("创新案例申报表", "FormTitle")
        + table(
            grid,
            row([Cell("案例名称", "TableHead"), Cell("{{ 案例名称 }}", "TableText", span=3)], grid, height=560),
            row([Cell("申报单位", "TableHead"), Cell("{{ 发文机关 }}", "TableText", span=3)], grid, height=560),
            fields(grid, ("负 责 人", "{{ 书记 }}"), ("联系电话", "{{ 办公电话 | 空白 }}"), height=480),
            fields(grid, ("活动名称", "{{ 活动名称 }}"), ("学年学期", "{{ 学年学期 }}"), height=480),
            fields(grid, ("开始日期", "{{ 开始日期 | 日期 }}"), ("结束日期", "{{ 结束日期 | 日期 }}"), height=480),
            fields(
                grid, ("参与情况", "{{ 参加人数 }}人，{{ 小组数 }}个小组"), ("正文字数", "{{ 字数 }}字"), height=480
            ),
            told(grid, "案例摘要", "摘要", 3600),
            _opinion(grid, "申报单位", "意　　见"),
            _opinion(grid, "上级党组织", "意　　见"),
            margin=80,
        )
        + paragraph("案例摘要不超过1500字，正文不超过5000字（不含附录），正文另附。", "FormLine")
        + section(margins=MARGINS)
    )
    return package(body, title="{{ 案例名称 }}创新案例申报表", subject="{{ 院系 }} {{ 学年学期 }}")


def _opinion(grid: list[int], *title: str) -> str:
    content = (
        paragraph(style="TableIndent")
        + paragraph("负责人签名：　　　　　（盖章）", "OpinionSigned")
        + paragraph("　　　　年　　月　　日", "OpinionSigned")
    )
    return row(
        [
            Cell(content="".join(paragraph(line, "TableHead") for line in title)),
            Cell(content=content, span=len(grid) - 1, align="bottom"),
        ],
        grid,
        height=1700,
    )
