"""Step 4, compose: a semester's rows into one Document per paper. And what docgen.toml and the clerk call papers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from docgen import meant
from docgen.documents.kind import Document, DocumentKind, Per, Source, Withdrawn, plain
from docgen.documents.kinds import KINDS
from docgen.documents.own_model import model_of
from docgen.errors import DataError, InputError
from docgen.field import GroupState, Semester
from docgen.messages import _
from docgen.settings import FILE_NAME, Settings

_MOST_MEANT = 3


def kind_called(name: str, every: Sequence[DocumentKind] = tuple(KINDS.values())) -> DocumentKind:
    """Return which of ``every`` kind a stem or a title calls; raise InputError with those that may be meant, or all."""
    for kind in every:
        if name in (kind.stem, kind.title):
            return kind
    words = {word: kind.title for kind in every if kind.per is not Per.BUNDLE for word in (kind.title, kind.stem)}
    close = [word for word in words if name in word or word in name] if name else []
    close = close or meant.near(name, words, most=_MOST_MEANT)
    titles = list(dict.fromkeys(words[word] for word in close))[:_MOST_MEANT]
    raise InputError(
        _("no kind of document is called {name}").format(name=name),
        hint=meant.offer(titles) or _("There are: {known}").format(known="、".join(dict.fromkeys(words.values()))),
    )


def compose(
    semester: Semester,
    numbers: Mapping[str, str],
    groups: Collection[str],
    *,
    department: bool,
    settings: Settings | None = None,
    withdrawn: Sequence[Withdrawn] = (),
) -> tuple[Document, ...]:
    """Compose papers: those of ``groups`` in workbook order, then the department's if asked for.

    ``numbers`` has the filing number of each group, ``withdrawn`` those that no group has any more. Of a group that was
    merged or withdrawn there are only the kinds that are of gone groups too. What a paper says does not depend on which
    others are composed with it.
    """
    if semester.programme is None:
        raise DataError(_("nothing can be made while the sheet 学期 is faulty"))
    source = Source(semester, semester.programme, numbers, settings or Settings(), tuple(withdrawn))
    papers = [
        paper
        for group in semester.groups
        if group.id in frozenset(groups)
        for kind in KINDS.values()
        if kind.of_each and (group.state is GroupState.ACTIVE or kind.of_gone)
        for paper in kind.of_each(source, group)
    ]
    if department:
        papers += [paper for kind in KINDS.values() if kind.of_all for paper in kind.of_all(source)]
    return tuple(papers)


def from_mapping(kind: DocumentKind, data: Mapping[str, Any], key: str) -> Document:
    """Make a document from a data file's mapping (text values; Chinese or English names).

    Raise DataError naming each faulty entry by its path, such as ``成员.2.姓名``.
    """
    from docgen.documents.faults import of_texts, problems

    model, paper = model_of(kind), None
    faults = list(of_texts(model, data))
    try:
        paper = model.model_validate(data)
    except ValidationError as error:
        known = {fault["loc"] for fault in faults}
        faults += [fault for fault in error.errors(include_url=False) if fault["loc"] not in known]
    if faults or paper is None:
        raise DataError(_("{title}: the data does not fit").format(title=kind.title), problems(faults, kind))
    return Document(kind, key, kind.title, plain(paper))


def require_known(settings: Settings, added: Sequence[DocumentKind] = ()) -> None:
    """Raise InputError for a stem that no paper has, ``added`` kinds included, and for a title that two would have."""
    kinds = {kind.stem: kind for kind in (*KINDS.values(), *added)}
    for table, said in (("titles", settings.titles), ("copies", settings.copies), ("retention", settings.retention)):
        for stem in said:
            if stem not in kinds:
                raise InputError(
                    _("{file}: [{table}] {stem}: no paper is called so").format(
                        file=FILE_NAME, table=table, stem=stem[:40]
                    ),
                    hint=meant.offered(stem, kinds) or _("There are: {known}").format(known="、".join(kinds)),
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
