"""What 归档材料移交清册 says of a sealed edition: its boxes, how much is in them, its digest."""

from __future__ import annotations

from pathlib import Path

from docgen.archives.checksums import bags, digest
from docgen.archives.code import code_of, grouped
from docgen.archives.labels import spine_box
from docgen.archives.records import catalogue_of
from docgen.documents.handover_list import HandedBox, HandoverList


def handover_list(edition: Path) -> HandoverList:
    """Compose the list of an edition. Raise ArchiveError when it cannot be read."""
    found = [(bag, catalogue_of(bag)) for bag in bags(edition)]
    boxes = tuple(
        HandedBox(
            **spine_box(one).model_dump(),
            items=len(one.lines),
            pages=sum(line.pages for line in one.lines),
            code=code_of(bag),
        )
        for bag, one in found
    )
    _bag, first = found[0]
    return HandoverList(
        activity=first.activity,
        term=first.term,
        general_branch=first.general_branch,
        fonds=first.fonds,
        fonds_name=first.fonds_name,
        edition=edition.name,
        boxes=boxes,
        items=sum(one.items for one in boxes),
        pages=sum(one.pages for one in boxes),
        digest=grouped(digest(edition)),
    )
