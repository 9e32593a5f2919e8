"""The doctor tries things, and says what to do about what does not work."""

from __future__ import annotations

import importlib.metadata
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from docgen import doctor, messages, resources


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = messages.language()
    messages.set_language("en")
    yield
    messages.set_language(before)


def found(name: str, checks: list[doctor.Check]) -> doctor.Check:
    return next(check for check in checks if check.name == name)


def test_on_this_machine_everything_that_is_needed_works(tmp_path: Path) -> None:
    checks = doctor.examine(tmp_path)
    assert [check for check in checks if check.needed and not check.ok] == []
    assert found("python", checks).found.startswith(f"Python {sys.version_info.major}.")
    assert found("embedded", checks).found.startswith("dxpdf ")
    assert "MB free" in found("disk", checks).found
    assert all(not check.advice for check in checks if check.ok)
    assert len({check.name for check in checks}) == len(checks)


def test_each_family_that_the_templates_ask_for_is_listed_with_what_is_drawn_for_it(tmp_path: Path) -> None:
    families = [check for check in doctor.examine(tmp_path) if check.name.startswith("family:")]
    assert {"仿宋", "黑体"} <= {check.label.split("_")[0] for check in families}
    assert all("drawn with" in check.found for check in families)


def test_without_libreoffice_nothing_is_wrong_and_the_command_to_install_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from docgen.convert import libreoffice_probe

    monkeypatch.setattr(libreoffice_probe, "probe", lambda: None)
    check = found("libreoffice", doctor.examine(tmp_path))
    assert not check.ok
    assert not check.needed
    assert "Not necessary" in check.advice
    assert "libreoffice" in check.advice.lower()


def test_without_the_embedded_engine_libreoffice_is_enough_and_without_both_nothing_is_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from docgen.convert import libreoffice_probe

    def absent(_name: str) -> str:
        raise importlib.metadata.PackageNotFoundError("dxpdf")

    monkeypatch.setattr(importlib.metadata, "version", absent)
    monkeypatch.setattr(libreoffice_probe, "probe", lambda: libreoffice_probe.Probe(Path("soffice"), "7.4.7.2"))
    check = found("embedded", doctor.examine(tmp_path))
    assert not check.ok
    assert not check.needed
    assert "LibreOffice makes the PDFs" in check.advice
    monkeypatch.setattr(libreoffice_probe, "probe", lambda: None)
    assert found("embedded", doctor.examine(tmp_path)).needed


def test_without_a_temporary_folder_the_doctor_says_so_and_how_to_give_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    check = doctor._temporary()
    assert not check.ok
    assert "gone" in check.found
    assert "TMPDIR" in check.advice


@pytest.mark.parametrize(
    ("system", "program", "command"),
    [
        ("win32", "", "winget"),
        ("darwin", "", "brew"),
        ("linux", "apt-get", "sudo apt install"),
        ("linux", "dnf", "sudo dnf install"),
        ("linux", "yum", "sudo yum install"),
        ("linux", "", "https://www.libreoffice.org"),
    ],
)
def test_each_system_has_its_own_advice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str, program: str, command: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(shutil, "which", lambda name: name if name == program else None)
    assert command in doctor._how_to_install_libreoffice()


def test_a_wrong_docgen_soffice_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCGEN_SOFFICE", str(tmp_path / "nowhere"))
    check = found("libreoffice", doctor.examine(tmp_path))
    assert str(tmp_path / "nowhere") in check.advice


def test_a_folder_that_is_not_there_or_a_full_disk_is_not_ok(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not found("disk", doctor.examine(tmp_path / "gone")).ok
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage._replace(free=1 << 20))
    checks = doctor.examine(tmp_path)
    assert not found("disk", checks).ok
    assert not found("temporary", checks).ok
    assert "at least" in found("disk", checks).advice


def test_an_engine_that_takes_its_process_down_is_not_ok_and_does_not_take_the_doctor_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    monkeypatch.setattr(doctor, "_convert", os.abort)
    monkeypatch.setattr(doctor, "call", lambda function, _faces, **bounds: isolated(function, **bounds))
    from docgen.isolate import call as isolated

    check = found("embedded", doctor.examine(tmp_path))
    assert not check.ok
    assert "broke down" in check.found
    assert "folder, wheel or bundle" in check.advice


def test_what_does_not_ship_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "schemas", lambda: tmp_path / "none")
    check = found("shipped", doctor.examine(tmp_path))
    assert not check.ok
    assert "schemas" in check.found


def test_a_damaged_ledger_is_named_and_a_whole_one_too(tmp_path: Path) -> None:
    from docgen.ledger import Ledger, Wanted

    assert not [check for check in doctor._ledger(tmp_path)]
    Ledger(tmp_path / "ledger.db", "总支", "2008-2009-2").reserve("号", 2009, "{prefix}{year}{no}", [Wanted("G01")])
    (whole,) = doctor._ledger(tmp_path)
    assert whole.ok
    for path in tmp_path.glob("ledger.db*"):
        path.write_bytes(b"no ledger" * 900)
    (damaged,) = doctor._ledger(tmp_path)
    assert not damaged.ok
    assert "rebuild" in damaged.advice
