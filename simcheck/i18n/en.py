"""Every sentence in English, by key: the same keys and facts as in ``zh`` (``tests/i18n`` holds them equal). One table,
longer than a page: it is looked up, not read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

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
    "above": "total {ratio}, above --fail-above {limit}",
    "above.grade.high": "with strong evidence {ratio}, above --fail-above {limit}",
    "above.grade.middle": "with strong or fair evidence {ratio}, above --fail-above {limit}",
    "above.grade.low": "total {ratio}, above --fail-above {limit}",
    "detail.document": "{document}: {characters} {characters:char|chars}, "
    "{paragraphs} {paragraphs:paragraph|paragraphs}",
    "detail.settings": "shortest run that counts: {minimum}; set phrases by {background}",
    "shipped": "the frequencies that come with simcheck",
    "above.document": "{document}: {words}",
    "above.unreadable": "{count} {count:document|documents} could not be read; see above",
    "progress.background": "counting  {done} {done:document|documents}",
    "progress.add": "adding  {done} of {total} {total:document|documents}",
    "progress.add.pace": "adding  {done} of {total} {total:document|documents}  {rate} MB/s  about {left} left",
    "progress.add.last": "adding  {done} of {total} {total:document|documents}  finishing the index",
    "progress.upgrade.guess": "guessing again  {done} of {total} {total:document|documents}",
    "progress.upgrade.files": "reading originals  {done} of {total} {total:document|documents}",
    "progress.upgrade.rebuild": "rebuilding  {done} of {total} {total:document|documents}",
    "progress.rebuild": "rebuilding  {done} of {total} {total:document|documents}",
    "progress.sources": "comparing  {done} of {total} {total:source|sources}",
    "progress.cross": "crossing  {words}",
    "progress.cross.left": "crossing  {words}  about {left} left",
    "progress.cross.read": "reading  {done} / {total} documents",
    "progress.cross.index": "indexing {done} / {total} documents",
    "progress.cross.pairs": "looking for pairs {part}",
    "progress.cross.align": "comparing pairs {part}",
    "progress.cross.passages": "joining passages {part}",
    "progress.files": "comparing  {done} of {total} {total:document|documents}",
    "progress.results": "reading  {done} {done:result|results}",
    "stdin": "standard input",
    # numbers
    "chars": "{n} {n:char|chars}",
    "chars.of": "{part} / {whole} {whole:char|chars}",
    "counted": "{n} {n:char|chars}",
    "counted.rule": "Counted are characters that are compared: letters, digits, ideographs; no marks, no blanks.",
    "counted.aside": " {n} more {n:is|are} contents, page numbers, empty fields, notices of sites: not counted.",
    "counted.public": " {n} public {n:text was|texts were} searched.",
    "paragraphs": "{n} {n:paragraph|paragraphs}",
    "documents.also": "Of {left}, also in {right}:",
    "documents.also.without": "Of {left}, also in {right}, without {flags}:",
    "documents.back": "The other way round, of {left} also in {right}: {words} ({part} / {whole} {whole:char|chars})",
    "strip.title": "Where ({document}, beginning → end)",
    "kinds.kind": "kind",
    "kinds.findings": "found",
    "kinds.characters": "chars",
    "kinds.share": "of all",
    "kinds.boilerplate.without": "set phrases, left out",
    "kinds.scattered.without": "scattered, left out",
    "kinds.public.without": "public text, left out",
    "apart.parts": "Set phrases etc.: {parts}",
    "apart.part": "{flag} {n} {n:char|chars}",
    "answer": "{document}: {words}",
    "answer.same": "the very same text in {n} {n:document|documents}",
    "answer.same.more": "the very same text in {n} {n:document|documents}, besides {words}",
    "answer.ratio": "{label} {ratio}",
    "answer.without": "{words} (without {flags})",
    "kind.identical": "identical",
    "kind.edited": "edited",
    "kind.refilled": "refilled",
    "kind.rewritten": "rewritten",
    "kind.condensed": "condensed",
    "grade.high": "strong evidence",
    "grade.middle": "fair evidence",
    "grade.low": "weak evidence",
    "grade.below.high": "Listed: {shown} with strong evidence; {below} more with fair or weak evidence.",
    "grade.below.middle": "Listed: {shown} with strong or fair evidence; {below} more with weak evidence.",
    "grade.below.low": "Listed: {shown}; of {below} more it is not known how strong the evidence is.",
    "degree.high": "strong",
    "degree.middle": "fair",
    "degree.low": "weak",
    "flag.boilerplate": "set phrase",
    "flag.scattered": "scattered",
    "flag.public": "public text",
    "flag.quoted": "quoted",
    "flag.own": "own text",
    "flag.template": "template",
    "flag.cells": "table",
    "gutter.identical": "=",
    "gutter.edited": "~",
    "gutter.refilled": "#",
    "gutter.rewritten": "%",
    "gutter.condensed": "<",
    "gutter.boilerplate": ".",
    "gutter.scattered": ",",
    "gutter.public": "p",
    "gutter.quoted": '"',
    "gutter.own": "o",
    "gutter.template": "t",
    "gutter.cells": "+",
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
    "inside.unnamed": "statutes and other public texts that the table knows",
    "inside.words": "“{words}”",
    "why.formula": "formula of the corpus: {texts} texts have most of it, {others} others or more word it differently",
    "why.phrase": "what everybody writes",
    "why.public": "what public texts have",
    "why.weak": "too weak to tell anything by itself",
    "why.notice": "a web site's notice",
    "own": "({n} {n:char|chars} of the document's own)",
    "skipped": "({n} more {n:char|chars} in the source)",
    "list.n": "no.",
    "list.grade": "evidence",
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
    "colour.condensed": "teal",
    "colour.boilerplate": "grey",
    "colour.scattered": "beige",
    "colour.public": "yellow-green",
    "colour.quoted": "green",
    "colour.template": "pale grey",
    "report.findings": "Passages",
    "report.paragraphs": "Paragraphs",
    "report.rule": "The shortest run that counts has {minimum} characters; each character counts once.",
    "report.grades": "Strong evidence: a careful reader of both sides would most likely say that the words were taken "
    "over; fair, weak: less likely, and hardly. Whether they might be taken is not said here.",
    "report.ratios": "The share in all is how much of the document also stands in a source; without quotations, "
    "own texts, and set phrases etc. (set phrases, scattered, public text), their characters are taken from part and "
    "whole alike; the largest source is the one that shares most. What a template gave counts nowhere.",
    "report.marks": "Struck out: words of the source; bold: words of the document.",
    "column.n": "no.",
    "column.kind": "kind",
    "column.grade": "strength of evidence",
    "column.apart": "counted apart",
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
    "corpus.converted": "The corpus has the new format now and knows the files of what was added; "
    "older versions of simcheck cannot open it any more. For all other documents: simcheck corpus upgrade{at}",
    "corpus.current": "The corpus {folder} is up to date.",
    "corpus.upgraded": "The corpus {folder} was brought up to date in {time}.",
    "corpus.upgraded.format": "catalogue: format {before:d} became {after:d}, "
    "which older versions of simcheck cannot open",
    "corpus.upgraded.files": "originals: facts of {count} {count:file|files} (SHA-256, size, author, "
    "last editor, software, times, revisions)",
    "corpus.upgraded.metadata": "guessed again: title, unit, date or author of {count} {count:document|documents}; "
    "what you said stays",
    "corpus.upgraded.index": "index: made again with the present settings",
    "corpus.upgraded.unknown": "facts of {count} {count:file|files} cannot be had: {reasons}",
    "corpus.unknown.gone": "{count} not found",
    "corpus.unknown.changed": "{count} with another text than the corpus has",
    "corpus.unknown.unreadable": "{count} unreadable",
    "corpus.interrupted.upgrade": "Interrupted. What was done is stored; the same command goes on from there.",
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
    "record.about": "about {date}",
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
    "stats.years.even": "{first:d}–{last:d}",
    "stats.years.one": "{first:d}",
    "stats.years.undated": "{count} without a known date",
    "stats.index": "Index",
    "stats.index.fits": "{size}, updated {time}, fits the current settings",
    "stats.index.differs": "{size}, updated {time}, made with other settings: simcheck corpus rebuild{at}",
    "stats.catalogue": "catalogue",
    "stats.catalogue.older": "format {format:d} of an older version: simcheck corpus upgrade{at}",
    "stats.originals": "Originals",
    "stats.verified": "Verified",
    "stats.verified.well": "originals and index were read once; all is as it was written",
    "stats.unreadable": "Could not be added: {count}",
    # short reasons, in lists
    "short.not-found": "no longer there",
    "short.no-access": "may not be read by you",
    "short.is-folder": "a folder",
    "short.empty": "no text in it",
    "short.empty.passed": "no text; {passed} {passed:picture or the like|pictures and the like} not read",
    "short.not-text": "not readable ({looks_like})",
    "short.not-text.none": "not readable",
    "short.unknown-encoding": "unknown encoding",
    "short.too-large": "too large for one document",
    "short.damaged": "incomplete or damaged",
    "short.encrypted": "needs a password",
    "short.own-result": "looks like a result of simcheck",
    "short.no-text-layer": "{pages} {pages:page|pages}, no text but images",
    "short.invalid-settings": "{reason}",
    # the sources of a check
    "check.corpus.part": "{words}; {n} of them searched",
    "check.corpus": "corpus {folder}   {documents} {documents:document|documents}, updated {date}",
    "check.same": "The very same text in {n} {n:document|documents}: {names}",
    "check.more": "{names} and {n} more",
    "check.apart": "Not counting {n:it|them}:",
    "check.apart.nothing": "Besides, no run of {minimum} or more equal characters was found, and no rewritten passage.",
    "check.total": "shared in all",
    "check.without.apart": "without set phrases etc.",
    "check.without.quoted": "without quotations",
    "check.without.own": "without own texts",
    "check.without.apart-quoted": "without quotations, set phrases etc.",
    "check.largest": "largest source",
    "check.left-out": "The largest source, the strip and the sources are counted without {flags}.",
    "check.strip": "Where (beginning → end)",
    "check.nothing": "No run of {minimum} or more equal characters was found in the {documents} "
    "{documents:document|documents} of the corpus that {documents:was|were} searched, and no rewritten passage.",
    "check.nothing.left": "No document of the corpus was searched (--before, --exclude, or it is the only one): "
    "there is nothing to compare with.",
    "check.nothing.empty": "The corpus has no documents yet; there is nothing to compare with.",
    "check.also": "also in {sources}",
    "check.hint": "Passage by passage: {command} -n 5",
    "check.hint.more": "--all shows all {total}, -o result.json keeps them",
    "check.hint.some": "{shown} of {total} shown, each wording once while there are others. --all shows every one",
    "check.document": "checked",
    "check.overview.total": "shared",
    "check.overview.high": "strong",
    "check.overview.told": "w/o phrases etc.",
    "check.overview.largest": "largest source",
    "check.overview.notes": "notes",
    "check.overview.number": "no.",
    "check.overview.phrases": "phrases etc. only",
    "check.overview.same": "same text: {name}",
    "check.overview.order": "{n} {n:document|documents}, those that share most without set phrases etc. first.",
    "check.overview.order.graded": "{n} {n:document|documents}, those that share most with strong evidence first.",
    "check.overview.answer": "Most in {document}",
    "check.results": "{count} {count:looks like a result|look like results} of simcheck and {count:was|were} not "
    "checked: {names}. To check one, name it by itself",
    "check.results.more": "{count} {count:looks like a result|look like results} of simcheck and {count:was|were} not "
    "checked: {names}, … To check one, name it by itself",
    "check.no-documents": "no documents to check were found",
    "show.failed": "{count} more cannot be shown for the same reason (no. {numbers})",
    "show.failed.more": "{count} more cannot be shown for the same reason (no. {numbers}, …)",
    "source.name": "source",
    "source.id": "source id",
    "source.characters": "chars",
    "source.share": "of all",
    "source.high": "strong",
    "source.told": "w/o phrases etc.",
    "source.longest": "longest",
    "source.kinds": "kinds",
    "source.copies": "{n} more with the very same text: {names}",
    "source.few": "{n} more with fewer than {limit} chars each",
    "source.below": "{n} more without a passage of such evidence",
    "source.phrases": "{n} more {n:shares|share} set phrases etc. only",
    "source.phrases.only": "{n} {n:document shares|documents share} set phrases etc. only",
    "source.only": "{words}: {part} {part:char|chars}, {ratio} of all",
    "source.left-out": "{words}, left out",
    # a crossing
    "cross.new": "{words}, only what {n} new {n:one shares|ones share} with all",
    "cross.head.all": "{documents} documents, each with each: {pairs} {pairs:pair shares|pairs share} something, all "
    "in {groups} {groups:group|groups} (no set phrases, nothing that most hold)",
    "cross.head": "{documents} documents, each with each: {pairs} {pairs:pair shares|pairs share} something, {linked} "
    "of them in {groups} {groups:group|groups} (no set phrases, nothing that most hold)",
    "cross.templates": "template {names}: what it gave counts nowhere, {characters} counted characters in {n} "
    "{n:document|documents}",
    "cross.nothing": "Nothing worth listing is shared: no passage in the same or in other words.",
    "cross.same": "word for word the same",
    "cross.same.same-file": "{n}, the very same file: {names}",
    "cross.same.same-text": "{n}, the same text: {names}",
    "cross.same.more": "and {n} more sets word for word the same (--all lists all)",
    "cross.near": "nearly the same",
    "cross.near.more": "and {n} more pairs nearly the same (--all lists all)",
    "cross.both": "{a_share} of {a} in {b}, {b_share} the other way",
    "cross.ground": "{words} ({ground})",
    "cross.group": "group {number}  {n} documents",
    "cross.group.pair": "{a_share} and {b_share}",
    "cross.group.spread": "{pairs} {pairs:pair|pairs}, {most} at most and {least} at least between two",
    "cross.groups.more": "and {n} more {n:group|groups} of {documents} documents (--all lists all)",
    "cross.more": "{names}, and {n} more",
    "cross.first": "the earliest of them: {document}",
    "cross.first.dated": "the earliest of them: {document}, {dated}",
    "cross.kind": "{kind} {n}",
    "cross.swap": "{one} / {other}",
    "cross.swapped": "stand for each other: {swaps}",
    "cross.passages": "{n} {n:passage|passages} that several hold, the longest of {characters} chars ({holders} hold "
    "it): “{words}”",
    "cross.column.number": "no.",
    "cross.column.document": "document",
    "cross.column.high": "strong",
    "cross.column.total": "shared",
    "cross.column.largest": "largest source",
    "cross.column.taken": "in it",
    "cross.column.group": "group",
    "cross.column.shared": "held by most",
    "cross.rows.more": "{n} more share something (--all lists all)",
    "cross.rows.nothing": "{n} more share nothing with others, or a few words only.",
    "cross.rows.nothing.own": "{n} more share nothing with others, or a few words only; those of one unit or author "
    "aside.",
    "cross.common": "what most documents hold; it looks like a template that was not given",
    "cross.common.passage": "{n} hold it, {characters} chars: “{words}”",
    "cross.common.more": "and {n} more",
    "cross.common.hint": "If it is a form that everybody was given, name it with --template: what it gave no longer "
    "counts.",
    "cross.own": "of one unit or one author (told apart, not counted above)",
    "cross.own.more": "and {n} more pairs (--all lists all)",
    "cross.own.unit": "the same unit",
    "cross.own.author": "the same author",
    "cross.own.said": "named by --own",
    "cross.ending": "“{ending}”, in which all names end, is left out.",
    "cross.map": "how much of each stands in each other (row in column; no set phrases, nothing that most hold)",
    "cross.map.step": "{block} to {percent}",
    "cross.map.legend": "· below 5%, {steps}, \\ itself; the numbers are those of the table above, groups stand "
    "together.",
    "cross.map.rest": "{n} more share less than 5% so and are not in it.",
    "cross.hint": "-o summary.xlsx makes a table to send and print; two side by side: simcheck compare A B",
    "cross.answer.groups": "{n} {n:group|groups}, {most} documents in the largest",
    "cross.answer.same": "{n} word for word the same",
    "cross.answer.most": "{document} shares most: strong evidence {upper}, shared in all {share}",
    "cross.answer.nothing": "nothing shared was found",
    "cross.column.unit": "unit",
    "cross.column.date": "date",
    "cross.column.compared": "counted",
    "cross.column.same": "the same as",
    "cross.column.templated": "given by templates",
    "cross.column.common": "held by most",
    "cross.column.own": "same unit or author",
    "cross.column.notes": "worth knowing",
    "cross.column.other": "other document",
    "cross.column.part": "shared",
    "cross.column.share": "of document",
    "cross.column.back": "other way",
    "cross.column.told": "without set phrases etc. and what most hold",
    "cross.column.findings": "passages",
    "cross.column.kinds": "kinds",
    "cross.column.swaps": "what stands for each other",
    "cross.column.likeness": "how alike",
    "cross.column.members": "members",
    "cross.column.first": "earliest",
    "cross.column.nearest": "nearest in the group",
    "cross.column.passage": "no.",
    "cross.column.holders": "held by",
    "cross.column.characters": "chars",
    "cross.column.pages": "page",
    "cross.column.paragraphs": "paragraph",
    "cross.column.start": "start",
    "cross.column.end": "end",
    "cross.column.kind": "beside the first",
    "cross.column.remark": "remark",
    "cross.column.text": "text",
    "cross.cell.same-file": "the very same file: {names}",
    "cross.cell.same-text": "the same text: {names}",
    "cross.cell.near": "nearly the same: {names}",
    "cross.cell.own": "{name} {ratio}",
    "cross.cell.first": "earliest",
    "cross.cell.form": "(held by most documents; for its words see the first of this passage)",
    "cross.cell.as-first": "(word for word as the first of this passage)",
    "cross.cell.common": "like a template",
    "cross.likeness.same-file": "same file",
    "cross.likeness.same-text": "same text",
    "cross.likeness.near": "nearly the same",
    "cross.column.other_part": "shared of other",
    "cross.column.other_told": "other without set phrases etc. and what most hold",
    "cross.column.other_high": "strong of other",
    "cross.column.id": "id",
    "cross.column.other_id": "id of other",
    "cross.results": "{count} {count:looks|look} like a result of simcheck and {count:was|were} left out: {names}. "
    "To take "
    "{count:it|them}, name {count:the file|each file}",
    "cross.results.more": "{count} look like results of simcheck and were left out: {names} and others. To take "
    "them, name each "
    "file",
    "cross.too-few": "It takes two documents at least; there {count:is|are} {count}",
    "cross.interrupted.corpus": "Interrupted. What was computed is kept with the corpus; the same command goes on from "
    "there.",
    "cross.interrupted": "Interrupted. What was computed is in {folder}; the same command goes on from there. If it "
    "is not "
    "wanted, delete that folder.",
    # workbooks
    "book.title.cross": "{n} documents, each with each",
    "book.title.check": "{n} {n:document|documents} checked",
    "book.of-sources": "sources",
    "book.number": "no.",
    "book.compared": "counted",
    "book.sources": "sources",
    "book.findings": "passages",
    "book.without": "The shares leave out {flags}.",
    "book.summary": "summary",
    "book.pairs": "pairs",
    "book.groups": "groups",
    "book.passages": "passages",
    "book.about": "about",
    "book.foot": "similar wording is a fact, no verdict",
    "book.page": "page {page} of {pages}",
    "book.made": "simcheck {version}",
    "book.rows": "“{sheet}” has the first {rows} rows of {total}; all are in .csv and .json.",
    "book.cut": "In {n} {n:cell|cells} the text is too long (more than {most} characters, or too many lines) and lacks "
    "its middle; all of it is in the documents and in .json.",
    "book.altered": "In {n} {n:cell|cells} the text has characters that no cell can hold; they were left out or "
    "became ?.",
    "book.about.shares": "shared: how much of a document also stands in others; strong: how much of that on strong "
    "evidence; "
    "largest source: the one that has most of it.",
    "book.about.pairs": "In “pairs” any two documents have two rows: what of one stands in the other, and the other "
    "way round. One column has what is left without set phrases etc. and without what most documents hold, the largest "
    "first; {n} {n:pair|pairs} with less than {least} left, or with scattered runs only that were not compared place "
    "by place, are not listed, but are in .csv and .json.",
    "book.about.groups": "Documents form groups from {at} on (--at, of the smaller one, without set phrases etc. and "
    "what most hold); above 50% that much must also be word for word, in runs of 16 characters.",
    "book.about.passages": "In “passages” what several hold is one passage, a row a holder, what most hold last; start "
    "and end count from 0, the end is not in it.",
    "book.about.own": "Documents of one unit or author are told apart: they count in no share of “summary” and link "
    "no group.",
    # notes
    "notes": "Worth knowing",
    "notes.more": "{n} more (-v lists all)",
    "note.encoding": "{document} was read as {encoding}",
    "note.replaced": "{document}: {count} {count:byte sequence was|byte sequences were} not text and became U+FFFD, "
    "the first at byte {offset}",
    "note.slipped": "{document} seems to have lost bytes in {count} {count:place|places}, the first in line {line} at "
    "“{text}”: some characters there may be wrong",
    "note.result": "{document} looks like a result of simcheck and not like a document: it repeats the words of others",
    "note.site-notice": "{document} carries a web site's notice “{text}” ({count} {count:time|times}): "
    "a notice, which counts in no share",
    "note.hidden": "{document} holds {count} invisible {count:character|characters} ({characters}), "
    "removed before comparing",
    "note.overridden": "{document} has {count} {count:character|characters} set to be shown backwards (U+202E): "
    "what is seen is the reverse of what is compared",
    "note.interleaved": "{document} has “{text}” between its characters ({count} {count:time|times}), which was not "
    "removed: shared text may have been missed",
    "note.look-alike": "{document} holds {count} look-alike {count:character|characters} ({characters}), "
    "put back before comparing",
    "note.traditional": "{document} holds {count} traditional {count:character|characters}, compared as simplified",
    "note.same-document": "both sides are the same text",
    "note.capped": "{document} repeats itself a lot: not every pair of places is listed, "
    "but all that is equal is in one that is",
    "note.short": "{document} has only {length} {length:character|characters}, fewer than the {minimum} that count",
    "note.hidden-text": "{document} has {count} hidden {count:character|characters}, left out",
    "note.deleted-text": "{document} has {count} {count:character|characters} deleted in a revision, left out",
    "note.converted": "{document} was read after {program} had converted it",
    "note.no-text-layer": "{document}: {count:page|pages} {pages} {count:is an image and was|are images and were} "
    "not compared",
    "note.garbled-pages": "{document}: the text of {count:page|pages} {pages} is gibberish (its fonts do not say which "
    "characters they draw) and was not compared",
    "note.turned": "{document} has {count} {count:line that does|lines that do} not run across the page, read as "
    "paragraphs of {count:its|their} own",
    "note.not-read": "{document}: {passed} not read; the words in there were not compared",
    "note.passed-over": "{document} also has {passed}, which are not read: any words in there were not compared",
    "passed.pictures": "{count} {count:picture|pictures}",
    "passed.formulas": "{count} {count:formula|formulas}",
    "passed.charts": "{count} {count:chart|charts}",
    "passed.diagrams": "{count} {count:SmartArt graphic|SmartArt graphics}",
    "passed.embedded": "{count} embedded {count:file|files}",
    "passed.missing": "{count} missing {count:part|parts}",
    "passed.sheets": "{count} hidden {count:sheet or slide|sheets or slides}",
    "passed.comments": "{count} {count:comment|comments}",
    "passed.annotations": "{count} {count:annotation, field or stamp|annotations, fields or stamps}",
    "passed.media": "{count} {count:recording|recordings}",
    "passed.macros": "{count} {count:macro|macros}",
    "passed.placeholders": "{count} {count:prompt|prompts} not filled in",
    "note.unfilled": "{document} has {count} {count:blank|blanks} left to fill in, the first in “{text}”",
    "note.own-said": "{source} was said to be the author's own text: what it shares is marked as own",
    "note.own-author": "{source} has the same author ({value}): what it shares is marked as own",
    "note.own-unit": "{source} is of the same unit ({value}{by}): what it shares is marked as own",
    "note.own-copy": "{name} (id {record}) is an own text, but {other} has the very same text and is not: "
    "it still counts",
    "note.signed-otherwise": "{document} is signed otherwise than its file is named: “{signed}” in the text, “{named}” "
    "in the name; it is nobody's own text by its unit or author",
    "by": ", by {by}",
    "by.title": "title",
    "by.signature": "signature",
    "by.heading": "heading",
    "by.name": "file name",
    "by.given": "metadata",
    "ground.unit": "same unit: {value}{by}",
    "ground.author": "same author: {value}",
    "ground.said": "said with --own",
    "ground.overview": "own texts left out of {n} {n:document|documents}: {grounds}",
    "note.left-behind": "perhaps forgotten: what paragraph {paragraph} took over has “{theirs}” of {source} "
    "({count} {count:time|times}), which elsewhere became “{own}”",
    "note.brief": "{document} has only {length} {length:character|characters}: of an altered sentence or two too "
    "little is left to go by, and finding nothing does not mean that there is nothing",
    "note.cells": "{count} {count:character|characters} of {document} are cells that every table of the form has "
    "(such as “{text}”): equal to the source, as anybody else's would be, and in no share",
    "note.same-outline": "{same} of the {headings} headings are those of {source}, in the same order",
    "note.origin-earliest": "{count} sources hold the {characters} characters that begin in para {paragraphs}; "
    "by the dates that they bear the earliest of them is {source} ({date}, {dated})",
    "note.origin-earliest.partly": "{count} sources hold the {characters} characters that begin in para {paragraphs}; "
    "by the dates that they bear the earliest of them is {source} ({date}, {dated}); {partly} more "
    "{partly:has|have} at least half of that and may be earlier",
    "note.widespread": "{count} sources hold the {characters} characters that begin in para {paragraphs}",
    "dated.signature": "signed",
    "dated.heading": "beside the title",
    "dated.title": "the title: what it is about",
    "dated.name": "the file's name",
    "dated.given": "said when it was added",
    "dated.unknown": "no date known",
    "spread": "What several sources hold",
    "spread.passage": "{characters} {characters:char|chars} from para {paragraph} on, in {count} sources",
    "spread.first": "{name} (the earliest)",
    "spread.versions": "{name}, and {n} {n:version|versions} more",
    "spread.line": "{head}: {names}",
    "spread.dated": "{date} ({by})",
    "spread.more": "{n} more",
    "note.own-record": "{document} is in the corpus itself (id {record}, added {added}); "
    "it was not compared with itself",
    "note.own-version": "the corpus holds another version of {document} (id {record}, added {added}); "
    "it was not compared with that",
    "note.undated": "{count} {count:document|documents} of the corpus {count:has|have} no known date and "
    "{count:was|were} not compared: {count:it|they} may not be earlier than --before (a metadata.csv can date them)",
    "note.year-only": "of {count} {count:document|documents} of the corpus only the year in the title is known; "
    "{count:it|they} may not be earlier than --before and {count:was|were} not compared (a metadata.csv can date them)",
    "note.older-result": "this result was saved by release 0.2: characters were counted again by today's rules; what "
    "it said of who holds a passage and where it began is left out, "
    "and “own” is as it was marked then: compare once more",
    "note.unknown-flags": "the result has flags of a later version ({flags}), which are not shown: upgrade simcheck",
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
    "and-more": "{words}, …",
    "semicolon": "; ",
    "comma": ", ",
    "error.not-found.title": "there is no file {path}",
    "error.not-found.advice": "names like it in the same folder: {similar}",
    "error.not-found.advice.none": "check the name and the folder; put quotation marks around names with spaces",
    "error.not-found.advice.pattern": "one document has to be named here; * and ? cannot stand for several",
    "error.no-match.title": "no file is like {path}",
    "error.no-match.advice": "check what stands beside * and ?, and the folder; ** stands for folders in folders, for "
    "example: reports/**/*.docx",
    "error.no-match.folder.title": "{path} holds no documents",
    "error.no-match.folder.advice": "see whether this is the right folder or archive; hidden and temporary files do "
    "not count",
    "error.no-access.title": "{path} could not be read",
    "error.no-access.reason": "{reason}",
    "error.no-access.advice": "if you lack permission, ask its owner for access, or copy it to a folder of your own",
    "error.is-folder.title": "{path} is a folder; a document is needed here",
    "error.is-folder.advice": "name one document in it, for example: {entries}",
    "error.is-folder.advice.none": "name a document; this folder holds none that can be read",
    "error.empty.title": "{path} has no text in it",
    "error.empty.place": "{path} ({size} {size:byte|bytes})",
    "error.empty.advice": "see whether this is the right file, and whether it arrived complete",
    "error.empty.passed.title": "{path} has no text that can be read",
    "error.empty.passed.place": "{path} ({size} {size:byte|bytes}; {passed} {passed:picture, drawing or embedded file|"
    "pictures, drawings or embedded files}, not read)",
    "error.empty.passed.advice": "if the words are in the pictures, have them recognized (OCR) first; if in an "
    "embedded file, save it as a file of its own",
    "error.not-text.title": "{path} is no document that can be read (it looks like {looks_like})",
    "error.not-text.title.none": "{path} is no document that can be read",
    "error.not-text.place": "{path} (first bytes {head})",
    "error.not-text.place.none": "{path}",
    "error.not-text.advice": "in its program save it as .docx, .pdf or .txt, or print it to a PDF, then compare",
    "error.not-text.advice.picture": "have its text recognized (OCR) and saved as .docx or .txt, then compare",
    "error.not-text.advice.archive": "unpack it and compare the documents in it; a .zip can be checked as it is "
    "(simcheck check), and added (simcheck corpus add)",
    "error.not-text.advice.other": "see whether this is the right file; a document is needed here",
    "error.unknown-encoding.title": "the text encoding of {path} is not known",
    "error.unknown-encoding.place": "{path}, byte {offset}",
    "error.unknown-encoding.reason": "tried {tried}; none of them makes text of it",
    "error.unknown-encoding.advice": "name it with --encoding, for example: --encoding big5",
    "error.encrypted.title": "{path} can only be opened with a password",
    "error.encrypted.advice": "take the password off in its program, save a copy, then compare",
    "error.own-result.title": "{path} looks like a result of simcheck, and not like a document",
    "error.own-result.advice": "a result repeats the words of other documents: move it away, and keep the documents "
    "themselves. If it is a document all the same, corpus add takes it with --force",
    "error.no-text-layer.title": "{path} has no text to read",
    "error.no-text-layer.place": "{path} ({pages} {pages:page, an image|pages, all images})",
    "error.no-text-layer.advice": "have its text recognized (OCR) by the program of your scanner, or: "
    "ocrmypdf -l chi_sim scan.pdf with-text.pdf",
    "error.damaged.title": "{path} cannot be opened: the file is incomplete or damaged",
    "error.damaged.place": "{path} ({reason})",
    "error.damaged.advice": "open it in its program and save it again, or save it as plain text (.txt)",
    "error.too-large.title": "{path} is too large for one document",
    "error.too-large.place": "{path} ({size} bytes; one document has at most {limit})",
    "error.too-large.place.pages": "{path} (more than {limit} pages)",
    "error.too-large.place.characters": "{path} (more than {limit} characters)",
    "error.too-large.place.files": "{path} (it holds more than {limit} files)",
    "error.too-large.place.unpacked": "{path} (it holds far more than an archive of its size)",
    "error.too-large.advice": "split it, then compare the parts",
    "error.invalid-settings.title": "{name} cannot be {value}",
    "error.invalid-settings.reason": "{reason}",
    "error.invalid-settings.advice": "choose another value; see simcheck compare --help",
    "error.invalid-result.title": "{path} cannot be shown again",
    "error.invalid-result.reason": "{reason}",
    "error.invalid-result.advice": "compare or check once more, and save it with -o result.json",
    "error.invalid-result.advice.newer": "upgrade simcheck, then show it",
    "error.invalid-result.advice.no-text": "compare or check once more without --no-text, and save it with "
    "-o result.json",
    "error.invalid-result.advice.several": "read it a line at a time; on the command line, "
    "simcheck show result.json 2 shows the second",
    "error.invalid-result.advice.too-large": "compare with some of the texts only, or save a report: -o report.md (a "
    "crossing: .xlsx)",
    "error.invalid-result.advice.too-many": "compare with some of the texts only, or save a report: -o report.md (a "
    "crossing: .xlsx)",
    "error.missing-package.title": "{package} is not installed, which makes the tables that were asked for",
    "error.missing-package.advice": 'pip install "simcheck-zh[{extra}]"',
    "error.cannot-write.title": "{path} cannot be written",
    "error.cannot-write.reason": "{reason}",
    "error.cannot-write.advice": "choose a folder or a name that can be written to; if another program has the file "
    "open, close it there",
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
    "error.public-damaged.title": "the public texts of the corpus {folder} cannot be used; its documents are whole",
    "error.public-damaged.place": "{file}",
    "error.public-damaged.reason": "{reason}",
    "error.public-damaged.advice": "delete this file, then add them again: simcheck corpus public --add statutes/{at}; "
    "--no-public checks without them",
    "error.unknown-public.title": "no public text of the corpus is called {wanted}; none was removed",
    "error.unknown-public.place": "{folder}",
    "error.unknown-public.advice": "names like it: {similar}",
    "error.unknown-public.advice.none": "for names see simcheck corpus public -n 0{at}",
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
    "reason.range-0-1": "must be above 0 and no more than 1",
    "reason.range-4-1000": "it has to be between 4 and 1000",
    "reason.not-json": "its content is not JSON",
    "reason.newer": "a newer version of simcheck saved it; upgrade first",
    "reason.no-grades": "an older version saved it, which did not grade evidence",
    "reason.no-text": "it was saved with --no-text, so the texts are not in it",
    "reason.not-ours": "it is not a result saved by simcheck, or not a complete one",
    "reason.altered": "its places, sources or numbers contradict each other: it was changed after it was saved, "
    "or is not complete",
    "reason.several": "it holds {count} results, one a line",
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
    "reason.in-use": "another program has it open",
    "reason.read-only": "the disk is read-only",
    "reason.disk-full": "the disk is full",
    "reason.unknown-encoding": "there is no encoding of this name",
    "reason.link-circle": "it is a link that leads back to itself",
    "reason.no-read-permission": "this user may not read it",
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
    "reason.other-public": "it was written by another method and cannot be mixed with this version",
    "reason.not-a-background": "it is not a file written by simcheck background",
    "format.doc": "Word document (.doc)",
    "format.docx": "Word document (.docx)",
    "format.epub": "EPUB book (.epub)",
    "format.html": "web page (.html)",
    "format.mht": "saved web page (.mht)",
    "format.odt": "OpenDocument text (.odt)",
    "format.ofd": "OFD document (.ofd)",
    "format.pdf": "PDF document (.pdf)",
    "format.rtf": "RTF document (.rtf)",
    "format.word-xml": "Word document (.xml)",
    "format.fodt": "OpenDocument text (.fodt)",
    "format.ole": "OLE document",
    "format.sxw": "OpenOffice.org document (.sxw)",
    "format.uof": "UOF document (.uof)",
    "format.word-2": "Word 2 document (.doc)",
    "format.word-6": "Word 6/95 document (.doc)",
    "format.wpd": "WordPerfect document (.wpd)",
    "format.caj": "CAJ document (.caj)",
    "format.encrypted": "encrypted Office document",
    "format.msg": "Outlook message (.msg)",
    "format.odp": "OpenDocument presentation (.odp)",
    "format.ods": "OpenDocument spreadsheet (.ods)",
    "format.ppt": "PowerPoint presentation (.ppt)",
    "format.pptx": "PowerPoint presentation (.pptx)",
    "format.xls": "Excel workbook (.xls)",
    "format.xlsb": "Excel workbook (.xlsb)",
    "format.xlsx": "Excel workbook (.xlsx)",
    "format.xml": "XML data",
    "format.bmp": "BMP image",
    "format.gif": "GIF image",
    "format.heic": "HEIC image",
    "format.icon": "icon",
    "format.jpeg": "JPEG image",
    "format.png": "PNG image",
    "format.psd": "Photoshop image",
    "format.tiff": "TIFF image",
    "format.webp": "WEBP image",
    "format.bzip2": "bzip2 archive",
    "format.cabinet": "cabinet archive",
    "format.gzip": "gzip archive",
    "format.jar": "Java archive (.jar)",
    "format.rar": "RAR archive",
    "format.7z": "7z archive",
    "format.tar": "tar archive",
    "format.xz": "xz archive",
    "format.zip": "ZIP archive",
    "format.zstd": "zstd archive",
    "format.avi": "AVI video",
    "format.flac": "FLAC audio",
    "format.matroska": "Matroska video",
    "format.mp3": "MP3 audio",
    "format.mp4": "MP4 video",
    "format.ogg": "Ogg audio",
    "format.wav": "WAV audio",
    "format.elf": "program (ELF)",
    "format.mach-o": "program (Mach-O)",
    "format.wasm": "program (WebAssembly)",
    "format.windows-program": "program (Windows)",
    "format.font": "font",
    "format.shortcut": "Windows shortcut (.lnk)",
    "format.sqlite": "SQLite database",
    "format.binary": "binary data",
    "format.device": "device",
    "format.pipe": "pipe",
    "format.socket": "socket",
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
    "usage.no-flag-value.title": "{option} takes no value",
    "usage.no-flag-value.advice": "write {option} alone     {help}",
    "usage.no-value.title": "{option} needs a value",
    "usage.no-value.advice": "{help}",
    "usage.choice.title": "{option} cannot be {value}",
    "usage.choice.advice": "it can be {choices} ({words})     {help}",
    "usage.slip-dash.title": "{wrong} does not begin with the - of an option",
    "usage.slip-dash.reason": "an input method, or a document that it was copied from, has made another dash of it",
    "usage.slip-dash.advice": "as it should be: {command}",
    "usage.slip-wide.title": "{wrong} has letters or signs of full width; options have those of half width",
    "usage.slip-wide.advice": "as it should be: {command}",
    "usage.slip-case.title": "{wrong} is written in small letters",
    "usage.slip-case.advice": "as it should be: {command}",
    "usage.slip-single.title": "{wrong} lacks a dash",
    "usage.slip-single.advice": "as it should be: {command}",
    "usage.slip-equals.title": "{wrong}: options with one dash have no equals sign",
    "usage.slip-equals.advice": "as it should be: {command}",
    "usage.slip-quote.title": '{wrong} stands between marks that are no quotation marks here; those are "',
    "usage.slip-quote.advice": "as it should be: {command}",
    "usage.slip-blank.title": "{wrong} has a blank of full width, which is no blank here",
    "usage.slip-blank.advice": "as it should be: {command}",
    "usage.slip-apart.title": "there is a blank too many between {wrong} and the next word",
    "usage.slip-apart.advice": "as it should be: {command}",
    "usage.slip-sign.title": "{wrong} has Chinese punctuation in it, and there is no such file",
    "usage.slip-sign.advice": "did you mean: {command}",
    "usage.slip-unseen.title": "{wrong} has invisible characters in it, and there is no such file",
    "usage.slip-unseen.advice": "did you mean: {command}",
    "usage.slip-shell.title": "{wrong} is a Chinese sign, which means nothing here",
    "usage.slip-shell.advice": "as it should be: {command}",
    "usage.slip-words.title": "there is no file {wrong}; it looks like a word of the option before it",
    "usage.slip-words.advice": "put commas between several words: {command}",
    "usage.number.title": "{option} needs a number; {value} will not do",
    "usage.number.advice": "from {lowest} to {highest}     {help}",
    "usage.suffix.title": "it is not clear in what format to write {path}",
    "usage.suffix.advice": "let the name end in {suffixes}, for example: -o result.json",
    "usage.overwrite.title": "-o {path} would overwrite a file that is read",
    "usage.overwrite.advice": "choose another name, for example: -o result.json",
    "usage.original.title": "-o {path} would overwrite a document that a corpus was made from",
    "usage.original.advice": "choose another name, for example: -o result.json",
    "usage.table.title": "-o {path}: metadata.csv is the table about documents; no result can be called so",
    "usage.table.advice": "choose another name, for example: -o result.csv",
    "usage.shown.title": "-o {path} would overwrite a document of the result",
    "usage.shown.advice": "choose another name, for example: -o result.md",
    "usage.redirected.title": ">> would write the result into a file that is read",
    "usage.redirected.advice": "choose another name, or use -o result.txt",
    "usage.same-output.title": "two -o write the same file: {path}",
    "usage.same-output.advice": "give each format a name of its own, for example: -o result.json -o result.md",
    "usage.both-stdin.title": "standard input can be one of the documents, not both",
    "usage.both-stdin.advice": "save the other one as a file: simcheck compare document.txt -",
    "usage.phrase.title": "“{words}” cannot be a set phrase",
    "usage.phrase.advice": "{least} characters at least, and neither - nor # in front     {help}",
    "usage.none-new.title": "--new means no document",
    "usage.none-new.advice": "simcheck corpus list --sort added shows when each was added     {help}",
    "usage.own-name.title": "--own {name}: no document is called so",
    "usage.own-name.advice": "give the name of one of the documents     {help}",
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
    "usage.which-number.title": "{path} has no result no. {which}; it holds {count}",
    "usage.which-number.advice": "to see which there are: {command}",
    "usage.which-name.title": "{path} has no result about {which}",
    "usage.which-name.advice": "to see which there are: {command}",
    "usage.which-several.title": "{path} has several results about {which}: no. {numbers}",
    "usage.which-several.advice": "say which by its number, for example: {command} 1",
    "usage.other.title": "{message}",
    "usage.other.advice": "{help}",
    # words that options take
    "choice.auto": "auto",
    "choice.inline": "inline",
    "choice.side": "side",
    "choice.list": "list",
    "choice.paragraphs": "paragraphs",
    "choice.none": "none",
    "choice.boilerplate": "boilerplate",
    "choice.scattered": "scattered",
    "choice.public": "public",
    "choice.quoted": "quoted",
    "choice.own": "own",
    "choice.high": "high",
    "choice.middle": "middle",
    "choice.low": "low",
    "choice.always": "always",
    "choice.never": "never",
    "choice.zh": "zh",
    "choice.en": "en",
    "choice.name": "name",
    "choice.length": "length",
    "choice.date": "date",
    "choice.added": "added",
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

A and B are documents (Word, WPS, PDF, OFD, RTF, ODT, web pages, EPUB, plain
text); one of them may be - (standard input).
A is always on the left; the shares of both directions are given.""",
    "help.compare.usage": "simcheck compare A B [OPTIONS]…",
    "help.compare.examples": """\
simcheck compare report.txt summary.txt
simcheck compare report.txt summary.txt --all --view side
simcheck compare last.txt this.txt --without boilerplate -o result.md
simcheck compare last.txt this.txt --fail-above 30 -q
simcheck compare last.txt this.txt --fail-above high:30 -q
cat this.txt | simcheck compare - last.txt --json""",
    "help.check.short": "check documents against the corpus",
    "help.check.about": """\
Check documents against the corpus: how much of the text is in it as well,
where, and what was changed.

FILE is a document (Word, WPS, PDF, OFD, RTF, ODT, web page, EPUB, plain text),
a folder (subfolders included), a .zip, or a .jsonl with one document a line;
* ? ** may stand for names. One of them may be - (standard input).
One document gives its totals and sources; -n 5 adds the 5 longest passages,
--all every one. Several give one table, those that share most with strong
evidence first; with -n or --all, each is shown in turn instead.
A document that is in the corpus is not compared with itself.""",
    "help.check.usage": "simcheck check FILE… [OPTIONS]…",
    "help.check.examples": """\
simcheck check summary.txt
simcheck check summary.docx -n 5 --grade high
simcheck check summary.docx --exclude draft.docx -o result.md
simcheck check incoming/ reports.zip -o result.json
simcheck check incoming/*.docx --before 2024 --fail-above high:30""",
    "help.cross.short": "documents, each with each: who shares with whom, in which groups",
    "help.cross.about": """\
Documents, each with each: which are the same, which form groups, how much of
each also stands in others.

FILE is a document, a folder (with those in it), a .zip archive, or a .jsonl
with a document a line; * ? ** stand for names of files. No corpus is needed.
First what is word for word the same, then groups, then every document by what
it shares on strong evidence; what most documents hold and work of one unit
over the years are told apart. -o summary.xlsx is a table to send and print.
Ctrl-C stops at any time; the same command goes on from there.""",
    "help.cross.usage": "simcheck cross FILE... [options]...",
    "help.cross.examples": """\
simcheck cross received/
simcheck cross sixty.zip --template form.docx -o summary.xlsx
simcheck cross in/*.docx --at 50% -o pairs.csv -o pairs.graphml
simcheck cross received/ --fail-above high:60 -q""",
    "help.corpus.short": "add, list, describe and remove documents; upgrade",
    "help.corpus.about": """\
The corpus: the documents that check compares with.

It lives in .simcheck inside a folder; whatever else is in that folder is
never touched.""",
    "help.corpus.usage": "simcheck corpus COMMAND [OPTIONS]…",
    "help.corpus.examples": """\
simcheck corpus add documents/
simcheck corpus list --sort date
simcheck corpus stats --corpus library/""",
    "help.corpus.add.short": "add documents: files, folders, .zip, .jsonl",
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
    "help.corpus.cross.short": "the documents of the corpus, each with each, or new ones with all",
    "help.corpus.cross.about": """\
The documents of the corpus, each with each: which are the same, which form
groups, how much of each also stands in others.

--new looks only at what new ones share with all (and with each other): without
a value those added on the last day, with a date those added since, with an id
or a name that one; repeatable.
Ctrl-C stops at any time; the same command goes on from there.""",
    "help.corpus.cross.usage": "simcheck corpus cross [options]...",
    "help.corpus.cross.examples": """\
simcheck corpus cross
simcheck corpus cross --new -o summary.xlsx
simcheck corpus cross --new 2024-11-01 --at 50%""",
    "help.corpus.public.short": "public texts, whose words anybody may use",
    "help.corpus.public.about": """\
Public texts: statutes, central documents, news, whose words anybody may use.
Every check searches them; what they have is flagged as public text with the
name of the one that has it, and shown all the same.

--add keeps files, folders, archives and .jsonl, each content once; the files
stay as they are. --remove takes texts away; without either they are listed.
Hashes are stored and no text, some 8 bytes a character.""",
    "help.corpus.public.usage": "simcheck corpus public [OPTIONS]…",
    "help.corpus.public.examples": """\
simcheck corpus public --add statutes/ --add report.docx
simcheck corpus public
simcheck corpus public --remove 'statutes/petitions*'
simcheck check draft.docx --no-public""",
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
    "help.corpus.upgrade.short": "bring a corpus of an older version up to date",
    "help.corpus.upgrade.about": """\
Bring a corpus of an older version up to date: run it once after an upgrade.
It notes the facts of files (of those that are still there with the same text),
guesses title, unit, date and author again by today's rules (what --meta or
metadata.csv said stays), and makes the index again if it does not fit.
It may be interrupted and goes on the next time; if all is up to date, nothing
changes.""",
    "help.corpus.upgrade.usage": "simcheck corpus upgrade [OPTIONS]…",
    "help.corpus.upgrade.examples": """\
simcheck corpus upgrade
simcheck corpus upgrade --corpus models""",
    "help.show.short": "show or convert a saved result without computing it again",
    "help.show.about": """\
Show a result saved by compare, check or cross (.json) or convert it; nothing
is computed again.

The results of several documents give one table; with a number or the name of
a document, that one is shown. With -n or --all, each is shown in turn.""",
    "help.show.usage": "simcheck show RESULT.json [N|NAME] [OPTIONS]…",
    "help.show.examples": """\
simcheck show result.json
simcheck show result.json --all --view side
simcheck show results.json 2
simcheck show result.json -o result.md -o result.csv""",
    "help.background.short": "learn set phrases from your own documents",
    "help.background.about": "Count common phrases, so that comparing knows what everybody writes.",
    "help.background.usage": "simcheck background COMMAND [OPTIONS]…",
    "help.background.examples": "simcheck background build documents/ -o phrases.npz",
    "help.background.build.short": "count the phrases of many documents",
    "help.background.build.about": """\
Count how common phrases are in many documents, and write one file.

PATH is a folder of .txt and .md, subfolders included, or a .jsonl with one
{{"text": …}} a line; the first PATH matters most. What a text named by
--public has, statutes for example, is public text though no other has it.
The file holds numbers, not texts.""",
    "help.background.build.usage": "simcheck background build PATH… -o FILE",
    "help.background.build.examples": "simcheck background build documents/ -o phrases.npz",
    "option.output": "write a file, by its suffix; repeatable:\n.json .docx .xlsx .md .csv .txt",
    "option.json": "the whole result as JSON on standard output",
    "option.no_text": "leave the texts out of JSON, CSV and .xlsx",
    "option.view": "auto inline side list paragraphs none\n(自动 单栏 双栏 列表 逐段 不列)",
    "option.limit": "show the N longest passages; files hold all",
    "option.everything": "show all passages, and long ones in full",
    "option.min_length": "shortest equal run that counts (13 characters)",
    "option.encoding": "of the documents, if it is not recognised",
    "option.background": "table of phrase frequencies; none: no table",
    "option.without": "leave out of the numbers, several with commas:\nboilerplate scattered public quoted own",
    "option.grade": "list only passages and sources of such evidence:\nhigh middle low (or above); no share changes",
    "option.own": "a source of the same author; repeatable",
    "option.compare.own": "both are of one author",
    "option.templates": "a form that all were given: set apart; repeatable",
    "option.fail_above": "exit 1 if the total is above this percentage;\nhigh:30 counts strong evidence only",
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
    "option.before": "only sources certainly before: 2024, 2024-06",
    "option.meta": "holds for all of them: unit=柳湾镇; repeatable",
    "option.sheet": "a table about them, file names first",
    "option.sort": "name length date added",
    "option.verify": "read originals and index to see if all is well",
    "option.yes": "do not ask",
    "option.at": "from what share two documents form a group: percent\nof the smaller one, such as 50%",
    "option.cross.output": "write a file, by its suffix; repeatable:\n.xlsx .csv .json .graphml .txt",
    "option.cross.json": "the whole result on standard output (JSON)",
    "option.cross.no_text": "no texts in workbooks and JSON",
    "option.cross.limit": "list the N that share most (20 by default)",
    "option.cross.everything": "list all",
    "option.cross.own": "these are of one author: a name; repeatable",
    "option.cross.fail_above": "exit with 1 if the total of a document is above\n"
    "this percentage; high:30 of strong evidence only",
    "option.corpus.cross.output": "write a file, by its suffix; repeatable:\n.xlsx .csv .json .graphml .txt",
    "option.corpus.cross.json": "the whole result on standard output (JSON)",
    "option.corpus.cross.no_text": "no texts in workbooks and JSON",
    "option.corpus.cross.limit": "list the N that share most (20 by default)",
    "option.corpus.cross.everything": "list all",
    "option.corpus.cross.own": "these are one author's: an id or a name; repeatable",
    "option.corpus.cross.fail_above": "exit with 1 if the total of a document is above\n"
    "this percentage; high:30 of strong evidence only",
    "option.new": "new ones only: by itself those of the last day,\nor those since a date, or an id, a name; "
    "repeatable",
    "option.check.limit": "show the N longest passages (0: none)",
    "option.check.output": "write a file, by its suffix; repeatable:\n.json .docx .xlsx .md .csv .txt",
    "option.check.json": "whole results as JSON, one document a line",
    "option.check.everything": "show all passages, and long ones in full",
    "option.check.fail_above": "exit 1 if any total is above this percentage;\nhigh:30 counts strong evidence only",
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
    "option.background.build.public": "public texts: a folder or .jsonl like PATH; repeatable",
    "option.public": "public texts: file, folder or archive; repeatable;\nwhat they have is flagged",
    "option.no_public": "do not search the public texts of the corpus",
    "option.remove": "remove the public texts of this name (* ?); repeatable",
    "option.corpus.public.add": "keep public texts: a file, folder, archive; repeatable",
    "option.corpus.public.limit": "list N texts; 0: all (at a terminal 20)",
    "option.corpus.public.json": "one text a line, as JSON",
    "option.corpus.public.quiet": "neither what was done nor totals",
    "public.added": "{count} public {count:text|texts} added, {known} there already; {total} in all",
    "public.removed": "{count} public {count:text|texts} removed",
    "public.results": "{count} {count:looks like a result|look like results} of simcheck and {count:was|were} not "
    "taken for public: {names}. To use one, name it by itself",
    "public.results.more": "{count} {count:looks like a result|look like results} of simcheck and {count:was|were} not "
    "taken for public: {names}, … To use one, name it by itself",
    "public.none": "There are no public texts yet. To keep some: simcheck corpus public --add statutes/",
    "public.more": "{count} more (-n 0 lists all)",
    "public.total": "{count} {count:text|texts}, {characters} {characters:character|characters}; every check searches "
    "{count:it|them} unless --no-public is given.",
    "option.corpus.list.limit": "list N documents; 0: all",
    "option.corpus.list.json": "one document a line, as JSON",
    "option.corpus.list.quiet": "neither head nor hint",
    "option.corpus.stats.json": "as JSON",
    "option.corpus.remove.quiet": "neither list nor result",
    "option.corpus.upgrade.quiet": "do not say what was done",
    "option.corpus.rebuild.quiet": "do not say what was done",
}
