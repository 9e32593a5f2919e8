"""What a template's package may hold: known kinds of parts, relationships and fields, and nothing else.

A template comes from anywhere, and office programs do far more than print: they fetch, run, ask and embed. So each part is
judged by what it is (its content type and its first bytes, ISO/IEC 29500-2), whatever it is called, and each relationship
by its kind. What is known and harmless but does not belong into a paper — the author's Word template, printer settings,
colleagues' comments — is left out; a template saved as .dotx becomes a document; parts get the names that Word gives.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from docgen.errors import TemplateError
from docgen.messages import _
from docgen.template import field_codes
from docgen.template.places import part_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

__all__ = ["DOCUMENT", "TYPES", "admitted", "parsed", "refuse_fields", "unfit"]

DOCUMENT = "word/document.xml"
TYPES = "[Content_Types].xml"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_WORD = f"{_OFFICE}wordprocessingml."
_MAIN, _MAIN_OF_TEMPLATE = f"{_WORD}document.main+xml", f"{_WORD}template.main+xml"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "http://purl.oclc.org/ooxml/"
_VML = ("urn:schemas-microsoft-com:vml", "urn:schemas-microsoft-com:office:office")
_SVG = "http://www.w3.org/2000/svg"

_XML = frozenset(
    (
        "application/xml",
        "application/vnd.openxmlformats-package.relationships+xml",
        "application/vnd.openxmlformats-package.core-properties+xml",
        *(f"{_OFFICE}{name}+xml" for name in ("extended-properties", "custom-properties", "customXmlProperties")),
        *(f"{_OFFICE}{name}+xml" for name in ("theme", "themeOverride", "drawingml.chart", "drawingml.chartshapes")),
        *(
            f"{_OFFICE}drawingml.diagram{name}+xml"
            for name in ("Data", "Layout", "Style", "Colors", "QuickStyle", "Drawing")
        ),
        "application/vnd.ms-office.drawingml.diagramDrawing+xml",
        *(
            f"application/vnd.ms-office.{name}+xml"
            for name in ("chartstyle", "chartcolorstyle", "classificationlabels")
        ),
        *(
            f"{_WORD}{name}+xml"
            for name in (
                *("document.main", "template.main", "document.glossary", "styles", "settings", "webSettings"),
                *("fontTable", "numbering", "footnotes", "endnotes", "header", "footer", "comments", "people"),
                *("commentsExtended", "commentsIds", "commentsExtensible"),
            )
        ),
        "application/vnd.ms-word.stylesWithEffects+xml",
    )
)
_PICTURES = frozenset(
    f"image/{name}"
    for name in ("png", "jpeg", "jpg", "gif", "bmp", "tiff", "tif", "x-emf", "emf", "x-wmf", "wmf", "svg+xml", "x-png")
)
_SIGNATURES = (
    *(b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*"),
    *(b"\x01\0\0\0", b"\xd7\xcd\xc6\x9a", b"\1\0\x09\0"),
)
"""How PNG, JPEG, GIF, BMP, TIFF, EMF and WMF begin."""
_FONTS = frozenset((f"{_OFFICE}obfuscatedFont", "application/x-font-ttf", "application/x-fontdata"))
_TABLE = f"{_OFFICE}spreadsheetml.sheet"
"""The figures behind a chart."""
_PRINTER = f"{_WORD}printerSettings"

_KEPT = frozenset(
    (
        *("officeDocument", "core-properties", "extended-properties", "custom-properties", "thumbnail"),
        *("styles", "stylesWithEffects", "settings", "webSettings", "fontTable", "font", "theme", "themeOverride"),
        *("numbering", "footnotes", "endnotes", "header", "footer", "image", "hyperlink", "glossaryDocument"),
        *("customXml", "customXmlProps", "classificationlabels", "chart", "chartUserShapes", "chartStyle"),
        *("chartColorStyle", "package", "diagramData", "diagramLayout", "diagramQuickStyle", "diagramColors"),
        "diagramDrawing",
    )
)
"""Kinds of relationship that a paper may have."""
_SPACES = re.compile(
    r"http://schemas\.openxmlformats\.org/(officeDocument/2006|package/2006)/relationships(/metadata)?"
    r"|http://schemas\.microsoft\.com/office/20\d\d(/\d\d)?/relationships"
)
_LEFT_OUT = frozenset(
    (
        "attachedTemplate",
        "printerSettings",
        "comments",
        "commentsExtended",
        "commentsIds",
        "commentsExtensible",
        "people",
    )
)
"""Kinds that are harmless and say nothing on paper."""
_ELSEWHERE = {
    "mailMergeSource": "a mail merge",
    "mailMergeHeaderSource": "a mail merge",
    "mailMergeRecipientData": "a mail merge",
    "recipientData": "a mail merge",
}
_COMMENT_MARKS = frozenset(f"{_W}{name}" for name in ("commentRangeStart", "commentRangeEnd", "commentReference"))
_TAKES_IN = frozenset(("altChunk", "subDoc", "OLEObject", "control", "ocx", "frameset", "foreignObject", "script"))
_TEXTS = ("header", "footer", "footnotes", "endnotes")
_NAMES = {f"{_WORD}{name}+xml": name for name in (*_TEXTS, "styles", "settings", "numbering", "fontTable")} | {
    _MAIN: "document",
    _MAIN_OF_TEMPLATE: "document",
}
"""What Word calls parts of these kinds."""


def unfit(name: str, reason: str, hint: str = "") -> TemplateError:
    """Return the error for a file that must not be used as a template."""
    return TemplateError(
        _("{name}: not fit to be a template: {reason}").format(name=name, reason=reason),
        hint=hint or _("Copy its text into a new Word document and save that as .docx."),
    )


def admitted(name: str, parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts as they may be used, under the names that Word gives them; the same ones when all is usual.

    ``name`` is what messages call the file. Raise TemplateError for a part, relationship or field that is not known to be
    harmless, and for XML that is damaged.
    """
    types = _types(name, parts)
    trees: dict[str, _Element] = {}
    for part, content in parts.items():
        kind = "" if part == TYPES else types.get(part, "")
        if kind in _XML or part == TYPES:
            trees[part] = parsed(name, part, content)
        elif kind == "image/svg+xml":
            _refuse_references(name, part, parsed(name, part, content))
        elif not _is_harmless(kind, content):
            raise unfit(name, _("{part} can run a program or holds what a paper does not need").format(part=part))
    main = next((part for part, kind in types.items() if _NAMES.get(kind) == "document"), "")
    if not main:
        raise unfit(name, _("there is no document in it"))
    if str(trees[main].tag).startswith(f"{{{_STRICT}"):
        raise unfit(
            name,
            _("it is saved as “Strict Open XML”"),
            _("Open it in Word and save it as “Word Document (*.docx)”, without “Strict”."),
        )
    for part, tree in trees.items():
        _refuse_active(name, part, tree)
    relations = {part: tree for part, tree in trees.items() if part.endswith(".rels")}
    dropped = {part for owner, tree in relations.items() for part in _judged(name, owner, tree, parts)}
    return _usual(parts, types, trees, dropped)


def parsed(name: str, part: str, content: bytes) -> _Element:
    """Parse a part as UTF-8 or UTF-16 without a document type; raise TemplateError with its name for anything else."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise unfit(name, _("its part {part} is damaged").format(part=part)) from error
    document = root.getroottree()
    encoding = (document.docinfo.encoding or "UTF-8").upper()
    is_usual = encoding in ("UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "US-ASCII", "ASCII")
    if not is_usual or document.docinfo.internalDTD is not None or next(root.iter(etree.Entity), None) is not None:
        raise unfit(name, _("{part} is XML of a kind that Word does not write").format(part=part))
    return root


def _types(name: str, parts: Mapping[str, bytes]) -> dict[str, str]:
    """Return the content type of every part (ISO/IEC 29500-2, 10.1.2), empty where none is said."""
    defaults: dict[str, str] = {}
    said: dict[str, str] = {}
    for item in parsed(name, TYPES, parts[TYPES]):
        kind = str(item.get("ContentType", "")).strip()
        if item.get("Extension") is not None:
            defaults[str(item.get("Extension")).lower()] = kind
        elif item.get("PartName") is not None:
            said[str(item.get("PartName")).lstrip("/").lower()] = kind
    return {
        part: said.get(part.lower()) or defaults.get(part.rpartition(".")[2].lower(), "")
        for part in parts
        if part != TYPES
    }


def _is_harmless(kind: str, content: bytes) -> bool:
    if kind in _PICTURES:
        return content.startswith(_SIGNATURES)
    return kind in _FONTS or kind == _PRINTER or (kind == _TABLE and content.startswith(b"PK"))


def _refuse_references(name: str, part: str, svg: _Element) -> None:
    """Refuse a vector picture that draws, runs or styles itself from anything but what stands in it."""
    from lxml import etree

    words = _("{part} is a picture that takes in another file or runs a program").format(part=part)
    hint = _("Save the picture as PNG in a drawing program and put that into the template.")
    for element in svg.iter():
        if not isinstance(element.tag, str):
            if not isinstance(element, etree._Comment):
                raise unfit(name, words, hint)
            continue
        style = f"{element.get('style', '')} {element.text or '' if element.tag.endswith('}style') else ''}"
        values = [str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == "href"]
        values += re.findall(r"url\(\s*[\"']?([^)]*)", " ".join((style, *map(str, element.attrib.values()))))
        is_active = etree.QName(element).localname in _TAKES_IN or "@import" in style
        is_active |= any(str(key).rpartition("}")[2].lower().startswith("on") for key in element.attrib)
        own = ("#", "data:image/png;", "data:image/jpeg;")
        if is_active or any(not value.strip().startswith(own) for value in values):
            raise unfit(name, words, hint)


def _refuse_active(name: str, part: str, tree: _Element) -> None:
    from lxml import etree

    for element in tree.iter():
        if not isinstance(element.tag, str):
            if isinstance(element, etree._ProcessingInstruction) and element.target == "xml-stylesheet":
                raise unfit(name, _("{part} takes in another file").format(part=part))
            continue
        kind = etree.QName(element)
        if kind.localname in _TAKES_IN:
            raise unfit(name, _("{part} takes in another file").format(part=part))
        if kind.localname == "mailMerge":
            raise _mail_merge(name)
        for key, value in element.attrib.items():
            space, _brace, local = str(key).lstrip("{").rpartition("}")
            if local in ("src", "href", "althref") and (space in _VML or kind.namespace in _VML) and value:
                raise unfit(name, _("{part} refers to something outside the file").format(part=part))
    refuse_fields(name, part, tree)


def refuse_fields(name: str, part: str, tree: _Element) -> None:
    """Refuse a part with a field that fetches, asks, or leads to something that is no web or mail address."""
    for code in field_codes.codes(tree):
        if reason := field_codes.fault(code):
            words = _("{part} has {field}").format(part=part_title(part), field=reason)
            raise unfit(name, words, _("Delete the field in Word (Alt+F9 shows what stands behind it)."))


def _mail_merge(name: str) -> TemplateError:
    return unfit(
        name,
        _("it is tied to the data of a mail merge"),
        _(
            "In Word choose Mailings, Start Mail Merge, Normal Word Document, and write {tag} where a merge field stood."
        ).format(tag="{{ … }}"),
    )


def _judged(name: str, part: str, tree: _Element, parts: Mapping[str, bytes]) -> Iterator[str]:
    """Judge a part's relationships; take those out that say nothing on paper, and yield the parts they lead to."""
    owner = _owner(part)
    for relation in list(tree):
        space, _slash, kind = str(relation.get("Type", "")).rpartition("/")
        if not _SPACES.fullmatch(space):
            raise unfit(name, _("{part} takes in another file").format(part=part))
        target = str(relation.get("Target", "")).strip()
        outside = str(relation.get("TargetMode", "")).strip().lower() == "external"
        if kind in _ELSEWHERE:
            raise _mail_merge(name)
        if kind in _LEFT_OUT:
            tree.remove(relation)
            if not outside:
                yield _target(owner, target)
            continue
        if kind == "hyperlink" and outside and field_codes.is_known_link(target):
            continue
        if kind == "hyperlink" and outside:
            reason = _("a link that is no web or mail address: {target}").format(target=target[:60])
            raise unfit(name, reason, _("Remove the link in Word: right-click it, Remove Hyperlink."))
        if outside or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\", target):
            raise unfit(name, _("{part} refers to something outside the file").format(part=part))
        if kind not in _KEPT:
            raise unfit(name, _("{part} takes in another file").format(part=part))
        if not target.startswith("#") and _target(owner, target) not in parts:
            raise unfit(name, _("its part {part} is missing").format(part=_target(owner, target)))


def _target(owner: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(owner), target)).lstrip("/")


def _usual(
    parts: Mapping[str, bytes], types: Mapping[str, str], trees: Mapping[str, _Element], dropped: set[str]
) -> dict[str, bytes]:
    """Return the parts with what was left out gone, a .dotx made a document, and the names that Word gives."""
    changed: set[str] = set()
    if dropped or any(_drop_marks(tree) for tree in trees.values()):
        changed |= {part for part in trees if part.endswith(".rels") or _is_text(types.get(part, ""))}
        changed |= {"word/settings.xml"} & trees.keys()
    content_types = trees[TYPES]
    for item in list(content_types):
        if str(item.get("PartName", "")).lstrip("/") in dropped:
            content_types.remove(item)
            changed.add(TYPES)
        elif item.get("ContentType") == _MAIN_OF_TEMPLATE:
            item.set("ContentType", _MAIN)
            changed.add(TYPES)
    names = _names(parts, types)
    if names:
        _rename(trees, names)
        changed |= {TYPES, *(part for part in trees if part.endswith(".rels"))}
    if not changed and not dropped:
        return dict(parts)
    return {
        names.get(part, part): _written(trees[part]) if part in changed else content
        for part, content in parts.items()
        if part not in dropped
    }


def _is_text(kind: str) -> bool:
    return _NAMES.get(kind) in ("document", *_TEXTS)


def _drop_marks(tree: _Element) -> bool:
    """Take out of a part the marks of comments and the tie to its author's Word template; tell whether any was there."""
    marks = [one for one in tree.iter(*_COMMENT_MARKS, f"{_W}attachedTemplate")]
    for mark in marks:
        parent = mark.getparent()
        if parent is not None:
            parent.remove(mark)
    return bool(marks)


def _names(parts: Mapping[str, bytes], types: Mapping[str, str]) -> dict[str, str]:
    """Return the usual name of each part that has an unusual one, as Word Online and WPS give them."""
    names: dict[str, str] = {}
    for part, kind in types.items():
        usual = _NAMES.get(kind)
        numbered = r"\d*" if usual in ("header", "footer") else ""
        if usual is None or re.fullmatch(rf"word/{usual}{numbered}\.xml", part):
            continue
        free = (f"word/{usual}{number or ''}.xml" for number in range(int(bool(numbered)), len(parts) + 2))
        names[part] = next(one for one in free if one not in parts and one not in names.values())
        if _relations_of(part) in parts:
            names[_relations_of(part)] = _relations_of(names[part])
    return names


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _owner(relations: str) -> str:
    return relations.replace("_rels/", "").removesuffix(".rels")


def _rename(trees: Mapping[str, _Element], names: Mapping[str, str]) -> None:
    for item in trees[TYPES]:
        old = str(item.get("PartName", "")).lstrip("/")
        if old in names:
            item.set("PartName", f"/{names[old]}")
    for part, tree in trees.items():
        if not part.endswith(".rels"):
            continue
        owner = _owner(part)
        folder = posixpath.dirname(names.get(owner, owner))
        for relation in tree:
            target = str(relation.get("Target", ""))
            if str(relation.get("TargetMode", "")).lower() == "external" or target.startswith("#"):
                continue
            old = _target(owner, target)
            relation.set("Target", posixpath.relpath("/" + names.get(old, old), "/" + folder))


def _written(tree: _Element) -> bytes:
    from lxml import etree

    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
