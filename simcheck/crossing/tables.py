"""A crossing as tables (pandas, Arrow, Parquet) for those who count and draw: which columns, of which types?

``COLUMNS`` is the promise: names, order and types stay, new columns come last. Positions are code points of the texts,
half-open; shares are parts of wholes in characters that are compared, ratios run from 0 to 1. What is not known is
null. pandas and pyarrow are the user's; nothing of them is loaded before a table is asked for.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any, Final

from simcheck.crossing.contents import Contents, Holding, Pair, Passage, Standing
from simcheck.entities.written import evidence
from simcheck.errors import CannotWrite, MissingPackage, WouldOverwrite
from simcheck.files import refusal
from simcheck.model import Document, Finding
from simcheck.report.counting import Share
from simcheck.text.normalize import visible_length

TEXT: Final = "text"
COUNT: Final = "count"
RATIO: Final = "ratio"
TRUTH: Final = "truth"

COLUMNS: Final[dict[str, dict[str, str]]] = {
    "documents": {
        "document": TEXT,
        "name": TEXT,
        "unit": TEXT,
        "author": TEXT,
        "date": TEXT,
        "date_by": TEXT,
        "length": COUNT,
        "part": COUNT,
        "whole": COUNT,
        "ratio": RATIO,
        "upper_part": COUNT,
        "upper_ratio": RATIO,
        "templated": COUNT,
        "common": COUNT,
        "largest": TEXT,
        "group": COUNT,
        "sha256": TEXT,
    },
    "pairs": {
        "a": TEXT,
        "b": TEXT,
        "a_name": TEXT,
        "b_name": TEXT,
        "ratio": RATIO,
        "a_part": COUNT,
        "a_whole": COUNT,
        "a_ratio": RATIO,
        "b_part": COUNT,
        "b_whole": COUNT,
        "b_ratio": RATIO,
        "a_upper_part": COUNT,
        "a_upper_ratio": RATIO,
        "b_upper_part": COUNT,
        "b_upper_ratio": RATIO,
        "likeness": TEXT,
        "own": TEXT,
        "findings": COUNT,
        "telling": RATIO,
        "a_telling_part": COUNT,
        "a_telling_whole": COUNT,
        "a_telling_ratio": RATIO,
        "b_telling_part": COUNT,
        "b_telling_whole": COUNT,
        "b_telling_ratio": RATIO,
    },
    "passages": {
        "passage": TEXT,
        "characters": COUNT,
        "holders": COUNT,
        "origin": TEXT,
        "is_common": TRUTH,
        "document": TEXT,
        "name": TEXT,
        "start": COUNT,
        "end": COUNT,
        "held": COUNT,
        "date": TEXT,
        "text": TEXT,
    },
    "groups": {
        "group": COUNT,
        "documents": COUNT,
        "passages": COUNT,
        "origin": TEXT,
        "document": TEXT,
        "name": TEXT,
    },
    "findings": {
        "a": TEXT,
        "b": TEXT,
        "n": COUNT,
        "kind": TEXT,
        "grade": TEXT,
        "flags": TEXT,
        "a_start": COUNT,
        "a_end": COUNT,
        "b_start": COUNT,
        "b_end": COUNT,
        "substitutions": COUNT,
        "bits": RATIO,
    },
    "notes": {
        "note": TEXT,
        "n": COUNT,
    },
}
"""By table its columns and what is in them. A row is: of ``documents`` a document; of ``pairs`` two of them; of
``passages`` a document that holds a passage (``held`` of its characters), the passage's own columns repeated; of
``groups`` a document of a group (numbered from 1); of ``findings`` one of a pair's; of ``notes`` what is to be known of
them all, by its code (``cross-from-runs``), with the number it says."""

EXTRA: Final = "tables"
"""What ``pip install "simcheck-zh[…]"`` calls pandas and pyarrow."""

Row = tuple[Any, ...]


def rows(contents: Contents) -> dict[str, list[Row]]:
    """The rows of all tables, in the order of the crossing, with values in the order of ``COLUMNS``."""
    group = {id: n for n, one in enumerate(contents.groups, 1) for id in one.documents}
    return {
        "documents": [
            of_document(each, contents.standings.get(id), group.get(id)) for id, each in contents.documents.items()
        ],
        "pairs": [
            of_pair(pair, contents.documents[pair.a].name, contents.documents[pair.b].name) for pair in contents.pairs
        ],
        "passages": list(_passages(contents)),
        "groups": [
            (n, len(one.documents), len(one.passages), one.origin, id, contents.documents[id].name)
            for n, one in enumerate(contents.groups, 1)
            for id in one.documents
        ],
        "findings": list(chain.from_iterable(map(of_findings, contents.pairs))),
        "notes": [(note.code, note.facts.get("n")) for note in contents.notes],
    }


def to_pandas(contents: Contents) -> dict[str, Any]:
    """By table a data frame; counts that may be unknown are nullable integers (Int64), like all others."""
    pandas = _package("pandas")
    kinds = {TEXT: "string", COUNT: "Int64", RATIO: "float64", TRUTH: "bool"}
    return {
        table: pandas.DataFrame(
            {name: pandas.array(values, dtype=kinds[kind]) for name, kind, values in columns(table, some)}
        )
        for table, some in rows(contents).items()
    }


def to_arrow(contents: Contents) -> dict[str, Any]:
    """By table one of Arrow."""
    arrow = _package("pyarrow")
    # one column of texts may be more than the two gigabytes of a short one
    kinds = {TEXT: arrow.large_string(), COUNT: arrow.int64(), RATIO: arrow.float64(), TRUTH: arrow.bool_()}
    made = {}
    for table, some in rows(contents).items():
        every = list(columns(table, some))
        schema = arrow.schema([(name, kinds[kind]) for name, kind, _ in every], metadata={_OURS: table})
        arrays = [arrow.array(values, type=kinds[kind]) for _, kind, values in every]
        made[table] = arrow.Table.from_arrays(arrays, schema=schema)
    return made


_OURS: Final = b"simcheck"
"""The key by which a file of Parquet says that it is a table of ours."""


def to_parquet(contents: Contents, folder: str | os.PathLike[str]) -> list[str]:
    """The paths of the files that were written; each stands in ``folder`` whole or not at all."""
    made = to_arrow(contents)
    parquet = _package("pyarrow.parquet")
    into = Path(folder)
    paths = {table: into / f"{table}.parquet" for table in made}
    try:
        into.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(str(into), refusal.writing(error)) from error
    for path in paths.values():
        if os.path.lexists(path) and not _is_ours(path, parquet):
            raise WouldOverwrite(str(path), "foreign")
    try:
        with tempfile.TemporaryDirectory(prefix=".simcheck-", dir=into) as beside:
            for table, path in paths.items():
                parquet.write_table(made[table], os.path.join(beside, path.name))
            for path in paths.values():
                os.replace(os.path.join(beside, path.name), path)
    except OSError as error:
        raise CannotWrite(str(into), refusal.writing(error)) from error
    return [str(path) for path in paths.values()]


def _is_ours(path: Path, parquet: Any) -> bool:
    """Whether a table of a crossing stands there."""
    if path.is_symlink() or not path.is_file():
        return False
    with contextlib.suppress(OSError, ValueError):
        return _OURS in (parquet.read_schema(path).metadata or {})
    return False


def _package(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise MissingPackage(name.partition(".")[0], EXTRA) from error


def columns(table: str, some: Sequence[Row]) -> Iterator[tuple[str, str, list[Any]]]:
    """Each column with its kind and its values."""
    for at, (name, kind) in enumerate(COLUMNS[table].items()):
        values = [row[at] for row in some]
        yield name, kind, [_sound(value) for value in values] if kind == TEXT else values


def _sound(value: str | None) -> str | None:
    """A value that any program can store: of a file's name that is no text, what is none is marked as such."""
    if value and not value.isascii():
        with contextlib.suppress(UnicodeEncodeError):
            value.encode()
            return value
        return value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return value or None


# --- Rows -------------------------------------------------------------------------------------------------------------


def of_document(document: Document, standing: Standing | None, group: int | None) -> Row:
    """The row of a document."""
    known = document.metadata
    counted: Iterable[Any] = (None,) * 8
    if standing is not None:
        share, upper = standing.share, standing.upper
        counted = (*_share(share), *_part(upper), standing.templated, standing.common, standing.largest)
    return (
        document.id,
        document.name,
        *(known.get(name) for name in ("unit", "author", "date")),
        evidence(known),
        visible_length(document.text),
        *counted,
        group,
        document.file.sha256 if document.file else None,
    )


def of_pair(pair: Pair, a_name: str, b_name: str) -> Row:
    """The row of a pair."""
    return (
        pair.a,
        pair.b,
        a_name,
        b_name,
        pair.ratio,
        *_share(pair.a_share),
        *_share(pair.b_share),
        *_part(pair.a_upper),
        *_part(pair.b_upper),
        pair.likeness,
        pair.own,
        len(pair.findings),
        pair.telling,
        *_share(pair.a_telling),
        *_share(pair.b_telling),
    )


def _passages(contents: Contents) -> Iterator[Row]:
    for passage in contents.passages:
        of_all = of_passage(passage, len(passage.holders))
        for holding in passage.holders:
            yield (*of_all, *of_holding(holding, contents.documents[holding.document]))


def of_passage(passage: Passage, holders: int) -> Row:
    """What every row of a passage says that so many hold."""
    return passage.id, passage.characters, holders, passage.origin, passage.is_common


def of_holding(holding: Holding, document: Document) -> Row:
    """What the row of one that holds it says besides."""
    words = "\n".join(place.of(document.text) for place in holding.places)
    return (
        document.id,
        document.name,
        holding.span.start,
        holding.span.end,
        holding.characters,
        holding.date,
        words,
    )


def of_findings(pair: Pair) -> Iterator[Row]:
    """The rows of what was found in a pair."""
    return (_finding(pair, number, finding) for number, finding in enumerate(pair.findings, 1))


def _finding(pair: Pair, number: int, finding: Finding) -> Row:
    left, right = finding.match.left, finding.match.right
    return (
        pair.a,
        pair.b,
        number,
        finding.kind,
        finding.grade,
        " ".join(sorted(finding.flags)),
        left.start,
        left.end,
        right.start,
        right.end,
        len(finding.substitutions),
        finding.evidence.bits,
    )


def _share(share: Share) -> tuple[int, int, float]:
    return share.part, share.whole, share.ratio


def _part(share: Share) -> tuple[int, float]:
    return share.part, share.ratio
