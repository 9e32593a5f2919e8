"""Papers made: of one workbook, of many, for the printer, of one data file; and looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

from docgen import convert, outgoing
from docgen.door import Place, path_of, watched
from docgen.making.order import Order, Target
from docgen.making.progress import Progress, Silent, Stop
from docgen.marks import Copy

if TYPE_CHECKING:
    from docgen.making.order import Missing, Outcome
    from docgen.pipeline.college import College, Department
    from docgen.pipeline.copying import Printed
    from docgen.pipeline.standings import SemesterStanding


def build(
    workbook: Place,
    *,
    out: Place | None = None,
    kinds: Sequence[str] = (),
    groups: Sequence[str] = (),
    to: Target = Target.BUNDLE,
    copy: Copy = Copy.DRAFT,
    engine: str = convert.AUTO,
    jobs: int = 0,
    cluster: str = "",
    templates: Place | None = None,
    preview: bool = False,
    dry_run: bool = False,
    force: bool = False,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Outcome:
    """Make papers: Word files, PDFs and a draft bundle, ``to`` so far, into ``out`` beside the workbook.

    ``kinds`` (by stem or title) and ``groups`` (by 小组编号) ask for some only; a ``copy`` for other eyes is made instead of
    the papers themselves; ``dry_run`` only says what would be done, and why. What failed or was held back is in the
    outcome, the rest is whole. Raise DataError when nothing can be made.
    """
    order = _order(
        workbook,
        out,
        dry_run=dry_run,
        kinds=kinds,
        groups=groups,
        to=to,
        copy=copy,
        engine=engine,
        jobs=jobs,
        cluster=cluster,
        templates=templates,
        preview=preview,
        force=force,
    )
    if dry_run:
        from docgen.pipeline.standings import plan as make
    else:
        from docgen.pipeline.again import build as make
    return make(order, watched(progress, stop))


class Wishes(TypedDict, total=False):
    """What is asked of every department alike: the same as :func:`build` takes, with the same meaning."""

    kinds: Sequence[str]
    groups: Sequence[str]
    to: Target
    copy: Copy
    engine: str
    jobs: int
    cluster: str
    templates: Place | None
    preview: bool
    force: bool


def build_all(
    workbooks: Sequence[Place],
    *,
    out: Place | None = None,
    tell: Callable[[Department], None] | None = None,
    progress: Progress | None = None,
    stop: Stop | None = None,
    **wishes: Unpack[Wishes],
) -> College:
    """Make the papers of every department's workbook, and what stands over all of them, into ``out``.

    ``tell`` is told of each department when it is done. What goes wrong with one is in its :class:`Department`, and never stops
    another. Raise InputError when two workbooks cannot be told apart on disk.
    """
    from docgen.pipeline import college

    chosen = [Path(one) for one in workbooks]
    order = _order(chosen[0], out, **wishes)
    return college.run(order, chosen, watched(progress, stop), tell or _unheard)


def print_papers(
    workbook: Place,
    *,
    kinds: Sequence[str] = (),
    groups: Sequence[str] = (),
    engine: str = convert.AUTO,
    jobs: int = 0,
    templates: Place | None = None,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Printed:
    """Make a print pack: one PDF a kind, each paper in as many copies as it wants, and a list of what is to be signed.

    Raise ConversionError when no paper at all could be made; what concerns one paper is in the outcome.
    """
    from docgen.pipeline import copying

    order = _order(workbook, None, kinds=kinds, groups=groups, engine=engine, jobs=jobs, templates=templates)
    return copying.print_pack(order, watched(progress, stop))


def fill(
    kind: str,
    data: Place,
    target: Place,
    *,
    template: Place | None = None,
    engine: str = convert.AUTO,
    force: bool = False,
    progress: Progress | None = None,
) -> Path:
    """Fill one paper of a kind (stem, title, or a schema of one's own) from a data file; return ``target``.

    ``progress`` is told where another engine than the first drew it.

    It is a .docx or a .pdf by its ending, or an .xlsx where the ``template`` is one. Raise DataError naming each faulty entry
    by its path.
    """
    from docgen.making.single import fill_one

    wanted, layout = Path(target), path_of(template)
    with outgoing.file(wanted, [Path(data), layout, Path(kind)], force=force) as path:
        fill_one(kind, Path(data), path, layout, engine, progress or Silent())
    return wanted


def missing(workbook: Place) -> tuple[Missing, ...]:
    """Return what is still missing for a complete archive: papers, opinions, signatures, scans. Nothing is written.

    Raise DataError when nothing can be made from the workbook at all.
    """
    from docgen.pipeline import standings

    return standings.missing_of(Order(Path(workbook), dry_run=True))


def standing(workbook: Place, *, engine: str = convert.AUTO) -> SemesterStanding:
    """Say where a semester stands: each paper, what a build would do with it and why, what is signed, what is missing.

    Nothing is written. Raise DataError, with every problem, when nothing can be made from the workbook.
    """
    from docgen.pipeline import standings

    return standings.standing(Path(workbook), Silent(), engine)


def pictures(pdf: Place, *, width: int = 0, only: int = 0) -> tuple[bytes, ...]:
    """Return the pages of a PDF as PNG pictures, ``width`` pixels wide; ``only`` one of them, counted from 1, where it is said.

    Raise ConversionError.
    """
    from docgen.making.preview import pictures_of

    return pictures_of(Path(pdf), width, only)


def _order(workbook: Place, out: Place | None, *, dry_run: bool = False, **wishes: Unpack[Wishes]) -> Order:
    """Return what is asked, its places as paths."""
    return Order(
        Path(workbook),
        path_of(out),
        kinds=tuple(wishes.get("kinds", ())),
        groups=tuple(wishes.get("groups", ())),
        to=wishes.get("to", Target.BUNDLE),
        engine=wishes.get("engine", convert.AUTO),
        jobs=wishes.get("jobs", 0),
        cluster=wishes.get("cluster", ""),
        templates=path_of(wishes.get("templates")),
        copy=wishes.get("copy", Copy.DRAFT),
        preview=wishes.get("preview", False),
        dry_run=dry_run,
        force=wishes.get("force", False),
    )


def _unheard(_one: Department) -> None:
    """Tell nobody."""
