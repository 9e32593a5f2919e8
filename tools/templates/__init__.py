"""The official layouts are the .docx in ``templates/``, edited in Word, WPS or LibreOffice: ``python -m tools.templates``.

The command brings each into its normal form (:mod:`~tools.templates.normal`), so that the same layout has the same bytes
whatever program wrote it, and writes what it says as text (:mod:`~tools.templates.text`), so that a change can be read.
"""

from __future__ import annotations

from pathlib import Path

from tools.templates.normal import normal, shared
from tools.templates.text import styles_as_text, text

__all__ = ["TEMPLATES", "TEXTS", "normal", "paths", "shared", "text", "texts", "write"]

ROOT = Path(__file__).parents[2]
TEMPLATES, TEXTS = ROOT / "templates", ROOT / "docs/generated/templates"


def paths() -> list[Path]:
    """Return the official layouts."""
    return sorted(TEMPLATES.glob("*.docx"))


def texts() -> dict[str, str]:
    """Return what each layout says, and the styles they share, by file name."""
    found = {f"{path.stem}.txt": text(path.read_bytes()) for path in paths()}
    return found | {"styles.txt": styles_as_text(shared([path.read_bytes() for path in paths()])["word/styles.xml"])}


def write() -> None:
    """Bring every layout into its normal form and write the texts."""
    contents = {path: path.read_bytes() for path in paths()}
    common = shared(list(contents.values()))
    for path, content in contents.items():
        if (new := normal(content, common)) != content:
            path.write_bytes(new)
    TEXTS.mkdir(exist_ok=True)
    for old in TEXTS.glob("*.txt"):
        old.unlink()
    for name, said in texts().items():
        (TEXTS / name).write_text(said, encoding="utf-8", newline="\n")
