"""What a check answers: the laws of asking a corpus, for texts that Hypothesis makes up and for small collections."""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import SAMPLES, naive

from simcheck import Corpus, Document, Flag, Report, SimcheckError, compare
from simcheck.errors import UnknownRecord
from simcheck.store import transaction
from simcheck.text.normalize import normalize

ROADS = "全镇上下齐心协力，扎实推进农村道路硬化工程，完成投资三百五十万元，新修村组道路二十六公里。"
SAFETY = "狠抓安全生产责任落实，开展隐患排查四十七次，整改问题一百二十三个，未发生较大以上事故。"
WATER = "实施饮水安全巩固提升工程，铺设管网十八公里，解决了三个行政村两千四百人的季节性缺水。"
FOREST = "封山育林一千二百亩，栽植核桃、油茶九万株，护林员每天上山巡查，全年没有发生一起火情。"

# Few characters, so that runs repeat; a word in a spaced script; characters that vanish.
lines = st.text("农村道路建设扎实推进安全生产。，\n\u200b", max_size=60)
words = st.lists(st.sampled_from(("town", "new", "roads", "schools", "this", "a")), max_size=14).map(" ".join)
texts = st.one_of(lines, words, st.tuples(lines, words).map("".join)).filter(
    lambda text: bool(normalize(text).codes.size)
)


def filled(folder: Path, documents: Sequence[Document]) -> Corpus:
    corpus = Corpus.open(folder, create=True)
    for document in documents:
        corpus.add(document)
    return corpus


def named(*contents: str) -> list[Document]:
    return [Document(f"{number:012x}", f"第{number}份.txt", text) for number, text in enumerate(contents, 1)]


def data(report: Report) -> str:
    return report.to_json()


@settings(max_examples=60, deadline=None)
@given(lines, st.lists(lines, min_size=1, max_size=4))
def test_every_run_of_the_guarantee_with_any_text_is_covered(text: str, others: list[str]) -> None:
    others = [other for other in others if naive.kept(other)]
    left = normalize(text)
    with TemporaryDirectory() as folder, filled(Path(folder), named(*others)) as corpus:
        report = corpus.check(Document("checked", "本文", text))
    covered = report.covered()
    for other in others:
        for start, _, length in naive.runs(naive.kept(text), naive.kept(other), 13):
            assert covered[left.origin[start : start + length]].all()


@settings(max_examples=20, deadline=None)
@given(texts, st.lists(texts, min_size=2, max_size=4, unique=True))
def test_one_more_document_never_lowers_the_share(text: str, others: list[str]) -> None:
    parts = []
    with TemporaryDirectory() as folder, Corpus.open(folder, create=True) as corpus:
        for document in named(*others):
            corpus.add(document)
            parts.append(corpus.check(Document("checked", "本文", text)).share().part)
    assert parts == sorted(parts)


REPORTS = named(
    ROADS + SAFETY, SAFETY + WATER, WATER + FOREST, ROADS.replace("三百五十", "四百二十") + FOREST, ROADS + SAFETY
)


def test_the_order_of_additions_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One by one in any order, with and without merges in between, or all but one first removed and added again."""
    asked = Document("checked", "本文", FOREST + ROADS + WATER)
    answers = set()
    for number, order in enumerate(itertools.islice(itertools.permutations(REPORTS), 0, 120, 17)):
        monkeypatch.setattr(transaction, "FAN", 2 if number % 2 else 6)
        with filled(tmp_path / str(number), order) as corpus:
            answers.add(data(corpus.check(asked)))
            corpus.remove(order[0].id)
            corpus.add(order[0])
            answers.add(data(corpus.check(asked)))
            corpus.rebuild()
            answers.add(data(corpus.check(asked)))
        with Corpus.open(tmp_path / str(number)) as again:
            answers.add(data(again.check(asked)))
    assert len(answers) == 1


def test_what_was_removed_is_as_if_it_had_never_been_there(tmp_path: Path) -> None:
    asked = Document("checked", "本文", FOREST + ROADS + WATER)
    with filled(tmp_path / "a", REPORTS) as corpus, filled(tmp_path / "b", REPORTS[:3]) as never:
        corpus.remove(REPORTS[3].id, REPORTS[4].id)
        assert data(corpus.check(asked)) == data(never.check(asked))
        with pytest.raises(UnknownRecord):
            corpus.remove(REPORTS[0].id, REPORTS[3].id)
        assert len(corpus) == 3


def test_a_source_is_compared_as_compare_does_it(tmp_path: Path) -> None:
    text = (SAMPLES / "柳湾镇2024年工作总结.txt").read_text(encoding="utf-8")
    source = (SAMPLES / "青石镇2023年工作总结.txt").read_text(encoding="utf-8")
    document, other = Document("checked", "本文", text), Document("source", "来源", source)
    with filled(tmp_path, [other, *REPORTS]) as corpus:
        report = corpus.check(document)
    mine = [finding for finding in report.findings if finding.match.source == "source"]
    assert mine == list(compare(document, other).findings)
    assert next(iter(report.sources)) == "source"


def test_fifty_copies_are_the_same_text_once_and_the_rest_still_shows(tmp_path: Path) -> None:
    copies = [Document(f"{n:012x}", f"{n}村.txt", ROADS + SAFETY * 2 + WATER) for n in range(50)]
    with filled(tmp_path, [*copies, Document("f", "另一份.txt", FOREST + ROADS)]) as corpus:
        assert corpus.summary.texts == 2
        report = corpus.check(corpus[copies[7].id])
    first, *rest = report.sources
    assert [note.code for note in report.notes][:1] == ["own-record"]
    assert copies[7].id not in {first, *rest}
    assert len(report.copies[first]) == 48
    assert report.share_of(first).ratio == 1
    assert rest == ["f"]
    assert report.share_of("f").part > 30
    assert report.searched == 50
    value = json.loads(data(report))
    assert value["totals"]["without_same_text"]["part"] == report.share_of("f").part
    assert Report.from_json(data(report)) == report


def test_its_own_record_is_left_out_and_an_older_version_of_it_too(tmp_path: Path) -> None:
    path = tmp_path / "总结.txt"
    path.write_text(ROADS + SAFETY, encoding="utf-8")
    with Corpus.open(tmp_path, create=True) as corpus:
        corpus.add_all([path])
        report = corpus.check(corpus.read(path))
        assert ([note.code for note in report.notes], report.sources) == (["own-record"], {})
        path.write_text(ROADS + SAFETY + WATER, encoding="utf-8")
        report = corpus.check(corpus.read(path))
        assert ([note.code for note in report.notes], report.sources) == (["own-version"], {})
        shutil.copy(path, tmp_path / "副本.txt")
        report = corpus.check(corpus.read(tmp_path / "副本.txt"))
        assert [source.name for source in report.sources.values()] == ["总结.txt"]
        changed = corpus.add_all([tmp_path])
        assert (len(changed.changed), len(changed.added), len(changed.twins)) == (1, 1, 1)
        report = corpus.check(corpus.read(path))
        assert report.share().ratio == 1
        assert corpus.summary.texts == 1


def test_only_earlier_documents_and_not_the_excluded_ones_are_sources(tmp_path: Path) -> None:
    dated = [
        Document("a", "甲.txt", ROADS * 2, {"date": "2018-05"}),
        Document("b", "乙.txt", ROADS + SAFETY, {"date": "2020"}),
        Document("c", "丙.txt", ROADS + WATER),
        Document("d", "丁.txt", ROADS + WATER, {"date": "2017"}),
    ]
    asked = Document("checked", "本文", ROADS)
    with filled(tmp_path, dated) as corpus:

        def sources(**options: object) -> set[str]:
            report = corpus.check(asked, **options)  # type: ignore[arg-type]
            return {*report.sources, *(copy.id for some in report.copies.values() for copy in some)}

        assert sources() == {"a", "b", "c", "d"}
        assert sources(before="2020") == {"a", "d"}
        assert sources(before="2018-06") == {"a", "d"}
        assert sources(before="2018") == {"d"}
        assert sources(exclude={"a", "c"}) == {"b", "d"}
        notes = corpus.check(asked, before="2020").notes
        assert [(note.code, note.facts["count"]) for note in notes if note.code == "undated"] == [("undated", 1)]
        with pytest.raises(UnknownRecord):
            corpus.check(asked, exclude={"zzzz"})


def test_an_edited_passage_is_found_among_strangers(tmp_path: Path) -> None:
    source = (SAMPLES / "青石镇2023年工作总结.txt").read_text(encoding="utf-8")
    passage = "".join(source.split("\n")[10:13])
    # no eight characters in a row are left
    edited = "".join("某" if n % 8 == 3 and "\u4e00" <= c <= "\u9fff" else c for n, c in enumerate(passage))
    asked = Document("checked", "本文", FOREST + edited + WATER)
    strangers = [path for path in SAMPLES.glob("*.txt") if "青石" not in path.name]
    with Corpus.open(tmp_path, create=True) as corpus:
        corpus.add_all(strangers)
        corpus.add(Document("source", "来源", source))
        report = corpus.check(asked)
    assert report.share_of("source", without={Flag.BOILERPLATE}).ratio > 0.5


def test_many_may_ask_while_one_adds(tmp_path: Path) -> None:
    asked = Document("checked", "本文", ROADS + WATER)
    with filled(tmp_path, REPORTS) as corpus:
        before = data(corpus.check(asked))
        more = [Document(f"{n:012x}", f"{n}.txt", FOREST.replace("九万", f"{n}万")) for n in range(100, 112)]
        with ThreadPoolExecutor(6) as crew:
            answers = [crew.submit(corpus.check, asked) for _ in range(24)]
            for document in more:
                corpus.add(document)
            findings = {json.dumps(json.loads(data(answer.result()))["findings"]) for answer in answers}
        assert findings == {json.dumps(json.loads(before)["findings"])}
        assert len(corpus) == len(REPORTS) + len(more)


def test_asking_needs_none_of_the_libraries_that_adding_needs(tmp_path: Path) -> None:
    code = (
        "import sys, simcheck; from simcheck import Corpus, Document\n"
        "slow = {'jieba', 'sklearn', 'scipy', 'datasketch'}\n"
        f"with Corpus.open({str(tmp_path)!r}) as corpus: report = corpus.check({ROADS!r})\n"
        "print(len(report.findings), sorted(slow & set(sys.modules)))\n"
        f"with Corpus.open({str(tmp_path)!r}) as corpus: corpus.add(Document('x', 'x', {WATER!r}))\n"
        "print(sorted(slow & set(sys.modules)))\n"
    )
    filled(tmp_path, REPORTS[:1]).close()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["1 []", "['jieba', 'scipy', 'sklearn']"]
    assert done.stderr == ""


def test_an_empty_corpus_answers_too(tmp_path: Path) -> None:
    with Corpus.open(tmp_path, create=True) as corpus:
        report = corpus.check(ROADS)
    assert (report.findings, report.sources, report.searched) == ((), {}, 0)


def test_what_cannot_be_read_is_collected_and_the_rest_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "文稿"
    folder.mkdir()
    (folder / "好.txt").write_text(ROADS, encoding="utf-8")
    (folder / "空.txt").write_text(" \n")
    (folder / ".隐藏.txt").write_text(SAFETY, encoding="utf-8")
    (folder / "~$好.docx").write_text(SAFETY, encoding="utf-8")
    good = json.dumps({"id": "7", "title": "题", "text": WATER, "date": "2019年3月"}, ensure_ascii=False)
    (folder / "单.jsonl").write_text(f"{good}\n[]\n{good}\n", encoding="utf-8")
    with Corpus.open(tmp_path / "语料库", create=True) as corpus:
        done = corpus.add_all([folder])
        assert sorted(row.name for row in corpus.rows()) == ["单.jsonl#7", "好.txt"]
        assert sorted(error.code for _, error in done.unreadable) == ["empty", "invalid-settings", "invalid-settings"]
        assert all(isinstance(error, SimcheckError) for _, error in done.unreadable)
        assert next(row.metadata["date"] for row in corpus.rows() if "#" in row.name) == "2019-03"
        again = corpus.add_all([folder])
        assert (again.added, len(again.known)) == ([], 2)


@pytest.mark.parametrize(
    ("title", "first"),
    [
        ("石桥畈村2021—2023年三年行动总结", 2025),
        ("石桥畈村2020至2024年工作总结", 2026),
        ("近五年（2020年—2024年）工作总结", 2026),
        ("2020、2021、2022、2023年工作总结", 2025),
        ("2023—2024学年工作总结", 2026),
        ("2021年工作总结", 2023),
        ("2021年以来工作总结", None),
        ("关于2021年巡察反馈问题整改情况的报告", None),
    ],
)
def test_before_keeps_its_word(tmp_path: Path, title: str, first: int | None) -> None:
    """The first year before which a text of this title counts as written; what is left out is said."""
    (tmp_path / "来源.txt").write_text(f"{title}\n{ROADS}{SAFETY}\n", encoding="utf-8")
    with Corpus.open(tmp_path / "语料库", create=True) as corpus:
        corpus.add_all([tmp_path / "来源.txt"])
        reports = {year: corpus.check(Document("d", "本文", ROADS), before=f"{year}") for year in range(2020, 2029)}
    assert next((year for year, report in reports.items() if report.sources), None) == first
    left_out = [note.code for report in reports.values() for note in report.notes]
    assert set(left_out) == ({"year-only"} if first or "整改" in title else {"undated"})
