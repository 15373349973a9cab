#include "shared.h"

// The sandbox's own versions of basic functions. Those that catch errors raise a kill again.

static int sy_finish_pcall(lua_State *L, int status, lua_KContext extra) {
  if (status != LUA_OK && status != LUA_YIELD) {
    sy_rethrow(L, status);
    lua_pushboolean(L, 0);
    lua_pushvalue(L, -2);
    return 2;
  }
  return lua_gettop(L) - (int)extra;
}

static int sy_pcall(lua_State *L) {
  luaL_checkany(L, 1);
  lua_pushboolean(L, 1);
  lua_insert(L, 1);
  int status = lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, 0, sy_finish_pcall);
  return sy_finish_pcall(L, status, 0);
}

// Lua calls message handlers with hooks disabled when a hook raised: a script's handler must not run then.
int sy_handler(lua_State *L) {
  lua_settop(L, 1);
  if (sy_of(L)->killed != SY_OK) return 1;
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, 1, 1);
  return 1;
}

static int sy_xpcall(lua_State *L) {
  int count = lua_gettop(L);
  luaL_checktype(L, 2, LUA_TFUNCTION);
  lua_pushvalue(L, 2);
  lua_pushcclosure(L, sy_handler, 1);
  lua_replace(L, 2);
  lua_pushboolean(L, 1);
  lua_pushvalue(L, 1);
  lua_rotate(L, 3, 2); // function, handler, true, function, arguments
  int status = lua_pcallk(L, count - 2, LUA_MULTRET, 2, 2, sy_finish_pcall);
  return sy_finish_pcall(L, status, 2);
}

static int sy_setmetatable(lua_State *L) {
  int type = lua_type(L, 2);
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_argexpected(L, type == LUA_TNIL || type == LUA_TTABLE, 2, "nil or table");
  if (!sy_is_array(L, 1) && luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL) {
    return sy_error(L, "cannot change a protected metatable");
  }
  if (type == LUA_TTABLE) {
    lua_pushliteral(L, "__gc");
    if (lua_rawget(L, 2) != LUA_TNIL) return sy_error(L, "__gc metamethods are not available here");
  }
  lua_settop(L, 2);
  lua_setmetatable(L, 1);
  return 1;
}

static int sy_getmetatable(lua_State *L) {
  luaL_checkany(L, 1);
  if (!lua_getmetatable(L, 1) || sy_is_array(L, 1)) {
    lua_pushnil(L);
    return 1;
  }
  luaL_getmetafield(L, 1, "__metatable");
  return 1;
}

static int sy_rawset(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_checkany(L, 2);
  luaL_checkany(L, 3);
  lua_settop(L, 3);
  if (sy_node(L, 1)) { // there is no way around its checks
    lua_settop(L, 3);
    lua_settable(L, 1);
    return 1;
  }
  if (sy_behind(L, 1)) return sy_error(L, "rawset: the table is read-only");
  lua_rawset(L, 1);
  return 1;
}

static int sy_rawget(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_checkany(L, 2);
  lua_settop(L, 2);
  if (sy_behind(L, 1)) lua_replace(L, 1);
  lua_rawget(L, 1);
  return 1;
}

static int sy_rawlen(lua_State *L) {
  luaL_argexpected(L, lua_istable(L, 1) || lua_type(L, 1) == LUA_TSTRING, 1, "table or string");
  lua_settop(L, 1);
  sy_behind(L, 1);
  lua_pushinteger(L, (lua_Integer)lua_rawlen(L, -1));
  return 1;
}

static int sy_next(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 2);
  if (sy_behind(L, 1)) lua_replace(L, 1);
  int found = sy_of(L)->options.deterministic ? sy_next_sorted(L, 1) : lua_next(L, 1);
  if (found) return 2;
  lua_pushnil(L);
  return 1;
}

static int sy_pairs_done(lua_State *L, int status, lua_KContext context) {
  (void)L, (void)status, (void)context;
  return 3;
}

static int sy_pairs(lua_State *L) {
  luaL_checkany(L, 1);
  if (luaL_getmetafield(L, 1, "__pairs") != LUA_TNIL) {
    lua_pushvalue(L, 1);
    lua_callk(L, 1, 3, 0, sy_pairs_done);
    return 3;
  }
  luaL_checktype(L, 1, LUA_TTABLE);
  if (sy_of(L)->options.deterministic) {
    lua_settop(L, 1);
    if (sy_behind(L, 1)) lua_replace(L, 1);
    return sy_sorted_pairs(L, 1);
  }
  lua_pushcfunction(L, sy_next);
  lua_pushvalue(L, 1);
  lua_pushnil(L);
  return 3;
}

int sy_tostring(lua_State *L) {
  luaL_checkany(L, 1);
  sy_tolstring(L, 1, NULL);
  return 1;
}

static int sy_tonumber(lua_State *L) {
  if (lua_type(L, 1) == LUA_TSTRING) sy_charge(L, lua_rawlen(L, 1) / 4);
  return sy_of(L)->stock[SY_STOCK_TONUMBER](L);
}

// Long strings that are not the same one are compared byte by byte.
static int sy_rawequal(lua_State *L) {
  luaL_checkany(L, 1);
  luaL_checkany(L, 2);
  if (lua_type(L, 1) == LUA_TSTRING && lua_type(L, 2) == LUA_TSTRING) sy_charge(L, lua_rawlen(L, 1) / 64);
  lua_pushboolean(L, lua_rawequal(L, 1, 2));
  return 1;
}

static int sy_print(lua_State *L) {
  sy_state *s = sy_of(L);
  int count = lua_gettop(L);
  luaL_Buffer text;
  luaL_buffinit(L, &text);
  for (int i = 1; i <= count; i++) {
    if (i > 1) luaL_addchar(&text, '\t');
    sy_tolstring(L, i, NULL);
    luaL_addvalue(&text);
  }
  luaL_pushresult(&text);
  char source[SY_NAME_SIZE];
  int line;
  sy_position(L, 1, source, &line);
  size_t length;
  const char *bytes = lua_tolstring(L, -1, &length);
  sy_charge(L, 10 + length / 8);
  lua_State *was = s->current;
  s->current = L;
  s->host.print(s->host.context, bytes, length, source, line);
  s->current = was;
  return 0;
}

static const char *const sy_kept[] = {"assert", "error", "ipairs", "select", "type"};

void sy_open_base(lua_State *L) {
  sy_state *s = sy_of(L);
  luaL_requiref(L, "_G", luaopen_base, 0);
  lua_getfield(L, -1, "tonumber");
  s->stock[SY_STOCK_TONUMBER] = lua_tocfunction(L, -1);
  lua_pop(L, 1);
  // The base library filled the globals: only what is listed comes back.
  lua_newtable(L);
  for (size_t i = 0; i < sizeof sy_kept / sizeof *sy_kept; i++) {
    sy_keep(L, -2, sy_kept[i]);
  }
  sy_add(L, "getmetatable", sy_getmetatable);
  sy_add(L, "load", sy_load_function);
  sy_add(L, "next", sy_next);
  sy_add(L, "pairs", sy_pairs);
  sy_add(L, "pcall", sy_pcall);
  sy_add(L, "print", sy_print);
  sy_add(L, "rawequal", sy_rawequal);
  sy_add(L, "rawget", sy_rawget);
  sy_add(L, "rawlen", sy_rawlen);
  sy_add(L, "rawset", sy_rawset);
  sy_add(L, "setmetatable", sy_setmetatable);
  sy_add(L, "tonumber", sy_tonumber);
  sy_add(L, "tostring", sy_tostring);
  sy_add(L, "warn", sy_print);
  sy_add(L, "xpcall", sy_xpcall);
  lua_pushliteral(L, LUA_VERSION);
  lua_setfield(L, -2, "_VERSION");
  lua_pushvalue(L, -1);
  lua_setfield(L, -2, "_G");
  lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  lua_pop(L, 1);
}
