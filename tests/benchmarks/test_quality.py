"""Quality is measured by draw and by table, and what is not counted or of another grade is told apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import simcheck
from benchmarks.detection import counted, left_out, quality
from benchmarks.detection.engines import Found
from benchmarks.detection.pan import Span
from simcheck.text.normalize import normalize

CASE = "一二三四五六七八九十" * 5
HOST = "".join(chr(0x4E00 + n) for n in range(300))
SOURCE = "".join(chr(0x6000 + n) for n in range(300))


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for name, text in (("host.txt", HOST), ("source.txt", SOURCE), ("third.txt", SOURCE[::-1])):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def corpora(tmp_path: Path) -> list[Path]:
    """Two draws of one planted case of 50 characters (at 300 and 0) and one pair without any."""
    return [made(tmp_path / name) for name in ("one", "two")]


def made(corpus: Path) -> Path:
    for folder in ("susp", "src", "some", "none"):
        (corpus / folder).mkdir(parents=True)
    (corpus / "susp" / "a.txt").write_text(HOST + CASE, encoding="utf-8")
    (corpus / "susp" / "b.txt").write_text(HOST, encoding="utf-8")
    (corpus / "src" / "source.txt").write_text(CASE + SOURCE, encoding="utf-8")
    (corpus / "some" / "pairs").write_text("a.txt source.txt\n", encoding="utf-8")
    (corpus / "none" / "pairs").write_text("b.txt source.txt\n", encoding="utf-8")
    (corpus / "some" / "a-source.xml").write_text(
        '<document><feature name="plagiarism" this_offset="300" this_length="50" source_reference="source.txt" '
        'source_offset="0" source_length="50" /></document>',
        encoding="utf-8",
    )
    (corpus / "none" / "b-source.xml").write_text("<document />", encoding="utf-8")
    return corpus


class Graded:
    """Finds the case in two halves, the second of a lower grade; under a table without three reports also what is not
    there."""

    def __init__(self, grades: Sequence[str | None] = ("high", "middle")) -> None:
        self.grades = grades
        self.asked: list[int] = []

    def check(self, settings: Mapping[str, Any]) -> None:
        pass

    def prepare(self, settings: Mapping[str, Any], without: Sequence[str]) -> Any:
        self.asked.append(len(without))
        return len(without)

    def compare(self, left: str, right: str, prepared: Any) -> Any:
        return left, prepared

    def findings(self, result: Any) -> Iterable[Found]:
        left, out = result
        high, middle = self.grades
        if CASE in left:
            yield Found(Span(300, 320), Span(0, 20), "", high)
            yield Found(Span(320, 350), Span(20, 50), "", middle)
            yield Found(Span(300, 350), Span(0, 50), "public", high)
        if out == 3:
            yield Found(Span(0, 20), Span(100, 120), "", middle)
            yield Found(Span(0, 20), Span(200, 220), "scattered", middle)


def run(capsys: pytest.CaptureFixture[str], engine: Graded, *arguments: str) -> str:
    assert quality.main(arguments, engine) == 0
    return capsys.readouterr().out


def row(text: str, name: str) -> list[str]:
    """The cells of the first row of this name."""
    found = re.search(rf"^\| {re.escape(name)} .*$", text, re.MULTILINE)
    assert found is not None, text
    return [cell.strip() for cell in found[0].strip("|").split("|")]


def test_two_tables_of_one_run(capsys: pytest.CaptureFixture[str], corpora: list[Path], reports: Path) -> None:
    engine = Graded()
    out = run(capsys, engine, str(corpora[0]), "--reports", str(reports))
    own, year = out.split("**year out**")
    assert "**own two out**" in own
    assert "flagged: 0 of 1 (none 0 of 1)" in own
    assert "flagged: 1 of 1" in year
    assert "2 boilerplate" not in out
    assert "0 boilerplate, 1 public, 0 natural" in own
    assert "0 boilerplate, 2 scattered, 1 public, 0 natural" in year


def test_the_table_without_a_year_is_made_once(corpora: list[Path], reports: Path) -> None:
    engine = Graded()
    assert quality.main([str(corpora[0]), "--reports", str(reports)], engine) == 0
    # the first pair is compared once more, to warm the process up
    assert engine.asked.count(2) == 3
    assert engine.asked.count(3) == 1


def test_the_upper_grade_is_told_by_itself(capsys: pytest.CaptureFixture[str], corpora: list[Path]) -> None:
    plain, upper = run(capsys, Graded(), str(corpora[0])).split("Findings of the upper grade alone:")
    assert row(plain, "some")[4] == "1.0000"
    kind, pairs, cases, *_, findings, of_found, of_planted = row(upper, "some")
    assert (kind, pairs, cases, findings) == ("some", "1", "1", "1")
    assert (of_found, of_planted) == ("0.400", "0.400")
    assert row(upper, "some")[4] == "0.4000"
    assert row(upper, "none")[-2:] == ["–", "–"]


def test_without_grades_it_says_so(capsys: pytest.CaptureFixture[str], corpora: list[Path]) -> None:
    out = run(capsys, Graded((None, None)), *map(str, corpora))
    assert "upper grade alone:" not in out
    assert out.count(counted.NO_GRADES) == 3


def test_draws_are_told_one_by_one_and_together(
    capsys: pytest.CaptureFixture[str], corpora: list[Path], reports: Path, tmp_path: Path
) -> None:
    results = tmp_path / "results.md"
    out = run(capsys, Graded(), *map(str, corpora), "--reports", str(reports), "--out", str(results))
    assert re.findall("^### (.*)$", out, re.MULTILINE) == [
        "one",
        "two",
        "2 draws (own two out)",
        "2 draws (year out)",
    ]
    together = out.partition("### 2 draws (year out)")[2]
    assert row(together, "kind") == ["kind", "one", "two", "mean", "spread"]
    assert row(together, "clean pairs flagged") == ["clean pairs flagged", "1 of 1", "1 of 1", "2 of 2", "–"]
    kept = together.partition("keeps of those planted:")[2]
    assert row(kept, "some") == ["some", "0.4000", "0.4000", "0.4000", "0.0000"]
    written = results.read_text(encoding="utf-8")
    assert written.startswith("## ")
    assert written.count("\n## ") == 0
    assert out.strip() in written


def test_a_missing_draw_is_said_before_anything_is_measured(
    capsys: pytest.CaptureFixture[str], corpora: list[Path], tmp_path: Path
) -> None:
    engine = Graded()
    assert quality.main([str(corpora[0]), str(tmp_path / "missing")], engine) == 2
    assert "no such folder" in capsys.readouterr().err
    assert engine.asked == []


# What is counted, and what is left out of the table


def report() -> simcheck.Report:
    return simcheck.compare(CASE + SOURCE, SOURCE + HOST)


def test_what_is_set_aside_is_known_by_its_value() -> None:
    assert simcheck.Flag.BOILERPLATE in counted.flags()
    assert {str(flag) for flag in counted.flags()} <= set(counted.SET_ASIDE)
    findings = report().findings
    assert counted.counted(findings)
    flagged = [simcheck.Finding(f.match, f.kind, frozenset({simcheck.Flag.BOILERPLATE}), f.evidence) for f in findings]
    assert counted.counted(flagged) == []
    assert counted.upper(flagged) == []
    assert {counted.set_aside(f) for f in flagged} == {"boilerplate"}


def test_reports_taken_out_at_once_are_taken_out_as_the_table_does() -> None:
    table = simcheck.Background.default()
    texts = ["坚持以人民为中心的发展思想，统筹推进各项工作。" * 3, "高质量发展取得新成效，人民生活水平持续提高。"]
    codes = normalize("".join(texts) + "茶园合作社三号泵房的水表").codes
    here = left_out.reports_out(*texts).information(codes)
    assert np.array_equal(here, table.without(*texts).information(codes))
    assert not np.array_equal(here, table.information(codes))


def test_statutes_are_taken_out_of_the_other_column() -> None:
    table = simcheck.Background.default()
    text = "县级以上人民政府应当加强对本行政区域内有关工作的领导，将其纳入国民经济和社会发展规划。"
    out = left_out.statutes_out(text)
    assert np.array_equal(out.counts[:, 0], table.counts[:, 0])
    changed = np.flatnonzero(out.counts[:, 1] != table.counts[:, 1])
    assert len(changed)
    assert set(table.keys[changed]) <= set(table.without(text).removed[-1])
    assert (out.counts[changed, 1] < table.counts[changed, 1]).all()
