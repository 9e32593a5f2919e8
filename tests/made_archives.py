"""A small sealed archive for the tests: three groups, two papers each, made as the pipeline makes it."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

from docgen import archives
from docgen.archives import Anchor, BagCatalogue, BagData, Credential, FiledData, Overview
from docgen.bundle import Item, Metadata, Stamp, catalogue_lines, merge
from docgen.bundle.headings import bare, page_texts
from docgen.documents import KINDS, Document
from docgen.field.programme import RETENTIONS
from docgen.workbook.plain_tables import table
from tests import paper_pdfs

DAY = date(2009, 7, 10)
TERM = "2008—2009学年第二学期"
WORD = b"PK"
"""What stands in for a Word file."""
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
    target: Path,
    folder: Path,
    face: Path,
    retention: str = "D30",
    first: int = 1,
    credential: Credential | None = None,
) -> tuple[BagCatalogue, BagData]:
    """Write a sealed bundle whose 件号 begin with ``first``; return what goes beside it into the bag."""
    items, data = list[Item](), dict[str, FiledData]()
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
                stamp=Stamp("Z109", "2009", f"{number:04}", "DQ11", RETENTIONS[retention], "2"),
                reference=archives.reference("Z109", 2009, retention, "DQ11", number),
                responsible="影视艺术系党总支",
                dated=DAY,
            )
        )
        data[document.name] = archives.filed_data(document, bare("".join(page_texts(path))))
    cover = paper_pdfs.paper(folder / "cover.pdf", [["封面"]], face)
    rows = catalogue_lines(items)
    words = {f"{name}.docx": hashlib.sha256(WORD).hexdigest() for name in data}
    keywords = archives.marks({name: archives.made_of(one) for name, one in data.items()}, rows, words)
    signer = archives.signer(credential) if credential else None
    if signer:
        keywords += (archives.signing_mark(signer.fingerprint),)
    merged = merge(
        target,
        front=[("封面", cover)],
        items=items,
        back=[("备考表", cover)],
        metadata=Metadata("合订本", keywords=keywords),
        face=face,
    )
    archives.seal(target, on=DAY)
    if credential:
        archives.sign(target, credential)
    bound = archives.bound_file(target, "合订本.pdf", merged.front, 2 * len(items), signer)
    runs = [(merged.front + 2 * number, 2) for number in range(len(items))]
    for name, drawn in zip(data, archives.digests(target, runs), strict=True):
        data[name] = data[name].model_copy(update={"drawn": drawn})
    catalogue = BagCatalogue(
        edition="归档",
        fonds="Z109",
        year=2009,
        retention=retention,
        archive_class="DQ11",
        general_branch="影视艺术系党总支",
        term=TERM,
        activity="携手共勉",
        files=(bound,),
        lines=tuple(archives.filed_line(line, item.name, "合订本.pdf") for line, item in zip(rows, items, strict=True)),
    )
    own = archives.own_texts(archives.opened(target), bound, 2 * len(items))
    return archives.with_unseen(catalogue, [own]), BagData(items=data)


def payload(pdf: Path, catalogue: BagCatalogue, data: BagData) -> dict[str, Path | bytes]:
    """What lies in a bag."""
    numbered = [(line, archives.ArchiveReference.parse(line.reference).number) for line in catalogue.lines]
    return {
        **{f"{archives.WORDS}/{name}.docx": WORD for name in data.items},
        "合订本.pdf": pdf,
        archives.CATALOGUE: archives.to_json(catalogue),
        archives.DATA: archives.to_json(data),
        archives.LEDGER: archives.dump(
            [{"名称": line.name, "件号": number, "备案号": line.document_number} for line, number in numbered]
        ),
        archives.LISTED: table("归档文件目录", archives.COLUMNS, archives.rows(catalogue.lines)),
    }


def loose(stage: Path, face: Path) -> None:
    """Write what lies in an edition beside its bags."""
    bags = archives.bags(stage)
    found = [archives.catalogue_of(bag) for bag in bags]
    boxes = [archives.spine_box(one) for one in found]
    labels = [f"{one.fonds} {one.year} {one.retention} {one.first_item} {one.last_item}" for one in boxes]
    paper_pdfs.paper(stage / archives.LABELS, [labels], face)
    overview = Overview("影视艺术系党总支", "携手共勉", TERM, "归档")
    (stage / archives.OVERVIEW).write_bytes(archives.overview_json(overview))
    page = archives.index_page(
        overview, [(bag.name, one) for bag, one in zip(bags, found, strict=True)], archives.about(bags)
    )
    (stage / archives.INDEX).write_bytes(page)
    (stage / archives.MARK).write_bytes(archives.mark("1"))
    (stage / archives.ANCHOR).write_bytes(archives.anchor_json(Anchor(1, "0" * 64)))


def make(root: Path, face: Path, edition: str = "2009-07-10", credential: Credential | None = None) -> Path:
    """Make ``root/archive`` with one edition of one bag, signed with a ``credential`` where there is one; return it."""
    work = root / "work"
    work.mkdir(exist_ok=True)
    catalogue, data = bundle(work / "合订本.pdf", work, face, credential=credential)
    with archives.staged(root / "archive", edition) as stage:
        archives.make_bag(
            stage / "2009-D30",
            payload(work / "合订本.pdf", catalogue, data),
            archives.bag_information(catalogue, DAY),
        )
        loose(stage, face)
    return root / "archive"
