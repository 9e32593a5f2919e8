"""What an edition keeps of the ledger: the last event of its chain when the edition was made.

The chain of events proves nothing to who can write it anew from the first event on. The archives hold it: each edition has
a hash that the chain must still have, and a chain that was rewritten, shortened or renumbered has it no more.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from docgen import incoming

ANCHOR = "登记簿.json"


@dataclass(frozen=True, slots=True)
class Anchor:
    """Number and hash of the ledger's last event; the editions that were lost for good before this one, and why."""

    event: int
    hash: str
    lost: tuple[str, ...] = ()
    why: str = ""


def anchor_json(anchor: Anchor) -> bytes:
    """Write an anchor, readable."""
    said: dict[str, object] = {"事件": anchor.event, "校验值": anchor.hash}
    if anchor.lost:
        said |= {"遗失版本": list(anchor.lost), "原因": anchor.why}
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def anchor_of(edition: Path) -> Anchor | None:
    """Return what an edition keeps of the ledger, None when it keeps nothing that can be read (one of an older docgen)."""
    try:
        said = incoming.record(edition / ANCHOR)
        return Anchor(
            int(said["事件"]), str(said["校验值"]), tuple(map(str, said.get("遗失版本", ()))), str(said.get("原因", ""))
        )
    except (incoming.Refused, ValueError, TypeError, KeyError, AttributeError):
        return None


def lost(editions: Sequence[Path]) -> dict[str, str]:
    """Return the editions that later ones say are lost for good, and why."""
    found: dict[str, str] = {}
    for edition in editions:
        anchor = anchor_of(edition)
        if anchor is not None:
            found |= dict.fromkeys(anchor.lost, anchor.why)
    return found
