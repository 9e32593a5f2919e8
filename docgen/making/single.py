"""``docgen fill``: one paper from one data file, through the same steps 5 to 7 as a whole semester."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from docgen import convert, files, fonts, isolate
from docgen.documents import Document, datafile, own
from docgen.errors import ConversionError, DocgenError, InputError, TemplateError
from docgen.incoming import limits
from docgen.making import batches, contents_pages, fitting
from docgen.making.batches import FillTask, Maker, PdfTask
from docgen.making.fitting import Fitting
from docgen.making.progress import Progress, Silent
from docgen.messages import _
from docgen.template import find


def fill_one(
    kind_name: str,
    data: Path,
    target: Path,
    template: Path | None = None,
    engine: str = convert.AUTO,
    progress: Progress = Silent(),  # noqa: B008 (it knows nothing)
) -> None:
    """Fill one paper into ``target``: a .docx, or a .pdf that passed the gate. Raise what the step that fails raises."""
    if target.suffix.lower() == ".xlsx" or (template is not None and template.suffix.lower() == ".xlsx"):
        _fill_form(kind_name, data, target, template)
        return
    if target.suffix.lower() not in (".docx", ".pdf"):
        raise InputError(
            _("{path}: neither .docx nor .pdf").format(path=target),
            hint=_("Choose the ending of the file given with -o."),
        )
    kind = own.called(kind_name)
    beside = (Path(kind_name).parent,) if kind.is_own else ()
    make_one(
        datafile.read(data, kind), (target,), template, engine, beside=beside, pictures=data.parent, progress=progress
    )


def _fill_form(kind_name: str, data: Path, target: Path, form: Path | None) -> None:
    """Fill an upper office's form, an .xlsx, with the data of a paper."""
    from docgen.template import spreadsheet

    if form is None or form.suffix.lower() != ".xlsx" or target.suffix.lower() != ".xlsx":
        raise InputError(
            _("{path}: an .xlsx is filled from an .xlsx, and nothing else is made of one").format(path=target),
            hint=_("Name the form with --template FORM.xlsx and the file to write with -o FILE.xlsx."),
        )
    paper = datafile.read(data, own.called(kind_name))
    try:
        files.write(
            target, isolate.call(spreadsheet.fill, form, paper.data, deadline=limits.seconds(), memory=limits.MEMORY)
        )
    except isolate.IsolationError as error:
        raise TemplateError(
            _("{name}: it cannot be filled: {why}").format(name=form.name, why=error.message),
            hint=_("Copy its sheets into a new workbook and save that as .xlsx."),
        ) from error


def make_one(
    paper: Document,
    targets: Sequence[Path],
    template: Path | None = None,
    engine: str = convert.AUTO,
    *,
    beside: Sequence[Path] = (),
    pictures: Path | None = None,
    progress: Progress = Silent(),  # noqa: B008 (it knows nothing)
) -> None:
    """Make one paper into files, each .docx or .pdf by its ending. Raise what the step that fails raises.

    Its layout is ``template``, else what the folders ``beside`` have, else the official one; one of the clerk's own is looked at
    before. ``pictures`` is the folder in which its data names them.
    """
    kind = paper.kind
    layout = template or find(kind.stem, beside)
    pdfs = [target for target in targets if target.suffix.lower() == ".pdf"]
    engines = convert.available(engine) if pdfs else ("",)
    first, *_others = fitting.check(Fitting(kind, layout), engines)
    with files.scratch() as folder, ThreadPoolExecutor(1) as executor:
        word, pdf = folder / "paper.docx", folder / "paper.pdf"
        filling = FillTask(kind.stem, paper.data, layout, word, pictures)
        filled = _only(batches.each(executor, batches.fill, [filling], Silent()))
        if filled.has_contents:
            tool = convert.identify(engine or convert.AUTO)
            maker = Maker(tool.name, tool.version, fonts.prepare(filled.characters))
            filled = _only(contents_pages.list_contents(executor, maker, [(word, filled)]))
        for target in targets:
            if target.suffix.lower() == ".docx":
                files.write(target, word.read_bytes())
        if not pdfs:
            return
        tool, faces = convert.identify(first), fonts.prepare(filled.characters)
        task = PdfTask(paper.name, word, pdf, kind.stem, paper.norm, paper.names, paper.literal)
        made = batches.pdfs(executor, Maker(tool.name, tool.version, faces), [task], Silent())
        if isinstance(made[0], ConversionError) and (
            other := fitting.other_engine(Fitting(kind, layout), engines, first)
        ):
            again = batches.pdfs(executor, Maker(other.name, other.version, faces), [task], Silent())
            if not isinstance(again[0], DocgenError):
                made = again
                progress.tell([fitting.drawn_by_other(paper.name, first, other.name)])
        if isinstance(made[0], DocgenError):
            raise fitting.shapeless(paper, word.read_bytes(), faces.missing) or made[0]
        for target in pdfs:
            files.write(target, pdf.read_bytes())


def _only(results: list[batches.R | DocgenError]) -> batches.R:
    (result,) = results
    if isinstance(result, DocgenError):
        raise result
    return result
