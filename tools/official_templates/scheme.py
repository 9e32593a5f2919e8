"""活动实施方案: an official paper by GB/T 9704-2012; the aims, principles and forms are those of the activity (domain.md §1)."""

from __future__ import annotations

from tools.official_templates.forms import signed_by
from tools.official_templates.package import package
from tools.official_templates.wordml import (
    Cell,
    each,
    paragraph,
    row,
    rows_each,
    section,
    shares,
    table,
    when,
)

_STEPS = shares(6, 20, 33, 10, 13, 18)


def template() -> bytes:
    """Return the template."""
    body = (
        each("行 in 发文机关标题", paragraph("{{ 行 }}", "Title"))
        + paragraph("“{{ 活动名称 }}”活动实施方案", "Title")
        + paragraph("（{{ 学年学期 }}）", "Subtitle")
        + paragraph()
        + paragraph(
            "为加强党员队伍和入党积极分子队伍建设，发挥党员的先锋模范作用，引导优秀青年健康成长，{{ 党组织 }}决定在{{ 学年学期 }}"
            "开展“{{ 活动名称 }}”活动。现制定实施方案如下。",
            "Body",
        )
        + _aims()
        + _team()
        + _forms()
        + _goals()
        + _steps()
        + _demands()
        + paragraph(style="BlankKept")
        + signed_by("党组织", "印发日期", above=paragraph())
        + paragraph(style="Gap")
        + section()
    )
    return package(body, title="“{{ 活动名称 }}”活动实施方案", subject="{{ 院系 }} {{ 学年学期 }}")


def _aims() -> str:
    return (
        paragraph("一、活动主题和目的", "Heading1")
        + when("活动主题", paragraph("活动以“{{ 活动主题 }}”为主题。", "Body"))
        + paragraph(
            "通过党员、入党积极分子与优秀青年结对共勉，树立典型，打造骨干队伍，形成比学赶超、共同进步的氛围。", "Body"
        )
        + paragraph("活动时间为{{ 开始日期 | 日期 }}至{{ 结束日期 | 日期 }}。", "Body")
    )


def _team() -> str:
    return (
        paragraph("二、组织领导", "Heading1")
        + when(
            "指导小组组长 or 指导小组成员",
            paragraph("{{ 党组织 }}成立活动指导小组，负责动员部署、过程检查和成果鉴定，名单如下：", "Body"),
            when("指导小组组长", paragraph("组　长：{{ 指导小组组长 }}", "Body")),
            when("指导小组成员", paragraph("成　员：{{ 指导小组成员 | 顿号 }}", "Body")),
        )
        + when(
            "not 指导小组组长 and not 指导小组成员",
            paragraph("活动由{{ 党组织 }}统一领导，书记{{ 书记 }}同志负总责。", "Body"),
        )
        + paragraph(
            "{% if 列入计划 %}活动列入{{ 列入计划 }}。{% endif %}活动项目少而精，每项活动充分准备，注重实效。", "Body"
        )
    )


def _forms() -> str:
    return (
        paragraph("三、结对原则和形式", "Heading1")
        + paragraph(
            "结对遵循“择优、自愿、互助、共勉”的原则，坚持优优联合、优势互补，做出成果、形成榜样，有载体、有措施。"
            "采取以下三种形式，一人可以参加多种：",
            "Body",
        )
        + paragraph(
            "（一）互勉。党员与入党积极分子结对。每名党员联系相应班级，与联系的积极分子谈心交流"
            "{% if 每月谈话次数 %}，每名积极分子每月不少于{{ 每月谈话次数 | 中文数字 }}次{% endif %}，了解思想动态，"
            "次次有记录。",
            "Body",
        )
        + paragraph(
            "（二）互助。入党积极分子之间跨班级、跨年级组成项目（课题）团队，由教师党员指导；每名教师党员至少指导一个项目"
            "（课题）小组。",
            "Body",
        )
        + paragraph(
            "（三）携手。党员、入党积极分子与要求入党的优秀青年结对，每名党员、积极分子负责联系一名优秀青年。", "Body"
        )
    )


def _goals() -> str:
    return (
        paragraph("四、目标和载体", "Heading1")
        + paragraph(
            "各小组签订共勉协议书，确定学习、守纪、荣誉获取和专业成就四类目标，自行拟订计划，报系备案；以自律、互律、他律"
            "保证目标实现，目标公开承诺，接受师生监督。目标完成情况计入考核。",
            "Body",
        )
        + paragraph(
            "项目和课题成果经教研室鉴定后，按规定给予参加者学分；小组成效作为党员评议和入党积极分子考察选拔的必要条件。",
            "Body",
        )
        + when(
            "评选",
            paragraph(
                "作品由专业评委和大众评委共同评选，专业评委的评分占{{ 专业权重 }}%，大众评委的评分占{{ 大众权重 }}%。",
                "Body",
            ),
        )
    )


def _steps() -> str:
    grid = _STEPS
    titles = ("序号", "时间", "内容", "形式", "负责人", "预期成效")
    return (
        paragraph("五、实施步骤", "Heading1")
        + paragraph(
            "活动按动员部署、结对签约、组织实施、中期检查、总结鉴定五个阶段进行"
            "{% if 日程 %}，全系性活动安排如下：{% else %}，具体时间由指导小组另行通知。{% endif %}",
            "Body",
        )
        + when(
            "日程",
            table(
                grid,
                row([Cell(title, "SmallHead", shaded=True) for title in titles], grid, header=True, height=420),
                rows_each(
                    "步 in 日程",
                    grid,
                    row(
                        [
                            Cell("{{ 步.序号 }}", "SmallCentre"),
                            Cell("{{ 步.计划日期 | 日期 }}", "SmallCentre"),
                            Cell("{{ 步.内容 }}", "SmallText"),
                            Cell('{{ 步.形式 | 无("—") }}', "SmallCentre"),
                            Cell('{{ 步.负责人 | 无("—") }}', "SmallCentre"),
                            Cell('{{ 步.预期成效 | 无("—") }}', "SmallText"),
                        ],
                        grid,
                        height=400,
                    ),
                ),
                margin=50,
            ),
        )
    )


def _demands() -> str:
    return (
        paragraph("六、工作要求", "Heading1")
        + paragraph(
            "（一）各小组认真填写计划、谈话记录、活动记录和自查互评等材料，做到真实、及时、完整，期末归档。", "Body"
        )
        + paragraph("（二）指导教师定期了解小组进展，帮助解决困难，对计划和总结提出意见。", "Body")
        + paragraph("（三）期中由指导小组检查进度，期末汇总成果、组织考核，总结经验，宣传先进典型。", "BodyKept")
    )
