"""Merging many papers: docgen's bundle against bare pypdf append, pikepdf and qpdf; sealing apart, per page.

    python benchmarks/merge.py [--items 1000 5000] [--keep FOLDER]

Each contender runs in a process of its own over the same two-page files (40 lines of Chinese a page, a font subset in
each), so that time (CPU) and peak memory are its own. docgen's time includes bookmarks, labels, running numbers and a 归档章
on each item, for which it looks at each first page; it writes shards of at most 1,000 items.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

CONTENDERS = ("pypdf", "pikepdf", "qpdf", "docgen-plain", "docgen", "seal")
_WORDS = "学习目标守纪荣誉获取专业成就共勉协议书计划备案表双方约定按时完成互相监督交流谈话记录张李王欧阳"


def papers(folder: Path, count: int) -> None:
    """Write ``count`` two-page files, each with its own text and its own copy of the font."""
    import pikepdf
    from pikepdf import Array, Dictionary, Name, Stream

    from docgen.bundle.lettering import cut
    from docgen.fonts import prepare
    from docgen.fonts.codes import unicode_map

    face = prepare(_WORDS + "0123456789-年ZDQ草稿", folder / "faces").faces["Docgen Song"]
    (folder / "face").write_text(str(face), encoding="utf-8")
    letters = cut(face, _WORDS + "0123456789")
    texts = unicode_map({glyph: character for character, glyph in letters.glyphs.items()})
    for index in range(count):
        pdf = pikepdf.new()
        program = pdf.make_indirect(Stream(pdf, letters.program, Length1=len(letters.program)))
        descriptor = Dictionary(
            Type=Name.FontDescriptor, FontName=Name(f"/{letters.name}"), Flags=4, FontBBox=Array(list(letters.box)),
            ItalicAngle=0, Ascent=letters.ascent, Descent=letters.descent, CapHeight=letters.ascent, StemV=80,
            FontFile2=program,
        )  # fmt: skip
        cid = Dictionary(
            Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name(f"/{letters.name}"), DW=1000,
            CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0), CIDToGIDMap=Name.Identity,
            FontDescriptor=pdf.make_indirect(descriptor), W=Array([0, Array(list(letters.advances))]),
        )  # fmt: skip
        font = Dictionary(
            Type=Name.Font, Subtype=Name.Type0, BaseFont=Name(f"/{letters.name}"), Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(cid)]), ToUnicode=pdf.make_indirect(Stream(pdf, texts)),
        )  # fmt: skip
        reference = pdf.make_indirect(font)
        for number in range(2):
            lines = (_WORDS[(index * 7 + line * 3 + number) % 20 :] + f"{index:05}{line:02}" for line in range(40))
            drawn = "\n".join(
                f"BT /F 12 Tf 80 {720 - 15 * row} Td {letters.code(line)} Tj ET" for row, line in enumerate(lines)
            )
            page = pdf.add_blank_page(page_size=(595, 842))
            page.Contents, page.Resources = Stream(pdf, drawn.encode()), Dictionary(Font=Dictionary(F=reference))
        pdf.save(folder / f"{index:05}.pdf")


def bare_pypdf(files: Sequence[Path], folder: Path) -> None:
    from pypdf import PdfWriter

    writer = PdfWriter()
    for file in files:
        writer.append(file)
    with (folder / "pypdf.pdf").open("wb", buffering=1 << 20) as out:
        writer.write(out)


def bare_pikepdf(files: Sequence[Path], folder: Path) -> None:
    import pikepdf

    pdf = pikepdf.new()
    for file in files:
        with pikepdf.open(file) as part:
            pdf.pages.extend(part.pages)
    pdf.save(folder / "pikepdf.pdf")


def bare_qpdf(files: Sequence[Path], folder: Path) -> None:
    arguments = ["--empty", "--pages", *map(str, files), "--", str(folder / "qpdf.pdf")]
    (folder / "arguments").write_text("\n".join(arguments), encoding="utf-8")
    subprocess.run(["qpdf", f"@{folder / 'arguments'}"], check=True)


def docgen(files: Sequence[Path], folder: Path, *, marked: bool) -> None:
    from docgen.bundle import Item, Metadata, Stamp, merge, shards

    face = Path((folder / "face").read_text(encoding="utf-8"))
    items = [
        Item(
            file.stem,
            file.stem,
            ("学期", f"G{number // 10}"),
            file.stem,
            (file,),
            2,
            stamp=Stamp("Z109", "2009", f"{number % 9999 + 1:04}", "DQ11", "30年", "2") if marked else None,
        )
        for number, file in enumerate(files)
    ]
    page = 1
    for number, shard in enumerate(shards(items)):
        target = folder / f"docgen-{number}.pdf"
        merge(target, items=shard, metadata=Metadata("基准"), face=face, first_page=page)
        page += 2 * len(shard)


def seal(folder: Path) -> None:
    from docgen.archives import seal as seal_one

    for path in sorted(folder.glob("docgen-*.pdf")):
        seal_one(path, on=date(2009, 7, 10))


def run(contender: str, folder: Path, count: int) -> None:
    """Run one contender and print its time and peak memory (the child's, for qpdf)."""
    files = sorted(folder.glob("[0-9]*.pdf"))[:count]
    before = cpu(contender == "qpdf")
    match contender:
        case "pypdf":
            bare_pypdf(files, folder)
        case "pikepdf":
            bare_pikepdf(files, folder)
        case "qpdf":
            bare_qpdf(files, folder)
        case "seal":
            seal(folder)
        case _:
            docgen(files, folder, marked=contender == "docgen")
    seconds = cpu(contender == "qpdf") - before
    print(json.dumps({"seconds": seconds, "megabytes": peak(contender == "qpdf")}))


def cpu(of_child: bool) -> float:
    """Return seconds of CPU: on a shared machine steadier than the clock, and none of the contenders waits for long."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN if of_child else resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def peak(of_child: bool) -> float:
    """Return peak memory in MB. Not ru_maxrss of this process: Linux lets a child start with its parent's peak."""
    status = Path("/proc/self/status")
    if of_child or not status.exists():
        who = resource.RUSAGE_CHILDREN if of_child else resource.RUSAGE_SELF
        return resource.getrusage(who).ru_maxrss / 1024
    lines = status.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, nargs="+", default=[1000, 5000])
    parser.add_argument("--keep", type=Path, help="make the papers here and leave them")
    parser.add_argument("--run", nargs=3, metavar=("CONTENDER", "FOLDER", "COUNT"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        run(options.run[0], Path(options.run[1]), int(options.run[2]))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(exist_ok=True)
        if len(list(folder.glob("[0-9]*.pdf"))) < max(options.items):
            papers(folder, max(options.items))
        print(f"{'items':>6} {'':14} {'s':>8} {'ms/item':>8} {'× pypdf':>8} {'MB':>6} {'file MB':>8}")
        for count in options.items:
            bare = 0.0
            for contender in CONTENDERS:
                if contender == "qpdf" and shutil.which("qpdf") is None:
                    print(f"{count:>6} {contender:14}   (not on this machine)")
                    continue
                if contender != "seal":
                    for old in folder.glob("docgen-*.pdf"):
                        old.unlink()
                command = [sys.executable, __file__, "--run", contender, str(folder), str(count)]
                found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
                bare = bare or found["seconds"]
                made = (
                    [folder / f"{contender}.pdf"]
                    if contender in ("pypdf", "pikepdf", "qpdf")
                    else folder.glob("docgen-*.pdf")
                )
                size = sum(path.stat().st_size for path in made) / 1e6
                print(
                    f"{count:>6} {contender:14} {found['seconds']:>8.2f} {found['seconds'] / count * 1000:>8.2f} "
                    f"{found['seconds'] / bare:>8.2f} {found['megabytes']:>6.0f} {size:>8.1f}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
