"""A template compiled once: patched and compiled by part, then per paper only rendered and packed.

docxtpl owns the syntax, and a compiled template gives what docxtpl gives; its usual loop, however, opens, patches and
compiles the template again for every paper. Differences, on purpose: values are never altered (``{_{ x }_}`` in a value
stays), core properties are escaped once, and endnotes are filled too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, NoReturn

from docxtpl import DocxTemplate
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.exceptions import TemplateSyntaxError
from lxml import etree

from docgen import markup
from docgen.errors import TemplateError
from docgen.images import Album, Sketches
from docgen.markup import DOCUMENT, TYPES
from docgen.messages import _
from docgen.template import field_codes
from docgen.template.drawing import Drawings, are_apart
from docgen.template.inspection import parsed, refuse_fields
from docgen.template.package import CORE, Repacker, read
from docgen.template.picture_filters import SKETCHED
from docgen.template.places import NOWHERE, Place, PlacedError, cells, excerpt, part_title, place, shortened
from docgen.template.printing import Printer, printout, renumbered
from docgen.template.sandbox import EVALUATION
from docgen.template.source import Analysis, Need, analyse, has_empty_table, patched, torn_tag
from docgen.template.syntax import unread
from docgen.template.values import checked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jinja2 import Template as JinjaTemplate
    from jinja2 import nodes

_OTHER_PARTS = re.compile(r"word/(header|footer|footnotes|endnotes)\d*\.xml$")
_TAG = re.compile(r"{{|{%|{#|{_{|{_%")
_DECLARATION = b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
# What Jinja2 and Python raise for a number of thousands of digits, blocks nested too deep, a literal that is no number.
COMPILING = (RecursionError, ValueError, ArithmeticError, SyntaxError, MemoryError)


@dataclass(frozen=True, slots=True)
class CompiledPart:
    """One part of a template that filling changes."""

    name: str
    source: str
    template: JinjaTemplate
    analysis: Analysis
    has_pictures: bool = False
    """Whether pictures may come into it."""
    has_filled_fields: bool = False
    """Whether tags stand in the codes of fields, so that only a filled paper shows what they are."""

    @property
    def title(self) -> str:
        """What a clerk calls it, such as 正文 or 页眉."""
        return part_title(self.name)

    def tree(self) -> nodes.Template:
        """Return its syntax tree as written, without the bounds that compiling adds."""
        return self.template.environment.parse(self.source)


class Compiled:
    """A template's parts, ready to be rendered; made by :func:`compile_template`."""

    def __init__(self, name: str, parts: tuple[CompiledPart, ...], contents: Mapping[str, bytes], raw: bytes) -> None:
        self._name = name
        self.parts = parts
        showing = [markup.relations_of(part.name) for part in parts if part.has_pictures]
        self._related = {one: contents[one] for one in (TYPES, *showing) if showing and one in contents}
        """What changes with the pictures of a paper besides the parts that show them."""
        self._apart = frozenset(part.name for part in parts if are_apart(part.source))
        self._repacker = Repacker(raw, frozenset((*(part.name for part in parts), *self._related)))
        self._docxtpl = DocxTemplate(BytesIO(raw))

    def paragraphs(self) -> Iterator[Place]:
        """Yield the place of every paragraph and tag, with all its words."""
        for part in self.parts:
            where = cells(part.source)
            for line in range(1, part.source.count("\n") + 2):
                if words := excerpt(part.source, line):
                    yield Place(part.title, words, where.get(line, NOWHERE))

    def fill(self, data: Mapping[str, object], album: Album | None = None) -> bytes:
        """Return the .docx for this data; raise TemplateError with part and place, Unfit for a picture of the data."""
        values = checked(data)
        sketched = SKETCHED.set(isinstance(album, Sketches))
        try:
            filled = {part.name: self._rendered(part, values) for part in self.parts}
        finally:
            SKETCHED.reset(sketched)
        showing = [part.name for part in self.parts if part.has_pictures]
        if not showing:
            return self._repacker.write(filled)
        drawings = Drawings(album or Album(), values)
        filled |= {name: drawings.put(name, filled[name], apart=name in self._apart) for name in showing}
        return self._repacker.write(self._related | filled | drawings.parts(self._related))

    def _rendered(self, part: CompiledPart, values: dict[str, object]) -> bytes:
        content = self._content(part, values)
        if part.has_filled_fields:
            refuse_fields(self._name, part.name, parsed(self._name, part.name, content))
        return content

    def _content(self, part: CompiledPart, values: dict[str, object]) -> bytes:
        found = part.analysis
        try:
            text = printout(part.template, values, self._docxtpl.resolve_listing, hollow=found.may_hollow)
        except (JinjaError, *EVALUATION) as error:
            _refuse(self._name, part.name, part.source, error, part.template)
        if part.name == DOCUMENT and found.has_drawings:
            text = renumbered(text)
        need = found.tables if part.name == DOCUMENT else Need.NEVER
        if need is Need.ALWAYS or (need is Need.EMPTY_TABLE and has_empty_table(text)):
            tree = self._docxtpl.fix_tables(text.decode())
        elif found.has_tags_in_attributes:
            tree = etree.fromstring(text)
        else:
            return _DECLARATION + text
        return markup.written(tree)


def is_filled(part: str) -> bool:
    """Whether a part holds paragraphs that are filled: the body, headers, footers, notes."""
    return part == DOCUMENT or _OTHER_PARTS.match(part) is not None


def compile_template(name: str, raw: bytes) -> Compiled:
    """Compile a .docx; ``name`` is what messages call it. Raise TemplateError with part and place."""
    raw, contents = read(name, raw)
    printer = Printer()
    docxtpl = DocxTemplate(BytesIO(raw))
    parts = []
    for part in contents:
        if part != CORE and not is_filled(part):
            continue
        source = _source(name, part, contents[part], docxtpl)
        if part != DOCUMENT and not _TAG.search(source):
            continue
        try:
            template = printer.from_string(source)
            analysis = analyse(source)
            if analysis.has_tags_in_attributes:
                template = Printer(attributes=True).from_string(source)
        except (JinjaError, *COMPILING) as error:
            _refuse(name, part, source, error, None)
        filled_fields = any("{" in code for code in field_codes.codes(parsed(name, part, contents[part])))
        parts.append(CompiledPart(part, source, template, analysis, analysis.has_pictures, filled_fields))
    return Compiled(name, tuple(parts), contents, raw)


def _source(name: str, part: str, content: bytes, docxtpl: DocxTemplate) -> str:
    # As python-docx parses (remove_blank_text), which docxtpl relies on; nothing is fetched or expanded.
    try:
        root = markup.root(content, blanks=False)
    except etree.XMLSyntaxError as error:
        raise TemplateError(
            _("{name}: {part} is damaged").format(name=name, part=part),
            hint=_("Open it in Word or WPS and save it as .docx, without a password."),
        ) from error
    text = etree.tostring(root, encoding="unicode")
    if part == CORE:
        return text  # properties are text in single elements: docxtpl does not patch them either
    if torn := torn_tag(root):
        words, cell = torn
        reason = _("a tag begins here and does not end in the same paragraph")
        raise PlacedError(name, Place(part_title(part), shortened(words), cell), reason)
    return patched(docxtpl, text)


def _refuse(name: str, part: str, source: str, error: Exception, template: JinjaTemplate | None) -> NoReturn:
    """Say where in the template it went wrong, with the words that stand there."""
    line = error.lineno if isinstance(error, TemplateSyntaxError) else line_of(error, template)
    reason = error.message if isinstance(error, JinjaError) and error.message else str(error)
    reason = unread(error) if isinstance(error, TemplateSyntaxError) else reason
    if template is None and not isinstance(error, JinjaError):
        reason = _("a number or an expression is too long, or is nested too deep")
    raise PlacedError(name, place(part, source, line), reason) from error


def line_of(error: Exception, template: JinjaTemplate | None) -> int:
    """Return the line of the source that was being rendered when ``error`` was raised, 0 when unknown."""
    line = 0
    trace = error.__traceback__
    while template is not None and trace is not None:
        if trace.tb_frame.f_code.co_filename == (template.filename or "<template>"):
            line = template.get_corresponding_lineno(trace.tb_lineno)
        trace = trace.tb_next
    return line
