"""Shared blocks: a .docx that many templates take in where ``{{p 块("落款.docx") }}`` stands in a paragraph of its own.

What is taken in is what stands in the body of that file: paragraphs and tables with their tags, and pictures. How it looks is
said by the template's own styles of the same names; what cannot come along (lists, notes, sections, shapes) is refused by
name. A block lies in the template's folder, may hold blocks itself, and never itself again. Each is looked at like a template
before anything of it is used.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from docgen import files, incoming, markup
from docgen.errors import TemplateError
from docgen.incoming import Refused, limits
from docgen.markup import TYPES, W
from docgen.messages import _
from docgen.template import package
from docgen.template.block_content import BlockFile, refuse_foreign, styles_of
from docgen.template.inspection import parsed
from docgen.template.places import NOWHERE, Place, PlacedError, cell_of, part_title, shortened

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Joined", "joined", "sources"]

_SIGN = "块".encode()
_CALL = re.compile(r"\{\{[-+]?p?\s*块\s*\(\s*[\"'“”‘’]([^\"'“”‘’]+)[\"'“”‘’]\s*\)\s*[-+]?\}\}")
_ANY_CALL = re.compile(r"\{[{%][^{}]*块\s*\([^{}]*[}%]\}")
_FILLED = re.compile(r"word/(document|header\d*|footer\d*)\.xml$")
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Joined:
    """A template with its blocks in place: ``raw`` is the file itself where it has none."""

    raw: bytes
    blocks: tuple[Path, ...] = ()
    """The files of the blocks, in the order in which they are come to."""
    _words: tuple[tuple[str, str], ...] = ()
    """The words of each paragraph that came with a block, and the block's name."""
    _own: frozenset[str] = field(default_factory=frozenset)

    def place(self, where: Place) -> Place:
        """Return a place as the author finds it: in the block that it came with."""
        asked = _bare(where.words)
        if asked and not any(asked in own for own in self._own):
            for words, name in self._words:
                if asked in words:
                    return replace(where, part=name, cell=NOWHERE)
        return where


def joined(path: Path, raw: bytes | None = None) -> Joined:
    """Return a template with its blocks. Raise TemplateError for a block that is not there or cannot be taken in."""
    raw = content(path) if raw is None else raw
    try:
        if not _mentions(path.name, raw):
            return Joined(raw)
        _usual, parts = package.read(path.name, raw)
    except Refused:
        return Joined(raw)  # said by who reads it as a template
    book = _Book(path, parts)
    book.fill()
    return book.joined() if book.blocks else Joined(raw)


def content(path: Path) -> bytes:
    """Return the bytes of a template's file. Raise TemplateError."""
    try:
        return incoming.content(path, limits.TEMPLATE.packed)
    except Refused as error:
        raise TemplateError(
            _("{path}: the template cannot be read ({reason})").format(path=path, reason=error.reason), hint=error.hint
        ) from error


_known: dict[tuple[Path, str], tuple[Path, ...]] = {}


def sources(path: Path, raw: bytes | None = None) -> str:
    """Return the hash of a template with all its blocks; that of the file alone where it has none.

    What cannot be read has one too, another for each fault: whoever uses the template says which.
    """
    try:
        raw = content(path) if raw is None else raw
    except TemplateError as error:
        return hashlib.sha256(error.message.encode()).hexdigest()
    own = hashlib.sha256(raw).hexdigest()
    key = (path.absolute(), own)
    said = [own, *(files.sha256(block) for block in _known.get(key, ()))]
    if key not in _known or "" in said:  # not looked at, or a block has gone since
        try:
            _known[key] = joined(path, raw).blocks
        except TemplateError as error:
            _known.pop(key, None)
            return hashlib.sha256(f"{own}\n{error.message}".encode()).hexdigest()
        said = [own, *(files.sha256(block) for block in _known[key])]
    return own if len(said) == 1 else hashlib.sha256("\n".join(said).encode()).hexdigest()


def _mentions(name: str, raw: bytes) -> bool:
    """Whether a template may have blocks at all: a cheap look, for most have none."""
    from docgen.incoming import packed

    if not raw.startswith(b"PK"):
        return False
    with packed.opened(name, raw, limits.TEMPLATE) as archive:
        try:
            return any(_SIGN in archive.read(one) for one in archive.namelist() if one.endswith(".xml"))
        except packed.BROKEN:
            return False


class _Book:
    """A template's parts while its blocks are put in."""

    def __init__(self, path: Path, parts: dict[str, bytes]) -> None:
        self._path, self._parts = path, parts
        self._trees = {part: parsed(path.name, part, data) for part, data in parts.items() if _FILLED.match(part)}
        self._types = parsed(path.name, TYPES, parts[TYPES])
        self._styles = {called: number for number, called in styles_of(path.name, parts).items()}
        self._relations: dict[str, _Element] = {}
        self._media: dict[bytes, str] = {}
        self._words: list[tuple[str, str]] = []
        self._read: dict[str, BlockFile] = {}
        self._own: frozenset[str] = frozenset()
        self.blocks: list[Path] = []

    def fill(self) -> None:
        """Put every block in its place."""
        own = set()
        for part, tree in self._trees.items():
            for paragraph in list(tree.iter(f"{W}p")):
                words = markup.words(paragraph)
                if called := _CALL.fullmatch(words.strip()):
                    where = Place(part_title(part), shortened(words), cell_of(paragraph))
                    self._put(part, paragraph, called[1], where, ())
                else:
                    own.add(_bare(words))
                    self._refuse_inside(Place(part_title(part), shortened(words), cell_of(paragraph)), words)
        self._own = frozenset(own - {""})

    def _refuse_inside(self, where: Place, words: str) -> None:
        if _ANY_CALL.search(words):
            raise PlacedError(
                self._path.name,
                where,
                _("a block stands in a paragraph of its own, written so: {tag}").format(tag='{{p 块("落款.docx") }}'),
            )

    def _put(self, part: str, paragraph: _Element, name: str, where: Place, above: tuple[str, ...]) -> None:
        """Put a block in the place of a paragraph."""
        if name in above:
            reason = _("the block {name} takes in itself").format(name=name)
            raise PlacedError(self._path.name, where, reason)
        if len(above) >= _DEEPEST:
            reason = _("blocks lie in each other more than {limit} deep").format(limit=_DEEPEST)
            raise PlacedError(self._path.name, where, reason)
        block = self._block(name, where)
        parent = paragraph.getparent()
        assert parent is not None
        for element in block.body():
            new = deepcopy(element)
            self._own_styles(new, block, name, where)
            self._own_pictures(new, block, part)
            paragraph.addprevious(new)
            for inner in list(new.iter(f"{W}p")):
                words = markup.words(inner)
                if called := _CALL.fullmatch(words.strip()):
                    self._put(part, inner, called[1], Place(name, shortened(words)), (*above, name))
                else:
                    self._words.append((_bare(words), name))
                    self._refuse_inside(Place(name, shortened(words)), words)
        before = paragraph.getprevious()
        if paragraph.getnext() is not None or (before is not None and before.tag == f"{W}p"):
            parent.remove(paragraph)
        else:  # a cell ends in a paragraph
            for child in list(paragraph):
                paragraph.remove(child)

    def _block(self, name: str, where: Place) -> BlockFile:
        if name in self._read:
            return self._read[name]
        folder = self._path.absolute().parent.resolve()
        path = (folder / name).resolve()
        if not path.is_relative_to(folder) or path.suffix.lower() != ".docx":
            reason = _("a block is a .docx in the folder of the template, and {name} is not").format(name=name)
            raise PlacedError(self._path.name, where, reason)
        if not path.is_file():
            reason = _("there is no block {name} beside the template: put it into the same folder").format(name=name)
            raise PlacedError(self._path.name, where, reason)
        if path == self._path.resolve():
            raise PlacedError(self._path.name, where, _("the block {name} takes in itself").format(name=name))
        _raw, parts = package.read(name, content(path))
        block = BlockFile(name, parts)
        refuse_foreign(block)
        self._read[name] = block
        self.blocks.append(path)
        return block

    def _own_styles(self, element: _Element, block: BlockFile, name: str, where: Place) -> None:
        """Let a copied element be set in the template's styles of the same names."""
        for used in element.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle"):
            called = block.styles.get(str(used.get(f"{W}val", "")))
            if called is None:
                parent = used.getparent()
                if parent is not None:
                    parent.remove(used)
                continue
            if called not in self._styles:
                reason = _(
                    "{name} uses the style {style}, which the template has not: make it there, or use another one in {name}"
                ).format(name=name, style=called[1])
                raise PlacedError(self._path.name, where, reason)
            used.set(f"{W}val", self._styles[called])

    def _own_pictures(self, element: _Element, block: BlockFile, part: str) -> None:
        """Bring along the pictures of a copied element."""
        for used, ending, kind, data in block.pictures(element):
            if data not in self._media:
                taken = len(self._media) + 1
                media = next(
                    one
                    for number in range(taken, taken + len(self._parts) + 1)
                    if (one := f"word/media/block{number}.{ending}") not in self._parts
                )
                self._parts[media] = data
                self._media[data] = media
                if all(str(one.get("Extension", "")).lower() != ending for one in self._types):
                    said = self._types.makeelement(str(self._types.tag).replace("Types", "Default"))
                    said.set("Extension", ending)
                    said.set("ContentType", kind)
                    self._types.insert(0, said)
            used.set(*block.attribute(self._related(part, self._media[data])))

    def _related(self, part: str, media: str) -> str:
        """Return the number of the relationship from a part to a picture."""
        where = markup.relations_of(part)
        if where not in self._relations:
            empty = f'<Relationships xmlns="{markup.RELATIONS}"/>'.encode()
            self._relations[where] = parsed(self._path.name, where, self._parts.get(where, empty))
        tree = self._relations[where]
        target = posixpath.relpath(media, posixpath.dirname(part))
        known = {str(one.get("Id")): str(one.get("Target")) for one in tree}
        if target in known.values():
            return next(number for number, there in known.items() if there == target)
        number = next(free for index in range(len(known) + 1) if (free := f"rIdBlock{index + 1}") not in known)
        markup.relate(tree, number, "image", target)
        return number

    def joined(self) -> Joined:
        """Return the template with its blocks."""
        changed = {**self._trees, **self._relations, TYPES: self._types}
        for part, tree in changed.items():
            self._parts[part] = markup.written(tree)
        raw = package.Repacker.of(self._parts)
        return Joined(raw, tuple(self.blocks), tuple(self._words), self._own)


def _bare(words: str) -> str:
    """Return words as messages may have them: no spaces, no marks that say what a tag stands for, not cut short."""
    return re.sub(r"\s|(?<={[%{])[-+]?(?:tr|tc|p|r)(?=\s)", "", words.removesuffix("…"))
