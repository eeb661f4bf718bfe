"""Every sentence shown to people, in Chinese and in English, by code.

Two flat tables with the same keys and the same placeholders. In a template ``{n}`` writes a whole number with thousands
separators, ``{n:d}`` without them, and ``{n:word|words}`` the word that agrees with it. Whatever a fact holds, the
result cannot drive a terminal: characters that print nothing are dropped from it.
"""

from __future__ import annotations

import locale
import os
import sys
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from simcheck.errors import SimcheckError
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
把结果保存下来：
  simcheck compare 述职报告.txt 工作总结.txt -o 结果.json
重新显示保存的结果：
  simcheck show 结果.json --all

全部命令和选项：
  simcheck --help
""",
    "interrupted": "已中断，没有留下写了一半的文件。",
    "saved": "已保存 {path}",
    "built": "{documents} 份文稿，{phrases} 个常见词句，已保存 {path}",
    "above": "总计 {ratio}，高于 --fail-above {limit}%",
    "detail.document": "{document}：{characters} 字，{paragraphs} 段",
    "detail.settings": "最短计入 {minimum} 字；套话判断依据：{background}",
    "shipped": "随附的词句频次",
    "progress.background": "统计中  {done} 篇",
    "stdin": "标准输入",
    # numbers
    "chars": "{n} 字",
    "chars.of": "{part} / {whole} 字",
    "paragraphs": "{n} 段",
    "documents.direction": "{left} 有 {ratio} 的文字也在 {right} 里",
    "documents.direction.without": "{left} 不计套话有 {ratio} 的文字也在 {right} 里",
    "strip.title": "分布（{document} 开头 → 结尾）",
    "kinds.kind": "类型",
    "kinds.findings": "处",
    "kinds.characters": "字数",
    "kinds.share": "占全文",
    "kinds.boilerplate": "套话",
    "kinds.boilerplate.without": "套话（未计入）",
    "kind.identical": "相同",
    "kind.edited": "少量改动",
    "kind.refilled": "换名换数",
    "kind.rewritten": "改写",
    "flag.boilerplate": "套话",
    "gutter.identical": "同",
    "gutter.edited": "微",
    "gutter.refilled": "换",
    "gutter.rewritten": "写",
    "gutter.boilerplate": "套",
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
    "place": "{document} 第 {paragraphs} 段 {start:d}–{end:d}",
    "place.bare": "第 {paragraphs} 段 {start:d}–{end:d}",
    "left-out": "……（略 {n} 字）……",
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
    "report.findings": "逐处对照",
    "report.paragraphs": "逐段",
    "report.rule": "最短计入 {minimum} 字；每个字只计一次；空白和看不见的字符不计。",
    "report.marks": "删除线是来源的字，粗体是本文的字。",
    "column.n": "处",
    "column.kind": "类型",
    "column.boilerplate": "套话",
    "column.characters": "字数",
    "column.edits": "改动处数",
    "column.left": "本文",
    "column.left_paragraphs": "本文段",
    "column.left_start": "本文起",
    "column.left_end": "本文止",
    "column.right": "来源",
    "column.right_paragraphs": "来源段",
    "column.right_start": "来源起",
    "column.right_end": "来源止",
    "column.left_text": "本文文字",
    "column.right_text": "来源文字",
    "column.bits": "净证据（比特）",
    "yes": "是",
    # notes
    "notes": "要留意",
    "note.encoding": "{document} 按 {encoding} 读取",
    "note.replaced": "{document} 有 {count} 处字节不成文字，已换成占位符 U+FFFD，第一处在第 {offset} 字节",
    "note.site-notice": "{document} 带有网站的提示语“{text}”（{count} 处），它只是提示，记作套话，不算重复的内容",
    "note.hidden": "{document} 夹有 {count} 个看不见的字符（{characters}），已去掉后比对",
    "note.look-alike": "{document} 有 {count} 个外形相近的替代字符（{characters}），已还原后比对",
    "note.traditional": "{document} 有 {count} 个繁体字，已按简体比对",
    "note.same-document": "两边是同一篇文字",
    "note.capped": "{document} 里反复出现的文字很多，没有逐对列出；两边重合的字都已计入",
    "note.short": "{document} 只有 {length} 字，不到最短计入的 {minimum} 字",
    "note.other": "{document}：{code} {facts}",
    "both": "两份文稿",
    # errors
    "label.error": "错误",
    "label.note": "注意",
    "label.reason": "原因",
    "label.advice": "建议",
    "joint": "、",
    "comma": "，",
    "error.not-found.title": "找不到文件 {path}",
    "error.not-found.advice": "同一目录里有名字相近的：{similar}",
    "error.not-found.advice.none": "检查文件名和所在的目录；名字里有空格时要加引号",
    "error.no-access.title": "没有权限读取 {path}",
    "error.no-access.reason": "{reason}",
    "error.no-access.advice": "请文件的主人给予读取权限，或者复制一份到自己的目录",
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
    "error.not-text.advice": "在原来的程序里另存为纯文本（.txt），再比对",
    "error.unknown-encoding.title": "认不出 {path} 的文字编码",
    "error.unknown-encoding.place": "{path} 第 {offset} 字节",
    "error.unknown-encoding.reason": "试过 {tried}，读出来都不成文字",
    "error.unknown-encoding.advice": "用 --encoding 指明，例如：--encoding big5",
    "error.too-large.title": "{path} 太大，不像是一份文稿",
    "error.too-large.place": "{path}（{size} 字节，一份最多 {limit} 字节）",
    "error.too-large.advice": "拆成几份再比对",
    "error.invalid-settings.title": "{name} 不能是 {value}",
    "error.invalid-settings.reason": "{reason}",
    "error.invalid-settings.advice": "换一个值；说明见 simcheck compare --help",
    "error.invalid-result.title": "{path} 不能重新显示",
    "error.invalid-result.reason": "{reason}",
    "error.invalid-result.advice": "重新比较并保存：simcheck compare A B -o 结果.json",
    "error.cannot-write.title": "写不了 {path}",
    "error.cannot-write.reason": "{reason}",
    "error.cannot-write.advice": "换一个存在并且可以写入的文件夹，例如：-o ~/结果.json",
    "error.unexpected.title": "意外错误：程序自己出了问题，不是你的操作不对。",
    "error.unexpected.advice": "加 --debug 再运行一次，把输出交给 simcheck 的作者（先删去文稿内容）",
    "reason.range-4-1000": "应当在 4 到 1000 之间",
    "reason.not-json": "内容不是 JSON",
    "reason.newer": "由更新版本的 simcheck 保存，请先升级",
    "reason.no-text": "保存时用了 --no-text，里面没有原文",
    "reason.not-ours": "不是 simcheck 保存的结果，或者内容不完整",
    "reason.no-folder": "文件夹不存在",
    "reason.is-folder": "它是一个文件夹",
    "reason.is-input": "那里已有一份文稿，不会用统计结果盖掉它",
    "reason.no-permission": "没有写入权限",
    "reason.read-only": "所在的磁盘是只读的",
    "reason.disk-full": "磁盘满了",
    "reason.unknown-encoding": "没有叫这个名字的编码",
    "reason.Permission denied": "这个用户没有读取权限",
    "reason.not-a-text-record": "这一行不是带有 text 或 content 的 JSON",
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
    "usage.both-stdin.title": "标准输入只能用作一份文稿",
    "usage.both-stdin.advice": "把另一份存成文件：simcheck compare 文稿.txt -",
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
1    正常结束，但总计高于 --fail-above
2    用法不对，或者有文件读不出、写不了
130  被 Ctrl-C 中断""",
    "help.environment.text": """\
SIMCHECK_LANG  界面语言，zh 或 en
NO_COLOR       不用颜色；FORCE_COLOR 总用颜色；COLUMNS 指定宽度""",
    "help.program.about": "找出中文公文、总结、汇报里重复使用的文字，并逐处对照。\n全程本机运行，不联网。",
    "help.program.usage": "simcheck 命令 [选项]…",
    "help.program.examples": """\
simcheck compare 述职报告.txt 工作总结.txt
simcheck compare 去年.txt 今年.txt -o 结果.json -o 结果.md
simcheck show 结果.json --view paragraphs
simcheck compare --help""",
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
    "help.show.short": "把保存的结果重新显示或转成别的格式，不重新计算",
    "help.show.about": "把 compare 保存的结果（.json）重新显示或转成别的格式，不重新计算。",
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
    "option.output": "写成文件，格式看后缀 .json .md .csv .txt；可重复",
    "option.json": "在标准输出给出完整结果（JSON）",
    "option.no_text": "JSON 和 CSV 里不放原文",
    "option.view": "怎样显示：auto inline side list paragraphs none",
    "option.limit": "显示最长的 N 处",
    "option.everything": "全部显示，长段也不省略",
    "option.min_length": "连续相同多少字才计入（默认 13）",
    "option.encoding": "文稿的编码，自动认不出时用",
    "option.background": "判断套话所依据的词句频次文件；none 表示不用",
    "option.without": "这一类不计入比例：boilerplate（套话）",
    "option.fail_above": "A 的总计高于这个百分比时，退出码为 1",
    "option.lang": "界面语言：zh en（默认看系统）",
    "option.color": "颜色：auto always never",
    "option.quiet": "只要结果；有 -o 时只写文件",
    "option.verbose": "说明读取和计算的细节",
    "option.debug": "出错时给出程序的调用过程",
    "option.help": "显示这页说明",
    "option.version": "显示版本",
    "option.table": "写到哪个文件",
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
Keep the result:
  simcheck compare report.txt summary.txt -o result.json
Show a kept result again:
  simcheck show result.json --all

All commands and options:
  simcheck --help
""",
    "interrupted": "Interrupted; no half-written file was left behind.",
    "saved": "saved {path}",
    "built": "{documents} {documents:document|documents}, {phrases} common phrases, saved {path}",
    "above": "total {ratio}, above --fail-above {limit}%",
    "detail.document": "{document}: {characters} {characters:char|chars}, "
    "{paragraphs} {paragraphs:paragraph|paragraphs}",
    "detail.settings": "shortest run that counts: {minimum}; set phrases by {background}",
    "shipped": "the frequencies that come with simcheck",
    "progress.background": "counting  {done} {done:document|documents}",
    "stdin": "standard input",
    # numbers
    "chars": "{n} {n:char|chars}",
    "chars.of": "{part} / {whole} {whole:char|chars}",
    "paragraphs": "{n} {n:paragraph|paragraphs}",
    "documents.direction": "{ratio} of {left} is also in {right}",
    "documents.direction.without": "{ratio} of {left} without set phrases is also in {right}",
    "strip.title": "Where ({document}, beginning → end)",
    "kinds.kind": "kind",
    "kinds.findings": "found",
    "kinds.characters": "chars",
    "kinds.share": "of all",
    "kinds.boilerplate": "set phrases",
    "kinds.boilerplate.without": "set phrases, left out",
    "kind.identical": "identical",
    "kind.edited": "edited",
    "kind.refilled": "refilled",
    "kind.rewritten": "rewritten",
    "flag.boilerplate": "set phrase",
    "gutter.identical": "=",
    "gutter.edited": "~",
    "gutter.refilled": "#",
    "gutter.rewritten": "%",
    "gutter.boilerplate": ".",
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
    "place": "{document} para {paragraphs}, {start:d}–{end:d}",
    "place.bare": "para {paragraphs}, {start:d}–{end:d}",
    "left-out": "… ({n} {n:char|chars} left out) …",
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
    "report.findings": "Passages",
    "report.paragraphs": "Paragraphs",
    "report.rule": "The shortest run that counts has {minimum} characters; "
    "each character counts once; white space and invisible characters do not count.",
    "report.marks": "Struck out: words of the source; bold: words of the document.",
    "column.n": "no.",
    "column.kind": "kind",
    "column.boilerplate": "set phrase",
    "column.characters": "characters",
    "column.edits": "edits",
    "column.left": "document",
    "column.left_paragraphs": "document paragraphs",
    "column.left_start": "document start",
    "column.left_end": "document end",
    "column.right": "source",
    "column.right_paragraphs": "source paragraphs",
    "column.right_start": "source start",
    "column.right_end": "source end",
    "column.left_text": "document text",
    "column.right_text": "source text",
    "column.bits": "evidence (bits)",
    "yes": "yes",
    # notes
    "notes": "Worth knowing",
    "note.encoding": "{document} was read as {encoding}",
    "note.replaced": "{document}: {count} {count:byte sequence was|byte sequences were} not text and became U+FFFD, "
    "the first at byte {offset}",
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
    "note.other": "{document}: {code} {facts}",
    "both": "the two documents",
    # errors
    "label.error": "error",
    "label.note": "note",
    "label.reason": "why",
    "label.advice": "help",
    "joint": ", ",
    "comma": ", ",
    "error.not-found.title": "there is no file {path}",
    "error.not-found.advice": "names like it in the same folder: {similar}",
    "error.not-found.advice.none": "check the name and the folder; put quotation marks around names with spaces",
    "error.no-access.title": "{path} may not be read by you",
    "error.no-access.reason": "{reason}",
    "error.no-access.advice": "ask its owner for access, or copy it to a folder of your own",
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
    "error.not-text.advice": "save it as plain text (.txt) in the program it comes from, then compare",
    "error.unknown-encoding.title": "the text encoding of {path} is not known",
    "error.unknown-encoding.place": "{path}, byte {offset}",
    "error.unknown-encoding.reason": "tried {tried}; none of them makes text of it",
    "error.unknown-encoding.advice": "name it with --encoding, for example: --encoding big5",
    "error.too-large.title": "{path} is too large for one document",
    "error.too-large.place": "{path} ({size} bytes; one document has at most {limit})",
    "error.too-large.advice": "split it, then compare the parts",
    "error.invalid-settings.title": "{name} cannot be {value}",
    "error.invalid-settings.reason": "{reason}",
    "error.invalid-settings.advice": "choose another value; see simcheck compare --help",
    "error.invalid-result.title": "{path} cannot be shown again",
    "error.invalid-result.reason": "{reason}",
    "error.invalid-result.advice": "compare and save once more: simcheck compare A B -o result.json",
    "error.cannot-write.title": "{path} cannot be written",
    "error.cannot-write.reason": "{reason}",
    "error.cannot-write.advice": "choose a folder that exists and can be written to, for example: -o ~/result.json",
    "error.unexpected.title": "unexpected error: the fault lies in simcheck, not in what you did.",
    "error.unexpected.advice": "run it again with --debug and give the output to simcheck's authors "
    "(remove your texts first)",
    "reason.range-4-1000": "it has to be between 4 and 1000",
    "reason.not-json": "its content is not JSON",
    "reason.newer": "a newer version of simcheck saved it; upgrade first",
    "reason.no-text": "it was saved with --no-text, so the texts are not in it",
    "reason.not-ours": "it is not a result saved by simcheck, or not a complete one",
    "reason.no-folder": "the folder does not exist",
    "reason.is-folder": "it is a folder",
    "reason.is-input": "a document stands there, and the table would take its place",
    "reason.no-permission": "you may not write there",
    "reason.read-only": "the disk is read-only",
    "reason.disk-full": "the disk is full",
    "reason.unknown-encoding": "there is no encoding of this name",
    "reason.Permission denied": "this user may not read it",
    "reason.not-a-text-record": "this line is not JSON with text or content",
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
    "usage.both-stdin.title": "standard input can be one of the documents, not both",
    "usage.both-stdin.advice": "save the other one as a file: simcheck compare document.txt -",
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
1    finished, and the total is above --fail-above
2    wrong usage, or a file could not be read or written
130  interrupted by Ctrl-C""",
    "help.environment.text": """\
SIMCHECK_LANG  language of the interface, zh or en
NO_COLOR       no colours; FORCE_COLOR: always; COLUMNS: the width""",
    "help.program.about": "Finds reused text in Chinese work reports, and shows it side by side.\n"
    "Everything runs on this machine; nothing is sent (全程本机运行，不联网).",
    "help.program.usage": "simcheck COMMAND [OPTIONS]…",
    "help.program.examples": """\
simcheck compare report.txt summary.txt
simcheck compare last.txt this.txt -o result.json -o result.md
simcheck show result.json --view paragraphs
simcheck compare --help""",
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
    "help.show.short": "show or convert a saved result without computing it again",
    "help.show.about": "Show a result saved by compare (.json), or convert it, without computing again.",
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
    "option.output": "write a .json .md .csv or .txt file; repeatable",
    "option.json": "the whole result as JSON on standard output",
    "option.no_text": "leave the texts out of JSON and CSV",
    "option.view": "auto inline side list paragraphs none",
    "option.limit": "show the N longest passages",
    "option.everything": "show all passages, and long ones in full",
    "option.min_length": "shortest equal run that counts (13 characters)",
    "option.encoding": "of the documents, if it is not recognised",
    "option.background": "table of phrase frequencies; none: no table",
    "option.without": "leave these out of the numbers: boilerplate",
    "option.fail_above": "exit 1 if the total of A is above this percentage",
    "option.lang": "language: zh en (by default the system's)",
    "option.color": "auto always never",
    "option.quiet": "only the result; with -o, files only",
    "option.verbose": "say more about reading and computing",
    "option.debug": "tracebacks for unexpected errors",
    "option.help": "show this page",
    "option.version": "show the version",
    "option.table": "the file to write",
}

_TABLES: Final[Mapping[Language, Mapping[str, str]]] = {"zh": ZH, "en": EN}

Fact = str | int | float


def text(lang: Language, key: str, **facts: Fact) -> str:
    """The sentence ``key`` with its facts filled in; KeyError for a key or a fact that is missing."""
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


@dataclass(frozen=True, slots=True)
class Explanation:
    """What went wrong, in words; parts that have nothing to say are empty."""

    code: str
    title: str
    place: str = ""
    reason: str = ""
    advice: str = ""

    def render(self, lang: Language) -> str:
        """The lines to print, the remedy last."""
        parts = [(text(lang, "label.reason"), self.reason), (text(lang, "label.advice"), self.advice)]
        # 原因 and 建议 are four cells wide, like "help"
        rows = [
            f"  {label:<4}  {words}" if label.isascii() else f"  {label}  {words}" for label, words in parts if words
        ]
        place = [f"  -->   {self.place}"] if self.place else []
        head = f"{text(lang, 'label.error')}[{self.code}] {self.title}" if self.code else self.title
        return "\n".join([head, *place, *rows])


def explain(error: SimcheckError, lang: Language) -> Explanation:
    """The title, place, reason and advice of any error of ``errors``."""
    return worded(f"error.{error.code}", error.code, lang, **_facts(error, lang))


def worded(prefix: str, code: str, lang: Language, **facts: Fact) -> Explanation:
    """An explanation from the sentences ``prefix.title``, ``.place``, ``.reason`` and ``.advice``.

    Where a sentence would name a fact that is empty, its variant ``….none`` is taken.
    """
    return Explanation(
        code, *(_part(f"{prefix}.{part}", lang, facts) for part in ("title", "place", "reason", "advice"))
    )


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
    if facts.get("path") == "-":
        facts["path"] = text(lang, "stdin")
    if "reason" in facts and known(f"reason.{facts['reason']}"):
        facts["reason"] = text(lang, f"reason.{facts['reason']}")
    if facts.get("name") in ("min_length", "encoding"):
        facts["name"] = f"--{facts['name']}".replace("_", "-")
    if "looks_like" in facts:
        facts["looks_like"] = _looks(str(facts["looks_like"]), lang)
    return facts


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
    key = f"note.{note.code}"
    if not known(key):
        rest = text(lang, "joint").join(f"{name} {value}" for name, value in note.facts.items() if name != "document")
        return text(lang, "note.other", code=note.code, document=facts["document"], facts=rest)
    return text(lang, key, **facts)


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
