#include "internal.h"

// Tape → Lua. Tapes come from our own writer, but are checked all the same.

typedef struct sy_decoder {
  lua_State *L;
  const uint8_t *at, *end;
  uint64_t scope;
  int depth;
} sy_decoder;

static void sy_take(sy_decoder *d, void *into, size_t length) {
  if ((size_t)(d->end - d->at) < length) luaL_error(d->L, "a value from the host is cut short");
  memcpy(into, d->at, length);
  d->at += length;
}

static uint32_t sy_take_count(sy_decoder *d) {
  uint32_t count;
  sy_take(d, &count, 4);
  if ((size_t)(d->end - d->at) < count) luaL_error(d->L, "a value from the host is cut short");
  return count;
}

static void sy_take_value(sy_decoder *d) {
  lua_State *L = d->L;
  sy_check_stack(L, 4);
  uint8_t tag;
  sy_take(d, &tag, 1);
  switch (tag) {
    case SY_TAG_NIL: lua_pushnil(L); break;
    case SY_TAG_FALSE: lua_pushboolean(L, 0); break;
    case SY_TAG_TRUE: lua_pushboolean(L, 1); break;
    case SY_TAG_NULL: lua_pushlightuserdata(L, (void *)&sy_null); break;
    case SY_TAG_INTEGER: {
      int64_t value;
      sy_take(d, &value, 8);
      lua_pushinteger(L, value);
      break;
    }
    case SY_TAG_NUMBER: {
      double value;
      sy_take(d, &value, 8);
      lua_pushnumber(L, value);
      break;
    }
    case SY_TAG_STRING:
    case SY_TAG_JSON: {
      uint32_t length = sy_take_count(d);
      const char *bytes = (const char *)d->at;
      d->at += length;
      if (tag == SY_TAG_STRING) {
        lua_pushlstring(L, bytes, length);
      } else {
        sy_push_json(L, bytes, length);
      }
      break;
    }
    case SY_TAG_ARRAY:
    case SY_TAG_TABLE: {
      if (++d->depth > SY_MAX_DEPTH / 5) luaL_error(L, "a value from the host is nested too deep");
      uint32_t count = sy_take_count(d);
      lua_createtable(L, tag == SY_TAG_ARRAY ? (int)count : 0, tag == SY_TAG_TABLE ? (int)count : 0);
      for (uint32_t i = 1; i <= count; i++) {
        sy_take_value(d);
        if (tag == SY_TAG_ARRAY) {
          lua_rawseti(L, -2, i);
        } else {
          sy_take_value(d);
          lua_rawset(L, -3);
        }
      }
      if (tag == SY_TAG_ARRAY) {
        sy_push_array_metatable(L);
        lua_setmetatable(L, -2);
      }
      d->depth--;
      break;
    }
    case SY_TAG_FUNCTION: {
      int64_t id;
      sy_take(d, &id, 8);
      sy_push_function(L, id);
      break;
    }
    case SY_TAG_OBJECT: {
      int64_t type, handle;
      sy_take(d, &type, 8);
      sy_take(d, &handle, 8);
      sy_push_object(L, type, handle, d->scope);
      break;
    }
    default: luaL_error(L, "a value from the host has an unknown tag");
  }
}

int sy_decode(lua_State *L, const uint8_t *bytes, size_t length, uint64_t scope) {
  sy_decoder d = {L, bytes, bytes + length, scope, 0};
  int count = 0;
  if (length > 4096) sy_charge(L, length / 64);
  for (; d.at < d.end; count++) sy_take_value(&d);
  return count;
}
