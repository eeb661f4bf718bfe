"""Every sentence shown to people, in Chinese and in English, by code.

Two flat tables with the same keys and the same placeholders. In a template ``{n}`` writes a whole number with thousands
separators, ``{n:d}`` without them, and ``{n:word|words}`` the word that agrees with it. Whatever a fact holds, the
result cannot drive a terminal: characters that print nothing are dropped from it.
"""

from __future__ import annotations

import contextlib
import locale
import os
import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from shlex import quote
from typing import Any, Final, Literal, get_args

from simcheck.errors import IndexMismatch, InvalidResult, NotText, SimcheckError
from simcheck.model import Note

Language = Literal["zh", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)

ZH: Final[Mapping[str, str]] = {
    # the program
    "about": "找出中文公文、总结、汇报里重复使用的文字，并逐处对照。",
    "local": "全程本机运行，不联网。",
    "closing": "文字相似是事实，是否抄袭要看引用、授权和惯例，请对照原文判断。",
    "welcome": """\
simcheck {version}  {about}
{local}

比较两份文稿：
  simcheck compare 述职报告.txt 工作总结.txt
收录文稿，建起语料库：
  simcheck corpus add 历年文稿/
拿一份文稿和语料库比对：
  simcheck check 工作总结.txt

全部命令和选项：
  simcheck --help
""",
    "interrupted": "已中断，没有留下写了一半的文件。",
    "error.memory.title": "内存不够，没有做完",
    "error.memory.advice": "关掉别的程序再试，或者把文稿分开、把语料库分成几个",
    "saved": "已保存 {path}",
    "built": "{documents} 份文稿，{phrases} 个常见词句，已保存 {path}",
    "above": "总计 {ratio}，高于 --fail-above {limit}%",
    "detail.document": "{document}：{characters} 字，{paragraphs} 段",
    "detail.settings": "最短计入 {minimum} 字；套话判断依据：{background}",
    "shipped": "随附的词句频次",
    "above.document": "{document}：总计 {ratio}，高于 --fail-above {limit}%",
    "above.unreadable": "有 {count} 份读不出，原因见前面",
    "progress.background": "统计中  {done} 篇",
    "progress.add": "收录中  {done} / {total} 篇",
    "progress.add.pace": "收录中  {done} / {total} 篇  {rate} MB/秒  还要约 {left}",
    "progress.add.last": "收录中  {done} / {total} 篇  正在整理索引",
    "progress.rebuild": "重建中  {done} / {total} 篇",
    "progress.sources": "比对中  {done} / {total} 个来源",
    "progress.files": "比对中  {done} / {total} 份",
    "stdin": "标准输入",
    # numbers
    "chars": "{n} 字",
    "chars.of": "{part} / {whole} 字",
    "paragraphs": "{n} 段",
    "documents.direction": "{left} 有 {ratio} 的文字也在 {right} 里",
    "documents.direction.without": "{left} 不计{flags}有 {ratio} 的文字也在 {right} 里",
    "strip.title": "分布（{document} 开头 → 结尾）",
    "kinds.kind": "类型",
    "kinds.findings": "处",
    "kinds.characters": "字数",
    "kinds.share": "占全文",
    "kinds.boilerplate": "套话",
    "kinds.boilerplate.without": "套话（未计入）",
    "apart": "{label} {ratio}（{part} / {whole} 字）",
    "kind.identical": "相同",
    "kind.edited": "少量改动",
    "kind.refilled": "换名换数",
    "kind.rewritten": "改写",
    "flag.boilerplate": "套话",
    "flag.quoted": "引用",
    "flag.own": "本人旧稿",
    "flag.template": "模板",
    "gutter.identical": "同",
    "gutter.edited": "微",
    "gutter.refilled": "换",
    "gutter.rewritten": "写",
    "gutter.boilerplate": "套",
    "gutter.quoted": "引",
    "gutter.own": "己",
    "gutter.template": "模",
    "nothing": "没有找到连续 {minimum} 字以上相同的文字，也没有成段改写的文字。",
    # passages
    "hint.kinds": "每类各举最长的一处，共 {total} 处。--all 全部显示，-o 结果.json 保存",
    "hint.some": "显示 {shown} 处，共 {total} 处。--all 全部显示，-o 结果.json 保存",
    "hint.marks": "记号：[-来源的字-]{{+本文的字+}}；│ 外面的字不在重合之内",
    "hint.marks.side": "记号：{{+本文的字+}} [-来源的字-]；│ 外面的字不在重合之内",
    "hint.marks.colour": "记号：下划线是本文的字，[方括号]里是来源的字；方括号以外的浅色字不在重合之内",
    "hint.marks.side.colour": "记号：下划线是两边不同的字；浅色的字不在重合之内",
    "finding.title": "第 {n:d} 处  {kind}  {characters} 字",
    "finding.edited": "改 {edits} 处",
    "finding.figures": "只换了 {edits} 处序号、数字",
    "finding.names": "换了 {edits} 处，主要是名称、数字",
    "finding.moved": "次序不同",
    "place": "{document} {page}第 {paragraphs} 段 {start:d}–{end:d}",
    "place.bare": "{page}第 {paragraphs} 段 {start:d}–{end:d}",
    "place.page": "第 {pages} 页 ",
    "left-out": "……（略 {n} 字）……",
    "refills": "换了什么（本文 ← {source}）",
    "refills.nothing": "（无）",
    "refills.figures": "数字照搬未改 {n} 个",
    "refills.more": "{words} 等 {n} 种",
    "slot.name": "名称",
    "slot.date": "时间",
    "slot.number": "数字",
    "slot.ordinal": "序号",
    "slot.blank": "填空",
    "inside": "其中{flag}：{words}",
    "inside.more": "{words} 等 {n} 处",
    "inside.quoted": "“{words}”（{source}）",
    "inside.words": "“{words}”",
    "why.phrase": "大家常写的话",
    "why.weak": "字少或常见，单凭这一处说明不了什么",
    "why.notice": "网站的提示语",
    "own": "（本文自有 {n} 字）",
    "skipped": "（来源另有 {n} 字）",
    "list.n": "处",
    "list.kind": "类型",
    "list.characters": "字数",
    "list.left": "本文段",
    "list.right": "来源段",
    "list.start": "开头",
    "paragraphs.number": "段",
    "paragraphs.characters": "字数",
    "paragraphs.share": "重合",
    "paragraphs.right": "来源段",
    "paragraphs.kinds": "类型",
    "paragraphs.start": "开头",
    # saved reports
    "report.title": "文字比对结果",
    # comments in a Word document
    "annotated.source": "来源 {name}：{ratio}",
    "annotated.colours": "底色：{colours}",
    "annotated.anew": "原文档的格式没有保留：它读过以后改动了，或者不能照原样复制。这一份是按读出的文字新做的。",
    "annotated.colour": "{colour} {name}",
    "annotated.from": "来源：{place}",
    "annotated.share": "占本文 {ratio}",
    "annotated.pairs": "换掉的：{pairs}",
    "annotated.excerpt": "来源原文：{words}",
    "ellipsis": "……",
    "colour.identical": "红",
    "colour.edited": "橙",
    "colour.refilled": "蓝",
    "colour.rewritten": "紫",
    "colour.boilerplate": "灰",
    "colour.quoted": "绿",
    "colour.template": "浅灰",
    "report.findings": "逐处对照",
    "report.paragraphs": "逐段",
    "report.rule": "最短计入 {minimum} 字；每个字只计一次；空白和看不见的字符不计。",
    "report.ratios": "总复制比是本文有多少字也在来源里；去除引用、去除本人、去除套话各把那一类的字从分子分母里"
    "一起拿掉；单篇最大是和哪一篇重合最多。模板给的字不计。",
    "report.marks": "删除线是来源的字，粗体是本文的字。",
    "column.n": "处",
    "column.kind": "类型",
    "column.boilerplate": "套话",
    "column.characters": "字数",
    "column.edits": "改动处数",
    "column.left": "本文",
    "column.left_pages": "本文页",
    "column.left_paragraphs": "本文段",
    "column.left_start": "本文起",
    "column.left_end": "本文止",
    "column.right": "来源",
    "column.right_pages": "来源页",
    "column.right_paragraphs": "来源段",
    "column.right_start": "来源起",
    "column.right_end": "来源止",
    "column.left_text": "本文文字",
    "column.right_text": "来源文字",
    "column.flags": "标记",
    "column.substitutions": "换了什么",
    "column.figures": "照搬的数字",
    "column.bits": "净证据（比特）",
    "column.expected": "碰巧的处数",
    "yes": "是",
    # the corpus
    "corpus.added": "收录 {count} 篇（{characters} 字）",
    "corpus.changed": "更新 {count} 篇",
    "corpus.known": "已有 {count} 篇",
    "corpus.unreadable": "读不出 {count} 篇",
    "corpus.closed": "提示：{folder} 的语料库原来别人也能读，已改成只有本人可读",
    "corpus.exposed": "注意：{folder} 的语料库别人也能读，权限改不了；里面有文稿全文",
    "corpus.results": "{count} 份像是 simcheck 写的结果，没有收录",
    "corpus.results.force": "确是文稿就加 --force 再收",
    "corpus.outside": "{count} 个链接指到文件夹外面，没有跟过去",
    "corpus.nothing": "没有找到文稿",
    "corpus.nothing.new": "没有新的文稿",
    "corpus.twins": "其中 {count} 篇与别篇逐字相同，文字只存一份",
    "corpus.more": "另有 {count} 篇（-v 全部列出）",
    "corpus.more.unreadable": "另有 {count} 篇读不出（--json 全部列出）",
    "corpus.size": "语料库 {folder} 现有 {count} 篇。用时 {time}",
    "corpus.rebuilt": "已重建索引：{texts} 篇，{size}。用时 {time}",
    "corpus.unmatched": "{sheet} 里有 {count} 行没有对应的文稿：{names}",
    "corpus.interrupted": "已中断。新收录的 {count} 篇已经存好，语料库现有 {total} 篇；再运行同一条命令会接着收录。",
    "corpus.interrupted.rebuild": "已中断。语料库还是原来的样子，索引没有换。",
    "corpus.removing": "要移出 {count} 篇：",
    "corpus.remove.more": "另有 {count} 篇",
    "corpus.question": "从语料库移出这 {count} 篇吗？文件本身不动。(y/N) ",
    "corpus.kept": "没有移出。",
    "corpus.removed": "已移出 {count} 篇，语料库现有 {total} 篇。文件本身没有动。",
    "corpus.empty": "语料库 {folder} 里还没有文稿。收录：simcheck corpus add 历年文稿/",
    "corpus.shown": "显示 {shown} / {total} 篇。--limit 0 全部列出，--sort length 按字数排列",
    "seconds": "{n} 秒",
    "minutes": "{minutes} 分 {seconds} 秒",
    "hours": "{hours} 小时 {minutes} 分",
    "record.id": "编号",
    "record.name": "名称",
    "record.characters": "字数",
    "record.paragraphs": "段",
    "record.date": "日期",
    "record.added": "收录",
    "record.version": "版本",
    "record.place": "来源",
    "stats.folder": "语料库",
    "stats.documents": "文稿",
    "stats.documents.count": "{count} 篇",
    "stats.documents.twins": "{count} 篇（其中 {twins} 篇与别篇逐字相同，文字只存一份）",
    "stats.text": "文字",
    "stats.text.count": "{characters} 字，{paragraphs} 段",
    "stats.lengths": "篇幅",
    "stats.lengths.spread": "中位 {median} 字，最短 {shortest}，最长 {longest}",
    "stats.formats": "格式",
    "stats.format.none": "无后缀",
    "stats.years": "年份",
    "stats.years.none": "都不知道日期",
    "stats.years.range": "{first:d}–{last:d}，最多的是 {most:d}（{count} 篇）",
    "stats.years.one": "{first:d}",
    "stats.years.undated": "{count} 篇不知道日期",
    "stats.index": "索引",
    "stats.index.fits": "{size}，{time} 更新，与当前设置一致",
    "stats.index.differs": "{size}，{time} 更新，是用别的设置建的：simcheck corpus rebuild{at}",
    "stats.originals": "原文",
    "stats.verified": "核对",
    "stats.verified.well": "原文和索引都读过一遍，和写入时一样",
    "stats.unreadable": "没能收录 {count} 篇",
    # short reasons, in lists
    "short.not-found": "文件不在了",
    "short.no-access": "没有权限读取",
    "short.is-folder": "是文件夹",
    "short.empty": "没有文字",
    "short.not-text": "不是文本（{looks_like}）",
    "short.not-text.none": "不是文本",
    "short.unknown-encoding": "认不出编码",
    "short.too-large": "太大，不像是一份文稿",
    "short.damaged": "文件不完整，打不开",
    "short.encrypted": "有打开密码",
    "short.own-result": "像是 simcheck 写的结果",
    "short.no-text-layer": "{pages} 页都是图片，没有文字",
    "short.invalid-settings": "{reason}",
    # the sources of a check
    "check.corpus": "语料库 {folder}   {documents} 篇，{date} 更新",
    "check.same": "逐字相同 {n} 篇：{names}",
    "check.more": "{names}，另有 {n} 篇",
    "check.apart": "不计逐字相同的 {n} 篇：",
    "check.apart.nothing": "除此之外，没有找到连续 {minimum} 字以上相同的文字，也没有成段改写的文字。",
    "check.total": "总复制比",
    "check.without.boilerplate": "去除套话",
    "check.without.quoted": "去除引用",
    "check.without.own": "去除本人",
    "check.without.boilerplate-quoted": "去除引用和套话",
    "check.largest": "单篇最大",
    "check.left-out": "单篇最大、分布和来源都不计{flags}。",
    "check.strip": "分布（开头 → 结尾）",
    "check.nothing": "在语料库的 {documents} 篇里，没有找到连续 {minimum} 字以上相同的文字，也没有成段改写的文字。",
    "check.nothing.empty": "语料库里还没有文稿，没有可以比对的。",
    "check.also": "也在 {sources} 里",
    "check.hint": "逐处对照：{command} -n 5",
    "check.hint.more": "--all 全部 {total} 处，-o 结果.json 保存",
    "check.hint.some": "显示 {shown} 处，共 {total} 处；几个来源都有的文字先只举一处。--all 全部显示",
    "check.document": "文稿",
    "check.overview.total": "总复制比",
    "check.overview.told": "去除套话",
    "check.overview.largest": "最大来源",
    "check.overview.notes": "要留意",
    "check.overview.phrases": "只有套话相同",
    "check.overview.same": "逐字相同 {name}",
    "check.overview.order": "共 {n} 份文稿，去除套话后重合多的在前。",
    "source.name": "来源",
    "source.id": "来源编号",
    "source.characters": "重合字数",
    "source.share": "占本文",
    "source.told": "除套话",
    "source.longest": "最长一处",
    "source.kinds": "类型",
    "source.copies": "另有 {n} 份逐字相同：{names}",
    "source.few": "另有 {n} 篇各不足 {limit} 字",
    "source.phrases": "另有 {n} 篇只有套话相同",
    "source.phrases.only": "{n} 篇只有套话相同",
    "source.only": "{words}，共 {part} 字，占本文 {ratio}",
    "source.left-out": "{words}（未计入）",
    # notes
    "notes": "要留意",
    "note.encoding": "{document} 按 {encoding} 读取",
    "note.replaced": "{document} 有 {count} 处字节不成文字，已换成占位符 U+FFFD，第一处在第 {offset} 字节",
    "note.slipped": "{document} 像是少了字节（{count} 处），第一处在第 {line} 行“{text}”，那里有几个字可能不对",
    "note.site-notice": "{document} 带有网站的提示语“{text}”（{count} 处），它只是提示，记作套话，不算重复的内容",
    "note.hidden": "{document} 夹有 {count} 个看不见的字符（{characters}），已去掉后比对",
    "note.look-alike": "{document} 有 {count} 个外形相近的替代字符（{characters}），已还原后比对",
    "note.traditional": "{document} 有 {count} 个繁体字，已按简体比对",
    "note.same-document": "两边是同一篇文字",
    "note.capped": "{document} 里反复出现的文字很多，没有逐对列出；两边重合的字都已计入",
    "note.short": "{document} 只有 {length} 字，不到最短计入的 {minimum} 字",
    "note.hidden-text": "{document} 有 {count} 个设为隐藏的字，没有计入",
    "note.deleted-text": "{document} 有 {count} 个修订中删去的字，没有计入",
    "note.converted": "{document} 是由 {program} 转换后读取的",
    "note.no-text-layer": "{document} 第 {pages} 页是图片，这 {count} 页没有比对",
    "note.garbled-pages": "{document} 第 {pages} 页的文字读出来是乱码（字体里没有字符对照表），这 {count} 页没有比对",
    "note.unfilled": "{document} 有 {count} 处空没有填，第一处在“{text}”",
    "note.own-said": "{source} 是指明的本人旧稿，和它重合的记作“本人旧稿”",
    "note.own-author": "{source} 和本文的作者相同（{value}），和它重合的记作“本人旧稿”",
    "note.own-unit": "{source} 和本文的单位相同（{value}），和它重合的记作“本人旧稿”",
    "note.left-behind": "疑似漏改：本文第 {paragraph} 段照搬的文字里有 {source} 的“{theirs}”（{count} 处），"
    "别处换成了“{own}”",
    "note.same-outline": "本文 {headings} 个标题里有 {same} 个和 {source} 相同，次序也相同",
    "note.origin-earliest": "第 {paragraphs} 段起的 {characters} 字有 {count} 个来源都有，较可能出自 {source}："
    "已知日期最早（{date}）",
    "note.origin-fullest": "第 {paragraphs} 段起的 {characters} 字有 {count} 个来源都有，较可能出自 {source}：有得最全",
    "note.origin-filled": "第 {paragraphs} 段起的 {characters} 字有 {count} 个来源都有，较可能出自 {source}："
    "别处留空的，它填了",
    "note.widespread": "第 {paragraphs} 段起的 {characters} 字有 {count} 个来源都有",
    "note.own-record": "{document} 已在语料库里（编号 {record}，{added} 收录），没有和自己比",
    "note.own-version": "{document} 在语料库里有另一个版本（编号 {record}，{added} 收录），没有和它比",
    "note.undated": "语料库里有 {count} 篇不知道日期，没有比：不能确定它们在 --before 之前",
    "note.not-compared": "另有 {count} 篇也可能有重合，没有逐字比：只比最可能的 {limit} 篇",
    "note.other": "{document}：{code} {facts}",
    "both": "两份文稿",
    # errors
    "label.error": "错误",
    "label.note": "注意",
    "label.reason": "原因",
    "label.advice": "建议",
    "joint": "、",
    "semicolon": "；",
    "comma": "，",
    "error.not-found.title": "找不到文件 {path}",
    "error.not-found.advice": "同一目录里有名字相近的：{similar}",
    "error.not-found.advice.none": "检查文件名和所在的目录；名字里有空格时要加引号",
    "error.no-access.title": "读不了 {path}",
    "error.no-access.reason": "{reason}",
    "error.no-access.advice": "没有权限的，请文件的主人给予，或者复制一份到自己的目录",
    "error.is-folder.title": "{path} 是文件夹，这里要的是一份文稿",
    "error.is-folder.advice": "指明其中一份，例如：{entries}",
    "error.is-folder.advice.none": "指明一份文稿；这个文件夹里没有能读的文稿",
    "error.empty.title": "{path} 里没有文字",
    "error.empty.place": "{path}（{size} 字节）",
    "error.empty.advice": "看看是不是拿错了文件，或者没有传完整",
    "error.not-text.title": "{path} 不是文本（内容是 {looks_like}）",
    "error.not-text.title.none": "{path} 不是文本",
    "error.not-text.place": "{path}（开头字节 {head}）",
    "error.not-text.place.none": "{path}",
    "error.not-text.advice": "在原来的程序里另存为 .docx、.pdf 或 .txt，或者打印成 PDF，再比对",
    "error.not-text.advice.picture": "先做文字识别（OCR），存成 .docx 或 .txt，再比对",
    "error.not-text.advice.archive": "先解压，再比对里面的文稿；.zip 可以直接收录：simcheck corpus add 文件.zip",
    "error.not-text.advice.other": "看看是不是拿错了文件，这里要的是一份文稿",
    "error.unknown-encoding.title": "认不出 {path} 的文字编码",
    "error.unknown-encoding.place": "{path} 第 {offset} 字节",
    "error.unknown-encoding.reason": "试过 {tried}，读出来都不成文字",
    "error.unknown-encoding.advice": "用 --encoding 指明，例如：--encoding big5",
    "error.encrypted.title": "{path} 有打开密码，读不了",
    "error.encrypted.advice": "在原来的程序里去掉密码，另存一份，再比对",
    "error.own-result.title": "{path} 像是 simcheck 写的结果，没有收录",
    "error.own-result.advice": "结果里重复着别的文稿的文字；要收的是文稿本身。确是文稿就加 --force",
    "error.no-text-layer.title": "{path} 没有可读的文字",
    "error.no-text-layer.place": "{path}（{pages} 页，都是图片）",
    "error.no-text-layer.advice": "先做文字识别（OCR），例如：ocrmypdf -l chi_sim 原文件.pdf 有文字.pdf",
    "error.damaged.title": "{path} 打不开，文件不完整或已损坏",
    "error.damaged.place": "{path}（{reason}）",
    "error.damaged.advice": "在原来的程序里打开并另存一次，或者另存为纯文本（.txt），再比对",
    "error.too-large.title": "{path} 太大，不像是一份文稿",
    "error.too-large.place": "{path}（{size} 字节，一份最多 {limit} 字节）",
    "error.too-large.advice": "拆成几份再比对",
    "error.invalid-settings.title": "{name} 不能是 {value}",
    "error.invalid-settings.reason": "{reason}",
    "error.invalid-settings.advice": "换一个值；说明见 simcheck compare --help",
    "error.invalid-result.title": "{path} 不能重新显示",
    "error.invalid-result.reason": "{reason}",
    "error.invalid-result.advice": "重新比较并保存：simcheck compare A B -o 结果.json",
    "error.invalid-result.advice.newer": "升级 simcheck，再用 simcheck show 显示",
    "error.invalid-result.advice.no-text": "不加 --no-text，重新比较并保存：simcheck compare A B -o 结果.json",
    "error.invalid-result.advice.several": "把要看的一行另存为一个 .json 文件，再用 simcheck show 显示",
    "error.invalid-result.advice.too-large": "只和其中几份比较并保存，或者用 -o 报告.md 保存",
    "error.invalid-result.advice.too-many": "只和其中几份比较并保存，或者用 -o 报告.md 保存",
    "error.cannot-write.title": "写不了 {path}",
    "error.cannot-write.reason": "{reason}",
    "error.cannot-write.advice": "换一个可以写的地方，例如：-o ~/结果.json",
    "error.would-overwrite.title": "{path} 已经有了，没有盖掉它",
    "error.would-overwrite.reason": "{reason}",
    "error.would-overwrite.advice": "换一个文件名；确实不要原来的，就加 --force",
    "error.invalid-settings.metadata.title": "看不懂元数据表 {value}",
    "error.invalid-settings.metadata.reason": "{reason}",
    "error.invalid-settings.metadata.advice": "第一行写列名，第一列写文件名，例如：文件,单位,日期",
    "error.invalid-settings.PATH.title": "读不了 {value}",
    "error.invalid-settings.PATH.reason": "{reason}",
    "error.invalid-settings.PATH.advice": '每行写一篇，例如：{{"id": "1", "text": "……"}}',
    "error.corpus-not-written.title": "没有写进语料库 {path}",
    "error.corpus-not-written.reason": "{reason}",
    "error.corpus-not-written.advice": "排除原因后再运行同一条命令；已经收录的没有受影响",
    "error.corpus-busy.title": "语料库正在被另一个程序写入",
    "error.corpus-busy.place": "{path}（{holder}，进程 {process:d}，{since} 开始）",
    "error.corpus-busy.place.none": "{path}",
    "error.corpus-busy.advice": "等它结束再试；只比对不受影响",
    "error.no-corpus.title": "这里还没有语料库",
    "error.no-corpus.place": "{folder}",
    "error.no-corpus.advice": "先收录：simcheck corpus add 历年文稿/{at}     或用 --corpus 指明位置",
    "error.index-damaged.title": "语料库的索引坏了，文稿没有受影响",
    "error.index-damaged.place": "{file}",
    "error.index-damaged.reason": "{reason}",
    "error.index-damaged.advice": "重建索引：simcheck corpus rebuild{at}     （{texts} 篇，文稿不动）",
    "error.catalogue-damaged.title": "语料库 {folder} 里存放文稿的文件坏了",
    "error.catalogue-damaged.place": "{file}",
    "error.catalogue-damaged.reason": "{reason}",
    "error.catalogue-damaged.advice": "用备份换回这个文件；没有备份就把 .simcheck 改名，再重新收录原来的文稿",
    "error.index-mismatch.title": "索引是用别的设置建的，混用会得出错误的结果",
    "error.index-mismatch.place": "{folder}",
    "error.index-mismatch.advice": "重建索引：simcheck corpus rebuild{at}     （{texts} 篇，文稿不动）",
    "error.newer-format.title": "语料库是更新版本的 simcheck 建的（格式 {version}，本程序到 {supported}）",
    "error.newer-format.place": "{folder}",
    "error.newer-format.advice": "升级 simcheck；语料库没有改动",
    "error.unsafe-corpus.title": "语料库 {folder} 里有 simcheck 不会放的东西，没有打开",
    "error.unsafe-corpus.place": "{file}",
    "error.unsafe-corpus.reason": "{reason}",
    "error.unsafe-corpus.advice": "把文稿本身收进新的语料库：simcheck corpus add 历年文稿/ --corpus 新文件夹",
    "error.corpus-replaced.title": "语料库 {folder} 在使用中被移走、删除或换掉了，没有再读写",
    "error.corpus-replaced.place": "{folder}",
    "error.corpus-replaced.advice": "看看这个文件夹是不是要用的那个，再运行同一条命令",
    "error.unknown-record.title": "语料库里没有 {wanted}",
    "error.unknown-record.place": "{folder}",
    "error.unknown-record.advice": "名字相近的：{similar}",
    "error.unknown-record.advice.none": "编号和名称见 simcheck corpus list{at}",
    "setting": "设置",
    "setting.there": "索引里",
    "setting.here": "现在",
    "setting.gram": "指纹的字数",
    "setting.window": "指纹的窗口（字）",
    "setting.word_gram": "指纹的词数",
    "setting.word_window": "指纹的窗口（词）",
    "setting.passage": "段落签名的长度",
    "setting.functions": "签名的函数",
    "setting.alike": "签名的相似度",
    "setting.hash": "散列方法",
    "setting.words": "词典",
    "setting.folding": "字形对照表",
    "error.unexpected.title": "意外错误：程序自己出了问题，不是你的操作不对。",
    "error.unexpected.advice": "加 --debug 再运行一次，把输出交给 simcheck 的作者（先删去文稿内容）",
    "reason.range-4-1000": "应当在 4 到 1000 之间",
    "reason.not-json": "内容不是 JSON",
    "reason.newer": "由更新版本的 simcheck 保存，请先升级",
    "reason.no-text": "保存时用了 --no-text，里面没有原文",
    "reason.not-ours": "不是 simcheck 保存的结果，或者内容不完整",
    "reason.altered": "里面的位置、来源或数字彼此对不上：保存以后被改过，或者不完整",
    "reason.several": "里面有 {count} 份结果，一行一份；一次只能显示一份",
    "reason.too-large": "太大了：最多 {count} 个字符",
    "reason.too-many": "里面的处、块、标记太多，数不过来",
    "reason.no-folder": "文件夹不存在",
    "reason.is-folder": "它是一个文件夹",
    "reason.is-input": "那里已有一份文稿，不会用统计结果盖掉它",
    "reason.foreign": "它不是 simcheck 写的",
    "reason.changed": "它是 simcheck 写的，后来有人改过",
    "reason.is-device": "它是设备，不是文件",
    "reason.closed-input": "标准输入是关着的",
    "reason.no-process": "系统不让再开一个进程来读它",
    "reason.own-folder": "那是 simcheck 存放语料库的文件夹",
    "reason.no-name": "这个名字里有文件名不能用的字符",
    "reason.nobody-reads": "管道那一头没有人读",
    "reason.no-permission": "没有写入权限",
    "reason.read-only": "所在的磁盘是只读的",
    "reason.disk-full": "磁盘满了",
    "reason.unknown-encoding": "没有叫这个名字的编码",
    "reason.Permission denied": "这个用户没有读取权限",
    "reason.not-a-text-record": "这一行不是带有 text 或 content 的 JSON",
    "reason.bad-field": "这一行的 id、题目、单位、日期、作者只能是 2,000 字以内的文字或者数",
    "reason.same-id": "这一行的 id 前面已经用过",
    "reason.not-a-table": "不是一张表，或者有的列没有名字",
    "reason.no-file-column": "第一列要叫“文件”（或 file）",
    "reason.column-twice": "有两列是同一个意思",
    "reason.no-file": "这一行没有写文件名",
    "reason.twice": "这个文件前面已经写过一行",
    "reason.too-many-rows": "行数太多：最多一百万行",
    "reason.too-long": "有一格太长：最多 10,000 字",
    "reason.bad-date": "日期看不懂，要像 2018、2018-12 或 2018-12-03",
    "reason.not-negative": "应当是 0 到 1,000,000 之间的数",
    "reason.not-a-setting": "这一项不能是这样的值",
    "reason.not-folder": "它的位置上有一个文件",
    "reason.busy": "正在被写入",
    "reason.size": "长度和记下的不一样，可能是写入时断电或磁盘满",
    "reason.missing": "文件不见了",
    "reason.directory": "开头或结尾对不上，可能是写入时断电或磁盘满",
    "reason.format": "格式不是这个版本的",
    "reason.check": "内容和校验和不符，可能是磁盘出了问题",
    "reason.contents": "里面记的长度或位置对不上",
    "reason.texts": "和存放的文稿对不上",
    "reason.names": "索引文件的登记不是 simcheck 写的",
    "reason.values": "里面记着 simcheck 写不出的内容",
    "reason.schema": "里面有 simcheck 没有建过的表或触发器",
    "reason.link": "是一个链接",
    "reason.hard-link": "还有别的名字（硬链接），写它会改动别处的文件",
    "reason.not-a-file": "不是普通文件",
    "reason.not-a-folder": "不是文件夹",
    "reason.journal": "这份日志会让别处的文件被删掉",
    "reason.other-scheme": "是用别的方法统计的，不能和这个版本混用",
    "reason.not-a-background": "不是 simcheck background 写出的文件",
    "looks.image": "图片",
    "looks.icon": "图标",
    "looks.document": "文档",
    "looks.archive": "压缩包",
    "looks.program": "程序",
    "looks.database": "数据库",
    "looks.audio": "录音",
    "looks.video": "视频",
    "looks.font": "字体",
    "looks.workbook": "表格",
    "looks.spreadsheet": "表格",
    "looks.presentation": "演示文稿",
    "looks.book": "电子书",
    "looks.text": "文档",
    "looks.message": "邮件",
    "looks.shortcut": "快捷方式",
    "looks.encrypted": "加密的",
    "looks.binary": "二进制",
    "looks.data": "数据",
    "looks.pipe": "管道",
    "looks.socket": "套接字",
    "looks.device": "设备",
    # wrong usage
    "usage.option.title": "没有 {option} 这个选项",
    "usage.option.advice": "是不是 {near}？     {help}",
    "usage.option.advice.none": "{help}",
    "usage.command.title": "没有 {command} 这个命令",
    "usage.command.advice": "是不是 {near}？     {help}",
    "usage.command.advice.none": "{help}",
    "usage.missing.title": "还缺少 {name}",
    "usage.missing.advice": "{help}",
    "usage.extra.title": "多出了参数 {extra}",
    "usage.extra.advice": "名字里有空格的文件要加引号     {help}",
    "usage.no-value.title": "{option} 后面要跟一个值",
    "usage.no-value.advice": "{help}",
    "usage.choice.title": "{option} 不能是 {value}",
    "usage.choice.advice": "可以是 {choices}     {help}",
    "usage.number.title": "{option} 要一个数，{value} 不行",
    "usage.number.advice": "从 {lowest} 到 {highest}     {help}",
    "usage.suffix.title": "不知道要把 {path} 写成什么格式",
    "usage.suffix.advice": "文件名以 {suffixes} 结尾，例如：-o 结果.json",
    "usage.overwrite.title": "-o {path} 会盖掉正在比较的文稿",
    "usage.overwrite.advice": "换一个文件名，例如：-o 结果.json",
    "usage.original.title": "-o {path} 会盖掉语料库收录过的原稿",
    "usage.original.advice": "换一个文件名，例如：-o 结果.json",
    "usage.same-output.title": "两个 -o 写的是同一个文件：{path}",
    "usage.same-output.advice": "每种格式用自己的文件名，例如：-o 结果.json -o 结果.md",
    "usage.both-stdin.title": "标准输入只能用作一份文稿",
    "usage.both-stdin.advice": "把另一份存成文件：simcheck compare 文稿.txt -",
    "usage.phrase.title": "“{words}”不能当作一句套话",
    "usage.phrase.advice": "至少 {least} 个字，不以 - 或 # 开头     {help}",
    "usage.stdin-twice.title": "标准输入只能用一次",
    "usage.stdin-twice.advice": "只写一个 -，其余的存成文件     {help}",
    "usage.date.title": "{option} 要一个日期，看不懂 {value}",
    "usage.date.advice": "要像 2018、2018-12 或 2018-12-03     {help}",
    "usage.meta.title": "--meta 要写成 名称=内容，{value} 不行",
    "usage.meta.advice": "例如：--meta unit=柳湾镇 --meta date=2024     {help}",
    "usage.own-folder.title": "{path} 是语料库自己的文件，不能收录",
    "usage.own-folder.advice": "指明放文稿的文件夹     {help}",
    "usage.several.title": "{wanted} 可以指 {count} 篇，一篇也没有移出",
    "usage.several.advice": "写出完整的编号，例如：simcheck corpus remove {ids}",
    "usage.unconfirmed.title": "要移出 {count} 篇，这里没有终端可以确认",
    "usage.unconfirmed.advice": "确定要移出就加 --yes     {help}",
    "usage.other.title": "{message}",
    "usage.other.advice": "{help}",
    # help
    "help.usage": "用法",
    "help.commands": "命令",
    "help.options": "选项",
    "help.examples": "例子",
    "help.codes": "退出码",
    "help.environment": "环境变量",
    "help.codes.text": """\
0    正常结束，无论找到多少
1    正常结束，但有总计高于 --fail-above
2    用法不对，或者有文件读不出、写不了
130  被 Ctrl-C 中断""",
    "help.environment.text": """\
SIMCHECK_CORPUS  语料库的位置
SIMCHECK_LANG    界面语言，zh 或 en
NO_COLOR         不用颜色；FORCE_COLOR 总用颜色；COLUMNS 指定宽度""",
    "help.program.about": "找出中文公文、总结、汇报里重复使用的文字，并逐处对照。\n全程本机运行，不联网。",
    "help.program.usage": "simcheck 命令 [选项]…",
    "help.program.examples": """\
simcheck compare 述职报告.txt 工作总结.txt
simcheck compare 去年.txt 今年.txt -o 结果.json -o 结果.md
simcheck corpus add 历年文稿/
simcheck check 今年.txt
simcheck show 结果.json --view paragraphs
simcheck check --help""",
    "help.compare.short": "比较两份文稿",
    "help.compare.about": """\
比较两份文稿：多少文字重合，在哪里，改了什么。

A、B 是文本文件（.txt .md），其中一个可以是 -（标准输入）。
左边总是 A；两个方向的比例都会给出。""",
    "help.compare.usage": "simcheck compare A B [选项]…",
    "help.compare.examples": """\
simcheck compare 述职报告.txt 工作总结.txt
simcheck compare 述职报告.txt 工作总结.txt --all --view side
simcheck compare 去年.txt 今年.txt --without boilerplate -o 结果.md
simcheck compare 去年.txt 今年.txt --fail-above 30 -q
cat 今年.txt | simcheck compare - 去年.txt --json""",
    "help.check.short": "拿文稿和语料库比对",
    "help.check.about": """\
拿文稿和语料库比对：多少文字在语料库里也有，在哪里，改了什么。

FILE 是文本文件（.txt .md），其中一个可以是 -（标准输入）。
一份文稿给出总数和来源，-n 5 再显示最长的 5 处，--all 显示全部。
几份文稿给出一张表，比例高的在前；-n、--all 改为逐份显示。
文稿已经在语料库里时，不和自己比。""",
    "help.check.usage": "simcheck check FILE… [选项]…",
    "help.check.examples": """\
simcheck check 工作总结.txt
simcheck check 工作总结.txt -n 5 --without boilerplate
simcheck check 工作总结.txt --exclude 工作总结初稿.txt -o 结果.md
simcheck check 上报/*.txt --before 2024 --fail-above 30
simcheck check 上报/*.txt --json > 结果.jsonl""",
    "help.corpus.short": "管理语料库：收录、列出、概况、移出、重建索引",
    "help.corpus.about": """\
管理语料库，也就是收录在一起、供 check 比对的文稿。

语料库放在一个文件夹的 .simcheck 里，文件夹里别的东西不会动。""",
    "help.corpus.usage": "simcheck corpus 命令 [选项]…",
    "help.corpus.examples": """\
simcheck corpus add 历年文稿/
simcheck corpus list --sort date
simcheck corpus stats --corpus 语料库/""",
    "help.corpus.add.short": "收录文稿：文件、文件夹、.zip、.jsonl",
    "help.corpus.add.about": """\
收录文稿。还没有语料库时就建一个。可以反复运行：没有变过的不会再读，
改过的成为新版本，逐字相同的文字只存一份。

PATH 是文件、文件夹（连同下级文件夹）、.zip 压缩包，或每行一篇的 .jsonl
（text 或 content，另可有 id title date unit author）。
文件夹里若有 metadata.csv，就用它说明各篇的单位、日期等。
Ctrl-C 随时可以停，收录好的都在。""",
    "help.corpus.add.usage": "simcheck corpus add PATH… [选项]…",
    "help.corpus.add.examples": """\
simcheck corpus add 历年文稿/
simcheck corpus add 2024/ --meta unit=柳湾镇 --meta date=2024
simcheck corpus add 各村上报.zip
simcheck corpus add 范文/ --metadata 登记表.csv --corpus 语料库/""",
    "help.corpus.list.short": "列出收录的文稿",
    "help.corpus.list.about": """\
列出收录的文稿。终端上先列 20 篇；不在终端上时全部列出，用制表符分列，
第一行是列名。--json 每行一篇（JSON Lines）。""",
    "help.corpus.list.usage": "simcheck corpus list [选项]…",
    "help.corpus.list.examples": """\
simcheck corpus list
simcheck corpus list --sort length -n 5
simcheck corpus list --json > 目录.jsonl""",
    "help.corpus.stats.short": "语料库的概况，和没能收录的文件",
    "help.corpus.stats.about": "语料库的概况：多少文稿和文字，什么格式和年份，索引的状态，没能收录的文件。",
    "help.corpus.stats.usage": "simcheck corpus stats [选项]…",
    "help.corpus.stats.examples": """\
simcheck corpus stats
simcheck corpus stats --verify
simcheck corpus stats --json""",
    "help.corpus.phrases.short": "语料库自己的套话，可以添、可以去",
    "help.corpus.phrases.about": """\
语料库自己的套话：在五种以上不同前后文里都有的句子，最常见的在前。
按前后文计，不按篇数：一段话给很多篇照抄，不算套话。
--add 另算作套话，--strike 不算套话；都记在语料库的 phrases.txt 里，一行一句，
行首是 - 的不算，可以直接改。""",
    "help.corpus.phrases.usage": "simcheck corpus phrases [选项]…",
    "help.corpus.phrases.examples": """\
simcheck corpus phrases
simcheck corpus phrases -n 200 --json > 套话.jsonl
simcheck corpus phrases --add 打造湖畔云上茶乡
simcheck corpus phrases --strike 实行一把钥匙管到底""",
    "help.corpus.remove.short": "移出文稿",
    "help.corpus.remove.about": """\
从语料库移出文稿：先列出来，终端上要确认。文件本身不动。

ID 是编号（至少前 4 位）或名称，见 simcheck corpus list。
全部移出，或者一篇也不移出。""",
    "help.corpus.remove.usage": "simcheck corpus remove ID… [选项]…",
    "help.corpus.remove.examples": """\
simcheck corpus remove 3f2a91
simcheck corpus remove 3f2a91 2018年述职报告.txt --yes""",
    "help.corpus.rebuild.short": "按当前设置重建索引，文稿不动",
    "help.corpus.rebuild.about": """\
用存好的文稿重建索引：升级以后设置变了，或者索引坏了的时候用。
文稿不动；没有建完之前，旧的索引照常使用。""",
    "help.corpus.rebuild.usage": "simcheck corpus rebuild [选项]…",
    "help.corpus.rebuild.examples": "simcheck corpus rebuild",
    "help.show.short": "把保存的结果重新显示或转成别的格式，不重新计算",
    "help.show.about": "把 compare 或 check 保存的结果（.json）重新显示或转成别的格式，不重新计算。",
    "help.show.usage": "simcheck show RESULT.json [选项]…",
    "help.show.examples": """\
simcheck show 结果.json
simcheck show 结果.json --all --view side
simcheck show 结果.json -o 结果.md -o 结果.csv""",
    "help.background.short": "用自己的文稿统计哪些是套话",
    "help.background.about": "统计常见的词句，供比较时判断哪些是套话。",
    "help.background.usage": "simcheck background 命令 [选项]…",
    "help.background.examples": "simcheck background build 历年文稿/ -o 套话.npz",
    "help.background.build.short": "从一批文稿统计",
    "help.background.build.about": """\
从一批文稿统计词句的常见程度，写成一个文件。

PATH 是放 .txt、.md 的文件夹（连同下级文件夹），或每行一个 {{"text": …}}
的 .jsonl；第一个 PATH 最要紧。
写出的文件里只有数字，没有原文。""",
    "help.background.build.usage": "simcheck background build PATH… -o FILE",
    "help.background.build.examples": "simcheck background build 历年文稿/ -o 套话.npz",
    "option.output": "写成文件，看后缀 .json .docx .md .csv .txt；可重复",
    "option.json": "在标准输出给出完整结果（JSON）",
    "option.no_text": "JSON 和 CSV 里不放原文",
    "option.view": "怎样显示：auto inline side list paragraphs none",
    "option.limit": "显示最长的 N 处（文件里总是全部）",
    "option.everything": "全部显示，长段也不省略",
    "option.min_length": "连续相同多少字才计入（默认 13）",
    "option.encoding": "文稿的编码，自动认不出时用",
    "option.background": "判断套话所依据的词句频次文件；none 表示不用",
    "option.without": "不计入比例：boilerplate 套话、quoted 引用、own 本人",
    "option.own": "来源是本人旧稿（记录编号或文件名）；可重复",
    "option.compare.own": "两份是同一作者的",
    "option.templates": "大家都拿到的模板，它给的文字不计入比例；可重复",
    "option.fail_above": "A 的总计高于这个百分比时，退出码为 1",
    "option.lang": "界面语言：zh en（默认看系统）",
    "option.color": "颜色：auto always never",
    "option.quiet": "只要结果；有 -o 时只写文件",
    "option.force": "-o 的文件已有也盖掉",
    "option.corpus.add.force": "像是 simcheck 的结果，也收",
    "option.verbose": "说明读取和计算的细节",
    "option.debug": "出错时给出程序的调用过程",
    "option.help": "显示这页说明",
    "option.version": "显示版本",
    "option.table": "写到哪个文件",
    "option.phrases": "另算作套话的句子，一行一句（默认随附的）；none 表示不用",
    "option.corpus": "语料库在哪（默认 $SIMCHECK_CORPUS，否则 corpus）",
    "option.exclude": "不拿这一篇作来源，写编号或名称；可重复",
    "option.before": "只和这一天之前的文稿比，例如 2024 2024-06",
    "option.meta": "说明这一批文稿，例如 unit=柳湾镇；可重复",
    "option.sheet": "说明各篇的表，第一列是文件名",
    "option.sort": "次序：name length date added",
    "option.verify": "把原文和索引读一遍，看是否完好",
    "option.yes": "不再确认",
    "option.check.limit": "显示最长的 N 处（默认 0，只有总数和来源）",
    "option.check.output": "写成文件，看后缀 .json .docx .md .csv .txt；可重复",
    "option.check.json": "在标准输出给出完整结果，一份一行（JSON）",
    "option.check.everything": "显示每一处，长段也不省略",
    "option.check.fail_above": "有文稿的总计高于这个百分比时，退出码为 1",
    "option.corpus.add.quiet": "只说读不出的文件",
    "option.corpus.add.verbose": "逐个列出收录和读不出的文件",
    "option.add": "另算作套话的句子；可重复",
    "option.strike": "不算套话的句子；可重复",
    "option.corpus.phrases.limit": "列出 N 句（默认 30）",
    "option.corpus.phrases.json": "每行一句，JSON",
    "option.corpus.phrases.quiet": "不要表头和提示",
    "phrases.texts": "篇",
    "phrases.contexts": "前后文",
    "phrases.by": "认得",
    "phrases.words": "句子",
    "phrases.table": "随附的表",
    "phrases.here": "语料库",
    "phrases.none": "还没有哪句话在五种以上不同的前后文里都有。",
    "phrases.added": "另算作套话 {count} 句",
    "phrases.struck": "不算套话 {count} 句",
    "phrases.hint": "下一次 check 就按这些算。",
    "option.corpus.list.limit": "列出 N 篇；0 为全部",
    "option.corpus.list.json": "每行一篇，JSON",
    "option.corpus.list.quiet": "不要表头和提示",
    "option.corpus.stats.json": "JSON",
    "option.corpus.remove.quiet": "不列出，也不说结果",
    "option.corpus.rebuild.quiet": "不说结果",
}

EN: Final[Mapping[str, str]] = {
    # the program
    "about": "finds reused text in Chinese work reports, and shows it side by side.",
    "local": "Everything runs on this machine; nothing is sent anywhere.",
    "closing": "Similar wording is a fact; copying is a judgement. Read both before deciding.",
    "welcome": """\
simcheck {version}  {about}
{local}

Compare two documents:
  simcheck compare report.txt summary.txt
Collect documents into a corpus:
  simcheck corpus add documents/
Check a document against the corpus:
  simcheck check summary.txt

All commands and options:
  simcheck --help
""",
    "interrupted": "Interrupted; no half-written file was left behind.",
    "error.memory.title": "there was not enough memory to finish",
    "error.memory.advice": "close other programs and try again, or split the document, or the corpus",
    "saved": "saved {path}",
    "built": "{documents} {documents:document|documents}, {phrases} common phrases, saved {path}",
    "above": "total {ratio}, above --fail-above {limit}%",
    "detail.document": "{document}: {characters} {characters:char|chars}, "
    "{paragraphs} {paragraphs:paragraph|paragraphs}",
    "detail.settings": "shortest run that counts: {minimum}; set phrases by {background}",
    "shipped": "the frequencies that come with simcheck",
    "above.document": "{document}: total {ratio}, above --fail-above {limit}%",
    "above.unreadable": "{count} {count:document|documents} could not be read; see above",
    "progress.background": "counting  {done} {done:document|documents}",
    "progress.add": "adding  {done} of {total} {total:document|documents}",
    "progress.add.pace": "adding  {done} of {total} {total:document|documents}  {rate} MB/s  about {left} left",
    "progress.add.last": "adding  {done} of {total} {total:document|documents}  finishing the index",
    "progress.rebuild": "rebuilding  {done} of {total} {total:document|documents}",
    "progress.sources": "comparing  {done} of {total} {total:source|sources}",
    "progress.files": "comparing  {done} of {total} {total:document|documents}",
    "stdin": "standard input",
    # numbers
    "chars": "{n} {n:char|chars}",
    "chars.of": "{part} / {whole} {whole:char|chars}",
    "paragraphs": "{n} {n:paragraph|paragraphs}",
    "documents.direction": "{ratio} of {left} is also in {right}",
    "documents.direction.without": "{ratio} of {left} is also in {right}, without {flags}",
    "strip.title": "Where ({document}, beginning → end)",
    "kinds.kind": "kind",
    "kinds.findings": "found",
    "kinds.characters": "chars",
    "kinds.share": "of all",
    "kinds.boilerplate": "set phrases",
    "kinds.boilerplate.without": "set phrases, left out",
    "apart": "{label} {ratio} ({part} / {whole} chars)",
    "kind.identical": "identical",
    "kind.edited": "edited",
    "kind.refilled": "refilled",
    "kind.rewritten": "rewritten",
    "flag.boilerplate": "set phrase",
    "flag.quoted": "quoted",
    "flag.own": "own text",
    "flag.template": "template",
    "gutter.identical": "=",
    "gutter.edited": "~",
    "gutter.refilled": "#",
    "gutter.rewritten": "%",
    "gutter.boilerplate": ".",
    "gutter.quoted": '"',
    "gutter.own": "o",
    "gutter.template": "t",
    "nothing": "No run of {minimum} or more equal characters was found, and no rewritten passage.",
    # passages
    "hint.kinds": "The longest of each kind; {total} in all. --all shows every one, -o result.json keeps them",
    "hint.some": "{shown} of {total} shown. --all shows every one, -o result.json keeps them",
    "hint.marks": "Marks: [-words of the source-]{{+words of the document+}}; outside │ is not part of the match",
    "hint.marks.side": "Marks: {{+words of the document+}} [-words of the source-]; outside │ is not part of the match",
    "hint.marks.colour": "Marks: underlined in the document, [bracketed] in the source; other dim text is outside",
    "hint.marks.side.colour": "Marks: underlined words differ; dim is not part of the match",
    "finding.title": "No. {n:d}  {kind}  {characters} {characters:char|chars}",
    "finding.edited": "{edits} {edits:edit|edits}",
    "finding.figures": "only {edits} {edits:number differs|numbers differ}",
    "finding.names": "{edits} {edits:edit|edits}, mostly names and numbers",
    "finding.moved": "in another order",
    "place": "{document} {page}para {paragraphs}, {start:d}–{end:d}",
    "place.bare": "{page}para {paragraphs}, {start:d}–{end:d}",
    "place.page": "page {pages}, ",
    "left-out": "… ({n} {n:char|chars} left out) …",
    "refills": "What was refilled (document ← {source})",
    "refills.nothing": "(nothing)",
    "refills.figures": "{n} {n:figure|figures} taken over unchanged",
    "refills.more": "{words} and others, {n} in all",
    "slot.name": "names",
    "slot.date": "dates",
    "slot.number": "figures",
    "slot.ordinal": "ordinals",
    "slot.blank": "blanks",
    "inside": "{flag} inside: {words}",
    "inside.more": "{words} and others, {n} in all",
    "inside.quoted": "“{words}” ({source})",
    "inside.words": "“{words}”",
    "why.phrase": "what everybody writes",
    "why.weak": "too short or too common to tell anything by itself",
    "why.notice": "a web site's notice",
    "own": "({n} {n:char|chars} of the document's own)",
    "skipped": "({n} more {n:char|chars} in the source)",
    "list.n": "no.",
    "list.kind": "kind",
    "list.characters": "chars",
    "list.left": "para",
    "list.right": "source",
    "list.start": "begins",
    "paragraphs.number": "para",
    "paragraphs.characters": "chars",
    "paragraphs.share": "shared",
    "paragraphs.right": "source",
    "paragraphs.kinds": "kinds",
    "paragraphs.start": "begins",
    # saved reports
    "report.title": "Reused text",
    # comments in a Word document
    "annotated.source": "source {name}: {ratio}",
    "annotated.colours": "colours: {colours}",
    "annotated.anew": "The form of the original is not kept, because it was changed since it was read or cannot be "
    "copied as it is: this document was made of the words that were read.",
    "annotated.colour": "{colour} {name}",
    "annotated.from": "source: {place}",
    "annotated.share": "{ratio} of the document",
    "annotated.pairs": "replaced: {pairs}",
    "annotated.excerpt": "the source has: {words}",
    "ellipsis": "…",
    "colour.identical": "red",
    "colour.edited": "orange",
    "colour.refilled": "blue",
    "colour.rewritten": "violet",
    "colour.boilerplate": "grey",
    "colour.quoted": "green",
    "colour.template": "pale grey",
    "report.findings": "Passages",
    "report.paragraphs": "Paragraphs",
    "report.rule": "The shortest run that counts has {minimum} characters; "
    "each character counts once; white space and invisible characters do not count.",
    "report.ratios": "The share in all is how much of the document also stands in a source; without quotations, "
    "own texts and set phrases, their characters are taken from part and whole alike; the largest source is the one "
    "that shares most. What a template gave counts nowhere.",
    "report.marks": "Struck out: words of the source; bold: words of the document.",
    "column.n": "no.",
    "column.kind": "kind",
    "column.boilerplate": "set phrase",
    "column.characters": "characters",
    "column.edits": "edits",
    "column.left": "document",
    "column.left_pages": "document pages",
    "column.left_paragraphs": "document paragraphs",
    "column.left_start": "document start",
    "column.left_end": "document end",
    "column.right": "source",
    "column.right_pages": "source pages",
    "column.right_paragraphs": "source paragraphs",
    "column.right_start": "source start",
    "column.right_end": "source end",
    "column.left_text": "document text",
    "column.right_text": "source text",
    "column.flags": "flags",
    "column.substitutions": "refilled",
    "column.figures": "figures kept",
    "column.bits": "evidence (bits)",
    "column.expected": "by chance",
    "yes": "yes",
    # the corpus
    "corpus.added": "added {count} {count:document|documents} ({characters} {characters:char|chars})",
    "corpus.changed": "updated {count}",
    "corpus.known": "{count} known already",
    "corpus.unreadable": "{count} unreadable",
    "corpus.closed": "note: others could read the corpus in {folder}; it is readable by its owner only now",
    "corpus.exposed": "warning: others can read the corpus in {folder}, and that cannot be changed; "
    "it holds whole documents",
    "corpus.results": "{count} {count:looks like a result|look like results} of simcheck, not added",
    "corpus.results.force": "--force adds what is a document all the same",
    "corpus.outside": "{count} {count:link leads|links lead} out of the folder, not followed",
    "corpus.nothing": "no documents were found",
    "corpus.nothing.new": "nothing new",
    "corpus.twins": "{count} of them {count:has|have} the very same text as another; it is stored once",
    "corpus.more": "{count} more (-v lists all)",
    "corpus.more.unreadable": "{count} more unreadable (--json lists all)",
    "corpus.size": "The corpus in {folder} now holds {count} {count:document|documents}. Time: {time}",
    "corpus.rebuilt": "The index was rebuilt: {texts} {texts:document|documents}, {size}. Time: {time}",
    "corpus.unmatched": "{count} {count:row|rows} of {sheet} {count:names|name} no document: {names}",
    "corpus.interrupted": "Interrupted. {count} new {count:document is|documents are} stored, "
    "the corpus holds {total}; run the same command again to go on.",
    "corpus.interrupted.rebuild": "Interrupted. The corpus is as it was, with its old index.",
    "corpus.removing": "To be removed, {count} {count:document|documents}:",
    "corpus.remove.more": "{count} more",
    "corpus.question": "Remove {count:this document|these {count} documents} from the corpus? "
    "Files are not touched. (y/N) ",
    "corpus.kept": "Nothing was removed.",
    "corpus.removed": "Removed {count} {count:document|documents}; the corpus holds {total}. No file was touched.",
    "corpus.empty": "The corpus in {folder} holds no documents yet. To add some: simcheck corpus add documents/",
    "corpus.shown": "{shown} of {total} shown. --limit 0 lists all, --sort length sorts by length",
    "seconds": "{n} s",
    "minutes": "{minutes} min {seconds} s",
    "hours": "{hours} h {minutes} min",
    "record.id": "id",
    "record.name": "name",
    "record.characters": "chars",
    "record.paragraphs": "para",
    "record.date": "date",
    "record.added": "added",
    "record.version": "version",
    "record.place": "from",
    "stats.folder": "Corpus",
    "stats.documents": "Documents",
    "stats.documents.count": "{count}",
    "stats.documents.twins": "{count} ({twins} with the very same text as another, stored once)",
    "stats.text": "Text",
    "stats.text.count": "{characters} {characters:char|chars}, {paragraphs} {paragraphs:paragraph|paragraphs}",
    "stats.lengths": "Lengths",
    "stats.lengths.spread": "median {median} chars, shortest {shortest}, longest {longest}",
    "stats.formats": "Formats",
    "stats.format.none": "no suffix",
    "stats.years": "Years",
    "stats.years.none": "no date is known",
    "stats.years.range": "{first:d}–{last:d}, most from {most:d} ({count})",
    "stats.years.one": "{first:d}",
    "stats.years.undated": "{count} without a known date",
    "stats.index": "Index",
    "stats.index.fits": "{size}, updated {time}, fits the current settings",
    "stats.index.differs": "{size}, updated {time}, made with other settings: simcheck corpus rebuild{at}",
    "stats.originals": "Originals",
    "stats.verified": "Verified",
    "stats.verified.well": "originals and index were read once; all is as it was written",
    "stats.unreadable": "Could not be added: {count}",
    # short reasons, in lists
    "short.not-found": "no longer there",
    "short.no-access": "may not be read by you",
    "short.is-folder": "a folder",
    "short.empty": "no text in it",
    "short.not-text": "not text ({looks_like})",
    "short.not-text.none": "not text",
    "short.unknown-encoding": "unknown encoding",
    "short.too-large": "too large for one document",
    "short.damaged": "incomplete or damaged",
    "short.encrypted": "needs a password",
    "short.own-result": "looks like a result of simcheck",
    "short.no-text-layer": "{pages} {pages:page|pages}, no text but images",
    "short.invalid-settings": "{reason}",
    # the sources of a check
    "check.corpus": "corpus {folder}   {documents} {documents:document|documents}, updated {date}",
    "check.same": "The very same text in {n} {n:document|documents}: {names}",
    "check.more": "{names} and {n} more",
    "check.apart": "Not counting {n:it|them}:",
    "check.apart.nothing": "Besides, no run of {minimum} or more equal characters was found, and no rewritten passage.",
    "check.total": "shared in all",
    "check.without.boilerplate": "without set phrases",
    "check.without.quoted": "without quotations",
    "check.without.own": "without own texts",
    "check.without.boilerplate-quoted": "without quotations and set phrases",
    "check.largest": "largest source",
    "check.left-out": "The largest source, the strip and the sources are counted without {flags}.",
    "check.strip": "Where (beginning → end)",
    "check.nothing": "No run of {minimum} or more equal characters was found in the {documents} "
    "{documents:document|documents} of the corpus, and no rewritten passage.",
    "check.nothing.empty": "The corpus has no documents yet; there is nothing to compare with.",
    "check.also": "also in {sources}",
    "check.hint": "Passage by passage: {command} -n 5",
    "check.hint.more": "--all shows all {total}, -o result.json keeps them",
    "check.hint.some": "{shown} of {total} shown, each wording once while there are others. --all shows every one",
    "check.document": "checked",
    "check.overview.total": "shared",
    "check.overview.told": "w/o phrases",
    "check.overview.largest": "largest source",
    "check.overview.notes": "notes",
    "check.overview.phrases": "phrases only",
    "check.overview.same": "same text: {name}",
    "check.overview.order": "{n} {n:document|documents}, those that share most without set phrases first.",
    "source.name": "source",
    "source.id": "source id",
    "source.characters": "chars",
    "source.share": "of all",
    "source.told": "w/o phrases",
    "source.longest": "longest",
    "source.kinds": "kinds",
    "source.copies": "{n} more with the very same text: {names}",
    "source.few": "{n} more with fewer than {limit} chars each",
    "source.phrases": "{n} more {n:shares|share} set phrases only",
    "source.phrases.only": "{n} {n:document shares|documents share} set phrases only",
    "source.only": "{words}: {part} {part:char|chars}, {ratio} of all",
    "source.left-out": "{words}, left out",
    # notes
    "notes": "Worth knowing",
    "note.encoding": "{document} was read as {encoding}",
    "note.replaced": "{document}: {count} {count:byte sequence was|byte sequences were} not text and became U+FFFD, "
    "the first at byte {offset}",
    "note.slipped": "{document} seems to have lost bytes in {count} {count:place|places}, the first in line {line} at "
    "“{text}”: some characters there may be wrong",
    "note.site-notice": "{document} carries a web site's notice “{text}” ({count} {count:time|times}): "
    "a notice, counted as a set phrase and not as reuse",
    "note.hidden": "{document} holds {count} invisible {count:character|characters} ({characters}), "
    "removed before comparing",
    "note.look-alike": "{document} holds {count} look-alike {count:character|characters} ({characters}), "
    "put back before comparing",
    "note.traditional": "{document} holds {count} traditional {count:character|characters}, compared as simplified",
    "note.same-document": "both sides are the same text",
    "note.capped": "{document} repeats itself a lot: not every pair of places is listed, "
    "but both sides are counted in full",
    "note.short": "{document} has only {length} {length:character|characters}, fewer than the {minimum} that count",
    "note.hidden-text": "{document} has {count} hidden {count:character|characters}, left out",
    "note.deleted-text": "{document} has {count} {count:character|characters} deleted in a revision, left out",
    "note.converted": "{document} was read after {program} had converted it",
    "note.no-text-layer": "{document}: {count:page|pages} {pages} {count:is an image and was|are images and were} "
    "not compared",
    "note.garbled-pages": "{document}: the text of {count:page|pages} {pages} is gibberish (its fonts do not say which "
    "characters they draw) and was not compared",
    "note.unfilled": "{document} has {count} {count:blank|blanks} left to fill in, the first in “{text}”",
    "note.own-said": "{source} was said to be the author's own text: what it shares is marked as own",
    "note.own-author": "{source} has the same author ({value}): what it shares is marked as own",
    "note.own-unit": "{source} is of the same unit ({value}): what it shares is marked as own",
    "note.left-behind": "perhaps forgotten: what paragraph {paragraph} took over has “{theirs}” of {source} "
    "({count} {count:time|times}), which elsewhere became “{own}”",
    "note.same-outline": "{same} of the {headings} headings are those of {source}, in the same order",
    "note.origin-earliest": "{count} sources hold the {characters} characters that begin in para {paragraphs}; "
    "probably it began in {source}, the earliest that is dated ({date})",
    "note.origin-fullest": "{count} sources hold the {characters} characters that begin in para {paragraphs}; "
    "probably it began in {source}, which has most of it",
    "note.origin-filled": "{count} sources hold the {characters} characters that begin in para {paragraphs}; "
    "probably it began in {source}, where blanks are filled in",
    "note.widespread": "{count} sources hold the {characters} characters that begin in para {paragraphs}",
    "note.own-record": "{document} is in the corpus itself (id {record}, added {added}); "
    "it was not compared with itself",
    "note.own-version": "the corpus holds another version of {document} (id {record}, added {added}); "
    "it was not compared with that",
    "note.undated": "{count} {count:document|documents} of the corpus {count:has|have} no known date and "
    "{count:was|were} not compared: {count:it|they} may not be earlier than --before",
    "note.not-compared": "{count} more {count:document|documents} may share text and {count:was|were} not compared in "
    "full: only the {limit} likeliest are",
    "note.other": "{document}: {code} {facts}",
    "both": "the two documents",
    # errors
    "label.error": "error",
    "label.note": "note",
    "label.reason": "why",
    "label.advice": "help",
    "joint": ", ",
    "semicolon": "; ",
    "comma": ", ",
    "error.not-found.title": "there is no file {path}",
    "error.not-found.advice": "names like it in the same folder: {similar}",
    "error.not-found.advice.none": "check the name and the folder; put quotation marks around names with spaces",
    "error.no-access.title": "{path} could not be read",
    "error.no-access.reason": "{reason}",
    "error.no-access.advice": "if you lack permission, ask its owner for access, or copy it to a folder of your own",
    "error.is-folder.title": "{path} is a folder; a document is needed here",
    "error.is-folder.advice": "name one document in it, for example: {entries}",
    "error.is-folder.advice.none": "name a document; this folder holds none that can be read",
    "error.empty.title": "{path} has no text in it",
    "error.empty.place": "{path} ({size} {size:byte|bytes})",
    "error.empty.advice": "see whether this is the right file, and whether it arrived complete",
    "error.not-text.title": "{path} is not text (it looks like {looks_like})",
    "error.not-text.title.none": "{path} is not text",
    "error.not-text.place": "{path} (first bytes {head})",
    "error.not-text.place.none": "{path}",
    "error.not-text.advice": "in its program save it as .docx, .pdf or .txt, or print it to a PDF, then compare",
    "error.not-text.advice.picture": "have its text recognized (OCR) and saved as .docx or .txt, then compare",
    "error.not-text.advice.archive": "unpack it and compare the documents in it; a .zip can be added as it is: "
    "simcheck corpus add FILE.zip",
    "error.not-text.advice.other": "see whether this is the right file; a document is needed here",
    "error.unknown-encoding.title": "the text encoding of {path} is not known",
    "error.unknown-encoding.place": "{path}, byte {offset}",
    "error.unknown-encoding.reason": "tried {tried}; none of them makes text of it",
    "error.unknown-encoding.advice": "name it with --encoding, for example: --encoding big5",
    "error.encrypted.title": "{path} can only be opened with a password",
    "error.encrypted.advice": "take the password off in its program, save a copy, then compare",
    "error.own-result.title": "{path} looks like a result of simcheck, and was not added",
    "error.own-result.advice": "a result repeats the words of other documents: add the documents themselves. "
    "--force adds it if it is a document all the same",
    "error.no-text-layer.title": "{path} has no text to read",
    "error.no-text-layer.place": "{path} ({pages} {pages:page, an image|pages, all images})",
    "error.no-text-layer.advice": "have its text recognized (OCR), for example: "
    "ocrmypdf -l chi_sim scan.pdf with-text.pdf",
    "error.damaged.title": "{path} cannot be opened: the file is incomplete or damaged",
    "error.damaged.place": "{path} ({reason})",
    "error.damaged.advice": "open it in its program and save it again, or save it as plain text (.txt)",
    "error.too-large.title": "{path} is too large for one document",
    "error.too-large.place": "{path} ({size} bytes; one document has at most {limit})",
    "error.too-large.advice": "split it, then compare the parts",
    "error.invalid-settings.title": "{name} cannot be {value}",
    "error.invalid-settings.reason": "{reason}",
    "error.invalid-settings.advice": "choose another value; see simcheck compare --help",
    "error.invalid-result.title": "{path} cannot be shown again",
    "error.invalid-result.reason": "{reason}",
    "error.invalid-result.advice": "compare and save once more: simcheck compare A B -o result.json",
    "error.invalid-result.advice.newer": "upgrade simcheck, then show it",
    "error.invalid-result.advice.no-text": "compare and save once more without --no-text: "
    "simcheck compare A B -o result.json",
    "error.invalid-result.advice.several": "save the line that you want as a .json file of its own, and show that",
    "error.invalid-result.advice.too-large": "compare with some of the texts only, or save a report: -o report.md",
    "error.invalid-result.advice.too-many": "compare with some of the texts only, or save a report: -o report.md",
    "error.cannot-write.title": "{path} cannot be written",
    "error.cannot-write.reason": "{reason}",
    "error.cannot-write.advice": "choose a place that can be written to, for example: -o ~/result.json",
    "error.would-overwrite.title": "{path} is there already, and was not overwritten",
    "error.would-overwrite.reason": "{reason}",
    "error.would-overwrite.advice": "choose another name, or add --force if what is there is not wanted any more",
    "error.invalid-settings.metadata.title": "the table {value} cannot be understood",
    "error.invalid-settings.metadata.reason": "{reason}",
    "error.invalid-settings.metadata.advice": "names of columns in the first line, names of files in the first column, "
    "for example: file,unit,date",
    "error.invalid-settings.PATH.title": "{value} cannot be read",
    "error.invalid-settings.PATH.reason": "{reason}",
    "error.invalid-settings.PATH.advice": 'one document a line, for example: {{"id": "1", "text": "…"}}',
    "error.corpus-not-written.title": "nothing could be written to the corpus {path}",
    "error.corpus-not-written.reason": "{reason}",
    "error.corpus-not-written.advice": "remove the cause and run the same command again; "
    "what was added before is not affected",
    "error.corpus-busy.title": "another program is writing to the corpus",
    "error.corpus-busy.place": "{path} ({holder}, process {process:d}, since {since})",
    "error.corpus-busy.place.none": "{path}",
    "error.corpus-busy.advice": "try again when it has finished; checking is not affected",
    "error.no-corpus.title": "there is no corpus here yet",
    "error.no-corpus.place": "{folder}",
    "error.no-corpus.advice": "make one: simcheck corpus add documents/{at}     or say where it is with --corpus",
    "error.index-damaged.title": "the index of the corpus is damaged; its documents are not affected",
    "error.index-damaged.place": "{file}",
    "error.index-damaged.reason": "{reason}",
    "error.index-damaged.advice": "make it again: simcheck corpus rebuild{at}     "
    "({texts} {texts:document|documents}, which stay as they are)",
    "error.catalogue-damaged.title": "the file with the documents of the corpus {folder} is damaged",
    "error.catalogue-damaged.place": "{file}",
    "error.catalogue-damaged.reason": "{reason}",
    "error.catalogue-damaged.advice": "put back a copy of this file; without one, rename .simcheck "
    "and add the original documents again",
    "error.index-mismatch.title": "the index was made with other settings; mixing them would give wrong results",
    "error.index-mismatch.place": "{folder}",
    "error.index-mismatch.advice": "make it again: simcheck corpus rebuild{at}     "
    "({texts} {texts:document|documents}, which stay as they are)",
    "error.newer-format.title": "a newer version of simcheck made this corpus "
    "(format {version}; this one reads up to {supported})",
    "error.newer-format.place": "{folder}",
    "error.newer-format.advice": "upgrade simcheck; nothing in the corpus was changed",
    "error.unsafe-corpus.title": "the corpus in {folder} holds what simcheck never puts there; it was not opened",
    "error.unsafe-corpus.place": "{file}",
    "error.unsafe-corpus.reason": "{reason}",
    "error.unsafe-corpus.advice": "add the documents themselves to a new corpus: "
    "simcheck corpus add documents/ --corpus new",
    "error.corpus-replaced.title": "the corpus in {folder} was moved, deleted or replaced while it was in use; "
    "it was left alone",
    "error.corpus-replaced.place": "{folder}",
    "error.corpus-replaced.advice": "see whether this folder is the one that is meant, and run the same command again",
    "error.unknown-record.title": "the corpus has no {wanted}",
    "error.unknown-record.place": "{folder}",
    "error.unknown-record.advice": "names like it: {similar}",
    "error.unknown-record.advice.none": "for ids and names see simcheck corpus list{at}",
    "setting": "setting",
    "setting.there": "in the index",
    "setting.here": "now",
    "setting.gram": "characters of a fingerprint",
    "setting.window": "window of fingerprints (characters)",
    "setting.word_gram": "words of a fingerprint",
    "setting.word_window": "window of fingerprints (words)",
    "setting.passage": "length of a signed passage",
    "setting.functions": "functions of a signature",
    "setting.alike": "likeness of signatures",
    "setting.hash": "hashing",
    "setting.words": "dictionary",
    "setting.folding": "table of character forms",
    "error.unexpected.title": "unexpected error: the fault lies in simcheck, not in what you did.",
    "error.unexpected.advice": "run it again with --debug and give the output to simcheck's authors "
    "(remove your texts first)",
    "reason.range-4-1000": "it has to be between 4 and 1000",
    "reason.not-json": "its content is not JSON",
    "reason.newer": "a newer version of simcheck saved it; upgrade first",
    "reason.no-text": "it was saved with --no-text, so the texts are not in it",
    "reason.not-ours": "it is not a result saved by simcheck, or not a complete one",
    "reason.altered": "its places, sources or numbers contradict each other: it was changed after it was saved, "
    "or is not complete",
    "reason.several": "it holds {count} results, one a line; one can be shown at a time",
    "reason.too-large": "it is too large: {count} characters at most",
    "reason.too-many": "it has more passages, blocks and marks than can be counted",
    "reason.no-folder": "the folder does not exist",
    "reason.is-folder": "it is a folder",
    "reason.is-input": "a document stands there, and the table would take its place",
    "reason.foreign": "simcheck did not write it",
    "reason.changed": "simcheck wrote it, and somebody has changed it since",
    "reason.is-device": "it is a device, not a file",
    "reason.closed-input": "standard input is closed",
    "reason.no-process": "the system does not start another process to read it",
    "reason.own-folder": "that is the folder in which simcheck keeps a corpus",
    "reason.no-name": "the name has characters that no file name may have",
    "reason.nobody-reads": "nobody reads at the other end of the pipe",
    "reason.no-permission": "you may not write there",
    "reason.read-only": "the disk is read-only",
    "reason.disk-full": "the disk is full",
    "reason.unknown-encoding": "there is no encoding of this name",
    "reason.Permission denied": "this user may not read it",
    "reason.not-a-text-record": "this line is not JSON with text or content",
    "reason.bad-field": "its id, title, unit, date and author have to be words of at most 2,000 characters, or numbers",
    "reason.same-id": "an earlier line has the same id",
    "reason.not-a-table": "it is not a table, or a column has no name",
    "reason.no-file-column": "the first column has to be called file (or 文件)",
    "reason.column-twice": "two columns mean the same",
    "reason.no-file": "this line names no file",
    "reason.twice": "an earlier line names the same file",
    "reason.too-many-rows": "it has too many rows: a million at most",
    "reason.too-long": "a cell is too long: 10,000 characters at most",
    "reason.bad-date": "the date is not understood; it has to look like 2018, 2018-12 or 2018-12-03",
    "reason.not-negative": "it has to be a number between 0 and 1,000,000",
    "reason.not-a-setting": "this setting has no such value",
    "reason.not-folder": "a file stands in its place",
    "reason.busy": "it is being written to",
    "reason.size": "its length is not the recorded one; power or disk space may have run out while it was written",
    "reason.missing": "the file is gone",
    "reason.directory": "its ends do not fit; power or disk space may have run out while it was written",
    "reason.format": "its format is not that of this version",
    "reason.check": "its content does not fit its checksum; the disk may be failing",
    "reason.contents": "lengths or places in it do not fit",
    "reason.texts": "it does not fit the documents that are stored",
    "reason.names": "simcheck did not write what it says of the index files",
    "reason.values": "it says what simcheck cannot have written",
    "reason.schema": "it has tables or triggers that simcheck never made",
    "reason.link": "it is a link",
    "reason.hard-link": "it has other names (hard links): to write it would change a file elsewhere",
    "reason.not-a-file": "it is no regular file",
    "reason.not-a-folder": "it is no folder",
    "reason.journal": "this journal would have a file elsewhere deleted",
    "reason.other-scheme": "it was counted by another method, which does not go with this version",
    "reason.not-a-background": "it is not a file written by simcheck background",
    "looks.image": "image",
    "looks.icon": "icon",
    "looks.document": "document",
    "looks.archive": "archive",
    "looks.program": "program",
    "looks.database": "database",
    "looks.audio": "audio",
    "looks.video": "video",
    "looks.font": "font",
    "looks.workbook": "workbook",
    "looks.spreadsheet": "spreadsheet",
    "looks.presentation": "presentation",
    "looks.book": "book",
    "looks.text": "text",
    "looks.message": "message",
    "looks.shortcut": "shortcut",
    "looks.encrypted": "encrypted",
    "looks.binary": "binary",
    "looks.data": "data",
    "looks.pipe": "pipe",
    "looks.socket": "socket",
    "looks.device": "device",
    # wrong usage
    "usage.option.title": "there is no option {option}",
    "usage.option.advice": "did you mean {near}?     {help}",
    "usage.option.advice.none": "{help}",
    "usage.command.title": "there is no command {command}",
    "usage.command.advice": "did you mean {near}?     {help}",
    "usage.command.advice.none": "{help}",
    "usage.missing.title": "{name} is missing",
    "usage.missing.advice": "{help}",
    "usage.extra.title": "unexpected argument {extra}",
    "usage.extra.advice": "put quotation marks around names with spaces     {help}",
    "usage.no-value.title": "{option} needs a value",
    "usage.no-value.advice": "{help}",
    "usage.choice.title": "{option} cannot be {value}",
    "usage.choice.advice": "it can be {choices}     {help}",
    "usage.number.title": "{option} needs a number; {value} will not do",
    "usage.number.advice": "from {lowest} to {highest}     {help}",
    "usage.suffix.title": "it is not clear in what format to write {path}",
    "usage.suffix.advice": "let the name end in {suffixes}, for example: -o result.json",
    "usage.overwrite.title": "-o {path} would overwrite a document that is being compared",
    "usage.overwrite.advice": "choose another name, for example: -o result.json",
    "usage.original.title": "-o {path} would overwrite a document that a corpus was made from",
    "usage.original.advice": "choose another name, for example: -o result.json",
    "usage.same-output.title": "two -o write the same file: {path}",
    "usage.same-output.advice": "give each format a name of its own, for example: -o result.json -o result.md",
    "usage.both-stdin.title": "standard input can be one of the documents, not both",
    "usage.both-stdin.advice": "save the other one as a file: simcheck compare document.txt -",
    "usage.phrase.title": "“{words}” cannot be a set phrase",
    "usage.phrase.advice": "{least} characters at least, and neither - nor # in front     {help}",
    "usage.stdin-twice.title": "standard input can be used once only",
    "usage.stdin-twice.advice": "write one -, and save the others as files     {help}",
    "usage.date.title": "{option} needs a date; {value} is not understood",
    "usage.date.advice": "like 2018, 2018-12 or 2018-12-03     {help}",
    "usage.meta.title": "--meta needs NAME=VALUE; {value} will not do",
    "usage.meta.advice": "for example: --meta unit=柳湾镇 --meta date=2024     {help}",
    "usage.own-folder.title": "{path} belongs to the corpus itself and cannot be added",
    "usage.own-folder.advice": "name the folder that holds the documents     {help}",
    "usage.several.title": "{wanted} may be any of {count} documents; none was removed",
    "usage.several.advice": "write the whole id, for example: simcheck corpus remove {ids}",
    "usage.unconfirmed.title": "{count} {count:document is|documents are} to be removed, "
    "and there is no terminal to ask on",
    "usage.unconfirmed.advice": "add --yes if that is what you want     {help}",
    "usage.other.title": "{message}",
    "usage.other.advice": "{help}",
    # help
    "help.usage": "Usage",
    "help.commands": "Commands",
    "help.options": "Options",
    "help.examples": "Examples",
    "help.codes": "Exit codes",
    "help.environment": "Environment",
    "help.codes.text": """\
0    finished, whatever was found
1    finished, and a total is above --fail-above
2    wrong usage, or a file could not be read or written
130  interrupted by Ctrl-C""",
    "help.environment.text": """\
SIMCHECK_CORPUS  where the corpus is
SIMCHECK_LANG    language of the interface, zh or en
NO_COLOR         no colours; FORCE_COLOR: always; COLUMNS: the width""",
    "help.program.about": "Finds reused text in Chinese work reports, and shows it side by side.\n"
    "Everything runs on this machine; nothing is sent (全程本机运行，不联网).",
    "help.program.usage": "simcheck COMMAND [OPTIONS]…",
    "help.program.examples": """\
simcheck compare report.txt summary.txt
simcheck compare last.txt this.txt -o result.json -o result.md
simcheck corpus add documents/
simcheck check this.txt
simcheck show result.json --view paragraphs
simcheck check --help""",
    "help.compare.short": "compare two documents",
    "help.compare.about": """\
Compare two documents: how much text they share, where, and what was changed.

A and B are text files (.txt .md); one of them may be - (standard input).
A is always on the left; the shares of both directions are given.""",
    "help.compare.usage": "simcheck compare A B [OPTIONS]…",
    "help.compare.examples": """\
simcheck compare report.txt summary.txt
simcheck compare report.txt summary.txt --all --view side
simcheck compare last.txt this.txt --without boilerplate -o result.md
simcheck compare last.txt this.txt --fail-above 30 -q
cat this.txt | simcheck compare - last.txt --json""",
    "help.check.short": "check documents against the corpus",
    "help.check.about": """\
Check documents against the corpus: how much of the text is in it as well,
where, and what was changed.

FILE is a text file (.txt .md); one of them may be - (standard input).
One document gives its totals and sources; -n 5 adds the 5 longest passages,
--all every one. Several give one table, the highest share first; with -n or
--all, each is shown in turn instead.
A document that is in the corpus is not compared with itself.""",
    "help.check.usage": "simcheck check FILE… [OPTIONS]…",
    "help.check.examples": """\
simcheck check summary.txt
simcheck check summary.txt -n 5 --without boilerplate
simcheck check summary.txt --exclude draft.txt -o result.md
simcheck check incoming/*.txt --before 2024 --fail-above 30
simcheck check incoming/*.txt --json > results.jsonl""",
    "help.corpus.short": "add, list, describe and remove documents; rebuild",
    "help.corpus.about": """\
The corpus: the documents that check compares with.

It lives in .simcheck inside a folder; whatever else is in that folder is
never touched.""",
    "help.corpus.usage": "simcheck corpus COMMAND [OPTIONS]…",
    "help.corpus.examples": """\
simcheck corpus add documents/
simcheck corpus list --sort date
simcheck corpus stats --corpus library/""",
    "help.corpus.add.short": "add documents: files, folders, .jsonl",
    "help.corpus.add.about": """\
Add documents; if there is no corpus yet, one is made. It may be run again and
again: what did not change is not read again, what did becomes a new version,
and the very same text is stored once.

PATH is a file, a folder (subfolders included), a .zip, or a .jsonl with one
document a line (text or content, perhaps id title date unit author).
A metadata.csv in a folder is used for the unit, date etc. of its documents.
Ctrl-C may stop it at any time; what was added stays.""",
    "help.corpus.add.usage": "simcheck corpus add PATH… [OPTIONS]…",
    "help.corpus.add.examples": """\
simcheck corpus add documents/
simcheck corpus add 2024/ --meta unit=柳湾镇 --meta date=2024
simcheck corpus add reports.zip
simcheck corpus add models/ --metadata register.csv --corpus library/""",
    "help.corpus.list.short": "list what the corpus holds",
    "help.corpus.list.about": """\
List the documents of the corpus: 20 of them on a terminal; elsewhere all,
separated by tabs, with the names of the columns in the first line.
--json gives one document a line (JSON Lines).""",
    "help.corpus.list.usage": "simcheck corpus list [OPTIONS]…",
    "help.corpus.list.examples": """\
simcheck corpus list
simcheck corpus list --sort length -n 5
simcheck corpus list --json > contents.jsonl""",
    "help.corpus.stats.short": "what the corpus is like, and what could not be added",
    "help.corpus.stats.about": """\
What the corpus is like: how many documents, how much text, formats and years,
the state of the index, and the files that could not be added.""",
    "help.corpus.stats.usage": "simcheck corpus stats [OPTIONS]…",
    "help.corpus.stats.examples": """\
simcheck corpus stats
simcheck corpus stats --verify
simcheck corpus stats --json""",
    "help.corpus.phrases.short": "the corpus's own set phrases; add or strike some",
    "help.corpus.phrases.about": """\
The corpus's own set phrases: what stands in five or more different
surroundings, the most frequent first. Surroundings are counted, not documents:
a paragraph that many copied is no phrase.
--add makes one, --strike says that it is none; both are kept in the corpus's
phrases.txt, one a line, - in front of what is none, which you may edit.""",
    "help.corpus.phrases.usage": "simcheck corpus phrases [OPTIONS]…",
    "help.corpus.phrases.examples": """\
simcheck corpus phrases
simcheck corpus phrases -n 200 --json > phrases.jsonl
simcheck corpus phrases --add 打造湖畔云上茶乡
simcheck corpus phrases --strike 实行一把钥匙管到底""",
    "help.corpus.remove.short": "remove documents",
    "help.corpus.remove.about": """\
Remove documents from the corpus: they are listed first, and on a terminal you
are asked. Files are not touched.

ID is an id (its first 4 characters or more) or a name, as in corpus list.
All are removed, or none.""",
    "help.corpus.remove.usage": "simcheck corpus remove ID… [OPTIONS]…",
    "help.corpus.remove.examples": """\
simcheck corpus remove 3f2a91
simcheck corpus remove 3f2a91 report-2018.txt --yes""",
    "help.corpus.rebuild.short": "make the index again; documents stay as they are",
    "help.corpus.rebuild.about": """\
Make the index again from the stored documents: after an upgrade that changed
settings, or if the index is damaged. The documents stay as they are, and until
it is done the old index serves.""",
    "help.corpus.rebuild.usage": "simcheck corpus rebuild [OPTIONS]…",
    "help.corpus.rebuild.examples": "simcheck corpus rebuild",
    "help.show.short": "show or convert a saved result without computing it again",
    "help.show.about": "Show a result saved by compare or check (.json) or convert it; nothing is\ncomputed again.",
    "help.show.usage": "simcheck show RESULT.json [OPTIONS]…",
    "help.show.examples": """\
simcheck show result.json
simcheck show result.json --all --view side
simcheck show result.json -o result.md -o result.csv""",
    "help.background.short": "learn set phrases from your own documents",
    "help.background.about": "Count common phrases, so that comparing knows what everybody writes.",
    "help.background.usage": "simcheck background COMMAND [OPTIONS]…",
    "help.background.examples": "simcheck background build documents/ -o phrases.npz",
    "help.background.build.short": "count the phrases of many documents",
    "help.background.build.about": """\
Count how common phrases are in many documents, and write one file.

PATH is a folder of .txt and .md, subfolders included, or a .jsonl with one
{{"text": …}} a line; the first PATH matters most.
The file holds numbers, not texts.""",
    "help.background.build.usage": "simcheck background build PATH… -o FILE",
    "help.background.build.examples": "simcheck background build documents/ -o phrases.npz",
    "option.output": "write a .json .docx .md .csv or .txt; repeatable",
    "option.json": "the whole result as JSON on standard output",
    "option.no_text": "leave the texts out of JSON and CSV",
    "option.view": "auto inline side list paragraphs none",
    "option.limit": "show the N longest passages; files hold all",
    "option.everything": "show all passages, and long ones in full",
    "option.min_length": "shortest equal run that counts (13 characters)",
    "option.encoding": "of the documents, if it is not recognised",
    "option.background": "table of phrase frequencies; none: no table",
    "option.without": "leave out of the numbers: boilerplate, quoted, own",
    "option.own": "a source of the same author; repeatable",
    "option.compare.own": "both are of one author",
    "option.templates": "a form that all were given: set apart; repeatable",
    "option.fail_above": "exit 1 if the total of A is above this percentage",
    "option.lang": "language: zh en (by default the system's)",
    "option.color": "auto always never",
    "option.quiet": "only the result; with -o, files only",
    "option.force": "replace the file at -o, whoever wrote it",
    "option.corpus.add.force": "add even what looks like a result of simcheck",
    "option.verbose": "say more about reading and computing",
    "option.debug": "tracebacks for unexpected errors",
    "option.help": "show this page",
    "option.version": "show the version",
    "option.table": "the file to write",
    "option.phrases": "more set phrases, one a line (default: ours), or none",
    "option.corpus": "where the corpus is ($SIMCHECK_CORPUS, else corpus)",
    "option.exclude": "a record that is no source: id or name; repeatable",
    "option.before": "only sources before it: 2024, 2024-06",
    "option.meta": "holds for all of them: unit=柳湾镇; repeatable",
    "option.sheet": "a table about them, file names first",
    "option.sort": "name length date added",
    "option.verify": "read originals and index to see if all is well",
    "option.yes": "do not ask",
    "option.check.limit": "show the N longest passages (0: none)",
    "option.check.output": "write a .json .docx .md .csv or .txt; repeatable",
    "option.check.json": "whole results as JSON, one document a line",
    "option.check.everything": "show all passages, and long ones in full",
    "option.check.fail_above": "exit 1 if any total is above this percentage",
    "option.corpus.add.quiet": "only say what is unreadable",
    "option.corpus.add.verbose": "name every file that was added or is unreadable",
    "option.add": "a phrase that is one; repeatable",
    "option.strike": "a phrase that is none; repeatable",
    "option.corpus.phrases.limit": "list N phrases (default 30)",
    "option.corpus.phrases.json": "one phrase a line, as JSON",
    "option.corpus.phrases.quiet": "neither head nor hint",
    "phrases.texts": "texts",
    "phrases.contexts": "surroundings",
    "phrases.by": "known to",
    "phrases.words": "phrase",
    "phrases.table": "the table",
    "phrases.here": "the corpus",
    "phrases.none": "Nothing stands in five or more different surroundings yet.",
    "phrases.added": "{count} more {count:is a set phrase|are set phrases}",
    "phrases.struck": "{count} {count:is none|are none}",
    "phrases.hint": "The next check goes by these.",
    "option.corpus.list.limit": "list N documents; 0: all",
    "option.corpus.list.json": "one document a line, as JSON",
    "option.corpus.list.quiet": "neither head nor hint",
    "option.corpus.stats.json": "as JSON",
    "option.corpus.remove.quiet": "neither list nor result",
    "option.corpus.rebuild.quiet": "do not say what was done",
}

_TABLES: Final[Mapping[Language, Mapping[str, str]]] = {"zh": ZH, "en": EN}

Fact = str | int | float


def text(lang: Language, key: str, /, **facts: Fact) -> str:
    """The sentence ``key`` with its facts filled in, whatever they are called; KeyError for a key or a fact that is
    missing."""
    return _TABLES[lang][key].format_map({name: _shown(value) for name, value in facts.items()})


def known(key: str) -> bool:
    """Whether there is a sentence of this name."""
    return key in ZH


class _Count(int):
    """A whole number that can choose the word that agrees with it."""

    def __format__(self, spec: str) -> str:
        one, bar, many = spec.partition("|")
        if bar:
            return one if self == 1 else many
        return int.__format__(self, spec or ",")


def _shown(value: Fact) -> Fact:
    if isinstance(value, str):
        return " ".join(printable(value).split("\n"))
    return _Count(value) if isinstance(value, int) else value


def percent(ratio: float) -> str:
    """0–1 as a percentage with one decimal; what is not quite all or not quite nothing never reads 100 % or 0 %."""
    if 0 < ratio < 0.0005:
        return "<0.1%"
    return f"{min(ratio, 0.999) if ratio < 1 else ratio:.1%}"


# Characters that print nothing although their category does not say so: joiners, fillers, variation selectors.
_IGNORABLE: Final = (
    (0x034F, 0x034F),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x2800, 0x2800),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFFA0, 0xFFA0),
    (0xE0000, 0xE0FFF),
)


class _Printable(dict[int, str | None]):
    """What to print for a code point; filled as characters come along."""

    def __missing__(self, point: int) -> str | None:
        self[point] = _printable(point)
        return self[point]


def _printable(point: int) -> str | None:
    character = chr(point)
    if character in "\n\r\v\f\x85\u2028\u2029":
        return "\n"
    if character == "\t":
        return " "
    category = unicodedata.category(character)
    if category in ("Cc", "Cf") or any(first <= point <= last for first, last in _IGNORABLE):
        return None
    if category == "Zs" and point != 0x3000:
        return " "
    return "?" if category == "Cs" else character


_PRINTABLE: Final = _Printable()


def printable(text: str) -> str:
    """``text`` without anything that could drive a terminal or print nothing; every line break is one ``\\n``."""
    return text.replace("\r\n", "\n").translate(_PRINTABLE)


_UNSEEN: Final = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)


def unseen_escaped(json: str) -> str:
    """JSON that says the same, with everything that could drive or mislead a terminal written as an escape."""
    return _UNSEEN.sub(_escape, json)


def _escape(match: re.Match[str]) -> str:
    units = match.group().encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


@dataclass(frozen=True, slots=True)
class Explanation:
    """What went wrong, in words; parts that have nothing to say are empty."""

    code: str
    title: str
    place: str = ""
    reason: str = ""
    advice: str = ""
    table: tuple[tuple[str, ...], ...] = ()
    """Facts that need more than a sentence; the first row is the head."""

    def render(self, lang: Language) -> str:
        """The lines to print, the remedy last."""
        parts = [(text(lang, "label.reason"), self.reason), (text(lang, "label.advice"), self.advice)]
        # 原因 and 建议 are four cells wide, like "help"
        rows = [
            f"  {label:<4}  {words}" if label.isascii() else f"  {label}  {words}" for label, words in parts if words
        ]
        place = [f"  -->   {self.place}"] if self.place else []
        head = f"{text(lang, 'label.error')}[{self.code}] {self.title}" if self.code else self.title
        return "\n".join([head, *place, *_aligned(self.table), *rows])


def _aligned(table: Sequence[Sequence[str]]) -> Iterator[str]:
    """The rows of a table, its columns two cells apart."""
    wide = [max(map(width, column)) for column in zip(*table, strict=True)]
    for row in table:
        fields = (field + " " * (cells - width(field)) for field, cells in zip(row, wide, strict=True))
        yield f"          {'  '.join(fields)}".rstrip()


def width(words: str) -> int:
    """Cells of a terminal that printable text fills, nearly; exactly where there is ``render.terminal.wrap``."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in words)


def explain(error: SimcheckError, lang: Language) -> Explanation:
    """The title, place, reason and advice of any error of ``errors``."""
    facts = _facts(error, lang)
    # what is wrong with a table or a list is not a setting in the words of somebody who gave a file
    special = f"error.{error.code}.{facts.get('name')}"
    prefix = special if known(f"{special}.title") else f"error.{error.code}"
    explanation = worded(prefix, error.code, lang, **facts)
    if isinstance(error, NotText) and (kind := _REMEDIES.get(_kind(error.looks_like))):
        return replace(explanation, advice=text(lang, f"error.not-text.advice.{kind}"))
    if isinstance(error, InvalidResult) and known(advice := f"error.invalid-result.advice.{error.reason}"):
        return replace(explanation, advice=text(lang, advice))
    if isinstance(error, IndexMismatch):
        return replace(explanation, table=_settings(error, lang))
    return explanation


_REMEDIES: Final = {
    **dict.fromkeys(("image", "icon"), "picture"),
    "archive": "archive",
    **dict.fromkeys(("program", "audio", "video", "font", "database", "shortcut"), "other"),
}
"""By the kind of content what can be done about it, where that is not to save it as another format."""


def _kind(looks_like: str) -> str:
    """The word for the kind in a format's name: image in "PNG image"."""
    return next((word for word in looks_like.split(" ") if word in _REMEDIES), "")


def _settings(error: IndexMismatch, lang: Language) -> tuple[tuple[str, ...], ...]:
    head = tuple(text(lang, key) for key in ("setting", "setting.there", "setting.here"))
    rows = ((_word(f"setting.{name}", name, lang), *values) for name, *values in error.differences)
    return head, *(tuple(" ".join(printable(cell).split("\n")) for cell in row) for row in rows)


def _word(key: str, otherwise: str, lang: Language) -> str:
    return text(lang, key) if known(key) else otherwise


def short(code: str, facts: Mapping[str, Any], lang: Language) -> str:
    """Why a file could not be read, in a few words: for lists of many. ``facts`` are those of the error."""
    if not known(f"short.{code}"):
        return code
    shown = {name: value for name, value in facts.items() if isinstance(value, (str, int, float))}
    return _part(f"short.{code}", lang, _translated(shown, lang))


def worded(prefix: str, code: str, lang: Language, **facts: Fact) -> Explanation:
    """An explanation from the sentences ``prefix.title``, ``.place``, ``.reason`` and ``.advice``.

    Where a sentence would name a fact that is empty, its variant ``….none`` is taken.
    """
    parts = (_part(f"{prefix}.{part}", lang, facts) for part in ("title", "place", "reason", "advice"))
    title, place, reason, advice = parts
    return Explanation(code, title, place, reason, advice)


def _part(key: str, lang: Language, facts: Mapping[str, Fact]) -> str:
    lacking = any(value == "" and f"{{{name}}}" in ZH.get(key, "") for name, value in facts.items())
    if lacking and known(f"{key}.none"):
        key = f"{key}.none"
    return text(lang, key, **facts) if known(key) else ""


def _facts(error: SimcheckError, lang: Language) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    for name, value in vars(error).items():
        if isinstance(value, tuple):
            facts[name] = text(lang, "joint").join(map(str, value))
        elif isinstance(value, (str, int, float)):
            facts[name] = value
        else:
            facts[name] = str(value)
    if "folder" in facts:
        facts["at"] = option_for_corpus(str(facts["folder"]))
    return _translated(facts, lang)


def option_for_corpus(folder: str) -> str:
    """What a command to paste has to say about where the corpus is: nothing if it would look there anyway."""
    if os.path.normpath(folder) == os.path.normpath(corpus_folder()):
        return ""
    return f" --corpus {typed(folder)}"


_SPECIAL: Final = re.compile(r"[\s()&;|<>'\[\]{}*?#^~@,]")
"""What a shell takes for something else than a part of a name."""

_DANGEROUS: Final = re.compile(r"""["$`!“”„‘’‚‛%]""" if os.name == "nt" else r"""["$`\\!]""")
"""What a shell may take for something to run, or for the end of the quotation, even between double quotes: PowerShell
knows typographic ones."""


def typed(name: str, system: str = os.name) -> str:
    """A file's name as it has to be typed: in double quotes, which every shell knows, if they will do."""
    if name.startswith("-"):
        name = f"./{name}"
    if not _DANGEROUS.search(name):
        return f'"{name}"' if not name or _SPECIAL.search(name) else name
    # what one shell of Windows takes for a quotation the other does not: better nothing to paste
    return "FILE" if system == "nt" else quote(name)


def corpus_folder(option: str | None = None, environ: Mapping[str, str] | None = None) -> str:
    """Where the corpus is: the option, ``SIMCHECK_CORPUS``, ``corpus``."""
    environ = os.environ if environ is None else environ
    return option or environ.get("SIMCHECK_CORPUS") or "corpus"


def _translated(facts: dict[str, Fact], lang: Language) -> dict[str, Fact]:
    """The facts, those in the words of a reader that are codes or times."""
    if facts.get("path") == "-":
        facts["path"] = text(lang, "stdin")
    if "reason" in facts and known(f"reason.{facts['reason']}"):
        rest = {name: value for name, value in facts.items() if name != "reason"}
        facts["reason"] = text(lang, f"reason.{facts['reason']}", **rest)
    if facts.get("name") in ("min_length", "encoding"):
        facts["name"] = f"--{facts['name']}".replace("_", "-")
    if "looks_like" in facts:
        facts["looks_like"] = _looks(str(facts["looks_like"]), lang)
    if "since" in facts:
        facts["since"] = moment(str(facts["since"]))
    return facts


def moment(written: str) -> str:
    """A time of a record, to the minute: 2026-11-22 18:02."""
    return written[:16].replace("T", " ") if written[10:11] == "T" else written


def _looks(what: str, lang: Language) -> str:
    """A format's name, word by word: "PNG image" is PNG 图片."""
    words = [text(lang, f"looks.{word}") if known(f"looks.{word}") else word for word in what.split(" ")]
    # a space stands only beside a Latin word
    pairs = zip(["", *words], words, strict=False)
    return "".join(f" {b}" if a and (a[-1].isascii() or b[0].isascii()) else b for a, b in pairs)


def note(note: Note, lang: Language, names: Mapping[str, str]) -> str:
    """The sentence of a note; ``names`` are the documents' names by id."""
    facts: dict[str, Fact] = {"count": 1, "text": "请勿照搬照抄", "characters": "", **note.facts}
    about = str(facts.get("document", "")) or text(lang, "both")
    facts["document"] = text(lang, "stdin") if about == "-" else names.get(about, about)
    if "source" in facts:
        facts["source"] = names.get(str(facts["source"]), str(facts["source"]))
    key = f"note.{note.code}"
    if known(key):
        # a result that was written by hand, or by another version, may lack some
        with contextlib.suppress(KeyError, ValueError):
            return text(lang, key, **facts)
    rest = text(lang, "joint").join(f"{name} {value}" for name, value in note.facts.items() if name != "document")
    return text(lang, "note.other", code=note.code, document=facts["document"], facts=rest)


def language(option: str | None = None, environ: Mapping[str, str] | None = None) -> Language:
    """The language to speak: the option, ``SIMCHECK_LANG``, the locale; Chinese where none of them says anything."""
    environ = os.environ if environ is None else environ
    for choice in (option, environ.get("SIMCHECK_LANG")):
        for lang in LANGUAGES:
            if choice == lang:
                return lang
    return _by_locale(_locale(environ))


def _locale(environ: Mapping[str, str]) -> str:
    said = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    if not said and sys.platform == "win32":
        said = locale.getlocale()[0] or ""
    return said.lower()


def _by_locale(name: str) -> Language:
    if name.partition(".")[0] in ("", "c", "posix") or name.startswith(("zh", "chinese")):
        return "zh"
    return "en"


def ranges(numbers: Sequence[int]) -> list[str]:
    """Ascending numbers, neighbours as one range: 3, 5–6."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return [f"{a}" if a == b else f"{a}–{b}" for a, b in runs]
