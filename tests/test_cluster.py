"""The same run on a Dask cluster of separate worker processes: the same bytes, whatever happens to a worker."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from docgen import workbook
from docgen.errors import MissingDependencyError
from docgen.making.order import Order
from docgen.making.progress import Silent
from docgen.pipeline import building
from tests.semesters import a_semester

pytest.importorskip("distributed")
pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill −9 is a POSIX word")

GROUPS = 40


class Cluster:
    """A scheduler and workers, each a process of its own; a worker has a cache of its own, as on another machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{port}"
        self.workers: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        number = len(self.workers)
        env = {**os.environ, "DOCGEN_CACHE": str(self.folder / f"cache-{number}")}
        command = [sys.executable, "-m", "dask", *words]
        with (self.folder / f"{words[0]}-{number}.log").open("wb") as log:
            return subprocess.Popen(command, env=env, stdout=log, stderr=log, cwd=self.folder)

    def joined_by_a_worker(self) -> subprocess.Popen[bytes]:
        options = ("--no-nanny", "--nthreads", "1", "--no-dashboard", "--local-directory", str(self.folder))
        self.workers.append(self._start("worker", self.address, *options))
        return self.workers[-1]

    def stop(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@contextmanager
def a_cluster(folder: Path, workers: int) -> Iterator[Cluster]:
    folder.mkdir()
    cluster = Cluster(folder)
    try:
        for _number in range(workers):
            cluster.joined_by_a_worker()
        yield cluster
    finally:
        cluster.stop()


def made(folder: Path) -> dict[str, bytes]:
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.glob("out/*/*")}
    assert not [name for name in found if "part" in name]
    return found


def a_department(folder: Path) -> Order:
    folder.mkdir()
    workbook.write(folder / "台账.xlsx", a_semester(GROUPS))
    return Order(folder / "台账.xlsx", engine="embedded")


@pytest.mark.slow
def test_a_cluster_makes_the_same_bytes_though_a_worker_is_killed_and_another_joins(tmp_path: Path) -> None:
    here = a_department(tmp_path / "here")
    building.build(here, Silent())
    there = a_department(tmp_path / "there")
    with a_cluster(tmp_path / "cluster", 2) as cluster:

        def trouble() -> None:
            while len(list(tmp_path.glob("there/out/.docgen-work*/word/*.docx"))) < 2 * GROUPS // 4:
                time.sleep(0.05)
            cluster.workers[0].send_signal(signal.SIGKILL)
            cluster.joined_by_a_worker()

        accident = threading.Thread(target=trouble)
        accident.start()
        done = building.build(Order(there.workbook, engine="embedded", cluster=cluster.address), Silent())
        accident.join()
        assert cluster.workers[0].poll() == -signal.SIGKILL
    assert not done.broken
    assert sorted(done.numbers.values()) == sorted(f"影艺共勉〔2009〕{no}号" for no in range(1, GROUPS + 1))
    assert len({one.name for one in done.results}) == len(done.results)
    ours, theirs = made(tmp_path / "here"), made(tmp_path / "there")
    assert ours.keys() == theirs.keys()
    assert not [name for name in ours if ours[name] != theirs[name]]
    caches = [path for path in tmp_path.glob("cluster/cache-*/faces-*/set-*") if path.is_dir()]
    assert len(caches) >= 2, "each worker has the faces once, in a cache of its own"


def test_a_scheduler_that_does_not_answer_is_named_with_what_to_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("docgen.making.executors._PATIENCE", 1)
    order = a_department(tmp_path / "here")
    with pytest.raises(MissingDependencyError, match=re.escape("tcp://127.0.0.1:9")) as refused:
        building.build(Order(order.workbook, cluster="tcp://127.0.0.1:9"), Silent())
    assert "dask scheduler" in refused.value.hint
