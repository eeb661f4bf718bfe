"""Every regular expression of the package and how it is used: those that modules hold, those that functions make."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import simcheck
from simcheck.entities.patterns import Pattern

HOME: Final = Path(simcheck.__file__).parent


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


@cache
def homes_of(module: str) -> dict[str, str]:
    """By the name that a module imported, the full name where it is at home."""
    return {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(source(module))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def uses() -> dict[str, frozenset[str]]:
    """By the full name of a variable, which methods are called on it; all of them if it is handed on."""
    found: dict[str, set[str]] = {}
    for module in modules():
        importlib.import_module(module)
        tree = source(module)
        nodes = list(ast.walk(tree))
        owners = {id(node.value): node.attr for node in nodes if isinstance(node, ast.Attribute)}
        homes = homes_of(module)
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
                full = homes_of(module).get(name, f"{module}.{name}")
                methods = called.get(full, METHODS) if is_bare else METHODS
                key = pattern.pattern, pattern.flags
                known = found.get(key)
                called_there = known.methods if known else frozenset()
                found[key] = Used(known.name if known else full, pattern, methods | called_there)
    return list(found.values())


# Patterns that functions make

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
