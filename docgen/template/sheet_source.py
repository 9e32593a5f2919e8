"""The rows of a sheet as a Jinja2 source: cells with tags as what fills them, rows of tags as the loops they stand for.

A cell that is one placeholder keeps what it is given: a number stays a number, a day becomes a day where the cell's format
shows one. In every other cell a placeholder is a piece of its text.
Tags that stand elsewhere than in cells are not filled, and named.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from docxtpl import RichText
from jinja2 import Undefined
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.exceptions import TemplateRuntimeError

from docgen.incoming import limits
from docgen.markup import UNSHOWABLE, S
from docgen.messages import N_, _
from docgen.template.compiled import COMPILING
from docgen.template.places import Place, PlacedError, shortened
from docgen.template.sandbox import Sandbox, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml.etree import _Element

__all__ = ["OLD", "Cells", "environment", "said_of", "tags_elsewhere"]

OLD = "docgen-row"
"""The attribute that says which row of the template a row comes from."""
_FILTER = "放入单元格"
_NO_FILTER = re.compile(r"No filter named '(.+?)'")
_TAG = re.compile(r"({{.*?}}|{%.*?%}|{#.*?#})", re.S)
_BEGUN_TAG = re.compile(r'{[{%][^<>"]*')
_FILLED = (f"{S}t", f"{S}v")
_STANDS_IN = {
    "/comments": N_("comment"),
    "/threadedComments": N_("comment"),
    "/charts/": N_("chart"),
    "/drawings/": N_("text box"),
    ".rels": N_("link"),
    "docProps/": N_("properties of the file"),
}
"""What a part holds, by a piece of its name."""
_ROW = re.compile(r"{%([-+]?)\s*tr\s+(.*?)\s*([-+]?)%}", re.S)
_ALONE = re.compile(r"\s*{{[-+]?\s*((?:(?!{{|}}).)+?)\s*[-+]?}}\s*", re.S)
_MOST_ROWS = 5000
_FIRST_DAY = date(1899, 12, 30)
_DAYS = frozenset((*range(14, 23), *range(27, 37), *range(50, 59)))
"""Numbers of the formats that show a day (ISO/IEC 29500-1, 18.8.30)."""
_Corner = tuple[tuple[int, str], int]
"""A cell: its column, so that Z comes before AA, and its row."""


def environment() -> Sandbox:
    """Return the environment of forms: that of papers, and what puts a value into a cell."""
    sandbox = Sandbox()
    sandbox.filters[_FILTER] = _filled
    return sandbox


class _Source(str):
    """XML that stands as it is: what Jinja2 asks before it escapes."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def _filled(value: object, shows_days: bool) -> _Source:
    """Return the rest of a cell, from behind its attributes."""
    if isinstance(value, RichText):
        raise TemplateRuntimeError(_("formatted text is for Word: format the cell instead"))
    if isinstance(value, date) and shows_days:
        return _Source(f"><v>{(value - _FIRST_DAY).days}</v></c>")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _Source(f"><v>{value!r}</v></c>")
    said = shown(value)
    text = str(said) if not isinstance(said, Undefined) else f"{said}"
    if len(text) > limits.CELL:
        raise TemplateRuntimeError(_("a cell holds {limit} characters at most").format(limit=limits.CELL))
    return _Source(f' t="inlineStr"><is><t xml:space="preserve">{escape(UNSHOWABLE.sub("", text))}</t></is></c>')


class Cells:
    """Reads the cells of a workbook's sheets: their texts, and whether their formats show days."""

    def __init__(self, name: str, strings: Sequence[_Element], styles: _Element | None) -> None:
        self._name, self._strings = name, strings
        self._days = list(_shows_days(styles)) if styles is not None else []

    def source(
        self, title: str, data: _Element, sandbox: Sandbox, faults: list[PlacedError] | None = None
    ) -> tuple[str, dict[int, Place], bool]:
        """Return the source of a sheet's rows, the place at each of its lines, whether it has any tag.

        Raise PlacedError for the first cell that is faulty; with ``faults`` all are added there, and left out of the source.
        """
        rows = {int(str(row.get("r"))): row for row in data.iterfind(f"{S}row") if str(row.get("r", "")).isdecimal()}
        last = max(rows, default=0)
        if last > _MOST_ROWS:
            has_tags = any("{{" in self.text(one) for one in data.iter(f"{S}c"))
            if has_tags:
                reason = _("a sheet with placeholders has {limit} rows at most").format(limit=_MOST_ROWS)
                raise PlacedError(self._name, Place(title), reason)
            return "", {}, False
        lines, places, has_tags = ["<rows>"], dict[int, Place](), False
        merged = _merged(data)
        for number in range(1, last + 1):
            row = rows.get(number)
            cells = list(row.iterfind(f"{S}c")) if row is not None else []
            try:
                control = self._control(title, cells)
            except PlacedError as error:
                _collect(error, faults)
                continue
            if control:
                lines.append(control[0])
                places[len(lines)], has_tags = control[1], True
                continue
            kept = {
                str(key): str(value) for key, value in (row.attrib.items() if row is not None else ()) if key != "r"
            }
            said = "".join(f" {key}={quoteattr(value)}" for key, value in kept.items() if not key.startswith("{"))
            lines.append(f'<row {OLD}="{number}"{said}>')
            for cell in cells:
                where = Place(f"{title}!{cell.get('r')}", shortened(self.text(cell)))
                try:
                    made = self._cell(cell, where, sandbox)
                    if made[1]:
                        self._require_seen(cell, where, merged)
                except PlacedError as error:
                    _collect(error, faults)
                    continue
                has_tags |= made[1]
                lines.append(made[0].replace("\n", "&#10;"))
                places[len(lines)] = where
            lines.append("</row>")
        lines.append("</rows>")
        return "\n".join(lines), places, has_tags

    def text(self, cell: _Element) -> str:
        """Return the text of a cell, ``""`` for a number or a formula."""
        item = self._item(cell)
        return _text(item) if item is not None else ""

    def _item(self, cell: _Element) -> _Element | None:
        if cell.get("t") == "inlineStr":
            return cell.find(f"{S}is")
        value = cell.find(f"{S}v")
        if cell.get("t") == "s" and value is not None and (value.text or "").strip().isdecimal():
            place = int(str(value.text))
            return self._strings[place] if place < len(self._strings) else None
        return None

    def _control(self, title: str, cells: Sequence[_Element]) -> tuple[str, Place] | None:
        """Return the tag that a row stands for, where it is one."""
        texts = [(cell, text) for cell in cells if (text := self.text(cell).strip())]
        found = [(cell, text) for cell, text in texts if _ROW.search(text)]
        if not found:
            return None
        cell, text = found[0]
        where = Place(f"{title}!{cell.get('r')}", shortened(text))
        if len(texts) > 1 or not _ROW.fullmatch(text):
            reason = _("a tag for rows stands in a row of its own, and nothing else with it")
            raise PlacedError(self._name, where, reason)
        return _ROW.sub(r"{%\1 \2 \3%}", text).replace("\n", " "), where

    def _cell(self, cell: _Element, where: Place, sandbox: Sandbox) -> tuple[str, bool]:
        """Return the source of a cell, and whether it has tags."""
        from lxml import etree

        text = self.text(cell)
        attributes = "".join(f' {name}="{cell.get(name)}"' for name in ("r", "s") if cell.get(name))
        if not _TAG.search(text):
            if re.search("{{|{%|}}|%}", text):
                raise PlacedError(
                    self._name, where, _("a tag begins or ends here, and its other end is not in this cell")
                )
            plain = etree.tostring(cell, encoding="unicode", with_tail=False)
            return plain.replace("{{", "&#123;&#123;").replace("{%", "&#123;%").replace("{#", "&#123;#"), False
        if cell.find(f"{S}f") is not None or not self._is_of_one_look(cell):
            reason = _("a placeholder cannot stand in a cell whose text has several formats: give it one")
            raise PlacedError(self._name, where, reason)
        try:
            sandbox.from_string(text)
        except (JinjaError, *COMPILING) as error:
            reason = _("this tag cannot be read: {reason}").format(reason=said_of(error))
            raise PlacedError(self._name, where, reason) from error
        if alone := _ALONE.fullmatch(text):
            style = str(cell.get("s", "0"))
            shows = style.isdecimal() and int(style) < len(self._days) and self._days[int(style)]
            expression = alone[1].replace("\n", " ")
            return f"<c{attributes}{{{{ ({expression}) | {_FILTER}({shows})  }}}}", True
        pieces = "".join(
            piece.replace("\n", " ") if _TAG.fullmatch(piece) else escape(piece) for piece in _TAG.split(text)
        )
        return f'<c{attributes} t="inlineStr"><is><t xml:space="preserve">{pieces}</t></is></c>', True

    def _require_seen(self, cell: _Element, where: Place, merged: Sequence[tuple[_Corner, _Corner]]) -> None:
        """Refuse a tag in a cell that others cover; some programs keep what stood there before cells were merged."""
        column, row = here = _corner(str(cell.get("r")))
        for first, last in merged:
            if here != first and first[0] <= column <= last[0] and first[1] <= row <= last[1]:
                reason = _("merged cells cover this one: put the tag into the first of them")
                raise PlacedError(self._name, where, reason)

    def _is_of_one_look(self, cell: _Element) -> bool:
        from lxml import etree

        item = self._item(cell)
        looks = [run.find(f"{S}rPr") for run in (item.iterfind(f"{S}r") if item is not None else ())]
        return len({b"" if look is None else etree.tostring(look, method="c14n") for look in looks}) <= 1


def _corner(reference: str) -> _Corner:
    letters = reference.rstrip("0123456789")
    return (len(letters), letters), int(reference[len(letters) :] or "0")


def _merged(data: _Element) -> list[tuple[_Corner, _Corner]]:
    """Return the first and the last cell of each group of cells that a sheet has merged."""
    sheet = data.getparent()
    named = [str(one.get("ref", "")).partition(":") for one in sheet.iter(f"{S}mergeCell")] if sheet is not None else []
    return [(_corner(first), _corner(last)) for first, _colon, last in named if last]


def said_of(error: Exception) -> str:
    """Return what is wrong with a tag, in words."""
    said = str(getattr(error, "message", "") or error)
    missing = _NO_FILTER.match(said)
    return _("there is no filter {name}").format(name=missing[1]) if missing else said


def _collect(error: PlacedError, faults: list[PlacedError] | None) -> None:
    if faults is None:
        raise error
    faults.append(error)


def _text(item: _Element) -> str:
    """Return the text of a string, without how it is read aloud."""
    direct = [item.find(f"{S}t"), *(run.find(f"{S}t") for run in item.iterfind(f"{S}r"))]
    return "".join(one.text or "" for one in direct if one is not None)


def _shows_days(styles: _Element) -> Iterator[bool]:
    """Yield for each format of cells whether it shows a day."""
    codes = {str(one.get("numFmtId")): str(one.get("formatCode", "")) for one in styles.iter(f"{S}numFmt")}
    for look in styles.iterfind(f"{S}cellXfs/{S}xf"):
        number = str(look.get("numFmtId", "0"))
        code = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", codes.get(number, "")).lower()
        yield (number.isdecimal() and int(number) in _DAYS) or ("y" in code and "m" in code) or "d" in code


def tags_elsewhere(sheets: Mapping[str, _Element], parts: Mapping[str, bytes]) -> Iterator[Place]:
    """Yield the place of each such tag: in sheets by their names, then in what belongs to them."""
    for title, tree in sheets.items():
        if _BEGUN_TAG.search(title):
            yield Place(_("name of a sheet"), title)
        for one in tree.iter():
            if not isinstance(one.tag, str) or one.tag in _FILLED:
                continue
            for said in (one.text or "", *map(str, one.attrib.values())):
                if _BEGUN_TAG.search(said):
                    yield Place(_where(title, one), shortened(said))
    for part, content in parts.items():
        told = next((words for piece, words in _STANDS_IN.items() if piece in part), "")
        if told and part.endswith((".xml", ".rels", ".vml")):
            yield from (
                Place(_(told), shortened(tag)) for tag in _BEGUN_TAG.findall(content.decode("utf-8", "replace"))
            )


def _where(title: str, element: _Element) -> str:
    above = element.getparent()
    if element.tag == f"{S}f" and above is not None:
        return f"{title}!{above.get('r')}"
    if str(element.tag).endswith(("Header", "Footer")):
        return " ".join((title, _("header or footer")))
    return title
