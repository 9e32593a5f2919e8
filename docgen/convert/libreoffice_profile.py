"""The profile LibreOffice runs with: made anew for every call, and trusting nothing.

A profile of our own because two programs on one profile collide, and because the user's own one may allow macros
or hold a half-finished recovery. What a document could make LibreOffice do beside laying out its text (run a
macro, update a link, fetch a picture over http or from the disk) is turned off here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["write"]

_COMMON = "org.openoffice.Office.Common"
_SETTINGS: tuple[tuple[str, str, str], ...] = (
    # Nothing in a document runs.
    (f"{_COMMON}/Security/Scripting", "DisableMacrosExecution", "true"),
    (f"{_COMMON}/Security/Scripting", "MacroSecurityLevel", "3"),
    (f"{_COMMON}/Security/Scripting", "DisableActiveContent", "true"),
    (f"{_COMMON}/Security/Scripting", "DisableOLEAutomation", "true"),
    (f"{_COMMON}/Security/Scripting", "DisablePythonRuntime", "true"),
    ("org.openoffice.Office.Java/VirtualMachine", "Enable", "false"),
    # Nothing is fetched: with this set only a document in a trusted place may load what it links to, and there is
    # no trusted place. Should it try all the same, the proxy is a port where nobody listens.
    (f"{_COMMON}/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("org.openoffice.Inet/Settings", "ooInetProxyType", "1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    # Nothing is asked, remembered or reported.
    (f"{_COMMON}/Misc", "FirstRun", "false"),
    (f"{_COMMON}/Misc", "CrashReport", "false"),
    (f"{_COMMON}/Misc", "CollectUsageInformation", "false"),
    (f"{_COMMON}/Misc", "UseLocking", "false"),
    (f"{_COMMON}/History", "PickListSize", "0"),
    (f"{_COMMON}/Save/Document", "CreateBackup", "false"),
    ("org.openoffice.Office.Recovery/RecoveryInfo", "Enabled", "false"),
    ("org.openoffice.Office.Recovery/AutoSave", "Enabled", "false"),
    ("org.openoffice.Office.Recovery/CrashReporter", "Enabled", "false"),
    ("org.openoffice.Setup/Office", "ooSetupInstCompleted", "true"),
    # The PDF: bookmarks from headings, pictures as they are, no form fields, no structure tree (a bundle would have
    # to merge hundreds of them).
    (f"{_COMMON}/Filter/PDF/Export", "ExportBookmarks", "true"),
    (f"{_COMMON}/Filter/PDF/Export", "ExportFormFields", "false"),
    (f"{_COMMON}/Filter/PDF/Export", "UseTaggedPDF", "false"),
    (f"{_COMMON}/Filter/PDF/Export", "UseLosslessCompression", "true"),
    (f"{_COMMON}/Filter/PDF/Export", "ReduceImageResolution", "false"),
)


def write(profile: Path) -> None:
    """Lay a fresh profile into an empty folder. Raises OSError when the disk refuses."""
    user = profile / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_document(), encoding="utf-8")


def _document() -> str:
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>\n'
        for path, name, value in _SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n' + items + "</oor:items>\n"
    )
