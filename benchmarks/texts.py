"""Texts that are known by their number, each unlike every other: what corpora that are killed or damaged hold."""

from __future__ import annotations

import functools
import random
from typing import Final

_WORDS: Final = (
    "全镇 党委 产业 发展 项目 建设 推进 落实 群众 服务 治理 环境 整治 道路 硬化 茶园 合作社 收入 增长 培训 "
    "村庄 河道 清淤 危房 改造 养老 医保 参保 学校 操场 防汛 巡查 矛盾 调解 网格 党员 学习 安全 隐患 排查 "
    "干部 走访 农户 春耕 秋收 水库 加固 电商 物流 快递 驿站 图书 广场 路灯 厕所 垃圾 分类 苗木 花椒 柑橘 "
    "养殖 鱼塘 集市 客运 桥梁 防火 防疫 医生 护士 老师 学生 食堂 宿舍"
)


@functools.cache
def text_of(number: int) -> str:
    """A text that is known by its number: 300 to 2,000 characters, unlike every other."""
    chooser = random.Random(number)
    every, length = _WORDS.split(), chooser.randint(300, 2000)
    text = f"第{number}号材料。"
    while len(text) < length:
        words = "".join(chooser.choices(every, k=chooser.randint(3, 9)))
        text += f"{words}{chooser.randint(2, 999)}{chooser.choice('个项次户里')}{chooser.choice('，，。；')}"
    return text
