"""Turns bytes into the text that was meant, or says why it cannot.

In this order: the encoding that the user named; a byte order mark; strict UTF-8; UTF-8 with a few damaged places; of
the Chinese encodings, UTF-16 without a mark and Windows-1252 the one whose text is most ``legible``; ASCII with a few
damaged places; and for other languages charset-normalizer. What is guessed must be legible in every part, and what was
replaced must be little: a text is refused rather than shown wrong.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from simcheck.errors import InvalidSettings, NotText, UnknownEncoding
from simcheck.formats import Format
from simcheck.model import Note, Span
from simcheck.readers.detect import controlled, head, is_binary
from simcheck.readers.extract import Extract, Input

_MARKS: Final = (
    # UTF-32 before UTF-16, whose mark is how the other begins
    (codecs.BOM_UTF8, "UTF-8", "utf-8"),
    (codecs.BOM_UTF32_LE, "UTF-32 LE", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "UTF-32 BE", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "UTF-16 LE", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "UTF-16 BE", "utf-16-be"),
)

_LATIN: Final = "Windows-1252"

_CANDIDATES: Final = (
    ("GB18030", "gb18030", 0),
    ("Big5", "cp950", 4),
    ("Big5", "big5hkscs", 5),
    ("UTF-16 LE", "utf-16-le", 8),
    ("UTF-16 BE", "utf-16-be", 8),
    (_LATIN, "cp1252", 8),
    ("UTF-8", "utf-8", 8),  # with damaged places, or it would have been taken before
)
"""Name, codec, handicap in bits: near equals go by this order."""

_TRIED: Final = ("UTF-8", "GB18030", "Big5", "UTF-16")

_WIDER: Final = {
    # what is called by the smaller set's name was mostly written with the larger one
    "gb2312": ("gb18030",),
    "gbk": ("gb18030",),
    "big5": ("cp950", "big5hkscs"),
    "cp950": ("cp950", "big5hkscs"),
    # without a mark, either order
    "utf-16": ("utf-16-le", "utf-16-be"),
    "utf-32": ("utf-32-le", "utf-32-be"),
}

_NOT_OF_FILES: Final = frozenset({"", "punycode", "unicode-escape", "raw-unicode-escape"})

_TRIED_CODECS: Final = frozenset(
    {"gb18030", "gbk", "gb2312", "big5", "cp950", "big5hkscs", "utf_16", "utf_16_le", "utf_16_be"}
)
_DOUBLE_BYTE: Final = frozenset({"gb18030", "cp950", "big5hkscs"})
_UNITS: Final = {
    **dict.fromkeys(_DOUBLE_BYTE, (2, 4)),
    **dict.fromkeys(("utf-16-le", "utf-16-be"), (2, 4)),
    **dict.fromkeys(("utf-32-le", "utf-32-be"), (4,)),
}
"""Bytes of a character in encodings in which a lost byte shifts what follows; those of the first also have single
bytes."""

_SAMPLE: Final = 1 << 16
"""Bytes by which candidates are compared: some 30,000 characters, where right and wrong are 100,000 bits apart."""

_PIECE: Final = 4096
"""Characters that must be legible by themselves, lest a file pasted together from two encodings pass for one of them;
also the bytes of a double-byte text that are mended at once."""

_FEW, _SHARE, _MOST = 6, 100, 200
"""Damaged places that are replaced and announced: six in any text (three damaged bytes may leave two each), one in a
hundred characters, 200 in the longest."""

_WRONG: Final = 10
"""One character in ten replaced: then the encoding that was named is not that of the file."""

_PROOF: Final = 20
"""Well-formed UTF-8 characters that are no chance: in text of a double-byte encoding one in seven is."""

_PATIENCE: Final = 8
"""Pieces that are mended in vain before a text is believed to be strange rather than damaged."""

_TELLING: Final = re.compile(rb"[\0\x80-\xff]")
_UTF_8_LEADS: Final = bytes(range(0xC2, 0xF5))
_LEADS: Final = tuple(bytes([lead]) for lead in _UTF_8_LEADS)
_KANA_HANGUL: Final = re.compile("[\u3041-\u30ff\uac00-\ud7a3]")
_PLACES: Final = re.compile("\ufffd+")


@dataclass(frozen=True, slots=True)
class _Reading:
    """Bytes as one encoding reads them.

    ``lost`` characters in so many ``places`` are U+FFFD because their bytes said nothing; the first is the one at
    ``character``, for byte ``offset``.
    """

    encoding: str
    text: str
    lost: int = 0
    places: int = 0
    character: int = 0
    offset: int = 0


def extract(given: Input) -> Extract:
    """The text of plain bytes without its byte order mark, and what a reader of it should know.

    Raises ``NotText`` and ``UnknownEncoding``, and ``InvalidSettings`` for an encoding that is none.
    """
    path, name, data, encoding, _ = given
    reading = _detected(path, data) if encoding is None else _as_told(data, codecs_named(encoding), encoding)
    if encoding is not None and reading.places > _FEW and reading.lost * _WRONG > len(reading.text):
        raise UnknownEncoding(path, (encoding,), reading.offset)
    if controlled(reading.text):
        raise NotText(path, Format.BINARY, head(data))
    text = reading.text.removeprefix("\ufeff")
    notes = []
    if encoding is None and reading.encoding != "UTF-8":
        notes.append(Note("encoding", None, {"encoding": reading.encoding, "document": name}))
    if reading.lost:
        at = reading.character - (len(reading.text) - len(text))
        facts: dict[str, str | int] = {"count": reading.places, "offset": reading.offset, "document": name}
        notes.append(Note("replaced", Span(at, at + 1), facts))
    if codecs_named(reading.encoding)[0] in _DOUBLE_BYTE:
        notes += _slips(text, name)
    return Extract(text, tuple(notes))


_AROUND: Final = 4


def _slips(text: str, name: str) -> list[Note]:
    """Whether a byte may have been lost in a text of two bytes a character that can be read without an error."""
    from simcheck.readers.plain.legible import slips

    places = slips(text)
    if not places:
        return []
    at = places[0]
    words = "".join(
        sign if sign.isprintable() else "\ufffd"
        for sign in text[max(0, at - _AROUND) : at + _AROUND].replace("\n", " ")
    )
    line = text.count("\n", 0, at) + 1
    facts: dict[str, str | int] = {"count": len(places), "line": line, "text": words, "document": name}
    return [Note("slipped", Span(at, at + 1), facts)]


def codecs_named(encoding: str) -> tuple[str, ...]:
    """Python's codecs for a name given by the user; raises ``InvalidSettings`` if there are none."""
    try:
        b"a".decode(encoding, "replace")  # refuses what is a codec but not of texts, e.g. base64
        canonical = codecs.lookup(encoding).name
    except (LookupError, ValueError):
        canonical = ""
    if canonical in _NOT_OF_FILES:
        raise InvalidSettings("encoding", encoding, "unknown-encoding")
    return _WIDER.get(canonical, (canonical,))


def _as_told(data: bytes, named: tuple[str, ...], encoding: str) -> _Reading:
    # Of two files of which one is not recognised, the other is often UTF-8, and well-formed UTF-8 is no chance.
    evident = _utf_8(data)
    if evident is not None and not evident.lost and sum(map(data.count, _LEADS)) >= _PROOF:
        return evident
    readings = [_read(data, encoding, codec) for codec in named]
    if len(readings) == 1:
        return readings[0]
    return min(readings, key=lambda reading: _bits(reading.text[:_SAMPLE]))


def _detected(path: str, data: bytes) -> _Reading:
    for reader in (_marked, _utf_8, _most_legible, _ascii, _foreign):
        reading = reader(data)
        if reading is not None:
            return reading
    if is_binary(data):
        raise NotText(path, Format.BINARY, head(data))
    raise UnknownEncoding(path, _TRIED, _read(data, "UTF-8", "utf-8").offset)


def _marked(data: bytes) -> _Reading | None:
    for mark, name, codec in _MARKS:
        if data.startswith(mark):
            reading = _read(data, name, codec)
            if name.startswith("UTF-16") and not _believable(reading):
                # Two bytes are little proof: another language, or the damaged beginning of something else?
                return _most_legible(data) or (reading if _tolerable(reading) else None)
            if _tolerable(reading):
                return reading
            # Some programs put their mark before whatever follows.
            other = _most_legible(data[len(mark) :])
            return other and replace(other, offset=other.offset + len(mark))
    return None


def _utf_8(data: bytes) -> _Reading | None:
    reading = _read(data, "UTF-8", "utf-8")
    if reading.lost:
        # The bytes of other encodings are hardly ever well-formed here, so that many good characters prove it, in any
        # language; a few may be chance and must be legible as well.
        leads = len(data) - len(data.translate(None, delete=_UTF_8_LEADS))
        proven = leads >= max(_PROOF, 4 * reading.lost)
        return reading if proven and _tolerable(reading) else None
    if "\0" not in reading.text and not controlled(reading.text):
        return reading
    # ASCII in UTF-16 is well-formed UTF-8 too, with a NUL beside every letter; so are some Chinese words, by chance.
    names = (("UTF-8", "utf-8"), ("UTF-16 LE", "utf-16-le"), ("UTF-16 BE", "utf-16-be"))
    name, codec = min(names, key=lambda one: _bits(data[:_SAMPLE].decode(one[1], "replace")))
    wide = _read(data, name, codec)
    return wide if _believable(wide) else reading


def _most_legible(data: bytes) -> _Reading | None:
    telling = _TELLING.search(data)
    start = telling.start() // 2 * 2 if telling else 0
    sample = data[start : start + _SAMPLE]

    order = sorted(_CANDIDATES, key=lambda one: one[2] + _bits(sample.decode(one[1], "replace")))
    first = _read(sample, *order[0][:2])
    if first.lost or not _believable(first):
        # Damage misleads a plain decoder: what can be mended is mended before it is compared.
        order = sorted(_CANDIDATES, key=lambda one: one[2] + _bits(_read(sample, *one[:2]).text))
    for name, codec, _ in order:
        reading = _read(sample, name, codec)
        if _believable(reading) and len(sample) < len(data):
            reading = _read(data, name, codec)
        if _believable(reading):
            return reading
    return None


def _ascii(data: bytes) -> _Reading | None:
    reading = _read(data, "UTF-8", "utf-8")
    return reading if _tolerable(reading) and reading.lost * 10 <= len(reading.text) else None


def _foreign(data: bytes) -> _Reading | None:
    from charset_normalizer import from_bytes as guesses

    guess = guesses(data[: data.rfind(b"\n", 0, _SAMPLE) + 1 or _SAMPLE]).best()
    if guess is None or guess.encoding in _TRIED_CODECS:
        return None
    reading = _read(data, guess.encoding, guess.encoding)
    # Any bytes are letters in some single-byte encoding, and characters in some other: only a language that is
    # recognized, or the letters of Japanese or Korean, speak for it.
    known = guess.percent_coherence >= 50 or 5 * len(_KANA_HANGUL.findall(reading.text)) >= len(reading.text)
    return reading if known and _tolerable(reading) else None


def _believable(reading: _Reading) -> bool:
    """Whether little was lost and every part of the text is legible."""
    from simcheck.readers.plain.legible import bits, is_legible, telling

    text = reading.text
    if not _tolerable(reading):
        return False
    if reading.encoding == _LATIN:
        costs = bits(text[:_SAMPLE])
        # its letters stand among ASCII ones; a text full of them is in another alphabet
        return len(telling(costs)) * 5 <= len(costs) and is_legible(costs, 12.0)
    told = len(telling(bits(text[:_SAMPLE])))
    if 2 * told < 3 * reading.lost or not (told or reading.encoding.startswith("UTF-16")):
        return False
    return all(is_legible(bits(text[at : at + _PIECE])) for at in range(0, len(text), _PIECE))


def _tolerable(reading: _Reading) -> bool:
    """Whether what was lost is little enough to be replaced and announced; one place may cost four characters."""
    allowed = min(max(_FEW, len(reading.text) // _SHARE), _MOST)
    return reading.lost <= 4 * allowed and reading.places <= allowed


def _bits(text: str) -> int:
    from simcheck.readers.plain.legible import bits

    return int(bits(text).sum())


def _read(data: bytes, encoding: str, codec: str) -> _Reading:
    """``data`` in one encoding, whatever comes of it."""
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        offset = error.start
    else:
        slipped = codec in _UNITS and _slipped(text)
        return _mended(data, encoding, codec) if slipped else _Reading(encoding, text)
    if codec in _UNITS:
        return _mended(data, encoding, codec)
    text = data.decode(codec, "replace")
    rest = data.decode(codec, "ignore")  # with the U+FFFD that were in the text before
    lost = text.count("\ufffd") - rest.count("\ufffd")
    places = lost
    if lost <= 4 * _MOST:
        places = max(1, len(_PLACES.findall(text)) - len(_PLACES.findall(rest)))
    return _Reading(encoding, text, lost, places, len(data[:offset].decode(codec, "replace")), offset)


# --- damaged texts of several bytes a character ----------------------------------------------------------------------


def _mended(data: bytes, encoding: str, codec: str) -> _Reading:
    """A text of several bytes a character in which bytes were lost or changed.

    One such byte shifts all pairs up to the next space or line break, in UTF-16 up to the end, and a plain decoder
    reads them as other characters, often without an error. Here every damaged piece is cut into characters in the
    most legible way.
    """
    from simcheck.readers.plain.legible import unlikely

    texts: list[str] = []
    lost: list[tuple[int, int]] = []
    characters = start = 0
    patience = _PATIENCE
    while start < len(data):
        piece = data[start : _cut(data, start) if codec in _DOUBLE_BYTE else start + _PIECE]
        closed = start + len(piece) == len(data) or (codec in _DOUBLE_BYTE and piece[-1] < 0x30)
        text, used = _straight(piece, codec, closed)
        if text is None or (patience and (unlikely(text) or (codec in _DOUBLE_BYTE and _LONE.search(text)))):
            if len(lost) > 4 * _MOST:
                # More than anybody will tolerate, so the rest need not be read well.
                texts.append(data[start:].decode(codec, "replace"))
                break
            mended, mended_used, bad = _cheapest(piece, codec, closed)
            if text is None or 2 * unlikely(mended) <= unlikely(text):
                text, used = mended, mended_used
                lost += [(characters + character, start + byte) for character, byte in bad]
            else:
                patience -= 1  # rare characters, not damage
        texts.append(text)
        characters += len(text)
        start += used
    character, offset = lost[0] if lost else (0, 0)
    at = [character for character, _ in lost]
    places = sum(before + 1 != here for before, here in pairwise([-2, *at]))
    return _Reading(encoding, "".join(texts), len(lost), places, character, offset)


def _slipped(text: str) -> bool:
    """Whether some of it is so unlikely that the pairs may have been cut in the wrong places without an error."""
    from simcheck.readers.plain.legible import unlikely

    return any(unlikely(text[at : at + _PIECE]) for at in range(0, len(text), _PIECE)) or _LONE.search(text) is not None


_LONE: Final = re.compile(r"(?<=[\u3400-\u9fff])[@-~](?=[\u3000-\u9fff\uff00-\uffef])")
"""A letter by itself between ideographs: where pairs that were cut in the wrong places come to their end, because a
second byte may look like one."""

_LONE_PRICE: Final = 18
"""Bits that such a letter costs more than others; one in twenty thousand characters of reports is one."""


def _straight(piece: bytes, codec: str, closed: bool) -> tuple[str | None, int]:
    """The characters of ``piece`` and how many bytes they use; None where there is an error."""
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        text = decoder.decode(piece, closed)
    except UnicodeDecodeError:
        return None, 0
    return text, len(piece) - len(decoder.getstate()[0])


def _cut(data: bytes, start: int) -> int:
    """Where the next piece ends: behind a byte that is never part of a pair, if there is one."""
    end = start + _PIECE
    if end >= len(data):
        return len(data)
    return max(data.rfind(byte, start, end) for byte in (b"\n", b" ", b",", b".")) + 1 or end


def _cheapest(piece: bytes, codec: str, closed: bool) -> tuple[str, int, list[tuple[int, int]]]:
    """The characters of ``piece`` that cost the fewest bits together, each lost byte being U+FFFD; how many bytes they
    use, all if it is ``closed``; and where (character, byte) the lost ones are.

    A shortest path: from every byte go one byte on (ASCII, or lost), two or four.
    """
    from simcheck.readers.plain.legible import LOST, price_list

    prices = price_list()
    size = len(piece)
    bits = [0] + [1 << 60] * size
    steps = [(0, "")] * (size + 1)
    units, has_singles = _UNITS[codec], codec in _DOUBLE_BYTE
    for at, byte in enumerate(piece):
        if bits[at] >= 1 << 60:
            continue
        several = byte >= 0x80 or not has_singles
        options = [(at + 1, "\ufffd", LOST)] if several else []
        for end in [at + unit for unit in units] if several else (at + 1,):
            try:
                text = piece[at:end].decode(codec)
            except UnicodeDecodeError:
                if not has_singles and end == at + units[0]:
                    # half of a surrogate pair: one character is lost, and nothing is shifted
                    options.append((end, "\ufffd", LOST))
                continue
            options.append((end, text, sum(prices[ord(character)] for character in text)))
        if not several and 0x40 <= byte < 0x7F and at + 1 < size and piece[at + 1] >= 0x80 and at - steps[at][0] > 1:
            options = [(end, text, price + _LONE_PRICE) for end, text, price in options]
        for end, text, price in options:
            if end <= size and bits[at] + price < bits[end]:
                bits[end] = bits[at] + price
                steps[end] = (at, text)
    # An open piece may stop in front of a character that goes on in the next; five bits are what its bytes would cost.
    used = size if closed else min(range(size - 3, size + 1), key=lambda end: bits[end] - 5 * end)
    parts: list[tuple[int, str]] = []
    end = used
    while end:
        at, text = steps[end]
        parts.append((at, text))
        end = at
    own = "\ufffd".encode(codec, "ignore") or b"\0not encoded"
    lost, characters = [], 0
    for at, text in reversed(parts):
        if text == "\ufffd" and not piece.startswith(own, at):
            lost.append((characters, at))
        characters += len(text)
    return "".join(text for _, text in reversed(parts)), used, lost
