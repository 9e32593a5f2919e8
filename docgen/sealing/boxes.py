"""One bag: the items of one 年度 and 保管期限, bound, sealed, and packed with their catalogue and data.

The 情况说明 of its 备考表 says what is in it, and what is missing, changed, added or gone (DA/T 22-2015: 缺损、修改、补充、移出).
It is composed from the same facts as the report at the end of a build and the index page, never from a form of words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from pathlib import Path

from docgen import archives, bundle, files
from docgen.archives import BagCatalogue, BagData, CertifiedSigner, Credential, HeldElsewhere, Plate
from docgen.archives.records import BoundFile, FiledData, FiledLine
from docgen.bundle import SHARD, Item, MergedFile, Stamp, catalogue_lines
from docgen.documents import Lack, Per
from docgen.documents.kinds.bundle_pages import CatalogueLine, Spine
from docgen.field import Programme, Semester
from docgen.field.programme import RETENTIONS
from docgen.ledger import ItemNumber
from docgen.making import bundling
from docgen.making.order import Missing
from docgen.making.tools import Tools
from docgen.sealing import overviews
from docgen.sealing.filing import NewItem
from docgen.workbook.plain_tables import table

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
    lines = catalogue_lines(tuple(entry.item for entry in content))
    words = {paper.word.name: paper.word for entry in content for paper in entry.filing.papers}
    kept = archives.kept_names([one for entry in content for one in entry.filing.enclosed])
    signer = archives.signer(credential) if credential else None
    frame = _frame(programme, content, box, explanation, on)
    frame = _told(frame, content, lines, words, signer)
    parts = bundling.bind(tools.work / f"{bag.name}-{BOUND}.pdf", frame, tools, most=most)
    sealed = _Sealed()
    for number, (path, merged) in enumerate(parts, 1):
        archives.seal(path, on=on, prove=False)  # the edition is verified before it is published
        if credential is not None and signer is not None:
            shows = credential.is_visible and number == 1
            archives.sign(path, credential, _plate(signer, on, tools) if shows else None)
        name = f"{BOUND}.pdf" if len(parts) == 1 else f"{BOUND}-{number}.pdf"
        sealed.read(path, name, merged, content, lines, kept, signer)
    catalogue = BagCatalogue(
        edition=bundling.ARCHIVED,
        fonds=programme.fonds,
        fonds_name=programme.fonds_name,
        year=frame.year,
        retention=frame.retention,
        archive_class=programme.archive_class,
        general_branch=programme.general_branch,
        activity=programme.activity,
        term=programme.term_name,
        files=tuple(sealed.files),
        lines=tuple(sealed.lines),
        box=box,
        apart=apart,
        remarks=frame.remarks(),
        elsewhere=tuple(elsewhere),
    )
    catalogue = archives.with_unseen(catalogue, sealed.own_texts)
    payload = _payload(catalogue, content, sealed, words, kept)
    if apart:
        payload |= _apart(catalogue, payload, on)
    archives.make_bag(bag, payload, archives.bag_information(catalogue, on))
    return tuple(remark for _path, merged in parts for remark in merged.remarks)


def _frame(
    programme: Programme, content: Sequence[NumberedItem], box: str, explanation: tuple[str, ...], on: date
) -> bundling.Binding:
    """Return what cover, catalogue and 备考表 of a box say."""
    first = content[0].number
    return bundling.Binding(
        edition=bundling.ARCHIVED,
        programme=programme,
        explanation=explanation,
        year=first.year,
        retention=first.retention,
        items=tuple(entry.item for entry in content),
        first_item=f"{first.no:04}",
        last_item=f"{content[-1].number.no:04}",
        box=box,
        arranged_on=on,
    )


def _told(
    frame: bundling.Binding,
    content: Sequence[NumberedItem],
    lines: Sequence[CatalogueLine],
    words: Mapping[str, Path],
    signer: CertifiedSigner | None,
) -> bundling.Binding:
    """Return the frame with what it was made from: as a code on the 备考表, and in the keywords of the file."""
    made_from = archives.marks(
        {one.item.name: archives.made_of(one.filing.data("")) for one in content},
        lines,
        {name: files.sha256(path) for name, path in words.items()},
        frame.remarks(),
    )
    return replace(
        frame,
        code=archives.code_for(made_from, [one.sha256 for entry in content for one in entry.filing.enclosed]),
        keywords=(*made_from, *((archives.signing_mark(signer.fingerprint),) if signer else ())),
    )


@dataclass(slots=True)
class _Sealed:
    """What the bound files of a box show, read back one after the other once they are sealed."""

    paths: dict[str, Path] = field(default_factory=dict)
    files: list[BoundFile] = field(default_factory=list)
    own_texts: list[str] = field(default_factory=list)
    """of the pages that belong to no item"""
    lines: list[FiledLine] = field(default_factory=list)
    data: dict[str, FiledData] = field(default_factory=dict)

    def read(
        self,
        path: Path,
        name: str,
        merged: MergedFile,
        content: Sequence[NumberedItem],
        lines: Sequence[CatalogueLine],
        kept: Mapping[str, str],
        signer: CertifiedSigner | None,
    ) -> None:
        """Read the next file; its items are the next of the box."""
        pages = archives.opened(path)
        at = slice(len(self.lines), len(self.lines) + len(merged.first_pages))
        here = [
            (entry, line, merged.front + line.first_page - merged.first_pages[0])
            for entry, line in zip(content[at], lines[at], strict=True)
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
            filed = replace(entry.filing, enclosed=enclosed).data(text)
            self.data[entry.item.name] = filed.model_copy(update={"drawn": drawn})
            self.lines.append(archives.filed_line(line, entry.item.name, name))
        inside = sum(line.pages for _entry, line, _start in here)
        bound = archives.bound_file(path, name, merged.front, inside, signer)
        self.files.append(bound)
        self.own_texts.append(archives.own_texts(pages, bound, inside))
        self.paths[name] = path


def _payload(
    catalogue: BagCatalogue,
    content: Sequence[NumberedItem],
    sealed: _Sealed,
    words: Mapping[str, Path],
    kept: Mapping[str, str],
) -> dict[str, Path | bytes]:
    """Return what goes into the bag, by its place there."""
    numbers = [{"名称": one.number.name, "件号": one.number.no, "备案号": one.filing.item.number} for one in content]
    return {
        **sealed.paths,
        archives.CATALOGUE: archives.to_json(catalogue),
        archives.DATA: archives.to_json(BagData(items=sealed.data)),
        archives.LEDGER: archives.dump(numbers),
        archives.LISTED: table("归档文件目录", archives.COLUMNS, archives.rows(sealed.lines)),
        **{f"{archives.WORDS}/{name}": path for name, path in words.items()},
        **{
            kept[one.file]: path
            for entry in content
            for one, path in zip(entry.filing.enclosed, entry.filing.originals, strict=True)
        },
    }


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


def _plate(signer: CertifiedSigner, on: date, tools: Tools) -> Plate:
    """Draw what the signature shows of itself on the cover."""
    lines = (f"电子签名：{signer.name}", f"{on.year}年{on.month}月{on.day}日")
    target = tools.work / "signature.pdf"
    bundle.plate(target, lines, bundling.face("".join(lines)))
    return Plate(target, bundle.PLATE_WIDTH, bundle.PLATE_HEIGHT)


_NAMED = 6
"""Files that a sentence lists by name."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an edition besides what goes into its boxes."""

    semester: Semester
    lacks: tuple[Missing, ...] = ()
    left: Mapping[str, str] = field(default_factory=dict)
    """Files that could not be taken in and were left out: what is said of each, by its path."""
    is_supplement: bool = False
    stays: int = 0
    """papers that stay in the department"""


def explain(filings: Sequence[NewItem], numbers: Sequence[int], facts: Facts, *, is_first: bool) -> tuple[str, ...]:
    """Return the paragraphs for one box; what concerns no paper of any box stands in the first one's."""
    pages = sum(one.item.pages for one in filings)
    said = [f"本盒共有文件{len(filings)}件，{pages}页，{_numbered(numbers)}。"]
    if scanned := sum(1 for one in filings if one.papers and one.enclosed):
        said.append(f"其中{scanned}件附签字原件的扫描件，扫描件在前，文本在后，合为一件。")
    return (
        *said,
        f"缺损：{_joined(_lacking(filings, facts, is_first=is_first))}。",
        f"修改：{_joined(_changed(filings))}。",
        f"补充：{'本盒为补充归档，所列文件在前次归档之后形成或收到' if facts.is_supplement else '无'}。",
        f"移出：{_joined(_gone(facts) if is_first and not facts.is_supplement else ())}。",
    )


def _numbered(numbers: Sequence[int]) -> str:
    first, last = min(numbers), max(numbers)
    unbroken = last - first + 1 == len(numbers)
    return f"件号{first:04}至{last:04}{'连续' if unbroken else '，中有空号'}"


def _joined(parts: Sequence[str]) -> str:
    return "；".join(parts) or "无"


def _lacking(filings: Sequence[NewItem], facts: Facts, *, is_first: bool) -> list[str]:
    here = {paper.document.name for one in filings for paper in one.papers}
    titles: dict[Lack, Counter[str]] = {}
    for lack in facts.lacks:
        if lack.paper in here or (lack.lack is Lack.PAPER and is_first and not facts.is_supplement):
            titles.setdefault(lack.lack, Counter())[lack.title] += 1
    said = [
        f"{overviews.LACKS[lack]}{counts.total()}件（{'、'.join(overviews.counted(counts))}）"
        for lack, counts in titles.items()
    ]
    if facts.left and is_first:
        more = "等" if len(facts.left) > _NAMED else ""
        said.append(f"未能收入{len(facts.left)}个文件（{'、'.join(list(facts.left)[:_NAMED])}{more}）")
    return said


def _changed(filings: Sequence[NewItem]) -> list[str]:
    said = []
    if amended := sum(1 for one in filings for paper in one.papers if paper.document.kind.per is Per.CHANGE):
        said.append(f"有变更备案表{amended}件")
    if converted := sum(1 for one in filings if any(source.changes for source in one.enclosed)):
        said.append(f"{converted}件所附文件为长期保存作了转换，详见目录备注")
    if any(one.enclosed for one in filings):
        said.append("扫描件、附件的原件随包保存")
    return said


def _gone(facts: Facts) -> list[str]:
    said = [f"{unit.id}{unit.fate}" for unit in facts.semester.units if not unit.is_active]
    return [*said, f"另有{facts.stays}件不出本单位，由本单位留存"] if facts.stays else said
