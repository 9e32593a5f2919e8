"""One paper's data in one file: YAML or JSON, Chinese or English names.

Every scalar is read as the text that stands there: YAML's own guesses turn 0012 into 10, 否 aside ``no`` into False and
keep the last of two equal keys, so none of them is made. The model then reads numbers and dates from the text.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from docgen import incoming
from docgen.documents.compose import from_mapping
from docgen.documents.kind import Document, DocumentKind
from docgen.errors import InputError
from docgen.incoming import limits
from docgen.messages import _


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
            if not isinstance(key, yaml.ScalarNode):  # {{ x }} without quotes is a table in a table's name
                said = _("a name is no plain text; a value that begins with a brace stands in quotes")
                raise yaml.constructor.ConstructorError(None, None, said, key.start_mark)
            if key.value in seen:
                said = _("the name {name} stands twice").format(name=key.value)
                raise yaml.constructor.ConstructorError(None, None, said, key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


def _json(text: str) -> Any:
    return json.loads(text, parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=_once)


def _once(entries: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(entries)
    if len(found) < len(entries):
        names = [name for name, _value in entries]
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError(_("the name {name} stands twice").format(name=twice))
    return found


def read(path: Path, kind: DocumentKind) -> Document:
    """Read one paper's data. Raise InputError for a file that cannot be read, DataError for data that does not fit."""
    text = incoming.text(path, limits.DATA)
    try:
        data = _json(text) if path.suffix == ".json" else yaml.load(text, _Text)
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
    except json.JSONDecodeError as error:
        raise InputError(
            _("{path}: line {line}: {reason}").format(
                path=path, line=error.lineno, reason=_("this is no JSON that can be read")
            ),
            hint=_("Look at the signs there: colons, quotes, brackets and commas."),
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise InputError(
            _("{path}: cannot be read: {reason}").format(
                path=path,
                reason=_("its entries lie too deep in each other")
                if isinstance(error, RecursionError)
                else _("there are signs in it that no text has"),
            ),
            hint=_("It must be YAML or JSON in UTF-8; samples/ has one for each kind."),
        ) from error
    if not isinstance(data, dict):
        raise InputError(_("{path}: holds no names with values").format(path=path))
    return from_mapping(kind, data, path.stem)
