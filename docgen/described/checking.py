"""What is wrong with an activity's file beyond its form: names that nothing has, expressions that do not read.

Everything that can be said without a workbook is said here, so that a slip is found when the file is read, not when a row
happens to come by.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from docgen.described.declared import ColumnSaid, Declared, Listed, PaperSaid, Prose, SheetSaid, Value, changes_said
from docgen.described.figures import CHARTS, FIGURES, MEMBERS, sources_of
from docgen.described.naming import is_name, is_series, leads_to, not_a_sheet
from docgen.described.rows import LINES, line_titles
from docgen.described.secrets import SECRET, Secrets
from docgen.described.sorts import Sorts
from docgen.described.world import AT, BATCH, GIVEN, ROW, SETTINGS, UNIT, VALUE, about, gathered
from docgen.documents import KINDS, Per
from docgen.field import Change
from docgen.meant import asked
from docgen.messages import _
from docgen.template.expressions import ITEM, Expression, NotRead, Text
from docgen.template.syntax import alone_said

_Faults = Iterator[tuple[str, str]]
"""Where and what, each."""
_Form = type[Expression] | type[Text]
_OF_DAYS = ("年", "月", "日")
_OF_LOOPS = ("index", "index0", "first", "last", "length")


def faults(declared: Declared) -> _Faults:
    """Yield place and message of every fault."""
    yield from _Checker(declared).faults()


def remarks(declared: Declared) -> list[tuple[str, str]]:
    """Return place and message of what is no fault and seldom meant."""
    checker = _Checker(declared)
    for _fault in checker.faults():
        pass
    return checker.remarks


class _Checker:
    def __init__(self, declared: Declared) -> None:
        self._declared, self._gathered = declared, gathered(declared)
        self.remarks: list[tuple[str, str]] = []
        self._secrets, self._sorts = Secrets(declared), Sorts(declared)
        self._more: set[str] = set()
        """names that the expressions now looked at have beside those of their row"""
        self._titles = {title: self._of(title, said) for title, said in declared.sheet.items()}
        self._titles.setdefault(LINES, line_titles())
        self._everywhere = {*self._titles, SETTINGS, FIGURES, CHARTS, *declared.settings}
        backs = {one.back for said in declared.sheet.values() for one in said.columns.values() if one.back}
        named = {name for names in self._titles.values() for name in names}
        self._own = {
            SETTINGS: {*declared.settings},
            FIGURES: {one.name for one in declared.figure},
            CHARTS: {one.section for one in declared.figure if one.chart},
        }
        """what docgen's own names have, so that no slip in it waits for a workbook"""
        owned = {*MEMBERS}.union(*self._own.values())
        self._any = named | backs | self._everywhere | owned | {ROW, UNIT, ITEM, VALUE, BATCH, AT, GIVEN}

    def _of(self, title: str, said: SheetSaid) -> tuple[str, ...]:
        own = (*said.columns, *said.values)
        return (*line_titles(), *own) if title == LINES else own

    def faults(self) -> _Faults:
        yield from self._head()
        for title, said in self._declared.sheet.items():
            yield from self._sheet(title, said)
        yield from self._rules()
        yield from self._papers()
        yield from self._figures()
        for at, roll in enumerate(self._declared.roll, start=1):
            place = f"roll {at} ({roll.name})"
            yield from self._data(place, {"of": roll}, "", within=False)
            for name, value in roll.each.items():
                if not isinstance(value, str):
                    yield f"{place}.each.{name}", _("is an expression here")
        for year in self._declared.calendar:
            if not (year.isdigit() and len(year) == 4):
                yield f"calendar.{year}", _("is no year")

    def _figures(self) -> _Faults:
        names = [figure.name for figure in self._declared.figure]
        for at, figure in enumerate(self._declared.figure, start=1):
            place = f"figure {at} ({figure.name})"
            if names.count(figure.name) > 1:
                yield f"{place}.name", _("two figures have it")
            if figure.list and figure.list not in self._declared.words:
                yield (
                    f"{place}.list",
                    _no_list(figure.list, self._declared.words),
                )
            counted = {"value": figure.value} | ({"of": figure.of} if figure.of else {})
            found = [one for key, source in counted.items() for one in self._read(f"{place}.{key}", source, "")]
            yield from found
            for key in self._sorts.whole_rows(counted, "") if not found else ():
                if key == "of" or not figure.by:
                    yield (
                        f"{place}.{key}",
                        _("it is a list of rows: how many they are is said by {name}").format(name="| 个数"),
                    )
            yield from self._read(f"{place}.by", figure.by, "", within=True)
            for source in sources_of(figure):
                yield from self._told(f"{place}.value", source, "", is_text=False)

    def _head(self) -> _Faults:
        declared, unit = self._declared, self._declared.activity.unit
        if unit == LINES or unit not in declared.sheet:
            yield "activity.unit", _no_sheet(unit, declared.sheet)
        elif not declared.sheet[unit].key:
            yield f"sheet.{unit}.key", _("must be there: papers are filed by it")
        elif not declared.sheet[unit].name:
            yield f"sheet.{unit}.name", _("must be there: which column says what a row is called?")
        for name in declared.words:
            if not declared.words[name]:
                yield f"words.{name}", _("is empty")
            elif len(set(declared.words[name])) < len(declared.words[name]):
                yield f"words.{name}", _("a word stands twice")

    def _sheet(self, title: str, said: SheetSaid) -> _Faults:
        place, declared = f"sheet.{title}", self._declared
        if title in (SETTINGS, FIGURES, CHARTS, ROW, UNIT, ITEM, VALUE):
            yield place, _("is a name of docgen's own")
        yield from ((place, said) for said in not_a_sheet(title, declared.sheet))
        if title == Change.SHEET and said != changes_said(declared):
            yield place, _("every activity has this sheet: what it explains after signing is read by docgen")
        if title != LINES and not said.columns:
            yield f"{place}.columns", _("must be there")
        for key, names in (("key", said.key), ("once", said.once), ("name", (said.name,) if said.name else ())):
            for name in names:
                if name not in said.columns:
                    yield f"{place}.{key}", self._no_column(name, title, said.columns)
        if title != LINES and not said.key:
            yield f"{place}.key", _("must be there: without which columns can nothing be said of a row?")
        if said.single and title not in about(declared):
            yield f"{place}.single", _("no key of the sheet refers to {unit}").format(unit=declared.activity.unit)
        lines = line_titles() if title == LINES else ()
        for name, one in said.columns.items():
            at = f"{place}.columns.{name}"
            if not is_name(name):
                yield at, _("a name has letters and digits only, and does not begin with a digit")
            if name in lines:
                yield at, _("the sheet 学期 has this line already")
            if one.to and one.to not in declared.sheet:
                yield f"{at}.to", _no_sheet(one.to, declared.sheet)
            elif one.to and not declared.sheet[one.to].key:
                yield f"{at}.to", _("the sheet {name} has no key that could be named").format(name=one.to)
            if len(set(one.words)) < len(one.words):
                yield f"{at}.words", _("a word stands twice")
            if one.list and one.list not in declared.words:
                yield f"{at}.list", _no_list(one.list, declared.words)
            if one.filled == "unit":
                yield from ((f"{at}.filled", reason) for reason in self._not_for_forms(title, one))
            if title == declared.activity.unit and name in declared.sheet and name != title:
                yield at, _("a sheet is called so, and stands here under its name")
        for name, source in said.values.items():
            at = f"{place}.values.{name}"
            if not is_name(name):
                yield at, _("a name has letters and digits only, and does not begin with a digit")
            if name in said.columns or name in lines:
                yield at, _("the sheet has a column of this name")
            yield from self._read(at, source, title)
            if leads_to(name, name, said.values):
                yield at, _("{name} is reckoned from itself").format(name=name)
        for name in said.inside:
            if name not in said.values:
                yield f"{place}.inside", _("the sheet has no value {name}").format(name=name) + asked(name, said.values)
        for name in said.open:
            if name not in said.values:
                yield f"{place}.open", _("the sheet has no value {name}").format(name=name) + asked(name, said.values)

    def _not_for_forms(self, title: str, one: ColumnSaid) -> Iterator[str]:
        """Yield why nobody can fill a column in on a form."""
        unit, columns = self._declared.activity.unit, self._declared.sheet[title].columns.values()
        if title == LINES:
            yield _("the sheet 学期 is the clerk's: no form has it")
        elif title != unit and not any(column.to == unit and not column.many for column in columns):
            yield _("no column of the sheet refers to {unit}: whose would a row be?").format(unit=unit)
        if one.private == "secret":
            yield _("a form leaves the department, and this is secret")

    def _rules(self) -> _Faults:
        for at, rule in enumerate(self._declared.rule, start=1):
            place = f"rule {at} ({rule.no})"
            if rule.sheet not in self._titles:
                yield (
                    f"{place}.sheet",
                    _no_sheet(rule.sheet, self._titles),
                )
                continue
            columns = self._columns(rule.sheet)
            for column in rule.columns:
                if column not in columns:
                    yield f"{place}.column", self._no_column(column, rule.sheet, columns)
            self._more = {VALUE} if len(rule.columns) > 1 else set()
            for key in ("when", "must"):
                yield from self._read(f"{place}.{key}", getattr(rule, key), rule.sheet)
            for key in ("message", "message_en", "do", "do_en"):
                yield from self._read(f"{place}.{key}", getattr(rule, key), rule.sheet, form=Text)
                yield from self._told(f"{place}.{key}", getattr(rule, key), rule.sheet)

    def _papers(self) -> _Faults:
        stems = [paper.stem for paper in self._declared.paper]
        titles = [paper.title for paper in self._declared.paper]
        taken = {kind.stem for kind in KINDS.values() if kind.per is Per.BUNDLE}
        for at, paper in enumerate(self._declared.paper, start=1):
            place = f"paper {at} ({paper.stem})"
            if stems.count(paper.stem) > 1:
                yield f"{place}.stem", _("two papers have it")
            if titles.count(paper.title) > 1:
                yield f"{place}.title", _("two papers have it")
            if paper.stem in taken:
                yield f"{place}.stem", _("is a name of docgen's own")
            if paper.per not in self._titles:
                yield (
                    f"{place}.per",
                    _no_sheet(paper.per, self._titles),
                )
                continue
            if paper.pages[0] < 1 or paper.pages[0] > paper.pages[1]:
                yield f"{place}.pages", _("the least number of pages, then the greatest")
            yield from self._paper(place, paper)

    def _paper(self, place: str, paper: PaperSaid) -> _Faults:
        self._more = set()
        yield from self._read(f"{place}.when", paper.when, paper.per)
        yield from self._read(f"{place}.series", paper.series, "", form=Text)
        if paper.series and not is_series(paper.series):
            yield (
                f"{place}.series",
                _("needs {year} and {no}, once each, such as {form}").format(
                    year="{year}", no="{no}", form="系〔{year}〕{no}号"
                ),
            )
        self._more = {BATCH} if paper.batch else set()
        for key in ("dated", "number"):
            yield from self._read(f"{place}.{key}", getattr(paper, key), paper.per)
        yield from self._read(f"{place}.key", paper.key, paper.per, form=Text)
        yield from self._told(f"{place}.key", paper.key, paper.per)
        for key in ("dated", "number"):
            yield from self._told(f"{place}.{key}", getattr(paper, key), paper.per, is_text=False)
        for name in paper.batch:
            columns = self._columns(paper.per)
            if name not in columns or paper.per == LINES:
                yield f"{place}.batch", self._no_column(name, paper.per, columns)
        for key in ("public", "signers"):
            for name in getattr(paper, key):
                if name not in paper.data:
                    yield (
                        f"{place}.{key}",
                        _("the paper's data has no {name}").format(name=name) + asked(name, paper.data),
                    )
        self._more |= {GIVEN} if paper.series else set()
        found = list(self._data(f"{place}.data", paper.data, paper.per, within=False))
        yield from found
        if not found:
            for at in self._sorts.whole_rows(paper.data, paper.per):
                yield f"{place}.data.{at}", _("it is a whole row: say which column of it")

    def _data(self, place: str, data: dict[str, Value], sheet: str, *, within: bool) -> _Faults:
        for name, value in data.items():
            at = f"{place}.{name}"
            if not is_name(name):
                yield at, _("a name has letters and digits only, and does not begin with a digit")
            match value:
                case str():
                    yield from self._read(at, value, sheet, within=within)
                case Prose():
                    for key in ("text", "none", "one"):
                        yield from self._read(f"{at}.{key}", getattr(value, key), sheet, within=within, form=Text)
                    yield from self._read(f"{at}.count", value.count, sheet, within=within)
                case Listed():
                    yield from self._read(f"{at}.of", value.of, sheet, within=within)
                    yield from self._read(f"{at}.by", value.by, sheet, within=True)
                    yield from self._data(f"{at}.each", value.each, sheet, within=True)
                case _:
                    yield from self._data(at, value, sheet, within=within)

    def _read(self, place: str, source: str, sheet: str, *, form: _Form = Expression, within: bool = False) -> _Faults:
        try:
            found = form(source) if source else None
        except NotRead as error:
            yield place, _("does not read: {reason}").format(reason=error)
            return
        if found is not None:
            yield from self._names(place, found, sheet, within=within)

    def _told(self, place: str, source: str, sheet: str, *, is_text: bool = True) -> _Faults:
        """What goes into reports, logs and names of files says nothing that is secret."""
        try:
            secret = self._secrets.rests_on(source, sheet, SECRET, is_text=is_text) if source else []
        except NotRead:
            return  # said already
        if secret:
            yield place, _("would tell what is secret: {columns}").format(columns="、".join(secret))

    def _names(self, place: str, found: Expression | Text, sheet: str, *, within: bool) -> _Faults:
        self.remarks += ((place, alone_said(name)) for name in sorted(found.of_the_last_alone))
        of_row = {*self._titles.get(sheet, ()), *self._of_unit(sheet), ROW, UNIT, *self._more} if sheet else set()
        known = self._any if within else self._everywhere | of_row
        for other in found.names & set(self._declared.sheet) if sheet and not within else ():
            columns = [
                one for one, said in self._declared.sheet[other].columns.items() if said.to == sheet and not said.back
            ]
            if columns and other != sheet and (other, sheet) not in self._gathered:
                said = _("{other} is the whole sheet here; only its rows of this {sheet}: put {column} into its key")
                self.remarks.append((place, said.format(other=other, sheet=sheet, column=" / ".join(columns))))
        for name in sorted(found.names - known):
            yield place, _("{name} is not known here").format(name=name) + asked(name, known)
        for name in sorted(found.inner_names - self._any):
            yield place, _("{name} is not known here").format(name=name) + asked(name, self._any)
        owned = {(owner, name) for owner, name in found.asked if owner in self._own.keys() - of_row}
        told = {name for _owner, name in owned} - {name for owner, name in found.asked - owned}
        for name in sorted(found.members - told - self._any - {*_OF_DAYS, *_OF_LOOPS}):
            yield place, _("nothing has a column {name}").format(name=name) + asked(name, self._any)
        for owner, name in sorted(owned):
            if name not in self._own[owner]:
                said = _("{field} is not known here; there are: {known}")
                known_there = "、".join(sorted(self._own[owner])) or _("none")
                yield place, said.format(field=f"{owner}.{name}", known=known_there)

    def _of_unit(self, sheet: str) -> set[str]:
        """Return what a row of a sheet has beside its own columns: the rows that refer to it."""
        sheets = self._declared.sheet.values()
        return {one.back for said in sheets for one in said.columns.values() if one.back and one.to == sheet}

    def _columns(self, sheet: str) -> tuple[str, ...]:
        said = self._declared.sheet.get(sheet, SheetSaid())
        return (*(line_titles() if sheet == LINES else ()), *said.columns)

    def _no_column(self, name: str, sheet: str, known: Collection[str]) -> str:
        return _("the sheet {sheet} has no column {name}").format(sheet=sheet, name=name) + asked(name, known)


def _no_sheet(name: str, known: Collection[str]) -> str:
    return _("there is no sheet {name}").format(name=name) + asked(name, known)


def _no_list(name: str, known: Collection[str]) -> str:
    return _("there is no list {name}").format(name=name) + asked(name, known)
