"""共勉协议书: the promise of a group. Its tone is that of comrades, not of a contract (domain.md §3)."""

from __future__ import annotations

from tools.official_templates.forms import leader
from tools.official_templates.package import package
from tools.official_templates.wordml import (
    TAB,
    WIDTH,
    Cell,
    each,
    one_line,
    paragraph,
    row,
    rows_each,
    section,
    shares,
    table,
    when,
)

_PARTIES = shares(5.4, 11, 17.6, 16, 13.6, 10.6, 10, 15.8)
_GOALS = shares(17, 17, 27, 18, 21)

_DUTIES = {
    "互勉": (
        "本小组采取互勉形式，由党员与入党积极分子结对。",
        "党员同志联系相应班级，主动与结对的入党积极分子及所联系班级的积极分子谈心交流，了解思想动态，做到次次有记录；"
        "以自己的言行作表率，帮助对方端正入党动机，指出不足，鼓励进步。",
        "入党积极分子主动汇报思想、学习和工作情况，虚心听取意见，认真改进；也请党员同志接受监督，真诚提出意见和建议，相互勉励。",
    ),
    "互助": (
        "本小组采取互助形式，由入党积极分子跨班级、跨年级结成项目（课题）团队，由教师党员指导。",
        "全体成员按照分工共同完成项目（课题），在学习和实践中取长补短，互帮互学，不让一名同伴掉队。",
        "每位成员爱护集体成果，如实记录各自承担的工作；项目（课题）完成后，报教研室鉴定。",
    ),
    "携手": (
        "本小组采取携手形式，由党员、入党积极分子与要求入党的优秀青年结对，一人联系一人，责任到人。",
        "党员、入党积极分子关心结对青年的思想、学习和生活，向其介绍党的知识，帮助其制订目标、改进不足，"
        "及时向党组织反映其成长情况。",
        "优秀青年主动向党组织靠拢，认真学习，严格要求自己，定期向结对同志汇报思想，在同学中起带头作用。",
    ),
}


def template() -> bytes:
    """Return the template."""
    body = (
        paragraph("编号：{{ 协议编号 }}", "FormLineRight")
        + paragraph("共勉协议书", "Title")
        + paragraph("（{{ 小组名称 }}）", "Subtitle")
        + paragraph()
        + _opening()
        + _parties()
        + _principles()
        + _form()
        + _projects()
        + _goals()
        + _exchange()
        + _checks()
        + _teacher()
        + _changes()
        + _signatures()
        + section()
    )
    return package(body, title="{{ 小组名称 }}共勉协议书", subject="{{ 活动名称 }} {{ 学年学期 }}")


def _opening() -> str:
    return paragraph(
        "为落实{{ 发文机关 }}“{{ 活动名称 }}”活动的安排{% if 活动主题 %}，围绕“{{ 活动主题 }}”的主题{% endif %}，"
        "{{ 院系 }}{{ 小组名称 }}（{{ 小组编号 }}）全体成员经过认真商量，自愿结为共勉小组，就{{ 学年学期 }}的学习、"
        "纪律、荣誉和专业目标"
        "作出如下约定，愿携手同行，相互勉励，共同进步。",
        "Body",
    )


def _parties() -> str:
    titles = ("序号", "姓名", "学号/工号", "单位/班级", "身份", "政治面貌", "职务", "联系电话")
    return paragraph("一、小组成员", "Heading1") + table(
        _PARTIES,
        row([Cell(title, "SmallHead", shaded=True) for title in titles], _PARTIES, header=True, height=420),
        rows_each(
            "人 in 成员",
            _PARTIES,
            row(
                [
                    Cell("{{ loop.index }}", "SmallCentre"),
                    Cell(content=leader("人")),
                    Cell("{{ 人.编号 }}", "SmallCentre"),
                    Cell("{{ 人.班级 }}", "SmallCentre"),
                    Cell("{{ 人.身份 }}", "SmallCentre"),
                    Cell("{{ 人.政治面貌 }}", "SmallCentre"),
                    Cell("{{ 人.职务 | 无 }}", "SmallCentre"),
                    Cell("{{ 人.联系电话 }}", "SmallCentre"),
                ],
                _PARTIES,
                height=420,
            ),
        ),
        margin=40,
    )


def _principles() -> str:
    return (
        paragraph("二、结对依据和原则", "Heading1")
        + paragraph(
            "本小组依据{{ 党组织 }}活动实施方案结对，遵循“择优、自愿、互助、共勉”的原则，坚持优优联合、优势互补，"
            "做到有载体、有措施，"
            "做出成果、形成榜样。",
            "Body",
        )
        + paragraph("本协议自{{ 开始日期 | 日期 }}起，至{{ 结束日期 | 日期 }}止。", "Body")
    )


def _form() -> str:
    out = paragraph("三、结对形式和各自的责任", "Heading1")
    for form, duties in _DUTIES.items():
        out += when(f'形式 == "{form}"', *(paragraph(duty, "Body") for duty in duties))
    return (
        out
        + when(
            '成员 | selectattr("联系班级") | list',
            paragraph(
                "联系班级：{% for 人 in 成员 if 人.联系班级 %}{{ 人.署名 }}联系{{ 人.联系班级 | 顿号 }}"
                "{% if not loop.last %}；{% endif %}{% endfor %}。",
                "Body",
            ),
        )
        + when(
            '成员 | selectattr("联系对象") | list',
            paragraph(
                "结对安排：{% for 人 in 成员 if 人.联系对象 %}{{ 人.署名 }}联系{{ 人.联系对象 | 顿号 }}"
                "{% if not loop.last %}；{% endif %}{% endfor %}。",
                "Body",
            ),
        )
    )


def _projects() -> str:
    return (
        paragraph("四、项目（课题）", "Heading1")
        + each(
            "项 in 项目",
            paragraph(
                "{{ 项.类型 }}：{{ 项.名称 }}（{{ 项.项目编号 }}）{% if 项.开始日期 and 项.结束日期 %}，"
                "{{ 项.开始日期 | 年月 }}至"
                "{{ 项.结束日期 | 年月 }}{% endif %}{% if 项.成果形式 %}，成果形式为{{ 项.成果形式 }}{% endif %}"
                "{% if 项.教研室 %}，由{{ 项.教研室 }}鉴定{% endif %}。",
                "Body",
            ),
        )
        + when(
            "not 项目",
            paragraph(
                "本小组目前没有承担项目（课题），以共同的学习和成长目标为载体；今后承担的，及时报系备案。", "Body"
            ),
        )
    )


def _goals() -> str:
    titles = ("姓名", "目标类别", "指标", "现状", "目标")
    return (
        paragraph("五、共勉目标", "Heading1")
        + each("段 in 总体目标 | 段落", paragraph("{{ 段 }}", "Body"))
        + when("not 总体目标 and not 目标", paragraph("具体目标由小组商定后报系备案，作为本协议的补充。", "Body"))
        + when(
            "目标",
            paragraph("每位学生成员就学习、守纪、荣誉获取和专业成就确定以下目标：", "BodyKept"),
            table(
                _GOALS,
                row([Cell(title, "SmallHead", shaded=True) for title in titles], _GOALS, header=True, height=420),
                rows_each(
                    "方 in 目标",
                    _GOALS,
                    rows_each(
                        "项 in 方.目标",
                        _GOALS,
                        _goal(),
                    ),
                ),
                margin=60,
            ),
        )
    )


def _exchange() -> str:
    return (
        paragraph("六、交流方式", "Heading1")
        + each("段 in 交流方式 | 段落", paragraph("{{ 段 }}", "Body"))
        + when("not 交流方式", paragraph("小组成员定期交流，每月不少于一次。", "Body"))
        + paragraph("每次交流谈心都有准备、有记录，遇到困难及时沟通，力所能及地帮助解决。", "Body")
    )


def _checks() -> str:
    return (
        paragraph("七、自律、互律、他律", "Heading1")
        + paragraph("（一）自律。每位成员经常对照目标检查自己，找出差距，及时改进。", "Body")
        + paragraph("（二）互律。成员之间互相提醒、互相监督、互相帮助，发现问题真诚指出，不回避、不迁就。", "Body")
        + paragraph(
            "（三）他律。我们同意将本协议的目标和完成情况在一定范围内公示（不公示学号、联系电话等个人信息），"
            "请老师和同学们监督；"
            "参加期中检查和期末考核，以成果说话。",
            "Body",
        )
        + when(
            "措施",
            paragraph("为实现上述目标，我们约定以下措施：", "Body"),
            each("条 in 措施", paragraph("{{ loop.index }}. {{ 条 }}", "Body")),
        )
    )


def _teacher() -> str:
    return (
        paragraph("八、指导教师", "Heading1")
        + when(
            "指导教师",
            paragraph(
                '本小组由{{ 指导教师.姓名 }}{{ 指导教师.职称 | 无("老师") }}'
                # a public copy has neither number nor phone
                "{% if 指导教师.教研室 or 指导教师.编号 or 指导教师.联系电话 %}（{{ 指导教师.教研室 }}"
                "{% if 指导教师.编号 %}{% if 指导教师.教研室 %}，{% endif %}工号{{ 指导教师.编号 }}{% endif %}"
                "{% if 指导教师.联系电话 %}{% if 指导教师.教研室 or 指导教师.编号 %}，{% endif %}"
                "电话{{ 指导教师.联系电话 }}{% endif %}）{% endif %}指导。指导教师帮助小组制订计划、"
                "选定项目（课题），"
                "定期了解进展，解答疑难，关心成员成长，并对小组的自查互评和总结提出意见。",
                "Body",
            ),
        )
        + when("not 指导教师", paragraph("本小组由{{ 党组织 }}直接联系和指导。", "Body"))
    )


def _changes() -> str:
    return paragraph("九、变更、退出和补充", "Heading1") + paragraph(
        "成员、目标、项目（课题）等确需调整，或者有成员因故退出的，由组长说明原因，经小组商议并报{{ 党组织 }}同意后，"
        "填写变更备案表，"
        "作为本协议的补充。本协议没有说到的事项，由小组成员共同商量决定。",
        "Body",
    )


def _signatures() -> str:
    def line(label: str, date: str, style: str = "SignatureLine") -> str:
        return paragraph(
            [label, TAB, TAB, f"　{date}"],
            style,
            # A longer name shortens its line; a date to be written by hand still fits behind it.
            tabs=[(2600, ""), (5300, "underscore")],
        )

    name = "{{ 人.署名 }}{% if 人.是组长 %}（组长）{% endif %}"
    # Kept with next from the last section on: the signatures never stand on a page of their own. No row that must not
    # split would do: past one page of signatures the embedded engine cuts it off (dxpdf 0.8.1).
    return (
        paragraph("十、协议份数", "Heading1")
        + paragraph(
            "本协议一式{{ 份数 | 中文数字 }}份，小组成员{% if 指导教师 %}、指导教师{% endif %}各执一份，{{ 党组织 }}备案一份，"
            "自签字之日起共同遵守。",
            "BodyKept",
        )
        + paragraph(style="BlankKept")
        + paragraph("小组成员（签名）：", "SignatureHead")
        + each(
            "人 in 成员",
            # More than fit on a page with the last section: the programs differ in what they then keep together.
            when("成员 | length <= 12", line(name, "{{ 人.签署日期 | 日期 }}")),
            when("成员 | length > 12", line(name, "{{ 人.签署日期 | 日期 }}", "SignatureLast")),
        )
        + when(
            "指导教师 and 指导教师签名",
            paragraph("指导教师（签名）：", "SignatureHead"),
            line("{{ 指导教师.姓名 }}", "{{ 签署日期 | 日期 }}"),
        )
        + paragraph(one_line('党组织 ~ "（盖章）："', WIDTH, 14), "SignatureHead")
        + line("负责人（签名）：", "{{ 签署日期 | 日期 }}", "SignatureLast")
    )


def _goal() -> str:
    # The name stands in every row: with merged cells LibreOffice 7.4 loses rows at a page's end.
    return row(
        [
            Cell("{{ 方.姓名 }}", "SmallCentre"),
            Cell("{{ 项.类别 }}", "SmallCentre"),
            Cell("{{ 项.指标 }}{% if 项.单位 %}（{{ 项.单位 }}）{% endif %}", "SmallText"),
            Cell('{{ 项.现状 | 无("—") }}', "SmallCentre"),
            Cell("{{ 项.目标值 }}", "SmallCentre"),
        ],
        _GOALS,
        height=380,
    )
