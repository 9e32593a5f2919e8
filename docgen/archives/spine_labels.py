"""盒脊标签.pdf: what the labels for the spines of an edition's boxes must say, and whether they do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from docgen.archives.archive_number import ArchiveReference
from docgen.archives.portable import bare, texts_of
from docgen.archives.records import BagCatalogue
from docgen.archives.verdict import Notes, Quality
from docgen.documents.kinds.bundle_pages import SpineBox
from docgen.errors import ArchiveError
from docgen.field.programme import RETENTIONS
from docgen.messages import _

LABELS = "盒脊标签.pdf"


def spine_box(catalogue: BagCatalogue) -> SpineBox:
    """Return what stands on the spine of the box that a bag is. Raise ValueError where a 档号 is none."""
    numbers = [ArchiveReference.parse(line.reference).number for line in catalogue.lines]
    return SpineBox(
        fonds=catalogue.fonds,
        year=catalogue.year,
        retention=RETENTIONS[catalogue.retention],
        archive_class=catalogue.archive_class,
        first_item=f"{min(numbers):04}",
        last_item=f"{max(numbers):04}",
        box=catalogue.box,
    )


def unseen(pdf: Path, boxes: Sequence[SpineBox]) -> tuple[str, ...]:
    """Return what the labels do not say of the boxes. Raise ArchiveError when they cannot be read."""
    text = "".join(texts_of(pdf))
    return tuple(word for word in dict.fromkeys(word for one in boxes for word in _said(one)) if bare(word) not in text)


def check(pdf: Path, catalogues: Sequence[BagCatalogue], known: Sequence[str], notes: Notes) -> None:
    """Note what the labels do not say, and said once (``known`` are exceptions); a missing file is said elsewhere."""
    if not pdf.is_file():
        return
    try:
        missing = unseen(pdf, [spine_box(one) for one in catalogues])
    except ArchiveError as error:
        notes.error(Quality.USABLE, LABELS, str(error))
        return
    except (ValueError, KeyError):  # named by the bag
        return
    for word in missing:
        if word not in known:
            notes.error(Quality.AUTHENTIC, LABELS, _("does not show {what}").format(what=word))


def _said(box: SpineBox) -> Iterator[str]:
    yield from (box.fonds, str(box.year), box.retention, box.first_item, box.last_item)
