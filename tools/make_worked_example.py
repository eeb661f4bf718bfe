"""Write the figures of the worked example into ``how-it-works.md``.

Run from the repository's root: ``python tools/make_worked_example.py``

Each part of the page between ``<!-- example: NAME -->`` and ``<!-- end -->`` is made by a function here, from what the
code gives for the two texts below. ``tests/house/test_docs.py`` fails if the page says anything else.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from simcheck import Corpus, Document, Report, Settings, compare, comparison
from simcheck.align.passages import Passages, passages
from simcheck.align.prepare import Prepared, prepare
from simcheck.align.sentences import pairs, weigh
from simcheck.corpus import check
from simcheck.findings import kinds as classify
from simcheck.i18n.messages import text
from simcheck.i18n.printable import percent
from simcheck.index import features, second_look, sketching
from simcheck.index.candidates import CHANNELS, Candidates, candidates
from simcheck.index.channels import sketches, terms
from simcheck.index.query import PRIOR, Query, WordWeights, query_of
from simcheck.model import Edit, Span
from simcheck.settings import MIN_WORDS
from simcheck.text.background import Background
from simcheck.text.normalize import visible
from simcheck.text.segmentation import clauses, paragraphs, sentences

PAGE: Final = Path(__file__).parents[1] / "docs" / "how-it-works.md"

DOCUMENT: Final = (
    "２０２４年以来，全镇以习近平新时代中国特色社会主义思想为指导，大力整治农村人居环境。"
    "新购压缩式垃圾车２台，把清运频次由隔日一清改为一日两清，全年转运生活垃圾7300吨。"
    "老街口的旧粮仓改成了图书室。"
    "组织党员干部清理沟渠15公里，沿线住户主动出工帮忙。"
)
SOURCE: Final = (
    "2023年以来，全镇坚持以习近平新时代中国特色社会主义思想为指导，着力整治农村人居环境。"
    "新购压缩式垃圾车3台，把清运频次由隔日一清改为一日一清，全年转运生活垃圾6900吨。"
    "组织党员干部清理沟渠12公里，沿线群众主动出工帮忙。"
)
SLOGAN: Final = "习近平新时代中国特色社会主义思想"
ORDINARY: Final = "全年转运生活垃圾"

COLLECTION: Final = {
    "来源": SOURCE,
    "甲": (
        "围绕农村人居环境这件大事，镇里添了压缩垃圾车，清运频次从隔日清一次提高到每日两清，转运的生活垃圾超过七千吨；"
        "又发动党员干部下沟清淤，把沟渠清理了十五公里，住户也主动出来帮忙。"
    ),
    "乙": (
        "会议强调，要坚持以习近平新时代中国特色社会主义思想为指导，把老旧小区改造作为民生实事，"
        "年内完成外墙保温和管网更新，惠及居民三百余户。"
    ),
    "丙": "小学部举办了第六届读书节，评选出书香班级九个，图书角新增绘本四百册，家长志愿者每周三下午到校讲故事。",
}
"""The corpus of the second half of the page: the source, the same told in other words, a slogan in common, nothing."""


@cache
def _settings() -> Settings:
    return Settings()


@cache
def _texts() -> tuple[Prepared, Prepared]:
    background = Background.default()
    return prepare(DOCUMENT, background, _settings()), prepare(SOURCE, background, _settings())


@cache
def _passages() -> Passages:
    return passages(*_texts(), _settings())


@cache
def _report() -> Report:
    return compare(DOCUMENT, SOURCE, settings=_settings())


class _Search(NamedTuple):
    """What is known of the collection: the question, what each channel and all of them together say by name, the
    result."""

    asked: Query
    found: dict[frozenset[str], Candidates]
    names: dict[int, str]
    report: Report


@cache
def _search() -> _Search:
    given = Document("", "", DOCUMENT)
    with tempfile.TemporaryDirectory() as folder, Corpus.open(folder, create=True) as opened:
        for name, content in COLLECTION.items():
            opened.add(Document(name, name, content))
        names = {row.text: row.name for row in opened.rows()}
        with opened._store.reading() as snapshot:
            segments = snapshot.segments
        left = comparison.prepared(given, _settings())
        asked = query_of(
            left.normalized, WordWeights(*check.word_weights(left, _settings())), opened._store.sketching()
        )
        found = {
            channels: candidates(
                asked, segments, (), len(COLLECTION), opened._catalogue, likely=check.LIKELY, channels=channels
            )
            for channels in (CHANNELS, *(frozenset({name}) for name in features.FAMILIES))
        }
        return _Search(asked, found, names, opened.check(given))


def texts() -> str:
    return f"> **本文**　{DOCUMENT}\n>\n> **来源**　{SOURCE}"


def normalized() -> str:
    rows = []
    for name, given, prepared in (("本文", DOCUMENT, _texts()[0]), ("来源", SOURCE, _texts()[1])):
        beginning = prepared.normalized.string_of(0, 12)
        rows.append((name, _count(visible(given).sum()), _count(len(prepared.normalized)), f"{beginning}…"))
    return _table(("", "字数（含标点）", "归一之后", "开头"), rows)


def segments() -> str:
    rows = []
    for name, given in (("本文", DOCUMENT), ("来源", SOURCE)):
        cut = clauses(given, Span(0, len(given)))
        rows.append((name, *map(_count, (len(paragraphs(given)), len(sentences(given)), len(cut)))))
    return _table(("", "段", "句", "分句"), rows)


def words() -> str:
    prepared = _texts()[0]
    start, end = int(prepared.first[1]), int(prepared.first[2])
    written = prepared.words.written[start:end]
    signs = prepared.words.word[start:end]
    shown = (w if w == sign else f"{w}→`{sign}`" for w, sign in zip(written, signs, strict=True))
    return f"> {' / '.join(shown)}\n\n本文共 {len(prepared.words)} 个词，来源共 {len(_texts()[1].words)} 个词。"


def background() -> str:
    prepared = _texts()[0]
    rows = []
    for phrase in (SLOGAN, ORDINARY):
        at = prepared.normalized.string().index(phrase)
        told = prepared.surprisal_of(at, at + len(phrase))
        rows.append((phrase, _count(len(phrase)), f"{told:.1f}", f"{told / len(phrase):.2f}"))
    return _table(("词句", "字", "比特", "每字"), rows)


def runs() -> str:
    left = _texts()[0].normalized
    found = _passages().runs
    rows = [(_count(run.length), left.span(run.left, run.left + run.length).of(DOCUMENT)) for run in found]
    return _table(("连续相同的字", "在本文里"), rows)


def sentence_pairs() -> str:
    a, b = _texts()
    found = pairs(a, b, *weigh(a, b, _settings()), _passages().runs)
    seeds = zip(found.left.tolist(), found.right.tolist(), found.shared.tolist(), found.dice.tolist(), strict=True)
    chosen = [s for s in seeds if s[2] >= _settings().seed_bits and s[3] >= _settings().seed_dice]
    rows = [(f"第 {u + 1} 句", f"第 {v + 1} 句", f"{shared:.1f}", f"{dice:.2f}") for u, v, shared, dice in chosen]
    return _table(("本文", "来源", "共有的比特", "占两句的比例"), rows)


def passage() -> str:
    left, right = _texts()[0].normalized, _texts()[1].normalized
    rows = []
    for found in _passages().passages:
        one, other = left.span(*found.left), right.span(*found.right)
        rows.append((_place(one), _place(other), _count(len(found.pieces)), f"{found.bits:.1f}"))
    return _table(("本文（第几个字符）", "来源", "块", "净证据（比特）"), rows)


def edits() -> str:
    rows = [(_words(e, left=False), _words(e, left=True)) for f in _report().findings for e in f.match.edits]
    return _table(("来源的字", "本文的字"), rows)


def kinds() -> str:
    rows = []
    for number, finding in enumerate(_report().findings, 1):
        flags = "、".join(text("zh", f"flag.{flag}") for flag in sorted(finding.flags)) or "—"
        kind = text("zh", f"kind.{finding.kind}")
        rows.append(
            (f"第 {number} 处", kind, flags, f"{finding.evidence.bits:.1f}", percent(finding.evidence.frequency))
        )
    return _table(("", "类型", "标记", "净证据（比特）", "其中常见词句"), rows)


def counts() -> str:
    report = _report()
    mine, theirs = report.share(), report.taken_from(next(iter(report.sources)))
    rows = [
        (f"本文有 **{percent(mine.ratio)}** 的文字也在来源里", f"{mine.part} / {mine.whole} 有效字"),
        (f"来源有 **{percent(theirs.ratio)}** 的文字也在本文里", f"{theirs.part} / {theirs.whole} 有效字"),
    ]
    return _table(("", "字数"), rows)


def numbers() -> str:
    chosen = _settings()
    rows = [
        ("连续相同", f"{chosen.min_length} 字，用空格分词的文字 {MIN_WORDS} 词", "`min_length`"),
        ("种子：两句至少共有", f"{chosen.seed_bits:g} 比特", "`seed_bits`"),
        ("种子：共有的至少占", f"{chosen.seed_dice:.0%}", "`seed_dice`"),
        ("一段中间没有配上的句子，至多", f"{chosen.gap} 句", "`gap`"),
        ("切开以前，一处的净证据，至少", f"{chosen.candidate:g} 比特", "`candidate`"),
        ("……挨着一处的，至少", f"{chosen.candidate_near:g} 比特", "`candidate_near`"),
        ("不切的（用空格分词的文字），净证据至少", f"{chosen.evidence:g} 比特", "`evidence`"),
        ("……挨着一处的，至少", f"{chosen.near:g} 比特", "`near`"),
        ("从一处的两头接着长，至少", f"{chosen.growth:g} 比特", "`growth`"),
        ("两处合成一处，中间的字至多值", f"{chosen.join:g} 比特", "`join`"),
        ("换名换数：名称和数字占改动，至少", f"{classify.REFILLED:.0%}", "`REFILLED`"),
        ("换名换数：其余改动占全处的字，至多", f"{classify.STRAY:.0%}", "`STRAY`"),
        ("少量改动：名称和数字以外的改动占全处的字，至多", f"{classify.LIGHT:.0%}", "`LIGHT`"),
    ]
    return _table(("", "值", "代码里的名字"), rows)


def collection() -> str:
    return "\n>\n".join(f"> **{name}**　{content}" for name, content in COLLECTION.items() if name != "来源")


def keys() -> str:
    asked = _search().asked
    count = {name: len(postings.keys) for name, postings in asked.batch.families.items()}
    length = len(asked.text)
    return (
        f"本文归一之后 {length} 字，连着的 {features.GRAM} 字有 {length - features.GRAM + 1} 个，"
        f"选出 {count[features.FINGERPRINTS]} 个指纹；另有 {count[features.SKETCHES]} 个草图的键、"
        f"{count[features.TERMS]} 个词。"
    )


def estimates() -> str:
    searched = _search()
    columns = [frozenset({name}) for name in features.FAMILIES]
    ranked = {channels: {searched.names[c.text]: c for c in found.ranked} for channels, found in searched.found.items()}
    compared = {searched.names[c.text] for c in check.worth_comparing(searched.found[CHANNELS].ranked)}
    rows = []
    for name in COLLECTION:
        bits = [f"{ranked[channels][name].best:.1f}" if name in ranked[channels] else "—" for channels in columns]
        shown = [f for f in searched.report.findings if f.match.source == name]
        result = "、".join(text("zh", f"kind.{finding.kind}") for finding in shown)
        part = f"{searched.report.share_of(name).part} 字，{result}" if shown else "—"
        rows.append((name, *bits, "是" if name in compared else "否", part))
    return _table(("", "指纹", "草图", "词", "逐字比对", "结果"), rows)


def search_numbers() -> str:
    rows = [
        ("指纹：连着的字", f"{features.GRAM} 字，用空格分词的文字 {features.WORD_GRAM} 词", "`GRAM`，`WORD_GRAM`"),
        ("每多少个里选一个", f"{features.WINDOW} 个，词为 {features.WORD_WINDOW} 个", "`WINDOW`，`WORD_WINDOW`"),
        ("指纹旁边每个字记", f"{features.SIGN} 比特", "`SIGN`"),
        ("一小段，至少", f"{features.CHUNK} 字，到句末", "`CHUNK`"),
        ("草图：函数", f"{sketching.FUNCTIONS} 个", "`FUNCTIONS`"),
        ("草图：词有这么多相同，应当碰上", f"{sketching.ALIKE:.0%}", "`ALIKE`"),
        ("词：留到一小段分量的", f"{sketching.KEPT:.0%}", "`KEPT`"),
        ("估计时另外假定有", f"{PRIOR:,} 篇", "`PRIOR`"),
        ("一小段的词，至多看", f"{terms.LOOKED_AT} 处", "`LOOKED_AT`"),
        ("共有的词至少占一小段的", f"{terms.SHARED:.0%}", "`SHARED`"),
        ("认下一小段的代价，占它分量的", f"{terms.COST:.0%}", "`COST`"),
        ("复看：一句，至少", f"{features.PIECE} 字，到句末", "`PIECE`"),
        ("复看：一句的词，至多看", f"{second_look.LOOKED_AT_AGAIN:,} 处", "`LOOKED_AT_AGAIN`"),
        (
            "复看：一百句以内翻出",
            f"连着的几句 {second_look.STRETCHES} 处，单独一句 {second_look.SENTENCES} 处",
            "`STRETCHES`，`SENTENCES`",
        ),
        ("复看：连着几个字才算", f"{second_look.RUN} 字", "`RUN`"),
        ("碰上一个草图，算一小段分量的", f"{sketches.SKETCHED:.0%}", "`SKETCHED`"),
        ("多半有：估计至少", f"{check.LIKELY:g} 比特", "`LIKELY`"),
        ("可能有：估计至少", f"{check.POSSIBLE:g} 比特", "`POSSIBLE`"),
        ("多半有的不到几篇时，用可能有的补足", f"{check.FEW} 篇", "`FEW`"),
        ("逐字比对，至多", f"{check.SOURCES} 篇", "`SOURCES`"),
    ]
    return _table(("", "值", "代码里的名字"), rows)


PARTS: Final[dict[str, Callable[[], str]]] = {
    "texts": texts,
    "normalize": normalized,
    "segment": segments,
    "tokens": words,
    "background": background,
    "runs": runs,
    "pairs": sentence_pairs,
    "passages": passage,
    "edits": edits,
    "classify": kinds,
    "report": counts,
    "numbers": numbers,
    "collection": collection,
    "keys": keys,
    "estimates": estimates,
    "search-numbers": search_numbers,
}


def page(current: str) -> str:
    """``current`` with every part made again; raises if a part is missing, double or unknown."""
    names = re.findall(r"^<!-- example: (\S+) -->$", current, re.MULTILINE)
    if sorted(names) != sorted(PARTS):
        raise ValueError(f"the page has the parts {names}; {sorted(PARTS)} are wanted")
    for name, make in PARTS.items():
        opening = f"<!-- example: {name} -->"
        pattern = re.compile(rf"{re.escape(opening)}\n.*?<!-- end -->", re.DOTALL)
        made = f"{opening}\n\n{make()}\n\n<!-- end -->"
        current = pattern.sub(made.replace("\\", "\\\\"), current, count=1)
    return current


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _count(number: int) -> str:
    return f"{int(number):,}"


def _place(span: Span) -> str:
    return f"{span.start}–{span.end}"


def _words(edit: Edit, *, left: bool) -> str:
    return (edit.left.of(DOCUMENT) if left else edit.right.of(SOURCE)) or "（无）"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
