"""Filing numbers (备案号): unique, without gaps, never reused (domain.md §5 rule 8).

A number is the smallest one that was never used with the same prefix in the same year. Numbers that the workbook
already carries are adopted first; then the other groups get theirs in workbook order.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from docgen.errors import LedgerError
from docgen.ledger import events
from docgen.messages import _


@dataclass(frozen=True, slots=True)
class Wanted:
    """A group that needs a number; ``given`` is what its row in 小组 already carries; ``void_because`` when 作废."""

    group: str
    given: str = ""
    void_because: str = ""


def reserve(
    connection: sqlite3.Connection,
    *,
    branch: str,
    term: str,
    prefix: str,
    year: int,
    form: str,
    wanted: Sequence[Wanted],
) -> dict[str, str]:
    """Give every group its number inside the caller's transaction; raise LedgerError on a contradiction."""
    issued = {
        group: text
        for group, text in connection.execute(
            "SELECT group_id, text FROM filing_number WHERE branch = ? AND term = ?", (branch, term)
        )
    }
    new: dict[str, str] = {}

    def keep(group: str, text: str, no: int | None) -> None:
        connection.execute(
            "INSERT INTO filing_number (branch, term, group_id, prefix, year, no, text) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (branch, term, group, prefix, year, no, text),
        )
        issued[group] = new[group] = text

    for one in wanted:
        if one.given and one.group in issued and issued[one.group] != one.given:
            raise LedgerError(
                _("group {group}: 备案号 is {given} in the workbook, but {issued} was issued").format(
                    group=one.group, given=one.given, issued=issued[one.group]
                ),
                hint=_("Put the issued number back into 小组, or empty the cell; an issued number is never changed."),
            )
        if one.given and one.group not in issued:
            owner = connection.execute(
                "SELECT term, group_id FROM filing_number WHERE text = ?", (one.given,)
            ).fetchone()
            if owner:
                raise LedgerError(
                    _("group {group}: 备案号 {given} already belongs to group {owner} of {term}").format(
                        group=one.group, given=one.given, owner=owner[1], term=owner[0]
                    ),
                    hint=_("Correct the number in 小组, or empty the cell and docgen issues one."),
                )
            keep(one.group, one.given, _number_in(one.given, form, prefix, year))
    taken = {
        no for (no,) in connection.execute("SELECT no FROM filing_number WHERE prefix = ? AND year = ?", (prefix, year))
    }
    no = 1
    for one in wanted:
        if one.group not in issued:
            while no in taken:
                no += 1
            taken.add(no)
            keep(one.group, form.format(prefix=prefix, year=year, no=no), no)
    for one in wanted:
        connection.execute(
            "UPDATE filing_number SET void_because = ? WHERE branch = ? AND term = ? AND group_id = ? AND void_because <> ?",
            (one.void_because, branch, term, one.group, one.void_because),
        )
    if new:
        events.append(connection, "numbers issued", {"branch": branch, "term": term, "numbers": new})
    return {one.group: issued[one.group] for one in wanted}


def _number_in(text: str, form: str, prefix: str, year: int) -> int | None:
    """Return the running number in a number that follows the usual form, None when it follows another."""
    marker = "\0"
    pattern = re.escape(form.replace("{no}", marker).format(prefix=prefix, year=year)).replace(
        re.escape(marker), r"0*(\d+)"
    )
    match = re.fullmatch(pattern, text)
    return int(match[1]) if match else None
