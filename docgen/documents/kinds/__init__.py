"""The kinds of paper, each with its kin in one module: the models of their data, what composes them, their ``DocumentKind``.

A new kind is a module here and a template; the package is walked, and nothing else names it.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from docgen.documents.kind import DocumentKind, Per

__all__ = ["KINDS"]


def _found() -> dict[str, DocumentKind]:
    modules = [import_module(f"{__name__}.{one.name}") for one in iter_modules(__path__)]
    kinds = [one for module in modules for one in vars(module).values() if isinstance(one, DocumentKind)]
    return {kind.stem: kind for kind in sorted(kinds, key=lambda kind: (kind.per is Per.BUNDLE, kind.order))}


KINDS = _found()
"""All kinds by stem, in the order of the bundle, whose own pages stand last."""
