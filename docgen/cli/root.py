"""The root command, and the options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

import docgen
from docgen.cli.terminal.translated import CommandGroup, Option, argument, option
from docgen.messages import N_

FILE = click.Path(path_type=Path)
ENGINES = click.Choice(["auto", "embedded", "libreoffice"])


@click.group(
    "docgen",
    cls=CommandGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=N_("A semester's paperwork from one workbook: checked, filled into Word, turned into PDF, bundled, archived."),
)
@click.version_option(
    docgen.__version__, message="docgen %(version)s", cls=Option, help=N_("Show the version and exit.")
)
def program() -> None: ...


def _workbook_here(_context: click.Context, _parameter: click.Parameter, value: Path | None) -> Path:
    return docgen.find_workbook(value)


def _workbooks_here(_context: click.Context, _parameter: click.Parameter, value: tuple[Path, ...]) -> tuple[Path, ...]:
    return docgen.find_workbooks(value or (docgen.find_workbook(),))


workbook = argument("workbook", type=FILE, required=False, callback=_workbook_here)
"""A semester's workbook, or its folder; without it that of the current folder."""
workbook_first = argument("workbook", type=FILE, callback=_workbook_here)
"""The same where something must follow it."""
workbooks = argument("workbooks", type=FILE, nargs=-1, callback=_workbooks_here)
at = option(
    "--workbook",
    type=FILE,
    callback=_workbook_here,
    help=N_("The semester's workbook, or its folder (default: the one in this folder)."),
)
overwrite = option("--force", is_flag=True, help=N_("Write over a file that is there already, whoever made it."))
as_json = option("--json", "as_json", is_flag=True, help=N_("For programs: JSON on stdout."))
quiet = option("--quiet", is_flag=True, help=N_("Say nothing but errors and results."))
kinds = option(
    "--only",
    "kinds",
    multiple=True,
    metavar="KIND",
    help=N_("Only this kind of paper, by stem or title; may be repeated."),
)
groups = option("--group", "groups", multiple=True, metavar="NO", help=N_("Only this group; may be repeated."))
target = option(
    "-o", "--out", "target", type=FILE, help=N_("Write a new workbook instead (default: in place, with a backup).")
)
jobs = option(
    "--jobs", type=click.IntRange(0, 64), default=0, help=N_("Processes at once (default: one for each core).")
)
engine = option(
    "--engine", type=ENGINES, default="auto", help=N_("What makes the PDFs (default: LibreOffice if it is there).")
)
templates = option("--templates", type=FILE, help=N_("Folder with your own .docx templates."))
cluster = option(
    "--cluster", default="", metavar="ADDRESS", help=N_("Let a Dask cluster make the papers: tcp://scheduler:8786.")
)
