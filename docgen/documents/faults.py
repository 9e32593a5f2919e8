"""Faults in a data file for one paper, each with its path in the file (成员.2.姓名)."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic_core import ErrorDetails

from docgen.documents.kept import types_in
from docgen.documents.kind import DocumentKind, Paper
from docgen.documents.own_model import model_of
from docgen.messages import _
from docgen.messages.faults import explain
from docgen.problems import Problem, Severity


def problems(faults: Sequence[ErrorDetails], kind: DocumentKind) -> tuple[Problem, ...]:
    """Return one problem for each fault; lists count from 1, as people do."""
    found = []
    for fault in faults:
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
                hint=words.hint or _for_example(kind, fault["loc"]),
                value=value if isinstance(value, str) else "",
            )
        )
    return tuple(found)


def _for_example(kind: DocumentKind, path: Sequence[str | int]) -> str:
    """Show what has a form by an example, where the kind's schema has one."""
    model: object = model_of(kind)
    field = None
    for title in (part for part in path if isinstance(part, str)):
        fields = getattr(model, "model_fields", {})
        field = next((one for name, one in fields.items() if title in (name, one.alias)), None)
        if field is None:
            return ""
        model = next((one for one in types_in(field.annotation) if issubclass(one, Paper)), None)
    examples = field.examples if field is not None else None
    return _("for example: {example}").format(example=examples[0]) if examples else ""
