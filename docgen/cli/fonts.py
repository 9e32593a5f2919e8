"""Says which fonts are asked for and which are drawn: ``docgen fonts``."""

from __future__ import annotations

from pathlib import Path

import click

import docgen
from docgen.cli.root import FILE, as_json, engine, program
from docgen.cli.terminal import streams
from docgen.cli.terminal.translated import argument
from docgen.messages import N_, _


@program.command(help=N_("The fonts: what each template asks for, what this machine gives, what the PDFs embed."))
@argument("template", type=FILE, nargs=-1, required=False)
@engine
@as_json
def fonts(template: tuple[Path, ...], engine: str, as_json: bool) -> None:
    from dataclasses import asdict

    found = docgen.embedded_fonts(template, engine=engine)
    if as_json:
        streams.write_json([asdict(one) for one in found])
        return
    for one in found:
        click.echo(one.template)
        for asked in one.asked:
            if asked.real is not None:
                click.echo(f"  {asked.family} → {asked.real}")
            else:
                click.echo(
                    "  " + _("{family} → {instead} (substitute)").format(family=asked.family, instead=asked.instead)
                )
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
