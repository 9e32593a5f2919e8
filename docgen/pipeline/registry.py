"""Which ledger belongs to a workbook, and which of its terms: for commands that read no workbook."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from docgen.errors import InputError
from docgen.folder import WORKBOOK, Folder
from docgen.ledger import Ledger, TermRecord
from docgen.messages import _, typed


@dataclass(frozen=True, slots=True)
class Desk:
    """A workbook that was built: its ledger and its folder."""

    ledger: Ledger
    folder: Folder


def workbook_here(chosen: Path | None) -> Path:
    """Return the workbook that was chosen, or the one in the current folder. Raise InputError when none can be told."""
    if chosen is not None:
        return chosen / WORKBOOK if chosen.is_dir() else chosen
    usual = Path(WORKBOOK)
    if usual.is_file():
        return usual
    found = sorted(path for path in Path().glob("*.xlsx") if not path.name.startswith("~$"))
    if len(found) == 1:
        return found[0]
    raise InputError(
        _("there is no {name} in this folder").format(name=WORKBOOK),
        hint=_("Go to the semester's folder, or name its workbook with --workbook."),
    )


def shelf(workbook: Path) -> Ledger:
    """Return the ledger of a workbook for questions over all terms; which term the workbook has does not matter."""
    path = Folder(workbook).ledger
    if not path.exists():
        raise InputError(
            _("{path}: there is no such file").format(path=path),
            hint=_("The ledger begins with the first docgen build in this folder."),
        )
    return Ledger(path, *_own(Ledger(path, "", "").terms(), workbook))


def desk(workbook: Path) -> Desk:
    """Return the ledger of a workbook that was built. Raise InputError when nothing was made from it yet."""
    ledger = shelf(workbook)
    for one in ledger.terms():
        if one.workbook == str(workbook.resolve()):
            return Desk(ledger, Folder(workbook, Path(one.folder)))
    raise InputError(
        _("{workbook}: nothing was made from it yet").format(workbook=workbook),
        hint=_("Run docgen build {workbook} first.").format(workbook=typed(workbook)),
    )


def _own(terms: list[TermRecord], workbook: Path) -> tuple[str, str]:
    here = [one for one in terms if one.workbook == str(workbook.resolve())] or terms[-1:]
    return (here[0].branch, here[0].term) if here else ("", "")
