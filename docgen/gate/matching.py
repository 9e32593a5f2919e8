"""Lays the text of a document beside the text of its PDF, block by block.

Both engines draw paragraph after paragraph and row after row, so the comparison walks through both at once: a block
must stand exactly where the walk has come to. Only within a row may the cells be interleaved line by line: there every
cell's lines must be present in their order, and the row as a whole must have these characters and no others. So it is where
a page break tears the row apart; rows that a cell reaches over are drawn cell by cell on the one page and go on cell by
cell on the next (:func:`docgen.gate.compared_text.is_torn`).
So a lost, changed or blank character is seen wherever it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal

from docgen.gate import compared_text
from docgen.gate.compared_text import (
    ANY_NUMBER,
    GAP,
    PAGE,
    PAGES,
    Block,
    Passage,
    alike,
    in_order,
    is_torn,
    plain,
    with_numbers,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docgen.gate.compared_text import Wording
    from docgen.gate.pages import Page

__all__ = ["Difference", "Stretch", "compare"]

_ANCHOR = 4
"""Characters that a text needs to be looked for at another place than where it should be."""
_LINE = 200
"""Characters at a page's end within which a footer's line is looked for."""
_NEAR = 400
"""Characters within which text that stands where it should not is taken for something added."""
_STUDIED = 2000
"""Characters of a differing stretch that are looked at to tell a loss from an addition."""
_CONTEXT = 8
"""Characters quoted before the first one that differs."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where document and PDF part, with both texts from there on and the page."""

    kind: Literal["lost", "extra", "order"]
    said: str
    shown: str
    page: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where a paragraph stands in a PDF: the pages on which it begins and ends, from 0, and its text as drawn."""

    begins: int
    ends: int
    text: str


def compare(said: Wording, pages: Sequence[Page]) -> tuple[list[Difference], dict[int, Stretch]]:
    """Compare the body text; return the differences in reading order.

    Of a document with contents also where its paragraphs stand, by their places in the body.
    """
    bodies = [plain(page.body) for page in pages]
    walk = _Walk(said, bodies)
    found = walk.differences()
    if found and said.running:
        # A header taller than the upper margin pushes the body down and stands in its place.
        other = _Walk(said, [_without(said.running, body) for body in bodies])
        without = other.differences()
        if len(without) < len(found):
            return without, other.stretches(said)
    return found, walk.stretches(said)


def _without(running: Sequence[Passage], body: str) -> str:
    """Return a page's text without the headers it begins with and the footers it ends with."""
    start, end = 0, len(body)
    again = True
    while again:
        again = False
        for passage in running:
            if not passage.text and PAGE not in passage.shown:
                continue
            at = re.compile(with_numbers(passage, ANY_NUMBER, ANY_NUMBER))
            if (ahead := at.match(body, start, end)) is not None:
                start, again = ahead.end(), True
            elif (behind := re.compile(rf"(?:{at.pattern})\Z").search(body, max(start, end - _LINE), end)) is not None:
                end, again = behind.start(), True
    return body[start:end]


class _Walk:
    """One walk through document and PDF; ``_at`` is the place in the PDF's text that has been come to."""

    def __init__(self, said: Wording, bodies: Sequence[str]) -> None:
        self._blocks = [_counted(block, len(bodies)) for block in said.blocks]
        self._loose = [passage for passage in said.loose if passage.text]
        self._at = 0
        self._slack = 0
        self._found: list[Difference] = []
        self._starts: list[int] = []
        self._taken: dict[int, tuple[int, int]] = {}
        """By the block's index, the stretch of text in which it stands."""
        self._headings = _headings(said.blocks)
        self._repeated: dict[int, tuple[str, ...]] = {}
        self._text = self._joined(bodies)

    def _joined(self, bodies: Sequence[str]) -> str:
        """Join the pages, leaving out the header rows with which a table goes on."""
        parts: list[str] = []
        length = 0
        for number, body in enumerate(bodies):
            self._starts.append(length)
            for heading in self._headings.values() if number else ():
                text = "".join(heading)
                start = body[: len(text)]
                if start == text or (alike(start, text) and all(in_order(cell, start) for cell in heading)):
                    self._repeated[length] = heading
                    body = body[len(text) :]
                    break
            parts.append(body)
            length += len(body)
        return "".join(parts)

    def differences(self) -> list[Difference]:
        index = 0
        while index < len(self._blocks):
            index = self._next(index)
        while self._take_loose():
            pass
        if self._at + self._slack < len(self._text):
            self._note("", self._text[self._at :])
        for passage in self._loose:
            self._note(passage.text, "")
        return _moves_seen(self._found)

    def _next(self, index: int) -> int:
        """Match the block at this index; return the index to go on with."""
        block = self._blocks[index]
        end = self._end_of(block, index)
        if end is not None:
            self._taken[index] = (self._at, end)
            self._at = end
            if block.passages[-1].open:
                self._slack += GAP
            else:
                self._slack = 0
            return index + 1
        if self._take_loose():
            return index
        if block.heading and self._repeated.get(self._at) == self._headings.get(block.table):
            del self._repeated[self._at]  # not a repetition: the table begins with the page
            return self._after(index, heading=True)
        after = self._torn_rows(index)
        return self._stumble(index) if after is None else after

    def _end_of(self, block: Block, index: int) -> int | None:
        for skipped in range(self._slack + 1):
            end = self._straight(block, self._at + skipped)
            if end is not None:
                return end
        return self._region(block.passages, index + 1) if len(block.passages) > 1 else None

    def _straight(self, block: Block, at: int) -> int | None:
        for passage in block.passages:
            if passage.pattern is None:
                if not self._text.startswith(passage.text, at):
                    return None
                at += len(passage.text)
            else:
                match = passage.pattern.match(self._text, at)
                if match is None:
                    return None
                at = match.end()
        return at

    def _region(self, passages: Sequence[Passage], after: int) -> int | None:
        """Return where a stretch ends that holds these passages interleaved and nothing else."""
        wanted = "".join(passage.text for passage in passages)
        end = self._at + len(wanted)
        gaps = sum(passage.pattern is not None for passage in passages)
        if gaps:
            anchors = (block.passages[0].text for block in self._blocks[after:])
            anchor = next((text for text in anchors if len(text) >= _ANCHOR), "")
            end = self._text.find(anchor, end) if anchor else len(self._text)
        cuts = self._cuts(end)
        if (
            len(cuts) == 1
            and not gaps
            and is_torn(_texts(passages), self._text[self._at : cuts[0]], self._text[cuts[0] : end])
        ):
            return end
        region = self._text[self._at : max(end, 0)]
        surplus = len(region) - len(wanted)
        if not 0 <= surplus <= gaps * GAP or Counter(wanted) - Counter(region):
            return None
        return end if all(in_order(passage.text, region) for passage in passages) else None

    def _torn_rows(self, index: int) -> int | None:
        """Match several rows at once: a cell that reaches over them may be torn by a page break."""
        last = self._after(index) if self._blocks[index].table else index
        for after in range(index + 2, last + 1):
            passages = self._passages(index, after)
            end = self._at + sum(len(passage.text) for passage in passages)
            cuts = self._cuts(end)
            if len(cuts) > 1 or any(passage.pattern for passage in passages):
                return None
            if cuts and is_torn(_texts(passages), self._text[self._at : cuts[0]], self._text[cuts[0] : end]):
                self._taken.update(dict.fromkeys(range(index, after), (self._at, end)))
                self._at = end
                return after
        return None

    def stretches(self, said: Wording) -> dict[int, Stretch]:
        """Return where the paragraphs stand whose places are known."""
        places = {id(passage): place for place, passage in said.paragraphs.items()}
        found: dict[int, Stretch] = {}
        for index, (start, end) in self._taken.items() if places else ():
            for passage in self._blocks[index].passages:
                if (place := places.get(id(passage))) is None:
                    continue
                at = start
                if passage.pattern is None:
                    at = max(start, self._text.find(passage.text, start, end))
                until = end if len(self._blocks[index].passages) == 1 else at + len(passage.text)
                found[place] = Stretch(self._page(at), self._page(max(at, until - 1)), self._text[at:until])
        return found

    def _page(self, at: int) -> int:
        return bisect_right(self._starts, at) - 1

    def _cuts(self, end: int) -> list[int]:
        """Return the page breaks between the place come to and another one."""
        return self._starts[bisect_right(self._starts, self._at) : bisect_left(self._starts, end)]

    def _take_loose(self) -> bool:
        for place, passage in enumerate(self._loose):
            end = self._straight(Block((passage,)), self._at)
            if end is not None:
                self._at = end
                del self._loose[place]
                return True
        return False

    def _stumble(self, index: int) -> int:
        """Note what does not fit and find the next place where document and PDF agree."""
        own = self._anchor(index)
        place = self._text.find(own, self._at) if own else -1
        if 0 < place - self._at <= _NEAR:
            self._note("", self._text[self._at : place])
            self._at = place
            return index
        for after in range(index + 1, len(self._blocks)):
            anchor = self._anchor(after)
            place = self._text.find(anchor, self._at) if anchor else -1
            if place >= 0:
                said = "".join(passage.text for passage in self._passages(index, after))
                self._note(said, self._text[self._at : place])
                self._at = place
                return after
        said = "".join(passage.text for passage in self._passages(index, len(self._blocks)))
        self._note(said, self._text[self._at :])
        self._at = len(self._text)
        return len(self._blocks)

    def _anchor(self, index: int) -> str:
        first = self._blocks[index].passages[0]
        return first.text if first.pattern is None and len(first.text) >= _ANCHOR else ""

    def _note(self, said: str, shown: str) -> None:
        page = bisect_right(self._starts, min(self._at, max(0, len(self._text) - 1)))
        same = next(
            (i for i, (a, b) in enumerate(zip(said, shown, strict=False)) if a != b), min(len(said), len(shown))
        )
        start = max(0, same - _CONTEXT)
        self._found.append(Difference(_kind(said, shown), said[start:], shown[start:], page))
        self._slack = 0

    def _after(self, index: int, *, heading: bool = False) -> int:
        table = self._blocks[index].table
        while index < len(self._blocks) and self._blocks[index].table == table:
            if heading and not self._blocks[index].heading:
                break
            index += 1
        return index

    def _passages(self, start: int, end: int) -> list[Passage]:
        return [passage for block in self._blocks[start:end] for passage in block.passages]


def _counted(block: Block, pages: int) -> Block:
    """Return a block with the number of pages where it says so."""
    if not any(PAGES in one.shown for one in block.passages):
        return block
    told = (compared_text.passage(one.shown.replace(PAGES, str(pages))) for one in block.passages)
    return replace(block, passages=tuple(one for one in told if one is not None))


def _kind(said: str, shown: str) -> Literal["lost", "extra", "order"]:
    if alike(said, shown):
        return "order"
    matcher = SequenceMatcher(None, said[:_STUDIED], shown[:_STUDIED], autojunk=False)
    steps = {step for step, *_places in matcher.get_opcodes()}
    return "lost" if steps & {"delete", "replace"} else "extra"


def _moves_seen(found: list[Difference]) -> list[Difference]:
    """Take a text that is missing here and left over there for one that has moved."""
    result = list(found)
    for lost in found:
        if lost.kind == "lost" and not lost.shown:
            extra = next((each for each in result if each.kind == "extra" and each.shown == lost.said), None)
            if extra is not None:
                result.remove(extra)
                result[result.index(lost)] = Difference("order", lost.said, lost.said, extra.page)
    return result


def _headings(blocks: Sequence[Block]) -> dict[int, tuple[str, ...]]:
    """Return, for each table that has them, the cells of the rows that are repeated."""
    found: dict[int, tuple[str, ...]] = {}
    for block in blocks:
        if block.heading:
            cells = tuple(passage.text for passage in block.passages if passage.text)
            found[block.table] = found.get(block.table, ()) + cells
    return {table: cells for table, cells in found.items() if cells}


def _texts(passages: Sequence[Passage]) -> list[str]:
    return [passage.text for passage in passages]
