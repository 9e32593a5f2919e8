"""``docgen.toml`` as a file: read, its faults said; and single settings changed, the rest left as somebody wrote it."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError

from docgen import files, incoming, toml
from docgen.errors import InputError
from docgen.incoming import Refused, Why, limits
from docgen.messages import _
from docgen.settings.docgen_toml import FILE_NAME, STARTER, Settings

_DEEPEST = 2
_SAID = 80
"""Characters of a value that a message repeats."""


def load(folder: Path) -> Settings:
    """Read ``docgen.toml`` in a folder; defaults when there is none. Raise InputError naming file, table and key."""
    path = folder / FILE_NAME
    try:
        text = incoming.text(path, limits.SETTINGS)
    except Refused as error:
        if error.why is Why.ABSENT:
            return Settings()
        raise
    return read(text, path)


def read(text: str, path: Path) -> Settings:
    """Return the settings that a text says; ``path`` is what it is called in messages. Raise InputError."""
    try:
        raw = toml.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(path, text, error) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits; lists in lists without end
        raise InputError(
            _("{path}: has a number or a list in it that no setting can have").format(path=path),
            hint=_("Compare it with a fresh docgen.toml made by docgen init."),
        ) from error
    for place, value in _texts(raw):
        if any(sign < " " or sign == "\x7f" for sign in value):
            raise InputError(
                _("{path}: {place}: a backslash made another sign of what follows it: {value}").format(
                    path=path, place=place, value=json.dumps(value, ensure_ascii=False)
                ),
                hint=_in_single_quotes(),
            )
    try:
        return Settings.model_validate(raw)
    except ValidationError as error:
        places = "; ".join(map(_place, error.errors()))
        raise InputError(
            _("{path}: not a known setting or not an allowed value: {places}").format(path=path, places=places),
            hint=_("Compare it with a fresh docgen.toml made by docgen init."),
        ) from error


def _not_toml(path: Path, text: str, error: tomllib.TOMLDecodeError) -> InputError:
    """Return the error for a file that is no TOML, with the line where reading stopped."""
    found = re.search(r"line (\d+)", str(error))
    number = int(found[1]) if found else len(text.splitlines())
    line = "".join(text.splitlines()[number - 1 : number]).strip()
    return InputError(
        _("{path}: line {line} cannot be understood: {text}").format(path=path, line=number, text=line),
        hint=_in_single_quotes() if "\\" in line else _("Compare it with a fresh docgen.toml made by docgen init."),
    )


def _in_single_quotes() -> str:
    return _("In double quotes a backslash stands for another sign. Put paths in single quotes: {example}").format(
        example=r"templates = 'D:\tools\new'"
    )


def _texts(value: object) -> Iterator[tuple[str, str]]:
    """Yield every text with its table and key; no setting lies deeper than a table."""
    inside = [("", value)]
    while inside:
        place, value = inside.pop(0)
        if isinstance(value, str):
            yield place, value
        elif isinstance(value, dict) and place.count(".") < _DEEPEST:
            inside += [(f"{place}.{key}" if place else str(key), inner) for key, inner in value.items()]
        elif isinstance(value, list):
            inside += [(place, inner) for inner in value if isinstance(inner, str)]


def _place(fault: Mapping[str, object]) -> str:
    """Return table and key of a fault, and what a check of our own has to say of the value."""
    where, context = fault["loc"], fault.get("ctx")
    place = ".".join(map(str, where)) if isinstance(where, tuple) else str(where)
    said = str(context.get("error", "")) if isinstance(context, dict) else ""
    place, said = (one if len(one) <= _SAID else f"{one[:_SAID]}…" for one in (place, said))
    return f"{place}（{said}）" if said else place


def changed(text: str, values: Mapping[tuple[str, str], str | int | bool]) -> str:
    """Return the text of a ``docgen.toml`` in which each value, by table and key, is the one given.

    A line of the key in its table, one that is only a remark too, takes the value; else a new line does.
    """
    for (table, key), value in values.items():
        text = _with(text, table, key, _toml(value))
    return text


def write(folder: Path, values: Mapping[tuple[str, str], str | int | bool]) -> Settings:
    """Change settings in a folder; nothing is written that could not be read again. Raise InputError, OutputError."""
    path = folder / FILE_NAME
    load(folder)  # what is faulty already is said before anything is changed
    text = incoming.text(path, limits.SETTINGS) if path.exists() else STARTER
    new = changed(text, values)
    found = read(new, path)
    files.write(path, new.encode())
    return found


def _toml(value: str | int | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else f'"{value}"'


def _with(text: str, table: str, key: str, value: str) -> str:
    lines = text.splitlines()
    begin = next((number for number, line in enumerate(lines) if line.strip() == f"[{table}]"), None)
    if begin is None:
        return "\n".join([*lines, "", f"[{table}]", f"{key} = {value}", ""])
    end = next(
        (number for number in range(begin + 1, len(lines)) if lines[number].lstrip().startswith("[")), len(lines)
    )
    for pattern in (rf"\s*{re.escape(key)}\s*=", rf"\s*#\s*{re.escape(key)}\s*="):
        for number in range(begin + 1, end):
            if re.match(pattern, lines[number]):
                remark = re.search(r"\s+#[^\"']*$", lines[number])
                lines[number] = f"{key} = {value}{remark[0] if remark else ''}"
                return "\n".join([*lines, ""])
    return "\n".join([*lines[: begin + 1], f"{key} = {value}", *lines[begin + 1 :], ""])
