"""The command line: parse, call, print, exit. The only room that knows click.

Messages go to stderr, results to stdout; what goes wrong becomes one of the exit codes of :mod:`docgen.errors`.
"""

from __future__ import annotations

import signal
import sys
import threading

from docgen import isolated
from docgen.errors import DocgenError, ExitCode

__all__ = ["main", "run"]


def main() -> None:
    """Run docgen as a program."""
    if sys.argv[1:] == [isolated.CHILD]:
        isolated.begin()
    try:
        code = run(sys.argv[1:])
    except KeyboardInterrupt:  # so early that nothing was begun, not even the choice of a language
        code = ExitCode.INTERRUPTED
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code; nothing but a bug leaves a traceback."""
    import click

    from docgen.cli.commands import program
    from docgen.cli.terminal import streams, words
    from docgen.messages import _

    streams.go_on_unheard()
    streams.let_everything_through()
    _stop_when_terminated()
    words.speak(words.asked(arguments))
    words.tell(everything=False)
    try:
        # Not standalone, click hands an Exit's code back as the result; commands themselves return nothing.
        return int(program.main(arguments, prog_name="docgen", standalone_mode=False) or ExitCode.OK)
    except click.UsageError as usage:
        usage.show()
        return ExitCode.USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo(_("Stopped. What was finished is whole; run the same command again to go on."), err=True)
        return ExitCode.INTERRUPTED
    except DocgenError as trouble:
        from docgen.cli.terminal import show

        show.error(trouble)
        return trouble.exit_code
    except OSError as error:
        from pathlib import Path

        from docgen.cli.terminal import show
        from docgen.errors import output_error

        unwritten = output_error(error, Path(str(error.filename or ".")))
        show.error(unwritten)
        return unwritten.exit_code


def _stop_when_terminated() -> None:
    """Take a polite kill as Ctrl-C, so that no child outlives us; only the main thread may ask for signals."""
    if threading.current_thread() is threading.main_thread():

        def stop(_number: int, _frame: object) -> None:
            raise KeyboardInterrupt

        signal.signal(signal.SIGTERM, stop)
