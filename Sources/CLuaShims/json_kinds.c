#include "internal.h"

// JSON arrays are tables with one shared metatable that scripts cannot see, so that empty ones keep their kind.

void sy_push_array_metatable(lua_State *L) { lua_rawgetp(L, LUA_REGISTRYINDEX, &sy_key_array); }

int sy_is_array(lua_State *L, int index) {
  sy_check_stack(L, 2);
  if (!lua_getmetatable(L, index)) return 0;
  sy_push_array_metatable(L);
  int same = lua_rawequal(L, -1, -2);
  lua_pop(L, 2);
  return same;
}

// n when the keys of the table are 1 to n; -1 when there are others. An empty table is 0.
int64_t sy_sequence(lua_State *L, int index) {
  index = lua_absindex(L, index);
  int64_t length = (int64_t)lua_rawlen(L, index), count = 0;
  sy_check_stack(L, 3);
  lua_pushnil(L);
  while (lua_next(L, index)) {
    lua_pop(L, 1);
    if (!lua_isinteger(L, -1) || lua_tointeger(L, -1) < 1 || lua_tointeger(L, -1) > length) {
      lua_pop(L, 1);
      return -1;
    }
    count++;
  }
  return count == length ? length : -1;
}

int sy_json_encode(lua_State *L);

static int sy_json_decode(lua_State *L) {
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);
  lua_settop(L, 1);
  sy_push_json(L, text, length);
  return 1;
}

static int sy_json_array(lua_State *L) {
  if (lua_isnone(L, 1)) lua_newtable(L);
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  if (!sy_is_array(L, 1) && lua_getmetatable(L, 1)) {
    return sy_error(L, "json.array: the table already has a metatable");
  }
  sy_push_array_metatable(L);
  lua_setmetatable(L, 1);
  return 1;
}

void sy_open_json(lua_State *L) {
  lua_newtable(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &sy_key_array);
  lua_newtable(L);
  sy_add(L, "array", sy_json_array);
  sy_add(L, "decode", sy_json_decode);
  sy_add(L, "encode", sy_json_encode);
  lua_pushlightuserdata(L, (void *)&sy_null);
  lua_setfield(L, -2, "null");
  sy_freeze(L, "json");
  lua_setglobal(L, "json");
}
