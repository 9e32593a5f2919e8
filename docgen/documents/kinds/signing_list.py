"""签字清单: which papers go out to be signed, in how many copies, by whom; ticked when they come back (domain.md §3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import Field

from docgen.documents.heading import Heading
from docgen.documents.kind import Document, DocumentKind, Paper, Per, Plain
from docgen.field import Programme
from docgen.messages import N_


class SigningLine(Paper):
    """One paper to be signed."""

    number: int = Field(alias="序号", description=N_("Running number"))
    title: str = Field(alias="文件", description=N_("Title of the paper"))
    copies: int = Field(alias="份数", description=N_("Copies"))
    pages: int = Field(alias="页数", description=N_("Pages of a copy"))
    signers: tuple[str, ...] = Field((), alias="签字人", description=N_("Who signs"))
    is_signed: bool = Field(False, alias="已签", description=N_("Whether it is signed already"))


class SigningList(Heading):
    """All papers of a print pack."""

    general_branch: str = Field(alias="党组织", description=N_("Party general branch"))
    lines: tuple[SigningLine, ...] = Field(alias="清单", description=N_("One line a paper"))
    handled_by: str = Field("", alias="经办人", description=N_("Handled by"))


def signers(paper: Document) -> tuple[str, ...]:
    """Return who signs a paper, each once, in the order in which they stand in it."""
    found = [name for path in paper.kind.signers for name in _at(paper.data, path.split("."))]
    return tuple(dict.fromkeys(filter(None, found)))


def _at(value: Plain, path: Sequence[str]) -> Iterator[str]:
    match value:
        case list():
            for one in value:
                yield from _at(one, path)
        case dict() if path:
            yield from _at(value.get(path[0]), path[1:])
        case str() if not path:
            yield value


def signing_list(programme: Programme, lines: Sequence[SigningLine]) -> SigningList:
    """Compose the list of a print pack."""
    return SigningList.of(programme, lines=tuple(lines), handled_by=programme.archivist)


KIND = DocumentKind("signing_list", "签字清单", Per.BUNDLE, 98, SigningList, pages=(1, 2000))
