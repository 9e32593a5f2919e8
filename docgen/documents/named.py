"""What docgen.toml says of papers by their stems: each stem is some paper's, and no two papers get one title."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from docgen.documents.compose import KINDS
from docgen.documents.kind import DocumentKind
from docgen.errors import InputError
from docgen.messages import _
from docgen.settings import FILE_NAME, Settings


def require_known(settings: Settings, added: Sequence[DocumentKind] = ()) -> None:
    """Raise InputError for a stem that no paper has, ``added`` kinds included, and for a title that two would have."""
    kinds = {kind.stem: kind for kind in (*KINDS.values(), *added)}
    for table, said in (("titles", settings.titles), ("copies", settings.copies), ("retention", settings.retention)):
        for stem in said:
            if stem not in kinds:
                close = difflib.get_close_matches(stem, kinds, 1, 0.5)
                raise InputError(
                    _("{file}: [{table}] {stem}: no paper is called so").format(
                        file=FILE_NAME, table=table, stem=stem[:40]
                    ),
                    hint=_("Did you mean {close}?").format(close=close[0])
                    if close
                    else _("There are: {known}").format(known="、".join(kinds)),
                )
    titled: dict[str, str] = {}
    for stem, kind in kinds.items():
        title = settings.titles.get(stem, kind.title)
        if titled.setdefault(title, stem) != stem and {stem, titled[title]} & settings.titles.keys():
            raise InputError(
                _("{file}: [titles]: {one} and {other} would both be called {title}").format(
                    file=FILE_NAME, one=titled[title], other=stem, title=title
                ),
                hint=_("Give each its own title: files and catalogue go by it."),
            )
