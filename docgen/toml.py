"""TOML as a clerk writes it: names in Chinese need no quotes.

TOML itself wants them quoted (``"编号" = …``). Outside of texts and comments a word with other letters than English ones can
only be a name, so it is given its quotes before the file is read; lines stay where they are.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""'
    r"|'''.*?'''"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*"
    r"|[\w-]+",
    re.DOTALL,
)


def loads(text: str) -> dict[str, Any]:
    """Return what a file says; raise tomllib.TOMLDecodeError."""
    return tomllib.loads(_TOKEN.sub(_quoted, text))


def _quoted(found: re.Match[str]) -> str:
    word = found[0]
    return word if word[0] in "\"'#" or word.isascii() else f'"{word}"'
