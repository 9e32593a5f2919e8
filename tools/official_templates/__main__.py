"""``python -m tools.official_templates`` writes templates/ of this checkout anew."""

from __future__ import annotations

from pathlib import Path

from tools.official_templates import write

if __name__ == "__main__":
    write(Path(__file__).parents[2] / "templates")
