"""A paper for LibreOffice, and from it: what it would spoil is put otherwise before, what it wrote is judged and normalised.

- LibreOffice 7.4 reads ``w:overflowPunct`` the wrong way round: it lets punctuation hang over the margin where that is off
  or not stated. There it drops a comma or full stop at the end of a justified line of Chinese that just does not fit: it is
  neither drawn nor in the PDF's text. So the mark is put everywhere, and nothing hangs; nor does it in the embedded engine.
- Signs and bullets of Word's symbol fonts, which are on no machine without Word, become the signs themselves.
- Content controls leave their content behind: LibreOffice sets the text of a plain one in another size, draws what a document
  property says in place of the text that stands in it, and spoils the page number of a footer that Word made (a control).
- LibreOffice leaves the number of a caption that names no form (SEQ without a switch) as it was, and draws no dashes around
  a page's number.
- A box as wide as its text (the page number of Word's and WPS's galleries) stays as wide as it was stored: its line is set
  to the side that the box stands at.
- On a page with a grid of lines LibreOffice heeds neither an exact line pitch nor one that is at least so much: it sets what
  Word sets 28 points apart on the grid's 31.2. Such paragraphs are taken off the grid.

Its exit code says nothing (0 on a full disk and on garbage), so each file is opened without repair and must have
pages. Two conversions of one document differ in dates, identifiers and the producer's name, which are taken out or made
from the content, and in the numbers that objects get (seen with LibreOffice 7.4: fonts are written in the order of
their addresses in memory), which are given anew in the order in which the pages lead to them.

LibreOffice numbers a face's characters in the order in which a document uses them and begins another font after 255, so that
no two papers have a font in common. Written anew (:mod:`docgen.fonts.subsets`), codes are those of Unicode, as in the embedded
engine's papers, and a bundle keeps each face once. Nothing else of a page is touched; a document of which a page is not wholly
understood stays as it is.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

from docgen import clock, markup
from docgen.fonts import symbols
from docgen.fonts.subsets import PaperFont, UnknownError, Used, packed, read_simple
from docgen.markup import DOCUMENT, STYLES, WP, W, q, val

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pikepdf
    from lxml.etree import _Element as Element


_SHOWN = re.compile(rb"/(F\d+) (-?[\d.]+) Tf(?:<([0-9A-F]+)>Tj|\[([-0-9A-F<>. ]*)\]TJ)(?=\s)")
"""How it sets text: the font each time, then codes of one byte, apart from each other where they are pushed about."""
_CODES = re.compile(rb"<([0-9A-F]*)>")
_TEXT = re.compile(rb"(?:Tf|Tj|TJ|['\"]|BI)\s")
"""What would set text in another way."""


class UnusableOutputError(ValueError):
    """Not a whole PDF, or one without pages; only this room sees it."""


def normalised(pdf: bytes) -> bytes:
    """Return the same pages in bytes that depend on the document alone.

    The dates become ``SOURCE_DATE_EPOCH`` where that is set, else they go. Raises UnusableOutputError for a file that is
    cut off, damaged, encrypted or empty of pages.
    """
    import pikepdf

    if not pdf.startswith(b"%PDF-") or b"%%EOF" not in pdf[-64:]:
        raise UnusableOutputError("not a whole PDF")
    try:
        with pikepdf.open(BytesIO(pdf), attempt_recovery=False) as document:
            if document.is_encrypted or not len(document.pages):
                raise UnusableOutputError("no pages")
            _take_out_what_moves(document)
            document.Root.Lang = pikepdf.String("zh-CN")  # else that of the machine, for templates say none
            recode(document)
            renumbered = BytesIO()
            document.save(renumbered, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        # Which objects share an object stream follows from their numbers before saving, hence the second step.
        with pikepdf.open(renumbered) as document:
            del document.trailer["/ID"]
            result = BytesIO()
            document.save(
                result,
                deterministic_id=True,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                compress_streams=True,
            )
    except pikepdf.PdfError as error:
        raise UnusableOutputError(str(error)) from error
    return result.getvalue()


def _take_out_what_moves(document: pikepdf.Pdf) -> None:
    import pikepdf

    if "/Metadata" in document.Root:
        del document.Root.Metadata  # dates again, and the archive writes its own
    for key in ("/ID", "/DocChecksum"):
        if key in document.trailer:
            del document.trailer[key]
    date = _fixed_date()
    for key in ("/CreationDate", "/ModDate"):
        if date:
            document.docinfo[pikepdf.Name(key)] = pikepdf.String(date)
        elif key in document.docinfo:
            del document.docinfo[key]
    document.docinfo.Producer = pikepdf.String("LibreOffice")


def _fixed_date() -> str:
    moment = clock.set_time()
    return f"{moment:D:%Y%m%d%H%M%SZ}" if moment else ""


def recode(document: pikepdf.Pdf) -> bool:
    """Give a document of LibreOffice's one font for each face; return whether that could be done, else nothing is changed."""
    import pikepdf

    faces: dict[str, PaperFont] = {}
    order: list[PaperFont] = []
    used: dict[tuple[int, int], Used] = {}

    def use(font: pikepdf.Object) -> Used:
        if font.objgen not in used:
            read = read_simple(font)
            about = f"{read.name} {sorted(read.descriptor.items())} {read.subset.common}"
            used[font.objgen] = Used(read, faces.setdefault(about, PaperFont(read, order)))
        return used[font.objgen]

    try:
        written = [
            _page(page, {name[1:].encode(): use(font) for name, font in _fonts(page)}) for page in document.pages
        ]
    except UnknownError:
        return False
    fonts = document.make_indirect(pikepdf.Dictionary({f"/{one.name.decode()}": one.write(document) for one in order}))
    for page, content in zip(document.pages, written, strict=True):
        page.obj.Contents = packed(document, content)
        # its own: LibreOffice has one for all pages, and for what they draw, too
        page.obj.Resources = pikepdf.Dictionary(dict(page.obj.Resources.items()) | {"/Font": fonts})
    return True


def _fonts(page: pikepdf.Page) -> list[tuple[str, pikepdf.Object]]:
    resources = page.obj.get("/Resources")
    fonts = None if resources is None else resources.get("/Font")
    return [] if fonts is None else list(fonts.items())


def _page(page: pikepdf.Page, fonts: Mapping[bytes, Used]) -> bytes:
    """Return a page's content with other codes; raise UnknownError when it sets text in a way that is not known."""
    import pikepdf

    content = page.obj.get("/Contents")
    if not isinstance(content, pikepdf.Stream):
        raise UnknownError

    def shown(text: re.Match[bytes]) -> bytes:
        name, size, alone, apart = text.groups()
        font = fonts.get(name)
        if font is None:
            raise UnknownError
        codes = (
            b"<%s>Tj" % _codes(alone, font)
            if apart is None
            else b"[%s]TJ" % _CODES.sub(lambda one: b"<%s>" % _codes(one[1], font), apart)
        )
        return b"/%s %s Tf%s" % (font.name, size, codes)

    written = content.read_bytes()
    if _TEXT.search(_SHOWN.sub(b"", written)):
        raise UnknownError
    return _SHOWN.sub(shown, written)


def _codes(codes: bytes, font: Used) -> bytes:
    found = [font.translate(codes[at : at + 2]) for at in range(0, len(codes), 2)]
    known = [one[0] for one in found if one is not None]
    if len(known) < len(found):
        raise UnknownError
    return b"".join(known)


_OFF = re.compile(rb'<w:overflowPunct\s+w:val="(?:0|false|off)"\s*/>')
_RUNNING = re.compile(r"word/(?:header|footer)\d*\.xml$")
_FIELDS = re.compile(rb"<w:(?:instrText[^>]*>|fldSimple\b[^>]*w:instr=\")\s*(?:SEQ|PAGE)\b")
_CAPTION = re.compile(r"\s*SEQ\b(?!.*\\\*\s*Arabic\b)", re.I | re.S)
"""A caption's number that names no form: LibreOffice would leave it as it was."""
_SHAPE = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_GRID = re.compile(rb'<w:docGrid\b(?=[^>]*w:type="lines)[^>]*w:linePitch="(\d{1,5})"')
_SPOILT = re.compile(
    rb"<w:(?:sym|sdt)\b|<w:lvlText\b[^>]*(?:\xee[\x80-\xbf]|\xef[\x80-\xa3]|&#)"
    rb"|<w:lvlText\b(?:(?!</w:lvl>).)*<w:rFonts\b[^>]*\"(?i:wingdings|symbol)",
    re.S,
)
"""Signs of symbol fonts (in labels: the private area in UTF-8, or whatever such a font draws) and controls."""


def prepared(docx: bytes) -> bytes:
    """Return the .docx as LibreOffice should see it; one that cannot be read is returned as it is."""
    packed = BytesIO()
    try:
        with zipfile.ZipFile(BytesIO(docx)) as old, zipfile.ZipFile(packed, "w") as new:
            names = old.namelist()
            document = old.read(DOCUMENT) if DOCUMENT in names else b""
            pitch = max((int(found[1]) for found in _GRID.finditer(document)), default=0)
            dashed = b"numberInDash" in document and markup.is_numbered_in_dashes(markup.root(document))
            loose = _loose(old.read(STYLES), pitch) if pitch and STYLES in names else frozenset()
            for name in names:
                part = old.read(name)
                if pitch and name in (STYLES, DOCUMENT):
                    part = _off_the_grid(part, pitch, loose)
                if name == STYLES:
                    part = _with_default(part)
                elif _SPOILT.search(part):
                    part = _unspoilt(part)
                running = _RUNNING.match(name) is not None
                if _FIELDS.search(part) or (running and b'wrap="none"' in part):
                    part = _with_forms(part, dashed=dashed if running else None)
                if name.startswith("word/") and name.endswith(".xml"):
                    part = _OFF.sub(b"<w:overflowPunct/>", part)
                new.writestr(name, part)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, SyntaxError):
        return docx
    return packed.getvalue()


def _with_forms(part: bytes, *, dashed: bool | None) -> bytes:
    """Give captions their form; in a header or footer (``dashed`` says whether all pages are numbered so) dashes, too."""
    root = markup.root(part)
    for marks, code in list(markup.fields(root)):
        if _CAPTION.match(code):
            last = next((one for one in reversed(marks) if one.tag == q("instrText")), marks[0])
            if last.tag == q("instrText"):
                last.text = f"{last.text} \\* ARABIC "
            else:
                last.set(q("instr"), f"{code} \\* ARABIC ")
    if dashed is not None:
        markup.write_dashes(root, everywhere=dashed)
    for box in root.iter(f"{WP}anchor") if dashed is not None else ():
        side, lines = box.findtext(f"{WP}positionH/{WP}align"), list(box.iter(f"{W}p"))
        as_wide = any(one.get("wrap") == "none" for one in box.iter(f"{_SHAPE}bodyPr"))
        if as_wide and len(lines) == 1 and side in ("center", "right"):
            markup.place(markup.properties(lines[0], "pPr"), "jc").set(q("val"), side)
    return markup.written(root)


def _with_default(styles: bytes) -> bytes:
    from lxml import etree

    root = markup.root(styles)
    parent = root
    for name in ("docDefaults", "pPrDefault", "pPr"):
        child = parent.find(f"{W}{name}")
        if child is None:
            child = etree.Element(f"{W}{name}")
            # docDefaults stands first among the styles, pPrDefault last among the defaults.
            parent.insert(0 if name == "docDefaults" else len(parent), child)
        parent = child
    markup.place(parent, "overflowPunct")
    return markup.written(root)


def _loose(styles: bytes, pitch: int) -> frozenset[str]:
    """Return the styles that are taken off a grid, those that are based on them included."""
    known = {str(val(one, "styleId")): one for one in markup.root(styles).iter(q("style"))}
    found = {name for name, one in known.items() if _is_off(one.find(f"{W}pPr/{W}spacing"), pitch)}
    while more := {name for name, one in known.items() if val(one.find(q("basedOn"))) in found} - found:
        found |= more
    return frozenset(found)


def _is_off(spacing: Element | None, pitch: int) -> bool:
    """Whether lines are set by a measure of their own: exactly so far apart, or at least further than a grid's."""
    rule, line = val(spacing, "lineRule"), val(spacing, "line") or ""
    return rule == "exact" or (rule == "atLeast" and line.isdecimal() and int(line) > pitch)


def _off_the_grid(part: bytes, pitch: int, loose: frozenset[str]) -> bytes:
    root = markup.root(part)
    for spacing in root.iter(q("spacing")):
        layout = spacing.getparent()
        if layout is None or layout.tag != q("pPr") or val(spacing, "line") is None:
            continue
        off = _is_off(spacing, pitch)
        above = layout.getparent()
        base = layout.find(q("pStyle")) if above is None or above.tag == q("p") else above.find(q("basedOn"))
        if off:
            markup.place(layout, "snapToGrid").set(q("val"), "0")
        elif val(base) in loose and layout.find(q("snapToGrid")) is None:
            markup.place(layout, "snapToGrid").set(q("val"), "1")
    return markup.written(root)


def _unspoilt(part: bytes) -> bytes:
    root = markup.root(part)
    for control in list(root.iter(f"{W}sdt")):
        parent = control.getparent()
        if parent is not None:
            for content in control.iterfind(f"{W}sdtContent/*"):
                control.addprevious(content)
            parent.remove(control)
    for sign in list(root.iter(f"{W}sym")):
        parent = sign.getparent()
        if parent is not None:
            text = sign.makeelement(f"{W}t")
            text.text = symbols.character(str(sign.get(f"{W}font", "")), str(sign.get(f"{W}char", "")))
            parent.replace(sign, text)
    for level in root.iter(f"{W}lvl"):
        label, fonts = level.find(f"{W}lvlText"), level.find(f"{W}rPr/{W}rFonts")
        font = "" if fonts is None else str(fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or "")
        said = "" if label is None else str(label.get(f"{W}val", ""))
        plain = symbols.text(font, said)
        if label is not None and fonts is not None and plain != said:
            label.set(f"{W}val", plain)
            above = fonts.getparent()
            if above is not None:
                above.remove(fonts)
    return markup.written(root)
