"""Words for what docgen's values say of themselves: the steps, the states of papers, what they lack, what happened.

By the values' own names, so that commands and window say the same; ``_`` translates a word where it is shown.
"""

from __future__ import annotations

from docgen.messages import N_

STEPS = {
    "read": N_("read"),
    "check": N_("check"),
    "number": N_("number"),
    "compose": N_("compose"),
    "fill": N_("fill"),
    "convert": N_("convert"),
    "gate": N_("gate"),
    "bundle": N_("bundle"),
    "seal": N_("seal"),
    "record": N_("record"),
}

SIGNING = {
    "sort": N_("looking for the codes on the pages"),
    "lay": N_("laying scans together"),
    "sign": N_("signing"),
}
"""What takes its time where piles of scans are signed; none of the ten steps."""

RUNS = {
    "build": N_("Making the papers"),
    "sort": N_("Sorting the scans"),
    "sign": N_("Signing"),
    "trial": N_("A trial of the archiving"),
    "seal": N_("Archiving"),
    "verify": N_("Verifying the archive"),
}
"""What the window does while one waits."""

STATES = {
    "made": N_("made"),
    "unchanged": N_("unchanged"),
    "hand-edited": N_("edited by hand, kept as they are"),
    "signed": N_("signed, kept as they are"),
    "failed": N_("failed"),
    "held-back": N_("held back"),
}

LACKS = {
    "paper": N_("Groups without the paper"),
    "opinion": N_("Without an opinion"),
    "words": N_("Talks of which nothing is written down"),
    "appraisal": N_("Not appraised"),
    "length": N_("Longer than it may be"),
    "date": N_("Without a day, so that the catalogue has the last day of the term or year"),
    "signature": N_("Not signed"),
    "signing day": N_("Signed, 签署日期 not filled in"),
    "scan": N_("Signed, without a scan"),
}

QUALITIES = {
    "真实": N_("Authentic"),
    "完整": N_("Complete"),
    "可用": N_("Usable"),
    "安全": N_("Safe"),
}

CHECKED = {
    "editions": N_("editions"),
    "bags": N_("bags"),
    "files": N_("files"),
    "items": N_("items"),
    "pages": N_("pages"),
    "enclosed": N_("scans and attachments"),
    "signatures": N_("signatures"),
    "words": N_("names and numbers"),
    "witnesses": N_("ledger beside it"),
}

EVENTS = {
    "numbers issued": N_("numbers issued"),
    "number voided": N_("number voided"),
    "groups left or came back": N_("groups left or came back"),
    "papers made": N_("papers made"),
    "paper signed": N_("paper signed"),
    "signature taken back": N_("signature taken back"),
    "scan came back": N_("scan came back"),
    "papers printed": N_("papers printed"),
    "items numbered": N_("items numbered"),
    "edition sealed": N_("edition sealed"),
    "archive verified": N_("archive verified"),
    "ledger rebuilt": N_("ledger rebuilt"),
    "ledger carried on": N_("ledger carried on"),
    "ledger taken back": N_("ledger taken back"),
}
