"""How other libraries find the documents of a collection that a text comes from: an index, and what it answers.

Each makes its index from a list of documents (``{"id": …, "text": …}``, a line each) in a folder of its own and answers
from there. It answers for every piece of a question with documents and scores; how the pieces of a question are put
together is chosen on a draw of its own. All get the letters that simcheck compares, and all but simcheck and SQLite the
same pieces.
"""

from __future__ import annotations

import json
import math
import pickle
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np

from benchmarks.running.peers_compare import letters, minhash

AMONG: Final = 20
"""Documents that are asked for by piece."""

LONGEST: Final = 300
"""Letters of a piece: a long paragraph; passages that are copied have about as many."""

SHORTEST: Final = 20
"""Letters below which a paragraph is put to the next one: headings, names."""


class Hit(NamedTuple):
    """A document (its id) that has something of a piece of the question."""

    piece: int
    id: str
    score: float


Answer: TypeAlias = Callable[[str], list[Hit]]


@dataclass(frozen=True, slots=True)
class Finder:
    """A way to find sources. ``places`` says what it tells of a place, ``holds`` whether its index holds the texts too;
    ``most`` is how many questions it is asked at most in each draw, because it reads everything for each."""

    name: str
    how: str
    places: str
    holds: bool
    index: Callable[[Path, Path], None]
    opened: Callable[[Path], AbstractContextManager[Answer]]
    needs: str = ""
    most: int | None = None


def documents(listing: Path) -> Iterator[tuple[str, str]]:
    """Ids and texts of a list."""
    with listing.open(encoding="utf-8") as lines:
        for line in lines:
            each = json.loads(line)
            yield each["id"], each["text"]


_SENTENCE: Final = re.compile(r"[。！？；\n]+")
_CLAUSE: Final = re.compile(r"[^\w\s]+|\n+")


def pieces(text: str) -> list[str]:
    """The letters of a text by paragraph; long ones in parts of whole sentences, short ones put to the next."""
    found = letters(text)
    ends = [(match.end(), "\n" in match.group()) for match in _SENTENCE.finditer(text)]
    ends.append((len(text), True))
    cuts = np.searchsorted(found.origin, [end for end, _ in ends]).tolist()
    result: list[str] = []
    start = last = 0
    for at, (_, is_line) in zip(cuts, ends, strict=True):
        if last > start and at - start > LONGEST:
            result.append(found.text[start:last])
            start = last
        last = at
        if is_line and at - start >= SHORTEST:
            result.append(found.text[start:at])
            start = at
    return [*result, found.text[start:]] if len(found.text) > start else result


def clauses(text: str) -> list[str]:
    """The letters of a text between punctuation."""
    found = letters(text)
    ends = [match.end() for match in _CLAUSE.finditer(text)]
    cuts = np.searchsorted(found.origin, [0, *ends, len(text)]).tolist()
    return [found.text[start:end] for start, end in pairwise(cuts) if end > start]


def _best(piece: int, found: Iterable[tuple[str, float]]) -> list[Hit]:
    """The best of a piece, each document once."""
    of: dict[str, float] = {}
    for id, score in found:
        of[id] = max(score, of.get(id, 0.0))
    ordered = sorted(of.items(), key=lambda each: (-each[1], each[0]))
    return [Hit(piece, id, score) for id, score in ordered[:AMONG]]


# scikit-learn


def _hashed(texts: Iterable[str]) -> Any:
    from sklearn.feature_extraction.text import HashingVectorizer

    return HashingVectorizer(
        analyzer="char", ngram_range=(3, 3), n_features=2**20, alternate_sign=False, norm=None, dtype=np.float32
    ).transform(texts)


def _index_tfidf(listing: Path, home: Path) -> None:
    from scipy.sparse import save_npz
    from sklearn.feature_extraction.text import TfidfTransformer

    texts, ids = _all_pieces(listing)
    weighing = TfidfTransformer()
    weights = weighing.fit_transform(_hashed(texts))
    # by gram, so that a question reads what its grams have and nothing else
    save_npz(home / "weights.npz", weights.T.tocsr(), compressed=False)
    (home / "rest.pickle").write_bytes(pickle.dumps((weighing, ids)))


@contextmanager
def _ask_tfidf(home: Path) -> Iterator[Answer]:
    from scipy.sparse import load_npz

    weights = load_npz(home / "weights.npz")
    weighing, ids = pickle.loads((home / "rest.pickle").read_bytes())

    def answer(text: str) -> list[Hit]:
        alike = (weighing.transform(_hashed(pieces(text))) @ weights).tocsr()
        hits = []
        for number in range(alike.shape[0]):
            row = alike[number]
            most = np.argsort(-row.data)[: 5 * AMONG]
            hits += _best(number, ((ids[row.indices[n]], float(row.data[n])) for n in most))
        return hits

    yield answer


def _all_pieces(listing: Path) -> tuple[list[str], list[str]]:
    """All pieces of a list, and the id of the document of each."""
    texts: list[str] = []
    ids: list[str] = []
    for id, text in documents(listing):
        for piece in pieces(text):
            texts.append(piece)
            ids.append(id)
    return texts, ids


# datasketch


def _index_minhash(listing: Path, home: Path) -> None:
    from datasketch import MinHashLSH

    texts, ids = _all_pieces(listing)
    index = MinHashLSH(threshold=0.4, num_perm=128)
    values = np.zeros((len(texts), 128), dtype=np.uint32)
    for number, text in enumerate(texts):
        signature = minhash(text)
        index.insert(number, signature, check_duplication=False)
        values[number] = signature.hashvalues
    with (home / "index.pickle").open("wb") as file:
        pickle.dump((index, values, ids), file, protocol=pickle.HIGHEST_PROTOCOL)


@contextmanager
def _ask_minhash(home: Path) -> Iterator[Answer]:
    with (home / "index.pickle").open("rb") as file:
        index, values, ids = pickle.load(file)

    def answer(text: str) -> list[Hit]:
        hits = []
        for number, piece in enumerate(pieces(text)):
            signature = minhash(piece)
            own = signature.hashvalues.astype(np.uint32)
            found = index.query(signature)
            hits += _best(number, ((ids[n], float((values[n] == own).mean())) for n in found))
        return hits

    yield answer


# SQLite


def _index_fts5(listing: Path, home: Path) -> None:
    with closing(sqlite3.connect(home / "index.sqlite")) as db, db:
        db.execute("PRAGMA synchronous = OFF")
        db.execute("CREATE VIRTUAL TABLE texts USING fts5(id UNINDEXED, letters, tokenize = 'trigram')")
        db.executemany("INSERT INTO texts VALUES (?, ?)", ((id, letters(text).text) for id, text in documents(listing)))


@contextmanager
def _ask_fts5(home: Path) -> Iterator[Answer]:
    with closing(sqlite3.connect(home / "index.sqlite")) as db:
        (whole,) = db.execute("SELECT count(*) FROM texts").fetchone()
        ids = dict(db.execute("SELECT rowid, id FROM texts"))
        shortest, common = 6, 200

        def answer(text: str) -> list[Hit]:
            hits = []
            for number, clause in enumerate(clauses(text)):
                if len(clause) < shortest:
                    continue
                asked = f'"{clause}"'
                rows = db.execute("SELECT rowid FROM texts WHERE texts MATCH ? LIMIT ?", (asked, common)).fetchall()
                rarity = math.log(whole / len(rows)) if rows else 0.0
                hits += [Hit(number, ids[row], len(clause) * rarity) for (row,) in rows if len(rows) < common]
            return hits

        yield answer


# tantivy


def _tantivy(home: Path) -> tuple[Any, Any]:
    import tantivy

    schema = tantivy.SchemaBuilder()
    schema.add_text_field("id", stored=True, tokenizer_name="raw")
    schema.add_text_field("letters", stored=False, tokenizer_name="bigrams", index_option="freq")
    built = schema.build()
    index = tantivy.Index(built, path=str(home))
    bigrams = tantivy.Tokenizer.ngram(min_gram=2, max_gram=2, prefix_only=False)
    index.register_tokenizer("bigrams", tantivy.TextAnalyzerBuilder(bigrams).build())
    return index, built


def _index_tantivy(listing: Path, home: Path) -> None:
    import tantivy

    index, _ = _tantivy(home)
    writer = index.writer(heap_size=200_000_000, num_threads=1)
    for id, text in documents(listing):
        for piece in pieces(text):
            writer.add_document(tantivy.Document(id=[id], letters=[piece]))
    writer.commit()
    writer.wait_merging_threads()


@contextmanager
def _ask_tantivy(home: Path) -> Iterator[Answer]:
    import tantivy

    index, schema = _tantivy(home)
    searcher = index.searcher()
    query, should = tantivy.Query, tantivy.Occur.Should

    def answer(text: str) -> list[Hit]:
        hits = []
        for number, piece in enumerate(pieces(text)):
            grams = sorted({piece[n : n + 2] for n in range(len(piece) - 1)})
            if not grams:
                continue
            asked = query.boolean_query([(should, query.term_query(schema, "letters", gram)) for gram in grams])
            found = searcher.search(asked, limit=2 * AMONG, count=False).hits
            hits += _best(number, ((searcher.doc(at)["id"][0], score) for score, at in found))
        return hits

    yield answer


# rapidfuzz


def _index_nothing(listing: Path, home: Path) -> None:
    """What reads everything for every question has the letters at hand, and nothing else."""
    (home / "pieces.pickle").write_bytes(pickle.dumps(_all_pieces(listing)))


@contextmanager
def _ask_rapidfuzz(home: Path) -> Iterator[Answer]:
    from rapidfuzz import fuzz, process

    texts, ids = pickle.loads((home / "pieces.pickle").read_bytes())

    def answer(text: str) -> list[Hit]:
        hits = []
        for number, piece in enumerate(pieces(text)):
            found = process.extract(piece, texts, scorer=fuzz.ratio, score_cutoff=40, limit=AMONG)
            hits += _best(number, ((ids[at], score) for _, score, at in found))
        return hits

    yield answer


# simcheck


def _index_simcheck(listing: Path, home: Path) -> None:
    from simcheck.corpus.collection import Corpus

    with Corpus.open(home, create=True) as corpus:
        unreadable = corpus.add_all([listing]).unreadable
    if unreadable:
        raise ValueError(f"simcheck did not take {len(unreadable)} of the documents")


@contextmanager
def _ask_simcheck(home: Path) -> Iterator[Answer]:
    from benchmarks.detection.left_out import reports_out
    from simcheck.corpus.collection import Corpus
    from simcheck.settings import Settings

    with Corpus.open(home) as corpus:
        reports = [corpus[row.id].text for row in corpus.rows() if is_source(row.name)]
        corpus.settings = Settings(background=reports_out(*reports))

        def answer(text: str) -> list[Hit]:
            report = corpus.check(text)
            order = []
            for id, source in report.sources.items():
                order += [source.name, *(copy.name for copy in report.copies.get(id, ()))]
            return [Hit(0, name.partition("#")[2], 1 / rank) for rank, name in enumerate(order, 1)]

        yield answer


SOURCE: Final = "source:"
"""What the id of a source begins with, in the list."""


def is_source(name: str) -> bool:
    """Whether a document of the corpus is one of the planted sources, by its name (list#id)."""
    return name.partition("#")[2].startswith(SOURCE)


FINDERS: Final = (
    Finder(
        "rapidfuzz",
        f"no index; process.extract by fuzz.ratio, every piece (up to {LONGEST} letters) with every piece of the texts",
        "piece",
        True,
        _index_nothing,
        _ask_rapidfuzz,
        "rapidfuzz",
        most=2,
    ),
    Finder(
        "scikit-learn TF-IDF",
        "HashingVectorizer (2^20: a vocabulary of trigrams would be millions of strings) on character 3-grams of"
        " pieces, single precision, TfidfTransformer, cosine",
        "piece",
        False,
        _index_tfidf,
        _ask_tfidf,
        "sklearn",
    ),
    Finder(
        "datasketch MinHashLSH",
        "128 functions on character 3-grams of pieces, threshold .4 (a piece that was altered), ranked by the estimate",
        "piece",
        False,
        _index_minhash,
        _ask_minhash,
        "datasketch",
    ),
    Finder(
        "SQLite FTS5 trigram",
        "a row a document; every clause of six letters or more as a phrase; rare ones count more, those of 200"
        " documents not",
        "equal clause",
        True,
        _index_fts5,
        _ask_fts5,
    ),
    Finder(
        "tantivy",
        "character bigrams of pieces (what Lucene does for Chinese), one thread; BM25 of all bigrams of a piece",
        "piece",
        False,
        _index_tantivy,
        _ask_tantivy,
        "tantivy",
    ),
    Finder("simcheck", "as it is by default", "character", True, _index_simcheck, _ask_simcheck),
)
