"""What the documentation shows is what the program does; SIMCHECK_GOLDEN=write puts what it does into the pages."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import re
import runpy
import shlex
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterator
from glob import glob
from itertools import pairwise, takewhile
from pathlib import Path
from typing import Any, Final, get_args

import pytest
from support import ROOT

import simcheck
from simcheck import Background, Corpus, Flag, Kind
from simcheck.align import runs
from simcheck.cli import main
from simcheck.cli.options import VIEWS
from simcheck.corpus import addition, check
from simcheck.corpus import collection as corpus
from simcheck.environment import Language
from simcheck.findings import kinds
from simcheck.i18n import zh
from simcheck.index.channels import terms
from simcheck.model import FileFacts
from simcheck.readers import LIMIT
from simcheck.render.terminal import corpus as collection
from simcheck.settings import MIN_LENGTH, MIN_WORDS
from simcheck.store import transaction
from tools.make_cli_reference import commands

DOCS: Final = ROOT / "docs"
READMES: Final[dict[str, Language]] = {"README.md": "zh", "README.en.md": "en"}
TWINS: Final = (
    ("README.md", "README.en.md"),
    ("docs/guide.md", "docs/guide.en.md"),
    ("docs/library.md", "docs/library.en.md"),
)
EXAMPLES: Final[dict[str, Language]] = {page: "en" if ".en." in page else "zh" for twins in TWINS for page in twins}
PAGES: Final = sorted(
    str(path.relative_to(ROOT))
    for path in (*ROOT.glob("*.md"), *DOCS.rglob("*.md"), ROOT / "simcheck" / "data" / "README.md")
)
SET_UP: Final = (
    "python3 -m venv .venv && . .venv/bin/activate && pip install -e . && "
    "simcheck corpus add corpus && simcheck check corpus/青石镇2024年工作总结.txt",
    'python3 -m venv .venv && . .venv/bin/activate && pip install -e ".[dev]" && make test',
)
ELISION: Final = "……"
CONSOLE: Final = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
PYTHON: Final = re.compile(r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```$)?", re.MULTILINE | re.DOTALL)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def everything() -> str:
    return "\n".join(map(read, PAGES))


# --- examples that run ------------------------------------------------------------------------------------------------


class Terminal(io.StringIO):
    """Somebody is watching."""

    def isatty(self) -> bool:
        return True


class Shell:
    """Runs the lines of an example in this process, as in a terminal of 80 columns without colours."""

    def __init__(self) -> None:
        self.code = 0

    def run(self, line: str) -> list[str]:
        """What the terminal shows."""
        words = [name for word in shlex.split(line) for name in sorted(glob(word)) or [word]]
        if words == ["echo", "$?"]:
            return [str(self.code)]
        assert words[0] == "simcheck", f"not an example of simcheck: {line}"
        screen = Terminal()
        with contextlib.redirect_stdout(screen), contextlib.redirect_stderr(screen):
            self.code = main.main(words[1:])
        # what stood before a carriage return has been written over: how far things were
        return bare(re.sub(r"[^\n]*\r", "", screen.getvalue()))


def bare(text: str) -> list[str]:
    """Lines without spaces at their ends and without the empty ones around them."""
    return "\n".join(line.rstrip() for line in text.splitlines()).strip("\n").split("\n")


def with_real_screens(page: str, shell: Shell) -> str:
    """The page with every screen as the program shows it; what the page leaves out stays left out."""

    def real(match: re.Match[str]) -> str:
        steps = re.split(r"^\$ ", match[0], flags=re.MULTILINE)
        assert steps[0] == "", "an example begins with $"
        return "".join(_step(step, shell) for step in steps[1:])

    return CONSOLE.sub(real, page)


def _step(step: str, shell: Shell) -> str:
    line, _, shown = step.partition("\n")
    printed = shell.run(line)
    if not shown.strip():
        return f"$ {step}"
    return f"$ {line}\n" + "\n".join(_abridged(bare(shown), printed)) + "\n"


def _abridged(shown: list[str], printed: list[str]) -> list[str]:
    """As many of the first and last printed lines as the page shows, and between them those that begin as it says."""
    marks = [at for at, line in enumerate(shown) if line == ELISION]
    if not marks:
        return printed
    lines = printed[: marks[0]]
    for mark, following in pairwise(marks):
        at = printed.index(shown[mark + 1])
        lines += [ELISION, *printed[at : at + following - mark - 1]]
    return [*lines, ELISION, *printed[len(printed) - (len(shown) - marks[-1] - 1) :]]


def with_real_output(page: str) -> str:
    """The page with the output of every Python example as it is; the examples of a page share their names."""
    names: dict[str, Any] = {}

    def real(match: re.Match[str]) -> str:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(match[1], "<example>", "exec"), names)
        if match[2] is None:
            assert not printed.getvalue(), "the example prints something that the page does not show"
            return match[0]
        return f"```python\n{match[1]}```\n\n```text\n{printed.getvalue()}```"

    return PYTHON.sub(real, page)


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the samples in it, where examples may write; it is always the same moment there."""
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus", ignore=shutil.ignore_patterns(".simcheck"))
    monkeypatch.chdir(tmp_path)
    for module in (addition, corpus, transaction):
        monkeypatch.setattr(module, "now", lambda: "2026-11-22T18:02:00+0800")
    duration = collection.duration
    monkeypatch.setattr(collection, "duration", lambda seconds, lang: duration(1.9, lang))
    for name in ("FORCE_COLOR", "LC_ALL", "LC_MESSAGES", "SIMCHECK_CORPUS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"NO_COLOR": "1", "COLUMNS": "80", "LANG": "C.UTF-8"}.items():
        monkeypatch.setenv(name, value)
    return tmp_path


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_show_what_the_program_shows(name: str, workshop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command and every piece of Python in a README, the guide and the page for programmers, with its output."""
    monkeypatch.setenv("SIMCHECK_LANG", EXAMPLES[name])
    page = read(name)
    real = with_real_output(with_real_screens(page, Shell()))
    if os.environ.get("SIMCHECK_GOLDEN") == "write":
        (ROOT / name).write_text(real, encoding="utf-8", newline="\n")
        return
    assert page == real


@pytest.mark.parametrize("twins", TWINS)
def test_both_languages_have_the_same_examples(twins: tuple[str, str]) -> None:
    """Commands, Python and set-up, in the same order."""
    commands, programs = (
        [re.findall(pattern, read(name), re.MULTILINE | re.DOTALL) for name in twins]
        for pattern in (r"^\$ [^\n]*", r"^```python\n.*?^```")
    )
    assert commands[0] == commands[1]
    assert programs[0] == programs[1]
    assert commands[0] or "library" in twins[0]
    assert programs[0] or "guide" in twins[0]


@pytest.mark.parametrize("name", READMES)
def test_set_up_is_two_lines(name: str) -> None:
    """One that runs the main job, one that runs the tests; each by itself, to be pasted."""
    lines = [line for line in read(name).splitlines() if line.startswith("python3 -m venv")]
    assert lines == list(SET_UP)


# --- pages that are made ----------------------------------------------------------------------------------------------


def script(name: str) -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "tools" / name))


@pytest.mark.parametrize("lang", get_args(Language))
def test_the_reference_is_what_help_prints(lang: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    """docs/cli.md and docs/cli.en.md are made by tools/make_cli_reference.py."""
    monkeypatch.delenv("SIMCHECK_LANG", raising=False)
    maker = script("make_cli_reference.py")
    page = DOCS / maker["NAMES"][lang]
    if os.environ.get("SIMCHECK_GOLDEN") == "write":
        page.write_text(maker["page"](lang), encoding="utf-8", newline="\n")
    assert page.read_text(encoding="utf-8") == maker["page"](lang)


def test_the_worked_example_is_what_the_code_gives() -> None:
    """Every figure of docs/how-it-works.md about its two paragraphs is made by tools/make_worked_example.py."""
    maker = script("make_worked_example.py")
    page: Path = maker["PAGE"]
    made = maker["page"](page.read_text(encoding="utf-8"))
    if os.environ.get("SIMCHECK_GOLDEN") == "write":
        page.write_text(made, encoding="utf-8", newline="\n")
    assert page.read_text(encoding="utf-8") == made


# --- nothing left out, nothing made up --------------------------------------------------------------------------------


def test_every_error_note_and_option_is_mentioned() -> None:
    """By its code or its name, in both references."""
    maker = script("make_cli_reference.py")
    for name in maker["NAMES"].values():
        page = read(f"docs/{name}")
        codes = [*maker["error_codes"](), *maker["note_codes"](), "usage"]
        assert not [code for code in codes if f"`{code}`" not in page]
        assert not [option for option in _options() if not re.search(rf"{option}(?![\w-])", page)]
        assert not [view for view in VIEWS if f"`{view}`" not in page]


def _options() -> set[str]:
    sentences = [value for key, value in zh.ZH.items() if key.startswith("option.")]
    assert sentences
    found: set[str] = set()
    for _, command in commands(main.program):
        found |= {name for param in command.params if param.param_type_name == "option" for name in param.opts}
    return found


def test_the_glossary_has_every_public_name() -> None:
    """Names of Python, kinds and flags."""
    page = read("docs/glossary.md")
    words = [*simcheck.__all__, *(kind.value for kind in Kind), *(flag.value for flag in Flag)]
    assert not [word for word in words if f"`{word}`" not in page]


def test_the_json_page_names_every_field(tmp_path: Path) -> None:
    """Of results that have everything, of a record and of the statistics of a corpus."""
    text = "今年全镇新建文化广场三处，整修灌溉渠道十二公里，改造低产茶园八百亩。"
    (tmp_path / "一.txt").write_text(text + "\u200b")
    for name in ("二.txt", "三.txt"):
        (tmp_path / name).write_text(text.replace("三处", "四处"), encoding="gb18030")
    (tmp_path / "空.txt").touch()
    with Corpus.open(tmp_path, create=True) as opened:
        opened.add_all([tmp_path], metadata={"date": "2024"})
        results = [
            simcheck.compare(text + "\u200b", text.replace("三处", "四处")),
            opened.check(text + "\u200b"),
        ]
        facts = [
            *(json.loads(result.to_json()) for result in results),
            *(collection.record_data(row, opened[row.id].file) for row in opened.rows()),
            collection.record_data(next(opened.rows()), FileFacts(**_EVERYTHING)),
            collection.stats_data(opened.summary, collection.CorpusScreen("zh", 80, str(tmp_path)))
            | {"verified": True},
        ]
    names = {"created", *_names_in(facts)}
    assert names > {"same_text", "copies", "without_same_text", "corpus", "place", "median", "unreadable"}
    page = read("docs/result-format.md")
    assert not [name for name in names if f"`{name}`" not in page]


_EVERYTHING: dict[str, Any] = {
    **dict.fromkeys(("format", "author", "editor", "software"), "x"),
    **dict.fromkeys(("created", "modified"), "2024"),
    "sha256": "0" * 64,
    "size": 1,
    "revisions": ("00AB12CD",),
}


def _names_in(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            if name not in ("settings", "facts", "metadata", "formats", "years"):
                yield from _names_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _names_in(inner)


def test_the_architecture_page_has_every_room() -> None:
    """With every file in the line of its package, and none that does not exist."""
    page = read("docs/architecture.md")
    places = {p.name + "/" * p.is_dir(): p for p in (ROOT / "simcheck").iterdir() if not p.name.startswith("__")}
    rooms = places.keys() - {"py.typed"}
    lines = dict(re.findall(r"^\| `([\w./]+)` \| (.*) \|$", page, re.M))
    assert lines.keys() == rooms
    for room, line in lines.items():
        files = {path.stem for path in places[room].rglob("*.py") if path.stem != "__init__"}
        named = line.partition("|")[2].replace("one file a command", " ".join(COMMANDS))
        words = re.sub(r"\([^)]*\)|`\w+/`", "", named)
        assert set(re.findall(r"\w+", words)) == files, room


COMMANDS: Final = (
    "background",
    "check",
    "compare",
    "corpus",
    "corpus_add",
    "corpus_cross",
    "corpus_public",
    "cross",
    "serve",
    "show",
    "watch",
)
"""The files of ``cli/commands``, which are called as their commands are."""


def test_the_laws_are_held_by_tests_that_exist() -> None:
    page = read("docs/laws.md")
    defined = {
        node.name
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    assert not [name for name in re.findall(r"`(test_\w+)`", page) if name not in defined]
    assert len(re.findall(r"^\| \*\*", page, re.M)) > 25


QUOTED: Final[tuple[tuple[str, Callable[[], str]], ...]] = (
    ("README.md", lambda: f"连续 {MIN_LENGTH} 个字"),
    ("README.md", lambda: f"{MIN_WORDS} 个词"),
    ("README.en.md", lambda: f"{MIN_LENGTH} characters in a row"),
    ("README.en.md", lambda: f"{MIN_WORDS} words"),
    ("docs/guide.md", lambda: f"连续 {MIN_LENGTH} 个字"),
    ("docs/guide.md", lambda: f"{MIN_WORDS} 个词"),
    ("docs/guide.en.md", lambda: f"{MIN_LENGTH} characters in a row"),
    ("docs/guide.en.md", lambda: f"{MIN_WORDS} words"),
    ("docs/guide.md", lambda: f"最可能的 {check.SOURCES} 篇"),
    ("docs/guide.md", lambda: f"不超过 {kinds.LIGHT:.0%}"),
    ("docs/guide.en.md", lambda: f"at most {kinds.LIGHT * 100:g} %"),
    ("docs/limits.md", lambda: f"超过 {runs._LISTED:,} 处"),
    ("docs/limits.md", lambda: f"{LIMIT // 1_000_000} MB"),
    ("docs/limits.md", lambda: f"最多 {check.SOURCES} 篇"),
    ("docs/corpus.md", lambda: f"above {check.LIKELY:g} bits, at most {check.SOURCES},"),
    ("docs/corpus.md", lambda: f"above {check.POSSIBLE:g} bits as well, the best first, until there are {check.FEW}"),
    ("docs/corpus.md", lambda: f"at most {terms.LOOKED_AT} postings"),
    ("simcheck/data/README.md", lambda: f"{Background.default().totals[0]:,} government work reports"),
    ("simcheck/data/README.md", lambda: f"{Background.default().totals[1]:,} items"),
    ("simcheck/data/README.md", lambda: f"{len(Background.default().keys):,} runs"),
)


@pytest.mark.parametrize(("page", "words"), QUOTED)
def test_numbers_of_the_code_are_quoted_as_they_are(page: str, words: Callable[[], str]) -> None:
    """A setting that changes has to change in the documentation too."""
    assert words() in read(page)


# --- links and paths --------------------------------------------------------------------------------------------------

LINK: Final = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


@pytest.mark.parametrize("page", PAGES)
def test_relative_links_lead_somewhere(page: str) -> None:
    """To a file of the repository, and to a heading of it where the link says so."""
    for target in LINK.findall(read(page)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, heading = target.partition("#")
        file = ((ROOT / page).parent / path).resolve() if path else ROOT / page
        assert file.is_relative_to(ROOT), target
        assert file.exists(), target
        if heading:
            assert heading in _headings(file.read_text(encoding="utf-8")), target


def _headings(text: str) -> set[str]:
    """The names by which headings are linked to: letters, digits and hyphens."""
    titles = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {
        "".join(c for c in title.lower().replace(" ", "-") if c in "-_" or unicodedata.category(c)[0] in "LN")
        for title in titles
    }


@pytest.mark.parametrize("page", PAGES)
def test_no_path_outside_the_repository_is_named(page: str) -> None:
    """No folder of somebody's machine; the REST interface is at addresses, which are none."""
    assert not re.findall(r"(?:^|[\s`(（\"'=])(/(?!api/v1\b)[A-Za-z_][\w.-]*|[A-Z]:\\\w+)", read(page), re.MULTILINE)


def test_pages_name_files_that_exist() -> None:
    """What stands in code marks and looks like a path of the repository is one."""
    named = re.findall(r"`((?:simcheck|tests|docs|benchmarks|corpus)/[^`\s*]+)`", everything())
    assert named
    assert not [path for path in named if not (ROOT / path).exists()]


def test_the_examples_need_no_other_module() -> None:
    """Examples import simcheck and the standard library only."""
    for name in EXAMPLES:
        for program, _ in PYTHON.findall(read(name)):
            for node in ast.walk(ast.parse(program)):
                imported = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                imported += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
                assert all(m.split(".")[0] in {"simcheck", *sys.stdlib_module_names} for m in imported)


def test_the_quality_tables_are_the_recorded_ones() -> None:
    """The latest section of each corpus in benchmarks/results says what the pages say."""
    recorded: dict[str, list[str]] = {}
    for section in re.split(r"^###? ", read("benchmarks/results/quality.md"), flags=re.MULTILINE)[1:]:
        # a section, or the part of one that tells one of several draws
        corpus = section.split("\n", 1)[0].split(" · ")[-1]
        # the first table; others hold it against other methods
        lines = section.split("\n")
        first = next((at for at, line in enumerate(lines) if line.startswith("| kind")), len(lines))
        recorded[corpus] = list(takewhile(lambda line: line.startswith("|"), lines[first:]))
    page = read("docs/benchmarks.md")
    for corpus in ("zh-reuse-dev", "PAN 2013 text alignment, training half"):
        rows = recorded[corpus]
        for row in rows[1:]:
            cells = [cell.strip() for cell in row.strip("|").split("|")][:7]
            assert set(cells[0]) <= {"-", " "} or f"| {' | '.join(cells)} |" in page, cells
        total = [cell.strip() for cell in rows[-1].strip("|").split("|")]
        rounded = " | ".join(f"{float(cell):.3f}" for cell in total[3:7])
        for name in ("README.md", "README.en.md"):
            assert rounded in read(name), (name, rounded)


@pytest.mark.parametrize("name", ["formats", "others", "articles", "decoding", "fuzz"])
def test_the_page_of_formats_has_the_latest_results(name: str) -> None:
    """Its tables are those of the last section of each file of results."""
    section = read(f"benchmarks/results/{name}.md").split("\n## ")[-1]
    table = "\n".join(line for line in section.splitlines() if line.startswith("|"))
    page = read("docs/formats.md")
    start, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    before, _, rest = page.partition(start)
    _, _, after = rest.partition(end)
    assert before
    assert after
    expected = f"{before}{start}\n\n{table}\n\n{end}{after}"
    if os.environ.get("SIMCHECK_GOLDEN") == "write":
        (DOCS / "formats.md").write_text(expected, encoding="utf-8")
    assert expected == read("docs/formats.md")
