"""Who carries the batches: child processes of this machine, or the workers of a Dask cluster.

Both are a :class:`concurrent.futures.Executor`, and nothing above knows which. Deadlines, memory bounds and kills lie below,
in :mod:`docgen.isolate`: a batch runs in a child of whoever carries it. Dask is asked for its own executor; scheduling,
retries after a lost worker and workers that join later are its business, not ours.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager

from docgen import isolate
from docgen.errors import MissingDependencyError, OutputError
from docgen.messages import _

_PER_CHILD = 1 << 30
"""Bytes of memory to count on for each child at work."""
_PATIENCE = 30
"""Seconds for a scheduler to answer, and for a first worker to be there."""


@contextmanager
def carrier(jobs: int = 0, cluster: str = "") -> Iterator[Executor]:
    """Give an executor: ``jobs`` children at once here (0: as cores and memory allow), or the workers of ``cluster``.

    ``cluster`` is a scheduler's address, such as ``tcp://192.168.1.10:8786``. Raise MissingDependencyError when nobody
    answers there, there is no worker, or Dask is not installed.
    """
    if cluster:
        with _workers(cluster) as remote:
            yield remote
    else:
        # Threads that wait for a child each: the work is done by processes.
        with isolate.keeping() as keep, ThreadPoolExecutor(jobs or default_jobs(), initializer=keep) as local:
            yield local


def default_jobs() -> int:
    """Return one job for each core that this process may use, fewer where memory is short."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        memory = _installed_memory()
    except (ValueError, OSError):
        return cores
    return max(1, min(cores, memory // _PER_CHILD))


def _installed_memory() -> int:
    if sys.platform == "win32":
        from docgen.windows import installed_memory

        return installed_memory()
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


@contextmanager
def _workers(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client, KilledWorker
    except ImportError:
        raise MissingDependencyError(
            _("--cluster needs Dask, which is not installed"),
            hint=_("In docgen's folder: {command}").format(command='pip install ".[cluster]"'),
        ) from None
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise MissingDependencyError(
            _("{address}: no Dask scheduler answers ({reason})").format(address=address, reason=error),
            hint=_("Start one with: dask scheduler"),
        ) from error
    with client:
        try:
            client.wait_for_workers(1, _PATIENCE)
        except TimeoutError as error:
            raise MissingDependencyError(
                _("{address}: the scheduler has no worker").format(address=address),
                hint=_("Start one or more with: dask worker {address}").format(address=address),
            ) from error
        try:
            # Not pure: the same batch asked for again is made again, because its files may be gone.
            with client.get_executor(pure=False) as remote:
                yield remote
        except KilledWorker as error:
            raise OutputError(
                _("the workers of the cluster were lost again and again: {reason}").format(reason=error),
                hint=_("Look at the workers' memory and logs; the next run goes on where this one stopped."),
            ) from error
