"""Docs that cannot lie: the reference is what its tool writes, and every command line in the docs is one docgen knows."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from docgen import cli, messages
from docgen.cli.check import for_programs
from docgen.cli.terminal import translated
from docgen.documents import KINDS
from docgen.settings import Settings
from docgen.template.filters import FILTERS
from docgen.workbook import check
from tools import catalogue, reference

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("README*.md"), *(ROOT / "docs").glob("*.md")])


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    before = messages.language()
    yield
    translated.speak(before)


@pytest.mark.parametrize("language", reference.FILES)
def test_the_reference_is_what_its_tool_writes(language: str) -> None:
    assert reference.FILES[language].read_text(encoding="utf-8") == reference.reference(language), "run: make reference"


@pytest.mark.parametrize("language", reference.FILES)
def test_every_command_is_in_the_reference(language: str) -> None:
    page = reference.FILES[language].read_text(encoding="utf-8")
    for path, _command in reference.command_paths():
        assert f"### docgen {' '.join(path)}\n" in page


STRANGER = re.compile(r"pip3? install(?:(?!\. )[^\n`])*[\s\"']docgen(?![-\w])|docgen\[")
"""The package ``docgen`` of PyPI, which is somebody else's."""


def test_nobody_is_told_to_install_the_package_of_that_name_which_is_a_strangers() -> None:
    assert all(
        map(STRANGER.search, ("pip install docgen", "pip install -U 'docgen>=1'", "pip install docgen[cluster]"))
    )
    assert not STRANGER.search("pip install docgen-zh, docgen_zh-0.1.0-py3-none-any.whl")
    told = {page.name: page.read_text(encoding="utf-8") for page in [*PAGES, *ROOT.glob("C*.md")]}
    for path in (ROOT / "docgen").rglob("*.py"):
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        told[str(path.relative_to(ROOT))] = "\n".join(
            node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)
        )
    told["docgen.po"] = catalogue.PO.read_text(encoding="utf-8")
    assert {name: found[0] for name, text in told.items() if (found := STRANGER.search(text))} == {}


def command_lines(page: Path) -> Iterator[str]:
    """Yield the docgen commands of a page's code blocks and of its inline code."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"^```(?:sh|bat|console|text)?\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    inline = re.findall(r"`(docgen [^`]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))
    for line in [*lines, *inline]:
        found = re.match(r"(?:\$ )?(?:\S*[/\\])?docgen (.*)", line.strip())
        if found:
            yield found[1].split("  #")[0].split(" # ")[0].split(" > ")[0].strip()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_line_in_a_page_is_one_that_docgen_knows(page: Path) -> None:
    if page in reference.FILES.values():
        return
    for line in command_lines(page):
        parts = shlex.split(line.replace("…", ""))
        command: click.Command = cli.commands()
        if parts[0].isupper():
            continue  # COMMAND: whichever
        while parts and isinstance(command, click.Group) and not parts[0].startswith("-"):
            assert parts[0] in command.commands, f"{page.name}: docgen {line}"
            command = command.commands[parts.pop(0)]
        known = {name for option in command.params for name in (*option.opts, *option.secondary_opts)} | {
            "-h",
            "--help",
        }
        unknown = [part for part in parts if part.startswith("-") and part.split("=")[0] not in known]
        assert not unknown, f"{page.name}: docgen {line}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_holds_a_path_of_the_machine_it_was_written_on(page: Path) -> None:
    assert not re.findall(r"(?<![\w.])/(?:work|tmp|opt|root|home)/\S*", page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["tutorial", "how-to", "desk", "reference"])
def test_every_page_is_there_in_both_languages(name: str) -> None:
    assert (ROOT / f"docs/{name}.md").is_file()
    assert (ROOT / f"docs/{name}.zh-CN.md").is_file()


def test_every_key_of_check_json_is_described() -> None:
    import json

    book = ROOT / "samples/2008-2009-2/台账.xlsx"
    found = json.loads(json.dumps(for_programs(book, check(book, Settings()))))
    described = reference.SENTENCES["json"]
    assert set(found) == {key for key in described if "." not in key}
    assert {f"problems[].{key}" for key in found["problems"][0]} == {key for key in described if "problems[]" in key}
    assert {f"coverage.{key}" for key in found["coverage"]} == {key for key in described if "coverage." in key}


def test_every_filter_and_every_kind_of_problem_is_described() -> None:
    assert set(reference.SENTENCES["filters"]) == set(FILTERS)
    book = ROOT / "samples/2008-2009-2/台账.xlsx"
    assert {problem.kind for problem in check(book, Settings()).problems} <= set(reference.problem_kinds())


REQUESTED = ("dossier", "personal_record", "signing_list", "handover_list")


def test_every_kind_of_paper_stands_in_the_table_of_papers_with_its_title_schema_and_template() -> None:
    page = (ROOT / "docs/papers.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| (\S+) \|", page, re.MULTILINE))
    wanted = [kind for kind in KINDS.values() if kind.is_composed or kind.stem in REQUESTED]
    assert {kind.stem: rows.get(kind.stem) for kind in wanted} == {kind.stem: kind.title for kind in wanted}
    for kind in wanted:
        assert (ROOT / f"schemas/{kind.stem}.schema.json").is_file()
        assert (ROOT / f"templates/{kind.stem}.docx").is_file()


def test_every_page_that_the_code_names_is_there() -> None:
    named = {
        (name, path.name)
        for path in (ROOT / "docgen").rglob("*.py")
        for name in re.findall(r"[\w./-]+\.md\b", path.read_text(encoding="utf-8"))
    }
    assert [one for one in named if not any((ROOT / place / one[0]).is_file() for place in ("", "docs"))] == []


def test_each_package_that_users_get_is_named_with_its_licence() -> None:
    locked = re.findall(r"(?m)^([a-z0-9._-]+)==", (ROOT / "requirements-run.lock").read_text(encoding="utf-8"))
    named = set(re.findall(r"[a-z][a-z0-9._-]+", (ROOT / "THIRD-PARTY.md").read_text(encoding="utf-8")))
    assert locked and [name for name in locked if name not in named] == []


def test_every_promise_of_security_md_names_a_test_that_is_there() -> None:
    page = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    named = re.findall(r"`([\w/]+\.py)::(?:\w+::)?(test_\w+)`", page)
    assert len(named) > 30
    gone = [
        f"{file}::{test}"
        for file, test in named
        if f"def {test}(" not in (ROOT / "tests" / file).read_text(encoding="utf-8")
    ]
    assert not gone
