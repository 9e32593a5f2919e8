"""Click in the user's language: help texts are message ids, translated when they are shown.

Decorators run at import, before ``--lang`` is known, so nothing may be translated there. Click's own sentences go
through the global gettext domain; :func:`speak` points that at docgen's catalogue, and the ids click uses are listed
here so that the catalogue holds them.
"""

from __future__ import annotations

import gettext
import inspect
import logging
import os
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import click

from docgen import messages
from docgen.cli.terminal.help_layout import Context
from docgen.messages import N_, NN_, _

_CLICK = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("Show this message and exit."),
    N_("Show the version and exit."),
    N_("required"),
    N_("default: {default}"),
    N_("Error: {message}"),
    N_("Aborted!"),
    N_("Try '{command} {option}' for help."),
    N_("No such command {name!r}."),
    N_("No such option {name!r}."),
    N_("No such option: {name}"),
    N_("Missing command."),
    N_("Missing argument"),
    N_("Missing option"),
    N_("Missing parameter"),
    N_("Missing parameter: {param_name}"),
    N_("Choose from:\n\t{choices}"),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("Option {name!r} does not take a value."),
    NN_("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    NN_("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    NN_("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    NN_("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    N_("{value!r} is not a valid {number_type}."),
    N_("{value} is not in the range {range}."),
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

_PLACES = (
    N_("OPTIONS"),
    N_("COMMAND"),
    N_("ARGS"),
    N_("WORKBOOK"),
    N_("WORKBOOKS"),
    N_("FOLDER"),
    N_("ARCHIVE"),
    N_("KIND"),
    N_("DATA"),
    N_("NO"),
    N_("PERSON"),
    N_("NUMBER"),
    N_("NAME"),
    N_("PATH"),
    N_("TEXT"),
    N_("INTEGER RANGE"),
)
"""The words in capitals that stand for what the user writes there."""
_PLACE = re.compile("|".join(sorted(_PLACES, key=len, reverse=True)))

F = TypeVar("F", bound=Callable[..., Any])


def speak(language: str) -> None:
    """Choose the language of docgen's and click's sentences."""
    messages.set_language(language)
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("docgen", str(Path(messages.__file__).parent / "locale"))
    gettext.textdomain("docgen")


def asked(arguments: list[str]) -> str:
    """Return the language that a command line asks for, so that even its own faults are said in it."""
    for word, following in pairwise([*arguments, ""]):
        choice = following if word == "--lang" else word.removeprefix("--lang=")
        if choice in messages.LANGUAGES and word.startswith("--lang"):
            return choice
    return messages.default_language()


def _places(metavar: str) -> str:
    return _PLACE.sub(lambda found: _(found[0]), metavar)


def _choose(_context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    if value:
        speak(value)


def _tell_all(_context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        tell(everything=True)


def tell(*, everything: bool) -> None:
    """Let the program's own log be written on standard error, or not."""
    log = logging.getLogger("docgen")
    log.setLevel(logging.INFO if everything else logging.WARNING)
    log.handlers = [logging.StreamHandler()] if everything else []


def is_everything_told() -> bool:
    """Whether all details are to be told: ``-v``."""
    return logging.getLogger("docgen").isEnabledFor(logging.INFO)


def _is_too_long(name: str) -> bool:
    return len(os.fsencode(name) if os.name == "posix" else name) > 255  # as all the usual file systems have it


class Readable(click.Parameter):
    """A parameter whose text is text: what is none in UTF-8 can be a path only."""

    def type_cast_value(self, ctx: click.Context, value: Any) -> Any:
        """Refuse a text that no paper, workbook or ledger could hold, and a name that no file could have."""
        found = super().type_cast_value(ctx, value)
        for one in found if isinstance(found, tuple) else (found,):
            if isinstance(one, str) and not one.isascii() and one.encode("utf-8", "ignore").decode() != one:
                raise click.BadParameter(_("it is no text in UTF-8"), ctx=ctx, param=self)
            if isinstance(one, Path) and any(map(_is_too_long, one.parts)):
                raise click.BadParameter(_("no file or folder can have so long a name"), ctx=ctx, param=self)
        return found


class Option(Readable, click.Option):
    """An option whose help is a message id."""

    def make_metavar(self, ctx: click.Context) -> str:
        """Name what is to be written there in the user's language."""
        return _places(super().make_metavar(ctx))

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Translate the help where it is shown."""
        original = self.help
        self.help = _(original) if original else original
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = original


class Argument(Readable, click.Argument):
    """An argument whose name in capitals is a message id."""

    def make_metavar(self, ctx: click.Context) -> str:
        """Name what is to be written there in the user's language."""
        return _places(super().make_metavar(ctx))


_EVERYWHERE = (
    Option(
        ["--lang"],
        type=click.Choice(messages.LANGUAGES),
        is_eager=True,
        expose_value=False,
        callback=_choose,
        help=N_("Language of what docgen says (default: the system's)."),
    ),
    Option(
        ["-v", "--verbose"],
        is_flag=True,
        expose_value=False,
        callback=_tell_all,
        help=N_("Say all that is done: each step's time, each paper and why, each fault, everything that is missing."),
    ),
)
"""What every command can be told, after its own options."""


class Command(click.Command):
    """A command whose help is a message id; --lang may stand after it too."""

    context_class = Context

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.params += _EVERYWHERE

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Name what is to be written where in the user's language; an option that must be there stands there, too."""
        wanted = [f"{one.opts[-1]} {one.make_metavar(ctx)}" for one in self.params if _is_wanted(one)]
        return [*(_places(piece) for piece in super().collect_usage_pieces(ctx)), *wanted]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Translate the help where it is shown: click does so when it first parses, before --lang is known."""
        found = super().get_help_option(ctx)
        if found is not None:
            found.help = _("Show this message and exit.")
        return found

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Translate the help where it is shown."""
        if self.help:
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(_said(self.help))

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the first sentence in the user's language."""
        return _said(self.help or "").split("\n")[0].rstrip("。.")


_EXAMPLES = {
    "archive": "归档",
    "data": "agreement.yaml",
    "file": "plan.docx",
    "folder": "回收",
    "init folder": "2009-2010-1 --semester 2009-2010-1",
    "kind": "共勉协议书",
    "name": "G01-共勉协议书",
    "new": "新.docx",
    "no": "G01",
    "number": "影艺共勉〔2009〕3号",
    "old": "旧.docx",
    "out": "登记簿副本.db",
    "person": "周砚秋",
    "roster": "花名册.xlsx",
    "source": "数据.xlsx",
    "text": "周砚秋",
    "void why": "号码重复登记",
    "why": "签错了小组",
    "workbook": "2009-2010-1",
}
"""What may stand where something must, by the name of the argument or option; ahead of it the command's, if only there."""


def example(usage: click.UsageError) -> str:
    """Return the command as it may be typed whole, where something that must be there is missing; else ``""``."""
    if usage.ctx is None or not isinstance(usage, click.MissingParameter):
        return ""
    pieces = [usage.ctx.command_path]
    for one in usage.ctx.command.params:
        if one.required:
            pieces += one.opts[-1:] if _is_wanted(one) else ()
            pieces.append(_EXAMPLES.get(f"{usage.ctx.info_name} {one.name}") or _EXAMPLES[str(one.name)])
    return " ".join(pieces)


def _is_wanted(one: click.Parameter) -> bool:
    return isinstance(one, click.Option) and one.required


def _said(help_text: str) -> str:
    # The message id is the text as it stands in the source, indentation and all.
    return inspect.cleandoc(_(help_text)) if help_text else ""


class CommandGroup(Command, click.Group):
    """A group of such commands."""

    command_class = Command
    group_class = type


def argument(*names: str, **settings: Any) -> Callable[[F], F]:
    """Declare an argument whose name is shown in the user's language."""
    return click.argument(*names, cls=Argument, **settings)


def option(*names: str, **settings: Any) -> Callable[[F], F]:
    """Declare an option whose help is a message id."""
    return click.option(*names, cls=Option, **settings)
