#include "internal.h"

// require: modules come from the host and are loaded once. Registry: name → value, and the list of names that are
// being loaded, for the message about a cycle.

static int sy_cycle(lua_State *L, int loading, lua_Integer count, const char *name) {
  luaL_Buffer text;
  sy_push_position(L);
  luaL_buffinit(L, &text);
  luaL_addstring(&text, "modules require each other: ");
  int inside = 0;
  for (lua_Integer i = 1; i <= count; i++) {
    lua_rawgeti(L, loading, i);
    const char *other = lua_tostring(L, -1);
    inside = inside || strcmp(other, name) == 0;
    if (inside) {
      luaL_addvalue(&text);
      luaL_addstring(&text, " → ");
    } else {
      lua_pop(L, 1);
    }
  }
  luaL_addstring(&text, name);
  luaL_pushresult(&text);
  lua_concat(L, 2);
  return lua_error(L);
}

static void sy_compile(lua_State *L) {
  sy_state *s = sy_of(L);
  size_t length;
  const char *name = lua_tolstring(L, 1, &length);
  lua_State *was = s->current;
  s->current = L;
  s->in.length = s->name.length = 0;
  int status = s->host.load_module(s->host.context, name, length);
  s->current = was;
  if (status != SY_OK) {
    sy_deliver(L, status == SY_WAITING ? SY_RUNTIME : status, s->in.bytes, s->in.length);
    return;
  }
  lua_pushfstring(L, "@%s", s->name.length > 0 ? (const char *)s->name.bytes : name);
  const char *text = s->in.bytes == NULL ? "" : (const char *)s->in.bytes;
  status = sy_load_text(L, text, s->in.length, lua_tostring(L, -1));
  if (status != LUA_OK) {
    sy_rethrow(L, status);
    lua_error(L);
  }
  sy_cover_chunk(L, lua_tostring(L, -2) + 1);
}

static int sy_load_module(lua_State *L) {
  sy_compile(L);
  lua_pushvalue(L, 1);
  lua_call(L, 1, 1);
  return 1;
}

int sy_require(lua_State *L) {
  size_t length;
  luaL_checklstring(L, 1, &length);
  if (length >= SY_NAME_SIZE) return sy_error(L, "require: the module's name is too long (limit: %d bytes)", SY_NAME_SIZE);
  lua_settop(L, 1);
  sy_charge(L, 10);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &sy_key_modules); // 2
  lua_pushvalue(L, 1);
  if (lua_rawget(L, 2) != LUA_TNIL) return 1;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &sy_key_loading);
  lua_replace(L, 3);
  lua_Integer count = (lua_Integer)lua_rawlen(L, 3);
  for (lua_Integer i = 1; i <= count; i++) {
    lua_rawgeti(L, 3, i);
    if (lua_rawequal(L, -1, 1)) return sy_cycle(L, 3, count, lua_tostring(L, 1));
    lua_pop(L, 1);
  }
  lua_pushvalue(L, 1);
  lua_rawseti(L, 3, count + 1);
  lua_pushcfunction(L, sy_load_module);
  lua_pushvalue(L, 1);
  int status = lua_pcall(L, 1, 1, 0);
  for (lua_Integer i = (lua_Integer)lua_rawlen(L, 3); i > count; i--) {
    lua_pushnil(L);
    lua_rawseti(L, 3, i);
  }
  if (status != LUA_OK) {
    if (status == LUA_ERRMEM) sy_rethrow(L, status);
    return lua_error(L);
  }
  if (lua_isnil(L, -1)) {
    lua_pop(L, 1);
    lua_pushboolean(L, 1);
  }
  lua_pushvalue(L, 1);
  lua_pushvalue(L, -2);
  lua_rawset(L, 2);
  return 1;
}

void sy_open_require(lua_State *L) {
  lua_newtable(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &sy_key_modules);
  lua_newtable(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &sy_key_loading);
  lua_pushglobaltable(L);
  sy_add(L, "require", sy_require);
  lua_pop(L, 1);
}
