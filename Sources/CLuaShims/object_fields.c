#include "objects.h"

// Reads a field that the host must be asked for. A table is kept, so that read again within this entry it is the same.
static int sy_ask_field(lua_State *L, sy_proxy *p, lua_Integer field) {
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
  if (decoded) {
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

int sy_object_index(lua_State *L) {
  sy_proxy *p = sy_to_proxy(L, 1);
  if (p == NULL) return sy_error(L, "not an object");
  const sy_frame *frame = sy_check_live(L, 1, p);
  lua_settop(L, 2);
  lua_pushvalue(L, 2);
  int type = lua_rawget(L, lua_upvalueindex(2));
  if (type == LUA_TNUMBER) {
    lua_Integer key = lua_tointeger(L, -1), place = key >> SY_FIELD_BITS;
    if (place > 0 && frame != NULL && frame->facts != NULL && place <= frame->facts->count) {
      sy_push_fact(L, frame->facts, (uint32_t)place - 1);
      return 1;
    }
    if (place < 0) {
      sy_push_object(L, -place - 1, p->handle, p->scope);
      return 1;
    }
    return sy_ask_field(L, p, key & ((1 << SY_FIELD_BITS) - 1));
  }
  if (type != LUA_TNIL) return 1;
  lua_rawgeti(L, lua_upvalueindex(1), SY_TYPE_NAME);
  const char *name = lua_tostring(L, -1);
  if (lua_type(L, 2) != LUA_TSTRING) {
    return sy_error(L, "the fields of %s have names, got a %s for a name", name, luaL_typename(L, 2));
  }
  sy_suggest(L, lua_upvalueindex(2), lua_tostring(L, 2));
  return sy_error(L, "%s has no field '%s'%s", name, lua_tostring(L, 2), lua_tostring(L, -1));
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

int sy_object_pairs(lua_State *L) {
  sy_proxy *p = sy_to_proxy(L, 1);
  if (p == NULL) return sy_error(L, "not an object");
  sy_check_live(L, 1, p);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_pushvalue(L, 1);
  lua_pushinteger(L, 0);
  lua_pushcclosure(L, sy_object_next, 3);
  return 1;
}
