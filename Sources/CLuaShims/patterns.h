#ifndef SWITCHYARD_PATTERNS_H
#define SWITCHYARD_PATTERNS_H

#include "internal.h"

// Lua's patterns (reference manual, §6.4.1), matched without recursion, in steps that the instruction budget pays for.
// What a pattern means, and the texts of errors, are those of the stock library; character classes are ASCII's
// whatever the locale.

// As in the stock library, so that the same patterns are refused.
#define SY_CAPTURES 32
#define SY_CHOICES 199
// A step is a character that is looked at, or a few bytes that are gone over in one go.
#define SY_STEPS_PER_INSTRUCTION 4
#define SY_BYTES_PER_STEP 8
// Steps that are taken at most before they are counted.
#define SY_STRIDE 1024

// What is captured; or, as a length, a position, or that the capture is still open.
#define SY_POSITION_CAPTURE (-2)
#define SY_OPEN_CAPTURE (-1)

typedef struct sy_capture {
  const char *start;
  ptrdiff_t length;
} sy_capture;

typedef struct sy_matcher {
  lua_State *L;
  // Strings of Lua, which end with a zero: looking one byte past them is fine.
  const char *subject, *subject_end, *pattern, *pattern_end;
  int64_t ahead;   // steps that may be taken until the budget is asked again
  int64_t granted; // what `ahead` was then, and steps too few to be an instruction
  int count;       // of captures
  sy_capture captures[SY_CAPTURES];
} sy_matcher;

// Steps. `sy_begin` costs an instruction; what runs other code, or ends, settles first.
void sy_begin(sy_matcher *m, lua_State *L, const char *subject, size_t length, const char *pattern,
              size_t pattern_length);
void sy_refuel(sy_matcher *m);
void sy_settle(sy_matcher *m);
int sy_complain(sy_matcher *m, const char *format, ...);

static inline void sy_step(sy_matcher *m, size_t steps) {
  m->ahead -= (int64_t)steps;
  if (m->ahead < 0) sy_refuel(m);
}

// Items that match one character: itself, `.`, a class or escape, a set.
const char *sy_long_item_end(sy_matcher *m, const char *item);
int sy_long_item_matches(sy_matcher *m, char c, const char *item, const char *end);
// Goes from `s` to the first character that the item does not match; with `wanted` 0 to the first that it does.
const char *sy_item_run(sy_matcher *m, const char *s, const char *item, const char *end, int wanted);
int sy_set_has(const char *set, const char *bracket, char c);

static inline int sy_item_is_long(const char *item) { return *item == '%' || *item == '['; }

static inline const char *sy_item_end(sy_matcher *m, const char *item) {
  return sy_item_is_long(item) ? sy_long_item_end(m, item) : item + 1;
}

static inline int sy_item_matches(sy_matcher *m, const char *s, const char *item, const char *end) {
  if (s == m->subject_end) return 0;
  if (sy_item_is_long(item)) return sy_long_item_matches(m, *s, item, end);
  return *item == '.' || *item == *s;
}

// Where the match of the whole pattern ends that begins at `s`, or NULL.
const char *sy_match_at(sy_matcher *m, const char *s);
int sy_same(sy_matcher *m, const char *a, const char *b, size_t length);
// Finds the first match at `*start` or later that does not end at `last`; returns its end, or NULL.
const char *sy_search(sy_matcher *m, const char **start, const char *last, int anchored);
const char *sy_search_plain(sy_matcher *m, const char *start);
int sy_is_plain(sy_matcher *m);

// Captures of the match from `start` to `end`, which is itself the first if there are none.
// The text of one; NULL for a position capture, which is pushed as a number.
const char *sy_capture_text(sy_matcher *m, int index, const char *start, const char *end, size_t *length);
void sy_push_capture(sy_matcher *m, int index, const char *start, const char *end);
int sy_push_captures(sy_matcher *m, const char *start, const char *end);

#endif
