/* Look-ups of runs of characters in sorted tables (text/background.py), and the version of all of it. */

#include "core.h"

API i64 sc_version(void) { return 10; }

/* A table of runs: ``keys`` (ascending), ``begins`` (2^16 + 1) how many of them have smaller upper halves, ``flags`` (one
   for each value of the first ``bits`` bits) which beginnings there are. */
typedef struct {
    const u32 *keys;
    const i64 *begins;
    const unsigned char *flags;
    i64 bits;
} Table;

/* Fill ``begins`` and ``flags``, which are 0, for keys. */
API void sc_table_index(const u32 *keys, i64 count, i64 bits, i64 *begins, unsigned char *flags) {
    for (i64 n = 0; n < count; n++) {
        u32 beginning = keys[n] >> (32 - bits);
        begins[(keys[n] >> 16) + 1]++;
        flags[beginning >> 3] |= (unsigned char)(1 << (beginning & 7));
    }
    for (i64 n = 0; n < 1 << 16; n++) begins[n + 1] += begins[n];
}

enum { BLOCK = 64 };

/* Where each of some runs, no more than BLOCK, stands in a table, -1 if it does not. */
static void find(const Table *t, const u32 *wanted, i64 count, i64 *places) {
    i64 likely[BLOCK], some = 0;
    for (i64 n = 0; n < count; n++) COMES(t->flags + (wanted[n] >> (32 - t->bits) >> 3));
    for (i64 n = 0; n < count; n++) {
        u32 beginning = wanted[n] >> (32 - t->bits);
        places[n] = -1;
        if (!(t->flags[beginning >> 3] >> (beginning & 7) & 1)) continue;
        likely[some++] = n;
        COMES(t->begins + (wanted[n] >> 16));
    }
    for (i64 n = 0; n < some; n++) {
        u32 key = wanted[likely[n]];
        i64 low = t->begins[key >> 16], end = t->begins[(key >> 16) + 1];
        /* where it is most likely to be, for the search below */
        COMES(t->keys + low + (end - low) / 2);
    }
    for (i64 n = 0; n < some; n++) {
        u32 key = wanted[likely[n]];
        i64 end = t->begins[(key >> 16) + 1], place = lower(t->keys, t->begins[key >> 16], end, key);
        if (place < end && t->keys[place] == key) places[likely[n]] = place;
    }
}

/* Where each of ``wanted`` stands in a table, -1 if it does not. Reference: Background._looked_up. */
API void sc_find(const u32 *keys, const i64 *begins, const unsigned char *flags, i64 bits, const u32 *wanted, i64 count,
                 i64 *found) {
    Table table = {keys, begins, flags, bits};
    for (i64 n = 0; n < count; n += BLOCK) find(&table, wanted + n, less(BLOCK, count - n), found + n);
}

enum { LANES = 16 };

/* From which to which row of ``stored`` (ascending) each of ``keys`` stands: begun in the ``page`` rows from ``low`` times
   as many on, ended in those from ``high`` on. Several searches at once: each waits for memory. Reference:
   Segment._found. */
API void sc_ranges(const u32 *stored, i64 count, i64 page, const u32 *keys, i64 some, const i64 *low, const i64 *high,
                   i64 *left, i64 *right) {
    for (i64 from = 0; from < some; from += LANES) {
        i64 lanes = less(LANES, some - from), at[LANES], size[LANES], longest = 0;
        for (i64 n = 0; n < lanes; n++) {
            at[n] = less(low[from + n] * page, count);
            size[n] = less((low[from + n] + 1) * page, count) - at[n];
            longest = more(longest, size[n]);
            COMES(stored + at[n] + size[n] / 2);
        }
        for (i64 step = longest; step > 0; step /= 2)
            for (i64 n = 0; n < lanes; n++) {
                if (!size[n]) continue;
                i64 half = size[n] / 2;
                int behind = stored[at[n] + half] < keys[from + n];
                at[n] += behind ? half + 1 : 0;
                size[n] = behind ? size[n] - half - 1 : half;
                COMES(stored + at[n] + size[n] / 2);
            }
        for (i64 n = 0; n < lanes; n++) {
            u32 key = keys[from + n];
            i64 end = at[n], stop = less((high[from + n] + 1) * page, count);
            /* most keys have one row or none */
            for (int few = 0; few < 4 && end < stop && stored[end] == key; few++) end++;
            if (end < stop && stored[end] == key) end = key < ~0u ? lower(stored, end, stop, key + 1) : stop;
            left[from + n] = at[n];
            right[from + n] = end;
        }
    }
}

/* The runs of k characters of a text, by the upper halves of their hashes (fingerprint.grams), and where each stands in
   a table, a block at a time */
typedef struct {
    const u32 *codes;
    i64 count, k;
    Table table;
    u64 hash, leaving;
    i64 places[BLOCK];
} Runs;

static const u64 BASE = 0x9e3779b97f4a7c15ULL;

static Runs runs_of(const u32 *codes, i64 count, i64 k, Table table) {
    Runs r = {codes, count, k, table, 0, 1, {0}};
    for (i64 n = 1; n < k; n++) r.leaving *= BASE;
    for (i64 n = 0; n < less(k - 1, count); n++) r.hash = r.hash * BASE + codes[n];
    return r;
}

/* Look up the runs from a place on, the blocks in their order; how many there are in this one. */
static i64 look_up(Runs *r, i64 from) {
    u32 wanted[BLOCK];
    i64 some = 0;
    for (i64 at = from; some < BLOCK && at + r->k <= r->count; at++) {
        r->hash = r->hash * BASE + r->codes[at + r->k - 1];
        wanted[some++] = (u32)(scrambled(r->hash) >> 32);
        r->hash -= r->codes[at] * r->leaving;
    }
    find(&r->table, wanted, some, r->places);
    return some;
}

/* The bits of each run of k of ``count`` characters: the least of what its count in each column says (``worth``, columns ×
   ``most`` + 1), or ``unknown``. ``counts`` are those of keys. Reference: Background.information. */
API void sc_information(const u32 *codes, i64 count, i64 k, const u32 *keys, const i64 *begins,
                        const unsigned char *flags, i64 bits, const uint16_t *counts, i64 columns, const float *worth,
                        i64 most, float unknown, float *result) {
    Runs runs = runs_of(codes, count, k, (Table){keys, begins, flags, bits});
    for (i64 from = 0, some; (some = look_up(&runs, from)); from += some) {
        for (i64 n = 0; n < some; n++)
            if (runs.places[n] >= 0) COMES(counts + runs.places[n] * columns);
        for (i64 n = 0; n < some; n++) {
            i64 place = runs.places[n];
            float least = unknown;
            for (i64 column = 0; place >= 0 && column < columns; column++) {
                float said = worth[column * (most + 1) + counts[place * columns + column]];
                if (said < least) least = said;
            }
            result[from + n] = least;
        }
    }
}

/* Set those of ``count`` characters that stand in a run of k of which a column counts as many as ``least`` (columns) asks
   for; ``known`` is 0 before. Reference: Background.known. */
API void sc_known(const u32 *codes, i64 count, i64 k, const u32 *keys, const i64 *begins, const unsigned char *flags,
                  i64 bits, const uint16_t *counts, i64 columns, const i64 *least, unsigned char *known) {
    Runs runs = runs_of(codes, count, k, (Table){keys, begins, flags, bits});
    i64 done = 0;
    for (i64 from = 0, some; (some = look_up(&runs, from)); from += some)
        for (i64 n = 0; n < some; n++) {
            i64 place = runs.places[n], is_known = 0;
            for (i64 column = 0; place >= 0 && column < columns; column++)
                is_known |= counts[place * columns + column] >= least[column];
            if (!is_known) continue;
            for (done = more(done, from + n); done < from + n + k; done++) known[done] = 1;
        }
}

/* Lower the bits of each run of k of ``count`` characters to those that ``keys`` have (``own``), and set those characters
   that stand in ``row`` such runs in a row; of ``result`` and ``known`` one may be missing. Reference:
   Overlaid.information, Overlaid.known. */
API void sc_overlaid(const u32 *codes, i64 count, i64 k, const u32 *keys, const i64 *begins, const unsigned char *flags,
                     i64 bits, const float *own, float *result, i64 row, unsigned char *known) {
    Runs runs = runs_of(codes, count, k, (Table){keys, begins, flags, bits});
    i64 in_row = 0, done = 0;
    for (i64 from = 0, some; (some = look_up(&runs, from)); from += some)
        for (i64 n = 0; n < some; n++) {
            i64 place = runs.places[n], at = from + n;
            in_row = place < 0 ? 0 : in_row + 1;
            if (place >= 0 && result && own[place] < result[at]) result[at] = own[place];
            if (known && in_row >= row)
                for (done = more(done, at - row + 1); done < at + k; done++) known[done] = 1;
        }
}
