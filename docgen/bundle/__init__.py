"""Step 8, bundle: many PDFs → one, with bookmarks, page labels, running page numbers and 归档章.

Owns the order of pages, the bookmarks, labels, links and what is drawn on top of a page. Leaves to others: what the
cover, the 归档文件目录 and the 备考表 look like (templates, converted like any paper), 件号 (the ledger), PDF/A (archive).
"""

from __future__ import annotations

import logging

from docgen.bundle.catalogue import SHARD as SHARD
from docgen.bundle.catalogue import catalogue_lines as catalogue_lines
from docgen.bundle.catalogue import shards as shards
from docgen.bundle.item import Bookmark as Bookmark
from docgen.bundle.item import Item as Item
from docgen.bundle.item import MergedFile as MergedFile
from docgen.bundle.item import Metadata as Metadata
from docgen.bundle.item import Stamp as Stamp
from docgen.bundle.merge import merge as merge
from docgen.bundle.merge import pack as pack
from docgen.bundle.overlays import PLATE_HEIGHT as PLATE_HEIGHT
from docgen.bundle.overlays import PLATE_WIDTH as PLATE_WIDTH
from docgen.bundle.overlays import plate as plate

# pypdf reports oddities of other programs' files to its logger; without a handler they would land on the user's stderr.
logging.getLogger("pypdf").addHandler(logging.NullHandler())
