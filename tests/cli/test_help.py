"""The pages of help, the first words, and what they load."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from support.commands import Run, cells
from support.screens import agrees

from simcheck.cli import main
from simcheck.cli.options import VIEWS
from simcheck.environment import LANGUAGES, Language
from simcheck.i18n import messages
from tools.make_cli_reference import commands

HEAVY = {"numpy", "rich", "rapidfuzz", "jieba", "rjieba", "sklearn", "scipy", "datasketch"}
pytestmark = pytest.mark.usefixtures("plain_surroundings")


PAGES = [path for path, _ in commands(main.program)]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("command", PAGES, ids=lambda page: "-".join(page) or "program")
def test_help(run: Run, command: tuple[str, ...], lang: Language) -> None:
    """Whole in either language, with examples, and never wider than 80 columns."""
    code, out, err = run(*command, "--help", "--lang", lang)
    assert (code, err) == (0, "")
    assert messages.text(lang, "help.examples") in out
    assert max(map(cells, out.split("\n"))) <= 80
    assert not re.search(r"\b(Usage|Options|Show this message)\b", out) or lang == "en"
    agrees(f"help-{'-'.join(command) or 'program'}-80-{lang}.txt", out)


def test_help_says_that_nothing_leaves_the_machine(run: Run) -> None:
    """In Chinese, whatever the language of the page."""
    assert all("全程本机运行，不联网" in run("--help", "--lang", lang)[1] for lang in LANGUAGES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_alone_it_says_what_it_does_in_twelve_lines(run: Run, lang: Language) -> None:
    """What it is, an example of each main command, and where to read on."""
    code, out, err = run("--lang", lang)
    assert (code, err) == (0, "")
    assert out.count("\n") == 12
    assert re.findall("^  simcheck (compare|corpus add|check)", out, re.MULTILINE) == ["compare", "corpus add", "check"]
    assert out.endswith("simcheck --help\n")


@pytest.mark.parametrize(
    "args",
    [
        ["--help"],
        ["--version"],
        ["compare", "--help"],
        ["compare", "--nonsense"],
        [],
        ["corpus", "--help"],
        ["corpus", "add", "--help"],
        ["check", "--help"],
        ["check"],
        ["cross"],
        ["cross", "--help"],
        ["watch", "--help"],
        ["watch", "no-such-folder"],
        ["watch", "tests", "--corpus", "nowhere"],
        ["cross", "x", "--at", "y"],
        ["corpus", "cross", "--help"],
        ["corpus", "cross", "--corpus", "nowhere"],
        ["check", "x", "--corpus", "nowhere"],
        ["corpus", "list", "--corpus", "nowhere"],
        ["corpus", "stats", "--corpus", "nowhere"],
        ["corpus", "remove", "x", "--corpus", "nowhere"],
        ["corpus", "rebuild", "--corpus", "nowhere"],
        ["corpus", "add", "x", "--meta", "y"],
        ["corpus", "add", "no-such-file"],
    ],
)
def test_first_words_load_nothing_heavy(args: list[str]) -> None:
    """Help, version and complaints come at once, because they import neither numpy nor rich, nor another command."""
    code = f"import sys; from simcheck.cli.main import main; main({args!r}); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stderr.split()
    assert not {name.partition(".")[0] for name in loaded} & HEAVY
    commands = [name for name in loaded if name.startswith("simcheck.cli.commands.")]
    asks_program = not {*args} - {"--help", "--version", "corpus"}
    assert len(commands) == (0 if asks_program else 1)


def test_every_option_is_explained_and_described_once() -> None:
    """An option without a sentence would be a KeyError in somebody's help."""
    for _, command in commands(main.program):
        for param in command.params:
            if param.param_type_name == "option":
                assert messages.known(f"option.{str(param.name).removeprefix('as_')}")


def test_views_are_those_of_the_terminal() -> None:
    """The option offers what can be drawn."""
    from simcheck.render.terminal.options import View

    assert tuple(View) == VIEWS
