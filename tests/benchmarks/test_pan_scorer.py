"""The benchmark's scorer gives PAN's figures, on spans small enough to check by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

# The benchmarks are not installed with the package, and pytest may be started from anywhere.
from benchmarks.detection import pan
from benchmarks.detection.pan import Annotation, CorpusError, Finding, Pair, Score, Span


def at(left: int, right: int, length: int = 100, *, of: str = "1") -> Annotation:
    """A passage of equal length on both sides in the documents susp``of`` and src``of``."""
    return Annotation(f"susp{of}", Span(left, left + length), f"src{of}", Span(right, right + length))


ONE = at(0, 0)
NEXT = at(100, 100)
WIDE = at(0, 0, 200)
OTHER = at(0, 0, of="2")
SHIFTED = at(50, 50, of="2")
INNER = at(25, 25, 75, of="2")


# The combined measure


@pytest.mark.parametrize(
    ("recall", "precision", "granularity", "expected"),
    [
        (1, 1, 1, 1),
        (1, 1, 2, 0.63092975),
        (0.5, 1, 1, 2 / 3),
        (1, 0.5, 1, 2 / 3),
        (0.25, 0.75, 2, 0.23659865),
        (0, 0, 1, 0),
        (0, 1, 1, 0),
        (1, 0, 1, 0),
        (-1, 1, 1, 0),
        (1, -1, 1, 0),
        (1, 1, 0, 0),
    ],
)
def test_plagdet(recall: float, precision: float, granularity: float, expected: float) -> None:
    assert pan.plagdet(recall, precision, granularity) == pytest.approx(expected, abs=1e-8)


# Touching


@pytest.mark.parametrize("other", [ONE, WIDE, at(0, 0, 1), at(99, 99, 1)])
def test_one_common_character_on_both_sides_is_enough(other: Annotation) -> None:
    assert pan.touches(ONE, other)
    assert pan.touches(other, ONE)


@pytest.mark.parametrize(
    "other",
    [
        NEXT,  # adjoins on both sides
        at(0, 100),  # overlaps on the left only
        at(100, 0),  # overlaps on the right only
        OTHER,  # the same places of other documents
        Annotation("susp1", Span(0, 100), "src2", Span(0, 100)),
        Annotation("susp2", Span(0, 100), "src1", Span(0, 100)),
        Annotation("susp1", Span(50, 50), "src1", Span(50, 50)),  # has no characters
    ],
)
def test_no_touch(other: Annotation) -> None:
    assert not pan.touches(ONE, other)
    assert not pan.touches(other, ONE)


# The part of a passage that others cover


@pytest.mark.parametrize(
    ("one", "others", "expected"),
    [
        (ONE, [], 0),
        (ONE, [ONE], 1),
        (ONE, [NEXT], 0),
        (ONE, [WIDE], 1),
        (ONE, [WIDE, OTHER], 1),
        (ONE, [OTHER, SHIFTED], 0),
        (OTHER, [SHIFTED], 0.5),
        (OTHER, [INNER], 0.75),
        (OTHER, [SHIFTED, INNER], 0.75),  # what both cover counts once
        (ONE, [at(0, 0, 50), at(50, 50, 50)], 1),
        (
            ONE,
            [at(0, 90)],
            (100 + 10) / 200,
        ),  # sides are added, not averaged per side and not multiplied
        (
            ONE,
            [at(0, 100), at(100, 0)],
            0,
        ),  # covers every character, but never on both sides at once
        (WIDE, [ONE], 0.5),
    ],
)
def test_share(one: Annotation, others: list[Annotation], expected: float) -> None:
    assert pan.share(one, others) == pytest.approx(expected)


def test_share_of_sides_of_different_length() -> None:
    case = Annotation("s", Span(0, 300), "t", Span(0, 100))
    detection = Annotation("s", Span(0, 150), "t", Span(0, 100))
    assert pan.share(case, [detection]) == pytest.approx(250 / 400)
    assert pan.share(detection, [case]) == 1


# Averages


@pytest.mark.parametrize(
    ("cases", "detections", "recall", "precision"),
    [
        ([], [], 1, 1),
        ([ONE], [], 0, 0),
        ([], [ONE], 0, 0),
        ([ONE], [ONE], 1, 1),
        ([ONE, OTHER], [ONE], 0.5, 1),
        ([ONE], [ONE, OTHER], 1, 0.5),
        ([ONE], [OTHER], 0, 0),
        ([ONE], [WIDE], 1, 0.5),
        ([OTHER], [INNER], 0.75, 1),
        ([OTHER], [SHIFTED, INNER], 0.75, 0.75),
        ([ONE], [NEXT, WIDE], 1, 0.25),
        # Macro: a short case weighs as much as a long one.
        ([at(0, 0, 10), at(1000, 1000, 1000)], [at(0, 0, 10)], 0.5, 1),
    ],
)
def test_recall_and_precision(
    cases: list[Annotation], detections: list[Annotation], recall: float, precision: float
) -> None:
    result = pan.score(cases, detections)
    assert result.recall == pytest.approx(recall)
    assert result.precision == pytest.approx(precision)


@pytest.mark.parametrize(
    ("cases", "detections", "expected"),
    [
        ([], [], 1),
        ([ONE], [], 1),
        ([ONE], [NEXT], 1),
        ([ONE], [ONE], 1),
        ([ONE], [ONE, NEXT], 1),
        ([ONE], [ONE, NEXT, WIDE], 2),
        ([ONE, NEXT], [ONE, WIDE], 1.5),
        ([ONE, NEXT], [WIDE], 1),
        ([ONE, NEXT], [at(0, 0, 10), at(20, 20, 10), at(40, 40, 10)], 3),  # of detected cases only
    ],
)
def test_granularity(cases: list[Annotation], detections: list[Annotation], expected: float) -> None:
    assert pan.score(cases, detections).granularity == pytest.approx(expected)


def test_plagdet_of_spans() -> None:
    halves = [at(0, 0, 50), at(50, 50, 50)]
    assert pan.score([ONE], halves).plagdet == pytest.approx(0.63092975)
    assert pan.score([ONE, OTHER], [ONE]).plagdet == pytest.approx(2 / 3)
    assert pan.score([ONE], [WIDE]).plagdet == pytest.approx(2 / 3)


def test_what_is_given_twice_counts_once() -> None:
    assert pan.score([ONE, ONE], [ONE, ONE]) == pan.score([ONE], [ONE])


def test_scores_of_pairs_add_up_to_the_score_of_all() -> None:
    parts = [([ONE, NEXT], [WIDE]), ([OTHER], [SHIFTED, INNER])]
    added = sum((pan.score(cases, detections) for cases, detections in parts), Score())
    at_once = pan.score([ONE, NEXT, OTHER], [WIDE, SHIFTED, INNER])
    assert added.plagdet == pytest.approx(at_once.plagdet)
    assert (added.cases, added.detections) == (3, 3)


# What is left out


def pair_of(cases: list[Annotation], natural: list[Annotation]) -> Pair:
    return Pair("kind", "susp1", "src1", tuple(cases), tuple(natural))


NATURAL = at(500, 500, 20)


@pytest.mark.parametrize(
    ("left", "length", "neutral"),
    [
        (500, 20, True),
        (490, 40, True),  # the run with its margin, exactly
        (510, 40, True),  # 20 of 40 inside: half is enough
        (511, 40, False),  # 19 of 40
        (450, 80, True),
        (449, 81, False),  # all 40 inside, but of 81
        (530, 10, False),  # adjoins the margin
    ],
)
def test_a_finding_half_inside_a_widened_natural_run_is_neutral(left: int, length: int, neutral: bool) -> None:
    finding = Finding(at(left, 3000, length))  # the right side does not matter
    verdict = pan.judge(pair_of([], [NATURAL]), [finding])
    assert verdict.neutral == ((finding.place,) if neutral else ())
    assert verdict.scored == (() if neutral else (finding.place,))


def test_natural_runs_count_together_and_overlapping_margins_once() -> None:
    runs = [at(500, 500, 20), at(530, 900, 20)]  # widened: 490–530 and 520–560, together 70
    inside = Finding(at(490, 0, 140))
    beyond = Finding(at(490, 0, 141))
    verdict = pan.judge(pair_of([], runs), [inside, beyond])
    assert verdict.neutral == (inside.place,)
    assert verdict.scored == (beyond.place,)


def test_a_finding_that_touches_a_case_is_kept_wherever_it_lies() -> None:
    pair = pair_of([at(519, 519, 50)], [NATURAL])
    touching = Finding(at(500, 500, 20))
    on_the_left_only = Finding(at(500, 3000, 20))
    verdict = pan.judge(pair, [touching, on_the_left_only])
    assert verdict.scored == (touching.place,)
    assert verdict.neutral == (on_the_left_only.place,)


def test_boilerplate_is_left_out_even_on_a_case() -> None:
    verdict = pan.judge(pair_of([ONE], []), [Finding(ONE, "boilerplate")])
    assert (verdict.scored, verdict.set_aside) == ((), (("boilerplate", ONE),))
    assert pan.score([ONE], verdict.scored).recall == 0


def test_flagged_counts_pairs_without_a_case_only() -> None:
    clean, natural, case = pair_of([], []), pair_of([], [NATURAL]), pair_of([ONE], [])
    wrong = [Finding(at(700, 700))]
    outcomes = [
        (clean, pan.judge(clean, wrong * 2)),
        (clean, pan.judge(clean, [Finding(ONE, "boilerplate")])),
        (natural, pan.judge(natural, [Finding(NATURAL)])),
        (case, pan.judge(case, wrong)),
    ]
    assert pan.flagged(outcomes) == (1, 3)


# Spans


def test_union_covered_uncovered() -> None:
    spans = [Span(30, 40), Span(0, 10), Span(5, 20), Span(20, 25), Span(27, 27)]
    assert pan.union(spans) == (Span(0, 25), Span(30, 40))
    assert pan.covered(Span(10, 35), spans) == 20
    assert pan.uncovered(Span(10, 50), spans) == (Span(25, 30), Span(40, 50))
    assert pan.uncovered(Span(26, 29), spans) == (Span(26, 29),)
    assert pan.uncovered(Span(1, 24), spans) == ()
    assert pan.uncovered(Span(1, 24), []) == (Span(1, 24),)


# Reading


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    for folder in ("susp", "src", "01-some"):
        (tmp_path / folder).mkdir()
    (tmp_path / "susp" / "a.txt").write_bytes("\ufeff一\r\n𠀀三四五".encode())
    (tmp_path / "src" / "甲省.txt").write_bytes("一\r\n𠀀三四五".encode())
    (tmp_path / "pairs").write_text("a.txt 甲省.txt\n", encoding="utf-8")
    (tmp_path / "01-some" / "pairs").write_text("a.txt 甲省.txt\n", encoding="utf-8")
    (tmp_path / "01-some" / "a-甲省.xml").write_text(
        '<document reference="a.txt">'
        '<feature name="about" title="x" />'
        '<feature name="plagiarism" this_offset="4" this_length="2" '
        'source_reference="甲省.txt" source_offset="3" source_length="2" />'
        '<feature name="natural" this_offset="7" this_length="1" '
        'source_reference="甲省.txt" source_offset="6" source_length="1" />'
        "</document>",
        encoding="utf-8",
    )
    return tmp_path


def test_offsets_are_code_points_of_the_file_as_stored(corpus: Path) -> None:
    assert pan.kinds(corpus) == ("01-some",)
    (pair,) = pan.load(corpus, "01-some")
    left, right = pan.texts(corpus, pair)
    (case,) = pair.cases
    (natural,) = pair.natural
    assert left[slice(*case.left)] == right[slice(*case.right)] == "𠀀三"
    assert left[slice(*natural.left)] == right[slice(*natural.right)] == "五"


def test_what_is_not_a_corpus_is_said(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no such folder"):
        pan.kinds(tmp_path / "missing")
    with pytest.raises(CorpusError, match="no folder susp and no folder src"):
        pan.kinds(tmp_path)
    (tmp_path / "susp").mkdir()
    (tmp_path / "src").mkdir()
    with pytest.raises(CorpusError, match="no KIND/pairs"):
        pan.kinds(tmp_path)


def test_a_damaged_corpus_is_said(corpus: Path) -> None:
    xml = corpus / "01-some" / "a-甲省.xml"
    good = xml.read_text(encoding="utf-8")

    def broken(old: str, new: str) -> None:
        xml.write_text(good.replace(old, new, 1), encoding="utf-8")

    broken('this_offset="4"', 'this_offset="x"')
    with pytest.raises(CorpusError, match="usable"):
        pan.load(corpus, "01-some")
    broken('this_offset="4" ', "")
    with pytest.raises(CorpusError, match="this_offset"):
        pan.load(corpus, "01-some")
    broken('source_reference="甲省.txt"', 'source_reference="乙省.txt"')
    with pytest.raises(CorpusError, match="another source"):
        pan.load(corpus, "01-some")
    broken("</document>", "")
    with pytest.raises(CorpusError, match="not XML"):
        pan.load(corpus, "01-some")
    broken('this_offset="4"', 'this_offset="400"')
    (pair,) = pan.load(corpus, "01-some")
    with pytest.raises(CorpusError, match="outside the text"):
        pan.texts(corpus, pair)
    xml.unlink()
    with pytest.raises(CorpusError, match="missing file"):
        pan.load(corpus, "01-some")
