"""The normal form of an official layout: what it says and how it is laid out, and nothing that an editor leaves behind.

Taken from the file: the body, the footers, title and subject. Taken from what all layouts share: styles, settings, fonts.
A style is known by its name, because programs give it ids of their own. Marks of revisions, spelling and the cursor go; runs
that look alike are joined, and every placeholder gets a run of its own, so that a clerk can click it and change it whole.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping
from copy import deepcopy
from io import BytesIO
from typing import TYPE_CHECKING

from lxml import etree

from docgen.markup import WORD, W, root

if TYPE_CHECKING:
    from lxml.etree import _Element

SHARED = ("word/styles.xml", "word/settings.xml", "word/fontTable.xml")
"""Parts that every layout has alike."""
_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_RELATED = f"{_OFFICE}/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DC = "http://purl.org/dc/elements/1.1/"
_TYPES = {
    "word/document.xml": f"{_WORD_TYPE}.document.main+xml",
    "word/styles.xml": f"{_WORD_TYPE}.styles+xml",
    "word/settings.xml": f"{_WORD_TYPE}.settings+xml",
    "word/fontTable.xml": f"{_WORD_TYPE}.fontTable+xml",
    "word/footer1.xml": f"{_WORD_TYPE}.footer+xml",
    "word/footer2.xml": f"{_WORD_TYPE}.footer+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
}
_FOOTERS = {"default": ("rId10", "footer1.xml"), "even": ("rId11", "footer2.xml")}
_LEFT_BEHIND = tuple(
    f"{W}{name}"
    for name in (
        "proofErr", "bookmarkStart", "bookmarkEnd", "lastRenderedPageBreak", "permStart", "permEnd", "commentRangeStart",
        "commentRangeEnd", "commentReference", "noProof", "lang", "docGrid", "cols", "tblLook", "cnfStyle", "rsid",
    )
)  # fmt: skip
_LEVELS = (f"{W}top", f"{W}bottom")
_TAG = re.compile(r"({{.*?}}|{%.*?%})")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def shared(layouts: Iterable[bytes]) -> dict[str, bytes]:
    """Return the parts that layouts share: of each, what most of them have."""
    counts: dict[str, Counter[bytes]] = {name: Counter() for name in SHARED}
    for layout in layouts:
        with zipfile.ZipFile(BytesIO(layout)) as archive:
            for name in SHARED:
                counts[name][archive.read(name)] += 1
    return {name: count.most_common(1)[0][0] for name, count in counts.items()}


def normal(layout: bytes, common: Mapping[str, bytes]) -> bytes:
    """Return a layout in its normal form; raise ValueError for a style that the layouts do not share."""
    with zipfile.ZipFile(BytesIO(layout)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    ids = _ids(parts["word/styles.xml"], common["word/styles.xml"])
    body = _cleaned(root(parts["word/document.xml"]), ids)
    footers = _footers(parts, body)
    core = root(parts["docProps/core.xml"])
    found = {
        "[Content_Types].xml": _content_types([name for _id, name in footers]),
        "_rels/.rels": _relationships(
            ("rId1", f"{_RELATED}/officeDocument", "word/document.xml"),
            ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ("rId3", f"{_RELATED}/extended-properties", "docProps/app.xml"),
        ),
        "word/document.xml": _bytes(body),
        "word/_rels/document.xml.rels": _relationships(
            ("rId1", f"{_RELATED}/styles", "styles.xml"),
            ("rId2", f"{_RELATED}/settings", "settings.xml"),
            ("rId3", f"{_RELATED}/fontTable", "fontTable.xml"),
            *((id_, f"{_RELATED}/footer", name) for id_, name in footers),
        ),
        **common,
        "docProps/core.xml": _HEAD
        + (
            f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="{_DC}">'
            f"{_property(core, 'title')}{_property(core, 'subject')}<dc:creator>docgen</dc:creator>"
            "<dc:language>zh-CN</dc:language></cp:coreProperties>"
        ).encode(),
        "docProps/app.xml": _HEAD
        + f'<Properties xmlns="{_OFFICE}/extended-properties"><Application>docgen</Application></Properties>'.encode(),
    } | {f"word/{name}": _bytes(_cleaned(root(content), ids)) for (_id, name), content in footers.items()}
    return _zipped(found)


def _ids(own: bytes, common: bytes) -> dict[str, str]:
    """Return the id that the layouts' common styles have, by the id that this file has for the style of that name."""
    known = {_name(style): str(style.get(f"{W}styleId")) for style in root(common).iter(f"{W}style")}
    return {
        str(style.get(f"{W}styleId")): known[_name(style)]
        for style in root(own).iter(f"{W}style")
        if _name(style) in known
    }


def _name(style: _Element) -> str:
    found = style.find(f"{W}name")
    return "" if found is None else str(found.get(f"{W}val")).lower()


def _footers(parts: Mapping[str, bytes], body: _Element) -> dict[tuple[str, str], bytes]:
    """Return the footers that the section refers to, under the ids and names they have in every layout."""
    targets = {
        str(one.get("Id")): posixpath.join("word", str(one.get("Target")))
        for one in root(parts["word/_rels/document.xml.rels"])
    }
    found = {}
    for reference in list(body.iter(f"{W}footerReference")):
        which = str(reference.get(f"{W}type"))
        if which not in _FOOTERS:
            _remove(reference)
            continue
        found[_FOOTERS[which]] = parts[targets[str(reference.get(f"{{{_RELATED}}}id"))]]
        reference.set(f"{{{_RELATED}}}id", _FOOTERS[which][0])
    return dict(sorted(found.items()))


def _cleaned(part: _Element, ids: Mapping[str, str]) -> _Element:
    for left in list(part.iter(*_LEFT_BEHIND)):
        _remove(left)
    for one in part.iter():
        for name in list(one.attrib):
            space, _brace, local = str(name).rpartition("}")
            if space.startswith("{http://schemas.microsoft.com") or local.startswith("rsid") or local == "hint":
                del one.attrib[name]
        if one.tag in (f"{W}pStyle", f"{W}rStyle"):
            style = str(one.get(f"{W}val"))
            if style not in ids:
                raise ValueError(f"style {style} is none of those that the layouts share")
            one.set(f"{W}val", ids[style])
    for one in list(part.iter()):
        # Said by the program that saved it last, and no more than the style, or the table as a whole, says anyway.
        if one.get(f"{W}val") in ("true", "1", "on") and len(one.attrib) == 1:
            del one.attrib[f"{W}val"]
        parent = one.getparent()
        nothing = one.get(f"{W}w") == "0" and (one.tag == f"{W}tblInd" or (one.tag in _LEVELS and _is_margin(parent)))
        off = one.tag == f"{W}widowControl" and one.get(f"{W}val") in ("false", "0")
        if nothing or off or (one.tag == f"{W}tcBorders" and not len(one)):
            _remove(one)
    for empty in [one for name in ("rPr", "pPr") for one in part.iter(f"{W}{name}") if not len(one) and not one.attrib]:
        _remove(empty)
    for paragraph in part.iter(f"{W}p"):
        _set_runs(paragraph)
    clean = etree.Element(part.tag, nsmap={"w": WORD} | ({"r": _RELATED} if part.tag == f"{W}document" else {}))
    for child in part:
        clean.append(deepcopy(child))
    etree.cleanup_namespaces(clean, keep_ns_prefixes=["w", "r"])
    return clean


def _is_margin(parent: _Element | None) -> bool:
    return parent is not None and parent.tag == f"{W}tblCellMar"


def _set_runs(paragraph: _Element) -> None:
    """Join what stands in runs of one look, then give every placeholder a run of its own."""
    joined: list[_Element] = []
    for run in _outside_fields(paragraph):
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.getnext() is run
            and _is_text(before)
            and _is_text(run)
            and _look(before) == _look(run)
        ):
            before.findall(f"{W}t")[-1].text = f"{_text(before)}{_text(run)}"
            _remove(run)
        else:
            joined.append(run)
    for run in [one for one in joined if _is_text(one)]:
        pieces = [piece for piece in _TAG.split(_text(run)) if piece]
        for piece in pieces:
            made = etree.Element(f"{W}r")
            if (look := run.find(f"{W}rPr")) is not None:
                made.append(deepcopy(look))
            words = etree.SubElement(made, f"{W}t")
            words.text = piece
            words.set(_SPACE, "preserve")
            run.addprevious(made)
        if pieces:
            _remove(run)


def _outside_fields(paragraph: _Element) -> list[_Element]:
    """Return a paragraph's runs but what a field shows, which Word computes anew."""
    found, depth = [], 0
    for run in [one for one in paragraph if one.tag == f"{W}r"]:
        mark = run.find(f"{W}fldChar")
        kind = "" if mark is None else mark.get(f"{W}fldCharType")
        depth += {"begin": 1, "end": -1}.get(str(kind), 0)
        if not depth and not kind:
            found.append(run)
        for shown in run.iterfind(f"{W}t") if depth else ():
            shown.text = "1"
    return found


def _is_text(run: _Element) -> bool:
    return [one.tag for one in run if one.tag != f"{W}rPr"] == [f"{W}t"]


def _look(run: _Element) -> bytes:
    found = run.find(f"{W}rPr")
    return b"" if found is None else etree.tostring(found, method="c14n")


def _text(run: _Element) -> str:
    return "".join(one.text or "" for one in run.iter(f"{W}t"))


def _remove(element: _Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def _property(core: _Element, name: str) -> str:
    found = core.find(f"{{{_DC}}}{name}")
    said = etree.Element("text")
    said.text = "" if found is None else found.text
    inside = etree.tostring(said, encoding="unicode").removeprefix("<text>").removesuffix("</text>")
    return f"<dc:{name}>{'' if inside == '<text/>' else inside}</dc:{name}>"


def _content_types(footers: list[str]) -> bytes:
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{type_}"/>'
        for name, type_ in _TYPES.items()
        if "footer" not in name or name.removeprefix("word/") in footers
    )
    return (
        _HEAD
        + (
            f'<Types xmlns="{_PACKAGE}/content-types">'
            f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
        ).encode()
    )


def _relationships(*rows: tuple[str, str, str]) -> bytes:
    inside = "".join(f'<Relationship Id="{id_}" Type="{type_}" Target="{target}"/>' for id_, type_, target in rows)
    return _HEAD + f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'.encode()


def _bytes(part: _Element) -> bytes:
    return _HEAD + etree.tostring(part, encoding="UTF-8")


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, content)
    return out.getvalue()
