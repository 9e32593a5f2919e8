"""Judges what LibreOffice wrote, and takes out of it whatever would differ the next time.

Its exit code says nothing (0 on a full disk and on garbage), so each file is opened without repair and must have
pages. Two conversions of one document differ in dates, identifiers and the producer's name, which are taken out or made
from the content, and in the numbers that objects get (seen with LibreOffice 7.4: fonts are written in the order of
their addresses in memory), which are given anew in the order in which the pages lead to them.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from docgen import clock
from docgen.convert.libreoffice_fonts import recode

if TYPE_CHECKING:
    import pikepdf

__all__ = ["UnusableOutputError", "normalised"]


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
