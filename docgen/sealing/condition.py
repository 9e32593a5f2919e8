"""情况说明 of the 备考表: what is in a box, and what is missing, changed, added or gone (DA/T 22-2015: 缺损、修改、补充、移出).

Composed from the same facts as the report at the end of a build and the index page, never from a form of words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from docgen.documents import Lack, Per
from docgen.field import Semester
from docgen.making.order import Missing
from docgen.sealing import overviews
from docgen.sealing.filing import NewItem

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
