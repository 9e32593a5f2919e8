"""The author's own template given back with a Word comment at each finding, where it stands.

Comments of an earlier run are taken off first, so that a corrected template comes back as it was. Only the text, the comments
and what leads to them change; every other part stays as the author saved it. Word has comments in the body alone: what
concerns a header, a note, or no place at all is said at the first paragraph, with its place in words.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from docgen import incoming, markup
from docgen.errors import TemplateError
from docgen.incoming import Refused, limits, packed
from docgen.markup import DOCUMENT, TYPES, W, relations_of, target_of, written
from docgen.messages import N_, _
from docgen.template.inspection import parsed
from docgen.template.package import Repacker
from docgen.template.places import NOWHERE, cell_of, part_title
from docgen.template.usual_form import MAIN, MAIN_OF_TEMPLATE, WORD

if TYPE_CHECKING:
    from lxml.etree import _Element

    from docgen.template.lint import Finding

__all__ = ["annotated"]

_AUTHOR = "docgen"
_COMMENTS = "word/comments.xml"
_COMMENTS_TYPE = f"{WORD}comments+xml"
_MARKS = ("commentRangeStart", "commentRangeEnd", "commentReference")
_NOT_SAID = re.compile(r"\s|(?<={%)[-+]?(?:tr|tc|p|r)(?=\s)|(?<={{)[-+]?(?:tr|tc|p|r)(?=\s)")
"""What words in a message may lack: spaces, and what docxtpl puts into a tag to say what it stands for."""
_CURES = {
    "unclosed-tag": N_("Write the whole tag in one paragraph, from its first brace to its last."),
    "tag-over-paragraphs": N_("Write the whole tag in one paragraph, from its first brace to its last."),
    "unclosed-block": N_("Write the tag that ends it, endif or endfor, behind what it is to hold."),
    "stray-end": N_("Delete this tag, or write the if or for that it ends before it."),
    "unknown": N_("docgen template fields lists what may be pasted here."),
    "syntax": N_("docgen template fields lists what may be pasted here."),
    "unknown-filter": N_("Correct the name behind the bar, or delete it with the bar."),
    "unknown-test": N_("Correct the name behind is, or ask in another way."),
    "not-a-list": N_("Delete the loop and its end, or name a list."),
    "dropped-text": N_("Move these words into a paragraph or row of their own."),
    "unused": N_("Nothing has to be done if it is left out on purpose."),
}
"""What to do about a finding whose message does not say it."""


def annotated(path: Path, findings: Sequence[Finding]) -> bytes:
    """Return the template with a comment at each finding, and no others of ours; the very bytes it has where it needs none.

    Raise TemplateError for a file in which Word could show no comment.
    """
    try:
        raw = incoming.content(path, limits.TEMPLATE.packed)
        parts = packed.parts(path.name, raw, limits.TEMPLATE)
    except Refused as error:
        raise _no_comments(path.name, error.reason) from error
    book = _Book(path.name, parts)
    had = book.clean()
    if not findings and not had:
        return raw
    for finding in findings:
        book.add(finding)
    return book.packed()


def _no_comments(name: str, reason: str) -> TemplateError:
    return TemplateError(
        _("{name}: no comment can be put into it: {reason}").format(name=name, reason=reason),
        hint=_("Open it in Word or WPS and save it as .docx, without a password."),
    )


class _Book:
    """A template's parts, its text and its comments as trees."""

    def __init__(self, name: str, parts: Mapping[str, bytes]) -> None:
        self._parts = dict(parts)
        if TYPES not in parts:
            raise _no_comments(name, _("there is no document in it"))
        self._types = parsed(name, TYPES, parts[TYPES])
        main = (str(one.get("PartName")) for one in self._types if one.get("ContentType") in (MAIN, MAIN_OF_TEMPLATE))
        self._main = next(main, DOCUMENT).lstrip("/")
        if self._main not in parts:
            raise _no_comments(name, _("there is no document in it"))
        self._tree = parsed(name, self._main, parts[self._main])
        body = self._tree.find(f"{W}body")
        if body is None:
            raise _no_comments(name, _("it is saved as “Strict Open XML”, or holds no text"))
        self._body = body
        self._relations_part = relations_of(self._main)
        empty = f'<Relationships xmlns="{markup.RELATIONS}"/>'.encode()
        self._relations = parsed(name, self._relations_part, parts.get(self._relations_part, empty))
        self._comments_part = self._known_comments()
        blank = f'<w:comments xmlns:w="{markup.WORD}"/>'.encode()
        self._comments = parsed(name, _COMMENTS, parts.get(self._comments_part, blank))

    def _known_comments(self) -> str:
        for one in self._relations:
            if str(one.get("Type", "")) == f"{markup.OFFICE}/comments":
                return target_of(self._main, str(one.get("Target", "")))
        return ""

    def clean(self) -> bool:
        """Take off the comments of an earlier run; tell whether there were any."""
        ours = [one for one in self._comments if one.get(f"{W}author") == _AUTHOR]
        numbers = {one.get(f"{W}id") for one in ours}
        for one in ours:
            self._comments.remove(one)
        for mark in [*self._tree.iter(*(f"{W}{name}" for name in _MARKS))]:
            parent = mark.getparent()
            if mark.get(f"{W}id") not in numbers or parent is None:
                continue
            parent.remove(mark)
            run = parent if parent.tag == f"{W}r" and not len(parent) else None
            if run is not None and (above := run.getparent()) is not None:
                above.remove(run)
        return bool(ours)

    def add(self, finding: Finding) -> None:
        """Put a comment at the words of a finding, else at the first paragraph."""
        paragraph, is_there = self._place(finding)
        taken = (int(str(one.get(f"{W}id"))) for one in self._comments if str(one.get(f"{W}id", "")).isdecimal())
        number = str(max(taken, default=-1) + 1)
        self._comments.append(_comment(number, finding, is_there=is_there))
        first, last = _around(paragraph, finding.words)
        begin, end = _element("commentRangeStart", number), _element("commentRangeEnd", number)
        reference = paragraph.makeelement(f"{W}r")
        reference.append(_element("commentReference", number))
        if first is None or last is None:
            paragraph.extend((begin, end, reference))
            return
        first.addprevious(begin)
        last.addnext(end)
        end.addnext(reference)

    def _place(self, finding: Finding) -> tuple[_Element, bool]:
        """Return the paragraph of a finding, and whether it is the very one."""
        if finding.part == part_title(DOCUMENT) and finding.words:
            asked = _bare(finding.words)
            best = max(self._paragraphs(), key=lambda one: _likeness(one, asked, finding), default=None)
            if best is not None and _likeness(best, asked, finding)[0]:
                return best, True
        taken_in = (
            one for one in self._paragraphs() if finding.part.endswith(".docx") and finding.part in markup.words(one)
        )
        first = next(taken_in, next(self._paragraphs(), None))
        if first is None:
            first = self._body.makeelement(f"{W}p")
            self._body.insert(0, first)
        return first, not finding.part

    def _paragraphs(self) -> Iterator[_Element]:
        """Yield the paragraphs of the body; a text box belongs to the one that it hangs on."""
        for paragraph in self._body.iter(f"{W}p"):
            if next(paragraph.iterancestors(f"{W}p"), None) is None:
                yield paragraph

    def packed(self) -> bytes:
        """Return the package."""
        if not self._comments_part and len(self._comments):
            self._begin_comments()
        self._parts[self._main] = written(self._tree)
        if self._comments_part:
            self._parts[self._comments_part] = written(self._comments)
        return Repacker.of(self._parts)

    def _begin_comments(self) -> None:
        self._comments_part = posixpath.join(posixpath.dirname(self._main), "comments.xml")
        known = {str(one.get("Id")) for one in self._relations}
        number = next(f"rId{number}" for number in range(1, len(known) + 2) if f"rId{number}" not in known)
        markup.relate(self._relations, number, "comments", "comments.xml")
        self._parts[self._relations_part] = written(self._relations)
        part = f"/{self._comments_part}"
        if all(one.get("PartName") != part for one in self._types):
            said = self._types.makeelement(f"{{{markup.CONTENT_TYPES}}}Override")
            said.set("PartName", part)
            said.set("ContentType", _COMMENTS_TYPE)
            self._types.append(said)
            self._parts[TYPES] = written(self._types)


def _likeness(paragraph: _Element, asked: str, finding: Finding) -> tuple[bool, bool, bool]:
    """Return whether a paragraph has the words of a finding, stands in its cell, and has no other words."""
    words = _bare(markup.words(paragraph))
    has = bool(asked) and asked in words
    return has, has and (finding.cell == NOWHERE or cell_of(paragraph) == finding.cell), words == asked


def _around(paragraph: _Element, said: str) -> tuple[_Element | None, _Element | None]:
    """Return the first and the last run that hold the words said, all runs of the paragraph where they are not found."""
    runs = [one for one in paragraph if one.tag != f"{W}pPr"]
    if not runs:
        return None, None
    ends, length = [], 0
    for run in runs:
        length += len(_bare(markup.words(run)))
        ends.append(length)
    asked = _bare(said)
    text = "".join(_bare(markup.words(run)) for run in runs)
    begin = text.find(asked) if asked else -1
    if begin < 0:
        return runs[0], runs[-1]
    first = next(index for index, end in enumerate(ends) if end > begin)
    last = next(index for index, end in enumerate(ends) if end >= begin + len(asked))
    return runs[first], runs[last]


def _bare(words: str) -> str:
    return _NOT_SAID.sub("", words.removesuffix("…"))


def _element(name: str, number: str) -> _Element:
    from lxml import etree

    element = etree.Element(f"{W}{name}")
    element.set(f"{W}id", number)
    return element


def _comment(number: str, finding: Finding, *, is_there: bool) -> _Element:
    """Return a comment: how grave it is, where it is if it could not be put there, what is wrong, what to do."""
    comment = _element("comment", number)
    comment.set(f"{W}author", _AUTHOR)
    comment.set(f"{W}initials", _AUTHOR)
    grave = _("Error") if finding.is_error else _("Worth a look")
    said = finding.message if is_there else str(finding)
    cure = finding.hint or (_(_CURES[finding.slug]) if finding.slug in _CURES else "")
    for line in (_("{where}: {message}").format(where=grave, message=said), cure):
        if line:
            paragraph = comment.makeelement(f"{W}p")
            run = paragraph.makeelement(f"{W}r")
            text = run.makeelement(f"{W}t")
            text.text = markup.UNSHOWABLE.sub("", line)
            run.append(text)
            paragraph.append(run)
            comment.append(paragraph)
    return comment
