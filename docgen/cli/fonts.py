"""Says which fonts are asked for and which are drawn: ``docgen fonts``."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.root import FILE, docgen, engine
from docgen.cli.terminal import streams
from docgen.cli.terminal.words import argument, common, option
from docgen.errors import InputError
from docgen.messages import N_, _


@docgen.command(help=N_("The fonts: what each template asks for, what this machine gives, what the PDFs embed."))
@argument("template", type=FILE, nargs=-1, required=False)
@engine
@option("--json", "as_json", is_flag=True, help=N_("For programs: JSON on stdout."))
@common
def fonts(template: tuple[Path, ...], engine: str, as_json: bool) -> None:
    from dataclasses import asdict

    from docgen import resources
    from docgen.convert.typefaces import examine
    from docgen.fonts import drawn_with

    paths = template or tuple(sorted(resources.templates().glob("*.docx")))
    for path in paths:
        if not path.is_file():
            raise InputError(_("{path}: there is no such file").format(path=path))
    found = examine({path.name: path.read_bytes() for path in paths}, engine)
    if as_json:
        streams.write_json([asdict(one) for one in found])
        return
    for one in found:
        click.echo(one.template)
        for asked in one.asked:
            if asked.real is not None:
                click.echo(f"  {asked.family} → {asked.real}")
            else:
                instead = drawn_with(asked.drawn)
                click.echo("  " + _("{family} → {instead} (substitute)").format(family=asked.family, instead=instead))
        click.echo("  " + _("in the PDF: {names}").format(names=one.fault or "、".join(one.embedded)))
        if one.loose:
            click.echo("  " + _("named there and not embedded: {names}").format(names="、".join(one.loose)))
    if any(asked.real is None for one in found for asked in one.asked):
        click.echo(
            _(
                "Substitutes are drawn where the real font is not on this machine. To use it, install it, or put it into a "
                "folder and name that folder in DOCGEN_FONTS."
            ),
            err=True,
        )
