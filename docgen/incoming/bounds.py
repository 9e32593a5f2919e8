"""How large what comes from outside may be. Every bound is several times the largest honest thing we know of its kind."""

from __future__ import annotations

KB, MB, GB = 1 << 10, 1 << 20, 1 << 30

SETTINGS = 256 * KB
"""docgen.toml; as docgen init makes it, it has 2 KB."""
ACTIVITY = 1 * MB
"""activity.toml; that of 发展党员 has some 60 KB."""
DATA = 4 * MB
"""The data of one paper; the longest honest file has some 100 KB."""
SCAN = 2 * GB
"""A PDF of scanned pages; read in pieces."""
PICTURE = 512 * MB
"""A photo or a scan as a picture, or many in one TIFF; read whole."""
TEMPLATE = 20 * MB
WORKBOOK = 200 * MB
"""10,000 people in 2,500 groups are some 5 MB."""
