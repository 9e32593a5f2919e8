"""Step 9, seal: what remains. 档号, PDF/A-2b, BagIt bags, editions, and the verdict on an archive.

Owns the shape of an archive on disk and the proof that it is what it claims to be. Leaves to others: who gets which 件号
(ledger), the bundle itself (bundle), the order of things (pipeline).
"""

from __future__ import annotations

from docgen.archives.anchor import NAME as ANCHOR
from docgen.archives.anchor import Anchor, anchor_of
from docgen.archives.anchor import to_json as anchor_json
from docgen.archives.bag import make_bag
from docgen.archives.checksums import EDITION, bags, digest, register
from docgen.archives.edition import POINTER, adopt, before, current, editions, publish, staged
from docgen.archives.enclosed import digests, kept_names, runs, with_digests
from docgen.archives.index import NAME as INDEX
from docgen.archives.index import index_page
from docgen.archives.intake import TakenIn, take_in
from docgen.archives.overview import Chart, GroupEntry, Member, Overview, Unfinished
from docgen.archives.portable import texts_of
from docgen.archives.records import (
    CATALOGUE,
    DATA,
    LEDGER,
    ORIGINALS,
    WORDS,
    BagCatalogue,
    BagData,
    BoundFile,
    Enclosed,
    FiledData,
    FiledLine,
    HeldElsewhere,
    bag_information,
    catalogue_of,
    data_of,
    dump,
    filed_data,
    filed_line,
    filed_together,
    marks,
    to_json,
)
from docgen.archives.reference import RETENTIONS, Reference, gaps, reference
from docgen.archives.seal import Proof, seal
from docgen.archives.signature import Credential, Plate, sign, signer
from docgen.archives.verdict import Finding, Grade, Notes, Quality, Verdict
from docgen.archives.verify import inspect, prove, verify

__all__ = [
    "ANCHOR",
    "CATALOGUE",
    "DATA",
    "EDITION",
    "INDEX",
    "LEDGER",
    "ORIGINALS",
    "POINTER",
    "RETENTIONS",
    "WORDS",
    "Anchor",
    "BagCatalogue",
    "BagData",
    "BoundFile",
    "Chart",
    "Credential",
    "Enclosed",
    "FiledData",
    "FiledLine",
    "Finding",
    "Grade",
    "GroupEntry",
    "HeldElsewhere",
    "Member",
    "Notes",
    "Overview",
    "Plate",
    "Proof",
    "Quality",
    "Reference",
    "TakenIn",
    "Unfinished",
    "Verdict",
    "adopt",
    "anchor_json",
    "anchor_of",
    "bag_information",
    "bags",
    "before",
    "catalogue_of",
    "current",
    "data_of",
    "digest",
    "digests",
    "dump",
    "editions",
    "filed_data",
    "filed_line",
    "filed_together",
    "gaps",
    "index_page",
    "inspect",
    "kept_names",
    "make_bag",
    "marks",
    "prove",
    "publish",
    "reference",
    "register",
    "runs",
    "seal",
    "sign",
    "signer",
    "staged",
    "take_in",
    "texts_of",
    "to_json",
    "verify",
    "with_digests",
]
