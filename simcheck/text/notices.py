"""Which sentences ask not to copy? Sites of templates put them in: they say where a text has been, and are no reuse."""

from __future__ import annotations

import re
from typing import Final

from simcheck.model import Span

_NOTICE: Final = re.compile(
    r"(?:[请請]|切)?勿(?:照搬照抄|照抄照搬|照[搬抄](?=[！!。，,；;）)】\s]|\Z))"
    r"|(?:仅供|内部)(?:学习|参考|交流|资料)[^。！!\n\r]{0,8}(?:禁止|严禁|嚴禁|不得)外[传傳]"
    r"|(?<![^\s。！!（(【])(?:禁止|严禁|嚴禁)外[传傳](?=[！!。）)】\s]|\Z)"
    r"|(?:[QqＱ][QqＱ]|扣扣|微信)(?:交流|学习|资料)?群[号]?[:：]\s*\d{5,12}|更多(?:精品|优质|原创)?(?:范文|公文|写作素材)"
    r"|(?:范文|公文|写作)网[^。！!\n\r]{0,10}(?:提供|整理|发布|下载|收集)|本文(?:来源于|转载自|由)[^。！!\n\r]{0,12}(?:范文|公文|文库|写作)"
)
_TELLING: Final = ("照搬", "照抄", "外传", "外傳", "群", "更多", "范文网", "公文网", "写作网", "本文")
"""One of these is in every notice; looking for them first is much faster."""
_BEFORE: Final = "。！!\n\r"
_END: Final = re.compile(r"[^。！!\n\r]*[。！!]*")
_REACH: Final = 100
"""Characters of a notice on either side of its telling words."""


def notices(text: str) -> list[Span]:
    """Where they stand: ordered, disjoint."""
    found: list[Span] = []
    if not any(words in text for words in _TELLING):
        return found
    for match in _NOTICE.finditer(text):
        before = max(0, match.start() - _REACH), match.start()
        after = _END.match(text, match.end(), match.end() + _REACH)
        start = max(before[0], *(text.rfind(end, *before) + 1 for end in _BEFORE))
        span = Span(start, after.end() if after else match.end())
        if not found or span.start >= found[-1].end:
            found.append(span)
    return found
