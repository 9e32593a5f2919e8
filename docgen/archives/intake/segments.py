"""Pictures that no library here decodes, JBIG2 and JPEG 2000: whether all their pieces are there, and nothing else.

Their readers draw what is left of a picture, or nothing at all, without a word. Both formats say of each piece how long it is.
"""

from __future__ import annotations

_NO_LENGTH = 0xFFFFFFFF
_KINDS = frozenset((0, 4, 6, 7, 16, 20, 22, 23, 36, 38, 39, 40, 42, 43, 48, 49, 50, 51, 52, 53, 62))
"""Of segments (ITU-T T.88, 7.3)."""
_PAGE, _GENERIC_REGION = 48, 38
_SHORTEST, _SHORTEST_TILE = 11, 14
_START, _TILE, _END = b"\xff\x4f\xff\x51", 0xFF90, 0xFFD9
"""Of a code stream of JPEG 2000 (ITU-T T.800, A.4): its first two markers, the one of a tile-part, and its last."""


def is_jbig2(coded: bytes, size: tuple[int, int] | None) -> bool:
    """Whether segments follow each other to the end, with the page of this size; None: those that pages share."""
    at, paged = 0, size is None
    while len(coded) - at >= _SHORTEST:
        number, flags, many = _whole(coded, at, 4), coded[at + 4], coded[at + 5] >> 5
        at += 6
        if many == 7:
            many = _whole(coded, at - 1, 4) & 0x1FFFFFFF
            at += 3 + (many + 8) // 8
        at += many * (1 if number <= 256 else 2 if number <= 65536 else 4) + (4 if flags & 64 else 1) + 4
        kind, length = flags & 63, _whole(coded, at - 4, 4)
        if kind not in _KINDS or at > len(coded):
            return False
        if kind == _PAGE and size is not None:
            wide, high = _whole(coded, at, 4), _whole(coded, at + 4, 4)
            if wide != size[0] or high not in (size[1], _NO_LENGTH):
                return False
            paged = True
        if length == _NO_LENGTH:
            return paged and kind == _GENERIC_REGION
        at += length
    return paged and at <= len(coded) and not coded[at:].strip(b"\r\n\x00")


def is_jpeg2000(coded: bytes) -> bool:
    """Whether every tile of the picture is there, each to its end."""
    stream = coded if coded.startswith(_START) else _code_stream(coded)
    if not stream.startswith(_START):
        return False
    across = -(-(_whole(stream, 8, 4) - _whole(stream, 32, 4)) // max(_whole(stream, 24, 4), 1))
    down = -(-(_whole(stream, 12, 4) - _whole(stream, 36, 4)) // max(_whole(stream, 28, 4), 1))
    seen: set[int] = set()
    at = 2
    while at + 2 <= len(stream) and (marker := _whole(stream, at, 2)) != _END:
        if marker == _TILE:
            length = _whole(stream, at + 6, 4) or len(stream.rstrip(b"\r\n\x00")) - 2 - at
            if length < _SHORTEST_TILE:
                return False
            seen.add(_whole(stream, at + 4, 2))
            at += length
        elif marker >> 8 != 0xFF or seen:
            return False
        else:
            at += 2 + max(_whole(stream, at + 2, 2), 2)
    return at <= len(stream) and len(seen) == across * down > 0


def _code_stream(coded: bytes) -> bytes:
    """Return what stands in the box of the code stream; nothing where there is none, or it is longer than the file."""
    at = 0
    while at + 8 <= len(coded):
        length, head = _whole(coded, at, 4), 8
        if length == 1:
            length, head = _whole(coded, at + 8, 8), 16
        if coded[at + 4 : at + 8] == b"jp2c":
            return coded[at + head : at + length if length else None] if at + length <= len(coded) else b""
        if length < head:
            break
        at += length
    return b""


def _whole(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size])
