"""Word to PDF: both engines of docgen against LibreOffice called file by file, and against unoserver.

    python benchmarks/convert.py [--papers 200] [--slow 20] [--memory 2000] [--uno-python /usr/bin/python3]

The papers are those of the sample semester: talk records (a page each) and agreements (five pages each). Every contender
gets the same files, two processes, and a process of its own to be measured in: papers a second of wall-clock time, and
CPU seconds a paper, which say more on a busy machine. Starting is part of the time. ``--slow`` is how many papers the
contenders that need a second each are given. docgen's engines end with checked, stable files; "and gate" also holds each PDF
against its document. unoserver needs a Python with LibreOffice's ``uno``; without one it is left out and said so.
``--memory`` converts so many papers in one process and prints its memory on the way.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from pathlib import Path

from docgen import convert, fonts, resources
from docgen.convert import WordFile
from docgen.convert.libreoffice_probe import probe, profile_option

JOBS = 2
KINDS = ("交流谈话记录表", "共勉协议书")
SLOW = ("file by file", "unoserver")
_OPTIONS = [
    "--headless",
    "--invisible",
    "--norestore",
    "--nologo",
    "--nodefault",
    "--nofirststartwizard",
    "--convert-to",
    "pdf",
]


def papers(folder: Path) -> None:
    """Fill the sample semester into ``folder/out/word``."""
    from docgen.making.order import Order, Target
    from docgen.making.progress import Silent
    from docgen.pipeline.building import build

    for name in ("台账.xlsx", "docgen.toml"):
        if (source := resources.samples() / "2008-2009-2" / name).exists():
            shutil.copy(source, folder / name)
    build(Order(folder / "台账.xlsx", to=Target.DOCX), Silent())


def chosen(folder: Path, kind: str, count: int) -> list[Path]:
    """Return so many papers of a kind, from the first again where there are not enough."""
    found = sorted((folder / "out" / "word").glob(f"*{kind}.docx"))
    return [found[index % len(found)] for index in range(count)]


def faces_of(files: Sequence[Path]) -> fonts.FontSet:
    return fonts.prepare(frozenset().union(*(fonts.characters(file.read_bytes()) for file in files)))


def drawn(faces: fonts.FontSet, files: Sequence[Path]) -> int:
    engine = convert.choose(convert.EMBEDDED, faces)
    made = engine.convert([WordFile(file.stem, file.read_bytes()) for file in files])
    assert all(isinstance(pdf, bytes) for pdf in made)
    return len(made)


def embedded(files: Sequence[Path]) -> None:
    work = partial(drawn, faces_of(files))
    size = min(64, -(-len(files) // JOBS))
    with ProcessPoolExecutor(JOBS) as pool:
        list(pool.map(work, [files[start : start + size] for start in range(0, len(files), size)]))


def gated(files: Sequence[Path]) -> None:
    from docgen.making import batches
    from docgen.making.progress import Silent

    tool = convert.identify(convert.EMBEDDED)
    maker = batches.Maker(tool.name, tool.version, faces_of(files))
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(JOBS) as pool:
        tasks = [
            batches.PdfTask(file.stem, file, Path(folder) / f"{index}.pdf", "talk", (1, 12))
            for index, file in enumerate(files)
        ]
        made = batches.pdfs(pool, maker, tasks, Silent())
        assert all(isinstance(one, batches.Pdf) for one in made)


def libreoffice(files: Sequence[Path]) -> None:
    from docgen.convert.libreoffice import LibreOffice

    engine = LibreOffice(faces_of(files), jobs=JOBS)
    made = engine.convert([WordFile(file.stem, file.read_bytes()) for file in files])
    assert all(isinstance(pdf, bytes) for pdf in made)


def file_by_file(files: Sequence[Path]) -> None:
    found = probe()
    assert found is not None
    program = os.fspath(found.program)

    def some(lane: int) -> None:
        with tempfile.TemporaryDirectory() as folder:
            profile = profile_option(Path(folder) / "profile")
            for file in files[lane::JOBS]:
                subprocess.run(
                    [program, profile, *_OPTIONS, "--outdir", folder, file],
                    check=True,
                    capture_output=True,
                    timeout=120,
                )
                assert (Path(folder) / f"{file.stem}.pdf").exists()

    with ThreadPoolExecutor(JOBS) as pool:
        list(pool.map(some, range(JOBS)))


def unoserver(files: Sequence[Path], python: str) -> None:
    found = probe()
    assert found is not None

    def some(lane: int) -> None:
        port, uno_port = _free(), _free()
        with tempfile.TemporaryDirectory() as folder:
            server = subprocess.Popen(
                [
                    *(python, "-m", "unoserver.server", "--port", str(port), "--uno-port", str(uno_port)),
                    *("--user-installation", f"{folder}/profile", "--executable", os.fspath(found.program)),
                ],
                stderr=subprocess.DEVNULL,
            )
            try:
                _until_open(port)
                client = (
                    "import sys;from unoserver.client import UnoClient;"
                    f"c=UnoClient(port={port});"
                    f"[c.convert(inpath=f,outpath='{folder}/%d.pdf'%i) for i,f in enumerate(sys.argv[1:])]"
                )
                subprocess.run([python, "-c", client, *files[lane::JOBS]], check=True, capture_output=True)
                assert len(list(Path(folder).glob("*.pdf"))) == len(files[lane::JOBS])
            finally:
                server.terminate()
                server.wait()

    with ThreadPoolExecutor(JOBS) as pool:
        list(pool.map(some, range(JOBS)))


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _until_open(port: int) -> None:
    for _try in range(300):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"unoserver does not answer on {port}")


def memory(files: Sequence[Path], count: int) -> None:
    """Convert papers in one process, batch after batch; print the memory in use on the way."""
    engine = convert.choose(convert.EMBEDDED, faces_of(files))
    sources = [WordFile(file.stem, file.read_bytes()) for file in files]
    done = 0
    while done < count:
        batch = [sources[(done + index) % len(sources)] for index in range(50)]
        assert all(isinstance(pdf, bytes) for pdf in engine.convert(batch))
        done += len(batch)
        if done % max(50, count // 8 // 50 * 50) == 0:
            status = Path("/proc/self/status")
            lines = status.read_text().splitlines() if status.exists() else []
            said = {line.partition(":")[0]: line.split()[1] for line in lines if line.startswith("Vm")}
            now, peak = (int(said.get(name, "0")) / 1024 for name in ("VmRSS", "VmHWM"))
            print(f"  {done:5} papers: {now:.0f} MB, at most {peak:.0f} MB", flush=True)


def measured(name: str, files: Sequence[Path], uno_python: str) -> dict[str, float]:
    """Run one contender in a process of its own."""
    command = [sys.executable, __file__, "--only", name, "--uno-python", uno_python, *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=3600)
    if done.returncode != 0:
        return {}
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--papers", type=int, default=200)
    parser.add_argument("--slow", type=int, default=20)
    parser.add_argument("--memory", type=int, default=2000)
    parser.add_argument("--uno-python", default="/usr/bin/python3")
    parser.add_argument("--only")
    parser.add_argument("files", nargs="*", type=Path)
    asked = parser.parse_args()
    contenders: dict[str, Callable[[Sequence[Path]], None]] = {
        "embedded": embedded,
        "embedded and gate": gated,
        "LibreOffice engine": libreoffice,
        "unoserver": partial(unoserver, python=asked.uno_python),
        "file by file": file_by_file,
    }
    if asked.only:
        began = time.monotonic()
        contenders[asked.only](asked.files)
        seconds = time.monotonic() - began
        used = [sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        print(json.dumps({"rate": len(asked.files) / seconds, "cpu": sum(used) / len(asked.files)}))
        return
    found = probe()
    versions = f"{convert.identify(convert.EMBEDDED).version}, LibreOffice {found.version if found else 'missing'}"
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, {platform.python_implementation()} {platform.python_version()}"
    )
    print(f"{versions}; {JOBS} processes for each")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        papers(folder)
        for kind in KINDS:
            print(f"{kind}: papers a second, CPU seconds a paper, times faster than file by file (CPU)")
            results = {}
            for contender in contenders:
                if found is None and contender not in ("embedded", "embedded and gate"):
                    continue
                count = asked.slow if contender in SLOW else asked.papers
                results[contender] = measured(contender, chosen(folder, kind, count), asked.uno_python)
            base = results.get("file by file", {})
            for contender, result in results.items():
                if not result:
                    print(f"  {contender:20} not on this machine")
                    continue
                times = f"{result['rate'] / base['rate']:6.1f} ({base['cpu'] / result['cpu']:.1f})" if base else ""
                print(f"  {contender:20} {result['rate']:8.2f} {result['cpu']:8.3f} {times}", flush=True)
        if asked.memory:
            print("memory of one process, talk records and agreements in turn")
            pairs = zip(chosen(folder, KINDS[0], 25), chosen(folder, KINDS[1], 25), strict=True)
            memory([file for pair in pairs for file in pair], asked.memory)


if __name__ == "__main__":
    main()
