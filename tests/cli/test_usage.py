"""Wrong usage is told in our own words, with what was probably meant."""

from __future__ import annotations

import pytest
from support.commands import Run

pytestmark = pytest.mark.usefixtures("plain_surroundings")


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
        (["compare", "a", "b", "--json=1"], "--json 后面不跟值", "只写 --json"),
        (["compare", "a", "b", "--lang", "法文"], "--lang 不能是 法文", "zh en（中文 英文）"),
        (["compare", "a", "b", "-o", "x.odt"], "不知道要把 x.odt 写成什么格式", ".json .docx .xlsx .md .csv .txt"),
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
