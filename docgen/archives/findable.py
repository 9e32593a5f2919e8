"""What an index page finds, and where it leads: people, groups, and every item by its kind, title and numbers."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from docgen.archives.overview import Overview
from docgen.archives.records import BagCatalogue, data_of

Place = tuple[str, str]
"""A link: its text and where it leads."""
Bag = tuple[str, BagCatalogue]
"""A bag's folder, seen from the page, and its catalogue."""
BETWEEN = "\x1f"


def about(bags: Sequence[Path]) -> dict[str, str]:
    """Return all that the data of each item says, value by value. Raise ArchiveError for a bag that cannot be read."""
    return {
        name: f"{BETWEEN}{BETWEEN.join(_texts(one.data))}{BETWEEN}"
        for bag in bags
        for name, one in data_of(bag).items.items()
    }


def places_of(bags: Sequence[Bag]) -> dict[str, Place]:
    """Return where each item begins: item name → title and link into the bundle at its page."""
    places = {}
    for folder, catalogue in bags:
        for bound in catalogue.files:
            lines = [line for line in catalogue.lines if line.file == bound.name]
            for line in lines:
                page = bound.front + line.first_page - lines[0].first_page + 1
                places[line.name] = (line.title, f"{quote(folder)}/data/{quote(line.file)}#page={page}")
    return places


def of_group(group: str, places: dict[str, Place]) -> list[tuple[str, Place]]:
    """Return the papers of a group: title of the kind and place."""
    return [(name.partition("-")[2], place) for name, place in places.items() if name.partition("-")[0] == group]


def _plain(*texts: str) -> str:
    """Return text as the search compares it: NFKC, lower case, no white space (the script does the same)."""
    return "".join(unicodedata.normalize("NFKC", " ".join(texts)).lower().split())


def records(overview: Overview, bags: Sequence[Bag], about: Mapping[str, str]) -> list[dict[str, object]]:
    """Return what can be searched: people, groups, and every item.

    A person is led to the items that name them, and to those of their groups that name nobody; without ``about``, to all
    papers of their groups.
    """
    places = places_of(bags)
    people: dict[tuple[str, str, str], tuple[list[str], dict[str, Place], str]] = {}
    found: list[dict[str, object]] = []
    groups = {group.id for group in overview.groups}
    for group in overview.groups:
        papers = of_group(group.id, places)
        links = [[kind, place[1]] for kind, place in papers]
        more = " · ".join(filter(None, (group.form, group.leader, group.teacher, group.state)))
        inside = [part for member in group.members for part in (member.name, member.number, member.class_name)]
        label = f"{group.id} {group.name}"
        found.append({"label": label, "more": more, "text": _plain(label, more, *inside), "links": links})
        for member in group.members:
            names, mine, _standing = people.setdefault(
                (member.name, member.number, member.class_name), ([], {}, member.standing)
            )
            names.append(label)
            mine.update({f"{group.id} {kind}": place for kind, place in papers})
    named = Counter(name for name, _number, _class_name in people)
    members = {name for name, count in named.items() if count == 1} | {
        number for _name, number, _class in people if number
    }
    nobody = {item for item, text in about.items() if text and not any(_names(text, one) for one in members)}
    label_of = {
        item: item.replace("-", " ", 1) if item.partition("-")[0] in groups else place[0]
        for item, place in places.items()
    }
    persons: list[dict[str, object]] = []
    for (name, number, class_name), (names, mine, standing) in people.items():
        label = f"{name} {number}".strip()
        more = " · ".join(filter(None, (class_name, standing, *names)))
        known = {number} | ({name} if named[name] == 1 else set())
        here = {one.partition(" ")[0] for one in names}
        own = {
            label_of[item]: place
            for item, place in places.items()
            if any(_names(about.get(item, ""), one) for one in known)
            or (item in nobody and item.partition("-")[0] in here)
        }
        links = [[kind, place[1]] for kind, place in (own or mine).items()]
        persons.append({"label": label, "more": more, "text": _plain(label, class_name), "links": links})
    return [*persons, *found, *_items(bags, places)]


def _items(bags: Sequence[Bag], places: Mapping[str, Place]) -> Iterator[dict[str, object]]:
    """Yield each item, to be found by its kind, title, 档号, 件号 and document number."""
    for _folder, catalogue in bags:
        for line in catalogue.lines:
            if line.name in places:
                more = " · ".join(filter(None, (line.reference, line.document_number)))
                text = _plain(line.title, line.name, line.reference, line.document_number, "件" + line.reference[-4:])
                yield {"label": line.title, "more": more, "text": text, "links": [[line.name, places[line.name][1]]]}


def _names(text: str, one: str) -> bool:
    """Whether a text that :func:`about` gives names somebody: a number as a value of its own, a name anywhere."""
    return bool(one) and (f"{BETWEEN}{one}{BETWEEN}" in text if one.isascii() else one in text)


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Mapping():
            for inner in value.values():
                yield from _texts(inner)
        case Sequence():
            for inner in value:
                yield from _texts(inner)
