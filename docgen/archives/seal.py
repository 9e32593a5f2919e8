"""PDF/A-2b, made after everything else and proven on the written bytes (ISO 19005-2; DA/T 70-2018 可用性).

``pikepdf.pdfa.prepare`` adds what is missing (output intent, XMP, flags), the validator then reads the file that was
written. The one clock reading in between (xmp:MetadataDate) is replaced, so that the same bundle seals to the same bytes.
"""

from __future__ import annotations

import logging
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import docgen
from docgen.archives import saving, signature
from docgen.errors import ArchiveError, output_error
from docgen.files import beside, rename, scratch, sha256
from docgen.messages import _

if TYPE_CHECKING:
    import pikepdf
    from pikepdf.pdfa import Finding

FLAVOUR = "2b"

# The validator reads fonts with fontTools, which remarks on each LibreOffice subset ("modified timestamp seems very low").
logging.getLogger("fontTools").addHandler(logging.NullHandler())
_judged: dict[str, tuple[str, ...]] = {}
_SHOWN = 12
"""How many findings a message lists."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What says that a file is PDF/A-2b (``""``: not asked yet), over how many pages, what had to be changed for it."""

    validator: str
    pages: int
    changes: tuple[str, ...]


def seal(pdf: Path, target: Path | None = None, *, on: date, prove: bool = True) -> Proof:
    """Turn a bundle into PDF/A-2b, in place or as ``target``; ``on`` is the day of archiving.

    The file appears whole and proven, or not at all; ``prove`` is left out only where the bag it goes into is verified
    before anybody sees it. Raise ArchiveError with what the validator found, OutputError when it cannot be written.
    """
    import pikepdf

    target = target or pdf
    aside = beside(target)
    try:
        with pikepdf.open(pdf) as document:
            if document.is_encrypted:
                raise ArchiveError(_("{file}: is encrypted").format(file=pdf.name))
            changes = _prepare(document, on)
            pages = len(document.pages)
            _save(document, aside)
        if prove and (findings := faults(aside)):
            raise ArchiveError(
                _("{file}: is not PDF/A-2b:").format(file=pdf.name) + "\n" + "\n".join(findings[:_SHOWN]),
                hint=_("Find the paper named there; print it anew or replace its scan."),
            )
        rename(aside, target)
    except pikepdf.PdfError as error:
        raise ArchiveError(_("{file}: cannot be opened: {reason}").format(file=pdf.name, reason=error)) from error
    except OSError as error:
        raise output_error(error, target) from error
    finally:
        aside.unlink(missing_ok=True)
    return Proof(f"pikepdf.pdfa {pikepdf.__version__}" if prove else "", pages, changes)


def _prepare(document: pikepdf.Pdf, on: date) -> tuple[str, ...]:
    import pikepdf
    from pikepdf import pdfa

    for image in document.objects:
        # dxpdf 0.8.1 (Skia) writes it on JPEG images; PDF/A allows no unknown decode parameter.
        if isinstance(image, pikepdf.Stream) and "/ColorTransform" in image:
            del image["/ColorTransform"]
    prepared = pdfa.prepare(document, FLAVOUR)
    day = f"{on:%Y-%m-%d}T00:00:00+00:00"
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["xmp:MetadataDate"] = day
        metadata["pdf:Producer"] = producer = f"docgen {docgen.__version__}; pikepdf {pikepdf.__version__}"
    document.docinfo["/Producer"] = producer
    return tuple(prepared.describe())


def _save(document: pikepdf.Pdf, target: Path) -> None:
    """Write as pikepdf.pdfa prescribes for a file that is to be validated."""
    import pikepdf

    saving.save(
        document,
        target,
        preserve_pdfa=True,
        fix_metadata_version=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        deterministic_id=True,
    )


def faults(pdf: Path) -> tuple[str, ...]:
    """Return what keeps a written file from being PDF/A-2b, nothing when it is proven.

    The same bytes are judged once a process: an edition carries over the bags before it, and a validation costs 8 ms a
    page, 25 ms where each paper has fonts of its own.
    """
    from pikepdf import pdfa

    digest = sha256(pdf)
    if digest not in _judged:
        findings = pdfa.validate_written(pdf, FLAVOUR).findings
        if any(finding.kind == "unsupported" and finding.where.endswith("/AcroForm") for finding in findings):
            findings = _beside_the_signature(pdf)
        _judged[digest] = tuple(str(finding) for finding in findings)
    return _judged[digest]


def trial(pdf: Path) -> tuple[str, ...]:
    """Return what would keep a file from being PDF/A-2b if it were sealed by itself, nothing when it could be."""
    import pikepdf
    from pikepdf import pdfa

    with tempfile.TemporaryDirectory(dir=pdf.parent, prefix=".trial-") as folder, pikepdf.open(pdf) as document:
        sealed = Path(folder) / pdf.name
        _prepare(document, date(2000, 1, 1))
        _save(document, sealed)
        return tuple(str(finding) for finding in pdfa.validate_written(sealed, FLAVOUR).findings)


def _beside_the_signature(pdf: Path) -> list[Finding]:
    """Validate a signed file with what its signature shows drawn into the page.

    PDF/A-2 permits signatures (ISO 19005-2, 6.4); pikepdf 10.17 stops at the form that holds one. A form that holds anything
    else is left in, and so refused.
    """
    import pikepdf
    from pikepdf import pdfa

    with scratch() as folder, pikepdf.open(pdf) as document:
        bare = folder / pdf.name
        if signature.is_signature_alone(document.Root.AcroForm):
            del document.Root.AcroForm
            for page in document.pages:
                for shown in signature.taken_off(page):
                    page.add_overlay(shown, None)
        _save(document, bare)
        return list(pdfa.validate_written(bare, FLAVOUR).findings)
