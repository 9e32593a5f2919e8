"""What each address answers, one module for each thing a clerk does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.desk.views import archiving, building, faults, looking, new, papers, settings, signing, start, templates

if TYPE_CHECKING:
    from starlette.routing import Route

    from docgen.desk.window import Window


def routes(window: Window) -> list[Route]:
    """Return every address of every view."""
    return [
        route
        for view in (start, faults, papers, building, signing, archiving, looking, new, templates, settings)
        for route in view.routes(window)
    ]
