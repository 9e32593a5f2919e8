"""The public door: what ``import docgen`` promises to programs, and that the example of the docs runs."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import docgen
from docgen import errors, workbook
from tests.semesters import a_semester

ROOT = Path(__file__).resolve().parent.parent
FUNCTIONS = [
    name
    for home, names in docgen._HOMES.items()
    if home.startswith("door.")
    for name in names.split()
    if name[0].islower()
]


def test_every_public_name_is_there_and_type_checkers_know_it_from_the_same_place() -> None:
    handed_on = {f"docgen.{home}.{name}" for home, names in docgen._HOMES.items() for name in names.split()}
    said = ast.walk(ast.parse(Path(docgen.__file__).read_text(encoding="utf-8")))
    typed = {
        f"{one.module}.{name.asname}"
        for one in said
        if isinstance(one, ast.ImportFrom)
        for name in one.names
        if name.asname == name.name  # without it the name is docgen's own business
    }
    assert typed == handed_on
    assert all(getattr(docgen, name) is not None for name in docgen.__all__)
    assert len(docgen.__all__) == len(set(docgen.__all__)) == len(handed_on | {"docgen.__version__"})


def test_every_error_that_docgen_raises_is_public() -> None:
    tree = {
        name
        for name, value in vars(errors).items()
        if inspect.isclass(value) and value.__module__ == "docgen.errors" and issubclass(value, errors.DocgenError)
    }
    assert tree <= set(docgen.__all__)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_public_function_is_typed_and_says_what_it_does(name: str) -> None:
    function = getattr(docgen, name)
    assert function.__doc__
    assert re.search(r"Raises?\s", function.__doc__), "what it raises"
    signature = inspect.signature(function)
    assert signature.return_annotation is not inspect.Signature.empty
    assert all(one.annotation is not inspect.Parameter.empty for one in signature.parameters.values())


def test_every_type_that_a_public_function_takes_or_returns_is_public() -> None:
    named = {
        word
        for name in FUNCTIONS
        for said in getattr(docgen, name).__annotations__.values()
        for word in TYPE.findall(said)
    }
    assert named - OF_OTHERS <= set(docgen.__all__)


TYPE = re.compile(r"\b[A-Z]\w+")
OF_OTHERS = {"Callable", "Mapping", "None", "Path", "Sequence", "Unpack"} | {"Place", "Wishes"}
"""What Python has; and two words for what a caller writes: a text or a path, keywords as those of ``build``."""


def test_a_function_stays_one_when_the_rooms_are_imported() -> None:
    import docgen.archives
    import docgen.pipeline
    import docgen.workbook

    assert all(inspect.isfunction(getattr(docgen, name)) for name in FUNCTIONS)


def test_importing_docgen_imports_no_room() -> None:
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, docgen; print([name for name in sys.modules if name.startswith('docgen.')])",
        ],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert said.stdout.strip() == "[]"


def test_a_name_that_is_not_public_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="no attribute 'sing'"):
        _ = docgen.sing


class Impatient(docgen.Silent):
    """Stops the run that it is told of at the first paper that is through a step."""

    def __init__(self, stop: docgen.Stop) -> None:
        self.stop = stop

    def advance(self, count: int = 1) -> None:
        self.stop.now()


@pytest.mark.slow
def test_a_run_that_is_stopped_says_so_and_the_next_one_goes_on_where_it_was(tmp_path: Path) -> None:
    workbook.write(tmp_path / "台账.xlsx", a_semester(1))
    stop = docgen.Stop()
    with pytest.raises(docgen.StoppedError):
        docgen.build(
            tmp_path / "台账.xlsx", to=docgen.Target.DOCX, engine="embedded", progress=Impatient(stop), stop=stop
        )
    again = docgen.build(tmp_path / "台账.xlsx", to=docgen.Target.DOCX, engine="embedded")
    assert again.results and not again.broken


def test_a_run_that_was_stopped_before_it_began_makes_nothing(tmp_path: Path) -> None:
    workbook.write(tmp_path / "台账.xlsx", a_semester(1))
    stop = docgen.Stop()
    stop.now()
    with pytest.raises(docgen.StoppedError):
        docgen.build(tmp_path / "台账.xlsx", engine="embedded", stop=stop)
    assert not list(tmp_path.glob("out/word/*"))


def test_a_result_asked_for_before_its_function_hides_it_not() -> None:
    """``docgen.Trial`` and ``docgen.trial`` are two names, whichever room is imported first."""
    assert inspect.isclass(docgen.Trial) and inspect.isfunction(docgen.trial)
    assert inspect.isclass(docgen.SemesterStanding) and inspect.isfunction(docgen.standing)


def test_a_file_that_docgen_did_not_make_is_written_over_only_where_the_caller_says_so(tmp_path: Path) -> None:
    workbook.write(tmp_path / "台账.xlsx", a_semester(1))
    table = tmp_path / "统计.xlsx"
    table.write_bytes(b"mine")
    with pytest.raises(docgen.OutputError):
        docgen.stats(tmp_path / "台账.xlsx", table=table)
    assert table.read_bytes() == b"mine"
    docgen.stats(tmp_path / "台账.xlsx", table=table, force=True)
    assert table.read_bytes() != b"mine"


@pytest.mark.slow
def test_the_example_of_the_docs_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (ROOT / "docs/how-to.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    workbook.write(tmp_path / "台账.xlsx", a_semester(2))
    monkeypatch.chdir(tmp_path)
    exec(compile(example, "docs/how-to.md", "exec"), {})
    said = capsys.readouterr().out
    assert "G01-共勉协议书" in said
    assert (tmp_path / "out/草稿-合订本.pdf").is_file()
