"""A small code in the bottom margin of each page of a paper, so that its scan can be filed by itself.

:mod:`docgen.codes.code` is what a code says, :mod:`docgen.codes.drawing` puts it on the pages of a PDF where nothing stands,
:mod:`docgen.codes.reading` finds it again on scans,
:mod:`docgen.codes.gathering` lays the pages of a paper together. Which papers have one, and what becomes of scans, is the
pipeline's to say.
"""

from __future__ import annotations

from docgen.codes.code import SCHEME, Code, Owner, owner, semester, text
from docgen.codes.drawing import stamp
from docgen.codes.gathering import gather
from docgen.codes.reading import ENDINGS, Sheet, UnreadableError, count, read

__all__ = [
    "ENDINGS",
    "SCHEME",
    "Code",
    "Owner",
    "Sheet",
    "UnreadableError",
    "count",
    "gather",
    "owner",
    "read",
    "semester",
    "stamp",
    "text",
]
