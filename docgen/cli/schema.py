"""Writes the JSON Schemas of the papers: ``docgen schema``."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.root import FILE, docgen
from docgen.cli.terminal.words import Group, argument, common, option
from docgen.errors import DataError
from docgen.messages import N_, _


@docgen.group(cls=Group, help=N_("The JSON Schemas of the papers."))
@common
def schema() -> None: ...


@schema.command(help=N_("Write schemas/<stem>.schema.json from the models."))
@argument("folder", type=FILE, required=False)
@option("--check", "only_check", is_flag=True, help=N_("Write nothing; exit 3 when a file has drifted."))
@common
def export(folder: Path | None, only_check: bool) -> None:
    from docgen import outgoing, resources
    from docgen.documents import schemas

    target = folder or resources.schemas()
    if not only_check:
        outgoing.folder(target)
    stale = schemas.drifted(target) if only_check else schemas.export(target)
    for path in stale:
        click.echo(path)
    if only_check and stale:
        raise DataError(_("the schemas differ from the models"), hint=_("Run docgen schema export."))
