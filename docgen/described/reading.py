"""``activity.toml`` read: everything that is wrong with it at once, each with its place in the file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from docgen import incoming, meant, toml
from docgen.described.checking import faults
from docgen.described.declared import Declared
from docgen.errors import InputError
from docgen.incoming import limits
from docgen.messages import _
from docgen.messages.faults import explain

FILE_NAME = "activity.toml"
_MOST_SAID = 12
_UNION = re.compile(r"(?:expression|sentence|list|record)$|constrained-|literal\[")
"""What stands in a place of pydantic's and not in the file: which of several forms was tried."""


@dataclass(frozen=True, slots=True)
class FileFault:
    """One thing that is wrong with the file: where, and what."""

    place: str
    message: str
    is_remark: bool = False
    """nothing is wrong, but it is seldom meant so"""

    def __str__(self) -> str:
        return f"{self.place}：{self.message}" if self.place else self.message


def read(folder: Path) -> Declared:
    """Read the file of a folder. Raise InputError with every fault."""
    path = folder / FILE_NAME
    found, wrong = examine(path)
    if found is None or wrong:
        said = [str(one) for one in wrong[:_MOST_SAID]]
        if len(wrong) > _MOST_SAID:
            said.append(_("and {n} more").format(n=len(wrong) - _MOST_SAID))
        raise InputError(
            _("{path}: does not describe an activity: {faults}").format(path=path, faults="\n  ".join(("", *said))),
            hint=_("docgen activity lint {folder} says all of it.").format(folder=folder),
        )
    return found


def examine(path: Path) -> tuple[Declared | None, tuple[FileFault, ...]]:
    """Return what a file declares, None where its form does not do, and everything that is wrong. Raise InputError."""
    text = incoming.text(path, limits.ACTIVITY)
    try:
        raw = toml.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        number = int(line[1]) if line else len(text.splitlines())
        words = "".join(text.splitlines()[number - 1 : number]).strip()[:80]
        is_again = any(one in str(error) for one in ("overwrite", "twice"))
        said = _("this stands there already: {words}") if is_again else _("this is no TOML: {words}")
        return None, (FileFault(_("line {n}").format(n=number), said.format(words=words)),)
    except ValueError:
        return None, (FileFault("", _("a number in it has too many digits")),)
    except RecursionError:  # lists in lists without end
        return None, (FileFault("", _("it is nested too deeply")),)
    try:
        declared = Declared.model_validate(_tupled(raw))
    except ValidationError as error:
        return None, tuple(_form_faults(error, raw))
    except RecursionError:
        return None, (FileFault("", _("it is nested too deeply")),)
    return declared, tuple(FileFault(place, message) for place, message in faults(declared))


def _tupled(value: object) -> object:
    if isinstance(value, dict):
        return {name: _tupled(one) for name, one in value.items()}
    return tuple(_tupled(one) for one in value) if isinstance(value, list) else value


def _form_faults(error: ValidationError, raw: object) -> Iterator[FileFault]:
    settings = dict.fromkeys(
        str(one["loc"][1]) for one in error.errors() if one["loc"][0] == "settings" and one["loc"][1:]
    )
    for name in settings:
        yield FileFault(f"settings.{name}", _("is a whole number, a text in quotes, true or false"))
    said: set[str] = set()
    for one in error.errors(include_url=False):
        if one["loc"][0] == "settings" and settings:
            continue
        where = [part for part in one["loc"] if not _UNION.match(str(part))]
        place = _place(where, raw)
        if place in said:  # a way of reading it that is not the first
            continue
        said.add(place)
        words = explain(one["type"], one.get("ctx"))
        message = words.message
        if one["type"] == "extra_forbidden":
            known = _keys(where[:-1])
            message = _("no such key") + (meant.asked(str(where[-1]), known) or _all_of(known))
        elif one["type"] == "missing":
            message = _("must be there")
        elif one["type"] == "value_error":
            reason = one["msg"].partition(", ")[2] or one["msg"]
            message = _("cannot be written so, alone or together: {reason}").format(reason=reason)
        elif where[-1] == "stem" and one["type"] == "string_pattern_mismatch":
            message = _("is made of small letters, digits and underscores, a letter first")
        elif words.hint:
            message = f"{message}（{words.hint}）"
        yield FileFault(place, message)


def _place(where: list[Any], raw: object) -> str:
    """Write a place as the file has it: rule 3 (M4).must."""
    said = ""
    for part in where:
        try:
            raw = raw[part]  # type: ignore[index]
        except (KeyError, IndexError, TypeError):
            raw = None
        if isinstance(part, int):
            called = raw.get("no") or raw.get("stem") or raw.get("name") if isinstance(raw, dict) else None
            said += f" {part + 1}" + (f" ({called})" if called else "")
        else:
            said += f".{part}" if said else str(part)
    return said


def _all_of(known: list[str]) -> str:
    return _("; there are: {known}").format(known="、".join(known)) if known else ""


def _keys(where: list[Any]) -> list[str]:
    """Return the keys that the table at a place may have."""
    model: Any = Declared
    for part in where:
        if isinstance(model, type) and issubclass(model, BaseModel) and part in model.model_fields:
            model = _model_in(model.model_fields[part].annotation)
    return list(model.model_fields) if isinstance(model, type) and issubclass(model, BaseModel) else []


def _model_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for one in get_args(annotation) if (found := _model_in(one)) is not None), None)
