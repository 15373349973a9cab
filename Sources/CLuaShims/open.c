#include "internal.h"

// Adds a function to the table on top, and remembers it: functions without upvalues have no block to be numbered by.
void sy_add(lua_State *L, const char *name, lua_CFunction function) {
  sy_state *s = sy_of(L);
  if (s->light_count < (int)(sizeof s->light / sizeof *s->light)) s->light[s->light_count++] = function;
  lua_pushcfunction(L, function);
  lua_setfield(L, -2, name);
}

// Takes a function of the stock library at `stock` over as it is.
void sy_keep(lua_State *L, int stock, const char *name) {
  lua_getfield(L, stock, name);
  lua_CFunction function = lua_tocfunction(L, -1);
  lua_pop(L, 1);
  sy_add(L, name, function);
}

static int sy_null_tostring(lua_State *L) {
  lua_pushliteral(L, "null");
  return 1;
}

static void sy_table_at(lua_State *L, const void *key) {
  lua_newtable(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, key);
}

void sy_open(lua_State *L) {
  sy_table_at(L, &sy_key_functions);
  sy_table_at(L, &sy_key_counts);
  sy_table_at(L, &sy_key_threads);
  // The only light userdata that scripts see is json.null.
  lua_pushlightuserdata(L, (void *)&sy_null);
  lua_newtable(L);
  lua_pushcfunction(L, sy_null_tostring);
  lua_setfield(L, -2, "__tostring");
  lua_pushliteral(L, "null");
  lua_setfield(L, -2, "__name");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_setmetatable(L, -2);
  lua_pop(L, 1);
  sy_open_base(L);
  sy_open_require(L);
  lua_newtable(L);
  sy_open_coroutine(L);
  sy_freeze(L, "coroutine");
  lua_setglobal(L, "coroutine");
  sy_open_string(L);
  sy_open_utf8(L);
  sy_open_table(L);
  sy_open_math(L);
  sy_open_os(L);
  sy_open_json(L);
  // The stock libraries' own tables are not needed any more.
  lua_pushnil(L);
  lua_setfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  lua_settop(L, 0);
}
