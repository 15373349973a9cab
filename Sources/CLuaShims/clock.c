#define _GNU_SOURCE
#include "internal.h"

#include <time.h>

// os: the clock functions only, on the host's clock. Deterministic states know no time zone but UTC.

static int sy_os_clock(lua_State *L) {
  sy_state *s = sy_of(L);
  lua_pushnumber(L, (lua_Number)s->host.processor_time(s->host.context) / 1e9);
  return 1;
}

static int sy_os_difftime(lua_State *L) {
  lua_pushnumber(L, luaL_checknumber(L, 1) - luaL_checknumber(L, 2));
  return 1;
}

static int64_t sy_now(lua_State *L) {
  sy_state *s = sy_of(L);
  int64_t now = s->host.now(s->host.context);
  return now / 1000000000 - (now % 1000000000 < 0);
}

static int sy_os_date(lua_State *L) {
  size_t length;
  const char *format = luaL_optlstring(L, 1, "%c", &length);
  sy_charge(L, length);
  lua_Integer at = lua_isnoneornil(L, 2) ? sy_now(L) : luaL_checkinteger(L, 2);
  if (sy_of(L)->options.deterministic && format[0] != '!') {
    lua_pushfstring(L, "!%s", format);
  } else {
    lua_pushlstring(L, format, length);
  }
  lua_insert(L, 1);
  lua_settop(L, 1);
  lua_pushinteger(L, at);
  return sy_of(L)->stock[SY_STOCK_DATE](L);
}

static int sy_time_field(lua_State *L, const char *name, lua_Integer otherwise, int required) {
  lua_getfield(L, 1, name);
  int is_integer;
  lua_Integer value = lua_tointegerx(L, -1, &is_integer);
  if (lua_isnil(L, -1) && !required) {
    value = otherwise;
  } else if (!is_integer || value > 1000000000 || value < -1000000000) {
    return sy_error(L, "os.time: field '%s' is missing or not an integer in range", name);
  }
  lua_pop(L, 1);
  return (int)value;
}

static int sy_os_time(lua_State *L) {
  if (lua_isnoneornil(L, 1)) {
    lua_pushinteger(L, sy_now(L));
    return 1;
  }
  if (!sy_of(L)->options.deterministic) return sy_of(L)->stock[SY_STOCK_TIME](L);
  luaL_checktype(L, 1, LUA_TTABLE);
  struct tm parts = {
      .tm_year = sy_time_field(L, "year", 0, 1) - 1900,
      .tm_mon = sy_time_field(L, "month", 0, 1) - 1,
      .tm_mday = sy_time_field(L, "day", 0, 1),
      .tm_hour = sy_time_field(L, "hour", 12, 0),
      .tm_min = sy_time_field(L, "min", 0, 0),
      .tm_sec = sy_time_field(L, "sec", 0, 0),
  };
  lua_pushinteger(L, (lua_Integer)timegm(&parts));
  return 1;
}

void sy_open_os(lua_State *L) {
  luaL_requiref(L, "os", luaopen_os, 0);
  lua_getfield(L, -1, "date");
  sy_of(L)->stock[SY_STOCK_DATE] = lua_tocfunction(L, -1);
  lua_getfield(L, -2, "time");
  sy_of(L)->stock[SY_STOCK_TIME] = lua_tocfunction(L, -1);
  lua_newtable(L);
  sy_add(L, "clock", sy_os_clock);
  sy_add(L, "date", sy_os_date);
  sy_add(L, "difftime", sy_os_difftime);
  sy_add(L, "time", sy_os_time);
  sy_freeze(L, "os");
  lua_setglobal(L, "os");
  lua_pop(L, 3);
}
