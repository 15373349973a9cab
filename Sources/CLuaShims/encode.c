#define _GNU_SOURCE
#include "internal.h"

// Lua → tape. The tape is the state's own buffer, so a raise half way loses no memory; the function references
// that were counted for an unfinished tape are given back when the next one starts.

typedef struct sy_encoder {
  lua_State *L;
  sy_state *s;
  int depth, exact;
  const void *path[SY_MAX_DEPTH];
} sy_encoder;

static int sy_refuse(sy_encoder *e, const char *why) {
  e->s->hint = SY_TOO_LARGE;
  return sy_error(e->L, "%s", why);
}

static void sy_put(sy_encoder *e, const void *bytes, size_t length) {
  sy_state *s = e->s;
  if (length > s->options.tape_limit - s->out.length) {
    sy_charge(e->L, s->out.length / 64);
    s->hint = SY_TOO_LARGE;
    sy_error(e->L, "the value is too large to leave Lua (limit: %I bytes)", (lua_Integer)s->options.tape_limit);
  }
  if (!sy_append(&s->out, bytes, length)) sy_kill(e->L, SY_MEMORY);
}

static void sy_put_tag(sy_encoder *e, uint8_t tag) { sy_put(e, &tag, 1); }

static void sy_put_string(sy_encoder *e, const char *bytes, size_t length) {
  uint32_t size = (uint32_t)length;
  if (length > e->s->options.tape_limit) sy_put(e, bytes, length);
  sy_put(e, &size, 4);
  sy_put(e, bytes, length);
}

static void sy_put_value(sy_encoder *e, int index);

static void sy_put_table(sy_encoder *e, int index) {
  lua_State *L = e->L;
  int top = lua_gettop(L);
  if (sy_behind(L, index)) index = top + 1;
  const void *self = lua_topointer(L, index);
  sy_charge(L, 5); // the same small table may be there a million times
  for (int i = 0; i < e->depth; i++) {
    if (e->path[i] == self) sy_refuse(e, "a table that contains itself cannot leave Lua");
  }
  if (e->depth >= e->s->options.depth_limit) sy_refuse(e, "tables are nested too deep to leave Lua");
  sy_check_stack(L, 6);
  e->path[e->depth++] = self;
  int64_t length = sy_sequence(L, index);
  if ((length > 0 && !e->exact) || (length >= 0 && sy_is_array(L, index))) {
    sy_put_tag(e, SY_TAG_ARRAY);
    uint32_t count = (uint32_t)length;
    sy_put(e, &count, 4);
    for (int64_t i = 1; i <= length; i++) {
      lua_rawgeti(L, index, i);
      sy_put_value(e, lua_gettop(L));
      lua_pop(L, 1);
    }
  } else {
    sy_put_tag(e, SY_TAG_TABLE);
    size_t at = e->s->out.length;
    uint32_t count = 0;
    sy_put(e, &count, 4);
    lua_pushnil(L);
    while (lua_next(L, index)) {
      sy_put_value(e, lua_gettop(L) - 1);
      sy_put_value(e, lua_gettop(L));
      lua_pop(L, 1);
      count++;
    }
    memcpy(e->s->out.bytes + at, &count, 4);
  }
  e->depth--;
  lua_settop(L, top);
}

static void sy_put_function(sy_encoder *e, int index) {
  lua_Debug ar;
  lua_pushvalue(e->L, index);
  lua_getinfo(e->L, ">S", &ar);
  // Everything is reserved first, so that the reference that is counted also reaches the tape.
  const char *source = ar.source[0] == '@' || ar.source[0] == '=' ? ar.source + 1 : ar.short_src;
  uint8_t record[17 + SY_NAME_SIZE];
  uint32_t length = (uint32_t)strnlen(source, SY_NAME_SIZE - 1);
  int32_t line = ar.linedefined > 0 ? ar.linedefined : 0;
  memset(record, 0, 17);
  record[0] = SY_TAG_FUNCTION;
  memcpy(record + 9, &line, 4);
  memcpy(record + 13, &length, 4);
  memcpy(record + 17, source, length);
  size_t at = e->s->out.length;
  sy_put(e, record, 17 + length);
  if (!sy_append(&e->s->fresh, &(int64_t){0}, 8)) sy_kill(e->L, SY_MEMORY);
  int64_t id = sy_retain_function(e->L, index);
  memcpy(e->s->fresh.bytes + e->s->fresh.length - 8, &id, 8);
  memcpy(e->s->out.bytes + at + 1, &id, 8);
}

static void sy_put_value(sy_encoder *e, int index) {
  lua_State *L = e->L;
  switch (lua_type(L, index)) {
    case LUA_TNIL: sy_put_tag(e, SY_TAG_NIL); break;
    case LUA_TBOOLEAN: sy_put_tag(e, lua_toboolean(L, index) ? SY_TAG_TRUE : SY_TAG_FALSE); break;
    case LUA_TNUMBER:
      if (lua_isinteger(L, index)) {
        int64_t value = lua_tointeger(L, index);
        sy_put_tag(e, SY_TAG_INTEGER);
        sy_put(e, &value, 8);
      } else {
        double value = lua_tonumber(L, index);
        sy_put_tag(e, SY_TAG_NUMBER);
        sy_put(e, &value, 8);
      }
      break;
    case LUA_TSTRING: {
      size_t length;
      const char *bytes = lua_tolstring(L, index, &length);
      sy_put_tag(e, SY_TAG_STRING);
      sy_put_string(e, bytes, length);
      break;
    }
    case LUA_TTABLE: sy_put_table(e, index); break;
    case LUA_TFUNCTION: sy_put_function(e, index); break;
    case LUA_TLIGHTUSERDATA:
      if (lua_touserdata(L, index) != &sy_null) sy_refuse(e, "this value cannot leave Lua");
      sy_put_tag(e, SY_TAG_NULL);
      break;
    case LUA_TUSERDATA: {
      int64_t type, handle;
      if (!sy_object(L, index, &type, &handle)) sy_refuse(e, "this value cannot leave Lua");
      sy_put_tag(e, SY_TAG_OBJECT);
      sy_put(e, &type, 8);
      sy_put(e, &handle, 8);
      break;
    }
    default: sy_refuse(e, "a coroutine cannot leave Lua");
  }
}

static void sy_encode_as(lua_State *L, int first, int last, int exact) {
  sy_encoder e; // the path stays as it is: clearing it would cost more than most values
  e.L = L;
  e.s = sy_of(L);
  e.depth = 0;
  e.exact = exact;
  e.s->out.length = 0;
  sy_check_stack(L, 8);
  while (e.s->fresh.length > 0) {
    int64_t id;
    e.s->fresh.length -= 8;
    memcpy(&id, e.s->fresh.bytes + e.s->fresh.length, 8);
    sy_unretain_function(L, id);
  }
  for (int i = first; i <= last; i++) sy_put_value(&e, i);
  // Work in C that no hook sees.
  if (e.s->out.length > 4096) sy_charge(L, e.s->out.length / 64);
  e.s->fresh.length = 0;
}

void sy_encode(lua_State *L, int first, int last) { sy_encode_as(L, first, last, 0); }
void sy_encode_exact(lua_State *L, int index) { sy_encode_as(L, index, index, 1); }
