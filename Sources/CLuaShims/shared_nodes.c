#include "shared.h"

#include <ctype.h>

// Characters of a key that a path shows.
#define SY_SHOWN_KEY 40

static int sy_node_length(lua_State *L) {
  if (!sy_behind(L, 1)) return luaL_error(L, "not a node");
  lua_pushinteger(L, (lua_Integer)lua_rawlen(L, -1));
  return 1;
}

static int sy_closed(lua_State *L) { return sy_shared_closed(L); }

void sy_push_closed_node(lua_State *L, int parent, int key) {
  sy_check_stack(L, 6);
  parent = lua_absindex(L, parent);
  key = lua_absindex(L, key);
  lua_newtable(L);
  lua_createtable(L, 3, 5); // room for all parts, so that setting one later cannot fail
  lua_pushvalue(L, parent);
  lua_rawseti(L, -2, SY_NODE_PARENT);
  lua_pushvalue(L, key);
  lua_rawseti(L, -2, SY_NODE_KEY);
  lua_pushcfunction(L, sy_closed);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, sy_closed);
  lua_setfield(L, -2, "__len");
  lua_pushcfunction(L, sy_shared_assign);
  lua_setfield(L, -2, "__newindex");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_pushboolean(L, 0);
  lua_rawsetp(L, -2, &sy_key_frozen);
  lua_setmetatable(L, -2);
}

void sy_open_node(lua_State *L, int node) {
  sy_check_stack(L, 4);
  lua_getmetatable(L, node);
  lua_newtable(L);
  lua_pushvalue(L, -1);
  lua_setfield(L, -3, "__index");
  lua_rawsetp(L, -2, &sy_key_frozen);
  lua_pushcfunction(L, sy_node_length);
  lua_setfield(L, -2, "__len");
  lua_pop(L, 1);
}

int sy_node(lua_State *L, int index) {
  sy_check_stack(L, 3);
  if (lua_type(L, index) != LUA_TTABLE || !lua_getmetatable(L, index)) return 0;
  int record = lua_gettop(L);
  int is_node = lua_rawgetp(L, record, &sy_key_frozen) != LUA_TNIL && lua_rawgeti(L, record, SY_NODE_PARENT) != LUA_TNIL;
  lua_settop(L, is_node ? record : record - 1);
  return is_node;
}

int sy_node_depth(lua_State *L, int record) {
  sy_check_stack(L, 2);
  lua_pushvalue(L, record);
  for (int depth = 1;; depth++) {
    if (lua_rawgeti(L, -1, SY_NODE_GONE) != LUA_TNIL) depth = 0;
    lua_pop(L, 1);
    if (depth == 0 || lua_rawgeti(L, -1, SY_NODE_PARENT) == LUA_TSTRING) {
      lua_pop(L, depth == 0 ? 1 : 2);
      return depth;
    }
    lua_remove(L, -2);
  }
}

void sy_set_gone(lua_State *L, int node, int gone) {
  if (!sy_node(L, node)) return;
  if (gone) {
    lua_pushboolean(L, 1);
  } else {
    lua_pushnil(L);
  }
  lua_rawseti(L, -2, SY_NODE_GONE);
  lua_pop(L, 1);
}

static int sy_is_name(const char *text, size_t length) {
  if (length == 0 || length > SY_SHOWN_KEY || isdigit((unsigned char)text[0])) return 0;
  for (size_t i = 0; i < length; i++) {
    if (!isalnum((unsigned char)text[i]) && text[i] != '_') return 0;
  }
  return 1;
}

// Replaces a path on top by that of an entry in it.
static void sy_extend_path(lua_State *L, int key) {
  size_t length;
  switch (lua_type(L, key)) {
    case LUA_TSTRING: {
      const char *text = lua_tolstring(L, key, &length);
      if (sy_is_name(text, length)) {
        lua_pushfstring(L, ".%s", text);
      } else {
        luaL_Buffer shown;
        luaL_buffinit(L, &shown);
        luaL_addstring(&shown, "[\"");
        for (size_t i = 0; i < length && i < SY_SHOWN_KEY; i++) {
          luaL_addchar(&shown, iscntrl((unsigned char)text[i]) ? '?' : text[i]);
        }
        luaL_addstring(&shown, length > SY_SHOWN_KEY ? "…\"]" : "\"]");
        luaL_pushresult(&shown);
      }
      break;
    }
    case LUA_TNUMBER:
      if (lua_isinteger(L, key)) {
        lua_pushfstring(L, "[%I]", (LUAI_UACINT)lua_tointeger(L, key));
      } else {
        lua_pushfstring(L, "[%f]", (LUAI_UACNUMBER)lua_tonumber(L, key));
      }
      break;
    default: lua_pushfstring(L, "[a %s]", luaL_typename(L, key));
  }
  lua_concat(L, 2);
}

void sy_push_path(lua_State *L, int record, int key) {
  sy_check_stack(L, 6);
  record = lua_absindex(L, record);
  if (lua_rawgeti(L, record, SY_NODE_PARENT) != LUA_TSTRING) {
    int parent = lua_gettop(L);
    lua_rawgeti(L, record, SY_NODE_KEY);
    sy_push_path(L, parent, parent + 1);
    lua_replace(L, parent);
    lua_settop(L, parent);
  }
  if (key != 0) sy_extend_path(L, key);
}
