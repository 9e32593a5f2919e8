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
    from docgen.archives import Credential, Grade, HandedOver, Quality, Verdict
    from docgen.doctor import Check
    from docgen.documents import Copy, Lack
    from docgen.door.activities import begin_activity, describe_activity, known_activities, lint_activity
    from docgen.door.archiving import archive, archive_all, editions, hand_over, trial, verify
    from docgen.door.history import (
        LedgerVerdict,
        ListedPaper,
        check_ledger,
        dossier,
        find,
        history,
        listed,
        rebuild_ledger,
        register,
        stats,
        write_numbers,
    )
    from docgen.door.papers import build, build_all, fill, missing, pictures, print_papers, standing
    from docgen.door.signing import is_pile, sign, sign_from, sign_one, sign_scans, sort_scans, unsign, void
    from docgen.door.templates import (
        Typeface,
        annotate_template,
        begin_template,
        compare_templates,
        diagnose,
        embedded_fonts,
        export_schemas,
        layouts,
        lint_layout,
        lint_template,
        official_templates,
        placeholders,
        preview_template,
        try_template,
        typefaces_of,
        use_template,
    )
    from docgen.door.workbooks import (
        add_people,
        annotate,
        begin,
        check,
        copy_sample,
        find_workbook,
        find_workbooks,
        merge_returns,
        read_roster,
        write_forms,
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
        StoppedError,
        TemplateError,
        WorkbookError,
    )
    from docgen.field.carried import Question
    from docgen.folder import Folder, Output
    from docgen.ledger import Event, Filing
    from docgen.making.layouts import Layout
    from docgen.making.sketching import Sketch
    from docgen.pipeline import (
        STEPS,
        Archived,
        College,
        Department,
        Missing,
        Outcome,
        PaperStanding,
        Printed,
        Progress,
        Result,
        Silent,
        Standing,
        State,
        Stop,
        Target,
        Trial,
    )
    from docgen.problems import Problem, Severity
    from docgen.rules.coverage import Coverage, Share
    from docgen.semesters.beginning import Begun
    from docgen.semesters.counting import Counted
    from docgen.semesters.finding import Hit
    from docgen.semesters.new_activity import NewActivity
    from docgen.semesters.rebuilding import Rebuilt
    from docgen.signing.piles import Pile
    from docgen.signing.signatures import SignedPaper, VoidedNumber
    from docgen.signing.sorting import LeftBecause, LeftPage, ScanPage, SortedPaper, Sorting
    from docgen.template.comparing import PlaceholderChange, PlaceholderFate
    from docgen.template.fields import Placeholder
    from docgen.template.lint import Finding
    from docgen.workbook import Checked
    from docgen.workbook.adding import Added
    from docgen.workbook.collecting import FaultyReturn, Merged
    from docgen.workbook.merging import ReturnChange
    from docgen.workbook.roster import Roster

__version__ = "0.1.0"

_HOMES = {
    "archives": "Credential Grade HandedOver Quality Verdict",
    "doctor": "Check",
    "documents": "Copy Lack",
    "door.activities": "begin_activity describe_activity known_activities lint_activity",
    "door.archiving": "archive archive_all editions hand_over trial verify",
    "door.history": (
        "LedgerVerdict ListedPaper check_ledger dossier find history listed rebuild_ledger register stats write_numbers"
    ),
    "door.papers": "build build_all fill missing pictures print_papers standing",
    "door.signing": "is_pile sign sign_from sign_one sign_scans sort_scans unsign void",
    "door.templates": (
        "Typeface annotate_template begin_template compare_templates diagnose embedded_fonts export_schemas layouts lint_layout "
        "lint_template official_templates placeholders preview_template try_template typefaces_of use_template"
    ),
    "door.workbooks": (
        "add_people annotate begin check copy_sample find_workbook find_workbooks merge_returns read_roster write_forms"
    ),
    "errors": (
        "ArchiveError ConversionError DamagedLedger DataError DocgenError ExitCode InputError LedgerError MachineError "
        "MissingDependencyError OutputError PartialFailure StoppedError TemplateError WorkbookError"
    ),
    "folder": "Folder Output",
    "ledger": "Event Filing",
    "making.layouts": "Layout",
    "making.sketching": "Sketch",
    "pipeline": (
        "Archived College Department Missing Outcome PaperStanding Printed Progress Result Silent Standing State STEPS Stop "
        "Target Trial"
    ),
    "problems": "Problem Severity",
    "field.carried": "Question",
    "semesters.beginning": "Begun",
    "semesters.counting": "Counted",
    "semesters.finding": "Hit",
    "semesters.new_activity": "NewActivity",
    "semesters.rebuilding": "Rebuilt",
    "signing.piles": "Pile",
    "signing.signatures": "SignedPaper VoidedNumber",
    "signing.sorting": "LeftBecause LeftPage ScanPage SortedPaper Sorting",
    "rules.coverage": "Coverage Share",
    "template.comparing": "PlaceholderChange PlaceholderFate",
    "template.fields": "Placeholder",
    "template.lint": "Finding",
    "workbook": "Checked",
    "workbook.adding": "Added",
    "workbook.collecting": "FaultyReturn Merged",
    "workbook.merging": "ReturnChange",
    "workbook.roster": "Roster",
}
"""Which room each name is imported from when it is asked for."""

__all__ = [
    "STEPS",
    "Added",
    "ArchiveError",
    "Archived",
    "Begun",
    "Check",
    "Checked",
    "College",
    "ConversionError",
    "Copy",
    "Counted",
    "Coverage",
    "Credential",
    "DamagedLedger",
    "DataError",
    "Department",
    "DocgenError",
    "Event",
    "ExitCode",
    "FaultyReturn",
    "Filing",
    "Finding",
    "Folder",
    "Grade",
    "HandedOver",
    "Hit",
    "InputError",
    "Lack",
    "Layout",
    "LedgerError",
    "LedgerVerdict",
    "LeftBecause",
    "LeftPage",
    "ListedPaper",
    "MachineError",
    "Merged",
    "Missing",
    "MissingDependencyError",
    "NewActivity",
    "Outcome",
    "Output",
    "OutputError",
    "PaperStanding",
    "PartialFailure",
    "Pile",
    "Placeholder",
    "PlaceholderChange",
    "PlaceholderFate",
    "Printed",
    "Problem",
    "Progress",
    "Quality",
    "Question",
    "Rebuilt",
    "Result",
    "ReturnChange",
    "Roster",
    "ScanPage",
    "Severity",
    "Share",
    "SignedPaper",
    "Silent",
    "Sketch",
    "SortedPaper",
    "Sorting",
    "Standing",
    "State",
    "Stop",
    "StoppedError",
    "Target",
    "TemplateError",
    "Trial",
    "Typeface",
    "Verdict",
    "VoidedNumber",
    "WorkbookError",
    "__version__",
    "add_people",
    "annotate",
    "annotate_template",
    "archive",
    "archive_all",
    "begin",
    "begin_activity",
    "begin_template",
    "build",
    "build_all",
    "check",
    "check_ledger",
    "compare_templates",
    "copy_sample",
    "describe_activity",
    "diagnose",
    "dossier",
    "editions",
    "embedded_fonts",
    "export_schemas",
    "fill",
    "find",
    "find_workbook",
    "find_workbooks",
    "hand_over",
    "history",
    "is_pile",
    "known_activities",
    "layouts",
    "lint_activity",
    "lint_layout",
    "lint_template",
    "listed",
    "merge_returns",
    "missing",
    "official_templates",
    "pictures",
    "placeholders",
    "preview_template",
    "print_papers",
    "read_roster",
    "rebuild_ledger",
    "register",
    "sign",
    "sign_from",
    "sign_one",
    "sign_scans",
    "sort_scans",
    "standing",
    "stats",
    "trial",
    "try_template",
    "typefaces_of",
    "unsign",
    "use_template",
    "verify",
    "void",
    "write_forms",
    "write_numbers",
]


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names.split():
            found: object = getattr(import_module(f"{__name__}.{home}"), name)
            globals()[name] = found
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
