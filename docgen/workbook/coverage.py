"""The coverage table as the command line sees it: reckoned by ``rules``, handed out with what ``check`` found."""

from docgen.rules.coverage import TITLES, ActivistCoverage, Alone, Coverage, GroupCoverage, Share, month_name

__all__ = ["TITLES", "ActivistCoverage", "Alone", "Coverage", "GroupCoverage", "Share", "month_name"]
