"""A document made flat: what annotations and fields show is drawn into the pages, what acts is left out.

Nothing that a reader sees may be lost on the way; that it is not, :mod:`docgen.archives.intake.sight` says afterwards.

Forms within forms within forms are refused before anything draws them: twenty uses of a form in each of nine forms are some
kilobytes, and 20⁹ drawings. How often a form is used is counted by what stands in its bytes, so a file is judged in the time of
reading it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docgen.archives.intake import form_fields, notes
from docgen.archives.intake.letters import Letters, letters
from docgen.archives.intake.refusal import Refusal
from docgen.messages import _

if TYPE_CHECKING:
    import pikepdf

_HIDDEN = 2 | 32
"""Flags of an annotation that is not shown: Hidden, NoView."""
_UNSEEN = frozenset(("/Link", "/Popup", "/PrinterMark", "/TrapNet"))
_ACTS = {"/OpenAction": "脚本", "/AA": "脚本", "/Names": "附件", "/Collection": "附件", "/AF": "附件"}
_OF_A_PAGE = frozenset(
    ("/Type", "/Parent", "/Resources", "/Contents", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Group")
)
"""Entries of a page that show something, as in :mod:`docgen.bundle.sheets`; notes and fields are drawn in by then."""
_OF_A_STREAM = frozenset(("/Type", "/Subtype", "/Filter", "/DecodeParms", "/Length", "/Resources", "/Group", "/SMask"))
_OF_A_PICTURE = _OF_A_STREAM | {
    "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/ImageMask", "/Mask", "/Decode", "/SMaskInData", "/Matte",
}  # fmt: skip
_OF_A_FORM = _OF_A_STREAM | {"/BBox", "/Matrix", "/FormType"}
_RESOURCES = frozenset(
    ("/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/XObject", "/Font", "/ProcSet", "/Properties")
)
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
        str(form_fields.inherited(one, "/FT")) == "/Sig" and form_fields.inherited(one, "/V")
        for _page, one in _widgets(document)
    ):
        done.said.append("电子签名见原件")
    return done


def _draw(
    document: pikepdf.Pdf, one: pikepdf.Dictionary, form: pikepdf.Dictionary | None, face: Letters | None
) -> pikepdf.Object | None:
    if str(one.get("/Subtype")) == "/Widget":
        return form_fields.draw(document, one, form, face)
    return notes.draw(document, one, face)


def _text(one: pikepdf.Dictionary) -> str:
    try:
        return form_fields.text_of(one) if str(one.get("/Subtype")) == "/Widget" else notes.text_of(one)
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
        return stale and str(one.get("/Subtype")) == "/Widget" and not form_fields.is_stated(one)
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
    """Draw annotations into their pages; keep of pages, pictures and forms what shows, and nothing else."""
    import pikepdf

    document.flatten_annotations("screen")
    left = {_ACTS[key] for page in document.pages for key in page.obj.keys() & _ACTS.keys()}
    left |= {_ACTS[key] for key in document.Root.keys() & (_ACTS.keys() - {"/Names", "/OpenAction"})}
    if _does_something(document.Root.get("/OpenAction")):
        left.add("脚本")
    names = document.Root.get("/Names")
    for key, what in (("/EmbeddedFiles", "附件"), ("/JavaScript", "脚本")):
        if isinstance(names, pikepdf.Dictionary) and key in names:
            left.add(what)
    if left:
        done.said.append(f"{'、'.join(sorted(left))}见原件")
    for page in document.pages:
        _balance(page)
        _keep(page.obj, _OF_A_PAGE)
        _keep(page.obj.get("/Resources"), _RESOURCES)
    for one in document.objects:
        if isinstance(one, pikepdf.Stream) and one.get("/Subtype") in ("/Image", "/Form"):
            _keep(one, _OF_A_PICTURE if one.Subtype == "/Image" else _OF_A_FORM)
            _keep(one.get("/Resources"), _RESOURCES)


def _keep(holder: pikepdf.Object | None, wanted: Collection[str]) -> None:
    """Take all other entries out of a dictionary."""
    import pikepdf

    if isinstance(holder, pikepdf.Dictionary | pikepdf.Stream):
        for key in set(holder.keys()).difference(wanted):
            del holder[key]


def _does_something(entry: pikepdf.Object | None) -> bool:
    """Whether an entry is more than the page to open first."""
    import pikepdf

    return isinstance(entry, pikepdf.Dictionary) and str(entry.get("/S", "")) != "/GoTo"


def _balance(page: pikepdf.Page) -> None:
    """Close graphics states that a page left open: the stamp is drawn after it (bundle closes one, its own)."""
    import pikepdf

    depth = 0
    for instruction in pikepdf.parse_content_stream(page, "q Q"):
        depth += 1 if str(instruction.operator) == "q" else -1 if depth else 0
    if depth:
        page.contents_add(b"\nQ" * depth)


_MOST = 200_000
"""Drawings of forms and pictures on one page; a plan of a building has some thousands."""
_DEEPEST = 40


def require_drawable(document: pikepdf.Pdf) -> None:
    """Refuse a document with a page that a reader would not come to the end of. Raise Refusal."""
    import pikepdf

    known: dict[tuple[int, int], int] = {}
    for number, page in enumerate(document.pages, 1):
        contents = page.obj.get("/Contents")
        parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        uses = sum(_uses(part) for part in parts)
        if uses and uses * _dearest(page.resources, known, 0) > _MOST:
            raise Refusal(_("page {number}: {what}").format(number=number, what=_("it draws without end")))


def _dearest(resources: object, known: dict[tuple[int, int], int], depth: int) -> int:
    """Return how many drawings the dearest form or picture of these resources is."""
    import pikepdf

    if not isinstance(resources, pikepdf.Dictionary) or not isinstance(
        held := resources.get("/XObject"), pikepdf.Dictionary
    ):
        return 1
    forms = [one for one in held.values() if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form"]
    return max((_cost(form, known, depth) for form in forms), default=1)


def _cost(form: pikepdf.Object, known: dict[tuple[int, int], int], depth: int) -> int:
    if depth > _DEEPEST:
        return _MOST + 1
    if form.objgen not in known:
        known[form.objgen] = 1  # one that uses itself is drawn once: readers see to that
        known[form.objgen] = 1 + _uses(form) * _dearest(form.get("/Resources"), known, depth + 1)
    return min(known[form.objgen], _MOST + 1)


def _uses(stream: object) -> int:
    import pikepdf

    return stream.read_bytes().count(b"Do") if isinstance(stream, pikepdf.Stream) else 0
