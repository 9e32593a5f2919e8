"""How sound content is spoiled: bytes, words, parts of a package. Everything hangs on the seed."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

Mutator = Callable[[random.Random, bytes], bytes]

WORDS = tuple(
    word.encode()
    for word in (
        *(
            "{{ x }}",
            "{% if 1 %}",
            "{% endif %}",
            "{%tr for x in y %}",
            "{# ",
            "{{",
            "}}",
            "[[[[[[",
            "{a: ",
            "- - - ",
            "&a *a",
        ),
        *(
            "9" * 400,
            "-1",
            "1e999",
            "0x1p4",
            "1_000",
            "NaN",
            "2009-02-30",
            "0000-00-00",
            "99999-01-01",
            "true",
            "null",
            "''",
        ),
        *(
            "\u3000",
            "\xa0",
            "\u2028",
            "\ufeff",
            "\u202e",
            "龘" * 300,
            "A" * 5000,
            "=1+1",
            "<x/>",
            "]]>",
            "&#0;",
            "&lt;",
        ),
        *(
            "{prefix.x}",
            "{no}{no}",
            "(a+)+$",
            "[a.b.c]",
            "x = [",
            '"""',
            "\\u0000",
            "/Rotate",
            "/Length 99999999",
            "endstream",
        ),
    )
)


def bytes_spoilt(chance: random.Random, content: bytes) -> bytes:
    """Flip, cut, double, blank or swap some bytes."""
    spoilt = bytearray(content)
    for _time in range(chance.randint(1, 6)):
        at, size = chance.randrange(len(spoilt) + 1), chance.choice((1, 1, 2, 8, 64, 512))
        match chance.randrange(6):
            case 0 if at < len(spoilt):
                spoilt[at] ^= 1 << chance.randrange(8)
            case 1:
                del spoilt[at : at + size]
            case 2:
                spoilt[at:at] = spoilt[at : at + size]
            case 3:
                spoilt[at : at + size] = bytes(len(spoilt[at : at + size]))
            case 4:
                spoilt[at:at] = chance.randbytes(size)
            case 5 if chance.random() < 0.2:
                del spoilt[at:]
            case _:
                pass
        if not spoilt:
            break
    return bytes(spoilt)


def words_spoilt(chance: random.Random, content: bytes) -> bytes:
    """Put odd words between, in place of, or behind words and lines."""
    lines = content.split(b"\n")
    for _time in range(chance.randint(1, 4)):
        at = chance.randrange(len(lines))
        word = chance.choice(WORDS)
        match chance.randrange(5):
            case 0:
                head, colon, _value = lines[at].partition(chance.choice((b":", b"=", b" ")))
                lines[at] = head + colon + b" " + word
            case 1:
                place = chance.randrange(len(lines[at]) + 1)
                lines[at] = lines[at][:place] + word + lines[at][place:]
            case 2:
                lines[at] = chance.choice(lines)
            case 3:
                lines[at] = b"  " * chance.randrange(4) + lines[at].strip()
            case _:
                lines.insert(at, word)
    return b"\n".join(lines)


def package_spoilt(chance: random.Random, content: bytes) -> bytes:
    """Spoil one part of a packed file and pack it again; leave one out; or spoil the packed bytes themselves."""
    if chance.random() < 0.2:
        return bytes_spoilt(chance, content)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = chance.choice(list(parts))
    match chance.randrange(8):
        case 0:
            del parts[name]
        case 1:
            parts[name] = chance.choice((b"", b"<x/>", parts[chance.choice(list(parts))]))
        case 2 | 3:
            parts[name] = bytes_spoilt(chance, parts[name])
        case _:
            parts[name] = xml_spoilt(chance, parts[name])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for one, part in parts.items():
            package.writestr(one, part)
    return packed.getvalue()


def xml_spoilt(chance: random.Random, part: bytes) -> bytes:
    """Put an odd word into a text or an attribute, or take out or double a piece between two tags."""
    pieces = part.split(b"<")
    at = chance.randrange(len(pieces))
    match chance.randrange(4):
        case 0:
            head, close, _text = pieces[at].partition(b">")
            pieces[at] = head + close + chance.choice(WORDS).replace(b"<", b"&lt;")
        case 1:
            head, quote, rest = pieces[at].partition(b'"')
            pieces[at] = head + quote + chance.choice(WORDS).replace(b"<", b"") + b'"' + rest.partition(b'"')[2]
        case 2:
            del pieces[at]
        case _:
            pieces.insert(at, chance.choice(pieces))
    return b"<".join(pieces)
