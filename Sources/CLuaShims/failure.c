#define _GNU_SOURCE
#include "internal.h"

#include <stdarg.h>
#include <stdio.h>

static const char *sy_display(const char *source) {
  return source[0] == '@' || source[0] == '=' ? source + 1 : source;
}

// The first frame of Lua code at `level` or above. Allocates nothing.
int sy_position(lua_State *L, int level, char *source, int *line) {
  lua_Debug ar;
  source[0] = 0;
  *line = 0;
  for (int last = level + 64; level < last && lua_getstack(L, level, &ar); level++) {
    lua_getinfo(L, "Sl", &ar);
    if (ar.currentline <= 0) continue;
    // A chunk made by `load` is named by its text: show what Lua's messages show.
    const char *name = ar.source[0] == '@' || ar.source[0] == '=' ? sy_display(ar.source) : ar.short_src;
    snprintf(source, SY_NAME_SIZE, "%s", name);
    *line = ar.currentline;
    return 1;
  }
  return 0;
}

void sy_push_position(lua_State *L) {
  char source[SY_NAME_SIZE];
  int line;
  if (sy_position(L, 1, source, &line)) {
    lua_pushfstring(L, "%s:%d: ", source, line);
  } else {
    lua_pushliteral(L, "");
  }
}

void sy_check_stack(lua_State *L, int slots) {
  sy_state *s = sy_of(L);
  uint64_t denied = s->denied;
  if (lua_checkstack(L, slots)) return;
  if (s->denied != denied) {
    s->hint = SY_MEMORY;
    luaL_error(L, "%s", sy_status_text(SY_MEMORY));
  }
  luaL_error(L, "stack overflow");
}

int sy_error(lua_State *L, const char *format, ...) {
  sy_check_stack(L, 3);
  va_list arguments;
  va_start(arguments, format);
  sy_push_position(L);
  lua_pushvfstring(L, format, arguments);
  va_end(arguments);
  lua_concat(L, 2);
  return lua_error(L);
}

const char *sy_status_text(int status) {
  switch (status) {
    case SY_MEMORY: return "the memory limit was passed";
    case SY_INSTRUCTIONS: return "the instruction budget was passed";
    case SY_TIME: return "the time budget was passed";
    case SY_INTERRUPTED: return "interrupted";
    case SY_CANCELLED: return "cancelled";
    default: return "error";
  }
}

// The text is cut to its limit, or to the room that there is: the buffer was given some when the state was made, so that
// reporting a lack of memory needs none.
static void sy_record_message(sy_state *s, const char *text, size_t length) {
  s->message.length = 0;
  if (length > SY_MESSAGE_LIMIT) length = SY_MESSAGE_LIMIT;
  if (!sy_append(&s->message, text, length)) {
    sy_append(&s->message, text, length < s->message.capacity ? length : s->message.capacity);
  }
}

static void sy_record_literal(sy_state *s, const char *text) { sy_record_message(s, text, strlen(text)); }

void sy_record_status(sy_state *s, int status, const char *message) {
  s->failure = status;
  s->traceback.length = 0;
  sy_record_literal(s, message);
  s->failure_source[0] = 0;
  s->failure_line = 0;
}

static void sy_record_kill(sy_state *s) {
  sy_record_status(s, s->killed, sy_status_text(s->killed));
  memcpy(s->failure_source, s->kill_source, sizeof s->failure_source);
  s->failure_line = s->kill_line;
}

static void sy_record_traceback(sy_state *s, lua_State *thread, int level) {
  lua_Debug ar;
  char entry[SY_NAME_SIZE + 160];
  s->traceback.length = 0;
  for (int last = level + 24; level < last && lua_getstack(thread, level, &ar); level++) {
    lua_getinfo(thread, "Sln", &ar);
    if (ar.currentline <= 0) continue;
    const char *name = ar.source[0] == '@' || ar.source[0] == '=' ? sy_display(ar.source) : ar.short_src;
    const char *what = ar.name != NULL ? ar.name : strcmp(ar.what, "main") == 0 ? "main chunk" : "function";
    snprintf(entry, sizeof entry, "%s%s:%d: in %s", s->traceback.length ? "\n" : "", name, ar.currentline, what);
    sy_append_text(&s->traceback, entry);
  }
}

static int sy_text_worker(lua_State *L) {
  size_t length;
  sy_tolstring(L, 1, &length);
  return 1;
}

// The text of an error value that is not a string, by its __tostring, which may itself fail or never end.
static void sy_record_text(lua_State *L, sy_state *s) {
  int type = lua_type(L, -1);
  lua_pushcfunction(L, sy_text_worker);
  lua_pushvalue(L, -2);
  int status = lua_pcall(L, 1, 1, 0);
  sy_note_memory(s, status);
  if (s->killed != SY_OK) {
    sy_record_kill(s);
  } else if (status != LUA_OK || lua_type(L, -1) != LUA_TSTRING) {
    sy_record_literal(s, "the error value has a __tostring that fails");
  } else if (type == LUA_TTABLE && !luaL_getmetafield(L, -2, "__tostring")) {
    sy_record_literal(s, "the error value is a table");
  } else {
    if (type == LUA_TTABLE) lua_pop(L, 1);
    size_t length;
    const char *text = lua_tolstring(L, -1, &length);
    sy_record_message(s, text, length);
  }
  lua_pop(L, 1);
}

void sy_record(lua_State *L, lua_State *thread, int level) {
  sy_state *s = sy_of(L);
  if (s->killed != SY_OK || (lua_type(L, -1) == LUA_TLIGHTUSERDATA && lua_touserdata(L, -1) == &sy_kill_value)) {
    sy_record_kill(s);
    lua_pop(L, 1);
    return;
  }
  sy_record_status(s, s->hint != SY_OK ? s->hint : SY_RUNTIME, "");
  sy_position(thread, level, s->failure_source, &s->failure_line);
  sy_record_traceback(s, thread, level);
  if (lua_type(L, -1) == LUA_TSTRING) {
    size_t length;
    const char *text = lua_tolstring(L, -1, &length);
    sy_record_message(s, text, length);
  } else if (lua_type(L, -1) == LUA_TNIL) {
    sy_record_literal(s, "error without a value (error(nil))");
  } else if (!lua_checkstack(L, 8)) {
    sy_record_literal(s, "the error value has no text");
  } else {
    sy_record_text(L, s);
  }
  lua_pop(L, 1);
}

// Level 0 is this function, level 1 what raised.
int sy_message_handler(lua_State *L) {
  lua_settop(L, 1);
  sy_record(L, L, 1);
  return 0;
}

// Turns what lua_pcall returned into a status; the failure is then on record.
int sy_finish(sy_state *s, int status) {
  sy_note_memory(s, status); // also what runs around this entry must not take it for an ordinary error
  if (s->killed != SY_OK) {
    sy_record_kill(s);
  } else if (status == LUA_OK) {
    return SY_OK;
  } else if (status == LUA_ERRERR) {
    sy_record_status(s, SY_RUNTIME, "an error was raised while another error was handled");
  }
  return s->failure;
}
