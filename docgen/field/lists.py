"""Several things in one cell: with the usual signs between them, or numbered by hand (1. … 2. …, （1）…, ① …)."""

from __future__ import annotations

import re
from itertools import pairwise

SEPARATORS = re.compile(r"[、；;\n]")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_NUMBERED = re.compile(
    rf"(?:(?:^|(?<=[；;。，,\n 　]))[ 　]*(?:(\d{{1,2}})[ 　]*[.．、)）](?!\d)|[（(](\d{{1,2}})[)）])|([{_CIRCLED}]))[ 　]*"
)


def entries(text: str) -> tuple[str, ...]:
    """Return the entries of a text without the numbers that somebody gave them: its lines, or what is numbered in one."""
    numbered = _numbered(text.strip())
    return numbered or tuple(filter(None, map(str.strip, text.split("\n"))))


def words(text: str) -> tuple[str, ...]:
    """Return the words of a cell that may hold several."""
    plain = "\n".join(entries(text))
    return tuple(part for part in map(str.strip, SEPARATORS.split(plain)) if part)


def _numbered(text: str) -> tuple[str, ...]:
    """Return what is numbered from 1 on without a gap; nothing where a text is not numbered so."""
    marks = list(_NUMBERED.finditer(text))
    numbers = [int(one[1] or one[2] or _CIRCLED.index(one[3]) + 1) for one in marks]
    if not marks or marks[0].start() or numbers != list(range(1, len(marks) + 1)):
        return ()
    if len(marks) == 1 and "、" in marks[0][0]:
        return ()  # two words, the first of which is 1
    ends = [later.start() for _earlier, later in pairwise(marks)] + [len(text)]
    return tuple(
        part
        for mark, end in zip(marks, ends, strict=True)
        if (part := " ".join(text[mark.end() : end].split("\n")).strip().rstrip("；;，,、"))
    )
