"""``doctor`` and ``schema``: the machine and the program itself."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli import streams
from docgen.cli.root import FILE, docgen, engine
from docgen.cli.words import Group, argument, common, option
from docgen.errors import DataError, ExitCode, InputError
from docgen.messages import N_, _


@docgen.command(help=N_("What works on this machine, and what to install."))
@option("--json", "as_json", is_flag=True, help=N_("For programs: JSON on stdout."))
@common
def doctor(as_json: bool) -> None:
    from dataclasses import asdict

    from docgen.doctor import examine

    checks = examine()
    if as_json:
        streams.write_json([asdict(check) for check in checks])
    for check in () if as_json else checks:
        mark = click.style("✓", fg="green") if check.ok else click.style("✗", fg="yellow")
        click.echo(f"{mark} {check.label}：{check.found}")
        if check.advice:
            click.echo(f"    {check.advice}")
    if any(check.needed and not check.ok for check in checks):
        raise click.exceptions.Exit(ExitCode.MISSING_DEPENDENCY)


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
