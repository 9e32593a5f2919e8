"""作品评选评分汇总表: A4 landscape, one line a work, best first; the juries sign below."""

from __future__ import annotations

from tools.official_templates.package import package
from tools.official_templates.wordml import (
    LANDSCAPE,
    LANDSCAPE_WIDTH,
    Cell,
    listed,
    paragraph,
    row,
    section,
    shares,
    table,
    together,
    when,
)

_GRID = shares(5, 6, 14, 18, 13, 7, 17, 7, 7, 8, 7, width=LANDSCAPE_WIDTH)


def template() -> bytes:
    """Return the template."""
    grid = _GRID
    titles = (
        "名次", "编号", "作品名称", "作者", "专业评委评分", "专业均分", "大众评委评分", "大众均分", "总分", "建议等次", "备注",
    )  # fmt: skip
    body = (
        paragraph("作品评选评分汇总表", "FormTitle")
        + paragraph(
            "{{ 党组织 }}“{{ 活动名称 }}”活动　{{ 学年学期 }}{% if 评选名称 %}　{{ 评选名称 }}{% endif %}"
            "　参评作品{{ 作品 | length }}件",
            "FormLine",
        )
        + when(
            "专业评委",
            paragraph("专业评委（{{ 专业评委 | length }}人，权重{{ 专业权重 }}%）：{{ 专业评委 | 顿号 }}", "SmallText"),
        )
        + when(
            "大众评委",
            paragraph("大众评委（{{ 大众评委 | length }}人，权重{{ 大众权重 }}%）：{{ 大众评委 | 顿号 }}", "SmallText"),
        )
        + paragraph(style="Gap")
        + table(
            grid,
            row([Cell(title, "SmallHead", shaded=True) for title in titles], grid, header=True, height=480),
            listed(
                "件 in 作品",
                grid,
                row(
                    [
                        Cell('{{ 件.名次 or "—" }}', "SmallCentre"),
                        Cell("{{ 件.作品编号 }}", "SmallCentre"),
                        Cell("{{ 件.作品名称 }}", "SmallText"),
                        Cell('{{ 件.作者 | 顿号 or "—" }}', "SmallText"),
                        Cell('{{ 件.专业评分 | join("  ") or "—" }}', "SmallText"),
                        Cell('{{ 件.专业均分 | 无("—") }}', "SmallCentre"),
                        Cell('{{ 件.大众评分 | join("  ") or "—" }}', "SmallText"),
                        Cell('{{ 件.大众均分 | 无("—") }}', "SmallCentre"),
                        Cell('{{ 件.总分 | 无("—") }}', "SmallCentre"),
                        Cell('{{ 件.建议等次 | 无("—") }}', "SmallCentre"),
                        Cell("{{ 件.备注 }}", "SmallCentre"),
                    ],
                    grid,
                    height=420,
                ),
            ),
            margin=40,
        )
        + paragraph(style="Gap")
        + together(
            paragraph(
                "评分为百分制，每位评委的分数按上列评委顺序排列；"
                "{% if 去掉极值 %}各类评分不少于3个的，去掉一个最高分和一个最低分后取平均；{% endif %}"
                "总分＝{% if 专业权重 %}专业均分×{{ 专业权重 }}%{% endif %}"
                "{% if 专业权重 and 大众权重 %}＋{% endif %}{% if 大众权重 %}大众均分×{{ 大众权重 }}%{% endif %}，"
                "四舍五入保留两位小数；总分相同的名次并列。建议等次按名次排定，由评委会评定。",
                "SmallText",
            ),
            paragraph(style="SmallText"),
            paragraph("评委签名：", "SignatureHead"),
            paragraph(style="SmallText"),
            paragraph(
                "计分人：　　　　　　　　　　监督人：　　　　　　　　　　　　　　　　年　　月　　日", "SignatureLast"
            ),
            width=LANDSCAPE_WIDTH,
        )
        + paragraph(style="Gap")
        + section(landscape=True, margins=LANDSCAPE)
    )
    return package(body, title="{{ 院系 }}作品评选评分汇总表", subject="{{ 活动名称 }} {{ 学年学期 }}")
