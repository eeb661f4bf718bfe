/* Pairs of sentences (align/sentences.py): which sentences of two texts share informative words? */

#include "core.h"

/* The different words of each sentence in their order, with the root of the most information that each carries there;
   those without any are left out. Reference: _occurrences. */
typedef struct {
    i64 *sentence, *word;
    double *root;
    i64 count;
    double *totals; /* (sentences) */
} Words;

typedef struct {
    i64 word;
    double information;
} Occurrence;

static int by_word(const void *x, const void *y) {
    const Occurrence *a = x, *b = y;
    if (a->word != b->word) return a->word < b->word ? -1 : 1;
    return a->information < b->information ? -1 : a->information > b->information;
}

static void order(Occurrence *all, i64 count) {
    if (count > 32) {
        qsort(all, (size_t)count, sizeof(Occurrence), by_word);
        return;
    }
    for (i64 n = 1; n < count; n++) {
        Occurrence x = all[n];
        i64 at = n;
        while (at && by_word(&all[at - 1], &x) > 0) {
            all[at] = all[at - 1];
            at--;
        }
        all[at] = x;
    }
}

static int occurrences(Words *w, i64 sentences, const i64 *first, const i64 *word, const double *information) {
    size_t room = (size_t)(sentences ? first[sentences] : 0) + 1;
    Occurrence *some = malloc(room * sizeof(Occurrence));
    w->sentence = malloc(room * sizeof(i64));
    w->word = malloc(room * sizeof(i64));
    w->root = malloc(room * sizeof(double));
    w->totals = calloc((size_t)sentences + 1, sizeof(double));
    int ok = some && w->sentence && w->word && w->root && w->totals;
    for (i64 s = 0; ok && s < sentences; s++) {
        i64 from = first[s], count = first[s + 1] - from;
        for (i64 n = 0; n < count; n++) some[n] = (Occurrence){word[from + n], information[from + n]};
        order(some, count);
        for (i64 n = 0; n < count; n++) {
            if ((n + 1 < count && some[n + 1].word == some[n].word) || !(some[n].information > 0)) continue;
            w->sentence[w->count] = s;
            w->word[w->count] = some[n].word;
            w->root[w->count++] = sqrt(some[n].information);
            w->totals[s] += some[n].information;
        }
    }
    free(some);
    return ok;
}

static void drop(Words *w) {
    free(w->sentence);
    free(w->word);
    free(w->root);
    free(w->totals);
}

/* Where a word stands on the other side */
typedef struct {
    i64 sentence;
    double root;
} Posting;

/* The part of the sentences from which those that are met are found by looking at all, instead of sorting */
enum { DENSE = 16 };

typedef struct {
    i64 count;
    i64 *left, *right;
    double *shared, *dice;
} Pairs;

API void sc_pairs_free(Pairs *p) {
    if (!p) return;
    free(p->left);
    free(p->right);
    free(p->shared);
    free(p->dice);
    free(p);
}

/* The best pairs of each sentence. ``sizes``: sentences of both sides, vocabulary, the most meetings of words,
   partners; ``bits``: least bits, least part, tiny. ``state`` is 0, or 1 if there are more meetings (nothing is done
   then), or 2 if memory ran out. Reference: pairs, without its tables. */
API Pairs *sc_pairs(const i64 *sizes, const double *bits, const i64 *left_first, const i64 *left_word,
                    const double *left_information, const i64 *right_first, const i64 *right_word,
                    const double *right_information, i64 *state) {
    i64 lefts = sizes[0], rights = sizes[1], vocabulary = sizes[2], partners = sizes[4], meetings = 0;
    Words a = {0}, b = {0};
    i64 *begin = NULL, *met = NULL, *ranked = NULL, *filled = NULL;
    Posting *posting = NULL;
    double *sum = NULL, *best = NULL;
    char *keep = NULL;
    Vec found[4] = {{0}};
    Pairs *result = NULL;
    *state = 2;
    if (!occurrences(&a, lefts, left_first, left_word, left_information) ||
        !occurrences(&b, rights, right_first, right_word, right_information))
        goto end;
    if (!(begin = calloc((size_t)vocabulary + 2, sizeof(i64)))) goto end;
    for (i64 n = 0; n < b.count; n++) begin[b.word[n] + 1]++;
    for (i64 n = 0; n < a.count; n++) meetings += begin[a.word[n] + 1];
    if (meetings > sizes[3]) {
        *state = 1;
        goto end;
    }
    for (i64 n = 0; n < vocabulary; n++) begin[n + 1] += begin[n];
    posting = malloc(((size_t)b.count + 1) * sizeof(Posting));
    met = malloc(((size_t)rights + 1) * sizeof(i64));
    sum = calloc((size_t)rights + 1, sizeof(double));
    if (!posting || !met || !sum) goto end;
    for (i64 n = 0; n < b.count; n++) posting[begin[b.word[n]]++] = (Posting){b.sentence[n], b.root[n]};
    for (i64 n = vocabulary; n > 0; n--) begin[n] = begin[n - 1];
    begin[0] = 0;
    i64 at = 0;
    for (i64 s = 0; s < lefts; s++) {
        i64 count = 0;
        for (; at < a.count && a.sentence[at] == s; at++)
            for (i64 n = begin[a.word[at]]; n < begin[a.word[at] + 1]; n++) {
                i64 there = posting[n].sentence;
                /* nothing that is met adds nothing: both carry more than no information */
                if (sum[there] == 0.0) met[count++] = there;
                sum[there] += a.root[at] * posting[n].root;
            }
        if (count * DENSE > rights) {
            count = 0;
            for (i64 there = 0; there < rights; there++)
                if (sum[there] != 0.0) met[count++] = there;
        } else if (count > 1) {
            qsort(met, (size_t)count, sizeof(i64), by_number);
        }
        for (i64 n = 0; n < count; n++) {
            i64 there = met[n];
            double shared = sum[there], whole = a.totals[s] + b.totals[there];
            sum[there] = 0.0;
            if (n && there == met[n - 1]) continue;
            double part = 2 * shared / (whole > bits[2] ? whole : bits[2]);
            if (!(shared >= bits[0]) || !(part >= bits[1])) continue;
            for (int c = 0; c < 4; c++)
                if (!grow(&found[c], 1, 8)) goto end;
            ((i64 *)found[0].data)[found[0].count++] = s;
            ((i64 *)found[1].data)[found[1].count++] = there;
            ((double *)found[2].data)[found[2].count++] = shared;
            ((double *)found[3].data)[found[3].count++] = part;
        }
    }
    i64 total = found[0].count;
    i64 *left = found[0].data, *right = found[1].data;
    double *shared = found[2].data, *dice = found[3].data;
    /* _best: of each sentence on either side the partners with most bits, of equal ones the first */
    keep = calloc((size_t)total + 1, 1);
    i64 most = more(lefts, rights);
    best = malloc(((size_t)most * (size_t)partners + 1) * sizeof(double));
    ranked = malloc(((size_t)most * (size_t)partners + 1) * sizeof(i64));
    filled = malloc(((size_t)most + 1) * sizeof(i64));
    if (!keep || !best || !ranked || !filled) goto end;
    for (int side = 0; side < 2; side++) {
        const i64 *of = side ? right : left;
        memset(filled, 0, ((size_t)most + 1) * sizeof(i64));
        for (i64 n = 0; n < total; n++) {
            i64 s = of[n], count = filled[s];
            double *bits_of = best + s * partners;
            i64 *number = ranked + s * partners;
            if (count == partners && !(shared[n] > bits_of[count - 1])) continue;
            if (count == partners) count--;
            i64 place = count;
            while (place && shared[n] > bits_of[place - 1]) {
                bits_of[place] = bits_of[place - 1];
                number[place] = number[place - 1];
                place--;
            }
            bits_of[place] = shared[n];
            number[place] = n;
            filled[s] = count + 1;
        }
        for (i64 s = 0; s < most; s++)
            for (i64 n = 0; n < filled[s]; n++) keep[ranked[s * partners + n]] = 1;
    }
    i64 kept = 0;
    for (i64 n = 0; n < total; n++) {
        if (!keep[n]) continue;
        left[kept] = left[n];
        right[kept] = right[n];
        shared[kept] = shared[n];
        dice[kept++] = dice[n];
    }
    if (!(result = calloc(1, sizeof(Pairs)))) goto end;
    *result = (Pairs){kept, left, right, shared, dice};
    memset(found, 0, sizeof(found));
    *state = 0;
end:
    drop(&a);
    drop(&b);
    free(begin);
    free(posting);
    free(met);
    free(sum);
    free(best);
    free(ranked);
    free(filled);
    free(keep);
    for (int c = 0; c < 4; c++) free(found[c].data);
    return result;
}
