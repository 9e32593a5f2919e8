"""A build that changes nothing: its answer is the last one's, known before the workbook is read and any model is imported.

A whole run writes down what it rested on: what was asked, program, engines and faces, the workbook with its settings, templates
and pictures, what came back signed, the ledger, and each file that it left. Is all of that as it was, the same build would read,
judge and compose the same, find every paper as the ledger has it, and say the same; so that is said at once. Whatever differs,
or cannot be told, the build is made as ever.

What is read is known by its content. The program is known as Python knows its modules, by size and time of their files; scans,
whose content no build looks at once they are filed, likewise. The ledger is known by the digests of its rows, which every
writing of docgen changes, and by its size and time, which anybody else's does.
"""

from __future__ import annotations

import glob
import hashlib
import json
import os
import platform
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from docgen import __version__, convert, files, folder_lock, fonts, images, incoming, messages, outgoing, resources
from docgen.errors import DocgenError, OutputError
from docgen.ledger import Ledger
from docgen.making.order import Missing, Order, Outcome, Result, State, Target
from docgen.making.progress import Progress
from docgen.marks import Copy, Lack
from docgen.pipeline.reporting import Timed, report
from docgen.problems import Problem, Severity

RECORD = ".docgen-last.json"
_SETTINGS, _ACTIVITY = "docgen.toml", "activity.toml"
_OF_TEMPLATES = ("**/*.[Dd][Oo][Cc][Xx]", "*.xlsx", "*.json", "*.toml")
"""Blocks may lie deeper than the templates that take them in."""

_Look = tuple[str, str, str]
"""A folder, a pattern, and a hash of what it matched."""


def build(order: Order, progress: Progress) -> Outcome:
    """Make what the order asks for, as :func:`docgen.pipeline.building.build` does; say at once that nothing has changed."""
    if (told := _again(order, progress)) is not None:
        return told
    from docgen.pipeline import building

    return building.build(order, progress)


@contextmanager
def held(order: Order) -> Iterator[Path]:
    """Hold the output folder for a run; give a folder for what is under way."""
    for place in (order.output.path, order.folder.home):  # its ledger is written there
        outgoing.folder(place)
    with folder_lock.workplace(order.output.path, order.folder.signed) as work:
        yield work


@dataclass(frozen=True, slots=True)
class Basis:
    """What a run rests on besides the ledger and what it leaves, as it was before the run read any of it."""

    about: str
    read: tuple[_Look, ...]
    seen: tuple[_Look, ...]
    own: str
    """The ledger's file, wherever a link leads; it is none of its neighbours."""

    @classmethod
    def of(cls, order: Order, templates: Sequence[Path], neighbours: Sequence[Path], usual: str) -> Basis | None:
        """Look at it; None where a run has to be made each time, or it cannot be told.

        ``templates`` are all folders in which one may be, ``neighbours`` the books of other semesters, ``usual`` what one is
        called.
        """
        if not _may_be_told(order):
            return None
        folder, here = order.folder, order.workbook.parent
        read = [(here, glob.escape(order.workbook.name)), (here, _SETTINGS), (folder.home, _SETTINGS)]
        read += [(folder.home, _ACTIVITY), (folder.home, f"*/{_ACTIVITY}"), (folder.signed, "*")]
        read += [(place, pattern) for place in templates for pattern in _OF_TEMPLATES]
        beside = folder.home.resolve().parent
        seen = [(folder.scans, "**/*"), (beside, usual), (beside, f"*/{usual}")]
        seen += [(path.parent, glob.escape(path.name)) for path in neighbours]
        try:
            own = str(folder.ledger)
            return cls(
                _about(order),
                tuple((str(place), pattern, _content(place, pattern)) for place, pattern in read),
                tuple((str(place), pattern, _look(place, pattern, own)) for place, pattern in seen),
                own,
            )
        except (DocgenError, OSError):
            return None  # the build says what is wrong

    def keep(
        self,
        order: Order,
        state: str,
        made: Mapping[Path, str],
        pictures: Mapping[str, str],
        named: Mapping[str, bool],
        outcome: Outcome,
    ) -> None:
        """Write down what a run rested on and answered, for the next one.

        ``state`` is the ledger's, ``made`` the digest of each file that it left, ``pictures`` of each that is printed; of those
        that cells name it is ``named`` whether they are there.
        """
        answer = {
            "papers": [_kept(one) for one in outcome.results],
            "problems": [_plain(one) for one in outcome.problems],
            "numbers": outcome.numbers,
            "bundle": outcome.bundle.name if outcome.bundle else "",
            "pages": outcome.bundle_pages,
            "engine": outcome.engine,
            "families": list(outcome.substitutes),
            "missing": [_plain(one) for one in outcome.missing],
        }
        root = f"{order.output.path.as_posix()}/"
        said = {
            "about": self.about,
            "read": self.read,
            "seen": self.seen,
            "own": self.own,
            "ledger": state,
            "pictures": dict(pictures),
            "named": dict(named),
            "there": _there(order),
            "made": {path.as_posix().removeprefix(root): digest for path, digest in made.items()},
            "answer": answer,
        }
        with suppress(OutputError):  # what is not written down is built again
            files.write(order.output.path / RECORD, json.dumps({"seal": _hash(json.dumps(said)), **said}).encode())


def _may_be_told(order: Order) -> bool:
    """Whether the answer to an order can be that of the last run."""
    always = order.force or order.preview or order.dry_run or order.cluster or order.copy is not Copy.DRAFT
    return not always and order.workbook.is_file()


def _again(order: Order, progress: Progress) -> Outcome | None:
    """Return what the last run answered, if the same build would answer it; leave report and log as that would."""
    last = order.output.path / RECORD
    if not _may_be_told(order) or not last.is_file():
        return None
    with held(order):
        try:
            said = _written_down(last)
            outcome = _answer(order, said["answer"]) if _is_as_it_was(order, said) else None
        except (DocgenError, OSError, LookupError, TypeError, ValueError, AttributeError, RuntimeError):
            return None  # something is wrong, or the file is not as docgen wrote it: the build tells
        if outcome is not None:
            timed = Timed(progress)
            timed.step("record", len(outcome.results))
            report(order, outcome, timed)
        return outcome


def _written_down(last: Path) -> dict[str, Any]:
    """Return what the last run wrote down, of which nothing is judged again. Raise ValueError where it is no longer that."""
    said: dict[str, Any] = incoming.record(last)
    if said.pop("seal") != _hash(json.dumps(said)):
        raise ValueError(last)
    return said


def _is_as_it_was(order: Order, said: dict[str, Any]) -> bool:
    folder, made = order.output.path, said["made"]
    pictures: dict[str, str] = said["pictures"]
    return (
        said["about"] == _about(order)
        and all(_content(Path(place), pattern) == digest for place, pattern, digest in said["read"])
        and all(_look(Path(place), pattern, said["own"]) == digest for place, pattern, digest in said["seen"])
        and Ledger(Path(said["own"]), "", "").state() == said["ledger"]
        and images.digests(order.folder.home, tuple(pictures)) == pictures
        and all(files.is_there(order.workbook.parent / name) == is_there for name, is_there in said["named"].items())
        and said["there"] == _there(order)
        and all(files.sha256(folder / name) == digest for name, digest in made.items())
    )


def _there(order: Order) -> list[str]:
    """Return a hash of what lies among the papers: one that is made no longer would be taken away."""
    return [_look(folder, "*", "") for folder in (order.output.word, order.output.pdf)]


def _answer(order: Order, said: dict[str, Any]) -> Outcome:
    return Outcome(
        results=tuple(_result(order, *one) for one in said["papers"]),
        problems=tuple(_problem(one) for one in said["problems"]),
        numbers=said["numbers"],
        bundle=order.output.path / said["bundle"] if said["bundle"] else None,
        bundle_pages=said["pages"],
        engine=said["engine"],
        substitutes=fonts.substitutes(said["families"]),
        missing=tuple(Missing(**{**one, "lack": Lack(one["lack"])}) for one in said["missing"]),
        work={"filled": 0, "converted": 0, "bundled": 0},
    )


def _kept(one: Result) -> tuple[object, ...]:
    """Return what the next run is to say of a paper: what was made now has not changed then."""
    is_new = one.state is State.MADE
    state = State.UNCHANGED if is_new else one.state
    return one.name, one.stem, state, one.pdf is not None, one.pages, () if is_new else one.why


def _plain(one: Problem | Missing) -> dict[str, object]:
    # asdict copies what it finds, and takes long.
    return {field.name: getattr(one, field.name) for field in fields(one)}


def _result(order: Order, name: str, stem: str, state: str, has_pdf: bool, pages: int, why: Sequence[str]) -> Result:
    output = order.output
    pdf = output.pdf_of(name) if has_pdf else None
    return Result(name, stem, State(state), output.word_of(name), pdf, pages, why=tuple(why))


def _problem(one: dict[str, Any]) -> Problem:
    lists = {"groups": tuple(one["groups"]), "places": tuple(one["places"])}
    return Problem(**{**one, **lists, "severity": Severity(one["severity"])})


def _about(order: Order) -> str:
    """Return a hash of what was asked, by whom and with what: a hash, for the environment may hold what is secret."""
    folder = order.folder
    # A contents page has the pages of an engine in any case.
    asked = convert.AUTO if order.to is Target.DOCX else order.engine
    places = (order.workbook, order.workbook.resolve(), folder.home, order.out, order.output.path.resolve())
    said = {
        "program": _program(),
        "order": [str(one) for one in (*places, order.templates, order.to, order.engine)],
        "filters": [order.kinds, order.groups],
        "language": messages.language(),
        "environment": sorted(one for one in os.environ.items() if one[0].startswith(("DOCGEN_", "SOURCE_DATE_EPOCH"))),
        "engines": [asdict(convert.identify(name)) for name in convert.available(asked)],
        "faces": fonts.origin(),
    }
    return _hash(json.dumps(said))


def _program() -> list[object]:
    """Return what runs: the versions, what is installed beside docgen, and docgen's own files by their size and time."""
    roots = (Path(__file__).parent.parent, resources.templates(), resources.schemas(), resources.activities())
    own: list[tuple[str, int, int]] = []
    for folder, _folders, names in (one for root in roots for one in os.walk(root)):
        for path in (Path(folder, name) for name in names if not name.endswith(".pyc")):
            known = path.stat()
            own.append((str(path), known.st_size, known.st_mtime_ns))
    beside = {one.name for place in map(Path, sys.path) if place.is_dir() for one in place.glob("*-info")}
    return [__version__, sys.version, platform.machine(), sorted(own), sorted(beside)]


def _content(folder: Path, pattern: str) -> str:
    """Return a hash of the files that a pattern matches in a folder, by their names and what is in them.

    A folder that is not there is another than one in which nothing matches: a build refuses it where it was named.
    """
    lines = [f"{os.path.lexists(folder)} {folder.is_dir()}"]
    for path in sorted(folder.glob(pattern)):
        lines.append(f"{path.relative_to(folder)}\n{files.sha256(path) if path.is_file() else ''}")
    return _hash("\n".join(lines))


def _look(folder: Path, pattern: str, own: str) -> str:
    """Return a hash of the files that a pattern matches, by their names, sizes and times; but for the ledger's own."""
    lines, own = [], os.path.realpath(own) if own else ""
    for path in sorted(folder.glob(pattern)):
        if not own or os.path.realpath(path) != own:  # Path.resolve raises where links go round
            known = path.stat() if path.exists() else path.lstat()  # a link may lead nowhere
            lines.append(f"{path.relative_to(folder)} {known.st_size} {known.st_mtime_ns}")
    return _hash("\n".join(lines))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
