"""荣誉证书: A4 landscape, large type, a page for each who is honoured; room for the seal over name and date."""

from __future__ import annotations

from tools.official_templates.package import package
from tools.official_templates.wordml import PAGE, Cell, each, paragraph, row, section, table, when

_MARGINS = (1417, 1134, 964, 1134)
_FRAME = [PAGE[1] - _MARGINS[1] - _MARGINS[3]]
_HEIGHT = PAGE[0] - _MARGINS[0] - _MARGINS[2] - 240
"""As high as the page lets it be, less the line that ends the page."""


_LONG = "(荣誉名称 ~ 等次) | length > 16 or 发文机关 | length > 24 or (人.班级 ~ 人.姓名) | length > 18"
"""When the large type would not leave all of it on one page."""


def _content(size: str = "") -> str:
    return (
        paragraph("荣 誉 证 书", f"AwardTitle{size}")
        + paragraph("{{ 人.班级 }}{{ 人.姓名 }}{{ 人.称谓 }}：", f"AwardName{size}")
        + paragraph(
            "在{{ 学年学期 }}“{{ 活动名称 }}”活动中表现突出，荣获{{ 荣誉名称 }}"
            "{% if 等次 %}{{ 等次 }}{% else %}称号{% endif %}。特发此证，以资鼓励。",
            f"AwardText{size}",
        )
        + paragraph(style="AwardNumber")
        + when("授予单位 not in (党组织, 发文机关)", paragraph("{{ 授予单位 }}", f"AwardSigned{size}"))
        + paragraph("{{ 发文机关 }}", f"AwardSigned{size}")
        + paragraph("{{ 授予日期 | 日期 }}", f"AwardSigned{size}")
        + paragraph("编号：{{ 荣誉编号 }}", "AwardNumber")
    )


def template() -> bytes:
    """Return the template."""
    content = when(f"not ({_LONG})", _content()) + when(_LONG, _content("Small"))
    body = (
        each(
            "人 in 获奖者",
            when("not loop.first", paragraph(style="NewPage")),
            table(_FRAME, row([Cell(content=content)], _FRAME, height=_HEIGHT), margin=680),
        )
        + paragraph(style="Gap")
        + section(landscape=True, numbered=False, margins=_MARGINS)
    )
    return package(
        body, title="{{ 荣誉名称 }}{{ 等次 }}荣誉证书", subject="{{ 活动名称 }} {{ 学年学期 }}", numbered=False
    )
