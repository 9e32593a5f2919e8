"""What all tests share: tests of a program are left out where it is missing, and nothing touches the user's cache."""

from __future__ import annotations

import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest

from docgen import messages

# How long an example takes says how busy the machine is, not whether the property holds.
hypothesis.settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any machine")

PROGRAMS = {"libreoffice": ("soffice",), "chromium": ("chromium", "google-chrome")}


def pytest_configure() -> None:
    """Let Ctrl-C be heard by what the tests start, also where a script in the background started them deaf to it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a program on a machine without it: each makes docgen better or tests it, none is necessary."""
    for mark, programs in PROGRAMS.items():
        if any(map(shutil.which, programs)):
            continue
        missing = pytest.mark.skip(reason=f"{programs[0]} is not on this machine")
        for item in items:
            if item.get_closest_marker(mark):
                item.add_marker(missing)


@pytest.fixture(autouse=True, scope="session")
def each_folder_alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test's folder lies beside another's: docgen reads the ledgers beside a semester, and would find a stranger's."""
    make = tmp_path_factory.mktemp

    def alone(basename: str, numbered: bool = True) -> Path:
        folder = make(basename, numbered) / "d"
        folder.mkdir()
        return folder

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tmp_path_factory, "mktemp", alone)
        yield


@pytest.fixture(autouse=True, scope="module")
def language_of_the_module() -> Iterator[None]:
    """What a fixture of one module said is not the language of the next."""
    messages.set_language("zh")
    yield
    messages.set_language("zh")


@pytest.fixture(autouse=True)
def language_stays() -> Iterator[None]:
    """A command chooses the language of its process; the next test is to find the one that was."""
    before = messages.language()
    yield
    messages.set_language(before)


@pytest.fixture
def english() -> None:
    """What is said is said in English; what it was before comes back with the test's end."""
    messages.set_language("en")


@pytest.fixture
def commands_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands speak Chinese, as on a Chinese machine."""
    monkeypatch.setenv("DOCGEN_LANG", "zh")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Mounts real disks of some kilobytes; only root may."""
    mounted: list[Path] = []

    def mount(kilobytes: int) -> Path:
        place = tmp_path / f"disk{len(mounted)}"
        place.mkdir()
        line = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(place)]
        if shutil.which("mount") is None or subprocess.run(line, capture_output=True, check=False).returncode:
            pytest.skip("mounting a small disk is not allowed here")
        mounted.append(place)
        return place

    yield mount
    for place in mounted:
        subprocess.run(["umount", "-l", str(place)], check=True)
