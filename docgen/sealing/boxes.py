"""One bag: the items of one 年度 and 保管期限, bound, sealed, and packed with their catalogue and data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path

from docgen import archives, bundle, files
from docgen.archives import BagCatalogue, BagData, Credential, HeldElsewhere, Plate, Signer
from docgen.bundle import SHARD, Item, Stamp, catalogue_lines
from docgen.documents.bundle_pages import Spine
from docgen.field import Programme
from docgen.field.programme import RETENTIONS
from docgen.ledger import ItemNumber
from docgen.making import bundling
from docgen.making.tools import Tools
from docgen.sealing.filing import NewItem
from docgen.workbook.catalogue import table

BOUND = "合订本"


@dataclass(frozen=True, slots=True)
class NumberedItem:
    """An item with its archive number."""

    filing: NewItem
    number: ItemNumber

    @property
    def item(self) -> Item:
        """The item with its 档号 and 归档章."""
        number = self.number
        return replace(
            self.filing.item,
            reference=archives.reference(number.fonds, number.year, number.retention, number.archive_class, number.no),
            stamp=Stamp(
                fonds=number.fonds,
                year=str(number.year),
                number=f"{number.no:04}",
                office=number.archive_class,
                retention=RETENTIONS[number.retention],
                pages=str(self.filing.item.pages),
            ),
        )


def fill(
    bag: Path,
    programme: Programme,
    content: Sequence[NumberedItem],
    box: str,
    explanation: tuple[str, ...],
    tools: Tools,
    on: date,
    *,
    elsewhere: Sequence[HeldElsewhere] = (),
    credential: Credential | None = None,
    most: int = SHARD,
    apart: bool = False,
) -> tuple[str, ...]:
    """Bind, seal and bag the items of one box; return the binder's remarks.

    ``elsewhere``: numbers of the same series that other archives hold; ``credential`` signs each bound file; ``most``:
    items of one bound file; ``apart``: each item as a file of its own, too.
    """
    first = content[0].number
    items = tuple(entry.item for entry in content)
    lines = catalogue_lines(items)
    words = {paper.word.name: paper.word for entry in content for paper in entry.filing.papers}
    signer = archives.signer(credential) if credential else None
    frame = bundling.Binding(
        edition=bundling.ARCHIVED,
        programme=programme,
        explanation=explanation,
        year=first.year,
        retention=first.retention,
        items=items,
        first_item=f"{first.no:04}",
        last_item=f"{content[-1].number.no:04}",
        box=box,
        arranged_on=on,
    )
    made_from = archives.marks(
        {one.item.name: archives.made_of(one.filing.data("")) for one in content},
        lines,
        {name: files.sha256(path) for name, path in words.items()},
        frame.remarks(),
    )
    frame = replace(
        frame,
        code=archives.code_for(made_from, [one.sha256 for entry in content for one in entry.filing.enclosed]),
        keywords=(*made_from, *((archives.signing_mark(signer.fingerprint),) if signer else ())),
    )
    shards = bundling.bind(tools.work / f"{bag.name}-{BOUND}.pdf", frame, tools, most=most)
    payload: dict[str, Path | bytes] = {}
    bound, filed, data = [], [], {}
    kept = archives.kept_names([one for entry in content for one in entry.filing.enclosed])
    own, at = list[str](), 0
    for number, (path, merged) in enumerate(shards, 1):
        name = f"{BOUND}.pdf" if len(shards) == 1 else f"{BOUND}-{number}.pdf"
        archives.seal(path, on=on, prove=False)  # the edition is verified before it is published
        if credential is not None and signer is not None:
            archives.sign(
                path, credential, _plate(signer, on, tools) if credential.is_visible and number == 1 else None
            )
        pages = archives.opened(path)
        count = len(merged.first_pages)
        here = [
            (entry, line, merged.front + line.first_page - merged.first_pages[0])
            for entry, line in zip(content[at : at + count], lines[at : at + count], strict=True)
        ]
        wanted = [
            run
            for entry, line, start in here
            for run in ((start, line.pages), *archives.runs(start, entry.filing.enclosed))
        ]
        digests = iter(archives.digests(path, wanted))
        for entry, line, start in here:
            sources, drawn = entry.filing.enclosed, next(digests)
            enclosed = archives.with_digests(sources, list(islice(digests, len(sources))), kept)
            text = "".join(pages.texts[start : start + line.pages])
            filing = replace(entry.filing, enclosed=enclosed)
            data[entry.item.name] = filing.data(text).model_copy(update={"drawn": drawn})
            filed.append(archives.filed_line(line, entry.item.name, name))
        inside = sum(line.pages for _entry, line, _start in here)
        bound.append(archives.bound_file(path, name, merged.front, inside, signer))
        own.append(archives.own_texts(pages, bound[-1], inside))
        payload[name] = path
        at += count
    catalogue = BagCatalogue(
        edition=bundling.ARCHIVED,
        fonds=programme.fonds,
        fonds_name=programme.fonds_name,
        year=first.year,
        retention=first.retention,
        archive_class=programme.archive_class,
        general_branch=programme.general_branch,
        activity=programme.activity,
        term=programme.term_name,
        files=tuple(bound),
        lines=tuple(filed),
        box=box,
        apart=apart,
        remarks=frame.remarks(),
        elsewhere=tuple(elsewhere),
    )
    catalogue = archives.with_unseen(catalogue, own)
    payload |= {
        archives.CATALOGUE: archives.to_json(catalogue),
        archives.DATA: archives.to_json(BagData(items=data)),
        archives.LEDGER: archives.dump(
            [{"名称": one.number.name, "件号": one.number.no, "备案号": one.filing.item.number} for one in content]
        ),
        archives.LISTED: table("归档文件目录", archives.COLUMNS, archives.rows(filed)),
    }
    payload |= {f"{archives.WORDS}/{name}": path for name, path in words.items()}
    for entry in content:
        payload |= {
            kept[one.file]: path for one, path in zip(entry.filing.enclosed, entry.filing.originals, strict=True)
        }
    if apart:
        payload |= _apart(catalogue, payload, on)
    archives.make_bag(bag, payload, archives.bag_information(catalogue, on))
    return tuple(remark for _path, merged in shards for remark in merged.remarks)


def _apart(catalogue: BagCatalogue, payload: Mapping[str, Path | bytes], on: date) -> dict[str, Path | bytes]:
    """Return each item as a file of its own."""
    return {
        archives.place(line): cut.read_bytes()
        for bound in catalogue.files
        for line, cut in archives.cut(
            Path(str(payload[bound.name])),
            bound,
            [line for line in catalogue.lines if line.file == bound.name],
            on,
            prove=False,
        )
    }


def labels(programme: Programme, bags: Sequence[Path]) -> Spine:
    """Return what stands on the spines of an edition's boxes; each bag is one."""
    boxes = tuple(archives.spine_box(archives.catalogue_of(bag)) for bag in bags)
    return Spine.of(programme, boxes=boxes)


def _plate(signer: Signer, on: date, tools: Tools) -> Plate:
    """Draw what the signature shows of itself on the cover."""
    lines = (f"电子签名：{signer.name}", f"{on.year}年{on.month}月{on.day}日")
    target = tools.work / "signature.pdf"
    bundle.plate(target, lines, bundling.face("".join(lines)))
    return Plate(target, bundle.PLATE_WIDTH, bundle.PLATE_HEIGHT)
