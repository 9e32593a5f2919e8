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
    from docgen.activities import KnownActivity as KnownActivity
    from docgen.archives import Credential as Credential
    from docgen.archives import Grade as Grade
    from docgen.archives import Quality as Quality
    from docgen.archives import Verdict as Verdict
    from docgen.archives.handover import HandedOver as HandedOver
    from docgen.convert.typefaces import EmbeddedFonts as EmbeddedFonts
    from docgen.described import FileFault as FileFault
    from docgen.doctor import Check as Check
    from docgen.door.activities import begin_activity as begin_activity
    from docgen.door.activities import describe_activity as describe_activity
    from docgen.door.activities import known_activities as known_activities
    from docgen.door.activities import lint_activity as lint_activity
    from docgen.door.archiving import archive as archive
    from docgen.door.archiving import archive_all as archive_all
    from docgen.door.archiving import editions as editions
    from docgen.door.archiving import hand_over as hand_over
    from docgen.door.archiving import trial as trial
    from docgen.door.archiving import verify as verify
    from docgen.door.history import LedgerVerdict as LedgerVerdict
    from docgen.door.history import ListedPaper as ListedPaper
    from docgen.door.history import check_ledger as check_ledger
    from docgen.door.history import dossier as dossier
    from docgen.door.history import find as find
    from docgen.door.history import history as history
    from docgen.door.history import listed as listed
    from docgen.door.history import rebuild_ledger as rebuild_ledger
    from docgen.door.history import register as register
    from docgen.door.history import stats as stats
    from docgen.door.history import write_numbers as write_numbers
    from docgen.door.papers import build as build
    from docgen.door.papers import build_all as build_all
    from docgen.door.papers import fill as fill
    from docgen.door.papers import missing as missing
    from docgen.door.papers import pictures as pictures
    from docgen.door.papers import print_papers as print_papers
    from docgen.door.papers import standing as standing
    from docgen.door.signing import is_pile as is_pile
    from docgen.door.signing import sign as sign
    from docgen.door.signing import sign_from as sign_from
    from docgen.door.signing import sign_one as sign_one
    from docgen.door.signing import sign_scans as sign_scans
    from docgen.door.signing import sort_scans as sort_scans
    from docgen.door.signing import unsign as unsign
    from docgen.door.signing import void as void
    from docgen.door.templates import Typeface as Typeface
    from docgen.door.templates import annotate_template as annotate_template
    from docgen.door.templates import begin_template as begin_template
    from docgen.door.templates import compare_templates as compare_templates
    from docgen.door.templates import diagnose as diagnose
    from docgen.door.templates import embedded_fonts as embedded_fonts
    from docgen.door.templates import export_schemas as export_schemas
    from docgen.door.templates import layouts as layouts
    from docgen.door.templates import lint_layout as lint_layout
    from docgen.door.templates import lint_template as lint_template
    from docgen.door.templates import official_templates as official_templates
    from docgen.door.templates import placeholders as placeholders
    from docgen.door.templates import preview_template as preview_template
    from docgen.door.templates import try_template as try_template
    from docgen.door.templates import typefaces_of as typefaces_of
    from docgen.door.templates import use_template as use_template
    from docgen.door.workbooks import add_people as add_people
    from docgen.door.workbooks import annotate as annotate
    from docgen.door.workbooks import begin as begin
    from docgen.door.workbooks import check as check
    from docgen.door.workbooks import copy_sample as copy_sample
    from docgen.door.workbooks import find_workbook as find_workbook
    from docgen.door.workbooks import find_workbooks as find_workbooks
    from docgen.door.workbooks import merge_returns as merge_returns
    from docgen.door.workbooks import read_roster as read_roster
    from docgen.door.workbooks import write_forms as write_forms
    from docgen.errors import ArchiveError as ArchiveError
    from docgen.errors import ConversionError as ConversionError
    from docgen.errors import DamagedLedger as DamagedLedger
    from docgen.errors import DataError as DataError
    from docgen.errors import DocgenError as DocgenError
    from docgen.errors import ExitCode as ExitCode
    from docgen.errors import InputError as InputError
    from docgen.errors import LedgerError as LedgerError
    from docgen.errors import MachineError as MachineError
    from docgen.errors import MissingDependencyError as MissingDependencyError
    from docgen.errors import OutputError as OutputError
    from docgen.errors import PartialFailure as PartialFailure
    from docgen.errors import StoppedError as StoppedError
    from docgen.errors import TemplateError as TemplateError
    from docgen.errors import WorkbookError as WorkbookError
    from docgen.field.carried import Question as Question
    from docgen.folder import Folder as Folder
    from docgen.folder import Output as Output
    from docgen.ledger import Event as Event
    from docgen.ledger import Filing as Filing
    from docgen.making.layouts import Layout as Layout
    from docgen.making.order import Missing as Missing
    from docgen.making.order import Outcome as Outcome
    from docgen.making.order import Result as Result
    from docgen.making.order import State as State
    from docgen.making.order import Target as Target
    from docgen.making.progress import STEPS as STEPS
    from docgen.making.progress import Progress as Progress
    from docgen.making.progress import Silent as Silent
    from docgen.making.progress import Stop as Stop
    from docgen.making.sketching import Sketch as Sketch
    from docgen.marks import Copy as Copy
    from docgen.marks import Lack as Lack
    from docgen.pipeline.archiving import Archived as Archived
    from docgen.pipeline.college import College as College
    from docgen.pipeline.college import Department as Department
    from docgen.pipeline.copying import Printed as Printed
    from docgen.pipeline.standings import PaperStanding as PaperStanding
    from docgen.pipeline.standings import SemesterStanding as SemesterStanding
    from docgen.pipeline.trials import Trial as Trial
    from docgen.problems import Problem as Problem
    from docgen.problems import Severity as Severity
    from docgen.rules.coverage import Coverage as Coverage
    from docgen.rules.coverage import Share as Share
    from docgen.semester import Term as Term
    from docgen.semesters.beginning import Begun as Begun
    from docgen.semesters.counting import Counted as Counted
    from docgen.semesters.finding import Hit as Hit
    from docgen.semesters.new_activity import NewActivity as NewActivity
    from docgen.semesters.rebuilding import Rebuilt as Rebuilt
    from docgen.signing.piles import Pile as Pile
    from docgen.signing.signatures import SignedPaper as SignedPaper
    from docgen.signing.signatures import VoidedNumber as VoidedNumber
    from docgen.signing.sorting import LeftBecause as LeftBecause
    from docgen.signing.sorting import LeftPage as LeftPage
    from docgen.signing.sorting import ScanPage as ScanPage
    from docgen.signing.sorting import SortedPaper as SortedPaper
    from docgen.signing.sorting import Sorting as Sorting
    from docgen.template.comparing import PlaceholderChange as PlaceholderChange
    from docgen.template.comparing import PlaceholderFate as PlaceholderFate
    from docgen.template.fields import Placeholder as Placeholder
    from docgen.template.lint import Finding as Finding
    from docgen.workbook import Checked as Checked
    from docgen.workbook.adding import Added as Added
    from docgen.workbook.collecting import FaultyReturn as FaultyReturn
    from docgen.workbook.collecting import Merged as Merged
    from docgen.workbook.merging import ReturnChange as ReturnChange
    from docgen.workbook.roster import Roster as Roster

__version__ = "0.1.0"

_HOMES = {
    "activities": "KnownActivity",
    "archives": "Credential Grade Quality Verdict",
    "archives.handover": "HandedOver",
    "convert.typefaces": "EmbeddedFonts",
    "described": "FileFault",
    "doctor": "Check",
    "marks": "Copy Lack",
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
    "making.order": "Missing Outcome Result State Target",
    "making.progress": "Progress Silent STEPS Stop",
    "pipeline.archiving": "Archived",
    "pipeline.college": "College Department",
    "pipeline.copying": "Printed",
    "pipeline.standings": "PaperStanding SemesterStanding",
    "pipeline.trials": "Trial",
    "problems": "Problem Severity",
    "field.carried": "Question",
    "semester": "Term",
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

__all__ = sorted(["__version__", *(name for names in _HOMES.values() for name in names.split())])


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names.split():
            found: object = getattr(import_module(f"{__name__}.{home}"), name)
            globals()[name] = found
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
