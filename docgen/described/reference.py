"""The reference of an activity as Markdown: its sheets with their columns, rules, papers and figures, as its file says them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from docgen.described.declared import ColumnSaid, Declared, PaperSaid, RuleSaid, SheetSaid
from docgen.described.rows import LINES
from docgen.messages import N_, _, language

_TYPES = {
    "text": N_("text"),
    "long": N_("sentences"),
    "id": N_("number, as text"),
    "code": N_("code, as text"),
    "name": N_("name"),
    "phone": N_("phone"),
    "date": N_("date"),
    "count": N_("whole number"),
    "number": N_("number"),
    "yes": N_("yes or no"),
}
_PRIVATE = {
    "no": "",
    "public": N_("not in public copies"),
    "outside": N_("in no copy that leaves"),
    "secret": N_("stays in the department"),
}


def reference(declared: Declared) -> str:
    """Return the page, in the language in use."""
    parts = [f"# {declared.activity.name}", declared.activity.about]
    parts.append(_("Papers are filed by the rows of {sheet}.").format(sheet=declared.activity.unit))
    parts.append(_heading(_("Sheets")))
    for title, said in declared.sheet.items():
        parts += _sheet(title, said, declared)
    if declared.settings:
        parts.append(_heading(_("Settings")))
        parts.append(_table((_("name"), _("default")), [(one, str(value)) for one, value in declared.settings.items()]))
    if declared.rule:
        parts.append(_heading(_("Rules")))
        head = (_("no."), _("at"), "", _("what is said"), _("what must hold"), _("basis"))
        parts.append(_table(head, [_rule(one) for one in declared.rule]))
    if declared.paper:
        parts.append(_heading(_("Papers")))
        for paper in declared.paper:
            parts += _paper(paper)
    if declared.figure:
        parts.append(_heading(_("Figures")))
        titles = (_("section"), _("name"), _("value"), _("as a share of"))
        rows = [(one.section, one.name, _code(one.value), _code(one.of)) for one in declared.figure]
        parts.append(_table(titles, rows))
    return "\n\n".join(part for part in parts if part) + "\n"


def _sheet(title: str, said: SheetSaid, declared: Declared) -> Iterator[str]:
    yield f"### {title}"
    if said.key:
        yield _("Key: {columns}").format(columns="、".join(said.key))
    if title == LINES:
        yield _("Beside the lines that every activity has:")
    if said.columns:
        head = (_("column"), _("what it holds"), _("required"), _("who sees it"), _("note"))
        yield _table(head, [_column(name, one, declared) for name, one in said.columns.items()])
    if said.values:
        yield _table((_("reckoned"), _("how")), [(name, _code(source)) for name, source in said.values.items()])


def _column(name: str, one: ColumnSaid, declared: Declared) -> tuple[str, ...]:
    several, example = _(" (several)"), _("for example {example}").format(example=one.example)
    if one.to:
        what = _("refers to {sheet}").format(sheet=one.to) + (several if one.many else "")
    elif words := one.words or declared.words.get(one.list, ()):
        what = " / ".join(words)
    else:
        what = _(_TYPES[one.type])
    private = _PRIVATE[one.private]
    form = _("filled in on the form of each row of {unit}").format(unit=declared.activity.unit)
    note = "；".join(filter(None, (one.note, example if one.example else "", form if one.filled == "unit" else "")))
    return (name, what, _("yes") if one.required else "", _(private) if private else "", note)


def _rule(one: RuleSaid) -> tuple[str, ...]:
    message = one.message_en if language() == "en" and one.message_en else one.message
    holds = _("no value stands twice") if one.unique else _code(one.must)
    if one.when:
        holds = _("where {condition}: {holds}").format(condition=_code(one.when), holds=holds)
    return (one.no, f"{one.sheet} {'、'.join(one.columns)}", one.level, message, holds, one.source)


def _paper(one: PaperSaid) -> Iterator[str]:
    yield f"### {one.title}"
    said = [
        (_("template"), f"{one.stem}.docx"),
        (_("one for each row of"), one.per if one.per != LINES else _("the semester")),
        (_("made where"), _code(one.when)),
        (_("signed by"), "、".join(one.signers)),
        (_("pages"), f"{one.pages[0]}–{one.pages[1]}"),
        (_("retention"), one.retention),
        (_("public copy has"), "、".join(one.public)),
        (_("who sees it"), _(_PRIVATE[one.private]) if _PRIVATE[one.private] else ""),
        (_("its data"), "、".join(one.data)),
    ]
    yield "\n".join(f"- {name}：{value}" for name, value in said if value)


def _heading(text: str) -> str:
    return f"## {text}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(one) for one in line)} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _code(source: str) -> str:
    return f"`{source}`" if source else ""
