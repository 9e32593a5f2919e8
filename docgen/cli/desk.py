"""Opens the window: ``docgen desk``."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.root import FILE, engine, overwrite, program
from docgen.cli.terminal import show
from docgen.cli.terminal.translated import argument, option
from docgen.errors import InputError
from docgen.messages import N_, _


@program.command(
    help=N_(
        """Open the window (工作台): all of docgen in your own browser, on this machine alone.

        FOLDER is a semester's folder, or the one in which the semesters' folders lie (default: this one). The window stops
        by its button, or when its last page was closed a while ago.
        """
    )
)
@argument("folder", type=FILE, default=Path())
@option("--no-browser", is_flag=True, help=N_("Open no browser, only print the address."))
@option("--port", type=click.IntRange(0, 65535), default=0, help=N_("The port (default: one that is free)."))
@option("--shortcut", is_flag=True, help=N_("Only put a starter for this folder on the desktop."))
@overwrite
@engine
def desk(folder: Path, no_browser: bool, port: int, shortcut: bool, force: bool, engine: str) -> None:
    if not folder.is_dir():
        raise InputError(_("{path}: there is no such folder").format(path=folder))
    if shortcut:
        from docgen.desk.shortcut import put

        click.echo(_("Starter: {path}").format(path=put(folder.resolve(), force=force)))
        return
    from docgen.desk.serving import serve

    show.say(_("The window is open at this address, for this machine alone; Ctrl-C ends it:"))
    serve(folder.resolve(), port=port, tell=click.echo, engine=engine, browser=not no_browser)
