"""From records to PDFs: both engines of docgen against what one would put together otherwise, papers of 1, 3 and 10 pages.

    python benchmarks/peers.py [--papers 60] [--slow 6] [--node FOLDER] [--uno-python /usr/bin/python3]

Every contender gets the same records and the same layout (docxtemplater's with its own signs for tags), fills and converts
them in a process of its own, start and imports included, two processes at a time where it can. docgen also holds each PDF
against its document. ``--slow`` is how many papers those get that start LibreOffice for each. docxtemplater is installed with
npm into ``--node``; unoserver needs a Python with LibreOffice's ``uno``. What cannot be had is left out and said so.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.convert import JOBS, file_by_file, unoserver  # noqa: E402
from docgen.convert.libreoffice_probe import probe, profile_option  # noqa: E402

PAGES = {1: 9, 3: 36, 10: 138}
"""Pages, and lines that fill so many."""
_WORDS = "共勉双方约定互助互勉，按期完成目标，并把每次交流谈话如实记录下来，供支部考察。"
_FILL = """
const fs = require("fs"), Zip = require("pizzip"), Templater = require("docxtemplater");
const [template, records, target] = process.argv.slice(1);
const raw = fs.readFileSync(template, "binary");
JSON.parse(fs.readFileSync(records)).forEach((record, number) => {
  const made = new Templater(new Zip(raw), {paragraphLoop: true});
  made.render(record);
  fs.writeFileSync(`${target}/${number}.docx`, made.getZip().generate({type: "nodebuffer", compression: "DEFLATE"}));
});
"""


def lay_out(folder: Path, lines: int, count: int) -> None:
    """Write the layout with the tags of docxtpl and with those of docxtemplater, and the records."""
    import docx

    for name, (left, right), loop in (
        ("jinja", ("{{ ", " }}"), ("{%p for 条 in 各条 %}", "{{ 条 }}", "{%p endfor %}")),
        ("node", ("{", "}"), ("{#各条}", "{.}", "{/各条}")),
    ):
        word = docx.Document()
        word.add_heading(f"{left}标题{right}", 1)
        table = word.add_table(rows=2, cols=4)
        for cell, text in zip(table._cells, ("姓名", "学号", "班级", "日期"), strict=False):
            cell.text = text
        for cell, text in zip(table._cells[4:], ("姓名", "学号", "班级", "日期"), strict=True):
            cell.text = f"{left}{text}{right}"
        for line in loop:
            word.add_paragraph(line)
        word.save(os.fspath(folder / f"{name}.docx"))
    records = [
        {
            "标题": f"共勉协议书（{number}）",
            "姓名": f"张喆{number}",
            "学号": f"0081{number:03}",
            "班级": "美术0801",
            "日期": "2009年3月2日",
            "各条": [f"{line}. {_WORDS}（{number}）" for line in range(1, lines + 1)],
        }
        for number in range(count)
    ]
    (folder / "records.json").write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")


def docgen(folder: Path, engine: str) -> None:
    from docgen import convert, fonts
    from docgen.making import batches
    from docgen.making.executors import carrier
    from docgen.making.progress import Silent

    records = _records(folder)
    filling = [
        batches.FillTask("paper", record, folder / "jinja.docx", folder / f"{number}.docx")
        for number, record in enumerate(records)
    ]
    with carrier(JOBS) as executor:
        filled = batches.each(executor, batches.fill, filling, Silent())
        characters = {sign for one in filled if isinstance(one, batches.FilledWord) for sign in one.characters}
        tool = convert.identify(engine)
        maker = batches.Maker(tool.name, tool.version, fonts.prepare(characters))
        tasks = [
            batches.PdfTask(one.target.stem, one.target, one.target.with_suffix(".pdf"), one.stem, (1, 12))
            for one in filling
        ]
        made = batches.pdfs(executor, maker, tasks, Silent())
    pages = {one.pages for one in made if isinstance(one, batches.Pdf)}
    assert all(isinstance(one, batches.Pdf) for one in made), made
    (folder / "pages").write_text("/".join(map(str, sorted(pages))))


def docxtpl(folder: Path, convert: Callable[[Sequence[Path]], None]) -> None:
    from docxtpl import DocxTemplate

    made = []
    for number, record in enumerate(_records(folder)):
        template = DocxTemplate(folder / "jinja.docx")
        template.render(record, autoescape=True)
        made.append(folder / f"{number}.docx")
        template.save(made[-1])
    convert(made)


def docxtemplater(folder: Path, node: Path) -> None:
    subprocess.run(
        ["node", "-e", _FILL, folder / "node.docx", folder / "records.json", folder],
        check=True,
        env={**os.environ, "NODE_PATH": os.fspath(node / "node_modules")},
    )
    one_call([folder / f"{number}.docx" for number in range(len(_records(folder)))])


def one_call(files: Sequence[Path]) -> None:
    """Convert all files with one start of LibreOffice, as its manual says."""
    found = probe()
    assert found is not None
    folder = files[0].parent
    profile = profile_option(folder / "profile")
    options = [profile, "--headless", "--norestore", "--convert-to", "pdf", "--outdir", os.fspath(folder)]
    command = [os.fspath(found.program), *options, *map(os.fspath, files)]
    subprocess.run(command, check=True, capture_output=True)
    assert all(file.with_suffix(".pdf").exists() for file in files)


def _records(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / "records.json").read_text(encoding="utf-8"))
    return found


def contenders(node: Path, uno_python: str) -> dict[str, Callable[[Path], None]]:
    return {
        "docgen, embedded engine": partial(docgen, engine="embedded"),
        "docgen, LibreOffice": partial(docgen, engine="libreoffice"),
        "docxtpl, soffice a file": partial(docxtpl, convert=file_by_file),
        "docxtpl, one soffice": partial(docxtpl, convert=one_call),
        "docxtpl, unoserver": partial(docxtpl, convert=partial(unoserver, python=uno_python)),
        "docxtemplater, one soffice": partial(docxtemplater, node=node),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--papers", type=int, default=60)
    parser.add_argument("--slow", type=int, default=6)
    parser.add_argument("--node", type=Path)
    parser.add_argument("--uno-python", default="/usr/bin/python3")
    parser.add_argument("--only", nargs=2, metavar=("NAME", "FOLDER"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.only:
        contenders(asked.node, asked.uno_python)[asked.only[0]](Path(asked.only[1]))
        used = [sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        print(json.dumps(sum(used)))
        return
    with tempfile.TemporaryDirectory() as temporary:
        node = asked.node or Path(temporary) / "node"
        if not asked.node:
            command = ["npm", "install", "--silent", "--prefix", os.fspath(node), "docxtemplater", "pizzip"]
            subprocess.run(command, check=False, capture_output=True)
        installed = node / "node_modules/docxtemplater/package.json"
        version = json.loads(installed.read_text())["version"] if installed.exists() else "missing"
        found = probe()
        print(
            f"LibreOffice {found.version if found else 'missing'}, docxtemplater {version}; {JOBS} processes for each"
        )
        for pages, lines in PAGES.items():
            print(f"{pages} pages: papers, CPU and wall in seconds a paper, CPU in times docgen's embedded engine")
            base = 0.0
            for name in contenders(node, asked.uno_python):
                count = asked.slow if name.endswith(("a file", "unoserver")) else asked.papers
                folder = Path(temporary) / f"{pages} {name}"
                folder.mkdir()
                lay_out(folder, lines, count)
                options = ["--node", node, "--uno-python", asked.uno_python, "--only", name, folder]
                began = time.perf_counter()
                done = subprocess.run(
                    [sys.executable, __file__, *map(str, options)], capture_output=True, text=True, check=False
                )
                wall = (time.perf_counter() - began) / count
                if done.returncode:
                    print(f"  {name:28} not on this machine: {(done.stderr.splitlines() or [''])[-1][:60]}")
                    continue
                cpu = float(done.stdout.splitlines()[-1]) / count
                base = base or cpu
                shown = f"{(folder / 'pages').read_text()} pages" if (folder / "pages").exists() else ""
                print(f"  {name:28} {count:4} {cpu:8.3f} {wall:8.3f} {cpu / base:7.1f}  {shown}".rstrip(), flush=True)


if __name__ == "__main__":
    main()
