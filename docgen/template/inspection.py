"""What a template's package may hold: known kinds of parts, relationships and fields, and nothing else.

A template comes from anywhere, and office programs do far more than print: they fetch, run, ask and embed. So each part is
judged by what it is (its content type and its first bytes, ISO/IEC 29500-2), whatever it is called, and each relationship
by its kind. What is known and harmless but does not belong into a paper — the author's Word template, printer settings,
colleagues' comments — is left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docgen import markup
from docgen.errors import TemplateError
from docgen.images import photo
from docgen.markup import TYPES, owner_of, target_of
from docgen.messages import _
from docgen.template import field_codes
from docgen.template.places import part_title
from docgen.template.usual_form import MAIN, MAIN_OF_TEMPLATE, WORD, unopenable, usual

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

__all__ = ["admitted", "fault_of", "parsed", "refuse_fields", "unfit"]

_OFFICE = "application/vnd.openxmlformats-officedocument."
_STRICT = "http://purl.oclc.org/ooxml/"
_VML = ("urn:schemas-microsoft-com:vml", "urn:schemas-microsoft-com:office:office")

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
            f"{WORD}{name}+xml"
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
_PRINTER = f"{WORD}printerSettings"

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
        *("attachedTemplate", "printerSettings", "people"),
        *("comments", "commentsExtended", "commentsIds", "commentsExtensible"),
    )
)
"""Kinds that are harmless and say nothing on paper."""
_ELSEWHERE = ("mailMergeSource", "mailMergeHeaderSource", "mailMergeRecipientData", "recipientData")
"""Kinds of a mail merge."""
_ENDLESS = re.compile(rb"""=\x00?["']\x00?(?:-\x00?)?(?:\d\x00?){300}""")
"""A number as an attribute, in UTF-8 or UTF-16, of more digits than any reader can reckon with."""
_TAKES_IN = frozenset(("altChunk", "subDoc", "OLEObject", "control", "ocx", "frameset", "foreignObject", "script"))


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
        elif kind in _PICTURES and photo.has_too_many_dots(content):
            words = _("{part} is a picture with too many dots").format(part=part)
            raise unfit(name, words, _("Save it smaller: 2000 dots a side are plenty."))
    main = next((part for part, kind in types.items() if kind in (MAIN, MAIN_OF_TEMPLATE)), "")
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
    if reason := unopenable(types, trees):
        raise unfit(name, reason)
    relations = {part: tree for part, tree in trees.items() if part.endswith(".rels")}
    before = {part: len(tree) for part, tree in relations.items()}
    dropped = {part for owner, tree in relations.items() for part in _judged(name, owner, tree, parts)}
    lighter = {part for part, tree in relations.items() if len(tree) < before[part]}
    return usual(parts, types, trees, lighter, dropped)


def fault_of(name: str, parts: Mapping[str, bytes]) -> str:
    """Say what would keep Word from opening a package, whatever it holds. Raise TemplateError for XML that is damaged."""
    types = _types(name, parts)
    trees = {part: parsed(name, part, one) for part, one in parts.items() if part == TYPES or types.get(part) in _XML}
    if MAIN not in types.values():
        return _("there is no document in it")
    return unopenable(types, trees)


def parsed(name: str, part: str, content: bytes) -> _Element:
    """Parse a part as UTF-8 or UTF-16 without a document type; raise TemplateError with its name for anything else."""
    from lxml import etree

    try:
        root = markup.root(content)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise unfit(name, _("its part {part} is damaged").format(part=part)) from error
    if _ENDLESS.search(content):
        raise unfit(name, _("its part {part} is damaged").format(part=part))
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
    owner = owner_of(part)
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
                yield target_of(owner, target)
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
        if not target.startswith("#") and target_of(owner, target) not in parts:
            raise unfit(name, _("its part {part} is missing").format(part=target_of(owner, target)))
