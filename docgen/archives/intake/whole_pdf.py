"""Whether a PDF is whole: every byte that its pages rest on is there and decodes.

A reader that repairs says so in warnings at best; it shows a scan cut at 70 % as fewer pages and a zeroed block as a grey
bar. So nothing is left to it: the file's frame, the pages of two readers, every stream unpacked to its last byte. Pictures that
no library here decodes, JBIG2 and JPEG 2000, say of each of their pieces how long it is: all of them have to be there.
"""

from __future__ import annotations

import mmap
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.archives.intake.refusal import Refusal
from docgen.images import jpeg
from docgen.messages import _

if TYPE_CHECKING:
    import pikepdf

_TAIL = 1024
"""Bytes at the end among which readers look for the last marker (ISO 32000-1, annex H, note 18)."""
_PADDING = b"\x00\t\n\r \x1a"
_NULLS = re.compile(rb"\x00{24,}")
_BLOCK = 1 << 20
MOST_UNPACKED = 256 << 20
"""Bytes of one stream. A page of A3 in colour at 600 dpi has 210 million."""
_PACKED_ZEROS = re.compile(rb"\x00{512,}")
_FAX_ZEROS = re.compile(rb"\x00{4,}")
"""Group 4: no code nor the end of one and the start of the next has 24 zero bits (ITU-T T.6)."""
_TEXT_ZEROS = re.compile(rb"\x00{16,}")
_END_OF_FAX = "000000000001" * 2
_SLOPPY = re.compile(
    r"xref stream itself is missing|Resources is missing|treating as string|inserting key|duplicated key|stray #"
)
"""What the reader remarks on in a file that is whole: programs that write it without care, nothing lost."""
_COMPONENTS = {"/DeviceGray": 1, "/CalGray": 1, "/G": 1, "/Indexed": 1, "/I": 1, "/Separation": 1,
               "/DeviceRGB": 3, "/CalRGB": 3, "/RGB": 3, "/Lab": 3, "/DeviceCMYK": 4, "/CMYK": 4}  # fmt: skip
_FLATE = frozenset(("/FlateDecode", "/Fl"))
_JPEG = frozenset(("/DCTDecode", "/DCT"))
_FAX = frozenset(("/CCITTFaxDecode", "/CCF"))
_JPEG2000, _JBIG2 = "/JPXDecode", "/JBIG2Decode"
_AS_TEXT = frozenset(("/ASCII85Decode", "/A85", "/ASCIIHexDecode", "/AHx"))
_NO_LENGTH = 0xFFFFFFFF
_KINDS = frozenset((0, 4, 6, 7, 16, 20, 22, 23, 36, 38, 39, 40, 42, 43, 48, 49, 50, 51, 52, 53, 62))
"""Of segments (ITU-T T.88, 7.3)."""
_PAGE, _GENERIC_REGION = 48, 38
_SHORTEST, _SHORTEST_TILE = 11, 14
_START, _TILE, _END = b"\xff\x4f\xff\x51", 0xFF90, 0xFFD9
"""Of a code stream of JPEG 2000 (ITU-T T.800, A.4): its first two markers, the one of a tile-part, and its last."""


def require_frame(source: Path) -> None:
    """Refuse a file whose beginning or end is missing, or that has a block of nothing in the middle of its objects."""
    if source.stat().st_size == 0:
        raise Refusal(_("it is empty"))
    with source.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if data.find(b"%PDF-", 0, _TAIL) < 0:
            raise Refusal(_("it is no PDF, or its beginning is missing"))
        end = len(data)
        while end and data[end - 1] in _PADDING:
            end -= 1
        if data.rfind(b"%%EOF", max(0, end - _TAIL), end) < 0 or data.rfind(b"startxref") < 0:
            raise Refusal(_("its end is missing: it was not copied or scanned to the end"))
        inside = [(gap.start(), gap.end()) for gap in _NULLS.finditer(data, 0, end)]
        if inside and not _in_streams(data, inside):
            raise Refusal(_("a part of it is empty: the disk or the copy is faulty"))


def _in_streams(data: mmap.mmap, gaps: list[tuple[int, int]]) -> bool:
    """Whether each gap lies within the bytes of a stream; there the stream's own check finds it."""
    return all(
        0 <= _last_begun(data, start) > data.rfind(b"endstream", 0, start) and data.find(b"endstream", end) >= 0
        for start, end in gaps
    )


def _last_begun(data: mmap.mmap, before: int) -> int:
    """Return where the last stream begins that begins before a place; -1 where none does."""
    at = before
    while (at := data.rfind(b"stream", 0, at)) >= 0:
        if data[at - 3 : at] != b"end" and data[at + 6 : at + 7] in (b"\r", b"\n"):
            return at
    return -1


def require_whole(document: pikepdf.Pdf) -> None:
    """Refuse a document of which anything is missing or does not decode; its pages are named where they are known."""
    import pikepdf

    tree = document.Root.get("/Pages")
    if isinstance(tree, pikepdf.Dictionary) and tree.get_int("/Count", -1) != len(document.pages):
        raise Refusal(
            _("it has {found} pages and says {said}").format(found=len(document.pages), said=tree.get("/Count"))
        )
    at = _pages_of_streams(document)
    for one in document.objects:
        if isinstance(one, pikepdf.Stream):
            page = at.get(one.objgen)
            try:
                fault = _fault(one, is_drawn=one.objgen in at and one.get("/Subtype") != "/Image")
            except (pikepdf.PdfError, zlib.error, RuntimeError, ValueError, TypeError):
                fault = _("a part of it does not decode")
            if fault:
                raise Refusal(_("page {number}: {what}").format(number=page, what=fault) if page else fault)
    if not all(_SLOPPY.search(warning) for warning in document.get_warnings()):
        raise Refusal(_("its parts do not fit together: it was cut, or damaged in copying"))


def _pages_of_streams(document: pikepdf.Pdf) -> dict[tuple[int, int], int]:
    """Return the first page on which each stream stands: contents, pictures, forms and what these use."""
    found: dict[tuple[int, int], int] = {}
    for number, page in enumerate(document.pages, 1):
        for stream in _streams([page.obj.get("/Contents"), page.resources], found):
            found[stream.objgen] = number
    return found


def _streams(waiting: list[object], known: dict[tuple[int, int], int]) -> Iterator[pikepdf.Stream]:
    import pikepdf

    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Stream):
            if one.objgen not in known:
                yield one
                waiting += [one.get("/Resources"), one.get("/SMask")]
        elif isinstance(one, pikepdf.Array):
            waiting += [entry for entry in one if isinstance(entry, pikepdf.Stream)]
        elif isinstance(one, pikepdf.Dictionary) and isinstance(held := one.get("/XObject"), pikepdf.Dictionary):
            waiting += [held[key] for key in held.keys()]  # noqa: SIM118


def _fault(stream: pikepdf.Stream, *, is_drawn: bool) -> str:
    """Return what is wrong with a stream, ``""`` when it decodes to what it says it is."""
    import pikepdf

    filters = [str(name) for name in _as_list(stream.get("/Filter"))]
    is_picture = stream.get("/Subtype") == "/Image"
    wanted = _size(stream) if is_picture else 0
    if wanted > MOST_UNPACKED:
        return _("it has a picture that is too large")
    broken = _("a picture on it is damaged") if is_picture else _("a part of it does not decode")
    raw = stream.read_raw_bytes()
    if not raw:
        return broken if is_picture else ""
    if filters and filters[0] in _FLATE:
        _require_unpacked(raw)
    elif filters and (_TEXT_ZEROS if filters[0] in _AS_TEXT else _PACKED_ZEROS).search(raw):
        if filters[0] not in _JPEG:  # its own tables say whether zeros can be
            return broken
    elif not filters and is_drawn and _TEXT_ZEROS.search(raw):
        return broken
    last = filters[-1] if filters else ""
    if last in _JPEG:
        coded = raw if len(filters) == 1 else _before_last(stream, filters)
        coding, _end = jpeg.judge(coded)
        if coding is jpeg.Coding.UNUSUAL:
            return ""  # the page is drawn anew, or it is refused for being empty
        return broken if coding is jpeg.Coding.DAMAGED or not _decodes(stream) else ""
    if last in _FAX:
        parameters = _as_list(stream.get("/DecodeParms"))
        group = parameters[-1].get("/K", 0) if parameters and isinstance(parameters[-1], pikepdf.Dictionary) else 0
        return broken if group < 0 and not is_fax(raw if len(filters) == 1 else _before_last(stream, filters)) else ""
    if last in (_JPEG2000, _JBIG2):
        coded = raw if len(filters) == 1 else _before_last(stream, filters)
        return "" if (_is_whole_jpeg2000(coded) if last == _JPEG2000 else _is_jbig2(stream, coded)) else broken
    return broken if len(stream.read_bytes(pikepdf.StreamDecodeLevel.all)) < wanted else ""


def _is_jbig2(stream: pikepdf.Stream, coded: bytes) -> bool:
    import pikepdf

    for one in _as_list(stream.get("/DecodeParms")):
        shared = one.get("/JBIG2Globals") if isinstance(one, pikepdf.Dictionary) else None
        if isinstance(shared, pikepdf.Stream) and not _is_whole_jbig2(shared.read_bytes(), None):
            return False
    return _is_whole_jbig2(coded, (stream.get_int("/Width", 0), stream.get_int("/Height", 0)))


def is_fax(coded: bytes) -> bool:
    """Whether a picture of group 4 has its end, and no gap before it."""
    bits = bin(int.from_bytes(b"\x01" + coded, "big"))[3:]
    end = bits.find(_END_OF_FAX)
    return end >= 0 and not _FAX_ZEROS.search(coded, 0, end // 8)


def _require_unpacked(raw: bytes) -> None:
    """Raise zlib.error unless a stream unpacks to its checksum, which readers pass over; Refusal when it swells."""
    unpacking = zlib.decompressobj()
    total, rest = 0, raw
    while rest and not unpacking.eof:
        total += len(unpacking.decompress(rest, _BLOCK))
        rest = unpacking.unconsumed_tail
        if total > MOST_UNPACKED:
            raise Refusal(_("it is too large when it is unpacked"))
    if not unpacking.eof:
        raise zlib.error("incomplete")


def _before_last(stream: pikepdf.Stream, filters: list[str]) -> bytes:
    """Return a stream's bytes with all filters undone but the last one."""
    import pikepdf

    with pikepdf.new() as aside:
        inner = aside.make_indirect(pikepdf.Stream(aside, stream.read_raw_bytes()))
        inner.Filter = pikepdf.Array([pikepdf.Name(name) for name in filters[:-1]])
        return bytes(inner.read_bytes())


def _decodes(stream: pikepdf.Stream) -> bool:
    """Whether a JPEG decodes without a warning (qpdf makes errors of libjpeg's) to all of its dots."""
    import pikepdf

    dots = stream.get_int("/Width", 0) * stream.get_int("/Height", 0)
    return len(stream.read_bytes(pikepdf.StreamDecodeLevel.all)) >= dots


def _size(picture: pikepdf.Stream) -> int:
    """Return how many bytes a picture's dots have when they are unpacked."""
    import pikepdf

    bits = 1 if picture.get("/ImageMask", False) else picture.get_int("/BitsPerComponent", 8)
    family, *more = _as_list(picture.get("/ColorSpace")) or [""]
    components = _COMPONENTS.get(str(family), 1)
    if family == "/ICCBased" and isinstance(more[0], pikepdf.Stream):
        components = more[0].get_int("/N", 1)
    elif family == "/DeviceN" and isinstance(more[0], pikepdf.Array):
        components = len(more[0])
    return picture.get_int("/Height", 0) * -(-picture.get_int("/Width", 0) * bits * components // 8)


def _as_list(value: object) -> list[object]:
    import pikepdf

    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def _is_whole_jbig2(coded: bytes, size: tuple[int, int] | None) -> bool:
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


def _is_whole_jpeg2000(coded: bytes) -> bool:
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
