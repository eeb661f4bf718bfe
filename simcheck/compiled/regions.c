/* Regions (align/regions.py): which stretches of sentences on both sides share enough? */

#include "core.h"


typedef struct {
    i64 left, right;
    double bits, part;
    i64 shared, count; /* the shared words, in a list of all */
} Link;

/* One side of the comparison */
typedef struct {
    i64 sentences, words;
    const i64 *first;        /* (sentences + 1) */
    const i64 *word;         /* (words) */
    const double *information;
    const double *costs;     /* (sentences + 1) cumulative, at the first word of each sentence */
    i64 *bag_word;           /* (words) the different words of each sentence in order, from first[s] on */
    double *bag_bits;
    i64 *bag_count;          /* (sentences) -1: not made yet */
    double *bag_sum;
    u32 *gone;               /* (words) the last call that took the word out of the bag */
    double *gain;            /* (sentences) */
    double *sums;            /* (sentences + 1) */
    i64 *seen, *head;        /* (sentences) when links of the sentence were met, and the first of them */
} Side;

typedef struct {
    i64 pairs;
    const i64 *pair[2];
    const double *shared;
    i64 *order;              /* (pairs) by left, then as they came */
    i64 *begin;              /* (left sentences + 1) */
    Side side[2];
    double drop, enough, link_bits, rounding;
    i64 margin, rounds, onward;
    int of_all_words;
    u32 call;
    i64 *chosen;             /* (pairs) scratch */
    Vec links, shared_words, next;
    Vec todo, members;       /* clusters that are left */
    /* words that links explain */
    i64 *places[2];
    i64 placed[2];
    i64 *mark;               /* (vocabulary) */
    i64 marks;
    i64 *first_place;        /* (vocabulary) */
    i64 *first_mark;
    i64 *rank, *rank_mark;   /* (words of the right) */
    i64 turn;
    /* for overrated words */
    const int32_t *word_start, *word_end; /* of the left */
    const double *run_rarity;
    i64 rarities, run_length;
    double character_bits;
    /* what is found */
    Vec regions, out_links, out_places[2];
} Finder;

typedef struct {
    i64 u0, u1, v0, v1;
    double bits, net;
    i64 links, places[2]; /* how many of each */
} Found;

typedef struct {
    i64 start, count, gap;
} Cluster;

static int by_word_then_bits(const void *x, const void *y) {
    const double *a = x, *b = y;
    if (a[0] != b[0]) return a[0] < b[0] ? -1 : 1;
    return a[1] < b[1] ? -1 : a[1] > b[1];
}

/* Account.bag, Account.information: words are below 2^53, so that doubles hold them */
static int bag(Side *s, i64 sentence) {
    if (s->bag_count[sentence] >= 0) return 1;
    i64 from = s->first[sentence], count = s->first[sentence + 1] - from, kept = 0;
    double few[128], *both = few;
    if (count > 64 && !(both = malloc((size_t)count * 2 * sizeof(double)))) return 0;
    for (i64 n = 0; n < count; n++) {
        both[2 * n] = (double)s->word[from + n];
        both[2 * n + 1] = s->information[from + n];
    }
    if (count <= 24) { /* most sentences: insertion */
        for (i64 n = 1; n < count; n++) {
            double w = both[2 * n], b = both[2 * n + 1];
            i64 at = n;
            while (at && (both[2 * at - 2] > w || (both[2 * at - 2] == w && both[2 * at - 1] > b))) {
                both[2 * at] = both[2 * at - 2];
                both[2 * at + 1] = both[2 * at - 1];
                at--;
            }
            both[2 * at] = w;
            both[2 * at + 1] = b;
        }
    } else
        qsort(both, (size_t)count, 2 * sizeof(double), by_word_then_bits);
    double sum = 0.0;
    for (i64 n = 0; n < count; n++) {
        if (n + 1 < count && both[2 * n] == both[2 * n + 2]) continue; /* the last of equal words has most */
        if (!(both[2 * n + 1] > 0.0)) continue;
        s->bag_word[from + kept] = (i64)both[2 * n];
        s->bag_bits[from + kept] = both[2 * n + 1];
        sum += both[2 * n + 1];
        kept++;
    }
    if (both != few) free(both);
    s->bag_count[sentence] = kept;
    s->bag_sum[sentence] = sum;
    return 1;
}

/* best_stretch */
static void best_stretch(const double *gains, i64 count, double drop, i64 *from, i64 *to) {
    double best = 0.0;
    i64 start = 0, begin = 0;
    *from = *to = 0;
    while (begin < count) {
        if (begin < start || !(gains[begin] > 0)) {
            begin++;
            continue;
        }
        start = begin;
        double total = 0.0, peak = 0.0;
        int ended = 0;
        for (i64 at = begin; at < count; at++) {
            if (at > begin && (total <= 0 || total < peak - drop)) {
                start = at;
                ended = 1;
                break;
            }
            total += gains[at];
            if (total > peak) peak = total;
            if (total > best) {
                best = total;
                *from = start;
                *to = at + 1;
            }
        }
        if (!ended) break;
        begin++;
    }
}

static void window(const Finder *f, const i64 *cluster, i64 count, i64 w[4]) {
    for (int side = 0; side < 2; side++) {
        const i64 *of = f->pair[side];
        i64 low = of[cluster[0]], high = low;
        for (i64 n = 1; n < count; n++) {
            i64 s = of[cluster[n]];
            if (s < low) low = s;
            if (s > high) high = s;
        }
        w[2 * side] = more(0, low - f->margin);
        w[2 * side + 1] = less(f->side[side].sentences, high + 1 + f->margin);
    }
}

/* _Assigner.most */
static double most(Finder *f, const i64 *cluster, i64 count) {
    if (!f->of_all_words) return INFINITY;
    i64 w[4];
    window(f, cluster, count, w);
    Side *a = &f->side[0], *b = &f->side[1];
    memset(a->gain + w[0], 0, (size_t)(w[1] - w[0]) * sizeof(double));
    memset(b->gain + w[2], 0, (size_t)(w[3] - w[2]) * sizeof(double));
    for (i64 n = f->begin[w[0]]; n < f->begin[w[1]]; n++) {
        i64 p = f->order[n], v = f->pair[1][p];
        if (v < w[2] || v >= w[3]) continue;
        a->gain[f->pair[0][p]] += f->shared[p];
        b->gain[v] += f->shared[p];
    }
    double total = f->rounding;
    for (int side = 0; side < 2; side++) {
        Side *s = &f->side[side];
        double sum = 0.0;
        for (i64 n = w[2 * side]; n < w[2 * side + 1]; n++) {
            double gain = s->gain[n] + -(s->costs[n + 1] - s->costs[n]);
            sum += gain > 0.0 ? gain : 0.0;
        }
        total += sum / 2;
    }
    return total;
}

/* Which of two pairs comes first: the one that shares more, of equals the one that stands first */
static inline int shares_more(const void *finder, i64 p, i64 q) {
    const Finder *f = finder;
    if (f->shared[p] != f->shared[q]) return f->shared[p] > f->shared[q];
    if (f->pair[0][p] != f->pair[0][q]) return f->pair[0][p] < f->pair[0][q];
    return f->pair[1][p] < f->pair[1][q];
}

/* Of two pairs, the one whose sentence stands first */
static inline int stands_first(const void *of, i64 p, i64 q) { return ((const i64 *)of)[p] < ((const i64 *)of)[q]; }

/* _Assigner._links; f->links in the order in which they were found */
static int links(Finder *f, const i64 w[4]) {
    Side *a = &f->side[0], *b = &f->side[1];
    i64 count = 0;
    for (i64 n = f->begin[w[0]]; n < f->begin[w[1]]; n++) {
        i64 v = f->pair[1][f->order[n]];
        if (v >= w[2] && v < w[3]) f->chosen[count++] = f->order[n];
    }
    sort_by(shares_more, f, f->chosen, count);
    f->call++;
    f->links.count = f->shared_words.count = 0;
    for (i64 n = 0; n < count; n++) {
        i64 u = f->pair[0][f->chosen[n]], v = f->pair[1][f->chosen[n]];
        if (!bag(a, u) || !bag(b, v)) return 0;
        i64 i = a->first[u], i_end = i + a->bag_count[u], j = b->first[v], j_end = j + b->bag_count[v];
        i64 from = f->shared_words.count;
        if (!grow(&f->shared_words, less(i_end - i, j_end - j) * 2, sizeof(i64))) return 0;
        i64 *at = (i64 *)f->shared_words.data + from;
        i64 shared = 0;
        double bits = 0.0;
        while (i < i_end && j < j_end) {
            if (a->bag_word[i] < b->bag_word[j])
                i++;
            else if (a->bag_word[i] > b->bag_word[j])
                j++;
            else {
                if (a->gone[i] != f->call && b->gone[j] != f->call) {
                    at[2 * shared] = i;
                    at[2 * shared + 1] = j;
                    shared++;
                    bits += sqrt(a->bag_bits[i] * b->bag_bits[j]);
                }
                i++;
                j++;
            }
        }
        if (bits < f->link_bits) continue;
        for (i64 k = 0; k < shared; k++) {
            a->gone[at[2 * k]] = f->call;
            b->gone[at[2 * k + 1]] = f->call;
        }
        if (!grow(&f->links, 1, sizeof(Link))) return 0;
        ((Link *)f->links.data)[f->links.count++] =
            (Link){u, v, bits, 2 * bits / (a->bag_sum[u] + b->bag_sum[v]), from, shared};
        f->shared_words.count += 2 * shared;
    }
    return 1;
}

static int by_place(const void *x, const void *y) {
    const Link *a = x, *b = y;
    if (a->left != b->left) return a->left < b->left ? -1 : 1;
    return a->right < b->right ? -1 : a->right > b->right;
}

/* shared_words: the places of the words that links account for, sentence by sentence as links came to them */
static int explained(Finder *f) {
    const Link *all = f->links.data;
    const i64 *list = f->shared_words.data;
    f->next.count = 0;
    if (!grow(&f->next, f->links.count, sizeof(i64))) return 0;
    i64 *next = f->next.data;
    for (int side = 0; side < 2; side++) {
        Side *s = &f->side[side];
        i64 placed = 0, turn = ++f->turn;
        for (i64 n = f->links.count; n-- > 0;) { /* the links of a sentence, each after the other */
            i64 sentence = side ? all[n].right : all[n].left;
            next[n] = s->seen[sentence] == turn ? s->head[sentence] : -1;
            s->seen[sentence] = turn;
            s->head[sentence] = n;
        }
        for (i64 n = 0; n < f->links.count; n++) {
            i64 sentence = side ? all[n].right : all[n].left;
            if (s->head[sentence] != n) continue; /* not the first of its sentence */
            f->marks++;
            for (i64 m = n; m >= 0; m = next[m])
                for (i64 k = 0; k < all[m].count; k++)
                    f->mark[s->bag_word[list[all[m].shared + 2 * k + side]]] = f->marks;
            for (i64 at = s->first[sentence]; at < s->first[sentence + 1]; at++)
                if (f->mark[s->word[at]] == f->marks) f->places[side][placed++] = at;
        }
        f->placed[side] = placed;
    }
    return 1;
}

/* Prepared.surprisal_alone and _beyond */
static double beyond(const Finder *f, i64 first, i64 last) {
    i64 start = f->word_start[first], length = f->word_end[last] - start, runs = length - f->run_length + 1;
    double inside;
    if (runs <= 0 || f->rarities == 1)
        inside = f->character_bits * (double)length;
    else
        inside = (f->run_rarity[start + runs] - f->run_rarity[start]) / (double)runs * f->character_bits * (double)length;
    double sum = 0.0;
    for (i64 n = first; n <= last; n++) sum += f->side[0].information[n];
    return sum - inside > 0.0 ? sum - inside : 0.0;
}

/* _overrated */
static double overrated(Finder *f, i64 *sorted) {
    i64 turn = ++f->turn, count = f->placed[1];
    const Side *a = &f->side[0], *b = &f->side[1];
    for (i64 n = 0; n < count; n++) {
        i64 at = f->places[1][n], word = b->word[at];
        f->rank[at] = n;
        f->rank_mark[at] = turn;
        if (f->first_mark[word] != turn) {
            f->first_mark[word] = turn;
            f->first_place[word] = at;
        }
    }
    memcpy(sorted, f->places[0], (size_t)f->placed[0] * sizeof(i64));
    qsort(sorted, (size_t)f->placed[0], sizeof(i64), by_number);
    double total = 0.0;
    i64 last = -2, there = -1, moved_first = -1, moved_last = -1;
    for (i64 n = 0; n <= f->placed[0]; n++) {
        i64 at = n < f->placed[0] ? sorted[n] : -1, word = at >= 0 ? a->word[at] : -1;
        int goes_on = at >= 0 && at == last + 1 && there >= 0 && there + 1 < b->words && b->word[there + 1] == word &&
                      f->rank_mark[there + 1] == turn;
        if (moved_first >= 0 && !goes_on) {
            total += beyond(f, moved_first, moved_last);
            moved_first = -1;
        }
        if (word < 0 || f->first_mark[word] != turn) continue;
        last = at;
        if (goes_on) {
            there++;
            if (moved_first >= 0) moved_last = at;
            continue;
        }
        i64 after = -1;
        if (there < 0)
            after = f->first_place[word];
        else
            for (i64 m = there + 1; m <= there + f->onward && m < b->words; m++)
                if (b->word[m] == word && f->rank_mark[m] == turn && (after < 0 || f->rank[m] < f->rank[after])) after = m;
        there = after < 0 ? f->first_place[word] : after;
        moved_first = moved_last = after < 0 ? at : -1;
    }
    return total;
}

/* _Assigner.region: 1 and what is found, 0 if nothing pays, -1 without memory */
static int region(Finder *f, const i64 *cluster, i64 count, Found *found) {
    i64 w[4];
    window(f, cluster, count, w);
    for (i64 round = 0; round < f->rounds; round++) {
        if (!links(f, w)) return -1;
        Link *all = f->links.data;
        for (int side = 0; side < 2; side++) {
            Side *s = &f->side[side];
            for (i64 n = w[2 * side]; n < w[2 * side + 1]; n++) s->gain[n] = -(s->costs[n + 1] - s->costs[n]);
        }
        /* sums are taken by place; no two links share both sentences */
        Vec sorted = {0};
        if (!grow(&sorted, f->links.count + 1, sizeof(Link))) return -1;
        memcpy(sorted.data, all, (size_t)f->links.count * sizeof(Link));
        qsort(sorted.data, (size_t)f->links.count, sizeof(Link), by_place);
        Link *ordered = sorted.data;
        for (i64 n = 0; n < f->links.count; n++) {
            f->side[0].gain[ordered[n].left] += ordered[n].bits;
            f->side[1].gain[ordered[n].right] += ordered[n].bits;
        }
        free(sorted.data);
        i64 x0, x1, y0, y1;
        best_stretch(f->side[0].gain + w[0], w[1] - w[0], f->drop, &x0, &x1);
        best_stretch(f->side[1].gain + w[2], w[3] - w[2], f->drop, &y0, &y1);
        if (x1 <= x0 || y1 <= y0) return 0;
        if (!x0 && x1 == w[1] - w[0] && !y0 && y1 == w[3] - w[2]) {
            double left = 0.0, right = 0.0;
            for (i64 n = w[0]; n < w[1]; n++) left += f->side[0].gain[n];
            for (i64 n = w[2]; n < w[3]; n++) right += f->side[1].gain[n];
            *found = (Found){w[0], w[1], w[2], w[3], (left + right) / 2, 0, f->links.count, {0, 0}};
            return 1;
        }
        w[1] = w[0] + x1;
        w[0] += x0;
        w[3] = w[2] + y1;
        w[2] += y0;
    }
    return 0;
}

/* clusters: split where more than ``gap`` sentences part them on either side; what is left goes to f->todo. The
   members are the last ``count`` ones of f->members; which part is split first changes nothing. */
static int clusters(Finder *f, i64 from, i64 count, i64 gap, int first) {
    typedef struct {
        i64 start, count;
        int side, settled;
    } Part;
    Vec parts = {0};
    int ok = grow(&parts, 1, sizeof(Part));
    if (ok) ((Part *)parts.data)[parts.count++] = (Part){from, count, 0, 0};
    while (ok && parts.count) {
        Part part = ((Part *)parts.data)[--parts.count];
        i64 *members = (i64 *)f->members.data + part.start;
        if (part.count == 1 || part.settled == 2) {
            if (first && f->of_all_words) { /* _Assigner.promising */
                double bound = INFINITY;
                i64 w[4];
                window(f, members, part.count, w);
                for (int side = 0; side < 2; side++) {
                    const double *sums = f->side[side].sums;
                    double bits = sums[w[2 * side + 1]] - sums[w[2 * side]];
                    if (bits < bound) bound = bits;
                }
                if (bound + f->rounding < f->enough) continue;
            }
            ok = grow(&f->todo, 1, sizeof(Cluster));
            if (ok) ((Cluster *)f->todo.data)[f->todo.count++] = (Cluster){part.start, part.count, gap};
            continue;
        }
        const i64 *of = f->pair[part.side];
        sort_by(stands_first, of, members, part.count);
        i64 begin = 0, pieces = 0;
        for (i64 n = 1; ok && n <= part.count; n++) {
            if (n < part.count && of[members[n]] - of[members[n - 1]] <= gap + 1) continue;
            pieces++;
            if (n == part.count && pieces == 1) break;
            ok = grow(&parts, 1, sizeof(Part));
            if (ok) ((Part *)parts.data)[parts.count++] = (Part){part.start + begin, n - begin, 1 - part.side, 0};
            begin = n;
        }
        if (ok && pieces == 1) {
            ok = grow(&parts, 1, sizeof(Part));
            if (ok)
                ((Part *)parts.data)[parts.count++] = (Part){part.start, part.count, 1 - part.side, part.settled + 1};
        }
    }
    free(parts.data);
    return ok;
}

static int keep(Finder *f, Found *found) {
    found->places[0] = f->placed[0];
    found->places[1] = f->placed[1];
    if (!grow(&f->regions, 1, sizeof(Found)) || !grow(&f->out_links, f->links.count, sizeof(Link))) return 0;
    ((Found *)f->regions.data)[f->regions.count++] = *found;
    Link *to = (Link *)f->out_links.data + f->out_links.count;
    memcpy(to, f->links.data, (size_t)f->links.count * sizeof(Link));
    qsort(to, (size_t)f->links.count, sizeof(Link), by_place);
    f->out_links.count += f->links.count;
    for (int side = 0; side < 2; side++) {
        Vec *out = &f->out_places[side];
        if (!grow(out, f->placed[side], sizeof(i64))) return 0;
        memcpy((i64 *)out->data + out->count, f->places[side], (size_t)f->placed[side] * sizeof(i64));
        out->count += f->placed[side];
    }
    return 1;
}

static int search(Finder *f, i64 gap, i64 *sorted) {
    if (!clusters(f, 0, f->members.count, gap, 1)) return 0;
    while (f->todo.count) {
        Cluster c = ((Cluster *)f->todo.data)[--f->todo.count];
        i64 *members = (i64 *)f->members.data + c.start;
        if (most(f, members, c.count) < f->enough) continue;
        Found found;
        int is = region(f, members, c.count, &found);
        if (is < 0) return 0;
        if (!is) {
            if (c.gap > 0 && c.count > 1 && !clusters(f, c.start, c.count, c.gap - 1, 0)) return 0;
            continue;
        }
        if (!explained(f)) return 0;
        found.net = found.bits - overrated(f, sorted);
        if (found.net >= f->enough && !keep(f, &found)) return 0;
        i64 outside = 0; /* those outside of the region come first */
        for (i64 n = 0; n < c.count; n++) {
            i64 u = f->pair[0][members[n]], v = f->pair[1][members[n]];
            if (u >= found.u0 && u < found.u1 && v >= found.v0 && v < found.v1) continue;
            i64 x = members[n];
            members[n] = members[outside];
            members[outside++] = x;
        }
        if (outside && outside < c.count && !clusters(f, c.start, outside, c.gap, 0)) return 0;
    }
    return 1;
}

typedef struct {
    i64 regions, links, places[2];
    Found *found;
    Link *link;
    i64 *place[2];
} Regions;

API void sc_regions_free(Regions *r) {
    if (!r) return;
    free(r->found);
    free(r->link);
    free(r->place[0]);
    free(r->place[1]);
    free(r);
}

/* passages_from without laying out: the regions whose net bits are enough. ``counts``: pairs, vocabulary, gap, margin,
   rounds, onward, of_all_words, run_length, rarities; ``sizes``: sentences and words of both sides; ``bits``: seed_bits,
   seed_dice, drop, enough, link_bits, rounding, character_bits. Null if memory ran out. */
API Regions *sc_regions(const i64 *counts, const i64 *sizes, const double *bits, const i64 *left, const i64 *right,
                        const double *shared, const double *dice, const i64 *left_first, const i64 *left_word,
                        const double *left_information, const double *left_costs, const i64 *right_first,
                        const i64 *right_word, const double *right_information, const double *right_costs,
                        const int32_t *word_start, const int32_t *word_end, const double *run_rarity) {
    Finder *f = calloc(1, sizeof(Finder));
    Regions *result = NULL;
    i64 *sorted = NULL;
    if (!f) return NULL;
    f->pairs = counts[0];
    f->margin = counts[3];
    f->rounds = counts[4];
    f->onward = counts[5];
    f->of_all_words = counts[6] != 0;
    f->run_length = counts[7];
    f->rarities = counts[8];
    f->drop = bits[2];
    f->enough = bits[3];
    f->link_bits = bits[4];
    f->rounding = bits[5];
    f->character_bits = bits[6];
    f->pair[0] = left;
    f->pair[1] = right;
    f->shared = shared;
    f->word_start = word_start;
    f->word_end = word_end;
    f->run_rarity = run_rarity;
    const i64 *first[2] = {left_first, right_first}, *word[2] = {left_word, right_word};
    const double *information[2] = {left_information, right_information}, *costs[2] = {left_costs, right_costs};
    int ok = 1;
    for (int n = 0; n < 2; n++) {
        Side *s = &f->side[n];
        s->sentences = sizes[2 * n];
        s->words = sizes[2 * n + 1];
        s->first = first[n];
        s->word = word[n];
        s->information = information[n];
        s->costs = costs[n];
        size_t words = (size_t)s->words + 1, sentences = (size_t)s->sentences + 2;
        s->bag_word = malloc(words * sizeof(i64));
        s->bag_bits = malloc(words * sizeof(double));
        s->gone = calloc(words, sizeof(u32));
        s->bag_count = malloc(sentences * sizeof(i64));
        s->bag_sum = malloc(sentences * sizeof(double));
        s->gain = calloc(sentences, sizeof(double));
        s->sums = calloc(sentences, sizeof(double));
        s->seen = calloc(sentences, sizeof(i64));
        s->head = malloc(sentences * sizeof(i64));
        f->places[n] = malloc(words * sizeof(i64));
        ok = ok && s->bag_word && s->bag_bits && s->gone && s->bag_count && s->bag_sum && s->gain && s->sums &&
             s->seen && s->head && f->places[n];
        if (!ok) goto end;
        memset(s->bag_count, 0xff, sentences * sizeof(i64));
        for (i64 p = 0; p < f->pairs; p++) s->gain[f->pair[n][p]] += shared[p];
        for (i64 k = 0; k < s->sentences; k++) s->sums[k + 1] = s->sums[k] + s->gain[k];
    }
    size_t vocabulary = (size_t)counts[1] + 1, words = (size_t)sizes[3] + 1, pairs = (size_t)counts[0] + 1;
    f->mark = calloc(vocabulary, sizeof(i64));
    f->first_mark = calloc(vocabulary, sizeof(i64));
    f->first_place = malloc(vocabulary * sizeof(i64));
    f->rank = malloc(words * sizeof(i64));
    f->rank_mark = calloc(words, sizeof(i64));
    f->order = malloc(pairs * sizeof(i64));
    f->chosen = malloc(pairs * sizeof(i64));
    f->begin = calloc((size_t)sizes[0] + 2, sizeof(i64));
    sorted = malloc(((size_t)sizes[1] + 1) * sizeof(i64));
    ok = f->mark && f->first_mark && f->first_place && f->rank && f->rank_mark && f->order && f->chosen && f->begin &&
         sorted && grow(&f->members, counts[0] + 1, sizeof(i64));
    if (!ok) goto end;
    for (i64 p = 0; p < f->pairs; p++) f->begin[left[p] + 1]++;
    for (i64 s = 0; s < sizes[0]; s++) f->begin[s + 1] += f->begin[s];
    for (i64 p = 0; p < f->pairs; p++) f->order[f->begin[left[p]]++] = p;
    for (i64 s = sizes[0]; s > 0; s--) f->begin[s] = f->begin[s - 1];
    f->begin[0] = 0;
    for (i64 p = 0; p < f->pairs; p++)
        if (shared[p] >= bits[0] && dice[p] >= bits[1]) ((i64 *)f->members.data)[f->members.count++] = p;
    if (f->members.count) ok = search(f, counts[2], sorted);
    if (!ok || !(result = calloc(1, sizeof(Regions)))) goto end;
    *result = (Regions){f->regions.count, f->out_links.count, {f->out_places[0].count, f->out_places[1].count},
                        f->regions.data, f->out_links.data, {f->out_places[0].data, f->out_places[1].data}};
    f->regions.data = f->out_links.data = f->out_places[0].data = f->out_places[1].data = NULL;
end:
    for (int n = 0; n < 2; n++) {
        Side *s = &f->side[n];
        free(s->bag_word);
        free(s->bag_bits);
        free(s->gone);
        free(s->bag_count);
        free(s->bag_sum);
        free(s->gain);
        free(s->sums);
        free(s->seen);
        free(s->head);
        free(f->places[n]);
        free(f->out_places[n].data);
    }
    free(f->mark);
    free(f->first_mark);
    free(f->first_place);
    free(f->rank);
    free(f->rank_mark);
    free(f->order);
    free(f->chosen);
    free(f->begin);
    free(sorted);
    free(f->links.data);
    free(f->shared_words.data);
    free(f->next.data);
    free(f->todo.data);
    free(f->members.data);
    free(f->regions.data);
    free(f->out_links.data);
    free(f);
    return result;
}
