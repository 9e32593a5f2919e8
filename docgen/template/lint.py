"""Does a template fit its data? Every finding at once, each with part, words, and in a table the row and cell.

Errors (E) would stop filling or put nonsense on paper; warnings (W) are worth a look. What is judged where: whether the file
may be opened (:mod:`~docgen.template.package`), whether its tags read (docxtpl-lint's rules, and
:mod:`~docgen.template.compiled`), whether names and kinds fit the schema (:mod:`~docgen.template.usage`), and here, whether
something only looks like a tag. docxtpl-lint 2.0.1 follows no ``$ref`` of a schema, so it is not asked about names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from docgen import markup
from docgen.errors import TemplateError
from docgen.markup import W
from docgen.messages import _, language
from docgen.problems import Severity
from docgen.template.places import NOWHERE, Cell, Place, PlacedError, cell_of, part_title, place, shortened, tags

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from docxtpl_lint import Issue

    from docgen.template.blocks import Joined
    from docgen.template.compiled import Compiled
    from docgen.template.sandbox import Sandbox
    from docgen.template.shape import Schema, Shape

__all__ = ["Finding", "lint"]

_LOOK_ALIKE = re.compile(r"｛｛|｝｝|｛%|%｝|{｛|｛{|{\s+{|}\s+}|{\s+%|%\s+}|{{{|«[^»]*»|<<[^<>]*>>")
_SLUGS = {
    "DTL001": "unclosed-tag",
    "DTL002": "tag-over-paragraphs",
    "DTL101": "unclosed-block",
    "DTL102": "stray-end",
    "DTL103": "syntax",
    "DTL104": "unknown-filter",
    "DTL105": "unknown-test",
    "DTL209": "dropped-text",
}
"""Our names for docxtpl-lint's commonest rules; the others keep theirs (``dtl205``)."""
_WHOLE = ("syntax", "unclosed-tag", "unclosed-block", "stray-end")
"""What no template has that compiles: docxtpl-lint takes a quote of print within a text for the end of the text."""
_MEANT_FOR = re.compile(r"^({{|{%)([-+]?)(?:tr|tc|p|r)(?=\s)")
"""What docxtpl puts into a tag to say what it stands for: a row, a cell, a paragraph, formatted text."""
_WORD = re.compile(r"{%[-+]?\s*(\w+)")
_AROUND = {
    "if": ("", "{% endif %}"),
    "for": ("", "{% endfor %}"),
    "with": ("", "{% endwith %}"),
    "elif": ("{% if 1 %}", "{% endif %}"),
}
"""What makes a tag whole."""
_ENDS = ("else", "endif", "endfor", "endwith")
_NOT_ASKED = ("DTL005", "DTL3", "DTL4")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong or odd, and where: ``part`` as a clerk calls it, ``words`` as they stand in Word."""

    slug: str
    severity: Severity
    part: str
    words: str
    message: str
    cell: Cell = NOWHERE
    engines: tuple[str, ...] | None = None
    """The engines that draw what it is about; None where it is about no drawing."""
    hint: str = ""
    """What to do, where the message does not say it."""

    def stops(self, engine: str) -> bool:
        """Whether no paper can be made with an engine; ``engine`` is empty where only a Word file is wanted."""
        if self.engines is None:
            return self.is_error
        return bool(engine) and engine not in self.engines

    @property
    def is_error(self) -> bool:
        """Whether the template cannot be used as it is."""
        return self.severity is Severity.ERROR

    def as_json(self) -> dict[str, str | int]:
        """Return it for ``--json``."""
        return {
            "slug": self.slug,
            "severity": str(self.severity),
            "part": self.part,
            "words": self.words,
            "table": self.cell.table,
            "row": self.cell.row,
            "cell": self.cell.cell,
            "message": self.message,
        }

    def __str__(self) -> str:
        where = str(Place(self.part, self.words, self.cell)) if self.part else ""
        return _("{where}: {message}").format(where=where, message=self.message) if where else self.message


def lint(path: Path, schema: Schema) -> tuple[Finding, ...]:
    """Return every finding about a template for data of this JSON Schema, errors first, then as they stand.

    Raise TemplateError only when the file cannot be read at all.
    """
    from docgen.template import blocks, load
    from docgen.template.shape import paper

    found: list[Finding] = []
    whole = blocks.Joined(b"")
    try:
        whole = blocks.joined(path)
        template = load(path)
    except PlacedError as error:
        found += _by_docxtpl_lint(whole.raw) if whole.raw else ()
        if not any(finding.is_error for finding in found):
            found.append(_finding("unreadable", error.place, error.reason))
        found += _by_themselves(path.name, whole.raw, found) if whole.raw else ()
    except TemplateError as error:
        if not path.is_file():
            raise
        found.append(Finding("unreadable", Severity.ERROR, "", "", error.message, hint=error.hint))
    else:
        found += (
            *(one for one in _by_docxtpl_lint(whole.raw) if one.slug not in _WHOLE),
            *_look_alikes(template.compiled),
            *_against(template.compiled, paper(schema)),
        )
    told = (_in_its_block(finding, whole) for finding in dict.fromkeys(found))
    return tuple(sorted(dict.fromkeys(told), key=lambda finding: not finding.is_error))


def _in_its_block(finding: Finding, whole: Joined) -> Finding:
    """Return a finding with its place in the block that its words came with."""
    where = whole.place(Place(finding.part, finding.words, finding.cell))
    return finding if where.part == finding.part else replace(finding, part=where.part, cell=where.cell)


def _by_themselves(name: str, raw: bytes, known: list[Finding]) -> Iterator[Finding]:
    """Yield the tags that are faulty even by themselves and of which nothing is known yet.

    Reading a template as a whole stops at the first fault, which need not be the only one.
    """
    from lxml import etree

    from docgen.template.compiled import is_filled
    from docgen.template.package import read
    from docgen.template.sandbox import Sandbox

    said = {(one.part, one.words) for one in known if one.is_error}
    environment = Sandbox()
    for part, content in read(name, raw)[1].items():
        if not is_filled(part):
            continue
        try:
            root = markup.root(content, blanks=False)
        except etree.XMLSyntaxError:
            continue  # said already of the file as a whole
        for paragraph in root.iter(f"{W}p"):
            words = markup.words(paragraph)
            for tag in tags(words):
                is_whole = len(tag) > len("{{") and not tag.startswith("{#")
                if not is_whole or not (reason := _fault(environment, tag)):
                    continue
                where = Place(part_title(part), shortened(words), cell_of(paragraph))
                if not said & {(where.part, where.words), (where.part, shortened(tag))}:
                    yield _finding("syntax", where, reason)


def _fault(environment: Sandbox, tag: str) -> str:
    from jinja2.exceptions import TemplateError as JinjaError

    from docgen.template.compiled import COMPILING

    source = _MEANT_FOR.sub(r"\1\2", tag)
    found = _WORD.match(source)
    word = found[1] if found else ""
    if word in _ENDS:
        return ""
    try:
        before, after = _AROUND.get(word, ("", ""))
        environment.from_string(f"{before}{source}{after}")
    except (JinjaError, *COMPILING) as error:
        return _("this tag cannot be read: {reason}").format(reason=getattr(error, "message", "") or error)
    return ""


def _finding(slug: str, where: Place, message: str) -> Finding:
    return Finding(slug, Severity.ERROR, where.part, shortened(where.words), message, where.cell)


def _by_docxtpl_lint(raw: bytes) -> Iterator[Finding]:
    """Yield what docxtpl-lint's rules say of the tags, in our words where its own are about its options."""
    from docxtpl_lint import lint as check
    from lxml import etree

    from docgen.template.compiled import COMPILING
    from docgen.template.sandbox import Sandbox

    try:
        result = check(raw, jinja_env=Sandbox(), autoescape=True, ignore=_NOT_ASKED)
    except (etree.XMLSyntaxError, *COMPILING):
        return  # compiling has said so already
    for issue in result.issues:
        where = issue.location
        inside = where.cells[-1] if where.cells else None
        cell = Cell(inside.table, inside.row, inside.col) if inside else NOWHERE
        part = part_title("document" if where.part == "body" else where.part)
        slug = _SLUGS.get(issue.rule, issue.rule.lower())
        # A tag over several paragraphs is a warning there and refused here.
        severe = issue.severity == "error" or slug == "tag-over-paragraphs"
        severity = Severity.ERROR if severe else Severity.WARNING
        yield Finding(slug, severity, part, shortened(issue.snippet.strip()), _said(issue), cell)


def _said(issue: Issue) -> str:
    match issue.rule:
        case "DTL002":
            return _("a tag begins here and does not end in the same paragraph")
        case "DTL104":
            return _("there is no filter {name}").format(name=issue.params["name"])
        case "DTL105":
            return _("there is no test {name}").format(name=issue.params["name"])
    return str(issue.message_for(language()))


def _against(compiled: Compiled, data: Shape) -> Iterator[Finding]:
    from docgen.template.syntax import alone_said, of_the_last_alone
    from docgen.template.usage import read

    used: set[str] = set()
    for part in compiled.parts:
        usage = read(part.tree(), data)
        used |= usage.used
        for slug, line, message in usage.faults:
            yield _finding(slug, place(part.name, part.source, line), message)
        for name, line in of_the_last_alone(part.tree()):
            said = _finding("last-alone", place(part.name, part.source, line), alone_said(name))
            yield replace(said, severity=Severity.WARNING)
    for path in _unused(data, used):
        message = _("{field} is always there, but the template does not use it").format(field=path)
        yield Finding("unused", Severity.WARNING, "", "", message)


def _unused(data: Shape, used: set[str]) -> Iterator[str]:
    """Yield what the data always has at its root and no tag names. A list or record is used as soon as one field is."""
    for name in data.required:
        if name not in used:
            yield name


def _look_alikes(compiled: Compiled) -> Iterator[Finding]:
    for where in compiled.paragraphs():
        if found := _LOOK_ALIKE.search(re.sub(r"{{.*?}}|{%.*?%}|{#.*?#}", "", where.words)):
            said = _("{sign} only looks like a placeholder and would stand in the paper as it is: use {tag}")
            yield _finding("look-alike", where, said.format(sign=found.group(), tag="{{ … }}"))
