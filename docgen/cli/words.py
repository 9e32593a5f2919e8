"""Click in the user's language: help texts are message ids, translated when they are shown.

Decorators run at import, before ``--lang`` is known, so nothing may be translated there. Click's own sentences go
through the global gettext domain; :func:`speak` points that at docgen's catalogue, and the ids click uses are listed
here so that the catalogue holds them.
"""

from __future__ import annotations

import gettext
import inspect
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from docgen import messages
from docgen.messages import N_, _

_CLICK = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("Show this message and exit."),
    N_("Show the version and exit."),
    N_("[OPTIONS]"),
    N_("COMMAND [ARGS]..."),
    N_("required"),
    N_("default: {default}"),
    N_("Error: {message}"),
    N_("Aborted!"),
    N_("Try '{command} {option}' for help."),
    N_("No such command {name!r}."),
    N_("No such option: {name}"),
    N_("Missing command."),
    N_("Missing argument"),
    N_("Missing option"),
    N_("Missing parameter"),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("Option {name!r} requires an argument."),
    N_("Got unexpected extra argument ({args})"),
    N_("Got unexpected extra arguments ({args})"),
    N_("{value!r} is not a valid {number_type}."),
    N_("{name} {filename!r} does not exist."),
    N_("{name} {filename!r} is a directory."),
    N_("{name} {filename!r} is a file."),
    N_("{name} {filename!r} is not readable."),
    N_("File"),
    N_("Directory"),
    N_("Path"),
    N_("file"),
    N_("directory"),
    N_("path"),
)

F = TypeVar("F", bound=Callable[..., Any])


def speak(language: str) -> None:
    """Choose the language of docgen's and click's sentences."""
    messages.set_language(language)
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("docgen", str(Path(messages.__file__).parent / "locale"))
    gettext.textdomain("docgen")


def _choose(_context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    if value:
        speak(value)


class Option(click.Option):
    """An option whose help is a message id."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Translate the help where it is shown."""
        original = self.help
        self.help = _(original) if original else original
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = original


class Command(click.Command):
    """A command whose help is a message id; --lang, -v and --quiet may stand after it too."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Translate the help where it is shown."""
        if self.help:
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(_(inspect.cleandoc(self.help)))

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the first sentence in the user's language."""
        return _(inspect.cleandoc(self.help or "")).split("\n")[0].rstrip("。.")


class Group(Command, click.Group):
    """A group of such commands."""

    command_class = Command


def option(*names: str, **settings: Any) -> Callable[[F], F]:
    """Declare an option whose help is a message id."""
    return click.option(*names, cls=Option, **settings)


def common(function: F) -> F:
    """Add the options that every command has."""
    language = option(
        "--lang",
        type=click.Choice(messages.LANGUAGES),
        is_eager=True,
        expose_value=False,
        callback=_choose,
        help=N_("Language of what docgen says (default: the system's)."),
    )
    return language(function)
