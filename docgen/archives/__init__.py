"""Step 9, seal: what remains. 档号, PDF/A-2b, BagIt bags, editions, and the verdict on an archive.

Owns the shape of an archive on disk and the proof that it is what it claims to be. Leaves to others: who gets which 件号
(ledger), the bundle itself (bundle), the order of things (pipeline).
"""

from __future__ import annotations

from docgen.archives.anchor import NAME as ANCHOR
from docgen.archives.anchor import Anchor, anchor_of
from docgen.archives.anchor import to_json as anchor_json
from docgen.archives.apart import cut, place
from docgen.archives.bag import make_bag
from docgen.archives.checksums import EDITION, bags, digest, is_of_the_system, register
from docgen.archives.code import DIGITS, code_for, code_of
from docgen.archives.edition import POINTER, adopt, before, current, editions, staged
from docgen.archives.enclosed import kept_names, runs, with_digests
from docgen.archives.findable import about
from docgen.archives.frame import bound_file, own_texts, with_unseen
from docgen.archives.handover import HandedOver, hand_over, handover_list
from docgen.archives.index import MARK, index_page, mark
from docgen.archives.index import NAME as INDEX
from docgen.archives.intake.taking import take_in
from docgen.archives.labels import NAME as LABELS
from docgen.archives.labels import spine_box, unseen
from docgen.archives.listing import COLUMNS, rows
from docgen.archives.listing import NAME as LISTED
from docgen.archives.overview import NAME as OVERVIEW
from docgen.archives.overview import Chart, GroupEntry, Member, Overview, Unfinished
from docgen.archives.overview import to_json as overview_json
from docgen.archives.portable import opened, texts_of
from docgen.archives.records import (
    CATALOGUE,
    DATA,
    LEDGER,
    WORDS,
    BagCatalogue,
    BagData,
    Enclosed,
    FiledData,
    HeldElsewhere,
    bag_information,
    catalogue_of,
    data_of,
    dump,
    filed_data,
    filed_line,
    filed_together,
    made_of,
    marks,
    signing_mark,
    to_json,
)
from docgen.archives.reference import Reference, gaps, reference
from docgen.archives.seal import seal
from docgen.archives.shelf_page import write_page
from docgen.archives.shown import digests
from docgen.archives.signature import Credential, Plate, Signer, sign, signer
from docgen.archives.verdict import Grade, Notes, Quality, Verdict
from docgen.archives.verify import inspect, prove, verify

__all__ = [
    "ANCHOR",
    "CATALOGUE",
    "COLUMNS",
    "DATA",
    "DIGITS",
    "EDITION",
    "INDEX",
    "LABELS",
    "LEDGER",
    "LISTED",
    "MARK",
    "OVERVIEW",
    "POINTER",
    "WORDS",
    "Anchor",
    "BagCatalogue",
    "BagData",
    "Chart",
    "Credential",
    "Enclosed",
    "FiledData",
    "Grade",
    "GroupEntry",
    "HandedOver",
    "HeldElsewhere",
    "Member",
    "Notes",
    "Overview",
    "Plate",
    "Quality",
    "Reference",
    "Signer",
    "Unfinished",
    "Verdict",
    "about",
    "adopt",
    "anchor_json",
    "anchor_of",
    "bag_information",
    "bags",
    "before",
    "bound_file",
    "catalogue_of",
    "code_for",
    "code_of",
    "current",
    "cut",
    "data_of",
    "digest",
    "digests",
    "dump",
    "editions",
    "filed_data",
    "filed_line",
    "filed_together",
    "gaps",
    "hand_over",
    "handover_list",
    "index_page",
    "inspect",
    "is_of_the_system",
    "kept_names",
    "made_of",
    "make_bag",
    "mark",
    "marks",
    "opened",
    "overview_json",
    "own_texts",
    "place",
    "prove",
    "reference",
    "register",
    "rows",
    "runs",
    "seal",
    "sign",
    "signer",
    "signing_mark",
    "spine_box",
    "staged",
    "take_in",
    "texts_of",
    "to_json",
    "unseen",
    "verify",
    "with_digests",
    "with_unseen",
    "write_page",
]
