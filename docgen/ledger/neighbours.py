"""Other ledgers beside this one: no number is given that one of them has given already.

Semesters are carried on in one book (:mod:`docgen.ledger.carrying`), so there is nothing to find here unless a folder was
begun by itself. A copy of the same semester says nothing: somebody tries something out. Others are only read; what
cannot be read is somebody else's.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from docgen.errors import LedgerError
from docgen.ledger import paths
from docgen.messages import _

Box = tuple[str, int, str, str]
"""全宗号, 年度, 保管期限, 机构（问题）."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Who has a number: in which ledger, which semester, which group or item."""

    ledger: Path
    term: str
    holder: str


class Neighbours:
    """The numbers of one branch in other ledgers; read when they are first asked for."""

    def __init__(self, ledgers: Sequence[Path], own: Path, branch: str) -> None:
        self._ledgers, self._own, self._branch = ledgers, own, branch
        self._read: tuple[dict[str, Claim], dict[tuple[Box, int], Claim]] | None = None

    def require_free(self, called: str, text: str, term: str, group: str) -> None:
        """Raise LedgerError when another ledger has given a number in another semester; ``called``: what such are."""
        other = self._claims()[0].get(text)
        if other is not None and other.term != term:
            raise self._clash(f"{called} {text}", group, other)

    def require_free_item(self, box: Box, no: int, term: str, name: str) -> None:
        """Raise LedgerError when another ledger has given an archive number in another semester."""
        other = self._claims()[1].get((box, no))
        if other is not None and other.term != term:
            said = _("件号 {number} of {box}").format(number=f"{no:04}", box="-".join(map(str, box)))
            raise self._clash(said, name, other)

    def _clash(self, number: str, holder: str, other: Claim) -> LedgerError:
        place = paths.kept(other.ledger, self._own.parent)
        return LedgerError(
            _(
                "{number} would be given twice: to {holder} in {own}, and it was given to {other} of {term} in {place}"
            ).format(
                number=number,
                holder=holder,
                own=self._own,
                other=other.holder,
                term=other.term,
                place=other.ledger,
            ),
            hint=_(
                "One book gives the numbers of all semesters. Let this folder go on with that one: write "
                'ledger = "{place}" under [path] in its docgen.toml. A new semester is begun with docgen init --from.'
            ).format(place=place),
        )

    def _claims(self) -> tuple[dict[str, Claim], dict[tuple[Box, int], Claim]]:
        if self._read is None:
            filings: dict[str, Claim] = {}
            items: dict[tuple[Box, int], Claim] = {}
            for path in others(self._ledgers, self._own):
                with suppress(sqlite3.Error, OSError, ValueError), closing(_reading(path)) as connection:
                    for text, term, group in connection.execute(
                        "SELECT text, term, group_id FROM filing_number WHERE branch = ?", (self._branch,)
                    ):
                        filings[str(text)] = Claim(path, term, group)
                    for fonds, year, kept, office, no, term, name in connection.execute(
                        "SELECT fonds, year, retention, class, no, term, name FROM item WHERE branch = ? AND sealed = 1",
                        (self._branch,),
                    ):
                        items[(fonds, year, kept, office), no] = Claim(path, term, name)
            self._read = filings, items
        return self._read


def successor(path: Path) -> Path | None:
    """Return where another folder's ledger was carried on, whether or not anything is there; None when nothing says so."""
    with suppress(sqlite3.Error, OSError), closing(_reading(path)) as connection:
        row = connection.execute("SELECT path FROM carried_on").fetchone()
        return paths.found(str(row[0]), path.parent) if row else None
    return None


def others(ledgers: Sequence[Path], own: Path) -> Iterator[Path]:
    """Yield the books in use behind some ledgers, each once, but for one's own."""
    seen = {own.resolve()}
    for path in ledgers:
        for _number in range(len(ledgers) + 1):
            target = successor(path)
            if target is None:
                break
            path = target
        if path.resolve() not in seen and path.is_file():
            seen.add(path.resolve())
            yield path


def _reading(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=1)
