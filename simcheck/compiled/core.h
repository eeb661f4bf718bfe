/* What the files of the compiled core share. See __init__.py.

   Every function has a reference in Python that gives the very same numbers: sums are taken in the same order, nothing
   is contracted (-ffp-contract=off), no fast mathematics. The reference is named above each; it also works alone.
   Plain C99 behind ctypes: no Python in it, no state between two calls. What it is given are numbers in arrays of the
   lengths that are said beside them; memory that runs out is said, and is never half a result. */

#ifndef SIMCHECK_CORE
#define SIMCHECK_CORE

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef _WIN32
#define API __declspec(dllexport)
#else
#define API __attribute__((visibility("default")))
#endif

/* Memory is far away: what will be needed is asked for before. */
#ifdef __GNUC__
#define COMES(address) __builtin_prefetch(address)
#else
#define COMES(address) ((void)0)
#endif

typedef int32_t i32;
typedef int64_t i64;
typedef uint32_t u32;
typedef uint64_t u64;

/* What is returned where memory ran out, beside numbers that are not negative and OTHER, which is -1 */
#define NO_MEMORY (-2)

static inline i64 less(i64 a, i64 b) { return a < b ? a : b; }
static inline i64 more(i64 a, i64 b) { return a > b ? a : b; }

/* Spread the bits of a hash. fingerprint.scrambled */
static inline u64 scrambled(u64 x) {
    x += 0x9e3779b97f4a7c15ULL;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ x >> 27) * 0x94d049bb133111ebULL;
    return x ^ x >> 31;
}

/* The hash of an interval with one more character. fingerprint.interval_hashes, before it is scrambled */
static inline u64 longer(u64 hash, u32 code) { return hash * 0x2545f4914f6cdd1dULL + code; }

/* Where a number stands among ascending ones between two places, or would. */
static inline i64 lower(const u32 *numbers, i64 low, i64 high, u32 number) {
    while (low < high) {
        i64 middle = low + (high - low) / 2;
        if (numbers[middle] < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* For qsort: numbers in ascending order */
static inline int by_number(const void *x, const void *y) {
    i64 a = *(const i64 *)x, b = *(const i64 *)y;
    return a < b ? -1 : a > b;
}

/* Put x into a heap of ``count`` numbers whose place ``at`` is free: below whatever comes behind it. */
static inline void sink(int (*first)(const void *, i64, i64), const void *by, i64 *p, i64 at, i64 count, i64 x) {
    for (i64 child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && first(by, p[child], p[child + 1])) child++;
        if (!first(by, x, p[child])) break;
        p[at] = p[child];
    }
    p[at] = x;
}

/* Sort numbers by what ``first`` says of two of them, given ``by``: a few by insertion, more by a heap. Unlike qsort it
   needs no state beside its arguments. */
static inline void sort_by(int (*first)(const void *, i64, i64), const void *by, i64 *p, i64 count) {
    if (count <= 24) {
        for (i64 n = 1; n < count; n++) {
            i64 x = p[n], at = n;
            while (at && first(by, x, p[at - 1])) {
                p[at] = p[at - 1];
                at--;
            }
            p[at] = x;
        }
        return;
    }
    for (i64 n = count / 2; n-- > 0;) sink(first, by, p, n, count, p[n]);
    for (i64 end = count - 1; end > 0; end--) {
        i64 x = p[end];
        p[end] = p[0];
        sink(first, by, p, 0, end, x);
    }
}

/* A growing array */
typedef struct {
    void *data;
    i64 count, room;
} Vec;

static inline int grow(Vec *v, i64 by, size_t size) {
    if (v->count + by <= v->room) return 1;
    i64 room = v->room ? v->room : 64;
    while (room < v->count + by) room *= 2;
    void *data = realloc(v->data, (size_t)room * size);
    if (!data) return 0;
    v->data = data;
    v->room = room;
    return 1;
}

#endif
