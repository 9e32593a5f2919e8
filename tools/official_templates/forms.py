"""What the department's forms have in common: a head, rows of named fields, room to write in, room to sign."""

from __future__ import annotations

from collections.abc import Sequence

from tools.official_templates.wordml import WIDTH, Cell, each, one_line, paragraph, row, section, together, when

MARGINS = (1701, 1471, 1701, 1587)
"""Of a form's page: 30 mm above and below, so that what belongs together fits on one page."""


def head(title: str) -> str:
    """Return a form's title and whose it is."""
    return paragraph(title, "FormTitle") + under_title()


def under_title() -> str:
    """Return whose form it is, and of which term, on one line: in smaller type where the department's name is long."""
    line = "{{ 院系 }}“{{ 活动名称 }}”活动　{{ 学年学期 }}"
    return when("院系 | length <= 7", paragraph(line, "Centred")) + when(
        "院系 | length > 7", paragraph(line, "TableCentre")
    )


def end(*, landscape: bool = False) -> str:
    """Return the section of a form."""
    return section(landscape=landscape, margins=MARGINS)


def fields(grid: Sequence[int], *pairs: tuple[str, str], small: bool = False, height: int = 0) -> str:
    """Return a row of titles and values in turn; the last value takes what is left of the grid."""
    cells: list[Cell] = []
    for title, value in pairs:
        cells += [Cell(title, "TableHead"), Cell(value, "SmallCentre" if small else "TableCentre")]
    left = len(grid) - len(cells)
    cells[-1] = Cell(cells[-1].text, cells[-1].style, span=1 + left)
    return row(cells, grid, height=height)


def lines(field: str) -> str:
    """Return a text, each of its lines a paragraph; nothing but room to write where it is empty."""
    return each(f"段 in {field} | 段落", paragraph("{{ 段 }}", "TableIndent")) + when(
        f"not {field}", paragraph(style="TableIndent")
    )


def told(grid: Sequence[int], title: str, field: str, height: int) -> str:
    """Return a row with a title at the left and a text, or room to write, at the right; a long text goes on overleaf."""
    cells = [Cell(title, "TableHead"), Cell(content=lines(field), span=len(grid) - 1, align="top")]
    return row(cells, grid, height=height, breaks=True)


def opinion(grid: Sequence[int], title: Sequence[str], signature: str, *, field: str = "", height: int = 1500) -> str:
    """Return a row with an opinion, or blank room for one, over signature and date."""
    content = lines(field) if field else paragraph(style="TableIndent")
    return row(
        [
            Cell(content="".join(paragraph(line, "TableHead") for line in title)),
            Cell(
                content=content
                + paragraph(signature, "OpinionSigned")
                + paragraph("　　　　年　　月　　日", "OpinionSigned"),
                span=len(grid) - 1,
                align="bottom",
            ),
        ],
        grid,
        height=height,
    )


def caption(text: str, grid: Sequence[int]) -> str:
    """Return a shaded row that names what the rows under it are."""
    return row([Cell(text, "TableCaption", span=len(grid), shaded=True)], grid, header=True)


def heads(titles: Sequence[str], grid: Sequence[int], style: str = "SmallHead") -> str:
    """Return the row of column titles, repeated on every page."""
    return row([Cell(title, style) for title in titles], grid, header=True)


_SIGNED = ((14, 4640), (23, 7400))
"""Characters of a signature, and the width of its block: a date of usual length, centred in the first, ends four characters from
the right (GB/T 9704-2012 7.3.5.1); a longer name takes what it needs, and is not broken."""


_NAMED = {"TableCentre": 12}
"""Points of a signature, 3号 if not named."""


def signed_by(name: str, day: str, style: str = "Centred", *, above: str = "") -> str:
    """Return issuer and date at the right, the date under the middle of the name; ``above`` stands over them."""
    lines = above + paragraph(f"{{{{ {name} }}}}", style) + paragraph(f"{{{{ {day} | 日期 }}}}", style)
    found, least = "", 0
    for most, width in _SIGNED:
        condition = f"{least} < {name} | length <= {most}" if least else f"{name} | length <= {most}"
        found += when(condition, together(lines, width=width, indent=WIDTH - width))
        least = most
    one = above + paragraph(one_line(name, WIDTH, _NAMED.get(style, 16)), style)
    return found + when(f"{name} | length > {least}", together(one + paragraph(f"{{{{ {day} | 日期 }}}}", style)))


def leader(person: str) -> str:
    """Return a name for a narrow cell; that it is the leader's stands under it."""
    return paragraph(f"{{{{ {person}.姓名 }}}}", "SmallCentre") + when(
        f"{person}.是组长", paragraph("（组长）", "SmallCentre")
    )
