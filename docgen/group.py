"""A child process and all that it starts, ended as one: a session of its own on POSIX, a job on Windows.

What the end of a child means: :mod:`docgen.isolate`.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["ProcessGroup", "end_those_in"]


class ProcessGroup:
    """A child that was started, and what it started itself."""

    def __init__(
        self,
        args: Sequence[str],
        stdin: IO[bytes] | int,
        stdout: IO[bytes],
        stderr: IO[bytes],
        env: Mapping[str, str] | None,
        cwd: Path | None,
        memory: int | None,
    ) -> None:
        """Start a child. ``memory`` in bytes bounds each of its processes on Windows; on POSIX they bound themselves.

        Raise OSError when it cannot start.
        """
        if sys.platform == "win32":
            from docgen.windows import ALONE, Job

            self._process = subprocess.Popen(
                args, stdin=stdin, stdout=stdout, stderr=stderr, env=env, cwd=cwd, creationflags=ALONE
            )
            self._job = Job(self._process, memory)
        else:
            # A group of its own, and no Ctrl-C from the terminal.
            self._process = subprocess.Popen(
                args, stdin=stdin, stdout=stdout, stderr=stderr, env=env, cwd=cwd, start_new_session=True
            )

    def ended(self, seconds: float) -> bool:
        """Wait for the child's end, not longer than that; return whether it came."""
        # Popen.wait polls on POSIX, at last every 50 ms: more than a short child takes. Linux before 5.3 (麒麟 V10) and
        # other systems know no better.
        if sys.platform == "linux":
            with contextlib.suppress(OSError):
                return self._ended_by_handle(os.pidfd_open(self._process.pid), seconds)
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def kill(self) -> None:
        """End every process of it that still lives; may be called from another thread, and again."""
        if sys.platform == "win32":
            self._job.kill()
        else:
            # The number of a group whose leader is gone is not given away while a member lives.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def finish(self) -> int:
        """End what is left of it, and return the child's exit code (negative: the signal)."""
        self.kill()
        code = self._process.wait()
        if sys.platform == "win32":
            self._job.close()
        return code

    if sys.platform == "linux":

        def _ended_by_handle(self, handle: int, seconds: float) -> bool:
            import select

            try:
                poll = select.poll()
                poll.register(handle, select.POLLIN)
                return bool(poll.poll(seconds * 1000))
            finally:
                os.close(handle)


def end_those_in(folder: Path) -> None:
    """End programs of ours that were told to work in a folder and whose docgen is gone; only Linux tells which."""
    if sys.platform != "linux":
        return
    told = os.fsencode(folder)
    for process in Path("/proc").iterdir():
        if process.name.isdecimal():
            with contextlib.suppress(OSError):
                if told in (process / "cmdline").read_bytes():
                    os.kill(int(process.name), signal.SIGKILL)
