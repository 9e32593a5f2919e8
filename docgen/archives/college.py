"""``index.html`` over the departments of a college: one row each, with links down to what is theirs.

Drawn like the index page of an edition (:mod:`docgen.archives.index`), self-contained, without script: what is searched
for is searched for in the departments' own pages and in the catalogue.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from docgen.archives.index import drawn_style, policy


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
