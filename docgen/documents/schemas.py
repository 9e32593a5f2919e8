"""``schemas/<stem>.schema.json``: the models of the papers as JSON Schema, for other programs and for templates.

The files are generated; ``docgen schema export --check`` and a test say when they drift from the models.
"""

from __future__ import annotations

import json
from pathlib import Path

from docgen import files
from docgen.documents.kind import DocumentKind
from docgen.documents.kinds import KINDS
from docgen.documents.own_model import model_of


def schema(kind: DocumentKind) -> str:
    """Return a kind's schema (JSON Schema 2020-12, Chinese names) with its ``x-docgen`` block, as the file has it."""
    if kind.seen:
        return kind.seen
    body = model_of(kind).model_json_schema(by_alias=True)
    body["title"] = kind.title
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"docgen:{kind.stem}",
        "x-docgen": {"stem": kind.stem, "title": kind.title, "per": kind.per, "order": kind.order, "pages": kind.pages},
    }
    return json.dumps(head | body, ensure_ascii=False, indent=2) + "\n"


def export(folder: Path) -> tuple[Path, ...]:
    """Write every schema; return those that were not as they are now."""
    stale = drifted(folder)
    for path in stale:
        files.write(path, schema(KINDS[path.name.removesuffix(".schema.json")]).encode())
    return stale


def drifted(folder: Path) -> tuple[Path, ...]:
    """Return the files that are missing or differ from the models."""
    paths = ((folder / f"{kind.stem}.schema.json", kind) for kind in KINDS.values())
    return tuple(path for path, kind in paths if not path.is_file() or path.read_text(encoding="utf-8") != schema(kind))
