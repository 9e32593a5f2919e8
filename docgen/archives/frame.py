"""What stands around the items of a bundle: cover, catalogue and 备考表, bookmarks and page labels.

All of it follows from ``catalogue.json``, and is held against it: the pages' text by what it must say, what they show and
where bookmarks lead by checksums. What a school's own template leaves out is recorded when the bundle is sealed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from docgen.archives.archive_number import ArchiveReference
from docgen.archives.portable import Opened, bare, opened
from docgen.archives.records import CATALOGUE, BagCatalogue, BoundFile
from docgen.archives.shown import digests
from docgen.archives.signature import CertifiedSigner
from docgen.archives.verdict import Notes, Quality
from docgen.field.programme import RETENTIONS
from docgen.messages import _


def bound_file(path: Path, name: str, front: int, items: int, signer: CertifiedSigner | None = None) -> BoundFile:
    """Return what the catalogue says of a sealed bundle: ``front`` pages, then ``items`` pages of items, then the rest."""
    pages = opened(path)
    first, last = digests(path, _around(front, items, len(pages.texts)))
    return BoundFile(
        name=name,
        pages=len(pages.texts),
        front=front,
        front_drawn=first,
        back_drawn=last,
        outline=pages.outline,
        signer=signer.name if signer else "",
        fingerprint=signer.fingerprint if signer else "",
        issuer=signer.issuer if signer else "",
    )


def with_unseen(catalogue: BagCatalogue, texts: Sequence[str]) -> BagCatalogue:
    """Return a catalogue that says what its bundles' own pages, whose ``texts`` are given, do not show of it."""
    shown = "".join(texts)
    return catalogue.model_copy(update={"unseen": tuple(one for one in _said(catalogue) if bare(one) not in shown)})


def own_texts(pages: Opened, bound: BoundFile, items: int) -> str:
    """Return the text of the pages around the items."""
    return "".join((*pages.texts[: bound.front], *pages.texts[bound.front + items :]))


def check(bag: Path, catalogue: BagCatalogue, files: Mapping[str, Opened], notes: Notes) -> None:
    """Note each bundle whose own pages, bookmarks, labels or links are not as they were, or say something else."""
    shown = ""
    for bound in catalogue.files:
        pages = files.get(bound.name)
        if pages is None:
            continue
        items = sum(line.pages for line in catalogue.lines if line.file == bound.name)
        shown += own_texts(pages, bound, items)
        first, last = digests(bag / "data" / bound.name, _around(bound.front, items, len(pages.texts)))
        for real, said, what in (
            (first, bound.front_drawn, _("cover and catalogue do not show what was archived")),
            (last, bound.back_drawn, _("the 备考表 does not show what was archived")),
            (
                pages.outline,
                bound.outline,
                _("its title, bookmarks, page labels or links are not those that were archived"),
            ),
        ):
            if real != said:
                notes.error(Quality.AUTHENTIC, bound.name, what)
    if len(files) == len(catalogue.files):
        for one in dict.fromkeys(_said(catalogue)):
            if bare(one) not in shown and one not in catalogue.unseen:
                notes.error(
                    Quality.AUTHENTIC,
                    CATALOGUE,
                    _("cover, catalogue and 备考表 in the bundle do not show {what}").format(what=one),
                )


def _around(front: int, items: int, pages: int) -> tuple[tuple[int, int], tuple[int, int]]:
    return (0, front), (min(front + items, pages), max(0, pages - front - items))


def _said(catalogue: BagCatalogue) -> Iterator[str]:
    """Yield what cover, catalogue and 备考表 must say."""
    yield from (catalogue.fonds, catalogue.fonds_name, str(catalogue.year), RETENTIONS.get(catalogue.retention, ""))
    yield from (catalogue.general_branch, catalogue.archive_class, catalogue.box)
    yield from (catalogue.edition, catalogue.activity, catalogue.term)
    yield from (str(len(catalogue.lines)), str(sum(line.pages for line in catalogue.lines)))
    for line in catalogue.lines:
        yield from (line.reference, line.document_number, line.responsible, line.title, line.dated)
        with suppress(ValueError):
            yield f"{ArchiveReference.parse(line.reference).number:04}"
    if catalogue.remarks is not None:
        yield from (*catalogue.remarks.explanation, catalogue.remarks.archivist, catalogue.remarks.inspector)
        yield catalogue.remarks.code
