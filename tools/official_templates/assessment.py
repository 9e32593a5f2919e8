"""共勉考核登记表: who, in which groups, points with what they rest on, total and band; the branch signs."""

from __future__ import annotations

from tools.official_templates.forms import caption, end, head, heads, opinion
from tools.official_templates.package import package
from tools.official_templates.wordml import Cell, each, paragraph, row, rows_each, shares, table, when

_PERSON = shares(13, 22, 15, 20, 13, 17)
_GROUPS = shares(11, 25, 9, 36, 19)
_SCORES = shares(16.5, 7.5, 7.5, 68.5)
_OPINION = shares(15, 85)


def template() -> bytes:
    """Return the template."""
    gap = paragraph(style="Gap")
    body = (
        head("共勉考核登记表")
        + gap.join((_person(), _groups(), _scores(), _opinion()))
        + paragraph(
            "本表由{{ 党组织 }}登记。{% if 等次标准 %}等次：{{ 等次标准 }}。{% endif %}"
            "{% if 不计项目 %}未涉及的{{ 不计项目 | 顿号 }}不计，其余各项按比例折算为100分。{% endif %}",
            "SmallText",
        )
        + end()
    )
    return package(body, title="{{ 姓名 }}共勉考核登记表", subject="{{ 活动名称 }} {{ 学年学期 }}")


def _person() -> str:
    grid = _PERSON

    def pairs(*cells: tuple[str, str]) -> str:
        inside = [
            Cell(text, style)
            for title, value in cells
            for text, style in ((title, "TableHead"), (value, "SmallCentre"))
        ]
        return row(inside, grid, height=440)

    return table(
        grid,
        pairs(("姓　　名", "{{ 姓名 }}"), ("学　　号", "{{ 编号 }}"), ("性　别", '{{ 性别 | 无("—") }}')),
        pairs(("班　　级", '{{ 班级 | 无("—") }}'), ("政治面貌", "{{ 政治面貌 }}"), ("身　份", "{{ 身份 }}")),
        margin=60,
    )


def _groups() -> str:
    grid = _GROUPS
    return table(
        grid,
        heads(("小组编号", "小组名称", "形式", "职责", "备注"), grid),
        rows_each(
            "组 in 小组",
            grid,
            row(
                [
                    Cell("{{ 组.小组编号 }}", "SmallCentre"),
                    Cell("{{ 组.小组名称 }}", "SmallText"),
                    Cell("{{ 组.形式 }}", "SmallCentre"),
                    Cell("{{ 组.职责 }}", "SmallText"),
                    Cell('{{ 组.备注 | 无("—") }}', "SmallText"),
                ],
                grid,
                height=380,
            ),
        ),
        margin=60,
    )


def _scores() -> str:
    grid = _SCORES
    evidence = each("条 in 项.依据", paragraph("{{ 条 }}", "SmallText")) + when(
        "not 项.依据", paragraph("无", "SmallText")
    )
    return table(
        grid,
        caption("考核得分", grid),
        heads(("考核项目", "满分", "得分", "依据"), grid),
        rows_each(
            "项 in 考核",
            grid,
            row(
                [
                    Cell("{{ 项.考核项目 }}", "SmallCentre"),
                    Cell("{{ 项.满分 | 空白(1) }}", "SmallCentre"),
                    Cell("{{ 项.得分 | 空白(1) }}", "SmallCentre"),
                    Cell(content=evidence),
                ],
                grid,
                height=440,
            ),
        ),
        row(
            [
                Cell("合　　计", "SmallHead"),
                Cell("100", "SmallCentre"),
                Cell("{{ 总分 }}", "SmallCentre"),
                Cell("考核等次：{{ 等次 }}", "TableText"),
            ],
            grid,
            height=480,
        ),
        margin=60,
    )


def _opinion() -> str:
    grid = _OPINION
    return table(grid, opinion(grid, ("党 总 支", "意　　见"), "负责人签名（盖章）：", height=1500), margin=80)
