"""The blocks of a part: sections with their columns, paragraphs, tables within tables."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from docgen.embedded.normalise import groups, rows, tables, tallrows
from docgen.embedded.normalise.paragraphs import Frame
from docgen.embedded.normalise.parts import children, local, number, q, val

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from docgen.embedded.normalise.numbering import Numbering
    from docgen.embedded.normalise.paragraphs import Setter


class Body:
    """Walks over the blocks of a document's parts and sets each."""

    def __init__(self, setter: Setter, numbering: Numbering, *, indented: bool) -> None:
        self._setter = setter
        self._numbering = numbering
        self._indented = indented
        self._page = Frame(None)

    def set(self, part: Element) -> None:
        """Set all blocks of a part; headers, footers and notes take the measure of the last section."""
        body = part.find(q("body"))
        if body is None:
            for container in _containers(part):
                self._blocks(container, Frame(self._page.width))
            return
        waiting: list[Element] = []
        for block in list(_flat(body)):
            name = local(block)
            if name == "sectPr":
                self._section(waiting, block)
                waiting = []
                continue
            waiting.append(block)
            if name == "p" and (section := block.find(f"{q('pPr')}/{q('sectPr')}")) is not None:
                self._section(waiting, section)
                waiting = []
        self._all(waiting, Frame(None))

    def _section(self, blocks: list[Element], section: Element) -> None:
        self._page = frame = _frame(section)
        self._all(blocks, frame)

    def _blocks(self, container: Element, frame: Frame) -> None:
        self._all(list(_flat(container)), frame)

    def _all(self, blocks: list[Element], frame: Frame) -> None:
        kept = False
        for block in blocks:
            kept = self._block(block, frame, kept=kept)

    def _block(self, block: Element, frame: Frame, *, kept: bool) -> bool:
        if local(block) == "p":
            return self._paragraph(block, frame, kept=kept)
        if local(block) == "tbl":
            self._table(block, frame.height)
        return False

    def _paragraph(self, block: Element, frame: Frame, *, kept: bool) -> bool:
        """Set a paragraph, or put in its place what became of its like before.

        Papers of one template say most things in the same words. A number depends on what went before, so numbered
        paragraphs are always set anew.
        """
        from lxml import etree

        key = (etree.tostring(block, with_tail=False), frame, kept)
        known = self._setter.memory.get(key)
        if known is not None:
            keep, pieces = known
            for piece in pieces:
                block.addprevious(copy.deepcopy(piece))
            parent = block.getparent()
            if parent is not None:
                parent.remove(block)
            return keep
        look, _run = self._setter.look(block, frame.table_style)
        if look.num_id is not None:
            self._numbering.write_out(block, look, self._setter.styles)
            return self._setter.set(block, frame, kept=kept)
        after = block.getnext()
        keep = self._setter.set(block, frame, kept=kept)
        made = [copy.deepcopy(block)]
        while (following := block.getnext()) is not after and following is not None:
            made.append(copy.deepcopy(following))
            block = following
        self._setter.memory.keep(key, (keep, tuple(made)))
        return keep

    def _table(self, table: Element, page: float) -> None:
        styles = self._setter.styles
        style = val(table.find(f"{q('tblPr')}/{q('tblStyle')}")) or styles.default_table
        margins = tables.write_margins(table, styles, indented=self._indented)
        tables.take_lines_off(table, styles)
        columns = tables.grid(table)
        all_rows = list(children(table, "tr"))
        kept: list[bool] = []
        for row in all_rows:
            widths = tables.cell_widths(row, columns, margins)
            for index, (cell, width) in enumerate(zip(children(row, "tc"), widths, strict=True)):
                if index == 0:
                    kept.append(self._kept(cell, style))
                if tables.is_vertical(cell):
                    tables.stack(cell, styles)
                self._blocks(cell, Frame(width, style, height=page))
        tall = groups.heights(all_rows, self._setter, style)
        if tallrows.divide(all_rows, tall, page):
            all_rows = list(children(table, "tr"))
            kept = [self._kept(next(children(row, "tc")), style) for row in all_rows]
            tall = groups.heights(all_rows, self._setter, style)
        groups.cut(all_rows, tall, page)
        rows.let_break(all_rows, tall, page)
        if columns and len(kept) == len(all_rows):
            rows.join(table, all_rows, kept, tall, page, len(columns), styles)

    def _kept(self, cell: Element, table_style: str) -> bool:
        """Whether a row is kept with the next: its first paragraph says so."""
        first = next((block for block in _flat(cell) if local(block) == "p"), None)
        return first is not None and self._setter.look(first, table_style)[0].keep_next


def _flat(container: Element) -> Iterator[Element]:
    """Yield the blocks of a container."""
    for child in container:
        if local(child) in ("p", "tbl", "sectPr"):
            yield child


def _containers(part: Element) -> Iterator[Element]:
    """Yield what holds blocks in a header, footer or notes part."""
    if local(part) in ("hdr", "ftr"):
        yield part
    else:
        yield from (note for note in part if local(note) in ("footnote", "endnote"))


def _frame(section: Element) -> Frame:
    size, margin = section.find(q("pgSz")), section.find(q("pgMar"))
    columns = number(section.find(q("cols")), "num") or 1
    width: float | None = None
    if columns == 1 and size is not None and margin is not None:
        edges = [number(margin, name) or 0 for name in ("left", "right", "gutter")]
        width = (number(size, "w") or 0) - sum(edges)
    grid = section.find(q("docGrid"))
    pitch = number(grid, "linePitch") or 0 if val(grid, "type") in ("lines", "linesAndChars", "snapToChars") else 0
    height = 12700.0
    if size is not None and margin is not None:
        height = (number(size, "h") or 16838) - sum(abs(number(margin, name) or 0) for name in ("top", "bottom"))
    return Frame(width if width and width > 400 else None, pitch=pitch, height=height)
