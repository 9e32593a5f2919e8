"""docgen: a semester's paperwork from one workbook, checked, filled, converted, bundled and archived."""

__version__ = "0.1.0"
