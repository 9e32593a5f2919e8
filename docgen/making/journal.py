"""Which .docx a run has filled and not yet recorded, so that a power cut does not make them look edited by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping

from docgen import files, incoming
from docgen.folder import Output
from docgen.ledger import PaperRecord

_NAME = ".docgen-journal.json"


class Journal:
    """The .docx filled by runs that did not come to record them, by name and hash.

    Written before the files are moved into place; a file of the output folder that the ledger does not know, and that
    stands in here, is docgen's own and is filled again.
    """

    def __init__(self, output: Output, recorded: Mapping[str, PaperRecord]) -> None:
        self._path = output.path / _NAME
        self._known: dict[str, list[str]] = {}
        try:
            said = incoming.record(self._path)
        except incoming.Refused:
            return
        for name, hashes in said.items():
            there = files.sha256(output.word_of(name))
            record = recorded.get(name)
            if there in hashes and not (record and record.word_sha256 == there):
                self._known[name] = [there]

    def is_own(self, name: str, sha256: str) -> bool:
        """Whether the .docx that stands there was left by a run that never recorded it."""
        return sha256 in self._known.get(name, ())

    def add(self, filled: Mapping[str, str]) -> None:
        """Note, before they are moved into place, files by name and hash."""
        for name, sha256 in filled.items():
            self._known[name] = [*self._known.get(name, ()), sha256]
        if filled:
            files.write(self._path, json.dumps(self._known).encode())


def settle(output: Output) -> None:
    """Forget the journal: all that was filled is recorded."""
    (output.path / _NAME).unlink(missing_ok=True)
