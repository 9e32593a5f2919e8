"""A picture ready to be printed, and the size asked for."""

from __future__ import annotations

from dataclasses import dataclass

EMU = 36_000
"""English Metric Units a millimetre, in which Word measures pictures."""


@dataclass(frozen=True, slots=True)
class Size:
    """Millimetres; ``height`` 0 lets it follow from the picture's own proportions."""

    width: float
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture: its file, what the file's name ends with, its size in print, what is said to whoever cannot see it.

    ``words`` are the paper's, so they are Chinese whatever language docgen speaks.
    """

    content: bytes
    ending: str
    size: Size
    words: str

    @property
    def extent(self) -> tuple[int, int]:
        """Width and height in Word's own unit."""
        return round(self.size.width * EMU), round(self.size.height * EMU)
