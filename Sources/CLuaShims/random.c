#include "internal.h"

// math.randomseed without arguments asks the clock and an address: a seeded state uses its seed instead.
// Upvalue: the stock function.
static int sy_randomseed(lua_State *L) {
  int count = lua_gettop(L);
  if (count == 0) {
    uint64_t seed = sy_of(L)->options.seed;
    lua_pushinteger(L, (lua_Integer)seed);
    lua_pushinteger(L, (lua_Integer)(seed >> 32));
    count = 2;
  }
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, count, LUA_MULTRET);
  return lua_gettop(L);
}

void sy_open_random(lua_State *L) {
  luaL_requiref(L, "math", luaopen_math, 0);
  if (sy_of(L)->options.deterministic) {
    lua_getfield(L, -1, "randomseed");
    lua_pushcclosure(L, sy_randomseed, 1);
    lua_pushvalue(L, -1);
    lua_setfield(L, -3, "randomseed");
    lua_call(L, 0, 0);
  }
  sy_freeze(L, "math");
  lua_setglobal(L, "math");
}
