"""What is offered for a name that nothing bears."""

from __future__ import annotations

from docgen import meant


def test_a_key_of_one_common_sign_is_offered_and_a_person_of_half_a_name_is_not() -> None:
    assert meant.near("3组", ["G01", "G02", "G03"], meant.KEY) == ["G03"]
    assert meant.near("张三", ["张四", "李五"], meant.PERSON) == []


def test_a_name_like_no_other_is_offered_nothing() -> None:
    assert meant.offered("甲", ["乙", "丙"]) == meant.asked("甲", ["乙", "丙"]) == ""


def test_the_likest_name_is_offered_as_a_hint_and_asked_at_a_messages_end() -> None:
    assert meant.offered("对象班极", ["对象", "对象班级"]) == "是否想写 对象班级？"
    assert meant.asked("对象班极", ["对象", "对象班级"]) == "；是不是“对象班级”？"
