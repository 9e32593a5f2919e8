"""Every tag by itself: reading a template as a whole stops at the first fault, which need not be the only one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jinja2.exceptions import TemplateError as JinjaError
from lxml import etree

from docgen import markup
from docgen.markup import W
from docgen.messages import _
from docgen.template.compiled import COMPILING, is_filled
from docgen.template.package import read
from docgen.template.places import Place, cell_of, part_title, shortened, tags
from docgen.template.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

_MEANT_FOR = re.compile(r"^({{|{%)([-+]?)(?:tr|tc|p|r)(?=\s)")
"""What docxtpl puts into a tag to say what it stands for: a row, a cell, a paragraph, formatted text."""
_WORD = re.compile(r"{%[-+]?\s*(\w+)")
_AROUND = {
    "if": ("", "{% endif %}"),
    "for": ("", "{% endfor %}"),
    "with": ("", "{% endwith %}"),
    "elif": ("{% if 1 %}", "{% endif %}"),
}
"""What makes a tag whole."""
_ENDS = ("else", "endif", "endfor", "endwith")


def faults(name: str, raw: bytes) -> Iterator[tuple[Place, str, str]]:
    """Yield each tag that cannot be read even by itself: its place, the tag, the reason; raise TemplateError as ``read`` does."""
    _raw, contents = read(name, raw)
    environment = Sandbox()
    for part, content in contents.items():
        if not is_filled(part):
            continue
        try:
            root = markup.root(content, blanks=False)
        except etree.XMLSyntaxError:
            continue  # said already of the file as a whole
        for paragraph in root.iter(f"{W}p"):
            words = "".join(text.text or "" for text in paragraph.iter(f"{W}t"))
            for tag in tags(words):
                is_whole = len(tag) > len("{{") and not tag.startswith("{#")
                if is_whole and (reason := _fault(environment, tag)):
                    yield Place(part_title(part), shortened(words), cell_of(paragraph)), tag, reason


def _fault(environment: Sandbox, tag: str) -> str:
    source = _MEANT_FOR.sub(r"\1\2", tag)
    found = _WORD.match(source)
    word = found[1] if found else ""
    if word in _ENDS:
        return ""
    try:
        before, after = _AROUND.get(word, ("", ""))
        environment.from_string(f"{before}{source}{after}")
    except (JinjaError, *COMPILING) as error:
        return _("this tag cannot be read: {reason}").format(reason=getattr(error, "message", "") or error)
    return ""
