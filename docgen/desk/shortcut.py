"""A starter on the desktop: the window opens on its folder by a double click, and no terminal is seen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from docgen import files, outgoing
from docgen.errors import OutputError
from docgen.messages import _

_NAME = "docgen"


def put(folder: Path, *, force: bool = False) -> Path:
    """Put the starter for a folder on the desktop; return it. Raise OutputError where none can be put there."""
    desktop = _desktop()
    if not desktop.is_dir():
        raise OutputError(
            _("this user has no desktop folder: {path}").format(path=desktop),
            hint=_("Make the folder, or start the window by docgen desk."),
        )
    ending, content, executable = starter(sys.platform, Path(sys.executable), folder)
    with outgoing.file(desktop / f"{_NAME} {folder.name}{ending}", force=force) as target:
        files.write(target, content, executable=executable)
    return desktop / f"{_NAME} {folder.name}{ending}"


def starter(system: str, python: Path, folder: Path) -> tuple[str, bytes, bool]:
    """Return a starter's ending and content for a system (``sys.platform``), and whether it is to be made executable."""
    if system == "win32":
        return ".vbs", _vbs(python, folder), False
    if system == "darwin":
        line = f"exec {_quoted(str(python))} -m docgen desk {_quoted(str(folder))}"
        return ".command", f"#!/bin/sh\n{line}\n".encode(), True
    return ".desktop", _desktop_entry(python, folder), True


def _vbs(python: Path, folder: Path) -> bytes:
    """Return a script that Windows runs with its console hidden; UTF-16, which it reads whatever the code page."""

    def text(word: object) -> str:
        return '"' + str(word).replace('"', '""') + '"'

    line = f'"{python}" -m docgen desk "{folder}"'
    return ("\ufeff" + f'CreateObject("WScript.Shell").Run {text(line)}, 0, False\r\n').encode("utf-16-le")


def _desktop_entry(python: Path, folder: Path) -> bytes:
    """Return a desktop entry (Desktop Entry Specification 1.5, "The Exec key")."""

    def argument(word: object) -> str:
        said = "".join(f"\\{sign}" if sign in '"`$\\' else sign for sign in str(word)).replace("%", "%%")
        return '"' + said.replace("\\", "\\\\") + '"'

    name = folder.name.replace("\\", "\\\\").replace("\n", " ")
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        f"Name=docgen {name}",
        f"Exec={argument(python)} -m docgen desk {argument(folder)}",
        "Terminal=false",
        "Icon=x-office-document",
        "Categories=Office;",
    )
    return ("\n".join(lines) + "\n").encode()


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "'\\''") + "'"


def _desktop() -> Path:
    """Return the user's desktop, which may have been moved and be called otherwise."""
    if sys.platform == "win32":
        told = _asked("powershell", "-NoProfile", "-Command", "[Environment]::GetFolderPath('Desktop')")
    else:
        told = "" if sys.platform == "darwin" else _asked("xdg-user-dir", "DESKTOP")
    return Path(told) if told else Path.home() / "Desktop"


def _asked(*line: str) -> str:
    try:
        return subprocess.run(line, capture_output=True, text=True, timeout=20, check=False).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return ""
