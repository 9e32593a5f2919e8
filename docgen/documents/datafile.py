"""One paper's data in one file: YAML or JSON, Chinese or English names.

Every scalar is read as the text that stands there: YAML's own guesses turn 0012 into 10, 否 aside ``no`` into False and
keep the last of two equal keys (facts.md), so none of them is made. The model then reads numbers and dates from the text.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from docgen.documents.compose import from_mapping
from docgen.documents.kind import Document, DocumentKind
from docgen.errors import InputError
from docgen.messages import _

_MOST = 4 << 20
"""Bytes of a data file; the longest honest one has some 100 KB."""


class _Text(yaml.BaseLoader):
    """Scalars as text; equal keys, anchors and references refused."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.events.AliasEvent):
            said = _("references (*) are not read")
            raise yaml.constructor.ConstructorError(None, None, said, self.get_mark())
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _value in node.value:
            if key.value in seen:
                said = _("the name {name} stands twice").format(name=key.value)
                raise yaml.constructor.ConstructorError(None, None, said, key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


def read(path: Path, kind: DocumentKind) -> Document:
    """Read one paper's data. Raise InputError for a file that cannot be read, DataError for data that does not fit."""
    try:
        if path.stat().st_size > _MOST:
            raise InputError(_("{path}: too large for the data of one paper").format(path=path))
        text = path.read_text(encoding="utf-8-sig")
        data = json.loads(text, parse_float=str, parse_int=str) if path.suffix == ".json" else yaml.load(text, _Text)
    except FileNotFoundError:
        raise InputError(_("{path}: there is no such file").format(path=path)) from None
    except UnicodeDecodeError as error:
        raise InputError(
            _("{path}: is not saved as UTF-8").format(path=path),
            hint=_("Open it in Notepad, choose Save as, and choose UTF-8 as its encoding."),
        ) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        ours = isinstance(error, yaml.constructor.ConstructorError)
        raise InputError(
            _("{path}: line {line}: {reason}").format(
                path=path,
                line=mark.line + 1 if mark else 1,
                reason=error.problem if ours else _("this is no YAML that can be read"),
            ),
            hint=_("Look at the signs there: colons, quotes, brackets and the spaces a line begins with."),
        ) from error
    except (OSError, yaml.YAMLError, ValueError, RecursionError) as error:
        raise InputError(
            _("{path}: cannot be read: {reason}").format(path=path, reason=error),
            hint=_("It must be YAML or JSON in UTF-8; samples/ has one for each kind."),
        ) from error
    if not isinstance(data, dict):
        raise InputError(_("{path}: holds no names with values").format(path=path))
    return from_mapping(kind, data, path.stem)
