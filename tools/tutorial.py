"""Runs the tutorial as it is printed and writes what was really said into it: ``python -m tools.tutorial``.

A line ``$ docgen …`` in a console block is run in a folder of the moment; the lines below it are what it printed. What a reader
does by hand between the commands stands in comments that the page does not show::

    <!-- do: sample -->                          the workbook of the sample takes the place of the reader's
    <!-- do: set 人员!A72 810130102 -->          a cell is typed over (digits alone: as a number; nothing: emptied)
    <!-- do: edit G03-共勉协议书 -->              a paragraph is added to a paper in Word
    <!-- do: replace PATH OLD NEW -->            a text in a file is changed
    <!-- do: delete PATH -->                     a file is deleted
    <!-- show: E 3 … 18 -->                      of what the next command prints, the lines that begin with E and a blank (at most
                                                 three), then the last eighteen

The bars of a run are not printed: they are gone when it ends.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import docx
import openpyxl

from docgen import resources

DOCS = Path(__file__).parent.parent / "docs"
PAGES = {"zh": DOCS / "tutorial.zh-CN.md", "en": DOCS / "tutorial.md"}
_TERM = "2008-2009-2"
_BAR = re.compile(r" ?\d{1,2} \w+( \d+)?")
"""A step of a run, where there is no terminal to show a bar on."""


def played(page: Path, language: str, folder: Path) -> str:
    """Return the page with what its commands print when they are run one after the other in ``folder``."""
    kept: list[str] = []
    show = ""
    printing = False
    for line in page.read_text(encoding="utf-8").splitlines():
        if line.startswith("$ "):
            kept += [line, *_shortened(_run(line[2:], language, folder), show)]
            show, printing = "", True
            continue
        if printing and line != "```":
            continue  # what was printed when the page was last written
        printing = False
        kept.append(line)
        if found := re.fullmatch(r"<!-- (do|show): (.*?) -->", line):
            if found[1] == "show":
                show = found[2]
            else:
                _do(found[2], folder)
    return "\n".join(kept) + "\n"


def _run(command: str, language: str, folder: Path) -> list[str]:
    words = shlex.split(command)
    if words[0] != "docgen":
        raise SystemExit(f"the tutorial types another program: {command}")
    environment = {
        **os.environ,
        "DOCGEN_LANG": language,
        "DOCGEN_SOFFICE": str(folder / "no LibreOffice"),
        "DOCGEN_CACHE": str(folder / "cache"),
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
        "NO_COLOR": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    lines = done.stdout.decode("utf-8").splitlines()
    return [line.rstrip() for line in lines if not _BAR.fullmatch(line)]


def _shortened(lines: list[str], show: str) -> list[str]:
    if not show:
        return lines
    first, last = (part.split() for part in show.split("…"))
    begins = [line for line in lines if not first or not first[0].isalpha() or line.startswith(f"{first[0]} ")]
    most = next((int(word) for word in first if word.isdecimal()), len(lines))
    return [*begins[:most], "…", *lines[-int(last[0]) :]] if last else [*begins[:most], "…"]


def _do(what: str, folder: Path) -> None:
    verb, *words = shlex.split(what)
    semester = folder / _TERM
    match verb, words:
        case "sample", []:
            shutil.copy2(resources.samples() / _TERM / "台账.xlsx", semester / "台账.xlsx")
        case "set", [place, *text]:
            sheet, cell = place.split("!")
            book = openpyxl.load_workbook(semester / "台账.xlsx")
            value = " ".join(text)
            book[sheet][cell] = int(value) if value.isdecimal() else value or None
            book.save(semester / "台账.xlsx")
        case "edit", [paper]:
            path = semester / "out" / "word" / f"{paper}.docx"
            word = docx.Document(str(path))
            word.add_paragraph("（手工补充）")
            word.save(str(path))
        case "replace", [path, old, new]:
            file = folder / path
            file.write_bytes(file.read_bytes().replace(old.encode(), new.encode()))
        case "delete", [path]:
            (folder / path).unlink()
        case _:
            raise SystemExit(f"the tutorial asks for what nobody can do: {what}")


def main() -> None:
    """Write both pages anew."""
    for language, page in PAGES.items():
        with tempfile.TemporaryDirectory() as folder:
            page.write_text(played(page, language, Path(folder)), encoding="utf-8")


if __name__ == "__main__":
    main()
