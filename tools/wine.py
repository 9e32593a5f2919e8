"""Windows on Debian, as far as wine gives it: for trying what Windows users get where there is no Windows.

Needs Debian's wine64 (8.0 or newer), fonts-wine, locales (localedef) and binutils-mingw-w64-x86-64: see ``PACKAGES``. Made
once in the user's cache. Not the real thing: no console, no memory bound on jobs, fonts and antivirus of its own.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

PACKAGES = ("wine64", "fonts-wine", "locales", "binutils-mingw-w64-x86-64")
_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "docgen-wine"
_LOCALE = "zh_CN.UTF-8"
"""Gives code page 936."""
_FONTS = Path("/usr/share/wine/fonts")
_FONT_KEY = r"HKLM\Software\Microsoft\Windows NT\CurrentVersion\Fonts"
_RANDOM = "LIBRARY bcryptprimitives\nEXPORTS\n  ProcessPrng = ADVAPI32.SystemFunction036\n"
"""What programs in Rust ask Windows for and wine 8 does not have, under the name of what it has."""


class NotToBeHadError(Exception):
    """There is no wine, or a part of it is missing; the text says what to install."""


@dataclass(frozen=True, slots=True)
class Wine:
    """A made-up Windows, with code page 936."""

    program: Path
    home: Path

    @property
    def drive(self) -> Path:
        """Its drive C:."""
        return self.home / "prefix" / "drive_c"

    @contextlib.contextmanager
    def start(
        self,
        *command: str | os.PathLike[str],
        folder: Path | None = None,
        more: Mapping[str, str] | None = None,
        seconds: float = 300,
    ) -> Iterator[subprocess.Popen[bytes]]:
        """Start a Windows program; all of its streams are pipes, because wine 8 hands Python no other ones.

        After ``seconds`` all of wine is ended: a grandchild that hangs would hold the pipes for ever.
        """
        with subprocess.Popen(
            [self.program, *command],
            cwd=folder,
            env=self._environment(more or {}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            over = threading.Timer(seconds, self.stop)
            over.start()
            try:
                yield process
            except BaseException:
                self.stop()
                raise
            finally:
                over.cancel()

    def run(
        self,
        *command: str | os.PathLike[str],
        folder: Path | None = None,
        more: Mapping[str, str] | None = None,
        seconds: float = 300,
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a Windows program to its end, or until wine is ended after ``seconds``."""
        with self.start(*command, folder=folder, more=more, seconds=seconds) as process:
            out, err = process.communicate()
        return subprocess.CompletedProcess(command, process.returncode, out, err)

    def stop(self) -> None:
        """End all that runs in it."""
        server = self.program.with_name("wineserver")
        subprocess.run([server, "-k"], env=self._environment({}), capture_output=True, check=False)

    def _environment(self, more: Mapping[str, str]) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "USER", "TMPDIR") if name in os.environ}
        own = {"WINEPREFIX": os.fspath(self.home / "prefix"), "LOCPATH": os.fspath(self.home / "locale")}
        quiet = {"WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml="}
        return {**kept, **own, **quiet, "LC_ALL": _LOCALE, **more}


def ready() -> Wine:
    """Return the made-up Windows, made now where it is not there yet (half a minute). Raise NotToBeHadError."""
    program = _program()
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.split()[0]
    wine = Wine(program, _CACHE / version)
    finished = wine.home / "finished"
    _CACHE.mkdir(parents=True, exist_ok=True)
    with (_CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # tests run side by side
        if not finished.is_file():
            shutil.rmtree(wine.home, ignore_errors=True)
            wine.home.mkdir()
            _make(wine)
            finished.touch()
    return wine


def _program() -> Path:
    there = (shutil.which("wine64"), "/usr/lib/wine/wine64", shutil.which("wine"))
    program = next((Path(one) for one in there if one and Path(one).is_file()), None)
    missing = [name for name in ("localedef", "x86_64-w64-mingw32-ld") if shutil.which(name) is None]
    missing += [] if (_FONTS / "tahoma.ttf").is_file() else ["fonts-wine"]
    if program is None or missing:
        what = ", ".join([*([] if program else ["wine64"]), *missing])
        raise NotToBeHadError(f"not on this machine: {what}. Install: apt-get install {' '.join(PACKAGES)}")
    return program


def _make(wine: Wine) -> None:
    (wine.home / "locale").mkdir()
    language, charset = _LOCALE.split(".")
    _done(["localedef", "-i", language, "-f", charset, os.fspath(wine.home / "locale" / _LOCALE)])
    _booted(wine)
    definition = wine.home / "random.def"
    definition.write_text(_RANDOM, encoding="ascii")
    library = wine.drive / "windows/system32/bcryptprimitives.dll"
    _done(["x86_64-w64-mingw32-ld", "-shared", "-e", "0", os.fspath(definition), "-o", os.fspath(library)])
    # dxpdf asks Windows for the font of its windows and gives up where there is none.
    for face, file in (("Tahoma (TrueType)", "tahoma.ttf"), ("Tahoma Bold (TrueType)", "tahomabd.ttf")):
        shutil.copyfile(_FONTS / file, wine.drive / "windows/Fonts" / file)
        wine.run("reg", "add", _FONT_KEY, "/v", face, "/d", file, "/f")
    wine.stop()  # the fonts are read when it starts


def _booted(wine: Wine) -> None:
    done = wine.run("wineboot", "-i")
    if not (wine.drive / "windows/system32/kernel32.dll").is_file():
        raise NotToBeHadError(f"wineboot: {done.stderr.decode('utf-8', 'replace')[-2000:]}")


def _done(command: list[str]) -> None:
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        raise NotToBeHadError(f"{command[0]}: {made.stderr.strip()[-2000:]}")
