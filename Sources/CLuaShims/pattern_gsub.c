#include "patterns.h"

// string.gsub. The result grows in a buffer of Lua's own, under the memory limit.

typedef struct sy_gsub_call {
  sy_matcher m;
  int type; // of the replacement, which is argument 3
  int value; // the place on the stack of what a function or table answered
  const char *copied; // up to here the subject is in the text
  luaL_Buffer text;
} sy_gsub_call;

// A buffer asks the allocator for its blocks, which cannot collect garbage and ask again as Lua itself does.
static void sy_make_room(lua_State *L, luaL_Buffer *text, size_t length) {
  if (length <= text->size - text->n) return;
  sy_state *s = sy_of(L);
  size_t wanted = text->n + length > 2 * text->size ? text->n + length : 2 * text->size;
  if (wanted <= s->options.memory_limit - s->used) return;
  sy_charge(L, s->used / 128);
  lua_gc(L, LUA_GCCOLLECT, 0);
}

static void sy_add_text(sy_gsub_call *c, const char *bytes, size_t length) {
  sy_step(&c->m, length / SY_BYTES_PER_STEP);
  sy_make_room(c->m.L, &c->text, length);
  luaL_addlstring(&c->text, bytes, length);
}

// A replacement string: `%0` to `%9` are captures, `%%` is a percent sign.
static void sy_add_filled(sy_gsub_call *c, const char *start, const char *end) {
  size_t length;
  const char *p = lua_tolstring(c->m.L, 3, &length), *limit = p + length;
  sy_step(&c->m, length / SY_BYTES_PER_STEP);
  for (const char *sign; (sign = memchr(p, '%', (size_t)(limit - p))) != NULL; p = sign + 2) {
    sy_add_text(c, p, (size_t)(sign - p));
    sy_step(&c->m, 1);
    const char *bytes = start;
    size_t size = (size_t)(end - start);
    if (sign[1] == '%') {
      bytes = sign;
      size = 1;
    } else if (sign[1] < '0' || sign[1] > '9') {
      sy_complain(&c->m, "invalid use of '%%' in replacement string");
    } else if (sign[1] != '0') {
      bytes = sy_capture_text(&c->m, sign[1] - '1', start, end, &size);
    }
    if (bytes != NULL) {
      sy_add_text(c, bytes, size);
    } else {
      luaL_addvalue(&c->text);
    }
  }
  sy_add_text(c, p, (size_t)(limit - p));
}

// Asks the function or table for the match's replacement and keeps it; 0 when the match is to stay.
static int sy_look_up(sy_gsub_call *c, const char *start, const char *end) {
  lua_State *L = c->m.L;
  if (c->type == LUA_TFUNCTION) {
    lua_pushvalue(L, 3);
    int count = sy_push_captures(&c->m, start, end);
    sy_settle(&c->m);
    lua_call(L, count, 1);
  } else {
    sy_push_capture(&c->m, 0, start, end);
    sy_settle(&c->m);
    lua_gettable(L, 3);
  }
  int found = lua_toboolean(L, -1);
  if (found && !lua_isstring(L, -1)) {
    return sy_complain(&c->m, "invalid replacement value (a %s)", luaL_typename(L, -1));
  }
  lua_replace(L, c->value);
  return found;
}

// Returns whether the match was replaced.
static int sy_replace(sy_gsub_call *c, const char *start, const char *end) {
  sy_step(&c->m, SY_STEPS_PER_INSTRUCTION);
  int filled = c->type == LUA_TSTRING || c->type == LUA_TNUMBER;
  if (!filled && !sy_look_up(c, start, end)) return 0;
  sy_add_text(c, c->copied, (size_t)(start - c->copied));
  c->copied = end;
  if (filled) {
    sy_add_filled(c, start, end);
  } else {
    size_t length;
    const char *bytes = lua_tolstring(c->m.L, c->value, &length);
    sy_add_text(c, bytes, length);
  }
  return 1;
}

int sy_gsub(lua_State *L) {
  size_t length, pattern_length;
  const char *subject = luaL_checklstring(L, 1, &length), *pattern = luaL_checklstring(L, 2, &pattern_length);
  sy_gsub_call c;
  c.type = lua_type(L, 3);
  lua_Integer limit = luaL_optinteger(L, 4, (lua_Integer)length + 1), count = 0;
  int valid = c.type == LUA_TSTRING || c.type == LUA_TNUMBER || c.type == LUA_TFUNCTION || c.type == LUA_TTABLE;
  luaL_argexpected(L, valid, 3, "string/function/table");
  sy_begin(&c.m, L, subject, length, pattern, pattern_length);
  int anchored = *pattern == '^';
  c.m.pattern += anchored;
  c.copied = subject;
  lua_pushnil(L);
  c.value = lua_gettop(L);
  luaL_buffinit(L, &c.text);
  int changed = 0;
  const char *start = subject, *last = NULL;
  while (count < limit && (last == NULL || !anchored)) {
    const char *end = sy_search(&c.m, &start, last, anchored);
    if (end == NULL) break;
    count++;
    changed |= sy_replace(&c, start, end);
    start = last = end;
  }
  if (changed) {
    sy_add_text(&c, c.copied, (size_t)(c.m.subject_end - c.copied));
    luaL_pushresult(&c.text);
  } else {
    lua_pushvalue(L, 1);
  }
  sy_settle(&c.m);
  lua_pushinteger(L, count);
  return 2;
}
