"""What schools do differently: ``docgen.toml`` beside the workbook, read and changed.

Imported when it is asked for: a ledger knows how numbers are written, and needs no model of the file for that.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docgen.settings.docgen_toml import FILE_NAME, STARTER, Carrying, Checks, Codes, Jury, Paths, Settings
    from docgen.settings.toml_file import load, read

__all__ = ["FILE_NAME", "STARTER", "Carrying", "Checks", "Codes", "Jury", "Paths", "Settings", "load", "read"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = "toml_file" if name in ("load", "read") else "docgen_toml"
    found: object = getattr(import_module(f"{__name__}.{home}"), name)
    return found
