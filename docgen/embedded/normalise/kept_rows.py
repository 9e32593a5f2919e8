"""Rows and pages: rows that belong on one page are kept together, those that no page can hold are cut into pieces.

dxpdf (0.8.1) heeds neither ``w:keepNext`` in a row nor the fate of a header row alone at the foot of a page, but it never
tears rows that a vertically merged cell joins. So rows that are kept with the next, and the header row with the first row it
heads, are joined by a cell of no width at the right edge.

It tears a row only where it begins on a page with room for it: of one that comes behind a header row at the foot
of a page it drops what does not fit on the next. So a row with one long cell is divided here; the lines between its pieces
are taken away, and what its short cells say stands in the first. A group of rows that a merged cell joins and that does not
fit moves to the next page and leaves a hole, and of one longer than a page it silently drops the rest. So a long group is cut;
what the cell says stands in the piece in the middle, where it would have been centred.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from docgen.embedded.normalise.parts import children, number, thinned
from docgen.embedded.normalise.runs import loosen
from docgen.markup import place, properties, q, val

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element as Element

    from docgen.embedded.normalise.paragraphs import Setter
    from docgen.embedded.normalise.styles import Styles
    from docgen.embedded.normalise.tables import TableRow

_WIDTH = 1
"""Twips: a grid column must have some."""
_MOST = 0.6
"""The part of a page that joined rows may take, and from which a row is divided."""


def let_break(rows: Sequence[TableRow], tall: Sequence[float], page: float) -> None:
    """Take ``w:cantSplit`` from rows that hardly fit on a page: dxpdf would draw them past its foot.

    Word and LibreOffice break a row that is taller than a page, whatever it says of itself.
    """
    for row, height in zip(rows, tall, strict=True):
        if height > _MOST * page:
            for mark in row.element.findall(f"{q('trPr')}/{q('cantSplit')}"):
                parent = mark.getparent()
                assert parent is not None
                parent.remove(mark)


def join(
    table: Element,
    rows: Sequence[TableRow],
    tall: Sequence[float],
    page: float,
    columns: int,
    styles: Styles,
) -> None:
    """Join rows that are kept with the next; ``columns`` says how many the grid has.

    ``tall`` are the rows' heights and ``page`` that of a page, in twips: a chain that would hardly fit on one is left to
    break where it will.
    """
    with_next = [(row.kept or row.heads) and index + 1 < len(rows) for index, row in enumerate(rows)]
    start = 0
    while start < len(with_next):
        end = start
        while with_next[end]:
            end += 1
        if sum(tall[start : end + 1]) > _MOST * page:
            with_next[start:end] = [False] * (end - start)
        start = end + 1
    if not any(with_next) or any(row.is_ragged or row.spans != columns for row in rows):
        return
    grid = properties(table, "tblGrid")
    column = grid.makeelement(q("gridCol"))
    column.set(q("w"), str(_WIDTH))
    grid.append(column)
    edge = _right_border(table, styles)
    before = False
    for row, now in zip(rows, with_next, strict=True):
        if edge is not None and row.cells:
            _close(row.cells[-1].element, edge)
        row.element.append(_joint(row.element, "continue" if before else "restart" if now else None))
        before = now


def _right_border(table: Element, styles: Styles) -> Element | None:
    settings = properties(table, "tblPr")
    style = val(settings.find(q("tblStyle"))) or styles.default_table
    sources = [settings, *(element.find(q("tblPr")) for element in reversed(styles.chain(style)))]
    for source in sources:
        borders = None if source is None else source.find(q("tblBorders"))
        for name in ("right", "end"):
            if borders is not None and (found := borders.find(q(name))) is not None:
                return found
    return None


def _close(cell: Element, edge: Element) -> None:
    """Give the last cell the table's right border: it is no longer at the edge."""
    settings = properties(cell, "tcPr")
    borders = settings.find(q("tcBorders"))
    if borders is None:
        borders = settings.makeelement(q("tcBorders"))
        after = {q(name) for name in ("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge")}
        settings.insert(sum(1 for child in settings if child.tag in after), borders)
    if borders.find(q("right")) is None and borders.find(q("end")) is None:
        border = copy.deepcopy(edge)
        border.tag = q("right")
        borders.append(border)


def _joint(row: Element, merge: str | None) -> Element:
    cell = row.makeelement(q("tc"))
    settings = properties(cell, "tcPr")
    width = settings.makeelement(q("tcW"))
    width.set(q("w"), str(_WIDTH))
    width.set(q("type"), "dxa")
    settings.append(width)
    if merge:
        joined = settings.makeelement(q("vMerge"))
        joined.set(q("val"), merge)
        settings.append(joined)
    for group, sides in (("tcBorders", ("top", "left", "bottom", "right")), ("tcMar", ("left", "right"))):
        box = settings.makeelement(q(group))
        for side in sides:
            one = box.makeelement(q(side))
            if group == "tcBorders":
                one.set(q("val"), "nil")
            else:
                one.set(q("w"), "0")
                one.set(q("type"), "dxa")
            box.append(one)
        settings.append(box)
    cell.append(thinned(cell.makeelement(q("p")), 20))
    return cell


_LINES = 3
"""Lines of a piece."""
_SHORT = 6
"""Rows that may stay joined: a person's goals, a block of signatures."""
_LEAST = 3
"""Rows a piece has at least."""


def divide(rows: Sequence[TableRow], tall: Sequence[float], page: float) -> bool:
    """Divide the rows that hardly fit on a page; return whether there were any.

    ``tall`` are their heights and ``page`` that of a page, in twips. Rows with more than one long cell, with tables in their
    cells or with a height of their own stay whole.
    """
    found = False
    for row, height in zip(rows, tall, strict=True):
        if _MOST * page < height < float("inf"):
            found = _divide(row.element) or found
    return found


def _divide(row: Element) -> bool:
    cells = list(children(row, "tc"))
    fixed = row.find(f"{q('trPr')}/{q('trHeight')}")
    for cell in cells:
        for paragraph in list(children(cell, "p")):
            loosen(paragraph)
    counts = [sum(1 for _ in children(cell, "p")) for cell in cells]
    if (
        fixed is not None
        or not cells
        or sorted(counts)[-1] <= 2 * _LINES
        or any(count > _LINES for count in sorted(counts)[:-1])
    ):
        return False
    long = counts.index(max(counts))
    lines = list(children(cells[long], "p"))
    pieces = [lines[start : start + _LINES] for start in range(0, len(lines), _LINES)]
    if len(pieces[-1]) == 1:
        pieces[-2:] = [pieces[-2] + pieces[-1]]
    last = row
    for index, piece in enumerate(pieces):
        new = row if index == 0 else _like(row)
        for at, cell in enumerate(children(new, "tc")):
            settings = properties(cell, "tcPr")
            if index:
                cell.extend(piece if at == long else [cell.makeelement(q("p"))])
                if (merge := settings.find(q("vMerge"))) is not None:
                    merge.set(q("val"), "continue")
            for side, edge in (("top", index == 0), ("bottom", index == len(pieces) - 1)):
                if not edge:
                    without_line(settings, side)
        if new is not row:
            last.addnext(new)
            last = new
    return True


def _like(row: Element) -> Element:
    """Return a row of the same cells with nothing in them."""
    new = row.makeelement(q("tr"))
    settings = row.find(q("trPr"))
    if settings is not None:
        new.append(copy.deepcopy(settings))
    for cell in children(row, "tc"):
        empty = new.makeelement(q("tc"))
        own = cell.find(q("tcPr"))
        if own is not None:
            empty.append(copy.deepcopy(own))
            borders = empty[0].find(q("tcBorders"))
            if borders is not None:
                for side in ("top", "bottom"):
                    line = borders.find(q(side))
                    if line is not None:
                        borders.remove(line)
        new.append(empty)
    return new


def without_line(settings: Element, side: str) -> None:
    """Take a cell's line on one side away."""
    borders = settings.find(q("tcBorders"))
    if borders is None:
        borders = settings.makeelement(q("tcBorders"))
        before = {q(name) for name in ("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge")}
        settings.insert(sum(1 for child in settings if child.tag in before), borders)
    line = place(borders, side)
    line.attrib.clear()
    line.set(q("val"), "nil")


def height(paragraph: Element, setter: Setter, table_style: str) -> float:
    """Estimate how high a paragraph is that was set, in twips."""
    look, run = setter.look(paragraph, table_style)
    single = 20 * 1.3 * run.size
    fixed = look.line is not None and look.rule != "auto"
    pitch = (look.line or 0) if fixed else single * (look.line or 240) / 240
    spacing = paragraph.find(f"{q('pPr')}/{q('spacing')}")
    lines = 1 + sum(1 for _ in paragraph.iter(q("br")))
    return pitch * lines + ((number(spacing, "before") or 0) + (number(spacing, "after") or 0))


def cut_groups(rows: Sequence[TableRow], tall: Sequence[float], page: float) -> None:
    """Cut the long groups of a table's rows; ``tall`` are their heights, ``page`` that of a page, in twips."""
    open_groups: dict[int, list[tuple[int, Element]]] = {}
    finished: list[list[tuple[int, Element]]] = []
    for index, row in enumerate(rows):
        column = row.before
        seen: set[int] = set()
        for cell in row.cells:
            if cell.merge != "continue" and column in open_groups:
                finished.append(open_groups.pop(column))
            if cell.merge == "restart":
                open_groups[column] = [(index, cell.element)]
            elif cell.merge == "continue" and column in open_groups:
                open_groups[column].append((index, cell.element))
            seen.add(column)
            column += cell.span
        for gone in open_groups.keys() - seen:
            finished.append(open_groups.pop(gone))
    finished += open_groups.values()
    for group in finished:
        if len(group) > _SHORT or sum(tall[index] for index, _cell in group) > page / 2:
            _cut_group(group, tall)


def _cut_group(group: list[tuple[int, Element]], tall: Sequence[float]) -> None:
    cells = [cell for _index, cell in group]
    for covered in cells[1:]:
        _clear(covered)
    lines = max(1, sum(1 + sum(1 for _ in p.iter(q("br"))) for p in children(cells[0], "p")))
    average = max(1.0, sum(tall[index] for index, _cell in group) / len(group))
    size = min(len(cells), max(_LEAST if lines > 1 else 1, round(lines * 320 / average + 0.5)))
    middle = (len(cells) - size) // 2
    _swap(cells[0], cells[middle])
    for position, cell in enumerate(cells):
        settings = properties(cell, "tcPr")
        merge = settings.find(q("vMerge"))
        inside = middle <= position < middle + size and size > 1
        if merge is not None and not inside:
            settings.remove(merge)
        elif merge is not None:
            merge.set(q("val"), "restart" if position == middle else "continue")
        for side, edge in (("top", position == 0), ("bottom", position == len(cells) - 1)):
            if not edge:
                without_line(settings, side)


def _clear(cell: Element) -> None:
    """Empty a cell that the merged one above lies over: Word keeps its text, and shows none of it."""
    blocks = [child for child in cell if child.tag != q("tcPr")]
    for block in blocks[:-1]:
        cell.remove(block)
    for part in [child for child in blocks[-1] if child.tag != q("pPr")]:
        blocks[-1].remove(part)


def _swap(one: Element, other: Element) -> None:
    if one is other:
        return
    kept, moved = [[child for child in cell if child.tag != q("tcPr")] for cell in (one, other)]
    one.extend(moved)
    other.extend(kept)
