"""公示情况报告: an official paper by GB/T 9704-2012, of one page: what was shown, where, from when to when, what came of it."""

from __future__ import annotations

from tools.official_templates.forms import signed_by
from tools.official_templates.package import package
from tools.official_templates.wordml import each, paragraph, section, when

_DAYS = "{{ 公示起日 | 日期 }}至{{ 公示止日 | 日期 }}"


def template() -> bytes:
    """Return the template."""
    body = (
        each("行 in 发文机关标题", paragraph("{{ 行 }}", "Title"))
        + paragraph("关于“{{ 活动名称 }}”活动{{ 公示内容 }}", "Title")
        + paragraph("公示情况的报告", "Title")
        + paragraph()
        + when("主送", paragraph("{{ 主送 }}：", "Flush"))
        + paragraph(
            "按照“{{ 活动名称 }}”活动的安排，我总支对{{ 学年学期 }}各共勉小组成员的{{ 公示内容 }}进行了公示。"
            "现将有关情况报告如下。",
            "Body",
        )
        + paragraph("一、公示的内容和方式", "Heading1")
        + paragraph("公示内容为共勉小组{{ 小组数 }}个、学生{{ 人数 }}人的{{ 公示内容 }}，详见公示表。", "Body")
        + paragraph(
            f"公示时间为{_DAYS}，共5个工作日（节假日顺延）{{% if 地点 %}}；公示地点为{{{{ 地点 }}}}{{% endif %}}。",
            "Body",
        )
        + paragraph("二、公示期间的反映", "Heading1")
        + each("段 in 反映情况 | 段落", paragraph("{{ 段 }}", "Body"))
        + paragraph("特此报告。", "BodyKept")
        + signed_by("党组织", "报告日期", above=paragraph())
        + paragraph(style="Gap")
        + section()
    )
    return package(body, title="“{{ 活动名称 }}”活动{{ 公示内容 }}公示情况报告", subject="{{ 院系 }} {{ 学年学期 }}")
