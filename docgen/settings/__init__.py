"""What schools do differently: ``docgen.toml`` beside the workbook, read and changed."""

from docgen.settings.docgen_toml import FILE_NAME, STARTER, Carrying, Checks, Codes, Jury, Paths, Settings
from docgen.settings.file import load, read

__all__ = ["FILE_NAME", "STARTER", "Carrying", "Checks", "Codes", "Jury", "Paths", "Settings", "load", "read"]
