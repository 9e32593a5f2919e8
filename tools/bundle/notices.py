"""Whose work a bundle carries: each package with its version, and the licence it came with."""

from __future__ import annotations

import email.message
from collections.abc import Iterable, Mapping
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import cast

from tools.bundle import packages

_NAMED = ("licen", "copying", "notice", "ofl", "authors")


def written(site: Path, more: Mapping[str, str]) -> str:
    """Return the notices for all packages laid out in a folder, and for what else is named with its licence."""
    found = sorted(distributions(path=[str(site)]), key=lambda one: one.metadata["Name"].lower())
    parts = [f"{name}\n\n{text}" for name, text in more.items()]
    parts += [_notice(one) for one in found if one.metadata["Name"] != packages.DISTRIBUTION]
    line = "\n\n" + "=" * 100 + "\n\n"
    return line.join(["docgen carries the work of others. Their licences, as they came:", *parts]) + "\n"


def _notice(package: Distribution) -> str:
    metadata = cast("email.message.Message", package.metadata)  # what it is, and what the protocol does not promise
    classifiers = [one.split(" :: ")[-1] for one in metadata.get_all("Classifier") or () if one.startswith("License")]
    licence = metadata.get("License-Expression") or metadata.get("License") or ", ".join(classifiers)
    head = [f"{metadata['Name']} {metadata['Version']}", f"Licence: {(licence or 'see below').splitlines()[0]}"]
    home = metadata.get("Home-page") or next(iter(metadata.get_all("Project-URL") or ()), "")
    return "\n".join([*head, *filter(None, [home]), "", *_texts(package)])


def _texts(package: Distribution) -> Iterable[str]:
    for file in package.files or ():
        if ".dist-info" in file.parts[0] and any(word in file.name.lower() for word in _NAMED):
            yield Path(str(file.locate())).read_text(encoding="utf-8", errors="replace").strip()
