"""An .xlsx as a set of parts that can be changed one by one; what is not touched goes out byte for byte.

lxml is used on the parts that carry marks, nothing else is parsed. Entries keep their order, names, dates and
compression, so the same source and the same changes give the same bytes.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from docgen import markup
from docgen.errors import WorkbookError
from docgen.incoming import packed
from docgen.markup import CONTENT_TYPES, RELATIONS, TYPES, relations_of
from docgen.workbook.container import damaged

if TYPE_CHECKING:
    from lxml.etree import _Element

_EPOCH = (1980, 1, 1, 0, 0, 0)


class Parts:
    """The parts of a package: read as bytes or as XML, replaced, added, removed; :meth:`packed` gives the new file."""

    def __init__(self, path: Path) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
        except packed.BROKEN as error:
            raise damaged(path) from error
        self._path = path
        self._trees: dict[str, _Element] = {}
        self._before: dict[str, bytes] = {}
        self._new: dict[str, bytes] = {}
        self._gone: set[str] = set()

    def __contains__(self, part: str) -> bool:
        return part not in self._gone and (part in self._new or part in self._trees or part in self._archive.NameToInfo)

    def tree(self, part: str) -> _Element:
        """Return a part's root element; changes to it are kept. Raise WorkbookError for XML that is not whole."""
        from lxml import etree

        if part not in self._trees:
            try:
                root = markup.root(self._new.get(part) or self._read(part), huge=True)
            except etree.XMLSyntaxError as error:
                if getattr(error, "code", 0) == etree.ErrorTypes.ERR_NO_MEMORY:
                    raise MemoryError from error
                raise WorkbookError(str(damaged(self._path)), hint=damaged(self._path).hint) from error
            self._trees[part] = root
            self._before[part] = etree.tostring(root)
        return self._trees[part]

    def names(self) -> list[str]:
        """Return the names of all parts."""
        kept = [name for name in self._archive.namelist() if name not in self._gone and name not in self._new]
        return [*kept, *self._new]

    def data(self, part: str) -> bytes:
        """Return a part as it stands now."""
        from lxml import etree

        if part in self._trees:
            return etree.tostring(self._trees[part])
        return self._new[part] if part in self._new else self._read(part)

    def _read(self, part: str) -> bytes:
        try:
            return self._archive.read(part)
        except packed.BROKEN as error:
            raise damaged(self._path) from error

    def add(self, part: str, data: bytes) -> None:
        """Add a part, or replace it whole."""
        self._gone.discard(part)
        self._trees.pop(part, None)
        self._new[part] = data

    def remove(self, part: str) -> None:
        """Take a part out."""
        self._gone.add(part)
        self._trees.pop(part, None)
        self._new.pop(part, None)

    def free(self, pattern: str) -> str:
        """Return the first unused name of a pattern such as ``xl/comments{}.xml``."""
        number = 1
        while pattern.format(number) in self:
            number += 1
        return pattern.format(number)

    def packed(self) -> bytes:
        """Return the package with all changes; a part whose tree was only looked at is not rewritten."""
        from lxml import etree

        changed = dict(self._new)
        for part, root in self._trees.items():
            if part in self._new or etree.tostring(root) != self._before[part]:
                changed[part] = markup.written(root)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for entry in self._archive.infolist():
                if entry.filename in self._gone:
                    continue
                fresh = zipfile.ZipInfo(entry.filename, entry.date_time)
                fresh.compress_type = zipfile.ZIP_DEFLATED
                fresh.external_attr = entry.external_attr
                data = changed.pop(entry.filename, None)
                target.writestr(fresh, self._archive.read(entry) if data is None else data)
            for part, data in sorted(changed.items()):
                fresh = zipfile.ZipInfo(part, _EPOCH)
                fresh.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(fresh, data)
        return out.getvalue()

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return a part's relationships: id → (end of the type, target part)."""
        rels = relations_of(part)
        if rels not in self:
            return {}
        found = {}
        for item in self.tree(rels):
            if item.get("TargetMode") != "External":
                target = posixpath.normpath(
                    posixpath.join("/", posixpath.dirname(part), item.get("Target", ""))
                ).lstrip("/")
                found[item.get("Id", "")] = (item.get("Type", "").rpartition("/")[2], target)
        return found

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relationship and return its id."""
        rels = relations_of(part)
        if rels not in self:
            self.add(rels, f'<Relationships xmlns="{RELATIONS}"/>'.encode())
        root = self.tree(rels)
        used = {int(n) for item in root for n in re.findall(r"\d+", item.get("Id", ""))[:1]}
        name = f"rId{max(used, default=0) + 1}"
        relative = posixpath.relpath("/" + target, "/" + posixpath.dirname(part))
        markup.relate(root, name, kind, relative)
        return name

    def unrelate(self, part: str, relation: str) -> None:
        """Take a relationship out; the whole list when it was the last."""
        rels = relations_of(part)
        root = self.tree(rels)
        for item in list(root):
            if item.get("Id") == relation:
                root.remove(item)
        if not len(root):
            self.remove(rels)

    def declare(self, part: str, content_type: str) -> None:
        """Name a part's content type."""
        from lxml import etree

        root = self.tree(TYPES)
        etree.SubElement(root, f"{{{CONTENT_TYPES}}}Override", PartName=f"/{part}", ContentType=content_type)

    def declare_ending(self, ending: str, content_type: str) -> None:
        """Name the content type of all parts with an ending, unless it is named."""
        from lxml import etree

        root = self.tree(TYPES)
        if not any(item.get("Extension", "").lower() == ending for item in root):
            root.insert(0, etree.Element(f"{{{CONTENT_TYPES}}}Default", Extension=ending, ContentType=content_type))

    def undeclare(self, part: str) -> None:
        """Forget a part's content type."""
        root = self.tree(TYPES)
        for item in list(root):
            if item.get("PartName") == f"/{part}":
                root.remove(item)


def local(element: _Element) -> str:
    """Return an element's name without its namespace; ``""`` for comments and instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def child(element: _Element, name: str) -> _Element | None:
    """Return the first child of this local name."""
    return next((item for item in element if local(item) == name), None)


def words(element: _Element) -> str:
    """Return all text inside an element."""
    return "".join(map(str, element.itertext()))


def like(element: _Element, name: str) -> str:
    """Return the full tag of a name in an element's own namespace."""
    space, brace, _name = str(element.tag).rpartition("}")  # a damaged sheet may have no name space
    return f"{space}{brace}{name}"
