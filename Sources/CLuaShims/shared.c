#include "shared.h"

#include <stdio.h>

const char sy_key_shared, sy_key_undo;

int sy_shared_closed(lua_State *L) {
  return sy_error(L, "'%s' is not there while the file is loaded: use it in the functions that are called later",
                  sy_of(L)->shared_name);
}

static int sy_make_worker(lua_State *L) {
  lua_pushstring(L, sy_of(L)->shared_name); // 2
  lua_pushnil(L);
  sy_push_closed_node(L, 2, 3);
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &sy_key_shared);
  lua_setglobal(L, sy_of(L)->shared_name);
  return 0;
}

int sy_shared_make(sy_state *s, const char *name, int64_t limit) {
  snprintf(s->shared_name, sizeof s->shared_name, "%s", name);
  s->shared_limit = limit;
  return sy_run(s, sy_make_worker, NULL);
}

static int sy_open_worker(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &sy_key_shared); // 2
  lua_pushglobaltable(L);
  lua_pushstring(L, sy_of(L)->shared_name);
  lua_rawget(L, 3); // 4
  if (!lua_rawequal(L, 2, 4)) {
    return sy_error(L, "the global '%s' was assigned, but it is the table that outlives reloads: take another name",
                    sy_of(L)->shared_name);
  }
  sy_open_node(L, 2);
  return 0;
}

int sy_shared_open(sy_state *s) { return sy_run(s, sy_open_worker, NULL); }

// Removes all that the content on top holds; what scripts keep of it is out of the table from now on.
static void sy_clear(lua_State *L) {
  int content = lua_gettop(L);
  lua_pushnil(L);
  while (lua_next(L, content)) {
    sy_set_gone(L, lua_gettop(L), 1);
    lua_pop(L, 1);
    lua_pushvalue(L, -1);
    lua_pushnil(L);
    lua_rawset(L, content);
  }
  sy_of(L)->shared_size = 0;
}

static int sy_clear_worker(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &sy_key_shared);
  sy_behind(L, -1);
  sy_clear(L);
  sy_forget_changes(L);
  return 0;
}

static int sy_take_worker(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &sy_key_shared); // 2
  sy_encode_exact(L, 2);
  return sy_clear_worker(L);
}

int sy_shared_take(sy_state *s) { return sy_run(s, sy_take_worker, NULL); }

typedef struct sy_put_arguments {
  const uint8_t *tape;
  size_t length;
} sy_put_arguments;

static int sy_put_worker(lua_State *L) {
  sy_put_arguments *a = lua_touserdata(L, 1);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &sy_key_shared); // 2
  if (sy_decode(L, a->tape, a->length, 0) != 1) return luaL_error(L, "malformed content of a shared table");
  sy_first_entry(L, 3); // 4
  while (sy_next_entry(L, 3, 4)) lua_settable(L, 2);
  sy_forget_changes(L);
  return 0;
}

int sy_shared_put(sy_state *s, const void *tape, size_t length) {
  sy_put_arguments arguments = {tape, length};
  int status = sy_run(s, sy_put_worker, &arguments);
  if (status == SY_OK) return SY_OK;
  sy_run(s, sy_clear_worker, NULL); // allocates nothing, so it cannot fail and replace the failure on record
  return status;
}

int64_t sy_shared_size(const sy_state *s) { return s->shared_size; }
