#include "internal.h"

#include <stdio.h>

// Iteration by key for deterministic states: numbers ascending, then strings by their bytes, then the rest by
// creation. Lua's own order depends on addresses and on a seed taken from the clock.

static int sy_rank(int type) {
  switch (type) {
    case LUA_TNUMBER: return 0;
    case LUA_TSTRING: return 1;
    case LUA_TBOOLEAN: return 2;
    case LUA_TLIGHTUSERDATA: return 3;
    default: return 4;
  }
}

static int sy_key_less(lua_State *L, int a, int b) {
  int ranks[2] = {sy_rank(lua_type(L, a)), sy_rank(lua_type(L, b))};
  if (ranks[0] != ranks[1]) return ranks[0] < ranks[1];
  switch (ranks[0]) {
    case 0: return lua_compare(L, a, b, LUA_OPLT);
    case 1: {
      size_t lengths[2];
      const char *left = lua_tolstring(L, a, &lengths[0]), *right = lua_tolstring(L, b, &lengths[1]);
      int order = memcmp(left, right, lengths[0] < lengths[1] ? lengths[0] : lengths[1]);
      return order != 0 ? order < 0 : lengths[0] < lengths[1];
    }
    case 2: return lua_toboolean(L, a) < lua_toboolean(L, b);
    case 3: return 0;
    default: return sy_object_id(L, a) < sy_object_id(L, b);
  }
}

// With a key on top: replaces it by the next key in order and its value, or returns 0 with nothing. Looks at the
// whole table each time.
int sy_next_sorted(lua_State *L, int index) {
  index = lua_absindex(L, index);
  sy_check_stack(L, 6);
  int key = lua_gettop(L), best = key + 1;
  uint64_t seen = 0;
  lua_pushnil(L);
  lua_pushnil(L);
  while (lua_next(L, index)) { // key, best, candidate, value
    lua_pop(L, 1);
    seen++;
    if (!lua_isnil(L, key) && !sy_key_less(L, key, best + 1)) continue;
    if (lua_isnil(L, best) || sy_key_less(L, best + 1, best)) {
      lua_pushvalue(L, best + 1);
      lua_replace(L, best);
    }
  }
  sy_charge(L, seen);
  lua_replace(L, key);
  if (lua_isnil(L, key)) {
    lua_settop(L, key - 1);
    return 0;
  }
  lua_pushvalue(L, key);
  lua_rawget(L, index);
  return 1;
}

static void sy_sift(lua_State *L, int keys, lua_Integer root, lua_Integer count) {
  for (lua_Integer child; (child = 2 * root) <= count; root = child) {
    int top = lua_gettop(L);
    lua_rawgeti(L, keys, child);
    if (child < count) {
      lua_rawgeti(L, keys, child + 1);
      if (sy_key_less(L, top + 1, top + 2)) {
        child++;
        lua_replace(L, top + 1);
      } else {
        lua_settop(L, top + 1);
      }
    }
    lua_rawgeti(L, keys, root);
    if (!sy_key_less(L, top + 2, top + 1)) {
      lua_settop(L, top);
      return;
    }
    lua_rawseti(L, keys, child);
    lua_rawseti(L, keys, root);
  }
}

// Upvalues: the table, its sorted keys, the last index.
static int sy_pairs_step(lua_State *L) {
  lua_Integer i = lua_tointeger(L, lua_upvalueindex(3));
  for (;;) {
    lua_settop(L, 0);
    if (lua_rawgeti(L, lua_upvalueindex(2), ++i) == LUA_TNIL) return 1;
    lua_pushvalue(L, -1);
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL) break; // else it was removed on the way
  }
  lua_pushinteger(L, i);
  lua_replace(L, lua_upvalueindex(3));
  return 2;
}

// Pushes the iterator of `pairs` for the table at `index`.
int sy_sorted_pairs(lua_State *L, int index) {
  index = lua_absindex(L, index);
  sy_check_stack(L, 8);
  lua_newtable(L);
  int keys = lua_gettop(L);
  lua_Integer count = 0;
  lua_pushnil(L);
  while (lua_next(L, index)) {
    lua_pop(L, 1);
    lua_pushvalue(L, -1);
    lua_rawseti(L, keys, ++count);
  }
  uint64_t work = 0;
  for (lua_Integer n = count; n > 0; n >>= 1) work += (uint64_t)count;
  sy_charge(L, work);
  for (lua_Integer root = count / 2; root >= 1; root--) sy_sift(L, keys, root, count);
  for (lua_Integer last = count; last > 1; last--) {
    lua_rawgeti(L, keys, 1);
    lua_rawgeti(L, keys, last);
    lua_rawseti(L, keys, 1);
    lua_rawseti(L, keys, last);
    sy_sift(L, keys, 1, last - 1);
  }
  lua_pushvalue(L, index);
  lua_insert(L, -2);
  lua_pushinteger(L, 0);
  lua_pushcclosure(L, sy_pairs_step, 3);
  return 1;
}

// As luaL_tolstring; deterministic states show a number instead of an address.
const char *sy_tolstring(lua_State *L, int index, size_t *length) {
  index = lua_absindex(L, index);
  int type = lua_type(L, index);
  int by_address = type == LUA_TTABLE || type == LUA_TFUNCTION || type == LUA_TTHREAD;
  if (!by_address || !sy_of(L)->options.deterministic) return luaL_tolstring(L, index, length);
  sy_check_stack(L, 4);
  if (luaL_getmetafield(L, index, "__tostring") != LUA_TNIL) {
    lua_pop(L, 1);
    return luaL_tolstring(L, index, length);
  }
  const char *name = lua_typename(L, type);
  if (luaL_getmetafield(L, index, "__name") == LUA_TSTRING) name = lua_tostring(L, -1);
  char number[32];
  snprintf(number, sizeof number, ": 0x%08llx", (unsigned long long)sy_object_id(L, index));
  lua_settop(L, lua_gettop(L));
  const char *text = lua_pushfstring(L, "%s%s", name, number);
  if (length != NULL) *length = strlen(text);
  return text;
}
