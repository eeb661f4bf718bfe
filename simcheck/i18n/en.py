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
