"""The 归档文件目录 as rows: pure counting, before anything is merged.

Running page numbers start at 1 with the first item's first page, so that the catalogue does not depend on its own length.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from docgen.bundle.item import Item

if TYPE_CHECKING:
    from docgen.documents.kinds.bundle_pages import CatalogueLine

SHARD = 1000
"""Most items of one file: pypdf keeps about 0.2 MB an appended file in memory (measured)."""


def first_pages(items: Sequence[Item], start: int = 1) -> tuple[int, ...]:
    """Return the running number of each item's first page; ``start`` is that of the first item (later shards)."""
    return tuple(accumulate((item.pages for item in items[:-1]), initial=start)) if items else ()


def catalogue_lines(items: Sequence[Item]) -> tuple[CatalogueLine, ...]:
    """Return one row an item: 序号 档号 文号 责任者 题名 日期 页数 起始页 备注 (DA/T 22-2015, 归档文件目录).

    The date is YYYYMMDD. 密级 stays empty: no item has one.
    """
    # Imported here: whoever draws or merges must not wait for the models of all papers.
    from docgen.documents.kinds.bundle_pages import CatalogueLine

    return tuple(
        CatalogueLine(
            number=number,
            reference=item.reference,
            document_number=item.number,
            responsible=item.responsible,
            title=item.title,
            dated=f"{item.dated:%Y%m%d}" if item.dated else "",
            pages=item.pages,
            first_page=page,
            remark=item.remark,
        )
        for number, (item, page) in enumerate(zip(items, first_pages(items), strict=True), 1)
    )


def shards(items: Sequence[Item], most: int = SHARD) -> Iterator[Sequence[Item]]:
    """Cut items into runs of at most ``most``, in order; one catalogue may stand over all of them."""
    for start in range(0, len(items), most):
        yield items[start : start + most]
