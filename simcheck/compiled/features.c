/* By what a text is found: hashes of intervals (text/fingerprint.py), winnowed runs of characters with what stands around
   them, chunks (index/features.py), which terms of a chunk are worth a posting (index/sketching.py), and in what
   order postings stand (index/sorting.py). */

#include "core.h"

static const u64 OF_RUNS = 0x9e3779b97f4a7c15ULL;
static const u32 GOLDEN = 0x9e3779b1u;

/* The hashes of ``some`` intervals of a text; 0 if memory ran out. Reference: interval_hashes. */
API i64 sc_intervals(const u32 *codes, i64 count, const i64 *starts, const i64 *ends, i64 some, u64 *hashes) {
    i64 longest = 0;
    for (i64 n = 0; n < some; n++) longest = more(longest, ends[n] - starts[n]);
    u64 *up_to = malloc(((size_t)count + 1) * sizeof(u64)), *powers = malloc(((size_t)longest + 1) * sizeof(u64));
    int ok = up_to && powers;
    if (ok) {
        up_to[0] = 0;
        powers[0] = 1;
        for (i64 at = 0; at < count; at++) up_to[at + 1] = longer(up_to[at], codes[at]);
        for (i64 n = 0; n < longest; n++) powers[n + 1] = longer(powers[n], 0);
        for (i64 n = 0; n < some; n++)
            hashes[n] = scrambled(up_to[ends[n]] - up_to[starts[n]] * powers[ends[n] - starts[n]]);
    }
    free(up_to);
    free(powers);
    return ok;
}


/* The signs of ``reach`` characters before and after those from ``at`` to ``end``, inside of a text. Reference: _around. */
static u64 around(const u32 *codes, i64 first, i64 last, i64 at, i64 end, i64 reach, i64 bits) {
    u64 total = 0;
    for (i64 step = 0; step < reach; step++) {
        if (at - 1 - step >= first)
            total |= (u64)(codes[at - 1 - step] * GOLDEN >> (32 - bits)) << bits * step;
        if (end + step < last) total |= (u64)(codes[end + step] * GOLDEN >> (32 - bits)) << bits * (reach + step);
    }
    return total;
}

/* The fingerprints of texts: of all runs of ``sizes[0]`` characters with ``sizes[2]`` letters of spaced scripts at most
   the least of every ``sizes[1]`` in a row that stand in one text; ``sizes[3]`` bits stand for a character around them.
   ``at``, ``keys`` and ``beside`` have room for one a character. Returns how many there are, -1 if memory ran out.
   Reference: _of_characters. */
API i64 sc_fingerprints(const u32 *codes, const unsigned char *spaced, i64 count, const i64 *starts, i64 texts,
                        const i64 *sizes, i64 *at, u32 *keys, u64 *beside) {
    i64 size = sizes[0], window = sizes[1], most = sizes[2], bits = sizes[3], runs = count - size + 1, found = 0;
    if (runs < window) return 0;
    u64 *values = malloc((size_t)runs * sizeof(u64)), hash = 0, leaving = 1, never = ~0ULL;
    unsigned char *kept = calloc((size_t)runs, 1);
    if (!values || !kept) {
        free(values);
        free(kept);
        return -1;
    }
    i64 letters = 0;
    for (i64 n = 1; n < size; n++) leaving *= OF_RUNS;
    for (i64 n = 0; n < count; n++) {
        hash = hash * OF_RUNS + codes[n];
        letters += spaced[n];
        if (n < size - 1) continue;
        i64 run = n - size + 1;
        values[run] = letters <= most ? scrambled(hash) : never;
        hash -= codes[run] * leaving;
        letters -= spaced[run];
    }
    u64 least = never;
    int is_whole = 0;
    for (i64 text = 0; text < texts; text++) {
        i64 end = text + 1 < texts ? starts[text + 1] : count;
        for (i64 from = starts[text]; from + window + size - 1 <= end; from++) {
            i64 last = from + window - 1;
            if (from == starts[text] || values[from - 1] == least) {
                least = never;
                for (i64 n = from; n <= last; n++) least = values[n] < least ? values[n] : least;
                is_whole = 0;
            } else if (values[last] < least) {
                least = values[last];
            }
            if (least == never) continue;
            /* of a window that is looked at anew all, else what has come last */
            for (i64 n = is_whole ? last : from; n <= last; n++)
                if (values[n] == least) kept[n] = 1;
            is_whole = 1;
        }
    }
    i64 text = 0;
    for (i64 run = 0; run < runs; run++) {
        if (!kept[run]) continue;
        while (text + 1 < texts && starts[text + 1] <= run) text++;
        i64 end = text + 1 < texts ? starts[text + 1] : count;
        at[found] = run;
        keys[found] = (u32)(values[run] >> 32);
        beside[found++] = around(codes, starts[text], end, run, run + size, window - 1, bits);
    }
    free(values);
    free(kept);
    return found;
}

/* 。！？!?；; and line breaks */
static int is_sentence_end(u32 c) {
    switch (c) {
    case 0x3002: case 0xff01: case 0xff1f: case '!': case '?': case 0xff1b: case ';': case '\n': case '\r': return 1;
    default: return 0;
    }
}

/* Where chunks begin: texts laid end to end, of ``count`` characters that came from ``origin`` (ascending) in ``text``;
   each text begins at one of ``starts``. A chunk ends with a sentence, ``size`` characters or more after its beginning,
   with a line half as many; after ``longest`` anywhere. ``chunks`` has room for one a character. Reference: _chunks. */
API i64 sc_chunks(const u32 *text, i64 length, const i32 *origin, i64 count, const i64 *starts, i64 texts, i64 size,
                  i64 longest, i64 *chunks) {
    i64 found = 0, last = 0, cut = 0, next = 0;
    for (i64 at = 0; at <= length; at++) {
        int is_end = at == length;
        if (!is_end && !is_sentence_end(text[at])) continue;
        while (cut < count && (is_end || origin[cut] < at)) cut++;
        /* texts end anywhere */
        for (i64 border; next <= texts && (border = next < texts ? starts[next] : count) <= cut; next++)
            for (; last < border; last = less(last + longest, border)) chunks[found++] = last;
        i64 enough = is_end || text[at] == '\n' || text[at] == '\r' ? size / 2 : size;
        if (cut - last < enough) continue;
        for (; last < cut; last = less(last + longest, cut)) chunks[found++] = last;
    }
    return found;
}

static void descending(float *some, i64 count) {
    for (i64 n = 1; n < count; n++) {
        float x = some[n];
        i64 at = n;
        while (at && some[at - 1] < x) {
            some[at] = some[at - 1];
            at--;
        }
        some[at] = x;
    }
}

static int by_weight(const void *x, const void *y) {
    float a = *(const float *)x, b = *(const float *)y;
    return a < b ? 1 : a > b ? -1 : 0;
}

/* Of the weights of each row (``first``, rows + 1) the heaviest whose squares are ``part`` together, and all that weigh as
   much: set in ``kept``. Returns whether there was memory for it. Reference: kept_terms. */
API i64 sc_heaviest(const float *weights, const i64 *first, i64 rows, double part, unsigned char *kept) {
    i64 widest = 0;
    for (i64 row = 0; row < rows; row++) widest = more(widest, first[row + 1] - first[row]);
    float *some = malloc(((size_t)widest + 1) * sizeof(float));
    if (!some) return 0;
    double total = 0.0;
    for (i64 row = 0; row < rows; row++) {
        i64 from = first[row], count = first[row + 1] - from;
        memcpy(some, weights + from, (size_t)count * sizeof(float));
        if (count > 128)
            qsort(some, (size_t)count, sizeof(float), by_weight);
        else
            descending(some, count);
        double before = total;
        float least = 0.0f;
        for (i64 n = 0; n < count; n++) {
            if (total - before < part) least = some[n];
            total += (double)some[n] * (double)some[n];
        }
        for (i64 n = 0; n < count; n++) kept[from + n] = weights[from + n] >= least;
    }
    free(some);
    return 1;
}

enum { DIGITS = 3, WIDE = 11, VALUES = 1 << WIDE };

/* The stable order of fewer than 2^32 numbers, by their digits from the last to the first (radix sort, Knuth 1973).
   Returns whether there was memory for it. Reference: order_of. */
API i64 sc_order(const u32 *numbers, i64 count, i64 *order) {
    u64 *from = malloc(((size_t)count + 1) * sizeof(u64)), *to = malloc(((size_t)count + 1) * sizeof(u64));
    u32 *begins = calloc(DIGITS * VALUES, sizeof(u32));
    int ok = from && to && begins;
    for (i64 n = 0; ok && n < count; n++) {
        from[n] = (u64)numbers[n] << 32 | (u64)n;
        for (int digit = 0; digit < DIGITS; digit++) begins[digit * VALUES + (numbers[n] >> digit * WIDE) % VALUES]++;
    }
    for (int digit = 0; ok && count && digit < DIGITS; digit++) {
        u32 *begin = begins + digit * VALUES, all = 0;
        int shift = 32 + digit * WIDE;
        if ((i64)begin[(from[0] >> shift) % VALUES] == count) continue;
        for (i64 value = 0; value < VALUES; value++) {
            u32 some = begin[value];
            begin[value] = all;
            all += some;
        }
        for (i64 n = 0; n < count; n++) to[begin[(from[n] >> shift) % VALUES]++] = from[n];
        u64 *other = from;
        from = to;
        to = other;
    }
    for (i64 n = 0; ok && n < count; n++) order[n] = (i64)(u32)from[n];
    free(from);
    free(to);
    free(begins);
    return ok;
}
