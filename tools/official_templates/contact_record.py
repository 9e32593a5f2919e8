"""交流谈话记录表: one page, unless much was said; those who talked sign it."""

from __future__ import annotations

from tools.official_templates.forms import end, fields, head, told
from tools.official_templates.package import package
from tools.official_templates.wordml import Cell, paragraph, row, rows_each, shares, table

_GRID = shares(15, 35, 15, 35)
_PEOPLE = shares(15, 17, 18, 17, 17, 16)
_SIGNED = shares(50, 50)


def template() -> bytes:
    """Return the template."""
    gap = paragraph(style="Gap")
    body = head("交流谈话记录表") + gap.join((_people(), _talk(), _signatures())) + end()
    return package(body, title="{{ 谈话人.姓名 }}交流谈话记录表", subject="{{ 活动名称 }} {{ 学年学期 }}")


def _people() -> str:
    grid = _PEOPLE

    def person(role: str, who: str) -> str:
        return row(
            [
                Cell(role, "TableHead"),
                Cell(f"{{{{ {who}.姓名 }}}}", "TableCentre"),
                Cell(f"{{{{ {who}.编号 }}}}", "SmallCentre"),
                Cell(f'{{{{ {who}.班级 | 无("—") }}}}', "SmallCentre"),
                Cell(f"{{{{ {who}.身份 }}}}", "SmallCentre"),
                Cell(f'{{{{ {who}.职务 | 无("—") }}}}', "SmallCentre"),
            ],
            grid,
            height=480,
        )

    heads = ("人员", "姓名", "学号/工号", "单位/班级", "身份", "职务")
    return table(
        grid,
        row([Cell(title, "TableHead") for title in heads], grid, header=True),
        person("谈 话 人", "谈话人"),
        rows_each("人 in 谈话对象", grid, person("谈话对象", "人")),
        margin=60,
    )


def _talk() -> str:
    grid = _GRID
    group = "{% if 小组编号 %}{{ 小组编号 }} {{ 小组名称 }}{% else %}—{% endif %}"
    return table(
        grid,
        fields(grid, ("谈话日期", "{{ 日期 | 日期 }}"), ("时　　间", "{{ 时间 | 空白 }}"), height=480),
        fields(grid, ("地　　点", "{{ 地点 | 空白 }}"), ("谈话方式", "{{ 方式 | 空白 }}"), height=480),
        fields(grid, ("谈话类型", "{{ 谈话类型 | 空白 }}"), ("所属小组", group), height=480),
        fields(grid, ("主　　题", "{{ 主题 | 空白 }}"), height=480),
        told(grid, "思想动态", "思想动态", 1500),
        told(grid, "谈话内容", "内容", 2400),
        told(grid, "跟进措施", "跟进", 1300),
        margin=80,
    )


def _signatures() -> str:
    grid = _SIGNED
    signed = paragraph("　　　　　　　　年　　月　　日", "TableText")
    return table(
        grid,
        row(
            [
                Cell(content=paragraph("谈话人签名：", "TableText") + paragraph() + signed),
                Cell(content=paragraph("谈话对象签名：", "TableText") + paragraph() + signed),
            ],
            grid,
            height=1300,
        ),
        row(
            [
                Cell("记录人：{{ 记录人 | 空白 }}", "TableText"),
                Cell("记录日期：{{ 记录日期 | 日期 }}", "TableText"),
            ],
            grid,
            height=480,
        ),
        margin=100,
    )
