// The page of reports: counts again what is switched, walks through passages, keeps a reviewer's marks.

// --- counting, as report/counting.py does -----------------------------------------------------------------------------

class Side {
  // w: characters that count, by piece; c: those that are compared; b: flags of marks, and layout as the bit after them
  constructor(data, flags) {
    this.w = data.w;
    this.c = data.c || data.w;
    this.count = data.w.length;
    this.bits = new Int32Array(this.count);
    for (let n = 0; n < data.b.length; n += 2) this.bits[data.b[n]] = data.b[n + 1];
    this.layout = 1 << flags.length;
    this.flag = Object.fromEntries(flags.map((name, n) => [name, 1 << n]));
    this.stamps = new Int32Array(this.count);
    this.stamp = 0;
  }

  // what no finding of these has of lines of layout
  aside(findings) {
    const aside = new Uint8Array(this.count);
    let any = false;
    for (let n = 0; n < this.count; n++) if (this.bits[n] & this.layout) { aside[n] = 1; any = true; }
    if (any) for (const finding of findings) fill(aside, this.claimed(finding), 0);
    return aside;
  }

  masks(findings, aside, without) {
    without |= this.flag.template;
    const [counted, passage, excused] = [0, 1, 2].map(() => new Uint8Array(this.count));
    for (const finding of findings) {
      if (finding.flags & this.flag.cells) continue;
      if (finding.flags & without) fill(excused, this.claimed(finding), 1);
      else { fill(counted, this.claimed(finding), 1); passage.fill(1, ...this.hull(finding)); }
    }
    const whole = new Uint8Array(this.count);
    for (let n = 0; n < this.count; n++) {
      const marked = this.bits[n] & without;
      if (marked) {
        if (marked & this.flag.template || counted[n]) excused[n] = 1;
        counted[n] = 0;
      }
      whole[n] = !aside[n] && !(excused[n] && !counted[n]) ? 1 : 0;
      counted[n] &= whole[n];
      passage[n] &= whole[n];
    }
    return { counted, passage, whole };
  }

  // what counts of the findings of a set, by the rules of a counting: {without, kinds, least, grade}
  counted(set, counting) {
    const some = set.findings.filter(each => counting.kinds >> each.kind & 1 && each.length >= counting.least);
    const masks = this.masks(some, set.aside, counting.without);
    if (!counting.grade) return masks;
    const reached = this.masks(some.filter(each => each.grade && each.grade <= counting.grade), set.aside, counting.without);
    for (let n = 0; n < this.count; n++) {
      masks.counted[n] = reached.counted[n] & masks.whole[n];
      masks.passage[n] = reached.passage[n] & masks.whole[n];
    }
    return masks;
  }

  share(set, counting) {
    const masks = this.counted(set, counting);
    const share = { part: 0, whole: 0, passage: 0 };
    for (let n = 0; n < this.count; n++) {
      if (masks.counted[n]) share.part += this.w[n];
      if (masks.whole[n]) share.whole += this.w[n];
      if (masks.passage[n]) share.passage += this.w[n];
    }
    return share;
  }

  // the part of a share alone, looking at no more of the text than the findings have
  part(findings, counting) {
    const without = counting.without | this.flag.template;
    const stamp = ++this.stamp;
    let sum = 0;
    for (const each of findings) {
      if (each.flags & (this.flag.cells | without) || each.length < counting.least) continue;
      if (!(counting.kinds >> each.kind & 1) || (counting.grade && !(each.grade && each.grade <= counting.grade))) continue;
      const ranges = this.claimed(each);
      for (let at = 0; at < ranges.length; at += 2) for (let n = ranges[at]; n < ranges[at + 1]; n++) {
        if (this.stamps[n] === stamp) continue;
        this.stamps[n] = stamp;
        if (!(this.bits[n] & without)) sum += this.w[n];
      }
    }
    return sum;
  }
}
class Left extends Side { claimed(finding) { return finding.claimed; } hull(finding) { return finding.hull; } }
class Right extends Side { claimed(finding) { return finding.right.c; } hull(finding) { return finding.right.h; } }

function fill(mask, ranges, value) {
  for (let n = 0; n < ranges.length; n += 2) mask.fill(value, ranges[n], ranges[n + 1]);
}

// --- one report -------------------------------------------------------------------------------------------------------

class View {
  constructor(section, data) {
    this.section = section;
    this.data = data;
    this.left = new Left(data.left, data.flags);
    if (data.right) this.right = new Right(data.right, data.flags);
    this.findings = data.left.f.map((each, n) => ({
      n: n + 1, kind: each.k[0], own: each.k[1], flags: each.k[1], grade: each.k[2], source: each.k[3], rank: each.r,
      hull: each.h, blocks: each.b, differing: each.d, claimed: each.c || each.b, right: data.right && data.right.f[n],
    }));
    for (const each of this.findings) {
      each.length = 0;
      for (let at = 0; at < each.claimed.length; at += 2) for (let n = each.claimed[at]; n < each.claimed[at + 1]; n++) each.length += data.left.w[n];
      each.article = document.getElementById(data.prefix + each.n);
    }
    this.apart = this.bits(["boilerplate", "scattered", "public"]);
    this.bySource = data.sources.map((_, n) => this.findings.filter(each => each.source === n));
    this.selected = 0;
    this.marks = [...section.querySelectorAll("mark")];
    this.pieces = this.covered();
    this.anchors = [...section.querySelectorAll("a.n")];
    this.begins = [...new Set(this.findings.map(each => each.blocks[0]))].filter(each => each !== undefined).sort((a, b) => a - b);
    this.readReview();
    this.reset();
    this.listen();
  }

  bits(names) { return names.reduce((sum, name) => sum | this.left.flag[name], 0); }

  covered() {
    const any = new Uint8Array(this.left.count);
    for (const each of this.findings) fill(any, each.blocks, 1);
    const pieces = [];
    for (let n = 0; n < any.length; n++) if (any[n]) pieces.push(n);
    return pieces;
  }

  // the switches as they were written
  reset() {
    const { data } = this;
    this.without = this.bits(data.without);
    this.kinds = (1 << data.kinds.length) - 1;
    this.grade = 0;
    this.listed = data.grade;
    this.least = 0;
    this.excluded = new Set();
    this.mine = new Set();
    this.order = "place";
    for (const row of this.section.querySelectorAll(".sorts tr[data-kind] input")) row.checked = true;
    for (const row of this.section.querySelectorAll(".sorts tr[data-flag]")) row.querySelector("input").checked = !(this.without & this.left.flag[row.dataset.flag]);
    for (const box of this.section.querySelectorAll("input.counts")) box.checked = true;
    for (const box of this.section.querySelectorAll("input.own")) box.checked = false;
    const least = this.section.querySelector("[data-least]");
    if (least) least.value = 0;
    for (const select of this.section.querySelectorAll("[data-select]")) select.value = select.dataset.select === "grade" ? "0" : "place";
    this.sort();
    this.count();
  }

  counting(without = 0, more = {}) {
    return { without: this.without | without, kinds: this.kinds, least: this.least, grade: this.grade, ...more };
  }

  set(side, findings) { return { findings, aside: side.aside(findings) }; }

  isOff(each) {
    return this.excluded.has(each.source) || !(this.kinds >> each.kind & 1) || each.length < this.least
      || Boolean(this.grade && !(each.grade && each.grade <= this.grade));
  }

  // what is listed from some grade on is another matter: it changes no number
  isUnlisted(each) { return Boolean(this.listed && !(each.grade && each.grade <= this.listed)); }

  // everything again
  count() {
    for (const each of this.findings) {
      each.flags = this.mine.has(each.source) ? each.own | this.left.flag.own : each.own;
      each.off = this.isOff(each);
      each.unseen = each.off || this.isUnlisted(each);
      each.grey = Boolean(each.flags & this.without);
    }
    const kept = this.findings.filter(each => !this.excluded.has(each.source));
    const rest = kept.filter(each => !this.data.sources[each.source].same);
    this.all = this.set(this.left, kept);
    this.rest = rest.length === kept.length ? this.all : this.set(this.left, rest);
    this.countTotals();
    this.countSorts();
    this.countSources();
    this.countParagraphs();
    this.say();
    this.paint();
  }

  countTotals() {
    const { flag } = this.left;
    const removed = { quoted: flag.quoted, own: flag.own, apart: this.apart, "apart-quoted": this.apart | flag.quoted };
    const base = this.left.share(this.rest, this.counting());
    const differs = share => share.part !== base.part || share.whole !== base.whole || share.passage !== base.passage;
    const show = (name, share, shown) => {
      const row = this.section.querySelector(`tr[data-total="${name}"]`);
      if (!row) return;
      row.hidden = !shown;
      this.fill(row, share);
    };
    const shares = Object.fromEntries(Object.entries(removed).map(([name, bits]) => [name, this.left.share(this.rest, this.counting(bits))]));
    if (this.data.graded) show("high", this.left.share(this.rest, this.counting(0, { grade: 1 })), this.rest.findings.length > 0);
    show("total", base, true);
    show("all", this.left.share(this.all, this.counting()), true);
    for (const [name, share] of Object.entries(shares)) {
      const tells = name === "apart-quoted" ? differs(shares.quoted) : (this.data.check && name === "apart") || differs(share);
      show(name, share, tells && (this.data.check || differs(share)));
    }
    this.whole = base.whole;
    this.total = base;
    const now = this.section.querySelector("[data-now]");
    if (now) now.textContent = page.percent(base.whole ? base.part / base.whole : 0);
    if (this.right) {
      const set = this.set(this.right, this.findings);
      for (const [name, more] of [["high", { grade: 1 }], ["total", {}]]) {
        const row = this.section.querySelector(`tr[data-back="${name}"]`);
        if (row) this.fill(row, this.right.share(set, this.counting(0, more)));
      }
    }
    this.countLargest();
    this.drawStrip();
  }

  fill(row, share) {
    const ratio = share.whole ? share.part / share.whole : 0;
    row.querySelector(".percent").textContent = page.percent(ratio);
    row.querySelector(".part").textContent = page.grouped(share.part);
    row.querySelector(".whole").textContent = page.grouped(share.whole);
    row.querySelector(".bar rect").setAttribute("width", (100 * ratio).toFixed(1));
  }

  countLargest() {
    const row = this.section.querySelector('tr[data-total="largest"]');
    if (!row) return;
    const { sources } = this.data;
    const ids = [...sources.keys()].filter(n => !this.excluded.has(n)).sort((a, b) => sources[a].at - sources[b].at);
    const others = ids.filter(n => !sources[n].same);
    let [best, most] = [-1, -1];
    for (const n of others.length ? others : ids) {
      const part = this.left.part(this.bySource[n], this.counting());
      if (part > most) [best, most] = [n, part];
    }
    row.hidden = best < 0;
    if (best < 0) return;
    this.fill(row, { part: most, whole: this.whole });
    page.name(row.querySelector(".largest"), sources[best].name);
  }

  countSorts() {
    const { kinds } = this.data;
    const apart = this.apart | this.left.flag.template;
    const telling = this.rest.findings.filter(each => !(each.flags & apart));
    let [before, bits] = [0, 0];
    const parts = {};
    kinds.forEach((kind, n) => {
      bits |= 1 << n;
      const found = telling.filter(each => each.kind === n && !each.grey && !each.off).length;
      const part = this.left.part(telling, this.counting(0, { kinds: this.kinds & bits }));
      parts[kind] = [found, part - before, this.left.share(this.rest, this.counting(0, { grade: 0 })).whole];
      before = part;
    });
    const plain = { ...this.counting(), without: 0 };
    const everything = this.left.share(this.rest, { ...plain, grade: 0 }).whole;
    let left = this.rest.findings;
    const asWhat = each => ["boilerplate", "public", "scattered"].find(name => each.flags & this.left.flag[name]);
    for (const name of ["scattered", "public", "boilerplate"]) {
      const others = left.filter(each => asWhat(each) !== name);
      const found = left.filter(each => asWhat(each) === name && !each.off).length;
      parts[name] = [found, found ? this.left.part(left, plain) - this.left.part(others, plain) : 0, everything];
      left = others;
    }
    for (const name of ["quoted", "own"]) {
      const flag = this.left.flag[name];
      const both = [this.without & ~flag, this.without | flag].map(without => this.left.part(this.rest.findings, { ...plain, without }));
      parts[name] = [this.rest.findings.filter(each => each.flags & flag && !each.off).length, both[0] - both[1], everything];
    }
    for (const row of this.section.querySelectorAll(".sorts tbody tr")) {
      const [found, part, whole] = parts[row.dataset.kind || row.dataset.flag];
      const cells = row.querySelectorAll(".figure");
      cells[0].textContent = page.grouped(found);
      cells[1].textContent = page.grouped(part);
      cells[2].textContent = page.percent(whole ? part / whole : 0);
      row.classList.toggle("gone", !row.querySelector("input").checked);
      if (row.dataset.flag === "own") row.hidden = !this.findings.some(each => each.flags & this.left.flag.own);
    }
    let without = 0;
    let any = false;
    for (const name of ["boilerplate", "public", "scattered"]) {
      const next = without | this.left.flag[name];
      const part = this.left.part(this.rest.findings, { ...plain, without }) - this.left.part(this.rest.findings, { ...plain, without: next });
      without = next;
      const words = this.section.querySelector(`[data-apart="${name}"]`);
      words.hidden = !part;
      words.querySelector(".part").textContent = page.grouped(part);
      any ||= part > 0;
    }
    this.section.querySelector("p.apart").hidden = !any;
  }

  countSources() {
    for (const row of this.section.querySelectorAll("tr[data-source]")) {
      const n = Number(row.dataset.source);
      const mine = this.excluded.has(n) ? [] : this.bySource[n];
      const part = this.left.part(mine, this.counting());
      const ratio = this.whole ? part / this.whole : 0;
      const put = (name, words) => { const cell = row.querySelector(`.${name}`); if (cell) cell.textContent = words; };
      put("characters", page.grouped(part));
      put("share", page.percent(ratio));
      put("high", page.grouped(this.left.part(mine, this.counting(0, { grade: 1 }))));
      put("told", page.grouped(this.left.part(mine, this.counting(this.apart))));
      put("longest", page.grouped(Math.max(0, ...mine.filter(each => !each.off && !each.grey).map(each => each.length))));
      row.querySelector(".bar rect").setAttribute("width", (100 * ratio).toFixed(1));
      row.classList.toggle("gone", this.excluded.has(n));
    }
  }

  countParagraphs() {
    const masks = this.left.counted(this.rest, this.counting());
    const ranges = this.data.paragraphs;
    const place = new Int32Array(this.left.count);
    ranges.forEach(([start, end], at) => place.fill(at, start, end));
    const rows = this.section.querySelectorAll(".paragraphs tbody tr");
    rows.forEach((row, at) => {
      const share = { part: 0, whole: 0 };
      for (let n = ranges[at][0]; n < ranges[at][1]; n++) {
        if (masks.counted[n]) share.part += this.left.w[n];
        if (masks.whole[n]) share.whole += this.left.w[n];
      }
      this.fill(row, share);
      if (!share.part) row.querySelector(".percent").textContent = "·";
      for (const link of row.querySelectorAll("[data-of]")) link.hidden = this.findings[link.dataset.of - 1].unseen;
    });
    if (this.data.check) this.signParagraphs(place);
  }

  // which source explains most of each paragraph
  signParagraphs(place) {
    const { sources, paragraphs } = this.data;
    const found = paragraphs.map(() => new Map());
    for (const each of this.rest.findings) {
      if (each.unseen || sources[each.source].phrases) continue;
      if (each.hull[0] < each.hull[1]) for (let at = place[each.hull[0]]; at <= place[each.hull[1] - 1]; at++) if (!found[at].has(each.source)) found[at].set(each.source, 0);
      for (let at = 0; at < each.claimed.length; at += 2) for (let n = each.claimed[at]; n < each.claimed[at + 1]; n++) {
        const here = found[place[n]];
        here.set(each.source, here.get(each.source) + this.left.w[n]);
      }
    }
    const lines = this.section.querySelectorAll(".text p");
    lines.forEach((line, at) => {
      let [best, most] = [-1, -1];
      for (const [source, count] of [...found[at]].sort((a, b) => sources[a[0]].order - sources[b[0]].order)) if (count > most) [best, most] = [source, count];
      if (best < 0) delete line.dataset.s;
      else line.dataset.s = sources[best].sign;
    });
  }

  drawStrip() {
    const strip = this.section.querySelector("svg.strip");
    if (!strip) return;
    const { counted } = this.left.counted(this.rest, this.counting());
    const { w, c } = this.left;
    const total = c.reduce((sum, each) => sum + each, 0);
    const cells = Math.min(this.data.cells, total);
    // the first few parts have one more, as numpy.array_split has it
    const [size, larger] = [Math.floor(total / cells), total % cells];
    const sums = new Float64Array(cells);
    this.cuts = [];
    let at = 0;
    let end = size + (larger > 0 ? 1 : 0);
    let seen = 0;
    this.cuts.push(0);
    for (let n = 0; n < c.length; n++) {
      let here = c[n];
      while (here > 0) {
        const taken = Math.min(here, end - seen);
        if (counted[n] && w[n]) sums[at] += taken;
        seen += taken;
        here -= taken;
        if (seen === end && at < cells - 1) { at++; end += size + (at < larger ? 1 : 0); this.cuts.push(n); }
      }
    }
    strip.querySelectorAll("rect").forEach((rect, n) => {
      const share = sums[n] / (size + (n < larger ? 1 : 0));
      rect.setAttribute("y", (24 * (1 - share)).toFixed(1));
      rect.setAttribute("height", (24 * share).toFixed(1));
    });
  }

  // what is not counted by now, in words
  say() {
    const { data } = this;
    const on = {
      kinds: this.kinds !== (1 << data.kinds.length) - 1,
      sources: this.excluded.size > 0,
      own: this.mine.size > 0,
      least: this.least > 0,
      [`grade-${this.grade}`]: this.grade > 0,
      ...Object.fromEntries(data.flags.map(name => [`without-${name}`, Boolean(this.without & this.left.flag[name])])),
    };
    let any = false;
    for (const words of this.section.querySelectorAll("[data-state]")) {
      words.hidden = !on[words.dataset.state];
      any ||= !words.hidden;
    }
    this.section.querySelector(".state").hidden = !any;
  }

  // which finding is seen where
  paint() {
    const { kinds, flags } = this.data;
    this.top = new Int32Array(this.left.count);
    const order = this.findings.filter(each => !each.unseen).sort((a, b) => b.grey - a.grey || a.rank - b.rank);
    for (const each of order) fill(this.top, each.blocks, each.n);
    const differs = new Uint8Array(this.left.count);
    for (const each of order) for (let at = 0; at < each.differing.length; at += 2) for (let n = each.differing[at]; n < each.differing[at + 1]; n++) if (this.top[n] === each.n) differs[n] = 1;
    const mine = new Uint8Array(this.left.count);
    if (this.selected) fill(mine, this.findings[this.selected - 1].blocks, 1);
    const shades = ["template", "boilerplate", "public", "scattered", "quoted"];
    const shade = bits => shades.find(name => bits & this.left.flag[name]);
    this.pieces.forEach((piece, at) => {
      const mark = this.marks[at];
      if (!mark) return;
      const n = this.top[piece];
      const each = this.findings[n - 1];
      const sort = each && (shade(this.left.bits[piece]) || shade(each.flags) || kinds[each.kind]);
      const chosen = n && mine[piece] ? " sel" : "";
      const name = each ? `k-${sort}${differs[piece] ? " d" : ""}${each.grey ? " out" : ""}${chosen}` : "off";
      if (mark.className !== name) mark.className = name;
      if (mark.dataset.f !== String(n)) mark.dataset.f = n;
    });
    const best = new Map();
    for (const each of order) best.set(each.blocks[0], each);
    this.anchors.forEach((anchor, at) => {
      const each = best.get(this.begins[at]);
      anchor.hidden = !each;
      if (!each) return;
      anchor.href = `#${this.data.prefix}${each.n}`;
      anchor.setAttribute("aria-label", each.n);
      for (const lang of ["zh", "en"]) anchor.dataset[lang] = each.n + this.data.letters[lang][each.kind];
    });
    for (const each of this.findings) {
      each.article.hidden = each.unseen;
      each.article.classList.toggle("out", each.grey);
    }
    for (const line of this.section.querySelectorAll(".plot line")) {
      const each = this.findings[line.dataset.f - 1];
      line.classList.toggle("off", each.unseen);
      line.classList.toggle("out", each.grey);
    }
    const below = this.section.querySelector(".below");
    if (below) below.hidden = !this.listed;
    this.where();
  }

  // --- walking through

  shown() { return this.sorted.filter(each => !each.unseen); }

  sort() {
    const by = { place: each => each.n, length: each => -each.length, source: each => each.source };
    this.sorted = [...this.findings].sort((a, b) => by[this.order](a) - by[this.order](b) || a.n - b.n);
    const list = this.section.querySelector(".list");
    if (list) list.append(...this.sorted.map(each => each.article));
  }

  where() {
    const shown = this.shown();
    const at = shown.findIndex(each => each.n === this.selected);
    const bar = this.section.querySelector(".position");
    if (!bar) return;
    bar.querySelector("[data-at]").textContent = at < 0 ? "–" : page.grouped(at + 1);
    bar.querySelector("[data-of-all]").textContent = page.grouped(shown.length);
  }

  step(by) {
    const shown = this.shown();
    if (!shown.length) return;
    const at = shown.findIndex(each => each.n === this.selected);
    const next = at < 0 ? (by > 0 ? 0 : shown.length - 1) : Math.min(shown.length - 1, Math.max(0, at + by));
    this.select(shown[next].n);
  }

  select(n, { sheet = false } = {}) {
    const each = this.findings[n - 1];
    if (!each) return;
    if (each.unseen) { this.reset(); this.listed = 0; this.count(); }
    this.unselect();
    this.selected = n;
    each.article.classList.add("sel");
    each.article.classList.toggle("sheet", sheet && isNarrow());
    this.paint();
    for (const line of this.section.querySelectorAll(`.plot line[data-f="${n}"]`)) line.classList.add("sel");
    this.review(each);
    const first = this.marks[this.pieces.indexOf(each.blocks[0])];
    if (isNarrow() && sheet) { if (first && first.getBoundingClientRect().bottom > innerHeight * 0.4) first.scrollIntoView({ block: "start" }); }
    else {
      this.wanted = each;
      const go = isNarrow() ? () => each.article.scrollIntoView({ block: "start" }) : () => this.align(each.article, first);
      this.settle(go, () => this.wanted === each && this.selected === n);
    }
    history.replaceState(null, "", `#${this.data.prefix}${n}`);
  }

  // what comes into sight gets its height when it is drawn, which moves what lies below it: some frames long
  settle(go, isWanted, frames = 6) {
    go();
    if (frames) requestAnimationFrame(() => { if (isWanted()) this.settle(go, isWanted, frames - 1); });
  }

  // both columns below the bar, the passage at the top of its own, its words in sight in the other
  align(article, mark) {
    this.columns();
    const list = article.closest(".scroll");
    list.scrollTop += article.getBoundingClientRect().top - list.getBoundingClientRect().top - 6;
    const text = mark && mark.closest(".scroll");
    if (!text) return;
    const [line, box] = [mark.getBoundingClientRect(), text.getBoundingClientRect()];
    if (line.top < box.top || line.bottom > box.bottom) text.scrollTop += line.top - box.top - box.height / 3;
  }

  columns() {
    const bar = this.section.querySelector(".bar[role=toolbar]");
    const room = bar ? bar.offsetHeight + 4 : 0;
    const top = this.section.querySelector(".work").getBoundingClientRect().top;
    if (top < room || top > innerHeight / 3) scrollBy(0, top - room);
  }

  // a place of the text
  line(place) {
    this.wanted = place;
    const text = place.closest(".scroll");
    const go = () => {
      this.columns();
      text.scrollTop += place.getBoundingClientRect().top - text.getBoundingClientRect().top - 6;
    };
    this.settle(isNarrow() ? () => place.scrollIntoView({ block: "start" }) : go, () => this.wanted === place);
  }

  unselect() {
    const before = this.findings[this.selected - 1];
    this.selected = 0;
    if (!before) return;
    before.article.classList.remove("sel", "sheet");
    for (const line of this.section.querySelectorAll(".plot line.sel")) line.classList.remove("sel");
    this.drop();
  }

  // a press on a highlight: the finding that is seen there, pressed again the next one below it
  press(mark) {
    const piece = this.pieces[this.marks.indexOf(mark)];
    const here = this.findings.filter(each => !each.unseen && inRanges(each.blocks, piece)).sort((a, b) => a.grey - b.grey || b.rank - a.rank);
    if (!here.length) return;
    const at = here.findIndex(each => each.n === this.selected);
    this.select(here[(at + 1) % here.length].n, { sheet: true });
  }

  hover(n) {
    for (const each of this.section.querySelectorAll(".hot")) each.classList.remove("hot");
    if (!n) return;
    for (const mark of this.marks) if (mark.dataset.f === String(n)) mark.classList.add("hot");
    this.findings[n - 1].article.classList.add("hot");
  }

  // --- a reviewer's marks, kept under the name of the result

  readReview() {
    this.reviews = {};
    try { this.reviews = JSON.parse(page.kept.get(`simcheck:${this.data.id}`)) || {}; } catch { /* what another wrote there */ }
    if (typeof this.reviews !== "object") this.reviews = {};
    for (const each of this.findings) this.tell(each);
  }

  keep() {
    const isKept = page.kept.set(`simcheck:${this.data.id}`, JSON.stringify(this.reviews));
    const lost = this.section.querySelector("[data-lost]");
    if (lost) lost.hidden = isKept;
  }

  // what was said of a finding, as words in it
  tell(each) {
    const said = this.reviews[each.n];
    let words = each.article.querySelector(".review");
    if (!said || (!said.note && (!said.mark || said.mark === "none"))) { if (words) words.remove(); return; }
    if (!words) { words = document.createElement("p"); words.className = "review"; each.article.append(words); }
    const name = document.getElementById("review-form").content.querySelector(`label[for="review-${CSS.escape(String(said.mark || "none"))}"]`);
    words.replaceChildren(...(name ? [...name.querySelectorAll("span")].map(one => one.cloneNode(true)) : []), said.note ? ` ${said.note}` : "");
  }

  review(each) {
    const form = document.getElementById("review-form").content.firstElementChild.cloneNode(true);
    const said = this.reviews[each.n] || {};
    for (const radio of form.querySelectorAll("input")) radio.checked = radio.value === (said.mark || "none");
    const note = form.querySelector("textarea");
    note.value = said.note || "";
    form.addEventListener("input", () => {
      this.reviews[each.n] = { mark: form.querySelector("input:checked").value, note: note.value };
      this.tell(each);
      each.article.append(form);
      this.keep();
      (document.activeElement === document.body ? note : document.activeElement).focus();
    });
    each.article.append(form);
    this.form = form;
  }

  drop() { if (this.form) this.form.remove(); this.form = null; }

  save() {
    const marks = this.findings.filter(each => this.reviews[each.n]).map(each => ({ n: each.n, ...this.reviews[each.n] }));
    const content = JSON.stringify({ "simcheck-review": 1, result: this.data.id, document: this.data.name, marks }, null, 1);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type: "application/json" }));
    link.download = `review-${this.data.id.slice(0, 8)}.json`;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  async load(file) {
    const other = this.section.querySelector("[data-other]");
    try {
      const found = JSON.parse(await file.text());
      if (found.result !== this.data.id) throw new TypeError("another result");
      for (const { n, mark, note } of found.marks) if (this.findings[n - 1]) this.reviews[n] = { mark: String(mark || "none"), note: String(note || "") };
      other.hidden = true;
    } catch { other.hidden = false; return; }
    for (const each of this.findings) this.tell(each);
    this.keep();
  }

  // --- what is pressed

  listen() {
    const { section } = this;
    section.addEventListener("change", event => {
      const box = event.target;
      const row = box.closest("tr");
      if (row && row.dataset.kind) this.kinds ^= 1 << this.data.kinds.indexOf(row.dataset.kind);
      else if (row && row.dataset.flag) this.without ^= this.left.flag[row.dataset.flag];
      else if (box.matches(".counts, .own")) {
        const set = box.matches(".counts") ? this.excluded : this.mine;
        if (box.checked === box.matches(".own")) set.add(Number(row.dataset.source));
        else set.delete(Number(row.dataset.source));
      } else if (box.dataset.select === "grade") { this.grade = Number(box.value); this.listed = 0; }
      else if (box.dataset.select === "order") { this.order = box.value; this.sort(); this.where(); return; }
      else if ("least" in box.dataset) this.least = Math.max(0, Math.floor(Number(box.value)) || 0);
      else if ("import" in box.dataset) { if (box.files.length) this.load(box.files[0]); box.value = ""; return; }
      else return;
      this.count();
    });
    section.addEventListener("click", event => {
      const mark = event.target.closest("mark");
      const link = event.target.closest("a[href^='#']");
      if (link && !event.ctrlKey && !event.metaKey) {
        const n = numberOf(link.getAttribute("href").slice(1), this.data.prefix);
        if (n) { event.preventDefault(); this.select(n, { sheet: Boolean(link.closest(".text")) }); }
        else {
          const place = document.getElementById(link.getAttribute("href").slice(1));
          if (place?.matches(".text *")) { event.preventDefault(); this.unsheet(); this.line(place); history.replaceState(null, "", link.hash); }
        }
      } else if (mark && mark.dataset.f !== "0" && String(getSelection()) === "") this.press(mark);
      const strip = event.target.closest("svg.strip");
      if (strip && this.cuts) {
        const box = strip.getBoundingClientRect();
        const cell = Math.min(this.cuts.length - 1, Math.floor((event.clientX - box.left) / box.width * this.cuts.length));
        const at = this.data.paragraphs.findIndex(([, end]) => end > this.cuts[cell]);
        const line = document.getElementById(`${this.data.prefix}p${at + 1}`);
        if (line) this.line(line);
      }
    });
    section.addEventListener("mouseover", event => {
      const mark = event.target.closest("mark, .finding");
      const n = mark ? Number(mark.dataset.f || (mark.id && numberOf(mark.id, this.data.prefix))) : 0;
      if (n !== this.hot) { this.hot = n; this.hover(n); }
    });
  }

  unsheet() { for (const each of this.section.querySelectorAll(".sheet")) each.classList.remove("sheet"); }
}

function inRanges(ranges, piece) {
  for (let n = 0; n < ranges.length; n += 2) if (ranges[n] <= piece && piece < ranges[n + 1]) return true;
  return false;
}

function isNarrow() { return matchMedia("(max-width: 61.99rem)").matches; }

function numberOf(name, prefix) {
  const rest = name.startsWith(prefix) ? name.slice(prefix.length) : "";
  return /^[1-9][0-9]{0,8}$/.test(rest) ? Number(rest) : 0;
}

// --- the page ---------------------------------------------------------------------------------------------------------

const views = page.data.reports.map((data, n) => ({ data, section: document.querySelectorAll(".report")[n], view: null }));

function viewOf(entry) { return entry.view ||= new View(entry.section, entry.data); }

// of several reports the one that is asked for
function open(entry) {
  for (const each of views) each.section.hidden = views.length > 1 && each !== entry;
  for (const row of document.querySelectorAll(".overview tbody tr")) row.classList.toggle("here", row.querySelector("a").hash === `#${entry.section.id}`);
  open.current = entry;
  return viewOf(entry);
}

function follow() {
  let name = location.hash.slice(1);
  // what is no address of ours leads nowhere
  try { name = decodeURIComponent(name); } catch { return; }
  const target = name && document.getElementById(name);
  const entry = target && views.find(each => each.section.contains(target));
  if (!entry) return;
  const view = open(entry);
  const n = numberOf(name, entry.data.prefix);
  if (n) view.select(n);
  else if (target.matches(".text *")) view.line(target);
  else {
    // what is folded in a part that is asked for
    const folded = target.querySelector(":scope > h2 + details");
    if (folded) folded.open = true;
    target.scrollIntoView();
  }
}

const first = document.querySelector(".overview tbody a");
const opened = first ? views.find(each => `#${each.section.id}` === first.hash) : views[0];
if (opened) open(opened);
addEventListener("hashchange", follow);
// once more when the browser has gone there by itself
addEventListener("load", () => setTimeout(follow));
follow();

const current = () => open.current && viewOf(open.current);
const toggled = name => current()?.section.querySelector(".passages")?.classList.toggle(name);
Object.assign(page.actions, {
  previous() { current().step(-1); },
  next() { current().step(1); },
  first() { const shown = current().shown(); if (shown.length) current().select(shown[0].n); },
  side() { toggled("stack"); },
  swap() { toggled("swap"); },
  reset() { current().reset(); },
  export() { current().save(); },
  import() { current().section.querySelector("[data-import]").click(); },
  keys() { document.getElementById("keys").showModal(); },
  filter() { current().section.querySelector(".sorts input")?.focus(); },
  close() { current().unselect(); current().paint(); },
});
const keys = { j: "next", k: "previous", 1: "first", f: "filter", s: "side", x: "swap", "?": "keys", Escape: "close" };
document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), textarea, select, dialog")) return;
  const action = Object.hasOwn(keys, event.key) && keys[event.key];
  if (!action || !open.current) return;
  event.preventDefault();
  page.actions[action]();
});
