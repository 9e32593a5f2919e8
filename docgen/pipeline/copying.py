"""Copies: for other eyes (``build --public``, ``--inspection``), and for the printer (``docgen print``).

A copy for other eyes is marked on every page as what it is. It is made anew from data in which what it leaves out is no more
(:mod:`docgen.documents.copies`); nothing of it is taken from the papers of the draft, and neither Word files nor scans go into
it. What was left out is then looked for in what came out: a template of the clerk's own may hold a phone too.

A print pack is one PDF a kind with its copies, and the 签字清单 of what is to be signed.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from docgen import archives, bundle, documents
from docgen.bundle import Item, Metadata, merge
from docgen.documents import Copy, Document, Private
from docgen.documents.kinds import signing_list
from docgen.documents.kinds.signing_list import SigningLine, signers
from docgen.errors import ConversionError, output_error
from docgen.files import rename
from docgen.folder import PRINTS, Output
from docgen.making import bundling, single
from docgen.making.coding import NOBODY
from docgen.making.draft import Draft
from docgen.making.executors import carrier
from docgen.making.order import Order, Outcome, Result, State, Target
from docgen.making.progress import Progress
from docgen.making.tools import PaperFile, Tools
from docgen.messages import _
from docgen.pipeline.building import build_with
from docgen.pipeline.converting import Made, convert, gate
from docgen.pipeline.filling import fill

_LEFT_OUT = {
    Copy.PUBLIC: "个人编号、电话、出生日期、身份证号和谈话记录",
    Copy.INSPECTION: "电话、出生日期、身份证号和谈话内容",
}
_CERTAIN = 7
"""Characters of a value that cannot come about by two cells standing side by side."""


def copy_all(order: Order, made: Draft, tools: Tools) -> Outcome:
    """Make a copy into a folder of its own, which it replaces as a whole: a PDF of each paper, and all bound in one."""
    people = made.semester.people
    numbers = people if made.semester.filed_under is None else made.semester.units
    private = Private(tuple(one.id for one in numbers), tuple(one.phone for one in people if one.phone))
    papers = documents.copies(made.papers, order.copy, private)
    done = gate(
        convert(fill(papers, Output(tools.work / "copy"), {}, tools, to=Target.PDF, coder=NOBODY), {}, tools), tools
    )
    done = replace(done, papers=tuple(_proven(paper, private.kept_out(order.copy)) for paper in done.papers))
    whole = [paper for paper in done.papers if paper.error is None]
    name = f"{order.copy}（部分）" if order.kinds or order.groups else str(order.copy)
    folder, aside = order.output.path / name, tools.work / order.copy
    pages = 0
    if whole:
        aside.mkdir()
        tools.progress.step("bundle", len(whole))
        frame = _frame(order, made, done, bundling.items(made, whole, tools))
        face = bundling.face(str(order.copy))
        for item, paper in zip(frame.items, whole, strict=True):
            _mark(aside / paper.pdf.name, item, frame, face)
        if order.to is Target.BUNDLE:
            bound = bundling.bind(aside / f"{name}-合订本.pdf", frame, tools)
            pages = sum(merged.pages for _path, merged in bound)
    _publish(aside, folder, tools.work / "before")
    return Outcome(
        results=(*(_result(paper, folder) for paper in done.papers), *made.held_back),
        problems=made.problems,
        numbers=made.numbers,
        copy=order.copy,
        bundle=folder / f"{name}-合订本.pdf" if pages else None,
        bundle_pages=pages,
        engine=f"{done.engine.name} ({done.engine.version})" if done.engine else "",
        work={"filled": done.filled, "converted": done.converted, "bundled": int(bool(pages))},
    )


def _frame(order: Order, made: Draft, done: Made, items: tuple[Item, ...]) -> bundling.Binding:
    said = [f"本册为{order.copy}，收入文件{len(items)}件，已略去{_LEFT_OUT[order.copy]}，不作归档之用。"]
    missing = [paper.document.name for paper in done.papers if paper.error] + [one.name for one in made.held_back]
    if missing:
        said.append(f"以下{len(missing)}件因台账或文件有误未收入：{'、'.join(missing)}。")
    return bundling.Binding(
        edition=order.copy,
        programme=made.programme,
        explanation=tuple(said),
        year=made.programme.term.year,
        retention=made.programme.retention,
        items=items,
    )


def _proven(paper: PaperFile, kept_out: Sequence[str]) -> PaperFile:
    """Return a paper, with an error when a value that was left out of its data stands on its pages all the same."""
    if paper.error is not None:
        return paper
    text = "".join(archives.texts_of(paper.pdf))
    left = [value for value in kept_out if len(value) >= _CERTAIN and "".join(value.split()) in text]
    if not left:
        return paper
    error = ConversionError(
        _("this copy must not show {values}, and its pages do").format(values="、".join(left)),
        hint=_("Look for it in the template of this kind of paper."),
    )
    return replace(paper, error=error)


def _mark(target: Path, item: Item, frame: bundling.Binding, face: Path) -> None:
    """Write one paper with the name of the copy on each page and in its title."""
    metadata = Metadata(f"{item.title}（{frame.edition}）", author=frame.programme.general_branch)
    merge(target, items=(replace(item, branch=()),), metadata=metadata, face=face, edition=frame.edition)


def _publish(aside: Path, folder: Path, before: Path) -> None:
    """Let the new copy take the place of the old one, which may have what is no longer to be seen."""
    try:
        if folder.exists():
            rename(folder, before)
            shutil.rmtree(before, ignore_errors=True)
        if aside.exists():
            rename(aside, folder)
    except OSError as error:
        raise output_error(error, folder) from error


def _result(paper: PaperFile, folder: Path) -> Result:
    result = paper.result
    return replace(result, word=None, pdf=folder / paper.pdf.name if result.pdf else None)


_SAID = "份数"
"""The field in which a paper says how many copies there are of it."""


@dataclass(frozen=True, slots=True)
class Pack:
    """One kind, ready for the printer."""

    title: str
    path: Path
    papers: int
    pages: int


@dataclass(frozen=True, slots=True)
class Printed:
    """A print pack."""

    packs: tuple[Pack, ...]
    signing_list: Path
    outcome: Outcome


def print_pack(order: Order, progress: Progress) -> Printed:
    """Make the papers of an order and lay each kind out for the printer, with its copies, in workbook order.

    Raise ConversionError when no paper at all could be made; what concerns one paper is in the outcome.
    """
    with carrier(order.jobs, order.cluster) as executor:
        draft, outcome = build_with(replace(order, to=Target.PDF), progress, executor)
    whole = {result.name: result for result in outcome.results if result.pdf is not None and result.is_whole}
    papers = [(paper, whole[paper.name]) for paper in draft.papers if paper.name in whole]
    copies = {paper.name: _copies(draft, paper) for paper, _result in papers}
    papers = [(paper, result) for paper, result in papers if copies[paper.name]]
    if not papers:
        raise ConversionError(
            _("there is nothing to print"), hint=_("Look at what docgen build says of each paper, and at [copies].")
        )
    folder = order.output.prints
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {_file(paper) for paper, _result in papers}
    for old in folder.glob("*.pdf"):
        if not (order.kinds or order.groups) and old.name not in wanted:
            old.unlink()  # a kind that is no longer made is not printed by mistake
    packs = tuple(
        _pack(folder, draft, title, [pair for pair in papers if pair[0].kind.title == title], copies)
        for title in dict.fromkeys(paper.kind.title for paper, _result in papers)
    )
    for number in sorted(set(copies.values()) - {0}):
        draft.ledger.print([paper.name for paper, _result in papers if copies[paper.name] == number], number)
    return Printed(packs, _list(folder, draft, papers, copies, order.engine), outcome)


def _file(paper: Document) -> str:
    """Return the name of the file in which a paper's kind is printed."""
    return f"{replace(paper, key=PRINTS).name}.pdf"


def _copies(draft: Draft, paper: Document) -> int:
    """Return how many copies are printed: what docgen.toml says, else the paper itself, else what is usual."""
    said = paper.data.get(_SAID)
    usual = said if isinstance(said, int) else paper.kind.copies
    return draft.settings.copies.get(paper.kind.stem, usual)


def _pack(
    folder: Path, draft: Draft, title: str, papers: Sequence[tuple[Document, Result]], copies: dict[str, int]
) -> Pack:
    programme = draft.programme
    target = folder / _file(papers[0][0])
    parts = [(paper.title, result.pdf, copies[paper.name]) for paper, result in papers if result.pdf is not None]
    metadata = Metadata(
        title=f"{programme.term_name}“{programme.activity}”{title}",
        author=programme.general_branch,
        subject=programme.activity,
        keywords=(programme.department, programme.activity, programme.term_name),
    )
    return Pack(title, target, len(parts), bundle.pack(target, parts, metadata))


def _list(
    folder: Path, draft: Draft, papers: Sequence[tuple[Document, Result]], copies: dict[str, int], engine: str
) -> Path:
    lines = [
        SigningLine(
            number=number,
            title=paper.title,
            copies=copies[paper.name],
            pages=result.pages,
            signers=signers(paper),
            is_signed=result.state is State.SIGNED,
        )
        for number, (paper, result) in enumerate(papers, 1)
    ]
    kind = signing_list.KIND
    data = documents.plain(signing_list.signing_list(draft.programme, lines))
    target = folder / f"{kind.title}.pdf"
    single.make_one(Document(kind, "", kind.title, data), (target, target.with_suffix(".docx")), engine=engine)
    return target
