#ifndef SWITCHYARD_SY_CALL_H
#define SWITCHYARD_SY_CALL_H

#include "sy_facts.h"
#include "sy_state.h"

// Entries. Each returns a `sy_status`; what it made is in `sy_result`, why it failed in `sy_last_failure`.
// The caller holds the state's lock. An entry from inside a callback is allowed.

typedef struct sy_limits {
  int64_t instructions; // below 0: none
  int64_t nanoseconds;  // of this thread's processor time; below 0: none
} sy_limits;

/// Compiles text; the result is a function. `name` is the chunk's name as messages show it. An instruction is paid for
/// each byte.
int sy_load(sy_state *_Nonnull state, const void *_Nullable source, size_t length, const char *_Nonnull name,
            sy_limits limits);
/// Sets `*incomplete` when the text would be Lua if more followed.
int sy_incomplete(sy_state *_Nonnull state, const char *_Nonnull source, size_t length, int *_Nonnull incomplete);
/// Calls function `id`. With `scoped`, objects among the arguments, and those reached from them, die when the call ends.
int sy_call(sy_state *_Nonnull state, int64_t id, const void *_Nullable tape, size_t length, sy_limits limits,
            int scoped);
/// The same, scoped, with facts that fields of the objects are.
int sy_ask(sy_state *_Nonnull state, int64_t id, const void *_Nullable tape, size_t length, sy_limits limits,
           sy_facts *_Nonnull facts);
/// Gives up one reference to a function.
void sy_release_function(sy_state *_Nonnull state, int64_t id);
/// How many functions are referred to from Swift.
int sy_function_count(sy_state *_Nonnull state, int64_t *_Nonnull count);

/// A host coroutine: a number, and a flag that any thread may set.
typedef struct sy_coroutine sy_coroutine;
sy_coroutine *_Nullable sy_coroutine_new(void);
/// Frees the record; the Lua thread is dropped by `sy_coroutine_drop`.
void sy_coroutine_free(sy_coroutine *_Nonnull coroutine);
int64_t sy_coroutine_id(const sy_coroutine *_Nonnull coroutine);
/// Level 1: the next wait raises a cancellation. Level 2: the next hook event does. Never lowers the level.
void sy_coroutine_cancel(sy_coroutine *_Nonnull coroutine, int level);
/// Starts the coroutine with function `id` and a tape of arguments. SY_WAITING when a callback waits.
int sy_coroutine_start(sy_state *_Nonnull state, sy_coroutine *_Nonnull coroutine, int64_t id,
                       const void *_Nullable tape, size_t length, sy_limits limits);
/// Ends the wait: with SY_OK `bytes` is a tape of its values, with SY_RUNTIME an error text, with SY_CANCELLED nothing.
int sy_coroutine_resume(sy_state *_Nonnull state, sy_coroutine *_Nonnull coroutine, int outcome,
                        const void *_Nullable bytes, size_t length, sy_limits limits);
/// Has the coroutine set aside, with SY_PAUSED, whenever it has run so many instructions at a stretch, as soon as all that
/// it is in can yield: another may run then. 0: never.
void sy_coroutine_set_slice(sy_coroutine *_Nonnull coroutine, int64_t instructions);
/// Goes on after SY_PAUSED, with what was left of the instructions then.
int sy_coroutine_go_on(sy_state *_Nonnull state, sy_coroutine *_Nonnull coroutine, sy_limits limits);
/// Forgets a coroutine that will not be resumed.
void sy_coroutine_drop(sy_state *_Nonnull state, int64_t id);

/// Sets a global from a tape of one value, past any protection of the globals.
int sy_set_global(sy_state *_Nonnull state, const char *_Nonnull name, const void *_Nullable tape, size_t length);
int sy_get_global(sy_state *_Nonnull state, const char *_Nonnull name);
/// Makes the global variables read-only for Lua; `advice` is what the message says besides the global's name.
int sy_freeze_globals(sy_state *_Nonnull state, const char *_Nonnull advice);
/// Adds the host function `id` to a module (NULL: the globals), which is made if need be.
int sy_register(sy_state *_Nonnull state, const char *_Nullable module, const char *_Nonnull name, int64_t id);
/// Makes a module's table read-only for Lua.
int sy_freeze_module(sy_state *_Nonnull state, const char *_Nonnull module);
/// Defines an object type from a tape: name, an array of field names, an array of where each is read (0: the host is
/// asked; n: fact n - 1 of the call; -n: it is the object of type n - 1 with the same handle), an array of
/// method names, an array of their callback ids.
int sy_define(sy_state *_Nonnull state, int64_t type, const void *_Nullable tape, size_t length);

#endif
