"""A folder as archive offices take it over: 说明文件.TXT, 文件目录.XML, 电子档案 and 其他, to be opened with what everybody has.

Its shape is that of annex 2 of the 电子档案移交与接收办法 (档发〔2012〕7号): each 件 a PDF/A-2b of its own, named by its 档号,
with its metadata beside it (element names of DA/T 46-2009). Made from a sealed edition, which stays as it is; nothing is said
that does not stand there. What the 归档材料移交清册 says of it (boxes, how much is in them, digest) is composed here, too.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import docgen
from docgen.archives import apart
from docgen.archives.archive_number import ArchiveReference
from docgen.archives.catalogue_table import LISTED
from docgen.archives.code import code_of, grouped
from docgen.archives.edition_contents import bags, digest
from docgen.archives.records import ORIGINALS, BagCatalogue, BagData, FiledLine, catalogue_of, data_of
from docgen.archives.spine_labels import spine_box
from docgen.archives.verdict import Quality, Verdict
from docgen.documents.kinds.bundle_pages import HandedBox, HandoverList
from docgen.errors import OutputError, output_error
from docgen.field.programme import RETENTIONS
from docgen.files import beside, rename, sha256
from docgen.messages import _

ABOUT, LIST, RECORDS, OTHER = "说明文件.TXT", "文件目录.XML", "电子档案", "其他"
FORM, PROOF, SUMS = "电子档案移交与接收登记表.TXT", "四性检测报告.TXT", "校验值.TXT"
_SCHEMAS = {"文件目录.xsd": "catalogue.xsd", "元数据.xsd": "metadata.xsd"}
_EXCHANGE = Path(__file__).parent / "exchange"
_WORDS = {
    Quality.AUTHENTIC: "真实性",
    Quality.COMPLETE: "完整性",
    Quality.USABLE: "可用性",
    Quality.SAFE: "安全性",
}


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A folder that was made for an archive office: where, and how many items and pages are in it."""

    folder: Path
    items: int
    pages: int


@dataclass(frozen=True, slots=True)
class _Record:
    """An item with the bag that it lies in, and where it lies in the folder."""

    line: FiledLine
    catalogue: BagCatalogue
    place: str


def hand_over(edition: Path, folder: Path, verdict: Verdict, enclosed: Sequence[Path] = ()) -> HandedOver:
    """Write the folder for an edition that ``verdict`` found sound; it appears whole, or not at all.

    ``enclosed``: files that go along in 其他.
    Raise OutputError when something stands at its place or it cannot be written, ArchiveError when an item cannot be taken
    out of its bundle.
    """
    if folder.exists():
        raise OutputError(
            _("{path}: already exists").format(path=folder), hint=_("Name another folder with -o, or move it away.")
        )
    aside = beside(folder)
    try:
        aside.mkdir(parents=True)
        records = [one for bag in bags(edition) for one in _records(aside, bag)]
        _write(aside / LIST, _xml(_list(records)))
        _others(aside / OTHER, edition, records, verdict)
        for path in enclosed:
            shutil.copyfile(path, aside / OTHER / path.name)
        _write(aside / ABOUT, _text(_about(edition, records)))
        _write(aside / OTHER / SUMS, _text(_sums(aside)))
        rename(aside, folder)
    except OSError as error:
        raise output_error(error, folder) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return HandedOver(folder, len(records), sum(one.line.pages for one in records))


def _records(folder: Path, bag: Path) -> Iterator[_Record]:
    """Write the items of a bag, each in a folder of its own: 年度/保管期限/档号."""
    catalogue, data = catalogue_of(bag), data_of(bag)
    for bound in catalogue.files:
        lines = [line for line in catalogue.lines if line.file == bound.name]
        for line, cut in apart.cut(bag / "data" / bound.name, bound, lines, _arranged(catalogue)):
            place = f"{RECORDS}/{catalogue.year}/{RETENTIONS[catalogue.retention]}/{line.reference}"
            (folder / place).mkdir(parents=True)
            pdf = Path(shutil.copyfile(cut, folder / place / f"{line.reference}.PDF"))
            _write(folder / place / f"{line.reference}.XML", _xml(_metadata(line, catalogue, pdf)))
            _originals(folder / place, bag, data, line)
            yield _Record(line, catalogue, f"{place}/{pdf.name}")


def _arranged(catalogue: BagCatalogue) -> date:
    day = catalogue.remarks.arranged_on if catalogue.remarks else None
    return day or date(catalogue.year, 12, 31)


def _originals(folder: Path, bag: Path, data: BagData, line: FiledLine) -> None:
    item = data.items.get(line.name)
    for one in item.enclosed if item else ():
        kept = folder / ORIGINALS / Path(one.kept).name
        kept.parent.mkdir(exist_ok=True)
        shutil.copyfile(bag / "data" / one.kept, kept)


def _metadata(line: FiledLine, catalogue: BagCatalogue, pdf: Path) -> ElementTree.Element:
    parts = ArchiveReference.parse(line.reference)
    day = f"{line.dated[:4]}-{line.dated[4:6]}-{line.dated[6:]}"
    arranged = _arranged(catalogue)
    remarks = catalogue.remarks
    root = ElementTree.Element("文书类电子文件元数据")
    _add(root, "聚合层次", "文件")
    _all(root, "来源", {"全宗名称": catalogue.fonds_name, "立档单位名称": catalogue.general_branch})
    _add(root, "档号", line.reference)
    _all(
        root,
        "档号构成",
        {
            "全宗号": parts.fonds,
            "年度": str(parts.year),
            "保管期限": RETENTIONS[parts.retention],
            "机构或问题": parts.archive_class,
            "类别号": parts.category,
            "件号": str(parts.number),
        },
    )
    _all(
        root,
        "内容描述",
        {
            "题名": line.title,
            "日期": day,
            "文件编号": line.document_number,
            "责任者": line.responsible,
            "密级": line.secrecy,
            "附注": line.remark,
        },
    )
    _all(root, "形式特征", {"页数": str(line.pages), "语种": "zh-CN"})
    _all(
        root,
        "电子属性",
        {
            "格式信息": "PDF/A-2b",
            "计算机文件名": pdf.name,
            "计算机文件大小": str(pdf.stat().st_size),
            "数字摘要算法": "SHA-256",
            "数字摘要": sha256(pdf),
        },
    )
    acts = (
        ("形成", day, line.responsible),
        ("归档", arranged.isoformat(), remarks.archivist if remarks else ""),
    )
    for act, when, who in acts:
        _all(root, "业务行为", {"业务行为": act, "行为时间": when, "机构人员名称": who})
    return root


def _list(records: Sequence[_Record]) -> ElementTree.Element:
    root = ElementTree.Element("文件目录")
    for number, one in enumerate(records, 1):
        _all(
            root,
            "文件",
            {
                "顺序号": str(number),
                "档号": one.line.reference,
                "责任者": one.line.responsible,
                "题名": one.line.title,
                "日期": one.line.dated,
                "密级": one.line.secrecy,
                "电子档案名称": one.place,
                "备注": one.line.remark,
            },
        )
    return root


def _others(folder: Path, edition: Path, records: Sequence[_Record], verdict: Verdict) -> None:
    """Write what else goes along: bundles with cover and 备考表, tables, schemas, rules, report, and the form to be signed."""
    folder.mkdir()
    for bag in bags(edition):
        (folder / bag.name).mkdir()
        for name in (*(bound.name for bound in catalogue_of(bag).files), LISTED):
            shutil.copyfile(bag / "data" / name, folder / bag.name / name)
    for name, source in _SCHEMAS.items():
        shutil.copyfile(_EXCHANGE / source, folder / name)
    _write(folder / PROOF, _text(_proof(verdict)))
    _write(folder / FORM, _text(_form(edition, records)))


def _about(edition: Path, records: Sequence[_Record]) -> Iterator[str]:
    first = records[0].catalogue
    yield "说明文件"
    yield ""
    yield f"移交单位：{first.general_branch}"
    yield f"内容：{first.term}“{first.activity}”归档电子文件，第{edition.name}版"
    yield f"全宗号：{first.fonds}　全宗名称：{first.fonds_name}"
    yield f"件数：{len(records)}　页数：{sum(one.line.pages for one in records)}"
    yield f"数字摘要（本版 edition.json 的 SHA-256）：{digest(edition)}"
    yield "载体编号、容量、类型、保管单位、制作单位、检查单位：由移交单位填写"
    yield ""
    yield f"{LIST}：每件一条，结构见 {OTHER}/文件目录.xsd"
    yield f"{RECORDS}/年度/保管期限/档号/：该件的 PDF（PDF/A-2b）和元数据 XML；{ORIGINALS} 中是扫描件、附件收到时的原样"
    yield f"{OTHER}/：合订本（封面、目录、归档章、备考表）、归档文件目录、移交清册、XML 模式、四性检测报告、登记表、校验值"
    yield "命名规则：档号＝全宗号-类别·年度-保管期限-机构（问题）-件号（DA/T 22-2015），文件以档号命名"
    yield "软硬件环境：任何能打开 PDF 和文本文件的计算机；文本为 UTF-8"
    yield f"制作软件：docgen {docgen.__version__}"


def _form(edition: Path, records: Sequence[_Record]) -> Iterator[str]:
    first = records[0].catalogue
    numbers = [one.line.reference for one in records]
    yield "电子档案移交与接收登记表（一式两份，交接双方各执一份）"
    yield ""
    yield f"内容描述　　　{first.term}“{first.activity}”归档文件，第{edition.name}版"
    yield f"移交电子档案　{len(records)}件，{sum(one.line.pages for one in records)}页"
    yield f"档号起止　　　{numbers[0]} 至 {numbers[-1]}"
    yield f"数字摘要　　　{digest(edition)}"
    yield "　　　　　　　（docgen verify --expect 加此摘要，可核对是否仍为所移交的档案）"
    yield ""
    yield "检验内容　　　　　移交单位　　　　　　　接收单位"
    for quality in _WORDS.values():
        yield f"{quality}检验　　　　________________　　　　________________"
    yield "载体外观检验　　　________________　　　　________________"
    yield "病毒检验　　　　　________________　　　　________________"
    yield ""
    yield "填表人（签名）　　________________　　　　________________"
    yield "审核人（签名）　　________________　　　　________________"
    yield "单位（盖章）　　　________________　　　　________________"
    yield "日期　　　　　　　________________　　　　________________"


def _proof(verdict: Verdict) -> Iterator[str]:
    counts = verdict.checked
    yield "四性检测报告（DA/T 70-2018 中软件可检测的项目）"
    yield ""
    yield (
        f"检测范围：归档包{counts.get('bags', 0)}个，文件{counts.get('files', 0)}个，{counts.get('items', 0)}件，"
        f"{counts.get('pages', 0)}页"
    )
    for quality, word in _WORDS.items():
        found = verdict.of(quality)
        yield f"{word}：{'通过' if not found else f'{len(found)}项提示'}"
        yield from (f"　　{one.file}　{one.message}" for one in found)
    yield "病毒检测、载体检测不在本软件范围内，由交接双方另行进行。"


def _sums(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield f"{sha256(path)}  {path.relative_to(folder).as_posix()}"


def _all(root: ElementTree.Element, name: str, values: dict[str, str]) -> None:
    inside = ElementTree.SubElement(root, name)
    for key, value in values.items():
        _add(inside, key, value)


def _add(root: ElementTree.Element, name: str, value: str) -> None:
    ElementTree.SubElement(root, name).text = value


def _xml(root: ElementTree.Element) -> bytes:
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written + b"\n"


def _text(lines: Iterator[str]) -> bytes:
    """Return text as any editor of any Windows shows it: a mark of its encoding, lines that end as they do there."""
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig")


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def handover_list(edition: Path) -> HandoverList:
    """Compose the list of an edition. Raise ArchiveError when it cannot be read."""
    found = [(bag, catalogue_of(bag)) for bag in bags(edition)]
    boxes = tuple(
        HandedBox(
            **spine_box(one).model_dump(),
            items=len(one.lines),
            pages=sum(line.pages for line in one.lines),
            code=code_of(bag),
        )
        for bag, one in found
    )
    _bag, first = found[0]
    return HandoverList(
        activity=first.activity,
        term=first.term,
        general_branch=first.general_branch,
        fonds=first.fonds,
        fonds_name=first.fonds_name,
        edition=edition.name,
        boxes=boxes,
        items=sum(one.items for one in boxes),
        pages=sum(one.pages for one in boxes),
        digest=grouped(digest(edition)),
    )
