"""``build --public`` and ``--inspection``: copies for other eyes, each marked on every page as what it is.

A copy is made anew from data in which what it leaves out is no more (:mod:`docgen.documents.copies`); nothing of it is
taken from the papers of the draft, and neither Word files nor scans go into it. What was left out is then looked for in
what came out: a template of the clerk's own may hold a phone too.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from docgen import archives, documents
from docgen.bundle import Item, Metadata, merge
from docgen.documents import Copy, Private
from docgen.errors import ConversionError, output_error
from docgen.files import rename
from docgen.folder import Output
from docgen.making import bundling
from docgen.making.coding import NOBODY
from docgen.making.draft import Draft
from docgen.making.order import Order, Outcome, Result, Target
from docgen.making.tools import PaperFile, Tools
from docgen.messages import _
from docgen.pipeline.converting import Made, convert, gate
from docgen.pipeline.filling import fill

_LEFT_OUT = {
    Copy.PUBLIC: "个人编号、电话、出生日期、身份证号和谈话记录",
    Copy.INSPECTION: "电话、出生日期、身份证号和谈话内容",
}
_CERTAIN = 7
"""Characters of a value that cannot come about by two cells standing side by side."""


def build(order: Order, made: Draft, tools: Tools) -> Outcome:
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
