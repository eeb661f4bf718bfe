/* Letters and digits of a text as they are compared (text/normalize.py). */

#include "core.h"

enum { KEPT, MARK, BLANK };
#define VANISHES 0
#define SEVERAL 0xffffffffu

/* Code points from the last row on share it. */
static u32 row_of(u32 c, i64 rows) { return c < rows ? c : (u32)(rows - 1); }

static int is_figure(u32 c) { return c >= '0' && c <= '9'; }

/* Whether one mark is that of a number: 1,234 and 3.5 */
static int is_point(u32 c) { return c == ',' || c == '.' || c == 0xff0c || c == 0xff0e; }

/* Fold ``count`` characters into arrays that have ``room``; returns how many there are then, or, if that is more, how
   much room it takes. By code point, ``end`` rows: ``fold`` is the character it is, VANISHES or SEVERAL; ``role`` what it
   is if it vanishes; ``spaced`` whether it is a letter of a spaced script. Those that are ``several`` (ascending,
   ``some``) become ``parts`` from ``first`` on (``some`` + 1). Reference: normalize. */
API i64 sc_normalize(const u32 *text, i64 count, const u32 *fold, const unsigned char *role,
                     const unsigned char *spaced, i64 end, const u32 *several, const u32 *parts, const i64 *first,
                     i64 some, i64 room, u32 *codes, i32 *origin, unsigned char *is_spaced, unsigned char *broken) {
    i64 found = 0, between = 0;
    int marks = 0, blanks = 0;
    u32 mark = 0;
    for (i64 at = 0; at < count; at++) {
        u32 row = row_of(text[at], end), code = fold[row];
        if (code == VANISHES) {
            marks |= role[row] == MARK || row == '\n' || row == '\r';
            blanks |= role[row] == BLANK;
            between++;
            mark = row;
            continue;
        }
        i64 number = code == SEVERAL ? lower(several, 0, some, row) : 0;
        const u32 *here = code == SEVERAL ? parts + first[number] : &code;
        i64 became = code == SEVERAL ? first[number + 1] - first[number] : 1;
        if (found + became > room) {
            /* only counted from here on */
            found += became;
            room = 0;
            continue;
        }
        int parted = !found;
        if (between) {
            if (found) {
                u32 before = codes[found - 1];
                int western = (spaced[row_of(before, end)] || is_figure(before)) &&
                              (spaced[row_of(*here, end)] || is_figure(*here));
                parted = (marks || (blanks && western)) &&
                         !(between == 1 && is_point(mark) && is_figure(before) && is_figure(*here));
            }
            marks = blanks = 0;
            between = 0;
        }
        for (i64 n = 0; n < became; n++) {
            codes[found] = here[n];
            origin[found] = (i32)at;
            is_spaced[found] = spaced[row_of(here[n], end)];
            broken[found++] = (unsigned char)(parted && !n);
        }
    }
    return found;
}
