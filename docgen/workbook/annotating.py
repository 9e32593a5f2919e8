"""The clerk's own workbook given back, marked, with a first sheet 检查结果 that links to every fault.

Marks of an earlier run are taken off first, so a corrected workbook comes back as it was.

Only parts that carry marks change; all others stay byte for byte (openpyxl would lose cached results, text boxes and
sparklines).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from docgen import files
from docgen.errors import WorkbookError
from docgen.markup import R
from docgen.messages import _
from docgen.problems import Problem, Severity
from docgen.workbook.cell_marks import SIGN, CellMark, put_marks, take_marks_off
from docgen.workbook.cells import letters
from docgen.workbook.container import FileKind, kind_of
from docgen.workbook.package import Parts, child, like, local, words
from docgen.workbook.reading import apart

if TYPE_CHECKING:
    from lxml.etree import _Element

RESULTS = "检查结果"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_MOST_LISTED = 5000
_WRAPPING = {"vertical": "top", "wrapText": "1"}
_COLOURS = {Severity.ERROR: ("FFFFC7CE", "FF9C0006"), Severity.WARNING: ("FFFFEB9C", "FF7F6000")}
_HEAD = ("FFD9E1F2", "FF1F3864")
_DXF_USES = re.compile(rb'[dD]xfId="(\d+)"')
_STYLE_USES = re.compile(rb'\b(?:s|style)="(\d+)"')


def annotate(source: Path, target: Path, problems: Sequence[Problem]) -> None:
    """Write the clerk's own .xlsx with every problem marked at its cell and listed on a first sheet 检查结果.

    Marks of an earlier run are taken off; without problems what comes out is the workbook as it was. Everything else is
    kept byte for byte. Raise WorkbookError for other formats, OutputError.
    """
    if kind_of(source) is not FileKind.XLSX:
        raise WorkbookError(
            _("{path}: only an .xlsx can be given back marked").format(path=source),
            hint=_("Save it as .xlsx in Excel or WPS, then check that one."),
        )
    # Whole sheets as trees: a file that streams by while it is read may not fit in memory so.
    files.write(target, apart(source, marked, source, tuple(problems)))


def marked(source: Path, problems: Sequence[Problem]) -> bytes:
    """Return the workbook with these marks and no others; the very bytes of the source when there are none."""
    parts = Parts(source)
    book = _Book(parts)
    cleaned = book.clean()
    if problems:
        book.mark(problems)
    return parts.packed() if problems or cleaned else source.read_bytes()


class _Book:
    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        main = [target for kind, target in parts.relations("").values() if kind == "officeDocument"]
        self.main = main[0] if main else "xl/workbook.xml"
        self.root = parts.tree(self.main)

    def sheets(self) -> list[tuple[_Element, str, str]]:
        """Element, title and part of each sheet."""
        relations = self.parts.relations(self.main)
        listed = child(self.root, "sheets")
        found = []
        for element in listed if listed is not None else ():
            relation = next((v for k, v in element.attrib.items() if str(k).endswith("}id")), "")
            found.append((element, str(element.get("name", "")), relations.get(str(relation), ("", ""))[1]))
        return found

    def clean(self) -> bool:
        """Take off the marks of an earlier run; return whether there were any."""
        found = False
        for element, title, part in self.sheets():
            if title == RESULTS and SIGN in words(self.parts.tree(part)) + self._strings(part):
                self._drop(element, part)
                found = True
            elif part in self.parts and part.endswith(".xml"):
                found = take_marks_off(self.parts, part) or found
        if found:
            self._tidy()
        return found

    def _tidy(self) -> None:
        """Take out the formats that our marks used, where they still stand last and nothing else uses them."""
        styles = self._styles()
        sheets = [part for part in self.parts.names() if part.endswith(".xml") and part.startswith("xl/")]
        texts = [self.parts.data(part) for part in sheets]
        ours = [[font, fill, fill] for fill, font in (*_COLOURS.values(), _HEAD)]
        _drop_last(styles, "dxfs", _numbers(_DXF_USES, texts), lambda item: _colours(item) in ours)
        worksheets = [text for part, text in zip(sheets, texts, strict=True) if "sheets/" in part]
        _drop_last(styles, "cellXfs", _numbers(_STYLE_USES, worksheets), _is_wrapped)

    def mark(self, problems: Sequence[Problem]) -> None:
        """Colour and comment the cells, and list everything on a sheet of its own."""
        formats = {severity: self._colour(*colours) for severity, colours in _COLOURS.items()}
        by_title = {title.strip(): part for _element, title, part in self.sheets()}
        for title in dict.fromkeys(problem.sheet for problem in problems):
            marks: dict[str, list[Problem]] = {}
            for problem in problems:
                if problem.sheet == title and problem.cell:
                    marks.setdefault(problem.cell, []).append(problem)
            if marks and title in by_title:
                put_marks(self.parts, by_title[title], [_mark(cell, said) for cell, said in marks.items()], formats)
        titles = {title.strip(): title for _element, title, _part in self.sheets()}
        self._list(problems, titles)

    def _strings(self, part: str) -> str:
        """Shared strings, when a sheet uses them: Excel moves our words there."""
        if not any(item.get("t") == "s" for item in self.parts.tree(part).iter() if local(item) == "c"):
            return ""
        shared = next((t for kind, t in self.parts.relations(self.main).values() if kind == "sharedStrings"), "")
        return words(self.parts.tree(shared)) if shared in self.parts else ""

    def _drop(self, element: _Element, part: str) -> None:
        place = [item[0] for item in self.sheets()].index(element)
        relation = next(name for name, (_kind, target) in self.parts.relations(self.main).items() if target == part)
        listed = element.getparent()
        if listed is not None:
            listed.remove(element)
        self.parts.unrelate(self.main, relation)
        self.parts.undeclare(part)
        self.parts.remove(part)
        self._shift(place, -1)

    def _shift(self, place: int, by: int) -> None:
        """Sheets from a place on have moved: names that count sheets, and the open tab, follow."""
        for name in self.root.iter(like(self.root, "definedName")):
            number = name.get("localSheetId")
            if number is not None and int(number) >= place:
                name.set("localSheetId", str(max(int(number) + by, 0)))
        for view in self.root.iter(like(self.root, "workbookView")):
            for attribute in ("activeTab", "firstSheet"):
                number = view.get(attribute)
                if by < 0 and number is not None and int(number) >= max(place, 1):
                    view.set(attribute, str(int(number) + by))
                elif by > 0 and number is not None:
                    view.set(attribute, "0")

    def _colour(self, fill: str, font: str) -> int:
        """Return the number of a differential format with this fill and font colour, adding it once."""
        from lxml import etree

        styles = self._styles()
        formats = child(styles, "dxfs")
        if formats is None:
            formats = etree.Element(like(styles, "dxfs"), count="0")
            before = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles")
            styles.insert(sum(local(item) in before for item in styles), formats)
        space = styles.nsmap[styles.prefix]
        wanted = (
            f'<dxf xmlns="{space}"><font><color rgb="{font}"/></font>'
            f'<fill><patternFill patternType="solid"><fgColor rgb="{fill}"/><bgColor rgb="{fill}"/></patternFill></fill></dxf>'
        )
        for index, item in enumerate(formats):
            if local(item) == "dxf" and _colours(item) == [font, fill, fill]:
                return index
        formats.append(etree.fromstring(wanted))
        formats.set("count", str(len(formats)))
        return len(formats) - 1

    def _wrapped(self) -> int:
        """Return the number of a cell format that wraps its text, adding it once."""
        from lxml import etree

        styles = self._styles()
        formats = child(styles, "cellXfs")
        if formats is None:
            return 0
        for index, item in enumerate(formats):
            if _is_wrapped(item):
                return index
        attributes = {name: "0" for name in ("numFmtId", "fontId", "fillId", "borderId", "xfId")}
        wrapped = etree.SubElement(formats, like(styles, "xf"), {**attributes, "applyAlignment": "1"})
        etree.SubElement(wrapped, like(styles, "alignment"), _WRAPPING)
        formats.set("count", str(len(formats)))
        return len(formats) - 1

    def _styles(self) -> _Element:
        part = next((t for kind, t in self.parts.relations(self.main).values() if kind == "styles"), "")
        if part not in self.parts:
            part = "xl/styles.xml"
            space = self.root.nsmap[self.root.prefix]
            self.parts.add(part, f'<styleSheet xmlns="{space}"/>'.encode())
            self.parts.relate(self.main, "styles", part)
            self.parts.declare(part, "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml")
        return self.parts.tree(part)

    def _list(self, problems: Sequence[Problem], titles: dict[str, str]) -> None:
        from lxml import etree

        part = self.parts.free("xl/worksheets/sheet{}.xml")
        space = self.root.nsmap[self.root.prefix] or ""
        self.parts.add(part, _results(problems, titles, space, self._wrapped(), self._colour(*_HEAD)).encode())
        self.parts.declare(part, _SHEET_TYPE)
        relation = self.parts.relate(self.main, "worksheet", part)
        listed = child(self.root, "sheets")
        if listed is None:
            return
        used = [int(str(item.get("sheetId", "0"))) for item in listed]
        element = etree.Element(like(self.root, "sheet"), name=RESULTS, sheetId=str(max(used, default=0) + 1))
        element.set(f"{R}id", relation)
        self._shift(0, 1)
        listed.insert(0, element)
        for _element, title, other in self.sheets():
            if title != RESULTS and other in self.parts and other.endswith(".xml"):
                for view in self.parts.tree(other).iter(like(self.parts.tree(other), "sheetView")):
                    if "tabSelected" in view.attrib:  # or Excel opens with two sheets selected
                        del view.attrib["tabSelected"]


def _is_wrapped(item: _Element) -> bool:
    """Whether a cell format does nothing but wrap its text, as ours for the list does."""
    alignment = child(item, "alignment")
    plain = item.get("fontId") == item.get("fillId") == item.get("borderId") == item.get("numFmtId") == "0"
    return plain and alignment is not None and dict(alignment.items()) == _WRAPPING


def _numbers(pattern: re.Pattern[bytes], texts: Sequence[bytes]) -> set[int]:
    return {int(found) for text in texts for found in pattern.findall(text)}


def _drop_last(styles: _Element, name: str, used: set[int], is_ours: Callable[[_Element], bool]) -> None:
    """Take formats off the end of their list: those before keep their numbers, by which cells know them."""
    formats = child(styles, name)
    if formats is None:
        return
    while len(formats) and len(formats) - 1 not in used and is_ours(formats[-1]):
        formats.remove(formats[-1])
        formats.set("count", str(len(formats)))


def _mark(cell: str, said: Sequence[Problem]) -> CellMark:
    severity = Severity.ERROR if any(problem.is_error for problem in said) else Severity.WARNING
    return CellMark(cell, severity, "\n".join(_sentence(problem) for problem in said))


def _sentence(problem: Problem) -> str:
    rule = _("(rule {rule})").format(rule=problem.rule) if problem.rule else ""
    hint = f"\n→ {problem.hint}" if problem.hint else ""
    return f"{problem.severity} {problem.column} {problem.message}{rule}{hint}"


def _colours(element: _Element) -> list[str]:
    return [str(item.get("rgb")) for item in element.iter() if item.get("rgb")]


def _results(problems: Sequence[Problem], titles: dict[str, str], space: str, style: int, head_format: int) -> str:
    """Return the sheet 检查结果: a title line, a header, one row a problem, each with a link to its cell."""
    head = (_("Kind"), _("Place"), _("Column"), _("Value"), _("What is wrong"), _("What to do"), _("Rule"))
    errors = sum(problem.is_error for problem in problems)
    tally = _("{errors} errors, {warnings} warnings").format(errors=errors, warnings=len(problems) - errors)
    if len(problems) > _MOST_LISTED:
        tally += " · " + _("only the first {most} are listed").format(most=_MOST_LISTED)
    rows = [_row(1, (f"{SIGN}{tally}",), 0), _row(2, head, style)]
    links = []
    for number, problem in enumerate(problems[:_MOST_LISTED], start=3):
        place = f"{problem.sheet}!{problem.cell}" if problem.cell else problem.sheet
        rule = str(problem.rule) if problem.rule else ""
        rows.append(
            _row(
                number,
                (problem.severity, place, problem.column, problem.value, problem.message, problem.hint, rule),
                style,
            )
        )
        if problem.sheet in titles:
            title = titles[problem.sheet].replace("'", "''")
            target = quoteattr(f"'{title}'!{problem.cell or 'A1'}")
            links.append(f'<hyperlink ref="B{number}" location={target} display={quoteattr(place)}/>')
    widths = (6, 16, 14, 24, 46, 60, 6)
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" style="{style}" customWidth="1"/>'
        for n, width in enumerate(widths, start=1)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{space}">'
        '<sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane ySplit="2" topLeftCell="A3" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>{''.join(rows)}</sheetData>"
        f'<autoFilter ref="A2:G{max(len(rows), 3)}"/>'
        f'<conditionalFormatting sqref="A2:G2"><cfRule type="expression" dxfId="{head_format}" priority="1">'
        "<formula>TRUE</formula></cfRule></conditionalFormatting>"
        + (f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else "")
        + "</worksheet>"
    )


def _row(number: int, values: Sequence[str], style: int) -> str:
    cells = "".join(
        f'<c r="{letters(column)}{number}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{_plain(value)}</t></is></c>'
        for column, value in enumerate(values, start=1)
        if value
    )
    return f'<row r="{number}">{cells}</row>'


def _plain(text: str) -> str:
    """Return text fit for XML; values were made printable when the problem was found, this is the last guard."""
    return escape("".join(c if c in "\n\t" or (c.isprintable() and c < "\ufffe") else "\ufffd" for c in str(text)))
