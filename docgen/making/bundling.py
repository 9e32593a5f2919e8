"""Step 8, bundle: papers as items, and the bundle's own pages made like any paper: cover, catalogue, 备考表."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from docgen import __version__, bundle, convert, documents, files, fonts, isolate
from docgen.bundle import Bookmark, Item, MergedFile, Metadata
from docgen.documents import Document, DocumentKind, Per
from docgen.documents.kinds import bundle_pages
from docgen.documents.kinds.bundle_pages import Catalogue, Cover, Remarks, Spine
from docgen.errors import ConversionError, DocgenError
from docgen.field import Programme, Summary
from docgen.field.programme import RETENTIONS
from docgen.making import batches
from docgen.making.batches import PdfTask
from docgen.making.draft import Draft
from docgen.making.tools import PaperFile, Tools
from docgen.messages import _
from docgen.template import blocks

ARCHIVED = "归档"
"""The one edition that may be called so; all others are a draft or a copy."""
_FRONT = (bundle_pages.COVER, bundle_pages.CATALOGUE)
_START, _EACH, _MEMORY = 120.0, 2.0, 4 << 30
"""Bounds of a merging child: seconds at the least and for each item, bytes."""
_DIGITS = "0123456789ivxlcdm—-第页共 "


def items(draft: Draft, papers: Sequence[PaperFile], tools: Tools) -> tuple[Item, ...]:
    """Return papers as items in catalogue order, with their bookmarks."""
    programme = draft.programme
    headings = _headings(papers, tools)
    titles = _titles(draft, [paper.document for paper in papers])
    made = []
    for paper in papers:
        one = paper.document
        group = draft.semester.unit_by_id.get(one.group)
        above = f"{group.id} {group.name}" if group else programme.general_branch
        made.append(
            Item(
                name=one.name,
                title=titles[one.name],
                branch=(f"{programme.term_name}“{programme.activity}”", above),
                label=one.name.removeprefix(f"{one.group or Summary.DEPARTMENT}-"),
                parts=(paper.pdf,),
                pages=paper.pages,
                headings=headings[one.name],
                responsible=one.by or (group.name if group else programme.general_branch),
                number=one.number,
                dated=one.dated or undated(programme),
                remark=one.group,
                retention=one.kind.retention or draft.settings.retention.get(one.kind.stem, programme.retention),
            )
        )
    return tuple(made)


def _headings(papers: Sequence[PaperFile], tools: Tools) -> dict[str, tuple[Bookmark, ...]]:
    """Return by name the headings of each paper: as the gate read them in this run, else looked for now."""
    known = {paper.document.name: paper.headings for paper in papers if paper.headings is not None}
    tools.progress.advance(len(known))
    others = [paper for paper in papers if paper.headings is None]
    found = batches.each(tools.executor, batches.headings, [paper.task(paper.pdf) for paper in others], tools.progress)
    for paper, headings in zip(others, found, strict=True):
        if isinstance(headings, DocgenError):
            raise headings
        known[paper.document.name] = headings
    return known


def undated(programme: Programme) -> date:
    """Return the day that stands for papers which say none of their own: the last one of the activity within the 年度."""
    last = date(programme.term.year, 12, 31)
    return min(programme.ends_on, last) if programme.ends_on and programme.ends_on.year == last.year else last


def _titles(draft: Draft, papers: Sequence[Document]) -> dict[str, str]:
    """Return the 题名 of each paper: 责任者—事由—文种, told apart from each other (DA/T 22-2015).

    A group stands there with its number, a person with theirs, a talk with its day, the department's papers with its branch.
    """
    said = {one.name: _titled(draft, one) for one in papers}
    often = Counter(said.values())
    return {
        one.name: said[one.name] if often[said[one.name]] == 1 else f"{said[one.name]}（{one.key}）" for one in papers
    }


def _titled(draft: Draft, one: Document) -> str:
    group = draft.semester.group_by_id.get(one.group)
    number, _dash, name = one.key.partition("-")
    if one.kind.per is Per.TALK and one.dated:
        return f"{one.title}（{one.dated.year}年{one.dated.month}月{one.dated.day}日）"
    if group is not None:
        called = f"{group.name}（{group.id}）"
        return one.title.replace(group.name, called, 1) if group.name in one.title else f"{called}{one.title}"
    if name and name in one.title and number in draft.semester.person_by_id:
        return one.title.replace(name, f"{name}（{number}）", 1)
    branch = draft.programme.general_branch
    return one.title if branch in one.title else f"{branch}{one.title}"


@dataclass(frozen=True, slots=True)
class Binding:
    """What stands around the items of one bundle: which edition it is, the cover's words, who put it in order."""

    edition: str
    programme: Programme
    explanation: tuple[str, ...]
    year: int
    retention: str
    items: tuple[Item, ...]
    first_item: str = ""
    last_item: str = ""
    box: str = ""
    arranged_on: date | None = None
    code: str = ""
    """核验码: for what is in the box"""
    keywords: tuple[str, ...] = ()
    """besides school, department, activity and term"""

    def pages(self) -> tuple[Document, ...]:
        """Compose cover, catalogue and 备考表."""
        programme = self.programme
        cover = Cover.of(
            programme,
            self,
            retention=RETENTIONS[self.retention],
            archive_class=programme.archive_class,
            items=len(self.items),
            pages=sum(item.pages for item in self.items),
        )
        catalogue = Catalogue.of(programme, self, lines=bundle.catalogue_lines(self.items))
        return (
            _page(bundle_pages.COVER, cover),
            _page(bundle_pages.CATALOGUE, catalogue),
            _page(bundle_pages.REMARKS, self.remarks()),
        )

    def remarks(self) -> Remarks:
        """Compose the 备考表."""
        return Remarks.of(self.programme, self)


def key(frame: Binding, papers: Sequence[PaperFile], tools: Tools, engine: str) -> str:
    """Return the hash of all that goes into a bundle; ``frame`` may still be without its items."""
    own = frame.pages()
    pages = [one.data for one in own]
    templates = [blocks.sources(tools.template(one.kind.stem)) for one in own]
    inside = [
        [
            one.document.name,
            one.document.title,
            one.document.number,
            one.document.dated,
            one.document.by,
            one.pdf_sha256,
        ]
        for one in papers
    ]
    count = -(-len(papers) // bundle.SHARD)
    content = json.dumps([__version__, engine, pages, templates, inside, count], ensure_ascii=False, default=str)
    return hashlib.sha256(content.encode()).hexdigest()


def _page(kind: DocumentKind, page: documents.Paper) -> Document:
    return Document(kind, "", kind.title, documents.plain(page))


def volumes(target: Path) -> tuple[Path, ...]:
    """Return the files of a bundle that are there, in order: the first, then those past a thousand items."""
    found = {1: target} if target.exists() else {}
    for path in target.parent.glob(f"*{target.suffix}"):
        stem, _dash, number = path.stem.rpartition("-")
        if stem == target.stem and number.isdecimal():
            found[int(number)] = path
    return tuple(found[number] for number in sorted(found))


def _volume(target: Path, number: int) -> Path:
    return target if number == 1 else target.with_stem(f"{target.stem}-{number}")


def bind(target: Path, frame: Binding, tools: Tools, *, most: int = bundle.SHARD) -> list[tuple[Path, MergedFile]]:
    """Make the bundle's own pages and merge everything, into ``target`` or, past ``most`` items, into several files.

    Cover and catalogue (one over all) stand in the first, the 备考表 in the last; running page numbers go on. The files
    after the first are called ``…-2`` and so on.
    """
    marks = set(frame.edition).union(*(item.stamp.cells for item in frame.items if item.stamp))
    own, face = _made(frame.pages(), tools, target.stem, "".join(marks))
    programme = frame.programme
    titles = {kind: kind.title for kind in own}
    if frame.edition != ARCHIVED:
        titles[bundle_pages.CATALOGUE] = titles[bundle_pages.CATALOGUE].removeprefix(ARCHIVED)
    shards = list(bundle.shards(frame.items, most)) or [()]
    made: list[tuple[Path, MergedFile]] = []
    page = 1
    for number, shard in enumerate(shards, 1):
        path = _volume(target, number)
        title = f"{programme.term_name}“{programme.activity}”{frame.edition}"
        merge = partial(
            bundle.merge,
            path,
            items=shard,
            metadata=Metadata(
                title=title if len(shards) == 1 else f"{title}（{number}/{len(shards)}）",
                author=programme.general_branch,
                subject=programme.activity,
                keywords=(
                    programme.school,
                    programme.department,
                    programme.activity,
                    programme.term_name,
                    *frame.keywords,
                ),
            ),
            face=face,
            front=[(titles[kind], own[kind]) for kind in _FRONT] if number == 1 else (),
            back=[(titles[kind], own[kind]) for kind in own if kind not in _FRONT] if number == len(shards) else (),
            edition=frame.edition,
            catalogue=titles[bundle_pages.CATALOGUE],
            first_page=page,
        )
        merged = _apart(merge, path, len(shard))
        page += sum(item.pages for item in shard)
        made.append((path, merged))
    for left in volumes(target)[len(made) :]:
        left.unlink()
    return made


def _apart(merge: Callable[[], MergedFile], path: Path, items: int) -> MergedFile:
    """Merge in a child: it needs some hundred megabytes for a thousand items, the coordinating process none of them."""
    try:
        return isolate.call(merge, deadline=_START + _EACH * items, memory=_MEMORY)
    except isolate.IsolationError as error:
        raise ConversionError(
            _("{path}: the bundle could not be made: {why}").format(path=path.name, why=error.message),
            hint=_("The papers themselves are whole; run the same command again."),
        ) from error


def spine(target: Path, page: Spine, tools: Tools) -> None:
    """Write the labels for the spines of the boxes, to be cut out."""
    made, _face = _made((_page(bundle_pages.SPINE, page),), tools, target.stem, "")
    files.move(made[bundle_pages.SPINE], target)


def face(characters: str) -> Path:
    """Return a face for what is written on top of pages."""
    faces = fonts.prepare(set(_DIGITS) | set(characters))
    return faces.faces[faces.family("宋体")]


def _made(pages: Sequence[Document], tools: Tools, name: str, marks: str) -> tuple[dict[DocumentKind, Path], Path]:
    """Fill and convert a bundle's own pages; return them by kind, and a face for them and what is written on top."""
    folder = tools.work / f"{name}-pages"
    tasks = [tools.filling(page, folder / f"{page.kind.stem}.docx") for page in pages]
    characters = set(_DIGITS) | set(marks)
    for filled in batches.each(tools.executor, batches.fill, tasks, tools.progress):
        if isinstance(filled, DocgenError):
            raise filled
        characters |= set(filled.characters)
    faces = fonts.prepare(characters)
    engine = convert.identify(tools.engine)
    conversions = [
        PdfTask(
            page.kind.title,
            task.target,
            task.target.with_suffix(".pdf"),
            page.kind.stem,
            page.norm,
            page.names,
            page.literal,
        )
        for page, task in zip(pages, tasks, strict=True)
    ]
    _or_raise(pages, batches.pdfs(tools.executor, tools.maker(engine, faces), conversions, tools.progress))
    made = {page.kind: task.pdf for page, task in zip(pages, conversions, strict=True)}
    return made, faces.faces[faces.family("宋体")]


def _or_raise(pages: Sequence[Document], results: Sequence[object]) -> None:
    for page, result in zip(pages, results, strict=True):
        if isinstance(result, DocgenError):
            raise ConversionError(f"{page.kind.title}：{result.message}", hint=result.hint) from result
