/* Fragments of a region (align/blocks.py): shared words that follow each other closely in both texts, wherever they
   went. */

#include "core.h"

typedef struct {
    double bits;
    i64 first, first_there, last, last_there;
} Chain;

/* How many words are the same from two places on, at most ``longest``. */
static i64 alike(const i64 *a, i64 a_count, i64 i, const i64 *b, i64 b_count, i64 j, i64 longest) {
    i64 most = less(longest, less(a_count - i, b_count - j)), n = 0;
    while (n < most && a[i + n] == b[j + n]) n++;
    return n;
}

/* The chains, in the order of the left; returns how many, -1 if there are more looks than ``sizes`` allows and nothing
   was done, -2 if memory ran out. ``sizes``: words of both texts, shared ones of both, vocabulary, near, longest, looks.
   ``chains`` has room for one a shared word of the left. Reference: _by_fragments, up to its chains. */
API i64 sc_fragments(const i64 *sizes, const i64 *left_word, const double *information, const i64 *right_word,
                     const i64 *left_places, const i64 *right_places, Chain *chains) {
    i64 lefts = sizes[0], rights = sizes[1], mine = sizes[2], theirs = sizes[3], vocabulary = sizes[4];
    i64 near = sizes[5], longest = sizes[6], looks = 0, found = -2;
    i64 *sorted = malloc(((size_t)mine + 1) * sizeof(i64));
    i64 *begin = calloc((size_t)vocabulary + 2, sizeof(i64)), *listed = malloc(((size_t)theirs + 1) * sizeof(i64));
    i64 *rank = malloc(((size_t)rights + 1) * sizeof(i64)); /* theirs: none */
    if (!sorted || !begin || !listed || !rank) goto end;
    /* the places of each word, in the order in which they are given */
    for (i64 n = 0; n < theirs; n++) begin[right_word[right_places[n]] + 1]++;
    for (i64 n = 0; n < mine; n++) looks += begin[left_word[left_places[n]] + 1];
    found = -1;
    if (looks > sizes[7]) goto end;
    for (i64 w = 0; w < vocabulary; w++) begin[w + 1] += begin[w];
    for (i64 n = 0; n < theirs; n++) listed[begin[right_word[right_places[n]]]++] = right_places[n];
    for (i64 w = vocabulary; w > 0; w--) begin[w] = begin[w - 1];
    begin[0] = 0;
    for (i64 n = 0; n < rights; n++) rank[n] = theirs;
    for (i64 n = 0; n < theirs; n++) rank[right_places[n]] = n;
    memcpy(sorted, left_places, (size_t)mine * sizeof(i64));
    qsort(sorted, (size_t)mine, sizeof(i64), by_number);
    found = 0;
    i64 last = -near - 1, there_last = -near - 1;
    for (i64 n = 0; n < mine; n++) {
        i64 at = sorted[n], word = left_word[at], there = -1;
        int goes_on = 0;
        if (at - last <= near) {
            i64 start = more(0, there_last + 1);
            for (i64 m = start; m < there_last + 1 + near && m < rights; m++)
                if (right_word[m] == word && rank[m] < theirs && (there < 0 || rank[m] < rank[there])) there = m;
            goes_on = there >= 0;
        }
        if (there < 0) {
            i64 most = 0;
            for (i64 k = begin[word]; k < begin[word + 1]; k++) {
                i64 place = listed[k];
                if (rank[place] == theirs) continue;
                i64 length = alike(left_word, lefts, at, right_word, rights, place, longest);
                if (length > most) {
                    most = length;
                    there = place;
                }
            }
            if (there < 0) continue;
        }
        rank[there] = theirs;
        last = at;
        there_last = there;
        if (goes_on) {
            Chain *c = &chains[found - 1];
            c->last = at;
            c->last_there = there;
            c->bits += information[at];
        } else
            chains[found++] = (Chain){information[at], at, there, at, there};
    }
end:
    free(sorted);
    free(begin);
    free(listed);
    free(rank);
    return found;
}
