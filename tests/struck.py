"""Strikes docgen with a signal at a moment that falls into its work, on whatever machine.

``python -m tests.struck`` is docgen that tells each thing it does which others could see half done: a file opened for writing,
a name changed, a folder, a database, a program begun; at last its end. A :class:`Striker` lets each command run whole once, and
from then on strikes it between two of these. Where the second would happen the command waits for the signal, so none is late.
"""

from __future__ import annotations

import atexit
import itertools
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

NEVER = 1 << 30
_ROOT = Path(__file__).resolve().parent.parent
_SEEN = {
    *("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate"),
    *("sqlite3.connect", "subprocess.Popen"),
}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: its exit code, what it said, and whether it was struck."""

    code: int
    said: str
    was_struck: bool


Pauses = dict[tuple[str, ...], list[float]]
"""Of each command: the seconds between one thing it did and the next, when it last came to its end."""


@dataclass(slots=True)
class Striker:
    """Strikes with one signal. Which moments it chooses hangs on that alone."""

    number: signal.Signals
    _pauses: Pauses
    _chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._chance = random.Random(int(self.number))

    def strike(self, *line: str) -> Ended:
        """Run a command and strike it; the first of its kind comes to its end, and so does one with less to do than before."""
        kind = tuple(word for word in line if not Path(word).is_absolute() and not word.isdigit())
        pauses = self._pauses.get(kind, [])
        moment = self._chance.randrange(len(pauses)) if pauses else NEVER
        times: list[float] = []
        told, telling = os.pipe()
        waiting, go = os.pipe()
        with (
            tempfile.TemporaryFile() as said,
            subprocess.Popen(
                [sys.executable, "-m", "tests.struck", str(telling), str(waiting), str(moment), *line],
                stdout=subprocess.DEVNULL,
                stderr=said,
                cwd=_ROOT,
                pass_fds=(telling, waiting),
            ) as process,
        ):
            os.close(telling)
            os.close(waiting)
            while len(times) <= moment and os.read(told, 1):
                times.append(time.monotonic())
            if was_struck := len(times) > moment:
                time.sleep(self._chance.uniform(0, pauses[moment]))
                process.send_signal(self.number)
            else:
                self._pauses[kind] = [after - before for before, after in itertools.pairwise(times)]
            os.close(go)
            code = process.wait(120)
            os.close(told)
            said.seek(0)
            return Ended(code, said.read().decode(), was_struck)


def _be_docgen(telling: int, waiting: int, moment: int) -> None:
    done = itertools.count()

    def tell() -> None:
        os.write(telling, b".")
        if next(done) > moment:
            os.read(waiting, 1)  # until the signal was sent, and the pipe closed

    def watch(event: str, about: tuple[object, ...]) -> None:
        if event in _SEEN or (event == "open" and isinstance(about[2], int) and about[2] & _WRITING):
            tell()

    signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the tests run in the background
    atexit.register(tell)
    sys.dont_write_bytecode = True
    from docgen.cli import main

    sys.addaudithook(watch)
    main()


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:4]]
    del sys.argv[1:4]
    _be_docgen(*numbers)
