"""What came of a run, as the user sees it: papers, what is still missing, the archive and its verdict, many departments.

Apart from :mod:`docgen.cli.terminal.show`, because the words here are those of values that take long to import: a
command asks for this module when it has something to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

import docgen
from docgen import Copy, Lack, Missing, Outcome, Output, Result, State
from docgen.cli.terminal.show import error, few, say, what_is_missing_is_made
from docgen.errors import DocgenError, ExitCode, PartialFailure
from docgen.messages import _, ngettext, words

if TYPE_CHECKING:
    from docgen import College, Department


def counted(done: Outcome) -> str:
    """Return how many papers are in which state."""
    counts = Counter(result.state for result in done.results)
    return "；".join(
        _("{state}: {n}").format(state=_(words.STATES[state]), n=counts[state]) for state in State if counts[state]
    )


def outcome(done: Outcome, output: Output) -> None:
    """Say what was made and where, and what was not and why."""
    click.echo(_("Papers: {counts}").format(counts=counted(done)))
    for result in done.broken:
        first, *rest = result.reason.split("\n")
        more = ngettext(" (and {n} more)", " (and {n} more)", len(rest)).format(n=len(rest)) if rest else ""
        click.echo(f"  {result.name}：{first}{more}")
    for result in done.results:
        if result.state is State.UNCHANGED and result.why:
            say(f"{result.name}：{'；'.join(result.why)}")
    if done.locked:
        say(
            _("Their scans are there, so they are locked as signed ({n}): {names}").format(
                n=len(done.locked), names="、".join(done.locked)
            )
        )
    if done.substitutes:
        faces = "、".join(f"{family} → {face}" for family, face in done.substitutes.items())
        say(_("Substitute fonts: {faces}").format(faces=faces))
    if done.engine:
        click.echo(_("Engine: {engine}").format(engine=done.engine))
    if done.copy is not Copy.DRAFT:
        if done.bundle:
            click.echo(
                _("{copy}: {path} ({pages} pages)").format(copy=done.copy, path=done.bundle, pages=done.bundle_pages)
            )
        for result in [one for one in done.results if one.pdf][:1]:
            assert result.pdf is not None
            click.echo(_("PDF files: {path}").format(path=result.pdf.parent))
        return
    click.echo(_("Word files: {path}").format(path=output.word))
    if any(result.pdf for result in done.results):
        click.echo(_("PDF files: {path}").format(path=output.pdf))
    if done.pictures:
        click.echo(_("Pictures: {path}").format(path=done.pictures[0].parent))
    if done.bundle:
        click.echo(_("Draft bundle: {path} ({pages} pages)").format(path=done.bundle, pages=done.bundle_pages))
    still_missing(done.missing)


def still_missing(found: Sequence[Missing]) -> None:
    """Say what is still missing for a complete archive: a line a lack and kind, the first few by name, the rest counted.

    Signatures, of which most papers want some, stand in one line, counted by kind.
    """
    if not found:
        return
    click.echo(_("Still missing for a complete archive (-v names all):"))
    lines: dict[tuple[Lack, str], list[str]] = {}
    where: dict[tuple[Lack, str], str] = {}
    for one in found:
        lines.setdefault((one.lack, one.title), []).append(one.paper.removesuffix(f"-{one.title}"))
        where[one.lack, one.title] = one.where
    unsigned = {title: len(papers) for (lack, title), papers in lines.items() if lack is Lack.SIGNATURE}
    for (lack, title), papers in lines.items():
        if lack is Lack.SIGNATURE:
            continue
        word, named = _(words.LACKS[lack]), few(papers, 5)
        cure = _("; to be written in {cell}").format(cell=where[lack, title]) if where[lack, title] else ""
        click.echo(f"  {word}：{title} {len(papers)}（{named}）{cure}")
    if unsigned:
        counts = "、".join(f"{title} {count}" for title, count in unsigned.items())
        click.echo("  " + _(words.LACKS[Lack.SIGNATURE]) + "：" + counts)


def foreseen(results: Iterable[Result]) -> None:
    """Say what would be done with each paper, and why."""
    for result in results:
        state = _("to be made") if result.state is State.MADE else _(words.STATES[result.state])
        click.echo(f"{result.name}  {state}")
        for reason in (*result.why, *filter(None, (result.reason,))):
            click.echo(f"    {reason}")


def archived(sealed: docgen.Archived) -> None:
    """Say where the archive is, and that it was read back."""
    if not sealed.is_new:
        click.echo(_("Archive: {path} (nothing new since it was sealed)").format(path=sealed.edition))
    else:
        click.echo(
            _("Archive: {path} ({items} items, {pages} pages)").format(
                path=sealed.edition, items=sealed.items, pages=sealed.pages
            )
        )
    if sealed.index.is_file():
        click.echo(_("Index page, opened by a double click: {path}").format(path=sealed.index))
    if sealed.handover_list:
        click.echo(_("To be signed when it is handed over: {path}").format(path=sealed.handover_list))
    for remark in sealed.remarks:
        say(f"  {remark}")
    verdict(sealed.verdict)
    say(_("Keep the digest on paper: docgen verify --expect tells by it whether this is still that archive."))


def verdict(found: docgen.Verdict) -> None:
    """Say what verify found, by the four qualities of DA/T 70-2018."""
    for quality in docgen.Quality:
        faults = found.of(quality)
        click.echo(
            _(words.QUALITIES[quality])
            + "："
            + (_("sound") if not faults else _("findings: {n}").format(n=len(faults)))
        )
        for fault in faults:
            click.echo(f"  {fault.grade} {fault.file}：{fault.message}")
    checked = "；".join(_(words.CHECKED.get(name, name)) + f" {count}" for name, count in found.checked.items())
    click.echo(_("Checked: {checked}").format(checked=checked))
    if found.digest:
        click.echo(_("Digest: {digest}").format(digest=found.digest))


def departments_foreseen(chosen: Sequence[Path], foresee: Callable[[Path], Outcome]) -> None:
    """Say of each department what would be made."""
    codes = []
    for path in chosen:
        click.echo(f"{path}：")
        try:
            foreseen(foresee(path).results)
            codes.append(ExitCode.OK)
        except DocgenError as trouble:
            error(trouble)
            codes.append(trouble.exit_code)
    _end(codes)


def departments(done: College) -> None:
    """Say what stands over all departments, and end as they did."""
    click.echo(_("Over all departments: {path}").format(path=done.folder))
    if done.index is not None:
        click.echo(_("Index page, opened by a double click: {path}").format(path=done.index))
    _end([one.code for one in done.departments])


def department(one: Department) -> None:
    """Say in a few lines what became of a department."""
    if one.outcome is not None:
        click.echo(f"{one.name}（{one.order.workbook}）：{counted(one.outcome)}")
        for result in one.outcome.broken:
            click.echo(f"  {result.name}：{result.reason.split(chr(10))[0]}")
    else:
        click.echo(f"{one.name}（{one.order.workbook}）")
    if one.archived is not None:
        click.echo(_("  Archive: {path}").format(path=one.archived.edition))
    if one.error is not None:
        error(one.error)


def _end(codes: Sequence[ExitCode]) -> None:
    """End as the departments did: all well, some not, or none."""
    failed = [code for code in codes if code is not ExitCode.OK]
    if not failed:
        return
    if len(failed) == len(codes) and ExitCode.PARTIAL not in failed:
        raise click.exceptions.Exit(max(failed))
    raise PartialFailure(
        _("{n} of {all} departments are not whole; the others are").format(n=len(failed), all=len(codes)),
        hint=what_is_missing_is_made(),
    )
