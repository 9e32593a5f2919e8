"""The semester's folder: where everything of one workbook lies.

The only place that spells what is in it: 台账.xlsx and docgen.toml, the ledger, what people signed, scanned or attached, the
output, the archive. Each is a path that may or may not be there; nothing here reads or writes but the settings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.errors import InputError
from docgen.messages import _

if TYPE_CHECKING:
    from docgen.settings import Settings

WORKBOOK = "台账.xlsx"
"""What a semester's workbook is called unless the clerk calls it otherwise."""
SCANS, ATTACHMENTS = "扫描件", "附件"
HANDOVER = "移交"
"""Begins the name of the folder that an archive office takes over."""
PRINTS = "打印"


@dataclass(frozen=True, slots=True)
class Output:
    """The output folder: disposable, made anew from the rest."""

    path: Path

    @property
    def word(self) -> Path:
        """The papers as Word files."""
        return self.path / "word"

    @property
    def pdf(self) -> Path:
        """The papers as PDFs."""
        return self.path / "pdf"

    def word_of(self, name: str) -> Path:
        """Return the Word file of a paper."""
        return self.word / f"{name}.docx"

    def pdf_of(self, name: str) -> Path:
        """Return the PDF of a paper."""
        return self.pdf / f"{name}.pdf"

    def bundle(self, name: str) -> Path:
        """Return a bundle, or the first file of one."""
        return self.path / f"{name}.pdf"

    @property
    def report(self) -> Path:
        """The last run, for programs."""
        return self.path / "report.json"

    @property
    def log(self) -> Path:
        """All runs, for people."""
        return self.path / "build.log"

    @property
    def pictures(self) -> Path:
        """Pages of the papers that are most likely to look wrong."""
        return self.path / "preview"

    @property
    def prints(self) -> Path:
        """What goes to the printer."""
        return self.path / PRINTS


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of a workbook; ``chosen`` is an output folder elsewhere."""

    workbook: Path
    chosen: Path | None = None

    @property
    def home(self) -> Path:
        """The folder itself.

        It is the one that the workbook stands in; where several departments' workbooks stand in one, the folder beside it
        that bears its name, which ``docgen build FOLDER`` makes.
        """
        own = self.workbook.parent / self.workbook.stem
        return own if own.is_dir() else self.workbook.parent

    @property
    def settings(self) -> Settings:
        """The workbook's own ``docgen.toml``, read now; else the one beside it, which several may share."""
        from docgen import settings  # with pydantic: a window shows its first page before it needs one

        own = self.home
        return settings.load(own if (own / settings.FILE_NAME).exists() else self.workbook.parent)

    @property
    def ledger(self) -> Path:
        """The ledger: here, or where docgen.toml says."""
        return self.home / self.settings.path.ledger

    @property
    def templates(self) -> Path:
        """The clerk's own templates, here or where docgen.toml says."""
        return self.home / self.settings.path.templates

    @property
    def output(self) -> Output:
        """What docgen makes."""
        return Output(self.chosen or self.home / "out")

    @property
    def archive(self) -> Path:
        """The sealed editions."""
        return self.home / "archive"

    @property
    def signed(self) -> Path:
        """The files that people signed, as they were."""
        return self.home / "签署件"

    @property
    def scans(self) -> Path:
        """Scans of signed papers, one folder a group (小组编号), or 全系."""
        return self.home / SCANS

    @property
    def attachments(self) -> Path:
        """What goes into the archive besides, in folders likewise."""
        return self.home / ATTACHMENTS

    @property
    def forms(self) -> Path:
        """The forms that groups fill in."""
        return self.home / "填报表"

    @property
    def dossiers(self) -> Path:
        """People over all their semesters."""
        return self.home / "个人成长档案"


def workbook_here(chosen: Path | None) -> Path:
    """Return the workbook that was chosen, or the one in the folder that was chosen, or in the current one.

    A folder of .csv files is a workbook itself. Raise InputError when none can be told.
    """
    if chosen is not None and not chosen.is_dir():
        return chosen
    folder = chosen or Path()
    usual = folder / WORKBOOK
    if usual.is_file():
        return usual
    found = sorted(path for path in folder.glob("*.xlsx") if not path.name.startswith(("~$", ".")))
    if len(found) == 1:
        return found[0]
    if chosen is not None and any(chosen.glob("*.csv")):
        return chosen
    if found:
        raise InputError(
            _("{folder}: has several workbooks: {names}").format(
                folder=folder.resolve().name, names="、".join(path.name for path in found)
            ),
            hint=_("Name the one that is meant."),
        )
    raise InputError(
        _("there is no {name} in the folder {folder}").format(name=WORKBOOK, folder=folder.resolve().name),
        hint=_("Go to the semester's folder, or name its workbook: behind the command, or with --workbook."),
    )


def workbooks_in(places: Sequence[Path]) -> tuple[Path, ...]:
    """Return the workbooks that files and folders name: a semester's own, or those of the departments in a folder.

    A folder of departments has one folder each with a 台账.xlsx, or their workbooks side by side. Raise InputError when a
    folder has none.
    """
    found: list[Path] = []
    for place in places:
        if not place.is_dir():
            found.append(place)
        elif (place / WORKBOOK).is_file():
            found.append(place / WORKBOOK)
        else:
            beside = [path for path in place.glob("*.xlsx") if not path.name.startswith(("~$", "."))]
            inside = list(place.glob(f"*/{WORKBOOK}"))
            if not beside and not inside:
                raise InputError(
                    _("{folder}: has no workbook").format(folder=place),
                    hint=_("A department's folder holds its {name}; a folder of departments holds theirs.").format(
                        name=WORKBOOK
                    ),
                )
            found += sorted((*beside, *inside))
    return tuple({path.resolve(): path for path in found}.values())
