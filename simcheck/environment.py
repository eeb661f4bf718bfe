"""Which language, which corpus, which shell: what the options do not say, the environment does.

Option before variable before locale.
"""

from __future__ import annotations

import locale
import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
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


def shown_folder(folder: str, option: str | None = None) -> str:
    """What a corpus is called in results, which others read: as it was typed; of one that the environment names no more
    than is needed to know it (~/库, …/库)."""
    if option or not os.path.isabs(folder):
        return folder
    folder, home = os.path.normpath(folder), os.path.expanduser("~")
    for above, sign in ((os.getcwd(), ""), (home, "~")):
        if os.path.isabs(above) and above != os.path.dirname(above) and folder.startswith(os.path.join(above, "")):
            return os.path.join(sign, os.path.relpath(folder, above))
    return os.path.join("…", os.path.basename(folder))


def found_folder(shown: str) -> list[str]:
    """Where a corpus may be that ``shown_folder`` called so, on this machine and for this user."""
    if shown.replace("\\", "/").startswith("~/"):
        return [os.path.expanduser("~") + shown[1:]]
    mine = corpus_folder()
    is_mine = os.path.normpath(shown_folder(mine)) == os.path.normpath(shown)
    return [shown, *([mine] if is_mine else [])]


def cache_folder(environ: Mapping[str, str] | None = None) -> Path:
    """Where this user's programs keep what can be computed again: our part of it."""
    return _folder("XDG_CACHE_HOME", ".cache", environ)


def state_folder(environ: Mapping[str, str] | None = None) -> Path:
    """Where this user's programs keep what is there from one run to the next: our part of it."""
    return _folder("XDG_STATE_HOME", os.path.join(".local", "state"), environ)


def _folder(variable: str, usual: str, environ: Mapping[str, str] | None) -> Path:
    environ = os.environ if environ is None else environ
    said = environ.get("LOCALAPPDATA" if sys.platform == "win32" else variable, "")
    home = os.path.expanduser("~")
    if not os.path.isabs(said):
        if os.path.isabs(home):
            said = os.path.join(home, usual)
        else:
            # only loaded for a user without a home, who has none that lasts
            import tempfile

            said = tempfile.gettempdir()
    return Path(said) / "simcheck"


def now(environ: Mapping[str, str] | None = None) -> str:
    """The moment, local, to the second, with its distance from UTC (ISO 8601); the one of ``SOURCE_DATE_EPOCH``
    (seconds since 1970, in UTC) if that is set, by which what is written can be made again to the byte."""
    from datetime import UTC, datetime

    environ = os.environ if environ is None else environ
    said = environ.get("SOURCE_DATE_EPOCH", "")
    if said.isdecimal() and len(said) <= _SECONDS:
        return datetime.fromtimestamp(int(said), UTC).isoformat(timespec="seconds")
    return datetime.now().astimezone().isoformat(timespec="seconds")


_SECONDS: Final = 10
"""Digits of a moment before the year 2286."""


def option_for_corpus(folder: str) -> str:
    """What a command to paste has to say about where the corpus is: nothing if it would look there anyway."""
    if os.path.normpath(folder) == os.path.normpath(corpus_folder()):
        return ""
    return f" --corpus {typed(folder)}"


def typed_options(words: Sequence[str]) -> str:
    """Options and their values as they have to be typed behind a command."""
    return "".join(f" {word if word.startswith('--') else typed(word)}" for word in words)


def typed(name: str, system: str = os.name) -> str:
    """A file's name as it has to be typed: in double quotes, which every shell knows, if they will do."""
    if name.startswith("-"):
        name = f"./{name}"
    if not _DANGEROUS.search(name):
        return f'"{name}"' if not name or _SPECIAL.search(name) else name
    # what one shell of Windows takes for a quotation the other does not: better nothing to paste
    from shlex import quote

    return "FILE" if system == "nt" else quote(name)


_SPECIAL: Final = re.compile(r"[\s()&;|<>'\[\]{}*?#^~@,]")
"""What a shell takes for something else than a part of a name."""

_DANGEROUS: Final = re.compile(r"""["$`!“”„‘’‚‛%]""" if os.name == "nt" else r"""["$`\\!]""")
"""What a shell may take for something to run, or for the end of the quotation, even between double quotes: PowerShell
knows typographic ones."""


Shell = Literal["posix", "windows", "powershell"]


def command_line(words: Sequence[str], shell: Shell) -> str:
    """Words as a line to type: for the shells of Unix, for both of Windows, or for PowerShell alone; "" where these
    words cannot be typed there, or not be read by who would type them."""
    if not words or not all(word.replace("\u3000", "").isprintable() for word in words):
        return ""
    if shell == "posix":
        from shlex import quote

        return " ".join(word if _KNOWN.fullmatch(word) else quote(word) for word in words)
    if any('"' in word for word in words):
        # no file of Windows is called so, and its shells hand it on in three different ways
        return ""
    if shell == "windows" and any(_UNSURE.search(word) for word in words):
        return ""
    return " ".join(_on_windows(word, shell) for word in words)


_KNOWN: Final = re.compile(r"[\w./:@%+=,-]+")
"""Words that no shell of Unix takes for anything else, in whatever script."""

_PLAIN: Final = re.compile(r"[\w./:\\-]+")
"""Words that no shell of Windows takes for anything else."""

_UNSURE: Final = re.compile("[$`%!“”„]")
"""What Command Prompt or PowerShell looks into even between double quotes; ``!`` where delayed expansion is on."""


def _on_windows(word: str, shell: Shell) -> str:
    if _PLAIN.fullmatch(word):
        return word
    # before the quotation mark that ends a word a program takes one of two for a sign that it is none
    word += "\\" * (len(word) - len(word.rstrip("\\")))
    if shell == "windows":
        return f'"{word}"'
    return "'" + re.sub("(['‘’‚‛])", r"\1\1", word) + "'"
