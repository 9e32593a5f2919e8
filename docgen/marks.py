"""What is said of papers in one word: for whose eyes a bundle is, and in what a paper is not complete.

Apart from the kinds of paper, whose models take long to import: a run that changes nothing says these words and needs no model.
"""

from __future__ import annotations

from enum import StrEnum


class Copy(StrEnum):
    """What a bundle is, in the word that stands on each of its pages."""

    DRAFT = "草稿"
    PUBLIC = "公开副本"
    INSPECTION = "检查副本"


class Lack(StrEnum):
    """In what a paper is not complete."""

    PAPER = "paper"
    """the group has none"""
    OPINION = "opinion"
    """neither given in the workbook nor signed on paper"""
    WORDS = "words"
    """a talk of which nothing is written down"""
    APPRAISAL = "appraisal"
    """a project that is done, without appraiser or day"""
    LENGTH = "length"
    """longer than it may be"""
    DATE = "date"
    """the workbook does not say its day: in the catalogue the last one of the activity, or of the year, stands for it"""
    SIGNATURE = "signature"
    SIGNING_DAY = "signing day"
    """an agreement that came back signed, and the workbook does not say when: it does not count as signed"""
    SCAN = "scan"
    """signed, and the scan has not come back"""
