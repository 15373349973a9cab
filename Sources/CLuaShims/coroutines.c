#include "internal.h"

// The coroutine library. A wait of the host inside a script's coroutine travels outwards: each resumer that meets it
// yields in turn until the host's own coroutine has yielded to Swift.

static int sy_resume_go_on(lua_State *L, int status, lua_KContext wrap);

static const char *sy_status_name(lua_State *L, lua_State *co) {
  if (L == co) return "running";
  lua_Debug ar;
  switch (lua_status(co)) {
    case LUA_YIELD: return "suspended";
    case LUA_OK:
      if (lua_getstack(co, 0, &ar)) return "normal";
      return lua_gettop(co) == 0 ? "dead" : "suspended";
    default: return "dead";
  }
}

// Resumes `co`, whose arguments are on its stack. Returns as lua_resume, or LUA_YIELD with s->waiting set.
int sy_resume(lua_State *L, lua_State *co, int arguments, int *results) {
  sy_state *s = sy_of(L);
  lua_State *was = s->current;
  int could_wait = s->can_wait;
  s->can_wait = could_wait && lua_isyieldable(L);
  s->current = co;
  int status = lua_resume(co, L, arguments, results);
  s->current = was;
  s->can_wait = could_wait;
  return status;
}

// Closing runs handlers, which may close others: each takes more of the C stack, which Lua may not notice.
int sy_close_coroutine(lua_State *L, lua_State *co) {
  sy_state *s = sy_of(L);
  if (s->closing >= SY_MAX_CLOSING) return luaL_error(L, "C stack overflow (coroutines that close each other)");
  lua_State *was = s->current;
  s->current = co;
  s->closing++;
  int status = lua_resetthread(co); // does not raise
  s->closing--;
  s->current = was;
  return status;
}

// Stack: the coroutine at 1. Gives its results to L, or passes a wait on.
static int sy_resume_here(lua_State *L, lua_State *co, int arguments, int wrap) {
  sy_state *s = sy_of(L);
  int results;
  int status = sy_resume(L, co, arguments, &results);
  if (status == LUA_YIELD && s->waiting) {
    lua_pop(co, results);
    lua_settop(L, 1);
    return lua_yieldk(L, 0, wrap, sy_resume_go_on);
  }
  if (status == LUA_OK || status == LUA_YIELD) {
    if (!lua_checkstack(L, results + 1)) {
      lua_pop(co, results);
      return sy_error(L, "too many results from a coroutine");
    }
    if (!wrap) lua_pushboolean(L, 1);
    lua_xmove(co, L, results);
    return results + !wrap;
  }
  sy_rethrow(L, status);
  sy_check_stack(L, 3);
  if (wrap) {
    if (lua_status(co) > LUA_YIELD && lua_gethookcount(co) != SY_KILLED_INTERVAL) {
      status = sy_close_coroutine(L, co);
      sy_rethrow(L, status);
    }
    lua_xmove(co, L, 1);
    return lua_error(L);
  }
  lua_pushboolean(L, 0);
  lua_xmove(co, L, 1);
  return 2;
}

static int sy_resume_go_on(lua_State *L, int status, lua_KContext wrap) {
  (void)status;
  lua_State *co = lua_tothread(L, 1);
  lua_settop(L, 1);
  return sy_resume_here(L, co, 0, (int)wrap);
}

static int sy_start(lua_State *L, lua_State *co, int wrap) {
  int arguments = lua_gettop(L) - 1;
  const char *status = sy_status_name(L, co);
  if (strcmp(status, "suspended") != 0) {
    if (wrap) return sy_error(L, "cannot resume a %s coroutine", status);
    lua_pushboolean(L, 0);
    lua_pushfstring(L, "cannot resume a %s coroutine", status);
    return 2;
  }
  if (!lua_checkstack(co, arguments + 1)) return sy_error(L, "too many arguments to resume");
  sy_charge(L, 10);
  lua_xmove(L, co, arguments);
  return sy_resume_here(L, co, arguments, wrap);
}

static lua_State *sy_coroutine_at(lua_State *L) {
  lua_State *co = lua_tothread(L, 1);
  luaL_argexpected(L, co, 1, "coroutine");
  return co;
}

static int sy_coresume(lua_State *L) { return sy_start(L, sy_coroutine_at(L), 0); }

static int sy_cocreate(lua_State *L) {
  sy_state *s = sy_of(L);
  luaL_checktype(L, 1, LUA_TFUNCTION);
  // A new thread has a count of its own, so what it may run before its first event is paid here.
  sy_charge(L, SY_COROUTINE_INTERVAL);
  lua_State *co = lua_newthread(L);
  sy_set_hook(co, s, SY_COROUTINE_INTERVAL);
  lua_pushvalue(L, 1);
  lua_xmove(L, co, 1);
  return 1;
}

static int sy_wrapped(lua_State *L) {
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  return sy_start(L, lua_tothread(L, 1), 1);
}

static int sy_cowrap(lua_State *L) {
  sy_cocreate(L);
  lua_pushcclosure(L, sy_wrapped, 1);
  return 1;
}

static int sy_coyield(lua_State *L) {
  if (L == sy_of(L)->host_thread) return sy_error(L, "cannot yield outside a coroutine of this script");
  return lua_yield(L, lua_gettop(L));
}

static int sy_costatus(lua_State *L) {
  lua_pushstring(L, sy_status_name(L, sy_coroutine_at(L)));
  return 1;
}

static int sy_coisyieldable(lua_State *L) {
  lua_State *co = lua_isthread(L, 1) ? lua_tothread(L, 1) : L;
  lua_pushboolean(L, co != sy_of(L)->host_thread && lua_isyieldable(co));
  return 1;
}

static int sy_corunning(lua_State *L) {
  int main = lua_pushthread(L);
  lua_pushboolean(L, main || L == sy_of(L)->host_thread);
  return 2;
}

static int sy_coclose(lua_State *L) {
  lua_State *co = sy_coroutine_at(L);
  const char *name = sy_status_name(L, co);
  if (strcmp(name, "dead") != 0 && strcmp(name, "suspended") != 0) {
    return sy_error(L, "cannot close a %s coroutine", name);
  }
  lua_rawgetp(L, LUA_REGISTRYINDEX, &sy_key_threads);
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
    if (lua_tothread(L, -1) == co) return sy_error(L, "cannot close a coroutine of the host");
  }
  if (lua_gethookcount(co) == SY_KILLED_INTERVAL) {
    lua_pushboolean(L, 0);
    lua_pushliteral(L, "the coroutine was ended by the host");
    return 2;
  }
  int status = sy_close_coroutine(L, co);
  if (status == LUA_OK) {
    lua_pushboolean(L, 1);
    return 1;
  }
  sy_rethrow(L, status);
  lua_pushboolean(L, 0);
  lua_xmove(co, L, 1);
  return 2;
}

void sy_open_coroutine(lua_State *L) {
  sy_add(L, "close", sy_coclose);
  sy_add(L, "create", sy_cocreate);
  sy_add(L, "isyieldable", sy_coisyieldable);
  sy_add(L, "resume", sy_coresume);
  sy_add(L, "running", sy_corunning);
  sy_add(L, "status", sy_costatus);
  sy_add(L, "wrap", sy_cowrap);
  sy_add(L, "yield", sy_coyield);
}
