"""Pictures of pages, made when they are asked for and kept while the PDF stays as it is."""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path

import docgen

_KEPT = 24
"""PDFs whose pictures are kept: some hundred KB each."""


class Pictures:
    """The pictures of the PDFs that were looked at last."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Path, int, int], tuple[bytes, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, path: Path) -> tuple[bytes, ...]:
        """Return the pages of a PDF as PNG. Raise ConversionError when none can be made."""
        state = path.stat()
        key = path, state.st_mtime_ns, state.st_size
        with self._lock:  # a page asks for all its pictures at once; they are made together
            if key not in self._kept:
                self._kept[key] = docgen.pictures(path)
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key]
