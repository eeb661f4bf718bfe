/* The different words of a text by number (align/prepare.py), and which of them another text has (align/sentences.py). */

#include "core.h"

/* The words of a text; what is a sign is one word with all of its kind. */
typedef struct {
    const u32 *codes;
    const i32 *starts, *ends;
    const unsigned char *signs;
} Written;

static u64 hash_of(const Written *w, i64 n) {
    u64 hash = w->signs[n];
    if (!hash)
        for (i64 at = w->starts[n]; at < w->ends[n]; at++) hash = longer(hash, w->codes[at]);
    return scrambled(hash);
}

static int is_same(const Written *a, i64 m, const Written *b, i64 n) {
    if (a->signs[m] || b->signs[n]) return a->signs[m] == b->signs[n];
    i64 length = a->ends[m] - a->starts[m];
    return b->ends[n] - b->starts[n] == length &&
           !memcmp(a->codes + a->starts[m], b->codes + b->starts[n], (size_t)length * sizeof(u32));
}

/* Places for the numbers of so many words, twice as many at least, all free (-1) */
static i64 *slots_for(i64 words, i64 *room) {
    *room = 64;
    while (*room < 2 * words) *room *= 2;
    i64 *slots = malloc((size_t)*room * sizeof(i64));
    if (slots) memset(slots, 0xff, (size_t)*room * sizeof(i64));
    return slots;
}

/* Where the number of a word stands, or might: ``leading`` are the words that have one in ``a``, n is one of ``b``. */
static i64 slot_of(const i64 *slots, i64 room, const Written *a, const i64 *leading, const Written *b, i64 n) {
    i64 slot = (i64)(hash_of(b, n) & (u64)(room - 1));
    while (slots[slot] >= 0 && !is_same(a, leading[slots[slot]], b, n)) slot = (slot + 1) & (room - 1);
    return slot;
}

/* The different words in the order in which they come: ``number`` (words) which one stands where, ``leading`` (at most
   words) the first of each, ``held`` how many sentences hold each. Returns how many there are, or NO_MEMORY. Reference:
   Prepared.vocabulary. */
API i64 sc_vocabulary(const u32 *codes, const i32 *starts, const i32 *ends, const unsigned char *signs, i64 words,
                      const i64 *first, i64 sentences, i64 *number, i64 *leading, i64 *held) {
    Written text = {codes, starts, ends, signs};
    i64 room, found = 0, sentence = 0;
    i64 *slots = slots_for(words, &room), *last = malloc(((size_t)words + 1) * sizeof(i64));
    if (!slots || !last) {
        free(slots);
        free(last);
        return NO_MEMORY;
    }
    for (i64 n = 0; n < words; n++) {
        while (sentence + 1 < sentences && first[sentence + 1] <= n) sentence++;
        i64 slot = slot_of(slots, room, &text, leading, &text, n), other = slots[slot];
        if (other < 0) {
            slots[slot] = other = found++;
            leading[other] = n;
            held[other] = 0;
            last[other] = -1;
        }
        number[n] = other;
        if (last[other] != sentence) {
            last[other] = sentence;
            held[other]++;
        }
    }
    free(slots);
    free(last);
    return found;
}

/* Which of the different words of two texts (``leading``, ``a_count``, ``b_count``) are the same: their numbers in
   ``of_a`` and ``of_b``, ascending in the second. Returns how many, or NO_MEMORY. Reference: sentences._both. */
API i64 sc_same_words(const u32 *a_codes, const i32 *a_starts, const i32 *a_ends, const unsigned char *a_signs,
                      const i64 *a_leading, i64 a_count, const u32 *b_codes, const i32 *b_starts, const i32 *b_ends,
                      const unsigned char *b_signs, const i64 *b_leading, i64 b_count, i64 *of_a, i64 *of_b) {
    Written a = {a_codes, a_starts, a_ends, a_signs}, b = {b_codes, b_starts, b_ends, b_signs};
    i64 room, found = 0, *slots = slots_for(a_count, &room);
    if (!slots) return NO_MEMORY;
    for (i64 n = 0; n < a_count; n++) slots[slot_of(slots, room, &a, a_leading, &a, a_leading[n])] = n;
    for (i64 n = 0; n < b_count; n++) {
        i64 number = slots[slot_of(slots, room, &a, a_leading, &b, b_leading[n])];
        if (number < 0) continue;
        of_a[found] = number;
        of_b[found++] = n;
    }
    free(slots);
    return found;
}
