"""Many papers of one template laid end to end, so that dxpdf sets up once for all of them.

Nearly all of the time of a short conversion is set-up. Each paper keeps its sections, headers, footers and page numbers
from 1; its lists have been written out by the normaliser. So that the result can be cut apart again
(:mod:`docgen.embedded.cutting`), the first text of each paper carries a link to :data:`MARK`; dxpdf draws nothing for it and
notes the page. A paper with anything in it that could see its neighbours is not joined.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, cast

from docgen import markup
from docgen.embedded.normalise.package import pack
from docgen.embedded.normalise.parts import local
from docgen.markup import DOCUMENT, OFFICE, TYPES, R, properties, q, val

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element as Element

    from docgen.embedded.faces import Faces
    from docgen.embedded.normalise import Package

MARK = "docgen-paper:"
"""Where the link at the beginning of a paper leads, with the paper's place behind it."""

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OWN = re.compile(r"^(?:word/(?:header|footer)\d*\.xml|word/media/|word/_rels/|docProps/|_rels/|customXml/|\[)")
"""Parts that may differ from paper to paper, or that nobody draws."""
_JOINED = ("header", "footer", "image", "hyperlink")
"""Relationships of a document that are understood here."""
_ALONE = tuple(
    q(name)
    for name in (
        *("footnoteReference", "endnoteReference", "commentReference"),
        *("object", "altChunk", "subDoc", "background"),
    )
)
"""What refers to parts that papers would have to share."""
_FIELDS = re.compile(r"^\s*(?:PAGE|HYPERLINK)\b")
"""Fields that see nothing but their own page."""
_EMPTY = 10
"""Empty paragraphs that may stand before a paper's first text."""

Key = tuple[object, ...]


def key(paper: Package) -> Key | None:
    """Return what papers must have in common to be laid end to end; None when a paper can only be drawn alone."""
    document = paper.trees[DOCUMENT]
    body = document.find(q("body"))
    if body is None or not len(body) or local(body[-1]) != "sectPr" or _beginning(body) is None:
        return None
    if len(body) < 2 or local(body[-2]) != "p" or body[-2].find(f"{q('pPr')}/{q('sectPr')}") is not None:
        return None
    if any(_is_apart(tree) for tree in paper.trees.values()):
        return None
    used = _ids(_referring(body)).keys()
    links = _relations(paper, DOCUMENT)
    if any(_kind(links[one]) not in _JOINED for one in used if one in links) or not used <= links.keys():
        return None
    first, *others = (_running(section) for section in body.iter(q("sectPr")))
    if any(not kinds <= first for kinds in others):
        return None  # the next paper would take over what its own first section does not name
    shared = hashlib.sha256()
    for name, data in sorted((paper.parts | _shared_trees(paper)).items()):
        if not _OWN.match(name):
            shared.update(f"{name} {len(data)}\n".encode() + data)
    around = sorted((str(name), str(value)) for name, value in (*document.attrib.items(), *document.nsmap.items()))
    if body.prefix != "w" or body.nsmap != document.nsmap:
        return None
    return (shared.digest(), tuple(sorted(first)), tuple(around))


def join(papers: Sequence[Package], fonts: Faces, *, carry_faces: bool) -> bytes:
    """Return one .docx with papers that have their :func:`key` in common; their trees are used up."""
    joint = _Joint(papers[0])
    for index, paper in enumerate(papers):
        joint.add(paper, index, is_last=index == len(papers) - 1)
    return joint.packed(fonts, carry_faces=carry_faces)


class _Joint:
    """The document in the making, with the parts it refers to, each kept once."""

    def __init__(self, first: Package) -> None:
        self._tree = first.trees[DOCUMENT]
        self._bodies: list[bytes] = []
        """Written, not moved into one tree: a catalogue of 728 rows takes lxml four seconds to move, a longer one far more."""
        self._parts = {name: data for name, data in first.parts.items() if not _OWN.match(name)} | _shared_trees(first)
        self._links = [
            link for link in _relations(first, DOCUMENT).values() if _kind(link) not in (*_JOINED, "customXml")
        ]
        self._known: dict[bytes, str] = {}
        self._types: dict[str, str] = {}

    def add(self, paper: Package, index: int, *, is_last: bool) -> None:
        """Lay a paper behind those before it."""
        body = _body(paper)
        referring = _referring(body)
        names = {one: f"p{index}{one}" for one in _ids(referring)}
        links = _relations(paper, DOCUMENT)
        self._links += [self._link(paper, links[old], new) for old, new in names.items()]
        _rename(referring, names)
        _begin(next(body.iter(q("sectPr"))))
        self._mark(body, index)
        if not is_last:
            *_others, last, section = body
            properties(last, "pPr").append(section)
        self._bodies.append(_written_inside(body))

    def _mark(self, body: Element, index: int) -> None:
        run = _beginning(body)
        assert run is not None
        link = run.makeelement(q("hyperlink"), {f"{R}id": f"mark{index}"})
        run.addprevious(link)
        link.append(run)
        self._links.append(
            {"Id": f"mark{index}", "Type": f"{OFFICE}/hyperlink", "Target": f"{MARK}{index}", "TargetMode": "External"}
        )

    def _link(self, paper: Package, link: dict[str, str], new: str) -> dict[str, str]:
        """Take over what a link leads to; return the link as the joint has it."""
        if link.get("TargetMode") == "External":
            return link | {"Id": new}
        taken = self._medium if _kind(link) == "image" else self._running
        return {"Id": new, "Type": link["Type"], "Target": taken(paper, _target(link))}

    def _medium(self, paper: Package, name: str) -> str:
        data = paper.parts[name]
        digest = hashlib.sha256(data).digest()
        if digest not in self._known:
            made = f"media/image{len(self._known)}.{name.rpartition('.')[2]}"
            self._parts[f"word/{made}"] = data
            self._known[digest] = made
        return self._known[digest]

    def _running(self, paper: Package, name: str) -> str:
        """Take over a header or footer with its pictures."""
        links = [
            link if link.get("TargetMode") == "External" else link | {"Target": self._medium(paper, _target(link))}
            for link in _relations(paper, name).values()
        ]
        data, own = markup.written(paper.trees[name]), _written(links) if links else b""
        digest = hashlib.sha256(data + own).digest()
        if digest not in self._known:
            kind = "header" if name.startswith("word/header") else "footer"
            made = f"{kind}{len(self._known)}.xml"
            self._parts[f"word/{made}"] = data
            self._types[f"word/{made}"] = f"{_WORD}.{kind}+xml"
            if own:
                self._parts[f"word/_rels/{made}.rels"] = own
            self._known[digest] = made
        return self._known[digest]

    def packed(self, fonts: Faces, *, carry_faces: bool) -> bytes:
        """Write the .docx."""
        start = {"Id": "rId1", "Type": f"{OFFICE}/officeDocument", "Target": DOCUMENT}
        parts = {
            TYPES: self._content_types(),
            "_rels/.rels": _written([start]),
            DOCUMENT: self._document(),
            "word/_rels/document.xml.rels": _written(self._links),
            **self._parts,
        }
        return pack(parts, fonts, carry_faces)

    def _document(self) -> bytes:
        body = self._tree.find(q("body"))
        assert body is not None
        del body[:]
        body.text = None
        start, empty, end = markup.written(self._tree).partition(b"<w:body/>")
        assert empty
        return b"".join((start, b"<w:body>", *self._bodies, b"</w:body>", end))

    def _content_types(self) -> bytes:
        endings = sorted({name.rpartition(".")[2] for name in self._parts if name.startswith("word/media/")})
        defaults = "".join(
            f'<Default Extension="{ending}" ContentType="image/{_PICTURES.get(ending.lower(), ending.lower())}"/>'
            for ending in endings
        )
        known = {name: f"{_WORD}.{_KNOWN[name]}+xml" for name in self._parts if name in _KNOWN}
        overrides = "".join(
            f'<Override PartName="/{name}" ContentType="{kind}"/>'
            for name, kind in sorted(({DOCUMENT: f"{_WORD}.document.main+xml"} | known | self._types).items())
        )
        return (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Types xmlns="{markup.CONTENT_TYPES}">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{defaults}{overrides}</Types>'
        ).encode()


_PICTURES = {"jpg": "jpeg", "jpe": "jpeg", "emf": "x-emf", "wmf": "x-wmf", "svg": "svg+xml", "tif": "tiff"}
_KNOWN = {
    f"word/{name}.xml": name
    for name in ("styles", "settings", "fontTable", "numbering", "footnotes", "endnotes", "webSettings", "comments")
}


def _shared_trees(paper: Package) -> dict[str, bytes]:
    """Return the parsed parts that papers must have in common: notes and numbering."""
    return {
        name: markup.written(tree) for name, tree in paper.trees.items() if name != DOCUMENT and not _OWN.match(name)
    }


def _written_inside(body: Element) -> bytes:
    """Return what is between the tags of a body; its prefixes are those of the document around it."""
    from lxml import etree

    written = etree.tostring(body, encoding="UTF-8")
    return written[written.index(b">") + 1 : written.rindex(b"</")]


def _body(paper: Package) -> Element:
    body = paper.trees[DOCUMENT].find(q("body"))
    assert body is not None
    return body


def _is_apart(tree: Element) -> bool:
    """Whether a part has anything in it that would see the papers around it."""
    if next(tree.iter(*_ALONE), None) is not None:
        return True
    fields = [one.text or "" for one in tree.iter(q("instrText"))]
    fields += [val(one, "instr") or "" for one in tree.iter(q("fldSimple"))]
    return (
        not all(_FIELDS.match(field) for field in fields)
        or any(val(link, "anchor") is not None for link in tree.iter(q("hyperlink")))
        or any(val(one) not in ("0", None) for one in tree.iter(q("numId")))  # a list not written out would run on
    )


def _beginning(body: Element) -> Element | None:
    """Return the run that carries a paper's mark: its first text, which stands on its first page; None without one."""
    for block in list(body)[: _EMPTY + 1]:
        if (run := _first_run(block)) is not None:
            return run
        if local(block) != "p" or any(local(one) in ("br", "drawing", "pict", "sectPr") for one in block.iter()):
            return None
    return None


def _first_run(block: Element) -> Element | None:
    for text in block.iter(q("t")):
        run = text.getparent()
        above = None if run is None else run.getparent()
        if (text.text or "").strip() and above is not None and local(above) == "p" and not _is_hidden(run):
            return run
    return None


def _is_hidden(run: Element | None) -> bool:
    return run is None or run.find(f"{q('rPr')}/{q('vanish')}") is not None


def _begin(section: Element) -> None:
    """Let a paper's first section begin on a page of its own, numbered from 1 where it does not say otherwise."""
    if (kind := section.find(q("type"))) is not None:
        kind.set(q("val"), "nextPage")
    numbers = section.find(q("pgNumType"))
    if numbers is None:
        numbers = section.makeelement(q("pgNumType"))
        after = {q(name) for name in ("headerReference", "footerReference", "footnotePr", "endnotePr", "type")}
        after |= {q(name) for name in ("pgSz", "pgMar", "paperSrc", "pgBorders", "lnNumType")}
        section.insert(sum(1 for child in section if child.tag in after), numbers)
    if val(numbers, "start") is None:
        numbers.set(q("start"), "1")


def _running(section: Element) -> frozenset[str]:
    """Return which headers and footers a section names."""
    return frozenset(
        f"{local(one)} {val(one, 'type')}" for one in section if local(one) in ("headerReference", "footerReference")
    )


def _referring(body: Element) -> list[Element]:
    """Return the elements that refer to relationships, in their order."""
    return cast("list[Element]", body.xpath("descendant::*[@r:*]", namespaces={"r": OFFICE}))


def _ids(referring: Sequence[Element]) -> dict[str, None]:
    """Return the relationships that elements refer to, in their order."""
    return {
        str(value): None for element in referring for name, value in element.attrib.items() if str(name).startswith(R)
    }


def _rename(referring: Sequence[Element], names: dict[str, str]) -> None:
    for element in referring:
        for name, value in element.attrib.items():
            if str(name).startswith(R):
                element.set(str(name), names[str(value)])


def _relations(paper: Package, name: str) -> dict[str, dict[str, str]]:
    """Return a part's relationships by id."""
    folder, _slash, file = name.rpartition("/")
    data = paper.parts.get(f"{folder}/_rels/{file}.rels")
    if data is None:
        return {}
    tree = markup.root(data)
    return {one.get("Id", ""): {str(k): str(v) for k, v in one.attrib.items()} for one in tree}


def _kind(link: dict[str, str]) -> str:
    return link.get("Type", "").rpartition("/")[2]


def _target(link: dict[str, str]) -> str:
    target = link.get("Target", "")
    return target[1:] if target.startswith("/") else f"word/{target}"


def _written(links: Sequence[dict[str, str]]) -> bytes:
    from lxml import etree

    tree = etree.fromstring(f'<Relationships xmlns="{markup.RELATIONS}"/>')
    for link in links:
        etree.SubElement(tree, f"{{{markup.RELATIONS}}}Relationship", link)
    return markup.written(tree)
