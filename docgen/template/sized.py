"""How the size is said of a picture that a filter prints."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import nodes

from docgen.messages import _
from docgen.template.pictures import BAR, CODE, PHOTO, length

SIZED = {
    PHOTO: (1, 2, '{{ 照片 | 图片("25mm", "35mm") }}'),
    CODE: (1, 1, '{{ 编号 | 二维码("20mm") }}'),
    BAR: (2, 3, '{{ 行.数量 | 条形(最多, "90mm", "4mm") }}'),
}
"""By filter: how many arguments at least and at most (the last are lengths), an example."""


def faults(node: nodes.Filter) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the size that a filter is given, as slug and message."""
    least, most, example = SIZED[node.name]
    if node.kwargs or not least <= len(node.args) <= most:
        yield "wrong-argument", _("its size is missing or said otherwise: {example}").format(example=example)
        return
    for argument in node.args[least - 1 :]:
        try:
            if isinstance(argument, nodes.Const):
                length(argument.value)
        except ValueError as error:
            yield "wrong-argument", str(error)
