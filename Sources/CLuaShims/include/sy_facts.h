#ifndef SWITCHYARD_SY_FACTS_H
#define SWITCHYARD_SY_FACTS_H

#include "sy_tape.h"

#include <stddef.h>
#include <stdint.h>

/// What a call is about: numbered values that fields of the call's objects have. The caller tells, before the call,
/// those that an earlier call has read; Lua then reads them without a way into the host. What was
/// not told is asked for when it is first read. A set of facts serves one call at a time.
typedef struct sy_facts sy_facts;

/// Tells fact `index` of the call at hand, by one of the functions below. Must not touch Lua.
typedef void (*sy_teller)(void *_Nullable context, uint32_t index);

enum { SY_MOST_FACTS = 64 };

// Read and written only through the functions below; here so that telling is a matter of a few stores.
typedef struct sy_fact {
  uint32_t tag;    // SY_TAG_NIL (also: not told), _FALSE, _TRUE or _STRING
  uint32_t length; // of a string
  size_t offset;   // of a string, in the facts' text
} sy_fact;

struct sy_facts {
  char *_Nullable text; // all strings, one after another
  size_t length, capacity;
  uint64_t wanted; // a bit for each fact that was ever read
  uint32_t count;
  int is_short; // of memory: a string could not be kept
  sy_teller _Nonnull tell;
  void *_Nullable context;
  sy_fact told[];
};

/// Makes `count` facts, at most SY_MOST_FACTS, none told. Returns NULL when there is no memory. `context` is set later.
sy_facts *_Nullable sy_facts_new(uint32_t count, sy_teller _Nonnull tell);
static inline void sy_facts_set_context(sy_facts *_Nonnull facts, void *_Nullable context) {
  facts->context = context;
}
void sy_facts_free(sy_facts *_Nonnull facts);
/// Forgets what was told. Returns the facts that are to be told before the next call, as bits.
uint64_t sy_facts_begin(sy_facts *_Nonnull facts);
/// Makes room for so many bytes more. Returns 0 when there is none.
int sy_facts_grow(sy_facts *_Nonnull facts, size_t length);

static inline void sy_facts_tell_flag(sy_facts *_Nonnull facts, uint32_t index, int flag) {
  if (index < facts->count) facts->told[index].tag = flag ? SY_TAG_TRUE : SY_TAG_FALSE;
}

/// Copies the text. Without memory for it they are short, and reading any of them fails until `sy_facts_begin`.
static inline void sy_facts_tell_text(sy_facts *_Nonnull facts, uint32_t index, const void *_Nullable text,
                                      size_t length) {
  if (index >= facts->count) return;
  if (length > UINT32_MAX || (facts->capacity - facts->length < length && !sy_facts_grow(facts, length))) {
    facts->is_short = 1;
    return;
  }
  if (length > 0) __builtin_memcpy(facts->text + facts->length, text, length);
  facts->told[index] = (sy_fact){SY_TAG_STRING, (uint32_t)length, facts->length};
  facts->length += length;
}

#endif
