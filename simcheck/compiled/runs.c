/* Equal characters and words that go on (align/runs.py, align/extension.py). */

#include "core.h"

/* The maximal run through each of some pairs of places, which are ordered by diagonal, then by place: from where to
   where the characters are equal. Pairs that a run before them on their diagonal has reached are passed over. ``runs``
   (3 a pair): left, right, length, as yet of whole characters or not; returns how many. Reference: _maximal. */
API i64 sc_runs(const u32 *a, i64 a_count, const u32 *b, i64 b_count, const i64 *left, const i64 *right, i64 pairs,
                i64 *runs) {
    i64 found = 0, diagonal = 0, reached = -1;
    for (i64 n = 0; n < pairs; n++) {
        i64 i = left[n], j = right[n];
        if (n && i - j == diagonal && i < reached) continue;
        i64 start = i, end = i, shift = j - i;
        while (start > 0 && start + shift > 0 && a[start - 1] == b[start + shift - 1]) start--;
        while (end < a_count && end + shift < b_count && a[end] == b[end + shift]) end++;
        diagonal = i - j;
        reached = end;
        runs[3 * found] = start;
        runs[3 * found + 1] = start + shift;
        runs[3 * found + 2] = end - start;
        found++;
    }
    return found;
}

/* The words of one text: where they begin and end, what they are, their information, what they cost up to each. */
typedef struct {
    i64 count;
    const i32 *start, *end;
    const i64 *word;
    const double *information, *cost;
} Side;

static i64 first_from(const i32 *values, i64 count, i64 at) { /* searchsorted, left */
    i64 low = 0, high = count;
    while (low < high) {
        i64 middle = low + (high - low) / 2;
        if (values[middle] < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* _step: 1 and where it ends, 0 if there is none, -1 without memory. */
static int step(const Side *l, const Side *r, i64 x, i64 y, const i64 room[2], i64 reach, double step_bits,
                double jump_bits, i64 *to_x, i64 *to_y, double *bits) {
    i64 u = first_from(l->start, l->count, x), v = first_from(r->start, r->count, y);
    i64 u1 = less(u + reach, first_from(l->end, l->count, room[0] + 1));
    i64 v1 = less(v + reach, first_from(r->end, r->count, room[1] + 1));
    i64 count = 0;
    for (i64 i = u; i < u1; i++)
        if (l->information[i] >= step_bits)
            for (i64 j = v; j < v1; j++) count += l->word[i] == r->word[j];
    if (!count) return 0;
    i64 *of = malloc((size_t)count * 2 * sizeof(i64));
    double *number = malloc((size_t)count * 3 * sizeof(double));
    if (!of || !number) {
        free(of);
        free(number);
        return -1;
    }
    i64 *left = of, *right = of + count, n = 0;
    double *cost = number, *passed = number + count, *best = number + 2 * count;
    for (i64 i = u; i < u1; i++)
        if (l->information[i] >= step_bits)
            for (i64 j = v; j < v1; j++)
                if (l->word[i] == r->word[j]) {
                    left[n] = i;
                    right[n++] = j;
                }
    double begin = (l->cost[u] + r->cost[v]) / 2;
    i64 top = 0;
    for (i64 k = 0; k < count; k++) {
        i64 i = left[k], j = right[k];
        cost[k] = (l->cost[i + 1] - l->cost[i] + r->cost[j + 1] - r->cost[j]) / 2;
        double gain = sqrt(l->information[i] * r->information[j]) - cost[k];
        passed[k] = (l->cost[i] + r->cost[j]) / 2;
        double skipped = passed[k] - begin, jump = i > u || j > v ? jump_bits : 0.0, total = -skipped - jump;
        for (i64 m = 0; m < k; m++) {
            if (left[m] >= i || right[m] >= j) continue;
            double between = passed[k] - passed[m] - cost[m];
            double reached = best[m] - between - (left[m] == i - 1 && right[m] == j - 1 ? 0.0 : jump_bits);
            if (reached > total) total = reached;
        }
        best[k] = total + gain;
        if (best[k] > best[top]) top = k;
    }
    *to_x = l->end[left[top]];
    *to_y = r->end[right[top]];
    *bits = best[top];
    free(of);
    free(number);
    return 1;
}

/* How far two texts go on sharing words from ``at`` (x, y) on, which is moved there, and the bits of it; NaN if memory
   ran out. ``counts``: words of both, and how many are looked at; ``bits``: least, least of a step's word, of a jump. Reference: _walk. */
API double sc_walk(const i64 *counts, const double *bits, const i32 *left_start, const i32 *left_end,
                   const i64 *left_word, const double *left_information, const double *left_cost,
                   const i32 *right_start, const i32 *right_end, const i64 *right_word,
                   const double *right_information, const double *right_cost, const i64 *room, i64 *at) {
    Side l = {counts[0], left_start, left_end, left_word, left_information, left_cost};
    Side r = {counts[1], right_start, right_end, right_word, right_information, right_cost};
    double total = 0.0;
    for (;;) {
        i64 x, y;
        double gain;
        int is = step(&l, &r, at[0], at[1], room, counts[2], bits[1], bits[2], &x, &y, &gain);
        if (is < 0) return NAN;
        if (!is || gain < bits[0]) return total;
        at[0] = x;
        at[1] = y;
        total += gain;
    }
}
