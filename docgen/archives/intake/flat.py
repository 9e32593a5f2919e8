"""A document made flat: what annotations and fields show is drawn into the pages, what acts is left out.

Nothing that a reader sees may be lost on the way; that it is not, :mod:`docgen.archives.intake.sight` says afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docgen.archives.intake import fields, notes
from docgen.archives.intake.letters import Letters, letters

if TYPE_CHECKING:
    import pikepdf

_HIDDEN = 2 | 32
"""Flags of an annotation that is not shown: Hidden, NoView."""
_UNSEEN = frozenset(("/Link", "/Popup", "/PrinterMark", "/TrapNet"))
_ACTS = {"/OpenAction": "脚本", "/AA": "脚本", "/Names": "附件", "/Collection": "附件", "/AF": "附件"}
_OF_A_PAGE = ("/AA", "/AF", "/Annots", "/PieceInfo", "/Metadata", "/Thumb", "/B", "/Trans", "/Dur", "/StructParents",
              "/Tabs", "/PZ", "/TemplateInstantiated", "/PresSteps", "/SeparationInfo", "/VP", "/DPart")  # fmt: skip
_OF_THE_ROOT = (*_ACTS, "/AcroForm", "/Outlines", "/StructTreeRoot", "/MarkInfo", "/OCProperties", "/Threads", "/URI",
                "/SpiderInfo", "/PieceInfo", "/Perms", "/Legal", "/Requirements", "/NeedsRendering", "/Extensions",
                "/ViewerPreferences", "/Dests", "/PageLabels", "/PageMode", "/PageLayout", "/DSS", "/DPartRoot",
                "/Metadata", "/OutputIntents", "/Lang", "/Version")  # fmt: skip
Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Flattened:
    """What was done: pictures that were made, by page from 0, and what a reader of the paper should know."""

    drawn: dict[int, list[Box]] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)


def give_pictures(document: pikepdf.Pdf) -> Flattened:
    """Give each annotation and field that has no picture one; say what there is to be drawn into the pages."""
    import pikepdf

    done = Flattened()
    form = document.Root.get("/AcroForm")
    form = form if isinstance(form, pikepdf.Dictionary) else None
    stale = bool(form is not None and form.get("/NeedAppearances", False))
    shown = list(_shown(document))
    bare = [(page, one) for page, one in shown if _needs_picture(one, stale=stale)]
    written = "".join(_text(one) for _page, one in bare)
    face = letters(written) if written.strip() else None
    for page, one in bare:
        try:
            picture = _draw(document, one, form, face)
        except (ValueError, TypeError, AttributeError, KeyError, IndexError):
            continue  # a thing of no shape is shown by no reader either
        if picture is None:
            continue
        one.AP = pikepdf.Dictionary(N=picture)
        one.Rect = picture.BBox
        if "/AS" in one:
            del one["/AS"]
        x0, y0, x1, y1 = (float(edge) for edge in picture.BBox)
        done.drawn.setdefault(page, []).append((x0, y0, x1, y1))
    if form is not None and "/NeedAppearances" in form:
        del form["/NeedAppearances"]
    kinds = {str(one.get("/Subtype")) for _page, one in shown if one.get("/AP") is not None}
    if kinds - {"/Widget"}:
        done.said.append("批注已并入页面")
    if "/Widget" in kinds:
        done.said.append("表单已并入页面")
    if any(
        str(fields.inherited(one, "/FT")) == "/Sig" and fields.inherited(one, "/V") for _page, one in _widgets(document)
    ):
        done.said.append("电子签名见原件")
    return done


def _draw(
    document: pikepdf.Pdf, one: pikepdf.Dictionary, form: pikepdf.Dictionary | None, face: Letters | None
) -> pikepdf.Object | None:
    if str(one.get("/Subtype")) == "/Widget":
        return fields.draw(document, one, form, face)
    return notes.draw(document, one, face)


def _text(one: pikepdf.Dictionary) -> str:
    try:
        return fields.text_of(one) if str(one.get("/Subtype")) == "/Widget" else notes.text_of(one)
    except (ValueError, TypeError, AttributeError):
        return ""


def _annotations(document: pikepdf.Pdf) -> Iterator[tuple[int, pikepdf.Dictionary]]:
    import pikepdf

    for number, page in enumerate(document.pages):
        held = page.obj.get("/Annots")
        for one in held if isinstance(held, pikepdf.Array) else ():
            if isinstance(one, pikepdf.Dictionary):
                yield number, one


def _widgets(document: pikepdf.Pdf) -> Iterator[tuple[int, pikepdf.Dictionary]]:
    return ((page, one) for page, one in _annotations(document) if str(one.get("/Subtype")) == "/Widget")


def _shown(document: pikepdf.Pdf) -> Iterator[tuple[int, pikepdf.Dictionary]]:
    """Yield what a reader shows of annotations, with its page."""
    for page, one in _annotations(document):
        if not one.get_int("/F", 0) & _HIDDEN and str(one.get("/Subtype")) not in _UNSEEN and "/Rect" in one:
            yield page, one


def _needs_picture(one: pikepdf.Dictionary, *, stale: bool) -> bool:
    import pikepdf

    held = one.get("/AP")
    normal = held.get("/N") if isinstance(held, pikepdf.Dictionary) else None
    if isinstance(normal, pikepdf.Stream):
        return stale and str(one.get("/Subtype")) == "/Widget" and not fields.is_stated(one)
    # A picture for each state: the one that is not there is that of nothing.
    return not isinstance(normal, pikepdf.Dictionary) or not len(normal)


def mend_pictures(document: pikepdf.Pdf) -> bool:
    """Take off pictures what scanners write and PDF/A-2 forbids (ISO 19005-2, 6.2.8); whether they will look otherwise.

    To smooth a picture is a wish of its writer's, which readers follow or not.
    """
    import pikepdf

    is_smoothed = False
    for one in document.objects:
        if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image":
            if "/Alternates" in one:
                del one["/Alternates"]
            if "/Interpolate" in one:
                is_smoothed |= bool(one.Interpolate)
                del one["/Interpolate"]
    return is_smoothed


def flatten(document: pikepdf.Pdf, done: Flattened) -> None:
    """Draw annotations into their pages and drop whatever acts."""
    import pikepdf

    document.flatten_annotations("screen")
    left = set()
    for page in document.pages:
        _balance(page)
        for key in _OF_A_PAGE:
            if key in page.obj:
                left |= {_ACTS[key]} if key in _ACTS else set()
                del page.obj[key]
    names = document.Root.get("/Names")
    if isinstance(names, pikepdf.Dictionary) and "/EmbeddedFiles" in names:
        left.add("附件")
    if isinstance(names, pikepdf.Dictionary) and "/JavaScript" in names:
        left.add("脚本")
    for key in _OF_THE_ROOT:
        if key in document.Root:
            if key != "/Names" and key in _ACTS and _does_something(document.Root[key]):
                left.add(_ACTS[key])
            del document.Root[key]
    if left:
        done.said.append(f"{'、'.join(sorted(left))}见原件")
    _plain_pictures(document)


def _does_something(entry: pikepdf.Object) -> bool:
    """Whether an entry is more than the page to open first."""
    import pikepdf

    return isinstance(entry, pikepdf.Dictionary) and str(entry.get("/S", "")) != "/GoTo"


def _plain_pictures(document: pikepdf.Pdf) -> None:
    """Take off pictures and forms what shows nothing (ISO 19005-2, 6.2.8, 6.2.9)."""
    import pikepdf

    for one in document.objects:
        if isinstance(one, pikepdf.Stream):
            kind = str(one.get("/Subtype"))
            for key in ("/OPI", "/PS", "/Metadata", "/PieceInfo", "/OC", "/StructParent", "/StructParents", "/AF",
                        "/LastModified", "/Measure", "/PtData", "/ID"):  # fmt: skip
                if kind in ("/Image", "/Form") and key in one:
                    del one[key]


def _balance(page: pikepdf.Page) -> None:
    """Close graphics states that a page left open: the stamp is drawn after it (bundle closes one, its own)."""
    import pikepdf

    depth = 0
    for instruction in pikepdf.parse_content_stream(page, "q Q"):
        depth += 1 if str(instruction.operator) == "q" else -1 if depth else 0
    if depth:
        page.contents_add(b"\nQ" * depth)
