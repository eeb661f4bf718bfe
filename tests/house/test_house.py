"""The house: who may import whom, what is public, and what a start-up costs."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from support import ROOT

import simcheck

PACKAGE = Path(simcheck.__file__).parent

# Bottom to top; a room imports only from rooms of lower layers, or from its own package.
LAYERS = [
    {"model", "errors", "formats", "intervals", "worker", "environment", "_version", "data", "compiled", "ranges"},
    {"files", "settings", "i18n"},
    {"text"},
    {"entities", "readers", "index", "align"},
    {"metadata", "report"},
    {"store", "findings"},
    {"comparison"},
    {"corpus"},
    {"crossing"},
    {"spark"},
    {"render"},
    {"serve"},
    {"cli"},
    {"__main__", "__init__"},
]
ALIGN = [
    "significance", "units", "prepare", "runs", "tables", "sentences", "alignment", "blocks", "columns", "regions",
    "summaries", "extension", "passages", "edits", "layout", "parts", "likelihood", "acts", "projection",
]  # fmt: skip
OWNERS = {
    "jieba": {"text.tokens"},
    "rjieba": {"text.dictionary"},
    "sklearn": {"index.sketching"},
    "scipy": {"index.sketching", "crossing.aligned"},
    "datasketch": {"corpus.frequencies", "index.sketching"},
    "rich": {"render.terminal.screen", "render.terminal.wrap"},
    "rapidfuzz": {"align.edits"},
    "click": {"cli"},
    "charset_normalizer": {"readers.plain.text"},
    "pypdfium2": {
        "readers.fixed.pdf",
        "readers.fixed.pdf_calls",
        "readers.fixed.pdf_objects",
        "readers.fixed.pdf_rows",
    },
    "pypdf": {"readers.fixed.pdf_layers"},
    "olefile": {"readers.office.doc", "readers.office.workbook"},
    "python_calamine": {"readers.office.sheets"},
    "docx": {"render.docx.annotated", "render.docx.printed"},
    "pandas": {"crossing.crossing"},
    "pyarrow": {"crossing.crossing", "crossing.stages", "spark"},
    "pyspark": {"spark"},
    "lxml": {"readers.web.page"},
    "msgspec": {
        "report.schema",
        "report.deserialise",
        "corpus.lists",
        "readers.sandbox",
        "readers.wire",
        "corpus.parcels",
        "crossing.aligned",
        "crossing.parts",
        "crossing.rows",
        "crossing.saved",
        "serve",
    },
    "xlsxwriter": {"render.xlsx.book"},
    "starlette": {"serve"},
    "uvicorn": {"serve.running"},
    "python_multipart": {"serve.uploads"},
    "jinja2": {"serve.templates"},
}


@cache
def modules() -> list[tuple[str, ast.Module]]:
    return [
        (".".join(path.relative_to(PACKAGE).with_suffix("").parts), ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted(PACKAGE.rglob("*.py"))
    ]


def imported(tree: ast.Module) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def floor(room: str) -> int:
    return next(n for n, layer in enumerate(LAYERS) if room in layer)


@pytest.mark.parametrize(("name", "tree"), modules(), ids=[name for name, _ in modules()])
def test_a_room_imports_only_from_below(name: str, tree: ast.Module) -> None:
    room = name.split(".")[0]
    if room == "__init__":
        return
    for target in imported(tree):
        if not target.startswith("simcheck."):
            continue
        other = target.split(".")[1]
        if other == room:
            continue
        assert floor(other) < floor(room), f"{name} imports {target}"


def circle(known: dict[str, ast.Module]) -> list[str]:
    """The modules that are left when those are taken away, again and again, that import none of the others."""
    below: dict[str, set[str]] = {}
    for name, tree in known.items():
        targets = {target if target in known else target.rpartition(".")[0] for target in imported(tree)}
        below[name] = targets & known.keys() - {name}
    while free := [name for name, targets in below.items() if not targets]:
        for name in free:
            del below[name]
        for targets in below.values():
            targets.difference_update(free)
    return sorted(below)


def test_no_file_is_in_a_circle() -> None:
    """Not even by an import inside a function: whoever reads one file of a circle has to read them all."""
    known = {f"simcheck.{name}".removesuffix(".__init__"): tree for name, tree in modules()}
    assert circle({name: tree for name, tree in known.items() if name != "simcheck.__init__"}) == []


def test_no_benchmark_and_no_support_of_tests_is_in_a_circle() -> None:
    for root in (ROOT, ROOT / "tests"):
        paths = [path for place in ("benchmarks", "support") for path in (root / place).rglob("*.py")]
        names = [".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__") for path in paths]
        known = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in zip(names, paths, strict=True)}
        assert circle(known) == []


def test_the_stages_of_the_alignment_stand_in_their_order() -> None:
    for name, tree in modules():
        if not name.startswith("align.") or name == "align.__init__":
            continue
        mine = ALIGN.index(name.split(".")[1])
        for target in imported(tree):
            if target.startswith("simcheck.align."):
                assert ALIGN.index(target.split(".")[2]) < mine, f"{name} imports {target}"


@pytest.mark.parametrize(("name", "tree"), modules(), ids=[name for name, _ in modules()])
def test_a_library_is_imported_only_by_its_owners(name: str, tree: ast.Module) -> None:
    for target in imported(tree):
        owners = OWNERS.get(target.split(".")[0])
        if owners is not None:
            rooms = {name, name.removesuffix(".__init__"), name.split(".")[0]}
            assert rooms & owners, f"{name} imports {target}"


OPENERS = {
    "files.given": "the door",
    "cli.saving": "what is written",
    "worker": "pipes",
    "cli.main": "the null device",
    "corpus.phrase_list": "our own files",
    "store.database": "our own files",
    "store.public_texts": "our own files",
    "files.home": "our own files",
    "store.lock": "our own files",
    "index.writing": "our own files",
    "store.transaction": "our own files",
    "crossing.parts": "our own files",
    "serve.folders": "our own files",
    "serve.uploads": "our own files",
}


@pytest.mark.parametrize(("name", "tree"), modules(), ids=[name for name, _ in modules()])
def test_only_the_door_opens_what_a_user_names(name: str, tree: ast.Module) -> None:
    """Everybody else would wait for a pipe, or read a device for ever."""
    opening = ("open", "os.open", "io.open", "codecs.open")
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        if called in opening or called.rpartition(".")[2] in ("read_bytes", "read_text", "fdopen"):
            is_ours = any(word in ast.unparse(node) for word in ("shipped(", "jieba.__file__"))
            assert is_ours or name in OPENERS, f"{name}:{node.lineno} {ast.unparse(node)}"


@pytest.mark.parametrize(("name", "tree"), modules(), ids=[name for name, _ in modules()])
def test_no_module_runs_what_it_reads(name: str, tree: ast.Module) -> None:
    assert not imported(tree) & {"pickle", "marshal", "shelve", "dill", "cloudpickle"}
    called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert not called & {"eval", "exec", "compile", "__import__"}


PLACES = ("simcheck", "tests", "benchmarks", "tools")
FILES = {str(path.relative_to(ROOT)): path for place in PLACES for path in sorted((ROOT / place).rglob("*.py"))}


@pytest.mark.parametrize("name", FILES)
def test_every_module_says_what_it_owns(name: str) -> None:
    tree = ast.parse(FILES[name].read_text(encoding="utf-8"))
    assert ast.get_docstring(tree) or not tree.body, name


MOST_LINES = 500
LONGER = {
    "simcheck/i18n/en.py",
    "simcheck/i18n/zh.py",
    "simcheck/readers/office/doc.py",
    "simcheck/readers/office/rtf.py",
}
"""Catalogues of messages, and readers of one format whose parts share one state."""


def test_no_file_is_longer_than_a_reader_keeps_in_mind() -> None:
    lengths = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in FILES.items()}
    assert not sorted(name for name in lengths.keys() - LONGER if lengths[name] > MOST_LINES)


@pytest.mark.parametrize("name", sorted(LONGER))
def test_a_longer_file_says_why_it_is_one(name: str) -> None:
    """Its head has a sentence that begins so: "One file for one format", "One table"."""
    said = ast.get_docstring(ast.parse(FILES[name].read_text(encoding="utf-8"))) or ""
    assert re.search(r"(?:^|\. |\n)One (?:file|table)\b", said), said


def test_what_is_shipped_is_found_by_one_function() -> None:
    """``data.shipped``: no other module looks for files beside itself, but for those that find the package."""
    beside = {
        name
        for name, tree in modules()
        if any(isinstance(node, ast.Name) and node.id == "__file__" for node in ast.walk(tree))
        or imported(tree) & {"importlib.resources", "pkgutil", "pkg_resources"}
    }
    assert beside == {"__init__", "compiled.__init__", "data.__init__", "worker"}


def test_the_package_needs_nothing_that_only_developers_run() -> None:
    needed = {target.split(".")[0] for _, tree in modules() for target in imported(tree)}
    assert not needed & {"benchmarks", "support", "tests", "tools", "pytest", "hypothesis", "fontTools", "opencc"}


def test_tests_are_in_folders_called_as_what_they_test() -> None:
    rooms = {path.stem for path in PACKAGE.iterdir()} | {"benchmarks", "claims", "house"}
    folders = {path.relative_to(ROOT / "tests").parts[0] for path in (ROOT / "tests").rglob("test_*.py")}
    assert folders - rooms == {"test_laws.py"}


def test_the_public_names_are_these() -> None:
    assert simcheck.__all__ == sorted(simcheck.__all__)
    assert set(simcheck.__all__) == {
        "APART",
        "Added",
        "Background",
        "Block",
        "Corpus",
        "Crossing",
        "Document",
        "Edit",
        "Evidence",
        "FileFacts",
        "Finding",
        "Flag",
        "Grade",
        "Group",
        "Holding",
        "Kind",
        "Likeness",
        "Mark",
        "Match",
        "Note",
        "Pair",
        "Paragraph",
        "Passage",
        "Public",
        "Report",
        "Settings",
        "Share",
        "SimcheckError",
        "Slot",
        "Span",
        "Standing",
        "Substitution",
        "Summary",
        "Token",
        "Upgraded",
        "compare",
        "cross",
        "read",
    }
    for name in simcheck.__all__:
        assert name.isupper() or getattr(simcheck, name).__module__.startswith("simcheck."), name


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout


def test_importing_simcheck_loads_nothing_heavy() -> None:
    heavy = run("import simcheck, sys; print(sorted({'numpy', 'rich', 'click', 'rjieba'} & set(sys.modules)))")
    assert heavy.strip() == "[]"


def test_compare_runs_without_the_slow_libraries() -> None:
    code = (
        "import sys, simcheck; simcheck.compare('全镇上下齐心协力推进农村道路硬化。', '全镇齐心协力推进道路硬化。');"
        "print(sorted({'jieba', 'sklearn', 'scipy', 'datasketch', 'rich', 'click', 'msgspec'} & set(sys.modules)))"
    )
    assert run(code).strip() == "[]"


def test_the_reader_and_its_package_do_not_hide_each_other() -> None:
    code = "import simcheck.readers.plain.text, simcheck; print(callable(simcheck.read), callable(simcheck.compare))"
    assert run(code).strip() == "True True"
