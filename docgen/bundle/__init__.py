"""Step 8, bundle: many PDFs → one, with bookmarks, page labels, running page numbers and 归档章.

Owns the order of pages, the bookmarks, labels, links and what is drawn on top of a page. Leaves to others: what the
cover, the 归档文件目录 and the 备考表 look like (templates, converted like any paper), 件号 (the ledger), PDF/A (archive).
"""

from __future__ import annotations

import logging

from docgen.bundle.catalogue import SHARD, catalogue_lines, shards
from docgen.bundle.item import Bookmark, Item, MergedFile, Metadata, Stamp
from docgen.bundle.marks import PLATE_HEIGHT, PLATE_WIDTH, plate
from docgen.bundle.merge import merge, pack

__all__ = [
    "PLATE_HEIGHT",
    "PLATE_WIDTH",
    "SHARD",
    "Bookmark",
    "Item",
    "MergedFile",
    "Metadata",
    "Stamp",
    "catalogue_lines",
    "merge",
    "pack",
    "plate",
    "shards",
]

# pypdf reports oddities of other programs' files to its logger; without a handler they would land on the user's stderr.
logging.getLogger("pypdf").addHandler(logging.NullHandler())
