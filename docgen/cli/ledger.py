"""``ledger``: what was issued and made, why something would be made anew, and whether the book is whole."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import click

import docgen
from docgen.cli.root import FILE, at, engine, overwrite, program, templates
from docgen.cli.terminal import show
from docgen.cli.terminal.translated import argument, option
from docgen.errors import InputError, LedgerError
from docgen.messages import N_, _, ngettext, words

_SHORT = 40
"""Characters of a particular that are shown."""
_HASH = re.compile("[0-9a-f]{64}")
"""What is for programs: nobody reads it."""


@program.group(help=N_("The ledger: numbers, papers and what happened to them."))
def ledger() -> None: ...


@ledger.command("list", help=N_("List filing numbers, void ones too, and the papers made from this workbook."))
@at
def list_(workbook: Path) -> None:
    for one in docgen.register(workbook):
        void = _("void: {why}").format(why=one.void_because) if one.void_because else ""
        click.echo(f"{one.term}  {one.text}  {one.group}  {void}".rstrip())
    for paper in docgen.listed(workbook):
        state = _("signed") if paper.is_signed else ""
        times = paper.printed
        copies = ngettext("printed {n} time", "printed {n} times", times).format(n=times) if times else ""
        marks = "  ".join(filter(None, (_("{pages} pages").format(pages=paper.pages), state, copies, paper.scan)))
        click.echo(f"{paper.term}  {paper.name}  {marks}")


@ledger.command("show", help=N_("Show all that happened to a paper, a number or a group, in order."))
@argument("name")
@at
def show_(name: str, workbook: Path) -> None:
    found = docgen.history(workbook, name)
    if not found:
        raise InputError(
            _("the ledger knows nothing of {name}").format(name=name),
            hint=_("docgen ledger list names what was made."),
        )
    for one in found:
        what = _(words.EVENTS.get(one.what, one.what))
        click.echo(f"{one.number:>6}  {_here(one.at)}  {what}  {_detail(one.detail, name)}")


def _here(at: str) -> str:
    """Return a moment by the clock on the wall here; the ledger keeps the world's."""
    return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")


def _detail(text: str, about: str) -> str:
    """Say an event's particulars in one line: of long lists only how many, and what was asked about."""
    import json

    said = []
    for value in json.loads(text).values():
        parts = [f"{key} {inner}" for key, inner in value.items()] if isinstance(value, dict) else value
        if isinstance(parts, list):
            near = [part for part in parts if about in part]
            more = len(parts) - len(near)
            said += [*near, *([_("and {count} more").format(count=more)] if more else [])]
        elif not _HASH.fullmatch(str(parts)):
            said.append(str(parts)[:_SHORT])
    return " · ".join(said)


@ledger.command(help=N_("Say what would be made anew, and why; only one paper when NAME is given."))
@argument("name", required=False)
@option("-o", "--out", type=FILE, help=N_("Output folder (default: out beside the workbook)."))
@at
@engine
@templates
def why(name: str | None, out: Path | None, workbook: Path, engine: str, templates: Path | None) -> None:
    from docgen.cli.terminal import outcomes

    results = docgen.build(workbook, out=out, engine=engine, templates=templates, dry_run=True).results
    chosen = [one for one in results if name in (None, one.name)]
    if not chosen:
        raise InputError(
            _("no paper {name} is made from this workbook").format(name=name),
            hint=_("docgen ledger list names what was made."),
        )
    outcomes.foreseen(chosen)


@ledger.command(help=N_("Check that the ledger is whole: the file itself, and the chain of what happened."))
@at
def verify(workbook: Path) -> None:
    found = docgen.check_ledger(workbook)
    for fault in found.faults:
        click.echo(fault)
    if found.faults:
        raise LedgerError(
            _("{path}: the ledger is not whole").format(path=found.path),
            hint=_("Put back a copy of it, or run docgen ledger rebuild."),
        )
    click.echo(_("{path}: whole, {events} events").format(path=found.path, events=found.events))


@ledger.command(help=N_("Make a lost or damaged ledger anew from the workbook, the signed papers and the archive."))
@at
def rebuild(workbook: Path) -> None:
    done = docgen.rebuild_ledger(workbook)
    if done.aside is not None:
        click.echo(_("The old ledger stands aside: {path}").format(path=done.aside))
    if done.base is not None:
        click.echo(_("Begun as a copy of the earlier semester's ledger: {path}").format(path=done.base))
    if done.taken_back is not None:
        click.echo(_("In use again, for this one is gone: {path}").format(path=done.taken_back))
        show.say(
            _("Numbers that were given there are not known here. Keep what was printed or signed there out of use.")
        )
        return
    click.echo(
        _("Restored: {numbers} filing numbers, {signed} signed papers, {items} archive numbers").format(
            numbers=done.numbers, signed=done.signed, items=done.items
        )
    )
    show.say(_("The next docgen build makes all papers anew and records them."))


@ledger.command("write-back", help=N_("Write the issued filing numbers into a copy of the workbook."))
@option("-o", "--out", type=FILE, required=True, help=N_("The copy to write."))
@at
@overwrite
def write_back(out: Path, workbook: Path, force: bool) -> None:
    written = docgen.write_numbers(workbook, out, force=force)
    click.echo(_("{n} numbers written: {path}").format(n=written, path=out))
