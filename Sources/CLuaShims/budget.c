#define _GNU_SOURCE
#include "internal.h"

#include <time.h>

static int64_t sy_processor_time(void) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

// Why the code that runs must end, or SY_OK.
static int sy_verdict(sy_state *s) {
  if (s->killed != SY_OK) return s->killed;
  if (s->left < 0) return SY_INSTRUCTIONS;
  if (atomic_load_explicit(&s->interrupted, memory_order_relaxed)) return SY_INTERRUPTED;
  if (s->cancel != NULL && atomic_load_explicit(s->cancel, memory_order_relaxed) >= 2) return SY_CANCELLED;
  if (s->time_limit >= 0 && s->since_clock >= SY_INTERVAL) {
    s->since_clock = 0;
    int64_t now = sy_processor_time();
    // The clock starts at the first event, so that short calls never read it.
    if (s->deadline == 0) s->deadline = now + s->time_limit;
    if (now > s->deadline) return SY_TIME;
  }
  return SY_OK;
}

void sy_set_hook(lua_State *L, sy_state *s, int interval) {
  // Near the end of the budget the events come at its last instruction; never at the count of killed threads.
  int64_t soon = s->left + 1 < 2 ? 2 : s->left + 1;
  lua_sethook(L, sy_hook, LUA_MASKCOUNT, soon < interval ? (int)soon : interval);
}

void sy_hook(lua_State *L, lua_Debug *ar) {
  (void)ar;
  sy_state *s = sy_of(L);
  int count = lua_gethookcount(L);
  s->left -= count;
  s->since_clock += count;
  int status = sy_verdict(s);
  if (status != SY_OK) {
    lua_sethook(L, sy_hook, LUA_MASKCOUNT, SY_KILLED_INTERVAL);
    sy_kill(L, status);
  }
  int interval = L == s->L || L == s->host_thread ? SY_INTERVAL : SY_COROUTINE_INTERVAL;
  if (count != interval || s->left < interval) sy_set_hook(L, s, interval);
}

void sy_charge(lua_State *L, uint64_t cost) {
  sy_state *s = sy_of(L);
  int64_t amount = cost > (uint64_t)SY_UNLIMITED ? SY_UNLIMITED : (int64_t)cost;
  s->left -= amount;
  s->since_clock += amount;
  if (s->left < 0 || s->killed != SY_OK || s->since_clock >= SY_INTERVAL) {
    int status = sy_verdict(s);
    if (status != SY_OK) sy_kill(L, status);
  }
}

// Large blocks cost what filling them would: `a .. b` is one instruction however long. An allocator cannot raise,
// so it brings the next hook event forward.
void sy_charge_allocation(sy_state *s, size_t bytes) {
  int64_t cost = (int64_t)(bytes / 64);
  s->left -= cost;
  s->since_clock += cost;
  if (s->killed == SY_OK && (s->left < 0 || s->since_clock >= SY_INTERVAL)
      && lua_gethookcount(s->current) != SY_KILLED_INTERVAL) {
    lua_sethook(s->current, sy_hook, LUA_MASKCOUNT, 2);
  }
}

int sy_kill(lua_State *L, int status) {
  sy_state *s = sy_of(L);
  if (s->killed == SY_OK) {
    s->killed = status;
    sy_position(L, 0, s->kill_source, &s->kill_line);
  }
  lua_pushlightuserdata(L, (void *)&sy_kill_value);
  return lua_error(L);
}

void sy_rethrow(lua_State *L, int status) {
  sy_state *s = sy_of(L);
  if (s->killed == SY_OK && status == LUA_ERRMEM) {
    s->killed = SY_MEMORY;
    memcpy(s->kill_source, s->memory_source, sizeof s->kill_source);
    s->kill_line = s->memory_line;
  }
  if (s->killed != SY_OK) sy_kill(L, s->killed);
  s->hint = SY_OK;
}
