"""How are the numbers of lists written: Chinese, Roman, letters, signs?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

_DIGITS: Final = "〇一二三四五六七八九"
_FORMAL: Final = str.maketrans("〇一二三四五六七八九十百", "零壹贰叁肆伍陆柒捌玖拾佰")
_FORMAL_TRADITIONAL: Final = str.maketrans("〇一二三四五六七八九十百", "零壹貳參肆伍陸柒捌玖拾佰")
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def written(count: int, format: str) -> str:
    """A number in one of Word's formats; what is not known is written in digits."""
    return _FORMATS[format](count) if format in _FORMATS and count > 0 else str(count)


def chinese(count: int) -> str:
    """一, 十二, 三十, 一百〇五."""
    if count >= 1000:
        return _digits(count)
    hundreds, tens, ones = count // 100, count // 10 % 10, count % 10
    words = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        words += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        words += "〇"
    return words + (_DIGITS[ones] if ones else "")


def _formal(capitals: dict[int, int]) -> Callable[[int], str]:
    """壹, 壹拾, 壹拾贰."""

    def formal(count: int) -> str:
        words = chinese(count)
        return ("一" + words if words.startswith("十") else words).translate(capitals)

    return formal


def _digits(count: int) -> str:
    """一, 一〇, 一二."""
    return "".join(_DIGITS[int(digit)] for digit in str(count))


def _ordinal(count: int) -> str:
    ending = "th" if count // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending}"


def _letters(count: int) -> str:
    """A, B … Z, AA, BB …, as Word goes on."""
    return chr(ord("A") + (count - 1) % 26) * min(1 + (count - 1) // 26, 30)


def _roman(count: int) -> str:
    words = ""
    for value, letters in _ROMAN:
        while count >= value and len(words) < 40:
            words, count = words + letters, count - value
    return words


def _signs(first: str, most: int) -> Callable[[int], str]:
    """The formats that have a character for each number, in a row from the first; then digits."""
    return lambda count: chr(ord(first) + count - 1) if count <= most else str(count)


_FORMATS: Final[dict[str, Callable[[int], str]]] = {
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "chineseLegalSimplified": _formal(_FORMAL),
    "ideographLegalTraditional": _formal(_FORMAL_TRADITIONAL),
    "ideographDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "taiwaneseDigital": _digits,
    "japaneseCounting": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "ideographTraditional": lambda count: _STEMS[count - 1] if count <= 10 else str(count),
    "ideographZodiac": lambda count: _BRANCHES[count - 1] if count <= 12 else str(count),
    "upperLetter": _letters,
    "lowerLetter": lambda count: _letters(count).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda count: _roman(count).lower(),
    "decimalEnclosedCircle": _signs("①", 20),
    "decimalEnclosedCircleChinese": _signs("①", 20),
    "decimalEnclosedFullstop": _signs("⒈", 20),
    "decimalEnclosedParen": _signs("⑴", 20),
    "ideographEnclosedCircle": _signs("㊀", 10),
    "koreanDigital2": lambda count: _digits(count).replace("〇", "零"),
    "ordinal": _ordinal,
    "decimalZero": lambda count: f"{count:02d}",
    "decimalFullWidth": lambda count: "".join(chr(ord(digit) + 0xFEE0) for digit in str(count)),
}
