"""Words of closed lists as student systems and class monitors write them, and the lines of a list that are nobody.

What is understood is told, not guessed: the result says what was read as what, and anything else is asked at its cell.
"""

from __future__ import annotations

import re
import unicodedata

from docgen.field import Gender, PoliticalStatus, Standing

_GENDERS = {
    **dict.fromkeys(("男", "男生", "男性", "男同学", "M", "MALE", "♂", "1"), Gender.MALE),
    **dict.fromkeys(("女", "女生", "女性", "女同学", "F", "FEMALE", "♀", "2"), Gender.FEMALE),
}
"""1 and 2 are the codes of GB/T 2261.1."""
_STATUS_CODES = {
    "01": PoliticalStatus.FULL_MEMBER,
    "02": PoliticalStatus.PROBATIONARY_MEMBER,
    "03": PoliticalStatus.LEAGUE_MEMBER,
    "13": PoliticalStatus.MASSES,
}
"""GB/T 4762-1984."""
_STATUS = (
    (re.compile(r"预备.*党员|党员.*预备"), PoliticalStatus.PROBATIONARY_MEMBER),
    (re.compile(r"党员"), PoliticalStatus.FULL_MEMBER),
    (re.compile(r"团员|共青团"), PoliticalStatus.LEAGUE_MEMBER),
    (re.compile(r"群众"), PoliticalStatus.MASSES),
)
_OTHERWISE = re.compile(r"[非未不退无原曾拟待]|积极分子|发展对象|申请|民主党派|转为")
"""Words beside which one of the above may mean something else."""
_TAIL = re.compile(r"\([^)]*\)|[\d.年月日/\-—~至]+")
_NOBODY = re.compile(
    r"[合总小共]计(?:[:\d(人男女].*)?|总?人数.*|共\d+[人名位].*|(?:制表|填表|审核|统计|打印|导出|经办|负责)(?:人|时间|日期|单位)?:.*"
    r"|(?:备注|说明|注):?.*"
)


def gender(text: str) -> Gender | None:
    """Return what a cell of 性别 means, None when that is not plain."""
    return _GENDERS.get(_plain(text).upper())


def political_status(text: str) -> PoliticalStatus | None:
    """Return what a cell of 政治面貌 means: 中共预备党员（2008） is a 中共预备党员. None when that is not plain."""
    plain = _plain(text)
    if plain in _STATUS_CODES:
        return _STATUS_CODES[plain]
    status = next((word for pattern, word in _STATUS if pattern.search(plain)), None)
    bare = _TAIL.sub("", plain)
    if status is None or _OTHERWISE.search(bare):
        return None
    # 党员、团员 in one cell says two things.
    said = {word for pattern, word in _STATUS if any(pattern.search(part) for part in re.split(r"[、,;/]", bare))}
    return status if said <= {status, PoliticalStatus.FULL_MEMBER} else None


def standing(text: str) -> Standing | None:
    """Return 身份 where a cell of 政治面貌 tells that instead: 入党积极分子 is no 政治面貌 (domain.md §3)."""
    plain = _TAIL.sub("", _plain(text))
    if plain == Standing.CANDIDATE:
        return Standing.CANDIDATE
    return Standing.ACTIVIST if re.fullmatch("(?:入党)?积极分子", plain) else None


def is_nobody(text: str) -> bool:
    """Whether a line that begins so is a total or a note, not a person."""
    return bool(_NOBODY.fullmatch(_plain(text)))


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
