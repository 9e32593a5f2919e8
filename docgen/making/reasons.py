"""Why a paper is made anew: what of all that went into it is no longer what it was, in the clerk's words."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from docgen.documents import Document
from docgen.field import Semester
from docgen.ledger import Ledger, PaperRecord, Rows, as_json, from_json
from docgen.making import changes
from docgen.messages import N_, _

TEMPLATE, SCHEMA, PROGRAM, ENGINE, FACES, CODE, PICTURES, CONTENTS = (
    *("template", "schema", "docgen", "engine", "faces", "code", "pictures", "contents"),
)
"""What goes into a paper besides its data; ``contents`` is there where it has a contents page."""

_HASHED = {
    TEMPLATE: N_("the template has changed"),
    SCHEMA: N_("the schema of the paper has changed"),
    FACES: N_("the fonts have changed"),
}

Tell = Callable[[Document], tuple[str, ...]]
"""Says what has changed in a paper's data."""
Locate = Callable[[str], str]
"""Says in which cell a text stands."""


class Teller:
    """Tells what has changed in a paper's data since it was last made; reads the ledger only when asked."""

    def __init__(self, ledger: Ledger, semester: Semester) -> None:
        self._ledger, self._semester = ledger, semester

    @cached_property
    def rows(self) -> Rows:
        """The rows of the workbook as they are now."""
        return changes.rows_of(self._semester)

    def cells(self, text: str) -> str:
        """Return the first cell in which a text stands, empty where none does."""
        return next(iter(changes.cells_saying(self.rows, text)), "")

    def __call__(self, document: Document) -> tuple[str, ...]:
        """Return the cells behind the change, or the places in the data where no cell can be told."""
        origin = self._ledger.origin(document.name)
        if origin is None:
            return (_("its data has changed"),)
        differences = changes.data_changes(origin.data, from_json(as_json(document.kept)))
        if not differences:  # a key of an older docgen
            return (_("its data is put together otherwise"),)
        return changes.told(differences, changes.cell_changes(origin.rows, self.rows))


def word(
    document: Document,
    causes: Mapping[str, str],
    record: PaperRecord | None,
    *,
    is_there: bool,
    force: bool,
    tell: Tell,
) -> tuple[str, ...]:
    """Say why a paper's .docx is filled anew."""
    if record is None:
        return (_("not made yet"),)
    if not is_there:
        return (_("its Word file is gone"),)
    found = (*_causes(causes, record, behind_word(causes)), *_pictures(causes, record))
    if not found and not force:
        return tell(document)
    return (*found, *((_("made anew as asked"),) if force else ()))


def pdf(causes: Mapping[str, str], record: PaperRecord | None, *, is_there: bool, is_edited: bool) -> tuple[str, ...]:
    """Say why a paper's PDF is made anew though its .docx stays."""
    if record is None or not record.pdf_key:
        return (_("its PDF was not made yet"),)
    found = _causes(causes, record, (ENGINE, FACES, PROGRAM))
    if causes.get(CODE) != dict(record.causes).get(CODE):
        found += (
            _("its pages get a code for filing scans") if CODE in causes else _("its pages get no code any more"),
        )
    if is_edited:
        found = (*found, _("its Word file was edited by hand"))
    if found:
        return found
    return (_("its PDF was changed by hand") if is_there else _("its PDF is gone"),)


def behind_word(causes: Mapping[str, str]) -> tuple[str, ...]:
    """Return what goes into a .docx besides data and pictures: into a contents page also what the paper is drawn with."""
    return (TEMPLATE, SCHEMA, PROGRAM, *((ENGINE, FACES) if CONTENTS in causes else ()))


def _pictures(now: Mapping[str, str], record: PaperRecord) -> tuple[str, ...]:
    """Say which pictures in a paper are no longer what they were."""
    before, after = (pictures_in(causes) for causes in (dict(record.causes), now))
    return tuple(
        _("the picture {name} has changed").format(name=name) for name in before if after.get(name) != before[name]
    )


def pictures_in(causes: Mapping[str, str]) -> dict[str, str]:
    """Return the pictures that went into a paper by the values that name them, each with its SHA-256."""
    found = json.loads(causes.get(PICTURES, "{}"))
    return {str(name): str(sha256) for name, sha256 in found.items()} if isinstance(found, dict) else {}


def with_pictures(causes: Sequence[tuple[str, str]], pictures: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return what goes into a paper, with its pictures."""
    others = tuple(one for one in causes if one[0] != PICTURES)
    said = json.dumps(dict(sorted(pictures.items())), ensure_ascii=False)
    return (*others, (PICTURES, said)) if pictures else others


def _causes(now: Mapping[str, str], record: PaperRecord, names: tuple[str, ...]) -> tuple[str, ...]:
    before = dict(record.causes)
    found = []
    for name in names:
        if name in now and before.get(name, "") != now[name]:
            if name in _HASHED and before:
                found.append(_(_HASHED[name]))
            else:
                was = before.get(name) or _("(unknown)")
                found.append(_("{name}: {old} → {new}").format(name=name, old=was, new=now[name]))
    if not before:
        return (_("made by an older docgen"),)
    return tuple(found)
