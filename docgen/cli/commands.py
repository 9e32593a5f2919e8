"""All commands: importing this registers them with the root."""

from docgen.cli import archives, counts, forms, ledger, life, machine, papers, semesters, templates, workbooks
from docgen.cli.root import docgen

__all__ = [
    "archives",
    "counts",
    "docgen",
    "forms",
    "ledger",
    "life",
    "machine",
    "papers",
    "semesters",
    "templates",
    "workbooks",
]
