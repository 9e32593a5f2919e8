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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import quote

import docgen
from docgen.archives.findable import Bag, Place, of_group, places_of, records
from docgen.archives.overview import Chart, GroupEntry, Overview, Unfinished

INDEX = "index.html"
_PAGE = Path(__file__).parent / "page"
MARK = "版本.svg"
"""Lies in every edition, so that the page of an earlier one can tell that another has followed."""


@dataclass(frozen=True, slots=True)
class ShelvedEdition:
    """An edition on the shelf: its name, how many items it has, its digest, whether it is the one in force."""

    name: str
    items: int
    digest: str
    in_force: bool


def mark(number: str) -> bytes:
    """Return the mark of an edition."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><title>{escape(number)}</title></svg>\n'
    ).encode()


def index_page(
    overview: Overview,
    bags: Sequence[Bag],
    about: Mapping[str, str] | None = None,
    editions: Sequence[ShelvedEdition] = (),
) -> bytes:
    """Return the page; ``bags`` are folder names beside it with their catalogues, in shelf order.

    ``about`` is what :func:`docgen.archives.findable.about` says of each item. ``editions`` are those of the shelf, for the
    page over all of them.
    """
    places = places_of(bags)
    style = drawn_style()
    script = (_PAGE / "index.js").read_text(encoding="utf-8")
    found = json.dumps(records(overview, bags, about or {}), ensure_ascii=False, separators=(",", ":"))
    # "<" must not end the element the data stands in.
    found = found.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
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
            f"<p class=soft>{escape(overview.general_branch)} · {escape(overview.edition)}{_which(overview)}</p>",
            f'<p id=superseded role=status class=lack hidden data-number="{escape(overview.number)}"></p>',
            f"<h1>{escape(overview.term)}“{escape(overview.activity)}”</h1></header><main>",
            _standing(editions),
            _search(overview.unit),
            _glance(overview),
            _matrix(overview, places),
            "" if overview.unit else _unfinished(overview.unfinished),
            _shelf(bags),
            "</main>",
            f'<script type="application/json" id="records">{found}</script>',
            f"<script>{script}</script></body></html>\n",
        )
    ).encode()


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
    # An image of another edition tells the page that it is there; nothing else is asked for.
    images = "img-src 'self' file:; " if script else ""
    return f"default-src 'none'; {images}style-src '{_hash(style)}'; script-src {scripts}; base-uri 'none'; form-action 'none'"


def _two(zh: str, en: str) -> str:
    return f'<span data-zh="{escape(zh)}" data-en="{escape(en)}">{escape(zh)}</span>'


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _search(unit: str) -> str:
    return (
        "<section aria-labelledby=find class=no-print><h2 id=find>" + _two("查找", "Search") + "</h2>"
        "<label for=query>"
        + _two(
            "姓名、编号、文件种类、题名、档号或件号"
            if unit
            else "姓名、学号、班级、小组、文件种类、题名、备案号、档号或件号",
            "Name, number, kind or title of a paper, 档号 or 件号"
            if unit
            else "Name, number, class, group, kind or title of a paper, filing number, 档号 or 件号",
        )
        + "</label>"
        "<input type=search id=query autocomplete=off spellcheck=false aria-controls=hits>"
        "<p id=said role=status class=soft></p><ol id=hits class=hits></ol></section>"
    )


def _which(overview: Overview) -> str:
    """Say which edition it is, and lead to the page over all of them."""
    if not overview.number:
        return ""
    every = _two("各版本总览", "All editions")
    number = _two(f"第{overview.number}版", f"edition {overview.number}")
    return f' · {number} · <a href="../{INDEX}">{every}</a>'


def _standing(editions: Sequence[ShelvedEdition]) -> str:
    """List the editions of a shelf: which is in force, what each is known by."""
    if not editions:
        return ""
    heads = (("版本", "Edition"), ("状态", "State"), ("件数", "Items"), ("数字摘要", "Digest"))
    head = "".join(f"<th scope=col>{_two(*pair)}</th>" for pair in heads)
    rows = "".join(
        f'<tr><th scope=row><a href="{quote(one.name)}/{INDEX}">{escape(one.name)}</a></th>'
        f"<td>{_two('现行', 'in force') if one.in_force else _two('已被取代', 'superseded')}</td>"
        f"<td>{one.items}</td><td><code>{escape(one.digest[:16])}</code></td></tr>"
        for one in editions
    )
    return (
        f"<section><h2>{_two('各版本', 'Editions')}</h2><div class=scroll tabindex=0 role=region aria-label=各版本><table><thead>"
        f"<tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></section>"
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


def _bar(values: Sequence[float], most: float) -> str:
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
        papers = of_group(group.id, places)
        cells = []
        for kind in overview.kinds:
            links = [
                f'<a href="{escape(place[1])}" aria-label="{escape(f"{group.id} {name}")}">✓</a>'
                for name, place in papers
                if name == kind or (overview.unit and name.endswith(f"-{kind}"))
            ]
            if links:
                cells.append(f"<td>{' '.join(links)}</td>")
            elif overview.unit:
                cells.append("<td></td>")
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
    heading = (
        _two(f"{overview.unit}与文件", "Papers of each")
        if overview.unit
        else _two("齐全情况：小组与文件", "Completeness: groups and papers")
    )
    head += f"<th scope=col>{_two('尚缺', 'Still missing')}</th>"
    count = "" if overview.unit else f"<p class=soft>{_two(f'缺 {lacking} 份', f'{lacking} missing')}</p>"
    first = _two(overview.unit or "小组", overview.unit or "Group")
    return (
        f"<section><h2>{heading}</h2>{count}<div class=scroll tabindex=0 role=region aria-label=齐全情况>"
        f"<table><thead><tr><th scope=col>{first}</th>{head}</tr></thead><tbody>{''.join(rows)}</tbody>"
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


def _shelf(bags: Sequence[Bag]) -> str:
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
