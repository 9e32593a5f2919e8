"""What all tests share: LibreOffice's tests are left out where it is missing, and nothing touches the user's cache."""

from __future__ import annotations

import shutil

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs LibreOffice on a machine without it: it makes docgen better, never necessary."""
    if shutil.which("soffice"):
        return
    missing = pytest.mark.skip(reason="LibreOffice is not on this machine")
    for item in items:
        if item.get_closest_marker("libreoffice"):
            item.add_marker(missing)
