"""Starts docgen from the one file it lies in: its packages are laid out in the user's cache once, and run from there.

Nothing but Python's own library, and words that a Python too old for docgen can read, too.
"""

import io
import json
import os
import platform
import sys
import tempfile
import zipfile
from pathlib import Path

ARCHIVE = Path(__file__).parent


def main() -> None:
    """Lay out what this Python needs, unless it is there, and run docgen."""
    with zipfile.ZipFile(str(ARCHIVE)) as archive:
        contents = json.loads(archive.read("contents.json").decode("utf-8"))
        python = ".".join(str(part) for part in sys.version_info[:2])
        wheels = contents["wheels"].get(python)
        if wheels is None or platform.machine() != contents["machine"]:
            facts = (contents["machine"], ", ".join(contents["wheels"]), platform.machine(), python)
            sys.exit(_OTHER.format(*facts))
        folder = _cache() / "-".join(["program", contents["digest"], python])
        if not folder.is_dir():
            _lay_out(archive, wheels, folder)
    sys.path[:] = [str(folder), *(path for path in sys.path if path != str(ARCHIVE))]
    from docgen.cli import main as run

    run()


_OTHER = """\
docgen：此文件用于 {0} 处理器和 Python {1}；本机是 {2} 和 Python {3}。
docgen: this file is for {0} processors and Python {1}; this machine has {2} and Python {3}."""
_NOT_WRITTEN = """\
docgen：无法写入 {0}（{1}）；可用环境变量 DOCGEN_CACHE 指定另一个文件夹。
docgen: {0} cannot be written ({1}); name another folder in DOCGEN_CACHE."""


def _cache() -> Path:
    chosen = os.environ.get("DOCGEN_CACHE")
    return Path(chosen) if chosen else Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "docgen"


def _lay_out(archive: zipfile.ZipFile, wheels: "list[str]", folder: Path) -> None:
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(dir=str(folder.parent)))
        for name in wheels:
            with zipfile.ZipFile(io.BytesIO(archive.read("wheels/" + name))) as wheel:
                wheel.extractall(str(aside))
        aside.chmod(0o755)
        aside.rename(folder)
    except OSError as error:
        if not folder.is_dir():  # else another one was faster
            sys.exit(_NOT_WRITTEN.format(folder.parent, error.strerror))


main()
