"""Sets of characters match what they did when their wide ranges are left as they are."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import import_module
from typing import Any

import pytest
from support import SAMPLES
from support.patterns import patterns

import simcheck
from simcheck import ranges

TEXT = "\n".join(simcheck.read(path).text for path in sorted(SAMPLES.glob("*.txt"))[:4])
EVERY = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x11000), *range(0x1F300, 0x20100))))


@pytest.fixture
def compiler(monkeypatch: pytest.MonkeyPatch) -> Any:
    module = import_module("re._compiler")
    monkeypatch.setattr(module, "_optimize_charset", module._optimize_charset)
    return module


def left_wide(pattern: re.Pattern[Any], compiler: Any) -> re.Pattern[Any]:
    ranges.leave_wide()
    made: re.Pattern[Any] = compiler.compile(pattern.pattern, pattern.flags)
    return made


@pytest.mark.parametrize(
    "source",
    [r"[\u3400-\u9fff]", r"[^\u3400-\u4dbf\u4e00-\u9fff（）() ]", r"[^\u0100-\uffff]", r"[\w\u3000-\u9fff-]",
     r"(?i)[\u0400-\u9fffA]", r"[\u0e00-\u109f\U00010000-\U0001ffff一]", r"(?<![\u3400-\u9fff])x|[\u3400-\u9fff]{2,}?"],
)  # fmt: skip
def test_a_set_matches_what_it_did(source: str, compiler: Any) -> None:
    plain = compiler.compile(source)
    assert left_wide(plain, compiler).findall(EVERY) == plain.findall(EVERY)


def test_every_pattern_of_the_package_finds_what_it_did(compiler: Any) -> None:
    several = {(one.pattern.pattern, one.pattern.flags): one.pattern for one in patterns()}
    assert len(several) > 200
    for pattern in several.values():
        text: Any = TEXT if isinstance(pattern.pattern, str) else TEXT.encode()
        found = [match.span() for match in left_wide(pattern, compiler).finditer(text)]
        assert found == [match.span() for match in pattern.finditer(text)], pattern.pattern


def test_it_is_done_once_and_not_by_the_library() -> None:
    code = (
        "import re._compiler as c, simcheck\n"
        "simcheck.compare('全镇上下齐心协力', '全镇齐心协力'); print(c._optimize_charset.__module__)\n"
        "from simcheck import ranges; ranges.leave_wide(); first = c._optimize_charset\n"
        "ranges.leave_wide(); print(first is c._optimize_charset, first.__module__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["re._compiler", "True", "simcheck.ranges"]


def test_a_python_without_the_step_is_left_alone(monkeypatch: pytest.MonkeyPatch, compiler: Any) -> None:
    monkeypatch.delattr(compiler, "_optimize_charset")
    ranges.leave_wide()
    assert not hasattr(compiler, "_optimize_charset")
