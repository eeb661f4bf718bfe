"""Runs a benchmark by its name: ``python -m benchmarks NAME ARGUMENTS…``; without a name it lists them all.

A benchmark is a module of one of the folders beside this file that has a function ``main``, which takes the arguments
and returns an exit code. The others hold what these have in common. To be run where the repository is.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Final

HOME: Final = Path(__file__).resolve().parent


def main(arguments: Sequence[str]) -> int:
    """Run the benchmark that the first argument names; 2 if there is none of that name."""
    if not arguments or arguments[0] in ("-h", "--help"):
        print(listing())
        return 0
    name, *rest = arguments
    path = next((path for path in _modules() if path.stem == name), None)
    if path is None or not _is_run(_parsed(path)):
        print(f"benchmarks: none is called {name}; see python -m benchmarks", file=sys.stderr)
        return 2
    code: int = import_module(f"benchmarks.{path.parent.name}.{name}").main(rest)
    return code


def listing() -> str:
    """All benchmarks by folder, each with the first line of what it says of itself."""
    lines = ["python -m benchmarks NAME ARGUMENTS…, and NAME --help"]
    folder = None
    for path in _modules():
        tree = _parsed(path)
        if not _is_run(tree):
            continue
        if path.parent != folder:
            folder = path.parent
            lines += ["", f"{folder.name}: {_first_line(_parsed(folder / '__init__.py'))}"]
        lines.append(f"  {path.stem:<13} {_first_line(tree)}")
    return "\n".join(lines)


def _modules() -> Iterator[Path]:
    return (path for path in sorted(HOME.glob("*/*.py")) if path.stem != "__init__")


def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _is_run(tree: ast.Module) -> bool:
    return any(isinstance(node, ast.FunctionDef) and node.name == "main" for node in tree.body)


def _first_line(tree: ast.Module) -> str:
    return (ast.get_docstring(tree) or "").partition("\n")[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
