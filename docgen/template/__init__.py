"""Step 5, fill: the department's Word layouts, opened with suspicion, compiled once, filled many times.

Owns where a template is found, whether its file is fit to be opened (:mod:`~docgen.template.package`), what a
placeholder may do (:mod:`~docgen.template.sandbox`, :mod:`~docgen.template.filters`), what a value may hold
(:mod:`~docgen.template.values`) and how both become a .docx (:mod:`~docgen.template.compiled`,
:mod:`~docgen.template.printing`). It leaves to documents what the data is, and to convert what is made of the result.

A placeholder is a column title of the workbook: ``{{ 甲方.姓名 }}``. Rows and paragraphs that repeat are marked as docxtpl
does: ``{%tr for 行 in 日程 %}`` in a row of its own, ``{%p if 项目 %}`` in a paragraph of its own. What several templates share
stands in a file of its own and is taken in by ``{{p 块("落款.docx") }}`` (:mod:`~docgen.template.blocks`).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from docgen import resources
from docgen.errors import TemplateError
from docgen.messages import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from docgen.documents import Plain
    from docgen.images import Album
    from docgen.template.blocks import Joined
    from docgen.template.compiled import Compiled

__all__ = ["Template", "find", "load"]


class Template:
    """One template, opened, checked and compiled. Made by :func:`load`; may be pickled to worker processes."""

    def __init__(self, path: Path, digest: str, compiled: Compiled, whole: Joined) -> None:
        self.path = path
        self.digest = digest
        """sha256 of the file and its blocks, in hexadecimal: part of a paper's provenance."""
        self.compiled = compiled
        """Its parts, for :mod:`~docgen.template.lint`."""
        self.whole = whole
        """The file with its blocks in place."""
        self.may_have_contents = any("instr" in part.source for part in compiled.parts)
        """Whether its papers may have a contents page."""

    @property
    def stem(self) -> str:
        """The kind of paper it is for."""
        return self.path.stem

    def fill(self, data: Mapping[str, Plain], album: Album | None = None) -> bytes:
        """Return the .docx of one paper: the same bytes for the same data and template, always.

        Raise TemplateError with the part and the words around the place when the template asks for what the data does
        not have, or a value holds what Word cannot show; the field is named by its path, such as ``成员[2].联系电话``.
        ``album`` has the pictures that the data names; raise Unfit for one that cannot be printed.
        """
        from docgen.template.places import PlacedError

        try:
            return self.compiled.fill(data, album)
        except PlacedError as error:
            raise error.at(self.whole.place(error.place)) from error

    def __reduce__(self) -> tuple[object, ...]:
        return (load, (self.path,))


_ENDINGS = (".docx", ".DOCX", ".doc", ".wps", ".docm", ".dotx", ".dotm", ".dot", ".wpt", ".rtf", ".odt")
"""Of a template, the one that is right first."""


def find(stem: str, folders: Sequence[Path] = ()) -> Path:
    """Return the first ``<stem>.docx`` among the clerk's own folders, else the official one.

    A link that leads nowhere, a folder of that name, or what Word and WPS save otherwise is meant as the clerk's own, too, and
    is refused when it is opened. Raise TemplateError when there is none.
    """
    for folder in (*folders, resources.templates()):
        for ending in _ENDINGS:
            path = folder / f"{stem}{ending}"
            if os.path.lexists(path):
                return path
    raise TemplateError(
        _("there is no template {name}").format(name=f"{stem}.docx"),
        hint=_("Put it into the folder templates beside the workbook, or name a folder with --templates."),
    )


_loaded: dict[tuple[Path, str], Template] = {}


def load(path: Path) -> Template:
    """Open, check and compile a template; the same file is compiled once a process.

    Raise TemplateError when the file is missing, is no .docx, is not fit to be opened (size, macros, external content) or
    holds a tag that does not read.
    """
    from docgen.template import blocks
    from docgen.template.places import PlacedError

    raw = blocks.content(path)
    digest = blocks.sources(path, raw)
    key = (path.absolute(), digest)
    if key not in _loaded:
        from docgen.template.compiled import compile_template

        whole = blocks.joined(path, raw)
        try:
            compiled = compile_template(path.name, whole.raw)
        except PlacedError as error:
            raise error.at(whole.place(error.place)) from error
        _loaded[key] = Template(path, digest, compiled, whole)
    return _loaded[key]
