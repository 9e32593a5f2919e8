"""Takes strangers' files into the archive: scans of signed papers and attachments, PDF or picture.

A file is judged (:mod:`whole`), made flat (:mod:`flat`), brought into bounds (:mod:`edges`), looked at before and after
(:mod:`sight`) and tried as PDF/A by itself; a page that cannot stay as it is becomes a picture with its text behind it
(:mod:`redrawn`). What cannot be opened is refused by name. To be called in a child with bounds (:mod:`docgen.isolate`).
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docgen import incoming
from docgen.archives import saving, seal
from docgen.archives.intake import edges, flat, pictures, redrawn, sight, standard, unseen, whole_pdf
from docgen.archives.intake.refusal import Refusal
from docgen.errors import DocgenError, output_error
from docgen.files import rename
from docgen.incoming import limits
from docgen.messages import _

if TYPE_CHECKING:
    import pikepdf

ENDINGS = (".pdf", *pictures.FORMATS)
_MOST_PAGES = 2000
_OF_NO_SHAPE = (ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError, RuntimeError)
"""What becomes of entries that are of another type than the standard says, wherever they stand."""
_CONVERSIONS = (
    (standard.embed, "补嵌字体"),
    (standard.to_screen, "印刷色转为屏幕色"),
    (standard.recode, "图像重新编码"),
)
_NAMED = 8
"""Page numbers that a remark lists."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A scan as it goes into the bundle; ``changes`` is what a reader of the catalogue should know, in Chinese."""

    pages: int
    changes: tuple[str, ...] = ()


def take_in(source: Path, target: Path) -> TakenIn:
    """Write a scan or attachment as a PDF that only shows, and that can be sealed. Return its pages.

    Raise InputError naming the file when it is locked, damaged, empty, too large or of another kind; OutputError when
    ``target`` cannot be written.
    """
    import pikepdf

    try:
        if source.suffix.lower() not in ENDINGS:
            raise Refusal(
                _("this kind of file is not taken in"), _("Print or scan it as PDF, and put that in its place.")
            )
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".intake-") as folder:
            taken = (_paper if source.suffix.lower() == ".pdf" else _picture)(source, Path(folder) / "taken.pdf")
            _publish(Path(folder) / "taken.pdf", target)
            return taken
    except Refusal as error:
        raise error.of(source.name) from error
    except pikepdf.PasswordError as error:
        locked = Refusal(
            _("it is locked with a password"), _("Save it anew without a password, and put it in its place.")
        )
        raise locked.of(source.name) from error
    except incoming.Refused as error:
        raise Refusal(error.reason, error.hint).of(source.name) from error
    except DocgenError:
        raise
    except (pikepdf.PdfError, pikepdf.ForeignObjectError, *_OF_NO_SHAPE) as error:  # RuntimeError: PDFium's, too
        raise Refusal(_("it is damaged")).of(source.name) from error
    except OSError as error:
        if error.filename is not None and Path(str(error.filename)) == source:
            raise Refusal(_("it cannot be read"), _("Look whether it is there and may be read.")).of(
                source.name
            ) from error
        raise output_error(error, target) from error


def _publish(made: Path, target: Path) -> None:
    with made.open("rb+") as file:
        os.fsync(file.fileno())
    rename(made, target)


def _save(document: pikepdf.Pdf, target: Path) -> None:
    import pikepdf

    saving.save(
        document,
        target,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        force_version="1.7",  # a later one is not PDF/A-2's
    )


def _picture(source: Path, target: Path) -> TakenIn:
    import pikepdf

    with pikepdf.new() as document:
        said = pictures.as_pages(document, source)
        _save(document, target)
        return TakenIn(len(document.pages), said)


def _paper(source: Path, target: Path) -> TakenIn:
    import pikepdf

    incoming.require(source, limits.SCAN)
    whole_pdf.require_frame(source)
    with pikepdf.open(source, suppress_warnings=True) as document:
        if not 0 < len(document.pages) <= _MOST_PAGES:
            raise Refusal(_("it has no pages, or too many"))
        whole_pdf.require_whole(document)
        flat.require_drawable(document)
        said = ["密码限制已解除"] if document.is_encrypted else []
        mended = edges.mend(document) | flat.mend_pictures(document)
        done = flat.give_pictures(document)
        shown = source
        if mended or done.drawn or document.is_encrypted:
            shown = target.with_name("shown.pdf")
            saving.save(document, shown, encryption=False)
        flat.flatten(document, done)
        said += done.said
        with pikepdf.new() as bare:  # what does not hang on a page stays behind
            bare.pages.extend(document.pages)
            said += [what for convert, what in _CONVERSIONS if convert(bare)]
            if unseen.rewrite(bare, shown):
                said.append("检索文字重写")
            _save(bare, target)
            again = sight.changed(shown if mended else source, target, done.drawn)
            laid = edges.lay(bare)
            if laid:
                said.append(_on_pages("置于A4页面", laid))
            bare.remove_unreferenced_resources()
            _save(bare, target)
    if again := tuple(page for page in again if page not in laid):
        _redraw(target, shown, again)
    unfit = _unfit(target)
    if unfit:
        _redraw(target, shutil.copyfile(target, target.with_name("unfit.pdf")), unfit)
    if drawn := sorted({*again, *unfit}):
        said.append(_on_pages(f"转为{redrawn.DPI} dpi图像", drawn))
    if seal.trial(target):
        raise Refusal(_("it cannot be made fit for the archive"))
    with pikepdf.open(target) as document:
        return TakenIn(len(document.pages), tuple(said))


def _redraw(pdf: Path, shown: Path, pages: Sequence[int]) -> None:
    """Make pictures of pages as they are in ``shown``."""
    import pikepdf

    with pikepdf.open(pdf, allow_overwriting_input=True) as document:
        redrawn.redraw(document, shown, pages)
        document.remove_unreferenced_resources()
        _save(document, pdf)


def _on_pages(what: str, pages: Sequence[int]) -> str:
    listed = "、".join(str(page + 1) for page in pages[:_NAMED])
    return f"第{listed}{'等' if len(pages) > _NAMED else ''}页{what}"


def _unfit(pdf: Path) -> list[int]:
    """Return the pages, from 0, that keep a file from being PDF/A; all of them where no single one does."""
    import pikepdf

    if not seal.trial(pdf):
        return []
    found = []
    with pikepdf.open(pdf) as document:
        alone = pdf.with_name("page.pdf")
        for number, page in enumerate(document.pages):
            with pikepdf.new() as one:
                one.pages.append(page)
                _save(one, alone)
            if seal.trial(alone):
                found.append(number)
        return found or list(range(len(document.pages)))
