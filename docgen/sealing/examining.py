"""``docgen verify`` in children of its own: an archive from a stranger's disk may hang or break what reads it.

Two at once: the validator of PDF/A takes as long as all the rest.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

from docgen import archives, isolate
from docgen.archives import Grade, Verdict
from docgen.errors import ArchiveError
from docgen.messages import _
from docgen.sealing import witnesses

_START, _EACH = 120.0, 60.0
"""Seconds: to begin with, and for each megabyte; a page takes some 20 ms."""
_MEMORY = 6 << 30


def verify(path: Path, expect: str = "") -> Verdict:
    """Verify an archive, an edition or a bag: by itself, by the ledger beside it, by a digest that somebody kept.

    That it was done, and what came of it, is recorded in that ledger (DA/T 97). Raise ArchiveError, InputError.
    """
    found = witnesses.expected(path, expect) if expect else None
    verdict = examine(path)
    edition = witnesses.edition_in(path)
    if edition is not None:
        verdict = replace(verdict, digest=archives.digest(edition))
    if found is not None:
        verdict = verdict.joined(found)
    book = witnesses.ledger_of(path if edition != path else path.parent)
    if book is None or edition is None:
        return verdict
    if edition != path:
        verdict = verdict.joined(witnesses.against(path, book))
    book.verified(edition.name, verdict.digest, sum(one.grade is Grade.ERROR for one in verdict.findings))
    return verdict


def examine(path: Path) -> Verdict:
    """Verify an archive, an edition or a bag. Raise ArchiveError when reading it takes for ever or breaks down."""
    size = sum(one.stat().st_size for one in path.rglob("*") if one.is_file()) if path.is_dir() else 0
    apart = partial(isolate.call, deadline=_START + _EACH * (size >> 20), memory=_MEMORY)
    try:
        with ThreadPoolExecutor(1) as beside:
            proven = beside.submit(apart, archives.prove, path)
            try:
                return apart(archives.inspect, path).joined(proven.result())
            except BaseException:
                isolate.stop_all()
                raise
    except isolate.IsolationError as error:
        raise ArchiveError(_("{path}: cannot be verified: {why}").format(path=path, why=error.message)) from error
