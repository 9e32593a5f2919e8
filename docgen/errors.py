"""What can go wrong, and the exit code each kind of trouble has.

The tree; every leaf is a promise of ``docs/reference.md`` to scripts that call docgen::

    DocgenError                 1
    ├── InputError              3   nothing could be made from what was given
    │   ├── WorkbookError           the file, a sheet or a column
    │   └── DataError               the values; carries the problems
    ├── TemplateError           4
    ├── MissingDependencyError  5
    ├── ConversionError         6
    ├── OutputError             7   disk full, read-only, a file held open by another program
    ├── ArchiveError            8
    ├── LedgerError             9
    │   └── DamagedLedger           the file is empty, not a ledger, or not as docgen left it
    ├── PartialFailure         10   some papers were held back, the rest are whole
    ├── MachineError           11   the system ended a part of the work or could not begin it: no memory, no process
    ├── StoppedError          130   the user stopped the run
    └── IsolationError          1   (docgen.isolate) a child ran out of time or memory: who asked it raises one of those above

A third-party exception never reaches a user: the room that calls the library turns it into one of these, with the
place and what to do next. Only ``cli`` ends the program with their exit codes.
"""

from __future__ import annotations

from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docgen.problems import Problem


class ExitCode(IntEnum):
    """Exit codes of the command line: a stable interface."""

    OK = 0
    BUG = 1
    USAGE = 2
    DATA = 3
    TEMPLATE = 4
    MISSING_DEPENDENCY = 5
    CONVERSION = 6
    OUTPUT = 7
    ARCHIVE = 8
    LEDGER = 9
    PARTIAL = 10
    MACHINE = 11
    INTERRUPTED = 130


class DocgenError(Exception):
    """Base of everything docgen raises on purpose; its text is fit to be shown, its ``hint`` says what to do next."""

    exit_code = ExitCode.BUG

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> tuple[object, ...]:
        # Raised in worker processes too: keep hint and friends when it crosses to the parent.
        return (_rebuild, (type(self), self.__dict__.copy()))


def _rebuild(kind: type[DocgenError], state: dict[str, object]) -> DocgenError:
    error = kind.__new__(kind)
    Exception.__init__(error, state.get("message", ""))
    error.__dict__.update(state)
    return error


class InputError(DocgenError):
    """Nothing could be made from what was given."""

    exit_code = ExitCode.DATA


class WorkbookError(InputError):
    """The workbook as a file: missing, unreadable, hostile, without a sheet or column it needs."""


class DataError(InputError):
    """Values that break a rule; ``problems`` has every one of them with its place."""

    def __init__(self, message: str, problems: Sequence[Problem] = (), *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.problems = tuple(problems)


class TemplateError(DocgenError):
    """A Word template that cannot be used, or does not fit its data."""

    exit_code = ExitCode.TEMPLATE


class MissingDependencyError(DocgenError):
    """A program or package that was asked for is not on this machine."""

    exit_code = ExitCode.MISSING_DEPENDENCY


class ConversionError(DocgenError):
    """No PDF, or a PDF that does not say what the document says."""

    exit_code = ExitCode.CONVERSION


class OutputError(DocgenError):
    """A file could not be written."""

    exit_code = ExitCode.OUTPUT


class ArchiveError(DocgenError):
    """An archive that could not be made, or is not what it claims to be."""

    exit_code = ExitCode.ARCHIVE


class LedgerError(DocgenError):
    """The ledger is damaged, locked, newer than this program, or contradicts the workbook."""

    exit_code = ExitCode.LEDGER


class DamagedLedger(LedgerError):
    """The ledger's file has lost what stood in it, is none of docgen's, or was changed by something else."""


class PartialFailure(DocgenError):
    """Some papers failed or were held back, the rest are whole; ``failures`` says which and why."""

    exit_code = ExitCode.PARTIAL

    def __init__(self, message: str, failures: Sequence[str] = (), *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.failures = tuple(failures)


class MachineError(DocgenError):
    """The system ended a part of the work or could not begin it; what was worked on is not at fault."""

    exit_code = ExitCode.MACHINE


class StoppedError(DocgenError):
    """The user stopped the run; what it had finished is whole."""

    exit_code = ExitCode.INTERRUPTED


def output_error(error: OSError, path: Path | None = None) -> OutputError:
    """Say which file (the one that the system named) could not be written and why, in words a clerk can act on."""
    import errno

    from docgen.messages import _

    full = _("the disk is full"), _("Free some space and run the same command again.")
    forbidden = (
        _("not allowed, or another program has it open"),
        _("Close the file if Word or WPS has it open, or choose a folder that you may write in with -o."),
    )
    no_folder = _("a file stands where a folder should be"), _("Choose another folder with -o, or rename that file.")
    known = {
        errno.ENOSPC: full,
        errno.EDQUOT: full,
        errno.EACCES: forbidden,
        errno.EPERM: forbidden,
        errno.EEXIST: no_folder,
        errno.ENOTDIR: no_folder,
        errno.EISDIR: (_("it is a folder, not a file"), _("Choose another name with -o, or rename that folder.")),
        errno.ENOENT: (
            _("there is no such folder"),
            _("Look whether the disk is there, or choose another folder with -o."),
        ),
        errno.EROFS: (_("the disk is read-only"), _("Choose a folder on another disk with -o.")),
        errno.ENAMETOOLONG: (
            _("the name is too long for this disk"),
            _("Shorten the group's number or name, or choose another folder with -o."),
        ),
    }
    otherwise = error.strerror or str(error), _("Choose another folder with -o, and try again.")
    reason, hint = known.get(error.errno or 0, otherwise)
    where = path or Path(str(error.filename or "."))
    return OutputError(_("{path}: cannot be written ({reason})").format(path=where, reason=reason), hint=hint)
