"""Reads XML parts of a package as a stream, by expat: bounded memory, no document type, no outside entity.

Why not lxml here: a stream of its elements costs half as much again, and expat refuses a document type before anything
in it is read.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType
from xml.parsers.expat.errors import XML_ERROR_NO_MEMORY, codes
from zlib import error as ZlibError

_CHUNK = 1 << 18
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")

Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]


class Malformed(Exception):
    """A part that no program which saves workbooks would write."""


DAMAGED = (
    zipfile.BadZipFile,
    ZlibError,
    ExpatError,
    Malformed,
    LookupError,
    ValueError,
    EOFError,
    NotImplementedError,
    RuntimeError,
)
"""What comes of reading a package that is not whole."""


def parse(
    archive: zipfile.ZipFile, part: str, prepare: Callable[[XMLParserType, str], None], namespaces: str | None = None
) -> None:
    """Feed a part to expat. ``prepare(parser, prefix)`` sets the handlers once the root's namespace prefix is known.

    With ``namespaces`` names come as namespace, this character, local name. Raise Malformed, KeyError (no such part),
    ExpatError.
    """
    parser = ParserCreate(namespace_separator=namespaces)
    parser.buffer_text = True
    parser.buffer_size = 1 << 16

    def root(name: str, attributes: Attributes) -> None:
        prefix, colon, _local = name.rpartition(":")
        prepare(parser, prefix + colon)

    def refuse(*_declared: object) -> None:
        raise Malformed(part)

    parser.StartElementHandler = root
    parser.StartDoctypeDeclHandler = refuse
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except ExpatError as error:
        if error.code == codes[XML_ERROR_NO_MEMORY]:
            raise MemoryError from error
        raise


def each(archive: zipfile.ZipFile, part: str, *tags: str) -> list[tuple[str, Attributes]]:
    """Return local name and attributes of a part's elements with these local names, in order."""
    found: list[tuple[str, Attributes]] = []
    wanted = frozenset(tags)

    def prepare(parser: XMLParserType, prefix: str) -> None:
        def start(name: str, attributes: Attributes) -> None:
            local = name.rpartition(":")[2]
            if local in wanted:
                found.append((local, attributes))

        parser.StartElementHandler = start

    parse(archive, part, prepare)
    return found


def local_attribute(attributes: Attributes, name: str) -> str:
    """Return an attribute by its local name, whatever prefix it carries: ``r:id``."""
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == name and ":" in key), "")


def unescape(text: str) -> str:
    """Undo the escapes of ECMA-376 22.9.2.19: ``_x000D_`` is a control character, ``_x005F_`` an underscore."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
