"""A small sealed archive for the tests: three groups, two papers each, made as the pipeline makes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from docgen import archives
from docgen.archives import BagCatalogue, BagData, BoundFile
from docgen.bundle import Item, Metadata, Stamp, catalogue_lines, merge
from docgen.bundle.headings import page_texts
from docgen.documents import KINDS, Document
from tests import paper_pdfs

DAY = date(2009, 7, 10)
TERM = "2008—2009学年第二学期"
PEOPLE = {"G01": ("张喆", "0081001"), "G02": ("欧阳王堃", "0081002"), "G03": ("李䶮", "0081003")}


def documents() -> tuple[Document, ...]:
    return tuple(
        Document(
            KINDS[stem],
            group,
            f"{group}{KINDS[stem].title}",
            {"成员": [{"姓名": name, "编号": number}], "备案号": f"影艺〔2009〕{int(group[1:])}号", "开始日期": DAY},
            group,
        )
        for group, (name, number) in PEOPLE.items()
        for stem in ("agreement", "plan")
    )


def bundle(
    target: Path, folder: Path, face: Path, retention: str = "D30", first: int = 1
) -> tuple[BagCatalogue, BagData]:
    """Write a sealed bundle whose 件号 begin with ``first``; return what goes beside it into the bag."""
    items = []
    data = {}
    for number, document in enumerate(documents(), first):
        members: Any = document.data["成员"]
        lines = [document.title, *(f"{one['姓名']} {one['编号']}" for one in members)]
        pages = [[*lines, str(document.data["备案号"])], ["目标"]]
        path = paper_pdfs.paper(folder / f"{document.name}.pdf", pages, face)
        items.append(
            Item(
                document.name,
                document.title,
                (TERM, document.group),
                document.kind.title,
                (path,),
                2,
                stamp=Stamp("Z109", "2009", f"{number:04}", "DQ11", archives.RETENTIONS[retention], "2"),
                reference=archives.reference("Z109", 2009, retention, "DQ11", number),
            )
        )
        data[document.name] = archives.filed_data(document, "".join(page_texts(path)))
    cover = paper_pdfs.paper(folder / "cover.pdf", [["封面"]], face)
    merged = merge(
        target, front=[("封面", cover)], items=items, back=[("备考表", cover)], metadata=Metadata("合订本"), face=face
    )
    archives.seal(target, on=DAY)
    catalogue = BagCatalogue(
        edition="归档",
        fonds="Z109",
        year=2009,
        retention=retention,
        archive_class="DQ11",
        general_branch="影视艺术系党总支",
        term=TERM,
        activity="携手共勉",
        files=(BoundFile(name="合订本.pdf", pages=merged.pages, front=merged.front),),
        lines=tuple(
            archives.filed_line(line, item.name, "合订本.pdf")
            for line, item in zip(catalogue_lines(items), items, strict=True)
        ),
    )
    return catalogue, BagData(items=data)


def make(root: Path, face: Path, edition: str = "2009-07-10", sign: Callable[[Path], str] = lambda _bundle: "") -> Path:
    """Make ``root/archive`` with one edition of one bag; return it. ``sign`` signs the bundle and says who did."""
    work = root / "work"
    work.mkdir(exist_ok=True)
    catalogue, data = bundle(work / "合订本.pdf", work, face)
    signed = catalogue.files[0].model_copy(update={"signer": sign(work / "合订本.pdf")})
    catalogue = catalogue.model_copy(update={"files": (signed,)})
    with archives.staged(root / "archive", edition) as stage:
        payload: dict[str, Path | bytes] = {
            "合订本.pdf": work / "合订本.pdf",
            archives.CATALOGUE: archives.to_json(catalogue),
            archives.DATA: archives.to_json(data),
        }
        archives.make_bag(stage / "2009-D30", payload, archives.bag_information(catalogue, DAY))
        (stage / "index.html").write_text("<!doctype html>", encoding="utf-8")
    return root / "archive"
