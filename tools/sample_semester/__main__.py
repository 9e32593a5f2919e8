"""``python -m tools.sample_semester [DIR]``: write the sample's workbook, settings and data files, by default into samples/.

There is one data file per kind of paper: the first one of each that the semester gives, as ``docgen fill`` reads it. Numbers
in it are quoted, so that any reader of YAML takes them for text.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import yaml

from docgen import workbook
from docgen.documents import Document, Per, Plain, compose
from docgen.field import Semester, Summary
from docgen.settings import load

_SETTINGS = """\
# docgen.toml：学校之间做法不同的地方。未写的项目用默认值。

[check]
talks_per_month = 1
class_pattern = '^(影视|编导|表演|摄影|录音|动画|形象)\\d{3}班$'

[number]
filing = "{prefix}〔{year}〕{no}号"
"""
_HEAD = """\
# {title}：一份文件的数据。docgen fill {stem} {stem}.yaml -o {title}.docx
# 学号、电话等数字加引号，前导 0 才不会丢。
"""


def main(root: Path) -> None:
    """Write ``2008-2009-2/台账.xlsx`` with its ``docgen.toml``, and ``<stem>.yaml`` for each kind, under a folder."""
    folder = root / "2008-2009-2"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "docgen.toml").write_text(_SETTINGS, encoding="utf-8", newline="\n")
    checked = workbook.check(Path(__file__).parent / "data", load(folder))
    if faults := [str(problem) for problem in checked.problems if problem.is_error]:
        sys.exit("\n".join(faults))  # faulty rows would be missing
    workbook.write(folder / "台账.xlsx", checked.semester)
    for document in _first_of_each_kind(checked.semester):
        target = root / f"{document.kind.stem}.yaml"
        target.write_text(_text(document), encoding="utf-8", newline="\n")


def _first_of_each_kind(semester: Semester) -> Iterator[Document]:
    """Yield the first paper of each kind that is composed from a semester."""
    programme = semester.programme
    assert programme is not None
    numbers = {
        group.id: f"{programme.filing_prefix}〔{programme.term.year}〕{number}号"
        for number, group in enumerate(semester.groups, start=1)
    }
    # The report tells the first group's cases here: with every group's it would be too long to be read as a sample.
    first = semester.groups[0].id
    told = replace(semester, summaries=tuple(semester.summary_by_group[key] for key in (Summary.DEPARTMENT, first)))
    seen: set[str] = set()
    for document in compose(told, numbers, list(numbers), department=True):
        if document.kind.stem not in seen and document.kind.per is not Per.BUNDLE:
            seen.add(document.kind.stem)
            yield document


class _Dumper(yaml.SafeDumper):
    """Block style; strings of digits quoted; lists indented."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:
        return True


def _string(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if re.fullmatch(r"[\d.\-+]+", text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _string)


def _text(document: Document) -> str:
    body = yaml.dump(_filled(document.data), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**6)
    return _HEAD.format(stem=document.kind.stem, title=document.kind.title) + body


def _filled(value: Plain) -> Plain:
    """Leave out what is empty, as somebody typing the file would."""
    match value:
        case dict():
            return {key: _filled(item) for key, item in value.items() if item not in (None, "", [])}
        case list():
            return [_filled(item) for item in value]
        case _:
            return value


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2] / "samples")
