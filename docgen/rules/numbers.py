"""Rule 8, as far as the workbook alone tells it: filing numbers are unique and without gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.field import Group
from docgen.messages import _
from docgen.problems import Problem
from docgen.rules.faults import Case, Rule, error, warning


def filing_numbers_are_unique(case: Case) -> Iterator[Problem]:
    """Rule 8: no two groups with one filing number."""
    seen: dict[str, Group] = {}
    for group in case.semester.groups:
        if not group.filing_number or "备案号" in group.broken:
            continue
        first = seen.setdefault(group.filing_number, group)
        if first is not group:
            yield error(
                group,
                "备案号",
                "duplicate-filing-number",
                8,
                _("the filing number already belongs to {group}").format(group=first.id),
                _("leave the cell empty and docgen issues the next number"),
                value=group.filing_number,
                groups=(first.id, group.id),
            )


def filing_numbers_have_no_gaps(case: Case) -> Iterator[Problem]:
    """Rule 8: of the numbers typed by hand none is skipped, but for those that empty cells will still take up."""
    numbered: dict[int, Group] = {}
    empty = 0
    pattern = _pattern(case)
    for group in case.semester.groups:
        if "备案号" in group.broken or not group.filing_number:
            empty += 1
        elif found := pattern.fullmatch(group.filing_number):
            numbered.setdefault(int(found[1]), group)
        else:
            yield warning(
                group,
                "备案号",
                "filing-number-form",
                8,
                _("is not written as filing numbers are in docgen.toml"),
                _("leave the cell empty and docgen issues the next number"),
                value=group.filing_number,
                groups=(group.id,),
            )
    last = 0
    for no, group in sorted(numbered.items(), key=lambda item: item[0]):
        skipped = no - last - 1
        last = no
        if skipped > empty:
            yield error(
                group,
                "备案号",
                "filing-number-gap",
                8,
                _("{count} numbers before it are left out").format(count=skipped),
                _("number without gaps, or leave the cells empty and docgen issues the numbers"),
                value=group.filing_number,
                groups=(group.id,),
            )
        empty -= min(max(skipped, 0), empty)


def _pattern(case: Case) -> re.Pattern[str]:
    """Return a pattern for filing numbers of this semester, whatever spelling of brackets was typed."""
    programme = case.semester.programme
    return case.settings.number.form.pattern(prefix=programme.filing_prefix if programme is not None else "")


RULES: tuple[Rule, ...] = (filing_numbers_are_unique, filing_numbers_have_no_gaps)
