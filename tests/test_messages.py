"""Everything docgen says is there in Chinese, and Pydantic's faults have words of their own."""

from __future__ import annotations

import ast
import re
from typing import get_args

import pytest
from pydantic_core import core_schema

from docgen import messages
from docgen.messages import faults
from tools import catalogue


def test_the_catalogue_holds_exactly_the_messages_of_the_sources() -> None:
    assert catalogue.PO.read_bytes() == catalogue.po_bytes(catalogue.catalogue()), "run: make messages"


def test_the_compiled_catalogue_is_that_of_the_po() -> None:
    assert catalogue.PO.with_suffix(".mo").read_bytes() == catalogue.mo_bytes(catalogue.PO.read_bytes())


def test_no_message_is_asked_for_inside_an_f_string() -> None:
    """Python before 3.12 gives an f-string as one piece, and Babel finds no message in it."""
    inside = {
        f"{path.relative_to(catalogue.ROOT)}:{call.lineno}"
        for path in (catalogue.ROOT / "docgen").rglob("*.py")
        for string in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in catalogue.KEYWORDS
    }
    assert inside == set()


def test_every_message_has_its_chinese() -> None:
    assert catalogue.untranslated(catalogue.catalogue()) == []


def test_a_translation_keeps_the_places_to_fill_in() -> None:
    def places(text: str) -> set[str]:
        return set(re.findall(r"(?<!\{)\{(\w+)", text))

    wrong = [
        message.id
        for message in catalogue.catalogue()
        if isinstance(message.id, str)
        and message.id
        and message.string
        and places(message.id) != places(str(message.string))
    ]
    assert wrong == []


@pytest.fixture
def _language() -> object:
    before = messages.language()
    yield
    messages.set_language(before)


@pytest.mark.usefixtures("_language")
def test_the_same_fault_is_said_in_both_languages() -> None:
    messages.set_language("en")
    assert faults.explain("missing").message == "must not be empty"
    messages.set_language("zh")
    assert faults.explain("missing").message == "不能为空"


def test_faults_named_in_the_table_are_types_that_pydantic_has() -> None:
    ours = {"control_character", "term", "prefix"}
    assert set(faults.TABLE) - ours <= set(get_args(core_schema.ErrorType))


def test_an_unknown_fault_is_still_a_sentence() -> None:
    assert faults.explain("url_parsing").message
