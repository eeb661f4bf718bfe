"""The house: who may import whom, what is public, and what a start-up costs."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import simcheck

PACKAGE = Path(simcheck.__file__).parent

# Bottom to top; a room imports only from rooms of lower layers, or from its own package.
LAYERS = [
    {"model", "errors", "intervals", "worker", "environment", "_version", "data"},
    {"files", "settings", "i18n"},
    {"text"},
    {"entities", "readers", "index", "align"},
    {"metadata", "store", "report"},
    {"findings"},
    {"comparison"},
    {"corpus"},
    {"cross", "render"},
    {"cli", "serve"},
    {"__main__", "__init__"},
]
ALIGN = [
    "significance", "prepare", "runs", "sentences", "alignment", "blocks", "rows", "regions", "summaries", "extension",
    "passages", "edits",
]  # fmt: skip
OWNERS = {
    "jieba": {"text.tokens"},
    "rjieba": {"text.tokens", "entities.names"},
    "sklearn": {"index.sketching"},
    "scipy": {"index.sketching"},
    "datasketch": {"text.background", "index.sketching"},
    "rich": {"render.terminal.screen", "render.terminal.wrap"},
    "rapidfuzz": {"align.edits"},
    "click": {"cli"},
    "charset_normalizer": {"readers.plain.text"},
    "pypdfium2": {"readers.fixed.pdf"},
    "olefile": {"readers.office.doc"},
    "docx": {"render.docx.annotated"},
    "lxml": {"readers.web.page"},
    "msgspec": {"report.schema", "corpus.lists", "readers.sandbox", "readers.wire", "corpus.parcels"},
}


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
    if room == "__init__" or name in ("text.background", "entities.names"):  # these are still to be split
        return
    for target in imported(tree):
        if not target.startswith("simcheck."):
            continue
        other = target.split(".")[1]
        if other == room:
            continue
        assert floor(other) < floor(room), f"{name} imports {target}"


def test_no_file_is_in_a_circle() -> None:
    """Not even by an import inside a function: whoever reads one file of a circle has to read them all."""
    known = {f"simcheck.{name}".removesuffix(".__init__"): tree for name, tree in modules()}
    known = {name: tree for name, tree in known.items() if name != "simcheck.__init__"}
    below: dict[str, set[str]] = {}
    for name, tree in known.items():
        targets = {target if target in known else target.rpartition(".")[0] for target in imported(tree)}
        below[name] = targets & known.keys() - {name}
    while free := [name for name, targets in below.items() if not targets]:
        for name in free:
            del below[name]
        for targets in below.values():
            targets.difference_update(free)
    assert sorted(below) == []


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
    "corpus.collection": "our own files",
    "store.catalogue": "our own files",
    "files.home": "our own files",
    "store.lock": "our own files",
    "index.segment": "our own files",
    "store.transaction": "our own files",
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


@pytest.mark.parametrize(("name", "tree"), modules(), ids=[name for name, _ in modules()])
def test_every_module_says_what_it_owns(name: str, tree: ast.Module) -> None:
    assert ast.get_docstring(tree) or not tree.body, name


def test_the_public_names_are_these() -> None:
    assert simcheck.__all__ == sorted(simcheck.__all__)
    assert set(simcheck.__all__) == {
        "Added",
        "Background",
        "Block",
        "Corpus",
        "Document",
        "Edit",
        "Evidence",
        "Finding",
        "Flag",
        "Kind",
        "Mark",
        "Match",
        "Note",
        "Passage",
        "Report",
        "Settings",
        "Share",
        "SimcheckError",
        "Slot",
        "Span",
        "Substitution",
        "Summary",
        "Token",
        "compare",
        "read",
    }
    for name in simcheck.__all__:
        assert getattr(simcheck, name).__module__.startswith("simcheck."), name


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
