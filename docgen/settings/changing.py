"""Changes single settings of a ``docgen.toml`` and leaves the rest of it, remarks and all, as somebody wrote it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from docgen import files, incoming, settings
from docgen.incoming import bounds


def changed(text: str, values: Mapping[tuple[str, str], str | int | bool]) -> str:
    """Return the text of a ``docgen.toml`` in which each value, by table and key, is the one given.

    A line of the key in its table, one that is only a remark too, takes the value; else a new line does.
    """
    for (table, key), value in values.items():
        text = _with(text, table, key, _toml(value))
    return text


def change(folder: Path, values: Mapping[tuple[str, str], str | int | bool]) -> settings.Settings:
    """Change settings in a folder; nothing is written that could not be read again. Raise InputError, OutputError."""
    path = folder / settings.FILE_NAME
    settings.load(folder)  # what is faulty already is said before anything is changed
    text = incoming.text(path, bounds.SETTINGS) if path.exists() else settings.STARTER
    new = changed(text, values)
    found = settings.read(new, path)
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
