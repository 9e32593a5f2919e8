"""Spoiled files of each kind are taken or refused in words: no other exception, nothing without end, nothing said besides.

``DOCGEN_FUZZ`` says how many of each kind the second tier tries; without it as many as take less than a minute in all on one
core. ``python -m pytest tests/fuzz -m slow`` with ``DOCGEN_FUZZ=2000`` is the long run. A number in a failure makes its
mutant again: ``readers.mutant``.
"""

from __future__ import annotations

import os

import pytest

from docgen import isolate
from tests.fuzz import readers

MEMORY = 1 << 30
FIRST = {"pdf": 3, "picture": 8, "workbook": 8}
SECOND = {
    "data": 300, "settings": 400, "ledger": 300, "roster": 200,
    "workbook": 80, "template": 80, "picture": 60, "pdf": 15,
}  # fmt: skip
BATCH = 50


def findings(kind: str, numbers: range) -> list[str]:
    """Try mutants in a child with bounds; where it breaks down, find the one that did it."""
    try:
        return isolate.call(readers.trial, kind, numbers, deadline=readers.SECONDS + 4 * len(numbers), memory=MEMORY)
    except isolate.IsolationError as error:
        if len(numbers) == 1:
            return [f"{kind} {numbers[0]}: {error.reason}: {error.detail[-300:]}"]
        half = len(numbers) // 2
        return [*findings(kind, numbers[:half]), *findings(kind, numbers[half:])]


@pytest.mark.parametrize("kind", sorted(readers.KINDS))
def test_what_is_spoiled_is_taken_or_refused_in_words(kind: str) -> None:
    assert not findings(kind, range(FIRST.get(kind, 20)))


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(readers.KINDS))
def test_very_many_spoiled_files_are_taken_or_refused_in_words(kind: str) -> None:
    most = int(os.environ.get("DOCGEN_FUZZ", SECOND[kind]))
    found = [one for start in range(0, most, BATCH) for one in findings(kind, range(start, min(start + BATCH, most)))]
    assert not found, "\n\n".join(found)


def test_a_mutant_is_made_again_from_its_number() -> None:
    kind = readers.KINDS["settings"]
    sound = [b"[check]\ntalks_per_month = 2\n"]
    assert readers.mutant(kind, sound, 7) == readers.mutant(kind, sound, 7)
    assert len({readers.mutant(kind, sound, number) for number in range(50)}) > 40
