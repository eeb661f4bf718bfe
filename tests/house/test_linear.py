"""No text makes a pattern, a function that scans texts, or a reader slow: time grows as what is read does.

A pattern is attacked by what many texts are full of, and by what its own source says that it repeats. Nothing here
asks how long something takes, only how much longer four times as much takes.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import fields, is_dataclass
from functools import cache, partial
from itertools import combinations
from pathlib import Path
from time import thread_time
from typing import Any, Final, NamedTuple

import pytest

import simcheck
from benchmarks import linear
from simcheck.entities.patterns import Pattern
from simcheck.errors import SimcheckError
from simcheck.readers import decode

HOME: Final = Path(simcheck.__file__).parent
PARSER: Any = importlib.import_module("re._parser")

# Growth

STEP: Final = 4
"""How many times as long every text is as the one before."""

SIZES: Final = (160, 640, 2_560, 10_240, 40_960)
"""Lengths of texts in characters."""

ALLOWED: Final = 10.0
"""Times the time that four times the length may take: 4 is linear, 16 is quadratic."""

SHOWN: Final = 2
"""Attacks on a pattern that are told."""

LEAST: Final = 0.05
"""Seconds of work below which nothing is called slow."""

SURE: Final = 0.00025
"""Seconds at 2,560 characters below which no square can hide, if what is repeated is one character."""

STEADY: Final = 5.5
"""Times the time that is taken for linear without asking again."""


def seconds(work: Callable[[], object], times: int) -> float:
    """The least time of this thread that some work takes."""
    least = float("inf")
    for _ in range(times):
        began = thread_time()
        work()
        least = min(least, thread_time() - began)
    return least


def grows(
    work: Callable[[Any], object], text: Callable[[int], Any], sure: float = 0.0, sizes: tuple[int, ...] = SIZES
) -> str:
    """How much more than its length the time for a text grows, in words; nothing if it does not.

    Less than ``sure`` seconds at 2,560 characters say that it does not.
    """
    last = 0.0
    for size in sizes:
        job = partial(work, text(size))
        now = seconds(job, 1)
        if now > LEAST and now > ALLOWED * last:
            # noise makes things slower, never faster
            last, now = seconds(partial(work, text(size // STEP)), 5), min(now, seconds(job, 2))
            if now > LEAST and now > ALLOWED * last:
                return f"{size // STEP:,}: {last * 1000:.1f} ms, {size:,}: {now * 1000:.1f} ms"
        if size >= sizes[2] and (now * SIZES[2] / size < sure or now < STEADY * last):
            break
        last = now
    return ""


# Every pattern of the package


class Used(NamedTuple):
    """A pattern and how the package uses it."""

    name: str
    pattern: re.Pattern[Any]
    methods: frozenset[str]


SCANS: Final = frozenset({"search", "finditer", "findall", "sub", "subn", "split", "scanner"})
"""What tries every place of a text; all cost what ``finditer`` costs, or less."""

METHODS: Final = SCANS | {"match", "fullmatch"}


def modules() -> list[str]:
    """Every module of the package by name."""
    found = [module.name for module in pkgutil.walk_packages([str(HOME)], "simcheck.")]
    return ["simcheck", *(name for name in found if name.rpartition(".")[2] != "__main__")]


def inside(value: object, depth: int = 4) -> Iterator[re.Pattern[Any]]:
    """The patterns that a value is or holds."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Pattern):
        yield re.compile(*value._source)
    elif not depth:
        return
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from inside(key, depth - 1)
            yield from inside(each, depth - 1)
    elif isinstance(value, (tuple, list, set, frozenset)):
        for each in value:
            yield from inside(each, depth - 1)
    elif is_dataclass(value):
        for field in fields(value):
            yield from inside(getattr(value, field.name, None), depth - 1)
    elif isinstance(value, type) and value.__module__.startswith("simcheck"):
        for each in vars(value).values():
            yield from inside(each, depth - 1)


@cache
def source(module: str) -> ast.Module:
    """The module's tree."""
    file = sys.modules[module].__file__
    assert file is not None
    return ast.parse(Path(file).read_text("utf-8"))


def uses() -> dict[str, frozenset[str]]:
    """By the full name of a variable, which methods are called on it; all of them if it is handed on."""
    found: dict[str, set[str]] = {}
    for module in modules():
        importlib.import_module(module)
        tree = source(module)
        nodes = list(ast.walk(tree))
        owners = {id(node.value): node.attr for node in nodes if isinstance(node, ast.Attribute)}
        homes = {
            alias.asname or alias.name: f"{node.module}.{alias.name}"
            for node in nodes
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        for node in nodes:
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                method = owners.get(id(node))
                name = homes.get(node.id, f"{module}.{node.id}")
                found.setdefault(name, set()).update({method} if method else METHODS)
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in homes:
                # a module's own: page._FILES
                method = owners.get(id(node))
                found.setdefault(f"{homes[node.value.id]}.{node.attr}", set()).update({method} if method else METHODS)
    return {name: frozenset(methods & METHODS) for name, methods in found.items()}


def patterns() -> list[Used]:
    """Every pattern that a module, or anything that it holds, has."""
    called = uses()
    found: dict[tuple[Any, int], Used] = {}
    for module in modules():
        for name, value in vars(importlib.import_module(module)).items():
            for pattern in inside(value):
                is_bare = isinstance(value, (re.Pattern, Pattern))
                methods = called.get(f"{module}.{name}", METHODS) if is_bare else METHODS
                key = pattern.pattern, pattern.flags
                known = found.get(key)
                called_there = known.methods if known else frozenset()
                found[key] = Used(known.name if known else f"{module}.{name}", pattern, methods | called_there)
    return list(found.values())


# Patterns that functions make

MADE_FROM_DATA: Final = {
    ("simcheck.readers.web.mhtml", "_parts"): "the boundary of a mail between line ends, escaped",
}
"""Functions that make a pattern from what they are given, and why that is harmless."""

CALLS: Final = frozenset(name for name in vars(re) if name in SCANS | {"compile", "match", "fullmatch"})


class Made(NamedTuple):
    """A call of ``re`` inside a function."""

    module: str
    function: str
    call: ast.Call
    pattern: ast.expr


def made() -> Iterator[Made]:
    """Every call of ``re`` inside a function of the package."""
    for module in modules():
        importlib.import_module(module)
        for function in ast.walk(source(module)):
            if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
                continue
            for call in ast.walk(function):
                if (
                    isinstance(call, ast.Call)
                    and isinstance(call.func, ast.Attribute)
                    and isinstance(call.func.value, ast.Name)
                    and call.func.value.id == "re"
                    and call.func.attr in CALLS
                    and not isinstance(call.args[0], ast.Starred)  # metadata's, which are found as they are
                ):
                    pattern = call.args[0]
                    for each in (pattern.body, pattern.orelse) if isinstance(pattern, ast.IfExp) else (pattern,):
                        yield Made(module, getattr(function, "name", "<lambda>"), call, each)


def evaluated(one: Made) -> re.Pattern[Any] | None:
    """The pattern of a call, if it is the same whatever the function is given."""
    known: dict[str, Any] = {"re": re, **vars(sys.modules[one.module])}
    try:
        source = eval(ast.unparse(one.pattern), known)
    except NameError:
        return None
    given = [*one.call.args[1:], *(keyword.value for keyword in one.call.keywords)]
    flags = [eval(words, known) for node in given if (words := ast.unparse(node)).startswith("re.")]
    return source if isinstance(source, re.Pattern) else re.compile(source, *flags)


def called_patterns() -> Iterator[Used]:
    """The patterns of all calls inside functions that are made of nothing but what the module says."""
    for one in made():
        pattern = evaluated(one)
        if pattern is not None:
            method = one.call.func.attr if isinstance(one.call.func, ast.Attribute) else ""
            yield Used(f"{one.module}.{one.function}", pattern, METHODS if method == "compile" else frozenset({method}))


PATTERNS: Final = [*patterns(), *called_patterns()]


def test_a_pattern_made_from_data_is_known_and_escaped() -> None:
    found = {}
    for one in made():
        if evaluated(one) is None:
            assert "re.escape(" in ast.unparse(one.pattern)
            found[one.module, one.function] = MADE_FROM_DATA.get((one.module, one.function), "")
    assert found == MADE_FROM_DATA


# Attacks

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


def exhaust(pattern: re.Pattern[Any], text: str | bytes) -> None:
    """Looks for all that a pattern matches."""
    for _ in pattern.finditer(text):
        pass


def slow(used: Used) -> list[str]:
    """The attacks that take more than their length, in words."""
    found = []
    works: list[Callable[[Any], object]] = []
    if used.methods & SCANS:
        works.append(partial(exhaust, used.pattern))
    works += [getattr(used.pattern, method) for method in ("match", "fullmatch") if method in used.methods]
    encode = isinstance(used.pattern.pattern, bytes)
    for attack in attacks(used.pattern):
        for work in works:

            def text(size: int, attack: Attack = attack) -> Any:
                whole = attack.text(size)
                return (
                    whole.encode("latin-1" if whole.isascii() or max(whole) < "\u0100" else "utf-8")
                    if encode
                    else whole
                )

            words = grows(work, text, SURE / len(attack.pump))
            if words:
                name = getattr(work, "__name__", "finditer")
                found.append(f"{used.name}.{name} on {attack}: {words}")
                if len(found) == SHOWN:
                    return found
    return found


@pytest.mark.parametrize("used", PATTERNS, ids=lambda used: used.name)
def test_a_pattern_takes_no_more_time_than_a_text_is_long(used: Used) -> None:
    assert not slow(used)


# Functions and readers

SCANNING: Final = (
    "paragraphs", "count_paragraphs", "sentences", "headings", "clauses", "notices", "blanks", "quotations", "guess",
    "guess from a name", "date", "overstruck", "escaped", "fit",
)  # fmt: skip
"""Of the functions that the benchmark measures, those that take a text from place to place."""


@pytest.mark.parametrize("name", SCANNING)
def test_a_function_takes_no_more_time_than_a_text_is_long(name: str) -> None:
    work = linear.text_functions()[name]
    found = []
    for atom in linear.TEXTS:
        words = grows(work, Attack("", atom, "a").text, 4 * SURE / len(atom))
        if words:
            found.append(f"{atom!r}: {words}")
    assert not found


# to guess an encoding takes long, and no longer for a large file: the benchmark shows it
DOCUMENTS: Final = [name for name in linear.DOCUMENTS if not name.startswith("txt: ")]


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_reader_takes_no_more_time_than_a_document_is_large(name: str) -> None:
    def read(document: tuple[str, bytes]) -> None:
        with suppress(SimcheckError):
            decode(*document)

    assert not grows(read, linear.DOCUMENTS[name], sizes=(50, 200, 800, 3_200))
