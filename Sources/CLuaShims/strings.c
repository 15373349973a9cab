#include "internal.h"

// The string library: the stock functions, called in the same frame after their work was charged.

static int sy_stock(lua_State *L, enum sy_stock which) { return sy_of(L)->stock[which](L); }

// Charges for the bytes of all string arguments.
static void sy_charge_strings(lua_State *L) {
  uint64_t bytes = 0;
  for (int i = lua_gettop(L); i > 0; i--) {
    if (lua_type(L, i) == LUA_TSTRING) bytes += lua_rawlen(L, i);
  }
  sy_charge(L, bytes / 8);
}

static int sy_upper(lua_State *L) { return sy_charge_strings(L), sy_stock(L, SY_STOCK_UPPER); }
static int sy_lower(lua_State *L) { return sy_charge_strings(L), sy_stock(L, SY_STOCK_LOWER); }
static int sy_reverse(lua_State *L) { return sy_charge_strings(L), sy_stock(L, SY_STOCK_REVERSE); }
static int sy_byte(lua_State *L) { return sy_charge_strings(L), sy_stock(L, SY_STOCK_BYTE); }
static int sy_pack(lua_State *L) { return sy_charge_strings(L), sy_stock(L, SY_STOCK_STRPACK); }
static int sy_unpack(lua_State *L) { return sy_charge_strings(L), sy_stock(L, SY_STOCK_STRUNPACK); }
static int sy_packsize(lua_State *L) { return sy_charge_strings(L), sy_stock(L, SY_STOCK_PACKSIZE); }

static int sy_rep(lua_State *L) {
  size_t length, separator;
  luaL_checklstring(L, 1, &length);
  lua_Integer count = luaL_checkinteger(L, 2);
  luaL_optlstring(L, 3, "", &separator);
  if (count <= 0 || length + separator == 0) { // else an empty string would be copied `count` times
    lua_pushliteral(L, "");
    return 1;
  }
  // What cannot fit in memory fails when it is allocated; what can is paid for.
  size_t limit = sy_of(L)->options.memory_limit;
  if ((uint64_t)count <= limit / (length + separator)) sy_charge(L, (uint64_t)count * (length + separator) / 16);
  return sy_stock(L, SY_STOCK_REP);
}

static int sy_format(lua_State *L) {
  sy_charge_strings(L);
  if (sy_of(L)->options.deterministic) {
    size_t length;
    const char *format = luaL_checklstring(L, 1, &length), *end = format + length;
    int argument = 1;
    for (const char *at = format; at < end; at++) {
      if (*at != '%' || ++at >= end || *at == '%') continue;
      argument++;
      while (at < end && strchr("-+ #0.123456789", *at) != NULL && *at != 0) at++;
      if (at >= end) break;
      if (*at == 'p') return sy_error(L, "string.format: '%%p' shows an address and is not available here");
      if (*at == 's' && argument <= lua_gettop(L)) {
        sy_tolstring(L, argument, NULL);
        lua_replace(L, argument);
      }
    }
  }
  return sy_stock(L, SY_STOCK_FORMAT);
}

static const char *const sy_kept[] = {"char", "len", "sub"};

static void sy_take(lua_State *L, int table, const char *name, enum sy_stock which) {
  lua_getfield(L, table, name);
  sy_of(L)->stock[which] = lua_tocfunction(L, -1);
  lua_pop(L, 1);
}

void sy_open_string(lua_State *L) {
  luaL_requiref(L, "string", luaopen_string, 0);
  int stock = lua_gettop(L);
  static const struct {
    const char *name;
    enum sy_stock which;
  } taken[] = {
      {"rep", SY_STOCK_REP}, {"upper", SY_STOCK_UPPER}, {"lower", SY_STOCK_LOWER}, {"reverse", SY_STOCK_REVERSE},
      {"byte", SY_STOCK_BYTE}, {"format", SY_STOCK_FORMAT}, {"pack", SY_STOCK_STRPACK},
      {"unpack", SY_STOCK_STRUNPACK}, {"packsize", SY_STOCK_PACKSIZE},
  };
  for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) sy_take(L, stock, taken[i].name, taken[i].which);
  lua_newtable(L);
  for (size_t i = 0; i < sizeof sy_kept / sizeof *sy_kept; i++) {
    sy_keep(L, stock, sy_kept[i]);
  }
  sy_add(L, "byte", sy_byte);
  sy_add(L, "format", sy_format);
  sy_add(L, "lower", sy_lower);
  sy_add(L, "pack", sy_pack);
  sy_add(L, "packsize", sy_packsize);
  sy_add(L, "rep", sy_rep);
  sy_add(L, "reverse", sy_reverse);
  sy_add(L, "unpack", sy_unpack);
  sy_add(L, "upper", sy_upper);
  sy_open_patterns(L);
  // Methods of strings go straight to the real table; the metatable keeps the stock arithmetic of numerals.
  lua_pushliteral(L, "");
  lua_getmetatable(L, -1);
  lua_pushvalue(L, -3);
  lua_setfield(L, -2, "__index");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 2);
  sy_freeze(L, "string");
  lua_setglobal(L, "string");
  lua_settop(L, stock - 1);
}
