"""``index.html``: one page over all bags of an edition, to be opened by double click from any disk.

Self-contained: style and script stand in it, a Content-Security-Policy forbids every request, links are relative. All that
can be seen without search is there without script. It speaks Chinese and English at once (a button changes over), which is
why its words stand here in pairs and not in the message catalogue: the page is the same bytes whoever makes it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

import docgen
from docgen.archives.overview import Chart, GroupEntry, Overview, Unfinished
from docgen.archives.records import BagCatalogue, data_of

NAME = "index.html"
_PAGE = Path(__file__).parent / "page"
Place = tuple[str, str]
"""A link: its text and where it leads."""


def index_page(
    overview: Overview,
    bags: Sequence[tuple[str, BagCatalogue]],
    about: Mapping[str, Collection[str]] | None = None,
) -> bytes:
    """Return the page; ``bags`` are folder names beside it with their catalogues, in shelf order.

    ``about`` has the names and numbers in each item's data: a person is led to the items that name them. Without it, to all
    papers of their groups.
    """
    places = _places(bags)
    style = drawn_style()
    script = (_PAGE / "index.js").read_text(encoding="utf-8")
    records = json.dumps(_records(overview, places, about or {}), ensure_ascii=False, separators=(",", ":"))
    # "<" must not end the element the data stands in.
    records = records.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    title = f"{overview.general_branch} {overview.term}“{overview.activity}”"
    return "\n".join(
        (
            "<!doctype html>",
            '<html lang="zh-CN"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{escape(policy(style, script))}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f'<meta name="generator" content="docgen {docgen.__version__}">',
            f"<title>{escape(title)} · {escape(overview.edition)}</title>",
            f"<style>{style}</style></head><body>",
            f'<a class="skip" href="#query">{_two("跳到查找", "Skip to search")}</a>',
            '<header><button type="button" id="language" class="right no-print" lang="en"><span data-zh="English" '
            'data-en="中文">English</span></button>',
            f"<p class=soft>{escape(overview.general_branch)} · {escape(overview.edition)}</p>",
            f"<h1>{escape(overview.term)}“{escape(overview.activity)}”</h1></header><main>",
            _search(),
            _glance(overview),
            _matrix(overview, places),
            _unfinished(overview.unfinished),
            _shelf(bags),
            "</main>",
            f'<script type="application/json" id="records">{records}</script>',
            f"<script>{script}</script></body></html>\n",
        )
    ).encode()


def about(bags: Sequence[Path]) -> dict[str, tuple[str, ...]]:
    """Return the names and numbers in the data of each item of some bags. Raise ArchiveError for one that cannot be read."""
    return {name: (*one.shown, *one.hidden) for bag in bags for name, one in data_of(bag).items.items()}


def made_by(page: bytes) -> str:
    """Return which program a page says it was made by, ``""`` when it does not say."""
    found = re.search(rb'<meta name="generator" content="(docgen [0-9A-Za-z.+-]{1,40})">', page)
    return found[1].decode() if found else ""


def drawn_style() -> str:
    """Return the style that the pages of an archive share."""
    return (_PAGE / "index.css").read_text(encoding="utf-8")


def policy(style: str, script: str = "") -> str:
    """Return a Content-Security-Policy that lets a page do nothing but what stands in it."""
    scripts = f"'{_hash(script)}' " if script else "'none'"
    return f"default-src 'none'; style-src '{_hash(style)}'; script-src {scripts}; base-uri 'none'; form-action 'none'"


def _two(zh: str, en: str) -> str:
    return f'<span data-zh="{escape(zh)}" data-en="{escape(en)}">{escape(zh)}</span>'


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _places(bags: Sequence[tuple[str, BagCatalogue]]) -> dict[str, Place]:
    """Return where each item begins: item name → title and link into the bundle at its page."""
    places = {}
    for folder, catalogue in bags:
        for bound in catalogue.files:
            lines = [line for line in catalogue.lines if line.file == bound.name]
            for line in lines:
                page = bound.front + line.first_page - lines[0].first_page + 1
                places[line.name] = (line.title, f"{quote(folder)}/data/{quote(line.file)}#page={page}")
    return places


def _of_group(group: str, places: dict[str, Place]) -> list[tuple[str, Place]]:
    """Return the papers of a group: title of the kind and place."""
    return [(name.partition("-")[2], place) for name, place in places.items() if name.partition("-")[0] == group]


def _plain(*texts: str) -> str:
    """Return text as the search compares it: NFKC, lower case, no white space (the script does the same)."""
    return "".join(unicodedata.normalize("NFKC", " ".join(texts)).lower().split())


def _records(
    overview: Overview, places: dict[str, Place], about: Mapping[str, Collection[str]]
) -> list[dict[str, object]]:
    """Return what can be searched: people, groups, and papers that belong to no group."""
    people: dict[tuple[str, str, str], tuple[list[str], dict[str, Place], str]] = {}
    found: list[dict[str, object]] = []
    groups = {group.id for group in overview.groups}
    for group in overview.groups:
        papers = _of_group(group.id, places)
        links = [[kind, place[1]] for kind, place in papers]
        more = " · ".join(filter(None, (group.form, group.leader, group.teacher, group.state)))
        inside = [part for member in group.members for part in (member.name, member.number, member.class_name)]
        label = f"{group.id} {group.name}"
        found.append({"label": label, "more": more, "text": _plain(label, more, *inside), "links": links})
        for member in group.members:
            names, mine, _standing = people.setdefault(
                (member.name, member.number, member.class_name), ([], {}, member.standing)
            )
            names.append(label)
            mine.update({f"{group.id} {kind}": place for kind, place in papers})
    named = Counter(name for name, _number, _class_name in people)
    label_of = {
        item: item.replace("-", " ", 1) if item.partition("-")[0] in groups else place[0]
        for item, place in places.items()
    }
    persons: list[dict[str, object]] = []
    for (name, number, class_name), (names, mine, standing) in people.items():
        label = f"{name} {number}".strip()
        more = " · ".join(filter(None, (class_name, standing, *names)))
        known = {number} | ({name} if named[name] == 1 else set())
        own = {label_of[item]: place for item, place in places.items() if known.intersection(about.get(item, ()))}
        links = [[kind, place[1]] for kind, place in (own or mine).items()]
        persons.append({"label": label, "more": more, "text": _plain(label, class_name), "links": links})
    others: list[dict[str, object]] = [
        {"label": title, "more": "", "text": _plain(title, name), "links": [[title, place]]}
        for name, (title, place) in places.items()
        if name.partition("-")[0] not in groups
    ]
    return persons + found + others


def _search() -> str:
    return (
        "<section aria-labelledby=find class=no-print><h2 id=find>" + _two("查找", "Search") + "</h2>"
        "<label for=query>" + _two("姓名、学号、班级、小组或文件名", "Name, number, class, group or paper") + "</label>"
        "<input type=search id=query autocomplete=off spellcheck=false aria-controls=hits>"
        "<p id=said role=status class=soft></p><ol id=hits class=hits></ol></section>"
    )


def _glance(overview: Overview) -> str:
    figures = "".join(f"<div><dt>{escape(what)}</dt><dd>{escape(count)}</dd></div>" for what, count in overview.figures)
    charts = "".join(map(_chart, overview.charts))
    heading = _two("学期概览", "The semester at a glance")
    return f"<section><h2>{heading}</h2><dl class=glance>{figures}</dl><div class=charts>{charts}</div></section>"


_WIDTH = 120
"""Pixels of the longest bar."""
_FILLS = ("#7a0f0f", "#d9a3a3", "#f2dfdf", "#fff")
"""Of a bar's parts: dark, light, pale, empty, all outlined, so that they are told apart in black and white."""


def _chart(chart: Chart) -> str:
    # Bars are a drawing made of the numbers beside them: a table for those who listen. Widths stand in SVG, because the
    # policy forbids inline style.
    most = max((sum(values) for _label, values in chart.bars), default=0) or 1
    rows = "".join(
        f"<tr><th scope=row>{escape(label)}</th><td><svg aria-hidden=true width={_WIDTH + 2} height=14>"
        f"{_bar(values, most)}</svg> {' / '.join(map(str, values))}</td></tr>"
        for label, values in chart.bars
    )
    legend = "".join(
        f'<svg aria-hidden=true width=14 height=14><rect x=1 y=1 width=12 height=12 stroke="#a31515" fill="{fill}"/></svg> '
        f"{escape(part)} "
        for part, fill in zip(chart.parts, _FILLS, strict=False)
    )
    caption = escape(chart.title) + (f"<span class=soft> {legend}</span>" if legend else "")
    return f"<table class=bars><caption>{caption}</caption><tbody>{rows}</tbody></table>"


def _bar(values: Sequence[int], most: int) -> str:
    out, at = "", 1.0
    for value, fill in zip(values, _FILLS, strict=False):
        width = value / most * _WIDTH
        if value:
            out += f'<rect x="{at:.1f}" y=1 width="{width:.1f}" height=12 stroke="#a31515" fill="{fill}"/>'
        at += width
    return out


def _matrix(overview: Overview, places: dict[str, Place]) -> str:
    head = "".join(f"<th scope=col>{escape(kind)}</th>" for kind in overview.kinds)
    rows = []
    lacking = 0
    for group in overview.groups:
        papers: dict[str, Place] = dict(_of_group(group.id, places))
        cells = []
        for kind in overview.kinds:
            if kind in papers:
                label = f"{group.id} {kind}"
                cells.append(f'<td><a href="{escape(papers[kind][1])}" aria-label="{escape(label)}">✓</a></td>')
            elif group.state:
                cells.append("<td>—</td>")
            else:
                lacking += 1
                cells.append(f"<td class=lack>{_two('缺', 'missing')}</td>")
        rows.append(f"<tr><th scope=row>{_group(group)}</th>{''.join(cells)}<td>{_lacks(group.missing)}</td></tr>")
    if overview.missing:
        span = len(overview.kinds)
        rows.append(
            f"<tr><th scope=row>{escape(overview.general_branch)}</th><td colspan={span}></td>"
            f"<td>{_lacks(overview.missing)}</td></tr>"
        )
    heading = _two("齐全情况：小组与文件", "Completeness: groups and papers")
    head += f"<th scope=col>{_two('尚缺', 'Still missing')}</th>"
    count = _two(f"缺 {lacking} 份", f"{lacking} missing")
    return (
        f"<section><h2>{heading}</h2><p class=soft>{count}</p><div class=scroll tabindex=0 role=region aria-label=齐全情况>"
        f"<table><thead><tr><th scope=col>{_two('小组', 'Group')}</th>{head}</tr></thead><tbody>{''.join(rows)}</tbody>"
        "</table></div></section>"
    )


def _lacks(texts: Sequence[str]) -> str:
    return "<br>".join(map(escape, texts))


def _group(group: GroupEntry) -> str:
    state = f" <span class=soft>（{escape(group.state)}）</span>" if group.state else ""
    return f"{escape(group.id)} {escape(group.name)}{state}"


def _unfinished(rows: Sequence[Unfinished]) -> str:
    heading = _two("未完成事项及原因", "What is unfinished, and why")
    if not rows:
        return f"<section><h2>{heading}</h2><p>{_two('无', 'None')}</p></section>"
    heads = (
        ("小组", "Group"),
        ("姓名", "Name"),
        ("事项", "What"),
        ("目标", "Target"),
        ("完成", "Reached"),
        ("原因", "Reason"),
    )
    head = "".join(f"<th scope=col>{_two(*pair)}</th>" for pair in heads)
    body = "".join(
        "<tr>"
        + "".join(f"<td>{escape(cell)}</td>" for cell in (r.group, r.who, r.what, r.target, r.reached, r.reason))
        + "</tr>"
        for r in rows
    )
    return (
        f"<section><h2>{heading}</h2><div class=scroll tabindex=0 role=region aria-label=未完成事项><table><thead><tr>{head}"
        f"</tr></thead><tbody>{body}</tbody></table></div></section>"
    )


def _shelf(bags: Sequence[tuple[str, BagCatalogue]]) -> str:
    heads = (
        ("归档包", "Bag"),
        ("年度", "Year"),
        ("保管期限", "Retention"),
        ("件数", "Items"),
        ("页数", "Pages"),
        ("合订本", "Bundle"),
    )
    head = "".join(f"<th scope=col>{_two(*pair)}</th>" for pair in heads)
    rows = []
    for folder, catalogue in bags:
        links = " ".join(
            f'<a href="{quote(folder)}/data/{quote(bound.name)}">{escape(bound.name)}</a>' for bound in catalogue.files
        )
        pages = sum(line.pages for line in catalogue.lines)
        rows.append(
            f"<tr><th scope=row>{escape(folder)}</th><td>{catalogue.year}</td><td>{escape(catalogue.retention)}</td>"
            f"<td>{len(catalogue.lines)}</td><td>{pages}</td><td>{links}</td></tr>"
        )
    return (
        f"<section><h2>{_two('归档包', 'Bags')}</h2><div class=scroll tabindex=0 role=region aria-label=归档包><table><thead>"
        f"<tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div></section>"
    )
