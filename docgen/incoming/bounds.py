"""How large what comes from outside may be. Every bound is several times the largest honest thing we know of its kind."""

from __future__ import annotations

KB, MB, GB = 1 << 10, 1 << 20, 1 << 30

SETTINGS = 256 * KB
"""docgen.toml; as docgen init makes it, it has 2 KB."""
DATA = 4 * MB
"""The data of one paper; the longest honest file has some 100 KB."""
