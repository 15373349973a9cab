#include "objects.h"

typedef struct sy_define_arguments {
  int64_t type;
  const uint8_t *tape;
  size_t length;
} sy_define_arguments;

// Places on the worker's stack.
enum { AT_NAME = 2, AT_FIELDS, AT_PLACES, AT_METHODS, AT_CALLBACKS, AT_METATABLE, AT_KEYS };

static lua_Integer sy_integer_at(lua_State *L, int index, lua_Integer i) {
  lua_rawgeti(L, index, i);
  lua_Integer value = lua_tointeger(L, -1);
  lua_pop(L, 1);
  return value;
}

static void sy_define_keys(lua_State *L) {
  lua_Integer fields = (lua_Integer)lua_rawlen(L, AT_FIELDS), methods = (lua_Integer)lua_rawlen(L, AT_METHODS);
  for (lua_Integer i = 1; i <= fields; i++) {
    lua_rawgeti(L, AT_FIELDS, i);
    lua_pushinteger(L, sy_integer_at(L, AT_PLACES, i) * (1 << SY_FIELD_BITS) + i);
    lua_rawset(L, AT_KEYS);
  }
  for (lua_Integer i = 1; i <= methods; i++) {
    lua_rawgeti(L, AT_METHODS, i);
    sy_push_callback(L, sy_integer_at(L, AT_CALLBACKS, i), lua_tostring(L, -1));
    lua_rawset(L, AT_KEYS);
  }
}

static void sy_metamethod(lua_State *L, const char *name, lua_CFunction function) {
  lua_pushvalue(L, AT_METATABLE);
  lua_pushvalue(L, AT_KEYS);
  lua_pushcclosure(L, function, 2);
  lua_setfield(L, AT_METATABLE, name);
}

// Notes where the registry has a type's metatable. Returns 0 when there is no memory.
static int sy_set_type(sy_state *s, int64_t type, int place) {
  static const int nowhere = LUA_NOREF;
  while (s->types.length <= (size_t)type * sizeof place) {
    if (!sy_append(&s->types, &nowhere, sizeof nowhere)) return 0;
  }
  memcpy(s->types.bytes + (size_t)type * sizeof place, &place, sizeof place);
  return 1;
}

static int sy_define_worker(lua_State *L) {
  sy_define_arguments *a = lua_touserdata(L, 1);
  if (sy_decode(L, a->tape, a->length, 0) != AT_CALLBACKS - 1) return luaL_error(L, "malformed object type");
  lua_newtable(L);
  lua_newtable(L);
  sy_define_keys(L);
  lua_pushvalue(L, AT_NAME);
  lua_rawseti(L, AT_METATABLE, SY_TYPE_NAME);
  lua_pushvalue(L, AT_FIELDS);
  lua_rawseti(L, AT_METATABLE, SY_TYPE_FIELDS);
  lua_newtable(L);
  lua_newtable(L);
  lua_pushliteral(L, "v");
  lua_setfield(L, -2, "__mode");
  lua_setmetatable(L, -2);
  lua_rawseti(L, AT_METATABLE, SY_TYPE_LIVE);
  lua_pushvalue(L, AT_NAME);
  lua_setfield(L, AT_METATABLE, "__name");
  lua_pushboolean(L, 0);
  lua_setfield(L, AT_METATABLE, "__metatable");
  sy_metamethod(L, "__index", sy_object_index);
  sy_metamethod(L, "__newindex", sy_object_newindex);
  sy_metamethod(L, "__tostring", sy_object_tostring);
  sy_metamethod(L, "__eq", sy_object_eq);
  sy_metamethod(L, "__pairs", sy_object_pairs);
  lua_settop(L, AT_METATABLE);
  if (!sy_set_type(sy_of(L), a->type, luaL_ref(L, LUA_REGISTRYINDEX))) {
    return luaL_error(L, "no memory for an object type");
  }
  return 0;
}

int sy_define(sy_state *s, int64_t type, const void *tape, size_t length) {
  sy_define_arguments arguments = {type, tape, length};
  sy_frame frame;
  sy_enter(s, &frame, (sy_limits){-1, -1});
  int status = sy_protected(s, sy_define_worker, &arguments);
  sy_leave(s, &frame);
  return status;
}
