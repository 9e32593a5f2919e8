"""Ways to tamper with a sealed archive: what is done to its files, by somebody who may write there.

Each takes the shelf of :func:`test_tampering.sealed`: edition 1 with one bag, edition 2 that carries it over and has a bag of its
own with a scan and an attachment.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pikepdf

from docgen import archives, files
from docgen.errors import ArchiveError

Change = Callable[[Path], object]
FIRST, LATE = "Z109-2009-D30", "Z109-2009-D30-b2"
_SUMS = ("sha256", "sha512")


def late(shelf: Path) -> Path:
    return shelf / "2" / LATE


def payload(shelf: Path, name: str = "") -> Path:
    return late(shelf) / "data" / name


# ---- making checksums anew


def checksums_anew(shelf: Path) -> None:
    """Do what anybody can do with a script: every manifest, every edition.json, one building on the other."""
    for number in ("1", "2"):
        edition = shelf / number
        if not edition.is_dir() or edition.is_symlink():
            continue
        for bag in archives.bags(edition):
            if not bag.is_symlink():
                _bag(bag)
        (edition / "edition.json").unlink(missing_ok=True)
        before = shelf / "1"
        archives.register(edition, before if number == "2" and before.is_dir() else None)
    if (shelf / "index.html").is_file():
        with suppress(ArchiveError):  # nothing is in force any more
            archives.write_page(shelf)


def _bag(bag: Path) -> None:
    inside = [path for path in sorted((bag / "data").rglob("*")) if path.is_file()]
    information = bag / "bag-info.txt"
    if information.is_file():
        lines = [line for line in information.read_text(encoding="utf-8").splitlines() if "Payload-Oxum" not in line]
        lines.append(f"Payload-Oxum: {sum(path.stat().st_size for path in inside)}.{len(inside)}")
        information.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for kind in _SUMS:
        _list(bag, f"manifest-{kind}.txt", kind, inside)
    tags = [path for path in sorted(bag.iterdir()) if path.is_file() and not path.name.startswith("tagmanifest")]
    for kind in _SUMS:
        _list(bag, f"tagmanifest-{kind}.txt", kind, tags)


def _list(bag: Path, name: str, kind: str, listed: list[Path]) -> None:
    rows = (f"{_digest(path, kind)}  {path.relative_to(bag).as_posix()}\n" for path in listed)
    (bag / name).write_text("".join(rows), encoding="utf-8")


def _digest(path: Path, kind: str) -> str:
    return hashlib.new(kind, path.read_bytes()).hexdigest()


def proofs_anew(shelf: Path) -> None:
    """Do what only who knows docgen can do: what the bundle and its catalogue say of each other, then the checksums."""
    bag = late(shelf)
    bundle = bag / "data" / "合订本.pdf"
    catalogue, data = archives.catalogue_of(bag), archives.data_of(bag)
    words = {path.name: files.sha256(path) for path in (bag / "data/word").iterdir()}
    made = {name: archives.made_of(one) for name, one in data.items.items()}
    marks = archives.marks(made, catalogue.lines, words, catalogue.remarks)
    with pikepdf.open(bundle, allow_overwriting_input=True) as pdf:
        pdf.docinfo["/Keywords"] = " ".join(marks)
        _save(pdf, bundle)
    (bound,) = catalogue.files
    items = sum(line.pages for line in catalogue.lines)
    catalogue = catalogue.model_copy(
        update={"files": (archives.bound_file(bundle, bound.name, bound.front, items),), "unseen": ()}
    )
    anew = {}
    for line in catalogue.lines:
        start, item = bound.front + line.first_page - 1, data.items[line.name]
        runs = [(start, line.pages), *archives.runs(start, item.enclosed)]
        drawn, *shown = archives.digests(bundle, runs)
        enclosed = [one.model_copy(update={"shown": digest}) for one, digest in zip(item.enclosed, shown, strict=True)]
        anew[line.name] = item.model_copy(update={"drawn": drawn, "enclosed": tuple(enclosed)})
    (bag / "data" / archives.DATA).write_bytes(archives.to_json(data.model_copy(update={"items": anew})))
    (bag / "data" / archives.CATALOGUE).write_bytes(archives.to_json(catalogue))
    checksums_anew(shelf)


def _save(pdf: pikepdf.Pdf, path: Path) -> None:
    pdf.save(path, preserve_pdfa=True, fix_metadata_version=False, deterministic_id=True)


# ---- the bundle


@contextmanager
def bundle(shelf: Path) -> Iterator[pikepdf.Pdf]:
    path = payload(shelf, "合订本.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        yield pdf
        _save(pdf, path)


def item_page(shelf: Path) -> int:
    """The page, from 0, on which the last paper of the bag begins."""
    catalogue = archives.catalogue_of(late(shelf))
    written = [line for line in catalogue.lines if archives.data_of(late(shelf)).items[line.name].kind]
    return catalogue.files[0].front + written[-1].first_page - 1


def on_page(number: Callable[[Path], int], change: Callable[[pikepdf.Pdf, int], object]) -> Change:
    def tamper(shelf: Path) -> None:
        at = number(shelf)
        with bundle(shelf) as pdf:
            change(pdf, at)

    return tamper


def in_bundle(change: Callable[[pikepdf.Pdf], object]) -> Change:
    return on_page(lambda _shelf: 0, lambda pdf, _at: change(pdf))


def draw(what: bytes) -> Callable[[pikepdf.Pdf, int], object]:
    return lambda pdf, at: pdf.pages[at].contents_add(pikepdf.Stream(pdf, what))


WHITE = draw(b"Q Q q 1 g 60 300 480 300 re f Q")
INK = draw(b"q 0 G 3 w 100 420 m 400 420 l S Q")


def put(key: str, value: Any) -> Callable[[pikepdf.Pdf, int], object]:
    return lambda pdf, at: pdf.pages[at].obj.__setitem__(key, value)


def drawn_through(what: bytes) -> Callable[[pikepdf.Pdf, int], object]:
    """Let all that a page draws go through an operator that stands before it."""
    return lambda pdf, at: pdf.pages[at].contents_add(pikepdf.Stream(pdf, what), prepend=True)


def content_of_another(pdf: pikepdf.Pdf, at: int) -> None:
    pdf.pages[at].obj.Contents = pdf.pages[at - 1].obj.Contents


def fonts_exchanged(pdf: pikepdf.Pdf, at: int) -> None:
    held = pdf.pages[at].resources.Font
    names = list(held.keys())
    faces = [held[name] for name in names]
    pdf.pages[at].obj.Resources = pikepdf.Dictionary(dict(pdf.pages[at].resources.items()))
    pdf.pages[at].obj.Resources.Font = pikepdf.Dictionary(dict(zip(names, [*faces[1:], faces[0]], strict=True)))


def swap(pdf: pikepdf.Pdf, at: int) -> None:
    one, other = pdf.pages[at].obj, pdf.pages[at - 1].obj
    pdf.pages[at], pdf.pages[at - 1] = pikepdf.Page(other), pikepdf.Page(one)


def put_last(pdf: pikepdf.Pdf, at: int) -> None:
    pdf.pages.append(pdf.pages[at])
    del pdf.pages[at]


def fonts(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    return [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]


def other_face(pdf: pikepdf.Pdf) -> None:
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary) and "/FontFile2" in one:
            one.FontFile2.write(bytes(one.FontFile2.read_bytes()) + b"\0\0\0\0")


def other_codes(pdf: pikepdf.Pdf) -> None:
    for one in fonts(pdf):
        if "/ToUnicode" in one:
            one.ToUnicode.write(b"% nothing\n")


def renamed_font(pdf: pikepdf.Pdf) -> None:
    for one in fonts(pdf):
        one.BaseFont = pikepdf.Name("/AAAAAA+Other")


def other_widths(pdf: pikepdf.Pdf) -> None:
    for one in fonts(pdf):
        if "/W" in one:
            one.W = pikepdf.Array([1, pikepdf.Array([1])])


def on_picture(key: str, value: Any) -> Callable[[pikepdf.Pdf], object]:
    def tamper(pdf: pikepdf.Pdf) -> None:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image":
                one[key] = value

    return tamper


def noted(subtype: str, **entries: Any) -> Callable[[pikepdf.Pdf, int], object]:
    """Lay an annotation over a page."""

    def tamper(pdf: pikepdf.Pdf, at: int) -> None:
        one = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(f"/{subtype}"), Rect=[60, 300, 540, 600], F=4
        )
        for key, value in entries.items():
            one[f"/{key}"] = value
        pdf.pages[at].obj.Annots = pikepdf.Array([pdf.make_indirect(one)])

    return tamper


def script(when: bytes) -> pikepdf.Dictionary:
    return pikepdf.Dictionary({when.decode(): pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")})


def starting_bookmark(pdf: pikepdf.Pdf) -> None:
    entry = first(pdf)
    if "/Dest" in entry:
        del entry["/Dest"]
    entry.A = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="a.exe")


def other_labels(pdf: pikepdf.Pdf) -> None:
    pdf.Root.PageLabels = pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(S=pikepdf.Name.D)])


def renamed_bookmark(pdf: pikepdf.Pdf) -> None:
    first(pdf).Title = pikepdf.String("别的文件")


def first(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """The bookmark of the first item."""
    entry = pdf.Root.Outlines.First
    while "/First" not in entry:
        entry = entry.Next
    return entry.First.First


def moved_bookmark(pdf: pikepdf.Pdf) -> None:
    entry = first(pdf)
    for key in ("/A", "/Dest"):
        if key in entry:
            del entry[key]
    entry.Dest = pikepdf.Array([pdf.pages[-1].obj, pikepdf.Name.Fit])


def moved_link(pdf: pikepdf.Pdf) -> None:
    link = next(one for page in pdf.pages for one in page.obj.get("/Annots", []) if one.Subtype == "/Link")
    for key in ("/A", "/Dest"):
        if key in link:
            del link[key]
    link.Dest = pikepdf.Array([pdf.pages[-1].obj, pikepdf.Name.Fit])


def note(pdf: pikepdf.Pdf, at: int) -> None:
    one = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[100, 100, 120, 120], Contents="不是真的", F=4
    )
    pdf.pages[at].obj.Annots = pikepdf.Array([pdf.make_indirect(one)])


def picture(pdf: pikepdf.Pdf) -> None:
    one = next(one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image")
    one.write(bytes(255 - dot for dot in one.read_bytes()))


def keywords(change: Callable[[str], str]) -> Change:
    def tamper(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo["/Keywords"] = change(str(pdf.docinfo["/Keywords"]))

    return in_bundle(tamper)


def encrypted(shelf: Path) -> None:
    path = payload(shelf, "合订本.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="o", user="u"))


def truncated(shelf: Path) -> None:
    path = payload(shelf, "合订本.pdf")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


# ---- what lies beside it


def said(name: str, change: Callable[[Any], object]) -> Change:
    """Change a file of JSON in the late bag."""

    def tamper(shelf: Path) -> None:
        path = payload(shelf, name)
        value = json.loads(path.read_bytes())
        change(value)
        path.write_bytes(archives.dump(value))

    return tamper


def line(key: str, value: object) -> Change:
    return said("catalogue.json", lambda all_: all_["文件"][1].__setitem__(key, value))


def bound(key: str, value: object = "") -> Change:
    return said("catalogue.json", lambda all_: all_["合订本"][0].__setitem__(key, value))


def items(all_: Any) -> list[Any]:
    return list(all_["文件"].values())


def renamed(all_: Any) -> None:
    """Give the first member of a group another name, wherever it stands in the data of the first paper that has one."""
    member = next(one["数据"]["成员"][0] for one in items(all_) if one["数据"].get("成员"))
    member["姓名"] = "别人"


def enclosed(all_: Any) -> Any:
    return next(one["来源文件"][0] for one in items(all_) if one["来源文件"])


def with_names(all_: Any) -> Any:
    return next(one for one in items(all_) if one["文中可见"])


def another_order(all_: Any) -> None:
    all_["文件"] = dict(reversed(all_["文件"].items()))


def about(shelf: Path) -> Path:
    return late(shelf) / "bag-info.txt"


def scanned(all_: Any) -> Any:
    return next(one for one in items(all_) if one["来源文件"])


def text(where: Callable[[Path], Path], before: str, after: str) -> Change:
    def tamper(shelf: Path) -> None:
        content = where(shelf).read_bytes()
        assert before.encode() in content, before
        where(shelf).write_bytes(content.replace(before.encode(), after.encode(), 1))

    return tamper


def gone(where: Callable[[Path], Path]) -> Change:
    return lambda shelf: shutil.rmtree(where(shelf)) if where(shelf).is_dir() else where(shelf).unlink()


def new(where: Callable[[Path], Path], content: bytes = b"MZ") -> Change:
    def tamper(shelf: Path) -> None:
        where(shelf).parent.mkdir(exist_ok=True)
        where(shelf).write_bytes(content)

    return tamper


def table(before: str, after: str) -> Change:
    """Change the cells of 归档文件目录.xlsx, whole as a file."""

    def tamper(shelf: Path) -> None:
        path = payload(shelf, "归档文件目录.xlsx")
        with zipfile.ZipFile(path) as source:
            parts = {name: source.read(name) for name in source.namelist()}
        assert any(before.encode() in part for part in parts.values())
        with zipfile.ZipFile(path, "w") as target:
            for name, part in parts.items():
                target.writestr(name, part.replace(before.encode(), after.encode()))

    return tamper


def word(shelf: Path) -> Path:
    return min(payload(shelf, "word").iterdir())


def original(shelf: Path) -> Path:
    return min(path for path in payload(shelf, "原件").rglob("*") if path.is_file())


def linked(shelf: Path) -> None:
    outside = shelf.parent / "别处"
    outside.mkdir()
    (outside / "私货.exe").write_bytes(b"MZ")
    payload(shelf, "更多").symlink_to(outside, target_is_directory=True)


def linked_file(shelf: Path) -> None:
    outside = shelf.parent / "私货.pdf"
    outside.write_bytes(b"%PDF-1.4")
    payload(shelf, "更多.pdf").symlink_to(outside)


def add(path: Path, more: bytes) -> None:
    path.write_bytes(path.read_bytes() + more)


def replaced(path: Path, by: Path) -> None:
    path.write_bytes(by.read_bytes())


def exchanged(shelf: Path) -> None:
    one, other, *_ = sorted(payload(shelf, "word").iterdir())
    kept = one.read_bytes()
    replaced(one, other)
    other.write_bytes(kept)


def forged_edition(shelf: Path) -> None:
    """Put an edition behind the newest that is a copy of it, and let it be in force."""
    shutil.copytree(shelf / "2", shelf / "3")
    (shelf / "current").write_text("3\n", encoding="utf-8")


def editions_exchanged(shelf: Path) -> None:
    (shelf / "1").rename(shelf / "aside")
    (shelf / "2").rename(shelf / "1")
    (shelf / "aside").rename(shelf / "2")


def led_elsewhere(where: Callable[[Path], Path]) -> Change:
    """Put a folder elsewhere and a link in its place."""

    def tamper(shelf: Path) -> None:
        elsewhere = shelf.parent / "elsewhere"
        shutil.move(where(shelf), elsewhere)
        where(shelf).symlink_to(elsewhere, target_is_directory=True)

    return tamper


def edition(name: str) -> Callable[[Path], Path]:
    return lambda shelf: shelf / "2" / name


def labels(shelf: Path) -> None:
    with pikepdf.open(shelf / "2/盒脊标签.pdf", allow_overwriting_input=True) as pdf:
        del pdf.pages[-1]
        if not pdf.pages:
            pdf.add_blank_page()
        pdf.save(shelf / "2/盒脊标签.pdf")


def carried(shelf: Path) -> None:
    path = shelf / "2" / FIRST / "data/data.json"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def set_back(shelf: Path) -> None:
    (shelf / "current").write_text("1\n", encoding="utf-8")


def newest_deleted(shelf: Path) -> None:
    shutil.rmtree(shelf / "2")
    set_back(shelf)


def first_again(shelf: Path) -> None:
    """Let the newest edition be no more than the first one was."""
    shutil.rmtree(late(shelf))
