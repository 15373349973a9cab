#include "internal.h"

// The math library: what the manual lists. Builds with old names left in (pow, cosh, …) have more in theirs.

static const char *const sy_kept[] = {
    "abs", "acos", "asin", "atan", "ceil", "cos", "deg", "exp", "floor", "fmod", "log", "max", "min", "modf", "rad",
    "sin", "sqrt", "tan", "tointeger", "type", "ult",
};
// Taken over as they stand: `random` has its generator as an upvalue.
static const char *const sy_values[] = {"huge", "maxinteger", "mininteger", "pi", "random"};

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

void sy_open_math(lua_State *L) {
  luaL_requiref(L, "math", luaopen_math, 0);
  int stock = lua_gettop(L);
  lua_newtable(L);
  for (size_t i = 0; i < sizeof sy_kept / sizeof *sy_kept; i++) sy_keep(L, stock, sy_kept[i]);
  for (size_t i = 0; i < sizeof sy_values / sizeof *sy_values; i++) {
    lua_getfield(L, stock, sy_values[i]);
    lua_setfield(L, -2, sy_values[i]);
  }
  lua_getfield(L, stock, "randomseed");
  if (sy_of(L)->options.deterministic) {
    lua_pushcclosure(L, sy_randomseed, 1);
    lua_pushvalue(L, -1);
    lua_call(L, 0, 0);
  }
  lua_setfield(L, -2, "randomseed");
  sy_freeze(L, "math");
  lua_setglobal(L, "math");
  lua_settop(L, stock - 1);
}
