"""What a finding is: set phrase or copy, as a background, a corpus and a reader would tell.

``data/meaning`` holds labelled sentences written for these tests, one a line: set phrases that everybody writes, and
specific sentences of the same lengths, in a villager's and in an office's words; refilled and edited passages; passages
with and without a quotation. The set phrases and the villager's sentences were written before the list of phrases and
the rule for lone runs were there, the others by people who had seen neither rules nor lists; the list was written
without any of these.
"""

from __future__ import annotations

import csv
import io
import json
import random
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from support import DATA, SAMPLES

import simcheck
from simcheck import Corpus, Document, Flag, Kind, SimcheckError, Span
from simcheck.corpus.phrase_list import PhraseList
from simcheck.findings.notes import blanks
from simcheck.findings.quotations import quotations
from simcheck.i18n.en import EN
from simcheck.i18n.printable import percent
from simcheck.i18n.zh import ZH
from simcheck.render.markdown import markdown
from simcheck.render.table import table
from simcheck.render.terminal.options import Screen, View
from simcheck.render.terminal.screen import plain
from simcheck.text.normalize import normalize
from simcheck.text.segmentation import headings, notices

LABELLED = DATA / "meaning"


def lines(name: str) -> list[str]:
    text = (LABELLED / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


SPECIFIC = lines("specific")
OFFICIAL = lines("specific-official")

SET_PHRASES = lines("set-phrases")


def planted(sentence: str) -> tuple[str, str]:
    """Two reports of one page that share nothing but a sentence, in the middle of another one on both sides."""
    pool = [line for line in SPECIFIC if line != sentence]

    def host(own: list[str]) -> str:
        page = "。\n".join("，".join(own[at : at + 3]) for at in range(0, 60, 3))
        return f"{page}。\n{own[60]}，{sentence}，{own[61]}。\n{own[62]}。"

    return host(pool[0::2]), host(pool[1::2])


def test_set_phrases_are_told_from_specific_sentences_of_the_same_length() -> None:
    def counted(sentence: str) -> tuple[int, int]:
        report = simcheck.compare(*planted(sentence))
        return report.share().part, report.share(without={Flag.BOILERPLATE}).part

    phrases = {sentence: counted(sentence) for sentence in SET_PHRASES}
    specific = {sentence: counted(sentence) for sentence in SPECIFIC + OFFICIAL}
    assert all(total for total, _ in (phrases | specific).values())
    missed = [sentence for sentence, (_, rest) in phrases.items() if rest]
    lost = [sentence for sentence, (_, rest) in specific.items() if rest < 0.9 * len(sentence)]
    assert len(phrases) >= 150
    assert len(specific) >= 150
    assert len(missed) <= 0.05 * len(phrases), missed
    assert len(lost) <= 0.01 * len(specific), lost


PARAGRAPH = (
    "针对山高坡陡、自来水压力不足的问题，在鹰嘴岩半山腰建了一座容积两百立方的高位水池，沿老茶马道铺设镀锌管四千三百米，"
    "由退休水工谭师傅带着六名村民自己开沟、自己接管，工期比原计划缩短了二十三天，"
    "通水当晚有一百一十七户把闲置了两年的洗衣机搬了出来。"
)
"""Two sentences that nobody writes twice."""


def reports(number: int, seed: int, among: list[str]) -> list[list[str]]:
    """So many reports of twelve sentences each, drawn from what only one place would write."""
    chooser = random.Random(seed)
    return [chooser.sample(among, 12) for _ in range(number)]


def test_a_paragraph_that_twenty_townships_copied_is_reuse_from_all_of_them(tmp_path: Path) -> None:
    with Corpus.open(tmp_path, create=True) as corpus:
        for number, sentences in enumerate(reports(20, 1, SPECIFIC[:100])):
            sentences.insert(1 + number % 10, PARAGRAPH)
            corpus.add(Document(f"t{number}", f"town {number}", "。\n".join(sentences)))
        (asked,) = reports(1, 2, SPECIFIC[100:])
        asked.insert(6, PARAGRAPH)
        report = corpus.check("。\n".join(asked))
    length = len(normalize(PARAGRAPH))
    assert len(report.sources) == 20
    for id in report.sources:
        assert report.share_of(id, without={Flag.BOILERPLATE}).part >= length
    assert not any(Flag.BOILERPLATE in finding.flags for finding in report.findings)


@pytest.mark.parametrize("others", [0, 40])
def test_a_phrase_of_the_place_is_known_by_its_different_surroundings(tmp_path: Path, others: int) -> None:
    """A slogan that one other document has is a coincidence worth showing; one that forty have is how they all
    talk."""
    slogan = "打造高原湖畔云上茶乡、建设候鸟归巢的七彩玉带小镇"
    with Corpus.open(tmp_path, create=True) as corpus:
        chooser = random.Random(3)
        for number, sentences in enumerate(reports(1 + others, 4, SPECIFIC[:100])):
            at = chooser.randrange(1, 11)
            text = "。\n".join(sentences[:at]) + "，" + slogan + "，" + "。\n".join(sentences[at:])
            corpus.add(Document(f"t{number}", f"town {number}", text))
        asked = "。\n".join(SPECIFIC[100:110]) + "，" + slogan + "，" + "。\n".join(SPECIFIC[110:120])
        report = corpus.check(asked)
    assert report.share().part >= len(slogan) - 2
    counted = report.share(without={Flag.BOILERPLATE}).part
    assert counted == 0 if others else counted >= len(slogan) - 2


# Refilled templates


@dataclass(frozen=True)
class Labelled:
    """A passage as the document and the source have it, and what differs: places and words on both sides."""

    left: str
    right: str
    changes: tuple[tuple[Span, Span], ...]


def labelled(line: str) -> Labelled:
    """``{this|that}`` is what differs."""
    left = right = ""
    changes = []
    at = 0
    for mark in re.finditer(r"\{([^|{}]*)\|([^|{}]*)\}", line):
        left, right = left + line[at : mark.start()], right + line[at : mark.start()]
        changes.append((Span(len(left), len(left) + len(mark[1])), Span(len(right), len(right) + len(mark[2]))))
        left, right, at = left + mark[1], right + mark[2], mark.end()
    return Labelled(left + line[at:], right + line[at:], tuple(changes))


def among_others(passage: str, own: list[str]) -> tuple[str, int]:
    """A report with the passage in it, and where it begins."""
    before = "。\n".join(own[:20]) + "。\n"
    return before + passage + "\n" + "。\n".join(own[20:40]) + "。", len(before)


def judged(case: Labelled) -> tuple[bool, int]:
    """Whether most of the passage is called refilled, and how many of the changes are listed."""
    (left, at), (right, other) = among_others(case.left, SPECIFIC[0::2]), among_others(case.right, SPECIFIC[1::2])
    report = simcheck.compare(left, right)
    here = [f for f in report.findings if f.match.left.overlaps(Span(at, at + len(case.left)))]
    refilled = sum(len(f.match.left) for f in here if f.kind is Kind.REFILLED)
    listed = [s for finding in here for s in finding.substitutions]

    def rest(text: str, span: Span, sides: list[Span]) -> str:
        return "".join(c for n, c in enumerate(text[span.start : span.end], span.start) if not _in(n, sides))

    found = 0
    for mine, theirs in case.changes:
        x, y = Span(mine.start + at, mine.end + at), Span(theirs.start + other, theirs.end + other)
        some = [s for s in listed if s.left.overlaps(x) or s.right.overlaps(y)]
        # what is not listed of the two is the same: 镇 of 平安镇 and 李家镇
        found += bool(some) and rest(left, x, [s.left for s in some]) == rest(right, y, [s.right for s in some])
    return 2 * refilled >= len(case.left), found


def _in(place: int, spans: list[Span]) -> bool:
    return any(span.start <= place < span.end for span in spans)


def test_refilled_passages_are_told_from_edited_ones_and_what_was_refilled_is_listed() -> None:
    refilled = [labelled(line) for line in lines("refilled")]
    edited = [labelled(line) for line in lines("edited")]
    found = [judged(case) for case in refilled]
    hits = sum(is_refilled for is_refilled, _ in found)
    others = [case.left for case in edited if judged(case)[0]]
    assert len(refilled) >= 60
    assert 2 * hits / (hits + len(others) + len(refilled)) >= 0.95, (hits, others)
    assert sum(listed for _, listed in found) >= 0.98 * sum(len(case.changes) for case in refilled)


# Quotations


def bracketed(line: str) -> tuple[str, Span]:
    """A paragraph and the part of it that stands in ``[[ ]]``."""
    start, end = line.index("[["), line.index("]]")
    return line.replace("[[", "").replace("]]", ""), Span(start, end - 2)


def quoted_in(text: str, span: Span) -> int:
    return sum(max(0, min(span.end, q.span.end) - max(span.start, q.span.start)) for q in quotations(text))


def test_quotations_with_a_source_are_told_from_other_words_between_quotation_marks() -> None:
    hits = sum(quoted_in(*case) >= 0.8 * len(case[1]) for case in map(bracketed, lines("quoted")))
    total = len(lines("quoted"))
    others = [text for text, span in map(bracketed, lines("unquoted")) if quoted_in(text, span)]
    assert total >= 40
    assert 2 * hits / (hits + len(others) + total) >= 0.95, others


# Marks, flags and the ratios


TOWN = (
    "{town}2024年工作总结\n\n今年以来，{town}在{village}新修了一条通往茶园的石板路，由村里的老石匠自己凿石、自己铺设，前后用了四个月。\n"
    "{rest}\n{town}人民政府\n"
)


def test_a_quotation_in_a_copied_paragraph_is_marked_and_can_be_left_out() -> None:
    quoted = "守着青山不砍树，守着清水不撒网，把山和水一起交给后来的人"
    own = [f"他在会上说过“{quoted}”，大家都记在心里。", *SPECIFIC[:10]]
    other = [f"他在会上说过“{quoted}”，大家都记在心里。", *SPECIFIC[20:30]]
    own[0] = other[0] = f"老支书王德发同志常说：“{quoted}”"
    report = simcheck.compare("。\n".join(own), "。\n".join(other))
    (mark,) = (m for m in report.marks if m.flag is Flag.QUOTED)
    assert mark.span.of(report.document.text) == quoted
    assert "王德发" in str(mark.facts["source"])
    every, rest = report.share(), report.share(without={Flag.QUOTED})
    assert every.part - rest.part == every.whole - rest.whole == len(quoted)
    # the words around the quotation are not quoted, so that the whole finding is not
    assert report.from_json(report.to_json()) == report


def test_own_texts_are_seen_by_unit_or_author_or_said_to_be() -> None:
    mine = TOWN.format(town="青岩镇", village="三岔村", rest="。\n".join(SPECIFIC[:8]))
    last = TOWN.format(town="青岩镇", village="三岔村", rest="。\n".join(SPECIFIC[20:28]))
    theirs = TOWN.format(town="白水镇", village="三岔村", rest="。\n".join(SPECIFIC[20:28]))
    assert all(Flag.OWN in f.flags for f in simcheck.compare(mine, last).findings)
    assert not any(Flag.OWN in f.flags for f in simcheck.compare(mine, theirs).findings)
    said = simcheck.compare(mine, theirs, own=True)
    assert all(Flag.OWN in f.flags for f in said.findings)
    assert said.share().part
    assert said.share(without={Flag.OWN}).part == 0
    assert [n.code for n in said.notes if n.code.startswith("own-")] == ["own-said"]


def test_what_a_template_gave_counts_nowhere_and_is_not_hidden() -> None:
    form = (
        "一、基本情况\n请填写本单位所辖的村组数、户数、人数，以及当年末的常住人口，数字须与统计公报一致。\n"
        "二、主要做法\n请分条说明，每条不少于二百字，做法要具体到人、到事、到时间，不得只列会议和文件的名称。\n"
    )
    mine = form + "。\n".join([PARAGRAPH, *SPECIFIC[:8]])
    other = form + "。\n".join([PARAGRAPH, *SPECIFIC[20:28]])
    plain, report = simcheck.compare(mine, other), simcheck.compare(mine, other, templates=[form])
    given = sum(not c.isspace() for c in form)
    assert plain.share().whole - report.share().whole == given
    assert plain.share().part - report.share().part == given
    assert report.marked(Flag.TEMPLATE) == given
    assert {m.facts["template"] for m in report.marks if m.flag is Flag.TEMPLATE} == {"template 1"}
    kept = {(f.match.left, f.match.right) for f in report.findings}
    assert kept == {(f.match.left, f.match.right) for f in plain.findings}
    alone = simcheck.compare(mine, form, templates=[form])
    assert all(Flag.TEMPLATE in f.flags for f in alone.findings)
    assert alone.share().part == 0


def test_set_phrases_inside_a_copied_paragraph_are_marked_and_the_paragraph_is_not_excused() -> None:
    slogan = "坚持以习近平新时代中国特色社会主义思想为指导，全面贯彻党的二十大精神"
    both = f"{PARAGRAPH}全体党员{slogan}，把水池的钥匙交给了七十岁的陈老栓。"
    report = simcheck.compare(both + "\n" + "。\n".join(SPECIFIC[:8]), both + "\n" + "。\n".join(SPECIFIC[20:28]))
    (finding,) = report.findings
    assert not finding.flags
    (mark,) = (m for m in report.marks if m.flag is Flag.BOILERPLATE)
    words = mark.span.of(report.document.text)
    assert words in slogan
    assert len(words) >= 0.8 * len(slogan)
    every, rest = report.share(), report.share(without={Flag.BOILERPLATE})
    assert every.part - rest.part == every.whole - rest.whole == sum(not c.isspace() for c in words)


@pytest.mark.parametrize(
    "name", sorted(p.name for p in SAMPLES.iterdir() if p.suffix in (".txt", ".md") and p.stem != "README")
)
def test_an_identical_text_reads_100_percent_whatever_is_left_out(name: str) -> None:
    text = simcheck.read(SAMPLES / name).text
    report = simcheck.compare(text, text)
    for flags in (set(), {Flag.BOILERPLATE}, {Flag.QUOTED}, {Flag.QUOTED, Flag.BOILERPLATE}):
        assert report.share(without=flags).ratio == 1, flags


# Notes


def noted(report: simcheck.Report, code: str) -> list[dict[str, str | int]]:
    return [dict(note.facts) for note in report.notes if note.code == code]


def test_a_name_that_was_forgotten_is_told_with_its_place() -> None:
    source = (
        "平江镇在李家村建起了第一座晾晒棚。\n李家村的晾晒棚用的是废旧钢管，镇里的铁匠铺前后焊了二十一天，没有向县里要一分钱。\n"
        "秋收时节，李家村的稻谷全部在棚里晾干，比往年少霉了三成，村民把省下的四百斤谷子送给了敬老院。"
    )
    copy = source.replace("李家村", "石门村", 2).replace("平江镇", "白水镇")
    report = simcheck.compare(copy + "。\n".join(SPECIFIC[:5]), source + "。\n".join(SPECIFIC[20:25]))
    (found,) = noted(report, "left-behind")
    assert (found["theirs"], found["own"], found["count"], found["paragraph"]) == ("李家村", "石门村", 1, 3)
    assert not noted(simcheck.compare(source, source), "left-behind")


def test_blanks_and_traces_of_sites_are_counted() -> None:
    text = "XX镇今年投入XX万元，加QQ群：123456789，更多范文请关注。\n" + "。\n".join(SPECIFIC[:4])
    report = simcheck.compare(text, "。\n".join(SPECIFIC[20:24]))
    assert noted(report, "unfilled")[0]["count"] == 2
    assert noted(report, "site-notice")


def test_an_outline_that_another_document_has_is_told() -> None:
    heads = ["一、水渠清淤", "二、晒场扩建", "三、茶厂搬迁", "四、渡口改造", "五、鱼塘承包"]

    def report_with(own: list[str]) -> str:
        return "\n".join(f"{head}\n{words}。" for head, words in zip(heads, own, strict=True))

    report = simcheck.compare(report_with(SPECIFIC[:5]), report_with(SPECIFIC[20:25]))
    (found,) = noted(report, "same-outline")
    assert (found["same"], found["headings"]) == (5, 5)
    other = (
        report_with(SPECIFIC[30:35]).replace("水渠清淤", "道路").replace("茶厂搬迁", "养殖").replace("鱼塘承包", "电站")
    )
    assert not noted(simcheck.compare(other, report_with(SPECIFIC[20:25])), "same-outline")


# Several sources


def test_the_likely_origin_is_the_earliest_that_is_dated(tmp_path: Path) -> None:
    with Corpus.open(tmp_path, create=True) as corpus:
        for id, date, own in (
            ("a", "2021-12", SPECIFIC[:10]),
            ("b", "2019-03", SPECIFIC[10:20]),
            ("c", "", SPECIFIC[20:30]),
        ):
            words = "。\n".join([*own[:5], PARAGRAPH, *own[5:]])
            corpus.add(Document(id, f"{id}.txt", words, {"date": date} if date else {}))
        report = corpus.check("。\n".join([*SPECIFIC[40:45], PARAGRAPH, *SPECIFIC[45:50]]))
    (found,) = noted(report, "origin-earliest")
    assert (found["source"], found["count"], found["date"]) == ("b", 3, "2019-03")


def test_of_undated_sources_the_fullest_or_the_one_without_blanks_is_the_likely_origin(tmp_path: Path) -> None:
    half, blank = PARAGRAPH[: len(PARAGRAPH) // 2], PARAGRAPH.replace("四千三百米", "XX米").replace("六名", "X名")
    for others, reason in (
        ((PARAGRAPH, half), "fullest"),
        ((PARAGRAPH, blank), "filled"),
        ((PARAGRAPH, PARAGRAPH), ""),
    ):
        folder = tmp_path / (reason or "equal")
        with Corpus.open(folder, create=True) as corpus:
            for number, words in enumerate(others):
                own = SPECIFIC[10 * number : 10 * number + 10]
                corpus.add(Document(f"{number}", f"{number}.txt", "。\n".join([*own[:5], words, *own[5:]])))
            report = corpus.check("。\n".join([*SPECIFIC[40:45], PARAGRAPH, *SPECIFIC[45:50]]))
        found = [note for note in report.notes if note.code.startswith("origin-")]
        assert [(note.code, note.facts["source"]) for note in found] == ([(f"origin-{reason}", "0")] if reason else [])


# Words


_JUDGES = re.compile("抄袭者|作弊|造假|违规|剽窃|不合格|涉嫌|plagiari|cheat|guilty|fraud|violat", re.IGNORECASE)


@pytest.mark.parametrize("table", [ZH, EN], ids=["zh", "en"])
def test_no_sentence_judges(table: dict[str, str]) -> None:
    said = {key: words for key, words in table.items() if _JUDGES.search(words)}
    assert not said
    # the word may be there only to say that it is not for the program to use
    assert [key for key, words in table.items() if "抄袭" in words] in ([], ["closing"])


# The corpus's own phrases


SLOGAN = "打造高原湖畔云上茶乡、建设候鸟归巢的七彩玉带小镇"


@pytest.fixture
def talkative(tmp_path: Path) -> Iterator[Corpus]:
    """Thirty documents that share a slogan, twenty of which share a paragraph as well."""
    with Corpus.open(tmp_path, create=True) as corpus:
        chooser = random.Random(9)
        for number, sentences in enumerate(reports(30, 10, SPECIFIC[:100])):
            at = chooser.randrange(1, 11)
            before, after = "。\n".join(sentences[:at]), "。\n".join(sentences[at:])
            copied = PARAGRAPH if number < 20 else ""
            corpus.add(Document(f"t{number}", f"town {number}", f"{before}，{SLOGAN}，{after}。\n{copied}"))
        yield corpus


def test_the_phrases_of_a_corpus_are_listed_with_their_frequencies_and_copied_paragraphs_are_not(
    talkative: Corpus,
) -> None:
    first, *others = talkative.phrases()
    assert first.words.strip("，、") in SLOGAN
    assert len(first.words) >= 0.9 * len(SLOGAN)
    assert first.texts == 30
    assert 25 <= first.contexts <= 30
    assert not first.known
    # sentences that seven of the thirty drew stand in seven surroundings; the paragraph of twenty in one
    assert all(5 <= phrase.contexts <= 12 for phrase in others)
    assert not any(phrase.words in PARAGRAPH for phrase in others)
    assert len(talkative.phrases(3)) == 3


def test_what_the_user_says_of_phrases_counts_in_the_next_check(talkative: Corpus) -> None:
    asked = "。\n".join([*SPECIFIC[100:110], PARAGRAPH]) + f"，{SLOGAN}，" + "。\n".join(SPECIFIC[110:120])

    def counted() -> int:
        return talkative.check(asked).share(without={Flag.BOILERPLATE}).part

    paragraph, slogan = (sum(not c.isspace() for c in words) for words in (PARAGRAPH, SLOGAN))
    assert abs(counted() - paragraph) <= 2
    talkative.tell_phrases(strike=[SLOGAN])
    assert abs(counted() - paragraph - slogan) <= 3
    said = talkative.tell_phrases(add=[PARAGRAPH, SLOGAN])
    assert said.added == (PARAGRAPH, SLOGAN)
    assert said.struck == ()
    assert counted() == 0
    # a file that anybody may edit
    file = talkative.folder / ".simcheck" / "phrases.txt"
    file.write_text(f"# 套话\n\n-{SLOGAN}\n", encoding="utf-8")
    assert abs(counted() - paragraph - slogan) <= 3
    # as an editor on Windows writes it
    file.write_bytes(f"\ufeff－{SLOGAN}\r\n  # 备注\r\n-\r\n一\r\n".encode())
    assert talkative.phrase_list == PhraseList((), (SLOGAN,))
    file.write_bytes(f"{SLOGAN}，大家都这样说，哪里都这样写\n# 我的备注\n".encode("gb18030"))
    assert len(talkative.phrase_list.added) == 1
    talkative.tell_phrases(add=[SLOGAN, f"“{SLOGAN}”"], strike=[f"{SLOGAN}！"])
    assert talkative.phrase_list.struck == (f"{SLOGAN}！",)
    assert SLOGAN not in talkative.phrase_list.added
    assert "# 我的备注" in file.read_text(encoding="utf-8")
    file.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    with pytest.raises(SimcheckError):
        counted()


def test_a_short_phrase_that_the_user_adds_is_set_apart_inside_a_copied_passage(talkative: Corpus) -> None:
    words = "高位水池"
    asked = "。\n".join([*SPECIFIC[100:110], PARAGRAPH, *SPECIFIC[110:115]])
    before = talkative.check(asked).share(without={Flag.BOILERPLATE})
    talkative.tell_phrases(add=[words])
    report = talkative.check(asked)
    after = report.share(without={Flag.BOILERPLATE})
    assert (before.part - after.part, before.whole - after.whole) == (len(words), len(words))
    assert words in {mark.span.of(asked) for mark in report.marks}


# One set of numbers


def test_every_view_tells_the_same_of_what_findings_mean() -> None:
    slogan = "坚持以习近平新时代中国特色社会主义思想为指导，全面贯彻党的二十大精神"
    quoted = "守着青山不砍树，守着清水不撒网，把山和水一起交给后来的人"
    case = labelled(lines("refilled")[0])
    heads = ["一、水渠清淤", "二、晒场扩建", "三、茶厂搬迁", "四、渡口改造"]

    def page(passage: str, own: list[str]) -> str:
        parts = [f"老支书王德发同志常说：“{quoted}”。", passage, f"{PARAGRAPH}{slogan}。", "。".join(own) + "。"]
        body = "\n".join(f"{head}\n{part}" for head, part in zip(heads, parts, strict=True))
        return f"青岩镇2024年工作总结\n\n{body}\n青岩镇人民政府\n"

    report = simcheck.compare(page(case.left, SPECIFIC[:10]), page(case.right, SPECIFIC[20:30]))
    data = json.loads(report.to_json())
    screen = plain(report, Screen("zh", 100, View.INLINE, every=True))
    saved = markdown(report, "zh")
    for name, label, flags in (
        ("without_quoted", "去除引用", {Flag.QUOTED}),
        ("without_own", "去除本人", {Flag.OWN}),
        ("without_boilerplate", "去除套话", {Flag.BOILERPLATE}),
    ):
        share = report.share(without=flags)
        assert (share.part, share.whole) == (data["totals"][name]["part"], data["totals"][name]["whole"])
        said = f"{label} {percent(share.ratio)}（{share.part:,} / {share.whole:,} 字）"
        assert said in screen
        assert said in saved
        assert share != report.share()
    rows = list(csv.DictReader(io.StringIO(table(report, "zh").removeprefix("\ufeff"))))
    for row, finding in zip(rows, data["findings"], strict=True):
        words = {"boilerplate": "套话", "quoted": "引用", "own": "本人旧稿", "template": "模板"}
        assert set(row["标记"].split("、")) == {words[flag] for flag in finding["flags"]}
        assert int(row["照搬的数字"]) == finding["figures"]
        assert len(row["换了什么"].split("；")) == max(1, len(finding["substitutions"]))
    flat_screen, flat_saved = (re.sub(r"[\s│\\]", "", words) for words in (screen, saved))
    right = next(iter(report.sources.values())).text
    for finding in report.findings:
        for s in finding.substitutions:
            pair = re.sub(r"\s", "", f"{s.left.of(report.document.text)}←{s.right.of(right)}")
            assert pair in flat_screen
            assert pair in flat_saved
    for phrase in (quoted[:20], slogan[:20], "单位相同（青岩镇）"):
        assert phrase in flat_screen
        assert phrase in flat_saved


# What a review found


def test_nothing_is_left_to_show_and_nothing_breaks(tmp_path: Path) -> None:
    mine = TOWN.format(town="青岩镇", village="三岔村", rest="。\n".join(SPECIFIC[:4]))
    last = TOWN.format(town="青岩镇", village="三岔村", rest="。\n".join(SPECIFIC[20:24]))
    for report, without in (
        (simcheck.compare(mine, last), frozenset({Flag.OWN})),
        (simcheck.compare(mine, last, templates=[last]), frozenset[Flag]()),
    ):
        for view in View:
            assert "0.0%" in plain(report, Screen("zh", 80, view, without=without, every=True))
        assert "0.0%" in markdown(report, "zh", without=without)


def test_both_directions_leave_out_the_same() -> None:
    form = "一、基本情况\n请填写本单位所辖的村组数、户数、人数，以及当年末的常住人口，数字须与统计公报一致。\n"
    slogan = "坚持以习近平新时代中国特色社会主义思想为指导，全面贯彻党的二十大精神"
    both = (
        f"{form}{PARAGRAPH}老支书王德发同志常说：“守着青山不砍树，守着清水不撒网，把山和水交给后来的人”。{slogan}。\n"
    )
    one, other = both + "。".join(SPECIFIC[:5]), both + "。".join(SPECIFIC[20:27])
    there, back = (simcheck.compare(*pair, templates=[form]) for pair in ((one, other), (other, one)))
    (source,), (mine,) = there.sources, back.sources
    for flags in (set(), {Flag.BOILERPLATE}, {Flag.QUOTED}, {Flag.QUOTED, Flag.BOILERPLATE}):
        assert there.taken_from(source, without=flags).part == back.share_of(mine, without=flags).part, flags
    same = simcheck.compare(form, form, templates=[form])
    assert (same.share().part, same.taken_from(next(iter(same.sources))).part) == (0, 0)


@pytest.mark.parametrize(
    "text",
    [
        "深入贯彻落实习近平总书记重要指示要求，我镇在磨盘沟新建蓄水池十二口，铺设管网三十公里。",
        "按照习近平总书记要求，镇村干部住进移民安置点，陪同搬迁户办理户口四百一十六件。",
        "按照《乡镇工作实施办法》的要求：我镇抽调干部三十名，成立十个专班，逐村逐户开展摸排整改。",
        "学校校长王敏说：“我校三年来中考及格率从百分之五十上升到八十。”",
        "本人在述职中向主任汇报，提出“先修水、后修路、再修房，三年三步走”。",
        "推行“支部建在网格上、党员站在第一线”。《人民日报》对此作了专题报道。",
        "他说“这句话没有说完。\n\n第二段是另外的事，和它没有关系。\n\n直到第三段”才完。",
    ],
)
def test_ones_own_work_is_no_quotation(text: str) -> None:
    assert quotations(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "涉密资料严禁外传，签订保密承诺书320份。",
        "会议强调，要因地制宜，切勿照搬外地模式，全县建成12个示范点。",
        "我镇微信群20000人，开设微信学习群10000余个。",
        "向群众提供更多材料清单。",
    ],
)
def test_ordinary_sentences_are_no_notices_of_sites(text: str) -> None:
    assert notices(text) == []


def test_crosses_beside_figures_are_no_blanks() -> None:
    text = "建成5×5米监测网格，规格为3×4×2米的水箱，装机2×330兆瓦，电话138××××5678，打×的改正，受害人李某×。"
    assert blanks(text) == []
    assert [span.of("XX镇投入××万元，____户") for span in blanks("XX镇投入××万元，____户")] == ["XX", "××", "____"]


def test_what_is_said_of_everybody_or_stands_in_another_name_was_not_forgotten() -> None:
    base = "，在会上逐条研究了晒谷场扩建的四个难点，当场定下由三个组轮流出工、每户出两个工，散会后一起去看了场地。"
    for mine, theirs, kept in (
        ("全镇共排查", "全县共排查", "位列全县第三名，召开全县现场推进会"),
        ("学校开展义诊", "医院开展义诊", "与县人民医院建立绿色通道"),
        ("石门村的组长", "李家村的组长", "请李家村小学的老师帮忙"),
    ):
        report = simcheck.compare(mine + base + kept + base, theirs + base + kept + base)
        told = [note["theirs"] for note in noted(report, "left-behind")]
        assert told == (["李家村"] if "李家村" in kept else [])


def test_headings_take_linear_time() -> None:
    started = time.process_time()
    headings("一、" + " " * 200_000 + "x。y")
    headings("1. 完成建设\n" * 20_000)
    assert time.process_time() - started < 5


def test_a_source_that_is_later_than_the_document_is_not_its_origin(tmp_path: Path) -> None:
    with Corpus.open(tmp_path, create=True) as corpus:
        for id, date, own in (("a", "2023", SPECIFIC[:10]), ("b", "2022", SPECIFIC[10:20])):
            corpus.add(Document(id, f"{id}.txt", "。\n".join([*own[:5], PARAGRAPH, *own[5:]]), {"date": date}))
        asked = "。\n".join([*SPECIFIC[40:45], PARAGRAPH])
        assert not noted(corpus.check(Document("x", "x.txt", asked, {"date": "2021"})), "origin-earliest")
        assert noted(corpus.check(Document("x", "x.txt", asked, {"date": "2024"})), "origin-earliest")


def test_a_note_that_lacks_its_facts_is_shown_nevertheless() -> None:
    data = json.loads(simcheck.compare(PARAGRAPH, PARAGRAPH + SPECIFIC[0]).to_json())
    data["notes"] = [{"code": code, "facts": {}} for code in ("left-behind", "origin-earliest", "own-unit", "unfilled")]
    report = simcheck.Report.from_json(json.dumps(data))
    assert "left-behind" in plain(report, Screen("zh", 80, View.INLINE))
    assert "own-unit" in markdown(report, "en")
