/* Look-ups in sorted tables (text/background.py), and the version of all of it. */

#include "core.h"

API i64 sc_version(void) { return 4; }

/* Where each of ``wanted`` stands among ``keys`` (ascending), -1 if it is not there. ``begins`` (2^16 + 1) is how many
   keys have smaller upper halves, ``flags`` (one for each value of the first ``bits`` bits) which beginnings there are.
   Reference: Background._looked_up. */
API void sc_find(const u32 *keys, const i64 *begins, const unsigned char *flags, i64 bits, const u32 *wanted, i64 count,
                 i64 *found) {
    for (i64 n = 0; n < count; n++) {
        u32 key = wanted[n], beginning = key >> (32 - bits);
        found[n] = -1;
        if (!(flags[beginning >> 3] >> (beginning & 7) & 1)) continue;
        i64 low = begins[key >> 16], high = begins[(key >> 16) + 1];
        while (low < high) {
            i64 middle = low + (high - low) / 2;
            if (keys[middle] < key)
                low = middle + 1;
            else
                high = middle;
        }
        found[n] = low < begins[(key >> 16) + 1] && keys[low] == key ? low : -1;
    }
}
