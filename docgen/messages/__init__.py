"""What docgen says, in Chinese and in English.

Message ids are English; ``locale/zh`` holds the Chinese. Sheet names, column titles and document titles are the field's
own words and stay Chinese in both languages, so they are never passed through here. Rooms import ``_`` (and
``ngettext``); only ``cli`` and ``desk`` call :func:`set_language`, and :mod:`docgen.isolate` repeats it in child processes.
"""

from __future__ import annotations

import gettext
import locale
import os
import re
from functools import cache
from pathlib import Path

__all__ = ["LANGUAGES", "NN_", "N_", "_", "default_language", "language", "ngettext", "set_language", "typed"]

LANGUAGES = ("zh", "en")
_CATALOGUES = Path(__file__).parent / "locale"
_language = "zh"
_NOT_PLAIN = re.compile(r"[\s&|;<>()\[\]{}'`$!*?#^%,‘’]")
"""What one of the shells takes for something else than a part of a name; PowerShell, a curly quote and a comma too."""


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()  # the message ids are the English texts
    return gettext.translation("docgen", _CATALOGUES, [language])


def set_language(language: str) -> None:
    """Choose the language of every later message of this process."""
    global _language
    if language not in LANGUAGES:
        raise ValueError(language)
    _language = language


def language() -> str:
    """Return the language now in force, ``zh`` or ``en``."""
    return _language


def default_language() -> str:
    """Guess the user's language: ``DOCGEN_LANG``, then the locale, Chinese when neither says."""
    for name in (os.environ.get("DOCGEN_LANG"), *map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))):
        if name and name.split(".")[0] not in ("C", "POSIX"):
            return "zh" if name.lower().startswith(("zh", "chinese")) else "en"
    try:
        system = locale.getlocale()[0] or ""
    except ValueError:
        system = ""
    return "en" if system.lower().startswith("en") else "zh"


def typed(word: str | Path) -> str:
    """Return a word of a command that the user is to type: in double quotes, which cmd, PowerShell and sh share, where needed."""
    text = str(word)
    return f'"{text}"' if not text or _NOT_PLAIN.search(text) else text


def _(message: str) -> str:
    """Return the message in the language now in force."""
    return _catalogue(_language).gettext(message)


def N_(message: str) -> str:
    """Mark a message for the catalogue where it is written; ``_`` translates it where it is shown."""
    return message


def NN_(singular: str, plural: str) -> tuple[str, str]:
    """Mark a message for one and for many for the catalogue where it is written."""
    return singular, plural


def ngettext(singular: str, plural: str, n: int) -> str:
    """Return the message for n things in the language now in force."""
    return _catalogue(_language).ngettext(singular, plural, n)
