#ifndef SWITCHYARD_SY_SHARED_H
#define SWITCHYARD_SY_SHARED_H

#include "sy_host.h"

// One global table of plain data that can move from state to state. Entries, as in `sy_call.h`.

/// Makes the table, a global of this name. Until it is opened, each use of it raises.
/// `limit` is how much it may hold: 32 bytes for each entry, 64 for each table in it, and the bytes of its strings.
int sy_shared_make(sy_state *_Nonnull state, const char *_Nonnull name, int64_t limit);
/// Lets it be used. Fails if the global was assigned meanwhile.
int sy_shared_open(sy_state *_Nonnull state);
/// Takes everything out; the result is a tape of one table.
int sy_shared_take(sy_state *_Nonnull state);
/// Puts in what was taken out of a state. The table must be empty; it stays so if this fails.
int sy_shared_put(sy_state *_Nonnull state, const void *_Nullable tape, size_t length);
/// How much it holds.
int64_t sy_shared_size(const sy_state *_Nonnull state);
/// Lets a later `sy_shared_roll_back` go back to now, however many entries come between.
int sy_shared_hold(sy_state *_Nonnull state);
/// Undoes the changes of the last entry, or since `sy_shared_hold`.
int sy_shared_roll_back(sy_state *_Nonnull state);

#endif
