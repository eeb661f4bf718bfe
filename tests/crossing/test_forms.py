"""What most texts of a collection have in one piece is told once, with all who have it, to the character; it joins no
pairs, however many have it."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from support.crossings import document

import simcheck
from simcheck.crossing import choosing, forms, pairs
from simcheck.crossing.crossing import Crossing, Passage
from simcheck.crossing.forms import Part
from simcheck.crossing.saved import crossing_json, crossing_of
from simcheck.crossing.wording import Wording
from simcheck.model import Document
from simcheck.report.spread import LEAST
from simcheck.text.normalize import normalize

FORMULA = "本表所列各项由三个小组逐户核对后抄正，底册存于祠堂西厢的木柜，钥匙分由两人保管，涂改之处须加盖手印方可作数。"
OTHER = (
    "凡有不明之处，可于逢五逢十的圩日上午到渡口茶棚当面询问，由值日的会计翻出原账逐笔念给来人听，念完为止，不收分文。"
)

VERBS = ("修好", "让给", "租给", "清理", "看守", "丈量", "登记", "抬高", "补种", "拆掉")
THINGS = (
    "堤坝",
    "磨坊",
    "渡船",
    "桑园",
    "石桥",
    "油坊",
    "晒场",
    "窑厂",
    "竹林",
    "水车",
    "药铺",
    "粮仓",
    "鱼塘",
    "牛栏",
)
COUNTED = "一二三四五六七八九十百千万两半双几数余整"


def own(number: int, lines: int = 8) -> list[str]:
    """Lines that no other number has."""
    rng = random.Random(number)

    def line() -> str:
        return "，".join(
            f"{rng.choice(THINGS)}{rng.choice(VERBS)}{''.join(rng.choices(COUNTED, k=3))}{rng.choice(THINGS)}"
            for _ in range(3)
        )

    return [f"{line()}。" for _ in range(lines)]


def among(lines: list[str], number: int, *more: str) -> str:
    """Lines with others at a place of their own."""
    at = random.Random(f"at {number}").randint(0, len(lines))
    return "\n".join([*lines[:at], *more, *lines[at:]])


@pytest.fixture(autouse=True)
def little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not all pairs can be compared."""
    monkeypatch.setattr(choosing, "WORK", 0)


def crossed(texts: list[str], **options: object) -> Crossing:
    made = [document(f"{n}.txt", text) for n, text in enumerate(texts)]
    return simcheck.cross(made, jobs=1, **options)  # type: ignore[arg-type]


def letters(words: str) -> str:
    return normalize(words).string()


def words(crossing: Crossing, passage: Passage) -> dict[str, str]:
    """By the name of a holder what it has of a passage."""
    return {
        crossing.documents[each.document].name: "".join(
            span.of(crossing.documents[each.document].text) for span in each.places
        )
        for each in passage.holders
    }


def commons(crossing: Crossing) -> list[Passage]:
    return [passage for passage in crossing.passages if passage.is_common]


@pytest.mark.parametrize("place", ["at the beginning", "in the middle", "at the end", "anywhere"])
def test_a_formula_is_told_once_with_all_who_have_it(place: str) -> None:
    def text(number: int) -> str:
        lines = own(number)
        if place == "anywhere":
            return among(lines, number, FORMULA)
        at = {"at the beginning": 0, "in the middle": 4, "at the end": 8}[place]
        return "\n".join([*lines[:at], FORMULA, *lines[at:]])

    crossing = crossed([text(number) for number in range(70)])
    (passage,) = crossing.passages
    assert passage.is_common
    assert passage.characters == len(letters(FORMULA))
    assert list(words(crossing, passage).values()) == [FORMULA.rstrip("。")] * 70
    for each in passage.holders:
        assert each.span.start == crossing.documents[each.document].text.index(FORMULA)
        assert (each.characters, each.parts) == (passage.characters, ())
    # it makes no pairs, whatever neighbours are
    assert not [pair for pair in crossing.pairs if pair.findings]
    assert not crossing.groups
    for standing in crossing.standings.values():
        assert standing.common == standing.share.part == passage.characters
        assert standing.largest is None
    assert [note.code for note in crossing.notes] == ["cross-common"]
    assert crossing_json(crossing_of(crossing_json(crossing))) == crossing_json(crossing)


CHANGES = {
    "exchanged": FORMULA.replace("木柜", "铁箱"),
    "exchanged near the end": FORMULA.replace("作数", "算数"),
    "exchanged near the beginning": FORMULA.replace("所列", "所记"),
    "left out": FORMULA.replace("逐户", ""),
    "put in": FORMULA.replace("分由两人", "分由可靠的两人"),
    "twice": FORMULA.replace("逐户", "").replace("手印", "私章"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_who_changed_a_word_has_the_rest(change: str) -> None:
    changed = CHANGES[change]
    texts = [among(own(n), n, changed if n % 9 == 4 else FORMULA) for n in range(70)]
    crossing = crossed(texts)
    (passage,) = crossing.passages
    assert passage.characters == len(letters(FORMULA))
    held = words(crossing, passage)
    assert len(held) == 70
    for n, text in enumerate(texts):
        each = next(h for h in passage.holders if crossing.documents[h.document].name == f"{n}.txt")
        if n % 9 != 4:
            assert held[f"{n}.txt"] == FORMULA.rstrip("。")
            continue
        # neither what was put in is of it nor what was exchanged, and nothing that is equal lacks
        parts = [letters(span.of(text)) for span in each.places]
        assert all(part in letters(FORMULA) for part in parts)
        # one character behind an exchanged one may be there by chance
        lost = {"exchanged near the beginning": 1, "put in": 0, "twice": 4}.get(change, 2)
        assert each.characters == sum(map(len, parts)) == len(letters(FORMULA)) - lost
        assert each.characters == len(letters("".join(parts)))
        begin = text.index(changed)
        assert begin <= each.span.start
        assert each.span.end <= begin + len(changed)


def test_every_one_may_have_changed_another_word() -> None:
    """Nobody has all of it, and yet all have most of it: it is told as far as some have it in a row."""
    plain = FORMULA.rstrip("。")
    texts = []
    for n in range(70):
        at = n % (len(plain) - 2)
        texts.append(among(own(n), n, f"{plain[:at]}龘{plain[at + 1 :]}。"))
    crossing = crossed(texts)
    (passage,) = commons(crossing)
    assert len(passage.holders) == 70
    assert passage.characters >= LEAST


def test_two_formulas_are_two_passages() -> None:
    texts = [among(among(own(n), n, FORMULA).split("\n"), n + 1000, OTHER) for n in range(70)]
    crossing = crossed(texts)
    assert sorted(passage.characters for passage in crossing.passages) == sorted(
        len(letters(each)) for each in (FORMULA, OTHER)
    )
    for passage in crossing.passages:
        assert len(passage.holders) == 70
        assert len(set(words(crossing, passage).values())) == 1
    whole = len(letters(FORMULA + OTHER))
    assert all(standing.common == whole for standing in crossing.standings.values())


def test_what_more_have_with_something_behind_it_is_told_of_all_who_have_it() -> None:
    texts = [among(own(n), n, FORMULA + OTHER if n % 5 < 3 else FORMULA) for n in range(70)]
    crossing = crossed(texts)
    told = {len(passage.holders): set(words(crossing, passage).values()) for passage in commons(crossing)}
    assert told == {70: {FORMULA.rstrip("。")}, 42: {(FORMULA + OTHER).rstrip("。")}}


def test_a_text_that_has_it_twice_holds_it_at_its_first_place() -> None:
    texts = [among(own(n), n, FORMULA) for n in range(70)]
    texts[7] = "\n".join([own(7)[0], FORMULA, *own(7)[1:], FORMULA])
    crossing = crossed(texts)
    (passage,) = crossing.passages
    each = next(h for h in passage.holders if crossing.documents[h.document].name == "7.txt")
    assert each.span.start == texts[7].index(FORMULA)
    assert each.characters == passage.characters
    # and both of them are what most have
    assert crossing.standings[each.document].common == 2 * passage.characters


def test_a_family_is_compared_beside_a_formula() -> None:
    """Sixty of 140 took over much; all have the formula."""
    taken = own(9999, 6)
    texts = [among([*taken, *own(n, 3)] if n < 60 else own(n), n, FORMULA) for n in range(140)]
    crossing = crossed(texts)
    assert [len(group.documents) for group in crossing.groups] == [60]
    assert {crossing.documents[id].name for id in crossing.groups[0].documents} == {f"{n}.txt" for n in range(60)}
    (common,) = commons(crossing)
    assert len(common.holders) == 140
    assert set(words(crossing, common).values()) == {FORMULA.rstrip("。")}
    assert max(len(passage.holders) for passage in crossing.passages if not passage.is_common) == 60
    assert {"cross-common", "cross-neighbours"} <= {note.code for note in crossing.notes}


def test_a_family_that_is_most_of_them_is_no_formula() -> None:
    taken = own(9999, 6)
    crossing = crossed([among([*taken, *own(n, 3)] if n < 60 else own(n), n, FORMULA) for n in range(80)])
    assert [len(group.documents) for group in crossing.groups] == [60]
    assert "cross-common" not in [note.code for note in crossing.notes]


def test_a_family_that_is_most_of_them_may_be_half_of_long_texts() -> None:
    """What half of them took over is most of these and a third of the others, who are linked as well."""
    taken = own(9999, 6)
    crossing = crossed([among([*taken, *own(n, 3 if n % 2 else 10)] if n < 60 else own(n), n) for n in range(80)])
    assert [len(group.documents) for group in crossing.groups] == [60]


def test_two_that_share_more_than_the_formula_are_a_pair_by_that() -> None:
    texts = [among(own(n), n, FORMULA) for n in range(70)]
    texts[3] = among([*own(3, 4), *own(5, 4)], 3, FORMULA)
    crossing = crossed(texts)
    (pair,) = (pair for pair in crossing.pairs if pair.findings)
    assert {crossing.documents[id].name for id in (pair.a, pair.b)} == {"3.txt", "5.txt"}
    assert pair.a_telling.part == len(letters("".join(own(5, 4))))
    assert len(commons(crossing)) == 1


def test_what_a_template_gave_is_no_passage() -> None:
    texts = [among(own(n), n, FORMULA) for n in range(70)]
    crossing = crossed(texts, templates=[f"某村\n{FORMULA}\n"])
    assert not crossing.passages
    assert {standing.share.part for standing in crossing.standings.values()} == {0}


def test_what_public_texts_have_is_no_passage() -> None:
    texts = [among(own(n), n, FORMULA) for n in range(70)]
    assert not crossed(texts, public=[FORMULA]).passages


def test_work_of_one_author_shares_nothing_with_another() -> None:
    texts = [among(own(n), n, FORMULA) for n in range(70)]
    made = [document(f"{n}.txt", text) for n, text in enumerate(texts)]
    assert not simcheck.cross(made, jobs=1, own=[each.id for each in made]).passages
    assert len(simcheck.cross(made, jobs=1, own=[each.id for each in made[:30]]).passages) == 1


def test_copies_of_one_text_hold_it_all() -> None:
    texts = [among(own(n), n, FORMULA) for n in range(70)]
    made = [Document(f"{n}", f"{n}.txt", text) for n, text in enumerate([*texts, texts[2], texts[2]])]
    crossing = simcheck.cross(made, jobs=1)
    (passage,) = commons(crossing)
    assert len(passage.holders) == 72
    assert crossing.same == (("2", "70", "71"),)


def test_only_what_is_new_is_asked_for(tmp_path: object) -> None:
    texts = [among(own(n), n, FORMULA) for n in range(70)]
    made = [document(f"{n}.txt", text) for n, text in enumerate([*texts, "\n".join(own(500))])]
    with simcheck.Corpus.open(f"{tmp_path}/corpus", create=True) as corpus:
        for each in made:
            corpus.add(each)
        (passage,) = corpus.cross(new=[made[0].id], jobs=1).passages
        assert len(passage.holders) == 70
        assert not corpus.cross(new=[made[70].id], jobs=1).passages


def test_a_piece_is_put_together_to_the_character() -> None:
    """The parts of a text are equal to those of the piece, in order, and none of it stands beside them."""
    plain = letters(FORMULA)
    rng = random.Random(3)
    texts = []
    for n in range(60):
        changed = list(plain)
        for _ in range(rng.randint(0, 3)):
            at = rng.randrange(len(changed))
            changed[at : at + rng.randint(0, 1)] = rng.choice(["", "龘", "龘靐"])
        texts.append(letters("".join(own(n))) + "".join(changed) + letters("".join(own(n + 100))))
    wording = Wording(0)
    (piece, *_) = forms.pieces(texts, wording)
    whole = piece.holders[piece.whole]
    base = [texts[piece.whole][p.place + k] for p in whole for k in range(p.length)]
    assert len(base) == piece.length
    assert len(piece.holders) > 30
    for number, parts in piece.holders.items():
        for part in parts:
            assert texts[number][part.place : part.place + part.length] == "".join(
                base[part.at : part.at + part.length]
            )
        for one, other in combinations(parts, 2):
            assert one.place + one.length <= other.place
            assert one.at + one.length <= other.at


def test_what_is_too_short_for_a_run_is_filled_in() -> None:
    codes = normalize("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥").codes
    there = normalize("春夏甲乙丙丁戊己庚辛壬癸子丑寅卯秋冬午未申酉戌亥东西").codes
    found = forms._filled([Part(2, 0, 14)], codes, there)
    assert found == (Part(2, 0, 14), Part(18, 16, 6))


def test_the_texts_themselves_are_no_form() -> None:
    def is_whole(of_most: list[int], count: list[int]) -> bool:
        import numpy as np

        return pairs.is_whole(np.array(of_most), np.array(count))

    assert not is_whole([3, 3, 3, 3, 0], [10, 10, 10, 10, 9])
    assert is_whole([4, 3, 3, 3, 3], [10, 10, 10, 10, 10])
    assert not is_whole([9, 3, 3, 3, 3, 3], [10, 10, 10, 10, 10, 10])
