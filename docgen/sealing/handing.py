"""A sealed edition leaves the house: 归档材料移交清册, to be signed by both sides, and ``docgen handover``'s folder.

Only what verify finds sound leaves it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from docgen import bundle, files, outgoing
from docgen.archives import handover
from docgen.archives.handover import HandedOver
from docgen.bundle import Metadata
from docgen.documents import Document, plain
from docgen.documents.kinds import bundle_pages
from docgen.errors import ArchiveError, InputError
from docgen.folder import HANDOVER, WORKBOOK, Folder
from docgen.making import single
from docgen.making.own import template_folders
from docgen.messages import _
from docgen.sealing import examining, witnesses

LIST = bundle_pages.HANDOVER


def write_list(
    edition: Path, folder: Path, templates: Sequence[Path] = (), copies: int = LIST.copies, engine: str = "auto"
) -> Path:
    """Write the 归档材料移交清册 of an edition: a PDF for the printer with a copy for each side, and a Word file; return the PDF.

    Raise what making a paper raises.
    """
    said = handover.handover_list(edition)
    paper = Document(LIST, edition.name, LIST.title, plain(said))
    target = folder / f"{LIST.title}-{edition.name}.pdf"
    with files.scratch() as work:
        one = work / target.name
        single.make_one(paper, (one, target.with_suffix(".docx")), engine=engine, beside=templates)
        metadata = Metadata(f"{said.term}“{said.activity}”{LIST.title}", said.general_branch, said.activity)
        bundle.pack(target, [(LIST.title, one, copies)], metadata)
    return target


def hand_over(archive: Path, folder: Path | None = None) -> HandedOver:
    """Verify an archive and write the edition in force, or the one named, as a folder beside it.

    Raise InputError for what is no archive, ArchiveError when it is not sound, OutputError when it cannot be written.
    """
    edition = witnesses.edition_in(archive)
    if edition is None:
        raise InputError(
            _("{path}: is no archive").format(path=archive), hint=_("Give the folder archive or one of its editions.")
        )
    target = folder or edition.parent.parent / f"{HANDOVER}-{edition.name}"
    outgoing.folder(target)
    verdict = examining.verify(archive)
    if not verdict.is_sound:
        raise ArchiveError(
            _("{path}: is not sound, so it is not handed over:").format(path=archive)
            + "\n"
            + "\n".join(map(str, verdict.findings)),
            hint=_("docgen verify says what is wrong with the archive."),
        )
    at = Folder(edition.parent.parent / WORKBOOK)
    with files.scratch() as work:
        listed = write_list(
            edition, work, template_folders(at.workbook), at.settings.copies.get(LIST.stem, LIST.copies)
        )
        return handover.hand_over(edition, target, verdict, (listed,))
