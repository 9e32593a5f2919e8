"""``python -m tools.bundle [FOLDER]``: the zip for Windows and the file for Linux, into ``dist`` by default.

``--machine aarch64`` makes the Linux file for another processor; it can only be tried on one.
"""

from __future__ import annotations

import argparse
import platform
import sys
from pathlib import Path

from tools.bundle import linux, packages, windows


def main() -> int:
    """Make both and say where they are and how large."""
    asked = argparse.ArgumentParser(prog="python -m tools.bundle")
    asked.add_argument("folder", type=Path, nargs="?", default=packages.ROOT / "dist")
    asked.add_argument("--machine", default=platform.machine())
    wanted = asked.parse_args()
    try:
        made = [windows.build(wanted.folder), linux.build(wanted.folder, wanted.machine)]
    except packages.NotToBeHadError as error:
        print(error, file=sys.stderr)
        return 1
    for path in made:
        print(f"{path}  {path.stat().st_size / 1e6:.0f} MB")
    return 0


sys.exit(main())
