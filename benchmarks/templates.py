"""Filling: docgen's compiled templates against docxtpl's usual loop, rust-docxtpl and docx-mailmerge2, and against the floor.

    python benchmarks/templates.py [--records 60] [--peers FOLDER] [--kinds agreement register] [--before CHECKOUT]

Every contender fills the same records into the same template in a process of its own, and writes each paper to a file; CPU
time (user + system) a paper, imports and the first paper left out. The peers are installed with pip into FOLDER (rust-docxtpl
takes docxtpl's import name, so it needs a place of its own). docx-mailmerge2 knows fields and no conditions or loops: it gets
the template with its plain placeholders as merge fields and all other tags taken out, and so does less. The floor is what
no program that fills by Jinja2 saves: the template as Jinja2 compiles it, run over the values with the filters that it calls,
and one deflate; no value is looked at before, nothing is put into a zip. Body parts are compared with docxtpl's, byte for
byte, charts being drawn into both. What a record says once differs from record to record; what it says more often, as
classes and verdicts, does not. ``--before``: another state of docgen takes part.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import pickle
import platform
import re
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PEERS = {"rust-docxtpl": ("rust-docxtpl",), "docx-mailmerge2": ("docx-mailmerge2",)}
CONTENDERS = ("docxtpl", "rust-docxtpl", "docx-mailmerge2", "docgen, before", "docgen, now", "floor")
KINDS = ("agreement", "plan", "group_summary", "work_report", "register", "public_notice", "selection_list")
_BODY = "word/document.xml"


def main() -> None:
    """Run every contender and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=60)
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--kinds", nargs="+", default=list(KINDS))
    parser.add_argument("--before", type=Path)
    parser.add_argument("--contender", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.contender:
        print(contend(asked.contender, asked.folder))
        return
    with tempfile.TemporaryDirectory() as temporary:
        pythons = peers(asked.peers or Path(temporary) / "peers")
        if asked.before:
            pythons["docgen, before"] = sys.executable
        print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}; {versions(pythons)}")
        for kind in asked.kinds:
            folder = Path(temporary) / kind
            prepare(folder, kind, asked.records)
            report(kind, folder, pythons, asked.records, asked.before or ROOT)


def peers(folder: Path) -> dict[str, str]:
    """Return the interpreter of each contender; a peer that cannot be installed is left out, and it is said why."""
    found = dict.fromkeys(("docxtpl", "docgen, now", "floor"), sys.executable)
    for name, packages in PEERS.items():
        python = folder / name / "bin/python"
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", str(folder / name)], check=True)
            done = subprocess.run(
                [str(python), "-m", "pip", "install", "--quiet", *packages], capture_output=True, text=True, check=False
            )
            if done.returncode:
                print(f"{name}: not installed: {done.stderr.strip().splitlines()[-1]}")
                continue
        found[name] = str(python)
    return found


def versions(pythons: dict[str, str]) -> str:
    """Return the versions of what takes part."""
    said = []
    for name in ("docxtpl", *PEERS):
        if name in pythons:
            code = f"from importlib.metadata import version; print(version({name!r}))"
            done = subprocess.run([pythons[name], "-c", code], capture_output=True, text=True, check=False)
            said.append(f"{name} {done.stdout.strip()}")
    return ", ".join(said)


def prepare(folder: Path, kind: str, count: int) -> None:
    """Lay out template, records (the sample of the kind, each with words of its own) and the merge fields' template."""
    from docgen import resources
    from docgen.documents import KINDS, datafile

    folder.mkdir(parents=True)
    raw = (resources.templates() / f"{kind}.docx").read_bytes()
    (folder / "template.docx").write_bytes(raw)
    data = datafile.read(resources.samples() / f"{kind}.yaml", KINDS[kind]).data
    said = Counter(_texts(data))
    records = []
    for number in range(count):
        record = _own(data, number, said)
        for title, value in record.items():
            if isinstance(value, str) and value and title not in ("形式", "学年学期"):
                record[title] = f"{value}{number} & <{number}> “'\""
        records.append(record)
    (folder / "records.pickle").write_bytes(pickle.dumps(records))
    (folder / "merge.docx").write_bytes(_with_merge_fields(raw))


def _texts(value: object) -> Iterator[str]:
    """Yield each text of a record."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


def _own(value: Any, number: int, said: Counter[str]) -> Any:
    """Return a record that says as much as another, and otherwise what this says only once, so that no cache knows it."""
    if isinstance(value, dict):
        return {title: _own(inner, number, said) for title, inner in value.items()}
    if isinstance(value, list):
        return [_own(inner, number, said) for inner in value]
    if not isinstance(value, str) or said[value] > 1:
        return value
    figures = re.sub(r"\d{2}$", f"{number:02}", value)
    return figures if figures != value else re.sub(r"[\u4e00-\u9fa5]$", chr(0x4E00 + number), value)


def _with_merge_fields(raw: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name)
            if name == _BODY:
                text = re.sub(
                    r"<w:r>((?:<w:rPr>.*?</w:rPr>)?)<w:t[^>]*>{{ (\w+) }}</w:t></w:r>",
                    r'<w:fldSimple w:instr=" MERGEFIELD \2 "><w:r>\1<w:t>«\2»</w:t></w:r></w:fldSimple>',
                    content.decode(),
                )
                content = re.sub(r"{{[^<]*?}}|{%[^<]*?%}", "", text).encode()
            archive.writestr(name, content)
    return out.getvalue()


def contend(name: str, folder: Path) -> str:
    """Fill all records; return milliseconds of CPU a paper."""
    records = pickle.loads((folder / "records.pickle").read_bytes())
    if name == "floor":
        return floor(folder, records)
    fill = {"docgen, now": _docgen, "docgen, before": _docgen, "docx-mailmerge2": _mailmerge}.get(name, _docxtpl)(
        folder
    )
    target = folder / name
    target.mkdir()
    (target / "first.docx").write_bytes(fill(records[0]))
    before = resource.getrusage(resource.RUSAGE_SELF)
    for number, record in enumerate(records):
        with (target / f"{number:04}.docx").open("wb") as file:
            file.write(fill(record))
    after = resource.getrusage(resource.RUSAGE_SELF)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return f"{spent / len(records) * 1000:.4f}"


def _bodies(folder: Path) -> str:
    """Return a hash of the bodies of all papers, with the charts whose marks docxtpl leaves."""
    from docgen.images import Album
    from docgen.template.drawing import Drawings

    found = hashlib.sha256()
    for path in sorted(folder.glob("[0-9]*.docx")):
        with zipfile.ZipFile(path) as archive:
            body = archive.read(_BODY)
            found.update(Drawings(Album(), {}).put(_BODY, body) if "\ufdd0".encode() in body else body)
    return found.hexdigest()


Fill = Callable[[Any], bytes]


def _docxtpl(folder: Path) -> Fill:
    """The loop of docxtpl's manual, with the environment that papers need (rust-docxtpl has the same interface)."""
    from docxtpl import DocxTemplate
    from jinja2 import Environment

    from docgen.template.filters import FILTERS

    environment = Environment(autoescape=True)
    environment.filters.update({name: one.call for name, one in FILTERS.items()})

    def fill(record: Mapping[str, Any]) -> bytes:
        template = DocxTemplate(str(folder / "template.docx"))
        template.render(record, environment)
        out = io.BytesIO()
        template.save(out)
        return out.getvalue()

    return fill


def _docgen(folder: Path) -> Fill:
    from docgen.template import load

    return load(folder / "template.docx").fill


def _printed(template: Any, values: Any) -> bytes:
    return b"".join(template.root_render_func(template.new_context(values)))


def floor(folder: Path, records: Sequence[Any]) -> str:
    """Return the milliseconds of CPU a paper that no program saves which fills by Jinja2, and what they go to."""
    from docgen.template import load
    from docgen.template.values import checked

    parts = load(folder / "template.docx").compiled.parts
    spent = dict.fromkeys(("values", "Jinja2", "deflate"), 0.0)
    for number, record in enumerate((records[0], *records)):
        times = [time.process_time()]
        values = checked(record)
        times.append(time.process_time())
        printed = [_printed(one.template, values) for one in parts]
        times.append(time.process_time())
        for content in printed:
            zlib.compress(content, 3)
        times.append(time.process_time())
        if number:
            for name, (begin, end) in zip(spent, pairwise(times), strict=True):
                spent[name] += (end - begin) / len(records) * 1000
    steps = ",".join(f"{name}={took:.2f}" for name, took in spent.items())
    return f"{spent['Jinja2'] + spent['deflate']:.4f} {steps}"


def _mailmerge(folder: Path) -> Fill:
    from mailmerge import MailMerge

    def fill(record: Mapping[str, Any]) -> bytes:
        with MailMerge(str(folder / "merge.docx")) as document:
            document.merge(**{name: value for name, value in record.items() if isinstance(value, str)})
            out = io.BytesIO()
            document.write(out)
        return out.getvalue()

    return fill


def report(kind: str, folder: Path, pythons: dict[str, str], count: int, before: Path) -> None:
    """Run each contender on a kind and print one line for it."""
    roots = {"docgen, before": before}
    found: dict[str, tuple[float, str]] = {}
    for name in CONTENDERS:
        if name not in pythons:
            continue
        done = subprocess.run(
            [pythons[name], __file__, "--contender", name, "--folder", str(folder)],
            capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(roots.get(name, ROOT))},
        )  # fmt: skip
        if done.returncode:
            print(f"{name}: failed: {done.stderr.strip().splitlines()[-1]}")
            continue
        spent, *steps = done.stdout.split()
        found[name] = float(spent), steps[0] if steps else _bodies(folder / name)
    usual, expected = found["docxtpl"]
    print(f"\n{kind}, {count} records")
    for name, (took, digest) in found.items():
        said = "" if name == "docx-mailmerge2" else "body equal" if digest == expected else "BODY DIFFERS"
        if name == "floor":
            costs = {step: float(cost) for step, cost in (one.split("=") for one in digest.split(","))}
            costs["all else"] = found["docgen, now"][0] - sum(costs.values())
            said = "of docgen's: " + ", ".join(f"{step} {cost:.2f}" for step, cost in costs.items())
        print(f"  {name:16} {took:8.2f} ms  {usual / took:6.1f} times docxtpl  {said}".rstrip(), flush=True)


if __name__ == "__main__":
    main()
