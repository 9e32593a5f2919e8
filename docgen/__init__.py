"""docgen: a semester's paperwork from one workbook, checked, filled, converted, bundled and archived.

This is the public door. What stands in ``__all__`` is promised to programs; everything else is docgen's own business::

    import docgen

    checked = docgen.check("台账.xlsx")
    outcome = docgen.build("台账.xlsx")

A name is imported when it is asked for: each child at work begins with this package.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docgen.archives import Credential, Verdict
    from docgen.documents import Copy, Lack
    from docgen.door import (
        annotate,
        archive,
        begin,
        build,
        check,
        dossier,
        fill,
        find,
        history,
        match,
        pictures,
        read_roster,
        register,
        sign,
        standing,
        stats,
        trial,
        unsign,
        verify,
        void,
    )
    from docgen.errors import (
        ArchiveError,
        ConversionError,
        DamagedLedger,
        DataError,
        DocgenError,
        ExitCode,
        InputError,
        LedgerError,
        MachineError,
        MissingDependencyError,
        OutputError,
        PartialFailure,
        TemplateError,
        WorkbookError,
    )
    from docgen.ledger import Event, Filing
    from docgen.pipeline import (
        Archived,
        Begun,
        Counted,
        Hit,
        Matched,
        Missing,
        Outcome,
        PaperStanding,
        Pile,
        Progress,
        Result,
        Standing,
        State,
        Target,
        Trial,
        VoidedNumber,
    )
    from docgen.problems import Problem, Severity
    from docgen.workbook import Checked

__version__ = "0.1.0"

_HOMES: dict[str, tuple[str, ...]] = {
    "archives": ("Credential", "Verdict"),
    "documents": ("Copy", "Lack"),
    "door": (
        "annotate",
        "archive",
        "begin",
        "build",
        "check",
        "dossier",
        "fill",
        "find",
        "history",
        "match",
        "pictures",
        "read_roster",
        "register",
        "sign",
        "standing",
        "stats",
        "trial",
        "unsign",
        "verify",
        "void",
    ),
    "errors": (
        "ArchiveError",
        "ConversionError",
        "DamagedLedger",
        "DataError",
        "DocgenError",
        "ExitCode",
        "InputError",
        "LedgerError",
        "MachineError",
        "MissingDependencyError",
        "OutputError",
        "PartialFailure",
        "TemplateError",
        "WorkbookError",
    ),
    "ledger": ("Event", "Filing"),
    "pipeline": (
        "Archived",
        "Begun",
        "Counted",
        "Hit",
        "Matched",
        "Missing",
        "Outcome",
        "PaperStanding",
        "Pile",
        "Progress",
        "Result",
        "Standing",
        "State",
        "Target",
        "Trial",
        "VoidedNumber",
    ),
    "problems": ("Problem", "Severity"),
    "workbook": ("Checked",),
}

__all__ = [
    "ArchiveError",
    "Archived",
    "Begun",
    "Checked",
    "ConversionError",
    "Copy",
    "Counted",
    "Credential",
    "DamagedLedger",
    "DataError",
    "DocgenError",
    "Event",
    "ExitCode",
    "Filing",
    "Hit",
    "InputError",
    "Lack",
    "LedgerError",
    "MachineError",
    "Matched",
    "Missing",
    "MissingDependencyError",
    "Outcome",
    "OutputError",
    "PaperStanding",
    "PartialFailure",
    "Pile",
    "Problem",
    "Progress",
    "Result",
    "Severity",
    "Standing",
    "State",
    "Target",
    "TemplateError",
    "Trial",
    "Verdict",
    "VoidedNumber",
    "WorkbookError",
    "__version__",
    "annotate",
    "archive",
    "begin",
    "build",
    "check",
    "dossier",
    "fill",
    "find",
    "history",
    "match",
    "pictures",
    "read_roster",
    "register",
    "sign",
    "standing",
    "stats",
    "trial",
    "unsign",
    "verify",
    "void",
]


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            found: object = getattr(import_module(f"{__name__}.{home}"), name)
            globals()[name] = found
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
