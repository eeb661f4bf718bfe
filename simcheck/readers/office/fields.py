"""What a reader sees of a field that has no result: characters set over each other, or with their sound above them.

Word and WPS write 拼音指南 and 带圈字符 so into .doc and .rtf, and the second into .docx.
"""

from __future__ import annotations

import re
from typing import Any, Final

_OVERSTRIKE: Final = re.compile(r"\s*eq\s[^(]*\\o(?:\s*\\a[a-z])?\s*\(", re.IGNORECASE)
"""``EQ \\* jc0 \\* "Font:宋体" \\* hps14 \\o\\ad(\\s\\up 9(xīn),鑫)`` and ``eq \\o\\ac(○,1)``."""

_SHIFTS: Final = re.compile(r"\\[a-z]", re.IGNORECASE)

_BUTTON: Final = re.compile(r"\s*+(?:MACROBUTTON|GOTOBUTTON)\s++\S++\s++\S", re.IGNORECASE)

LONGEST: Final = 1000
"""Characters of an instruction; Word stops at 255 for each argument."""


def overstruck(instruction: str) -> tuple[int, int] | None:
    """Where in the instruction of a field the characters stand that others are set over or above; None if nowhere.

    They are the last argument of the overstrike function of an ``EQ`` field, without what shifts them.
    """
    found = _OVERSTRIKE.match(instruction[:LONGEST])
    if found is None:
        return None
    start = at = found.end()
    depth = 1
    while at < min(len(instruction), LONGEST):
        sign = instruction[at]
        if sign == "\\":
            at += 1
        elif sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
            if not depth:
                break
        elif sign in ",;，；" and depth == 1:
            start = at + 1
        at += 1
    words = instruction[start:at]
    ends, opens = len(words.rstrip()) - 1, words.rfind("(")
    if 0 <= opens < ends and words.find(")", opens) == ends:
        before = max(words.rfind("(", 0, opens), words.rfind(")", 0, opens)) + 1
        if _SHIFTS.search(words, before, opens):
            return start + opens + 1, start + ends
    bare = words.strip()
    begin = start + words.find(bare) if bare else start
    return begin, begin + len(bare)


def is_button(instruction: str) -> bool:
    """Whether a field shows a prompt to click on, which stands in its instruction."""
    return _BUTTON.match(instruction) is not None


class Field:
    """A field of a .docx that is open: what it asks for, until its result begins.

    Where it stands in the words of a paragraph is known, because the results of fields inside its instruction are words
    of nobody: what is seen is its own result.
    """

    def __init__(self, words: list[str]) -> None:
        self._words = words
        self._start = len(words)
        self._asked: list[str] = []
        self.is_asking = True
        """Whether its result has not begun."""

    def asks(self, words: str) -> None:
        """What its instruction goes on with, if its result has not begun."""
        if self.is_asking:
            self._asked.append(words)

    def instructs(self, element: Any) -> None:
        """The same of an element that holds the words."""
        if self.is_asking and element.text:
            self._asked.append(element.text)

    def answer(self, words: list[str]) -> bool:
        """Its result begins: of the words that are there what stands in its instruction goes.

        Whether it shows a prompt to click on, which is in its instruction.
        """
        instruction = "".join(self._asked)
        if words is self._words:
            # of one that began in another paragraph the words may be a report's, and the sign an error
            del words[self._start :]
        shown = overstruck(instruction)
        if shown is not None:
            words.append(instruction[slice(*shown)])
        self._asked, self.is_asking = [], False
        self._words, self._start = words, len(words)
        return is_button(instruction)

    def result(self, words: list[str]) -> list[str]:
        """What is seen of it, as far as it stands in the words of this paragraph."""
        return words[self._start :] if words is self._words else []
