"""A pile of scans, sorted: which page belongs to which paper, by the codes on them; what is missing, double, not to be told.

Nothing is changed here. A page is never filed by a guess: what has no code is named, with the place where it may belong, and
somebody says so (:meth:`Sorting.placed`). A file none of whose pages has a code belongs where its name says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from docgen import codes
from docgen.codes import Code
from docgen.codes.finding import SeenPage
from docgen.errors import DocgenError, InputError
from docgen.gate.reading import words
from docgen.ledger import Ledger, PaperRecord
from docgen.making import own
from docgen.making.executors import carrier
from docgen.making.progress import Progress
from docgen.messages import _
from docgen.semesters.registry import BuiltSemester, built_semester
from docgen.signing import freezing, scans
from docgen.signing.looking import look

_Seen = list[SeenPage] | DocgenError
"""What is seen of a file: its pages, or why it cannot be opened."""


class LeftBecause(StrEnum):
    """LeftBecause a page is filed with no paper."""

    UNREAD = "unread"
    """no code was found on it"""
    BLANK = "blank"
    """nothing stands on it, such as the back of a page"""
    SEVERAL = "several"
    """pages of two papers lie on it"""
    OUTDATED = "outdated"
    """of a text of the paper that is no longer the one that would be signed"""
    ELSEWHERE = "elsewhere"
    """of another semester or department"""
    GONE = "gone"
    """of a paper that is no longer made"""
    DOUBLE = "double"
    """the same page of the same paper was there before"""
    REFUSED = "refused"
    """the file cannot be opened"""


@dataclass(frozen=True, slots=True)
class ScanPage:
    """A page of a scan: its file, its number there from 1, how far it is to be turned clockwise to stand upright."""

    file: Path
    page: int
    turned: int = 0


@dataclass(frozen=True, slots=True)
class LeftPage:
    """A page that belongs to no paper for certain, why, and in words; ``name`` and ``number``: where it seems to belong."""

    where: ScanPage
    why: LeftBecause
    said: str
    name: str = ""
    number: int = 0

    @property
    def shown(self) -> str:
        """The file, and the page of it where it has several."""
        name, page = self.where.file.name, self.where.page
        return _("{file}, page {page}").format(file=name, page=page) if page else name


@dataclass(frozen=True, slots=True)
class SortedPaper:
    """A paper of which there are scans: its pages by number, or a file as a whole that is nothing but this paper.

    ``hindrance`` says why it cannot be signed as it is, ``""`` where it can.
    """

    name: str
    pages: tuple[tuple[int, ScanPage], ...] = ()
    total: int = 0
    whole: Path | None = None
    hindrance: str = ""

    @property
    def missing(self) -> tuple[int, ...]:
        """The numbers of its pages of which there is no scan."""
        there = {number for number, _page in self.pages}
        return () if self.whole else tuple(number for number in range(1, self.total + 1) if number not in there)

    @property
    def is_ready(self) -> bool:
        """Whether it can be signed with these scans."""
        return not self.missing and not self.hindrance


@dataclass(frozen=True, slots=True)
class Sorting:
    """A pile, sorted: papers in the order of the ledger, then what is left in the order of the pile."""

    papers: tuple[SortedPaper, ...] = ()
    left: tuple[LeftPage, ...] = ()

    def of(self, why: LeftBecause) -> tuple[LeftPage, ...]:
        """Return what is left for one reason."""
        return tuple(one for one in self.left if one.why is why)

    def placed(self, page: LeftPage) -> Sorting:
        """Return the pile with a page put where it seems to belong, because somebody has looked at it and says so."""
        papers = tuple(
            replace(one, pages=tuple(sorted((*one.pages, (page.number, page.where)), key=lambda pair: pair[0])))
            if one.name == page.name and page.number in one.missing
            else one
            for one in self.papers
        )
        return self if papers == self.papers else Sorting(papers, tuple(one for one in self.left if one is not page))


def sort_scans(workbook: Path, files: Sequence[Path], progress: Progress) -> Sorting:
    """Look at each page of scans and folders of scans, and say which paper it belongs to.

    Raise InputError when nothing was made from the workbook yet, or one of the files is not there.
    """
    return sort(built_semester(workbook), files, progress)


def sort(at: BuiltSemester, sources: Sequence[Path], progress: Progress) -> Sorting:
    """Do what :func:`sort_scans` does, for a workbook whose ledger is known."""
    pile = tuple(_files(sources))
    if not pile:
        raise InputError(
            _("{path}: there are no scans").format(path="、".join(map(str, sources))), hint=_("Put the scans into it.")
        )
    with carrier() as executor:
        seen = look([path for path, _folder, reason in pile if not reason], executor, progress)
    return _Sorter(at).sort(pile, seen)


def _files(sources: Sequence[Path]) -> Iterator[tuple[Path, Path, str]]:
    """Yield each file with the folder it was found in, and why it is none to be read."""
    for source in sources:
        if source.is_dir():
            there = scans.found(source)
            yield from ((path, source, "") for path in there.files)
            yield from ((path, source, reason) for path, reason in there.strays)
        elif source.is_file():
            yield source, source.parent, ""
        else:
            raise InputError(_("{path}: there is no such file").format(path=source))


@dataclass(slots=True)
class _Heap:
    """The scans of one paper while they are sorted: pages of each printed length, by number."""

    record: PaperRecord
    lengths: dict[int, dict[int, ScanPage]] = field(default_factory=dict)
    whole: Path | None = None

    @property
    def total(self) -> int:
        """The length of the print of which most pages are there; of two, that of the paper as it stands."""
        return max(self.lengths, key=lambda total: (len(self.lengths[total]), total == self.record.pages), default=0)

    @property
    def pages(self) -> dict[int, ScanPage]:
        return self.lengths.get(self.total, {})


class _Sorter:
    """Sorts the pages of one pile."""

    def __init__(self, at: BuiltSemester) -> None:
        self._at = at
        self._records = at.ledger.papers()
        self._named = {self._owner(name).paper: name for name in self._records}
        activity = own.activity_of(at.folder.workbook)
        self._papers = [scans.document_of(record, activity) for record in self._records.values()]
        self._heaps: dict[str, _Heap] = {}
        self._left: list[LeftPage] = []
        self._unread: list[tuple[ScanPage, Sequence[SeenPage], str | None]] = []
        self._texts: dict[str, int | None] = {}

    def sort(self, pile: Sequence[tuple[Path, Path, str]], seen: Mapping[Path, _Seen]) -> Sorting:
        """Sort the pages of all files; those with codes first, for what a name says is asked only where there is none."""
        by_name: list[tuple[Path, Path]] = []
        for path, folder, reason in pile:
            sheets = seen.get(path)
            if not isinstance(sheets, list):
                said = reason if sheets is None else f"{sheets.message}。{sheets.hint}".rstrip("。")
                self._left.append(LeftPage(ScanPage(path, 0), LeftBecause.REFUSED, said))
            elif any(sheet.codes for sheet in sheets):
                self._by_codes(path, folder, sheets)
            else:
                by_name.append((path, folder))
        for where, around, owner in self._unread:
            self._guess(where, around, owner)
        for path, folder in by_name:
            self._by_name(path, folder)
        order = {name: place for place, name in enumerate(self._records)}
        heaps = sorted(self._heaps.items(), key=lambda pair: order[pair[0]])
        papers = tuple(self._sorted(name, heap, seen) for name, heap in heaps)
        places = {path: place for place, (path, _folder, _reason) in enumerate(pile)}
        return Sorting(papers, tuple(sorted(self._left, key=lambda one: (places[one.where.file], one.where.page))))

    def _by_codes(self, path: Path, folder: Path, sheets: Sequence[SeenPage]) -> None:
        owner = scans.owner_of(path, folder, self._papers)
        for number, sheet in enumerate(sheets, 1):
            where = ScanPage(path, number, sheet.turned)
            if len(sheet.codes) == 1:
                self._file(where, sheet.codes[0])
            elif sheet.codes:
                self._leave(where, LeftBecause.SEVERAL, _("pages of two papers lie on it; scan each by itself"))
            elif sheet.is_blank:
                self._leave(where, LeftBecause.BLANK, _("blank"))
            else:
                self._unread.append((where, sheets, owner))

    def _file(self, where: ScanPage, code: Code) -> None:
        name = self._named.get(code.owner.paper)
        if code.owner.semester != codes.semester(self._at.ledger.branch, self._at.ledger.term):
            self._leave(where, LeftBecause.ELSEWHERE, self._elsewhere(code))
        elif name is None:
            self._leave(
                where, LeftBecause.GONE, _("of a paper of this semester that is no longer made, or under another name")
            )
        elif self._text(name) not in (None, code.text):
            said = _("{name}, page {page} of {pages}: printed before the paper changed; print and sign it anew").format(
                name=name, page=code.page, pages=code.pages
            )
            self._leave(where, LeftBecause.OUTDATED, said, name, code.page)
        else:
            heap = self._heaps.setdefault(name, _Heap(self._records[name]))
            pages = heap.lengths.setdefault(code.pages, {})
            first = pages.setdefault(code.page, where)
            if first is not where:
                said = _("{name}, page {page}: was scanned before ({file}, page {there})").format(
                    name=name, page=code.page, file=first.file.name, there=first.page
                )
                self._leave(where, LeftBecause.DOUBLE, said, name, code.page)

    def _guess(self, where: ScanPage, sheets: Sequence[SeenPage], owner: str | None) -> None:
        """Leave a page without a code, with what its neighbours say of it; put it there where its file's name says so, too."""
        for step in (-1, 1):
            place = where.page - 1 + step
            code = sheets[place].codes[0] if 0 <= place < len(sheets) and len(sheets[place].codes) == 1 else None
            name = self._named.get(code.owner.paper) if code is not None else None
            if code is None or name not in self._heaps or code.pages != self._heaps[name].total:
                continue
            heap, number = self._heaps[name], code.page - step
            if not 1 <= number <= heap.total or number in heap.pages:
                continue
            turned = replace(where, turned=sheets[place].turned)
            if owner == name and len(sheets) == heap.total:
                heap.pages[number] = turned
            else:
                said = _("no code can be read; it may be page {page} of {name}").format(page=number, name=name)
                self._leave(turned, LeftBecause.UNREAD, said, name, number)
            return
        self._leave(where, LeftBecause.UNREAD, _("no code can be read, and its neighbours do not tell what it is"))

    def _by_name(self, path: Path, folder: Path) -> None:
        name = scans.owner_of(path, folder, self._papers)
        heap = self._heaps.get(name) if name else None
        where = ScanPage(path, 0)
        if name is None:
            said = _("no code can be read, and its name does not begin with that of a paper")
            self._leave(where, LeftBecause.UNREAD, said)
        elif heap is not None:
            self._leave(where, LeftBecause.DOUBLE, _("{name}: there are scans of it already").format(name=name), name)
        else:
            self._heaps[name] = _Heap(self._records[name], whole=path)

    def _leave(self, where: ScanPage, why: LeftBecause, said: str, name: str = "", number: int = 0) -> None:
        self._left.append(LeftPage(where, why, said, name, number))

    def _sorted(self, name: str, heap: _Heap, seen: Mapping[Path, _Seen]) -> SortedPaper:
        for total, pages in heap.lengths.items():
            if total != heap.total:
                for number, where in pages.items():
                    said = _("{name}, page {page} of {pages}: printed otherwise than the rest of it").format(
                        name=name, page=number, pages=total
                    )
                    self._leave(where, LeftBecause.OUTDATED, said, name, number)
        hindrance = ""
        if not heap.record.is_signed and not freezing.is_whole(self._at, heap.record):
            hindrance = _("its files are not as docgen made them; run docgen build first")
        inside = tuple(sorted(heap.pages.items()))
        whole = heap.whole or _alone([where for _number, where in inside], heap.total, seen)
        return SortedPaper(name, inside, heap.total, whole, hindrance)

    def _owner(self, name: str) -> codes.Owner:
        return codes.owner(self._at.ledger.branch, self._at.ledger.term, name)

    def _text(self, name: str) -> int | None:
        """Return what stands for a paper's text, as it was signed or as it would be; None where its file is gone."""
        if name not in self._texts:
            signed = self._at.folder.signed / self._at.folder.output.word_of(name).name
            path = signed if self._records[name].is_signed else self._at.folder.output.word_of(name)
            self._texts[name] = codes.text(words(path.read_bytes())) if path.is_file() else None
        return self._texts[name]

    def _elsewhere(self, code: Code) -> str:
        for semester, (term, names) in self._others.items():
            if semester == code.owner.semester:
                name = names.get(code.owner.paper, "")
                return _("of another semester: {term} {name}").format(term=term, name=name).rstrip()
        return _("of another semester or department, which this ledger does not know")

    @cached_property
    def _others(self) -> dict[int, tuple[str, dict[int, str]]]:
        """The other semesters that the ledger knows, with their papers."""
        ledger = self._at.ledger
        return {
            codes.semester(one.branch, one.term): (
                one.term,
                {
                    codes.owner(one.branch, one.term, name).paper: name
                    for name in Ledger(ledger.path, one.branch, one.term).papers()
                },
            )
            for one in ledger.terms()
        }


def _alone(pages: Sequence[ScanPage], total: int, seen: Mapping[Path, _Seen]) -> Path | None:
    """Return the file that is a whole paper as it is: its pages in order and upright, nothing else in it but blank ones."""
    there = {where.file for where in pages}
    if len(there) != 1 or len(pages) != total or any(where.turned for where in pages):
        return None
    (file,) = there
    sheets, numbers = seen[file], [where.page for where in pages]
    assert isinstance(sheets, list)
    rest = [sheet for number, sheet in enumerate(sheets, 1) if number not in numbers]
    return file if numbers == sorted(numbers) and all(sheet.is_blank for sheet in rest) else None
