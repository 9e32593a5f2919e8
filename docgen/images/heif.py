"""Photos of newer telephones (HEIC): how they are told, and what lets Pillow read them where that package is."""

from __future__ import annotations

__all__ = ["can_be_read", "is_heif"]

_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")


def is_heif(data: bytes) -> bool:
    """Whether a file is such a photo, whatever it is called (ISO/IEC 23008-12, the brands of its first box)."""
    return data[4:8] == b"ftyp" and data[8:12] in _BRANDS


def can_be_read() -> bool:
    """Let Pillow read them from now on; False where the package that does is missing."""
    try:
        import pi_heif
    except ImportError:
        return False
    pi_heif.register_heif_opener()
    return True
