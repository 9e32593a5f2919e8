"""Describes an activity in files: ``docgen activity``."""

from __future__ import annotations

from pathlib import Path

import click

import docgen
from docgen.cli.root import FILE, program
from docgen.cli.terminal import show
from docgen.cli.terminal.translated import argument, option
from docgen.errors import ExitCode
from docgen.messages import N_, _, typed


@program.group(help=N_("An activity described in files: one activity.toml and its templates."))
def activity() -> None: ...


@activity.command(
    help=N_("Begin an activity from a workbook that is there: sheets, columns and types are guessed and shown.")
)
@argument("folder", type=FILE)
@option("--from", "source", type=FILE, required=True, help=N_("The workbook (.xlsx, .xls, .ods) with its tables."))
@option("--name", default="", help=N_("What the activity is called (default: as the folder)."))
def new(folder: Path, source: Path, name: str) -> None:
    begun = docgen.begin_activity(folder, source, name=name)
    for sheet in dict.fromkeys(one.sheet for one in begun.columns):
        click.echo(_("{sheet} (papers are filed by it)").format(sheet=sheet) if sheet == begun.unit else sheet)
        for one in begun.columns:
            if one.sheet == sheet:
                was = f"{one.was} → {one.title}" if one.was != one.title else one.title
                private = f" · {one.said['private']}" if "private" in one.said else ""
                click.echo(f"  {was}：{one.kind}{private}（{one.why}）")
    click.echo(_("Templates: {names}").format(names="、".join(begun.templates)))
    show.say(_("Correct what was guessed wrongly in {path}, then:").format(path=begun.folder / "activity.toml"))
    show.say(f"  docgen activity lint {typed(begun.folder)}")
    folder_for_it = _("FOLDER")
    show.say(f"  docgen init {folder_for_it} --semester 2026-2027-1 --activity {typed(begun.folder)}")


@activity.command(help=N_("The reference of an activity as Markdown: sheets, columns, rules, papers, figures."))
@argument("folder", type=FILE)
@option("-o", "--out", type=FILE, help=N_("Write it into this file."))
@option("--force", is_flag=True, help=N_("Write over a file that is there."))
def doc(folder: Path, out: Path | None, force: bool) -> None:
    text = docgen.describe_activity(folder, target=out, force=force)
    if out is None:
        click.echo(text, nl=False)


@activity.command(help=N_("Check an activity's file and templates: everything that is wrong, each at its place."))
@argument("folder", type=FILE)
def lint(folder: Path) -> None:
    found = docgen.lint_activity(folder)
    for fault in found:
        click.echo(str(fault))
    if not all(fault.is_remark for fault in found):
        raise click.exceptions.Exit(ExitCode.DATA)
    if not found:
        click.echo(_("No problem found."))
