"""``index.html`` over many: over all editions on a shelf, and over the departments of a college.

The shelf's page lies outside of the editions, and is made anew with each. What it finds is what the edition in force holds, for
that carries all before it. It proves nothing and is held against what is there like everything else that can be made again.

The college's page has a row a department, with links down to what is theirs: what is searched for is searched for there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from urllib.parse import quote

from docgen import incoming
from docgen.archives import edition as editions
from docgen.archives.edition_contents import EDITION, bags, digest
from docgen.archives.findable import about
from docgen.archives.index import INDEX, ShelvedEdition, drawn_style, index_page, made_by, policy
from docgen.archives.overview import overview_of
from docgen.archives.records import catalogue_of
from docgen.archives.verdict import Notes, Quality
from docgen.errors import ArchiveError
from docgen.files import write
from docgen.incoming import limits
from docgen.messages import _


def write_page(shelf: Path) -> Path | None:
    """Write the page over all editions of a shelf; return it, None where no edition is in force that has an overview."""
    page = _page(shelf)
    if page is None:
        return None
    write(shelf / INDEX, page)
    return shelf / INDEX


def check(shelf: Path, notes: Notes) -> None:
    """Note a page that says something else than what is on the shelf; one that is not there misses nobody."""
    try:
        there, again = incoming.content(shelf / INDEX, limits.RECORD), _page(shelf)
    except (incoming.Refused, OSError, ArchiveError):  # an edition that cannot be read is named by itself
        return
    if again is None or there == again:
        return
    if made_by(there) in ("", made_by(again)):
        notes.error(Quality.AUTHENTIC, INDEX, _("does not show what is on the shelf"))
    else:
        said = _("was made by {program}, so it cannot be made again and compared")
        notes.warn(Quality.AUTHENTIC, INDEX, said.format(program=made_by(there)))


def _page(shelf: Path) -> bytes | None:
    in_force = editions.current(shelf)
    overview = overview_of(in_force) if in_force else None
    if in_force is None or overview is None:
        return None
    standing = [
        ShelvedEdition(name, _items(shelf / name), digest(shelf / name), name == in_force.name)
        for name in sorted(editions.editions(shelf), key=lambda one: (len(one), one))
        if (shelf / name / EDITION).is_file()
    ]
    held = bags(in_force)
    found = [(f"{in_force.name}/{bag.name}", catalogue_of(bag)) for bag in held]
    return index_page(replace(overview, number=""), found, about(held), standing)


def _items(edition: Path) -> int:
    return sum(len(catalogue_of(bag).lines) for bag in bags(edition))


@dataclass(frozen=True, slots=True)
class DepartmentEntry:
    """A department: figures under the page's columns, links (text and relative path), and what is lacking."""

    name: str
    figures: tuple[int, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    fault: str = ""


def college_page(
    title: str,
    figures: Sequence[tuple[str, str]],
    columns: Sequence[str],
    entries: Sequence[DepartmentEntry],
    links: Sequence[tuple[str, str]],
) -> bytes:
    """Return the page: ``figures`` at a glance, one row a department under ``columns``, ``links`` to what is over all."""
    style = drawn_style()
    glance = "".join(f"<div><dt>{escape(what)}</dt><dd>{escape(count)}</dd></div>" for what, count in figures)
    head = "".join(f"<th scope=col>{escape(column)}</th>" for column in ("院系", *columns, "打开"))
    return "\n".join(
        (
            "<!doctype html>",
            '<html lang="zh-CN"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{escape(policy(style))}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title>",
            f"<style>{style}</style></head><body>",
            f"<header><h1>{escape(title)}</h1></header><main>",
            f"<section><h2>概览</h2><dl class=glance>{glance}</dl><p>{_links(links)}</p></section>",
            "<section><h2>各院系</h2><div class=scroll tabindex=0 role=region aria-label=各院系><table><thead>"
            f"<tr>{head}</tr></thead><tbody>",
            *(_row(entry, len(columns)) for entry in entries),
            "</tbody></table></div></section></main></body></html>\n",
        )
    ).encode()


def _row(entry: DepartmentEntry, columns: int) -> str:
    cells = "".join(f"<td>{figure}</td>" for figure in entry.figures) or "<td>—</td>" * columns
    fault = f'<br><span class="lack">{escape(entry.fault)}</span>' if entry.fault else ""
    return f"<tr><th scope=row>{escape(entry.name)}{fault}</th>{cells}<td>{_links(entry.links)}</td></tr>"


def _links(links: Sequence[tuple[str, str]]) -> str:
    return " ".join(f'<a href="{quote(path)}">{escape(text)}</a>' for text, path in links)
