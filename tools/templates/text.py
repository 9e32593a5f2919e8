"""What a layout says, as lines of text: a paragraph with its style, a table with its columns, a row with its cells, the page."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from docgen.markup import W, root

if TYPE_CHECKING:
    from lxml.etree import _Element

_QUIET = ("pStyle", "tcW", "gridSpan", "tblW")
"""Said otherwise: by the paragraph's style, the columns of the table."""


def text(layout: bytes) -> str:
    """Return a layout as text, footers last."""
    with zipfile.ZipFile(BytesIO(layout)) as archive:
        names = sorted(name for name in archive.namelist() if name.startswith("word/footer"))
        body = root(archive.read("word/document.xml"))[0]
        footers = [root(archive.read(name)) for name in names]
        core = root(archive.read("docProps/core.xml"))
    said = [
        f"{str(one.tag).rpartition('}')[2]}: {one.text}" for one in core if str(one.tag).endswith(("title", "subject"))
    ]
    lines = [*said, "", *_blocks(body, "")]
    for number, footer in enumerate(footers, 1):
        lines += ["", f"footer {number}", *_blocks(footer, "  ")]
    return "\n".join(lines) + "\n"


def styles_as_text(styles: bytes) -> str:
    """Return the styles that layouts share, a line each."""
    return (
        "\n".join(f"{one.get(f'{W}styleId')}: {'; '.join(_properties(one))}" for one in root(styles).iter(f"{W}style"))
        + "\n"
    )


def _blocks(parent: _Element, indent: str) -> Iterator[str]:
    for one in parent:
        match str(one.tag).removeprefix(W):
            case "p":
                yield f"{indent}{_paragraph(one)}".rstrip()
            case "tbl":
                yield from _table(one, indent)
            case "sectPr":
                yield f"{indent}page: {'; '.join(_properties(one))}"


def _paragraph(paragraph: _Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    properties = paragraph.find(f"{W}pPr")
    marks = [] if properties is None else [one for one in _properties(properties) if not one.startswith("pStyle")]
    name = "Normal" if style is None else str(style.get(f"{W}val"))
    said = "".join(map(_run, paragraph.iter(f"{W}r")))
    return f"{name} [{'; '.join(marks)}]: {said}" if marks else f"{name}: {said}"


def _run(run: _Element) -> str:
    said = "".join(
        {"t": one.text or "", "tab": "⇥", "br": "↵", "instrText": f"<{(one.text or '').strip()}>"}.get(
            str(one.tag).removeprefix(W), ""
        )
        for one in run
    )
    look = run.find(f"{W}rPr")
    return said if look is None else f"‹{', '.join(_properties(look))}›{said}‹›"


def _table(table: _Element, indent: str) -> Iterator[str]:
    widths = " ".join(str(one.get(f"{W}w")) for one in table.iterfind(f"{W}tblGrid/{W}gridCol"))
    properties = table.find(f"{W}tblPr")
    yield f"{indent}table {widths}: {'; '.join(_properties(properties)) if properties is not None else ''}"
    for row in table.iterfind(f"{W}tr"):
        marks = row.find(f"{W}trPr")
        yield f"{indent}  row {'; '.join(_properties(marks)) if marks is not None else ''}".rstrip()
        for cell in row.iterfind(f"{W}tc"):
            inside = cell.find(f"{W}tcPr")
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            looks = [] if inside is None else _properties(inside)
            over = "" if span is None else f" ×{span.get(f'{W}val')}"
            yield f"{indent}    cell{over} {'; '.join(looks)}".rstrip()
            yield from _blocks(cell, f"{indent}      ")


def _properties(parent: _Element) -> list[str]:
    """Return what stands in a list of properties, such as ``trHeight 480 atLeast``."""
    found = []
    for one in parent:
        name = str(one.tag).removeprefix(W)
        if name in _QUIET:
            continue
        named = {str(key).rpartition("}")[2]: str(value) for key, value in one.attrib.items()}
        values = [f"{key}={value}" for key, value in named.items()] if len(named) > 1 else list(named.values())
        inner = f"({', '.join(_properties(one))})" if len(one) else ""
        found.append(" ".join([name, *values]) + inner)
    return found
