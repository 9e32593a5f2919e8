"""The blocks of a part: sections with their columns, paragraphs, tables within tables."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from docgen.embedded.normalise import grid, kept_rows, tables
from docgen.embedded.normalise.paragraphs import Surroundings
from docgen.embedded.normalise.parts import children, local, number, on, thinned
from docgen.markup import ON, place, properties, q, val

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from docgen.embedded.normalise.numbering import Numbering
    from docgen.embedded.normalise.paragraphs import Setter


_P, _TBL = q("p"), q("tbl")
_BLOCKS = frozenset((_P, _TBL, q("sectPr")))


class Body:
    """Walks over the blocks of a document's parts and sets each."""

    def __init__(self, setter: Setter, numbering: Numbering, *, indented: bool) -> None:
        from lxml import etree

        self._setter = setter
        self._numbering = numbering
        self._indented = indented
        self._page = Surroundings(None)
        self._noted = self._begun = self._close = False
        self._written = etree.tostring

    def set(self, part: Element) -> None:
        """Set all blocks of a part; headers, footers and notes take the measure of the last section."""
        self._close = self._setter.styles.closes or next(part.iter(q("contextualSpacing")), None) is not None
        body = part.find(q("body"))
        if body is None:
            for container in _containers(part):
                self._blocks(container, Surroundings(self._page.width, wider=self._page.wider))
            return
        self._noted = next(body.iter(q("footnoteReference"), q("endnoteReference")), None) is not None
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
        self._all(waiting, Surroundings(None))

    def _section(self, blocks: list[Element], section: Element) -> None:
        self._page = frame = _frame(section)
        grid.place_on(section, frame, blocks, self._setter, noted=self._noted)
        self._space_out(blocks, on_top=not self._begun or val(section.find(q("type"))) != "continuous")
        self._begun = True
        self._all(blocks, frame)

    def _space_out(self, blocks: list[Element], *, on_top: bool) -> None:
        """Put the space above each paragraph below the one before it.

        dxpdf (0.8.1) leaves it out where a section begins and keeps it at the top of a page that is reached in passing; an
        office suite does the opposite. So a section that begins ``on_top`` of a page begins with a line that nobody sees.
        """
        last: Element | None = None
        for block in blocks:
            above = self._space(block, "before") if block.tag == _P else 0.0
            if above and last is None and on_top:
                block.addprevious(thinned(block.makeelement(_P), 1))
            elif block.tag == _P and last is not None and last.tag == _P and not _ends_page(last, block):
                close = self._close and _style(last) == _style(block)
                if above or close:
                    spaces = (self._space(last, "after", close=close), self._space(block, "before", close=close))
                    place(properties(last, "pPr"), "spacing").set(q("after"), str(round(max(spaces))))
                    place(properties(block, "pPr"), "spacing").set(q("before"), "0")
            last = block
        for block in (
            blocks if self._close else ()
        ):  # dxpdf leaves out both spaces where one paragraph leaves out its own
            if block.tag == _P:
                place(properties(block, "pPr"), "contextualSpacing").set(q("val"), "0")

    def _space(self, paragraph: Element, side: str, *, close: bool = False) -> float:
        """Return the space on a side of a paragraph; ``close`` if one of its style is there."""
        if close and self._setter.look(paragraph, "")[0].close:
            return 0.0
        layout = paragraph.find(q("pPr"))
        own = None if layout is None else layout.find(q("spacing"))
        if val(own, f"{side}Autospacing") in ON:
            return 0.0
        if (said := number(own, side)) is not None:
            return said
        look, _run = self._setter.styles.paragraph(_style(paragraph))
        return look.before if side == "before" else look.after

    def _blocks(self, container: Element, frame: Surroundings) -> tuple[bool, float]:
        blocks = list(_flat(container))
        if self._close:
            self._space_out(blocks, on_top=False)
        return self._all(blocks, frame)

    def _all(self, blocks: list[Element], frame: Surroundings) -> tuple[bool, float]:
        """Set blocks; return whether the first paragraph is kept with the next, and how high all of them are about."""
        first: bool | None = None
        kept, total = False, 0.0
        for block in blocks:
            if block.tag == _P:
                kept, height = self._paragraph(block, frame, kept=kept)
                first = kept if first is None else first
                total += height
                continue
            kept = False
            if block.tag == _TBL:
                self._table(block, frame)
                total = float("inf")
        return first or False, total

    def _paragraph(self, block: Element, frame: Surroundings, *, kept: bool) -> tuple[bool, float]:
        """Set a paragraph, or put in its place what became of its like before; return as for many.

        Papers of one template say most things in the same words. A number depends on what went before, so numbered
        paragraphs are always set anew.
        """
        key = (self._written(block, with_tail=False), frame, kept)
        known = self._setter.memory.get(key)
        if known is not None:
            keep, height, pieces = known
            for piece in pieces:
                block.addprevious(copy.copy(piece))  # with all that is in it, as lxml copies
            parent = block.getparent()
            if parent is not None:
                parent.remove(block)
            return keep, height
        look, _run = self._setter.look(block, frame.table_style)
        if look.num_id is not None:
            self._numbering.write_out(block, look, self._setter.styles)
        after = block.getnext()
        keep = self._setter.set(block, frame, kept=kept)
        made = [block]
        while (following := made[-1].getnext()) is not after and following is not None:
            made.append(following)
        height = sum(kept_rows.height(one, self._setter, frame.table_style) for one in made)
        if look.num_id is None:
            self._setter.memory.keep(key, (keep, height, tuple(map(copy.copy, made))))
        return keep, height

    def _table(self, table: Element, frame: Surroundings) -> None:
        page = frame.height
        styles = self._setter.styles
        style = val(table.find(f"{q('tblPr')}/{q('tblStyle')}")) or styles.default_table
        margins = tables.write_margins(table, styles, indented=self._indented)
        tables.take_lines_off(table, styles)
        columns = tables.grid(table)
        read = [tables.read(row) for row in children(table, "tr")]
        for row in read:
            kept = []
            for cell, width in zip(row.cells, tables.cell_widths(row, columns, margins), strict=True):
                if cell.is_vertical:
                    tables.stack(cell.element, styles)
                self._keep_last(cell.element, style, frame.pitch)
                first, cell.height = self._blocks(
                    cell.element, Surroundings(width, style, pitch=frame.pitch, wider=frame.wider, height=page)
                )
                kept.append(first)
            row.kept = kept[:1] == [True]
        if kept_rows.divide(read, [row.tall for row in read], page):
            read = [self._again(row, style) for row in children(table, "tr")]
        tall = [row.tall for row in read]
        kept_rows.cut_groups(read, tall, page)
        kept_rows.let_break(read, tall, page)
        if columns and all(row.cells for row in read):
            kept_rows.join(table, read, tall, page, len(columns), styles)

    def _keep_last(self, cell: Element, style: str, pitch: float) -> None:
        """Let the empty paragraph behind a cell's inner table be seen: LibreOffice gives it a line of the grid, dxpdf none."""
        if (
            not pitch
            or len(cell) < 2
            or cell[-1].tag != _P
            or cell[-2].tag != _TBL
            or cell[-1].find(q("r")) is not None
        ):
            return
        last = cell[-1]
        if grid.takes(self._setter.look(last, style)[0], pitch):
            thinned(last, round(pitch))
            run = last.makeelement(q("r"))
            text = run.makeelement(q("t"))
            text.text = "\u00a0"
            run.append(text)
            last.append(run)

    def _again(self, row: Element, style: str) -> tables.TableRow:
        """Read a row whose cells were set before."""
        read = tables.read(row)
        for cell in read.cells:
            blocks = list(_flat(cell.element))
            paragraphs = [block for block in blocks if block.tag == _P]
            nested = float("inf") if len(paragraphs) < len(blocks) else 0.0
            cell.height = nested + sum(kept_rows.height(one, self._setter, style) for one in paragraphs)
            if cell is read.cells[0] and paragraphs:
                read.kept = self._setter.look(paragraphs[0], style)[0].keep_next
        return read


def _flat(container: Element) -> Iterator[Element]:
    """Yield the blocks of a container."""
    for child in container:
        if child.tag in _BLOCKS:
            yield child


def _containers(part: Element) -> Iterator[Element]:
    """Yield what holds blocks in a header, footer or notes part."""
    if local(part) in ("hdr", "ftr"):
        yield part
    else:
        yield from (note for note in part if local(note) in ("footnote", "endnote"))


def _frame(section: Element) -> Surroundings:
    size, margin = section.find(q("pgSz")), section.find(q("pgMar"))
    parted = section.find(q("cols"))
    columns = number(parted, "num") or 1
    width: float | None = None
    alike = columns == 1 or val(parted, "equalWidth") not in ("0", "false", "off")
    if alike and size is not None and margin is not None:
        edges = [number(margin, name) or 0 for name in ("left", "right", "gutter")]
        space = number(parted, "space")
        between = (columns - 1) * (720 if space is None else space)
        width = ((number(size, "w") or 0) - sum(edges) - between) / columns
    net = section.find(q("docGrid"))
    pitch = number(net, "linePitch") or 0 if val(net, "type") in ("lines", "linesAndChars", "snapToChars") else 0
    by_characters = val(net, "type") == "linesAndChars"
    wider = 20 * (number(net, "charSpace") or 0) / 4096 if by_characters else 0.0
    height = 12700.0
    if size is not None and margin is not None:
        height = (number(size, "h") or 16838) - sum(abs(number(margin, name) or 0) for name in ("top", "bottom"))
    return Surroundings(width if width and width > 400 else None, pitch=pitch, wider=wider, height=height)


def _style(paragraph: Element) -> str | None:
    return val(paragraph.find(f"{q('pPr')}/{q('pStyle')}"))


def _ends_page(paragraph: Element, following: Element) -> bool:
    """Whether the author ends a page or column between two paragraphs, or within one of them."""
    asked = following.find(f"{q('pPr')}/{q('pageBreakBefore')}")
    return (asked is not None and on(asked) is not False) or any(
        val(mark, "type") in ("page", "column") for one in (paragraph, following) for mark in one.iter(q("br"))
    )
