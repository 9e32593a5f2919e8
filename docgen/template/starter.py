"""Writes a template to begin with: every placeholder of a schema in a plain form, in the styles of the official papers.

What comes out is sound by :mod:`~docgen.template.lint` and fills; how it looks is then the clerk's business, in Word.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from html import escape
from io import BytesIO

from docgen import resources
from docgen.documents.kinds import filing
from docgen.markup import DOCUMENT
from docgen.template.fields import tag_of, variable
from docgen.template.package import CORE, Repacker
from docgen.template.shape import Kind, Schema, Shape, paper

_STYLED_LIKE = filing.PLAN.stem
_WIDTH = 8848
"""Twips between the margins of the official forms."""
_LABEL = 1900
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_DEEPEST = 4


def starter(title: str, schema: Schema) -> bytes:
    """Return a .docx for data of this JSON Schema; the same schema gives the same bytes."""
    raw = (resources.templates() / f"{_STYLED_LIKE}.docx").read_bytes()
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        document, core = archive.read(DOCUMENT).decode(), archive.read(CORE).decode()
    begin, end = document.index("<w:body>") + len("<w:body>"), document.rindex("<w:sectPr>")
    body = "".join((_paragraph("FormTitle", title), *_parts(paper(schema)), _paragraph("FormLine", "")))
    core = re.sub(r"<dc:(title|subject)>.*?</dc:\1>", "", core).replace(
        "<dc:creator>", f"<dc:title>{escape(title)}</dc:title><dc:creator>"
    )
    changed = {DOCUMENT: document[:begin] + body + document[end:], CORE: core}
    return Repacker(raw, frozenset(changed)).write({name: text.encode() for name, text in changed.items()})


def _parts(data: Shape) -> Iterator[str]:
    """Yield a form of everything that stands once, then a table for each list of records."""
    rows = [row for name, shape in _fields(data) if not _is_table(shape) for row in _form_rows(name, shape, name)]
    if rows:
        yield _table((_LABEL, _WIDTH - _LABEL), rows)
    for name, shape in _fields(data):
        if _is_table(shape):
            yield _paragraph("TableName", name)
            yield _list_table(name, shape)


def _form_rows(label: str, shape: Shape, said: str) -> Iterator[str]:
    """Yield the rows of one value: one, or for a record one for each of its fields, asked for where it may be empty."""
    if shape.kind is not Kind.RECORD:
        yield _row((_LABEL, _WIDTH - _LABEL), ((label, "TableHead"), (tag_of(shape, said), "TableText")))
        return
    if shape.may_be_empty:
        yield _control(f"{{%tr if {said} %}}", 2)
    for name, inner in _fields(shape):
        text = _inline(inner, f"{said}.{name}", 1)
        called = name if name.startswith(label) else f"{label} {name}"
        yield _row((_LABEL, _WIDTH - _LABEL), ((called, "TableHead"), (text, "TableText")))
    if shape.may_be_empty:
        yield _control("{%tr endif %}", 2)


def _list_table(name: str, shape: Shape) -> str:
    one = variable(name)
    fields = list(_fields(shape.item))
    widths = tuple(_WIDTH // len(fields) for _field in fields)
    return _table(
        widths,
        [
            _row(widths, [(title, "TableHead") for title, _shape in fields], head=True),
            _control(f"{{%tr for {one} in {name} %}}", len(fields)),
            _row(widths, [(_inline(inner, f"{one}.{title}", 1), "TableText") for title, inner in fields]),
            _control("{%tr endfor %}", len(fields)),
        ],
    )


def _inline(shape: Shape, said: str, depth: int) -> str:
    """Return a value within one paragraph: records and lists of records as their fields, one behind the other."""
    if depth > _DEEPEST:
        return ""
    if shape.kind is Kind.RECORD:
        inside = "　".join(_inline(inner, f"{said}.{name}", depth + 1) for name, inner in _fields(shape))
        return f"{{% if {said} %}}{inside}{{% endif %}}" if shape.may_be_empty else inside
    if _is_table(shape):
        one = variable(said.rpartition(".")[2])
        inside = "　".join(_inline(inner, f"{one}.{name}", depth + 1) for name, inner in _fields(shape.item))
        return f"{{% for {one} in {said} %}}{inside}；{{% endfor %}}"
    return tag_of(shape, said)


def _fields(record: Shape) -> Iterator[tuple[str, Shape]]:
    for name in record.names:
        shape = record.field(name)
        if shape is not None:
            yield name, shape


def _is_table(shape: Shape) -> bool:
    return shape.kind is Kind.LIST and shape.item.kind is Kind.RECORD


def _paragraph(style: str, text: str) -> str:
    run = f'<w:r><w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}</w:p>'


def _table(widths: tuple[int, ...], rows: list[str]) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{''.join(rows)}</w:tbl>"
    )


def _row(widths: Sequence[int], cells: Sequence[tuple[str, str]], *, head: bool = False) -> str:
    """Return a row of cells, each (text, style); ``head`` rows repeat on every page."""
    inside = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{_paragraph(style, text)}</w:tc>'
        for width, (text, style) in zip(widths, cells, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{inside}</w:tr>"


def _control(tag: str, columns: int) -> str:
    """Return the row of its own that a ``{%tr`` tag stands in; filling takes it away."""
    return f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="{columns}"/></w:tcPr>{_paragraph("Control", tag)}</w:tc></w:tr>'
