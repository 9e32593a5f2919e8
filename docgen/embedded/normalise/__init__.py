"""What a .docx needs before dxpdf (0.8.1) draws Chinese forms as an office suite would.

One pass over the package: every part is read once, every paragraph set once, and the parts that changed are written
back. What each pass does and why is said in its module:

- :mod:`.numbering`: numbers written out, in Chinese too
- :mod:`.tables`: cell margins, vertical text, rows kept whole
- :mod:`.paragraphs`: faces by script, gaps between scripts, breaks, straight edges, text in lines of fixed height
- :mod:`.package`: families renamed to the faces that stand for them, faces carried along where there is no fontconfig

It returns a .docx that is drawn and thrown away; nobody edits it.
"""

from __future__ import annotations

from docgen.embedded.normalise.package import Package, normalise, normalised

__all__ = ["Package", "normalise", "normalised"]
