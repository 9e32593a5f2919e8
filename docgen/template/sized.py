"""What the filters that print a picture take: which kind of value, and how their size is said."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import nodes

from docgen.messages import _
from docgen.template.pictures import BAR, CODE, PHOTO, length
from docgen.template.shape import Kind, Shape

SIZED: dict[str, tuple[tuple[Kind, ...], int, int, str]] = {
    PHOTO: ((Kind.TEXT,), 1, 2, '{{ 照片 | 图片("25mm", "35mm") }}'),
    CODE: ((Kind.TEXT, Kind.NUMBER), 1, 1, '{{ 编号 | 二维码("20mm") }}'),
    BAR: ((Kind.NUMBER, Kind.LIST), 2, 3, '{{ 行.数量 | 条形(最多, "90mm", "4mm") }}'),
}
"""By filter: the values it takes, how many arguments at least and at most (the last are lengths), an example."""


def faults(node: nodes.Filter, value: Shape) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a filter that prints a picture of a value, each as slug and message."""
    kinds, least, most, example = SIZED[node.name]
    if value.kind not in (*kinds, Kind.UNKNOWN):
        wrong = _("{field} is no number") if node.name == BAR else _("{field} is no text")
        yield "wrong-kind", wrong.format(field=value.path or _("the value"))
    if node.kwargs or not least <= len(node.args) <= most:
        yield "wrong-argument", _("its size is missing or said otherwise: {example}").format(example=example)
        return
    for argument in node.args[least - 1 :]:
        try:
            if isinstance(argument, nodes.Const):
                length(argument.value)
        except ValueError as error:
            yield "wrong-argument", str(error)
