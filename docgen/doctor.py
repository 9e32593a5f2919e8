"""What works on this machine, and what to install where it does not. Values only: ``cli`` prints them.

Everything is tried rather than assumed: the embedded engine converts a small paper in a child, faces are made, a file is
written where docgen writes its own. The documented table of substitutes is :mod:`docgen.fonts.substitution`.
"""

from __future__ import annotations

import contextlib
import os
import platform
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docgen import files, resources, settings
from docgen.errors import ConversionError, DocgenError, MissingDependencyError, OutputError
from docgen.isolate import call
from docgen.messages import _

if TYPE_CHECKING:
    from docgen.fonts import FontSet

__all__ = ["Check", "examine"]

_PYTHON = (3, 11)
_SQLITE = (3, 37, 0)
"""The ledger counts on strict tables (SQLite 3.37, 2021)."""
_TEMPORARY = 200 << 20
_DISK = 500 << 20
"""Bytes that a semester of 200 groups takes, with room for a second build beside the first."""
_TRIAL = 60.0
"""Seconds the embedded engine may take for one small paper."""
_SAMPLE = "共勉协议书喆堃䶮☐☑AT&T"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    ``name`` is a stable English word for programs, ``label`` what a user reads. ``ok`` False with ``needed`` True means
    that docgen cannot do its work; with ``needed`` False it does it with less. ``advice`` is empty when all is well.
    """

    name: str
    label: str
    ok: bool
    found: str
    advice: str = ""
    needed: bool = True


def examine(folder: Path | None = None) -> list[Check]:
    """Look at everything docgen stands on; ``folder`` is where it would write (the current one by default).

    Takes a few seconds, the first time up to half a minute: faces are made for the per-user cache. Raises nothing: a
    fault is a check that is not ok.
    """
    faces, face_check = _faces()
    return [
        _python(),
        _embedded(faces),
        _libreoffice(),
        face_check,
        *_families(),
        _temporary(),
        _space("disk", _("this folder"), folder or Path.cwd(), _DISK),
        _sqlite(),
        *_ledger(folder or Path.cwd()),
        _catalogue(),
        _shipped(),
    ]


def _python() -> Check:
    found = f"Python {platform.python_version()} ({sys.executable})"
    ok = sys.version_info >= _PYTHON
    return Check("python", "Python", ok, found, "" if ok else _("Install Python 3.11 or newer."))


def _again() -> str:
    return _("Install docgen again from the folder, wheel or bundle it came from.")


def _embedded(faces: FontSet | None) -> Check:
    from importlib.metadata import PackageNotFoundError, version

    from docgen.convert.libreoffice_probe import probe

    name, label = "embedded", _("embedded engine")
    again = _again()
    try:
        found = f"dxpdf {version('dxpdf')}"
    except PackageNotFoundError:
        if probe() is None:
            return Check(name, label, False, _("not installed"), again)
        lost = _("Not necessary: LibreOffice makes the PDFs, one after the other and more slowly.")
        return Check(name, label, False, _("not installed"), lost, needed=False)
    if faces is None:
        return Check(name, label, False, found, _("It needs faces: see below."))
    try:
        call(_convert, faces, deadline=_TRIAL)
    except MissingDependencyError as error:
        return Check(name, label, False, _("{engine}: {reason}").format(engine=found, reason=error), error.hint)
    except (DocgenError, ImportError, RuntimeError) as error:
        return Check(name, label, False, _("{engine}: {reason}").format(engine=found, reason=error), again)
    return Check(name, label, True, found)


def _convert(faces: FontSet) -> int:
    """Convert a small paper; runs in a child, for a broken library may take its process down."""
    from docgen.convert import WordFile
    from docgen.convert.embedded import Embedded

    result = Embedded(faces).convert([WordFile("trial", _small_paper())])[0]
    if isinstance(result, ConversionError):
        raise result
    return len(result)


def _small_paper() -> bytes:
    """Take one of the official templates: that its tags are still in it does not matter here."""
    return next(iter(sorted(resources.templates().glob("*.docx")))).read_bytes()


def _libreoffice() -> Check:
    from docgen.convert.libreoffice_probe import probe

    name, label = "libreoffice", "LibreOffice"
    found = probe()
    if found is not None:
        return Check(name, label, True, f"{found.version} ({found.program})", needed=False)
    chosen = os.environ.get("DOCGEN_SOFFICE")
    if chosen:
        advice = _("DOCGEN_SOFFICE names {path}, and that is no LibreOffice: correct or unset it.").format(path=chosen)
    else:
        advice = _("Not necessary. For a second engine: {command}").format(command=_how_to_install_libreoffice())
    return Check(name, label, False, _("not found"), advice, needed=False)


def _how_to_install_libreoffice() -> str:
    if sys.platform == "win32":
        return "winget install TheDocumentFoundation.LibreOffice"
    if sys.platform == "darwin":
        return "brew install --cask libreoffice"
    # 统信 UOS and 麒麟 desktops are of Debian's family, 麒麟 servers of Red Hat's; each has one of these.
    for program, command in (
        ("apt-get", "sudo apt install libreoffice-writer"),
        ("dnf", "sudo dnf install libreoffice-writer"),
        ("yum", "sudo yum install libreoffice-writer"),
        ("zypper", "sudo zypper install libreoffice-writer"),
        ("pacman", "sudo pacman -S libreoffice-still"),
    ):
        if shutil.which(program):
            return command
    return "https://www.libreoffice.org/download/"


def _faces() -> tuple[FontSet | None, Check]:
    from docgen import fonts
    from docgen.fonts.basis import PACKAGE, own, stand_in
    from docgen.fonts.substitution import SourceFont

    name, label = "faces", _("faces")
    try:
        faces = fonts.prepare(_SAMPLE)
    except DocgenError as error:
        return None, Check(name, label, False, str(error), error.hint)
    lent = [likest for source in SourceFont if own(source) is None and (likest := stand_in(source))]
    if lent:
        lost = _(
            "Not necessary, but papers look otherwise on each machine and rare characters may be missing. For docgen's own"
            " fonts: pip install {package}"
        ).format(package=PACKAGE)
        taken = "、".join(dict.fromkeys(one.path.name for one in lent))
        return faces, Check(
            name, label, False, _("drawn with this machine's {files}").format(files=taken), lost, needed=False
        )
    missing = "".join(sorted(faces.missing))
    if missing:
        advice = _("Install docgen's fonts again: pip install --force-reinstall pylopdf-fonts-zh-cn")
        return faces, Check(name, label, False, _("without {characters}").format(characters=missing), advice)
    return faces, Check(name, label, True, os.fspath(faces.folder))


def _families() -> list[Check]:
    """One check for each family that an official template asks for."""
    from docgen import fonts

    asked = {name for one in resources.templates().glob("*.docx") for name in fonts.families(one.read_bytes())}
    drawn = fonts.substitutes(asked)
    return [
        Check(f"family:{name}", name, True, _("drawn with {face}").format(face=drawn.get(name) or fonts.real(name)))
        for name in sorted(asked)
    ]


def _temporary() -> Check:
    name, label = "temporary", _("temporary folder")
    try:
        with files.scratch() as folder:
            return _space(name, label, folder.parent, _TEMPORARY)
    except OutputError as error:
        return Check(name, label, False, error.message, error.hint)


def _space(name: str, label: str, folder: Path, least: int) -> Check:
    try:
        free = shutil.disk_usage(folder).free
        with tempfile.TemporaryFile(dir=folder) as trial:
            trial.write(b"docgen")
    except OSError as error:
        found = f"{folder}: {error.strerror or error}"
        return Check(name, label, False, found, _("Choose a folder that can be written to."))
    found = _("{folder}: {free} MB free").format(folder=folder, free=free >> 20)
    if free < least:
        return Check(name, label, False, found, _("Free at least {least} MB.").format(least=least >> 20))
    return Check(name, label, True, found)


def _sqlite() -> Check:
    import sqlite3

    ok = sqlite3.sqlite_version_info >= _SQLITE
    advice = "" if ok else _("Use a Python with SQLite 3.37 or newer: the ledger needs it.")
    return Check("sqlite", "SQLite", ok, sqlite3.sqlite_version, advice)


def _ledger(folder: Path) -> list[Check]:
    """Look whether the ledger of this folder is whole; where there is none, there is nothing to say."""
    import sqlite3

    try:
        path = folder / settings.load(folder).path.ledger
    except DocgenError as error:
        return [Check("ledger", _("the ledger"), False, error.message, error.hint)]
    if not path.is_file():
        return []
    advice = _("Put back a copy of it, or run docgen ledger rebuild.")
    try:
        # Only reading: doctor changes nothing, not even by migrating.
        with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            said = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(3)").fetchall()]
    except sqlite3.Error as error:
        return [Check("ledger", _("the ledger"), False, str(error), advice)]
    whole = said == ["ok"]
    return [Check("ledger", _("the ledger"), whole, str(path) if whole else "; ".join(said), "" if whole else advice)]


def _catalogue() -> Check:
    from docgen import messages

    file = Path(messages.__file__).parent / "locale" / "zh" / "LC_MESSAGES" / "docgen.mo"
    found = "zh, en" if file.is_file() else "en"
    advice = "" if file.is_file() else _again()
    return Check("catalogue", _("languages") if file.is_file() else "languages", file.is_file(), found, advice)


def _shipped() -> Check:
    folders = {"templates": resources.templates(), "schemas": resources.schemas(), "samples": resources.samples()}
    gone = sorted(name for name, folder in folders.items() if not (folder.is_dir() and any(folder.iterdir())))
    advice = _again() if gone else ""
    found = _("without {what}").format(what=", ".join(gone)) if gone else os.fspath(folders["templates"])
    return Check("shipped", _("what ships with docgen"), not gone, found, advice)
