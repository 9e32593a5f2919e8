"""Does a template fit its data? Every finding at once, each with its part and the words that stand there.

Errors (E) would stop filling or put nonsense on paper; warnings (W) are worth a look. What is judged where: whether the file
may be opened (:mod:`~docgen.template.package`), whether its tags read (:mod:`~docgen.template.compiled`), whether names and
kinds fit the schema (:mod:`~docgen.template.usage`), and here, whether something only looks like a tag.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from docgen.errors import TemplateError
from docgen.messages import _
from docgen.problems import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from docgen.template.compiled import Compiled
    from docgen.template.shape import Schema, Shape

__all__ = ["Finding", "lint"]

_LOOK_ALIKE = re.compile(r"｛｛|｝｝|｛%|%｝|{｛|｛{|{\s+{|}\s+}|{\s+%|%\s+}|{{{|«[^»]*»|<<[^<>]*>>")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong or odd, and where: ``part`` as a clerk calls it, ``words`` as they stand in Word."""

    slug: str
    severity: Severity
    part: str
    words: str
    message: str

    @property
    def is_error(self) -> bool:
        """Whether the template cannot be used as it is."""
        return self.severity is Severity.ERROR

    def as_json(self) -> dict[str, str]:
        """Return it for ``--json``."""
        return {key: str(value) for key, value in asdict(self).items()}

    def __str__(self) -> str:
        where = f"{self.part}“{self.words}”" if self.words else self.part
        return f"{where}: {self.message}" if where else self.message


def lint(path: Path, schema: Schema) -> tuple[Finding, ...]:
    """Return every finding about a template for data of this JSON Schema, errors first, then as they stand.

    Raise TemplateError only when the file cannot be read at all.
    """
    from docgen.template import load
    from docgen.template.shape import paper

    try:
        template = load(path)
    except TemplateError as error:
        if not path.is_file():
            raise
        return (Finding("unreadable", Severity.ERROR, "", "", error.message),)
    found = [*_look_alikes(template.compiled), *_against(template.compiled, paper(schema))]
    unique = dict.fromkeys(found)
    return tuple(sorted(unique, key=lambda finding: not finding.is_error))


def _against(compiled: Compiled, data: Shape) -> Iterator[Finding]:
    from docgen.template.source import excerpt, shortened
    from docgen.template.usage import read

    used: set[str] = set()
    for part in compiled.parts:
        usage = read(part.tree(), data)
        used |= usage.used
        for slug, line, message in usage.faults:
            words = shortened(excerpt(part.source, line))
            yield Finding(slug, Severity.ERROR, part.title, words, message)
    for path in _unused(data, used):
        message = _("{field} is always there, but the template does not use it").format(field=path)
        yield Finding("unused", Severity.WARNING, "", "", message)


def _unused(data: Shape, used: set[str]) -> Iterator[str]:
    """Yield what the data always has at its root and no tag names. A list or record is used as soon as one field is."""
    for name in data.required:
        if name not in used:
            yield name


def _look_alikes(compiled: Compiled) -> Iterator[Finding]:
    from docgen.template.source import shortened

    for title, words in compiled.paragraphs():
        if found := _LOOK_ALIKE.search(re.sub(r"{{.*?}}|{%.*?%}|{#.*?#}", "", words)):
            said = _("{sign} only looks like a placeholder and would stand in the paper as it is: use {tag}")
            yield Finding(
                "look-alike",
                Severity.ERROR,
                title,
                shortened(words),
                said.format(sign=found.group(), tag="{{ … }}"),
            )
