"""Faults in a data file for one paper, each with its path in the file (成员.2.姓名)."""

from __future__ import annotations

from pydantic import ValidationError

from docgen.documents.kind import DocumentKind
from docgen.messages.faults import explain
from docgen.problems import Problem, Severity


def problems(error: ValidationError, kind: DocumentKind) -> tuple[Problem, ...]:
    """Return one problem for each fault; lists count from 1, as people do."""
    found = []
    for fault in error.errors(include_url=False):
        path = ".".join(str(part + 1) if isinstance(part, int) else part for part in fault["loc"])
        words = explain(fault["type"], fault.get("ctx"))
        value = fault["input"]
        found.append(
            Problem(
                kind=words.kind,
                severity=Severity.ERROR,
                sheet=kind.title,
                row=0,
                column=path,
                message=words.message,
                hint=words.hint,
                value=value if isinstance(value, str) else "",
            )
        )
    return tuple(found)
