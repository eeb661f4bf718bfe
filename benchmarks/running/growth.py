"""How time grows with the size of a text, for texts that repeat themselves.

    python -m benchmarks growth
    python -m benchmarks growth --shapes ledger lines --sizes 1000 2000 4000 --out RESULTS.md

Takes no data: the texts are made up. Each shape is made in three sizes (lines, or rows), and driven
through ``compare``, ``to_json`` and the renderings (Markdown, table). The table has the seconds of
processor time at each size, and the exponent between the smallest and the largest: 1 where twice the
text takes twice the time, 2 where it takes four times. Below a tenth of a second nothing is said of
growth.

The last column has the share of the text without set phrases, at each size: of ledgers of one form
with other people and sums it is to be the same at every length.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks import record
from benchmarks.detection import counted
from benchmarks.running import forms
from simcheck import compare
from simcheck.render.markdown import markdown
from simcheck.render.table import table
from simcheck.text.fingerprint import Phrases
from simcheck.text.normalize import normalize, normalize_all

SIZES: Final = (600, 1200, 2400)

_LEAST: Final = 0.1
"""Seconds from which an exponent says something."""

_WORDS: Final = (
    "工作", "推进", "落实", "加强", "完善", "群众", "项目", "建设", "产业", "发展", "服务", "治理", "村级", "整治",
    "环境", "安全", "教育", "医疗", "培训", "监督", "检查", "资金", "管理", "机制", "责任", "制度", "宣传", "调研",
    "走访", "台账", "隐患", "排查", "整改", "验收", "考核", "动员", "会议", "部署", "方案", "措施",
)  # fmt: skip


class Measured(NamedTuple):
    """Seconds of processor time by step, and the share without set phrases (0–1)."""

    seconds: dict[str, float]
    told: float


def ledger(rows: int, seed: int) -> str:
    """A list of subsidies: people, villages, areas and sums by chance."""
    return forms.text("subsidy", forms.rows("subsidy", rows, seed), "tabs")


def permuted(rows: int, seed: int) -> str:
    """The very same ledger, its rows in another order."""
    head, form, *lines = ledger(rows, 1).split("\n")
    random.Random(seed).shuffle(lines)
    return "\n".join([head, form, *lines])


def half(rows: int, seed: int) -> str:
    """A ledger of which the middle half is the same in every one."""
    lines, own = ledger(rows, 1).split("\n"), ledger(rows, seed).split("\n")
    own[rows // 4 : 3 * rows // 4] = lines[rows // 4 : 3 * rows // 4]
    return "\n".join(own)


def attendance(rows: int, seed: int) -> str:
    """Who signed in where and when."""
    draw = random.Random(seed)
    units = ("党政办", "民政所", "财政所", "农业农村办", "综治中心", "退役军人服务站")
    days = ((draw.randint(1, 12), draw.randint(1, 28), forms.name(draw), draw.choice(units)) for _ in range(rows))
    return "干部职工签到表\n" + "\n".join(f"2024年{m}月{d}日 {who} {unit} 到 到" for m, d, who, unit in days)


def lines(count: int, seed: int) -> str:
    """Short lines, the same ones in another order."""
    draw = random.Random(1)
    every = ["".join(draw.choices(_WORDS, k=draw.randint(3, 6))) for _ in range(count)]
    random.Random(seed).shuffle(every)
    return "\n".join(every)


def repeated(count: int, seed: int) -> str:
    """Twenty sentences, again and again."""
    draw = random.Random(1)
    every = ["".join(draw.choices(_WORDS, k=8)) + "。" for _ in range(20)]
    return "\n".join(random.Random(seed).choices(every, k=count))


def few(count: int, seed: int) -> str:
    """Lines of a few words."""
    draw = random.Random(seed)
    return "\n".join("，".join(draw.choices(("合格", "待查", "已经完成", "正在推进"), k=4)) for _ in range(count))


def single(count: int, seed: int) -> str:
    """Paragraphs of one word."""
    return "\n".join(random.Random(seed).choices(_WORDS, k=count))


def edited(count: int, seed: int) -> str:
    """Sentences in order, of which every third has another word."""
    draw = random.Random(1)
    every = ["".join(draw.choices(_WORDS, k=draw.randint(5, 9))) + "。" for _ in range(count)]
    change = random.Random(seed)
    return "\n".join(s if change.random() < 0.7 else s[:6] + change.choice(_WORDS) + s[8:] for s in every)


def _filled_in(form: str, rows: int, seed: int) -> str:
    """Another table of an office, each cell on a line of its own."""
    return forms.text(form, forms.rows(form, rows, seed), "cells")


SHAPES: Final[dict[str, Callable[[int, int], str]]] = {
    **{each.__name__: each for each in (ledger, permuted, half, attendance, lines, repeated, few, single, edited)},
    **{form: partial(_filled_in, form) for form in forms.FORMS if form != "subsidy"},
}
STEPS: Final = ("compare", "to_json", "markdown", "table")


def measure(shape: str, size: int) -> Measured:
    """Drive two texts of a shape through every step."""
    left, right = (SHAPES[shape](size, seed) for seed in (2, 3))
    seconds: dict[str, float] = {}
    start = time.process_time()
    report = compare(left, right)
    seconds["compare"] = time.process_time() - start
    renderings: dict[str, Callable[[], object]] = {
        "to_json": report.to_json,
        "markdown": lambda: markdown(report, "zh"),
        "table": lambda: table(report, "zh"),
    }
    for name, step in renderings.items():
        start = time.process_time()
        step()
        seconds[name] = time.process_time() - start
    return Measured(seconds, report.share(without=counted.flags()).ratio)


def phrase_list(size: int) -> float:
    """Seconds to look for ``size`` phrases in a text of as many words."""
    draw = random.Random(1)
    phrases = ["".join(draw.choices(_WORDS, k=draw.randint(3, 8))) for _ in range(size)]
    text = normalize("".join(draw.choices(_WORDS, k=size)))
    start = time.process_time()
    Phrases([phrase.codes for phrase in normalize_all(phrases)]).found(text.codes)
    return time.process_time() - start


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> str:
    """By which power of the size the time grew; nothing is said of what hardly takes any."""
    if seconds[-1] < _LEAST:
        return "–"
    return f"{math.log(seconds[-1] / max(seconds[0], 0.001)) / math.log(sizes[-1] / sizes[0]):.1f}"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks growth", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shapes", nargs="+", choices=SHAPES, default=list(SHAPES), metavar="NAME")
    parser.add_argument("--sizes", nargs="+", type=record.positive, default=list(SIZES), metavar="N")
    parser.add_argument("--out", type=Path, metavar="FILE", help="append a section to this file")
    options = parser.parse_args(arguments)
    sizes = sorted(options.sizes)
    # what is loaded at its first use is no growth
    measure("single", 10)
    rows = [["shape", "step", *(f"{size:,}" for size in sizes), "exponent", "told"]]
    for shape in options.shapes:
        record.step(shape)
        found = [measure(shape, size) for size in sizes]
        for step in STEPS:
            seconds = [each.seconds[step] for each in found]
            told = " ".join(f"{each.told:.1%}" for each in found) if step == "compare" else ""
            rows.append([shape, step, *(f"{s:.2f}" for s in seconds), exponent(sizes, seconds), told])
    seconds = [phrase_list(10 * size) for size in sizes]
    rows.append(["ten times as many phrases", "found", *(f"{s:.2f}" for s in seconds), exponent(sizes, seconds), ""])
    shown = record.table(rows)
    print(shown)
    if options.out is not None:
        title = record.heading("growth", record.machine(), [f"sizes {', '.join(map(str, sizes))}"])
        record.append(options.out, f"{title}\n{shown}\n")
    return 0
