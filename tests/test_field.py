"""What each column of the sheets says of itself, on which copies, signing and the archive rely."""

from __future__ import annotations

import re

import pytest
from pydantic import Field

from docgen.field import Row, Talk
from docgen.field.column import Column, Privacy, Role
from docgen.field.columns import all_columns, columns_of, known, private_titles

COLUMNS = [pytest.param(column, id=f"{column.attribute}-{column.title}") for column in all_columns()]

_PERSONAL = re.compile(
    "电话|手机|身份证|证件号|护照|学号|工号|学籍号|出生|生日|年龄|民族|籍贯|住址|地址|邮箱|微信|QQ|账号|卡号|家庭|父|母|健康|病|宗教"
)
"""Words in a title that tell of what is nobody else's business (PIPL art. 28 and what is published by mistake most)."""


def test_a_column_that_does_not_say_what_it_is_is_refused() -> None:
    class Silent(Row):
        SHEET = "沉默"
        words: str = Field("", alias="话")

    with pytest.raises(TypeError, match="words"):
        columns_of(Silent)


def test_what_a_column_says_must_answer_all_four_questions() -> None:
    with pytest.raises(TypeError):
        Column(key=False, private=Privacy.NO, watched=False)  # type: ignore[call-arg]


@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_whose_title_reads_like_something_personal_is_private(column: Column) -> None:
    if _PERSONAL.search(" ".join(column.names)):
        assert column.published or column.private is not Privacy.NO


@pytest.mark.parametrize("column", COLUMNS)
def test_columns_of_one_title_say_the_same_of_signing_and_archiving(column: Column) -> None:
    # Papers know values by title alone.
    first = known(column.title)
    assert first is not None
    assert (column.watched, column.afterwards) == (first.watched, first.afterwards)


@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_of_numbers_of_people_is_kept_out_of_a_public_copy(column: Column) -> None:
    if column.role is Role.PERSON_NUMBER or column.title == "编号":
        assert column.title in private_titles(Privacy.IN_PUBLIC)


def test_a_private_title_is_left_out_under_whatever_name_a_roster_gives_it() -> None:
    assert {"联系电话", "手机", "电话"} <= private_titles(Privacy.OUTSIDE)


def test_what_was_said_is_private_in_papers_of_a_talk_where_another_sheet_has_the_title_too() -> None:
    assert "内容" not in private_titles(Privacy.OUTSIDE)
    assert "内容" in private_titles(Privacy.OUTSIDE, Talk)


@pytest.mark.parametrize(
    ("cell", "read"), [("0.8125", "19:30"), (".5", "12:00"), ("19:00—19:40", "19:00—19:40"), ("7点", "7点")]
)
def test_an_hour_that_excel_shows_as_a_part_of_a_day_is_an_hour(cell: str, read: str) -> None:
    told = {"日期": "2009-04-02", "谈话人": "T1", "谈话对象": "01", "时间": cell}
    assert Talk.model_validate_strings(told, strict=True).hour == read
