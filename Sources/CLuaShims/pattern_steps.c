#include "patterns.h"

#include <stdarg.h>

// How matching is paid for: in advance and in batches, so that counting a step is a subtraction, and a match cannot
// run past the budget by more than it takes between two steps.

// How many steps there may be before the budget is asked again.
static int64_t sy_batch(lua_State *L) {
  int64_t left = sy_of(L)->left;
  return (left < 1 ? 1 : left < SY_INTERVAL ? left : SY_INTERVAL) * SY_STEPS_PER_INSTRUCTION;
}

void sy_begin(sy_matcher *m, lua_State *L, const char *subject, size_t length, const char *pattern,
              size_t pattern_length) {
  m->L = L;
  m->subject = subject;
  m->subject_end = subject + length;
  m->pattern = pattern;
  m->pattern_end = pattern + pattern_length;
  m->ahead = sy_batch(L);
  m->granted = m->ahead + SY_STEPS_PER_INSTRUCTION;
  m->count = 0;
}

// Charges for the steps that were taken. The next one asks the budget again, which other code may have used.
void sy_settle(sy_matcher *m) {
  int64_t taken = m->granted - m->ahead;
  m->ahead = 0;
  m->granted = taken % SY_STEPS_PER_INSTRUCTION;
  sy_charge(m->L, (uint64_t)(taken / SY_STEPS_PER_INSTRUCTION));
}

void sy_refuel(sy_matcher *m) {
  sy_settle(m);
  m->ahead = sy_batch(m->L);
  m->granted += m->ahead;
}

// Raises an error as the stock library does. Settles first: a script may catch it and go on.
int sy_complain(sy_matcher *m, const char *format, ...) {
  lua_State *L = m->L;
  sy_settle(m);
  luaL_where(L, 1);
  va_list arguments;
  va_start(arguments, format);
  lua_pushvfstring(L, format, arguments);
  va_end(arguments);
  lua_concat(L, 2);
  return lua_error(L);
}
