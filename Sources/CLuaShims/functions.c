#include "internal.h"

// Functions that Swift refers to: a table of id → function and function → id, and one of id → how many Swift
// objects hold it. Ids are never used again.

int64_t sy_retain_function(lua_State *L, int index) {
  sy_state *s = sy_of(L);
  index = lua_absindex(L, index);
  sy_check_stack(L, 5);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &sy_key_functions);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &sy_key_counts);
  lua_pushvalue(L, index);
  int64_t id;
  if (lua_rawget(L, -3) == LUA_TNUMBER) {
    id = lua_tointeger(L, -1);
    lua_pop(L, 1);
    lua_rawgeti(L, -1, id);
    int64_t count = lua_tointeger(L, -1);
    lua_pop(L, 1);
    lua_pushinteger(L, count + 1);
    lua_rawseti(L, -2, id);
  } else {
    lua_pop(L, 1);
    id = s->functions + 1; // taken only when all is in place: if memory ends on the way, the next one overwrites it
    lua_pushinteger(L, 1);
    lua_rawseti(L, -2, id);
    lua_pushvalue(L, index);
    lua_rawseti(L, -3, id);
    lua_pushvalue(L, index);
    lua_pushinteger(L, id);
    lua_rawset(L, -4);
    s->functions = id;
    if (++s->function_count > s->function_peak) s->function_peak = s->function_count;
  }
  lua_pop(L, 2);
  return id;
}

void sy_push_function(lua_State *L, int64_t id) {
  sy_check_stack(L, 2);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &sy_key_functions);
  lua_rawgeti(L, -1, id);
  lua_remove(L, -2);
  if (!lua_isfunction(L, -1)) {
    sy_of(L)->hint = SY_MISUSE;
    luaL_error(L, "the function is no longer referred to");
  }
}

// Copies what the table on top has into a new one in its place: Lua's tables never become smaller by themselves.
static void sy_copy_table(lua_State *L, const void *key) {
  lua_newtable(L);
  lua_pushnil(L);
  while (lua_next(L, -3)) {
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, -4);
  }
  lua_rawsetp(L, LUA_REGISTRYINDEX, key);
}

// A call may hand thousands of functions over, of which few are kept.
static void sy_shrink_functions(lua_State *L) {
  sy_state *s = sy_of(L);
  if (s->function_count * 4 >= s->function_peak || s->function_peak < 64) return;
  s->function_peak = s->function_count;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &sy_key_functions);
  sy_copy_table(L, &sy_key_functions);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &sy_key_counts);
  sy_copy_table(L, &sy_key_counts);
}

void sy_unretain_function(lua_State *L, int64_t id) {
  sy_check_stack(L, 5);
  int top = lua_gettop(L);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &sy_key_functions);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &sy_key_counts);
  if (lua_rawgeti(L, top + 2, id) == LUA_TNUMBER) {
    int64_t count = lua_tointeger(L, -1) - 1;
    if (count > 0) {
      lua_pushinteger(L, count);
      lua_rawseti(L, top + 2, id);
    } else {
      lua_pushnil(L);
      lua_rawseti(L, top + 2, id);
      lua_rawgeti(L, top + 1, id);
      lua_pushnil(L);
      lua_rawset(L, top + 1);
      lua_pushnil(L);
      lua_rawseti(L, top + 1, id);
      sy_of(L)->function_count--;
    }
  }
  lua_settop(L, top);
}

static int sy_release_worker(lua_State *L) {
  sy_unretain_function(L, *(int64_t *)lua_touserdata(L, 1));
  sy_shrink_functions(L);
  return 0;
}

void sy_release_function(sy_state *s, int64_t id) { sy_protected(s, sy_release_worker, &id); }

int sy_function_count(sy_state *s, int64_t *count) {
  *count = s->function_count;
  return SY_OK;
}
