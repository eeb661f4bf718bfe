"""The laws of architecture.md, for every text that Hypothesis can think of."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from support import SAMPLES, naive

import simcheck
from simcheck import Finding, Flag, Kind, Report, Settings, Span
from simcheck.text.background import Background
from simcheck.text.normalize import folded, normalize, visible
from simcheck.text.segmentation import clauses, count_paragraphs, paragraphs, sentences
from simcheck.text.tokens import tokens

settings.register_profile("laws", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=40)
settings.load_profile("laws")

# fmt: off
WORDS = [
    "全镇", "党委", "产业", "发展", "项目", "建设", "推进", "落实", "群众", "服务", "治理", "环境", "整治",
    "道路", "硬化", "茶园", "合作社", "收入", "增长", "培训", "村庄", "河道", "清淤", "危房", "改造", "养老",
    "医保", "参保", "学校", "操场", "防汛", "巡查", "矛盾", "调解", "网格", "党员", "学习", "安全", "隐患",
    "排查",
]
# fmt: on

words = st.sampled_from(WORDS)
clause = st.lists(words, min_size=2, max_size=7).map("".join)
sentence = st.builds(
    lambda parts, end: "，".join(parts) + end, st.lists(clause, min_size=1, max_size=4), st.sampled_from("。；！")
)
paragraph = st.lists(sentence, min_size=1, max_size=5).map("".join)
report_text = st.lists(paragraph, min_size=1, max_size=5).map("\n".join)
# Few different characters, so that runs overlap, repeat and touch in every way.
knotted = st.text(alphabet="甲乙丙，。\n", max_size=90)
anything = st.text(max_size=60)
PLAIN = Settings(background=None)


@st.composite
def reused(draw: st.DrawFn) -> tuple[str, str]:
    """Two reports of which the second holds passages of the first, altered in the ways that people alter them."""
    a = draw(report_text)
    pieces = draw(st.lists(sentence, min_size=1, max_size=6))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, max(0, len(a) - 1)))
        piece = a[start : start + draw(st.integers(5, 80))]
        if draw(st.booleans()):
            piece = piece.replace(draw(words), draw(words))
        pieces.insert(draw(st.integers(0, len(pieces))), piece)
    return a, "".join(pieces)


pairs = st.one_of(
    reused(), st.tuples(knotted, knotted), st.tuples(report_text, report_text), st.tuples(anything, anything)
)


@given(st.one_of(anything, report_text))
@example("ﬁ㎡①℃ Ⅷ½\u200b鎮　ＸＸ")
def test_every_normalized_interval_names_characters_that_normalize_to_it(text: str) -> None:
    whole = normalize(text)
    assert (whole.origin[1:] >= whole.origin[:-1]).all()
    for start, end in ((0, len(whole)), (len(whole) // 3, 2 * len(whole) // 3)):
        if start < end:
            inside = folded(whole.span(start, end).of(text))
            assert whole.string_of(start, end) in inside
            # Only a character that became several may bring more than was asked for.
            assert len(inside) - (end - start) <= 2 * 17


@given(st.one_of(anything, report_text))
def test_paragraphs_and_sentences_are_ordered_and_lose_no_visible_character(text: str) -> None:
    assert count_paragraphs(text) == len(paragraphs(text))
    seen = visible(text)
    for spans in (paragraphs(text), sentences(text)):
        assert all(before.end <= after.start for before, after in zip(spans, spans[1:], strict=False))
        covered = set().union(*(range(s.start, s.end) for s in spans)) if spans else set()
        assert all(at in covered for at, counts in enumerate(seen.tolist()) if counts)


@given(st.one_of(anything, report_text))
def test_clauses_are_the_passage_they_cut(text: str) -> None:
    span = Span(len(text) // 4, len(text))
    assert "".join(c.of(text) for c in clauses(text, span)) == span.of(text)


@given(st.one_of(anything, report_text))
def test_words_have_places_and_together_are_the_normalized_text(text: str) -> None:
    assert "".join(t.word for t in tokens(text)) == folded(text)
    for token in tokens(text):
        assert token.word in folded(token.span.of(text))


@given(pairs)
def test_edits_explain_every_block(texts: tuple[str, str]) -> None:
    a, b = texts
    for finding in simcheck.compare(a, b, settings=PLAIN).findings:
        match = finding.match
        placed = 0
        for block in match.blocks:
            assert match.left.contains(block.left)
            assert match.right.contains(block.right)
            built, at = [], block.left.start
            right_at = block.right.start
            for edit in match.edits:
                if block.left.contains(edit.left) and block.right.contains(edit.right):
                    placed += 1
                    built += [a[at : edit.left.start], b[edit.right.start : edit.right.end]]
                    at = edit.left.end
                    assert edit.right.start >= right_at
                    right_at = edit.right.end
            built.append(a[at : block.left.end])
            assert folded("".join(built)) == folded(block.right.of(b))
        assert placed >= len(match.edits)


@given(pairs)
def test_blocks_ascend_on_the_left_and_never_share_a_character(texts: tuple[str, str]) -> None:
    for finding in simcheck.compare(*texts, settings=PLAIN).findings:
        for side in ("left", "right"):
            spans = sorted(getattr(block, side) for block in finding.match.blocks)
            assert all(before.end <= after.start for before, after in zip(spans, spans[1:], strict=False))
        lefts = [block.left for block in finding.match.blocks]
        assert lefts == sorted(lefts)


@given(st.one_of(report_text, knotted, anything))
@example("　　第一，全镇上下一心推进产业发展建设。\n（完）")
def test_a_text_compared_with_itself_is_one_identical_finding_and_reads_100_percent(text: str) -> None:
    if len(folded(text)) < 13 or sum(normalize(text).spaced) * 2 >= len(folded(text)):
        return
    report = simcheck.compare(text, text, settings=PLAIN)
    whole = [f for f in report.findings if f.match.left == f.match.right and f.kind is Kind.IDENTICAL]
    assert any(f.match.left == Span(len(text) - len(text.lstrip()), len(text.rstrip())) for f in whole)
    for without in (frozenset[Flag](), frozenset({Flag.BOILERPLATE})):
        assert report.share(without=without).ratio == 1.0


@given(pairs)
def test_exchanging_the_texts_exchanges_the_sides(texts: tuple[str, str]) -> None:
    a, b = texts
    one, other = simcheck.compare(a, b), simcheck.compare(b, a)
    turned = sorted((f.match.right, f.match.left, f.kind, sorted(f.flags), f.evidence.bits) for f in other.findings)
    assert (
        sorted((f.match.left, f.match.right, f.kind, sorted(f.flags), f.evidence.bits) for f in one.findings) == turned
    )
    assert one.share() == other.taken_from(next(iter(other.sources)))


@given(report_text)
def test_a_stranger_has_no_finding(text: str) -> None:
    stranger = "庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏"
    assert simcheck.compare(text, stranger).findings == ()


def covers(findings: tuple[Finding, ...], report: Report, left: Span, right: Span) -> bool:
    """Whether one finding has every visible character of both spans in blocks, in parts that have a counterpart."""
    for finding in findings:
        if not (finding.match.left.contains(left) and finding.match.right.contains(right)):
            continue
        alone = [e for e in finding.match.edits if bool(e.left) != bool(e.right)]
        ours = [block.left for block in finding.match.blocks], [e.left for e in alone if e.left]
        theirs = [block.right for block in finding.match.blocks], [e.right for e in alone if e.right]
        if _counted(left, *ours) and _counted(right, *theirs):
            return True
    return False


def _counted(span: Span, blocks: list[Span], alone: list[Span]) -> bool:
    inside = {at for block in blocks for at in range(block.start, block.end)}
    inside -= {at for edit in alone for at in range(edit.start, edit.end)}
    return inside.issuperset({span.start, span.end - 1}) and len(
        inside & set(range(span.start, span.end))
    ) >= 0.9 * len(span)


@settings(max_examples=100)
@given(st.one_of(reused(), st.tuples(knotted, knotted)))
@example(("甲乙丙" * 12, "甲乙丙" * 12))
def test_every_run_of_the_guarantee_is_covered(texts: tuple[str, str]) -> None:
    a, b = texts
    left, right = normalize(a), normalize(b)
    report = simcheck.compare(a, b)
    capped = any(note.code == "capped" for note in report.notes)
    for i, j, length in naive.runs(naive.kept(a), naive.kept(b), 13):
        spans = left.span(i, i + length), right.span(j, j + length)
        if capped:
            # Of repetitive text not every combination is listed, but both sides are covered.
            for side, span in zip(("left", "right"), spans, strict=True):
                inside = {at for f in report.findings for at in range(*_ends(getattr(f.match, side)))}
                assert inside.issuperset(range(span.start, span.end))
        else:
            assert covers(report.findings, report, *spans), (spans[0].of(a), spans[1].of(b))


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


@given(report_text, report_text, st.data())
def test_a_passage_planted_anywhere_is_found(a: str, b: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(b)))
    passage = b[start : start + 120]
    if len(folded(passage)) < 13:
        return
    at = data.draw(st.integers(0, len(a)))
    report = simcheck.compare(a[:at] + passage + a[at:], b)
    inside = normalize(a[:at] + passage + a[at:])
    first, last = inside.interval(Span(at, at + len(passage)))
    span = inside.span(first, last)
    if any(note.code == "capped" for note in report.notes):
        covered = {place for f in report.findings for place in range(*_ends(f.match.left))}
        assert covered.issuperset(range(span.start, span.end))
    else:
        assert any(f.match.left.contains(span) for f in report.findings)


NOISE = ("\u200b", "\u00ad", "\ufe0f", " ", "\u3000", "\u2060")


@given(reused(), st.integers(0, 2**32))
def test_noise_changes_nothing_but_the_places(texts: tuple[str, str], seed: int) -> None:
    a, b = texts
    chooser = random.Random(seed)
    noisy = "".join(c + chooser.choice(NOISE) if chooser.random() < 0.2 else c for c in a)
    noisy = noisy.replace("，", ",").replace("发", "發").replace("党", "黨").replace("\n", "\r\n")
    plain, noised = simcheck.compare(a, b), simcheck.compare(noisy, b)
    before, after, source = normalize(a), normalize(noisy), normalize(b)
    assert before.string_of(0, len(before)) == after.string_of(0, len(after))
    found = [
        {(text.interval(f.match.left), source.interval(f.match.right), f.kind) for f in report.findings}
        for text, report in ((before, plain), (after, noised))
    ]
    assert found[0] == found[1]


SIGNS = ("____", "|", "★", "□", "√", "\t", "──", "👍", "（）")


@settings(max_examples=15)
@given(st.lists(sentence.filter(lambda s: len(folded(s)) >= 13), min_size=3, max_size=8, unique=True), st.data())
def test_signs_change_no_share_of_what_is_copied(copied: list[str], data: st.DataObject) -> None:
    """What has neither letters nor digits is no reuse and dilutes none, wherever a writer puts it."""
    text = "".join(copied)
    chooser = random.Random(data.draw(st.integers(0, 2**32)))
    dressed = "".join(c + chooser.choice(SIGNS) if chooser.random() < 0.1 else c for c in text)
    for left, right in ((dressed, text), (text, dressed)):
        assert simcheck.compare(left, right, settings=PLAIN).share().ratio == 1.0


LABELS = (
    "请勿照搬照抄！",
    "……3",
    "\n— 3 —\n",
    "\n项目名称：",
    "\n签名：____\n",
    "\n抄送：",
    "\t已公示\t√\n",
    "\n（三）",
)


@settings(max_examples=15)
@given(st.lists(sentence.filter(lambda s: len(folded(s)) >= 13), min_size=3, max_size=8, unique=True), st.data())
def test_nothing_between_copied_sentences_takes_them_out_of_the_share(copied: list[str], data: st.DataObject) -> None:
    dressed = "".join(s + data.draw(st.sampled_from(LABELS)) for s in copied)
    whole = simcheck.compare("".join(copied), "".join(copied), settings=PLAIN).share().part
    assert simcheck.compare(dressed, "".join(copied), settings=PLAIN).share().part >= whole


@given(pairs)
def test_part_is_at_most_whole_and_json_says_the_same_again(texts: tuple[str, str]) -> None:
    report = simcheck.compare(*texts)
    share = report.share()
    assert 0 <= share.part <= share.passage <= share.whole
    assert report.share(without={Flag.BOILERPLATE}).part <= share.part
    assert sum(row.share.part for row in report.paragraphs) == share.part
    data = report.to_json()
    assert Report.from_json(data) == report
    assert simcheck.compare(*texts).to_json() == data


@pytest.mark.parametrize("name", sorted(p.name for p in SAMPLES.glob("*.txt")))
def test_a_sample_report_is_wholly_its_own_copy(name: str) -> None:
    document = simcheck.read(SAMPLES / name)
    report = simcheck.compare(document, document)
    assert report.share().ratio == 1.0
    assert [note.code for note in report.notes][0] == "same-document"


def test_taking_a_document_out_of_the_background_makes_its_phrases_dear() -> None:
    phrase = "坚持以人民为中心的发展思想"
    table = Background.default()
    codes = normalize(phrase).codes
    assert (table.without(phrase).information(codes) >= table.information(codes)).all()
    assert (table.without(*[phrase] * 90).information(codes) > table.information(codes)).any()


def test_the_shipped_table_counts_what_everybody_writes() -> None:
    # Counted in the collections themselves: the first is a phrase of the list, so that every second report
    # has it; the last is two towns' names.
    bits = Background.default().information(normalize("习近平新").codes)
    assert 0.9 < bits[0] <= 1.0
    assert Background.default().information(normalize("青石柳湾").codes)[0] == Background.default().unknown
