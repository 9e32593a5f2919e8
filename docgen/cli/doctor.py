"""Says what works on this machine: ``docgen doctor``."""

from __future__ import annotations

import click

import docgen
from docgen.cli.root import as_json, program
from docgen.cli.terminal import streams
from docgen.errors import ExitCode
from docgen.messages import N_


@program.command(help=N_("What works on this machine, and what to install."))
@as_json
def doctor(as_json: bool) -> None:
    from dataclasses import asdict

    checks = docgen.diagnose()
    if as_json:
        streams.write_json([asdict(check) for check in checks])
    for check in () if as_json else checks:
        mark = click.style("✓", fg="green") if check.ok else click.style("✗", fg="yellow")
        click.echo(f"{mark} {check.label}：{check.found}")
        if check.advice:
            click.echo(f"    {check.advice}")
    if any(check.needed and not check.ok for check in checks):
        raise click.exceptions.Exit(ExitCode.MISSING_DEPENDENCY)
