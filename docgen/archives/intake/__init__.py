"""What comes from outside into the archive, file by file: judged, made flat, fit to be sealed, or refused by name."""

from docgen.archives.intake.taking import ENDINGS, TakenIn, take_in

__all__ = ["ENDINGS", "TakenIn", "take_in"]
