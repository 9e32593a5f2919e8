"""A semester as the window last saw it: looked at again, beside the loop, when one of its files was saved."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import docgen
from docgen.errors import DocgenError, output_error
from docgen.folder import Folder
from docgen.problems import Problem

Stamp: TypeAlias = tuple[tuple[int, int], ...]


class Book:
    """A workbook and what is known of it."""

    def __init__(self, name: str, workbook: Path, engine: str, told: Callable[[], None]) -> None:
        self.name, self.workbook, self.engine = name, workbook, engine
        self.standing: docgen.SemesterStanding | None = None
        self.error: DocgenError | None = None
        self._told = told
        self._stamp: Stamp | None = None
        self._lock = threading.Lock()
        self._looking = False
        self._places: tuple[tuple[int, int], tuple[Path, ...]] | None = None
        """The files that count, as long as docgen.toml, which says where they are, is as it was."""

    @property
    def folder(self) -> Folder:
        """Where everything of it lies."""
        return Folder(self.workbook)

    @property
    def papers(self) -> tuple[docgen.PaperStanding, ...]:
        """Its papers, as far as it is known how it stands."""
        return self.standing.papers if self.standing else ()

    @property
    def is_looking(self) -> bool:
        """Whether it is being read at this moment."""
        return self._looking

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every fault of the workbook as it was last read."""
        if self.standing is not None:
            return self.standing.problems
        return self.error.problems if isinstance(self.error, docgen.DataError) else ()

    def paper(self, name: str) -> docgen.PaperStanding | None:
        """Return a paper by its name."""
        if self.standing is None:
            self.wait()
        return next((one for one in self.papers if one.name == name), None)

    def look(self) -> None:
        """Read the workbook beside the loop where it was saved since, or something happened to its papers."""
        with self._lock:
            # Of one that was never read, or that something was done to, nothing need be asked first.
            if self._looking or (self._stamp is not None and self._stamp == self._now()):
                return
            self._looking = True
        threading.Thread(target=self._read, name="docgen-look", daemon=True).start()

    def forget(self) -> None:
        """Take what is known for outdated: something was done."""
        with self._lock:
            self._stamp = None
        self.look()

    @contextlib.contextmanager
    def changed(self) -> Iterator[None]:
        """Do something to it: whatever comes of that, what was known is outdated."""
        try:
            yield
        finally:
            self.forget()

    def wait(self) -> None:
        """Look, and come back when it is known (a page that is nothing without it).

        A look that was under way already may have begun before the file was saved; so there is one more after it.
        """
        for _turn in range(2 if self._looking else 1):
            self.look()
            while self._looking:
                threading.Event().wait(0.02)

    def _read(self) -> None:
        try:
            while self._is_outdated_when_read():
                pass
        except BaseException:
            with self._lock:  # else every page would wait for what broke down
                self._looking = False
            raise

    def _is_outdated_when_read(self) -> bool:
        """Read it, and say whether something was done to it meanwhile."""
        with self._lock:
            self._stamp = self._now()
        standing: docgen.SemesterStanding | None = None
        error: DocgenError | None = None
        try:
            standing = docgen.standing(self.workbook, engine=self.engine)
        except DocgenError as trouble:
            error = trouble
        except OSError as trouble:
            error = output_error(trouble, self.workbook)
        self.standing, self.error = standing, error
        with self._lock:
            self._looking = self._stamp is None
            if self._looking:
                return True
        self._told()
        return False

    def _now(self) -> Stamp:
        """Return when the files that count were last written: a few calls, no reading."""
        from docgen.settings import FILE_NAME

        toml = self.folder.home / FILE_NAME
        said = _written(toml)
        if self._places is None or said != self._places[0]:
            places = [self.workbook, toml]
            with contextlib.suppress(DocgenError):  # a faulty docgen.toml: reading says so
                places += [self.folder.ledger, self.folder.scans, self.folder.output.pdf]
            self._places = said, tuple(places)
        return tuple(_written(place) for place in self._places[1])


def _written(path: Path) -> tuple[int, int]:
    try:
        state = path.stat()
    except OSError:
        return 0, 0
    return state.st_mtime_ns, state.st_size
