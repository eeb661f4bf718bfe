"""Make ``simcheck/data/folding.txt``, the table of what counts as the same character.

Run from the repository's root, with the ``dev`` extra installed: ``python tools/make_folding.py``

Sources, each asked once for every code point: the Unicode database of the running Python (compatibility
decomposition, case folding, categories), OpenCC's ``t2s`` conversion (traditional to simplified, character by
character), and two short lists below, written for this project.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from simcheck.data import shipped

# Letters that cannot be told from Latin ones by eye, lower case after case folding. Only exact twins: mapping a letter
# that merely resembles another would merge real Greek or Russian words.
TWINS = dict(zip("асеорхуіјѕԁһӏԛԝαορνικτυ", "aceopxyijsdhlqwaopviktu", strict=True))

# CJK Radicals Supplement (U+2E80…) has almost no compatibility mappings in Unicode, but PDF exports and people who want
# to slip past a checker use it. The ideograph that each radical is drawn like, where there is one.
RADICALS = dict(
    zip(
        "⺁⺄⺅⺈⺉⺊⺌⺍⺎⺏⺐⺓⺔⺖⺗⺘⺙⺛⺝⺞⺟⺠⺡⺢⺣⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂乙亻刀刂卜小小兀尣尢幺旡忄心扌攵旡月歹母民氵水灬爪丬牛犭王疋目示礻竹糸纟网网网网羊羊羊老耂聿肉臼艹艹艹虎衣西西见角角讠贝足车辶辶辶邑钅长长长门阜阜雨青韦页风飞食飠飠饣首马骨鬼鱼鸟卤麦黄黾齐齐齿齿龙龙龟龟龟",
        strict=True,
    )
)

# Signs that stand for a character of ours although Unicode files them under symbols: the hollow circle that people type
# for 〇 in years (二○一八年), and the multiplication sign that fills blanks (××镇).
SIGNS = {"○": "〇", "◯": "〇", "⭕": "〇", "×": "x", "✕": "x", "╳": "x"}


def folded(character: str, simplify: dict[str, str]) -> str:
    """The letters and digits that ``character`` is compared as; empty if it vanishes."""
    character = SIGNS.get(character, RADICALS.get(character, character))
    # Hangul is left composed: its decomposition is an alphabet, and a syllable is the unit people count.
    hangul = "\uac00" <= character <= "\ud7a3"
    for _ in range(3):  # decomposition and case folding feed each other; three rounds reach the fixed point
        character = character if hangul else unicodedata.normalize("NFKD", character)
        character = "".join(simplify.get(c, c) for c in character.casefold())
    character = "".join(TWINS.get(c, c) for c in character)
    return "".join(c for c in character if unicodedata.category(c)[0] in "LN" and c not in INVISIBLE)


# Characters that print nothing although their category says letter or symbol: Hangul fillers, the empty Braille cell.
INVISIBLE = "\u115f\u1160\u3164\uffa0\u2800"
# Controls, format characters, and combining marks without a width of their own (variation selectors among them).
UNSEEN = ("Cc", "Cf", "Mn", "Me")


def ranges(points: list[int]) -> Iterator[tuple[int, int]]:
    start = previous = points[0]
    for point in points[1:]:
        if point != previous + 1:
            yield start, previous
            start = point
        previous = point
    yield start, previous


def main() -> None:
    import opencc

    convert = opencc.OpenCC("t2s").convert
    simplify: dict[str, str] = {}
    # 0x33480 is past the last ideograph that Unicode has; what follows prints nothing
    points = [p for p in range(0x33480) if not 0xD800 <= p <= 0xDFFF]
    for point in points:
        simple = convert(chr(point))
        if simple != chr(point) and len(simple) == 1:
            simplify[chr(point)] = simple
    same, one, many, blank, invisible = [], [], [], [], []
    for point in points:
        result = folded(chr(point), simplify)
        if result == chr(point):
            same.append(point)
        elif len(result) == 1:
            one.append((point, result))
        elif result:
            many.append((point, result))
        elif chr(point).isspace() or unicodedata.category(chr(point)).startswith("Z"):
            blank.append(point)
        elif unicodedata.category(chr(point)) in UNSEEN or chr(point) in INVISIBLE:
            invisible.append(point)
    lines = [
        f"# folding, version 1; Unicode {unicodedata.unidata_version}, OpenCC t2s; made by make_folding.py",
        "".join(chr(first) for first, _ in ranges(same)),
        "".join(chr(last) for _, last in ranges(same)),
        "".join(chr(point) for point, _ in one),
        "".join(result for _, result in one),
        " ".join(f"{point:x}={result}" for point, result in many),
        " ".join(f"{a:x}-{b:x}" for a, b in ranges(blank)),
        " ".join(f"{a:x}-{b:x}" for a, b in ranges(invisible)),
    ]
    shipped("folding.txt").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(f"{len(same)} unchanged, {len(one)} to one character, {len(many)} to several, {len(simplify)} simplified")


if __name__ == "__main__":
    main()
