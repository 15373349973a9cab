#define _GNU_SOURCE
#include "internal.h"

#include <time.h>

static int64_t sy_processor_time(void) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

// Instructions between two looks at the clock.
static int sy_least_interval(const sy_state *s, int interval) {
  if (s->large == 0 || s->time_limit < 0) return interval;
  int least = s->huge > 0 ? SY_HUGE_INTERVAL : SY_LARGE_INTERVAL;
  return least < interval ? least : interval;
}

// What is not there is not spent, as the work is not done either.
static void sy_spend(sy_state *s, int64_t amount) {
  s->left = amount <= s->left ? s->left - amount : s->left < 0 ? s->left : -1;
  s->since_clock += amount;
}

// Why the code that runs must end, or SY_OK.
static int sy_verdict(sy_state *s) {
  if (s->killed != SY_OK) return s->killed;
  if (s->left < 0) return SY_INSTRUCTIONS;
  if (atomic_load_explicit(&s->interrupted, memory_order_relaxed)) return SY_INTERRUPTED;
  if (s->cancel != NULL && atomic_load_explicit(s->cancel, memory_order_relaxed) >= 2) return SY_CANCELLED;
  if (s->time_limit >= 0 && s->since_clock >= sy_least_interval(s, SY_INTERVAL)) {
    s->since_clock = 0;
    int64_t now = sy_processor_time();
    // The clock starts at the first event, so that short calls never read it.
    if (s->deadline == 0) s->deadline = now + s->time_limit;
    if (now > s->deadline) return SY_TIME;
  }
  return SY_OK;
}

static int sy_mask(const sy_state *s) {
  return s->options.coverage == NULL ? LUA_MASKCOUNT : LUA_MASKCOUNT | LUA_MASKLINE;
}

void sy_set_hook(lua_State *L, sy_state *s, int interval) {
  // Near the end of the budget the events come at its last instruction; never at the count of killed threads.
  int64_t soon = s->left + 1 < 2 ? 2 : s->left + 1;
  interval = sy_least_interval(s, interval);
  lua_sethook(L, sy_hook, sy_mask(s), soon < interval ? (int)soon : interval);
}

void sy_hook(lua_State *L, lua_Debug *ar) {
  if (ar->event == LUA_HOOKLINE) {
    sy_cover_line(L, ar);
    return;
  }
  sy_state *s = sy_of(L);
  int count = lua_gethookcount(L);
  s->left -= count;
  s->since_clock += count;
  int status = sy_verdict(s);
  if (status != SY_OK) {
    lua_sethook(L, sy_hook, LUA_MASKCOUNT, SY_KILLED_INTERVAL);
    sy_kill(L, status);
  }
  int interval = sy_least_interval(s, L == s->L || L == s->host_thread ? SY_INTERVAL : SY_COROUTINE_INTERVAL);
  if (count != interval || s->left < interval) sy_set_hook(L, s, interval);
  if (s->left <= s->pause_at && s->can_wait && lua_isyieldable(L)) {
    s->waiting = s->paused = 1;
    lua_yield(L, 0); // returns: Lua yields when the hook has
  }
}

void sy_charge(lua_State *L, uint64_t cost) {
  sy_state *s = sy_of(L);
  int64_t amount = cost > (uint64_t)SY_UNLIMITED ? SY_UNLIMITED : (int64_t)cost;
  sy_spend(s, amount);
  if (s->left < 0 || s->killed != SY_OK || s->since_clock >= sy_least_interval(s, SY_INTERVAL)) {
    int status = sy_verdict(s);
    if (status != SY_OK) sy_kill(L, status);
  }
}

// Keys can be chosen so that all fall into one place, and then moving n of them into a larger table takes n²/2 steps in
// one instruction. Such a block is known by its size: a power of two of nodes that have three words each.
static int64_t sy_hash_cost(size_t bytes) {
  size_t words = bytes / 3;
  if (bytes % 3 != 0 || (words & (words - 1)) != 0) return 0;
  int64_t nodes = (int64_t)(words / 8);
  return nodes * nodes / 4096;
}

// Brings the next hook event forward, for what cannot raise.
static void sy_hurry(sy_state *s) {
  if (s->killed != SY_OK || lua_gethookcount(s->current) <= 2) return;
  sy_charge_lost_count(s);
  lua_sethook(s->current, sy_hook, sy_mask(s), 2);
}

int sy_pay_for_block(sy_state *s, size_t bytes, int fresh) {
  int64_t cost = (int64_t)(bytes / 64) + (fresh ? sy_hash_cost(bytes) : 0);
  if (cost > s->left) { // also when Lua asks again
    if (s->killed == SY_OK) {
      s->left = -1;
      s->killed = SY_INSTRUCTIONS;
      sy_position(s->current, 0, s->kill_source, &s->kill_line);
    }
    return 0;
  }
  s->left -= cost;
  s->since_clock += cost;
  // Not for each block: an event that comes early costs what the count may have reached.
  if (s->since_clock >= 4 * SY_INTERVAL) sy_hurry(s);
  return 1;
}

void sy_pay_for_collection(sy_state *s) {
  int64_t cost = (int64_t)(s->used / 128);
  s->left = s->left > cost ? s->left - cost : s->left > 0 ? 0 : s->left;
  s->since_clock += cost;
  sy_hurry(s);
}

void sy_charge_lost_count(sy_state *s) { sy_spend(s, lua_gethookcount(s->current)); }

int sy_kill(lua_State *L, int status) {
  sy_state *s = sy_of(L);
  if (s->killed == SY_OK) {
    s->killed = status;
    sy_position(L, 0, s->kill_source, &s->kill_line);
  }
  lua_pushlightuserdata(L, (void *)&sy_kill_value);
  return lua_error(L);
}

void sy_note_memory(sy_state *s, int status) {
  if (s->killed != SY_OK || status != LUA_ERRMEM) return;
  s->killed = SY_MEMORY;
  memcpy(s->kill_source, s->memory_source, sizeof s->kill_source);
  s->kill_line = s->memory_line;
}

void sy_rethrow(lua_State *L, int status) {
  sy_state *s = sy_of(L);
  sy_note_memory(s, status);
  if (s->killed != SY_OK) sy_kill(L, s->killed);
  s->hint = SY_OK;
}
