"""What a pattern is attacked by: what many texts are full of, and what its own source says that it repeats."""

from __future__ import annotations

import importlib
import re
from itertools import combinations
from typing import Any, Final, NamedTuple

PARSER: Any = importlib.import_module("re._parser")

COMMON: Final = (
    *".。\u30001一年aA、，：（）《》“”\"'「」\n\r\t-—_…·<>&{}[]\\/;；%xX×第村镇张#*|=:,()!！\0\ufffd ",
    "\r\n",
    "——",
    "……",
    "第一条",
    "(1)",
    "（一）",
    "1.",
    "1,2",
    "....1",
    "…… 12\n",
    "一、",
    "张三",
    "云溪县",
    "2018年",
    "2018-",
    " a",
    "a ",
    "a.",
    ".\n",
    "\n ",
    " \n",
    "，\n",
    "。”",
    "“。",
    "《〉",
    "<a ",
    "<!--",
    "\\u1 ",
    "{\\",
    "&#",
    "='",
    "村、",
    "的，",
)
"""What texts are full of, by accident or on purpose."""

PAIRS: Final = tuple(a + b for a, b in combinations((*".。\u30001一a、，（《“<-_\n ", "\r\n"), 2))
"""Any two of the commonest in turn."""

POOL: Final = "a1一 。.,-\n\t\0年Z_(（《“\"'<>{}\\/;:；：\u3000é张\u0301"
"""Of what a class has, one of these stands for the rest."""

LONG: Final = 16
"""Times from which a repetition counts as one without end."""


class Attack(NamedTuple):
    """A text of some length: what stands before, what is repeated, what stands behind."""

    before: str
    pump: str
    behind: str

    def text(self, size: int) -> str:
        """The attack with ``size`` characters between its ends."""
        return self.before + self.pump * (size // len(self.pump)) + self.behind


class Derived:
    """What the source of a pattern says that it repeats, and what leads there."""

    def __init__(self, pattern: re.Pattern[Any]) -> None:
        self.flags = pattern.flags & ~re.DEBUG
        self.binary = isinstance(pattern.pattern, bytes)
        self.groups: dict[int, str] = {}
        self.found: list[tuple[str, list[str], list[str]]] = []
        """What leads to a repetition, what one turn of it matches, what ends it."""
        self.walk(list(PARSER.parse(pattern.pattern, self.flags)), "")

    def has(self, op: str, argument: Any, character: str) -> bool:
        """Whether one node of a single character matches it."""
        if op == "LITERAL":
            return chr(argument) == character
        if op == "NOT_LITERAL":
            return chr(argument) != character
        if op == "ANY":
            return character != "\n" or bool(self.flags & re.DOTALL)
        return any(self.member(str(kind), value, character) for kind, value in argument if str(kind) != "NEGATE") != (
            str(argument[0][0]) == "NEGATE"
        )

    def member(self, kind: str, value: Any, character: str) -> bool:
        """Whether one part of a class has the character."""
        if kind == "LITERAL":
            return chr(value) == character
        if kind == "RANGE":
            return bool(value[0] <= ord(character) <= value[1])
        sort = str(value).rpartition("_")[2]
        is_one = {
            "DIGIT": character.isdigit(),
            "SPACE": character.isspace(),
            "WORD": character.isalnum() or character == "_",
        }
        return is_one[sort] != ("_NOT_" in str(value))

    def members(self, op: str, argument: Any) -> list[str]:
        """Characters that a node of a single character matches: some of the pool, its own literals."""
        own: list[str] = []
        if op == "LITERAL":
            own = [chr(argument)]
        elif op == "IN":
            for kind, value in argument:
                own += [chr(value)] if str(kind) == "LITERAL" else [chr(value[0])] if str(kind) == "RANGE" else []
        pool = [c for c in (*own, *POOL) if (not self.binary or ord(c) < 256) and self.has(op, argument, c)]
        return list(dict.fromkeys(pool))

    def example(self, nodes: list[Any], least: int = 0) -> str:
        """Something that the nodes match, looking around aside; of what is optional ``least``."""
        return "".join(self.one(str(op), argument, least) for op, argument in nodes)

    def one(self, op: str, argument: Any, least: int) -> str:
        if op in ("LITERAL", "NOT_LITERAL", "ANY", "IN"):
            return next(iter(self.members(op, argument)), "")
        if op in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            return self.example(list(argument[2]), least) * min(max(int(argument[0]), least), 4)
        if op == "SUBPATTERN":
            words = self.example(list(argument[3]), least)
            if argument[0] is not None:
                self.groups[argument[0]] = words
            return words
        if op == "BRANCH":
            return self.example(list(argument[1][0]), least)
        if op == "ATOMIC_GROUP":
            return self.example(list(argument), least)
        return self.groups.get(argument, "") if op == "GROUPREF" else ""

    def walk(self, nodes: list[Any], lead: str) -> None:
        """Finds the repetitions in nodes to which ``lead`` leads."""
        for op, argument in nodes:
            name = str(op)
            if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
                body = list(argument[2])
                if argument[1] >= LONG:
                    self.found.append((lead, self.bodies(body), self.ends(body)))
                self.walk(body, lead)
            elif name == "SUBPATTERN":
                self.walk(list(argument[3]), lead)
            elif name == "BRANCH":
                for branch in argument[1]:
                    self.walk(list(branch), lead)
            elif name == "ATOMIC_GROUP":
                self.walk(list(argument), lead)
            elif name in ("ASSERT", "ASSERT_NOT"):
                self.walk(list(argument[1]), lead)
            lead += self.one(name, argument, 0)

    def ends(self, nodes: list[Any]) -> list[str]:
        """Characters that a repetition of one character stops at."""
        if len(nodes) != 1 or str(nodes[0][0]) not in ("LITERAL", "NOT_LITERAL", "ANY", "IN"):
            return ["\0"]
        return [
            c
            for c in POOL
            if ord(c) < 256 + 65536 * (not self.binary) and not self.has(str(nodes[0][0]), nodes[0][1], c)
        ][:2]

    def bodies(self, nodes: list[Any]) -> list[str]:
        """What one turn of a repetition may match."""
        while len(nodes) == 1 and str(nodes[0][0]) in ("SUBPATTERN", "ATOMIC_GROUP"):
            nodes = list(nodes[0][1][3] if str(nodes[0][0]) == "SUBPATTERN" else nodes[0][1])
        if len(nodes) == 1 and str(nodes[0][0]) in ("LITERAL", "NOT_LITERAL", "ANY", "IN"):
            return self.members(str(nodes[0][0]), nodes[0][1])[:8]
        if len(nodes) == 1 and str(nodes[0][0]) == "BRANCH":
            return [self.example(list(branch), 1) for branch in nodes[0][1][1]][:8]
        return list(dict.fromkeys((self.example(nodes), self.example(nodes, 1))))


def own_attacks(pattern: re.Pattern[Any]) -> list[Attack]:
    """What a pattern's own source says against it."""
    derived = Derived(pattern)
    found: dict[Attack, None] = {}
    everything = list(dict.fromkeys(body for _, bodies, _ in derived.found for body in bodies[:4] if body))[:12]
    for lead, bodies, ends in derived.found:
        for end in ("\0", *ends):
            for body in filter(None, bodies):
                found[Attack(lead, body, end)] = None
            # a start at every place, each of which looks to the end
            first = next(filter(None, bodies), "")
            for pump in filter(None, (first, lead, lead + first, first + lead)):
                found[Attack("", pump, end)] = None
        for other in everything:
            if first and other != first:
                found[Attack(lead, first + other, "\0")] = None
    for body in everything:
        for end in ("", "\0", "a", "1"):
            found[Attack("", body, end)] = None
    return list(found)[:200]


def attacks(pattern: re.Pattern[Any]) -> list[Attack]:
    """All attacks on a pattern."""
    own = own_attacks(pattern)
    common = [Attack("", atom, "\0") for atom in COMMON]
    # what repeats nothing without end looks at so many characters from each place, and no more
    return [*own, *common, *(Attack("", pair, "\0") for pair in PAIRS)] if own else common
