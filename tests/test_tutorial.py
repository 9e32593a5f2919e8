"""What the tutorial shows is what docgen really prints, in both languages: its commands are run one after the other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools import tutorial

_OF_THE_DAY = re.compile(r"[0-9a-f]{64}|\d{5,}\.\d+")
"""A digest, and the bytes of a bag: they differ with the day of archiving."""


@pytest.mark.slow
@pytest.mark.parametrize("language", sorted(tutorial.PAGES))
def test_the_tutorial_prints_what_it_says(language: str, tmp_path: Path) -> None:
    page = tutorial.PAGES[language]
    played, shown = tutorial.played(page, language, tmp_path), page.read_text(encoding="utf-8")
    assert _OF_THE_DAY.sub("…", played) == _OF_THE_DAY.sub("…", shown), "run: python -m tools.tutorial"
