"""Numbers and measures (数字, 量词): what is a figure with its unit, an ordinal, a blank that is to be filled in?"""

from __future__ import annotations

from typing import Final

from simcheck.entities.patterns import Pattern

CN: Final = "〇零一二三四五六七八九十百千万亿两"
"""Characters of which Chinese numbers consist."""

BLANK: Final = r"[XxＸｘ×✕_＿○□*＊…]"
"""What is written where a value is to be filled in."""

MEASURE: Final = (
    r"(?:余|多)?(?:万|亿|千|百)?(?:平方公里|平方米|立方米|立方|公顷|公里|千米|公斤|千克|毫米|厘米|小时|分钟|个百分点|人次|户次|年级|"
    r"元|亩|米|里|吨|斤|克|户|人|名|家|个|座|处|条|项|件|次|场|起|期|台|套|辆|头|只|株|棵|所|村|组|岁|年|月|日|天|分|倍|份|本|册|例|宗|批|"
    r"支|队|艘|间|栋|盏|口|眼|匹|班|类|种|轮|届|届次|点|周|方|车|趟|篇|条|幅|块|片|张|枚|箱|袋|桶|套|度|度电|千瓦|兆瓦|%|％|‰)?"
)
"""A measure word behind a number, or none."""

NUMBER: Final = rf"\d[\d,，.．]*(?:[万亿千百])*|百分之[{CN}\d点.]+|[{CN}]{{1,}}(?:点[{CN}]+)?"
ORDINAL: Final = Pattern(
    rf"(?:第?[{CN}]{{1,3}}[是要]|第(?:[{CN}]{{1,3}}|\d{{1,3}})[^\s，。]{{0,2}}|[（(]?(?:[{CN}]{{1,3}}|\d{{1,2}})[）)、.．]|[①-⑳]|其[{CN}])"
)
"""The number of an item: 一是, 第三, （二）, 3., ①, 其一."""

PARTS: Final = Pattern(rf"(?P<blank>{BLANK}+{MEASURE})|(?P<number>(?:{NUMBER}){MEASURE})")
