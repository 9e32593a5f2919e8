"""The root command, and the options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

from docgen import __version__
from docgen.cli.words import Group, Option, argument, common, option
from docgen.messages import N_

FILE = click.Path(path_type=Path)
ENGINES = click.Choice(["auto", "embedded", "libreoffice"])


@click.group(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=N_("A semester's paperwork from one workbook: checked, filled into Word, turned into PDF, bundled, archived."),
)
@click.version_option(__version__, message="docgen %(version)s", cls=Option, help=N_("Show the version and exit."))
@common
def docgen() -> None: ...


workbook = argument("workbook", type=FILE)
workbooks = argument("workbooks", type=FILE, nargs=-1, required=True)
quiet = option("--quiet", is_flag=True, help=N_("Say nothing but errors and results."))
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
