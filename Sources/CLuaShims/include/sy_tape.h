#ifndef SWITCHYARD_SY_TAPE_H
#define SWITCHYARD_SY_TAPE_H

#include <stddef.h>

/// A tape is a flat run of values that crosses between Lua and Swift, in the machine's byte order.
/// Lengths and counts are 32-bit, integers and numbers 64-bit, all unaligned.
enum sy_tag {
  SY_TAG_NIL = 0,
  SY_TAG_FALSE = 1,
  SY_TAG_TRUE = 2,
  SY_TAG_INTEGER = 3,   // int64
  SY_TAG_NUMBER = 4,    // double
  SY_TAG_STRING = 5,    // length, bytes
  SY_TAG_NULL = 6,      // json.null
  SY_TAG_ARRAY = 7,     // count, values
  SY_TAG_TABLE = 8,     // count, then key and value for each
  SY_TAG_JSON = 9,      // length, JSON text; only towards Lua
  SY_TAG_FUNCTION = 10, // int64 id; from Lua also: int32 line, length, source
  SY_TAG_OBJECT = 11,   // int64 type, int64 handle
};

/// Whether two texts of the same length are the same.
static inline int sy_same_bytes(const void *_Nullable a, const void *_Nullable b, size_t length) {
  return length == 0 || __builtin_memcmp(a, b, length) == 0;
}

#endif
