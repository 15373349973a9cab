#include "internal.h"

// The table library. Its loops run in C, so their length is charged before they start, and a length that a
// metamethod reports (and may report differently the next time) is refused.

static int sy_stock(lua_State *L, enum sy_stock which) { return sy_of(L)->stock[which](L); }

lua_Integer sy_length(lua_State *L, const char *function) {
  luaL_checktype(L, 1, LUA_TTABLE);
  if (sy_behind(L, 1)) { // its __len is our own
    lua_Integer length = (lua_Integer)lua_rawlen(L, -1);
    lua_pop(L, 1);
    return length;
  }
  if (luaL_getmetafield(L, 1, "__len") != LUA_TNIL) {
    return sy_error(L, "%s does not take a table with a __len metamethod", function);
  }
  return (lua_Integer)lua_rawlen(L, 1);
}

void sy_charge_range(lua_State *L, const char *function, lua_Integer first, lua_Integer last) {
  if (first > last) return;
  uint64_t count = (uint64_t)last - (uint64_t)first + 1;
  if (count == 0 || count > SY_RANGE_LIMIT) {
    sy_error(L, "%s: the range is too long (limit: %d elements)", function, SY_RANGE_LIMIT);
  }
  sy_charge(L, count);
}

// No access to such a table runs code or follows a chain of other tables.
static int sy_is_plain(lua_State *L, int index) {
  if (sy_is_array(L, index) || !lua_getmetatable(L, index)) return 1;
  lua_pop(L, 1);
  return 0;
}

// One step of a loop over a table that is not plain: what one access costs, only the clock can tell.
static void sy_get_step(lua_State *L, int table, lua_Integer at) {
  sy_charge(L, 1);
  lua_geti(L, table, at);
}

// Puts a plain copy of the elements in place of the table at 1.
static void sy_flatten(lua_State *L, lua_Integer first, lua_Integer last) {
  if (first > last || sy_is_plain(L, 1)) return;
  lua_newtable(L);
  for (lua_Integer i = first;; i++) {
    sy_get_step(L, 1, i);
    lua_rawseti(L, -2, i);
    if (i == last) break;
  }
  lua_replace(L, 1);
}

static int sy_concat(lua_State *L) {
  lua_settop(L, 4);
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_Integer first = luaL_optinteger(L, 3, 1);
  lua_Integer last = lua_isnil(L, 4) ? sy_length(L, "table.concat") : luaL_checkinteger(L, 4);
  sy_charge_range(L, "table.concat", first, last);
  sy_flatten(L, first, last);
  lua_settop(L, 3); // what the check for a length left
  lua_pushinteger(L, last);
  return sy_stock(L, SY_STOCK_CONCAT);
}

static int sy_insert(lua_State *L) {
  int count = lua_gettop(L);
  lua_Integer length = sy_length(L, "table.insert");
  if (count != 3) return sy_stock(L, SY_STOCK_INSERT);
  lua_Integer at = luaL_checkinteger(L, 2);
  sy_charge_range(L, "table.insert", at, length);
  if (sy_is_plain(L, 1)) return sy_stock(L, SY_STOCK_INSERT);
  luaL_argcheck(L, at >= 1 && at <= length + 1, 2, "position out of bounds");
  for (lua_Integer i = length + 1; i > at; i--) {
    sy_get_step(L, 1, i - 1);
    lua_seti(L, 1, i);
  }
  lua_seti(L, 1, at);
  return 0;
}

static int sy_remove(lua_State *L) {
  lua_Integer length = sy_length(L, "table.remove"), at = luaL_optinteger(L, 2, length);
  sy_charge_range(L, "table.remove", at, length);
  if (sy_is_plain(L, 1)) return sy_stock(L, SY_STOCK_REMOVE);
  luaL_argcheck(L, at == length || (at >= 1 && at <= length + 1), 2, "position out of bounds");
  lua_geti(L, 1, at);
  for (; at < length; at++) {
    sy_get_step(L, 1, at + 1);
    lua_seti(L, 1, at);
  }
  lua_pushnil(L);
  lua_seti(L, 1, at);
  return 1;
}

static int sy_move(lua_State *L) {
  lua_Integer first = luaL_checkinteger(L, 2), last = luaL_checkinteger(L, 3), to = luaL_checkinteger(L, 4);
  int target = lua_isnoneornil(L, 5) ? 1 : 5;
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_checktype(L, target, LUA_TTABLE);
  sy_charge_range(L, "table.move", first, last);
  if (first > last || (sy_is_plain(L, 1) && sy_is_plain(L, target))) return sy_stock(L, SY_STOCK_MOVE);
  lua_Integer count = last - first + 1; // no overflow: the range is within its limit
  luaL_argcheck(L, to <= LUA_MAXINTEGER - count + 1, 4, "destination wrap around");
  int down = to > last || to <= first || !lua_rawequal(L, 1, target);
  for (lua_Integer i = 0; i < count; i++) {
    lua_Integer step = down ? i : count - 1 - i;
    sy_get_step(L, 1, first + step);
    lua_seti(L, target, to + step);
  }
  lua_pushvalue(L, target);
  return 1;
}

static int sy_unpack(lua_State *L) {
  lua_settop(L, 3);
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_Integer first = luaL_optinteger(L, 2, 1);
  lua_Integer last = lua_isnil(L, 3) ? sy_length(L, "table.unpack") : luaL_checkinteger(L, 3);
  sy_charge_range(L, "table.unpack", first, last);
  sy_flatten(L, first, last);
  lua_settop(L, 2);
  lua_pushinteger(L, last);
  return sy_stock(L, SY_STOCK_UNPACK);
}

static int sy_pack(lua_State *L) {
  sy_charge(L, (uint64_t)lua_gettop(L));
  return sy_stock(L, SY_STOCK_PACK);
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
