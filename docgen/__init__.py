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
        build,
        check,
        fill,
        find,
        history,
        pictures,
        standing,
        verify,
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
    from docgen.ledger import Event
    from docgen.pipeline import (
        Archived,
        Hit,
        Missing,
        Outcome,
        PaperStanding,
        Progress,
        Result,
        Standing,
        State,
        Target,
    )
    from docgen.problems import Problem, Severity
    from docgen.workbook import Checked

__version__ = "0.1.0"

_HOMES: dict[str, tuple[str, ...]] = {
    "archives": ("Credential", "Verdict"),
    "documents": ("Copy", "Lack"),
    "door": (*("annotate", "archive", "build", "check", "fill", "find", "history", "pictures", "standing", "verify"),),
    "ledger": ("Event",),
    "errors": (
        *("ArchiveError", "ConversionError", "DamagedLedger", "DataError", "DocgenError", "ExitCode", "InputError"),
        *(
            "LedgerError",
            "MachineError",
            "MissingDependencyError",
            "OutputError",
            "PartialFailure",
            "TemplateError",
            "WorkbookError",
        ),
    ),
    "pipeline": (
        *("Archived", "Hit", "Missing", "Outcome", "PaperStanding", "Progress", "Result", "Standing", "State"),
        "Target",
    ),
    "problems": ("Problem", "Severity"),
    "workbook": ("Checked",),
}

__all__ = [
    "ArchiveError",
    "Archived",
    "Checked",
    "ConversionError",
    "Copy",
    "Credential",
    "DamagedLedger",
    "DataError",
    "DocgenError",
    "Event",
    "ExitCode",
    "Hit",
    "InputError",
    "Lack",
    "LedgerError",
    "MachineError",
    "Missing",
    "MissingDependencyError",
    "Outcome",
    "OutputError",
    "PaperStanding",
    "PartialFailure",
    "Problem",
    "Progress",
    "Result",
    "Severity",
    "Standing",
    "State",
    "Target",
    "TemplateError",
    "Verdict",
    "WorkbookError",
    "__version__",
    "annotate",
    "archive",
    "build",
    "check",
    "fill",
    "find",
    "history",
    "pictures",
    "standing",
    "verify",
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
