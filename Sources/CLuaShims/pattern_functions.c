#include "patterns.h"

// string.find, string.match and string.gmatch.

// The argument `init` as an offset, which may be past the end.
static size_t sy_offset(lua_State *L, int argument, size_t length) {
  lua_Integer position = luaL_optinteger(L, argument, 1);
  if (position > 0) return (size_t)position - 1;
  if (position == 0 || position < -(lua_Integer)length) return 0;
  return length + (size_t)position;
}

static int sy_find_or_match(lua_State *L, int find) {
  size_t length, pattern_length;
  const char *subject = luaL_checklstring(L, 1, &length), *pattern = luaL_checklstring(L, 2, &pattern_length);
  size_t offset = sy_offset(L, 3, length);
  sy_matcher m;
  sy_begin(&m, L, subject, length, pattern, pattern_length);
  const char *start = NULL, *end = NULL;
  if (offset <= length) {
    start = subject + offset;
    if (find && (lua_toboolean(L, 4) || sy_is_plain(&m))) {
      start = sy_search_plain(&m, start);
      if (start != NULL) end = start + pattern_length;
    } else {
      int anchored = *pattern == '^';
      m.pattern += anchored;
      end = sy_search(&m, &start, NULL, anchored);
    }
  }
  int results = 1;
  if (end == NULL) {
    lua_pushnil(L);
  } else if (find) {
    lua_pushinteger(L, start - subject + 1);
    lua_pushinteger(L, end - subject);
    results = 2 + sy_push_captures(&m, NULL, NULL);
  } else {
    results = sy_push_captures(&m, start, end);
  }
  sy_settle(&m);
  return results;
}

static int sy_find(lua_State *L) { return sy_find_or_match(L, 1); }
static int sy_match(lua_State *L) { return sy_find_or_match(L, 0); }

// Upvalues: the subject, the pattern, and the offset to go on at: where the last match ended, which must not end there
// again. As long as there was none, the offset's complement.
static int sy_gmatch_step(lua_State *L) {
  size_t length, pattern_length;
  const char *subject = lua_tolstring(L, lua_upvalueindex(1), &length);
  const char *pattern = lua_tolstring(L, lua_upvalueindex(2), &pattern_length);
  lua_Integer offset = lua_tointeger(L, lua_upvalueindex(3));
  const char *last = NULL, *end = NULL, *start;
  if (offset < 0) {
    offset = ~offset;
  } else {
    last = subject + offset;
  }
  sy_matcher m;
  sy_begin(&m, L, subject, length, pattern, pattern_length);
  if (offset <= (lua_Integer)length) {
    start = subject + offset;
    end = sy_search(&m, &start, last, 0);
  }
  lua_pushinteger(L, end != NULL ? end - subject : (lua_Integer)length + 1);
  lua_replace(L, lua_upvalueindex(3));
  int results = end != NULL ? sy_push_captures(&m, start, end) : 0;
  sy_settle(&m);
  return results;
}

static int sy_gmatch(lua_State *L) {
  size_t length;
  luaL_checklstring(L, 1, &length);
  luaL_checkstring(L, 2);
  size_t offset = sy_offset(L, 3, length);
  sy_charge(L, 1);
  lua_settop(L, 2);
  lua_pushinteger(L, ~(lua_Integer)(offset > length ? length + 1 : offset));
  lua_pushcclosure(L, sy_gmatch_step, 3);
  return 1;
}

void sy_open_patterns(lua_State *L) {
  sy_add(L, "find", sy_find);
  sy_add(L, "gmatch", sy_gmatch);
  sy_add(L, "gsub", sy_gsub);
  sy_add(L, "match", sy_match);
}
