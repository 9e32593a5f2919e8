"""Filling: docgen's compiled templates against docxtpl's usual loop, rust-docxtpl and docx-mailmerge2, and against the floor.

    python benchmarks/templates.py [--records 60] [--peers FOLDER] [--kinds agreement plan work_report]

Every contender fills the same records into the same template in a process of its own, and writes each paper to a file; CPU
time (user + system) a paper, imports and the first paper left out. The peers are installed with pip into FOLDER (rust-docxtpl
takes docxtpl's import name, so it needs a place of its own). docx-mailmerge2 knows fields and no conditions or loops: it gets
the template with its plain placeholders as merge fields and all other tags taken out, and so does less. The floor is what
cannot be saved: Jinja2 over the patched source without a sandbox, deflate, one write. Body parts are compared with docxtpl's,
byte for byte.
"""

from __future__ import annotations

import argparse
import copy
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
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PEERS = {"rust-docxtpl": ("rust-docxtpl",), "docx-mailmerge2": ("docx-mailmerge2",)}
CONTENDERS = ("docxtpl", "rust-docxtpl", "docx-mailmerge2", "docgen", "floor")
_BODY = "word/document.xml"


def main() -> None:
    """Run every contender and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=60)
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--kinds", nargs="+", default=["agreement", "plan", "group_summary", "work_report"])
    parser.add_argument("--contender", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.contender:
        print(contend(asked.contender, asked.folder))
        return
    with tempfile.TemporaryDirectory() as temporary:
        pythons = peers(asked.peers or Path(temporary) / "peers")
        print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}; {versions(pythons)}")
        for kind in asked.kinds:
            folder = Path(temporary) / kind
            prepare(folder, kind, asked.records)
            report(kind, folder, pythons, asked.records)


def peers(folder: Path) -> dict[str, str]:
    """Return the interpreter of each contender; a peer that cannot be installed is left out, and it is said why."""
    found = dict.fromkeys(("docxtpl", "docgen", "floor"), sys.executable)
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
    records = []
    for number in range(count):
        record = copy.deepcopy(data)
        for title, value in record.items():
            if isinstance(value, str) and value and title not in ("形式", "学年学期"):
                record[title] = f"{value}{number} & <{number}> “'\""
        records.append(record)
    (folder / "records.pickle").write_bytes(pickle.dumps(records))
    (folder / "merge.docx").write_bytes(_with_merge_fields(raw))


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
    """Fill all records; return milliseconds of CPU a paper and a hash of all bodies."""
    records = pickle.loads((folder / "records.pickle").read_bytes())
    fill = {"docgen": _docgen, "floor": _floor, "docx-mailmerge2": _mailmerge}.get(name, _docxtpl)(folder)
    target = folder / name
    target.mkdir()
    (target / "first.docx").write_bytes(fill(records[0]))
    before = resource.getrusage(resource.RUSAGE_SELF)
    for number, record in enumerate(records):
        with (target / f"{number:04}.docx").open("wb") as file:
            file.write(fill(record))
    after = resource.getrusage(resource.RUSAGE_SELF)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    bodies = hashlib.sha256()
    for path in sorted(target.glob("[0-9]*.docx")):
        with zipfile.ZipFile(path) as archive:
            bodies.update(archive.read(_BODY))
    return f"{spent / len(records) * 1000:.4f} {bodies.hexdigest()}"


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


def _floor(folder: Path) -> Fill:
    from jinja2 import Environment

    from docgen.template import load
    from docgen.template.filters import FILTERS
    from docgen.template.package import Repacker

    environment = Environment(autoescape=True)
    environment.filters.update({name: one.call for name, one in FILTERS.items()})
    parts = {part.name: environment.from_string(part.source) for part in load(folder / "template.docx").compiled.parts}
    packer = Repacker((folder / "template.docx").read_bytes(), frozenset(parts))

    def fill(record: Mapping[str, Any]) -> bytes:
        return packer.write({name: template.render(record).encode() for name, template in parts.items()})

    return fill


def _mailmerge(folder: Path) -> Fill:
    from mailmerge import MailMerge

    def fill(record: Mapping[str, Any]) -> bytes:
        with MailMerge(str(folder / "merge.docx")) as document:
            document.merge(**{name: value for name, value in record.items() if isinstance(value, str)})
            out = io.BytesIO()
            document.write(out)
        return out.getvalue()

    return fill


def report(kind: str, folder: Path, pythons: dict[str, str], count: int) -> None:
    """Run each contender on a kind and print one line for it."""
    found: dict[str, tuple[float, str]] = {}
    for name in CONTENDERS:
        if name not in pythons:
            continue
        done = subprocess.run(
            [pythons[name], __file__, "--contender", name, "--folder", str(folder)],
            capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        if done.returncode:
            print(f"{name}: failed: {done.stderr.strip().splitlines()[-1]}")
            continue
        spent, digest = done.stdout.split()[-2:]
        found[name] = float(spent), digest
    usual, expected = found["docxtpl"]
    print(f"\n{kind}, {count} records")
    for name, (took, digest) in found.items():
        same = (
            "" if name in ("floor", "docx-mailmerge2") else "  body equal" if digest == expected else "  BODY DIFFERS"
        )
        print(f"  {name:16} {took:8.2f} ms  {usual / took:6.1f} times docxtpl{same}")


if __name__ == "__main__":
    main()
