#include "internal.h"

#include <stdlib.h>

// Coroutines of the host: a waiting callback in them yields to Swift.

struct sy_coroutine {
  int64_t id;
  int64_t wait; // the wait that it is in
  int64_t slice; // instructions at a stretch; 0: all
  int64_t left;  // instructions when it was set aside
  _Atomic int cancelled;
};

static _Atomic int64_t sy_last_coroutine;

sy_coroutine *sy_coroutine_new(void) {
  sy_coroutine *c = calloc(1, sizeof *c);
  if (c != NULL) c->id = atomic_fetch_add(&sy_last_coroutine, 1) + 1;
  return c;
}

void sy_coroutine_free(sy_coroutine *c) { free(c); }
int64_t sy_coroutine_id(const sy_coroutine *c) { return c->id; }

void sy_coroutine_cancel(sy_coroutine *c, int level) {
  int now = atomic_load(&c->cancelled);
  while (now < level && !atomic_compare_exchange_weak(&c->cancelled, &now, level)) {
  }
}

typedef struct sy_stretch {
  sy_coroutine *coroutine;
  int64_t function; // 0 when the coroutine goes on
  const uint8_t *tape;
  size_t length;
  int goes_on; // from where it was set aside, where its hook must stay as it is
  int waiting, failed;
} sy_stretch;

static void sy_forget_thread(lua_State *L, int64_t id) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &sy_key_threads);
  lua_pushnil(L);
  lua_rawseti(L, -2, id);
  lua_pop(L, 1);
}

// Runs the coroutine's pending __close handlers, unless its hooks are off (see SY_KILLED_INTERVAL).
static void sy_close_thread(lua_State *L, lua_State *co) {
  if (sy_of(L)->killed != SY_OK || lua_gethookcount(co) == SY_KILLED_INTERVAL) return;
  sy_close_coroutine(L, co);
}

static int sy_stretch_worker(lua_State *L) {
  sy_stretch *a = lua_touserdata(L, 1);
  sy_state *s = sy_of(L);
  int64_t id = a->coroutine->id;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &sy_key_threads);
  lua_State *co;
  int count = 0;
  if (a->function != 0) {
    co = lua_newthread(L);
    lua_pushvalue(L, -1);
    lua_rawseti(L, 2, id);
    sy_push_function(L, a->function);
    count = sy_decode(L, a->tape, a->length, 0);
    if (!lua_checkstack(co, count + 8)) return luaL_error(L, "too many arguments");
    lua_xmove(L, co, count + 1);
  } else {
    lua_rawgeti(L, 2, id);
    co = lua_tothread(L, -1);
    if (co == NULL) return luaL_error(L, "the coroutine has ended");
  }
  if (!a->goes_on) sy_set_hook(co, s, SY_INTERVAL);
  s->host_thread = co;
  s->can_wait = 1;
  s->waiting = 0;
  lua_State *was = s->current;
  s->current = co;
  int results;
  int status = lua_resume(co, L, count, &results);
  s->current = was;
  if (status == LUA_YIELD && s->waiting) {
    s->waiting = 0;
    lua_pop(co, results);
    a->waiting = s->paused ? SY_PAUSED : SY_WAITING;
    if (!s->paused) a->coroutine->wait = s->waits;
    s->paused = 0;
    return 0;
  }
  sy_forget_thread(L, id);
  if (status == LUA_OK) {
    luaL_checkstack(L, results + 8, "too many results");
    lua_xmove(co, L, results);
    sy_encode(L, lua_gettop(L) - results + 1, lua_gettop(L));
    return 0;
  }
  a->failed = 1;
  sy_note_memory(s, status);
  lua_checkstack(L, 8);
  lua_xmove(co, L, 1);
  sy_record(L, co, 0);
  sy_close_thread(L, co);
  return 0;
}

static int sy_stretch_run(sy_state *s, sy_stretch *stretch, sy_limits limits) {
  sy_frame frame;
  sy_enter(s, &frame, limits);
  if (stretch->function != 0 && frame.outer == NULL) atomic_store(&s->interrupted, 0);
  s->cancel = &stretch->coroutine->cancelled;
  sy_coroutine *c = stretch->coroutine;
  if (stretch->goes_on && c->left < s->left) frame.granted = s->left = c->left;
  if (c->slice > 0 && c->slice < s->left) s->pause_at = s->left - c->slice;
  int status = sy_protected(s, sy_stretch_worker, stretch);
  if (status == SY_OK && stretch->waiting) status = stretch->waiting;
  c->left = s->left;
  if (status == SY_OK && stretch->failed) status = s->failure;
  s->resumed = 0;
  sy_leave(s, &frame);
  return status;
}

int sy_coroutine_start(sy_state *s, sy_coroutine *c, int64_t id, const void *tape, size_t length, sy_limits limits) {
  sy_stretch stretch = {.coroutine = c, .function = id, .tape = tape, .length = length};
  return sy_stretch_run(s, &stretch, limits);
}

int sy_coroutine_resume(sy_state *s, sy_coroutine *c, int outcome, const void *bytes, size_t length,
                        sy_limits limits) {
  s->resumed = c->wait;
  s->resume_status = atomic_load(&c->cancelled) != 0 ? SY_CANCELLED : outcome;
  s->resume_bytes = bytes;
  s->resume_length = length;
  sy_stretch stretch = {.coroutine = c};
  return sy_stretch_run(s, &stretch, limits);
}

void sy_coroutine_set_slice(sy_coroutine *c, int64_t instructions) { c->slice = instructions; }

int sy_coroutine_go_on(sy_state *s, sy_coroutine *c, sy_limits limits) {
  sy_stretch stretch = {.coroutine = c, .goes_on = 1};
  return sy_stretch_run(s, &stretch, limits);
}

static int sy_drop_worker(lua_State *L) {
  sy_forget_thread(L, *(int64_t *)lua_touserdata(L, 1));
  return 0;
}

void sy_coroutine_drop(sy_state *s, int64_t id) { sy_protected(s, sy_drop_worker, &id); }
