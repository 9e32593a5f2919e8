"""The command line: parse, call, print, exit. The only room that knows click.

Messages go to stderr, results to stdout; what goes wrong becomes one of the exit codes of :mod:`docgen.errors`.
"""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
from typing import TYPE_CHECKING

from docgen import isolated
from docgen.errors import DocgenError, ExitCode

if TYPE_CHECKING:
    import click

__all__ = ["commands", "main", "run"]


class Stopped(KeyboardInterrupt):
    """Somebody asked docgen to stop: with Ctrl-C, or by a polite kill.

    Not KeyboardInterrupt itself: where that leaves a text given to exec(), as dataclasses write them, Python remembers it and
    at last ends ``python -m docgen`` by SIGINT, whatever exit code docgen has given meanwhile.
    """


def main() -> None:
    """Run docgen as a program."""
    if sys.argv[1:] == [isolated.CHILD]:
        isolated.begin()
    gc.set_threshold(isolated.NEW_VALUES)
    atexit.register(gc.freeze)  # Python, at its end, would look through everything once more
    ending = _Ending()
    try:
        ending.listen()
        ending.code = run(sys.argv[1:])
    except KeyboardInterrupt:  # so early that nothing was begun, not even the choice of a language; or a second time
        ending.code = ExitCode.INTERRUPTED
    sys.exit(ending.code)


class _Ending:
    """Takes a polite kill as Ctrl-C, so that no child outlives us; once all is done, either only hastens the end."""

    code: int | None = None

    def listen(self) -> None:
        atexit.register(self._deafen)  # begun first, called last
        for number in (signal.SIGINT, signal.SIGTERM):
            if (
                signal.getsignal(number) is not signal.SIG_IGN
            ):  # whoever started us, a script in the background, wants it so
                signal.signal(number, self._asked)

    def _deafen(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(number) == self._asked:
                signal.signal(number, signal.SIG_IGN)  # Python, at its end, would be killed by it and give no code

    def _asked(self, _number: int, _frame: object) -> None:
        if self.code is None:
            raise Stopped
        os._exit(self.code)


def commands() -> click.Group:
    """Return the root command with all others under it: each stands in the file of its name, and registers itself."""
    from importlib import import_module
    from pkgutil import iter_modules

    for one in iter_modules(__path__):
        import_module(f"{__name__}.{one.name}")
    from docgen.cli.root import program

    return program


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code; nothing but a bug leaves a traceback."""
    import click

    from docgen.cli.terminal import streams, translated
    from docgen.messages import _

    streams.go_on_unheard()
    streams.let_everything_through()
    translated.speak(translated.asked(arguments))
    translated.tell(everything=False)
    if not _can_name_papers():
        from docgen.cli.terminal import show
        from docgen.errors import MachineError

        translated.speak("en")  # what cannot be in a name could not be read here either
        place = _("the system's language settings (LANG, LC_ALL) allow no Chinese in names of files")
        show.error(
            MachineError(place, hint=_("Set LANG=C.UTF-8 and take LC_ALL away, then run the same command again."))
        )
        return ExitCode.MACHINE
    try:
        # Not standalone, click hands an Exit's code back as the result; commands themselves return nothing.
        return int(commands().main(arguments, prog_name="docgen", standalone_mode=False) or ExitCode.OK)
    except click.UsageError as usage:
        usage.show()
        if whole := translated.example(usage):
            hint = _("Type for example: {command}").format(command=whole)
            click.echo(_("What to do: {hint}").format(hint=hint), err=True)
        return ExitCode.USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo(_("Stopped. What was finished is whole; run the same command again to go on."), err=True)
        return ExitCode.INTERRUPTED
    except DocgenError as trouble:
        from docgen.cli.terminal import show

        show.error(trouble)
        return trouble.exit_code
    except OSError as error:
        from docgen.cli.terminal import show
        from docgen.errors import output_error

        unwritten = output_error(error)
        show.error(unwritten)
        return unwritten.exit_code


def _can_name_papers() -> bool:
    try:
        return bool(os.fsencode("台账"))
    except UnicodeEncodeError:
        return False
