"""The one file for Linux: everything docgen needs but Python itself, which is on every Linux.

It holds wheels for several versions of Python. At its first start it lays out those that fit in the user's cache, because
libraries cannot be loaded out of an archive; from then on it starts like an installed docgen.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docgen
from tools.bundle import notices, packages

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
_SHEBANG = b"#!/usr/bin/env python3\n"
_STABLE = (2020, 1, 1, 0, 0, 0)


def build(folder: Path, machine: str = "x86_64", pythons: Sequence[str] = PYTHONS) -> Path:
    """Make the file in a folder and return it. Raise NotToBeHadError."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"docgen-{docgen.__version__}-linux-{machine}"
    with tempfile.TemporaryDirectory(prefix="docgen-bundle-") as name:
        own = packages.docgen_wheel(Path(name))
        by_python = {python: [*packages.wheels(packages.linux(python, machine)), own] for python in pythons}
        wheels = {path.name: path for found in by_python.values() for path in found}
        site = Path(name) / "packages"
        for path in by_python[pythons[-1]]:
            packages.unpack(path, site, site)
        entries = {f"wheels/{name}": path.read_bytes() for name, path in sorted(wheels.items())}
        entries["THIRD-PARTY-NOTICES.txt"] = notices.written(site, {}).encode()
    contents = {
        "machine": machine,
        "digest": hashlib.sha256(b"".join(entries.values())).hexdigest()[:12],
        "wheels": {python: [path.name for path in found] for python, found in by_python.items()},
    }
    entries["contents.json"] = json.dumps(contents, indent=1).encode()
    entries["__main__.py"] = Path(__file__).with_name("linux_start.py").read_bytes()
    with target.open("wb") as file:
        file.write(_SHEBANG)
        with zipfile.ZipFile(file, "w") as archive:
            for entry, content in entries.items():
                archive.writestr(zipfile.ZipInfo(entry, _STABLE), content)
    target.chmod(0o755)
    return target
