#include "internal.h"

// table.sort. Its loop runs in C: what it may take is charged before it starts as far as that can be told, else at
// each comparison.

// Upvalue: the function that compares, or nil.
static int sy_paid_less(lua_State *L) {
  sy_charge(L, 1);
  lua_settop(L, 2);
  if (lua_isnil(L, lua_upvalueindex(1))) {
    lua_pushboolean(L, lua_compare(L, 1, 2, LUA_OPLT));
  } else {
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, 2, 1);
  }
  return 1;
}

// Whether comparing the elements runs no code and looks nowhere else. `*bytes` becomes the length of all strings.
static int sy_is_simple(lua_State *L, lua_Integer length, uint64_t *bytes) {
  int simple = sy_is_array(L, 1) || !lua_getmetatable(L, 1);
  lua_settop(L, 2);
  for (lua_Integer i = 1; i <= length; i++) {
    int type = lua_rawgeti(L, 1, i);
    if (type == LUA_TSTRING) *bytes += lua_rawlen(L, -1);
    simple = simple && (type == LUA_TSTRING || type == LUA_TNUMBER);
    lua_pop(L, 1);
  }
  return simple;
}

int sy_sort(lua_State *L) {
  if (!lua_isnoneornil(L, 2)) luaL_checktype(L, 2, LUA_TFUNCTION);
  lua_settop(L, 2);
  lua_Integer length = sy_length(L, "table.sort");
  sy_charge_range(L, "table.sort", 1, length);
  uint64_t rounds = 0, bytes = 0;
  for (lua_Integer n = length; n > 0; n >>= 1) rounds++;
  // Strings are compared byte by byte, also one with itself.
  int simple = sy_is_simple(L, length, &bytes);
  int counted = lua_isfunction(L, 2) && !lua_iscfunction(L, 2); // code in Lua counts itself
  sy_charge(L, rounds * ((uint64_t)length + (counted ? 0 : bytes / 16)));
  if (!counted && (!simple || !lua_isnil(L, 2))) {
    lua_pushvalue(L, 2);
    lua_pushcclosure(L, sy_paid_less, 1);
    lua_replace(L, 2);
  }
  return sy_of(L)->stock[SY_STOCK_SORT](L);
}
