#include "internal.h"

// A read-only table is an empty stand-in in front of the real one, so that even assignments to existing keys reach
// a metamethod. `pairs`, `next`, `rawget` and `rawlen` of the sandbox look behind it; `rawset` refuses it.

static int sy_read_only(lua_State *L) {
  return sy_error(L, "%s is read-only", lua_tostring(L, lua_upvalueindex(1)));
}

void sy_freeze(lua_State *L, const char *name) {
  luaL_checkstack(L, 5, NULL);
  lua_newtable(L); // real, stand-in
  lua_createtable(L, 0, 4);
  lua_pushvalue(L, -3);
  lua_setfield(L, -2, "__index");
  lua_pushvalue(L, -3);
  lua_rawsetp(L, -2, &sy_key_frozen);
  lua_pushstring(L, name);
  lua_pushcclosure(L, sy_read_only, 1);
  lua_setfield(L, -2, "__newindex");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_setmetatable(L, -2);
  lua_remove(L, -2);
}

int sy_behind(lua_State *L, int index) {
  luaL_checkstack(L, 3, NULL);
  if (lua_type(L, index) != LUA_TTABLE || !lua_getmetatable(L, index)) return 0;
  if (lua_rawgetp(L, -1, &sy_key_frozen) == LUA_TTABLE) {
    lua_remove(L, -2);
    return 1;
  }
  lua_pop(L, 2);
  return 0;
}
