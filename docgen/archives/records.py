"""What a bag says about its content, as JSON that a person can read: ``catalogue.json`` and ``data.json``.

``catalogue.json`` is the 归档文件目录 with the place of each row in the bundle; ``data.json`` the checked data of each paper
and the names and numbers that its pages show. Same content, same bytes; no times.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic import Field

from docgen import incoming
from docgen.documents import Document, Paper, Plain
from docgen.documents.kinds.bundle_pages import CatalogueLine, Remarks
from docgen.errors import ArchiveError
from docgen.field.columns import titles
from docgen.messages import N_, _

P = TypeVar("P", bound=Paper)

CATALOGUE = "catalogue.json"
DATA = "data.json"
LEDGER = "ledger.json"
WORDS = "word"
"""Folder of the Word files."""
ORIGINALS = "原件"
"""Folder of the scans and attachments as they came."""

_MARKS = ("data-sha256:", "catalogue-sha256:", "word-sha256:")
_SIGNED = "signed-by-sha256:"

WATCHED = frozenset(titles(lambda column: column.watched))
"""Titles whose values are expected on the pages of a paper."""


class FiledLine(CatalogueLine):
    """A row of the catalogue and the paper behind it."""

    name: str = Field(alias="名称", description=N_("Name of the item, the key in data.json"))
    file: str = Field(alias="合订本", description=N_("File that holds its pages"))


class BoundFile(Paper):
    """One bundle of the bag (a shard when there are more than a thousand items)."""

    name: str = Field(alias="名称", description=N_("File name"))
    pages: int = Field(alias="页数", description=N_("How many pages"))
    front: int = Field(alias="卷首页数", description=N_("Pages before the first item"))
    front_drawn: str = Field("", alias="卷首校验值", description=N_("SHA-256 of what the pages before the items show"))
    back_drawn: str = Field("", alias="卷尾校验值", description=N_("SHA-256 of what the pages behind the items show"))
    outline: str = Field("", alias="书签校验值", description=N_("SHA-256 of its bookmarks, page labels and links"))
    signer: str = Field("", alias="签名者", description=N_("Who signed the file, if it is signed"))
    fingerprint: str = Field("", alias="证书指纹", description=N_("SHA-256 of the signer's certificate"))
    issuer: str = Field("", alias="证书签发者", description=N_("Who issued the signer's certificate"))


class HeldElsewhere(Paper):
    """A run of 件号 of the bag's series that another archive holds, as of the sealing."""

    first: int = Field(alias="起件号", ge=1, le=9999, description=N_("First item number"))
    last: int = Field(alias="止件号", ge=1, le=9999, description=N_("Last item number"))
    general_branch: str = Field("", alias="党组织", description=N_("Party general branch"))
    term: str = Field("", alias="学年学期", description=N_("Academic year and term"))
    place: str = Field("", alias="位置", description=N_("That archive's folder, seen from this one"))


class BagCatalogue(Paper):
    """``catalogue.json``: 归档文件目录 of one bag, one 年度 and one 保管期限."""

    edition: str = Field(alias="版本", description=N_("What kind of copy this is"))
    fonds: str = Field(alias="全宗号", description=N_("Fonds number"))
    fonds_name: str = Field("", alias="全宗名称", description=N_("Name of the fonds"))
    year: int = Field(alias="年度", description=N_("Year of the archive"))
    retention: str = Field(alias="保管期限", description=N_("Y, D30 or D10"))
    archive_class: str = Field("", alias="分类号", description=N_("Class of the archive"))
    general_branch: str = Field("", alias="党组织", description=N_("Party general branch"))
    activity: str = Field("", alias="活动名称", description=N_("Name of the activity"))
    term: str = Field("", alias="学年学期", description=N_("Academic year and term"))
    files: tuple[BoundFile, ...] = Field(alias="合订本", description=N_("The bundles"))
    lines: tuple[FiledLine, ...] = Field(alias="文件", description=N_("One line an item"))
    box: str = Field("", alias="盒号", description=N_("Number of the box"))
    apart: bool = Field(
        False, alias="单件", description=N_("Whether each item lies in the bag as a file of its own, too")
    )
    remarks: Remarks | None = Field(None, alias="备考表", description=N_("What the 备考表 says"))
    unseen: tuple[str, ...] = Field(
        (), alias="文中未见", description=N_("What the templates of cover, catalogue and 备考表 leave out")
    )
    elsewhere: tuple[HeldElsewhere, ...] = Field(
        (), alias="他处件号", description=N_("Item numbers of the same series that other archives hold")
    )


class Enclosed(Paper):
    """A file from outside that an item was made from: a scan or an attachment."""

    file: str = Field(alias="文件", description=N_("Its path beside the workbook"))
    sha256: str = Field(alias="校验值", description=N_("SHA-256 of the file as it was"))
    pages: int = Field(alias="页数", description=N_("How many pages"))
    shown: str = Field("", alias="页面校验值", description=N_("SHA-256 of what its pages show in the bundle"))
    kept: str = Field("", alias="原件", description=N_("Where the file as it was lies in the bag"))
    changes: tuple[str, ...] = Field((), alias="变动", description=N_("What was changed of it to be archived"))


class FiledData(Paper):
    """The data of one item."""

    kind: str = Field("", alias="种类", description=N_("Stem of the kind of document; empty for a scan alone"))
    title: str = Field(alias="题名", description=N_("Title"))
    data: dict[str, Any] = Field(alias="数据", description=N_("The checked data"))
    shown: tuple[str, ...] = Field(alias="文中可见", description=N_("Names and numbers that its pages show"))
    hidden: tuple[str, ...] = Field(
        (), alias="文中未见", description=N_("Names and numbers that its pages do not show")
    )
    drawn: str = Field("", alias="页面校验值", description=N_("SHA-256 of what its pages show in the bundle"))
    enclosed: tuple[Enclosed, ...] = Field((), alias="来源文件", description=N_("Scans and attachments in it"))
    papers: tuple[str, ...] = Field(
        (), alias="所含文件", description=N_("Names of the papers that make one item; its data is theirs, by name")
    )


class BagData(Paper):
    """``data.json``: the checked data by item name."""

    items: dict[str, FiledData] = Field(alias="文件", description=N_("By name of the item"))


def filed_line(line: CatalogueLine, name: str, file: str) -> FiledLine:
    """Return a catalogue row with the paper and the file behind it."""
    return FiledLine(**line.model_dump(), name=name, file=file)


def filed_data(document: Document, text: str, enclosed: Sequence[Enclosed] = ()) -> FiledData:
    """Return a document's data, its names and numbers parted into those that ``text`` (white space left out) shows.

    A template of the clerk's own may leave some out on purpose, so those are recorded, not refused.
    """
    return _filed(document.kind.stem, document.title, document.data, text, enclosed)


def filed_together(title: str, documents: Sequence[Document], text: str, enclosed: Sequence[Enclosed]) -> FiledData:
    """Return the data of several papers of one kind that are one item, by name."""
    data = {one.name: one.data for one in documents}
    return _filed(documents[0].kind.stem, title, data, text, enclosed, tuple(data))


def _filed(
    kind: str,
    title: str,
    data: Mapping[str, Plain],
    text: str,
    enclosed: Sequence[Enclosed],
    papers: tuple[str, ...] = (),
) -> FiledData:
    words = tuple(dict.fromkeys(watched(data)))
    shown = tuple(word for word in words if "".join(word.split()) in text)
    return FiledData(
        kind=kind,
        title=title,
        data=dict(data),
        shown=shown,
        hidden=tuple(word for word in words if word not in shown),
        enclosed=tuple(enclosed),
        papers=papers,
    )


def marks(
    data: Mapping[str, Mapping[str, Any]],
    lines: Sequence[CatalogueLine],
    words: Mapping[str, str],
    remarks: Remarks | None = None,
) -> tuple[str, ...]:
    """Return what a bundle says, in its keywords, of what it was made from: hashes of data, catalogue and Word files.

    So none of them can be changed without the bundle, nor the bundle (once it is signed) without its signer. ``words`` has
    the SHA-256 of each Word file by name. With the catalogue goes what the 备考表 says, but for the code, which is made of them.
    """
    rows = [line.model_dump(by_alias=True, exclude={"name", "file"}) for line in lines]
    rows += [remarks.model_dump(by_alias=True, exclude={"code"})] if remarks else []
    parts: tuple[Mapping[str, Any] | Sequence[Any], ...] = (dict(data), rows, dict(sorted(words.items())))
    written = [json.dumps(part, ensure_ascii=False, default=_plain).encode() for part in parts]
    return tuple(mark + hashlib.sha256(one).hexdigest() for mark, one in zip(_MARKS, written, strict=True))


def made_of(item: FiledData) -> dict[str, Any]:
    """Return what an item is made of, known before it is bound: all but what its pages turn out to show."""
    said = item.model_dump(by_alias=True, exclude={"shown", "hidden", "drawn", "enclosed"})
    return said | {"来源文件": [one.model_dump(by_alias=True, exclude={"shown", "kept"}) for one in item.enclosed]}


def marks_in(keywords: str) -> tuple[str, ...]:
    """Return the marks among a bundle's keywords, in the order of :func:`marks`; ``""`` for one that is not there."""
    words = re.split(r"[;\s]+", keywords)
    return tuple(next((word for word in words if word.startswith(mark)), "") for mark in _MARKS)


def signing_mark(certificate: str) -> str:
    """Return what a bundle says, in its keywords, of the certificate that it is going to be signed with."""
    return f"{_SIGNED}{certificate}"


def signing_mark_in(keywords: str) -> str:
    """Return the certificate that a bundle says it is signed with, ``""`` when it says nothing of one."""
    words = re.split(r"[;\s]+", keywords)
    return next((word.removeprefix(_SIGNED) for word in words if word.startswith(_SIGNED)), "")


def watched(value: object) -> Iterator[str]:
    """Yield the names and numbers in a paper's data, wherever they stand in it."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key in WATCHED and isinstance(inner, str) and inner.strip():
                yield inner
            else:
                yield from watched(inner)
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for inner in value:
            yield from watched(inner)


def bag_information(catalogue: BagCatalogue, on: date | None) -> dict[str, str]:
    """Return what goes into bag-info.txt (RFC 8493, 2.2.2); ``on`` is the day of archiving, its only date."""
    references = [line.reference for line in catalogue.lines]
    said = {
        "Source-Organization": f"{catalogue.fonds_name} {catalogue.general_branch}",
        "External-Identifier": " … ".join(references[:1] + references[-1:]),
        "External-Description": f"{catalogue.term}“{catalogue.activity}”",
        "Fonds": catalogue.fonds,
        "Bag-Group-Identifier": catalogue.edition,
        "Item-Count": str(len(catalogue.lines)),
        "Page-Count": str(sum(line.pages for line in catalogue.lines)),
    }
    if on is not None:
        said["Bagging-Date"] = on.isoformat()
    return {key: " ".join(value.split()) for key, value in said.items()}


def catalogue_of(bag: Path) -> BagCatalogue:
    """Read a bag's catalogue. Raise ArchiveError when it is missing or damaged."""
    return _of(bag, CATALOGUE, BagCatalogue)


def data_of(bag: Path) -> BagData:
    """Read a bag's data. Raise ArchiveError when it is missing or damaged."""
    return _of(bag, DATA, BagData)


def _of(bag: Path, name: str, model: type[P]) -> P:
    path = bag / "data" / name
    try:
        return model.model_validate(incoming.record(path))
    except (incoming.Refused, ValueError) as error:  # a ValidationError is a ValueError
        raise ArchiveError(
            _("{path}: cannot be read").format(path=path),
            hint=_("docgen verify says what is wrong with the archive."),
        ) from error


def to_json(record: BagCatalogue | BagData) -> bytes:
    """Write a record: UTF-8, Chinese titles, order kept, one line an entry."""
    return dump(record.model_dump(by_alias=True))


def dump(value: Mapping[str, Any] | Sequence[Any]) -> bytes:
    """Write plain values as JSON; dates as YYYY-MM-DD."""
    return (json.dumps(value, ensure_ascii=False, indent=1, default=_plain) + "\n").encode()


def _plain(one: object) -> Plain:
    if isinstance(one, date):
        return one.isoformat()
    raise TypeError(type(one).__name__)
