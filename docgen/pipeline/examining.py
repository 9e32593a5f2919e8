"""``docgen verify`` in children of its own: an archive from a stranger's disk may hang or break what reads it.

Two at once: the validator of PDF/A takes as long as all the rest.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from docgen import archives, isolate
from docgen.archives import Verdict
from docgen.errors import ArchiveError
from docgen.messages import _

_START, _EACH = 120.0, 60.0
"""Seconds: to begin with, and for each megabyte; a page takes some 20 ms."""
_MEMORY = 6 << 30


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
