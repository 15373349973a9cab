#include "internal.h"

// The utf8 library: the stock functions, which pay for the bytes that they go over. Malformed text can make one step
// over characters as long as the whole string.

static int sy_stock(lua_State *L, enum sy_stock which) { return sy_of(L)->stock[which](L); }

static int sy_charge_string(lua_State *L) {
  if (lua_type(L, 1) == LUA_TSTRING) sy_charge(L, lua_rawlen(L, 1) / 8);
  return 1;
}

static int sy_utf8len(lua_State *L) { return sy_charge_string(L), sy_stock(L, SY_STOCK_UTF8LEN); }
static int sy_codepoint(lua_State *L) { return sy_charge_string(L), sy_stock(L, SY_STOCK_CODEPOINT); }

// Charges for the way between two places in the string at 1. The work is done by then, but no more than one string's.
static void sy_charge_way(lua_State *L, lua_Integer from, lua_Integer to) {
  lua_Integer length = (lua_Integer)lua_rawlen(L, 1);
  if (from < 0) from = 0;
  if (from > length) from = length;
  sy_charge(L, (uint64_t)(from < to ? to - from : from - to) / 8);
}

static int sy_offset(lua_State *L) {
  lua_settop(L, 3);
  int results = sy_stock(L, SY_STOCK_OFFSET);
  lua_Integer length = (lua_Integer)lua_rawlen(L, 1);
  int backwards = lua_tointeger(L, 2) < 0;
  lua_Integer from = luaL_optinteger(L, 3, backwards ? length + 1 : 1);
  if (from < 0) from += length + 1;
  sy_charge_way(L, from, lua_isinteger(L, -1) ? lua_tointeger(L, -1) : backwards ? 0 : length);
  return results;
}

static int sy_codes_step(lua_State *L, enum sy_stock which) {
  lua_settop(L, 2);
  lua_Integer from = lua_tointeger(L, 2);
  int results = sy_stock(L, which);
  sy_charge_way(L, from, results == 2 ? lua_tointeger(L, -2) : (lua_Integer)lua_rawlen(L, 1));
  return results;
}

static int sy_codes_strict(lua_State *L) { return sy_codes_step(L, SY_STOCK_CODES_STRICT); }
static int sy_codes_lax(lua_State *L) { return sy_codes_step(L, SY_STOCK_CODES_LAX); }

static int sy_codes(lua_State *L) {
  lua_CFunction step = lua_toboolean(L, 2) ? sy_codes_lax : sy_codes_strict;
  sy_stock(L, SY_STOCK_CODES); // checks the argument; what it returns is known
  lua_pushcfunction(L, step);
  lua_pushvalue(L, 1);
  lua_pushinteger(L, 0);
  return 3;
}

// Takes the function on top over as stock.
static void sy_take(lua_State *L, enum sy_stock which) {
  sy_of(L)->stock[which] = lua_tocfunction(L, -1);
  lua_pop(L, 1);
}

// What goes over the characters is reached only through `codes`.
static void sy_take_step(lua_State *L, int lax, enum sy_stock which) {
  lua_pushcfunction(L, sy_of(L)->stock[SY_STOCK_CODES]);
  lua_pushliteral(L, "");
  lua_pushboolean(L, lax);
  lua_call(L, 2, 1);
  sy_take(L, which);
}

void sy_open_utf8(lua_State *L) {
  static const struct {
    const char *name;
    enum sy_stock which;
    lua_CFunction function;
  } functions[] = {
      {"codepoint", SY_STOCK_CODEPOINT, sy_codepoint},
      {"codes", SY_STOCK_CODES, sy_codes},
      {"len", SY_STOCK_UTF8LEN, sy_utf8len},
      {"offset", SY_STOCK_OFFSET, sy_offset},
  };
  luaL_requiref(L, "utf8", luaopen_utf8, 0);
  int stock = lua_gettop(L);
  lua_newtable(L);
  sy_keep(L, stock, "char");
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
    lua_getfield(L, stock, functions[i].name);
    sy_take(L, functions[i].which);
    sy_add(L, functions[i].name, functions[i].function);
  }
  sy_take_step(L, 0, SY_STOCK_CODES_STRICT);
  sy_take_step(L, 1, SY_STOCK_CODES_LAX);
  lua_getfield(L, stock, "charpattern");
  lua_setfield(L, -2, "charpattern");
  sy_freeze(L, "utf8");
  lua_setglobal(L, "utf8");
  lua_settop(L, stock - 1);
}
