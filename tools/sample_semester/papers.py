"""One data file per kind of paper: the first one of each that the semester gives, as ``docgen fill`` reads it.

Composed from the sample's own rows, so that they never contradict the workbook; numbers are quoted, so that any reader
of YAML takes them for text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import yaml

from docgen.documents import Document, Per, Plain, compose
from docgen.field import Semester, Summary

_HEAD = """\
# {title}：一份文件的数据。docgen fill {stem} {stem}.yaml -o {title}.docx
# 学号、电话等数字加引号，前导 0 才不会丢。
"""


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


def papers(semester: Semester) -> Iterator[tuple[str, str]]:
    """Yield a stem and its data file's text for each kind that is composed from a semester."""
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
            yield document.kind.stem, _text(document)


def _filled(value: Plain) -> Plain:
    """Leave out what is empty, as somebody typing the file would."""
    match value:
        case dict():
            return {key: _filled(item) for key, item in value.items() if item not in (None, "", [])}
        case list():
            return [_filled(item) for item in value]
        case _:
            return value


def _text(document: Document) -> str:
    body = yaml.dump(_filled(document.data), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**6)
    return _HEAD.format(stem=document.kind.stem, title=document.kind.title) + body
