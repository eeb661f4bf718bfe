"""``-o 报告.html``: a page from every command that has a result, with the numbers of all other outputs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from support import ROOT
from support.calls import calls
from support.checks import Draft, several
from support.commands import Run
from support.pages import drawn, page_of, totals

from simcheck.i18n.printable import percent
from simcheck.model import Document
from simcheck.report.report import Report
from simcheck.report.stamp import written

SAMPLES = ROOT / "corpus"
MINE, OTHER = SAMPLES / "柳湾镇2024年工作总结.txt", SAMPLES / "青石镇2024年工作总结.txt"


def figures(share: dict[str, int]) -> list[str]:
    ratio = share["part"] / share["whole"] if share["whole"] else 0.0
    return [percent(ratio), f"{share['part']:,}", f"{share['whole']:,}"]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("库")
    words = [sys.executable, "-m", "simcheck", "corpus", "add", str(SAMPLES), "--corpus", str(folder), "-q"]
    subprocess.run(words, check=True, cwd=ROOT)
    return folder


def test_a_comparison_says_the_same_everywhere(tmp_path: Path, run: Run) -> None:
    page, saved = tmp_path / "报告.html", tmp_path / "结果.json"
    code, out, _ = run("compare", MINE, OTHER, "-o", page, "-o", saved, "--lang", "zh")
    assert code == 0
    result = json.loads(saved.read_text(encoding="utf-8"))
    found = totals(page.read_text(encoding="utf-8"))
    assert found["total"] == figures(result["totals"]["all"])
    assert found["high"] == figures(result["totals"]["grade_high"])
    assert found["apart"] == figures(result["totals"]["without_apart"])
    assert found["back-total"] == figures(result["sources"][0]["taken"])
    for row in found.values():
        assert row[0] in out


def test_a_check_says_the_same_everywhere(tmp_path: Path, run: Run, corpus: Path) -> None:
    page, saved = tmp_path / "报告.html", tmp_path / "结果.json"
    code, out, _ = run("check", MINE, "--corpus", corpus, "-o", page, "-o", saved, "--lang", "zh")
    assert code == 0
    result = json.loads(saved.read_text(encoding="utf-8"))
    content = page.read_text(encoding="utf-8")
    found = totals(content)
    assert found["total"] == figures(result["totals"]["all"])
    assert found["apart"] == figures(result["totals"]["without_apart"])
    assert found["own"] == figures(result["totals"]["without_own"])
    for row in found.values():
        assert row[0] in out
        assert " / ".join(row[1:]) in re.sub(r"  +", " ", out)
    for source in result["sources"][:2]:
        assert source["name"] in content
        assert f">{source['part']:,}<" in content


def test_a_saved_result_becomes_a_page_with_the_same_numbers(tmp_path: Path, run: Run) -> None:
    first, saved, again = tmp_path / "一.html", tmp_path / "结果.json", tmp_path / "二.html"
    run("compare", MINE, OTHER, "-o", first, "-o", saved)
    assert run("show", saved, "-o", again, "-q")[0] == 0
    before, after = (path.read_text(encoding="utf-8") for path in (first, again))
    assert totals(after) == totals(before)
    # a reviewer's marks are found again; the record says what still agrees
    (name,) = set(re.findall(r'"id":"([0-9a-f]{32})"', before))
    assert f'"id":"{name}"' in after
    for content in (before, after):
        assert sha256(OTHER.read_bytes()).hexdigest() in content


def test_several_documents_are_one_page(tmp_path: Path, run: Run, corpus: Path) -> None:
    page = tmp_path / "报告.html"
    lines = tmp_path / "一批.json"
    code, _, _ = run("check", MINE, OTHER, "--corpus", corpus, "-o", page, "-o", lines)
    content = page.read_text(encoding="utf-8")
    assert code == 0
    assert content.count('<section class="report"') == 2
    assert 'href="#r2"' in content
    names = re.findall(r'\sid="([^"]+)"', content)
    assert len(names) == len(set(names)), "every name is there once"
    assert run("show", lines, "-o", tmp_path / "再.html")[0] == 0
    assert (tmp_path / "再.html").read_text(encoding="utf-8").count('<section class="report"') == 2


def test_a_page_is_a_result(tmp_path: Path, run: Run, corpus: Path) -> None:
    """It replaces itself, not what somebody has written into it; nobody adds it to a corpus by mistake."""
    page = tmp_path / "报告.html"
    for _ in range(2):
        assert run("compare", MINE, OTHER, "-o", page, "-q")[0] == 0
    told = written(page.read_bytes())
    assert told is not None
    assert told.is_untouched
    _, out, _ = run("corpus", "add", page, "--corpus", corpus, "--lang", "zh")
    assert "像是 simcheck 写的结果" in out
    # named by itself it is checked, and said to be one
    code, out, _ = run("check", page, "--corpus", corpus, "--lang", "zh", "-v")
    assert code == 0
    assert "像是 simcheck 写的结果" in out
    page.write_text(page.read_text(encoding="utf-8").replace("文字", "文 字", 1), encoding="utf-8")
    assert run("compare", MINE, OTHER, "-o", page, "-q")[0] == 2


def test_pages_cost_nothing_where_none_is_written() -> None:
    program = (
        "import sys; from simcheck.cli.main import main;"
        f"main(['compare', {str(MINE)!r}, {str(OTHER)!r}, '-q', '--fail-above', '100']);"
        "print([name for name in sys.modules if 'render.page' in name or 'jinja' in name or 'playwright' in name])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_page_is_not_shown_again_and_says_how(tmp_path: Path, run: Run) -> None:
    page = tmp_path / "报告.html"
    assert run("compare", MINE, OTHER, "-q", "-o", page)[0] == 0
    code, out, err = run("show", page, "--lang", "zh")
    assert (code, out) == (2, "")
    assert "它是网页" in err
    assert "-o 结果.json" in err


def test_texts_can_be_left_out(tmp_path: Path, run: Run) -> None:
    page = tmp_path / "报告.html"
    assert run("compare", MINE, OTHER, "-o", page, "--no-text", "-q")[0] == 0
    content = page.read_text(encoding="utf-8")
    words = [line for line in OTHER.read_text(encoding="utf-8").splitlines() if len(line) > 40]
    assert not [line for line in words if line[10:30] in content]
    assert "<mark" not in content
    assert totals(content)["total"]


def test_the_page_of_nothing_is_light() -> None:
    report = Report(Document("d", "空.txt", "我们修了一条路。"), {"s": Document("s", "源.txt", "他们架了一座桥。")}, ())
    assert len(page_of(report).encode()) <= 80_000


@pytest.mark.parametrize("report", [several(), drawn(1, sources=1)])
def test_the_policy_allows_what_is_there_and_no_more(report: Report) -> None:
    page = page_of(report)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert "default-src &#39;none&#39;" in policy[1]
    assert "unsafe" not in policy[1]
    assert not re.search(r"https?:", page.replace("http-equiv", ""))
    assert not re.search(r"<(?:link|img|iframe|object|embed|base|form action)", page)


def test_a_page_grows_with_its_report() -> None:
    """Twice as much text with twice as many findings is at most some more than twice the work."""

    def made(count: int) -> Report:
        draft = Draft()
        for n in range(count):
            draft.apart(f"自己的第{n}句话，讲的是果园和茶山。\n")
            draft.shared(f"第{n}条渠长三公里，灌溉面积一千二百亩，投资五十万元，受益群众三百户", "甲.txt", "乙.txt")
        return draft.report()

    small, large = made(60), made(120)
    page_of(small)
    ratio = calls(lambda: page_of(large)) / calls(lambda: page_of(small))
    assert ratio < 2.6
