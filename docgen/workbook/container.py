"""Tells what a file really is, and refuses what would not end well, before any reader opens it.

The name's ending is not believed: clerks rename files. An archive is judged by what its directory says it unpacks to;
``zipfile`` never unpacks more of a part than its directory entry says.
"""

from __future__ import annotations

import zipfile
from enum import StrEnum
from pathlib import Path

from docgen.errors import WorkbookError
from docgen.incoming import Refused, Why, limits, packed
from docgen.markup import TYPES
from docgen.messages import _

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_PACKED = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
_BINARY = "xl/workbook.bin"
"""What an .xlsb has in the place of a workbook's XML."""


class FileKind(StrEnum):
    """What a file turned out to be."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV_FOLDER = "csv"


def kind_of(path: Path) -> FileKind:
    """Tell a workbook's format from its content; raise WorkbookError when it is none, locked, or too large."""
    if path.is_dir():
        if any(path.glob("*.csv")):
            return FileKind.CSV_FOLDER
        raise WorkbookError(
            _("{path}: is a folder without .csv files").format(path=path),
            hint=_("Name the workbook (台账.xlsx), or a folder with one .csv file a sheet."),
        )
    if path.exists() and not path.is_file():
        raise WorkbookError(
            _("{path}: is a device, not an ordinary file").format(path=path), hint=_("Name an ordinary file.")
        )
    try:
        with path.open("rb") as file:
            start = file.read(8)
        size = path.stat().st_size
    except FileNotFoundError:
        raise WorkbookError(
            _("{path}: there is no such file").format(path=path),
            hint=_("Check the name and the folder; docgen init makes a new workbook."),
        ) from None
    except OSError as error:
        raise WorkbookError(
            _("{path}: cannot be opened: {reason}").format(path=path, reason=error.strerror or error),
            hint=_("Close it in Excel or WPS, or check who may read it."),
        ) from error
    if not start:
        raise WorkbookError(
            _("{path}: the file is empty").format(path=path), hint=_("Fetch the file again, or use a backup copy.")
        )
    if size > limits.WORKBOOK.packed:
        raise _too_large(path)
    if start == _OLE:
        return _ole(path)
    if start.startswith(b"PK"):
        return _zip(path)
    raise _packed(path) if start.startswith(_PACKED) else _unread(path)


def _unread(path: Path) -> WorkbookError:
    return WorkbookError(
        _("{path}: is not a workbook").format(path=path),
        hint=_("docgen reads .xlsx, .xls, .ods, or a folder of .csv files: save it as .xlsx in Excel or WPS."),
    )


def _packed(path: Path) -> WorkbookError:
    return WorkbookError(
        _("{path}: is a packed file, not a workbook").format(path=path),
        hint=_("Unpack it, and use the workbook in it."),
    )


def _of_another_program(path: Path) -> WorkbookError:
    return WorkbookError(
        _("{path}: is not a workbook").format(path=path),
        hint=_("It looks like another Office file: check that the right one was chosen."),
    )


def _too_large(path: Path) -> WorkbookError:
    return WorkbookError(
        _("{path}: unpacks to more data than any workbook of a semester holds").format(path=path),
        hint=_("Copy the tables as values into a fresh workbook made by docgen init."),
    )


def _ole(path: Path) -> FileKind:
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise locked(path)
    if not any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        raise _of_another_program(path)
    return FileKind.XLS


def _beginning(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return the first bytes of a part; no more is unpacked, however large it claims or turns out to be."""
    with archive.open(name) as part:
        return part.read(100)


def _zip(path: Path) -> FileKind:
    try:
        with packed.opened(path, path, limits.WORKBOOK) as archive:
            names = archive.namelist()
            is_ods = "mimetype" in names and b"spreadsheet" in _beginning(archive, "mimetype")
    except Refused as error:
        raise (_too_large(path) if error.why is Why.TOO_LARGE else damaged(path)) from error
    except packed.BROKEN as error:
        raise damaged(path) from error
    if is_ods:
        return FileKind.ODS
    if _BINARY in names:
        raise _unread(path)
    if TYPES in names and any(name.startswith("xl/") for name in names):
        return FileKind.XLSX
    raise _of_another_program(path) if {TYPES, "mimetype"} & {*names} else _packed(path)


def locked(path: Path) -> WorkbookError:
    """Return the error for a file that a password protects."""
    return WorkbookError(
        _("{path}: is protected by a password").format(path=path),
        hint=_("Open it in Excel or WPS, remove the password (File, Protect), and save it again."),
    )


def damaged(path: Path) -> WorkbookError:
    """Return the error for a file that starts like a workbook and is not whole."""
    return WorkbookError(
        _("{path}: the file is damaged").format(path=path),
        hint=_("Open it in Excel or WPS and save it again, fetch it again, or use a backup copy."),
    )
