#include "objects.h"

static const char sy_mark;

sy_proxy *sy_to_proxy(lua_State *L, int index) {
  if (lua_type(L, index) != LUA_TUSERDATA || lua_rawlen(L, index) != sizeof(sy_proxy)) return NULL;
  sy_proxy *p = lua_touserdata(L, index);
  return p->mark == &sy_mark ? p : NULL;
}

const sy_frame *sy_check_live(lua_State *L, int index, const sy_proxy *p) {
  if (p->scope == 0) return NULL;
  for (const sy_frame *f = sy_of(L)->frame; f != NULL; f = f->outer) {
    if (f->scope == p->scope) return f;
  }
  lua_getmetatable(L, index);
  lua_rawgeti(L, -1, SY_TYPE_NAME);
  sy_error(L, "this %s is no longer valid: it was kept after the call that it was given to", lua_tostring(L, -1));
  return NULL;
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

// Pushes the metatable of a type.
static void sy_push_type(lua_State *L, int64_t type) {
  sy_state *s = sy_of(L);
  int place = LUA_NOREF;
  if (type >= 0 && (size_t)type < s->types.length / sizeof place) {
    memcpy(&place, s->types.bytes + (size_t)type * sizeof place, sizeof place);
  }
  if (place == LUA_NOREF) {
    s->hint = SY_MISUSE;
    luaL_error(L, "an object of a type that this state does not define");
  }
  lua_rawgeti(L, LUA_REGISTRYINDEX, place);
}

static void sy_push_new_object(lua_State *L, int64_t type, int64_t handle, uint64_t scope) {
  sy_state *s = sy_of(L);
  sy_proxy *p = lua_newuserdatauv(L, sizeof *p, 1);
  *p = (sy_proxy){
      .serial = s->options.deterministic ? ++s->created : 0,
      .mark = &sy_mark, .type = type, .handle = handle, .scope = scope,
  };
  sy_push_type(L, type);
  lua_setmetatable(L, -2);
}

void sy_push_object(lua_State *L, int64_t type, int64_t handle, uint64_t scope) {
  sy_check_stack(L, 5);
  if (scope != 0) {
    sy_push_new_object(L, type, handle, scope);
    return;
  }
  // The same object is the same value, so that it works as a key.
  sy_push_type(L, type);
  lua_rawgeti(L, -1, SY_TYPE_LIVE);
  lua_remove(L, -2);
  if (lua_rawgeti(L, -1, handle) != LUA_TUSERDATA) {
    lua_pop(L, 1);
    sy_push_new_object(L, type, handle, 0);
    lua_pushvalue(L, -1);
    lua_rawseti(L, -3, handle);
  }
  lua_remove(L, -2);
}

int sy_object_newindex(lua_State *L) {
  lua_rawgeti(L, lua_upvalueindex(1), SY_TYPE_NAME);
  const char *name = lua_tostring(L, -1);
  if (lua_type(L, 2) != LUA_TSTRING) return sy_error(L, "%s is read-only", name);
  return sy_error(L, "cannot assign '%s.%s': %s is read-only", name, lua_tostring(L, 2), name);
}

int sy_object_tostring(lua_State *L) {
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

int sy_object_eq(lua_State *L) {
  sy_proxy *a = sy_to_proxy(L, 1), *b = sy_to_proxy(L, 2);
  lua_pushboolean(L, a != NULL && b != NULL && a->type == b->type && a->handle == b->handle);
  return 1;
}
