#ifndef SWITCHYARD_SY_STATE_H
#define SWITCHYARD_SY_STATE_H

#include "sy_coverage.h"
#include "sy_host.h"

typedef struct sy_options {
  size_t memory_limit; // bytes that Lua may hold
  size_t tape_limit;   // bytes of one value that crosses to Swift
  int depth_limit;     // nesting of such a value, and of JSON
  int deterministic;   // sorted pairs, seeded random numbers, stable names in tostring
  uint64_t seed;
  sy_coverage *_Nullable coverage; // counts lines if there is one; it outlives the state
  int restorable; // whether it can be kept
} sy_options;

/// Makes a sandboxed state. Returns NULL when the memory limit is too small for one, or memory is short.
sy_state *_Nullable sy_new(sy_options options, sy_host host);
void sy_free(sy_state *_Nonnull state);
/// Keeps a restorable state as it is now, between entries, after letting go of what Lua no longer needs. Returns 0 when there
/// is no memory, or it has become too large; then it cannot be restored.
int sy_keep_state(sy_state *_Nonnull state);
/// Puts a state back to how it was kept, with another host and as if it had been made with this seed. Takes a copy's time,
/// whatever the state was made to hold. Returns SY_OK, or why it can no longer be used.
int sy_restore(sy_state *_Nonnull state, sy_host host, uint64_t seed);
size_t sy_memory_used(const sy_state *_Nonnull state);
/// Instructions, and work of the library counted alike, of the last entry that no other was around.
int64_t sy_spent(const sy_state *_Nonnull state);
/// Lets go of all that Lua no longer needs.
void sy_collect(sy_state *_Nonnull state);
/// For tests: of the state's next allocations `after` are carried out, then `count` fail. Lua tries each twice. Returns how
/// many of those that were to fail before have not.
int64_t sy_fail_allocations(sy_state *_Nonnull state, int64_t after, int64_t count);
/// Ends the Lua code that runs now at its next hook event. Safe from any thread and from a signal handler.
void sy_interrupt(sy_state *_Nonnull state);

/// The last failure of an entry. The pointers are good until the next entry.
typedef struct sy_failure {
  int status;
  const char *_Nonnull message;
  size_t message_length;
  const char *_Nonnull source; // empty when unknown
  int line;                    // 0 when unknown
  const char *_Nonnull traceback;
  size_t traceback_length;
} sy_failure;

sy_failure sy_last_failure(const sy_state *_Nonnull state);
/// The tape that the last successful entry left. Good until the next entry.
const uint8_t *_Nullable sy_result(const sy_state *_Nonnull state, size_t *_Nonnull length);

#endif
