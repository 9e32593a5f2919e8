"""Pictures put into a filled part: each a drawing in the line where its mark stands, its file kept once in the paper.

A part's pictures are related to it by name, as Word has it; equal files are one. A line or a row that must be just so high
would cut a picture off, so those with a picture are as high as what stands in them.
"""

from __future__ import annotations

import hashlib
import re
from copy import deepcopy
from dataclasses import dataclass, field
from functools import lru_cache, partial
from html import unescape
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from docgen import markup
from docgen.images import Drawn, Unfit
from docgen.markup import CONTENT_TYPES, OFFICE, RELATIONS, SPACE, TYPES, WORD, W, relations_of
from docgen.template.picture_filters import BEGIN, END, MARK, PICTURES, Asked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lxml.etree import _Element

    from docgen.images import Album

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/"
_SHOWING = re.compile(rf"{{{{(?:(?!}}}}).)*\|\s*(?:{'|'.join(PICTURES)})(?!\w).*?}}}}", re.S)
_BLOCK = re.compile(r"{%.*?%}|{#.*?#}", re.S)
_FIRST = 5001
"""The number of a paper's first picture; docxtpl numbers those of the template from 1001."""
_APART = "20"
"""Twentieths of a point, above and below a picture: so that it covers no border of its cell."""
_ENDED = b"</w:p>"
_PRINTED = re.compile(f"{BEGIN}(.*?){END}".encode(), re.S)
_HOLE = re.compile(f"{BEGIN}(\\d+[a-z]+){END}".encode())
"""What stands in a shape for what is said of a picture: by :data:`_SAID`, behind the number of its mark."""
_SAID = "link", "number", "width", "height", "words"
_IN_ATTRIBUTES = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


def are_apart(source: str) -> bool:
    """Whether a part's pictures can be put into their paragraphs without a look at the rest of it.

    No row has to be freed of its height, no paragraph stands in another, and the root names all name spaces.
    """
    inner = source[source.index(">") :]
    return not any(one in inner for one in ('"exact"', "<w:txbxContent", " xmlns"))


@dataclass
class Drawings:
    """The pictures of one paper while its parts are filled; ``data`` tells the place of a value that names none."""

    album: Album
    data: Mapping[str, object]
    media: dict[str, bytes] = field(default_factory=dict)
    _links: dict[str, dict[str, str]] = field(default_factory=dict)
    """By part: the files that it shows, each with the name by which it refers to it."""
    _count: int = 0

    def put(self, part: str, content: bytes, *, apart: bool = False) -> bytes:
        """Return a filled part with a picture for each mark; ``apart``: see :func:`are_apart`. Raise Unfit."""
        if not apart:
            return self._shown(part, content, _shape)
        begin, end = _inside(content)
        shape = partial(_shape_of_paragraph, content[:begin], content[end:])
        found: list[bytes] = []
        done = 0
        for mark in _PRINTED.finditer(content):
            if (at := mark.start()) >= done:
                begin = max(content.rfind(one, content.rfind(_ENDED, done, at) + 1, at) for one in (b"<w:p>", b"<w:p "))
                end = content.index(_ENDED, at) + len(_ENDED)
                found += content[done:begin], self._shown(part, content[begin:end], shape)
                done = end
        return b"".join((*found, content[done:]))

    def _shown(self, part: str, content: bytes, shape: Callable[[bytes], bytes]) -> bytes:
        first, *others = _PRINTED.split(content)
        said: dict[bytes, bytes] = {}
        numbered = [first]
        for place, (mark, text) in enumerate(zip(others[::2], others[1::2], strict=True)):
            numbered += f"{BEGIN}{place}{END}".encode(), text
            said |= zip(_holes(place), self._said(part, _asked(mark)), strict=True)
        return shape(b"".join(numbered)) % said

    def parts(self, package: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return the pictures' files, and what of a package says of them: its types and relationships."""
        if not self.media:
            return {}
        endings = {name.rpartition(".")[2] for name in self.media}
        found = dict(self.media)
        found[TYPES] = _with_types(package[TYPES], *sorted(endings))
        for part, links in self._links.items():
            name = relations_of(part)
            found[name] = _with_links(package.get(name, b""), links)
        return found

    def _said(self, part: str, asked: Asked) -> Iterator[bytes]:
        """Yield what :data:`_SAID` names of a picture."""
        try:
            drawn = asked.drawn(self.album)
        except Unfit as error:
            fields = (path for value, path in _places(self.data) if value == asked.value)
            raise error.at(next(fields, "")) from error
        number = _FIRST + self._count
        self._count += 1
        name, *said = _file(drawn)
        self.media[name] = drawn.content
        links = self._links.setdefault(part, {})
        yield links.setdefault(name, f"rIdDocgen{len(links) + 1}").encode()
        yield str(number).encode()
        yield from said


@lru_cache(maxsize=1024)
def _asked(mark: bytes) -> Asked:
    return Asked.of(unescape(mark.decode()))


@lru_cache(maxsize=32)
def _file(drawn: Drawn) -> tuple[str, bytes, bytes, bytes]:
    """Return the name of a picture's file, and what is said of it in every paper: width, height, words."""
    name = f"word/media/docgen-{hashlib.sha256(drawn.content).hexdigest()[:16]}.{drawn.ending}"
    width, height = drawn.extent
    return name, b"%d" % width, b"%d" % height, escape(drawn.words, _IN_ATTRIBUTES).encode()


@lru_cache(maxsize=1024)
def _shape_of_paragraph(head: bytes, tail: bytes, paragraph: bytes) -> bytes:
    """Return the shape of a paragraph, which papers of a template share; ``head`` and ``tail`` are its part's."""
    shape = _shape(head + paragraph + tail)
    begin, end = _inside(shape)
    return shape[begin:end]


def _shape(content: bytes) -> bytes:
    """Return a format of bytes: content with a drawing in the place of each mark, which says its number, to be told the rest."""
    tree = markup.root(content)
    for text in [one for one in tree.iter(f"{W}t") if MARK.search(one.text or "")]:
        _place(text)
    return _HOLE.sub(rb"%(\1)b", markup.written(tree).replace(b"%", b"%%"))


def _place(text: _Element) -> None:
    """Put a drawing in the place of each mark of a text, whose paragraph and row make room for it."""
    run = text.getparent()
    assert run is not None
    parent = run.getparent()
    assert parent is not None
    pieces: list[_Element] = [_like(run)]
    for child in [one for one in run if one.tag != f"{W}rPr"]:
        if child is not text:
            pieces[-1].append(child)
            continue
        for words, mark in _split(text.text or ""):
            if words:
                pieces[-1].append(_text(run, words))
            if mark:
                shown = _like(run)
                shown.append(_inline(*(f"{BEGIN}{one.decode()}{END}" for one in _holes(int(mark)))))
                pieces += (shown, _like(run))
    at = parent.index(run)
    parent[at : at + 1] = [one for one in pieces if any(child.tag != f"{W}rPr" for child in one)]
    _make_room(parent)


def _holes(place: int) -> list[bytes]:
    return [f"{place}{one}".encode() for one in _SAID]


def as_shown(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return a template's parts with a picture in each paragraph that has a tag for one: what an engine would have to draw."""
    return {name: _as_shown(content) if _may_show(name, content) else content for name, content in parts.items()}


def _may_show(name: str, content: bytes) -> bool:
    return name.endswith(".xml") and name.startswith("word/") and any(one.encode() in content for one in PICTURES)


def _as_shown(content: bytes) -> bytes:
    tree = markup.root(content)
    for paragraph in tree.iter(f"{W}p"):
        texts = list(paragraph.iter(f"{W}t"))
        words = "".join(one.text or "" for one in texts)
        beside = _SHOWING.sub("", words)
        if not texts or beside == words:
            continue
        for one in texts:
            one.text = ""
        texts[0].text = _BLOCK.sub("", beside)
        run = paragraph.makeelement(f"{W}r")
        run.append(_inline("", "0", "360000", "360000", ""))
        paragraph.append(run)
        _make_room(paragraph)
    return markup.written(tree)


def _places(values: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield each text of the data with its place in it, such as ``成员[2].照片``."""
    if isinstance(values, str):
        yield values.strip(), path
    elif isinstance(values, dict):
        for name, value in values.items():
            yield from _places(value, f"{path}.{name}" if path else str(name))
    elif isinstance(values, list):
        for index, value in enumerate(values, 1):
            yield from _places(value, f"{path}[{index}]")


def _inside(content: bytes) -> tuple[int, int]:
    """Return where what a part's root holds begins and ends."""
    return content.index(b">", content.index(b"<w:")) + 1, content.rindex(b"<")


def _split(text: str) -> Iterator[tuple[str, str]]:
    """Yield what stands before each mark, and the mark; at last what stands behind them, with none."""
    done = 0
    for found in MARK.finditer(text):
        yield text[done : found.start()], found[1]
        done = found.end()
    yield text[done:], ""


def _like(run: _Element) -> _Element:
    """Return a run that looks like another and says nothing yet."""
    made = run.makeelement(run.tag)
    looks = run.find(f"{W}rPr")
    if looks is not None:
        made.append(deepcopy(looks))
    return made


def _text(run: _Element, words: str) -> _Element:
    made = run.makeelement(f"{W}t", {SPACE: "preserve"})
    made.text = words
    return made


def _make_room(place: _Element) -> None:
    """Let a picture that stands here be as high as it is."""
    for above in (place, *place.iterancestors()):
        if above.tag == f"{W}p":
            _free_lines(above)
        elif above.tag == f"{W}tr":
            _free_row(above)


def _free_lines(paragraph: _Element) -> None:
    """Let the lines of a paragraph be as high as what stands in them, whatever its style says."""
    spacing = markup.place(markup.properties(paragraph, "pPr"), "spacing")
    spacing.set(f"{W}line", "240")
    spacing.set(f"{W}lineRule", "auto")
    for side in ("before", "after"):
        if not spacing.get(f"{W}{side}", "0").strip("0"):
            spacing.set(f"{W}{side}", _APART)


def _free_row(row: _Element) -> None:
    """Let a row that is just so high be higher."""
    for height in row.iterfind(f"{W}trPr/{W}trHeight[@{W}hRule='exact']"):
        height.set(f"{W}hRule", "atLeast")


def _inline(link: str, number: str, width: str, height: str, words: str) -> _Element:
    said = f'id="{number}" name="图片 {number}" descr="{words}"'
    return markup.root(
        f'<w:drawing xmlns:w="{WORD}" xmlns:wp="{_DRAWING}wordprocessingDrawing" xmlns:a="{_DRAWING}main"'
        f' xmlns:pic="{_DRAWING}picture" xmlns:r="{OFFICE}"><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr {said}/><a:graphic><a:graphicData uri="{_DRAWING}picture">'
        f"<pic:pic><pic:nvPicPr><pic:cNvPr {said}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{link}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>".encode()
    )


@lru_cache(maxsize=64)
def _with_types(types: bytes, *endings: str) -> bytes:
    tree = markup.root(types)
    known = {str(one.get("Extension", "")).lower() for one in tree}
    for place, ending in enumerate(one for one in endings if one not in known):
        item = tree.makeelement(f"{{{CONTENT_TYPES}}}Default", {"Extension": ending, "ContentType": f"image/{ending}"})
        tree.insert(place, item)
    return markup.written(tree)


def _with_links(relations: bytes, links: Mapping[str, str]) -> bytes:
    return _shape_of_links(relations, *links.values()) % tuple(name.removeprefix("word/").encode() for name in links)


@lru_cache(maxsize=64)
def _shape_of_links(relations: bytes, *links: str) -> bytes:
    """Return a format of bytes: what a part refers to, and so many pictures, to be told where they are."""
    tree = markup.root((relations or f'<Relationships xmlns="{RELATIONS}"/>'.encode()).replace(b"%", b"%%"))
    for link in links:
        markup.relate(tree, link, "image", "%b")
    return markup.written(tree)
