"""The corpus is asked and changed for the site and the REST interface, in the child: records, phrases, public texts."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from simcheck.errors import InvalidSettings, NoCorpus
from simcheck.files.home import FOLDER
from simcheck.serve.wire import Ask
from simcheck.store.catalogue import Catalogue
from simcheck.store.rows import Row

if TYPE_CHECKING:
    from simcheck.corpus.collection import Corpus

Open = Callable[[str], "Corpus"]


def told(ask: Ask, opened: Open) -> Any:
    """The answer to a question; raises what the corpus raises."""
    if ask.do == "glance":
        return _glance(ask)
    return _VERBS[ask.do](opened(ask.corpus), ask.args)


def _glance(ask: Ask) -> Any:
    """How much there is, None if there is no corpus yet; before anything that is heavy is loaded."""
    try:
        with contextlib.closing(Catalogue(Path(ask.corpus) / FOLDER)) as catalogue:
            return {"documents": catalogue.counts()[0], "updated": catalogue.facts()["updated"]}
    except NoCorpus:
        return None


def _catalogue(corpus: Corpus) -> contextlib.closing[Catalogue]:
    return contextlib.closing(Catalogue(corpus.folder / FOLDER))


def _list(corpus: Corpus, args: Mapping[str, Any]) -> Any:
    """Some records: those in whose name or metadata all words of ``q`` stand, ordered by ``sort``."""
    from simcheck.render.terminal.corpus import ordered

    words = str(args.get("q", "")).casefold().split()
    offset, limit = int(args["offset"]), int(args["limit"])
    with _catalogue(corpus) as catalogue:
        rows = [row for row in catalogue.records() if _has(row, words)]
        some = ordered(rows, str(args.get("sort") or "name"))[offset : offset + limit]
        files = catalogue.originals(some)
        items = [_record(row, files.get(row.id)) for row in some]
    return {"items": items, "total": len(rows), "offset": offset}


def _has(row: Row, words: list[str]) -> bool:
    if not words:
        return True
    there = "\n".join((row.id, row.name, *row.metadata.values())).casefold()
    return all(word in there for word in words)


def _record(row: Row, file: Any = None) -> dict[str, Any]:
    """A record as JSON has it, but for the place from which it came."""
    from simcheck.render.terminal.corpus import record_data

    data = record_data(row, file)
    data.pop("place", None)
    return data | {"guessed": list(row.guessed)}


def _correct(corpus: Corpus, args: Mapping[str, Any]) -> Any:
    return _record(corpus.correct(str(args["id"]), {str(name): str(value) for name, value in args["said"].items()}))


def _remove(corpus: Corpus, args: Mapping[str, Any]) -> Any:
    corpus.remove(str(args["id"]))
    return {"documents": len(corpus)}


def _phrases(corpus: Corpus, args: Mapping[str, Any]) -> Any:
    """Those that are counted, the most frequent first, and what was said."""
    found = corpus.phrases(int(args["limit"]))
    said = corpus.phrase_list
    counted = [{"words": p.words, "texts": p.texts, "contexts": p.contexts, "known": p.known} for p in found]
    return {"counted": counted, "added": list(said.added), "struck": list(said.struck)}


def _tell_phrases(corpus: Corpus, args: Mapping[str, Any]) -> Any:
    add, strike = ([" ".join(str(each).split()) for each in args[name]] for name in ("add", "strike"))
    for words in (*add, *strike):
        if sum(map(str.isalnum, words)) < SHORTEST or words.startswith(("-", "#")) or len(words) > LONGEST:
            raise InvalidSettings("phrase", words[:LONGEST], "phrase")
    said = corpus.tell_phrases(add=add, strike=strike)
    return {"added": list(said.added), "struck": list(said.struck)}


SHORTEST: Final = 4
"""Characters of a phrase, as many as are counted together."""

LONGEST: Final = 500


def _public(corpus: Corpus, args: Mapping[str, Any]) -> Any:
    texts = corpus.public.texts
    offset, limit = int(args["offset"]), int(args["limit"])
    items = [{"name": each.name, "characters": each.characters} for each in texts[offset : offset + limit]]
    return {"items": items, "total": len(texts), "offset": offset}


def _remove_public(corpus: Corpus, args: Mapping[str, Any]) -> Any:
    return {"removed": len(corpus.remove_public(str(args["name"])))}


_VERBS: Final[Mapping[str, Callable[[Corpus, Mapping[str, Any]], Any]]] = {
    "list": _list,
    "correct": _correct,
    "remove": _remove,
    "phrases": _phrases,
    "tell-phrases": _tell_phrases,
    "public": _public,
    "remove-public": _remove_public,
}
