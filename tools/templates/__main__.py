"""``python -m tools.templates`` brings templates/ of this checkout into normal form and writes their texts anew."""

from __future__ import annotations

from tools.templates import write

if __name__ == "__main__":
    write()
