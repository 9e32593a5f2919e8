"""What is installed is what the locks name, and what the pages tell people to type is what make and CI do."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.bundle import packages

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUN, WHOLE = "requirements-run.lock", "requirements.lock"


def pins(lock: str) -> dict[str, tuple[Requirement, frozenset[str]]]:
    """Return a lock's packages by name, each with its hashes."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / lock).read_text(encoding="utf-8"), flags=re.MULTILINE)
    found: dict[str, tuple[Requirement, frozenset[str]]] = {}
    for line in text.replace("\\\n", " ").splitlines():
        pin, *hashes = line.split(" --hash=")
        requirement = Requirement(pin)
        found[canonicalize_name(requirement.name)] = requirement, frozenset(one.strip() for one in hashes)
    return found


@pytest.mark.parametrize("lock", [RUN, WHOLE])
def test_a_lock_pins_everything_with_hashes_and_names_no_place_to_get_it_from(lock: str) -> None:
    assert all(str(pin.specifier).startswith("==") and hashes for pin, hashes in pins(lock).values())
    assert not re.search(r"://|^-", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE)


def test_the_program_runs_with_the_same_versions_that_are_tested() -> None:
    whole = pins(WHOLE)
    wrong = {
        name
        for name, (pin, hashes) in pins(RUN).items()
        if name not in whole or (whole[name][0].specifier, whole[name][1]) != (pin.specifier, hashes)
    }
    assert wrong == set()


@pytest.mark.parametrize(
    ("lock", "asked"),
    [
        (RUN, PROJECT["project"]["dependencies"]),
        (RUN, PROJECT["build-system"]["requires"]),
        (WHOLE, [one for extra in PROJECT["project"]["optional-dependencies"].values() for one in extra]),
    ],
    ids=["dependencies", "build", "extras"],
)
def test_a_lock_has_each_dependency_in_a_version_that_is_allowed(lock: str, asked: list[str]) -> None:
    locked = pins(lock)
    for requirement in map(Requirement, asked):
        (pin,) = locked[canonicalize_name(requirement.name)][0].specifier
        assert requirement.specifier.contains(pin.version), f"{requirement}: run make lock"


def installs(text: str) -> list[str]:
    """Return what pip is told to install by the lines of a page or a Makefile."""
    return re.findall(r"-m pip install (-.*)", text.replace("$(PIP)", "-m pip install"))


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_a_page_tells_those_without_make_to_install_what_make_installs(page: str) -> None:
    told = installs((ROOT / page).read_text(encoding="utf-8"))
    done = installs((ROOT / "Makefile").read_text(encoding="utf-8"))
    assert told and told == done[: len(told)]


def test_ci_runs_the_commands_of_the_readme_with_no_versions_of_its_own() -> None:
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert next(line for line in script.splitlines() if line.startswith("make ")) == "make test"
    assert not re.search(r"\bpip\b|PIP_", script)


def test_every_python_that_is_named_is_within_what_is_required() -> None:
    named = [found[1] for line in PROJECT["project"]["classifiers"] if (found := re.search(r":: (3\.\d+)$", line))]
    assert named == ["3.11", "3.12", "3.13", "3.14"]
    assert PROJECT["project"]["requires-python"] == f">={named[0]}"


@pytest.mark.parametrize("target", [packages.windows(), packages.linux("3.11", "aarch64")], ids=["windows", "linux"])
def test_the_lock_names_all_that_a_bundle_holds(target: packages.Target) -> None:
    """Needed there, though perhaps not here, where the lock was made and is tested."""
    lines = packages.needed(target)
    names = {line.partition("==")[0] for line in lines}
    assert {"dxpdf", "pikepdf", "click", "pylopdf-fonts-zh-cn"} <= names
    assert ("msvc-runtime" in names) is (target.markers["sys_platform"] == "win32")
    assert not names & {"pytest", "mypy", "hatchling"}
    assert all(" --hash=sha256:" in line for line in lines)
