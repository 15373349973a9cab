#include "internal.h"

// Host objects: a userdata that names a type and a handle. Fields are fetched when they are read.

typedef struct sy_proxy {
  uint64_t serial; // must come first: the order in deterministic states
  int64_t type, handle;
  uint64_t scope; // 0: for ever; else it dies with the call that it was given to
  uint64_t epoch; // the entry in which the fields cached in its user value were decoded
} sy_proxy;

// A type's metatable holds its parts at these places, out of scripts' reach: metatables are protected.
enum { SY_TYPE_NAME = 1, SY_TYPE_FIELDS = 2, SY_TYPE_KEYS = 3, SY_TYPE_ID = 4, SY_TYPE_LIVE = 5 };

static sy_proxy *sy_to_proxy(lua_State *L, int index) {
  if (lua_type(L, index) != LUA_TUSERDATA || !lua_getmetatable(L, index)) return NULL;
  int is_proxy = lua_rawgetp(L, -1, &sy_key_object) != LUA_TNIL;
  lua_pop(L, 2);
  return is_proxy ? lua_touserdata(L, index) : NULL;
}

static void sy_check_live(lua_State *L, int index, const sy_proxy *p) {
  if (p->scope == 0) return;
  for (sy_frame *f = sy_of(L)->frame; f != NULL; f = f->outer) {
    if (f->scope == p->scope) return;
  }
  lua_getmetatable(L, index);
  lua_rawgeti(L, -1, SY_TYPE_NAME);
  sy_error(L, "this %s is no longer valid: it was kept after the call that it was given to", lua_tostring(L, -1));
}

// Reads an object's identity for its way to Swift. A dead one raises.
int sy_object(lua_State *L, int index, int64_t *type, int64_t *handle) {
  sy_proxy *p = sy_to_proxy(L, index);
  if (p == NULL) return 0;
  sy_check_live(L, index, p);
  *type = p->type;
  *handle = p->handle;
  return 1;
}

void sy_push_object(lua_State *L, int64_t type, int64_t handle, uint64_t scope) {
  luaL_checkstack(L, 5, NULL);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &sy_key_types);
  if (lua_rawgeti(L, -1, type) != LUA_TTABLE) {
    sy_of(L)->hint = SY_MISUSE;
    luaL_error(L, "an object of a type that this state does not define");
  }
  lua_remove(L, -2);
  if (scope == 0) { // the same object is the same value, so that it works as a key
    lua_rawgeti(L, -1, SY_TYPE_LIVE);
    if (lua_rawgeti(L, -1, handle) == LUA_TUSERDATA) {
      lua_replace(L, -3);
      lua_pop(L, 1);
      return;
    }
    lua_pop(L, 2);
  }
  sy_state *s = sy_of(L);
  sy_proxy *p = lua_newuserdatauv(L, sizeof *p, 1);
  *p = (sy_proxy){s->options.deterministic ? ++s->created : 0, type, handle, scope, 0};
  lua_insert(L, -2);
  if (scope == 0) {
    lua_rawgeti(L, -1, SY_TYPE_LIVE);
    lua_pushvalue(L, -3);
    lua_rawseti(L, -2, handle);
    lua_pop(L, 1);
  }
  lua_setmetatable(L, -2);
}

// Calls Swift for a field's value and pushes it.
static int sy_read_field(lua_State *L, sy_proxy *p, lua_Integer field) {
  sy_state *s = sy_of(L);
  if (p->epoch == s->epoch && lua_getiuservalue(L, 1, 1) == LUA_TTABLE) {
    if (lua_rawgeti(L, -1, field) != LUA_TNIL) return 1;
  }
  sy_charge(L, 10);
  lua_State *was = s->current;
  s->current = L;
  int status = s->host.field(s->host.context, p->type, p->handle, field - 1);
  s->current = was;
  if (status != SY_OK) return sy_deliver(L, status, s->in.bytes, s->in.length);
  int decoded = s->in.length > 0
                && (s->in.bytes[0] == SY_TAG_JSON || s->in.bytes[0] == SY_TAG_TABLE || s->in.bytes[0] == SY_TAG_ARRAY);
  lua_settop(L, 2);
  if (s->in.length > 0 && s->in.bytes[0] == SY_TAG_JSON) {
    sy_push_json_field(L, s->in.bytes, s->in.length);
  } else if (sy_decode(L, s->in.bytes, s->in.length, p->scope) != 1) {
    return sy_error(L, "a field has one value");
  }
  if (decoded) { // read again within this entry, it is the same table
    if (p->epoch != s->epoch || lua_getiuservalue(L, 1, 1) != LUA_TTABLE) {
      lua_settop(L, 3);
      lua_newtable(L);
      lua_pushvalue(L, -1);
      lua_setiuservalue(L, 1, 1);
      p->epoch = s->epoch;
    }
    lua_pushvalue(L, 3);
    lua_rawseti(L, -2, field);
    lua_settop(L, 3);
  }
  return 1;
}

// Upvalues: the type's metatable, its key → field number or method.
static int sy_object_index(lua_State *L) {
  sy_proxy *p = sy_to_proxy(L, 1);
  if (p == NULL) return sy_error(L, "not an object");
  sy_check_live(L, 1, p);
  lua_settop(L, 2);
  lua_pushvalue(L, 2);
  int type = lua_rawget(L, lua_upvalueindex(2));
  if (type == LUA_TNUMBER) return sy_read_field(L, p, lua_tointeger(L, -1));
  if (type != LUA_TNIL) return 1;
  lua_rawgeti(L, lua_upvalueindex(1), SY_TYPE_NAME);
  const char *name = lua_tostring(L, -1);
  if (lua_type(L, 2) != LUA_TSTRING) {
    return sy_error(L, "the fields of %s have names, got a %s for a name", name, luaL_typename(L, 2));
  }
  sy_suggest(L, lua_upvalueindex(2), lua_tostring(L, 2));
  return sy_error(L, "%s has no field '%s'%s", name, lua_tostring(L, 2), lua_tostring(L, -1));
}

static int sy_object_newindex(lua_State *L) {
  lua_rawgeti(L, lua_upvalueindex(1), SY_TYPE_NAME);
  const char *name = lua_tostring(L, -1);
  if (lua_type(L, 2) != LUA_TSTRING) return sy_error(L, "%s is read-only", name);
  return sy_error(L, "cannot assign '%s.%s': %s is read-only", name, lua_tostring(L, 2), name);
}

static int sy_object_tostring(lua_State *L) {
  sy_state *s = sy_of(L);
  sy_proxy *p = sy_to_proxy(L, 1);
  if (p == NULL) return sy_error(L, "not an object");
  sy_check_live(L, 1, p);
  lua_State *was = s->current;
  s->current = L;
  s->in.length = 0;
  s->host.describe(s->host.context, p->type, p->handle);
  s->current = was;
  lua_pushlstring(L, s->in.bytes == NULL ? "" : (const char *)s->in.bytes, s->in.length);
  return 1;
}

static int sy_object_eq(lua_State *L) {
  sy_proxy *a = sy_to_proxy(L, 1), *b = sy_to_proxy(L, 2);
  lua_pushboolean(L, a != NULL && b != NULL && a->type == b->type && a->handle == b->handle);
  return 1;
}

// Upvalues: the metatable, the object, the number of the last field.
static int sy_object_next(lua_State *L) {
  lua_rawgeti(L, lua_upvalueindex(1), SY_TYPE_FIELDS);
  lua_Integer next = lua_tointeger(L, lua_upvalueindex(3)) + 1;
  lua_pushinteger(L, next);
  lua_replace(L, lua_upvalueindex(3));
  if (lua_rawgeti(L, -1, next) == LUA_TNIL) return 1;
  lua_pushvalue(L, -1);
  lua_gettable(L, lua_upvalueindex(2));
  return 2;
}

static int sy_object_pairs(lua_State *L) {
  sy_proxy *p = sy_to_proxy(L, 1);
  if (p == NULL) return sy_error(L, "not an object");
  sy_check_live(L, 1, p);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_pushvalue(L, 1);
  lua_pushinteger(L, 0);
  lua_pushcclosure(L, sy_object_next, 3);
  return 1;
}

typedef struct sy_define_arguments {
  int64_t type;
  const uint8_t *tape;
  size_t length;
} sy_define_arguments;

static void sy_metamethod(lua_State *L, const char *name, lua_CFunction function, int upvalues) {
  lua_pushvalue(L, 6);
  if (upvalues == 2) lua_pushvalue(L, 7);
  lua_pushcclosure(L, function, upvalues);
  lua_setfield(L, 6, name);
}

static int sy_define_worker(lua_State *L) {
  sy_define_arguments *a = lua_touserdata(L, 1);
  // 2 name, 3 fields, 4 method names, 5 method ids
  if (sy_decode(L, a->tape, a->length, 0) != 4) return luaL_error(L, "malformed object type");
  lua_newtable(L); // 6 metatable
  lua_newtable(L); // 7 keys
  lua_Integer fields = (lua_Integer)lua_rawlen(L, 3), methods = (lua_Integer)lua_rawlen(L, 4);
  for (lua_Integer i = 1; i <= fields; i++) {
    lua_rawgeti(L, 3, i);
    lua_pushinteger(L, i);
    lua_rawset(L, 7);
  }
  for (lua_Integer i = 1; i <= methods; i++) {
    lua_rawgeti(L, 4, i);
    lua_rawgeti(L, 5, i);
    lua_Integer id = lua_tointeger(L, -1);
    lua_pop(L, 1);
    sy_push_callback(L, id, lua_tostring(L, -1));
    lua_rawset(L, 7);
  }
  lua_pushvalue(L, 2);
  lua_rawseti(L, 6, SY_TYPE_NAME);
  lua_pushvalue(L, 3);
  lua_rawseti(L, 6, SY_TYPE_FIELDS);
  lua_pushinteger(L, a->type);
  lua_rawseti(L, 6, SY_TYPE_ID);
  lua_newtable(L);
  lua_newtable(L);
  lua_pushliteral(L, "v");
  lua_setfield(L, -2, "__mode");
  lua_setmetatable(L, -2);
  lua_rawseti(L, 6, SY_TYPE_LIVE);
  lua_pushboolean(L, 1);
  lua_rawsetp(L, 6, &sy_key_object);
  lua_pushvalue(L, 2);
  lua_setfield(L, 6, "__name");
  lua_pushboolean(L, 0);
  lua_setfield(L, 6, "__metatable");
  sy_metamethod(L, "__index", sy_object_index, 2);
  sy_metamethod(L, "__newindex", sy_object_newindex, 1);
  sy_metamethod(L, "__tostring", sy_object_tostring, 1);
  sy_metamethod(L, "__eq", sy_object_eq, 1);
  sy_metamethod(L, "__pairs", sy_object_pairs, 1);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &sy_key_types);
  lua_pushvalue(L, 6);
  lua_rawseti(L, -2, a->type);
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
