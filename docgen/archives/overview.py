"""What the index page shows of a semester: plain values, filled by the pipeline from rows that were checked.

They lie in the edition as ``概览.json``, so that its page can be made again from what is there, and compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from docgen import incoming
from docgen.incoming import limits

OVERVIEW = "概览.json"


@dataclass(frozen=True, slots=True)
class Member:
    """A person to be found by name, number or class; ``number`` is empty in a copy for publication."""

    name: str
    number: str = ""
    class_name: str = ""
    standing: str = ""


@dataclass(frozen=True, slots=True)
class GroupEntry:
    """A group; its papers are those items whose name begins with its number."""

    id: str
    name: str
    form: str = ""
    leader: str = ""
    teacher: str = ""
    state: str = ""
    """Empty, or why no papers are expected (已撤销, 已并入 G03)."""
    members: tuple[Member, ...] = ()
    missing: tuple[str, ...] = ()
    """What its papers still lack, in words."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A goal, project or paper that was not brought to its end, and why."""

    group: str
    who: str
    what: str
    target: str = ""
    reached: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars: a title and what each is called and counts; a bar of several parts has a count for each name in ``parts``."""

    title: str
    bars: tuple[tuple[str, tuple[int | float, ...]], ...]
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Overview:
    """A semester at a glance."""

    general_branch: str
    activity: str
    term: str
    edition: str
    number: str = ""
    """Which edition of its shelf; empty for the page over all of them."""
    figures: tuple[tuple[str, str], ...] = ()
    """What is counted and how many, such as (小组, 32)."""
    charts: tuple[Chart, ...] = ()
    groups: tuple[GroupEntry, ...] = ()
    missing: tuple[str, ...] = ()
    """What the department's own papers still lack, in words."""
    kinds: tuple[str, ...] = ()
    """Titles of the papers that each group must have; the columns of the matrix."""
    unit: str = ""
    """By what papers are filed, where those are no groups: a person, say. Not each of them has a paper of every kind."""
    unfinished: tuple[Unfinished, ...] = ()
    unseen: tuple[str, ...] = ()
    """What the template of the boxes' labels leaves out."""


def overview_json(overview: Overview) -> bytes:
    """Write an overview, readable."""
    from pydantic import TypeAdapter

    return TypeAdapter(Overview).dump_json(overview, indent=1) + b"\n"


def overview_of(edition: Path) -> Overview | None:
    """Return the overview that lies in an edition, None when there is none that can be read."""
    from pydantic import TypeAdapter

    try:
        return TypeAdapter(Overview).validate_json(incoming.content(edition / OVERVIEW, limits.RECORD))
    except (incoming.Refused, ValueError):  # a ValidationError is a ValueError
        return None
