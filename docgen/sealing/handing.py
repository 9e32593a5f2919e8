"""``docgen handover``: a sealed edition as archive offices take it over; only what verify finds sound leaves the house."""

from __future__ import annotations

from pathlib import Path

from docgen import archives, outgoing
from docgen.archives import HandedOver
from docgen.errors import ArchiveError, InputError
from docgen.folder import HANDOVER
from docgen.messages import _
from docgen.sealing import examining, witnesses


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
    return archives.hand_over(edition, target, verdict)
