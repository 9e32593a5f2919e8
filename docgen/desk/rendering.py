"""Pages out of templates; whatever comes from a file, a name or a cell is escaped."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from docgen import messages
from docgen.messages import words

_PAGES = Path(__file__).parent / "pages"


def environment() -> Environment:
    """Return the templates' surroundings: everything escaped, an unknown name is an error."""
    made = Environment(
        loader=FileSystemLoader(_PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(_=messages._, ngettext=messages.ngettext, language=messages.language, words=words)
    made.filters["part"] = lambda text: quote(str(text), safe="")
    return made


_ENVIRONMENT = environment()


def page(name: str, values: Mapping[str, object], status: int = 200) -> HTMLResponse:
    """Return a page in the user's language."""
    return HTMLResponse(_ENVIRONMENT.get_template(name).render(values), status)
