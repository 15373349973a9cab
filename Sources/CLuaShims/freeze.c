#include "internal.h"

// A read-only table is an empty stand-in in front of the real one, so that even assignments to existing keys reach
// a metamethod. `pairs`, `next`, `rawget` and `rawlen` of the sandbox look behind it; `rawset` refuses it.

static int sy_read_only(lua_State *L) {
  const char *name = lua_tostring(L, lua_upvalueindex(1));
  if (lua_type(L, 2) != LUA_TSTRING) return sy_error(L, "%s is read-only", name);
  return sy_error(L, "cannot assign '%s.%s': %s is read-only", name, lua_tostring(L, 2), name);
}

static int sy_read_only_global(lua_State *L) {
  const char *advice = lua_tostring(L, lua_upvalueindex(1));
  if (lua_type(L, 2) != LUA_TSTRING) return sy_error(L, "cannot assign a global: %s", advice);
  return sy_error(L, "cannot assign the global '%s': %s", lua_tostring(L, 2), advice);
}

// Replaces the table on top by a stand-in whose assignments go to `refuse`, with `text` as its upvalue.
static void sy_stand_in(lua_State *L, lua_CFunction refuse, const char *text) {
  sy_check_stack(L, 5);
  lua_newtable(L); // real, stand-in
  lua_createtable(L, 0, 4);
  lua_pushvalue(L, -3);
  lua_setfield(L, -2, "__index");
  lua_pushvalue(L, -3);
  lua_rawsetp(L, -2, &sy_key_frozen);
  lua_pushstring(L, text);
  lua_pushcclosure(L, refuse, 1);
  lua_setfield(L, -2, "__newindex");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_setmetatable(L, -2);
  lua_remove(L, -2);
}

void sy_freeze(lua_State *L, const char *name) { sy_stand_in(L, sy_read_only, name); }

// The functions that exist look at the global table itself, so it becomes the stand-in and its content moves.
static int sy_freeze_globals_worker(lua_State *L) {
  lua_pushglobaltable(L); // 2
  if (sy_behind(L, 2)) return 0;
  lua_newtable(L); // 3
  lua_pushnil(L);
  while (lua_next(L, 2)) {
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, 3);
  }
  // What a script does about globals that are not there, it goes on doing.
  if (lua_getmetatable(L, 2)) lua_setmetatable(L, 3);
  sy_stand_in(L, sy_read_only_global, lua_touserdata(L, 1)); // its metatable is what is wanted here
  lua_getmetatable(L, -1);
  lua_setmetatable(L, 2);
  lua_pushnil(L);
  while (lua_next(L, 2)) {
    lua_pop(L, 1);
    lua_pushvalue(L, -1);
    lua_pushnil(L);
    lua_rawset(L, 2);
  }
  return 0;
}

int sy_freeze_globals(sy_state *s, const char *advice) {
  return sy_run(s, sy_freeze_globals_worker, (void *)advice);
}

int sy_behind(lua_State *L, int index) {
  sy_check_stack(L, 3);
  if (lua_type(L, index) != LUA_TTABLE || !lua_getmetatable(L, index)) return 0;
  int type = lua_rawgetp(L, -1, &sy_key_frozen);
  if (type == LUA_TTABLE) {
    lua_remove(L, -2);
    return 1;
  }
  lua_pop(L, 2);
  return type == LUA_TNIL ? 0 : sy_shared_closed(L);
}
