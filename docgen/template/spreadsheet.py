"""An upper office's form as an .xlsx, filled from the data of a paper: placeholders in cells, rows repeated, formats kept.

The words are those of a Word template: ``{{ 姓名 }}`` in a cell, ``{%tr for 人 in 成员 %}`` and ``{%tr endfor %}`` in rows of
their own.
Only the sheets that have placeholders change, and what names their rows: formulas, merged cells, printing areas, pictures.
What could not follow when rows are repeated is refused by name, and so is a workbook that runs or fetches something.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from jinja2.exceptions import TemplateError as JinjaError

from docgen import incoming, markup
from docgen.errors import TemplateError
from docgen.incoming import Refused, limits, packed
from docgen.markup import TYPES, R, S
from docgen.messages import N_, _
from docgen.problems import Severity
from docgen.template.compiled import COMPILING, line_of
from docgen.template.inspection import parsed
from docgen.template.lint import Finding
from docgen.template.package import OLE, Repacker
from docgen.template.places import Place, PlacedError
from docgen.template.sandbox import EVALUATION, render
from docgen.template.shape import paper
from docgen.template.sheet_rows import LOST, Rows, moved, moved_parts
from docgen.template.sheet_source import OLD, Cells, environment, said_of, tags_elsewhere
from docgen.template.usage import read
from docgen.template.values import checked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Template
    from lxml.etree import _Element

    from docgen.documents import Plain
    from docgen.template.sandbox import Sandbox
    from docgen.template.shape import Schema, Shape

__all__ = ["fill", "lint"]

_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_RUNS = re.compile(r"vbaProject|macroEnabled|activeX|externalLink|oleObject|connections|ctrlProp|customUI", re.I)
_OF_NOTHING = re.compile(r"\b(?:SUM|COUNT|COUNTA)\(#REF!\)", re.I)
_CANNOT_MOVE = {
    "chart": N_("a chart"),
    "table": N_("a table of Excel's own"),
    "comments": N_("comments"),
    "threadedComment": N_("comments"),
    "pivotTable": N_("a pivot table"),
}
"""By the kind of relationship: what names rows in a way that is not followed here."""


def fill(path: Path, data: Mapping[str, Plain]) -> bytes:
    """Return the form filled with the data of one paper. Raise TemplateError with sheet and cell."""
    try:
        return _form(path).filled(checked(data))
    except PlacedError as error:
        raise TemplateError(
            error.message, hint=_("Open the form in Excel or WPS, go to this cell and correct it.")
        ) from error


def lint(path: Path, schema: Schema) -> tuple[Finding, ...]:
    """Return what is wrong with a form for data of this JSON Schema, each at its cell. Raise TemplateError for no form at all."""
    return tuple(_form(path).faults(paper(schema)))


def _form(path: Path) -> _Form:
    try:
        raw = incoming.content(path, limits.TEMPLATE.packed)
        if raw.startswith(OLE):
            raise TemplateError(
                _("{name}: this is an old .xls or an encrypted file, not an .xlsx").format(name=path.name),
                hint=_("Open it in Excel or WPS and save it as .xlsx, without a password."),
            )
        return _Form(path.name, packed.parts(path.name, raw, limits.TEMPLATE))
    except Refused as error:
        raise TemplateError(
            _("{path}: the template cannot be read ({reason})").format(path=path, reason=error.reason), hint=error.hint
        ) from error


class _Form:
    """The parts of a form, and the trees of those that change."""

    def __init__(self, name: str, parts: Mapping[str, bytes]) -> None:
        self._name, self._parts = name, dict(parts)
        self._trees: dict[str, _Element] = {}
        self._refuse_active()
        self._main = next(
            (part for kind, part in self._related("") if kind == "officeDocument" and part in self._parts), ""
        )
        if not self._main or self._tree(self._main).tag != f"{S}workbook":
            raise self._unfit(_("it is no .xlsx workbook"))
        related = {str(one.get("Id")): target for one, target in self._relations(self._main)}
        listed = self._tree(self._main).iterfind(f"{S}sheets/{S}sheet")
        self._sheets = {str(one.get("name")): related.get(str(one.get(f"{R}id")), "") for one in listed}
        kinds = dict(self._related(self._main))
        strings, styles = kinds.get("sharedStrings", ""), kinds.get("styles", "")
        self._strings = list(self._tree(strings).iterfind(f"{S}si")) if strings in self._parts else []
        self._cells = Cells(name, self._strings, self._tree(styles) if styles in self._parts else None)

    def _unfit(self, reason: str) -> TemplateError:
        return TemplateError(
            _("{name}: not fit to be a form: {reason}").format(name=self._name, reason=reason),
            hint=_("Copy its sheets into a new workbook and save that as .xlsx."),
        )

    def _refuse_active(self) -> None:
        if TYPES not in self._parts:
            raise self._unfit(_("it is no .xlsx workbook"))
        said = self._tree(TYPES)
        kinds = " ".join(str(one.get("ContentType", "")) for one in said)
        for part in (*self._parts, kinds):
            if found := _RUNS.search(part):
                raise self._unfit(_("it runs or takes in something ({what})").format(what=found[0]))

    def _tree(self, part: str) -> _Element:
        if part not in self._trees:
            self._trees[part] = parsed(self._name, part, self._parts[part])
        return self._trees[part]

    def _relations(self, owner: str) -> list[tuple[_Element, str]]:
        part = markup.relations_of(owner)
        if part not in self._parts:
            return []
        inner = [one for one in self._tree(part) if str(one.get("TargetMode", "")).lower() != "external"]
        return [(one, markup.target_of(owner, str(one.get("Target", "")))) for one in inner]

    def _related(self, owner: str) -> list[tuple[str, str]]:
        return [(str(one.get("Type", "")).rpartition("/")[2], target) for one, target in self._relations(owner)]

    def filled(self, values: dict[str, object]) -> bytes:
        """Return the package with its sheets filled."""
        from lxml import etree

        for where in self._elsewhere():
            raise PlacedError(self._name, where, _("a tag is filled in a cell only: put it into one"))
        before = {part: etree.tostring(tree) for part, tree in self._trees.items()}
        changed: dict[str, Rows] = {}
        for title, part in self._sheets.items():
            if part in self._parts and self._tree(part).tag == f"{S}worksheet":
                before[part] = etree.tostring(self._tree(part))
                rows = self._fill_sheet(title, part, values)
                if rows is not None:
                    changed[title] = rows
        if not changed:
            raise self._unfit(_("no cell of it has a placeholder"))
        self._forget_tags()
        shifted = {title: rows for title, rows in changed.items() if not rows.stay}
        if shifted:
            self._move(shifted)
        self._reckon_anew()
        return Repacker.of(
            {
                part: content
                if part not in self._trees or before.get(part) == etree.tostring(self._trees[part])
                else markup.written(self._trees[part])
                for part, content in self._parts.items()
            }
        )

    def faults(self, data: Shape) -> Iterator[Finding]:
        """Yield what is wrong with the tags of all sheets."""
        has_any = False
        for where in self._elsewhere():
            has_any = True
            message = _("a tag is filled in a cell only: put it into one")
            yield Finding("not-filled", Severity.ERROR, where.part, where.words, message)
        for title, part in self._sheets.items():
            rows = self._tree(part).find(f"{S}sheetData") if part in self._parts else None
            if rows is None:
                continue
            sandbox, faulty = environment(), list[PlacedError]()
            try:
                source, places, has_tags = self._cells.source(title, rows, sandbox, faulty)
                if not faulty:
                    self._compiled(title, source, places, sandbox)
                usage = read(sandbox.parse(source), data)
            except (PlacedError, JinjaError) as error:
                faulty += [error] if isinstance(error, PlacedError) else []
                usage, has_tags = None, True
            has_any = has_any or has_tags or bool(faulty)
            for one in faulty:
                yield Finding("syntax", Severity.ERROR, one.place.part, one.place.words, one.reason)
            for slug, line, message in usage.faults if usage is not None else ():
                where = places.get(line, Place(title))
                yield Finding(slug, Severity.ERROR, where.part, where.words, message)
        if not has_any:
            raise self._unfit(_("no cell of it has a placeholder"))

    def _elsewhere(self) -> Iterator[Place]:
        sheets = {title: self._tree(part) for title, part in self._sheets.items() if part in self._parts}
        return tags_elsewhere(sheets, self._parts)

    def _compiled(self, title: str, source: str, places: Mapping[int, Place], sandbox: Sandbox) -> Template:
        try:
            return sandbox.from_string(source)
        except (JinjaError, *COMPILING) as error:
            self._refuse(title, places, error, None)

    def _fill_sheet(self, title: str, part: str, values: dict[str, object]) -> Rows | None:
        """Fill a sheet's cells; return where its rows are now, None for one without placeholders."""
        tree = self._tree(part)
        data = tree.find(f"{S}sheetData")
        if data is None:
            return None
        sandbox = environment()
        source, places, has_tags = self._cells.source(title, data, sandbox)
        if not has_tags:
            return None
        template = self._compiled(title, source, places, sandbox)
        try:
            text = render(template, values)
        except (JinjaError, *EVALUATION) as error:
            self._refuse(title, places, error, template)
        made = markup.root(text.encode(), huge=True)
        order = []
        for row in list(data):
            data.remove(row)
        for place, row in enumerate(made, 1):
            row.tag = f"{S}row"
            order.append(int(str(row.attrib.pop(OLD))))
            row.set("r", str(place))
            for cell in row:
                for element in cell.iter():
                    if isinstance(element.tag, str) and not element.tag.startswith("{"):
                        element.tag = f"{S}{element.tag}"
                cell.set("r", re.sub(r"\d+$", str(place), str(cell.get("r"))))
            data.append(row)
        return Rows(order)

    def _refuse(self, title: str, places: Mapping[int, Place], error: Exception, template: Template | None) -> NoReturn:
        where = places.get(line_of(error, template), Place(title))
        raise PlacedError(self._name, where, said_of(error)) from error

    def _forget_tags(self) -> None:
        """Empty the texts of before that no cell uses any more."""
        for item in self._strings:
            texts = list(item.iter(f"{S}t"))
            if re.search("{{|{%", "".join(one.text or "" for one in texts)):
                for one in texts:
                    one.text = ""

    def _move(self, shifted: Mapping[str, Rows]) -> None:
        """Let everything that names the rows of these sheets follow them."""
        for title, rows in shifted.items():
            part = self._sheets[title]
            for kind, target in self._related(part):
                inner = [one for one, _target in self._related(target)] if kind == "drawing" else []
                for one in (kind, *inner):
                    if one in _CANNOT_MOVE:
                        reason = _("{what} cannot follow the rows that are repeated: put it on a sheet of its own")
                        raise PlacedError(self._name, Place(title), reason.format(what=_(_CANNOT_MOVE[one])))
                if kind == "drawing":
                    self._move_pictures(target, rows)
            moved_parts(self._tree(part), rows)
        for title, part in self._sheets.items():
            if part in self._parts and self._tree(part).tag == f"{S}worksheet":
                self._move_formulas(title, part, shifted)
        for name in self._tree(self._main).iterfind(f"{S}definedNames/{S}definedName"):
            name.text = moved(name.text or "", "", shifted)

    def _move_formulas(self, title: str, part: str, shifted: Mapping[str, Rows]) -> None:
        tree = self._tree(part)
        for cell in tree.iterfind(f"{S}sheetData/{S}row/{S}c"):
            formula = cell.find(f"{S}f")
            if formula is None:
                continue
            here = int(re.sub(r"\D", "", str(cell.get("r"))))
            before = shifted[title].order[here - 1] if title in shifted else here
            where = Place(f"{title}!{re.sub(r'[0-9]', '', str(cell.get('r')))}{before}")
            if formula.get("t") in ("shared", "array", "dataTable") and title in shifted:
                reason = _(
                    "a formula that was filled down or is an array cannot follow the rows: type it in its cell by itself"
                )
                raise PlacedError(self._name, where, reason)
            text = _OF_NOTHING.sub("0", moved(formula.text or "", title, shifted, here=here))
            if LOST in text and LOST not in (formula.text or ""):
                raise PlacedError(self._name, where, _("this formula reckons with rows of a list that has no entry"))
            formula.text = text
        for formula in tree.iter(f"{S}formula", f"{S}formula1", f"{S}formula2"):
            formula.text = moved(formula.text or "", title, shifted)

    def _move_pictures(self, part: str, rows: Rows) -> None:
        for place in self._tree(part).iter(f"{_DRAWN}row"):
            now = rows.at(int(place.text or "0") + 1)
            place.text = str(now[0] - 1 if now else 0)

    def _reckon_anew(self) -> None:
        """Let whoever opens the workbook reckon its formulas: the results of before are those of the blank form."""
        found = False
        for part in self._sheets.values():
            for cell in self._tree(part).iter(f"{S}c") if part in self._parts else ():
                value = cell.find(f"{S}v")
                if cell.find(f"{S}f") is not None and value is not None:
                    cell.remove(value)
                    cell.attrib.pop("t", "")
                    found = True
        chain = next((target for kind, target in self._related(self._main) if kind == "calcChain"), "")
        if chain:
            for one, target in self._relations(self._main):
                parent = one.getparent()
                if target == chain and parent is not None:
                    parent.remove(one)
            for one in list(self._tree(TYPES)):
                if str(one.get("PartName", "")).lstrip("/") == chain:
                    self._tree(TYPES).remove(one)
            self._parts.pop(chain, None)
        reckoning = self._tree(self._main).find(f"{S}calcPr")
        if found and reckoning is not None:
            reckoning.set("fullCalcOnLoad", "1")
