"""A new semester goes on with the last one's ledger, so that its numbers run on (domain.md §5 rule 16)."""

from __future__ import annotations

import os
import re
from pathlib import Path

from docgen import ledger, settings
from docgen.folder import Folder
from docgen.pipeline.registry import refuse_lost

_LINE = re.compile(r"(?m)^(\s*ledger\s*=\s*)(\"[^\"\n]*\"|'[^'\n]*')")


def carry_ledger_on(old: Path, new: Path) -> Path | None:
    """Let the folder ``new`` go on with the ledger of the workbook ``old``; return it, None when the old never had one.

    A ledger of the old folder's own is carried on into the new folder's; one that several folders share stays where it
    is, and :func:`settings_for` names it. Raise LedgerError when the new folder has another ledger already,
    or the old folder's is lost.
    """
    folder = Folder(old)
    source = folder.ledger
    if not source.exists():
        refuse_lost(folder, ledger.Ledger(source, "", ""))
        if not (folder.home / settings.FILE_NAME).exists():
            return None  # a workbook that docgen never worked with
    if _is_shared(old):
        return ledger.in_use(source)
    target = new / folder.settings.path.ledger
    ledger.carry_on(source, target)
    return target


def settings_for(old: Path, new: Path, text: str) -> str:
    """Return the old ``docgen.toml`` for the new folder: a shared ledger is named as it is seen from there."""
    if not _is_shared(old):
        return text
    try:
        place = Path(os.path.relpath(Folder(old).ledger.resolve(), new.resolve())).as_posix()
    except ValueError:  # another drive
        place = Folder(old).ledger.resolve().as_posix()
    return _LINE.sub(lambda found: f'{found[1]}"{place}"', text, count=1)


def _is_shared(old: Path) -> bool:
    return not Folder(old).ledger.resolve().is_relative_to(Folder(old).home.resolve())
