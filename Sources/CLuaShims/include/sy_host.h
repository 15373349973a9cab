#ifndef SWITCHYARD_SY_HOST_H
#define SWITCHYARD_SY_HOST_H

#include <stddef.h>
#include <stdint.h>

typedef struct sy_state sy_state;

/// What a Lua entry or a host callback reports.
enum sy_status {
  SY_OK = 0,
  SY_RUNTIME = 1,      // an error value was raised
  SY_SYNTAX = 2,       // the text is not Lua
  SY_MEMORY = 3,       // the state's memory cap was passed
  SY_INSTRUCTIONS = 4, // the instruction budget was passed
  SY_TIME = 5,         // the budget of processor time was passed
  SY_INTERRUPTED = 6,  // sy_interrupt was called
  SY_CANCELLED = 7,    // the coroutine was cancelled
  SY_TOO_LARGE = 8,    // a value passed a limit on size, depth or shape on its way to Swift
  SY_MISUSE = 9,       // the host asked for what cannot be
  SY_WAITING = 10,     // a callback wants to wait; a coroutine waits
  SY_PAUSED = 11,      // a coroutine was set aside
};

/// Swift's side. These functions never touch Lua; they answer through `sy_reply`.
typedef struct sy_host {
  void *_Nullable context;
  /// Runs callback `id` on a tape of arguments. SY_OK with a reply tape, SY_WAITING, or SY_RUNTIME with an error
  /// text as the reply (SY_CANCELLED raises a cancellation that Lua cannot catch).
  int (*_Nonnull invoke)(void *_Nullable context, int64_t id, const uint8_t *_Nullable tape, size_t length,
                         const char *_Nonnull source, int line);
  /// Reads field `index` (from 0) of an object. SY_OK with a tape of one value, or SY_RUNTIME with an error text.
  int (*_Nonnull field)(void *_Nullable context, int64_t type, int64_t handle, int64_t index);
  /// The reply is the text that `tostring` shows.
  void (*_Nonnull describe)(void *_Nullable context, int64_t type, int64_t handle);
  /// SY_OK with the chunk's name through `sy_reply_name` and its text as the reply, or SY_RUNTIME with an error text.
  int (*_Nonnull load_module)(void *_Nullable context, const char *_Nonnull name, size_t length);
  void (*_Nonnull print)(void *_Nullable context, const char *_Nonnull text, size_t length,
                         const char *_Nonnull source, int line);
  /// Nanoseconds since 1970.
  int64_t (*_Nonnull now)(void *_Nullable context);
  /// Nanoseconds of processor time, for os.clock.
  int64_t (*_Nonnull processor_time)(void *_Nullable context);
} sy_host;

/// Gives a callback's reply; the bytes are copied. Returns 0 when there is no memory for the copy.
int sy_reply(sy_state *_Nonnull state, const void *_Nullable bytes, size_t length);
/// Gives the chunk name of a module that `load_module` found.
int sy_reply_name(sy_state *_Nonnull state, const void *_Nullable bytes, size_t length);

#endif
