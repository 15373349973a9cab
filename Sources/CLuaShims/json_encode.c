#include "internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

// Lua → JSON text, in the state's own buffer. Tables are read raw.

int sy_json_encode(lua_State *L);

typedef struct sy_writer {
  lua_State *L;
  sy_state *s;
  int depth;
  const void *path[SY_MAX_DEPTH];
} sy_writer;

static void sy_write(sy_writer *w, const char *bytes, size_t length) {
  sy_state *s = w->s;
  if (length > s->options.tape_limit - s->json.length) {
    sy_error(w->L, "json.encode: the text is too long (limit: %I bytes)", (lua_Integer)s->options.tape_limit);
  }
  if (!sy_append(&s->json, bytes, length)) sy_kill(w->L, SY_MEMORY);
}

// The length of the UTF-8 sequence at `at`, or 0.
int sy_utf8_sequence(const unsigned char *at, const unsigned char *end) {
  if (*at < 0x80) return 1;
  int length = *at >= 0xF0 ? 4 : *at >= 0xE0 ? 3 : 2;
  if (*at < 0xC2 || *at > 0xF4 || end - at < length) return 0;
  for (int i = 1; i < length; i++) {
    if ((at[i] & 0xC0) != 0x80) return 0;
  }
  if (*at == 0xE0 && at[1] < 0xA0) return 0;                // overlong
  if (*at == 0xED && at[1] > 0x9F) return 0;                // surrogates
  if (*at == 0xF0 && at[1] < 0x90) return 0;                // overlong
  if (*at == 0xF4 && at[1] > 0x8F) return 0;                // beyond U+10FFFF
  return length;
}

static void sy_write_string(sy_writer *w, const char *bytes, size_t length) {
  const unsigned char *at = (const unsigned char *)bytes, *end = at + length, *plain = at;
  sy_charge(w->L, length / 16);
  sy_write(w, "\"", 1);
  while (at < end) {
    if (*at >= 0x20 && *at < 0x80 && *at != '"' && *at != '\\' && *at != 0x7F) {
      at++;
      continue;
    }
    if (*at >= 0x80) {
      int size = sy_utf8_sequence(at, end);
      if (size == 0) sy_error(w->L, "json.encode: a string is not valid UTF-8");
      at += size;
      continue;
    }
    sy_write(w, (const char *)plain, (size_t)(at - plain));
    char escape[8];
    static const char shorts[] = "\"\"\\\\\bb\ff\nn\rr\tt";
    const char *found = NULL;
    for (const char *s = shorts; *s != 0 && found == NULL; s += 2) found = (unsigned char)*s == *at ? s : NULL;
    int size = found != NULL ? snprintf(escape, sizeof escape, "\\%c", found[1])
                             : snprintf(escape, sizeof escape, "\\u%04x", *at);
    sy_write(w, escape, (size_t)size);
    plain = ++at;
  }
  sy_write(w, (const char *)plain, (size_t)(at - plain));
  sy_write(w, "\"", 1);
}

static void sy_write_number(sy_writer *w, int index) {
  char text[48];
  int length;
  if (lua_isinteger(w->L, index)) {
    length = snprintf(text, sizeof text, "%lld", (long long)lua_tointeger(w->L, index));
  } else {
    double value = lua_tonumber(w->L, index);
    if (!isfinite(value)) sy_error(w->L, "json.encode: %s is not a JSON number", isnan(value) ? "nan" : "inf");
    for (int digits = 15; digits <= 17; digits++) { // the shortest that reads back the same
      length = snprintf(text, sizeof text, "%.*g", digits, value);
      if (strtod(text, NULL) == value) break;
    }
    if (strcspn(text, ".e") == (size_t)length) length += snprintf(text + length, sizeof text - length, ".0");
  }
  sy_write(w, text, (size_t)length);
}

static void sy_write_value(sy_writer *w, int index);

typedef struct sy_key {
  const char *bytes;
  size_t length;
} sy_key;

static int sy_compare_keys(const void *a, const void *b) {
  const sy_key *left = a, *right = b;
  int order = memcmp(left->bytes, right->bytes, left->length < right->length ? left->length : right->length);
  return order != 0 ? order : (left->length > right->length) - (left->length < right->length);
}

static void sy_write_object(sy_writer *w, int index) {
  lua_State *L = w->L;
  size_t count = 0;
  lua_pushnil(L);
  while (lua_next(L, index)) {
    if (lua_type(L, -2) != LUA_TSTRING) {
      sy_error(L, "json.encode: a table with keys other than strings or 1 to n (a key of type %s)",
               luaL_typename(L, -2));
    }
    lua_pop(L, 1);
    count++;
  }
  sy_charge(L, 4 * count);
  // The table keeps the keys' bytes alive while they are sorted.
  sy_key *keys = lua_newuserdatauv(L, (count + 1) * sizeof *keys, 0);
  size_t i = 0;
  lua_pushnil(L);
  while (lua_next(L, index)) {
    lua_pop(L, 1);
    keys[i].bytes = lua_tolstring(L, -1, &keys[i].length);
    i++;
  }
  qsort(keys, count, sizeof *keys, sy_compare_keys);
  sy_write(w, "{", 1);
  for (i = 0; i < count; i++) {
    if (i > 0) sy_write(w, ",", 1);
    sy_write_string(w, keys[i].bytes, keys[i].length);
    sy_write(w, ":", 1);
    lua_pushlstring(L, keys[i].bytes, keys[i].length);
    lua_rawget(L, index);
    sy_write_value(w, lua_gettop(L));
    lua_pop(L, 1);
  }
  sy_write(w, "}", 1);
  lua_pop(L, 1);
}

static void sy_write_table(sy_writer *w, int index) {
  lua_State *L = w->L;
  int top = lua_gettop(L);
  sy_check_stack(L, 8);
  if (sy_behind(L, index)) index = top + 1;
  const void *self = lua_topointer(L, index);
  for (int i = 0; i < w->depth; i++) {
    if (w->path[i] == self) sy_error(L, "json.encode: a table contains itself");
  }
  if (w->depth >= w->s->options.depth_limit) sy_error(L, "json.encode: tables are nested too deep");
  w->path[w->depth++] = self;
  int64_t length = sy_sequence(L, index);
  sy_charge(L, 5 + (uint64_t)(length > 0 ? length : 0));
  if (length > 0 || (length == 0 && sy_is_array(L, index))) {
    sy_write(w, "[", 1);
    for (int64_t i = 1; i <= length; i++) {
      if (i > 1) sy_write(w, ",", 1);
      lua_rawgeti(L, index, i);
      sy_write_value(w, lua_gettop(L));
      lua_pop(L, 1);
    }
    sy_write(w, "]", 1);
  } else if (sy_is_array(L, index)) {
    sy_error(L, "json.encode: an array must have the keys 1 to n and no others");
  } else {
    sy_write_object(w, index);
  }
  w->depth--;
  lua_settop(L, top);
}

static void sy_write_value(sy_writer *w, int index) {
  lua_State *L = w->L;
  switch (lua_type(L, index)) {
    case LUA_TNIL: sy_write(w, "null", 4); return;
    case LUA_TBOOLEAN: lua_toboolean(L, index) ? sy_write(w, "true", 4) : sy_write(w, "false", 5); return;
    case LUA_TNUMBER: sy_write_number(w, index); return;
    case LUA_TTABLE: sy_write_table(w, index); return;
    case LUA_TSTRING: {
      size_t length;
      const char *bytes = lua_tolstring(L, index, &length);
      sy_write_string(w, bytes, length);
      return;
    }
    case LUA_TLIGHTUSERDATA: sy_write(w, "null", 4); return;
    default: sy_error(L, "json.encode: a %s has no JSON form", luaL_typename(L, index));
  }
}

int sy_json_encode(lua_State *L) {
  luaL_checkany(L, 1);
  lua_settop(L, 1);
  sy_writer w = {.L = L, .s = sy_of(L), .depth = 0};
  w.s->json.length = 0;
  sy_write_value(&w, 1);
  lua_pushlstring(L, w.s->json.bytes == NULL ? "" : (const char *)w.s->json.bytes, w.s->json.length);
  return 1;
}
