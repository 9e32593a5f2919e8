"""What a run is asked to do, and what came of it: the two values between the door and ``pipeline``."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from docgen.errors import ExitCode
from docgen.folder import Folder, Output
from docgen.marks import Copy, Lack
from docgen.problems import Problem


class Target(StrEnum):
    """How far to go."""

    DOCX = "docx"
    PDF = "pdf"
    BUNDLE = "bundle"


@dataclass(frozen=True, slots=True)
class Order:
    """What the user asked for; empty filters mean everything."""

    workbook: Path
    out: Path | None = None
    kinds: tuple[str, ...] = ()
    """stems"""
    groups: tuple[str, ...] = ()
    """小组编号"""
    to: Target = Target.BUNDLE
    engine: str = "auto"
    jobs: int = 0
    """0: one for each core, as memory allows"""
    cluster: str = ""
    """address of a Dask scheduler whose workers make the papers; ``""``: processes here"""
    templates: Path | None = None
    copy: Copy = Copy.DRAFT
    preview: bool = False
    dry_run: bool = False
    force: bool = False

    @property
    def folder(self) -> Folder:
        """The workbook's folder."""
        return Folder(self.workbook, self.out)

    @property
    def output(self) -> Output:
        """Where the output goes: beside the workbook unless said otherwise."""
        return self.folder.output


class State(StrEnum):
    """What happened to a paper."""

    MADE = "made"
    UNCHANGED = "unchanged"
    HAND_EDITED = "hand-edited"
    SIGNED = "signed"
    """kept as people signed it"""
    FAILED = "failed"
    HELD_BACK = "held-back"


@dataclass(frozen=True, slots=True)
class Result:
    """One paper after a run: its files where there are any, and why where there are none."""

    name: str
    stem: str
    state: State
    word: Path | None = None
    pdf: Path | None = None
    pages: int = 0
    reason: str = ""
    code: ExitCode = ExitCode.OK
    """what a paper that failed would end the program with"""
    why: tuple[str, ...] = ()
    """why it was made anew, or would be"""
    needs_change: bool = False
    """whether it is held back because the workbook contradicts what was signed or filed, and a row in 变更 would explain it"""

    @property
    def is_whole(self) -> bool:
        """Whether its files stand in the output folder."""
        return self.state not in (State.FAILED, State.HELD_BACK)


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing: of which paper (by name), of which kind (stem and title), of which group (``""``: none).

    ``where`` is the cell's sheet and column that would say it, where there is one for all of the kind.
    """

    lack: Lack
    paper: str
    stem: str
    title: str
    group: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A run: every paper, every problem, the bundle."""

    results: tuple[Result, ...]
    problems: tuple[Problem, ...]
    numbers: dict[str, str] = field(default_factory=dict)
    copy: Copy = Copy.DRAFT
    bundle: Path | None = None
    bundle_pages: int = 0
    pictures: tuple[Path, ...] = ()
    """of the papers that are most likely to look wrong, with --preview"""
    engine: str = ""
    substitutes: dict[str, str] = field(default_factory=dict)
    """family asked → what was drawn for it, as a user knows it"""
    missing: tuple[Missing, ...] = ()
    """what is still missing for a complete archive"""
    locked: tuple[str, ...] = ()
    """papers that are locked as signed from now on, because their scans lie in 扫描件"""
    work: dict[str, int] = field(default_factory=dict)
    """how many papers were filled and converted, and bundles merged"""

    @property
    def broken(self) -> tuple[Result, ...]:
        """Papers that failed or were held back."""
        return tuple(result for result in self.results if not result.is_whole)

    def counts(self) -> dict[str, int]:
        """Return how many papers are in each state, those with none left out."""
        return {state.value: n for state in State if (n := sum(one.state is state for one in self.results))}
