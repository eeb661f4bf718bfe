"""Where one act of copying ends: at articles, at paragraphs, at text of one's own; and what is put together again."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.calls import calls
from support.parts import laid, layout_of, letters, prepared

import simcheck
from simcheck import Finding, Settings
from simcheck.align.alignment import Piece
from simcheck.align.layout import Layout
from simcheck.align.parts import Part, are_statutes, equal_stretches, joined, laid_out, parts_of
from simcheck.align.prepare import Prepared
from simcheck.model import APART

BRIDGE = "石拱桥的栏板裂了三块，匠人用糯米灰浆补好。"
KILN = "砖窑熄火那天，窑工把最后一车青砖送到学堂。"
WELL = "井台换了新辘轳，麻绳是渔民老邹搓的。"
LAMP = "灯塔每逢大雾鸣笛两声，值班员记在油印簿上。"


def wordings(parts: list[Part], a: Prepared) -> list[str]:
    """The equal characters of each part, by where they stand on the left."""
    ordered = sorted(parts, key=lambda part: part.equal)
    return ["".join(map(chr, c)) for c in (_codes(part, a) for part in ordered)]


def _codes(part: Part, a: Prepared) -> list[int]:
    return [int(code) for run in part.equal for code in a.normalized.codes[run.left : run.left + run.length]]


def bare(*texts: str) -> str:
    return "".join(filter(str.isalnum, "".join(texts)))


# Cutting


def statute(*articles: str) -> str:
    return "\n".join(f"第{number}条 {article}" for number, article in enumerate(articles, 1))


def test_statutes_are_cut_at_their_articles() -> None:
    a, b = (prepared(statute(*(letters(seed + n, 30) for n in range(3)), BRIDGE, KILN)) for seed in (1, 10))
    assert are_statutes(a, b)
    # one stretch over both articles: only the number of the second is between
    parts = parts_of([layout_of(a, b, f"{BRIDGE}第5条{KILN}")], a, b)
    assert wordings(parts, a) == [bare(BRIDGE), bare("第5条", KILN)]
    assert [part.unit for part in sorted(parts, key=lambda part: part.equal)] == [(4, 4), (5, 5)]


def test_four_articles_are_no_statute() -> None:
    a, b = (prepared(statute(letters(seed, 30), letters(seed + 1, 30), BRIDGE, KILN)) for seed in (1, 10))
    assert not are_statutes(a, b)
    assert len(parts_of([layout_of(a, b, f"{BRIDGE}第4条{KILN}")], a, b)) == 1


def test_what_crosses_a_paragraph_and_is_shared_holds_together() -> None:
    a, b = (prepared(f"{letters(seed, 60)}\n{BRIDGE}\n{KILN}\n{letters(seed + 1, 60)}") for seed in (1, 10))
    assert wordings(parts_of([layout_of(a, b, BRIDGE + KILN)], a, b), a) == [bare(BRIDGE, KILN)]


@pytest.mark.parametrize(("between", "count"), [(10, 1), (11, 2)])
def test_what_crosses_a_paragraph_and_is_not_shared_parts(between: int, count: int) -> None:
    a, b = (prepared(f"{BRIDGE}{letters(seed, between)}\n{KILN}") for seed in (1, 10))
    assert len(parts_of([layout_of(a, b, BRIDGE, KILN)], a, b)) == count


@pytest.mark.parametrize(("left", "right", "count"), [(24, 40, 1), (25, 25, 2), (0, 40, 1), (0, 299, 1), (0, 300, 2)])
def test_text_of_their_own_parts_in_one_paragraph(left: int, right: int, count: int) -> None:
    a = prepared(BRIDGE + letters(1, left, sentence=400) * bool(left) + KILN)
    b = prepared(BRIDGE + letters(2, right, sentence=400) + KILN)
    assert len(parts_of([layout_of(a, b, BRIDGE, KILN)], a, b)) == count


@pytest.mark.parametrize(("between", "count"), [(10, 1), (11, 2)])
def test_another_paragraph_parts_in_the_other_order_as_well(between: int, count: int) -> None:
    a = prepared(letters(1, 60) + KILN + BRIDGE + letters(2, 60))
    b = prepared(f"{letters(3, 60)}\n{BRIDGE}{letters(5, between)}\n{KILN}{letters(4, 60)}")
    (left, right), (other, after) = (
        (run.left, run.right) for w in (KILN, BRIDGE) for run in equal_stretches(layout_of(a, b, w))
    )
    kiln, bridge = (len(bare(w)) for w in (KILN, BRIDGE))
    pieces = Piece(left, left + kiln, right, right + kiln), Piece(other, other + bridge, after, after + bridge)
    assert len(parts_of([Layout(pieces, ((), ()), 100.0, False)], a, b)) == count


def test_what_was_rewritten_between_does_not_part() -> None:
    one = "前年秋天村口的老渡船漏水，船工老秦请来木匠换了两块底板，又刷了三遍桐油。"
    other = "村口老渡船前年漏水，船工老秦便请木匠来把两块底板换了，桐油刷过三遍才下水。"
    a, b = prepared(BRIDGE + one + KILN), prepared(BRIDGE + other + KILN)
    assert len(parts_of([layout_of(a, b, BRIDGE, KILN)], a, b)) == 1


def test_stretches_are_cut_out_of_the_changes() -> None:
    a, b = (prepared(f"{BRIDGE}{letters(seed, 6)}{KILN}") for seed in (1, 10))
    layout = layout_of(a, b, BRIDGE, KILN)
    assert [run.length for run in equal_stretches(layout)] == [len(bare(BRIDGE)), len(bare(KILN))]


# Headings


def test_a_heading_by_itself_is_no_part() -> None:
    a, b = (prepared(f"{letters(seed, 60)}\n渡口与船工\n{letters(seed + 1, 60)}") for seed in (1, 10))
    assert parts_of([layout_of(a, b, "渡口与船工")], a, b) == []


def test_a_heading_between_is_held_and_tells_nothing() -> None:
    a, b = (prepared(f"{letters(seed, 60)}\n{BRIDGE}\n渡口与船工\n{KILN}\n{letters(seed + 1, 60)}") for seed in (1, 10))
    (part,) = parts_of([layout_of(a, b, f"{BRIDGE}\n", "渡口与船工\n", KILN)], a, b)
    assert bare("渡口与船工") in wordings([part], a)[0]
    told = len(bare(BRIDGE, KILN)) * Settings().character_bits
    assert part.bits == pytest.approx(told)
    assert part.specific == pytest.approx(told)


def test_a_heading_at_an_end_is_left_out() -> None:
    a, b = (prepared(f"{letters(s, 60)}\n渡口与船工\n{letters(s + 2, 5)}{KILN}\n{letters(s + 1, 60)}") for s in (1, 10))
    (part,) = parts_of([layout_of(a, b, "渡口与船工\n", KILN)], a, b)
    assert wordings([part], a) == [bare(KILN)]


# What several claim


def test_what_another_layout_has_already_is_no_part() -> None:
    a, b = (prepared(f"{letters(seed, 60)}{BRIDGE}{KILN}{letters(seed + 1, 60)}") for seed in (1, 10))
    longer, shorter = layout_of(a, b, BRIDGE + KILN), layout_of(a, b, BRIDGE)
    assert wordings(parts_of([shorter, longer], a, b), a) == [bare(BRIDGE, KILN)]


def test_evidence_is_shared_by_the_parts() -> None:
    a, b = (prepared(f"{BRIDGE}{letters(seed, 40)}{KILN}") for seed in (1, 10))
    parts = parts_of([layout_of(a, b, BRIDGE, KILN, bits=80.0)], a, b)
    assert len(parts) == 2
    assert sum(part.evidence for part in parts) == pytest.approx(80.0)


# Joining


def parts_in(a: Prepared, b: Prepared, *shared: str) -> list[Part]:
    return parts_of([layout_of(a, b, wording) for wording in shared], a, b)


@pytest.mark.parametrize("order", [(BRIDGE, KILN, WELL), (WELL, BRIDGE, KILN), (KILN, WELL, BRIDGE)])
def test_side_by_side_in_any_order_is_one(order: tuple[str, ...]) -> None:
    a = prepared(letters(1, 60) + BRIDGE + KILN + WELL + letters(2, 60))
    b = prepared(letters(3, 60) + "".join(order) + letters(4, 60))
    parts = parts_in(a, b, BRIDGE, KILN, WELL)
    assert len(parts) == 3
    assert len(joined(parts, [], a, b)) == 1


@pytest.mark.parametrize(("between", "count"), [(10, 1), (11, 2)])
def test_what_lies_apart_on_one_side_stays_two(between: int, count: int) -> None:
    a = prepared(letters(1, 60) + BRIDGE + KILN + letters(2, 60))
    b = prepared(letters(3, 60) + BRIDGE + letters(5, between) + KILN + letters(4, 60))
    assert len(joined(parts_in(a, b, BRIDGE, KILN), [], a, b)) == count


def test_what_is_weak_lies_with_its_host() -> None:
    a, b = (prepared(letters(s, 60) + BRIDGE + "船票一元。" + letters(s + 1, 60) + WELL) for s in (1, 10))
    parts = parts_in(a, b, BRIDGE, "船票一元", WELL)
    strong = [part for part in parts if part.length == len(bare(BRIDGE))]
    weak = [part for part in parts if part not in strong]
    (group,) = joined(strong, weak, a, b)
    assert sorted(wordings(group, a)) == sorted([bare(BRIDGE), "船票一元"])


def test_what_is_weak_in_another_paragraph_stays_alone() -> None:
    a, b = (prepared(f"{letters(s, 60)}{BRIDGE}\n船票一元。{letters(s + 1, 60)}") for s in (1, 10))
    strong, weak = (parts_in(a, b, wording) for wording in (BRIDGE, "船票一元"))
    assert [len(group) for group in joined(strong, weak, a, b)] == [1]


# Laying out


def shown(layout: Layout, a: Prepared) -> str:
    (start, end), _ = layout.sides
    return "".join(map(chr, map(int, a.normalized.codes[start:end])))


@pytest.mark.parametrize(("missing", "whole"), [(12, True), (13, False)])
def test_ends_go_to_the_ends_of_their_sentences(missing: int, whole: bool) -> None:
    def text(seed: int) -> str:
        before, after = (letters(seed + n, missing)[:-1] for n in (1, 2))
        return f"{letters(seed, 60)}{before}{bare(BRIDGE)}{after}。{letters(seed, 60)}"

    a, b = prepared(text(1)), prepared(text(10))
    (part,) = parts_in(a, b, bare(BRIDGE))
    layout = laid_out([part], a, b, phrase=False)
    length = len(bare(BRIDGE)) + 2 * missing * whole
    assert [end - start for start, end in layout.sides] == [length, length]
    # what was missing is a change, and nobody's match
    assert sum(run.length for run in equal_stretches(layout)) == part.length


def test_a_heading_comes_back_between_parts() -> None:
    a, b = (prepared(f"{letters(s, 60)}\n{BRIDGE}\n渡口与船工\n{KILN}\n{letters(s + 1, 60)}") for s in (1, 10))
    parts = parts_in(a, b, BRIDGE, KILN)
    (group,) = joined(parts, [], a, b)
    assert "渡口与船工" in shown(laid_out(group, a, b, phrase=False), a)


def test_no_pair_of_characters_stands_twice() -> None:
    a, b = (prepared(f"{letters(s, 60)}{BRIDGE}{KILN}{WELL}{letters(s + 1, 60)}") for s in (1, 10))
    (one,), (other,) = parts_in(a, b, BRIDGE + KILN), parts_in(a, b, KILN + WELL)
    layout = laid_out([one, other], a, b, phrase=False)
    assert sum(run.length for run in equal_stretches(layout)) == len(bare(BRIDGE, KILN, WELL))


def test_what_another_part_has_between_is_no_change() -> None:
    a = prepared(letters(1, 60) + BRIDGE + letters(2, 18) + KILN + WELL + letters(3, 60))
    b = prepared(letters(4, 60) + BRIDGE + WELL + KILN + letters(5, 60))
    (one,), (other,) = parts_of([layout_of(a, b, BRIDGE, KILN)], a, b), parts_in(a, b, WELL)
    layout = laid_out([one, other], a, b, phrase=False)
    for spans in (
        sorted((piece.left, piece.left_end) for piece in layout.pieces),
        sorted((piece.right, piece.right_end) for piece in layout.pieces),
    ):
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))


LEFT = prepared("\n".join(letters(seed, 90) for seed in range(6)))


@st.composite
def layouts(draw: st.DrawFn) -> list[Layout]:
    """Any layouts of a text with itself: every stretch is equal, whatever lies between."""
    found = []
    for _ in range(draw(st.integers(1, 5))):
        edges = sorted(draw(st.sets(st.integers(0, len(LEFT.normalized)), min_size=2, max_size=12)))
        runs = [(start, start, end - start) for start, end in pairwise(edges)][::2]
        found.append(laid(runs, draw(st.floats(1, 500))))
    return found


@given(layouts(), st.booleans())
def test_parts_of_any_layouts_lie_in_them_and_are_equal(given_layouts: list[Layout], together: bool) -> None:
    parts = parts_of(given_layouts, LEFT, LEFT)
    codes = LEFT.normalized.codes
    for part in parts:
        outer = part.layout.sides
        assert all(x[0] <= y[0] < y[1] <= x[1] for x, y in zip(outer, part.sides, strict=True))
        for run in part.equal:
            assert (codes[run.left : run.left + run.length] == codes[run.right : run.right + run.length]).all()
        assert all(one.left + one.length <= two.left for one, two in pairwise(part.equal))
        assert 0 <= part.specific <= part.bits
    groups = joined(parts, [], LEFT, LEFT) if together else [[part] for part in parts]
    assert sorted(id(part) for group in groups for part in group) == sorted(map(id, parts))
    for group in groups:
        layout = laid_out(group, LEFT, LEFT, phrase=False)
        stretches = equal_stretches(layout)
        for side in ("left", "right"):
            ordered = sorted((getattr(run, side), getattr(run, side) + run.length) for run in stretches)
            assert all(end <= start for (_, end), (start, _) in pairwise(ordered))
        for run in stretches:
            assert (codes[run.left : run.left + run.length] == codes[run.right : run.right + run.length]).all()
        for piece, changes in zip(layout.pieces, layout.changes, strict=True):
            assert piece.left < piece.left_end
            assert piece.right < piece.right_end
            assert all(one.left_end <= two.left and one.right_end <= two.right for one, two in pairwise(changes))


# Growth


def test_twice_the_parts_take_about_twice_the_calls() -> None:
    counts: list[list[int]] = []
    for size in (1000, 2000):
        shared = [letters(seed, 12) for seed in range(size)]
        a = prepared("\n".join(shared))
        b = prepared("\n".join(random.Random(1).sample(shared, size)))
        assert len(a.normalized) == len(b.normalized) == 12 * size
        where = {b.normalized.codes[n : n + 12].tobytes(): n for n in range(0, 12 * size, 12)}
        runs = [(n, where[a.normalized.codes[n : n + 12].tobytes()], 12) for n in range(0, 12 * size, 12)]
        some = [laid([run]) for run in runs]
        parts: list[Part] = []
        steps: list[Callable[[], object]] = [
            lambda some=some, parts=parts, a=a, b=b: parts.extend(parts_of(some, a, b)),  # type: ignore[misc]
            lambda parts=parts, a=a, b=b: joined(parts[::2], parts[1::2], a, b),  # type: ignore[misc]
            lambda parts=parts, a=a, b=b: laid_out(parts, a, b, phrase=False),  # type: ignore[misc]
        ]
        counts.append([calls(step) for step in steps])
        assert len(parts) == size
    for few, many in zip(*counts, strict=True):
        assert many < 2.7 * few, counts


# As a whole


def compared(left: str, right: str) -> list[Finding]:
    return list(simcheck.compare(left, right, settings=Settings(background=None)).findings)


def test_the_other_way_round_the_sides_are_exchanged() -> None:
    left = f"{letters(1, 90)}\n{BRIDGE}{KILN}{letters(2, 60)}{WELL}\n{LAMP}{letters(3, 90)}"
    right = f"{letters(4, 60)}{LAMP}\n{KILN}{BRIDGE}\n{letters(5, 120)}{WELL}{letters(6, 30)}"
    there = [(f.match.left, f.match.right, f.kind, f.flags, f.grade) for f in compared(left, right)]
    back = [(f.match.right, f.match.left, f.kind, f.flags, f.grade) for f in compared(right, left)]
    assert len(there) >= 3
    assert sorted(map(repr, there)) == sorted(map(repr, back))


@pytest.mark.parametrize("where", [0, 1, 2, 3])
def test_another_paragraph_does_not_change_what_is_found(where: int) -> None:
    shared = [BRIDGE, KILN, WELL, LAMP]
    left = [letters(1, 90), *shared, letters(2, 90)]
    right = [letters(3, 90), *shared, letters(4, 90)]

    def held(lines: list[str], breaks: set[int]) -> str:
        text = "".join(line + "\n" * (n in breaks) for n, line in enumerate(lines))
        found = [f for f in compared(text, "".join(right)) if not f.flags & APART]
        return bare("".join(f.match.left.of(text) for f in found))

    together = held(left, set())
    assert together == bare(*shared)
    assert held(left, {where}) == held(left, set(range(6))) == together
