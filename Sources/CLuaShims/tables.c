#include "internal.h"

// The table library. Its loops run in C, so their length is charged before they start, and a length that a
// metamethod reports (and may report differently the next time) is refused.

static int sy_stock(lua_State *L, enum sy_stock which) { return sy_of(L)->stock[which](L); }

static lua_Integer sy_length(lua_State *L, const char *function) {
  if (lua_type(L, 1) != LUA_TTABLE) luaL_checktype(L, 1, LUA_TTABLE);
  if (luaL_getmetafield(L, 1, "__len") != LUA_TNIL) {
    return sy_error(L, "%s does not take a table with a __len metamethod", function);
  }
  return (lua_Integer)lua_rawlen(L, 1);
}

static void sy_charge_range(lua_State *L, const char *function, lua_Integer first, lua_Integer last) {
  if (first > last) return;
  uint64_t count = (uint64_t)last - (uint64_t)first + 1;
  if (count == 0 || count > SY_RANGE_LIMIT) {
    sy_error(L, "%s: the range is too long (limit: %d elements)", function, SY_RANGE_LIMIT);
  }
  sy_charge(L, count);
}

static int sy_concat(lua_State *L) {
  lua_Integer last = lua_isnoneornil(L, 4) ? sy_length(L, "table.concat") : luaL_checkinteger(L, 4);
  if (lua_isnoneornil(L, 4)) lua_settop(L, lua_gettop(L) < 4 ? lua_gettop(L) : 4);
  sy_charge_range(L, "table.concat", luaL_optinteger(L, 3, 1), last);
  return sy_stock(L, SY_STOCK_CONCAT);
}

static int sy_insert(lua_State *L) {
  lua_Integer length = sy_length(L, "table.insert");
  if (lua_gettop(L) == 3) sy_charge_range(L, "table.insert", luaL_checkinteger(L, 2), length);
  return sy_stock(L, SY_STOCK_INSERT);
}

static int sy_remove(lua_State *L) {
  lua_Integer length = sy_length(L, "table.remove");
  sy_charge_range(L, "table.remove", luaL_optinteger(L, 2, length), length);
  return sy_stock(L, SY_STOCK_REMOVE);
}

static int sy_move(lua_State *L) {
  sy_charge_range(L, "table.move", luaL_checkinteger(L, 2), luaL_checkinteger(L, 3));
  return sy_stock(L, SY_STOCK_MOVE);
}

static int sy_unpack(lua_State *L) {
  int given = !lua_isnoneornil(L, 3);
  lua_Integer last = given ? luaL_checkinteger(L, 3) : sy_length(L, "table.unpack");
  sy_charge_range(L, "table.unpack", luaL_optinteger(L, 2, 1), last);
  return sy_stock(L, SY_STOCK_UNPACK);
}

static int sy_pack(lua_State *L) {
  sy_charge(L, (uint64_t)lua_gettop(L));
  return sy_stock(L, SY_STOCK_PACK);
}

int sy_sort(lua_State *L) {
  lua_Integer length = sy_length(L, "table.sort");
  uint64_t work = 0;
  for (lua_Integer n = length; n > 0; n >>= 1) work += (uint64_t)length;
  sy_charge_range(L, "table.sort", 1, length);
  sy_charge(L, work);
  return sy_stock(L, SY_STOCK_SORT);
}

void sy_open_table(lua_State *L) {
  static const struct {
    const char *name;
    enum sy_stock which;
    lua_CFunction function;
  } functions[] = {
      {"concat", SY_STOCK_CONCAT, sy_concat}, {"insert", SY_STOCK_INSERT, sy_insert},
      {"move", SY_STOCK_MOVE, sy_move},       {"pack", SY_STOCK_PACK, sy_pack},
      {"remove", SY_STOCK_REMOVE, sy_remove}, {"sort", SY_STOCK_SORT, sy_sort},
      {"unpack", SY_STOCK_UNPACK, sy_unpack},
  };
  luaL_requiref(L, "table", luaopen_table, 0);
  lua_newtable(L);
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
    lua_getfield(L, -2, functions[i].name);
    sy_of(L)->stock[functions[i].which] = lua_tocfunction(L, -1);
    lua_pop(L, 1);
    sy_add(L, functions[i].name, functions[i].function);
  }
  sy_freeze(L, "table");
  lua_setglobal(L, "table");
  lua_pop(L, 1);
}
