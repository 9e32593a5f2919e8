"""Rules of an activity's file, judged row by row: what must hold and does not becomes a problem at its cell.

A rule that asks for what is empty says nothing: that something must not be empty is a rule of its own (``must = "列"``). One
that asks for a cell which was refused says nothing either, nor does one of a sheet whose rows could not all be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from docgen.described.declared import Declared, RuleSaid
from docgen.described.figures import CHARTS, FIGURES
from docgen.described.rows import LINES
from docgen.described.world import VALUE, World
from docgen.errors import DataError
from docgen.field.column import Privacy
from docgen.field.columns import by_title
from docgen.messages import _, language
from docgen.problems import Problem, Severity
from docgen.template.expressions import Empty, Record, Text, Wrong, expression

ALL = "*"


class Judge:
    """The rules of one activity, read once."""

    def __init__(self, declared: Declared) -> None:
        self._declared = declared
        self._texts: dict[str, Text] = {}

    def problems(self, world: World, gaps: frozenset[tuple[str, str]]) -> Iterator[Problem]:
        """Yield every problem. Raise DataError, naming the rule, where an expression cannot be evaluated."""
        for rule in self._declared.rule:
            asked = self._sheets(rule)
            if any((sheet, ALL) in gaps for sheet in asked):
                continue
            for record in world.sheets.get(rule.sheet, ()):
                units = world.concerned(record, rule.sheet) if rule.sheet != LINES else ()
                if any((sheet, key) in gaps for sheet in asked for key in (*units, "")):
                    continue
                for column in rule.columns:
                    if not self._holds(rule, column, world, record):
                        yield self._problem(rule, column, world, record, units)

    def _sheets(self, rule: RuleSaid) -> set[str]:
        """Return the sheets whose rows a rule goes through; one of its own row is not kept from it by another's fault."""
        sheets = self._declared.sheet
        names: set[str] = set()
        for source in filter(None, (rule.when, rule.must)):
            one = expression(source)
            names |= one.names | one.inner_names | one.members
        if names & {FIGURES, CHARTS}:  # they rest on all rows
            return {name for name in sheets if name != rule.sheet}
        return {name for name in names if name in sheets and name != rule.sheet}

    def _holds(self, rule: RuleSaid, column: str, world: World, record: Record) -> bool:
        """Whether a row obeys; it does where nothing can be said."""
        scope = self._scope(rule, column, world, record)
        try:
            if rule.when and not expression(rule.when).value(scope):
                return True
            if rule.unique:
                return world.is_first(rule.sheet, column, record)
            return bool(expression(rule.must).value(scope))
        except Empty:
            return True
        except Wrong as error:
            raise _wrong(rule, str(error)) from error

    def _scope(self, rule: RuleSaid, column: str, world: World, record: Record) -> Mapping[str, object]:
        scope = world.scope(record, rule.sheet)
        return scope.having(VALUE, record[column]) if len(rule.columns) > 1 else scope

    def _problem(self, rule: RuleSaid, title: str, world: World, record: Record, units: tuple[str, ...]) -> Problem:
        scope, row = self._scope(rule, title, world, record), world.row_of(record)
        in_english = language() == "en"
        message = self._said(rule, rule.message_en if in_english and rule.message_en else rule.message, scope)
        cure = self._said(rule, rule.do_en if in_english and rule.do_en else rule.do, scope)
        if rule.source:
            basis = _("basis: {source}").format(source=rule.source)
            cure = f"{cure}；{basis}" if cure else basis
        column = by_title(type(row)).get(title)
        of_term = rule.sheet == LINES and title not in expression(rule.must or rule.when or "''").names
        is_open = not of_term and column is not None and column.private is Privacy.NO and not column.long
        value = getattr(row, column.attribute) if column is not None and is_open else None
        severity = Severity(rule.level)
        return Problem(
            rule.no,
            severity,
            rule.sheet,
            row.row,
            title,
            f"{message}（{rule.no}）",
            cure,
            "" if value in (None, ()) else "、".join(value) if isinstance(value, tuple) else str(value),
            groups=units,
            everything=severity is Severity.ERROR and rule.sheet == LINES,
        )

    def _said(self, rule: RuleSaid, text: str, scope: Mapping[str, object]) -> str:
        if not text:
            return ""
        if text not in self._texts:
            self._texts[text] = Text(text)
        try:
            return self._texts[text].said(scope)
        except Empty:
            return rule.message.partition("{{")[0].rstrip("（，：(") or rule.no
        except Wrong as error:
            raise _wrong(rule, str(error)) from error


def _wrong(rule: RuleSaid, reason: str) -> DataError:
    return DataError(
        _("activity.toml: rule {no}, at {sheet} {column}: cannot be evaluated: {reason}").format(
            no=rule.no, sheet=rule.sheet, column="、".join(rule.columns), reason=reason
        ),
        hint=_("Correct this in activity.toml."),
    )
