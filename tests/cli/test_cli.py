"""The command: exit codes, streams, files and errors, as a person and as a script meet them."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from support import SAMPLES
from support.screens import agrees, sample

from simcheck.cli import main, output
from simcheck.cli.options import VIEWS
from simcheck.cli.output import SUFFIXES
from simcheck.environment import LANGUAGES, Language
from simcheck.i18n import messages

A, B = "青石镇2023年工作总结.txt", "青石镇2024年工作总结.txt"
HEAVY = {"numpy", "rich", "rapidfuzz", "jieba", "rjieba", "sklearn", "scipy", "datasketch"}

Run = Callable[..., tuple[int, str, str]]

pytestmark = pytest.mark.usefixtures("plain_surroundings")


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A saved result."""
    path = tmp_path / "结果.json"
    path.write_text(sample().to_json(), encoding="utf-8")
    return path


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """Two short documents that share a sentence."""
    shared = "坚持每周召开信访维稳工作调度会议，每天研究矛盾纠纷隐患排查化解情况。"
    paths = tmp_path / "甲.txt", tmp_path / "乙.txt"
    paths[0].write_text(f"甲镇新修公路三里。\n{shared}\n", encoding="utf-8")
    paths[1].write_text(f"{shared}\n乙镇种茶百亩。\n", encoding="utf-8")
    return paths


def spawn(*args: str | Path, **options: object) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own."""
    command = [sys.executable, "-m", "simcheck", *map(str, args)]
    environ = {**os.environ, **options.pop("env", {})}  # type: ignore[dict-item]
    return subprocess.run(command, capture_output=True, env=environ, check=False, **options)  # type: ignore[call-overload, no-any-return]


def wide(line: str) -> int:
    """The display width of a line."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


# --- help and first words ---------------------------------------------------------------------------------------------


def pages(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command with the words behind ``simcheck``."""
    yield path, command
    if isinstance(command, click.Group):
        ctx = click.Context(command)
        for name in command.list_commands(ctx):
            inner = command.get_command(ctx, name)
            assert inner is not None
            yield from pages(inner, (*path, name))


PAGES = [path for path, _ in pages(main.program)]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("command", PAGES, ids=lambda page: "-".join(page) or "program")
def test_help(run: Run, command: tuple[str, ...], lang: Language) -> None:
    """Whole in either language, with examples, and never wider than 80 columns."""
    code, out, err = run(*command, "--help", "--lang", lang)
    assert (code, err) == (0, "")
    assert messages.text(lang, "help.examples") in out
    assert max(map(wide, out.split("\n"))) <= 80
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
    """Help, version and complaints come at once, because they import neither numpy nor rich."""
    code = f"import sys; from simcheck.cli.main import main; main({args!r}); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {name.partition(".")[0] for name in done.stderr.split()} & HEAVY


def test_every_option_is_explained_and_described_once() -> None:
    """An option without a sentence would be a KeyError in somebody's help."""
    for _, command in pages(main.program):
        for param in command.params:
            if param.param_type_name == "option":
                assert messages.known(f"option.{str(param.name).removeprefix('as_')}")


def test_views_are_those_of_the_terminal() -> None:
    """The option offers what can be drawn."""
    from simcheck.render.terminal.screen import View

    assert tuple(View) == VIEWS


# --- wrong usage ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "title", "advice"),
    [
        (["compare", "a", "b", "--mini-length", "9"], "没有 --mini-length 这个选项", "是不是 --min-length？"),
        (["compare", "a", "b", "--colour", "never"], "没有 --colour 这个选项", "是不是 --color？"),
        (["compere", "a", "b"], "没有 compere 这个命令", "是不是 compare？"),
        (["compare", "a"], "还缺少 B", "simcheck compare --help"),
        (["compare"], "还缺少 A", "simcheck compare --help"),
        (["compare", "a", "b", "c"], "多出了参数 c", "simcheck compare --help"),
        (["compare", "a", "b", "--view", "tree"], "--view 不能是 tree", "auto inline side list paragraphs none"),
        (["compare", "a", "b", "--limit", "two"], "--limit 要一个数，two 不行", "从 0 到 1,000,000"),
        (["compare", "a", "b", "--min-length", "3"], "--min-length 要一个数，3 不行", "从 4 到 1,000"),
        (["compare", "a", "b", "--fail-above", "101"], "--fail-above 要一个数，101 不行", "从 0 到 100"),
        (["compare", "a", "b", "--without", "quotes"], "--without 不能是 quotes", "boilerplate"),
        (["compare", "a", "b", "--limit"], "--limit 后面要跟一个值", "--help"),
        (["compare", "a", "b", "-o", "x.html"], "不知道要把 x.html 写成什么格式", ".json .docx .md .csv .txt"),
        (["compare", "-", "-"], "标准输入只能用作一份文稿", "simcheck compare 文稿.txt -"),
        (["background", "build", "x"], "还缺少 --output", "simcheck background build --help"),
        (["check"], "还缺少 FILE", "simcheck check --help"),
        (["check", "a", "--before", "昨天"], "--before 要一个日期，看不懂 昨天", "2018-12-03"),
        (["check", "-", "-"], "标准输入只能用一次", "simcheck check --help"),
        (["check", "a", "--exlude", "b"], "没有 --exlude 这个选项", "是不是 --exclude？"),
        (["corpus", "ad", "a"], "没有 ad 这个命令", "是不是 add？"),
        (["corpus", "add"], "还缺少 PATH", "simcheck corpus add --help"),
        (["corpus", "add", "a", "--meta", "柳湾镇"], "--meta 要写成 名称=内容，柳湾镇 不行", "unit=柳湾镇"),
        (["corpus", "add", "a", "--meta", "=柳湾镇"], "--meta 要写成 名称=内容，=柳湾镇 不行", "unit=柳湾镇"),
        (["corpus", "add", "a", "--meta", "日期=昨天"], "--meta 要一个日期，看不懂 昨天", "2018-12"),
        (["corpus", "list", "a"], "多出了参数 a", "simcheck corpus list --help"),
        (["corpus", "list", "--sort", "size"], "--sort 不能是 size", "name length date added"),
        (["corpus", "list", "-n", "-1"], "--limit 要一个数，-1 不行", "从 0"),
        (["corpus", "remove"], "还缺少 ID", "simcheck corpus remove --help"),
    ],
)
def test_wrong_usage(run: Run, args: list[str], title: str, advice: str) -> None:
    """Says what is wrong and, on the last line, what would be right; exit code 2, nothing on stdout."""
    code, out, err = run(*args)
    lines = err.rstrip("\n").split("\n")
    assert (code, out) == (2, "")
    assert lines[0] == f"错误[usage] {title}"
    assert lines[-1].startswith("  建议  ")
    assert advice in lines[-1]


def test_wrong_usage_in_english(run: Run) -> None:
    """The language holds for complaints about options too, wherever --lang stands."""
    code, _, err = run("compare", "a", "b", "--nonsense", "--lang=en")
    assert code == 2
    assert err.startswith("error[usage] there is no option --nonsense\n  help  ")


def test_an_unknown_language_is_said_in_a_known_one(run: Run) -> None:
    """--lang fr is wrong usage."""
    code, _, err = run("--lang", "fr")
    assert (code, err.split("\n")[0]) == (2, "错误[usage] --lang 不能是 fr")


# --- documents that cannot be read ------------------------------------------------------------------------------------


def test_every_unreadable_document_is_explained(run: Run, tmp_path: Path, pair: tuple[Path, Path]) -> None:
    """Both files are named, with names like theirs; exit code 2."""
    code, out, err = run("compare", tmp_path / "甲a.txt", tmp_path)
    assert (code, out) == (2, "")
    assert "错误[not-found] 找不到文件" in err
    assert "甲.txt" in err
    assert "错误[is-folder]" in err


def test_an_unknown_encoding(run: Run, pair: tuple[Path, Path]) -> None:
    """A name that is no encoding is a wrong setting, and said so."""
    code, _, err = run("compare", *pair, "--encoding", "utf9")
    assert code == 2
    assert "错误[invalid-settings] --encoding 不能是 utf9" in err


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("甲乙丙", "内容不是 JSON"),
        ("{}", "不是 simcheck 保存的结果"),
        ("[1]", "不是 simcheck 保存的结果"),
        (sample().to_json(texts=False), "--no-text"),
        (sample().to_json().replace('"format":1', '"format":9'), "更新版本"),
    ],
)
def test_results_that_cannot_be_shown(run: Run, tmp_path: Path, content: str, reason: str) -> None:
    """Each says why, and how to get one that can."""
    path = tmp_path / "x.json"
    path.write_text(content, encoding="utf-8")
    code, out, err = run("show", path)
    assert (code, out) == (2, "")
    assert "错误[invalid-result]" in err
    assert reason in err


# --- results ----------------------------------------------------------------------------------------------------------


def test_compare(run: Run, pair: tuple[Path, Path]) -> None:
    """Both directions, the passage, the closing line; 0 although something was found."""
    code, out, err = run("compare", *pair, "--view", "inline")
    assert (code, err) == (0, "")
    assert "甲 有" in out
    assert "乙 有" in out
    assert "第 1 处" in out
    assert messages.text("zh", "closing") in out


def test_compare_a_document_with_itself(run: Run, pair: tuple[Path, Path]) -> None:
    """All of it, and a note that both sides are one text."""
    _, out, _ = run("compare", pair[0], pair[0])
    assert out.count("100.0%") >= 2
    assert messages.text("zh", "note.same-document") in out


@pytest.mark.parametrize(("columns", "view"), [(80, "inline"), (100, "side"), (100, "list")])
def test_golden_corpus(run: Run, monkeypatch: pytest.MonkeyPatch, columns: int, view: str) -> None:
    """The whole command on two reports of the corpus; a change of the comparison shows here, to be read."""
    monkeypatch.chdir(SAMPLES)
    monkeypatch.setenv("COLUMNS", str(columns))
    code, out, err = run("compare", A, B, "--view", view)
    assert (code, err) == (0, "")
    agrees(f"corpus-{view}-{columns}-zh.txt", out)


def test_json_is_the_same_every_time(run: Run, pair: tuple[Path, Path]) -> None:
    """No clock in it, and nothing else on stdout."""
    first, second = run("compare", *pair, "--json"), run("compare", *pair, "--json")
    assert first == second
    assert "created" not in json.loads(first[1])
    assert "text" not in json.loads(run("compare", *pair, "--json", "--no-text")[1])["document"]


def test_show_tells_what_compare_told(run: Run, pair: tuple[Path, Path], tmp_path: Path) -> None:
    """A saved result shows the same screen without the documents."""
    result = tmp_path / "r.json"
    _, out, err = run("compare", *pair, "-o", result)
    assert err == f"已保存 {result}\n"
    assert json.loads(result.read_text(encoding="utf-8"))["created"]
    for path in pair:
        path.unlink()
    assert run("show", result) == (0, out, "")


def test_all_kinds_of_files(run: Run, saved: Path, tmp_path: Path) -> None:
    """Every suffix has its format; -q keeps quiet about them."""
    paths = [tmp_path / f"r{suffix}" for suffix in SUFFIXES]
    code, _, err = run("show", saved, "-q", *(part for path in paths for part in ("-o", path)))
    assert (code, err) == (0, "")
    assert (tmp_path / "r.docx").read_bytes().startswith(b"PK")
    contents = {path.suffix: path.read_bytes().decode("utf-8") for path in paths if path.suffix != ".docx"}
    assert json.loads(contents[".json"])["format"] == 1
    assert contents[".md"].startswith("# ")
    assert contents[".csv"].startswith("\ufeff")
    assert contents[".csv"].count("\r\n") == 6
    assert max(map(wide, contents[".txt"].split("\n"))) < 100
    assert contents[".txt"].count("\n 第 ") == 5
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_no_text_leaves_the_texts_out_of_tables(run: Run, saved: Path, tmp_path: Path) -> None:
    """Only where things stand."""
    run("show", saved, "--no-text", "-o", tmp_path / "r.csv", "-o", tmp_path / "r.json")
    assert "信访维稳" not in (tmp_path / "r.csv").read_text(encoding="utf-8")
    assert "信访维稳" not in (tmp_path / "r.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(("limit", "code"), [("0", 1), ("84", 1), ("84.5", 0), ("100", 0)])
def test_fail_above(run: Run, saved: Path, limit: str, code: int) -> None:
    """1 only if the total is above; the result is printed all the same."""
    done, out, err = run("show", saved, "--fail-above", limit)
    assert done == code
    assert "84.2%" in out
    assert ("--fail-above" in err) == bool(code)


def test_fail_above_counts_what_is_counted(run: Run, saved: Path) -> None:
    """--without changes the total that is compared: 521 of 619 characters with set phrases, 487 of 585 without."""
    assert run("show", saved, "--fail-above", "84")[0] == 1
    assert run("show", saved, "--fail-above", "84", "--without", "boilerplate")[0] == 0


def test_limits(run: Run, saved: Path) -> None:
    """-n N are the N longest, --all is all of them in full."""
    assert run("show", saved, "--view", "inline", "-n", "2")[1].count("\n 第 ") == 2
    _, out, _ = run("show", saved, "--view", "inline", "--all")
    assert out.count("\n 第 ") == 5
    assert "略" not in out


# --- files ------------------------------------------------------------------------------------------------------------


def test_no_folder_to_write_to(run: Run, saved: Path, tmp_path: Path) -> None:
    """Said before anything is computed."""
    code, out, err = run("show", saved, "-o", tmp_path / "没有" / "r.md")
    assert (code, out) == (2, "")
    assert "错误[cannot-write]" in err
    assert "文件夹不存在" in err


def test_a_folder_of_the_name(run: Run, saved: Path, tmp_path: Path) -> None:
    """A folder called r.md is not overwritten."""
    (tmp_path / "r.md").mkdir()
    assert run("show", saved, "-o", tmp_path / "r.md")[0] == 2


def test_documents_are_not_overwritten(run: Run, pair: tuple[Path, Path]) -> None:
    """-o with the name of an input is a slip of the finger."""
    before = pair[0].read_bytes()
    code, _, err = run("compare", *pair, "-o", pair[0])
    assert (code, pair[0].read_bytes()) == (2, before)
    assert "会盖掉" in err


def test_nothing_is_left_half_written(run: Run, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the disk fills up, the old file is still there and nothing else."""
    target = tmp_path / "r.md"
    run("show", saved, "-o", target)
    old = target.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    code, _, err = run("show", saved, "-o", target)
    assert code == 2
    assert "磁盘满了" in err
    assert target.read_bytes() == old
    assert sorted(path.name for path in tmp_path.iterdir()) == ["r.md", "结果.json"]


# --- standard input, pipes, interruptions -----------------------------------------------------------------------------


def test_standard_input(pair: tuple[Path, Path]) -> None:
    """- is standard input, by its own name."""
    done = spawn("compare", "-", pair[1], input=pair[0].read_bytes())
    assert done.returncode == 0
    assert "标准输入 有" in done.stdout.decode()


def test_a_terminal_as_standard_input_is_not_waited_for(
    run: Run, pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Help instead of a hang."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal())
    code, out, err = run("compare", "-", pair[1])
    assert (code, out) == (2, "")
    assert "用法  simcheck compare A B" in err


def test_a_closed_pipe_is_quiet(saved: Path) -> None:
    """As in ``simcheck … | head -1``."""
    command = f"{sys.executable} -m simcheck show '{saved}' --all --view inline; echo code $? >&2"
    done = subprocess.run(["bash", "-c", f"({command}) | true"], capture_output=True, text=True, check=False)
    assert done.stderr == "code 0\n"


def test_interrupted(run: Run, saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line, 130, no traceback."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(output, "deliver", interrupt)
    code, out, err = run("show", saved)
    assert (code, out, err.strip()) == (130, "", messages.text("zh", "interrupted"))


def test_unexpected_errors(run: Run, saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Friendly, exit code 2, and a traceback only if it was asked for."""

    def fail(*_: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(output, "deliver", fail)
    code, out, err = run("show", saved)
    assert (code, out) == (2, "")
    assert err.startswith("意外错误：")
    assert "secret" not in err
    with pytest.raises(ZeroDivisionError):
        run("show", saved, "--debug")


@pytest.mark.parametrize("view", ["inline", "side", "list", "paragraphs"])
def test_the_code_page_of_chinese_windows(saved: Path, view: str) -> None:
    """Everything that simcheck draws exists in GBK; nothing crashes if a text has more."""
    done = spawn("show", saved, "--all", "--view", view, env={"PYTHONIOENCODING": "gbk"})
    assert (done.returncode, done.stderr) == (0, b"")
    assert "?" not in done.stdout.decode("gbk")


@pytest.mark.parametrize(
    ("environ", "option", "coloured"),
    [
        ({}, "auto", False),
        ({}, "always", True),
        ({"FORCE_COLOR": "1"}, "auto", True),
        ({"FORCE_COLOR": "1"}, "never", False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, "auto", False),
        ({"NO_COLOR": "1"}, "always", True),
        ({"TERM": "dumb"}, "always", True),
    ],
)
def test_colour(
    run: Run, saved: Path, monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], option: str, coloured: bool
) -> None:
    """The option decides, then NO_COLOR, FORCE_COLOR, and whether anybody is watching."""
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    _, out, _ = run("show", saved, "--color", option, "--view", "inline")
    assert ("\x1b[" in out) == coloured
    assert ("[-" in out) != coloured


@pytest.mark.parametrize("columns", [60, 80, 100, 140])
def test_columns_are_honoured(run: Run, saved: Path, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    """COLUMNS is the width of every view."""
    monkeypatch.setenv("COLUMNS", str(columns))
    for view in ("inline", "side", "list", "paragraphs", "none"):
        _, out, _ = run("show", saved, "--view", view, "--all")
        assert max(map(wide, out.split("\n"))) < columns


def test_the_list_is_for_pipes(run: Run, saved: Path) -> None:
    """One line a finding where nobody is watching, every finding, stable columns."""
    _, out, _ = run("show", saved)
    lines = out[out.index(" 处  类型") :].split("\n")[:6]
    assert [line.split()[0] for line in lines] == ["处", "1", "2", "3", "4", "5"]


# --- background -------------------------------------------------------------------------------------------------------


def test_background_build(run: Run, tmp_path: Path) -> None:
    """Counts the documents, says how many, and writes a table that compare can use."""
    folder = tmp_path / "reports"
    folder.mkdir()
    phrase = "坚持把农村道路建设放在心上抓在手上"
    for number, end in enumerate(("修桥。", "栽树。", "挖渠。")):
        (folder / f"{number}.txt").write_text(f"{phrase}，今年全镇集中力量{end}" * (number + 1), encoding="utf-8")
    (folder / "gb.md").write_text(f"{phrase}，办好学校。", encoding="gb18030")
    target = tmp_path / "phrases.npz"
    code, out, err = run("background", "build", folder, "-o", target)
    assert (code, out) == (0, "")
    assert err.startswith("4 份文稿，")
    assert err.endswith(f"已保存 {target}\n")
    code, out, _ = run("compare", folder / "0.txt", folder / "1.txt", "--background", target, "--json")
    assert code == 0
    assert json.loads(out)["settings"]["background"].startswith("digest:")


def test_background_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    """Said before counting for minutes."""
    code, _, err = run("background", "build", "a", "-o", tmp_path / "x" / "y.npz")
    assert code == 2
    assert "错误[cannot-write]" in err
