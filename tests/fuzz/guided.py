"""Fuzzing that follows coverage, with Atheris: ``pip install atheris`` first, then

    python -m tests.fuzz.guided TARGET [-max_total_time=480] [CORPUS]

It wants what :mod:`tests.fuzz.readers` wants: whatever stands in a file is taken, or refused in words. What it finds becomes a
named case of the room's own tests. Options with one hyphen are libFuzzer's.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import random
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.fuzz import mutating

SECONDS = 60
_TEMPLATE = "plan"


@cache
def _parts() -> dict[str, bytes]:
    from docgen import resources

    with zipfile.ZipFile(resources.templates() / f"{_TEMPLATE}.docx") as package:
        return {one: package.read(one) for one in package.namelist()}


def _packed(changed: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name, part in _parts().items():
            package.writestr(name, content if name == changed else part)
    return packed.getvalue()


def _any_docx(data: bytes) -> bytes:
    """Take raw bytes for a package, or for one part of a sound one: the first byte says which."""
    names = list(_parts())
    if not data or data[0] >= len(names):
        return data[1:]
    return _packed(names[data[0]], data[1:])


def _docx_seeds() -> Iterator[bytes]:
    for number, part in enumerate(_parts().values()):
        yield bytes([number]) + part
    yield b"\xff" + _packed("", b"")


def package(data: bytes) -> None:
    """The zip and XML reader of templates."""
    from docgen import template
    from docgen.errors import DocgenError

    path = Path(_folder()) / "模板.docx"
    path.write_bytes(_any_docx(data))
    try:
        template.load(path).fill({})
    except DocgenError as error:
        assert error.message


def settings(data: bytes) -> None:
    """The settings, their patterns and forms of numbers used."""
    from docgen.errors import DocgenError
    from tests.fuzz import readers

    path = Path(_folder()) / "docgen.toml"
    path.write_bytes(data)
    try:
        readers.KINDS["settings"].read(path)
    except DocgenError as error:
        assert error.message


def _settings_seeds() -> Iterator[bytes]:
    from tests.fuzz import readers

    yield from readers.KINDS["settings"].sound(Path(_folder()))


class _Codes:
    """A font whose codes are all known but those that begin with F."""

    name = b"F9"

    def translate(self, code: bytes) -> tuple[bytes, float] | None:
        return None if code.startswith(b"F") else (code, 1000.0)


def content(data: bytes) -> None:
    """The rewriter of content streams, by itself and within a page that is cut out of a file."""
    import pikepdf

    from docgen.embedded import cutting, shortening

    shortening.shorten(data, {"F4": _Codes(), "F5": _Codes()}, lambda name, _operator: name)
    with pikepdf.open(io.BytesIO(_drawn())) as pdf:
        pdf.pages[0].obj.Contents = pdf.make_stream(data)
        out = io.BytesIO()
        pdf.save(out)
    for made in cutting.cut(out.getvalue(), 1):
        if made is not None:
            with pikepdf.open(io.BytesIO(made)) as again:
                assert len(again.pages) == 1


@cache
def _drawn() -> bytes:
    """Return a paper as the drawing library draws it, before it is cut and written shorter."""
    from docgen import fonts
    from docgen.convert.embedded import Embedded
    from docgen.embedded import cutting
    from tests import test_convert_joined as joined

    kept: list[bytes] = []

    def keep(pdf: bytes, count: int, titles: Sequence[str] = ()) -> list[bytes | None]:
        kept.append(pdf)
        return [None] * count

    real, cutting.cut = cutting.cut, keep
    paper = joined.PAPERS[0]
    Embedded(fonts.prepare(frozenset((*fonts.characters(paper.docx), *"0123456789-—")))).convert([paper])
    cutting.cut = real
    return kept[-1]


def _content_seeds() -> Iterator[bytes]:
    import pikepdf

    with pikepdf.open(io.BytesIO(_drawn())) as pdf:
        for page in pdf.pages:
            written = page.obj.Contents.read_bytes()
            yield written
            yield written[:2000]


def gate(data: bytes) -> None:
    """The gate's reader of Word files, and of PDFs."""
    from docgen.gate import pages, reading

    with contextlib.suppress(reading.DamagedDocxError):
        reading.read(_any_docx(data))
    if data[1:5] == b"%PDF":
        with contextlib.suppress(pages.DamagedPdfError):
            pages.read(data[1:], ())


def _folder() -> str:
    return _kept().name


@cache
def _kept() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="fuzz-")


@dataclass(frozen=True, slots=True)
class Target:
    """What is fuzzed, with what to begin, and how it is spoiled besides libFuzzer's ways."""

    read: Callable[[bytes], None]
    seeds: Callable[[], Iterator[bytes]]
    spoil: mutating.Mutator


def _part_spoilt(chance: random.Random, data: bytes) -> bytes:
    return data[:1] + mutating.xml_spoilt(chance, data[1:])


TARGETS = {
    "package": Target(package, _docx_seeds, _part_spoilt),
    "settings": Target(settings, _settings_seeds, mutating.words_spoilt),
    "content": Target(content, _content_seeds, mutating.words_spoilt),
    "gate": Target(gate, _docx_seeds, _part_spoilt),
}


def main(name: str, options: list[str]) -> None:
    atheris: Any = importlib.import_module("atheris")
    target = TARGETS[name]
    corpus = Path(next((one for one in options if not one.startswith("-")), _folder() + "/corpus"))
    corpus.mkdir(parents=True, exist_ok=True)
    flags = [one for one in options if one.startswith("-")]

    def spoil(data: bytes, most: int, seed: int) -> bytes:
        chance = random.Random(seed)
        if chance.random() < 0.5:
            return bytes(atheris.Mutate(data, len(data)))
        return target.spoil(chance, data)[:most]

    with atheris.instrument_imports(include=["docgen"]):  # to the end: rooms import each other when they are asked
        for number, seed in enumerate(target.seeds()):
            (corpus / f"seed-{number}").write_bytes(seed)
            target.read(seed)
        bounds = [f"-timeout={SECONDS}", "-rss_limit_mb=1024", "-max_len=80000", "-keep_seed=1"]
        atheris.Setup([name, *bounds, *flags, str(corpus)], target.read, custom_mutator=spoil)
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
