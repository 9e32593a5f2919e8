"""``python -m tools.sample_semester [DIR]``: write the sample's workbook, settings and data files, by default into samples/."""

from __future__ import annotations

import sys
from pathlib import Path

from docgen import workbook
from tools.sample_semester.papers import papers
from tools.sample_semester.semester import sample

_SETTINGS = """\
# docgen.toml：学校之间做法不同的地方。未写的项目用默认值。

[check]
talks_per_month = 1
class_pattern = '^(影视|编导|表演|摄影|录音|动画|形象)\\d{3}班$'

[number]
filing = "{prefix}〔{year}〕{no}号"
"""


def main(root: Path) -> None:
    """Write ``2008-2009-2/台账.xlsx`` with its ``docgen.toml``, and ``<stem>.yaml`` for each kind, under a folder."""
    semester = sample()
    folder = root / "2008-2009-2"
    folder.mkdir(parents=True, exist_ok=True)
    workbook.write(folder / "台账.xlsx", semester)
    (folder / "docgen.toml").write_text(_SETTINGS, encoding="utf-8", newline="\n")
    for stem, text in papers(semester):
        (root / f"{stem}.yaml").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2] / "samples")
