"""What each kind of file is put through: the readers that stand behind docgen's door, in one child for many mutants.

A mutant is taken, or refused in docgen's own words. Anything else — another exception, more than :data:`SECONDS`, something
on the error stream that is none of docgen's, or taken otherwise than another program shows it (:mod:`tests.fuzz.seen`) — is a
finding, told with the number that makes it again.
"""

from __future__ import annotations

import io
import random
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stderr, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from docgen import resources
from docgen.documents import Plain
from docgen.errors import DocgenError
from tests.fuzz import mutating, seen
from tests.fuzz.mutating import Mutator

SECONDS = 30.0
TERM, BRANCH = "2008-2009-2", "影视艺术系党总支"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: sound ones, how they are spoiled, and what reads them."""

    ending: str
    sound: Callable[[Path], Sequence[bytes]]
    mutators: tuple[Mutator, ...]
    read: Callable[[Path], Any]
    seen: Callable[[Path, Any], str] | None = None
    """What another reader sees otherwise in what was taken, in words; ``""`` for nothing."""


def trial(kind: str, numbers: Sequence[int]) -> list[str]:
    """Put mutants through their readers; return what went wrong with which. To be called in a child."""
    found = []
    one = KINDS[kind]
    with tempfile.TemporaryDirectory(prefix="docgen-fuzz-") as name:
        folder = Path(name)
        sound = one.sound(folder)
        for number in numbers:
            place = folder / f"{number}"
            place.mkdir()
            (place / f"mutant{one.ending}").write_bytes(mutant(one, sound, number))
            if reason := _reason(one, place / f"mutant{one.ending}"):
                found.append(f"{kind} {number}: {reason}")
    return found


def mutant(kind: Kind, sound: Sequence[bytes], number: int) -> bytes:
    """Return the mutant of a number."""
    chance = random.Random(number)
    return chance.choice(kind.mutators)(chance, chance.choice(sound))


def _reason(kind: Kind, path: Path) -> str:
    began, said = time.monotonic(), io.StringIO()
    try:
        with redirect_stderr(said), warnings.catch_warnings():
            warnings.simplefilter("error")
            taken = kind.read(path)
    except DocgenError as error:
        return "" if error.message else "refused without a word"
    except Exception:
        return traceback.format_exc()[-600:]
    if said.getvalue():
        return f"said besides: {said.getvalue()[:200]}"
    seconds = time.monotonic() - began
    if seconds > SECONDS:
        return f"took {seconds:.0f} s"
    return kind.seen(path, taken) if kind.seen else ""


def _a_workbook(folder: Path) -> Sequence[bytes]:
    from docgen import workbook
    from tests.semesters import a_semester

    workbook.write(folder / "台账.xlsx", a_semester(2, talks=True))
    return [(folder / "台账.xlsx").read_bytes()]


def _read_workbook(path: Path) -> object:
    from docgen.field import SHEETS
    from docgen.paired import PAIRED
    from docgen.settings import Settings
    from docgen.workbook.annotating import marked
    from docgen.workbook.checking import check_workbook
    from docgen.workbook.reading import read_here

    checked = check_workbook(read_here(path, tuple(kind.title for kind in SHEETS)), Settings(), PAIRED)
    return marked(path, checked.problems)


def _rosters(folder: Path) -> Sequence[bytes]:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["影视艺术系学生信息表（导出）"],
        ["序号", "学 号", "学生姓名", "性别", "政治面貌", "行政班级", "手机号码", "确定为入党积极分子时间"],
        [1, "0810130101", "周　砚秋", "女", "共青团员", "影视081班", "13900000001", "2008.12.15"],
        [2, "0810130102", "林知远", "男", "中共党员", "影视081班", 13900000002, None],
        ["合计", None, "2人"],
    ):
        sheet.append(row)
    book.save(folder / "名册.xlsx")
    return [(folder / "名册.xlsx").read_bytes()]


def _read_roster(path: Path) -> object:
    from docgen.workbook import reading, roster

    # Already in a child: no child of its own for each mutant.
    setattr(roster, "read_file", reading.read_here)  # noqa: B010
    return roster.read_roster(path)


def _templates(_folder: Path) -> Sequence[bytes]:
    return [(resources.templates() / f"{stem}.docx").read_bytes() for stem in ("agreement", "plan")]


def _read_template(path: Path) -> object:
    import json

    from docgen import template
    from docgen.documents import KINDS, schemas
    from docgen.template.lint import lint
    from docgen.template.package import require_openable

    with suppress(DocgenError):
        lint(path, json.loads(schemas.schema(KINDS["agreement"])))
    filled = path.with_name("filled.docx")
    filled.write_bytes(template.load(path).fill(_data()))
    require_openable(filled)  # what was taken must be a file that Word opens
    return filled


def _seen_template(path: Path, filled: Path) -> str:
    return seen.of_template(path, filled, _data())


@cache
def _data() -> Mapping[str, Plain]:
    from docgen.documents import KINDS, datafile

    return datafile.read(resources.samples() / "agreement.yaml", KINDS["agreement"]).data


def _data_files(_folder: Path) -> Sequence[bytes]:
    return [(resources.samples() / f"{stem}.yaml").read_bytes() for stem in ("agreement", "plan", "work_report")]


def _read_data(path: Path) -> object:
    from docgen.documents import KINDS, datafile

    return datafile.read(path, KINDS["agreement"])


def _settings(_folder: Path) -> Sequence[bytes]:
    from docgen.settings import STARTER

    said = STARTER.replace("\n# ", "\n")
    return [said.encode(), STARTER.encode()]


def _read_settings(path: Path) -> object:
    from docgen import documents, settings
    from docgen.settings import patterns

    found = settings.load(path.rename(path.with_name(settings.FILE_NAME)).parent)
    documents.require_known(found)
    patterns.search(found.check.class_pattern, "影视081班" * 8)
    patterns.search(found.carry.class_year, "影视081班" * 8)
    text = found.number.form.written(prefix="影艺共勉", year=2009, no=12)
    assert len(text) < 100
    assert found.number.form.pattern(prefix="影艺共勉", year=2009).fullmatch(text)
    return found


def _pdfs(folder: Path) -> Sequence[bytes]:
    from tests import damaged

    found = []
    for name in ("pillow", "reportlab"):
        damaged.WRITERS[name](folder / f"{name}.pdf")
        found.append((folder / f"{name}.pdf").read_bytes())
    return found


def _pictures(folder: Path) -> Sequence[bytes]:
    from PIL import Image, ImageDraw

    sheet = Image.new("RGB", (240, 340), "white")
    ImageDraw.Draw(sheet).ellipse((20, 40, 200, 300), "navy")
    found = []
    for form in ("PNG", "JPEG", "TIFF", "WEBP", "GIF", "BMP"):
        sheet.save(folder / form, form)
        found.append((folder / form).read_bytes())
    return found


def _take_in(path: Path) -> object:
    from docgen.archives import take_in

    return take_in(path, path.with_name("taken.pdf"))


def _ledgers(folder: Path) -> Sequence[bytes]:
    from tests.test_ledger_damage import fill, ledger_in

    fill(ledger_in(folder))
    return [(folder / "ledger.db").read_bytes()]


def _read_ledger(path: Path) -> object:
    from docgen.ledger import Ledger, Wanted

    ledger = Ledger(path, BRANCH, TERM)
    calls: tuple[Callable[[], object], ...] = (
        ledger.verify,
        ledger.register,
        ledger.papers,
        ledger.items,
        ledger.signed,
        ledger.terms,
        ledger.latest_rows,
        ledger.events,
        lambda: ledger.find("周砚秋"),
        lambda: ledger.reserve("影艺共勉", 2009, "{prefix}〔{year}〕{no}号", [Wanted("G01"), Wanted("G09")]),
    )
    refused: DocgenError | None = None
    for call in calls:
        try:
            call()
        except DocgenError as error:
            refused = error
    if refused is not None:
        raise refused
    return None


KINDS: dict[str, Kind] = {
    "workbook": Kind(".xlsx", _a_workbook, (mutating.package_spoilt,), _read_workbook, seen.of_workbook),
    "roster": Kind(".xlsx", _rosters, (mutating.package_spoilt,), _read_roster, seen.of_workbook),
    "template": Kind(".docx", _templates, (mutating.package_spoilt,), _read_template, _seen_template),
    "data": Kind(".yaml", _data_files, (mutating.words_spoilt, mutating.bytes_spoilt), _read_data),
    "settings": Kind(".toml", _settings, (mutating.words_spoilt, mutating.bytes_spoilt), _read_settings),
    "pdf": Kind(".pdf", _pdfs, (mutating.words_spoilt, mutating.bytes_spoilt), _take_in, seen.of_pdf),
    "picture": Kind(".png", _pictures, (mutating.bytes_spoilt,), _take_in, seen.of_picture),
    "ledger": Kind(".db", _ledgers, (mutating.bytes_spoilt,), _read_ledger),
}
