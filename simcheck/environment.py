"""Which language, which corpus, which shell: what the options do not say, the environment does.

Option before variable before locale.
"""

from __future__ import annotations

import locale
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from shlex import quote
from typing import Final, Literal, get_args

Language = Literal["zh", "en"]

LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)


def language(option: str | None = None, environ: Mapping[str, str] | None = None) -> Language:
    """The language to speak: the option, ``SIMCHECK_LANG``, the locale; Chinese where none of them says anything."""
    environ = os.environ if environ is None else environ
    for choice in (option, environ.get("SIMCHECK_LANG")):
        for lang in LANGUAGES:
            if choice == lang:
                return lang
    return _by_locale(_locale(environ))


def _locale(environ: Mapping[str, str]) -> str:
    said = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    if not said and sys.platform == "win32":
        said = locale.getlocale()[0] or ""
    return said.lower()


def _by_locale(name: str) -> Language:
    if name.partition(".")[0] in ("", "c", "posix") or name.startswith(("zh", "chinese")):
        return "zh"
    return "en"


def corpus_folder(option: str | None = None, environ: Mapping[str, str] | None = None) -> str:
    """Where the corpus is: the option, ``SIMCHECK_CORPUS``, ``corpus``."""
    environ = os.environ if environ is None else environ
    return option or environ.get("SIMCHECK_CORPUS") or "corpus"


def cache_folder(environ: Mapping[str, str] | None = None) -> Path:
    """Where this user's programs keep what can be computed again: our part of it."""
    environ = os.environ if environ is None else environ
    said = environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
    home = os.path.expanduser("~")
    if not os.path.isabs(said):
        if os.path.isabs(home):
            said = os.path.join(home, ".cache")
        else:
            # only loaded for a user without a home, who has none that lasts
            import tempfile

            said = tempfile.gettempdir()
    return Path(said) / "simcheck"


def option_for_corpus(folder: str) -> str:
    """What a command to paste has to say about where the corpus is: nothing if it would look there anyway."""
    if os.path.normpath(folder) == os.path.normpath(corpus_folder()):
        return ""
    return f" --corpus {typed(folder)}"


def typed(name: str, system: str = os.name) -> str:
    """A file's name as it has to be typed: in double quotes, which every shell knows, if they will do."""
    if name.startswith("-"):
        name = f"./{name}"
    if not _DANGEROUS.search(name):
        return f'"{name}"' if not name or _SPECIAL.search(name) else name
    # what one shell of Windows takes for a quotation the other does not: better nothing to paste
    return "FILE" if system == "nt" else quote(name)


_SPECIAL: Final = re.compile(r"[\s()&;|<>'\[\]{}*?#^~@,]")
"""What a shell takes for something else than a part of a name."""

_DANGEROUS: Final = re.compile(r"""["$`!“”„‘’‚‛%]""" if os.name == "nt" else r"""["$`\\!]""")
"""What a shell may take for something to run, or for the end of the quotation, even between double quotes: PowerShell
knows typographic ones."""
