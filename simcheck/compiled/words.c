/* Words of a normalized text (text/tokens.py), and the first word of each of its sentences (align/prepare.py).

   Texts of other letters than those named in ``letter`` are left to the reference: there Python's tables of Unicode
   decide what is a digit or a letter. */

#include "core.h"

#define OTHER (-1)

static int is_between(u32 c, u32 first, u32 last) { return c >= first && c <= last; }

/* What is one of a word's characters for rjieba, which never joins another one to its neighbours */
static int is_joined(u32 c) {
    return is_between(c, 0x4e00, 0x9fff) || is_between(c, 'a', 'z') || is_between(c, '0', '9') ||
           is_between(c, 0x3400, 0x4dbf) || is_between(c, 0xf900, 0xfaff) || is_between(c, 0x20000, 0x2a6df) ||
           is_between(c, 0x2a700, 0x2b73f) || is_between(c, 0x2b740, 0x2b81f) || is_between(c, 0x2b820, 0x2ceaf) ||
           is_between(c, 0x2ceb0, 0x2ebef) || is_between(c, 0x2f800, 0x2fa1f);
}

enum { NONE, LATIN, DIGIT, HAN };

static int letter(u32 c) {
    if (is_between(c, 0x4e00, 0x9fff)) return HAN;
    if (is_between(c, 'a', 'z')) return LATIN;
    if (is_between(c, '0', '9')) return DIGIT;
    return is_between(c, 0x2e80, 0xa4cf) || is_between(c, 0xf900, 0xfaff) || is_between(c, 0x20000, 0x3ffff) ? HAN : NONE;
}

static int is_one_of(u32 c, const u32 *some) {
    while (*some && *some != c) some++;
    return *some == c;
}

/* 一 to 十 */
static int is_ordinal(u32 c) {
    switch (c) {
    case 0x4e00: case 0x4e8c: case 0x4e09: case 0x56db: case 0x4e94:
    case 0x516d: case 0x4e03: case 0x516b: case 0x4e5d: case 0x5341: return 1;
    default: return 0;
    }
}

/* What is a numeral (_CN): these and 〇零百千万亿两 */
static int is_numeral(u32 c) {
    switch (c) {
    case 0x3007: case 0x96f6: case 0x767e: case 0x5343: case 0x4e07: case 0x4ebf: case 0x4e24: return 1;
    default: return is_ordinal(c);
    }
}

/* 个名户人次件项元万亿公里亩吨米年月日处家场条台套份张所座期名位支批起倍成余多几头株平岁周天间栋辆部类种 */
static const u32 UNITS[] = {0x4e2a, 0x540d, 0x6237, 0x4eba, 0x6b21, 0x4ef6, 0x9879, 0x5143, 0x4e07, 0x4ebf, 0x516c,
                            0x91cc, 0x4ea9, 0x5428, 0x7c73, 0x5e74, 0x6708, 0x65e5, 0x5904, 0x5bb6, 0x573a, 0x6761,
                            0x53f0, 0x5957, 0x4efd, 0x5f20, 0x6240, 0x5ea7, 0x671f, 0x4f4d, 0x652f, 0x6279, 0x8d77,
                            0x500d, 0x6210, 0x4f59, 0x591a, 0x51e0, 0x5934, 0x682a, 0x5e73, 0x5c81, 0x5468, 0x5929,
                            0x95f4, 0x680b, 0x8f86, 0x90e8, 0x7c7b, 0x79cd, 0};
/* 章节条款点 */
static const u32 CHAPTERS[] = {0x7ae0, 0x8282, 0x6761, 0x6b3e, 0x70b9, 0};
enum { DI = 0x7b2c, SHI = 0x662f, YAO = 0x8981, BAI = 0x767e, FEN = 0x5206, ZHI = 0x4e4b, DIAN = 0x70b9, NIAN = 0x5e74 };

static int is_of_year(u32 c) { return (is_ordinal(c) && c != 0x5341) || c == 0x3007 || c == 0x96f6; }

typedef struct {
    const u32 *codes;
    const unsigned char *broken;
    i64 count;
} Text;

/* Whether a position has a character that nothing parts from the one before it, and whether a gap stands there */
static int goes_on(const Text *t, i64 at) { return at < t->count && !t->broken[at]; }
static int is_gap(const Text *t, i64 at) { return at < t->count && t->broken[at]; }

static i64 row(const Text *t, i64 at, int (*is)(u32), i64 most) {
    i64 n = 0;
    while (n < most && at + n < t->count && (!n || goes_on(t, at + n)) && is(t->codes[at + n])) n++;
    return n;
}

static int is_digit(u32 c) { return is_between(c, '0', '9'); }
static int is_blank(u32 c) { return c == 'x'; }
static int is_percent(u32 c) { return is_numeral(c) || c == DIAN; }

/* The characters of the enumerator that begins at a place behind a gap; 0 for none. Reference: _ENUMERATORS. */
static i64 enumerator(const Text *t, i64 at) {
    if (is_digit(t->codes[at])) {
        i64 digits = row(t, at, is_digit, 3);
        return digits < 3 && is_gap(t, at + digits) ? digits : 0;
    }
    i64 di = t->codes[at] == DI && goes_on(t, at + 1);
    i64 numerals = row(t, at + di, is_ordinal, 4);
    if (!numerals || numerals > 3) return 0;
    i64 end = at + di + numerals;
    if (is_gap(t, end)) return end - at;
    if (!goes_on(t, end)) return 0;
    u32 next = t->codes[end];
    if (!di && numerals < 3 && (next == SHI || next == YAO) && !is_gap(t, end + 1)) return end + 1 - at;
    return di && is_one_of(next, CHAPTERS) && is_gap(t, end + 1) ? end + 1 - at : 0;
}

/* The characters of the number that begins at a place; 0 for none. Reference: _NUMBERS. */
static i64 number(const Text *t, i64 at) {
    u32 c = t->codes[at];
    if (is_digit(c)) return row(t, at, is_digit, t->count);
    int is_behind = at > 0 && !t->broken[at];
    if (is_blank(c)) {
        if (is_behind && letter(t->codes[at - 1]) == LATIN) return 0;
        i64 blanks = row(t, at, is_blank, t->count);
        return goes_on(t, at + blanks) && letter(t->codes[at + blanks]) == LATIN ? 0 : blanks;
    }
    if (!is_numeral(c)) return 0;
    if (c == BAI && goes_on(t, at + 1) && t->codes[at + 1] == FEN && goes_on(t, at + 2) && t->codes[at + 2] == ZHI &&
        goes_on(t, at + 3)) {
        i64 some = row(t, at + 3, is_percent, t->count);
        if (some) return 3 + some;
    }
    if (is_behind && is_numeral(t->codes[at - 1])) return 0;
    i64 numerals = row(t, at, is_numeral, t->count), end = at + numerals;
    if (numerals > 1 && goes_on(t, end) && is_one_of(t->codes[end], UNITS)) return numerals;
    return row(t, at, is_of_year, 4) == 4 && goes_on(t, at + 4) && t->codes[at + 4] == NIAN ? 4 : 0;
}

/* The dictionary: ``entries`` are hashes of words (ascending), each with what is known of it; ``begins`` (2^BUCKETS + 1)
   how many are below, ``flags`` (2^FLAGS bits) which beginnings there are. ``weights`` are the logarithms of the words'
   shares, 0 until one is asked for. */
enum { BUCKETS = 18, FLAGS = 22, COUNT = 40, STEM = 4, LONGEST = 16 };
#define IS_STEM (1ULL << 32)

typedef struct {
    const u64 (*entries)[2];
    const i32 *begins;
    const unsigned char *flags;
    double *weights;
    double total;
} Dictionary;

/* Fill ``begins`` and ``flags``, which are 0, for entries. */
API void sc_words_index(const u64 (*entries)[2], i64 count, i32 *begins, unsigned char *flags) {
    for (i64 n = 0; n < count; n++) {
        u64 hash = entries[n][0];
        begins[(hash >> (64 - BUCKETS)) + 1]++;
        flags[hash >> (64 - FLAGS + 3)] |= (unsigned char)(1 << (hash >> (64 - FLAGS) & 7));
    }
    for (i64 n = 0; n < 1 << BUCKETS; n++) begins[n + 1] += begins[n];
}

/* Whether a word may stand in the dictionary, and where it stands, -1 if it is none. */
static int may_be(const Dictionary *d, u64 hash) {
    return d->flags[hash >> (64 - FLAGS + 3)] >> (hash >> (64 - FLAGS) & 7) & 1;
}

static i32 place_of(const Dictionary *d, u64 hash) {
    if (!may_be(d, hash)) return -1;
    u64 bucket = hash >> (64 - BUCKETS);
    for (i32 at = d->begins[bucket]; at < d->begins[bucket + 1]; at++)
        if (d->entries[at][0] == hash) return at;
    return -1;
}

/* What is worked with: as much as a text has characters, and one more */
typedef struct {
    double *route;
    i32 *next;
} Room;

/* The words of STEM characters or fewer that begin at some characters: where they stand, and the hash of the longest */
enum { AT_ONCE = 24 };

typedef struct {
    i32 place[AT_ONCE][STEM];
    u64 hash[AT_ONCE];
} Short;

/* Look them up for ``some`` of n characters from ``first`` on, all at once: each waits for memory several times. */
static void looked_up(const Dictionary *d, const u32 *codes, i64 n, i64 first, i64 some, Short *found) {
    u64 wanted[AT_ONCE * STEM];
    i32 likely[AT_ONCE * STEM], *places = found->place[0];
    i64 count = 0;
    for (i64 k = 0; k < some; k++) {
        u64 hash = 0;
        for (i64 length = 1; length <= STEM; length++) {
            i64 place = k * STEM + length - 1;
            places[place] = -1;
            if (first + k + length > n) continue;
            hash = longer(hash, codes[first + k + length - 1]);
            wanted[place] = scrambled(hash);
            likely[count++] = (i32)place;
            COMES(d->flags + (wanted[place] >> (64 - FLAGS + 3)));
        }
        found->hash[k] = hash;
    }
    i64 left = 0;
    for (i64 k = 0; k < count; k++)
        if (may_be(d, wanted[likely[k]])) {
            COMES(d->begins + (wanted[likely[k]] >> (64 - BUCKETS)));
            likely[left++] = likely[k];
        }
    for (i64 k = 0; k < left; k++) COMES(d->entries[d->begins[wanted[likely[k]] >> (64 - BUCKETS)]]);
    for (i64 k = 0; k < left; k++) {
        i32 place = place_of(d, wanted[likely[k]]);
        places[likely[k]] = place;
        if (place >= 0) COMES(d->weights + place);
    }
}

/* Where words end, in the likeliest way to cut a stretch of n characters that belong together: ``next`` by character.
   Of two ways that are as likely the first word is the longer one. jieba's calculation, as rjieba does it. */
static void likeliest(const Dictionary *d, const u32 *codes, i64 n, const Room *room) {
    double *route = room->route;
    i32 *next = room->next;
    Short found;
    i64 first = n;
    route[n] = 0.0;
    for (i64 at = n - 1; at >= 0; at--) {
        if (at < first) {
            first = more(0, at + 1 - AT_ONCE);
            looked_up(d, codes, n, first, at + 1 - first, &found);
        }
        u64 hash = found.hash[at - first];
        double best = 0.0;
        i64 end = 0;
        for (i64 length = 1; length <= LONGEST && at + length <= n; length++) {
            if (length > STEM) hash = longer(hash, codes[at + length - 1]);
            i32 place = length > STEM ? place_of(d, scrambled(hash)) : found.place[at - first][length - 1];
            u64 about = place < 0 ? 0 : d->entries[place][1], count = about >> COUNT;
            if (count) {
                if (d->weights[place] == 0.0) d->weights[place] = log((double)count) - d->total;
                double sum = d->weights[place] + route[at + length];
                if (!end || sum >= best) {
                    best = sum;
                    end = at + length;
                }
            }
            if (length == STEM && !(about & IS_STEM)) break;
        }
        if (!end) {
            end = at + 1;
            best = 0.0 - d->total + route[end];
        }
        route[at] = best;
        next[at] = (i32)end;
    }
}

/* Cut a stretch without gaps; appends where its words begin, returns how many there are now. */
static i64 cut(const Dictionary *d, const Text *t, i64 start, i64 end, const Room *room, i32 *starts, i64 words) {
    while (start < end) {
        i64 stop = start;
        while (stop < end && is_joined(t->codes[stop])) stop++;
        if (stop == start) {
            starts[words++] = (i32)start++;
            continue;
        }
        likeliest(d, t->codes + start, stop - start, room);
        const i32 *next = room->next;
        int in_letters = 0;
        for (i64 at = 0; at < stop - start; at = next[at]) {
            int is_letter = next[at] == at + 1 && t->codes[start + at] < 128;
            /* letters that are no words are one */
            if (!is_letter || !in_letters) starts[words++] = (i32)(start + at);
            in_letters = is_letter;
        }
        start = stop;
    }
    return words;
}

/* A piece between two signs: cut if there is Han in it, else parted by gaps alone */
static i64 piece(const Dictionary *d, const Text *t, i64 start, i64 end, int always, const Room *room, i32 *starts,
                 i64 words) {
    int has_han = always;
    for (i64 at = start; at < end && !has_han; at++) has_han = letter(t->codes[at]) == HAN;
    for (i64 at = start, stop; at < end; at = stop) {
        stop = at + 1;
        while (stop < end && !t->broken[stop]) stop++;
        if (has_han)
            words = cut(d, t, at, stop, room, starts, words);
        else
            starts[words++] = (i32)at;
    }
    return words;
}

/* Where the words of a text begin (``starts``, room for one a character) and what they are (``signs``: 1 a number, 2 an
   enumerator; none are looked for if ``signs`` is not given); returns how many, or why not. ``weights`` of the dictionary
   are filled in. References: words, word_ends. */
API i64 sc_words(const u32 *codes, const unsigned char *broken, i64 count, const u64 (*entries)[2], const i32 *begins,
                 const unsigned char *flags, double *weights, double total, i32 *starts, unsigned char *signs) {
    Text text = {codes, broken, count};
    Dictionary d = {entries, begins, flags, weights, total};
    for (i64 n = 0; n < count; n++)
        if (letter(codes[n]) == NONE) return OTHER;
    size_t size = (size_t)count + 1;
    Room room = {malloc(size * sizeof(double)), malloc(size * sizeof(i32))};
    i64 words = NO_MEMORY;
    if (!room.route || !room.next) goto end;
    words = 0;
    i64 from = 0;
    if (signs) {
        /* a number that begins in an enumerator is none, and hides what would be one within it */
        i64 unread = 0, marked = 0;
        for (i64 at = 0; at < count; at++) {
            i64 listed = !at || broken[at] ? enumerator(&text, at) : 0, figures = 0;
            if (at >= unread) {
                figures = number(&text, at);
                if (figures) unread = at + figures;
            }
            if (listed) {
                words = piece(&d, &text, from, at, 0, &room, starts, words);
                signs[words] = 2;
                starts[words++] = (i32)at;
                from = marked = at + listed;
            } else if (figures && at >= marked) {
                words = piece(&d, &text, from, at, 0, &room, starts, words);
                signs[words] = 1;
                starts[words++] = (i32)at;
                from = at + figures;
            }
        }
    }
    words = piece(&d, &text, from, count, !signs, &room, starts, words);
end:
    free(room.route);
    free(room.next);
    return words;
}

static int is_space(u32 c) {
    return is_between(c, 0x09, 0x0d) || is_between(c, 0x1c, 0x20) || c == 0x85 || c == 0xa0 || c == 0x1680 ||
           is_between(c, 0x2000, 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

static int is_break(u32 c) { return is_between(c, 0x0a, 0x0d) || c == 0x85 || c == 0x2028 || c == 0x2029; }
static int is_lower(u32 c) { return is_between(c, 'a', 'z') || (is_between(c, 0xdf, 0xff) && c != 0xdf && c != 0xf7); }
static int is_ascii_letter(u32 c) { return is_between(c, 'a', 'z') || is_between(c, 'A', 'Z'); }

/* 。！？!?；;…｡ and _CLOSERS: ”’」』）)】》〉"'] */
static const u32 STOPS[] = {0x3002, 0xff01, 0xff1f, '!', '?', 0xff1b, ';', 0x2026, 0xff61, 0};
static const u32 CLOSERS[] = {0x201d, 0x2019, 0x300d, 0x300f, 0xff09, ')', 0x3011, 0x300b, 0x3009, '"', '\'', ']', 0};

static i64 closers(const u32 *text, i64 count, i64 at) {
    while (at < count && is_one_of(text[at], CLOSERS)) at++;
    return at;
}

/* Whether a full stop behind one of a few abbreviations stands at a place; OTHER if Unicode must say what a letter is. */
static int is_abbreviated(const u32 *text, i64 at) {
    static const char *const SOME[] = {"Mr", "Mrs", "Dr", "St", "vs"};
    for (int n = 0; n < 5; n++) {
        i64 length = (i64)strlen(SOME[n]), same = 0;
        while (same < length && at >= length && text[at - length + same] == (u32)SOME[n][same]) same++;
        if (same < length) continue;
        if (at == length) return 1;
        u32 before = text[at - length - 1];
        if (before > 127) return OTHER;
        if (!is_ascii_letter(before) && !is_digit(before) && before != '_') return 1;
    }
    return at > 1 && is_ascii_letter(text[at - 1]) && (is_space(text[at - 2]) || text[at - 2] == '.');
}

/* Where the sentence ends that a mark at a place ends, 0 if it ends none. Reference: _SENTENCE_END. */
static i64 sentence_end(const u32 *text, i64 count, i64 at) {
    u32 mark = text[at];
    i64 end = at;
    if (is_one_of(mark, STOPS)) {
        while (end < count && is_one_of(text[end], STOPS)) end++;
        return closers(text, count, end);
    }
    if (mark == '.') {
        int is_short = is_abbreviated(text, at);
        if (is_short) return is_short == OTHER ? OTHER : 0;
        while (end < count && text[end] == '.') end++;
        i64 behind = end = closers(text, count, end);
        while (behind < count && is_space(text[behind])) behind++;
        return behind == count || (behind > end && !is_lower(text[behind])) ? end : 0;
    }
    end = at + 1 + (mark == '\r' && at + 1 < count && text[at + 1] == '\n');
    for (;; end--) {
        i64 next = end;
        while (next < count && is_space(text[next]) && text[next] != '\n' && text[next] != '\r') next++;
        if (next == count || !is_lower(text[next])) return end;
        if (end == at + 1) return 0;
    }
}

/* Where the paragraphs of a text begin and end (``spans``, two for each, room for half as many as it has characters, and
   one), without white space around them; returns how many there are. Reference: segmentation.paragraphs. */
API i64 sc_paragraphs(const u32 *text, i64 count, i64 (*spans)[2]) {
    i64 found = 0, begin = 0;
    for (i64 at = 0; at <= count;) {
        i64 behind = at + 1;
        if (at < count) {
            if (!is_break(text[at])) {
                at++;
                continue;
            }
            while (behind < count && is_space(text[behind])) behind++;
            if (!sentence_end(text, count, at)) {
                at = behind;
                continue;
            }
        }
        i64 first = begin, last = less(at, count);
        while (first < last && is_space(text[first])) first++;
        while (last > first && is_space(text[last - 1])) last--;
        if (first < last) {
            spans[found][0] = first;
            spans[found++][1] = last;
        }
        begin = at = behind;
    }
    return found;
}

/* The first word of each sentence (``first``, room for one more than words), closed by the number of words; returns how
   many sentences there are, or OTHER. ``origin`` (characters) is where each of the normalized text stands in ``text``,
   ``starts`` (words) where words begin in the normalized one. Reference: _first_words, of which this is all. */
API i64 sc_first_words(const u32 *text, i64 count, const i32 *origin, i64 characters, const i32 *starts, i64 words,
                       i64 *first) {
    i64 found = 0, place = 0, word = 0, cut = 0;
    if (!words) {
        first[0] = 0;
        return 0;
    }
    for (i64 at = 0; at <= count;) {
        /* the sentence from the last cut on: what is not white space begins it */
        i64 begin = cut, end = 0;
        while (at < count && !end) {
            u32 c = text[at];
            if (is_break(c)) {
                end = sentence_end(text, count, at);
                i64 behind = at + 1;
                while (behind < count && is_space(text[behind])) behind++;
                at = behind;
            } else if (is_one_of(c, STOPS) || (c == '.' && !(at > 1 && text[at - 1] == '.' && text[at - 2] == '.'))) {
                end = sentence_end(text, count, at);
                at++;
            } else {
                at++;
            }
            if (end == OTHER) return OTHER;
        }
        i64 stop = end ? end : count;
        while (begin < stop && is_space(text[begin])) begin++;
        if (begin < stop) {
            while (place < characters && origin[place] < begin) place++;
            while (word < words && starts[word] < place) word++;
            if (word < words && !found && word) first[found++] = 0;
            if (word < words && (!found || first[found - 1] != word)) first[found++] = word;
        }
        if (!end) break;
        cut = end;
        /* marks before the end of a sentence end nothing */
        at = more(at, end);
    }
    if (!found) first[found++] = 0;
    first[found] = words;
    return found;
}
