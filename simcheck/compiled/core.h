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

typedef int32_t i32;
typedef int64_t i64;
typedef uint32_t u32;
typedef uint64_t u64;

static inline i64 less(i64 a, i64 b) { return a < b ? a : b; }
static inline i64 more(i64 a, i64 b) { return a > b ? a : b; }

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
