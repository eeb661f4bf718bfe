"""Old Word documents (.doc), section by section of [MS-DOC] and [MS-CFB]: also what LibreOffice never writes."""

from __future__ import annotations

from struct import pack

from simcheck.readers import decode

SECTOR = 512
START = 1024
"""Where the words begin in their stream: behind the header."""
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD

STYLES, FOOTNOTE_MARKS, FOOTNOTES, SECTIONS, PIECES, SHAPES, BOXES, KINDS, OVERRIDES = 1, 2, 3, 6, 33, 40, 56, 73, 74


def compound(**streams: bytes) -> bytes:
    """A compound file with these streams ("WordDocument" is one without a digit in front, "_1Table" one with)."""
    chains: list[int] = []
    sectors: list[bytes] = []

    def add(content: bytes) -> int:
        content += bytes(-len(content) % SECTOR)
        first = len(sectors)
        sectors.extend(content[at : at + SECTOR] for at in range(0, len(content), SECTOR))
        chains.extend([*range(first + 1, len(sectors)), END])
        return first

    entries = [entry("Root Entry", 5, 1, END, 0)]
    for number, (name, content) in enumerate(streams.items(), 1):
        content += bytes(max(4096 - len(content), 0))  # what is shorter stands elsewhere
        entries.append(
            entry(name.lstrip("_"), 2, number + 1 if number < len(streams) else FREE, add(content), len(content))
        )
    directory = add(b"".join(entries))
    tables = -(-(len(sectors) + 4) // 128)
    first = len(sectors)
    chains += [TABLE] * tables + [FREE] * (128 * tables - len(chains) - tables)
    packed = pack(f"<{len(chains)}I", *chains)
    places = [*range(first, first + tables)] + [FREE] * (109 - tables)
    header = pack("<8s16x5H6x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6)
    header += pack("<9I", 0, tables, directory, 0, 4096, END, 0, END, 0)
    return header + pack("<109I", *places) + b"".join(sectors) + packed


def entry(name: str, kind: int, following: int, first: int, size: int) -> bytes:
    letters = name.encode("utf-16-le")
    link, child = (FREE, following) if kind == 5 else (following, FREE)
    return pack("<64sHBB3I36xII4x", letters, len(letters) + 2, kind, 1, FREE, link, child, first, size)


def plc(places: list[int], *entries: bytes) -> bytes:
    return pack(f"<{len(places)}I", *places) + b"".join(entries)


def rule(code: int, value: int) -> bytes:
    """A modifier with its value."""
    return pack("<H", code) + value.to_bytes((1, 1, 2, 4)[code >> 13], "little")


def piece(start: int, compressed: bool = False, rule: int = 0) -> bytes:
    return pack("<HIH", 0, start * 2 | 0x40000000 if compressed else start, rule)


def sized(rules: bytes) -> bytes:
    """The formatting of a paragraph behind its size, which is written in one of two ways."""
    return (pack("<B", (len(rules) + 1) // 2) if len(rules) % 2 else pack("<BB", 0, len(rules) // 2)) + rules


def page(bounds: list[int], rules: list[bytes], wide: int) -> bytes:
    """A page of formatting: what it is for, then ``wide`` bytes each of where it stands, then the rules."""
    at, offsets, body = SECTOR - 1, b"", bytearray(SECTOR)
    for each in rules:
        if each:
            each = sized(each) if wide > 1 else pack("<B", len(each)) + each
            at = (at - len(each)) & ~1
            body[at : at + len(each)] = each
        offsets += pack("<B", at // 2 if each else 0) + bytes(wide - 1)
    front = pack(f"<{len(bounds)}I", *bounds) + offsets
    body[: len(front)] = front
    body[-1] = len(rules)
    return bytes(body)


def written(
    text: str,
    *,
    paragraphs: dict[int, bytes] | None = None,
    characters: list[tuple[int, int, bytes]] | None = None,
    parts: dict[int, bytes] | None = None,
    lengths: dict[int, int] | None = None,
    words: bytes | None = None,
    prefix: bytes = b"",
    flags: int = 0x200,
    version: int = 0xC1,
    mark: int = 0xA5EC,
    data: bytes = b"",
    tail: bytes = b"",
) -> bytes:
    """A .doc with this text.

    ``paragraphs`` are the istd and modifiers of paragraphs by number, ``characters`` the modifiers between two places;
    ``parts`` what else stands in the table stream, ``lengths`` those of the parts of the text but the body's;
    ``words`` and the pieces among the parts another way to store the same text. ``prefix`` stands before the pieces,
    ``tail`` behind the lists.
    """
    units = len(text.encode("utf-16-le")) // 2
    stored = text.encode("utf-16-le") if words is None else words
    ends = [at + 1 for at, sign in enumerate(text) if sign in "\r\7\f"][:29]
    formats = [(paragraphs or {}).get(number, b"\0\0") for number in range(len(ends))]
    bounds = [START + 2 * place for place in [0, *ends]]
    stream = bytes(START) + stored
    stream += bytes(-len(stream) % SECTOR)
    spans = sorted(characters or [])
    edges = sorted({0, units} | {place for start, end, _ in spans for place in (start, end)})
    values = [next((value for start, end, value in spans if start <= edge < end), b"") for edge in edges[:-1]]
    content = {
        PIECES: prefix + b"\2" + pack("<I", 16) + plc([0, units], piece(START)),
        12: plc([START, START + 2 * units], pack("<I", len(stream) // SECTOR)),
        13: plc([START, START + 2 * units], pack("<I", len(stream) // SECTOR + 1)),
        **(parts or {}),
    }
    stream += page([START + 2 * edge for edge in edges], values, 1) + page(bounds, formats, 13)
    others = lengths or {}
    table, pairs = b"", dict.fromkeys(range(93), (0, 0))
    for number, part in content.items():
        size = len(part)
        if number == KINDS:  # its levels stand behind it and do not count
            size = 2 + 28 * int.from_bytes(part[:2], "little")
        pairs[number] = (len(table), size)
        table += part
    head = pack("<HH6xH20xH28xH", mark, version, flags, 14, 22)
    counts = [units - sum(others.values()), *(others.get(number, 0) for number in range(1, 8))]
    head += pack("<12x8i44xH", *counts, 93) + b"".join(pack("<II", *pairs[number]) for number in range(93))
    stream = head + stream[len(head) :]
    extra = {"Data": data} if data else {}
    return compound(WordDocument=stream, **{"_1Table" if flags & 0x200 else "_0Table": table + tail}, **extra)


def lines(file: bytes) -> list[str]:
    return decode("a.doc", file).text.split("\n")


def notes(file: bytes) -> list[tuple[str, object]]:
    return [(note.code, note.facts["count"]) for note in decode("a.doc", file).notes]


def level(text: str, format: int, start: int = 1, flags: int = 0, above: int = 0) -> bytes:
    return pack("<iBB20xBxH", start, format, flags, above, len(text)) + text.encode("utf-16-le")


def kind(id: int, *levels: bytes) -> tuple[bytes, bytes]:
    """A list of one level or nine."""
    return pack("<i22xBx", id, len(levels) == 1), b"".join(levels)


def all_lists(kinds: list[tuple[bytes, bytes]], *overrides: tuple[int, int, bytes]) -> dict[int, bytes]:
    """The parts for these kinds of lists and lists of them: id, number of levels that differ, and how."""
    rest = b"".join(pack("<I", FREE) + what for _, _, what in overrides)
    return {
        KINDS: pack("<h", len(kinds)) + b"".join(head for head, _ in kinds) + b"".join(body for _, body in kinds),
        OVERRIDES: pack("<I", len(overrides)) + b"".join(pack("<i8xB3x", id, n) for id, n, _ in overrides) + rest,
    }


def one_list(*levels: bytes) -> dict[int, bytes]:
    return all_lists([kind(7, *levels)], (7, 0, b""))


def numbered(list: int, depth: int = 0) -> bytes:
    return b"\0\0" + rule(0x260A, depth) + rule(0x460B, list)
