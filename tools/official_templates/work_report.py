"""“携手共勉”活动工作总结: an official paper by GB/T 9704-2012 with its annexes; every figure comes computed."""

from __future__ import annotations

from tools.official_templates.forms import signed_by
from tools.official_templates.package import package
from tools.official_templates.wordml import (
    Cell,
    each,
    listed,
    paragraph,
    row,
    rows_each,
    rows_when,
    section,
    shares,
    table,
    when,
)

_FIGURES = shares(30, 14, 14, 14, 14, 14)
_PAIR = shares(34, 66)
_GROUPS = shares(6.5, 7.5, 20.5, 6.5, 13, 12, 6.5, 27.5)
_PROJECTS = shares(7, 29, 10, 21, 11, 12, 10)
_HONOURS = shares(7, 25, 11, 10, 19, 13, 15)


def template() -> bytes:
    """Return the template."""
    body = (
        when("文号", paragraph("{{ 文号 }}", "DocumentNumber"), paragraph())
        + each("行 in 发文机关标题", paragraph("{{ 行 }}", "Title"))
        + paragraph("“{{ 活动名称 }}”活动工作总结", "Title")
        + paragraph("（{{ 学年学期 }}）", "Subtitle")
        + paragraph()
        + when("主送", paragraph("{{ 主送 }}：", "Flush"))
        + _prose()
        + _annex_note()
        + signed_by("党组织", "报告日期", above=paragraph())
        + _annexes()
        + section()
    )
    return package(body, title="“{{ 活动名称 }}”活动工作总结", subject="{{ 院系 }} {{ 学年学期 }}")


def _prose() -> str:
    def told(title: str, field: str) -> str:
        return paragraph(title, "Heading1") + each(f"段 in {field}", paragraph("{{ 段 }}", "Body"))

    # 典型事例 is left out when there is none to tell; what follows moves up.
    return (
        told("一、基本情况", "基本情况")
        + told("二、组织领导", "组织领导")
        + told("三、主要做法", "主要做法")
        + told("四、取得成效", "取得成效")
        + when(
            "典型事例",
            paragraph("五、典型事例", "Heading1"),
            each(
                "例 in 典型事例",
                when("例.小组", paragraph("（{{ loop.index | 中文数字 }}）{{ 例.小组 }}", "Heading2")),
                each("段 in 例.段落", paragraph("{{ 段 }}", "Body")),
            ),
        )
        + told('{{ "六" if 典型事例 else "五" }}、存在问题', "存在问题")
        + paragraph('{{ "七" if 典型事例 else "六" }}、下一步打算', "Heading1")
        # The signature never stands on a page without text: the last paragraph goes with it.
        + each(
            "段 in 下一步打算",
            when("not loop.last", paragraph("{{ 段 }}", "Body")),
            when("loop.last", paragraph("{{ 段 }}", "BodyKept")),
        )
    )


def _annex_note() -> str:
    return (
        paragraph(style="BlankKept")
        + paragraph("附件：1. 活动情况统计表", "AnnexNote")
        + paragraph("2. 共勉小组一览表", "AnnexNoteNext")
        + when("项目一览", paragraph("3. 项目（课题）一览表", "AnnexNoteNext"))
        + when("荣誉一览", paragraph("{{ 4 if 项目一览 else 3 }}. 荣誉一览表", "AnnexNoteNext"))
        + paragraph(style="BlankKept")
    )


def _annexes() -> str:
    return (
        annex("1", "活动情况统计表", statistics())
        + annex("2", "共勉小组一览表", _groups())
        + when("项目一览", annex("3", "项目（课题）一览表", projects()))
        + when("荣誉一览", annex("{{ 4 if 项目一览 else 3 }}", "荣誉一览表", honours()))
        + paragraph(style="Gap")
    )


def annex(number: str, title: str, content: str) -> str:
    """Return an annex on a page of its own."""
    return paragraph(f"附件{number}", "AnnexMark") + paragraph(title, "AnnexTitle") + content


def _heads(grid: list[int], *titles: str) -> str:
    return row([Cell(title, "SmallHead", shaded=True) for title in titles], grid, header=True, height=440)


def _line(grid: list[int], *texts: str | Cell) -> str:
    return row([text if isinstance(text, Cell) else Cell(text, "SmallCentre") for text in texts], grid, height=360)


def statistics() -> str:
    """Return annex 1: counts and charts."""

    def counted(field: str, unit: str) -> str:
        return (
            f"{{% for 行 in 统计.{field} if 行.数量 %}}{{{{ 行.名称 }}}}{{{{ 行.数量 }}}}{unit}"
            "{% if not loop.last %}、{% endif %}{% endfor %}"
            f'{{% if not 统计.{field} | sum(attribute="数量") %}}无{{% endif %}}'
        )

    goals = shares(30, 14, 14, 14, 14, 14)
    forms = shares(40, 30, 30)
    return (
        paragraph("表1　参加情况", "TableName")
        + table(
            _PAIR,
            _line(_PAIR, "参加人数", Cell("{{ 统计.参加人数 }}人", "SmallText")),
            _line(_PAIR, "共勉小组", Cell("{{ 统计.小组数 }}个", "SmallText")),
            _line(_PAIR, "按身份", Cell(counted("按身份", "人"), "SmallText")),
            _line(_PAIR, "按年级（学生）", Cell(counted("按年级", "人"), "SmallText")),
            _line(_PAIR, "按班级（学生）", Cell(counted("按班级", "人"), "SmallText")),
            _line(
                _PAIR,
                "联系青年",
                Cell(
                    "党员和积极分子{{ 统计.应联系青年人数 }}人，其中联系青年的{{ 统计.已联系青年人数 }}人", "SmallText"
                ),
            ),
            _line(
                _PAIR,
                "交流谈话",
                Cell(
                    "{{ 统计.交流次数 }}次{% if 统计.交流次数 %}：" + counted("交流按月", "次") + "{% endif %}",
                    "SmallText",
                ),
            ),
            _line(_PAIR, "项目（课题）", Cell(counted("项目", "项"), "SmallText")),
            _line(_PAIR, "完成的成果", Cell(counted("成果", "项"), "SmallText")),
            rows_when("统计.实践基地", _PAIR, _line(_PAIR, "实践基地", Cell(counted("实践基地", "项"), "SmallText"))),
            _line(_PAIR, "各类证书", Cell(counted("证书", "人次"), "SmallText")),
            _line(
                _PAIR, "各级荣誉", Cell('{{ 荣誉一览 | length or "无" }}{% if 荣誉一览 %}项{% endif %}', "SmallText")
            ),
        )
        + paragraph("表2　结对形式", "TableName")
        + table(
            forms,
            _heads(forms, "形式", "小组数", "人数"),
            rows_each("行 in 统计.按形式", forms, _line(forms, "{{ 行.形式 }}", "{{ 行.小组数 }}", "{{ 行.人数 }}")),
        )
        + paragraph("表3　目标完成情况", "TableName")
        + table(
            goals,
            _heads(goals, "目标类别", "设定（项）", "完成（项）", "未完成（项）", "待认定（项）", "未报（项）"),
            rows_each(
                "行 in 统计.目标",
                goals,
                _line(
                    goals,
                    "{{ 行.类别 }}",
                    "{{ 行.设定 }}",
                    "{{ 行.完成 }}",
                    "{{ 行.未完成 }}",
                    "{{ 行.待认定 }}",
                    "{{ 行.未报 }}",
                ),
            ),
            _line(
                goals,
                "{{ 统计.目标合计.类别 }}",
                "{{ 统计.目标合计.设定 }}",
                "{{ 统计.目标合计.完成 }}",
                "{{ 统计.目标合计.未完成 }}",
                "{{ 统计.目标合计.待认定 }}",
                "{{ 统计.目标合计.未报 }}",
            ),
        )
        + when(
            "荣誉一览",
            paragraph("表4　荣誉", "TableName"),
            table(
                forms,
                _heads(forms, "级别", "项数", "获奖人数"),
                rows_each("行 in 统计.荣誉", forms, _line(forms, "{{ 行.级别 }}", "{{ 行.项数 }}", "{{ 行.人数 }}")),
            ),
        )
        + _charts()
    )


def _charts() -> str:
    """Return bars drawn with squares: told apart in black and white, and text that can be searched and read out."""

    def bars(name: str, loop: str, label: str, value: str, alternative: str) -> str:
        grid = shares(22, 60, 18)
        line = _line(grid, f"{{{{ 行.{label} }}}}", Cell("{{ 行.图示 }}", "SmallText"), value)
        return paragraph(name, "TableName") + table(grid, rows_each(loop, grid, line), alternative=alternative)

    return (
        when(
            "统计.目标合计.设定",
            bars(
                "图1　各类目标完成情况（■完成　▲未完成　□待认定和未报）",
                "行 in 统计.目标 if 行.设定",
                "类别",
                "{{ 行.完成 }}／{{ 行.设定 }}",
                "条形图：每类目标一行，实心方块为完成，三角为未完成，空心方块为待认定和未报，行末为完成数／设定数",
            ),
        )
        + when(
            "统计.交流次数",
            bars(
                "图2　各月交流谈话次数",
                "行 in 统计.交流按月",
                "名称",
                "{{ 行.数量 }}次",
                "条形图：每月一行，长短为交流谈话次数，行末为次数",
            ),
        )
        + when(
            "荣誉一览",
            bars(
                "图3　各级荣誉项数",
                "行 in 统计.荣誉 if 行.项数",
                "级别",
                "{{ 行.项数 }}项",
                "条形图：每级一行，长短为荣誉项数，行末为项数",
            ),
        )
    )


def _groups() -> str:
    grid = _GROUPS
    return table(
        grid,
        _heads(grid, "序号", "编号", "小组名称", "形式", "组长", "指导教师", "人数", "备案号"),
        listed(
            "组 in 小组一览",
            grid,
            _line(
                grid,
                "{{ 组.序号 }}",
                "{{ 组.小组编号 }}",
                Cell("{{ 组.小组名称 }}", "SmallText"),
                "{{ 组.形式 }}",
                "{{ 组.组长 }}",
                '{{ 组.指导教师 | 无("—") }}',
                "{{ 组.人数 }}",
                "{{ 组.备案号 }}",
            ),
        ),
        margin=50,
    )


def projects() -> str:
    """Return the table of projects."""
    grid = _PROJECTS
    return table(
        grid,
        _heads(grid, "序号", "名称", "类型", "小组", "状态", "成果", "鉴定"),
        listed(
            "项 in 项目一览",
            grid,
            _line(
                grid,
                "{{ 项.序号 }}",
                Cell("{{ 项.名称 }}", "SmallText"),
                "{{ 项.类型 }}",
                Cell("{{ 项.小组名称 }}", "SmallText"),
                "{{ 项.状态 }}",
                '{{ 项.成果 | 无("—") }}',
                '{{ 项.鉴定等级 | 无("—") }}',
            ),
        ),
        margin=50,
    )


def honours() -> str:
    """Return the table of honours."""
    grid = _HONOURS
    return table(
        grid,
        _heads(grid, "序号", "荣誉名称", "级别", "等次", "获奖者", "授予单位", "日期"),
        listed(
            "奖 in 荣誉一览",
            grid,
            _line(
                grid,
                "{{ 奖.序号 }}",
                Cell("{{ 奖.名称 }}", "SmallText"),
                "{{ 奖.级别 }}",
                '{{ 奖.等次 | 无("—") }}',
                Cell("{{ 奖.获奖者 | 顿号 }}", "SmallText"),
                '{{ 奖.授予单位 | 无("—") }}',
                '{{ 奖.日期 | 年月("—") }}',
            ),
        ),
        margin=50,
    )
