"""The house holds its shape: which room may import which, and which third-party library lives where."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

import docgen
from docgen import cli
from docgen.documents import KINDS
from docgen.field.columns import all_columns

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "docgen"

EVERYWHERE = {
    "errors",
    "problems",
    "messages",
    "settings",
    "toml",
    "folder",
    "semester",
    "markup",
    "resources",
    "incoming",
    "isolate",
    "isolated",
    "windows",
    "files",
    "folder_lock",
    "outgoing",
    "cache",
    "clock",
    "marks",
    "meant",
}
"""Rooms that everything may use."""

ARROWS: dict[str, set[str]] = {
    "errors": {"messages", "problems"},
    "problems": set(),
    "messages": set(),
    "settings": set(),
    "incoming": set(),
    "toml": set(),
    "semester": set(),
    "markup": set(),
    "resources": set(),
    "isolate": {"child", "interruption"},
    "child": set(),
    "interruption": set(),
    "isolated": set(),
    "windows": set(),
    "files": {"child"},
    "folder": {"settings"},
    "folder_lock": set(),
    "outgoing": set(),
    "cache": set(),
    "clock": set(),
    "marks": set(),
    "meant": set(),
    "field": set(),
    "rules": {"field"},
    "statistics": {"field"},
    "documents": {"field", "statistics"},
    "activity": {"documents", "field", "rules"},
    "paired": {"activity", "documents", "field", "rules", "statistics"},
    "described": {"activity", "documents", "field", "rules", "template"},
    "activities": {"activity", "described", "paired"},
    "workbook": {"activity", "field", "paired", "rules"},
    "ledger": set(),
    "images": set(),
    "template": {"documents", "images"},
    "fonts": set(),
    "embedded": {"fonts"},
    "contents": set(),
    "convert": {"embedded", "fonts", "images"},
    "gate": set(),
    "codes": set(),
    "bundle": {"documents", "fonts"},
    "archives": {"documents", "bundle", "field", "fonts", "images"},
    "doctor": {"convert", "fonts"},
    "making": {
        *("activities", "activity", "archives", "bundle", "codes", "contents", "convert", "documents"),
        *("field", "fonts", "gate", "ledger", "images", "paired", "template"),
    },
    "semesters": {
        "activities",
        "archives",
        "activity",
        "described",
        "documents",
        "field",
        "ledger",
        "making",
        "statistics",
        "workbook",
        "template",
    },
    "signing": {
        "activity",
        "archives",
        "codes",
        "documents",
        "field",
        "gate",
        "ledger",
        "making",
        "semesters",
        "workbook",
    },
    "sealing": {"archives", "bundle", "documents", "field", "ledger", "making", "signing", "statistics", "workbook"},
    "pipeline": {
        *("activity", "archives", "bundle", "convert", "documents", "field", "fonts", "images"),
        *("ledger", "making", "sealing", "semesters", "signing", "statistics", "template", "workbook"),
    },
    "desk": {"door", "interruption"},
    "door": {
        "activities",
        "archives",
        "convert",
        "described",
        "doctor",
        "documents",
        "fonts",
        "ledger",
        "making",
        "pipeline",
        "rules",
        "sealing",
        "semesters",
        "signing",
        "template",
        "workbook",
    },
    "cli": {"desk", "door"},
}
"""cli, desk → door → pipeline → sealing → signing → semesters → making → stages → documents → field; rules → field.

Stages do not import each other.
"""

LIBRARIES: dict[str, set[str]] = {
    "click": {"cli"},
    "rich": {"cli"},
    "starlette": {"desk"},
    "uvicorn": {"desk"},
    "docxtpl": {"template"},
    "docxtpl_lint": {"template"},
    "jinja2": {"template", "desk"},
    "pypdf": {"bundle"},
    "pikepdf": {"archives", "codes", "convert", "embedded", "fonts"},
    "pyhanko": {"archives"},
    "pyhanko_certvalidator": {"archives"},
    "PIL": {"archives", "codes", "images"},
    "pi_heif": {"images"},
    "sqlite3": {"ledger", "doctor"},
    "pypdfium2": {"gate", "codes", "bundle", "archives"},
    "segno": {"codes", "images"},
    "zxingcpp": {"codes"},
    "xlrd": {"workbook"},
    "xlsxwriter": {"workbook"},
    "distributed": {"making"},
    "dxpdf": {"embedded"},
    "fontTools": {"fonts", "bundle"},
    "pylopdf_fonts_zh_cn": {"fonts"},
    "yaml": {"documents"},
    "pydantic": {"field", "documents", "settings", "workbook", "archives", "described"},
    "typing_extensions": {"described"},
    "pydantic_core": {"field", "documents"},
    "lxml": {"markup", "template", "contents", "convert", "embedded", "gate", "workbook"},
}
"""Where each third-party library (and sqlite3) may be imported."""


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(parsed(path)))


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        first = path.relative_to(PACKAGE).parts[0]
        room = first.removesuffix(".py")
        if room not in ("__init__", "__main__", "_data"):
            yield room, path


def imports(path: Path) -> Iterator[str]:
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            assert node.module
            if node.module == "docgen":
                yield from (f"docgen.{alias.name}" for alias in node.names)
            else:
                yield node.module


def rooms_used(path: Path) -> set[str]:
    """Return the rooms that a file imports; a public name is imported from the door."""
    used = {name.split(".")[1] for name in imports(path) if name.startswith("docgen.")} - {"__version__"}
    return {"door" if name in docgen.__all__ else name for name in used}


def test_every_room_is_in_the_table_of_arrows() -> None:
    assert {room for room, _path in modules()} <= set(ARROWS)


@pytest.mark.parametrize("room", sorted(ARROWS))
def test_a_room_imports_only_the_rooms_below_it(room: str) -> None:
    allowed = ARROWS[room] | EVERYWHERE | {room}
    wrong = {
        f"{path.relative_to(ROOT)} imports docgen.{used}"
        for name, path in modules()
        if name == room
        for used in rooms_used(path)
        if used not in allowed
    }
    assert not wrong


def test_the_embedded_engine_is_entered_by_its_door_alone() -> None:
    """So that it can be replaced without a trace elsewhere, and taken along with the fonts and the markup it stands on."""
    inside = {
        f"{path.relative_to(ROOT)} imports {name}"
        for room, path in modules()
        for name in imports(path)
        if room != "embedded" and name.startswith("docgen.embedded.") and name.split(".")[2] in _EMBEDDED_ROOMS
    }
    beyond = {used for room, path in modules() if room == "embedded" for used in rooms_used(path)}
    assert not inside
    assert beyond == {"embedded", "fonts", "markup"}


_EMBEDDED_ROOMS = {path.stem for path in (PACKAGE / "embedded").iterdir() if path.suffix in ("", ".py")}


def test_each_library_lives_in_its_rooms() -> None:
    wrong = set()
    for room, path in modules():
        for name in imports(path):
            library = name.split(".")[0]
            if library == "docgen" or (library in sys.stdlib_module_names and library != "sqlite3"):
                continue
            if room not in LIBRARIES.get(library, set()):
                wrong.add(f"{path.relative_to(ROOT)} imports {library}")
    assert not wrong


def test_every_library_in_the_table_is_used_where_it_says() -> None:
    used = {(name.split(".")[0], room) for room, path in modules() for name in imports(path)}
    idle = {(library, room) for library, rooms in LIBRARIES.items() for room in rooms} - used
    assert not idle


BY_TITLE = {
    "docgen/workbook/roster.py": "what a school's own word for 性别 or 政治面貌 means",
    "docgen/workbook/roster_matching.py": "how the cells of a column look in rosters whose titles nobody knows",
}
"""Modules that tell columns apart by title, and for what; the list only gets shorter."""


def test_no_list_of_column_titles_stands_beside_the_columns() -> None:
    """What is known of a column is said where it is declared (docgen/field), nowhere else."""
    titles = {column.title for column in all_columns()}
    tables = {
        str(path.relative_to(ROOT))
        for room, path in modules()
        if room not in ("field", "documents")
        for texts in (*lists_of_texts(parsed(path)), *cases(path))
        if len(titles & texts) > 1
    }
    assert tables == set(BY_TITLE)


TWO_OF_ONE_NAME = {
    "Activity": "what the toolkit is handed; a row of the sheet 活动",
    "Certificate": "the paper of an honour; a row of the sheet 证书",
    "Target": "how far to go; a goal as a paper states it",
}
"""Class names that two modules have, and what each is."""


def test_a_class_has_a_name_of_its_own() -> None:
    homes: dict[str, set[str]] = {}
    for _room, path in modules():
        for node in nodes(path):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes.setdefault(node.name, set()).add(str(path.relative_to(ROOT)))
    assert {name for name, places in homes.items() if len(places) > 1} == set(TWO_OF_ONE_NAME)


def test_each_command_stands_in_the_file_of_its_name() -> None:
    """What commands share stands in ``cli/terminal`` and ``cli/root.py``."""
    files = {path.stem for path in (PACKAGE / "cli").glob("*.py")} - {"__init__", "root"}
    assert files == set(cli.commands().commands)


def test_xml_from_outside_is_read_in_one_way() -> None:
    """With no entity expanded and nothing fetched: see docgen/markup.py."""
    own = {str(path.relative_to(ROOT)) for _room, path in modules() if "XMLParser(" in path.read_text(encoding="utf-8")}
    assert own == {"docgen/markup.py"}


HOUSES = {"field", "rules", "statistics", "documents", "paired"}
"""Where the activity that is written in Python lives; one in files has a folder of its own and no room."""
ACTIVITIES = ("携手共勉", "发展党员", "membership", "志愿服务")


def test_no_room_of_the_toolkit_names_an_activity() -> None:
    named = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in sorted(PACKAGE.rglob("*"))
        if path.suffix in (".py", ".html", ".js", ".css") and path.relative_to(PACKAGE).parts[0] not in HOUSES
        if path.name != "paired.py"
        for name in ACTIVITIES
        if name in path.read_text(encoding="utf-8")
    }
    assert not named


GO_PAST_THE_VALUE = {
    "docgen/__init__.py": "offers the types of what checking returns",
    "docgen/activity.py": "Coverage is the type of what an activity says is there",
    "docgen/described/checking.py": "stems that the bundle's own pages have",
    "docgen/making/changes.py": "the rows of a semester, which has an attribute for each sheet of the one built in",
    "docgen/pipeline/college.py": "the report over all departments",
    "docgen/sealing/overviews.py": "the index page's figures of groups",
    "docgen/semesters/counting.py": "figures over many semesters",
    "docgen/workbook/__init__.py": "the type of what checking returns",
    "docgen/workbook/checking.py": "the mark of a sheet that is missing; sheets where none are said",
    "docgen/workbook/layout.py": "sheets where none are said",
    "docgen/workbook/writing.py": "the workbook of a semester that was composed in Python",
}
"""Modules of the toolkit that know rules, figures, sheets or kinds of the activity in Python, and for what."""
ITS_OWN = {"docgen.field.SHEETS", "docgen.documents.KINDS", "docgen.documents.kinds.KINDS"}


def test_what_an_activity_is_made_of_is_reached_by_its_value() -> None:
    """What still goes past it is listed with its reason; the list only gets shorter."""
    paths = [(room, path) for room, path in modules() if room not in HOUSES] + [("", PACKAGE / "__init__.py")]
    past = {
        str(path.relative_to(ROOT))
        for _room, path in paths
        for name in names_imported(path)
        if name.split(".")[1:2] in (["rules"], ["statistics"]) or name in ITS_OWN
    }
    assert past == set(GO_PAST_THE_VALUE)


def names_imported(path: Path) -> Iterator[str]:
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_the_value_of_the_activity_in_python_is_imported_for_itself_alone() -> None:
    users = {
        str(path.relative_to(ROOT))
        for _room, path in modules()
        if any(name.startswith("docgen.paired") for name in imports(path))
    }
    assert users == {"docgen/activities.py", "docgen/making/own.py", "docgen/workbook/__init__.py"}


AFTER_COMPOSE = (
    *("template", "images", "contents", "convert", "embedded", "fonts", "gate", "codes", "bundle", "archives"),
    *("ledger", "making", "semesters", "signing", "sealing", "pipeline", "workbook", "door", "cli", "desk"),
)


def test_nothing_after_compose_knows_a_kind_of_paper_by_its_stem() -> None:
    """What is known of a kind is said where it is declared (docgen/documents); later rooms ask the kind."""
    known = {
        f"{path.relative_to(ROOT)}:{node.lineno} {node.value}"
        for room, path in modules()
        if room in AFTER_COMPOSE
        for node in nodes(path)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if (words := {*node.value.split()}) and words <= {*KINDS}
    }
    assert not known


FILES = {
    *("扫描件", "附件", "签署件", "打印", "填报表", "台账.xlsx", "report.json", "build.log", "word", "pdf"),
    *("archive", "ledger.db"),
}
"""What a semester's folder holds."""


def test_only_the_folder_spells_what_is_in_it() -> None:
    spelt = {
        f"{path.relative_to(ROOT)}:{one.lineno} {one.value}"
        for room, path in modules()
        if room not in ("folder", "settings", "field", "documents")
        for one in pieces_of_paths(path)
        if isinstance(one.value, str) and one.value.rpartition("/")[2] in FILES
    }
    assert not spelt


def pieces_of_paths(path: Path) -> Iterator[ast.Constant]:
    """Yield what is put behind a slash or made a path, and texts that are nothing but names of these (附件 is a word, too)."""
    for node in nodes(path):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and isinstance(node.right, ast.Constant):
            yield node.right
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("Path", ".joinpath")):
            yield from (one for one in node.args if isinstance(one, ast.Constant))
        elif (
            isinstance(node, ast.Constant)
            and node.value != "附件"
            and ("." in (said := str(node.value)) or not said.isascii())
        ):
            yield node


def lists_of_texts(module: ast.Module) -> Iterator[set[str]]:
    """Yield, of what a module says once for all, the keys of each dict, what stands in each set, list, tuple and split text."""
    for statement in module.body:
        if not isinstance(statement, ast.Assign | ast.AnnAssign):
            continue
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Tuple):
            continue  # two names given at once
        for node in ast.walk(statement):
            match node:
                case ast.Dict():
                    yield texts_in(one for one in node.keys if one is not None)
                case ast.Set() | ast.List() | ast.Tuple():
                    yield texts_in(node.elts)
                case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(words)), attr="split")):
                    yield set(words.split())


def cases(path: Path) -> Iterator[set[str]]:
    """Yield the texts between which each match statement tells."""
    for node in nodes(path):
        if isinstance(node, ast.Match):
            patterns = (one for case in node.cases for one in ast.walk(case.pattern))
            yield texts_in(one.value for one in patterns if isinstance(one, ast.MatchValue))


def texts_in(listed: Iterable[ast.expr]) -> set[str]:
    return {one.value for one in listed if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def test_the_guide_names_every_library_and_room_of_the_table() -> None:
    guide = (ROOT / "docs/how-it-works.md").read_text(encoding="utf-8")
    assert not [name for name in [*ARROWS, *LIBRARIES] if f"`{name}" not in guide]


def test_modules_stay_short_enough_to_read() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for _room, path in modules()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 350
    }
    assert not long


def test_what_was_written_aside_is_renamed_in_one_place() -> None:
    """:func:`docgen.files.rename` knows that Windows refuses for a moment; no other line may rename by itself."""
    renaming = {
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for _room, path in modules()
        for node in nodes(path)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not node.keywords
        if node.func.attr in ("rename", "replace") and len(node.args) == 1 and not _is_a_face(node.func.value)
    }
    assert {place.partition(":")[0] for place in renaming} == {"docgen/files.py"}


def _is_a_face(value: ast.expr) -> bool:
    return isinstance(value, ast.Attribute) and value.attr in ("_faces", "_shared")


def test_what_is_made_is_as_open_to_others_as_the_users_umask_says() -> None:
    # tempfile's own names are for one's own eyes; a chmod after them says something else than the umask.
    wrong = {
        f"{path.relative_to(ROOT)} calls {node.func.attr}"
        for _room, path in modules()
        for node in nodes(path)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"chmod", "mkstemp", "mkdtemp", "NamedTemporaryFile"}
    }
    assert not wrong


DOORS: dict[str, set[str]] = {
    "zipfile.ZipFile": {
        "incoming/packed.py",  # the door itself
        "workbook/package.py", "workbook/ods.py", "workbook/xlsx.py",  # behind workbook/container.py, in a child
        "template/package.py", "template/starter.py",  # packages written, and our own templates
        "bundle/headings.py", "fonts/symbols.py", "gate/reading.py",  # papers: made here, or looked at by pipeline/filling.py
        "contents/paper.py", "embedded/normalise/package.py", "convert/libreoffice.py", "convert/libreoffice_files.py",
    },
    "pikepdf.open": {"archives", "convert", "codes", "embedded", "fonts"},
    "pypdfium2.PdfDocument": {"archives", "bundle", "gate", "codes"},
    "PdfReader": {"bundle"},
    "Image.open": {"archives/intake", "codes", "images"},
    "sqlite3.connect": {"ledger", "doctor.py"},
    "tomllib.loads": {"toml.py"},
    "yaml.load": {"documents/datafile.py"},
    "xlrd.open_workbook": {"workbook/xls.py"},
    "etree.fromstring": {"markup.py", "template/compiled.py", "workbook", "embedded"},
    "etree.parse": set(),
    "etree.iterparse": set(),
    "open": {"files.py"},  # what is written
    "io.open": set(),
    "os.open": {"incoming/whole.py", "files.py", "folder_lock.py", "archives/disk.py", "cli/terminal/streams.py"},
    "os.fdopen": {"incoming/whole.py", "isolated.py", "child.py"},
    "mmap.mmap": {"archives/intake/whole_pdf.py"},
    ".open": {  # of a path or a package
        "archives", "bundle", "gate", "workbook",  # as above, and what they wrote themselves
        "cli/terminal/streams.py", "desk/sent.py", "files.py", "fonts", "folder_lock.py",
    },
    ".read_text": {  # docgen's own pages and notes, and what the system says
        "archives/index.py", "documents/schemas.py", "fonts/face_cache.py", "outgoing.py", "ledger/opening.py", "folder_lock.py",
    },
    ".read_bytes": {  # of a path, or of a stream in a file that is open
        "archives/intake", "archives/shown.py", "codes", "embedded", "fonts", "bundle/sheets.py", "convert",
        "workbook",  # behind workbook/container.py
        "template", "making/layouts.py", "pipeline/building.py",  # loaded before
        "desk/handlers/templates.py", "doctor.py", "door/workbooks.py",  # our own templates and samples
        # papers made here
        "making/batches.py", "making/contents_pages.py", "making/shipment.py", "making/single.py",
        "pipeline/converting.py",
        "child.py",  # what the system says of a process
        "pipeline/reporting.py", "signing", "sealing/boxes.py",  # a log, papers and scans that were signed
    },
    "json.load": set(),
    "json.loads": {
        "incoming/whole.py",  # the door itself
        "documents/datafile.py", "documents/own_schema.py", "folder_lock.py", "workbook/forms.py",  # each with its bounds
        "door", "making/fitting.py", "making/sketching.py",  # schemas that were read before
        "making/reasons.py", "template/picture_filters.py",  # what docgen itself put into the ledger, and into a text
        "ledger", "cli/ledger.py",  # rows of the ledger
    },
    "csv.reader": {"workbook/csvs.py"},
    "tarfile.open": set(),
    "marshal.loads": set(),
    "pickle.load": {"isolate.py", "isolated.py", "child.py"},
    "pickle.loads": {"isolated.py"},
    "eval": set(),
    "exec": set(),
}  # fmt: skip
"""What opens or reads a thing of many parts, and the rooms and modules that may: behind docgen/incoming, or on our own."""


def test_what_comes_from_outside_is_opened_where_it_was_looked_at_before() -> None:
    opened = {
        (name, str(path.relative_to(PACKAGE).as_posix()))
        for _room, path in modules()
        for node in nodes(path)
        if isinstance(node, ast.Call) and (name := called_by(node.func)) in DOORS
    }
    wrong = {f"{path} calls {name}" for name, path in opened if not path.startswith(tuple(DOORS[name]))}
    assert not wrong
    idle = {
        f"{room} for {name}"
        for name, rooms in DOORS.items()
        for room in rooms
        if not any(called == name and path.startswith(room) for called, path in opened)
    }
    assert not idle, "a permission that nobody needs"


def called_by(function: ast.expr) -> str:
    """Return the name that the table of doors has for what is called: whole, or that of a method behind its dot."""
    name = ast.unparse(function)
    return name if name in DOORS or not isinstance(function, ast.Attribute) else f".{function.attr}"
