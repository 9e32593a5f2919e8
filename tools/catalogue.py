"""Brings the message catalogue up to date: ``python -m tools.catalogue`` (``--check``: only say whether it is).

Messages are collected from docgen's sources; the Chinese already there is kept; what is new waits with an empty
``msgstr`` and fails ``tests/test_messages.py`` until it is translated.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "docgen/messages/locale/zh/LC_MESSAGES/docgen.po"
_PAGES = "desk/pages/**.html"
_OPTIONS = {"**": {"encoding": "utf-8"}}
KEYWORDS = {"_": None, "N_": None, "NN_": (1, 2), "ngettext": (1, 2)}


def catalogue(po: Path = PO, sources: Path = ROOT / "docgen") -> Catalog:
    """Return the Chinese catalogue with exactly the messages that the sources hold."""
    with po.open("rb") as file:
        old = read_po(file, locale="zh")
    new = Catalog(locale="zh", project="docgen", charset="utf-8", fuzzy=False, header_comment="# Chinese of docgen.")
    for _file, _line, message, _comments, _context in extract_from_dir(
        str(sources), [("**.py", "python"), (_PAGES, "jinja2")], _OPTIONS, keywords=KEYWORDS
    ):
        known = old.get(message if isinstance(message, str) else message[0])
        string = known.string if known else ""
        if not isinstance(message, str) and isinstance(string, str):
            string = (string,)  # one message became one for each number
        new.add(message, string=string)
    return new


def po_bytes(messages: Catalog) -> bytes:
    """Return the catalogue as a .po without times, sorted, so that it changes only with its texts."""
    out = io.BytesIO()
    write_po(out, messages, no_location=True, sort_output=True, width=0, omit_header=True)
    header = (
        f'{messages.header_comment}\nmsgid ""\nmsgstr ""\n'
        '"Language: zh\\n"\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
    )
    return header.encode() + out.getvalue()


class _Timeless(Catalog):
    """A catalogue whose header has neither the time nor Babel's version in it: equal texts compile to equal bytes."""

    @property  # type: ignore[misc]  # Babel can set it; nothing here does
    def mime_headers(self) -> list[tuple[str, str]]:
        return [("Content-Type", "text/plain; charset=utf-8"), ("Plural-Forms", "nplurals=1; plural=0;")]


def mo_bytes(po: bytes) -> bytes:
    """Return the compiled catalogue of a .po."""
    compiled = _Timeless(locale="zh")
    for message in read_po(io.BytesIO(po), locale="zh"):
        if message.id:
            compiled.add(message.id, message.string)
    out = io.BytesIO()
    write_mo(out, compiled)
    return out.getvalue()


def untranslated(messages: Catalog) -> list[str]:
    """Return the messages that have no Chinese yet."""
    return [
        str(one.id)
        for one in messages
        if one.id and not (one.string if isinstance(one.string, str) else all(one.string or ()))
    ]


def main() -> int:
    """Write the catalogue, or check it."""
    messages = catalogue()
    po = po_bytes(messages)
    mo = mo_bytes(po)
    target = PO.with_suffix(".mo")
    if "--check" in sys.argv[1:]:
        return 0 if PO.read_bytes() == po and target.read_bytes() == mo and not untranslated(messages) else 1
    PO.write_bytes(po)
    target.write_bytes(mo)
    for message in untranslated(messages):
        print(f"no Chinese yet: {message}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
