"""A semester archived, tried out before, and verified."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING

from docgen import convert
from docgen.door import Place, path_of, watched
from docgen.folder import Folder
from docgen.making.order import Order
from docgen.making.progress import Progress, Stop

if TYPE_CHECKING:
    from docgen.archives import Credential, Verdict
    from docgen.archives.handover import HandedOver
    from docgen.pipeline.archiving import Archived
    from docgen.pipeline.college import College, Department
    from docgen.pipeline.trials import Trial


def archive(
    workbook: Place,
    *,
    out: Place | None = None,
    supplement: bool = False,
    leave_out: bool = False,
    lost: str = "",
    credential: Credential | None = None,
    engine: str = convert.AUTO,
    jobs: int = 0,
    templates: Place | None = None,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Archived:
    """Archive a semester for good, or what came after it was archived (``supplement``): numbered, sealed, verified.

    ``leave_out`` goes on without the scans and attachments that cannot be taken in; ``credential`` signs what is new;
    ``lost`` says why editions that the ledger knows are gone for good: what was in them is sealed anew under its numbers.
    Raise DataError while the workbook has an error, ArchiveError when anything else is not fit to be archived.
    """
    from docgen.pipeline import archiving

    order = Order(Path(workbook), path_of(out), engine=engine, jobs=jobs, templates=path_of(templates))
    sealed = archiving.seal(
        order, watched(progress, stop), supplement=supplement, leave_out=leave_out, lost=lost, credential=credential
    )
    return archiving.with_list(sealed, order)


def archive_all(
    workbooks: Sequence[Place],
    *,
    out: Place | None = None,
    supplement: bool = False,
    leave_out: bool = False,
    lost: str = "",
    credential: Credential | None = None,
    engine: str = convert.AUTO,
    jobs: int = 0,
    templates: Place | None = None,
    tell: Callable[[Department], None],
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> College:
    """Build and archive every department's workbook by itself, and make what stands over all of them, into ``out``.

    ``tell`` is told of each department when it is done. What goes wrong with one is in its :class:`Department`, and never stops
    another. Raise InputError when two workbooks cannot be told apart on disk.
    """
    from docgen.pipeline import archiving, college

    chosen = [Path(one) for one in workbooks]
    order = Order(chosen[0], path_of(out), engine=engine, jobs=jobs, templates=path_of(templates))

    def seal(own: Order, told: Progress, executor: Executor) -> Archived:
        sealed = archiving.seal(
            own, told, supplement=supplement, leave_out=leave_out, lost=lost, credential=credential, executor=executor
        )
        return archiving.with_list(sealed, own)

    return college.run(order, chosen, watched(progress, stop), tell, seal)


def trial(
    workbook: Place,
    *,
    out: Place | None = None,
    supplement: bool = False,
    leave_out: bool = False,
    engine: str = convert.AUTO,
    jobs: int = 0,
    templates: Place | None = None,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Trial:
    """Say what :func:`archive` would seal, what stands in its way and what is missing; nothing is written, no number given.

    Raise DataError when nothing can be made at all.
    """
    from docgen.pipeline import trials

    order = Order(Path(workbook), path_of(out), engine=engine, jobs=jobs, templates=path_of(templates))
    return trials.trial(order, watched(progress, stop), supplement=supplement, leave_out=leave_out)


def editions(workbook: Place) -> tuple[Path, ...]:
    """Return the folders of the sealed editions, the oldest first; the last is the one in force. Raises nothing."""
    from docgen import archives

    archive = Folder(Path(workbook)).archive
    return tuple(archive / name for name in archives.editions(archive))


def verify(archive: Place, *, expect: str = "") -> Verdict:
    """Verify an archive, an edition or a bag: what was looked at, and everything that is wrong, file by file.

    The ledger beside an archive speaks, too, and records that it was verified. ``expect`` is a digest that was printed when
    it was sealed. Raise ArchiveError when reading it takes for ever or breaks down, InputError for what is no such digest.
    """
    from docgen.sealing import examining

    return examining.verify(Path(archive), expect)


def hand_over(archive: Place, *, folder: Place | None = None) -> HandedOver:
    """Write a sealed archive as a folder that an archive office takes over: each 件 a PDF/A, catalogue and metadata as XML.

    Raise ArchiveError when the archive is not sound.
    """
    from docgen.sealing import handing

    return handing.hand_over(Path(archive), path_of(folder))
